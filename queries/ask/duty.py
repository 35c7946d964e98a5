"""The duties of a unit, and what is listed without one."""

from __future__ import annotations

from queries.ask.asked import Asked, Kind, always, nothing
from queries.ask.bodies import ONLY_THROUGH, Owner, counted, in_time, names_in, owners
from queries.ask.facts import items
from queries.ask.reply import TASK_COLUMNS, Reply, task_row, union
from queries.base import Row


def duties(asked: Asked) -> Reply:
    """The duty rows of the units named, those under their own name first."""
    if not asked.linked.units:
        return listing(asked)
    parts: list[str] = []
    rows: list[Row] = []
    absent: list[Reply] = []
    for unit in asked.linked.units[:3]:
        found = owners(asked, unit)
        if isinstance(found, Reply):
            if found.status == "ambiguous":
                return found
            absent.append(found)
            continue
        for owner in found:
            chosen = owner.through if ONLY_THROUGH.search(asked.masked) else owner.chosen(asked)
            rows += chosen or owner.through
            parts.append(said(asked, owner, chosen))
    if not parts:
        return absent[0]
    if not rows and asked.topic and not any(asked.meant(place).tasks for place in asked.places):
        return nothing(asked)
    return Reply(asked.join(parts), None, rows)


def reported(asked: Asked) -> Reply:
    """The tasks whose results are to be sent to the bodies named (报区政府办公室)."""
    parts: list[str] = []
    rows: list[Row] = []
    for place in asked.places:
        names = {name for unit in asked.linked.units for name in names_in(asked, unit, place.district)}
        if not names:
            continue
        known = sorted((row["name"] for row in asked.known.units if row["district"] == place.district), key=len, reverse=True)
        tasks = [
            task
            for task in asked.meant(place).tasks
            if names
            & {next(filter(to.startswith, known), to) for to in task["reports_to"] or ()}  # an office of the body is the body
        ]
        rows += [task_row(task) for task in tasks]
        numbers = asked.names(asked.number(task) for task in tasks) or asked.say("none")
        parts.append(asked.say("reported", place=asked.where(place), names=asked.names(names), count=len(tasks), numbers=numbers))
    if not parts:
        return asked.unknown("unit_absent", unit=asked.linked.units[0].words, places=asked.place_names())
    return Reply(asked.join(parts), len(rows) if asked.how_many else None, rows, columns=TASK_COLUMNS)


def reports(asked: Asked) -> Reply:
    """To whom the results of the tasks that are meant are to be sent."""
    parts: list[str] = []
    names: list[list[str]] = []
    rows: list[Row] = []
    for place in asked.places:
        tasks = asked.meant(place).tasks if asked.topic or asked.linked.numbers else []
        for task in tasks:
            if to := list(task["reports_to"] or ()):
                names.append(to)
                rows.append(task_row(task))
                parts.append(asked.say("reports", place=asked.where(place), item=asked.number(task), names=asked.names(to)))
    if not parts:
        return asked.unknown("no_reports", places=asked.place_names())
    return Reply(asked.join(parts), union(names), rows, columns=TASK_COLUMNS)


def said(asked: Asked, owner: Owner, rows: list[Row]) -> str:
    """How many duties of which kind, and their numbers."""
    years = {place.year for place in asked.places if place.district == owner.place.district}
    name = owner.body.called if len(years) < 2 else asked.say("in_year", year=owner.place.year, name=owner.body.called)
    role = asked.say(f"role_{asked.role}") if asked.role in ("LEAD", "RESPONSIBLE", "COOPERATE") else ""
    narrowed = _narrowed_to(asked)
    through = asked.say("duties_through", count=len(owner.through)) if owner.through else ""
    if not rows:
        return asked.say("duties_none", unit=name, role=role, narrowed=narrowed) + through
    numbers = asked.names(_short(row) for row in rows)
    return asked.say("duties", unit=name, role=role, narrowed=narrowed, count=counted(rows, asked), numbers=numbers) + through


def _short(row: Row) -> str:
    title = row["title"] or row["content"][:16] + "…"
    return f"{row['number']} {title}"


def _narrowed_to(asked: Asked) -> str:
    """The theme or time that the duties are narrowed to."""
    words = [asked.topic.words] if asked.topic else []
    words += [asked.say("item", number=number, title="") for number in asked.linked.numbers]
    if asked.linked.when is not None:
        words.append(asked.linked.when.words)
    return asked.say("narrowed", words=asked.names(words)) if words else ""


def listing(asked: Asked) -> Reply:
    """Tasks of the places: those that the question is about, or all; of places that it sets side by side, also who has none."""
    parts, rows, missing = [], [], []
    for place in asked.places:
        found = asked.meant(place)
        tasks = [task for task in found.tasks if in_time(asked, task)]
        if asked.role in ("LEAD", "COOPERATE"):
            owed = {row["task"] for row in asked.facts.duties(tasks) if row["role"] == asked.role}
            tasks = [task for task in tasks if task["task"] in owed]
        if not tasks:
            missing.append(asked.where(place))
            continue
        rows += [task_row(task) for task in tasks]
        listed = asked.names(f"{task['number']} {task['title'] or task['content'][:16] + '…'}" for task in tasks)
        parts.append(asked.say("listing", place=asked.where(place), count=len(tasks), items=items(tasks), numbers=listed))
    if not parts:
        return nothing(asked)
    if missing and len(asked.linked.districts) > 1:
        parts.append(asked.say("listing_none", places=asked.names(missing)))
    return Reply(asked.join(parts), None, rows, columns=TASK_COLUMNS)


def show(asked: Asked) -> Reply:
    """The text of the tasks with a number."""
    parts, rows = [], []
    for place in asked.places:
        tasks = asked.meant(place).tasks
        rows += [task_row(task) for task in tasks]
        parts += [asked.say("show", place=asked.where(place), item=asked.number(task), content=task["content"]) for task in tasks]
    return Reply(asked.join(parts), None, rows, columns=TASK_COLUMNS) if parts else nothing(asked)


DUTIES = Kind("duties", duties, subjects="apart", found=True, lists=True, of_unit=True, two_roles="neither")
REPORTED = Kind("reported", reported, ("tasks",), by_name=always)
REPORTS = Kind("reports", reports, ("tasks",))
LISTING = Kind("listing", listing, ("tasks",), subjects="apart", of_unit=True)
SHOW = Kind("show", show, ("tasks",))
