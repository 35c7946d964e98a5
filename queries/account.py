"""The account of a document: every one of its tasks concerns a unit in exactly one way, and the ways sum up to all tasks."""

from __future__ import annotations

from queries.base import Row, Session
from queries.names import Body

# An item that its rows replace is structure, unless a body owes the item itself.
COUNTED = """(NOT EXISTS { MATCH (x:Task)-[:PART_OF]->(t) }
       OR EXISTS { MATCH (v:Unit)-[s:LEAD|RESPONSIBLE|COOPERATE]->(t) })"""

# What tells items apart. Rows of an item count as the item; rows of a table under one title are one item too.
ITEM = """t.document + '#' + CASE WHEN t.level = 'item' AND t.part = 'annex' AND t.title <> ''
       AND NOT EXISTS { MATCH (y:Task)-[:PART_OF]->(t) } THEN t.title ELSE t.item END"""

TASKS_OF_DOCUMENTS = f"""MATCH (t:Task)-[:STATED_IN]->(d:Document)
WHERE t.district IN $districts AND (size($years) = 0 OR t.year IN $years) AND (size($towns) = 0 OR t.town IN $towns)
      AND {COUNTED}
RETURN d.id AS document_id, d.stem AS document, d.title AS title, d.district AS district, d.town AS town, d.year AS year,
       d.completeness AS completeness, count(t) AS total
ORDER BY district, year, document"""


def accounts(bodies: list[Body], rows: list[Row], documents: list[Row]) -> list[Row]:
    """One record for each body and document of its district.

    `total` = direct + collective + possible + inferred + none, all counts of tasks. A town's own document is left out
    for a body that is not of this town and owes nothing there, as the district's documents are for a body of a town.
    """
    found = []
    for body in bodies:
        for document in documents:
            if document["district"] != body.district:
                continue
            own = [row for row in rows if row["unit_id"] == body.ids[0] and row["document_id"] == document["document_id"]]
            if document["town"] != body.town and not own:
                continue
            reach = {name: sum(row["reach"] == name for row in own) for name in ("direct", "collective", "possible", "inferred")}
            found.append(
                {
                    "document": document["document"],
                    "district": document["district"],
                    "town": document["town"] or None,
                    "year": document["year"],
                    "unit": body.name,
                    **reach,
                    "none": document["total"] - len(own),
                    "total": document["total"],
                }
            )
    return found


def document_notes(session: Session, account: list[Row], documents: list[Row]) -> list[str]:
    """The accounts as sentences, and which documents are an annex without its body."""
    notes = []
    for record in account:
        inferred = session.say("account_inferred", inferred=record["inferred"]) if record["inferred"] else ""
        notes.append(session.say("account", **{**record, "inferred": inferred}))
    for document in documents:
        if document["completeness"] == "annex" and any(record["document"] == document["document"] for record in account):
            notes.append(session.say("annex_only", document=document["document"]))
    return notes
