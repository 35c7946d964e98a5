"""What a page is about, in one record: tasks, who is printed for them, and the questions' answers beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.names.initials import initials, initials_of
from viz.source import Row, Source

ROLE_ORDER = ("LEAD", "RESPONSIBLE", "COOPERATE")
TASK_FIELDS = (
    "district", "town", "year", "document", "part", "number", "item", "title", "content", "section", "due", "due_text",
    "due_kind", "days", "themes", "page",
)  # fmt: skip
DOCUMENT_FIELDS = ("title", "doc_no", "date", "year", "district", "town", "completeness")
DUTY_FIELDS = ("role", "reach", "via", "mention", "quote", "part", "number", "page", "sources", "due", "due_text", "due_kind", "days", "why")


Note = str | tuple[tuple[str, str], ...]  # a sentence, or its pieces with the address of each, "" for none


@dataclass(slots=True)
class Facts:
    """Rows in their final order.

    `tasks` have their key in `id` and their place on the page in `i` (t0, t1 …); `units` likewise (u0 …). `who` are
    printed duties, `mine` those of the unit a page is about (empty on other pages); both refer to `t` and `u` by
    place. `entry` of a task is the place of the first task of its item, `body` of a unit that of the name under which it
    counts. `loads` are the rows of the question `overload`, `documents` records by stem.
    """

    years: tuple[int, ...] = ()
    tasks: list[Row] = field(default_factory=list)
    units: list[Row] = field(default_factory=list)
    who: list[Row] = field(default_factory=list)
    mine: list[Row] = field(default_factory=list)
    loads: list[Row] = field(default_factory=list)
    documents: dict[str, Row] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def year(self) -> int | None:
        """The newest year, which a page shows first."""
        return self.years[0] if self.years else None

    @property
    def named(self) -> list[Row]:
        """The duties that count: what is only inferred is in no figure."""
        return [duty for duty in self.who if duty["reach"] != "inferred"]

    def unit(self, place: str) -> Row:
        """A unit by its place (u3)."""
        return self.units[int(place[1:])]

    def task(self, place: str) -> Row:
        """A task by its place (t3)."""
        return self.tasks[int(place[1:])]


def theme_of(task: Mapping[str, Any]) -> str:
    """The theme under which a task is filed; "" for none."""
    themes = task["themes"]
    return str(themes[0]) if themes else ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a page is gathered from. Empty lists restrict nothing.

    A town's own plan is no part of its district's figures: it is left out unless its stem is in `plans`, or all are
    wanted (`towns`).
    """

    districts: list[str]
    years: list[int]
    theme: str = ""
    towns: bool = False
    plans: frozenset[str] = frozenset()

    def holds(self, row: Row) -> bool:
        """Whether a task or duty row belongs to the page."""
        return self.towns or not row["town"] or row["document"] in self.plans


def gather(source: Source, scope: Scope, mine: Sequence[Row] = ()) -> Facts:
    """Everything about the tasks of a scope. `mine` are the answer rows of the page's own unit."""
    facts = Facts(notes=[])
    districts, years = scope.districts, scope.years
    printed = [row for row in source.printed(districts, years, scope.theme) if scope.holds(row)]
    listed = {row["task"]: row for row in source.tasks(districts, years, scope.theme) if scope.holds(row)}
    for row in (*printed, *mine):  # a duty's task is on the page even where no account counts it
        listed.setdefault(row["task"], row)
    documents = source.ask("documents", district=districts, year=years)["rows"]
    place = _tasks(facts, listed.values(), documents)
    units = _units(facts, source, printed, districts)
    for row in sorted(printed, key=lambda row: (int(place[row["task"]][1:]), *_by_role(row))):
        facts.who.append({"t": place[row["task"]], "u": units[_unit_key(row)], **_duty(row)})
    facts.mine = [{"t": place[row["task"]], **_duty(row)} for row in mine]
    facts.mine.sort(key=lambda row: int(row["t"][1:]))
    used = {task["document"] for task in facts.tasks}
    for record in documents:
        if record["document"] in used:
            facts.documents[record["document"]] = {name: record.get(name) for name in DOCUMENT_FIELDS}
    facts.years = tuple(sorted({task["year"] for task in facts.tasks if task["year"]}, reverse=True))
    return facts


def _tasks(facts: Facts, rows: Iterable[Row], documents: Iterable[Row]) -> dict[str, str]:
    """Fill `facts.tasks` in document order, newest year first; task id -> place."""
    doubtful = {record.get("id"): record.get("doubtful") or () for record in documents}
    order = sorted(rows, key=lambda row: (-(row["year"] or 0), row["district"] or "", row["town"] or "", row["document"] or "",
                                          row.get("ordinal") or 0, row["number"] or "", row["task"]))  # fmt: skip
    place: dict[str, str] = {}
    first: dict[str, str] = {}
    for index, row in enumerate(order):
        place[row["task"]] = f"t{index}"
        entry = first.setdefault(row.get("entry") or row["task"], f"t{index}")
        task = {name: row.get(name) for name in TASK_FIELDS}
        task |= {"themes": list(task["themes"] or ()), "content": task["content"] or ""}
        facts.tasks.append({"i": f"t{index}", "id": row["task"], "entry": entry, **task, "py": initials(row.get("title") or ""), "doubts": _doubts(row, doubtful)})
    return place


def _doubts(row: Row, doubtful: Mapping[Any, Sequence[Row]]) -> list[str]:
    """What was doubtful when this task was read: the notes of its document whose span meets the task's."""
    start, end = row.get("span_start"), row.get("span_end")
    if start is None or end is None:
        return []
    notes = doubtful.get(row.get("document_id"), ())
    return [note["message"] for note in notes if note.get("span") and note["span"][0] < end and start < note["span"][1]]


def _units(facts: Facts, source: Source, printed: Iterable[Row], districts: list[str]) -> dict[tuple[str, str, str], str]:
    """Fill `facts.units`; (district, town, name) -> place."""
    known = {_unit_key(row): row for row in source.ask("units", district=districts)["rows"]}
    place: dict[tuple[str, str, str], str] = {}
    found = sorted({_unit_key(row): row for row in printed}.items())
    bodies: dict[str, str] = {}  # id of a body -> the place of its own name, else of its first
    for index, (_, row) in enumerate(found):
        if row["unit_id"] == _body(row) or _body(row) not in bodies:
            bodies[_body(row)] = f"u{index}"
    for key, row in found:
        record = known.get(key, {})
        aliases = list(record.get("aliases") or ())
        place[key] = f"u{len(facts.units)}"
        facts.units.append(
            {
                "i": place[key], "body": bodies[_body(row)], "name": row["unit"], "district": row["district"], "town": row["town"] or None,
                "kind": row.get("kind") or record.get("kind") or "", "aliases": aliases,
                "py": record.get("initials") or initials_of((row["unit"], *aliases)),
            }
        )  # fmt: skip
    return place


def _unit_key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["district"] or "", row["town"] or "", row["unit"]


def _body(row: Row) -> str:
    return str(row.get("body") or row["unit_id"])


def _by_role(row: Row) -> tuple[int, int, str]:
    return ROLE_ORDER.index(row["role"]), row.get("position") or 0, row["unit"]


def _duty(row: Row) -> Row:
    return {name: row.get(name) for name in DUTY_FIELDS}
