"""What a person types, and which units it means."""

from __future__ import annotations

import pytest

from graph.errors import UnknownName
from graph.store import Store
from queries import run
from queries.base import Options, Session
from queries.names import called, find_bodies, find_districts, find_theme
from queries.unit_sets import Listed


def meant(store: Store, text: str) -> list[str]:
    return [body.called for body in find_bodies(Session(store), text, [], [])]


BOTH = ["云川区教育局", "澜江区教育局"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区教育局", BOTH),
        ("教育局", BOTH),
        ("区教委", BOTH),
        ("教委", BOTH),
        ("jyj", BOTH),
        ("QJYJ", BOTH),
        ("澜江区教育局", ["澜江区教育局"]),
        ("澜江教育局", ["澜江区教育局"]),
        ("某市澜江区教育局", ["澜江区教育局"]),
        ("云川jyj", ["云川区教育局"]),
        ("柳溪镇", ["云川区柳溪镇"]),
        ("府办", ["云川区政府办公室"]),
        ("各部门", ["云川区各部门"]),
        ("卫健委", ["云川区卫生健康委"]),
    ],
)
def test_a_name_means(small: Store, text: str, expected: list[str]) -> None:
    assert meant(small, text) == expected


def test_former_names_come_along(small: Store) -> None:
    (body,) = find_bodies(Session(small), "卫健委", [], [])
    assert (body.ids, body.others) == (("health", "oldhealth"), ("区卫生计生委",))


@pytest.mark.parametrize("text", ["区教于局", "水利电力联合总公司", "xyzxyz"])
def test_a_slip_is_only_suggested(small: Store, text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        meant(small, text)
    assert caught.value.hint


def test_a_function_says_that_it_is_one(small: Store) -> None:
    answer = run("obligations", small, unit="教体局", district="云川")
    assert {row["unit"] for row in answer.rows} == {"区教育局"}
    assert any("按职能理解为区教育局" in note for note in answer.notes)
    assert not any("按职能" in note for note in run("obligations", small, unit="民政局").notes)


@pytest.mark.shared
def test_a_second_plate_in_brackets_is_a_name(corpus: Store) -> None:
    assert meant(corpus, "嘉定区大数据中心") == meant(corpus, "嘉定区行政服务中心") == ["嘉定区行政服务中心"]


@pytest.mark.parametrize(
    ("name", "district", "town", "expected"),
    [
        ("区教育局", "云川区", "", "云川区教育局"),
        ("县教育局", "云川县", "", "云川县教育局"),
        ("市场监管局", "云川区", "", "云川区市场监管局"),
        ("柳溪镇", "云川区", "柳溪镇", "云川区柳溪镇"),
        ("党政办", "云川区", "柳溪镇", "云川区柳溪镇党政办"),
        ("区教育局", "", "", "区教育局"),
    ],
)
def test_called(name: str, district: str, town: str, expected: str) -> None:
    assert called(name, district, town) == expected


@pytest.mark.parametrize(("words", "expected"), [(["云川"], ["云川区"]), (["澜江区", "云川"], ["澜江区", "云川区"]), ([], [])])
def test_districts(small: Store, words: list[str], expected: list[str]) -> None:
    assert find_districts(Session(small), words) == expected


@pytest.mark.parametrize(("text", "expected"), [("教育", "教育"), ("政策解读工作", "政策解读"), ("没有的主题", None)])
def test_themes(small: Store, text: str, expected: str | None) -> None:
    assert find_theme(Session(small), text) == expected


def test_a_unit_that_the_named_district_does_not_have_is_not_taken_from_another(corpus: Store) -> None:
    assert find_bodies(Session(corpus), "交通委", [], [])
    with pytest.raises(UnknownName):
        find_bodies(Session(corpus), "杨浦区交通委", [], [])


@pytest.mark.parametrize(
    ("text", "districts", "message", "hint"),
    [
        ("浦东新区教育局", [], "图库没有浦东新区的文件", "已读入的区：云川区、澜江区"),
        ("松屏区经委", ["云川区"], "图库没有松屏区的文件", "已读入的区：云川区、澜江区"),
        ("澜江区教育局", ["云川区"], "云川区没有单位“澜江区教育局”", "有这个单位的是：澜江区"),
        ("澜江教育局", ["云川区"], "云川区没有单位“澜江教育局”", "有这个单位的是：澜江区"),
    ],
)
def test_a_unit_of_another_district_is_no_unit_of_these(small: Store, text: str, districts: list[str], message: str, hint: str) -> None:
    with pytest.raises(UnknownName) as caught:
        find_bodies(Session(small), text, districts, [])
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("obligations", {"unit": "澜江区教育局", "district": "云川区"}),
        ("due", {"unit": "松屏区教育局"}),
        ("partners", {"unit": "澜江区教育局", "district": "云川区"}),
        ("matrix", {"unit": "松屏区教育局"}),
    ],
)
def test_no_question_answers_for_another_district(small: Store, name: str, given: dict[str, str]) -> None:
    with pytest.raises(UnknownName):
        run(name, small, **given)


def test_one_wrong_line_of_a_list_says_where_the_unit_is(small: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        run("overload", small, Options(units=(Listed("教育局", 1), Listed("澜江区教育局", 2))), district="云川区")
    assert caught.value.message == "名单第 2 行有 1 个单位没有找到：“澜江区教育局”"
    assert caught.value.hint == "有这个单位的是：澜江区"
