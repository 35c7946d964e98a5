"""The explorer over Neo4j: the same data on every page, and the three main uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store import open_store
from ingest.check import check
from tests.neo4j_server import Neo4jDatabase, neo4j_database
from tests.viz.explorer.conftest import TODAY, Served, Visit, running
from tests.viz.explorer.test_graph import PICTURES
from viz.explorer import Settings
from viz.explorer.registry import SCREENS

__all__ = ["neo4j_database"]
pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def on_neo4j(example_store: str, neo4j_database: Neo4jDatabase) -> Iterator[Served]:
    with open_store(example_store) as source:
        neo4j_database.holding(source)
    with running(Settings(neo4j_database.address, today=TODAY, check=check)) as found:
        yield found


def test_every_page_has_the_same_data(served: Served, on_neo4j: Served) -> None:
    for screen in SCREENS:
        params = screen.example.params
        assert on_neo4j.json(f"/{screen.name}.json", **params) == served.json(f"/{screen.name}.json", **params), screen.name
        assert on_neo4j.get("/" if screen.name == "start" else f"/{screen.name}", **params).status_code == 200


@pytest.mark.parametrize("name", PICTURES)
def test_the_graph_is_the_same(served: Served, on_neo4j: Served, name: str) -> None:
    data = served.json("/graph.json", **PICTURES[name])
    assert on_neo4j.json("/graph.json", **PICTURES[name]) == data
    for node in {node["kind"]: node["id"] for node in data["nodes"] if not node.get("leaf")}.values():
        assert on_neo4j.json("/neighbours.json", node=node) == served.json("/neighbours.json", node=node)


@pytest.mark.browser
def test_the_main_uses(on_neo4j: Served, visit: Visit) -> None:
    page = visit(on_neo4j.address("/"))
    page.tab.fill("#search", "jyj")
    page.tab.locator("#hits li.far", has_text="云川区").first.click()
    page.tab.wait_for_url("**/unit?*")
    assert page.tab.locator("#list tr[data-t]").count() > 5
    page.tab.locator("nav.menu a", has_text="任务量").click()
    page.tab.wait_for_selector("tr.flagged")
    assert page.complaints == []
