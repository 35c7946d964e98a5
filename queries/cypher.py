"""A reading Cypher statement of the user's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.errors import UsageError
from graph.store import Value
from graph.store.guard import run_bounded
from queries.base import SECONDS, Column, Example, Given, Parameter, Query, Result, Session
from queries.unit_sets import ids_of


def run(session: Session, given: Given) -> Result:
    """The rows of the statement under its own column names; $units in it are the ids of the session's units.

    It runs in a process that is stopped at its time limit. Raises UsageError for a statement that makes no use of the units.
    """
    text = given.text("statement")
    own: dict[str, Value] = {}
    if session.units:
        if not re.search(r"\$units\b", text):
            raise UsageError("语句里没有 $units，名单用不上", hint="在语句里写 WHERE u.id IN $units；$units 是名单上单位的编号")
        own = {"units": ids_of(session, [])}
    session.statements.append((text, own))
    title = session.say("cypher_title")
    if session.dry:
        return Result(title, [], columns=())
    found = run_bounded(session.store.address, text, own, session.limit, SECONDS)
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
    description="运行一条只读的 Cypher 语句（MATCH … RETURN …）。",
    parameters=(Parameter("statement", "text", "Cypher 语句，用引号括起来；标签、关系和属性见 README 的“图谱结构”", positional=True, required=True),),
    columns=(),
    example=Example(
        "每个角色有多少条责任关系",
        {
            "statement": "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) RETURN type(r) AS role, count(r) AS duties ORDER BY role"
        },
    ),
    run=run,
    cypher=(),
    takes_units=True,
)
