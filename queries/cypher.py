"""A reading Cypher statement of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.store.guard import run_bounded
from queries.base import SECONDS, Column, Example, Given, Parameter, Query, Result, Session


def run(session: Session, given: Given) -> Result:
    """The rows of the statement under its own column names; it runs in a process that is stopped at its time limit."""
    text = given.text("statement")
    session.statements.append((text, {}))
    title = session.say("cypher_title")
    if session.dry:
        return Result(title, [], columns=())
    found = run_bounded(session.store.address, text, {}, session.limit, SECONDS)
    rows = [dict(row) for row in found.dicts()]
    columns = tuple(Column(name, _kind([row[name] for row in rows])) for name in found.columns)
    return Result(title, rows, columns=columns, truncated=found.truncated)


def _kind(values: list[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return "int"
    if kinds and kinds <= {int, float}:
        return "float"
    if kinds == {bool}:
        return "bool"
    return "json" if any(isinstance(value, Mapping | list) for value in values) else "string"


QUERY = Query(
    name="cypher",
    title="直接查询",
    description="运行一条只读的 Cypher 语句（MATCH … RETURN …）；图谱结构见 README。",
    parameters=(Parameter("statement", "text", "Cypher 语句，用引号括起来", positional=True, required=True),),
    columns=(),
    example=Example(
        "每个角色有多少条责任关系",
        {
            "statement": "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) RETURN type(r) AS role, count(r) AS duties ORDER BY role"
        },
    ),
    run=run,
    cypher=(),
)
