"""The graph in figures."""

from __future__ import annotations

from graph.store import Value
from queries.account import COUNTED, ITEM, SLOTS
from queries.base import DISTRICT, Column, Example, Given, Query, Result, Row, Session
from queries.names import find_districts
from queries.unit_sets import PATCH, ids_of, patch_note, tasks_of

# All documents, or those of districts or of towns only.
_SIDE = "($side = '' OR ($side = 'town' AND t.town <> '') OR ($side = 'district' AND t.town = ''))"
_TASKS = f"MATCH (t:Task) WHERE (size($districts) = 0 OR t.district IN $districts) AND (size($tasks) = 0 OR t.id IN $tasks) AND {_SIDE}"
_UNITS = "MATCH (u:Unit) WHERE (size($districts) = 0 OR u.district IN $districts) AND (size($units) = 0 OR u.id IN $units)"
_DUTY = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE (size($districts) = 0 OR t.district IN $districts) AND (size($units) = 0 OR u.id IN $units) AND {_SIDE}"""

# Measure -> the statement that counts it, in the order in which they are shown. 具体要求 counts tasks without rows, and
# items that a body owes as such; 事项 counts table rows under one title once.
MEASURES = {
    "districts": f"{_TASKS} AND t.district <> '' RETURN count(DISTINCT t.district) AS value",
    "towns": f"{_TASKS} AND t.town <> '' RETURN count(DISTINCT t.town) AS value",
    "documents": """MATCH (d:Document)
WHERE (size($districts) = 0 OR d.district IN $districts) AND ($side = '' OR ($side = 'town' AND d.town <> '') OR ($side = 'district' AND d.town = ''))
      AND (size($tasks) = 0 OR EXISTS { MATCH (t:Task)-[:STATED_IN]->(d) WHERE t.id IN $tasks })
RETURN count(d) AS value""",
    "items": f"{_TASKS} RETURN count(DISTINCT {ITEM}) AS value",
    "tasks": f"{_TASKS} AND {COUNTED} RETURN count(t) AS value",
    "rows": f"{_TASKS} AND t.level = 'row' RETURN count(t) AS value",
    "units": f"{_UNITS} AND u.kind <> 'collective' RETURN count(u) AS value",
    "collectives": f"{_UNITS} AND u.kind = 'collective' RETURN count(u) AS value",
    "duties": f"{_DUTY} AND r.basis <> 'issuer' RETURN count(r) AS value",
    "duties_collective": f"{_DUTY} AND u.kind = 'collective' RETURN count(r) AS value",
    "memberships": """MATCH (u:Unit)-[m:MEMBER_OF]->(c:Unit)
WHERE (size($districts) = 0 OR c.district IN $districts) AND (size($units) = 0 OR u.id IN $units)
RETURN count(m) AS value""",
    "themes": f"{_TASKS} AND {COUNTED} MATCH (t)-[:ABOUT]->(h:Theme) RETURN count(DISTINCT h.id) AS value",
    **{name: f"{_TASKS} AND {COUNTED} AND {slot} RETURN count(t) AS value" for name, slot in SLOTS.items()},
    "unassigned": f"""{_TASKS} AND NOT EXISTS {{ MATCH (x:Task)-[:PART_OF]->(t) }}
      AND NOT EXISTS {{ MATCH (v:Unit)-[s:LEAD|RESPONSIBLE|COOPERATE]->(t) WHERE s.basis <> 'issuer' }}
RETURN count(t) AS value""",
}

# What says nothing of single units: they are named for all of their tasks.
NOT_OF_UNITS = ("collectives", "duties_collective", "unassigned")
# What splits into the documents of districts and those of towns, which are no part of a district's figures.
SPLIT = ("documents", "items", "tasks", "rows", "duties", "duties_collective", "themes", "dated", "whole_year", "undated", "unassigned")
COLUMNS = (Column("measure"), Column("value", "int"))
SIDES = (*COLUMNS, Column("of_districts", "int"), Column("of_towns", "int"))


def run(session: Session, given: Given) -> Result:
    """One row for each measure; of a set of units those that say something of it. `value` is of all documents."""
    districts = find_districts(session, given.texts("district"))
    known: dict[str, Value] = {"districts": districts, "tasks": tasks_of(session, districts), "units": ids_of(session, districts)}
    rows: list[Row] = []
    for measure, text in MEASURES.items():
        if session.units and measure in NOT_OF_UNITS:
            continue
        scope = {name: value for name, value in known.items() if f"${name}" in text}
        value = _count(session, text, {**scope, **({"side": ""} if "$side" in text else {})})
        # Both are counted: a theme may be in both.
        sides = {f"of_{side}s": _count(session, text, {**scope, "side": side}) if measure in SPLIT else None for side in ("district", "town")}
        rows.append({"measure": session.words.value(measure), "value": value, **sides, "code": measure})
    empty = not session.dry and not any(row["value"] for row in rows if row["code"] == "documents")
    both = any(row["of_towns"] for row in rows)
    notes = [*patch_note(session), *[session.say("stats_empty")] * empty, *[session.say("stats_sides")] * both]
    return Result(session.say("stats_title"), rows, notes, columns=SIDES if both else COLUMNS)


def _count(session: Session, text: str, params: dict[str, Value]) -> int:
    """What a statement counts; 0 in a dry session."""
    found = session.ask(text, **params)
    return int(found[0]["value"]) if found else 0


QUERY = Query(
    name="stats",
    title="图谱概况",
    description="数一数图库里有多少文件、事项、单位、责任关系和时限。",
    parameters=(DISTRICT,),
    columns=COLUMNS,
    example=Example("图库里有什么", {}),
    run=run,
    cypher=(*MEASURES.values(), *PATCH),
    takes_units=True,
    variants=(SIDES,),
)
