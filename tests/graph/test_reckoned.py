"""Deadlines that run from the issue of their document, and texts that set a later day than their column."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.merge import merge
from graph.model import Deadline
from graph.reckoned import last_day, note_later
from tests.graph.builders import may, task, whole_year

ISSUED = date(2024, 1, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本工作要点发布后30天内", date(2024, 3, 1)),
        ("自本通知印发之日起十五日内", date(2024, 2, 15)),
        ("本方案印发后1个月内", date(2024, 2, 29)),
        ("本意见下发后两周之内", date(2024, 2, 14)),
        ("本办法施行之日起十二个月内", date(2025, 1, 31)),
        ("本要点印发后10个工作日内", None),  # nobody knows here which days are holidays
        ("文件公布后3日内", None),  # every document that anybody publishes
        ("收到申请后20日内", None),
    ],
)
def test_days_from_the_issue(text: str, day: date | None) -> None:
    assert last_day(Deadline(text, "trigger", None, None, None, (0, 3)), ISSUED) == day
    assert last_day(Deadline(text, "trigger", None, None, None, (0, 3)), None) is None


def test_a_day_of_its_own_stays() -> None:
    assert last_day(Deadline("5月底前", "point", None, date(2024, 5, 31), None, (0, 3)), ISSUED) == date(2024, 5, 31)


def _with(own: dict[str, Any], text: str, kind: Any, end: date | None) -> dict[str, Any]:
    return {**own, "deadlines": (*own["deadlines"], Deadline(text, kind, None, end, None, (0, 3)))}


LATER = [
    (may(), "6月底前", "point", date(2024, 6, 30), "文中另有更晚的“6月底前”（2024-06-30）"),
    (may(), "本要点印发后30日内", "trigger", None, "按成文日期推算为 2024-06-20"),
    (may(), "4月底前", "point", date(2024, 4, 30), ""),  # a step on the way
    (may(), "次年第一季度", "window", date(2025, 3, 31), ""),  # what is for the next year is another step
    (may(), "每月", "recurring", None, ""),
    (whole_year(), "6月底前", "point", date(2024, 6, 30), ""),
]


@pytest.mark.parametrize(("own", "text", "kind", "end", "said"), LATER, ids=[case[1] + ("" if case[4] else " (fits)") for case in LATER])
def test_a_text_that_is_later_than_its_column(own: dict[str, Any], text: str, kind: str, end: date | None, said: str) -> None:
    notes = note_later(merge([task("1", "招生", "公布招生办法。", "区教育局", **_with(own, text, kind, end))]), date(2024, 5, 21))
    assert [said in note.message for note in notes] == ([True] if said else [])
    assert all(note.fields["number"] == "1" for note in notes)
