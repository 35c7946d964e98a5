"""Workload: by hand on the made graph, and against a count in plain Python over all duties of the real documents."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any

import pytest

from graph.store import Store
from queries import run
from queries.figures import concentrated, rank, ratio, spread

NAMES = ("lead", "responsible", "cooperate", "direct", "items", "inherited", "possible", "themes", "partners")
EXPECTED = {
    # 区卫生健康委 inherits 1, 2 and 10; what it owes under its former name stands in the former name's row.
    "区教育局": (1, 2, 1, 4, 4, 2, 1, 4, 2),
    "区民政局": (0, 1, 1, 2, 2, 3, 1, 2, 1),
    "区政府办公室": (1, 0, 0, 1, 1, 3, 0, 1, 1),
    "区卫生健康委": (0, 0, 0, 0, 0, 3, 1, 0, 0),
    "区卫生计生委": (0, 1, 0, 1, 1, 0, 0, 1, 0),
    "柳溪镇": (0, 0, 0, 0, 0, 1, 0, 0, 0),
}


def rows_of(store: Store, **params: Any) -> list[dict[str, Any]]:
    return run("overload", store, **params).rows


def test_figures_of_a_district(small: Store) -> None:
    rows = {row["unit"]: row for row in rows_of(small, district="云川区") if row["town"] is None}
    assert {unit: tuple(row[name] for name in NAMES) for unit, row in rows.items()} == EXPECTED


def test_peers_are_of_one_kind_district_and_year(small: Store) -> None:
    rows = {(row["district"], row["unit"]): row for row in rows_of(small) if row["town"] is None}
    edu = rows["云川区", "区教育局"]
    assert (edu["peers"], edu["peer_median"], edu["score"], edu["rank"]) == (5, 1.0, 4.0, 1)
    assert edu["flag"] is True
    assert (edu["busiest_month"], edu["busiest_count"]) == (8, 2)  # the whole-year task is no task of December
    assert "8 月" in edu["reason"]
    alone = rows["澜江区", "区教育局"]
    assert (alone["peers"], alone["flag"], alone["busiest_month"]) == (1, False, 4)


def test_the_coordinating_office_is_marked_and_never_flagged(small: Store) -> None:
    (row,) = [row for row in rows_of(small) if row["unit"] == "区政府办公室"]
    assert (row["coordinating"], row["flag"]) == (True, False)
    assert "统筹协调" in row["reason"]


def test_two_names_of_one_body_know_of_each_other(small: Store) -> None:
    also = {row["unit"]: row["also"] for row in rows_of(small, district="云川区") if row["also"]}
    assert also == {"区卫生健康委": ["区卫生计生委"], "区卫生计生委": ["区卫生健康委"]}


def test_town_documents_and_collectives_leave_district_figures_alone(small: Store) -> None:
    rows = rows_of(small)
    assert not [row for row in rows if row["kind"] == "collective"]
    (own,) = [row for row in rows if row["town"] == "柳溪镇"]
    assert (own["direct"], own["inferred"], own["peers"]) == (0, 2, 1)


@pytest.mark.parametrize(
    ("params", "units"),
    [
        ({"flagged": True}, ["区教育局"]),
        ({"kind": "town"}, ["柳溪镇", "柳溪镇"]),
        ({"district": "澜江"}, ["区教育局"]),
        ({"year": 2024}, []),
        ({"town": "柳溪镇"}, ["柳溪镇"]),
    ],
)
def test_choices(small: Store, params: dict[str, Any], units: list[str]) -> None:
    assert [row["unit"] for row in rows_of(small, **params)] == units


def test_sorted_by_ratio(examples: Store) -> None:
    scores = [row["score"] for row in rows_of(examples)]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("value", "values", "expected"),
    [
        (14, [14, 5, 5, 4, 6, 3], True),
        (6, [6, 5, 5, 4, 6, 3], False),  # above the median, not far from it
        (2, [2, 0, 0, 0, 0], False),  # too few to be called concentrated
        (3, [3, 0, 0, 0, 0], True),
        (20, [20, 18, 2, 10, 1, 15], False),  # wide spread: nothing stands out
    ],
)
def test_concentrated(value: int, values: list[int], expected: bool) -> None:
    assert concentrated(value, values) is expected


def test_small_figures() -> None:
    assert ratio(3, 0) == 3.0
    assert ratio(5, 2) == 2.5
    assert spread([1, 1, 1]) == 1.0
    assert [rank(value, [5, 3, 5, 1]) for value in (5, 3, 1)] == [1, 3, 4]


def by_hand(store: Store) -> dict[tuple[str, int, str, str], dict[str, Any]]:
    """Figures counted in Python from the bare edges, keyed by district, year, town and unit."""
    edges = store.read(
        """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
        RETURN u.id AS unit, type(r) AS role, r.basis AS basis, t.id AS task, t.themes AS themes, t.due_kind AS kind,
               t.due AS due, t.district AS district, t.year AS year, t.town AS town"""
    ).dicts()
    units = {row["id"]: row for row in store.read("MATCH (u:Unit) RETURN u.id AS id, u.name AS name, u.kind AS kind").dicts()}
    members = store.read(
        """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)
        RETURN u.id AS unit, c.id AS collective, m.year AS year, type(m) AS sure"""
    ).dicts()
    tasks = {edge["task"]: edge for edge in edges}
    owed: dict[str, set[str]] = defaultdict(set)
    direct: dict[str, list[Any]] = defaultdict(list)
    for edge in edges:
        owed[str(edge["unit"])].add(str(edge["task"]))
        if edge["basis"] != "issuer":
            direct[str(edge["unit"])].append(edge)
    figures: dict[tuple[str, int, str, str], dict[str, Any]] = defaultdict(lambda: defaultdict(set))
    for unit, found in direct.items():
        for edge in found:
            row = figures[_key(edge, units[unit]["name"])]
            row["direct"].add(edge["task"])
            row[str(edge["role"])].add(edge["task"])
            row["themes"] |= set(edge["themes"] or ())
            row["partners"] |= {u for u in owed if edge["task"] in owed[u] and u != unit and units[u]["kind"] != "collective"}
    for sure in ("MEMBER_OF", "MAY_BE_MEMBER_OF"):
        for member in members:
            for task in owed[str(member["collective"])] if member["sure"] == sure else ():
                row = figures[_key(tasks[task], units[member["unit"]]["name"])]
                if (
                    tasks[task]["year"] == member["year"]
                    and task not in owed[str(member["unit"])]
                    and task not in row["inherited"]
                ):
                    row["inherited" if sure == "MEMBER_OF" else "possible"].add(task)
    return figures


def _key(task: Any, unit: Any) -> tuple[str, int, str, str]:
    return task["district"], task["year"], task["town"], unit


@pytest.mark.shared
def test_counts_equal_an_independent_count(corpus: Store) -> None:
    expected = by_hand(corpus)
    rows = rows_of(corpus)
    assert len(rows) > 100
    for row in rows:
        counted = expected[row["district"], row["year"], row["town"] or "", row["unit"]]
        for name, key in (
            ("direct", "direct"), ("lead", "LEAD"), ("responsible", "RESPONSIBLE"), ("cooperate", "COOPERATE"),
            ("inherited", "inherited"), ("possible", "possible"), ("themes", "themes"), ("partners", "partners"),
        ):  # fmt: skip
            assert row[name] == len(counted[key]), (row["district"], row["unit"], name)


@pytest.mark.shared
def test_the_median_is_that_of_the_rows(corpus: Store) -> None:
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(corpus):
        groups[row["district"], row["year"], row["town"], row["kind"]].append(row)
    for group in groups.values():
        for row in group:
            assert row["peers"] == len(group)
            assert row["peer_median"] == median(one["direct"] for one in group)


@pytest.mark.shared
def test_overload_and_obligations_agree(corpus: Store) -> None:
    for row in rows_of(corpus, district="宝山区"):
        if row["town"] is None:
            (account, *_) = [
                one
                for one in run("obligations", corpus, unit=row["unit"], district="宝山区").extra["account"]
                if one["town"] is None
            ]
            assert (account["direct"], account["collective"], account["possible"]) == (
                row["direct"], row["inherited"], row["possible"],
            ), row["unit"]  # fmt: skip
