"""What the store covers: district, year and part of a document, how it is laid out, and how far it names units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from queries.base import Column, Row, Session
from queries.duties import parsed

TREND_LEAST = 3  # documents: two are a difference, no trend

DOCUMENTS = """MATCH (d:Document)
WHERE (size($districts) = 0 OR d.district IN $districts) AND (size($years) = 0 OR d.year IN $years)
RETURN d.id AS id, d.stem AS document, d.district AS district, d.town AS town, d.year AS year, d.layouts AS layouts,
       d.completeness AS completeness"""
TASKS = """MATCH (t:Task)
WHERE (size($districts) = 0 OR t.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
      AND (size($tasks) = 0 OR t.id IN $tasks)
RETURN t.id AS task, t.document AS document_id, t.item AS item, t.number AS number, t.level AS level, t.part AS part,
       t.sources AS sources"""
DUTIES = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE r.basis <> 'issuer' AND (size($districts) = 0 OR t.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
RETURN t.id AS task, r.part AS part, r.sources AS sources, count(u) AS units"""
CYPHER = (DOCUMENTS, TASKS, DUTIES)
COLUMNS = (
    Column("district"),
    Column("town"),
    Column("year", "int"),
    Column("document"),
    Column("part"),
    Column("layout"),
    Column("tasks", "int"),
    Column("named", "int"),
    Column("share", "float", label="share_named"),
)


def grid(session: Session, districts: Sequence[str], years: Sequence[int], tasks: Sequence[str]) -> tuple[list[Row], list[str]]:
    """One row for each document and part, by district, year and town, and notes on gaps; only of `tasks`, if there are any."""
    scope: dict[str, Any] = {"districts": list(districts), "years": list(years)}
    documents = session.ask(DOCUMENTS, **scope)
    known = session.ask(TASKS, **scope, tasks=list(tasks))
    named = _named(session.ask(DUTIES, **scope))
    rows: list[Row] = []
    for document in sorted(documents, key=lambda one: (one["district"], one["year"] or 0, one["town"], one["document"])):
        own = [task for task in known if task["document_id"] == document["id"]]
        layouts = dict(re.findall(r"(body|annex)：([\w-]+)", "\n".join(document["layouts"] or ())))
        for part in ("body", "annex"):
            if stated := [task for task in own if part in _parts(task)]:
                rows.append(_row(document, part, layouts.get(part), stated, _covered(stated, own, named, part)))
    return rows, [*_gaps(session, documents), session.say("grid_how")]


def _row(document: Row, part: str, layout: str | None, stated: Sequence[Row], named: int) -> Row:
    return {
        "district": document["district"],
        "town": document["town"] or None,
        "year": document["year"],
        "document": document["document"],
        "part": part,
        "layout": layout,
        "tasks": len(stated),
        "named": named,
        "share": round(named / len(stated), 3),
    }


def _parts(record: Row) -> set[str]:
    return {source["part"] for source in parsed(record["sources"])} or {record["part"]}


def _named(duties: Sequence[Row]) -> dict[str, set[str]]:
    """For each task the parts of the document in which a body is named for it."""
    found: dict[str, set[str]] = {}
    for duty in duties:
        found.setdefault(duty["task"], set()).update(_parts(duty))
    return found


def _covered(stated: Sequence[Row], own: Sequence[Row], named: dict[str, set[str]], part: str) -> int:
    """How many tasks that a part states name a body there; the bodies of an item may stand with its rows."""
    rows: dict[str, list[str]] = {}
    for task in own:
        if task["level"] == "row":
            rows.setdefault(task["item"], []).append(task["task"])
    count = 0
    for task in stated:
        tasks = [task["task"], *(rows.get(task["number"], []) if task["level"] == "item" else [])]
        count += any(part in named.get(one, ()) for one in tasks)
    return count


def _gaps(session: Session, documents: Sequence[Row]) -> list[str]:
    """Years between the first and the last of all for which a district has no document of its own."""
    years = sorted({one["year"] for one in documents if one["year"]})
    notes = []
    few = []
    for district in sorted({one["district"] for one in documents if one["district"]}):
        own = sorted({one["year"] for one in documents if one["district"] == district and one["year"] and not one["town"]})
        wanting = [str(year) for year in years if year not in own]
        if wanting:
            notes.append(session.say("grid_gap", district=district, years=session.listed(wanting)))
        if len(own) < TREND_LEAST:
            few.append(district)
    return [*notes, *([session.say("grid_few", districts=session.listed(few))] if few else [])]
