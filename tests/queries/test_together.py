"""Partners and the network, by hand on the made graph and against a count in plain Python."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.store import Store, open_store
from queries import run
from tests.graph.builders import extraction, put, task

DUTIES = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE u.kind <> 'collective' AND r.basis <> 'issuer' AND t.district = $district AND t.town = ''
RETURN u.id AS unit, t.id AS task, t.document AS document, t.item AS item, t.title AS title, t.part AS part,
       t.level AS level"""


def partners(store: Store, **params: Any) -> list[tuple[str, int, int, int]]:
    return [(row["partner"], row["count"], row["led"], row["leads"]) for row in run("partners", store, **params).rows]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        # 4 together; 7 has a row for each of them, 9 is led by the office
        ({"unit": "区教育局"}, [("区民政局", 2, 0, 0), ("区政府办公室", 1, 0, 1)]),
        ({"unit": "区教育局", "rows": True}, [("区政府办公室", 1, 0, 1), ("区民政局", 1, 0, 0)]),
        ({"unit": "区府办"}, [("区教育局", 1, 1, 0)]),
        ({"unit": "区卫生健康委"}, []),
        ({"unit": "柳溪镇"}, []),  # what only the issuer says joins nobody
    ],
)
def test_partners(small: Store, params: dict[str, Any], expected: list[tuple[str, int, int, int]]) -> None:
    assert partners(small, district="云川", **params) == expected


def test_collectives_only_where_asked(small: Store) -> None:
    found = {row[0]: row[1] for row in partners(small, unit="区教育局", district="云川", collectives=True)}
    assert found["各部门"] == 1
    (note,) = [note for note in run("partners", small, unit="区卫生健康委", district="云川").notes if "没有点名其他单位" in note]
    assert "1 项" in note


def test_numbers_are_those_of_items(small: Store) -> None:
    (row, _) = run("partners", small, unit="区教育局", district="云川").rows
    assert row["numbers"] == ["yunchuan 4", "yunchuan 7"]


def test_a_partner_is_cited_where_it_is_named(tmp_path: Path) -> None:
    """Rows under one title are one item; not each of them names whom the item names."""
    tasks = [
        task("1", "公开招生", "公布招生计划。", "责任:区政府办公室、各街镇", "annex"),
        task("2", "公开招生", "公布招生结果。", "责任:区政府办公室、区教育局", "annex"),
        task("3", "公开招生", "公布投诉电话。", "责任:区政府办公室、区教育局", "annex"),
        task("4", "公开救助", "公布救助标准。", "责任:区政府办公室", "annex"),
        task("5", "公开救助", "公布救助名单。", "责任:区民政局", "annex"),
        task("6.1", "公开预算", "公布预算。", "责任:区政府办公室", "annex"),
        task("6.2", "公开预算", "公布决算。", "责任:区财政局", "annex"),
    ]
    with open_store(str(tmp_path / "titles.lb"), write=True) as store:
        put(store, extraction(tasks))
        rows = {row["partner"]: row for row in run("partners", store, unit="区政府办公室").rows}
        (document,) = {number.split()[0] for row in rows.values() for number in row["numbers"]}
        assert {name: (row["count"], row["numbers"]) for name, row in rows.items()} == {
            "区教育局": (1, [f"{document} 2"]),
            "区民政局": (1, [f"{document} 4", f"{document} 5"]),
            "区财政局": (1, [f"{document} 6"]),
        }
        for name, row in rows.items():
            named = {one["unit"] for key in row["tasks"] for one in run("show", store, task=key).rows}
            assert {name, "区政府办公室"} <= named


def test_network(small: Store) -> None:
    answer = run("network", small, district="云川")
    rows = {row["unit"]: row for row in answer.rows}
    assert rows["区教育局"]["partners"] == 2
    assert rows["区教育局"]["count"] == 3
    assert rows["区教育局"]["rank"] == 1
    assert rows["区教育局"]["betweenness"] == pytest.approx(1 / 3, abs=1e-4)
    assert {row["unit"] for row in answer.rows} == {"区教育局", "区民政局", "区政府办公室", "区卫生计生委"}
    edges = {(edge["unit"], edge["partner"]): edge["count"] for edge in answer.extra["edges"]}
    assert sorted(edges.values()) == [1, 2]


def test_a_towns_own_units_stand_apart(examples: Store) -> None:
    assert {row["town"] for row in run("network", examples, district="云川区").rows} == {None}
    assert {row["town"] for row in run("network", examples, town="望江街道").rows} == {"望江街道"}


def counted(store: Store, district: str, rows: bool) -> tuple[dict[str, set[str]], dict[tuple[str, str], int]]:
    """Units of each item (or row) and how many each pair shares, counted without the queries."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in store.read(DUTIES, {"district": district}).dicts():
        titled = row["part"] == "annex" and row["level"] == "item" and row["title"]
        item = f"{row['document']}#{row['title'] if titled else row['item']}"
        named[str(row["task"]) if rows else item].add(str(row["unit"]))
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for units in named.values():
        for pair in combinations(sorted(units), 2):
            pairs[pair] += 1
    return named, dict(pairs)


@pytest.mark.shared
@pytest.mark.parametrize("district", ["嘉定区", "普陀区"])
@pytest.mark.parametrize("rows", [False, True])
def test_network_against_a_plain_count(corpus: Store, district: str, rows: bool) -> None:
    named, pairs = counted(corpus, district, rows)
    answer = run("network", corpus, district=district, rows=rows)
    found = {(edge["unit_id"], edge["partner_id"]): edge["count"] for edge in answer.extra["edges"]}
    assert found == pairs
    assert {row["unit_id"] for row in answer.rows} == set().union(*named.values())
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(set().union(*named.values()))
    for (first, second), count in pairs.items():
        graph.add_edge(first, second, distance=1 / count)
    between = nx.betweenness_centrality(graph, weight="distance")
    for row in answer.rows:
        assert row["betweenness"] == pytest.approx(between[row["unit_id"]], abs=1e-4)


@pytest.mark.shared
def test_the_network_is_the_same_each_time(corpus: Store) -> None:
    first, second = (run("network", corpus, district="宝山区").to_json() for _ in range(2))
    assert first == second
    assert len({row["cluster"] for row in first["rows"]}) > 1
