"""Every Cypher text of the program keeps to what both engines read alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries import QUERIES, Query
from tests.guards.tree import ROOT, program
from tests.store.dialect import faults, texts_of

OUTSIDE = [
    ("MATCH (u:Unit) RETURN toFloat(u.year)", "toFloat()"),
    ("MATCH (u:Unit) RETURN split(u.name, ',')", "split()"),
    ("MATCH (u:Unit) RETURN substring(u.name, 1)", "substring()"),
    ("MATCH (u:Unit) RETURN [x IN u.aliases | x]", "list comprehension"),
    ("MATCH (u:Unit) RETURN u.aliases[0..2]", "list slice"),
    ("MATCH (u:Unit) RETURN u {.name, .id}", "map projection"),
    ("MATCH (u:Unit) RETURN reduce(a = 0, x IN u.aliases | a + 1)", "REDUCE"),
    ("MATCH p = shortestPath((u:Unit)-[:LEAD*]-(t:Task)) RETURN p", "shortestPath()"),
    ("MATCH (u:Unit) CALL { WITH u RETURN 1 AS x } RETURN x", "CALL"),
    ("UNWIND $rows AS r MERGE (u:Unit {id: r.id}) SET u += r", "+="),
    ("MATCH (u:Unit) REMOVE u.name", "REMOVE"),
    ("MATCH (u:Unit WHERE u.name = 'x') RETURN u.id", "inline WHERE"),
    ("MATCH (u:Unit)-[r:LEAD WHERE r.page = 1]->(t:Task) RETURN u.id", "inline WHERE"),
    ("MATCH (u:Unit) RETURN labels(u)", "labels()"),
    ("MATCH (u:Unit) WHERE u:Task RETURN u.id", "label predicate"),
    ("MATCH (u:Unit) WITH u ORDER BY u.name RETURN u.id", "ORDER BY in WITH without LIMIT"),
    ("MATCH (u:Unit) WHERE $x IS NULL OR u.name = $x RETURN u.id", "$parameter IS NULL"),
    ("MATCH (u:Unit) WHERE u.name = null RETURN u.id", "= null"),
    ("MATCH (u:Unit) WHERE u.name <> null RETURN u.id", "= null"),
    ("MATCH (u)-[r:LEAD]->(t:Task) RETURN u.id", "node without a label"),
    ("MATCH (:Unit)-[r:LEAD]->() RETURN r.id", "node without a label"),
    ("MATCH (u:Unit)-[r]->(t:Task) RETURN u.id", "edge without a type"),
    ("MATCH (u:Unit)-->(t:Task) RETURN u.id", "edge without a type"),
]
INSIDE = [
    "MATCH (u:Unit) WHERE EXISTS { MATCH (u)-[:LEAD]->(t:Task) WHERE t.year IN $years } RETURN u.id AS id",
    "MATCH (u:Unit)<-[r:MEMBER_OF|MAY_BE_MEMBER_OF]-(c:Unit) WITH u, count(r) AS n ORDER BY n DESC LIMIT 5 RETURN u.name, n",
    "MATCH (u:Unit {id: $id}) WHERE (u.name STARTS WITH '区' OR u.name =~ '.*局') RETURN CASE WHEN u.known THEN 1 ELSE 0 END",
    "MATCH (u:Unit) WHERE size($ids) = 0 OR u.id IN $ids RETURN collect(DISTINCT u.name), COUNT { MATCH (u)-[:LEAD]->(t:Task) }",
    "UNWIND $rows AS r MERGE (n:Unit {id: r.id}) SET n.name = r.name, n.year = null",
    "MATCH (u:Unit) WHERE u.name = 'CALL [x IN y] reduce(' RETURN u.id",
]


@pytest.mark.parametrize(("text", "fault"), OUTSIDE)
def test_the_lint_finds(text: str, fault: str) -> None:
    assert fault in faults(text)


@pytest.mark.parametrize("text", INSIDE)
def test_the_lint_lets_pass(text: str) -> None:
    assert faults(text) == []


def modules() -> list[Path]:
    """The modules whose texts run on both engines; those of a store are its own."""
    return [path for path in program() if not path.as_posix().startswith("graph/store/")]


@pytest.mark.parametrize("path", modules(), ids=str)
def test_texts_in_modules(path: Path) -> None:
    found = [f"line {line}: {fault}" for line, text in texts_of(ROOT / path) for fault in faults(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("query", [query for query in QUERIES if query.cypher], ids=lambda query: query.name)
def test_texts_of_questions(query: Query) -> None:
    for text in query.cypher:
        assert faults(text) == []


def test_the_texts_are_found_at_all() -> None:
    counts = {str(path): len(list(texts_of(ROOT / path))) for path in modules()}
    assert counts["queries/workload.py"] > 3
    assert counts["graph/settle.py"] > 3
