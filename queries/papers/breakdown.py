"""The official breakdown table of a document: number, focus, content, bodies, deadline; for documents that come without one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from graph.model import ROLES
from graph.store import Store
from queries.base import Example, Given, Parameter, Row, Session
from queries.coverage import need_documents
from queries.names import unknown
from queries.papers.docxfile import CELL, CELL_CENTRE, CELL_GREY, NOTE, Piece, Table
from queries.papers.docxfile import Paper as Word
from queries.papers.facts import Facts, fix_text, gather
from queries.papers.spec import Export, Paper
from queries.papers.words import say

WIDTHS = (1.4, 4.6, 10.2, 5.8, 3.2)
COLUMNS = ("number", "focus", "content", "units", "when")
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十百]+[）)、．.]\s*")  # in front of a heading
_UNNUMBERED = re.compile(r"\.x\d*$")  # as ingest/layouts/numbered.py calls what has no number
FIND = "MATCH (d:Document) RETURN d.id AS id, d.stem AS stem, d.title AS title, d.doc_no AS doc_no, d.district AS district"


def build(store: Store, given: Given) -> Paper:
    """Make the table. Raises UnknownName with the nearest names, StoreError."""
    session = Session(store, limit=0)
    found = _find(session, given.text("document"))
    facts = gather(session, [found["district"]] if found["district"] else [], [], [])
    document = facts.documents[found["id"]]
    tasks = [task for task in facts.tasks.values() if task["document_id"] == found["id"]]
    title = say("breakdown_title", title=(document["title"] or document["document"]).removesuffix("任务分解表"))
    word = Word(title, across=True)
    word.title(title)
    word.text(_source(document), NOTE)
    table = word.table(WIDTHS, [say(f"breakdown_{name}") for name in COLUMNS])
    banded = any(task["title"] or len(task["section"] or ()) > 1 for task in tasks)
    above: list[str] = []
    for section, own in groupby(tasks, key=lambda task: tuple(task["section"] or ())):
        above = _group(table, facts, section, list(own), banded=banded, above=above)
    notes = _notes(facts, tasks)
    for note in (say("breakdown_note"), *notes):
        word.text(note, NOTE)
    told = (*notes, *([say("breakdown_has_table", document=document["document"])] if document["completeness"] != "body" else []))
    return Paper(title, word.close(), told)


def _find(session: Session, text: str) -> Row:
    """The document with this stem, number, title or id."""
    rows = session.lookup(FIND)
    for field in ("stem", "doc_no", "title", "id"):
        hits = [row for row in rows if row[field] and row[field] == text]
        if len(hits) == 1:
            return hits[0]
    need_documents(session)
    return unknown("文件", text, [row["stem"] for row in rows] + [row["title"] for row in rows], "zeren documents")


def _source(document: Row) -> str:
    return say(
        "breakdown_source", title=document["title"] or document["document"], doc_no=f"（{document['doc_no']}）" if document["doc_no"] else "",
        issuer=document["issuer"] or say("not_printed"), date=f"，{document['date']}" if document["date"] else "",
    )  # fmt: skip


def _item(task: Row) -> tuple[str, str]:
    """What joins rows: the item, and its title where rows of one title have numbers of their own."""
    return task["item"] or task["number"], task["title"] or ""


def _number(number: str) -> str:
    """A number as printed; "" for a paragraph between numbered items, which the reading calls 5.x."""
    return "" if _UNNUMBERED.search(number) else number


def _group(table: Table, facts: Facts, section: tuple[str, ...], tasks: Sequence[Row], *, banded: bool, above: Sequence[str]) -> list[str]:
    """The rows under one heading of the innermost level, and over them the headings that do not stand `above` already; the
    headings that stand over these rows.

    Where none of its tasks has a title, the innermost heading is the focus of all of them, one cell down; in a document without
    any titles or inner headings (not `banded`) it stands there only.
    """
    titled = any(task["title"] for task in tasks)
    headings = list(section if titled else section[:-1] or (section if banded else ()))
    for level, heading in enumerate(headings):
        if headings[: level + 1] != list(above[: level + 1]):
            table.band(heading, level)
    _rows(table, facts, tasks)
    return headings


def _rows(table: Table, facts: Facts, tasks: Sequence[Row]) -> None:
    """The rows of one heading; the number stands once for all rows of an item, the focus once for those that it is the focus of."""
    items = [_item(task) for task in tasks]
    focuses = [_item(task) if task["title"] else _focus(task) for task in tasks]
    rows: list[Any] = []
    for at, task in enumerate(tasks):
        first = at == 0 or items[at] != items[at - 1]
        whole = first and task["level"] == "item" and items[at : at + 2] == [items[at]] * 2
        cells = [
            [Piece(_number(items[at][0]), CELL_CENTRE)] if first else [],
            [Piece(_focus(task), CELL)] if at == 0 or focuses[at] != focuses[at - 1] else [],
            [Piece(say("breakdown_whole", content=task["content"]) if whole else task["content"], CELL)],
            _bodies(facts, task),
            _when(facts, task),
        ]
        rows.append(table.row(cells))
    keyed: tuple[Sequence[object], ...] = (items, focuses)
    for column, keys in enumerate(keyed):
        for _, same in groupby(range(len(rows)), key=keys.__getitem__):
            own = [rows[at] for at in same]
            if len(own) > 1:
                table.join(own, column)


def _focus(task: Row) -> str:
    """The title, else the innermost heading without its number; "" where the document prints neither."""
    section = task["section"] or []
    return str(task["title"] or (_NUMBER.sub("", section[-1]) if section else ""))


def _bodies(facts: Facts, task: Row) -> list[Piece]:
    """The bodies as printed, by role where the document tells roles apart; what is inferred says so."""
    rows = facts.of_task(task["task"])
    if not rows:
        return [Piece(f"（{say('nobody')}）", CELL_GREY)]
    roles = [role for role in ROLES if any(row["role"] == role for row in rows)]
    pieces = []
    for role in roles:
        own = [row for row in rows if row["role"] == role]
        names = [_name(row) for row in own]
        text = "、".join(dict.fromkeys(names)).replace("、等", "等")
        grey = all(row["reach"] == "inferred" for row in own)
        plain = roles == ["RESPONSIBLE"]
        pieces.append(Piece(text if plain else say("breakdown_role", role=say(f"role_{role}"), names=text), CELL_GREY if grey else CELL))
    return pieces


def _name(row: Row) -> str:
    """A body as printed; what is inferred or was corrected by hand says so."""
    name = say("breakdown_inferred", name=row["unit"]) if row["reach"] == "inferred" else row["mention"] or row["unit"]
    return name + fix_text(row)


def _when(facts: Facts, task: Row) -> list[Piece]:
    """The deadline as printed; one that only some of the bodies have names them."""
    rows = facts.of_task(task["task"])
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["when"], []).append(row["mention"] or row["unit"])
    if not rows:
        groups = {task["when"]: []}
    if len(groups) == 1:
        text = next(iter(groups))
        return [Piece(text, CELL_CENTRE)] if text else [Piece(f"（{say('not_printed')}）", CELL_GREY)]
    return [
        Piece(say("breakdown_own", when=when or say("not_printed"), names="、".join(dict.fromkeys(names))), CELL)
        for when, names in groups.items()
    ]


def _notes(facts: Facts, tasks: Sequence[Row]) -> list[str]:
    """What of the table the document does not say itself."""
    printed = {task["task"]: facts.of_task(task["task"]) for task in tasks}
    notes = []
    if any(row["reach"] == "inferred" for rows in printed.values() for row in rows):
        notes.append(say("breakdown_note_inferred"))
    if nobody := [task for task in tasks if not printed[task["task"]]]:
        notes.append(say("breakdown_note_nobody", which=_which(nobody)))
    if none := [task for task in tasks if task["slot"] == "none"]:
        notes.append(say("breakdown_note_day", which=_which(none)))
    if any(one["stated"] == "prose" for task in tasks for one in task["days"]):
        notes.append(say("breakdown_note_prose"))
    if any(row["when"] == say("seek_prose") for task in tasks for row in (task, *printed[task["task"]])):
        notes.append(say("breakdown_note_seek"))
    notes += [say("breakdown_note_fix", text=text) for text in facts.corrections(tasks[0]["document_id"])] if tasks else []
    return notes


def _which(tasks: Sequence[Row]) -> str:
    """The tasks by their numbers; what has none by the heading that it stands under."""
    parts = []
    if numbers := [task["number"] for task in tasks if _number(task["number"])]:
        parts.append(say("breakdown_which", numbers="、".join(numbers)))
    if bare := [task for task in tasks if not _number(task["number"])]:
        headings = "、".join(dict.fromkeys((task["section"] or [""])[-1] for task in bare))
        parts.append(say("breakdown_which_bare", headings=headings, count=len(bare)))
    return "，".join(parts)


EXPORT = Export(
    name="breakdown",
    title="任务分解表",
    description="把一份文件整理成任务分解表（Word，A4 横排，表头逐页重复）：序号、工作重点、具体内容、责任单位、完成时间；原文没有写明的照实注明。",
    suffix=".docx",
    parameters=(Parameter("document", "text", "文件名（不带扩展名）、文号或标题", positional=True, required=True),),
    example=Example("给没有附表的文件做分解表", {"document": "yunchuan-2025"}),
    build=build,
)
