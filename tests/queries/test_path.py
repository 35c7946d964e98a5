"""The way between two units: by hand on the made graph, and against a plain breadth-first search."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from graph.errors import UnknownName
from graph.store import Store
from queries import run

DUTIES = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE u.kind <> 'collective' AND r.basis <> 'issuer' AND t.district = $district
RETURN u.id AS unit, u.name AS name, t.id AS task"""


@pytest.mark.parametrize(
    ("unit", "other", "ways", "tasks", "said"),
    [
        ("区教育局", "区民政局", [["区教育局", "区民政局"]], ["4"], "有 1 项共同任务"),
        # the office and civil affairs meet in nothing, education with each of them in one task
        ("区府办", "区民政局", [["区政府办公室", "区教育局", "区民政局"]], ["9", "4"], "最少 2 步相连，共 1 条"),
        ("区民政局", "区府办", [["区民政局", "区教育局", "区政府办公室"]], ["4", "9"], "最少 2 步相连，共 1 条"),
        ("区教育局", "区卫生健康委", [], [], "没有路径"),
        ("区卫生健康委", "区卫生计生委", [], [], "指同一个单位"),
        ("澜江区教育局", "云川区民政局", [], [], "不在同一个区"),
    ],
)
def test_ways(small: Store, unit: str, other: str, ways: list[list[str]], tasks: list[str], said: str) -> None:
    answer = run("path", small, unit=unit, other=other)
    assert [one["names"] for one in answer.extra["paths"]] == ways
    assert [row["number"] for row in answer.rows] == tasks
    assert said in answer.notes[0]


def test_a_row_says_both_roles_and_where_it_is_printed(small: Store) -> None:
    (row,) = run("path", small, unit="区教育局", other="区民政局", district="云川").rows
    assert (row["unit"], row["partner"], row["count"], row["document"]) == ("区教育局", "区民政局", 1, "yunchuan")
    assert row["quote"] == "单位：区教育局"
    assert row["partner_quote"] == "单位：区民政局"


def test_items_join_what_different_rows_name(small: Store) -> None:
    """7.1 names education, 7.2 civil affairs: one item, two rows. Task 4 names both in one row."""
    pair = {"unit": "区教育局", "other": "区民政局", "district": "云川"}
    answer = run("path", small, items=True, **pair)
    found = [(row["number"], row["partner_number"], row["count"]) for row in answer.rows]
    assert found == [("4", "4", 2), ("7.1", "7.2", 2)]
    assert [(row["task"], row["partner_task"]) for row in answer.rows] == [("t4", "t4"), ("t71", "t72")]
    assert "2 项共同事项" in answer.notes[0]
    assert len(answer.rows) == run("partners", small, unit="区教育局", district="云川").rows[0]["count"]


@pytest.mark.shared
def test_no_way_by_rows_says_so(corpus: Store) -> None:
    pair = {"unit": "区教育局", "other": "区审计局", "district": "宝山区"}
    answer = run("path", corpus, **pair)
    assert answer.rows == []
    assert "--items" in answer.notes[0]
    assert run("path", corpus, items=True, **pair).extra["paths"]


def test_collectives_join_only_where_asked(small: Store) -> None:
    steps = [len(one["units"]) - 1 for one in run("path", small, unit="各部门", other="区教育局", district="云川", collectives=True).extra["paths"]]
    assert steps == [1]
    assert run("path", small, unit="各部门", other="区教育局", district="云川").extra["paths"] == []


def test_years_narrow_it(small: Store) -> None:
    with pytest.raises(UnknownName, match="2024"):
        run("path", small, unit="区教育局", other="区民政局", district="云川", year=2024)


def lengths(pairs: dict[str, set[str]], start: str) -> dict[str, int]:
    """Steps from a unit to every other that it reaches."""
    found = {start: 0}
    waiting = [start]
    for unit in waiting:
        for other in sorted(pairs[unit] - set(found)):
            found[other] = found[unit] + 1
            waiting.append(other)
    return found


def test_no_way_is_shorter(examples: Store) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for row in examples.read(DUTIES, {"district": "云川区"}).dicts():
        named[str(row["task"])].add(str(row["unit"]))
        names[str(row["unit"])] = str(row["name"])
    pairs: dict[str, set[str]] = defaultdict(set)
    for units in named.values():
        for unit in units:
            pairs[unit] |= units - {unit}
    once = [unit for unit in sorted(names) if list(names.values()).count(names[unit]) == 1][:9]
    checked = 0
    for at, first in enumerate(once):
        far = lengths(pairs, first)
        for last in once[at + 1 :]:
            answer = run("path", examples, unit=names[first], other=names[last], district="云川区")
            ways: list[dict[str, Any]] = answer.extra["paths"]
            assert {len(way["units"]) - 1 for way in ways} == ({far[last]} if last in far else set())
            for way in ways:
                for one, other in zip(way["units"], way["units"][1:], strict=False):
                    shared = {task for task, units in named.items() if {one, other} <= units}
                    own = [row for row in answer.rows if (row["path"], row["unit_id"], row["partner_id"]) == (way["path"], one, other)]
                    assert own
                    assert {row["task"] for row in own} <= shared
                    assert {row["count"] for row in own} == {len(shared)}
                    checked += 1
    assert checked > 20
