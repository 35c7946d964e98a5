"""What is due when: days and periods that a document prints, in order. What runs all year is a group of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.errors import UsageError
from queries.account import COUNTED
from queries.base import DISTRICT, TOWN, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.duties import DUTY_COLUMNS, FIELDS, MONTH_KINDS, ROLE, TASK_FILTER, days_of, duty, in_order, one_per_task, role_codes
from queries.names import find_bodies, find_districts, find_towns
from queries.obligations import DIRECT, THROUGH, collect
from queries.unit_sets import bodies_of

_SCOPE = f"(size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER}"
DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE {_SCOPE}
RETURN {FIELDS}"""
TASKS = f"""MATCH (t:Task)-[:STATED_IN]->(d:Document)
WHERE {_SCOPE} AND {COUNTED}
RETURN t.id AS task, t.district AS district, t.town AS town, t.year AS year, t.stem AS document, t.document AS document_id,
       t.number AS number, t.item AS item, t.title AS title, t.content AS content, t.part AS part, t.page AS page,
       t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind, t.deadlines AS deadlines, t.themes AS themes,
       t.ordinal AS ordinal, d.date AS issued"""

STATUSES = ("before_issue", "passed", "ahead", "all_year")
_NOBODY = {"unit": None, "unit_id": "", "mention": None, "role": None, "reach": None, "via": None, "quote": None, "position": 0}


@dataclass(frozen=True, slots=True)
class _Period:
    """Which deadlines are wanted: last day in `month` of the plan's year (0: any), from `after` to `before`, both included."""

    month: int
    after: date | None
    before: date | None

    def holds(self, day: date, year: int | None) -> bool:
        """Whether a deadline with this last day, in a plan of this year, is wanted. A month of the year after is another one."""
        if self.month and (day.month != self.month or (year and day.year != year)):
            return False
        return (self.after is None or day >= self.after) and (self.before is None or day <= self.before)

    def holds_later(self, day: date, year: int | None) -> bool:
        """Whether only its year keeps a deadline out."""
        return bool(self.month) and day.month == self.month and bool(year) and day.year != year


@dataclass(frozen=True, slots=True)
class _Found:
    """What there is of one side: of the documents of districts, or of those of one town, which are no part of a district's
    figures. `duties` are all, `every` has each once for each of its deadlines; `roles` (none: all) and `period` are wanted."""

    duties: list[Row]
    every: list[Row]
    roles: frozenset[str]
    period: _Period
    town: str = ""

    def of(self, town: str) -> _Found:
        """The side of one town, "" for the documents of districts."""
        duties, every = ([row for row in rows if (row["town"] or "") == town] for rows in (self.duties, self.every))
        return _Found(duties, every, self.roles, self.period, town)

    @property
    def rows(self) -> list[Row]:
        """Those of the wanted roles, of any day."""
        return [row for row in self.every if not self.roles or row["role"] in self.roles]

    @property
    def dated(self) -> list[Row]:
        """The wanted rows with a day or period."""
        return [row for row in self.rows if row["due_kind"] in MONTH_KINDS and self.period.holds(row["due"], row["year"])]

    @property
    def yearly(self) -> list[Row]:
        """The wanted rows of the whole year."""
        return [row for row in self.rows if row["due_kind"] == "year"]

    @property
    def account(self) -> dict[str, int]:
        """Every task once: with a day or period, else all year, else neither; before roles and days are chosen."""
        days = {row["task"] for row in self.every if row["due_kind"] in MONTH_KINDS}
        whole = {row["task"] for row in self.every if row["due_kind"] == "year"} - days
        total = _items(self.duties)
        return {"days": len(days), "year": len(whole), "none": total - len(days) - len(whole), "total": total}


def run(session: Session, given: Given) -> Result:
    """One row for each unit, task and day, by day; with `all_year`, the tasks of the whole year stand behind. The documents
    of towns come after those of districts, town by town, each in the same order."""
    districts, towns = find_districts(session, given.texts("district")), find_towns(session, given.texts("town"))
    scope: dict[str, Any] = {"years": given.ints("year"), "towns": towns}
    bodies = find_bodies(session, given.text("unit"), districts, towns) if given.text("unit") else []
    bodies = bodies or bodies_of(session, session.units, districts)
    places = sorted({body.district for body in bodies}) or districts
    period = _period(given)
    tasks = {row["task"]: row for row in session.ask(TASKS, districts=places, **scope)}
    if bodies:
        duties = collect(session, bodies, given.ints("year"), towns)
    else:
        duties = in_order(one_per_task(duty(record, "direct") for record in session.ask(DUTIES, districts=places, **scope)))
    duties = [row for row in duties if row["task"] in tasks]
    duties = duties if bodies else [*duties, *_unowned(tasks, duties)]
    roles = role_codes(given.texts("role"))
    today = _day(given, "today") or date.today()
    found = _Found(duties, list(_dated(duties, tasks, today)), frozenset(roles), period)
    sides = [found] if towns else [found.of(""), *(found.of(town) for town in sorted({row["town"] for row in duties if row["town"]}))]
    shown = [row for side in sides for row in sorted(side.dated, key=_order) + (side.yearly if given.flag("all_year") else [])]
    title = session.say("due_title", units=session.listed(dict.fromkeys(body.called for body in bodies)) or session.say("due_all"))
    notes = _notes(session, given, sides[0])
    notes += [session.say("due_town", town=side.town, shown=_items(side.dated), **side.account) for side in sides[1:]]
    if undated := sorted({task["document"] for task in tasks.values() if task["issued"] is None}):
        notes.append(session.say("due_undated", documents=session.listed(undated)))
    return Result(title, shown, notes, {"today": today})


def _period(given: Given) -> _Period:
    text = given.text("month")
    if text and not (text.isdigit() and 1 <= int(text) <= 12):
        raise UsageError(f"月份不对：{text}", hint="月份是 1 到 12 的数字，例如 --month 8")
    return _Period(int(text or 0), _day(given, "after"), _day(given, "before"))


def _day(given: Given, name: str) -> date | None:
    """An ISO day, None if it was not given. Raises UsageError."""
    text = given.text(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"日期不对：{text}", hint=f"请写成 2025-08-31 的样子，例如 --{name} 2025-08-31") from error


def _unowned(tasks: dict[str, Row], duties: list[Row]) -> list[Row]:
    """A row without a unit for each task that names no body: its day must not be lost."""
    owned = {row["task"] for row in duties}
    rows = []
    for number, task in tasks.items():
        if number not in owned:
            row = {**task, **_NOBODY, "days": days_of(task), "themes": list(task["themes"] or ()), "sources": []}
            rows.append({**row, "town": task["town"] or None, "title": task["title"] or None})
    return rows


def _dated(duties: list[Row], tasks: dict[str, Row], today: date) -> Iterator[Row]:
    """Every duty once for each of its deadlines; a duty without one gives no row."""
    for row in duties:
        rest = {name: value for name, value in row.items() if name != "days"}
        for one in row["days"]:
            yield {**rest, **one, "status": status_of(one["due_kind"], one["due"], tasks[row["task"]]["issued"], today)}


def status_of(kind: str, end: date | None, issued: date | None, today: date) -> str:
    """One of STATUSES, for a deadline of this kind and last day. None says that anything is late: the graph does not know
    what was done."""
    if kind == "year":
        return "all_year"
    if end is not None and issued is not None and end < issued:
        return "before_issue"
    return "passed" if end is not None and end < today else "ahead"


def _order(row: Row) -> tuple[object, ...]:
    place = (row["district"] or "", row["town"] or "", row["document"])
    return row["due"], *place, row["ordinal"], row["position"], row["unit"] or ""


def _items(rows: Iterable[Row]) -> int:
    return len({row["task"] for row in rows})


def _notes(session: Session, given: Given, side: _Found) -> list[str]:
    dated, rows = side.dated, side.rows
    notes = [session.say("due_count", tasks=_items(dated))]
    for status in STATUSES[:2]:
        if count := _items(row for row in dated if row["status"] == status):
            notes.append(session.say(f"due_{status}", count=count))
    if prose := _items(row for row in dated if row["stated"] == "prose"):
        notes.append(session.say("due_prose", count=prose))
    if reckoned := _items(row for row in dated if row["stated"] == "reckoned"):
        notes.append(session.say("due_reckoned", count=reckoned))
    later = [row for row in rows if row["due_kind"] in MONTH_KINDS and side.period.holds_later(row["due"], row["year"])]
    if later:
        where = session.say("joined").join(dict.fromkeys(f"{row['document']} {row['number']}" + session.say("bracketed", text=row["due"]) for row in later))
        notes.append(session.say("due_later", where=where))
    if whole := {row["task"] for row in side.yearly} - {row["task"] for row in rows if row["due_kind"] in MONTH_KINDS}:
        notes.append(session.say("due_year_listed" if given.flag("all_year") else "due_year", count=len(whole)))
    notes.append(session.say("due_account", **side.account))
    if bare := {row["task"] for row in dated if row["unit"] is None}:
        notes.append(session.say("due_nobody", count=len(bare)))
    return notes


QUERY = Query(
    name="due",
    title="时限安排",
    description="按日期列出有具体日期或时段的任务：某月、某日之前、某个单位；全年推进的任务单独成组，图谱不记录完成情况。",
    parameters=(
        Parameter("month", "text", "时限在这个月的，1 到 12；时段按最后一天算"),
        Parameter("before", "text", "时限不晚于这一天，例如 2025-03-31"),
        Parameter("after", "text", "时限不早于这一天，例如 2025-03-01"),
        Parameter("unit", "text", "只看这个单位的任务，经统称明确和可能涉及的一并列出"),
        DISTRICT,
        YEAR,
        ROLE,
        Parameter("all_year", "flag", "把全年推进的任务列在后面"),
        Parameter("today", "text", "以这一天为今天，默认是电脑上的日期，例如 2025-06-01"),
        TOWN,
    ),
    columns=(
        Column("due", "date"),
        Column("due_from", "date", shown=False),
        Column("due_text"),
        Column("stated"),
        Column("status"),
        *(column for column in DUTY_COLUMNS if column.name not in ("due", "due_text", "days")),
    ),
    example=Example("云川区 2025 年 8 月要完成的任务", {"month": "8", "district": "云川区", "year": 2025, "today": "2025-06-01"}),
    run=run,
    cypher=(TASKS, DUTIES, DIRECT, THROUGH),
    takes_units=True,
    extra={"today": {"type": "string", "format": "date", "description": "以哪一天为今天"}},
)
