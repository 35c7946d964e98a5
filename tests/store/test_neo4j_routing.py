"""`neo4j://` against a cluster (see `tests.store.cluster`) in front of the real server: writers find the new leader, readers
go to the followers, see what was written before, and go on when a member dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.exchange.rows import StoreRows, fingerprint
from graph.load import load
from graph.names.gazetteer import load_gazetteer
from graph.names.themes import load_themes
from graph.store import Store, neo4j, open_store
from ingest.extract import extract_file
from tests.neo4j_server import Neo4jDatabase
from tests.store.cluster import Cluster, Member
from tests.store.contract import theme

pytestmark = pytest.mark.neo4j
COUNT = "MATCH (h:Theme) RETURN count(h)"


@pytest.fixture
def cluster(neo4j_database: Neo4jDatabase) -> Iterator[Cluster]:
    port = int(neo4j_database.empty().rpartition(":")[2].partition("/")[0])
    with Cluster(port) as cluster:
        yield cluster


@pytest.fixture
def store(cluster: Cluster) -> Iterator[Store]:
    with open_store(f"neo4j://{cluster.members[1].address}", write=True) as store:
        yield store


def write(store: Store, number: int) -> None:
    with store.transaction() as transaction:
        transaction.merge_nodes("Theme", [theme(number)])


def followers(cluster: Cluster) -> list[Member]:
    return [member for member in cluster.members if member is not cluster.leader]


def test_writes_go_to_the_leader_and_reads_to_the_followers(cluster: Cluster, store: Store) -> None:
    before = [len(member.begun) for member in cluster.members]
    write(store, 1)
    assert [len(member.begun) for member in cluster.members] == [before[0] + 1, *before[1:]]
    for _ in range(6):
        assert store.read(COUNT).rows == ((1,),)
    after = [len(member.begun) for member in cluster.members]
    assert after[0] == before[0] + 1
    assert sum(after[1:]) == sum(before[1:]) + 6
    assert sum(member.refused for member in cluster.members) == 0


def test_a_follower_is_told_to_be_as_new_as_what_was_written(cluster: Cluster, store: Store) -> None:
    write(store, 1)
    with open_store(f"neo4j://{cluster.members[2].address}") as reader:
        written = store.revision().encode()
        assert reader.read(COUNT).rows == ((1,),)
    assert any(written in message for member in followers(cluster) for message in member.begun[-3:])


def test_a_transaction_finds_the_new_leader(cluster: Cluster, store: Store) -> None:
    write(store, 1)
    cluster.leader = cluster.members[1]
    asked = cluster.asked
    with store.transaction() as transaction:
        transaction.merge_nodes("Theme", [theme(2)])
        assert transaction.run(COUNT).rows == ((2,),)
    assert cluster.members[0].refused >= 1
    assert cluster.asked > asked
    assert store.read(COUNT).rows == ((2,),)


def test_a_leader_that_dies_in_the_middle_of_a_transaction(cluster: Cluster, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j, "RETRY_SECONDS", 60.0)
    with store.transaction() as transaction:
        transaction.merge_nodes("Theme", [theme(1)])
        cluster.leader = cluster.members[2]
        cluster.members[0].die()
        transaction.merge_nodes("Theme", [theme(2)])
    assert store.read("MATCH (h:Theme) RETURN h.id ORDER BY h.id").rows == (("1",), ("2",))


def test_reads_go_on_when_a_follower_dies(cluster: Cluster, store: Store) -> None:
    write(store, 1)
    assert store.read(COUNT).rows == ((1,),)
    cluster.members[1].die()
    for _ in range(4):
        assert store.read(COUNT).rows == ((1,),)


def test_an_ingest_with_elections_makes_the_same_graph(cluster: Cluster, store: Store, root: Path, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "alone.lb"), write=True) as alone:
        for place, name in enumerate(("liuxi-2025.txt", "yunchuan-2025.txt", "yunchuan-2024.txt")):
            extraction = extract_file(root / "examples" / "documents" / name)
            cluster.leader = cluster.members[place]
            for one in (alone, store):
                load(one, extraction, gazetteer=load_gazetteer(), themes=load_themes())
        assert fingerprint(StoreRows(store)) == fingerprint(StoreRows(alone))
    assert sum(member.refused for member in cluster.members) >= 2
