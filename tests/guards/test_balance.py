"""How tests are handed out to processes: see `tests/balance.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.balance import LONG, NEO4J, order, piece_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("nodeid", "piece"),
    [
        ("tests/queries/test_due.py::test_days[embedded-2025]", "tests/queries/test_due.py"),
        ("tests/queries/test_due.py::test_days[neo4j-2025]", NEO4J),
        ("tests/queries/test_due.py::test_days[2025-neo4j]", NEO4J),
        ("tests/store/test_neo4j.py::TestContract::test_reads", NEO4J),
        ("tests/store/test_neo4j_faults.py::test_no_password", NEO4J),
        ("tests/graph/test_ogm.py::test_faults", NEO4J),
        ("tests/test_cli.py::test_version", "tests/test_cli.py"),
    ],
)
def test_pieces_are_files_and_neo4j(nodeid: str, piece: str) -> None:
    assert piece_of(nodeid) == piece


def test_whoever_needs_the_server_is_in_its_piece(request: pytest.FixtureRequest) -> None:
    """Else a second server would be started, which costs more than the test itself."""
    needing = [item.nodeid for item in request.session.items if item.get_closest_marker("neo4j")]
    assert [nodeid for nodeid in needing if piece_of(nodeid) != NEO4J] == []


def test_the_order_of_what_was_collected(request: pytest.FixtureRequest) -> None:
    """Neo4j in one go and first, those that stop its server at its end; each file in one go, the long ones first."""
    items = list(request.session.items)
    order(items)
    assert items == request.session.items
    pieces = list(dict.fromkeys(piece_of(item.nodeid) for item in items))
    places = {piece: [place for place, item in enumerate(items) if piece_of(item.nodeid) == piece] for piece in pieces}
    assert all(found == list(range(found[0], found[-1] + 1)) for found in places.values())
    if NEO4J in pieces:
        assert pieces[0] == NEO4J
        ordered = [item.nodeid.partition("::")[0] for item in items if piece_of(item.nodeid) == NEO4J]
        stopping = [place for place, file in enumerate(ordered) if file == "tests/store/test_neo4j_faults.py"]
        assert stopping in ([], list(range(stopping[0], len(ordered))) if stopping else [])
    long = [piece for piece in pieces if piece in LONG]
    assert long == [piece for piece in LONG if piece in pieces]


def test_the_long_files_are_there() -> None:
    assert [name for name in LONG if not (ROOT / name).is_file()] == []
    assert len(set(LONG)) == len(LONG)
