"""分工调整测算: against a graph in which the duty really stands elsewhere, and what is said of flags, collectives and no-ops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.errors import UsageError
from graph.store import Store, open_store
from queries import run
from queries.base import Answer
from queries.render import render
from tests.queries import small as made

COUNTS = ("direct", "items", "lead", "responsible", "cooperate", "inherited")
MOVES = [  # what is moved, and who is named for the task then
    ("yunchuan 4=区教育局>区政府办公室", "t4", "office:RESPONSIBLE civil:COOPERATE"),
    ("yunchuan 4=区教育局>区民政局", "t4", "civil:RESPONSIBLE"),  # which cooperates already
    ("yunchuan 1=区教育局>区民政局", "t1", "civil:LEAD all:RESPONSIBLE"),  # the giver then has it through 各部门, the taker no more
    ("yunchuan 2=各部门>区教育局", "t2", "edu:RESPONSIBLE"),
    ("yunchuan 8=各街镇>区民政局", "t8", "civil:RESPONSIBLE"),
    ("yunchuan 9=区教育局>各部门", "t9", "office:LEAD all:COOPERATE"),
    ("yunchuan 9=区教育局>各街镇", "t9", "office:LEAD towns:COOPERATE"),
    ("yunchuan 1=各部门>各街镇", "t1", "edu:LEAD towns:RESPONSIBLE"),
    ("yunchuan 10=相关部门>区教育局", "t10", "all:COOPERATE edu:RESPONSIBLE"),
    ("yunchuan 3=相关部门>各部门", "t3", "all:COOPERATE"),
    ("yunchuan 7=区教育局>区卫生健康委", "t71", "health:RESPONSIBLE"),
    ("yunchuan 5=区卫生健康委>区教育局", "t5", "edu:RESPONSIBLE"),  # printed under its former name
]


def told(store: Store, *moves: str, **params: Any) -> Answer:
    return run("overload", store, what_if=list(moves), **params)


@pytest.mark.parametrize(("move", "task", "duties"), MOVES, ids=[move for move, _, _ in MOVES])
def test_as_if_it_stood_there(
    small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, move: str, task: str, duties: str
) -> None:
    """What is supposed equals what a graph says in which the duty stands there; who is not listed has what it had."""
    monkeypatch.setitem(made.TASKS, task, (*made.TASKS[task][:8], duties))
    with open_store(str(tmp_path / "moved.lb"), write=True) as store:
        made.fill(store)
        real = {row["unit"]: row for row in run("overload", store, district="云川区").rows if not row["town"]}
    before = {row["unit"]: row for row in run("overload", small, district="云川区").rows if not row["town"]}
    found = {row["unit"]: row for row in told(small, move, district="云川区").rows}
    assert found
    assert not [row for row in found.values() if row["kind"] == "collective"]
    for unit in before | real:
        supposed, then = found.get(unit, before.get(unit)), real.get(unit, {})
        assert supposed is not None
        assert {name: supposed[name] for name in COUNTS} == {name: then.get(name, 0) for name in COUNTS}, unit
        if then:
            assert (supposed["load"], supposed["flag"]) == (then["load"], then["flag"]), unit
    for unit, row in found.items():
        assert {name: row[f"{name}_before"] for name in COUNTS} == {name: before.get(unit, {}).get(name, 0) for name in COUNTS}
        assert any(row[name] != row[f"{name}_before"] for name in (*COUNTS, "flag"))


@pytest.mark.parametrize("move", ["yunchuan 4=区教育局>区教委", "yunchuan 5=区卫生计生委>区卫生健康委", "yunchuan 2=各部门>各部门"])
def test_onto_itself_is_refused(small: Store, move: str) -> None:
    with pytest.raises(UsageError, match="同一个单位") as caught:
        told(small, move)
    assert caught.value.hint


def test_what_the_taker_had_already_is_said(small: Store) -> None:
    notes = told(small, "yunchuan 4=区教育局>区民政局").notes
    assert "云川区民政局原来就有 yunchuan 4（配合），合并后仍算 1 项，改为责任；全区少 1 条责任关系。" in notes
    assert not [note for note in told(small, "yunchuan 4=区教育局>区政府办公室").notes if "原来就有" in note]


def test_moves_follow_each_other(small: Store) -> None:
    there_and_back = told(small, "yunchuan 4=区教育局>区政府办公室", "yunchuan 4=区政府办公室>区教育局")
    assert there_and_back.rows == []
    assert "没有单位的数字因此变化。" in there_and_back.notes


def test_a_collective_is_said_and_its_members_are_listed(small: Store) -> None:
    answer = told(small, "yunchuan 2=各部门>区教育局", district="云川区")
    rows = {row["unit"]: (row["inherited_before"], row["inherited_after"]) for row in answer.rows}
    assert rows == {"区教育局": (2, 1), "区民政局": (3, 2), "区政府办公室": (3, 2), "区卫生健康委": (3, 2)}
    assert any(note.startswith("云川区各部门是统称") and "成员 4 个，其中 4 个" in note for note in answer.notes)
    assert "经统称明确（调整后）" in render(answer, "table")
    assert "经统称明确" not in render(told(small, "yunchuan 4=区教育局>区政府办公室"), "table").partition("·")[0]


def test_without_a_roster_nothing_is_sure(examples: Store) -> None:
    numbers = [row["number"] for row in run("obligations", examples, unit="区教育局", district="松屏区", year=2024, part="direct").rows]
    answer = told(examples, f"songping-2024 {numbers[0]}=区教育局>区政府各部门", district="松屏区", year=2024)
    assert [row["unit"] for row in answer.rows if row["direct"] != row["direct_before"] or row["inherited"] != row["inherited_before"]] == ["区教育局"]
    assert any("没有名册确认的成员" in note for note in answer.notes)


@pytest.mark.shared
def test_new_flags_are_told_with_their_cause(corpus: Store) -> None:
    answer = told(corpus, "baoshan-2023 4=区科委>区教育局", district="宝山区")
    assert {row["unit"]: (row["flag_before"], row["flag"]) for row in answer.rows} == {
        "区教育局": (False, True), "区科委": (False, False), "区交通委": (False, True), "区司法局": (False, True),
    }  # fmt: skip
    assert "新提示：宝山区教育局（任务量增加）。" in answer.notes
    assert "宝山区交通委、宝山区司法局的任务量没有增加，因同类单位的离差 1.5→1，新提示为任务相对集中。" in answer.notes
    assert any("另有 30 个单位" in note and "离差 1.5→1" in note for note in answer.notes)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("move", "unit", "through"),
    [("17=区政府各部门>区教育局", "区教育局", (23, 22)), ("18=各街镇>淞南镇", "罗店镇", (27, 26)), ("4=区科委>各街镇", "罗店镇", (27, 28))],
)
def test_a_collective_never_has_a_row(corpus: Store, move: str, unit: str, through: tuple[int, int]) -> None:
    rows = {row["unit"]: row for row in told(corpus, f"baoshan-2023 {move}", district="宝山区").rows}
    assert "collective" not in {row["kind"] for row in rows.values()}
    assert (rows[unit]["inherited_before"], rows[unit]["inherited"]) == through
