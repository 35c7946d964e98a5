"""The Neo4j store on a real server: the contract, and what only Neo4j has."""

from __future__ import annotations

import pytest

from graph.errors import StoreError
from graph.schema import load_schema
from graph.store import open_store
from graph.store.guard import run_bounded
from graph.store.neo4j_schema import schema_statements
from tests.neo4j_server import Neo4jDatabase
from tests.queries.small import fill
from tests.store.contract import SLOW, StoreContract

pytestmark = pytest.mark.neo4j


class TestContract(StoreContract):
    @pytest.fixture
    def address(self, neo4j_database: Neo4jDatabase) -> str:
        return neo4j_database.empty()


@pytest.fixture
def address(neo4j_database: Neo4jDatabase) -> str:
    """A store with the made graph of the questions' tests."""
    with open_store(neo4j_database.empty(), write=True) as store:
        fill(store)
    return neo4j_database.address


def test_constraints_and_indexes_are_there_and_can_be_made_again(address: str, neo4j_database: Neo4jDatabase) -> None:
    def present() -> set[str]:
        return {str(row["name"]) for row in neo4j_database.run("SHOW INDEXES YIELD name")}

    wanted = set(schema_statements(load_schema()))
    assert wanted <= present()
    neo4j_database.run("DROP INDEX zeren_content")
    neo4j_database.run("DROP CONSTRAINT zeren_task_id")
    for _ in range(2):
        open_store(address, write=True).close()
        assert wanted <= present()


@pytest.mark.parametrize(
    ("index", "words", "label"), [("names", "教委", "Unit"), ("names", "解读", "Theme"), ("content", "招生", "Task")]
)
def test_full_text(address: str, neo4j_database: Neo4jDatabase, index: str, words: str, label: str) -> None:
    text = f"CALL db.index.fulltext.queryNodes('zeren_{index}', '{words}') YIELD node RETURN labels(node)[0] AS label"
    assert label in {str(row["label"]) for row in neo4j_database.run(text)}


def test_days_are_dates_and_every_node_has_a_caption(address: str, neo4j_database: Neo4jDatabase) -> None:
    (row,) = neo4j_database.run("MATCH (t:Task) WHERE t.due > date('2025-08-01') RETURN DISTINCT valueType(t.due) AS kind")
    assert str(row["kind"]).startswith("DATE")
    text = "MATCH (n) WHERE n.caption IS NULL RETURN labels(n)[0] AS label, count(*) AS n"
    assert neo4j_database.run(text) == []


@pytest.mark.parametrize("form", ["bolt://{place}", "neo4j://{place}", "neo4j://{place}/neo4j", "bolt://{place}/neo4j"])
def test_every_form_of_address(address: str, form: str) -> None:
    with open_store(form.format(place=address.partition("://")[2].partition("/")[0])) as store:
        assert store.read("MATCH (d:Document) RETURN count(d)").rows == ((3,),)


def test_the_revision_tells_of_writes_that_do_not_come_from_zeren(address: str, neo4j_database: Neo4jDatabase) -> None:
    with open_store(address) as store, open_store(address.replace("bolt", "neo4j")) as routed:
        before = store.revision()
        assert routed.revision() == before
        neo4j_database.run("MATCH (t:Task) SET t.title = t.title + '?'")
        assert store.revision() == routed.revision() != before


UNKNOWN = [
    ("MATCH (u:Unti) RETURN u.id", "标签 Unti"),
    ("MATCH (u:Unit)-[r:LEDA]->(t:Task) RETURN u.id", "关系 LEDA"),
    ("MATCH (u:Unit) RETURN u.nmae", "属性 nmae"),
]


@pytest.mark.parametrize(("text", "said"), UNKNOWN)
def test_names_that_nothing_has_are_refused_as_on_the_embedded_store(address: str, text: str, said: str) -> None:
    with open_store(address, write=True) as store:
        with pytest.raises(StoreError, match=said):
            store.read(text)
        with pytest.raises(StoreError, match=said), store.transaction() as transaction:
            transaction.run(text)


def test_nothing_is_printed_about_names_that_nothing_uses_yet(
    neo4j_database: Neo4jDatabase, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_store(neo4j_database.empty(), write=True) as store:
        assert store.read("MATCH (a:Task)-[r:DERIVES_FROM]->(b:Task) RETURN r.method").rows == ()
    assert capfd.readouterr() == ("", "")


def test_a_users_cypher_is_bounded(address: str) -> None:
    rows = run_bounded(address, "MATCH (u:Unit) RETURN u.name ORDER BY u.name", {}, 2, 30)
    assert (len(rows.rows), rows.truncated) == (2, True)
    with pytest.raises(StoreError, match="1 秒"):
        run_bounded(
            address, SLOW.replace("Theme", "Unit").replace("RETURN", "MATCH (e:Unit), (f:Unit), (g:Unit) RETURN"), {}, 2, 1
        )
