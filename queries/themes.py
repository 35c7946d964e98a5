"""Which themes there are, and how many tasks each has."""

from __future__ import annotations

from typing import Any

from queries.account import COUNTED
from queries.base import DISTRICT, YEAR, Column, Example, Given, Query, Result, Session
from queries.names import find_districts
from queries.unit_sets import PATCH, patch_note, tasks_of

THEMES = "MATCH (h:Theme) RETURN h.name AS theme, h.description AS description, h.synonyms AS synonyms"
TASKS = f"""MATCH (t:Task)-[a:ABOUT]->(h:Theme)
WHERE (size($districts) = 0 OR t.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
      AND (size($tasks) = 0 OR t.id IN $tasks) AND {COUNTED}
RETURN h.name AS theme, count(CASE WHEN t.town = '' THEN 1 END) AS tasks, count(CASE WHEN t.town <> '' THEN 1 END) AS of_towns,
       count(CASE WHEN t.town = '' AND a.position = 0 THEN 1 END) AS primary_tasks"""
UNITS = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)-[:ABOUT]->(h:Theme)
WHERE u.kind <> 'collective' AND r.basis <> 'issuer' AND t.town = '' AND (size($districts) = 0 OR t.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
      AND (size($tasks) = 0 OR t.id IN $tasks)
RETURN h.name AS theme, count(DISTINCT u.id) AS units"""


def run(session: Session, given: Given) -> Result:
    """One row for each theme, those with most tasks first. The figures are those of the documents of districts; `of_towns` are
    the tasks of the towns' own."""
    districts = find_districts(session, given.texts("district"))
    scope: dict[str, Any] = {"districts": districts, "years": given.ints("year"), "tasks": tasks_of(session, districts)}
    rows = {row["theme"]: {**row, "tasks": 0, "of_towns": 0, "primary": 0, "units": 0} for row in session.ask(THEMES)}
    for record in session.ask(TASKS, **scope):
        rows[record["theme"]] |= {"tasks": record["tasks"], "of_towns": record["of_towns"], "primary": record["primary_tasks"]}
    for record in session.ask(UNITS, **scope):
        rows[record["theme"]]["units"] = record["units"]
    found = [row for row in rows.values() if row["tasks"] or row["of_towns"] or not session.units]
    ordered = sorted(found, key=lambda row: (-row["tasks"], -row["of_towns"], row["theme"]))
    both = any(row["of_towns"] for row in ordered)
    columns = COLUMNS if both else tuple(column for column in COLUMNS if column.name != "of_towns")
    return Result(session.say("themes_title"), ordered, [*patch_note(session), *[session.say("themes_towns")] * both], columns=columns)


COLUMNS = (
    Column("theme"),
    Column("tasks", "int"),
    Column("of_towns", "int", label="tasks_of_towns"),
    Column("primary", "int"),
    Column("units", "int"),
    Column("description"),
    Column("synonyms", "strings", shown=False),
)


QUERY = Query(
    name="themes",
    title="主题",
    description="列出每个主题的任务数、作为首要主题的任务数和直接点名的单位数。",
    parameters=(
        DISTRICT,
        YEAR,
    ),
    columns=COLUMNS,
    example=Example("各主题有多少任务", {}),
    run=run,
    cypher=(THEMES, TASKS, UNITS, *PATCH),
    takes_units=True,
)
