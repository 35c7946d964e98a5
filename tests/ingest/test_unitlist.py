"""Lists of bodies in cells, brackets and lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.draft import Context
from ingest.mapped import Mapped
from ingest.unitlist import bodies, segments

LISTS = [
    ("区教育局、区民政局", [("区教育局", None), ("区民政局", None)]),
    ("区教育局，区民政局；各街镇", [("区教育局", None), ("区民政局", None), ("各街镇", None)]),
    ("区教育局 区民政局 各街镇", [("区教育局", None), ("区民政局", None), ("各街镇", None)]),
    ("区教育局\n区民政局", [("区教育局", None), ("区民政局", None)]),
    ("区人力资源社会\n保障局、区医保局", [("区人力资源社会保障局", None), ("区医保局", None)]),
    ("区住房和城乡建设局和区司法局", [("区住房和城乡建设局", None), ("区司法局", None)]),
    ("云川高新园及相关街镇", [("云川高新园", None), ("相关街镇", None)]),
    ("各街镇、园区", [("各街镇", None), ("园区", None)]),
    ("各街道（镇）、区属企业集团公司", [("各街道（镇）", None), ("区属企业集团公司", None)]),
    ("区水务局等", [("区水务局", None)]),
    ("区水务局等相关部门", [("区水务局", None), ("等相关部门", None)]),
    ("区数据局等单位", [("区数据局", None), ("等单位", None)]),
    ("区行政服务中心（区大数据中心）、区府办", [("区行政服务中心（区大数据中心）", None), ("区府办", None)]),
    ("区教育局牵头，各街镇配合", [("区教育局", "LEAD"), ("各街镇", "COOPERATE")]),
    ("办公室牵头，各科室配合", [("办公室", "LEAD"), ("各科室", "COOPERATE")]),
    ("区教育局牵头，区民政局、各街镇按职责分工负责", [("区教育局", "LEAD"), ("区民政局", "RESPONSIBLE"), ("各街镇", "RESPONSIBLE")]),
    ("区教育局、区民政局按职责分工负责", [("区教育局", "RESPONSIBLE"), ("区民政局", "RESPONSIBLE")]),
    ("由区教育局负责落实", [("区教育局", "RESPONSIBLE")]),
    ("各街道，区政府各委、办、局", [("各街道", None), ("区政府各委、办、局", None)]),
    ("各县、区人民政府，市政府各部门", [("各县、区人民政府", None), ("市政府各部门", None)]),
    ("各乡、镇政府、区教育局", [("各乡、镇政府", None), ("区教育局", None)]),
    ("区司法局、教育、卫生健康等主管部门", [("区司法局", None), ("教育、卫生健康等主管部门", None)]),
    ("税务、就业领域相关部门", [("税务、就业领域相关部门", None)]),
    ("区直有关部门和单位", [("区直有关部门和单位", None)]),
    ("区教育局（牵头），区民政局（配合单位）、各街镇", [("区教育局", "LEAD"), ("区民政局", "COOPERATE"), ("各街镇", None)]),
    ("区教育局、区民政局（列第一位者为牵头单位，下同）", [("区教育局", None), ("区民政局", None)]),
    ("区教育局、云川中等专业学校等单位", [("区教育局", None), ("云川中等专业学校", None), ("等单位", None)]),
    ("各镇（街道）及工业园区", [("各镇（街道）", None), ("工业园区", None)]),
    ("旗公安局和旗政务服务与数据管理局", [("旗公安局", None), ("旗政务服务与数据管理局", None)]),
    ("区府办会同区委党校", [("区府办", None), ("区委党校", None)]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[case[0] for case in LISTS])
def test_bodies(text: str, expected: list[tuple[str, str | None]], marked: Callable[[str], tuple[Mapped, Context]]) -> None:
    value, context = marked(text)
    assert [(b.text.printed, b.role) for b in bodies(value, context.words, context.is_body)] == expected


LABELS = [
    ("责任单位：区教育局", [("units", "RESPONSIBLE", "区教育局")]),
    ("责 任 单 位:区教育局", [("units", "RESPONSIBLE", "区教育局")]),
    ("牵头单位：区教育局；责任单位：各街镇；配合单位：区融媒体中心", [("units", "LEAD", "区教育局"), ("units", "RESPONSIBLE", "各街镇"), ("units", "COOPERATE", "区融媒体中心")]),
    ("责任部门：区教育局，完成时限：8月底前", [("units", "RESPONSIBLE", "区教育局"), ("due", "完成时限", "8月底前")]),
    ("牵头部门:区教育局,配合部门:区民政局", [("units", "LEAD", "区教育局"), ("units", "COOPERATE", "区民政局")]),
    ("指导单位：区政府办公室；责任单位：各街镇", [("other", "指导单位", "区政府办公室"), ("units", "RESPONSIBLE", "各街镇")]),
    ("责任领导：李明；主办单位：区司法局", [("other", "责任领导", "李明"), ("units", "LEAD", "区司法局")]),
]


@pytest.mark.parametrize(("text", "expected"), LABELS, ids=[case[0] for case in LABELS])
def test_labels(text: str, expected: list[tuple[str, str, str]], marked: Callable[[str], tuple[Mapped, Context]]) -> None:
    value, context = marked(text)
    assert [(kind, word, inner.printed) for kind, word, _, inner in segments(value, context.words)] == expected


def test_offsets_point_at_the_printed_words(marked: Callable[[str], tuple[Mapped, Context]]) -> None:
    text = "区教育局、区人力资源\n  社会保障局"
    value, context = marked(text)
    first, second = bodies(value, context.words, context.is_body)
    assert text[slice(*first.text.span)] == "区教育局"
    assert (second.text.span, second.text.pieces()) == ((5, len(text)), ())  # white space does not part it
    assert second.text.printed == "区人力资源社会保障局"
