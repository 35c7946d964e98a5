"""The account of a document: every one of its tasks concerns a unit in exactly one way, and the ways sum up to all tasks."""

from __future__ import annotations

from graph import counted
from queries.base import Row, Session
from queries.duties import days_of
from queries.names import Body

COUNTED, ITEM = counted.COUNTED, counted.ITEM

# Where the calendar of a task lies, in its deadline, in one of its text or of a duty's own clause: a day or period, else the
# whole year. One definition,
# which the figures of the graph count by; `due` counts the same tasks from its rows.
_DAY = """((t.due_kind IN ['point', 'window'] AND t.due IS NOT NULL) OR t.deadlines CONTAINS '"kind":"point"'
      OR t.deadlines CONTAINS '"kind":"window"'
      OR EXISTS { MATCH (w:Unit)-[q:LEAD|RESPONSIBLE|COOPERATE]->(t) WHERE q.due IS NOT NULL AND q.due_text <> ''
                  AND q.due_text <> t.due_text AND NOT t.deadlines CONTAINS q.due_text })"""
_YEAR = """((t.due_kind = 'year' AND t.due IS NOT NULL) OR t.deadlines CONTAINS '"kind":"year"')"""
SLOTS = {"dated": _DAY, "whole_year": f"{_YEAR} AND NOT {_DAY}", "undated": f"NOT {_YEAR} AND NOT {_DAY}"}

TASKS_OF_DOCUMENTS = f"""MATCH (t:Task)-[:STATED_IN]->(d:Document)
WHERE t.district IN $districts AND (size($years) = 0 OR t.year IN $years) AND (size($towns) = 0 OR t.town IN $towns)
      AND {COUNTED}
RETURN d.id AS document_id, d.stem AS document, d.title AS title, d.district AS district, d.town AS town, d.year AS year,
       d.completeness AS completeness, count(t) AS total
ORDER BY district, year, document"""


EVERY_TASK = f"""MATCH (t:Task)
WHERE t.district IN $districts AND (size($years) = 0 OR t.year IN $years) AND (size($towns) = 0 OR t.town IN $towns)
      AND {COUNTED}
RETURN t.id AS task, t.district AS district, t.town AS town, t.year AS year, t.stem AS document, t.document AS document_id,
       t.number AS number, t.item AS item, t.part AS part, t.title AS title, t.content AS content, t.section AS section,
       t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind, t.deadlines AS deadlines, t.themes AS themes, t.page AS page, t.ordinal AS ordinal"""
REACHED = ("direct", "collective", "possible", "inferred")
PARTS = (*REACHED, "none")
PART_WORDS = {"直接": "direct", "经统称": "collective", "可能涉及": "possible", "推定": "inferred", "不涉及": "none"}


def accounts(bodies: list[Body], rows: list[Row], documents: list[Row]) -> list[Row]:
    """One record for each body and document of its district.

    `total` = direct + collective + possible + inferred + none, all counts of tasks; of `inferred`, `inferred_field` are those
    that only their field suggests, the others those of the issuer. `tasks` holds the ids behind each part, `none` left out.
    A town's own document is left out for a body that is not of this town and owes nothing there, as the district's
    documents are for a body of a town.
    """
    found = []
    for body in bodies:
        for document in documents:
            if document["district"] != body.district:
                continue
            own = [row for row in rows if row["unit_id"] == body.ids[0] and row["document_id"] == document["document_id"]]
            if document["town"] != body.town and not own:
                continue
            lists = {name: [row["task"] for row in own if row["reach"] == name] for name in REACHED}
            reach = {name: len(tasks) for name, tasks in lists.items()}
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
                    "inferred_field": sum(row["basis"] == "field" for row in own),
                    "tasks": lists,
                }
            )
    return found


def untouched(account: list[Row], bodies: list[Body], rows: list[Row], tasks: list[Row]) -> list[Row]:
    """The tasks of the accounted documents that concern a body in no way, as rows without a duty, in printed order."""
    owed = {(row["unit_id"], row["task"]) for row in rows}
    documents = {(record["unit"], record["district"], record["document"]) for record in account}
    found = []
    for body in bodies:
        for task in sorted(tasks, key=lambda task: (task["district"], -(task["year"] or 0), task["document"], task["ordinal"] or 0)):
            known = (body.name, task["district"], task["document"]) in documents and task["district"] == body.district
            if known and (body.ids[0], task["task"]) not in owed:
                found.append(_untouched(body, task))
    return found


def _untouched(body: Body, task: Row) -> Row:
    empty = dict.fromkeys(("mention", "role", "via", "quote", "why", "basis"))
    lists = {"themes": list(task["themes"] or ()), "section": list(task["section"] or ()), "sources": [], "days": days_of(task)}
    text = {name: task[name] or None for name in ("town", "title", "due_text", "due_kind")}
    return {**task, **empty, **lists, **text, "item": task["item"] or task["number"], "unit": body.name, "reach": "none",
            "unit_id": body.ids[0], "ordinal": task["ordinal"] or 0, "position": 0}  # fmt: skip


def document_notes(session: Session, account: list[Row], documents: list[Row]) -> list[str]:
    """The accounts as sentences, and which documents are an annex without its body."""
    notes = []
    for record in account:
        inferred = ""
        if record["inferred"]:
            key = "account_inferred_field" if record["inferred_field"] else "account_inferred"
            issuer = record["inferred"] - record["inferred_field"]
            inferred = session.say(key, inferred=record["inferred"], issuer=issuer, field=record["inferred_field"])
        notes.append(session.say("account", **{**record, "inferred": inferred}))
    for document in documents:
        if document["completeness"] == "annex" and any(record["document"] == document["document"] for record in account):
            notes.append(session.say("annex_only", document=document["document"]))
    return notes
