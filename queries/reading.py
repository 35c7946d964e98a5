"""One document with everything that is known of it and of its tasks, for the pages that show its own text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queries.base import Row, Session
from queries.duties import FIELDS, duty, in_order, parsed, reach_of
from queries.plans import find_paper

DOCUMENT = """MATCH (d:Document)
WHERE d.id = $document
RETURN d.id AS id, d.stem AS document, d.title AS title, d.doc_no AS doc_no, d.issuer AS issuer, d.district AS district,
       d.town AS town, d.year AS year, d.date AS date, d.kind AS document_kind, d.path AS path, d.format AS format,
       d.completeness AS completeness, d.coverage AS coverage, d.chars AS chars, d.notes AS notes, d.layouts AS layouts,
       d.addressees AS addressees, d.copied AS copied, d.text AS text, d.statements AS statements"""
TASKS = """MATCH (t:Task)
WHERE t.document = $document
RETURN t.id AS task, t.number AS number, t.item AS item, t.level AS level, t.part AS part, t.title AS title,
       t.content AS content, t.section AS section, t.year AS year, t.district AS district, t.town AS town,
       t.stem AS document, t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind, t.deadlines AS deadlines,
       t.themes AS themes, t.page AS page, t.span_start AS span_start, t.span_end AS span_end, t.sources AS sources,
       t.caption AS caption, t.ordinal AS ordinal"""
DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE t.document = $document
RETURN u.kind AS kind, u.town AS unit_town, u.possible AS possible, {FIELDS}"""
# Who is meant by the collectives of the document, in its year.
MEMBERS = """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)
WHERE c.id IN $collectives AND m.year = $year
RETURN c.id AS collective, u.name AS unit, u.district AS district, u.town AS town, type(m) AS membership"""
THEMES = """MATCH (t:Task)-[a:ABOUT]->(h:Theme)
WHERE t.document = $document
RETURN t.id AS task, h.name AS theme, a.rule AS rule, a.evidence AS evidence, a.score AS score, a.position AS position"""
TARGETS = """MATCH (t:Task)-[:HAS_TARGET]->(g:Target)
WHERE t.document = $document
RETURN t.id AS task, g.text AS text, g.metric AS metric, g.comparator AS comparator, g.value AS value, g.unit AS unit,
       g.subject AS subject, g.period AS period"""
# Where a theme is found: one row for each theme, district and year.
ALIKE = """MATCH (t:Task)-[:ABOUT]->(h:Theme)
WHERE t.level = 'item' AND t.town = ''
RETURN h.name AS theme, t.district AS district, t.year AS year, count(t) AS tasks"""


@dataclass(frozen=True, slots=True)
class Reading:
    """`record` is the document; `tasks` are its items and rows in printed order, each with `duties`, `targets` and `about`."""

    record: Row
    tasks: list[Row]


def read_document(session: Session, name: str) -> Reading:
    """The document with this stem, number, title or id, or the one of a task. Raises UnknownName.

    A duty row of a collective has `members`: unit, district, town, and reach, which is collective or possible.
    """
    paper = find_paper(session, name)
    [record] = session.ask(DOCUMENT, document=paper.id)
    tasks = sorted(session.ask(TASKS, document=paper.id), key=lambda task: task["ordinal"])
    duties = _by_task(_duties(session, paper.id, record["year"]))
    themes, targets = _by_task(session.ask(THEMES, document=paper.id)), _by_task(session.ask(TARGETS, document=paper.id))
    for task in tasks:
        number = task["task"]
        task |= {name: parsed(task[name]) for name in ("deadlines", "sources")}
        task["duties"] = duties.get(number, [])
        task["about"] = sorted(themes.get(number, ()), key=lambda row: row["position"])
        task["targets"] = sorted(targets.get(number, ()), key=lambda row: row["text"])
    return Reading({**record, "notes": parsed(record["notes"]), "statements": parsed(record["statements"])}, tasks)


def _by_task(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["task"], []).append(row)
    return found


def _duties(session: Session, document: str, year: int | None) -> list[Row]:
    """The duties as printed, with who is meant by a collective."""
    records = session.ask(DUTIES, document=document)
    collectives = sorted({record["unit_id"] for record in records if record["kind"] == "collective"})
    members = session.ask(MEMBERS, collectives=collectives, year=year) if collectives else []
    of: dict[str, list[Row]] = {}
    for member in members:
        of.setdefault(member["collective"], []).append(member)
    rows = [{**duty(one, "direct"), "kind": one["kind"], "unit_town": one["unit_town"] or None, "members": _meant(one, of)} for one in records]
    return sorted(in_order(rows), key=lambda row: (row["ordinal"], row["position"]))


def _meant(record: Row, members: Mapping[str, list[Row]]) -> list[Row]:
    """Who is meant by the collective that has a duty, those that surely are first."""
    rows = [{"unit": one["unit"], "district": one["district"], "town": one["town"] or None, "reach": reach_of(one["membership"], record)}
            for one in members.get(record["unit_id"], ())]  # fmt: skip
    return sorted(rows, key=lambda row: (row["reach"], row["town"] or "", row["unit"]))


def alike(session: Session) -> list[Row]:
    """Where each theme is found: theme, district, year, and how many items."""
    return sorted(session.ask(ALIKE), key=lambda row: (row["theme"], row["district"] or "", -(row["year"] or 0)))

