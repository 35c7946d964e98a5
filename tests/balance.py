"""Which process runs what, and in which order, so that two processes end at the same time and nothing is made twice.

Everything that needs the Neo4j server is one piece of work: its process alone starts a server, its statements are
planned once, and each graph is put into its one database once. Every other file is a piece of its own; those that take
long come first, as one that is left for the end keeps one process busy while the other has nothing to do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

NEO4J = "neo4j"
ON_NEO4J = re.compile(r"neo4j[^/]*\.py::|[\[-]neo4j\b|tests/graph/test_(?:ogm|exchange_admin)\.py::")
GRAPHS = ("small", "corpus", "examples")  # fixtures of tests/queries/conftest.py; the explorer takes the last on
# Those that put something else into the database follow, and behind them those that stop the server: it starts cold again.
LAST = ("tests/", "tests/queries/", "tests/viz/", "tests/graph/", "tests/store/", "tests/store/test_neo4j_faults.py")
# The files that take longest, from most to least; a file that is not here comes behind them.
LONG = (
    "tests/viz/explorer/test_pages.py",
    "tests/viz/explorer/test_site.py",
    "tests/queries/test_ask.py",
    "tests/viz/explorer/test_graph.py",
    "tests/viz/explorer/test_questions.py",
    "tests/viz/explorer/test_upload.py",
    "tests/viz/test_use.py",
    "tests/graph/test_fixes.py",
    "tests/queries/test_mcp.py",
    "tests/viz/explorer/test_print.py",
    "tests/viz/explorer/test_document.py",
    "tests/graph/test_exchange.py",
    "tests/test_cli.py",
    "tests/queries/test_obligations.py",
    "tests/queries/test_papers_content.py",
    "tests/viz/explorer/test_task.py",
    "tests/ingest/test_scan.py",
    "tests/guards/test_skips.py",
)


def piece_of(nodeid: str) -> str:
    """The piece of work that a test belongs to: NEO4J, or the path of its file."""
    return NEO4J if ON_NEO4J.search(nodeid) else nodeid.partition("::")[0]


def order(items: list[pytest.Item]) -> None:
    """Put the tests of Neo4j first, those of one graph together, then the long files; otherwise the order stays."""
    met = {piece: place for place, piece in enumerate(dict.fromkeys(piece_of(item.nodeid) for item in items))}
    # A file in one go: fixtures with parameters of a session's scope spread the tests of a file over several places.
    items.sort(key=lambda item: (*_place(item), met[piece_of(item.nodeid)]))


def _place(item: pytest.Item) -> tuple[int, int]:
    if piece_of(item.nodeid) != NEO4J:
        file = piece_of(item.nodeid)
        return len(LAST) + 1, LONG.index(file) if file in LONG else len(LONG)
    names = getattr(item, "fixturenames", ()) if item.nodeid.startswith("tests/queries/") else ()
    graph = next((place for place, name in enumerate(GRAPHS) if name in names), len(GRAPHS))
    return max(place for place, start in enumerate(LAST) if item.nodeid.startswith(start)), graph


def scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Hands out pieces of work in the order in which their first tests were collected."""
    from xdist.scheduler import LoadScopeScheduling  # tests can also be run without it

    config.option.loadscopereorder = False  # by number of tests: those that take long are few
    found = LoadScopeScheduling(config, log)
    found._split_scope = piece_of
    return found
