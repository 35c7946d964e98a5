"""Workload: by hand on the made graph, and against a count in plain Python over all duties of the real documents."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

import pytest

from graph.errors import DataFileError, UnknownName
from graph.store import Store
from queries import run
from queries.base import Session
from queries.figures import agreement, ranks, ratio, robust_z, spread
from queries.peers import compare, sensitivity
from queries.weights import load_weights, read_weights
from queries.workload_rows import DERIVED

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
    assert (edu["peers"], edu["peer_median"], edu["ratio"], edu["rank"]) == (4, 1.5, 2.67, 1)  # the office is no peer
    assert (edu["busiest_month"], edu["busiest_count"], edu["months"]) == (8, 2, {"8": 2})  # the whole year is no December
    assert "8 月" in edu["reason"]
    alone = rows["澜江区", "区教育局"]
    assert (alone["peers"], alone["flag"], alone["score"], alone["busiest_month"]) == (1, False, None, 4)


def test_loads_and_shares(small: Store) -> None:
    rows = {row["unit"]: row for row in rows_of(small, district="云川区") if row["town"] is None}
    loads = {unit: (row["load"], row["weighted"]) for unit, row in rows.items()}
    assert loads == {
        "区教育局": (8.0, 9.0),  # 3 + 2*2 + 1, and half of each of 2 through a collective
        "区民政局": (3.0, 4.5),
        "区政府办公室": (3.0, 4.5),
        "区卫生健康委": (0.0, 1.5),
        "区卫生计生委": (2.0, 2.0),
        "柳溪镇": (0.0, 0.5),
    }
    edu = rows["区教育局"]
    assert edu["share"] == round(8 / 16, 4)
    assert (edu["document_tasks"], edu["document_share"]) == (11, round(4 / 11, 4))
    assert edu["per_item"] == round(8 / edu["document_items"], 4)


def test_few_peers_have_ranks_only(small: Store) -> None:
    rows = {row["unit"]: row for row in rows_of(small, district="云川区") if row["town"] is None}
    edu = rows["区教育局"]  # four departments without the office: a spread of so few means nothing
    assert (edu["score"], edu["flag"], edu["rank"], edu["load_median"]) == (None, False, 1, 2.5)
    assert "只排位" in edu["reason"]
    assert (edu["rank_best"], edu["rank_worst"]) == (1, 1)


def test_the_coordinating_office_stands_apart(small: Store) -> None:
    (row,) = [row for row in rows_of(small) if row["unit"] == "区政府办公室"]
    assert (row["coordinating"], row["flag"], row["rank"], row["score"]) == (True, False, None, None)
    assert "统筹协调" in row["reason"]
    assert rows_of(small)[-1]["unit"] == "区政府办公室"


def test_who_leads_alone_and_who_carries_nothing(small: Store) -> None:
    answer = run("overload", small, district="云川区")
    sole = {(one["unit"], one["theme"]) for one in answer.extra["sole_leads"]}
    assert sole == {(row["unit"], theme) for row in answer.rows for theme in row["sole_themes"]} != set()
    assert {one["unit"] for one in answer.extra["idle"] if not one["town"]} == {"区卫生健康委", "柳溪镇"}
    assert [row["unit"] for row in rows_of(small, district="云川区", idle=True) if not row["town"]] == ["区卫生健康委", "柳溪镇"]
    assert any("没有直接点名任务的单位" in note for note in answer.notes)
    assert any("人手和难易" in note for note in answer.notes)


def test_who_carries_nothing_is_told_by_year(examples: Store) -> None:
    answer = run("overload", examples)
    idle = [one for one in answer.extra["idle"] if not one["town"]]
    years = sorted({one["year"] for one in idle}, reverse=True)
    told = [note for note in answer.notes if "没有直接点名任务的单位" in note]
    assert len(years) > 1
    assert len(told) == len(years)
    for year, note in zip(years, told, strict=True):
        assert note.startswith(f"{year} 年没有直接点名任务的单位 {sum(one['year'] == year for one in idle)} 个")


def test_each_number_opens_its_rows(small: Store) -> None:
    for row in rows_of(small, ids=True):
        lists = row["task_ids"]
        for name in ("lead", "responsible", "cooperate", "direct", "inherited", "possible"):
            assert len(set(lists[name])) == len(lists[name]) == row[name], (row["unit"], name)
        assert len(lists["busiest"]) == row["busiest_count"]
        if row["also"]:
            continue  # `obligations` answers for both names of a body at once
        for name, opened in row["opens"].items():
            if name in ("partners", "rank", "peers"):
                continue  # rows of units: tests/queries/test_opens.py
            found = run(opened["query"], small, **opened["params"], **({"today": "2025-01-01"} if name == "busiest" else {}))
            assert {one["task"] for one in found.rows if name != "busiest" or one["reach"] == "direct"} == set(lists["direct" if name in DERIVED else name])


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
        ({"flagged": True}, []),
        ({"kind": "town"}, ["柳溪镇", "柳溪镇"]),
        ({"district": "澜江"}, ["区教育局"]),
        ({"town": "柳溪镇"}, ["柳溪镇"]),
    ],
)
def test_choices(small: Store, params: dict[str, Any], units: list[str]) -> None:
    assert [row["unit"] for row in rows_of(small, **params)] == units


def test_the_greatest_load_stands_first_and_towns_behind(examples: Store) -> None:
    rows = [row for row in rows_of(examples) if not row["coordinating"] and not row["government"]]
    assert [row["town"] is None for row in rows] == sorted((row["town"] is None for row in rows), reverse=True)
    loads = [row["load"] for row in rows if row["town"] is None]
    assert loads == sorted(loads, reverse=True)
    scored = [row for row in rows if row["score"] is not None]
    assert len(scored) > 20
    assert all(row["load_mad"] > 0 and row["score"] == round((row["load"] - row["load_median"]) / (1.4826 * row["load_mad"]), 2) for row in scored)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([14, 5, 5, 4, 6, 3], 9 / 1.4826),
        ([6, 5, 5, 4, 6, 3], 1 / 1.4826),
        ([20, 18, 2, 10, 1, 15], 7.5 / (1.4826 * 6.5)),  # wide spread: nothing stands out
        ([9, 2, 2, 2, 2], None),  # all alike but one: no deviation to measure by
    ],
)
def test_robust_z(values: list[float], expected: float | None) -> None:
    found = robust_z(values[0], median(values), spread(values))
    assert found == (None if expected is None else round(expected, 2))


def test_small_figures() -> None:
    assert ratio(3, 0) == 3.0
    assert ratio(5, 2) == 2.5
    assert spread([1, 1, 1]) == 0.0
    assert ranks([5, 3, 5, 1]) == [1, 3, 1, 4]
    assert agreement([4, 3, 2, 1], [8, 6, 4, 2]) == 1.0
    assert agreement([4, 3, 2, 1], [1, 2, 3, 4]) == -1.0
    assert agreement([4, 3, 2, 1], [1, 1, 1, 1]) is None
    assert agreement([3, 2, 2, 1], [3, 2, 1, 1]) == 0.8


def row(unit: str, lead: int, responsible: int, **more: Any) -> dict[str, Any]:
    zero = {"cooperate": 0, "inherited": 0, "inferred": 0, "themes": 1, "partners": 1, "busiest_count": 0, "document_tasks": 40, "document_items": 40}
    place = {"district": "云川区", "town": None, "year": 2025, "kind": "department", "unit": unit, "unit_id": unit}
    none = {"also": [], "coordinating": False, "government": False}
    return {**place, **zero, **none, "lead": lead, "responsible": responsible, "direct": lead + responsible, **more}


def test_flag_and_sensitivity(small: Store) -> None:
    """Seven peers with loads 2 to 8 and one far beyond; the office is as far, and is neither flagged nor a peer."""
    rows = [row(f"甲{number}", 0, number) for number in (1, 2, 2, 3, 3, 4)]
    rows += [row("区商务委", 2, 9), row("区政府办公室", 9, 9, coordinating=True)]
    compare(Session(small), rows)
    flagged = [one for one in rows if one["flag"]]
    assert [one["unit"] for one in flagged] == ["区商务委"]
    (loads,) = {(one["load_median"], one["load_mad"]) for one in rows[:-1]}
    assert loads == (6.0, 2.0)
    assert {(one["peers"], one["peer_median"]) for one in rows} == {(7, 3.0)}  # counted as they are ranked, for the office too
    assert flagged[0]["score"] == round((24 - 6) / (1.4826 * 2), 2)
    assert (flagged[0]["rank_best"], flagged[0]["rank_worst"]) == (1, 1)
    steady = sensitivity(rows)
    assert {one["weighting"] for one in steady} == set(load_weights().others)
    assert all(one["tau"] is not None and one["tau"] > 0.9 for one in steady)
    assert all(one["kept"] == one["top"] for one in steady)


@pytest.mark.shared
def test_a_town_whose_tasks_are_all_inferred_says_so(corpus: Store) -> None:
    """Its figures are zero; the notes tell why, and say nothing of rosters that other places lack."""
    answer = run("overload", corpus, town="淞南镇")
    (row,) = answer.rows
    assert (row["direct"], row["load"], row["inferred"]) == (0, 0.0, 21)
    assert any("21 项" in note and "发文机关推定" in note for note in answer.notes)
    assert not any("普陀区" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("change", "says"),
    [("lead: 3,", "weights"), ("cooperate: 1, inherited: 0.5}", "weights"), ("flag: {z: 2.5,", "flag"), ("lead: 6", "lead_double")],
)
def test_broken_weights_are_refused(tmp_path: Path, change: str, says: str) -> None:
    text = (Path(__file__).parents[2] / "queries" / "weights.yaml").read_text("utf-8")
    broken = tmp_path / "weights.yaml"
    broken.write_text(text.replace(change, change.replace(":", "_x:", 1), 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=says):
        read_weights(broken)


def check_partners(store: Store) -> int:
    """`overload`, `partners` and `network` mean the same by a partner; the number of units compared."""
    rows = {(row["district"], row["unit"]): row for row in rows_of(store, year=2025) if not row["town"]}
    network = {(row["district"], row["unit"]): row["partners"] for row in run("network", store, year=2025).rows if not row["town"]}
    compared = {place: count for place, count in network.items() if place in rows and not rows[place]["also"]}
    assert {place: rows[place]["partners"] for place in compared} == compared
    for district, unit in list(compared)[:6]:
        own = [row for row in run("partners", store, unit=unit, district=district, year=2025).rows if row["unit"] == unit]
        assert len(own) == compared[district, unit]
    return len(compared)


def test_partners_are_counted_by_items_everywhere(small: Store) -> None:
    """7.1 and 7.2 are rows of one item: they make 区教育局 and 区民政局 partners even without the task that names both."""
    assert check_partners(small) == 4


def test_partners_of_the_examples(examples: Store) -> None:
    assert check_partners(examples) > 30


@pytest.mark.shared
def test_rows_of_one_item_make_partners(corpus: Store) -> None:
    told = {row["unit"]: row for row in rows_of(corpus, district="宝山区") if not row["town"]}
    assert (told["区商务委"]["partners"], told["区审计局"]["partners"]) == (19, 1)
    assert "19 个协作单位" in told["区商务委"]["reason"]


def test_a_year_without_documents_is_no_year_of_idle_units(small: Store) -> None:
    with pytest.raises(UnknownName, match="2024"):
        run("overload", small, year=2024)


@pytest.mark.shared
def test_who_stands_apart_is_no_peer(corpus: Store) -> None:
    rows = {(row["district"], row["unit"]): row for row in rows_of(corpus) if not row["town"]}
    commerce, main = rows["普陀区", "区商务委"], rows["普陀区", "区政府办公室"]
    assert (commerce["peers"], commerce["peer_median"], main["peers"]) == (17, 1.0, 17)
    assert rows["杨浦区", "区政府"]["peers"] == 26
    assert "26 个部门" not in rows["杨浦区", "区政府"]["reason"]  # it is not compared with its departments
