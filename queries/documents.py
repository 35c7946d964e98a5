"""Which documents were read, how much of each was understood, and what is doubtful."""

from __future__ import annotations

from typing import Any

from graph.remarks import layout_in, retold
from queries.account import COUNTED, ITEM
from queries.base import DISTRICT, YEAR, Column, Example, Given, Query, Result, Session
from queries.duties import parsed
from queries.names import find_districts
from queries.unit_sets import PATCH, patch_note, tasks_of

DOCUMENTS = """MATCH (d:Document)
WHERE (size($districts) = 0 OR d.district IN $districts) AND (size($years) = 0 OR d.year IN $years)
RETURN d.id AS id, d.stem AS document, d.title AS title, d.doc_no AS doc_no, d.issuer AS issuer, d.district AS district,
       d.town AS town, d.year AS year, d.date AS date, d.kind AS document_kind, d.path AS path, d.format AS format,
       d.completeness AS completeness, d.coverage AS coverage, d.chars AS chars, d.notes AS notes, d.layouts AS layouts"""
TASKS = f"""MATCH (t:Task)
WHERE (size($districts) = 0 OR t.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
      AND (size($tasks) = 0 OR t.id IN $tasks) AND {COUNTED}
RETURN t.document AS id, count(t) AS tasks, count(DISTINCT {ITEM}) AS items"""


def run(session: Session, given: Given) -> Result:
    """One row for each document, by district, year (newest first) and town; `doubtful` lists its doubtful points."""
    districts = find_districts(session, given.texts("district"))
    scope: dict[str, Any] = {"districts": districts, "years": given.ints("year")}
    counts = {record["id"]: record for record in session.ask(TASKS, **scope, tasks=tasks_of(session, districts))}
    rows = [row for row in session.ask(DOCUMENTS, **scope) if row["id"] in counts or not session.units]
    for row in rows:
        row["doubtful"] = [retold(note, session.words.lang) for note in parsed(row.pop("notes"))]
        row["layouts"] = [layout_in(one, session.words.lang) for one in row["layouts"] or ()]
        row["doubts"] = sum(note["code"] != "fixed" for note in row["doubtful"])  # what a person has settled is none
        row["town"] = row["town"] or None
        own = counts.get(row["id"], {"tasks": 0, "items": 0})
        row |= {"tasks": own["tasks"], "items": own["items"]}
    rows.sort(key=lambda row: (row["district"], -(row["year"] or 0), row["town"] or "", row["document"]))
    notes = patch_note(session)
    notes += [session.say("annex_only", document=row["document"]) for row in rows if row["completeness"] == "annex"]
    notes += [session.say("documents_doubts", document=row["document"], count=row["doubts"]) for row in rows if row["doubts"]]
    return Result(session.say("documents_title"), rows, notes)


QUERY = Query(
    name="documents",
    title="文件",
    description="列出读入的文件：文号、发文机关、日期、任务数、读懂比例和存疑之处。",
    parameters=(
        DISTRICT,
        YEAR,
    ),
    columns=(
        Column("district"),
        Column("town"),
        Column("year", "int"),
        Column("document"),
        Column("title", label="document_title"),
        Column("doc_no"),
        Column("issuer", shown=False),
        Column("date", "date"),
        Column("items", "int"),
        Column("tasks", "int"),
        Column("completeness"),
        Column("coverage", "float"),
        Column("doubts", "int"),
        Column("path", shown=False),
    ),
    example=Example("读入了哪些文件", {}),
    run=run,
    cypher=(DOCUMENTS, TASKS, *PATCH),
    takes_units=True,
)
