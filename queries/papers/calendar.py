"""Days and periods as an iCalendar file for Outlook and WPS. What runs all year has no day and stands in none."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.errors import UsageError
from graph.store import Store
from queries.base import Example, Given, Parameter, Row, Session
from queries.duties import MONTH_KINDS
from queries.names import Body, find_bodies, find_districts, find_towns
from queries.papers.brief import duties_of
from queries.papers.facts import PLACE, UNITS_FILE, Facts, gather, patch, placed, role_text, where
from queries.papers.spec import Export, Paper
from queries.papers.words import say
from queries.render.ics import Event, calendar

LONG = 31  # days; a longer period would lie over every month of a calendar, so it stands on its last day
NAMES = 12  # bodies that an event names
QUOTE = 200  # characters of the printed words


@dataclass(slots=True)
class _Entry:
    """One deadline of one task with the duties that have it."""

    task: Row
    deadline: Row
    duties: list[Row] = field(default_factory=list)


def build(store: Store, given: Given) -> Paper:
    """Make the calendar of a place, or of a unit. Raises UsageError, UnknownName and StoreError."""
    remind = _days(given.text("remind"))
    session = Session(store, limit=0)
    session.years = tuple(given.ints("year"))
    towns = find_towns(session, given.texts("town"))
    districts = find_districts(session, given.texts("district"))
    bodies = find_bodies(session, given.text("unit"), districts, towns) if given.text("unit") else []
    only = patch(session, given)
    facts = gather(session, sorted({body.district for body in bodies}) or districts, given.ints("year"), towns)
    duties = [row for body in bodies for row in duties_of(facts, body)] if bodies else None
    if only is not None:
        duties = [row for row in (facts.duties if duties is None else duties) if row["unit_id"] in only]
    places = [body.called for body in bodies] or list(dict.fromkeys(where(task) for task in facts.tasks.values()))
    title = say("calendar_title", place="、".join(dict.fromkeys(places)) if 0 < len(places) <= 3 else say("raci_all"))
    entries = _entries(facts, duties)
    several = len({where(entry.task) for entry in entries}) > 1
    events = [_event(facts, entry, bodies, several) for entry in entries]
    rows = list(facts.tasks.values()) if duties is None else duties
    notes = [*session.remarks, say("calendar_count", events=len(events), tasks=len({entry.task["task"] for entry in entries}))]
    left = {slot: len({row["task"] for row in rows if row["slot"] == slot}) for slot in ("year", "other", "none")}
    if left["year"]:
        notes.append(say("calendar_year", count=left["year"]))
    if left["other"] + left["none"]:
        notes.append(say("calendar_none", count=left["other"] + left["none"]))
    return Paper(title, calendar(title, "".join((*notes, say("calendar_foot"))), events, remind), tuple(notes))


def _days(text: str) -> int:
    if text and not (text.isdigit() and int(text) <= 60):
        raise UsageError(f"提前天数不对：{text}", hint="0 到 60 的数字，例如 --remind 7")
    return int(text or 0)


def _entries(facts: Facts, duties: list[Row] | None) -> list[_Entry]:
    """Every deadline once for each task, by day; of the tasks of `duties`, or of all (None)."""
    found: dict[tuple[str, date, str], _Entry] = {}
    rows = [row for task in facts.tasks for row in facts.of_task(task)] if duties is None else duties
    for row in rows:
        for one in row["days"]:
            if one["due_kind"] in MONTH_KINDS:
                key = (row["task"], one["due"], one["due_text"])
                found.setdefault(key, _Entry(facts.tasks[row["task"]], one)).duties.append(row)
    if duties is None:
        for task in facts.tasks.values():
            for one in task["days"] if not facts.of_task(task["task"]) else ():
                if one["due_kind"] in MONTH_KINDS:
                    found.setdefault((task["task"], one["due"], one["due_text"]), _Entry(task, one))
    order = {task: place for place, task in enumerate(facts.tasks)}
    return sorted(found.values(), key=lambda entry: (entry.deadline["due"], order[entry.task["task"]], entry.deadline["due_text"]))


def _event(facts: Facts, entry: _Entry, bodies: Sequence[Body], several: bool) -> Event:
    """The event of a deadline; in a calendar of `several` places with the place in front."""
    task, deadline = entry.task, entry.deadline
    first, last = deadline["due_from"] or deadline["due"], deadline["due"]
    long = (last - first).days >= LONG
    document = facts.documents[task["document_id"]]
    mark = (f"{where(task)}　" if several else "") + (_mark(entry.duties) if bodies else "")
    name = task["title"] or task["content"]
    summary = f"{mark}{name if len(name) <= 40 else name[:39] + '…'}（{deadline['due_text']}）{_sure(entry.duties)}"
    lines = [task["content"], say("calendar_said", text=deadline["due_text"]) + (say("before_issue") if deadline["status"] == "before_issue" else "")]
    lines[-1] = placed(deadline, lines[-1])
    if first != last:
        lines.append(say("calendar_period", start=first, end=last) + (f"（{say('calendar_long')}）" if long else ""))
    lines.append(say("calendar_who", names=_who(facts, entry)))
    lines.append(say("calendar_source", source=facts.source(entry.duties[0] if entry.duties else {**task, "sources": None})))
    quotes = dict.fromkeys(row["quote"] for row in entry.duties if row["quote"])
    lines += [say("calendar_quote", quote=quote[:QUOTE]) for quote in list(quotes)[:1]]
    key = "|".join((task["task"], last.isoformat(), deadline["due_text"], *(unit for body in bodies for unit in body.ids)))
    return Event(
        uid=hashlib.sha256(key.encode("utf-8")).hexdigest()[:32],
        first=last if long else first,
        last=last,
        summary=summary,
        text="\n".join(lines),
        categories=tuple(task["themes"] or ()),
        stamp=document["date"] or date(document["year"] or last.year, 1, 1),
        sure=not entry.duties or any(row["reach"] in ("direct", "collective") for row in entry.duties),
    )


def _mark(duties: Sequence[Row]) -> str:
    """The unit's own role in front of its event, with what tells that it is not direct."""
    return "、".join(dict.fromkeys(f"【{role_text(row)}】" for row in duties))


def _sure(duties: Sequence[Row]) -> str:
    return "" if duties else say("calendar_nobody")


def _who(facts: Facts, entry: _Entry) -> str:
    """The bodies that have this deadline as printed, with their roles: not those of the task whom another clause binds."""
    key = (entry.deadline["due"], entry.deadline["due_text"])
    rows = [row for row in facts.of_task(entry.task["task"]) if key in ((one["due"], one["due_text"]) for one in row["days"])]
    names = [f"{row['unit']}（{role_text(row)}）" for row in rows[:NAMES]]
    return "、".join(names) + (f" 等 {len(rows)} 个" if len(rows) > NAMES else "") if rows else say("nobody")


EXPORT = Export(
    name="calendar",
    title="时限日历",
    description="有具体日期或时段的任务做成日历文件（iCalendar），Outlook、WPS 和手机都能导入；全年推进的没有日期，不列入。",
    suffix=".ics",
    parameters=(
        Parameter("unit", "text", "只要这个单位的，经统称明确和可能涉及的一并列出并注明"),
        *PLACE,
        UNITS_FILE,
        Parameter("remind", "text", "提前几天提醒，0 到 60；默认不提醒"),
    ),
    example=Example("云川区 2025 年的时限日历", {"district": "云川区", "year": 2025}),
    build=build,
)
