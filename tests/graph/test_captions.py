"""Captions tell a node from its namesakes; units belong to a town or to the district."""

from __future__ import annotations

import pytest

from graph.captions import document_caption, short_place, task_caption, unit_caption
from graph.records import stem_of
from graph.units import from_above, town_of

PLACES = [("云川区", "云川"), ("浦北新区", "浦北"), ("石桥镇", "石桥"), ("望江街道", "望江"), ("郊县", "郊县"), ("", "")]
STEMS = [("docs/a.b.pdf", "a.b"), ("C:\\文件\\要点.docx", "要点"), ("plain", "plain"), (".hidden", ".hidden"), ("a/b.d/c", "c")]
TOWNS = [
    ("党政办公室", "office", "石桥镇", "石桥镇"),
    ("党政办公室", "office", "", ""),
    ("石桥镇", "town", "石桥镇", ""),
    ("望江街道", "street", "石桥镇", ""),
    ("区教育局", "department", "石桥镇", ""),
    ("市财政局", "department", "石桥镇", ""),
    ("市场监管所", "office", "石桥镇", "石桥镇"),
    ("市政所", "office", "石桥镇", "石桥镇"),
    ("区域办", "office", "石桥镇", "石桥镇"),
    ("各科室", "collective", "石桥镇", "石桥镇"),
    ("区政府各部门", "collective", "石桥镇", ""),
]
ABOVE = [("市财政局", "云川区", True), ("市场监管局", "云川区", False), ("区教育局", "云川区", False), ("市财政局", "澜江市", False)]


@pytest.mark.parametrize(("name", "short"), PLACES)
def test_short_place(name: str, short: str) -> None:
    assert short_place(name) == short


@pytest.mark.parametrize(("path", "stem"), STEMS)
def test_stem(path: str, stem: str) -> None:
    assert stem_of(path) == stem


@pytest.mark.parametrize(("name", "kind", "town", "expected"), TOWNS)
def test_town_of_a_unit(name: str, kind: str, town: str, expected: str) -> None:
    assert town_of(name, kind, town) == expected


@pytest.mark.parametrize(("name", "area", "expected"), ABOVE)
def test_bodies_from_above(name: str, area: str, expected: bool) -> None:
    assert from_above(name, area) is expected


def test_captions() -> None:
    assert unit_caption("区教育局", "云川区", "") == "云川区·区教育局"
    assert unit_caption("党政办公室", "云川区", "石桥镇") == "云川区石桥镇·党政办公室"
    assert unit_caption("区教育局", "", "") == "区教育局"
    assert task_caption("云川区", 2024, "14", "招生信息公开") == "云川2024-14 招生信息公开"
    assert task_caption("云川区", None, "14", "") == "云川-14"
    assert task_caption("石桥镇", 2024, "1", "十五个字的题目会被截短到十四个字") == "石桥2024-1 十五个字的题目会被截短到十四…"
    assert document_caption("云川区", 2024, "要点", "很长的题目") == "云川2024 要点"
    assert document_caption("", None, "", "题目") == "题目"
