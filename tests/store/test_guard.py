"""A user's Cypher: what passes, what does not, and that it ends."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graph.errors import StoreError, UsageError
from graph.store import open_store
from graph.store.guard import check_read_only, run_bounded
from tests.store.contract import SLOW, theme

ALLOWED = [
    "MATCH (n) RETURN n",
    "match (n:Task) where n.title contains 'CREATE (x)' return n.title as t;",
    "MATCH (t:Task)-[r:LEAD|COOPERATE]->(x:Set {create: 'CALL', a: $p}) WHERE t.set IN [1, 2] AND NOT t.x RETURN t.set AS a",
    "MATCH (n) RETURN n.a, count(*) AS c ORDER BY c DESC, n.a SKIP 1 LIMIT 3",
    "MATCH (n) RETURN * ORDER BY n.x LIMIT 3",
    "MATCH p = (a:Task)-[:PART_OF*1..3]->(b) RETURN p",
    "OPTIONAL MATCH (n) RETURN n UNION ALL MATCH (m) RETURN m AS n",
    "MATCH (t:Task) WHERE EXISTS { MATCH (t)-[:ABOUT]->(x:Theme) } RETURN COUNT { MATCH (t)-[:ABOUT]->(x:Theme) } AS n",
    "UNWIND [1, 2.5, 1e3] AS x WITH x WHERE x > 1.5 RETURN CASE WHEN x STARTS WITH 'a' THEN 1 ELSE NULL END AS q ORDER BY q",
    "MATCH (n) // CREATE (x)\nRETURN n /* SET n.x = 1 */",
    "MATCH (`CALL`:Task) RETURN `CALL`.id",
    "MATCH (单位:Unit) WHERE 单位.name = \"区'教育局\" RETURN 单位 ORDER BY 单位.name DESC LIMIT 5",
    "MATCH (n) WHERE any(x IN n.aliases WHERE x = 'a') RETURN DISTINCT n, -1 AS z",
    "MATCH (u)-->(t) WHERE t.year IS NOT NULL RETURN collect(DISTINCT u.name)",
]
REFUSED = [
    "",
    "  ;  ",
    "// MATCH (n) RETURN n",
    "CREATE (n)",
    "MERGE (n)",
    "MATCH (n) SET n.x = 1",
    "match (n) remove n.x",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) DELETE n",
    "CALL show_tables() RETURN *",
    "MATCH (n) CALL { MATCH (m) RETURN m } RETURN n",
    "OPTIONAL CALL x() RETURN 1",
    "MATCH (n) WHERE EXISTS { CALL x() } RETURN n",
    "MATCH (n) RETURN * CALL x()",
    "MATCH (n) RETURN n UNION CALL db.labels() YIELD label RETURN label",
    "LOAD FROM '/etc/passwd' RETURN *",
    "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "MATCH (a) WHERE COUNT { LOAD FROM 'x' RETURN 1 } > 0 RETURN a",
    "COPY Task TO 'out.csv'",
    "COPY (MATCH (n) RETURN n.id) TO 'out.csv'",
    "EXPORT DATABASE 'x'",
    "INSTALL httpfs",
    "ATTACH 'x' AS y (dbtype duckdb)",
    "DROP TABLE Task",
    "ALTER TABLE Task ADD x STRING",
    "USE x MATCH (n) RETURN n",
    "EXPLAIN MATCH (n) RETURN n",
    "PROFILE RETURN 1",
    "BEGIN TRANSACTION",
    "SHOW DATABASES",
    "CYPHER runtime=slotted MATCH (n) RETURN n",
    "MATCH (n) RETURN n; MATCH (m) DELETE m",
    "MATCH (n) RETURN n;;RETURN 1",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = 1)",
    "MATCH (n) FINISH",
    "MATCH (n) RETURN n NEXT RETURN 1",
    "MATCH (n) RETURN n ORDER BY n DESC ANALYZE",
    "UNWIND [1] AS x INSERT (n)",
    "FILTER x",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n)', {})",
    "RETURN `apoc`.`load`('x')",
    "MATCH (n) WHERE n.x = '\\u0027 DELETE n //' RETURN n",
    "MATCH (n) RETURN 'abc",
    "MATCH (n) RETURN `abc",
    "MATCH (n) RETURN n /* x",
    "MATCH (n) RETURN n # x",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_reading_clauses_pass(text: str) -> None:
    check_read_only(text)


@pytest.mark.parametrize("text", REFUSED)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_read_only(text)
    assert caught.value.hint


@pytest.fixture
def address(tmp_path: Path) -> str:
    place = str(tmp_path / "zeren.lb")
    with open_store(place, write=True) as store, store.transaction() as transaction:
        transaction.merge_nodes("Theme", [theme(number) for number in range(600)])
    return place


def test_rows_come_back_from_the_child(address: str) -> None:
    text = "MATCH (h:Theme) WHERE h.name = $name RETURN h.id AS id, h.synonyms AS s"
    rows = run_bounded(address, text, {"name": "教育"}, 2, 20)
    assert (rows.columns, len(rows.rows), rows.rows[0][1], rows.truncated) == (("id", "s"), 2, [], True)


def test_a_statement_is_killed_at_its_limit(address: str) -> None:
    began = time.monotonic()
    with pytest.raises(StoreError, match="1 秒"):
        run_bounded(address, SLOW, None, 10, 1)
    assert time.monotonic() - began < 12


def test_errors_of_the_child_arrive_with_their_hint(address: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Absent") as caught:
        run_bounded(address, "MATCH (n:Absent) RETURN n", None, 10, 20)
    assert caught.value.hint
    with pytest.raises(StoreError, match="不存在"):
        run_bounded(str(tmp_path / "absent.lb"), "MATCH (n) RETURN n", None, 10, 20)
    with pytest.raises(UsageError):
        run_bounded(address, "MATCH (n) DELETE n", None, 10, 20)
