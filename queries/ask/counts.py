"""How many tasks, units, leads, themes; and what is true or not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from queries.ask.asked import Asked, Kind, nothing
from queries.ask.bodies import ITEMS, WITH_COLLECTIVES, counted, owners, unit_of
from queries.ask.due import fitting_tasks
from queries.ask.duty import said
from queries.ask.facts import Place, items, roles_said
from queries.ask.gaps import is_open
from queries.ask.reply import TASK_COLUMNS, Reply, Value, task_row, union
from queries.ask.targets import stated
from queries.ask.who import WANTED
from queries.base import Row

OF_TASKS = re.compile(r"点名了?(多少|几)次|(多少|几)大?[项条]|(任务|事项|工作|要求|职责)")
IN_PRINT = re.compile(r"(提到|写到|出现|写了|印了|字样)")
BODIES = re.compile(r"由?(?:谁|哪家|哪个?(?:部门|单位))(?:来|去)?(?:负责|牵头|承担|挑头|管)|(?:责任|牵头|负责|配合)(?:单位|部门)")
OTHER_KINDS = ("department", "office", "park", "center", "enterprise", "party")
NAMED = re.compile(r"点[到了]?名|点到|具名|单独|直接")  # what comes through a collective is none
EVERY_TASK = re.compile(r"((每一?(项|条|个|件)|所有|全部)(任务|事项)?(都|均|全)|[给为]每一?(项|条|个|件))")
DATES = re.compile(r"时限|期限|完成时间|日期")
ALIKE_ALL = re.compile(r"(都|均|全都|同样)")
UNREAD = re.compile("[A-Za-z]{4,}")
LEADS = re.compile(r"牵头(单位|部门|主体|机构)?")


def count(asked: Asked) -> Reply:
    """The number that is asked for; rows are what was counted."""
    detail = asked.detail("count")
    if detail in WAYS:
        return WAYS[detail](asked)
    units = asked.linked.units
    twice = len(units) > 1 and len({unit.names for unit in units}) == 1
    if units and (twice or not (units[0].collective and WITH_COLLECTIVES.search(asked.masked))):
        return _duties(asked) if detail == "tasks" else asked.unknown("uncounted")
    part = any(number.endswith(".") for number in asked.linked.numbers)  # 第五部分列了几个重点领域
    if part or detail == "tasks":
        return _tasks(asked)
    return stated(asked, things=True) or asked.unknown("uncounted")


def _districts(asked: Asked) -> Reply:
    names = union([[place.district] for place in asked.places])
    return Reply(asked.say("count_districts", count=len(names), names=asked.names(names)), len(names))


def _parts(asked: Asked) -> Reply:
    """How many parts the documents have."""
    told, values = [], []
    for place in asked.places:
        names = union([task["section"][:1] for task in asked.facts.tasks(place)])
        values.append(len(names))
        told.append(asked.say("count_parts", place=asked.where(place), count=len(names), names=asked.names(names)))
    if not any(values):
        return asked.unknown("uncounted")
    return Reply(asked.join(told), asked.value(values))


def _duties(asked: Asked) -> Reply:
    """Duties of one unit."""
    found = owners(asked, asked.linked.units[0])
    besides = asked.linked.besides
    only = isinstance(found, Reply) and found.status == "unknown" and bool(besides)
    if only:  # a body that no document names: what the collective it is counted under has to do
        found = owners(asked, besides[0])
    if isinstance(found, Reply):
        return found
    parts, values, rows = [], [], []
    if only:
        parts.append(asked.say("besides_only", unit=asked.linked.units[0].words, via=besides[0].words))
    for owner in found:
        chosen = owner.chosen(asked)
        number = counted(chosen, asked)
        values.append(number)
        rows += chosen
        text = said(asked, owner, chosen)
        if number and not ITEMS.search(asked.masked) and len({row["item"] for row in chosen}) < number:
            text += asked.say("count_items", items=len({row["item"] for row in chosen}))
        if len(chosen) > len(owner.direct):
            text += asked.say("count_both", direct=len(owner.direct), through=len(chosen) - len(owner.direct))
        parts.append(text)
    if asked.topic and not rows and not any(asked.meant(place).tasks for place in asked.places):
        return nothing(asked)
    return Reply(asked.join(parts), asked.value(values), rows)


def _tasks(asked: Asked) -> Reply:
    """Tasks of the places, narrowed by what they are about, when they are due and whether someone leads them."""
    if asked.topic and not OF_TASKS.search(asked.masked):
        return stated(asked, things=True) or asked.unknown("uncounted")
    parts, values, rows = [], [], []
    for place in asked.places:
        tasks = asked.meant(place).tasks
        if asked.linked.when is not None:
            tasks = fitting_tasks(asked, tasks)[0]
        if asked.role in ("LEAD", "COOPERATE"):
            owed = {row["task"] for row in asked.facts.duties(tasks) if row["role"] == asked.role}
            tasks = [task for task in tasks if task["task"] in owed]
        elif not tasks and asked.topic:
            continue
        whole = (
            not asked.topic and not asked.facts.annex and "名称" not in asked.masked and asked.linked.when is None and asked.role not in ("LEAD", "COOPERATE") and not asked.linked.numbers
        )
        numbered = len({(task["document_id"], task["item"]) for task in tasks})
        value = numbered if whole else items(tasks) if ITEMS.search(asked.masked) else len(tasks)
        values.append(value)
        rows += [task_row(task) for task in tasks]
        parts.append(_counted(asked, place, tasks, value))
    if not parts:
        return nothing(asked)
    return Reply(asked.join(parts), asked.value(values), rows, columns=TASK_COLUMNS)


def _counted(asked: Asked, place: Place, tasks: list[Row], value: int) -> str:
    """The number with what else could have been meant by it."""
    words = [asked.topic.words] if asked.topic else []
    words += [asked.linked.when.words] if asked.linked.when else []
    narrowed = asked.say("narrowed", words=asked.names(words)) if words else ""
    role = asked.say(f"role_{asked.role}") if asked.role in ("LEAD", "COOPERATE") else ""
    text = asked.say("count_tasks", place=asked.where(place), narrowed=narrowed, role=role, count=value)
    if len(tasks) != value or items(tasks) != value:
        text += asked.say("count_ways", tasks=len(tasks), items=items(tasks))
    if words and 0 < len(tasks) <= 12:
        text += asked.say("numbers", numbers=asked.names(task["number"] for task in tasks))
    return text


def _units(asked: Asked, kinds: tuple[str, ...] = ("street", "town", *OTHER_KINDS)) -> Reply:
    """Bodies of these kinds that a place names, or that are named for the tasks that are meant."""
    parts, values, rows = [], [], []
    for place in asked.places:
        found = asked.meant(place)
        if not found.tasks:
            continue
        wanted = set(WANTED[asked.role or "ANY"])
        duties = [row for row in asked.facts.duties(found.tasks) if roles_said(row) & wanted]
        own = union([[row["unit"]] for row in duties if row["kind"] in kinds])
        groups = union([[row["unit"]] for row in duties if row["kind"] == "collective"])
        # Of one item every printed name counts; in a whole document a collective is no unit.
        value = len(own) + (len(groups) if found.how != "all" or WITH_COLLECTIVES.search(asked.masked) else 0)
        values.append(value)
        rows += duties
        role = asked.say(f"role_{asked.role}") if asked.role in ("LEAD", "RESPONSIBLE", "COOPERATE") else ""
        if not own and not groups and role:
            parts.append(asked.say("no_role", place=asked.where(place), role=role))
            continue
        parts.append(
            asked.say(
                "count_units",
                place=asked.where(place),
                role=role,
                count=value,
                own=len(own),
                groups=len(groups),
                names=asked.names([*own, *groups]),
            )
        )
    return Reply(asked.join(parts), asked.value(values), rows) if parts else nothing(asked)


def yesno(asked: Asked) -> Reply:
    """True or false, with what it rests on."""
    if asked.linked.units:
        return _owes(asked)
    if LEADS.search(asked.masked) or asked.role in ("COOPERATE", "RESPONSIBLE"):
        return _has_role(asked)
    if EVERY_TASK.search(asked.masked) and DATES.search(asked.masked) and not asked.topic:
        return _every_dated(asked)
    if not asked.topic and not asked.linked.numbers and asked.linked.when is None and not BODIES.search(asked.masked):
        return asked.unknown("not_understood")
    if BODIES.search(asked.masked):
        return _has_role(asked)
    parts, values, rows = [], [], []
    for place in asked.places:
        found = asked.meant(place)
        tasks = found.tasks if asked.linked.when is None else [task for fitting in fitting_tasks(asked, found.tasks) for task in fitting]
        if found.how == "near" and IN_PRINT.search(asked.masked):
            tasks = []
        if asked.linked.numbers and not found.tasks:
            continue
        values.append(bool(tasks))
        rows += [task_row(task) for task in tasks]
        key = "yes_tasks" if tasks else "no_tasks_such"
        words = asked.topic.words or asked.names(asked.linked.numbers)
        parts.append(
            asked.say(key, place=asked.where(place), words=words, numbers=asked.names(_with_day(asked, task) for task in tasks))
        )
    unread = any(UNREAD.search(piece) for piece in asked.topic.pieces)  # a word that was not understood is no ground for a no
    if not parts or (unread and not all(values)):
        return nothing(asked)
    return Reply(asked.join(parts), _agreed(asked, values), rows, columns=TASK_COLUMNS)


def _with_day(asked: Asked, task: Row) -> str:
    day: date | None = task["due"]
    return asked.say("due_one", item=asked.number(task), day=asked.day(day, task["due_text"]))


def _owes(asked: Asked) -> Reply:
    """Whether a unit owes what the question names; a collective duty counts and is said."""
    unit = asked.linked.units[0]
    bodies = unit_of(asked, unit)
    if isinstance(bodies, Reply):
        return bodies
    if (asked.topic or asked.linked.numbers) and not any(asked.meant(place).tasks for place, _ in bodies):
        return nothing(asked)
    found = owners(asked, unit)
    if isinstance(found, Reply):
        return found
    parts, values, rows = [], [], []
    for owner in found:
        wanted = {task["task"] for task in asked.meant(owner.place).tasks}
        direct = [row for row in owner.direct if row["task"] in wanted]
        through = [row for row in owner.through if row["task"] in wanted]
        values.append(bool(direct or (through and not NAMED.search(asked.masked))))
        rows += direct or through
        chosen = direct or through
        key = "yes_owes" if direct else ("yes_through" if values[-1] else "no_named") if through else "no_owes"
        via = asked.names(row["via"] or "" for row in through)
        numbers = asked.names(f"{row['number']}（{asked.say('role_' + row['role'])}）" for row in chosen)
        parts.append(asked.say(key, unit=owner.body.called, numbers=numbers, via=via))
    return Reply(asked.join(parts), _agreed(asked, values), rows)


def _has_role(asked: Asked) -> Reply:
    """Whether a place names bodies in a role at all, or for the tasks that are meant."""
    role = asked.role if asked.role in WANTED else "LEAD"
    every = EVERY_TASK.search(asked.masked) is not None  # 每一条都写了责任单位吗: a lead is one, too
    wanted = set(WANTED["OWNER" if every and role == "RESPONSIBLE" else role])
    parts, values, rows = [], [], []
    for place in asked.places:
        found = asked.meant(place)
        if not found.tasks:
            continue
        duties = [row for row in asked.facts.duties(found.tasks) if roles_said(row) & wanted]
        rows += duties
        told = {row["task"] for row in duties}
        without = asked.names(task["number"] for task in found.tasks if task["task"] not in told)
        values.append(not without if every else bool(duties))
        names = asked.names(union([[row["unit"]] for row in duties]))
        key = ("not_every_role" if without else "every_role") if every and duties else "yes_role" if duties else "no_role"
        parts.append(asked.say(key, place=asked.where(place), role=asked.say(f"role_{role}"), names=names, numbers=without, count=len(found.tasks)))
    return Reply(asked.join(parts), _agreed(asked, values), rows) if parts else nothing(asked)


def _every_dated(asked: Asked) -> Reply:
    """Whether a deadline is printed for every task; rows are those without."""
    parts, values, rows = [], [], []
    for place in asked.places:
        tasks = asked.facts.tasks(place)
        without = [task for task in tasks if is_open(asked, task, "time")]
        values.append(not without)
        rows += [task_row(task) for task in without]
        key = "not_every_dated" if without else "every_dated"
        numbers = asked.names((task["number"] for task in without), 40)
        parts.append(asked.say(key, place=asked.where(place), count=len(tasks), numbers=numbers))
    return Reply(asked.join(parts), _agreed(asked, values), rows, columns=TASK_COLUMNS)


def _agreed(asked: Asked, values: list[bool]) -> Value:
    """What is true of all places, None where they differ; asked whether it is so in each (都), false where one differs."""
    return all(values) if ALIKE_ALL.search(asked.masked) and values else asked.value(values)


def _of_bodies(asked: Asked) -> bool:
    """Whether it asks if bodies are printed at all."""
    return BODIES.search(asked.masked) is not None


# What may be counted besides tasks.
WAYS: dict[str, Callable[[Asked], Reply]] = {
    "districts": _districts,
    "all_towns": lambda asked: asked.unknown("uncounted"),  # how many towns a district has is not told: 各街镇 is one name for all
    "parts": _parts,
    "towns": lambda asked: _units(asked, ("street", "town")),
    "units": _units,
}
COUNT = Kind("count", count, details=(*WAYS, "tasks"), subjects="each", found=True, lists=True, of_unit=True, counts=True)
YESNO = Kind("yesno", yesno, by_name=_of_bodies, acts=True)
