"""Names that a person means."""

from __future__ import annotations

import pytest

from graph.names.gazetteer import load_gazetteer
from graph.names.initials import initials, initials_of
from graph.names.suggest import match, nearest

PRINTED = ("区府办", "区教委", "区发改委", "区人社局", "区卫健委", "区房管局", "区规划资源局", "区科委", "区科创委", "区商务委", "马陆镇", "嘉定镇街道", "嘉定工业区",
           "北虹办", "区行政服务中心（区大数据中心）", "区委组织部", "区委网信办", "区文旅局", "区应急局", "区教育局办公室")


@pytest.mark.parametrize(("query", "name", "rule"), [
    ("区教育局", "区教育局", "exact"),
    ("教育局", "区教育局", "alias"),
    ("教委", "区教育局", "alias"),
    ("县教育局", "区教育局", "alias"),
    ("宝山区教育局", "区教育局", "function"),
    ("人社局", "区人力资源社会保障局", "alias"),
    ("人社", "区人力资源社会保障局", "alias"),
    ("卫健委", "区卫生健康委", "alias"),
    ("房管局", "区住房保障房屋管理局", "alias"),
    ("规资局", "区规划资源局", "alias"),
    ("政府办", "区政府办公室", "alias"),
    ("大数据中心", "区行政服务中心", "alias"),
    ("网信办", "区委网信办", "alias"),
    ("马陆", "马陆镇", "alias"),
    ("北虹", "北虹办", "alias"),
    ("医疗", "区卫生健康委", "function"),
    ("创业和就业服务局", "", ""),
    ("jyj", "区教育局", "initials"),
    ("QJYJ", "区教育局", "initials"),
    ("区教育居", "区教育局", "fuzzy"),
    ("区卫建委", "区卫生健康委", "fuzzy"),
    ("zzzz", "", ""),
    ("", "", ""),
])
def test_match(query: str, name: str, rule: str) -> None:
    gazetteer = load_gazetteer()
    units = [gazetteer.resolve(p, district="嘉定区") for p in PRINTED]
    found = match(query, [(u.name, u.aliases) for u in units], gazetteer=gazetteer)
    assert [(m.name, m.rule) for m in found[:1]] == ([(name, rule)] if name else [])
    assert all(0 < m.score <= 1 and m.text for m in found)


def test_all_of_one_function_are_found() -> None:
    names = [("区商务委", ()), ("县商务局", ()), ("区教育局", ()), ("区科委", ())]
    assert [m.name for m in match("商贸", names)] == ["区商务委", "县商务局"]


def test_nearest() -> None:
    names = ["区教育局", "区教育学院", "区民政局", "各街镇"]
    assert nearest("区教育居", names)[0] == "区教育局"
    assert nearest("教育局", names, n=1) == ("区教育局",)
    assert nearest("xyz", names) == ()


@pytest.mark.parametrize(("text", "expected"), [
    ("区教育局", "qjyj"), ("行政服务中心", "xzfwzx"), ("12345热线办", "12345rxb"), ("长宁区", "cnq"), ("闵行区", "mhq"), ("殷行街道", "yhjd"),
    ("区行政服务中心（区大数据中心）", "qxzfwzxqdsjzx"), ("", ""),
])
def test_initials(text: str, expected: str) -> None:
    assert initials(text) == expected


def test_initials_of_several_names() -> None:
    assert initials_of(["区教育局", "区教委", "区教育局"]) == "qjyj qjw"
