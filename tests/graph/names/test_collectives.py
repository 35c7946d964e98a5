"""Collectives: canonical names, kinds of members, and who is a member."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import DataFileError
from graph.names.collectives import listed_units, members
from graph.names.gazetteer import load_gazetteer
from graph.names.rosters import Listed, Roster


@pytest.mark.parametrize(("mention", "name", "kinds", "functions", "complement", "possible"), [
    ("各街镇", "各街镇", "street town", "", False, False),
    ("各街道（镇）", "各街镇", "street town", "", False, False),
    ("各镇（街道）", "各街镇", "street town", "", False, False),
    ("各镇街", "各街镇", "street town", "", False, False),
    ("各乡镇（街道）", "各乡镇（街道）", "street town", "", False, False),
    ("各乡镇街道", "各乡镇（街道）", "street town", "", False, False),
    ("各乡镇", "各乡镇", "town", "", False, False),
    ("街道", "各街道", "street", "", False, False),
    ("各街道办事处", "各街道", "street", "", False, False),
    ("各镇人民政府", "各镇", "town", "", False, False),
    ("园区", "各园区", "park", "", False, False),
    ("各产业园区", "各园区", "park", "", False, False),
    ("相关街镇", "相关街镇", "street town", "", False, True),
    ("区政府各部门", "区政府各部门", "department", "", False, False),
    ("区政府各委、办、局", "区政府各部门", "department", "", False, False),
    ("县政府各部门", "县政府各部门", "department", "", False, False),
    ("各部门", "各部门", "department", "", False, False),
    ("区政府各相关部门", "区政府各相关部门", "department", "", False, True),
    ("区级机关各部门", "区级机关各部门", "department", "", False, False),
    ("机关各部门", "机关各部门", "office", "", False, False),
    ("各科室", "各科室", "office", "", False, False),
    ("各村（社区）", "各村（社区）", "village", "", False, False),
    ("各执法部门", "各行政执法部门", "department", "", False, False),
    ("等相关部门", "相关部门", "department", "", False, True),
    ("其他部门", "其他部门", "department", "", True, True),  # a 街道 is no 部门
    ("其他单位", "其他单位", "department street town", "", True, True),
    ("相关执法部门", "相关执法部门", "department", "", False, True),
    ("区主管行政执法部门", "区主管行政执法部门", "department", "", False, True),
    ("业务主管部门", "业务主管部门", "department", "", False, True),
    ("文件起草单位", "文件起草单位", "department street town", "", False, True),
    ("教育、卫生健康、环境保护、交通管理等主管部门", "教育、卫生健康、环境保护、交通管理等主管部门", "department", "教育 卫生健康 生态环境 交通", False, True),
    ("税务、就业领域相关部门", "税务、就业领域相关部门", "department", "税务 就业", False, True),
    ("交通、燃气等公共企事业单位", "交通、燃气等公共企事业单位", "enterprise center", "交通 燃气", False, True),
])
def test_describe(mention: str, name: str, kinds: str, functions: str, complement: bool, possible: bool) -> None:
    found = load_gazetteer().collective(mention)
    assert found is not None
    assert (found.name, found.kinds, found.functions) == (name, tuple(kinds.split()), tuple(functions.split()))
    assert (found.complement, found.possible) == (complement, possible)


@pytest.mark.parametrize("mention", ["区教育局", "马陆镇", "开发区管委会", "区政府", "教育局", "区水务局等相关部门", "责任单位", "柳溪镇"])
def test_one_body_is_no_collective(mention: str) -> None:
    assert load_gazetteer().collective(mention) is None


UNITS = ("区教育局", "区财政局", "区公安分局", "区融媒体中心", "区委组织部", "区财政局办公室", "北岸办", "马陆镇", "嘉定镇街道", "嘉定工业区", "柳溪镇", "各部门")


@pytest.mark.parametrize(("mention", "expected"), [
    ("区政府各部门", {"区教育局": True, "区公安分局": False, "区财政局": True}),
    ("各部门", {"区教育局": True, "区公安分局": False, "区财政局": True}),
    ("有关部门", {"区教育局": False, "区公安分局": False, "区财政局": False}),
    ("各街镇", {"马陆镇": True, "嘉定镇街道": True, "嘉定工业区": True, "柳溪镇": False}),
    ("相关街镇", {"马陆镇": False, "嘉定镇街道": False, "嘉定工业区": False, "柳溪镇": False}),
    ("园区", {"嘉定工业区": True}),
    ("教育、金融等主管部门", {"区教育局": False}),
    ("各科室", {"区财政局办公室": False, "北岸办": False}),
])
def test_members(mention: str, expected: dict[str, bool]) -> None:
    gazetteer = load_gazetteer()
    units = {name: gazetteer.resolve(name, district="嘉定区") for name in UNITS}
    collective = gazetteer.collective(mention)
    assert collective is not None
    found = members(collective, units, gazetteer.roster, district="嘉定区", year=2023)
    assert {m.unit: m.certain for m in found} == expected
    assert all(m.basis for m in found)


@pytest.mark.parametrize(("mention", "expected"), [
    # the greater field of a department that has no word for the lesser one in its name
    ("税务、就业、人才、教育领域相关部门", {"区人力资源社会保障局": "文中写明的领域：就业、人才", "区教育局": "文中写明的领域：教育"}),
    ("养老、食品安全等主管部门", {"区民政局": "文中写明的领域：养老", "区市场监管局": "文中写明的领域：食品安全"}),
    ("人力资源社会保障领域相关部门", {"区人力资源社会保障局": "文中写明的领域：人力资源社会保障"}),
    ("就业领域相关部门", {"区人力资源社会保障局": "文中写明的领域：就业"}),
])
def test_a_field_reaches_the_department_that_it_is_part_of(mention: str, expected: dict[str, str]) -> None:
    gazetteer = load_gazetteer()
    names = ("区教育局", "区人力资源社会保障局", "区民政局", "区市场监管局", "区就业促进中心", "区水务局", "望江街道")
    units = {name: gazetteer.resolve(name, district="云川区") for name in names}
    collective = gazetteer.collective(mention)
    assert collective is not None
    found = members(collective, units, Roster(), district="云川区")
    assert {m.unit: m.basis for m in found} == expected
    assert not any(m.certain for m in found)


def test_a_department_is_by_its_nature_one_of_the_departments_and_no_more() -> None:
    gazetteer = load_gazetteer()
    names = ("区政府办公室", "区信访办", "区教育局", "区农业农村委")
    units = {name: gazetteer.resolve(name, district="云川区") for name in names}
    found = {}
    for mention in ("各部门", "各行政执法部门", "相关执法部门"):
        collective = gazetteer.collective(mention)
        assert collective is not None
        found[mention] = {m.unit: m.basis for m in members(collective, units, Roster(), district="云川区")}
    assert found["各部门"]["区政府办公室"] == "政府工作部门，按性质属于各部门，名录未核"
    for mention in ("各行政执法部门", "相关执法部门"):
        assert found[mention] == dict.fromkeys(("区教育局", "区农业农村委"), f"按类型可能属于{mention}")


@pytest.mark.parametrize("terms", ["within: {就业: 没有的职能}", "within: {没有的职能: 民政}"])
def test_within_names_functions(terms: str, tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text(terms, "utf-8")
    with pytest.raises(DataFileError) as raised:
        load_gazetteer(path)
    assert "没有的职能" in str(raised.value)


def test_complement_leaves_out_the_covered() -> None:
    gazetteer = load_gazetteer()
    units = {name: gazetteer.resolve(name, district="云川区") for name in ("区教育局", "区财政局")}
    collective = gazetteer.collective("其他部门")
    assert collective is not None
    found = members(collective, units, gazetteer.roster, district="云川区", covered=frozenset(("区教育局",)))
    assert [m.unit for m in found] == ["区财政局"]


def test_roster_decides_first() -> None:
    gazetteer, roster = load_gazetteer(), Roster()
    roster.add("各部门", "区教育局", Listed("no", "云府〔2024〕3号"), district="云川区", year=2024)
    roster.add("各部门", "区融媒体中心", Listed("yes", "云府〔2024〕3号"), district="云川区")
    units = {name: gazetteer.resolve(name, district="云川区") for name in ("区教育局", "区融媒体中心")}
    collective = gazetteer.collective("各部门")
    assert collective is not None
    by_year = {year: {m.unit: m.certain for m in members(collective, units, roster, district="云川区", year=year)} for year in (2024, 2029)}
    assert by_year == {2024: {"区融媒体中心": True}, 2029: {"区教育局": False, "区融媒体中心": True}}


def test_a_class_answers_for_every_collective_of_its_sort() -> None:
    gazetteer, roster = load_gazetteer(), Roster()
    roster.add("各部门", "区融媒体中心", Listed("yes", "云府〔2024〕3号"), district="云川区", year=2024)
    roster.add("执法部门", "区教育局", Listed("no", "云府〔2024〕3号"), district="云川区", year=2024)
    units = {name: gazetteer.resolve(name, district="云川区") for name in ("区教育局", "区融媒体中心")}
    found = {}
    for mention in ("区政府各部门", "各委办局", "各相关部门", "各执法部门", "各有关单位"):
        collective = gazetteer.collective(mention)
        assert collective is not None
        found[mention] = {m.unit: m.certain for m in members(collective, units, roster, district="云川区", year=2024)}
    assert found == {
        "区政府各部门": {"区教育局": False, "区融媒体中心": True},
        "各委办局": {"区教育局": False, "区融媒体中心": True},
        "各相关部门": {"区教育局": False, "区融媒体中心": False},  # 相关 leaves open who is meant, whatever a roster says
        "各执法部门": {},
        "各有关单位": {"区教育局": False, "区融媒体中心": False},
    }


@pytest.mark.parametrize(("year", "certain"), [(2020, False), (2021, True), (2023, True), (2024, True), (2025, False)])
def test_a_list_is_carried_over_for_three_years(year: int, certain: bool) -> None:
    gazetteer, roster = load_gazetteer(), Roster()
    roster.add("各部门", "区教育局", Listed("yes", "云府〔2021〕3号"), district="云川区", year=2021)
    collective = gazetteer.collective("各部门")
    assert collective is not None
    units = {"edu": gazetteer.resolve("区教育局", district="云川区")}
    (found,) = members(collective, units, roster, district="云川区", year=year)
    assert found.certain is certain
    assert ("名册" in found.basis, "沿用2021年" in found.basis) == (certain, certain and year > 2021)
    assert certain or "名录未核" in found.basis


def test_towns_are_listed_where_they_are_public() -> None:
    gazetteer = load_gazetteer()
    collective = gazetteer.collective("各街镇")
    assert collective is not None
    assert {"马陆镇", "嘉定镇街道"} <= set(listed_units(collective, gazetteer.roster, district="嘉定区", year=2023))
    assert listed_units(collective, gazetteer.roster, district="云川区", year=2023) == ()


@pytest.mark.parametrize("district", ["宝山区", "嘉定区", "普陀区", "杨浦区"])
def test_shipped_rosters_name_bodies_and_sources(district: str) -> None:
    gazetteer = load_gazetteer()
    collective = gazetteer.collective("区政府各部门")
    assert collective is not None
    year = {"宝山区": 2023, "嘉定区": 2023, "普陀区": 2025, "杨浦区": 2021}[district]
    names = listed_units(collective, gazetteer.roster, district=district, year=year)
    assert len(names) > 15
    for name in names:
        listed = gazetteer.roster.answer(("各部门",), name, district=district, year=year)
        assert listed is not None
        assert listed.source
        assert gazetteer.resolve(name, district=district).name == name
