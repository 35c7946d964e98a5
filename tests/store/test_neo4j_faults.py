"""What goes wrong with servers: each is one clear line with the next step, and no document is ever half there."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.exchange.rows import StoreRows, copy, fingerprint
from graph.load import LoadReport, load
from graph.model import Extraction
from graph.names.gazetteer import load_gazetteer
from graph.names.themes import load_themes
from graph.store import Store, neo4j, open_store
from ingest.extract import extract_file
from tests.neo4j_server import Neo4jDatabase, Neo4jServer, free_port
from tests.store.contract import SLOW, theme

pytestmark = pytest.mark.neo4j

COUNT = "MATCH (h:Theme) RETURN count(h)"


@pytest.fixture
def server(neo4j_database: Neo4jDatabase) -> Neo4jServer:
    """A server that this test may stop; it must start it again."""
    if neo4j_database.server is None:
        pytest.skip("the server that ZEREN_TEST_NEO4J names is not ours to stop")
    return neo4j_database.server


@pytest.fixture(scope="module")
def extraction(root: Path) -> Extraction:
    return extract_file(root / "examples" / "documents" / "liuxi-2025.txt")


def read_into(store: Store, extraction: Extraction) -> LoadReport:
    return load(store, extraction, gazetteer=load_gazetteer(), themes=load_themes())


def refused(address: str) -> StoreError:
    """What is said when the address is opened."""
    with pytest.raises(StoreError) as caught:
        open_store(address, write=True)
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 3
    return caught.value


def test_a_wrong_password(neo4j_database: Neo4jDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_NEO4J_PASSWORD", "not-the-password")
    error = refused(neo4j_database.address)
    assert "密码" in error.message
    assert "ZEREN_NEO4J_PASSWORD" in error.hint
    assert "not-the-password" not in error.message + error.hint


def test_no_password(neo4j_database: Neo4jDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZEREN_NEO4J_PASSWORD")
    assert "ZEREN_NEO4J_PASSWORD" in refused(neo4j_database.address).hint


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_an_unknown_database(neo4j_database: Neo4jDatabase, scheme: str) -> None:
    error = refused(neo4j_database.address.replace("bolt", scheme) + "/absent")
    assert "absent" in error.message
    assert "数据库" in error.message


@pytest.mark.parametrize("place", ["bolt://127.0.0.1:{port}", "neo4j://127.0.0.1:{port}", "neo4j://zeren.invalid:{port}"])
def test_an_unreachable_host(place: str) -> None:
    error = refused(place.format(port=free_port()))
    assert "连不上" in error.message
    assert "docker compose" in error.hint


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server on a port of its own that hands every connection to `answer`."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    talk, _ = door.accept()
                except OSError:
                    return
                with talk:
                    answer(talk)

        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


def speaks_http(talk: socket.socket) -> None:
    talk.recv(100)
    talk.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def says_nothing(talk: socket.socket) -> None:
    while talk.recv(100):
        pass


def knows_no_version(talk: socket.socket) -> None:
    talk.recv(20)
    talk.sendall(b"\x00\x00\x00\x00")


def is_old(talk: socket.socket) -> None:
    """Agrees on Bolt 4.4 and answers every message with the name of an old server."""
    talk.recv(20)
    talk.sendall(b"\x00\x00\x04\x04")
    success = b"\xb1\x70\xa2\x86server\x8cNeo4j/4.4.12\x8dconnection_id\x81x"
    while talk.recv(4000):
        talk.sendall(len(success).to_bytes(2, "big") + success + b"\x00\x00")


SERVERS: list[tuple[Callable[[socket.socket], None], str]] = [
    (speaks_http, "连不上"),
    (says_nothing, "连不上"),
    (knows_no_version, "不受支持"),
    (is_old, "Neo4j/4.4.12"),
]


@pytest.mark.parametrize(("answer", "words"), SERVERS)
def test_what_is_no_neo4j_of_today(answer: Callable[[socket.socket], None], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j, "CONNECT_SECONDS", 1.0)
    with listening(answer) as port:
        assert words in refused(f"bolt://127.0.0.1:{port}").message


ADDRESSES = [
    "neo4j://name:secret@127.0.0.1:7687",
    "neo4j://",
    "neo4j://host:port",
    "neo4j://host:7687/one/two",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_cannot_be_meant(address: str) -> None:
    error = refused(address)
    assert "地址" in error.message
    assert "secret" not in error.message + error.hint


def test_another_version_of_the_graph(neo4j_database: Neo4jDatabase) -> None:
    address = neo4j_database.empty()
    with pytest.raises(StoreError, match="没有图谱"):
        open_store(address)
    open_store(address, write=True).close()
    neo4j_database.run("MATCH (m:ZerenStore) SET m.version = 'other'")
    for write in (False, True):
        with pytest.raises(StoreError, match="不是本版本") as caught:
            open_store(address, write=write)
        assert "清空" in caught.value.hint


def test_the_database_of_another_program(neo4j_database: Neo4jDatabase) -> None:
    address = neo4j_database.empty()
    neo4j_database.run("CREATE (:Task {id: 'theirs'})")
    assert "Task" in refused(address).message
    neo4j_database.empty()
    neo4j_database.run("CREATE (:Invoice {id: 'theirs'})")
    open_store(address, write=True).close()


def test_the_same_document_from_two_at_once(neo4j_database: Neo4jDatabase, extraction: Extraction, tmp_path: Path) -> None:
    address = neo4j_database.empty()
    reports: list[LoadReport] = []
    start = threading.Barrier(3)

    def ingest() -> None:
        start.wait()
        with open_store(address, write=True) as store:
            reports.append(read_into(store, extraction))

    threads = [threading.Thread(target=ingest) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.new for report in reports) == [False, False, True]
    with open_store(str(tmp_path / "once.lb"), write=True) as once, open_store(address) as store:
        read_into(once, extraction)
        assert fingerprint(StoreRows(store)) == fingerprint(StoreRows(once))


def test_a_server_that_stops_in_the_middle_of_an_ingest_and_comes_back(
    server: Neo4jServer, neo4j_database: Neo4jDatabase, extraction: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j, "RETRY_SECONDS", 90.0)
    with open_store(neo4j_database.empty(), write=True) as store:
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(1)])
        with store.transaction() as transaction:
            assert transaction.run(COUNT).rows == ((1,),)
            transaction.merge_nodes("Theme", [theme(2)])
            server.stop(hard=True)
            back = threading.Thread(target=server.start)
            back.start()
            # This waits until the server is there, and writes again what was written before.
            transaction.merge_nodes("Theme", [theme(3)])
            back.join()
        assert store.read("MATCH (h:Theme) RETURN h.id ORDER BY h.id").rows == (("1",), ("2",), ("3",))


def test_a_document_that_a_restart_cuts_in_two_is_there_once_and_whole(
    server: Neo4jServer,
    neo4j_database: Neo4jDatabase,
    extraction: Extraction,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neo4j, "RETRY_SECONDS", 90.0)
    starts: list[threading.Thread] = []

    def restart(text: str, params: object) -> None:
        if "MERGE (a)-[e:`RESPONSIBLE`" in text and not starts:
            server.stop(hard=True)
            starts.append(threading.Thread(target=server.start))
            starts[0].start()

    with open_store(neo4j_database.empty(), write=True) as store, open_store(str(tmp_path / "once.lb"), write=True) as once:
        store.on_statement = restart
        assert read_into(store, extraction).new
        starts[0].join()
        store.on_statement = None
        assert read_into(once, extraction).new
        assert fingerprint(StoreRows(store)) == fingerprint(StoreRows(once))
        assert not read_into(store, extraction).new


def test_a_server_that_stops_during_a_long_read_and_stays_away(
    server: Neo4jServer, neo4j_database: Neo4jDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j, "RETRY_SECONDS", 1.0)
    with open_store(neo4j_database.empty(), write=True) as store:
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(number) for number in range(600)])

        def write_and_lose() -> None:
            with store.transaction() as transaction:
                transaction.merge_nodes("Theme", [theme(601)])
                killer = threading.Timer(1.0, lambda: server.stop(hard=True))
                killer.start()
                with pytest.raises(StoreError, match="Neo4j") as caught:
                    store.read(SLOW, seconds=60)
                assert caught.value.hint
                killer.join()
                transaction.merge_nodes("Theme", [theme(602)])

        began = time.monotonic()
        with pytest.raises(StoreError, match="断开") as caught:
            write_and_lose()
        assert time.monotonic() - began < 30
        assert "再次运行" in caught.value.hint
        server.start()
        assert store.read(COUNT).rows == ((600,),)


def test_a_copy_that_fails_leaves_nothing(neo4j_database: Neo4jDatabase, tmp_path: Path, extraction: Extraction) -> None:
    with open_store(str(tmp_path / "from.lb"), write=True) as source, open_store(neo4j_database.empty(), write=True) as target:
        read_into(source, extraction)
        target.on_statement = fail_at_edges
        with pytest.raises(ZeroDivisionError):
            copy(source, target)
        target.on_statement = None
        assert set(fingerprint(StoreRows(target)).counts.values()) == {0}
        copy(source, target)
        with pytest.raises(StoreError, match="不是空的"):
            copy(source, target)


def fail_at_edges(text: str, params: object) -> None:
    if "MERGE (a)-[" in text:
        raise ZeroDivisionError
