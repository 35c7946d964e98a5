"""Printed times and the days they mean."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.deadlines import cell_due, times
from ingest.mapped import fold

YEAR = 2023

CELLS = [
    ("全年", "2023-12-31"),
    ("年内", "2023-12-31"),
    ("年底前", "2023-12-31"),
    ("上半年", "2023-06-30"),
    ("三季度", "2023-09-30"),
    ("第四季度", "2023-12-31"),
    ("三季度末", "2023-09-30"),
    ("1-2季度", "2023-06-30"),
    ("5月底", "2023-05-31"),
    ("5月底前", "2023-05-31"),
    ("五月底", "2023-05-31"),
    ("十二月底前", "2023-12-31"),
    ("8月", "2023-08-31"),
    ("８月份", "2023-08-31"),
    ("5月上旬", "2023-05-10"),
    ("8月中旬前", "2023-08-20"),
    ("4月20日前", "2023-04-20"),
    ("10月15日前", "2023-10-15"),
    ("3—11月", "2023-11-30"),
    ("3月至10月", "2023-10-31"),
    ("6月1日至8月31日", "2023-08-31"),
    ("次年1月底前", "2024-01-31"),
    ("下一年第一季度", "2024-03-31"),
    ("明年3月", "2024-03-31"),
    ("2024年5月31日前", "2024-05-31"),
    ("2024-06-30", "2024-06-30"),
    ("2025年", "2025-12-31"),
    ("2024—2025年", "2025-12-31"),
    ("7月10日前、12月20日前", "2023-12-20"),
    ("全年，12月底前上报总结", "2023-12-31"),
    ("即日起至11月底", "2023-11-30"),
    ("二〇二三年六月底前", "2023-06-30"),
    ("2023-06", "2023-06-30"),
    ("2023.06", "2023-06-30"),
    ("6.30前", "2023-06-30"),
    ("3月中旬至4月上旬", "2023-04-10"),
    ("2023年内", "2023-12-31"),
    ("十四五末", "2025-12-31"),
    ("“十五五”期末", "2030-12-31"),
    ("2023.4-2023.11", "2023-11-30"),
    ("半年内", None),
    ("半年一次", None),
    ("2023年春节前", None),
    ("按市级要求时限", None),
    ("本月底前", None),
    ("节假日前", None),
    ("持续推进", None),
    ("长期", None),
    ("每季度", None),
    ("每月5日前", None),
    ("10个工作日内", None),
    ("印发后30天内", None),
    ("开学前", None),
    ("2023年3月起", None),
    ("2月30日前", None),
    ("13月底", None),
]


@pytest.mark.parametrize(("text", "due"), CELLS, ids=[c[0] for c in CELLS])
def test_cell(text: str, due: str | None) -> None:
    found = cell_due(text, YEAR)
    assert (found.isoformat() if found else None) == due


def test_a_cell_without_plan_year_has_only_days_that_print_their_year() -> None:
    assert cell_due("5月底前", None) is None
    assert cell_due("2024年5月底前", None) == date(2024, 5, 31)


KINDS = [
    ("年内邀请代表列席不少于4次", [("年内", "year")]),
    ("8月集中组织开展", [("8月", "window")]),
    ("于3月31日前向社会公开", [("3月31日前", "point")]),
    ("每季度不少于1次", [("每季度", "recurring")]),
    ("每年8月集中开展", [("每年8月", "recurring")]),
    ("决策出台后的10个工作日内公开", [("决策出台后的10个工作日内", "trigger")]),
    ("并于本要点印发后30天内报送", [("本要点印发后30天内", "trigger")]),
    ("起草单位要在文件公布后3个工作日内解读", [("文件公布后3个工作日内", "trigger")]),
    ("各街道自收到申请之日起15个工作日内答复", [("收到申请之日起15个工作日内", "trigger")]),
    ("开学前两周发布", [("开学前两周", "trigger")]),
    ("于春节前发放补贴", [("春节前", "trigger")]),
    ("“十四五”末建成", [("“十四五”末", "point")]),
    ("半年一次通报", [("半年一次", "recurring")]),
    ("上半年一次报送", [("上半年", "window")]),
    ("对2010年以来的文件", []),
    ("第130次常务会议", []),
    ("2023年度目录", []),
    ("三个方面的要求", []),
]


@pytest.mark.parametrize(("text", "expected"), KINDS, ids=[k[0] for k in KINDS])
def test_kinds_in_running_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(t.text, t.kind) for t in times(fold(text), YEAR)] == expected


def test_windows_have_a_first_day_and_points_have_none() -> None:
    window, point = times("8月集中，9月底前总结", YEAR)
    assert (window.first, window.last) == (date(2023, 8, 1), date(2023, 8, 31))
    assert (point.first, point.last) == (None, date(2023, 9, 30))
