"""Body and annex of one document become one set of tasks and duties."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.merge import merge
from graph.merged import MergedTask, overlap
from graph.model import Task
from tests.graph.builders import assignment, assignments, may, target, task, whole_year

SCHOOL = "公布招生办法和学区范围。"
HEALTH = "开展学校卫生检查并公布结果。"
BODY = task("10", "教育卫生信息公开", SCHOOL + HEALTH, "区教育局、区卫生健康委、区司法局")
ROWS = (
    task("10.1", "教育卫生信息公开", SCHOOL, "区教育局", "annex", **whole_year()),
    task("10.2", "教育卫生信息公开", HEALTH, "区卫生健康委", "annex", **whole_year()),
)


def owed(item: MergedTask) -> dict[str, dict[str, str]]:
    """Number -> unit -> role, for an item and its rows."""
    return {one.number: {duty.unit: duty.role for duty in one.duties} for one in (item, *item.rows)}


def quotes(item: MergedTask, number: str, unit: str) -> list[tuple[str, str]]:
    """(part, number) of every statement of a duty."""
    one = next(one for one in (item, *item.rows) if one.number == number)
    duty = next(duty for duty in one.duties if duty.unit == unit)
    return [(statement.task.part, statement.task.key) for statement in duty.statements]


def codes(tasks: list[Task]) -> list[str]:
    return [note.code for note in merge(tasks).notes]


def test_rows_decide_who_and_the_body_is_a_second_source() -> None:
    (item,) = merge([BODY, *ROWS]).items
    assert owed(item) == {
        "10": {"区司法局": "RESPONSIBLE"},  # only the body names it: it keeps the item
        "10.1": {"区教育局": "RESPONSIBLE"},
        "10.2": {"区卫生健康委": "RESPONSIBLE"},
    }
    assert quotes(item, "10.2", "区卫生健康委") == [("annex", "10.2"), ("body", "10")]
    assert [(one.level, one.item) for one in merge([BODY, *ROWS]).tasks()] == [("item", "10"), ("row", "10"), ("row", "10")]


def test_an_item_above_rows_keeps_the_body_text_and_their_common_deadline() -> None:
    (item,) = merge([BODY, *ROWS]).items
    assert (item.part, item.content, item.due, item.due_kind) == ("body", SCHOOL + HEALTH, date(2024, 12, 31), "year")
    late = task("10.2", "教育卫生信息公开", HEALTH, "区卫生健康委", "annex", **may())
    (item,) = merge([BODY, ROWS[0], late]).items
    assert (item.due, item.due_text, item.due_kind) == (None, None, "")


def test_an_item_that_only_its_rows_print_has_their_title_and_content() -> None:
    (item,) = merge(ROWS).items
    assert (item.number, item.level, item.part) == ("10", "item", "annex")
    assert (item.title, item.content) == ("教育卫生信息公开", SCHOOL + HEALTH)
    assert item.sources == ()
    assert item.duties == ()
    assert [row.due_kind for row in item.rows] == ["year", "year"]


def test_rows_without_a_deadline_have_that_of_the_body() -> None:
    body = task("10", "教育卫生信息公开", SCHOOL + HEALTH, "区教育局", **may())
    rows = [task(row.key, row.title, row.content, "区教育局", "annex") for row in ROWS]
    (item,) = merge([body, *rows]).items
    assert [row.due for row in item.rows] == [date(2024, 5, 31)] * 2


def test_a_body_that_splits_decides_in_the_same_way() -> None:
    rows = [task(row.key, row.title, row.content, "区教育局", "body") for row in ROWS]
    whole = task("10", "教育卫生信息公开", SCHOOL + HEALTH, "区教育局、区司法局", "annex")
    (item,) = merge([*rows, whole]).items
    assert owed(item) == {
        "10": {"区司法局": "RESPONSIBLE"},
        "10.1": {"区教育局": "RESPONSIBLE"},
        "10.2": {"区教育局": "RESPONSIBLE"},
    }


def test_rows_that_both_parts_print_are_one() -> None:
    rows = [task(row.key, row.title, row.content, "区教育局", "body") for row in ROWS]
    (item,) = merge([*rows, *ROWS]).items
    assert [[source.part for source in row.sources] for row in item.rows] == [["annex", "body"]] * 2


SAME = [
    ("same title", "优化服务", "写清楚办事流程。", "优化服务", "另外的话也不妨碍。", 1),
    ("same content", None, "写清楚办事流程和所需材料。", "流程公开", "写清楚办事流程和所需材料。", 1),
    ("nearly the same content", None, "写清楚办事流程和所需的材料。", None, "写清楚办事流程和所需材料，", 1),
    ("heading in the content", None, "优化服务。写清楚办事流程。", "优化服务", "写清楚办事流程。", 1),
    ("other text", "优化服务", "写清楚办事流程。", "数据开放", "开放交通出行数据集。", 2),
    ("no content at all", "优化服务", "", "数据开放", "", 2),
]


@pytest.mark.parametrize(("why", "title", "content", "title2", "content2", "count"), SAME)
def test_same_number_is_one_task_if_title_or_content_agree(
    why: str, title: str | None, content: str, title2: str | None, content2: str, count: int
) -> None:
    printed = [task("7", title, content, "区司法局"), task("7", title2, content2, "区司法局", "annex")]
    items = merge(printed).items
    assert len(items) == count, why
    assert ("body-annex-differs" in codes(printed)) == (count == 2)
    assert [item.number for item in items] == ["7"] * count


def test_an_unsplit_item_is_decided_by_the_annex_and_keeps_every_body() -> None:
    body = task("2", "优化服务", "两项服务要写清楚。", "牵头:区政府办公室;责任:各街镇", targets=(target("不少于2场", 2, "场"),))
    annex = task("2", "优化服务", "两项服务要写清楚。", "责任:区政府办公室、区司法局", "annex", **may())
    (item,) = merge([body, annex]).items
    assert (item.part, item.due, item.due_kind, len(item.targets)) == ("annex", date(2024, 5, 31), "point", 1)
    assert owed(item) == {"2": {"区政府办公室": "LEAD", "区司法局": "RESPONSIBLE", "各街镇": "RESPONSIBLE"}}
    assert quotes(item, "2", "区政府办公室") == [("body", "2"), ("annex", "2")]  # the strongest role comes first


NOTES: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("alike", {"units": "区司法局"}, {"units": "区司法局"}, []),
    ("another role", {"units": "牵头:区司法局"}, {"units": "责任:区司法局"}, ["roles-differ"]),
    ("another unit", {"units": "区司法局"}, {"units": "区司法局、区教育局"}, ["body-annex-units"]),
    ("another day", {"units": "区司法局", **may()}, {"units": "区司法局", **whole_year()}, ["body-annex-due"]),
    ("only one says who", {"units": ""}, {"units": "区司法局"}, []),
    ("only one says when", {"units": "区司法局"}, {"units": "区司法局", **may()}, []),
]


@pytest.mark.parametrize(("body", "annex", "expected"), [row[1:] for row in NOTES], ids=[row[0] for row in NOTES])
def test_differences_between_body_and_annex_are_noted(body: dict[str, Any], annex: dict[str, Any], expected: list[str]) -> None:
    printed = [task("3", "一件事", "把这件事做好。", **body), task("3", "一件事", "把这件事做好。", part="annex", **annex)]
    assert codes(printed) == expected


def test_the_same_text_under_another_number_is_noted() -> None:
    printed = [task("3", None, "公布招生办法和学区范围。"), task("7", "招生", "公布招生办法和学区范围。", part="annex")]
    assert len(merge(printed).items) == 2
    assert codes(printed) == ["body-annex-renumbered"]


def test_a_role_of_the_body_does_not_change_a_row_but_is_noted() -> None:
    body = task("10", "教育卫生信息公开", SCHOOL + HEALTH, "牵头:区教育局;责任:区卫生健康委")
    merged = merge([body, *ROWS])
    assert owed(merged.items[0])["10.1"] == {"区教育局": "RESPONSIBLE"}
    assert [note.code for note in merged.notes] == ["roles-differ"]


def test_one_duty_for_a_unit_and_task_in_the_strongest_role() -> None:
    both = assignments("配合:区司法局;责任:区司法局")
    merged = merge([task("4", None, "做好一件事。", assignments=both)])
    (duty,) = merged.items[0].duties
    assert (duty.role, len(duty.statements)) == ("RESPONSIBLE", 2)
    assert [note.code for note in merged.notes] == ["two-roles"]


def test_a_duty_has_the_deadline_of_its_own_clause_only() -> None:
    own = assignment("区司法局", due_text="11月底前", due=date(2024, 11, 30))
    (item,) = merge([task("4", None, "做好一件事。", assignments=(own, assignment("区教育局")), **may())]).items
    assert [(duty.due, duty.due_text) for duty in item.duties] == [(date(2024, 11, 30), "11月底前"), (None, None)]


def test_order_is_that_of_the_body_with_annex_items_in_their_place() -> None:
    body = [task(key, f"事项{key}", f"做好第{key}件事情。") for key in ("1", "3")]
    annex = [task(key, f"事项{key}", f"做好第{key}件事情。", part="annex") for key in ("1", "2", "3", "4")]
    assert [item.number for item in merge([*body, *annex]).items] == ["1", "2", "3", "4"]
    assert [item.number for item in merge(annex).items] == ["1", "2", "3", "4"]


def test_equal_numbers_of_one_part_are_told_apart() -> None:
    tasks = [task("1", "甲", "做好甲这件事情。"), task("1", "乙", "另外完成乙这一件。")]
    assert [(item.number, item.occurrence) for item in merge(tasks).items] == [("1", 1), ("1", 2)]


def test_a_second_annex_is_not_mixed_with_the_body() -> None:
    tasks = [task("1", "甲", "做好甲这件事情。"), task("A2.1", "甲", "做好甲这件事情。", part="annex", parent=None)]
    assert len(merge(tasks).items) == 2


OVERLAPS = [("", "", 1.0), ("甲乙丙", "甲乙丙", 1.0), ("甲乙丙", "丁戊己", 0.0), ("甲乙", "甲乙丙丁", 1.0), ("甲", "乙", 0.0)]


@pytest.mark.parametrize(("first", "second", "share"), OVERLAPS)
def test_overlap(first: str, second: str, share: float) -> None:
    assert overlap(first, second) == share
