"""A question for a set of units, and what a moved duty would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.errors import UnknownName, UsageError
from graph.store import Store
from queries import Options, run
from queries.unit_sets import read_units


def units(*names: str) -> Options:
    return Options(units=names)


def test_a_question_about_a_unit_is_asked_for_each(small: Store) -> None:
    answer = run("obligations", small, units("区民政局", "区府办"), district="云川")
    assert {row["unit"] for row in answer.rows} == {"区民政局", "区政府办公室"}
    assert len(answer.extra["account"]) == 2
    assert answer.params["units"] == ["区民政局", "区府办"]
    alone = [run("obligations", small, unit=name, district="云川").rows for name in ("区民政局", "区府办")]
    assert answer.rows == [row for rows in alone for row in rows]


def test_rows_of_other_questions_are_chosen(small: Store) -> None:
    rows = run("overload", small, units("教育局"), district="云川").rows
    assert [row["unit"] for row in rows] == ["区教育局"]
    assert rows == [row for row in run("overload", small, district="云川").rows if row["unit"] == "区教育局"]


def test_deadlines_of_a_set_are_in_order(small: Store) -> None:
    rows = run("due", small, units("区民政局", "区教育局"), today="2025-01-01").rows
    assert {row["unit"] for row in rows} == {"区民政局", "区教育局"}
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)


def test_open_questions_of_a_set(small: Store) -> None:
    found = {row["kind"]: row["numbers"] for row in run("unsettled", small, units("柳溪镇"), district="云川").rows}
    assert found["collective_only"] == ["8"]
    assert "no_unit" not in found  # item 6 names nobody: it is in nobody's set
    assert not any(row["whole"] for row in run("unsettled", small, units("柳溪镇")).rows)


def test_wrong_use(small: Store) -> None:
    with pytest.raises(UsageError):
        run("themes", small, units("区教育局"))
    with pytest.raises(UnknownName):
        run("overload", small, units("区教于局"))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("# 分管\n区教育局、民政局\n\n区教育局\n", ("区教育局", "民政局")),
        ("\ufeff区教育局\r\n", ("区教育局",)),
        ("区教育局，区民政局；区司法局", ("区教育局", "区民政局", "区司法局")),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_read_units(tmp_path: Path, raw: str, expected: tuple[str, ...], encoding: str) -> None:
    path = tmp_path / "分管.txt"
    path.write_bytes(raw.encode(encoding) if encoding == "utf-8" else raw.lstrip("\ufeff").encode(encoding))
    assert read_units(path) == expected


def test_files_that_are_no_lists(tmp_path: Path) -> None:
    assert read_units(None) == ()
    (tmp_path / "empty.txt").write_text("# 没有\n", encoding="utf-8")
    for name in ("empty.txt", "absent.txt"):
        with pytest.raises(UsageError):
            read_units(tmp_path / name)


def moved(store: Store, *moves: str) -> dict[str, dict[str, Any]]:
    return {row["unit"]: row for row in run("overload", store, district="云川", what_if=list(moves)).rows}


def test_what_if(small: Store) -> None:
    """区教育局 has 1 (lead), 4, 7.1 and 9 (cooperates)."""
    found = moved(small, "yunchuan 4=区教育局>区政府办公室")
    assert (found["区教育局"]["direct_before"], found["区教育局"]["direct"]) == (4, 3)
    assert (found["区政府办公室"]["direct_before"], found["区政府办公室"]["direct"]) == (1, 2)
    assert found["区政府办公室"]["responsible"] == 1


def test_a_unit_that_has_the_task_keeps_the_stronger_role(small: Store) -> None:
    found = moved(small, "yunchuan 4=区教育局>区民政局")
    assert (found["区民政局"]["direct_before"], found["区民政局"]["direct"]) == (2, 2)
    assert (found["区民政局"]["cooperate_before"], found["区民政局"]["cooperate"], found["区民政局"]["responsible"]) == (1, 0, 2)


def test_an_item_moves_with_its_rows_and_several_moves_add_up(small: Store) -> None:
    found = moved(small, "yunchuan 7=区教育局＞区卫生健康委", "yunchuan 9=区教育局>区卫生健康委")
    assert (found["区教育局"]["direct_before"], found["区教育局"]["direct"]) == (4, 2)
    assert found["区卫生健康委"]["direct"] == 2


def test_nothing_is_written(small: Store) -> None:
    before = run("overload", small).to_json()
    moved(small, "yunchuan 4=区教育局>区政府办公室")
    assert run("overload", small).to_json() == before


@pytest.mark.parametrize(
    "move",
    ["yunchuan 4", "yunchuan 4=区教育局", "yunchuan=区教育局>区民政局", "yunchuan 5=区教育局>区民政局", "yunchuan 99=甲>乙"],
)
def test_a_move_that_cannot_be(small: Store, move: str) -> None:
    with pytest.raises(UsageError):
        run("overload", small, what_if=move)
