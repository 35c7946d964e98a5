"""A question for a set of units, and what a moved duty would change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from graph.errors import UnknownName, UsageError
from graph.errors_en import in_english
from graph.store import Store
from queries import QUERIES, Options, Query, run
from queries.answer import answer
from queries.render import FILES, FORMATS, render_file
from queries.schemas import schema
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


def test_a_patch_is_told_about_its_own_units(examples: Store) -> None:
    """Every listed unit has its reason in words, flagged or not; the others are not told of."""
    place = {"district": "云川区", "year": 2025}
    answer = run("overload", examples, units("区教育局", "区民政局", "区残联"), **place)
    reasons = {row["unit"]: row["reason"] for row in answer.rows}
    assert set(reasons) == {"区教育局", "区民政局"}
    for unit, reason in reasons.items():
        (said,) = [note for note in answer.notes if note.startswith(f"云川{unit}")]
        assert reason in said
    assert any("名单上不在表中的：云川区残联" in note for note in answer.notes)
    others = {row["unit"] for row in run("overload", examples, **place).rows} - set(reasons)
    told = [note for note in answer.notes if "名册" not in note and "统筹协调机构单列" not in note]
    assert not [other for other in others for note in told if f"云川{other}" in note or f"、{other}" in note]
    assert {one["unit"] for one in answer.extra["sole_leads"]} <= set(reasons)


@pytest.mark.shared
def test_a_patch_tells_flagged_from_others(corpus: Store) -> None:
    notes = run("overload", corpus, units("区教育局", "区商务委", "区政府办公室"), district="宝山区").notes
    assert any(note.startswith("宝山区商务委（提示：任务相对集中）：直接任务 6 项") for note in notes)
    assert any(note.startswith("宝山区教育局（没有达到提示的界限）：直接任务 3 项") and "排第 8" in note for note in notes)
    assert any(note.startswith("宝山区政府办公室：统筹协调机构") for note in notes)
    assert not any("区发展改革委" in note or "罗店镇" in note for note in notes)


def test_what_if_of_a_set(small: Store) -> None:
    answer = run("overload", small, units("区民政局"), district="云川区", what_if=["yunchuan 4=区教育局>区政府办公室"])
    assert answer.rows == []
    answer = run("overload", small, units("区教育局"), district="云川区", what_if=["yunchuan 4=区教育局>区政府办公室"])
    assert [row["unit"] for row in answer.rows] == ["区教育局"]
    assert answer.notes[0].startswith("只列名单上的单位：2 行中的 1 行")


def test_deadlines_of_a_set_are_in_order(small: Store) -> None:
    rows = run("due", small, units("区民政局", "区教育局"), today="2025-01-01").rows
    assert {row["unit"] for row in rows} == {"区民政局", "区教育局"}
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)


def test_open_questions_of_a_set(small: Store) -> None:
    found = {row["kind"]: row["numbers"] for row in run("unsettled", small, units("柳溪镇"), district="云川").rows}
    assert found["collective_only"] == ["8"]
    assert "no_unit" not in found  # item 6 names nobody: it is in nobody's set
    assert not any(row["whole"] for row in run("unsettled", small, units("柳溪镇")).rows if row["kind"] != "no_lead")


@pytest.mark.parametrize(
    ("name", "params"), [("show", {"task": "yunchuan 2"}), ("owners", {"about": "政策解读"}), ("owners", {"about": "解读", "words": True})]
)
def test_a_task_for_all_of_them_is_theirs_too(small: Store, name: str, params: dict[str, Any]) -> None:
    """区民政局 is named in none of these tasks: 各部门 are, to whom it belongs."""
    answer = run(name, small, units("区民政局"), **params)
    assert {row["unit"] for row in answer.rows} == {"各部门"}
    assert any("各部门" in note and "云川区民政局" in note for note in answer.notes)
    assert not run(name, small, units("柳溪镇"), **params).rows


def test_wrong_use(small: Store) -> None:
    with pytest.raises(UsageError, match="units"):  # a statement that does not use the list
        run("cypher", small, units("区教育局"), statement="MATCH (u:Unit) RETURN u.name AS unit")
    for query in QUERIES:
        with pytest.raises(UnknownName):
            answer(query, small, STATED.get(query.name, query.example.params), units("区教于局"))


STATED: dict[str, dict[str, Any]] = {  # what the worked example does not fit
    "cypher": {"statement": "MATCH (u:Unit) WHERE u.id IN $units RETURN u.name AS unit ORDER BY unit"},
    "show": {"task": "yunchuan 4"},
    "trace": {"about": "yunchuan"},
    "compare": {"grid": True},
}
EXAMPLE: dict[str, dict[str, Any]] = {"cypher": STATED["cypher"], "overload": {}}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_question_takes_a_set(examples: Store, query: Query) -> None:
    """All units of a district together leave no less than what two of them do, and the whole no less than that."""
    params = EXAMPLE.get(query.name, query.example.params)
    few, more = (answer(query, examples, params, units(*names)) for names in (("区教育局",), ("区教育局", "区民政局")))
    assert few.params["units"] == ["区教育局"]
    assert few.total <= more.total
    if query.name != "cypher":
        assert more.total <= answer(query, examples, params).total or query.name in ("obligations", "partners")
    assert not list(Draft202012Validator(schema(query.name)).iter_errors(json.loads(json.dumps(few.to_json()))))
    for form in (*FORMATS, *FILES):
        assert render_file(few, form)


def test_figures_of_a_set(small: Store) -> None:
    """区民政局: 4 and 7.2, through 各部门 1, 2 and 10, possibly 3; that of 云川区 has no other."""
    own = units("区民政局")
    assert {row["theme"]: row["tasks"] for row in run("themes", small, own).rows} == {
        "政策解读": 2, "教育": 1, "行政执法": 1, "政府开放活动": 1, "养老托育与社会保障": 1, "培训": 1,
    }  # fmt: skip
    assert [(row["document"], row["tasks"]) for row in run("documents", small, own).rows] == [("yunchuan", 6)]
    counted = {row["code"]: row["value"] for row in run("stats", small, own).rows}
    assert (counted["documents"], counted["tasks"], counted["units"], counted["duties"]) == (1, 6, 1, 2)
    assert "collectives" not in counted
    assert next((row["document"], row["tasks"]) for row in run("compare", small, own, grid=True).rows) == ("yunchuan", 6)
    names = {row["name"] for row in run("search", small, own, words="教育").rows}
    assert "教育" in names  # the theme of task 1, not the body of this name
    assert "区教育局" not in names


def test_a_set_says_what_it_left_out(small: Store) -> None:
    for name, params in (("themes", {}), ("documents", {}), ("stats", {}), ("compare", {}), ("search", {"words": "培训"})):
        noted = run(name, small, units("区民政局"), **params).notes
        assert any("名单" in note for note in noted), name
        assert not any("名单" in note for note in run(name, small, **params).notes), name


def test_sources_of_a_set(examples: Store) -> None:
    """区政府办公室 had last year's item, 区教育局 has neither; what is said of the document does not change with the set."""
    whole = run("trace", examples, about="yunchuan-2025")
    for unit, expected in (("区政府办公室", whole.rows), ("区教育局", [])):
        some = run("trace", examples, units(unit), about="yunchuan-2025")
        assert some.rows == expected
        assert [note for note in some.notes if "名单" not in note] == whole.notes


def test_no_lead_is_said_of_the_whole_document(small: Store) -> None:
    """澜江区 names no lead at all, 云川区 does elsewhere: a set of units must not blur that."""
    said = {row["document"]: row for row in run("unsettled", small, units("区教育局"), kind="no_lead").rows}
    assert said["lanjiang"]["whole"]
    assert said["lanjiang"]["reason"] == run("unsettled", small, district="澜江区", kind="no_lead").rows[0]["reason"]
    assert not said["yunchuan"]["whole"]


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


def test_every_slip_of_a_list_is_told_with_its_line(small: Store, tmp_path: Path) -> None:
    path = tmp_path / "分管.txt"
    path.write_text("区教育局\n# 说明\n区教育居\n区民政局、区民证局\n", "utf-8")
    for query in ("obligations", "overload", "unsettled", "due"):
        with pytest.raises(UnknownName) as caught:
            run(query, small, Options(units=read_units(path)))
        assert caught.value.message == "名单第 3、4 行有 2 个单位没有找到：“区教育居”、“区民证局”"
        assert "区教育居→" in caught.value.hint
        assert "区民证局→" in caught.value.hint
        assert in_english(caught.value.message).startswith("lines 3, 4 of the list")


def test_why_a_list_cannot_be_read_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_units(tmp_path / "absent.txt")
    assert caught.value.message.endswith("读不出来：没有这个文件")


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
