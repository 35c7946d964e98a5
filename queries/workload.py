"""What each unit owes in figures: tasks by role, through collectives, by theme, partner and month."""

from __future__ import annotations

from collections import Counter
from typing import Any

from queries.account import COUNTED, ITEM
from queries.base import Row, Session
from queries.duties import TASK_FILTER, months_of
from queries.peers import compare
from queries.together import SAME, same_bodies

COORDINATING = "政府办公"  # the function of the office that coordinates open government for the whole district

_SCOPE = f"""u.kind <> 'collective' AND (size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER}"""
_KEY = "u.id AS unit, t.year AS year, t.town AS town"
_DUTY = "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)"

UNITS = """MATCH (u:Unit)
WHERE u.kind <> 'collective' AND (size($districts) = 0 OR u.district IN $districts)
RETURN u.id AS unit, u.name AS name, u.kind AS kind, u.district AS district, u.functions AS functions"""
TOTALS = f"""MATCH (t:Task)
WHERE (size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER} AND {COUNTED}
RETURN t.district AS district, t.year AS year, t.town AS town, count(t) AS tasks, count(DISTINCT {ITEM}) AS items"""
SOLE = f"""{_DUTY} MATCH (t)-[a:ABOUT]->(h:Theme)
WHERE type(r) = 'LEAD' AND (size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER}
RETURN t.district AS district, t.year AS year, t.town AS town, h.name AS theme, u.id AS unit, count(DISTINCT t.id) AS tasks"""
IDS = f"""{_DUTY}
WHERE u.id IN $units AND r.basis <> 'issuer' AND {TASK_FILTER}
RETURN {_KEY}, type(r) AS role, t.id AS task, t.ordinal AS ordinal, t.stem AS document, r.due AS own_due, r.due_text AS own_due_text,
       t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind, t.deadlines AS deadlines"""
REACHED_IDS = f"""MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE u.id IN $units AND m.year = t.year AND NOT EXISTS {{ MATCH (u)-[d:LEAD|RESPONSIBLE|COOPERATE]->(t) }} AND {TASK_FILTER}
RETURN {_KEY}, type(m) AS membership, r.possible AS governed, t.id AS task, t.ordinal AS ordinal, t.stem AS document"""
DIRECT = f"""{_DUTY}
WHERE r.basis <> 'issuer' AND {_SCOPE}
RETURN {_KEY}, count(CASE WHEN type(r) = 'LEAD' THEN 1 END) AS lead,
       count(CASE WHEN type(r) = 'RESPONSIBLE' THEN 1 END) AS responsible,
       count(CASE WHEN type(r) = 'COOPERATE' THEN 1 END) AS cooperate,
       count(DISTINCT t.id) AS direct, count(DISTINCT {ITEM}) AS items"""
INFERRED = f"""{_DUTY}
WHERE r.basis = 'issuer' AND {_SCOPE}
RETURN {_KEY}, count(DISTINCT t.id) AS inferred"""
# Counted by CASE: a condition on r beside NOT EXISTS is lost in the embedded engine's plan for several relationships at once.
_SURE_TASK = "CASE WHEN NOT r.possible THEN t.id END"
INHERITED = f"""MATCH (u:Unit)-[m:MEMBER_OF]->(c:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE m.year = t.year AND NOT EXISTS {{ MATCH (u)-[d:LEAD|RESPONSIBLE|COOPERATE]->(t) }} AND {_SCOPE}
RETURN {_KEY}, count(DISTINCT {_SURE_TASK}) AS inherited"""
# What is possible is the rest of this: a pattern that excludes the sure ones itself takes seconds on a large graph.
REACHED = INHERITED.replace(_SURE_TASK, "t.id").replace(":MEMBER_OF]", ":MEMBER_OF|MAY_BE_MEMBER_OF]").replace("AS inherited", "AS reached")
THEMES = f"""{_DUTY} MATCH (t)-[a:ABOUT]->(h:Theme)
WHERE r.basis <> 'issuer' AND {_SCOPE}
RETURN {_KEY}, count(DISTINCT h.id) AS themes"""
# Who is named for the same items: gathered by item, as rows of one item need not name the same units. Pairs are counted in
# `_partners`, for a body with several names is one partner.
PARTNERS = f"""{_DUTY}
WHERE r.basis <> 'issuer' AND {_SCOPE}
WITH {ITEM} AS item, t.year AS year, t.town AS town, collect(DISTINCT u.id) AS units
UNWIND units AS unit
UNWIND units AS partner
RETURN DISTINCT unit, year, town, partner"""
DEADLINES = f"""{_DUTY}
WHERE (r.due IS NOT NULL OR t.due IS NOT NULL OR t.deadlines <> '') AND r.basis <> 'issuer' AND {_SCOPE}
RETURN {_KEY}, r.due AS own_due, r.due_text AS own_due_text, t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind,
       t.deadlines AS deadlines, count(DISTINCT t.id) AS tasks"""
CYPHER = (UNITS, SAME, TOTALS, DIRECT, INFERRED, INHERITED, REACHED, THEMES, PARTNERS, DEADLINES, SOLE)

_COUNTS = ("lead", "responsible", "cooperate", "direct", "items", "inferred", "inherited", "possible", "themes", "partners")
_SURE = ("direct", "inferred", "inherited")  # what is only possible makes no unit a peer of a year
Key = tuple[str, int, str]  # unit, year, town of the documents


def workload(session: Session, districts: list[str], years: list[int], towns: list[str]) -> list[Row]:
    """Figures of every unit that surely owes anything, with those of its peers; in the order of `in_order`."""
    scope: dict[str, Any] = {"districts": districts, "years": years, "towns": towns}
    units = {record["unit"]: record for record in session.ask(UNITS, districts=districts)}
    figures: dict[Key, Row] = {}
    same = session.ask(SAME, districts=districts)
    for text in (DIRECT, INFERRED, INHERITED, REACHED, THEMES, PARTNERS):
        for record in _partners(session.ask(text, **scope), same) if text is PARTNERS else session.ask(text, **scope):
            key = (record.pop("unit"), record.pop("year"), record.pop("town"))
            figures.setdefault(key, dict.fromkeys((*_COUNTS, "reached"), 0)).update(record)
    for counts in figures.values():
        counts["possible"] = counts.pop("reached") - counts["inherited"]
    months = _months(session.ask(DEADLINES, **scope))
    sure = {key: counts for key, counts in figures.items() if any(counts[name] for name in _SURE) and key[0] in units}
    rows = [row_of(units[key[0]], key, counts, months.get(key, Counter())) for key, counts in sure.items()]
    _join_names(rows, same)
    _totals(rows, session.ask(TOTALS, **scope))
    _sole(rows, session.ask(SOLE, **scope))
    compare(session, rows)
    return sorted(rows, key=in_order)


def _partners(records: list[Row], pairs: list[Row]) -> list[Row]:
    """How many other bodies each unit shares items with, as `partners` and `network` count them."""
    body = same_bodies(pairs)
    found: dict[Key, set[str | None]] = {}
    for record in records:
        key = (record["unit"], record["year"], record["town"])
        found.setdefault(key, set()).add(body.get(record["partner"], record["partner"]))
    return [
        {"unit": unit, "year": year, "town": town, "partners": len(partners - {body.get(unit, unit)})}
        for (unit, year, town), partners in found.items()
    ]


def in_order(row: Row) -> tuple[object, ...]:
    """District figures before those of town documents, the greatest load first."""
    place = (row["district"], -(row["year"] or 0), row["town"] or "")
    return bool(row["town"]), -row["load"], -row["direct"], -row["inherited"], *place, row["unit"]


def _totals(rows: list[Row], records: list[Row]) -> None:
    """Add to each row how many tasks and items the documents hold that its figures are from."""
    totals = {(one["district"], one["year"], one["town"]): one for one in records}
    for row in rows:
        one = totals.get((row["district"], row["year"], row["town"] or ""), {})
        row["document_tasks"], row["document_items"] = one.get("tasks", 0), one.get("items", 0)


def _sole(rows: list[Row], records: list[Row]) -> None:
    """Add to each row the themes of its year that it alone leads; a collective among the leads makes it not alone."""
    leads: dict[tuple[object, ...], list[Row]] = {}
    for one in records:
        leads.setdefault((one["district"], one["year"], one["town"], one["theme"]), []).append(one)
    alone: dict[Key, list[str]] = {}
    for (_, year, town, theme), found in leads.items():
        if len(found) == 1:
            alone.setdefault((found[0]["unit"], int(str(year or 0)), str(town)), []).append(str(theme))
    for row in rows:
        row["sole_themes"] = sorted(alone.get((row["unit_id"], row["year"] or 0, row["town"] or ""), []))


def _months(records: list[Row]) -> dict[Key, Counter[int]]:
    """Tasks for each month of the plan's year in which they have a deadline with a day of its own."""
    months: dict[Key, Counter[int]] = {}
    for record in records:
        for month in months_of(record):
            months.setdefault((record["unit"], record["year"], record["town"]), Counter())[month] += record["tasks"]
    return months


def row_of(unit: Row, key: Key, counts: Row, months: Counter[int]) -> Row:
    """The figures of a unit (a record of UNITS) as a row, which is not compared with others yet."""
    busiest = min(months, key=lambda month: (-months[month], month)) if months else None
    return {
        "district": unit["district"],
        "town": key[2] or None,
        "year": key[1],
        "unit": unit["name"],
        "kind": unit["kind"],
        **counts,
        "busiest_month": busiest,
        "busiest_count": months[busiest] if busiest is not None else 0,
        "months": {str(month): months[month] for month in sorted(months)},
        "coordinating": COORDINATING in (unit["functions"] or ()),
        "government": unit["kind"] == "department" and unit["name"].endswith("政府"),
        "unit_id": key[0],
    }


def _join_names(rows: list[Row], pairs: list[Row]) -> None:
    """Add to each row in `also` the other names under which the same body has tasks in that year."""
    for row in rows:
        row["also"] = []
    by_unit = {(row["unit_id"], row["year"], row["town"]): row for row in rows}
    for row in rows:
        for pair in pairs:
            if pair["first"] == row["unit_id"]:
                other = by_unit.get((pair["second"], row["year"], row["town"]))
                if other is not None:
                    row["also"].append(other["unit"])
                    other["also"].append(row["unit"])
