"""Tasks that name nobody and lie in the field of a body: inferred (按领域推定), with the reason, and never counted as duties."""

from __future__ import annotations

from collections.abc import Sequence

from graph.names.fields import fits
from queries.account import COUNTED
from queries.base import Row, Session
from queries.duties import TASK_FILTER, days_of
from queries.names import Body

FUNCTIONS = "MATCH (u:Unit) WHERE u.id IN $units RETURN u.id AS unit_id, u.functions AS functions"
UNOWNED = f"""MATCH (t:Task)-[a:ABOUT]->(h:Theme)
WHERE t.district IN $districts AND t.town = '' AND a.position = 0 AND {TASK_FILTER} AND {COUNTED}
      AND NOT EXISTS {{ MATCH (v:Unit)-[s:LEAD|RESPONSIBLE|COOPERATE]->(t) WHERE s.basis <> 'issuer' }}
RETURN h.name AS theme, a.evidence AS cue, t.id AS task, t.district AS district, t.town AS town, t.year AS year, t.stem AS document,
       t.document AS document_id, t.number AS number, t.item AS item, t.part AS part, t.title AS title, t.content AS content,
       t.section AS section, t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind, t.deadlines AS deadlines, t.themes AS themes, t.page AS page,
       t.ordinal AS ordinal"""
CYPHER = (FUNCTIONS, UNOWNED)
FIELD = "field"  # the ground of a duty that only its field suggests
KINDS = ("department", "office", "center")


def by_field(session: Session, bodies: Sequence[Body], years: list[int], towns: list[str], owed: set[tuple[str, str]]) -> list[Row]:
    """Duty rows with reach `inferred` and basis `field`, in no order: one for each district body and task of its field that
    names nobody and is not among `owed`, (first unit of a body, task). No role is printed, so `role` is None."""
    bodies = [body for body in bodies if not body.town and body.kind in KINDS]
    if not bodies or towns:
        return []
    functions: dict[str, list[str]] = {}
    for record in session.ask(FUNCTIONS, units=sorted({unit for body in bodies for unit in body.ids})):
        functions[record["unit_id"]] = list(record["functions"] or ())
    tasks = session.ask(UNOWNED, districts=sorted({body.district for body in bodies}), years=years, towns=towns)
    rows = []
    for body in bodies:
        own = [one for unit in body.ids for one in functions.get(unit, ())]
        for task in tasks:
            if task["district"] != body.district or (body.ids[0], task["task"]) in owed:
                continue
            found = fits(task["theme"], f"{task['title']}{task['content']}", own)
            if found is not None:
                rows.append(_row(session, body, task, found))
    return rows


def _row(session: Session, body: Body, task: Row, found: tuple[str, str]) -> Row:
    function, word = found
    why = session.say("inferred_field", theme=task["theme"], cue=word or task["cue"], function=function)
    row = {name: value for name, value in task.items() if name not in ("theme", "cue")}
    printed = {"title": task["title"] or None, "town": None, "item": task["item"] or task["number"],
               "due_text": task["due_text"] or None, "due_kind": task["due_kind"] or None, "days": days_of(task),
               "themes": list(task["themes"] or ()), "section": list(task["section"] or ())}  # fmt: skip
    return {
        **row, **printed, "unit": body.name, "mention": None, "role": None, "reach": "inferred", "via": None, "quote": None,
        "why": why, "sources": [], "basis": FIELD, "unit_id": body.ids[0], "ordinal": task["ordinal"] or 0, "position": 0,
    }  # fmt: skip
