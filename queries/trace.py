"""Where tasks come from: a town's plan from its district's, this year's from last year's; and what was lost on the way."""

from __future__ import annotations

from typing import Any

from graph.derive.differ import Beside, differences
from graph.merged import overlap
from queries.base import Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.duties import parsed
from queries.plans import Paper, find_paper
from queries.uncovered import CYPHER, LOSS_COLUMNS, lost
from queries.unit_sets import PATCH, patch_note, tasks_of

SAME = 0.8  # share of its character pairs that another printed form of a task has too
LINKS = """MATCH (a:Task)-[e:DERIVES_FROM]->(b:Task)
WHERE a.document = $document OR b.document = $document
RETURN a.stem AS document, a.document AS document_id, a.number AS number, a.item AS item, a.title AS title,
       a.content AS content, a.district AS district, a.town AS town, a.year AS year, a.ordinal AS ordinal, a.id AS task,
       b.stem AS to_document, b.number AS to_number, b.item AS to_item, b.title AS to_title, b.content AS to_content,
       a.sources AS sources, b.sources AS to_sources, b.district AS to_district, b.town AS to_town, b.year AS to_year, b.id AS to_task, e.score AS score, e.method AS method"""
ITEMS = """MATCH (t:Task)
WHERE t.document = $document AND t.level = 'item'
RETURN t.number AS number, t.ordinal AS ordinal
ORDER BY ordinal"""


def run(session: Session, given: Given) -> Result:
    """One row for each pair of items, those of the document itself first; with `uncovered`, one for each loss."""
    paper = find_paper(session, given.text("about"))
    called = f"{paper.stem} {paper.item}".strip()
    own = set(tasks_of(session, []))
    if given.flag("uncovered"):
        rows, notes = lost(session, paper)
        rows = [row for row in rows if not own or row["to_task"] in own]
        notes = [*patch_note(session, chosen=True), *notes]
        return Result(session.say("uncovered_title", about=called), rows, notes, columns=LOSS_COLUMNS)
    records = session.ask(LINKS, document=paper.id)
    rows = [_row(record, paper, records) for record in records if _meant(record, paper)]
    rows.sort(key=_order)
    notes = [*patch_note(session, chosen=True), *_notes(session, paper, rows)]
    rows = [row for row in rows if not own or own & {row["task"], row["to_task"]}]
    return Result(session.say("trace_title", about=called), rows, notes)


def _meant(record: Row, paper: Paper) -> bool:
    if not paper.item:
        return True
    mine = "item" if record["document_id"] == paper.id else "to_item"
    return bool(record[mine] == paper.item or record[mine.replace("item", "number")] == paper.item)


def _row(record: Row, paper: Paper, records: list[Row]) -> Row:
    """The pair with what differs; `relation` says which plan the source is."""
    if record["town"] and not record["to_town"]:
        relation = "from_district"
    elif record["to_district"] != record["district"]:
        relation = "from_city"
    else:
        relation = "from_last_year"
    row: dict[str, Any] = {name: record[name] for name in record if name not in ("ordinal", "item", "to_item", "document_id", "sources", "to_sources")}
    beside = Beside(
        record["title"] or "",
        record["to_title"] or "",
        tuple(_text(one, "to_") for one in records if one["task"] == record["task"] and one["to_task"] != record["to_task"]),
        tuple(
            _text(one, "")
            for one in records
            if (one["to_task"], one["document"]) == (record["to_task"], record["document"]) and one["task"] != record["task"]
        ),
    )
    told, content, to_content = _nearest(record, beside)
    return {
        **row,
        "content": content,
        "to_content": to_content,
        "town": record["town"] or None,
        "title": record["title"] or None,
        "to_title": record["to_title"] or None,
        "relation": relation,
        "differences": told,
        "own": record["document_id"] == paper.id,
        "ordinal": record["ordinal"] or 0,
    }


def _nearest(record: Row, beside: Beside) -> tuple[list[str], str, str]:
    """What differs, and the two wordings that it is said of. Where body and annex print one task in other words, the pair that
    differs least is meant: the town copied one of them."""
    pairs = [(new, old) for new in _wordings(record, "") for old in _wordings(record, "to_")]
    told = [(differences(new, old, beside), new, old) for new, old in pairs]
    return min(told, key=lambda one: sum(map(len, one[0])))


def _wordings(record: Row, side: str) -> list[str]:
    """The deciding text of one end, then those of its other printed forms that are the same text but for some words."""
    text = record[f"{side}content"] or ""
    others = [str(one["content"] or "") for one in parsed(record[f"{side}sources"])]
    return list(dict.fromkeys([text, *(one for one in others if overlap(text, one) >= SAME and 2 * len(one) >= len(text))]))


def _text(record: Row, side: str) -> str:
    """Title and content of the one end of a pair: "" the task's, "to_" its source's."""
    return "。".join(filter(None, (record[f"{side}title"], record[f"{side}content"])))


def _order(row: Row) -> tuple[object, ...]:
    return not row["own"], row["document"], row["relation"], row["ordinal"], -row["score"], row["to_number"]


def _notes(session: Session, paper: Paper, rows: list[Row]) -> list[str]:
    own = [row for row in rows if row["own"]]
    numbers = [row["number"] for row in session.ask(ITEMS, document=paper.id)]
    notes = []
    if own or not rows:
        for relation, to in sorted({(row["relation"], row["to_document"]) for row in own}):
            linked = {row["number"] for row in own if row["to_document"] == to}
            word = session.words.value(relation)
            notes.append(session.say("trace_count", count=len(linked), total=len(numbers), document=to, relation=word))
        alone = [number for number in numbers if number not in {row["number"] for row in own}]
        if alone and not paper.item:
            notes.append(session.say("trace_alone", count=len(alone), numbers=session.listed(alone)))
    if not rows:
        notes.append(session.say("trace_none"))
    notes.append(session.say("trace_how"))
    return notes


QUERY = Query(
    name="trace",
    title="任务的来源",
    description="显示街镇计划的任务来自本区文件的哪几项、今年的来自去年的哪几项，以及改了哪些字；--uncovered 列出没有承接的任务和丢失的数字、时限、语句。",
    parameters=(
        Parameter("about", "text", "文件名、标题或文号，可以再加序号；区或街镇（最新的一份）；题注（云川2025-2）或任务编号（task:…）", positional=True, required=True),
        Parameter("uncovered", "flag", "列出本区对街镇有约束而街镇没有承接的任务，以及丢失或减弱的数字、时限、语句"),
    ),
    columns=(
        Column("district", shown=False),
        Column("town", shown=False),
        Column("year", "int", shown=False),
        Column("document"),
        Column("number"),
        Column("title"),
        Column("relation"),
        Column("to_document"),
        Column("to_number"),
        Column("to_title"),
        Column("score", "float", label="likeness"),
        Column("method", shown=False),
        Column("differences", "strings"),
        Column("content", shown=False),
        Column("to_content", shown=False),
        Column("task", shown=False),
        Column("to_task", shown=False),
    ),
    example=Example("云川区 2025 年要点来自 2024 年的哪几项", {"about": "yunchuan-2025"}),
    run=run,
    cypher=(LINKS, ITEMS, *CYPHER, *PATCH),
    takes_units=True,
    variants=(LOSS_COLUMNS,),
)
