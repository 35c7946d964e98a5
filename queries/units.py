"""Which units the graph knows."""

from __future__ import annotations

from queries.base import DISTRICT, Column, Example, Given, Parameter, Query, Result, Session
from queries.names import find_districts
from queries.overload import RANKED_KINDS

UNITS = """MATCH (u:Unit)
WHERE (size($districts) = 0 OR u.district IN $districts) AND (size($kinds) = 0 OR u.kind IN $kinds)
OPTIONAL MATCH (u)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) WHERE r.basis <> 'issuer'
RETURN u.id AS id, u.name AS unit, u.full_name AS full_name, u.kind AS kind, u.functions AS functions, u.aliases AS aliases,
       u.district AS district, u.town AS town, u.known AS known, u.initials AS initials, count(DISTINCT t.id) AS tasks"""
COLLECTIVES = """MATCH (u:Unit)-[m:MEMBER_OF]->(c:Unit)
WHERE (size($districts) = 0 OR u.district IN $districts)
RETURN DISTINCT u.id AS id, c.name AS collective
ORDER BY id, collective"""


def run(session: Session, given: Given) -> Result:
    """One row for each unit, by district, kind, tasks (most first) and name."""
    districts = find_districts(session, given.texts("district"))
    rows = session.ask(UNITS, districts=districts, kinds=given.texts("kind"))
    of: dict[str, list[str]] = {}
    for record in session.ask(COLLECTIVES, districts=districts):
        of.setdefault(record["id"], []).append(record["collective"])
    for row in rows:
        row["collectives"] = of.get(row["id"], [])
        row["town"] = row["town"] or None
    rows.sort(key=lambda row: (row["district"], row["town"] or "", row["kind"], -row["tasks"], row["unit"]))
    return Result(session.say("units_title"), rows)


QUERY = Query(
    name="units",
    title="单位名录",
    description="列出图库里的单位：类别、职能、其他名称、所属统称和直接任务数。",
    parameters=(
        DISTRICT,
        Parameter("kind", "texts", "只列这类单位；可以重复", choices=(*RANKED_KINDS, "collective")),
    ),
    columns=(
        Column("district"),
        Column("town"),
        Column("unit"),
        Column("kind"),
        Column("tasks", "int"),
        Column("functions", "strings"),
        Column("aliases", "strings"),
        Column("collectives", "strings"),
        Column("full_name", shown=False),
        Column("initials", shown=False),
        Column("known", "bool", shown=False),
    ),
    example=Example("所有部门", {"kind": "department"}),
    run=run,
    cypher=(UNITS, COLLECTIVES),
)
