"""What is due when: by hand on the made graph, and on the real documents."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from graph.errors import UsageError
from graph.store import Store
from queries import Options, run

TODAY = "2025-06-01"


def due(store: Store, **params: Any) -> list[tuple[Any, ...]]:
    rows = run("due", store, **{"today": TODAY, **params}).rows
    return [(row["number"], row["unit"], row["due"].isoformat()) for row in rows]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"month": "8", "unit": "区教育局", "district": "云川"}, [("4", "区教育局"), ("7.1", "区教育局")]),
        ({"month": 8}, [("4", "区教育局"), ("4", "区民政局"), ("5", "区卫生计生委"), ("7.1", "区教育局")]),
        ({"month": "8", "role": "配合"}, [("4", "区民政局")]),
        ({"month": "12"}, []),
        ({"month": "12", "district": "澜江", "all_year": True}, []),
        ({"month": "4"}, [("1", "区教育局")]),
        ({"before": "2025-04-30"}, [("1", "区教育局")]),
        ({"before": "2025-04-29"}, []),
        ({"after": "2025-05-01", "before": "2025-08-20", "unit": "卫健委"}, [("5", "区卫生计生委")]),
    ],
)
def test_points_and_windows(small: Store, params: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert [(number, unit) for number, unit, _ in due(small, **params)] == expected


def test_the_whole_year_is_a_group_of_its_own(small: Store) -> None:
    answer = run("due", small, district="云川", today=TODAY)
    assert {row["number"] for row in answer.rows} == {"4", "5", "7.1"}
    assert any("2 项全年推进" in note for note in answer.notes)
    rows = run("due", small, district="云川", today=TODAY, all_year=True).rows
    yearly = [row for row in rows if row["due_kind"] == "year"]
    assert {row["number"] for row in yearly} == {"1", "2"}
    assert rows[-len(yearly) :] == yearly
    assert {row["status"] for row in yearly} == {"all_year"}


def test_the_account_sums_up(small: Store) -> None:
    """11 tasks of 云川区 without item 7; item 6 names nobody and has no day. Those of its town are no part of them."""
    notes = run("due", small, district="云川", today=TODAY).notes
    (note,) = [note for note in notes if note.startswith("核对")]
    assert "有具体日期 3 + 全年推进 2 + 没有日历时限 6 = 全部任务 11" in note
    (town,) = [note for note in notes if note.startswith("柳溪镇自己的文件")]
    assert "有具体日期 0 + 全年推进 0 + 没有日历时限 2 = 全部任务 2" in town
    (own,) = [note for note in run("due", small, town="柳溪", today=TODAY).notes if "核对" in note]
    assert "= 全部任务 2（" in own  # asked for, it is what the figures are about


@pytest.mark.parametrize("params", [{"role": "牵头"}, {"month": "8"}, {"month": "12", "role": "配合"}])
def test_the_account_is_that_before_the_filters(small: Store, params: dict[str, str]) -> None:
    (note,) = [note for note in run("due", small, district="云川", today=TODAY, **params).notes if note.startswith("核对")]
    assert "= 全部任务 11" in note


def test_the_documents_of_towns_come_last(examples: Store) -> None:
    for params in ({}, {"all_year": True}):
        towns = [row["town"] for row in run("due", examples, Options(limit=0), district="云川区", year=2025, today=TODAY, **params).rows]
        assert any(towns)
        assert towns == sorted(towns, key=lambda town: town or "")


@pytest.mark.parametrize(
    ("today", "status"), [("2025-08-20", "ahead"), ("2025-08-21", "passed"), ("2030-01-01", "passed"), ("2025-01-01", "ahead")]
)
def test_a_day_that_has_passed_is_never_called_late(small: Store, today: str, status: str) -> None:
    answer = run("due", small, month="8", today=today)
    assert {row["status"] for row in answer.rows} == {status}
    assert not any("逾期" in text for text in [*answer.notes, json.dumps(answer.to_json(), ensure_ascii=False)])
    assert answer.to_json()["today"] == today


def test_what_was_due_before_the_document_was_issued(examples: Store) -> None:
    rows = run("due", examples, district="云川区", year=2023, today="2023-06-01").rows
    found = {row["number"]: row["status"] for row in rows}
    assert found["3"] == found["12.2"] == "before_issue"
    assert found["8.1"] == "passed"
    assert found["15"] == "ahead"


def test_deadlines_of_the_prose_are_marked(examples: Store) -> None:
    rows = run("due", examples, district="云川区", year=2024, today=TODAY).rows
    stated = {(row["document"], row["number"], row["unit"]): row["stated"] for row in rows}
    assert stated["yunchuan-2024", "3.1", "区政府办公室"] == "prose"
    assert ("yunchuan-2024", "3.1", "决策承办单位") not in stated  # another clause of the item states the day
    cell = run("due", examples, district="云川区", year=2025, month=8, today=TODAY).rows
    assert {row["stated"] for row in cell if not row["town"]} == {"cell"}


def test_each_day_of_several_counts_in_its_month(examples: Store) -> None:
    for month in ("5", "9"):
        assert "25" in {row["number"] for row in run("due", examples, district="云川区", year=2025, month=month).rows}


def test_a_deadline_of_the_next_year_is_left_out_and_said(examples: Store) -> None:
    answer = run("due", examples, district="云川区", year=2025, month=3, today=TODAY)
    assert {row["number"] for row in answer.rows if not row["town"]} == {"15"}
    assert any("2026-03-31" in note for note in answer.notes)
    assert any(number == "27" for number, _, _ in due(examples, district="云川区", year=2025, after="2026-01-01"))


def test_a_unit_has_what_its_collectives_have(examples: Store) -> None:
    rows = run("due", examples, unit="区教育局", district="云川区", year=2025, month=5, today=TODAY).rows
    assert {(row["number"], row["reach"], row["via"]) for row in rows} >= {("26", "collective", "各部门")}


@pytest.mark.parametrize(("unit", "number"), [("望江街道", "2.2"), ("区教育局", "1.2")])
def test_the_clause_of_another_body_binds_nobody_else(examples: Store, unit: str, number: str) -> None:
    """2.2 says when 区教育局 has to be done, 1.2 when 区司法局 and 区政府办公室 have; both tasks name others too."""
    every = {row["unit"] for row in run("due", examples, Options(limit=0), district="云川区", year=2024, today=TODAY).rows
             if (row["document"], row["number"]) == ("yunchuan-2024", number)}  # fmt: skip
    assert every == {"2.2": {"区教育局"}, "1.2": {"区司法局", "区政府办公室"}}[number]
    alone = run("due", examples, unit=unit, district="云川区", year=2024, today=TODAY).rows
    assert ("yunchuan-2024", number) not in {(row["document"], row["number"]) for row in alone}
    owed = run("obligations", examples, unit=unit, district="云川区", year=2024).rows
    assert [row["days"] for row in owed if (row["document"], row["number"]) == ("yunchuan-2024", number)] == [[]]


@pytest.mark.shared
@pytest.mark.parametrize(("unit", "expected"), [("区教育局", {"3.1", "3.3"}), ("区政府办公室", {"3.3", "7.x"})])
def test_clauses_of_a_real_document(corpus: Store, unit: str, expected: set[str]) -> None:
    rows = run("due", corpus, unit=unit, district="杨浦区", today=TODAY).rows
    assert {row["number"] for row in rows} == expected


@pytest.mark.parametrize("params", [{"month": "13"}, {"month": "八月"}, {"before": "2025年8月"}, {"today": "31.8.2025"}])
def test_wrong_use(small: Store, params: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        run("due", small, **params)


def test_a_task_without_a_body_keeps_its_day(examples: Store) -> None:
    rows = run("due", examples, Options(limit=0), district="松屏区", year=2024, today=TODAY).rows
    nobody = [row for row in rows if row["unit"] is None]
    assert all(row["role"] is None and row["due"] for row in nobody)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"month": "12"}, {"37"}),
        ({"month": "8"}, {"27"}),
        ({"month": "5"}, {"16.1", "18", "38"}),
        ({"before": "2023-03-31"}, {"24.1", "29"}),
        ({"month": "10"}, {"22.3", "31.2", "36"}),
    ],
)
def test_real_document(corpus: Store, params: dict[str, str], numbers: set[str]) -> None:
    rows = run("due", corpus, district="宝山区", year=2023, today="2023-06-01", **params).rows
    assert {row["number"] for row in rows if not row["town"]} == numbers
    assert all(isinstance(row["due"], date) for row in rows)
