"""The matrix of responsibility as a workbook: tasks by units, one sheet a district, and a list of its own for each unit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import ROLES
from graph.store import Store
from queries.base import Example, Given, Row
from queries.duties import is_printed
from queries.papers.facts import PLACE, UNITS_FILE, Facts, asked, patch, where
from queries.papers.ledger import KINDS, Ledger, ledgers, write_ledger
from queries.papers.spec import Export, Paper
from queries.papers.words import say
from queries.render.cells import clipped
from queries.render.sheets import Book, Page, Sheet, head

LEFT = (("number", 7), ("task", 40), ("year", 6), ("when", 14), ("day", 11))
RIGHT = (("slot", 11), ("open", 11), ("content", 60), ("themes", 20), ("source", 34), ("quote", 46))
REPEATED = 1  # the last column that every printed page repeats: number and task
UNIT_WIDTH = 4.2
LABEL = 40  # characters of a task, two lines of its column; the whole text stands right of the units
HEAD_HEIGHT, MOST_HEAD = 15.0, 260.0  # points of one stacked character, of the row of unit names


@dataclass(frozen=True, slots=True)
class _Column:
    """One unit of a matrix."""

    unit: str
    name: str
    kind: str


def build(store: Store, given: Given) -> Paper:
    """Make the workbook. Raises UnknownName and StoreError."""
    session, facts = asked(store, given)
    only = patch(session, given)
    places: dict[str, list[Row]] = {}
    for task in facts.tasks.values():
        if only is None or any(row["unit_id"] in only for row in facts.of_task(task["task"], printed=False)):
            places.setdefault(where(task), []).append(task)
    title = say("raci_title", place="、".join(places) if 0 < len(places) <= 3 else say("raci_all"))
    book = Book(title)
    own = [ledger for ledger in ledgers(facts) if only is None or only.intersection(ledger.units)]
    counts = [_count(place, facts, tasks) for place, tasks in places.items()]
    _about(book, title, facts, counts)
    index = book.sheet(say("raci_index"), [26, 18, 30, 8, 8, 8, 10], Page(title))
    for place, tasks in places.items():
        _matrix(book, place, facts, tasks, only)
    for ledger in own:
        if ledger.sure:
            ledger.sheet = write_ledger(book, facts, ledger)
    _index(index, own)
    sheets = sum(bool(ledger.sheet) for ledger in own)
    return Paper(title, book.close(), (*counts, say("raci_sheets", matrices=len(places), ledgers=sheets)))


def _matrix(book: Book, place: str, facts: Facts, tasks: Sequence[Row], only: set[str] | None) -> None:
    columns = _columns(facts, tasks, only)
    widths = [*(width for _, width in LEFT), *([UNIT_WIDTH] * len(columns)), *(width for _, width in RIGHT)]
    sheet = book.sheet(place, widths, Page(say("raci_title", place=place), wide=True, repeat=(0, REPEATED)))
    labels = [*(say(f"raci_{name}") for name, _ in LEFT), *(one.name for one in columns), *(say(f"raci_{name}") for name, _ in RIGHT)]
    styles = {len(LEFT) + at: "group" if one.kind == "collective" else "unit" for at, one in enumerate(columns)}
    longest = max((len(one.name) for one in columns), default=0)
    first = head(sheet, labels, styles, height=min(max(longest * HEAD_HEIGHT, 40.0), MOST_HEAD))
    sheet.raw.freeze_panes(sheet.row, 2)
    places = {one.unit: len(LEFT) + at for at, one in enumerate(columns)}
    # Contents and quotes are for the screen: they make no row higher, and the print ends with the last unit.
    sheet.widths[len(LEFT) + len(columns) :] = [math.inf] * len(RIGHT)
    for task in tasks:
        _task(sheet, facts, task, places)
    sheet.raw.autofilter(first, 0, max(sheet.row - 1, first), len(labels) - 1)
    sheet.raw.print_area(0, 0, max(sheet.row - 1, first), len(LEFT) + len(columns) - 1)


def _columns(facts: Facts, tasks: Sequence[Row], only: set[str] | None) -> list[_Column]:
    """The units that a task of these reaches (of `only`): by kind, the busiest first; collectives last."""
    here = {task["task"] for task in tasks}
    counts: Counter[str] = Counter()
    for row in facts.duties:
        if row["task"] in here and (only is None or row["unit_id"] in only):
            counts[row["unit_id"]] += 1000 if row["reach"] == "direct" else 1
    found = [_Column(unit, facts.units[unit]["name"], facts.units[unit]["kind"]) for unit in counts]
    kinds = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda one: (kinds.get(one.kind, len(kinds) - 1.5), -counts[one.unit], one.name, one.unit))


def _task(sheet: Sheet, facts: Facts, task: Row, places: dict[str, int]) -> None:
    """One row of a matrix."""
    for at, value in enumerate((task["number"], _label(task), task["year"], task["when"] or say("not_printed"), task["day"])):
        sheet.put(at, value, "centre" if at in (0, 3) else "text")
    cells = {places[row["unit_id"]]: row for row in facts.of_task(task["task"], printed=False) if row["unit_id"] in places}
    for at in places.values():
        row = cells.get(at)
        if row is None:
            sheet.put(at, None)
        else:
            sheet.put(at, mark(row), f"{row['role']}.{row['reach']}")
    printed = facts.of_task(task["task"])
    quotes = "；".join(dict.fromkeys(row["quote"] for row in printed if row["quote"]))
    source = facts.source({**task, "sources": None})
    right = (say(f"slot_{task['slot']}"), _state(printed), task["content"], "、".join(task["themes"] or ()), source, quotes)
    for at, value in enumerate(right, start=len(LEFT) + len(places)):
        sheet.put(at, value)
    sheet.next()


def _label(task: Row) -> str:
    """What tells a task from its neighbours: rows of one title would all look alike without the beginning of their text."""
    return clipped("：".join(text for text in (task["title"], task["content"]) if text), LABEL)


def mark(row: Row) -> str:
    """The sign of a duty: 牵, 责, 配; with ° through a collective, ? where it is only possible, * where it is inferred; △ for one corrected by hand."""
    return say(f"sign_{row['role']}") + say(f"sign_{row['reach']}") + (say("sign_fix") if row["fix"] else "")


def _state(printed: Sequence[Row]) -> str:
    """Who is printed for a task, in a word that a filter can pick."""
    direct = [row for row in printed if is_printed(row)]
    if any(row["kind"] != "collective" for row in direct):
        return say("raci_named")
    if direct:
        return say("raci_group_only")
    return say("reach_inferred") if printed else say("nobody")


def _count(place: str, facts: Facts, tasks: Sequence[Row]) -> str:
    states = Counter(_state(facts.of_task(task["task"])) for task in tasks)
    return say(
        "about_count", place=place, tasks=len(tasks), named=states[say("raci_named")], groups=states[say("raci_group_only")],
        inferred=states[say("reach_inferred")], none=states[say("nobody")],
    )  # fmt: skip


def _about(book: Book, title: str, facts: Facts, counts: Sequence[str]) -> None:
    """The first sheet: legend, how it was counted, the documents."""
    sheet = book.sheet(say("raci_about"), [8, 100], Page(title))
    sheet.put(0, title, "title")
    sheet.next(28)
    for text in counts or [say("no_tasks")]:
        _wide(sheet, text)
    _wide(sheet, say("legend_title"), "head")
    for role in ROLES:
        _entry(sheet, say(f"sign_{role}"), f"{role}.direct", say(f"legend_{role}"))
    for reach in ("collective", "possible", "inferred"):
        _entry(sheet, say("sign_RESPONSIBLE") + say(f"sign_{reach}"), f"RESPONSIBLE.{reach}", say(f"legend_{reach}"))
    corrections = facts.corrections()
    if corrections:
        _entry(sheet, say("sign_RESPONSIBLE") + say("sign_fix"), "RESPONSIBLE.direct", say("legend_fix"))
    _wide(sheet, say("raci_about"), "head")
    for key in ("about_rows", "about_days", "about_groups"):
        _wide(sheet, say(key))
    if corrections:
        _wide(sheet, say("about_fixes"), "head")
    for text in corrections:
        _wide(sheet, text)
    _wide(sheet, say("about_documents"), "head")
    for document in facts.documents.values():
        tasks = sum(task["document_id"] == document["document_id"] for task in facts.tasks.values())
        _wide(sheet, document_text(document, tasks))


def document_text(document: Row, tasks: int) -> str:
    """A document in a line."""
    return say(
        "about_document", title=f"《{document['title'] or document['document']}》", tasks=tasks, issuer=document["issuer"] or say("not_printed"),
        doc_no=f"（{document['doc_no']}）" if document["doc_no"] else "", date=document["date"] or say("not_printed"),
        annex=say("about_annex") if document["completeness"] == "annex" else "",
    )  # fmt: skip


def _wide(sheet: Sheet, text: str, style: str = "note") -> None:
    sheet.put(0, text, "line" if style == "note" else style)
    sheet.next()


def _entry(sheet: Sheet, sign: str, style: str, text: str) -> None:
    sheet.put(0, sign, style)
    sheet.put(1, text, "note")
    sheet.next()


def _index(sheet: Sheet, own: Sequence[Ledger]) -> None:
    """Every unit with its counts, and the way to its list."""
    first = head(sheet, [say(f"index_{name}") for name in ("unit", "place", "sheet", "direct", "collective", "inferred", "possible")])
    for ledger in own:
        sheet.put(0, ledger.name)
        sheet.put(1, ledger.place)
        if ledger.sheet:
            sheet.link(2, ledger.sheet, ledger.sheet)
        else:
            sheet.put(2, say("index_none"), "grey")
        for at, reach in enumerate(("direct", "collective", "inferred", "possible"), start=3):
            sheet.put(at, ledger.count(reach), "int")
        sheet.next()
    sheet.raw.autofilter(first, 0, max(sheet.row - 1, first), 6)


EXPORT = Export(
    name="raci",
    title="责任矩阵",
    description="任务与单位的责任矩阵（牵、责、配），一个区一张表，每个单位一张可以直接发出的台账，带时限、出处和图例。",
    suffix=".xlsx",
    parameters=(*PLACE, UNITS_FILE),
    example=Example("云川区 2025 年的责任矩阵", {"district": "云川区", "year": 2025}),
    build=build,
)
