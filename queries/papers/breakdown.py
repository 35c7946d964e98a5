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
    for heading, part in groupby(tasks, key=lambda task: (task["section"] or [""])[0]):
        _part(table, facts, heading, list(part))
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


def _part(table: Table, facts: Facts, heading: str, tasks: Sequence[Row]) -> None:
    """The rows under one heading. Where none of its tasks has a title, the heading is the focus of each: a cell down all of
    them would be empty on every page but the first."""
    untitled = "" if any(_focus(task) for task in tasks) else _NUMBER.sub("", heading)
    if heading and not untitled:
        table.band(heading)
    for _, item in groupby(tasks, key=_item):
        _rows(table, facts, list(item), untitled)


def _rows(table: Table, facts: Facts, tasks: Sequence[Row], untitled: str) -> None:
    """The rows of one item; number and focus stand once for all of them. `untitled` is the focus of what has no title."""
    whole = len(tasks) > 1 and tasks[0]["level"] == "item"
    rows: list[Any] = []
    for at, task in enumerate(tasks):
        first = at == 0
        content = say("breakdown_whole", content=task["content"]) if whole and first else task["content"]
        cells = [
            [Piece(_item(task)[0], CELL_CENTRE)] if first else [],
            [Piece(_focus(task) or untitled, CELL)] if first else [],
            [Piece(content, CELL)],
            _bodies(facts, task),
            _when(facts, task),
        ]
        rows.append(table.row(cells))
    if len(rows) > 1:
        table.join(rows, 0)
        table.join(rows, 1)


def _focus(task: Row) -> str:
    """The title, else the innermost heading below the one that stands over the rows; "" where the document prints none."""
    section = task["section"] or []
    return str(task["title"] or (section[-1] if len(section) > 1 else ""))


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
    nobody = [task["number"] for task in tasks if not printed[task["task"]]]
    if nobody:
        notes.append(say("breakdown_note_nobody", numbers="、".join(nobody)))
    none = [task["number"] for task in tasks if task["slot"] == "none"]
    if none:
        notes.append(say("breakdown_note_day", numbers="、".join(none)))
    if any(one["stated"] == "prose" for task in tasks for one in task["days"]):
        notes.append(say("breakdown_note_prose"))
    if any(row["when"] == say("seek_prose") for task in tasks for row in (task, *printed[task["task"]])):
        notes.append(say("breakdown_note_seek"))
    notes += [say("breakdown_note_fix", text=text) for text in facts.corrections(tasks[0]["document_id"])] if tasks else []
    return notes


EXPORT = Export(
    name="breakdown",
    title="任务分解表",
    description="把一份文件整理成任务分解表（Word，A4 横排，表头逐页重复）：序号、工作重点、具体内容、责任单位、完成时间；原文没有写明的照实注明。",
    suffix=".docx",
    parameters=(Parameter("document", "text", "文件名（不带扩展名）、文号或标题", positional=True, required=True),),
    example=Example("给没有附表的文件做分解表", {"document": "yunchuan-2025"}),
    build=build,
)
