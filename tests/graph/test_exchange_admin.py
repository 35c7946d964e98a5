"""The CSV files for neo4j-admin, read by neo4j-admin itself into a server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.exchange import StoreRows, export, fingerprint
from graph.store import open_store
from tests.neo4j_server import Neo4jDatabase, Neo4jServer, missing
from tests.queries.small import fill

pytestmark = pytest.mark.neo4j
TEXT = "引号'\"、反斜杠\\、逗号,\t换行\n和\U0001f600；; "


@pytest.fixture
def bare_server(tmp_path: Path) -> Iterator[Neo4jServer]:
    """A server that has not been started yet."""
    if absent := missing():
        pytest.skip(f"neo4j-admin cannot be run: {absent}")
    server = Neo4jServer(tmp_path / "server", heap="400m")
    server.prepare()
    yield server
    server.stop(hard=True)


def test_neo4j_admin_takes_the_files(bare_server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(str(tmp_path / "small.lb"), write=True) as store:
        fill(store)
        with store.transaction() as work:
            lists = {"section": [TEXT, ""], "themes": [], "reports_to": []}
            work.merge_nodes("Task", [{"id": "odd", "title": "", "content": TEXT, **lists}])
        expected = fingerprint(StoreRows(store))
        written = export(store, "neo4j-admin", tmp_path / "csv")
    assert written == sum(expected.counts.values())
    said = bare_server.admin("database", "import", "full", "neo4j", "@import.args", folder=tmp_path / "csv")
    assert "IMPORT DONE" in said
    bare_server.start()
    for name, value in bare_server.environment.items():
        monkeypatch.setenv(name, value)
    # Opening completes what the import leaves out: empty lists and indexes.
    with open_store(bare_server.address) as store:
        assert expected.differences(fingerprint(StoreRows(store))) == []
    database = Neo4jDatabase(bare_server.address, bare_server)
    assert database.run("SHOW INDEXES YIELD name WHERE name = 'zeren_names' RETURN name")
