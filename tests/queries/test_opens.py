"""Every figure that says which question is behind it: the answer to that question has what the figure counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from graph.store import Store
from queries.base import Options, Row, Session
from queries.papers.facts import gather
from queries.papers.ledger import ledgers
from queries.registry import run
from queries.weights import load_weights

ALL = Options(limit=0)


@pytest.fixture
def asked(examples: Store) -> Callable[[Row], list[Row]]:
    """The rows of the answer that a figure leads to; several figures may lead to the same."""
    known: dict[str, list[Row]] = {}

    def rows(told: Row) -> list[Row]:
        key = json.dumps(told, ensure_ascii=False, sort_keys=True)
        if key not in known:
            known[key] = run(told["query"], examples, ALL, **told["params"]).rows
        return known[key]

    return rows


@pytest.mark.parametrize("scope", [{"district": "云川区", "year": 2025}, {"town": "柳溪镇"}])
def test_overload(examples: Store, asked: Callable[[Row], list[Row]], scope: dict[str, Any]) -> None:
    weights = load_weights().weights
    rows = [row for row in run("overload", examples, ALL, **scope).rows if row["direct"]]
    for row in rows:
        opens = row["opens"]
        direct = asked(opens["direct"])
        assert len(direct) == row["direct"]
        assert asked(opens["load"]) == direct == asked(opens["items"])
        assert sum(weights[one["role"].lower()] for one in direct) == pytest.approx(row["load"])
        assert row["themes"] == len({theme for one in direct for theme in one["themes"]})
        assert ("themes" in opens) == bool(row["themes"])
        assert ("partners" in opens) == bool(row["partners"])
        if row["partners"]:
            assert len(asked(opens["partners"])) == row["partners"]
        if row["rank"]:
            kin = [one for one in asked(opens["rank"]) if one["rank"]]
            assert any(one["unit"] == row["unit"] and one["rank"] == row["rank"] for one in kin)
            assert {one["kind"] for one in kin} == {row["kind"]}


@pytest.mark.parametrize("scope", [{"district": "云川区", "year": 2025}, {"district": "云川区", "rows": True}])
def test_network(examples: Store, asked: Callable[[Row], list[Row]], scope: dict[str, Any]) -> None:
    for row in run("network", examples, ALL, **scope).rows:
        assert set(row["opens"]) == {name for name in ("partners", "count") if row[name]}
        if row["partners"]:
            partners = asked(row["opens"]["partners"])
            assert len(partners) == row["partners"]
            assert sum(one["count"] for one in partners) == row["count"]


def test_compare(examples: Store) -> None:
    rows = run("compare", examples, ALL, district=["云川区", "松屏区"]).rows
    assert rows
    found = run("cypher", examples, ALL, statement="MATCH (t:Task) RETURN t.id AS task, t.number AS number, t.themes AS themes").rows
    numbers = {one["task"]: one for one in found}
    for row in rows:
        for side in ("a", "b"):
            assert bool(row[f"count_{side}"]) == bool(row[f"tasks_{side}"])
            for task, number in zip(row[f"tasks_{side}"], row[f"numbers_{side}"], strict=True):
                assert number.split()[-1] == numbers[task]["number"]
                assert row["theme"] in numbers[task]["themes"]


def test_the_note_names_the_actual_collective(small: Store) -> None:
    note = run("obligations", small, unit="教育局", district="云川区").notes[0]
    assert "经“各部门”等统称明确" in note
    assert "各街镇" not in note


def test_lists_of_units_stand_in_the_order_of_an_office(examples: Store) -> None:
    found = [one.name for one in ledgers(gather(Session(examples, limit=0), ["云川区"], [2025], []))]
    assert found.index("区政府办公室") == 0
    assert found.index("区教育局") < found.index("区民政局")
