"""Tables and labels whose words no list knows: what the cells hold decides, and a note says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from graph.model import Extraction

ROWS = [
    ["1", "公布重大决策事项目录并实行动态更新", "区司法局、各街镇", "8月底前"],
    ["2", "推出惠企政策清单，统一规范政策格式", "区经委", "全年"],
    ["3", "公布审批服务事项办事指南并逐项核对", "区政务服务办", "6月底前"],
]
READ = [("1", [("区司法局", "R"), ("各街镇", "R")], "2025-08-31"), ("2", [("区经委", "R")], "2025-12-31"), ("3", [("区政务服务办", "R")], "2025-06-30")]
TITLE = "2025年云川区政务公开任务分解表"


def page(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A web page with one table; no heads: a table without a heading row."""
    lines = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ([heads] if heads else []) + list(rows))
    return f"<html><body><h1>{TITLE}</h1><table>{lines}</table></body></html>"


def found(extraction: Extraction) -> list[tuple[str, list[tuple[str, str]], str | None]]:
    """Key, bodies with the first letter of their role, and day of each task."""
    return [(t.key, [(a.mention, a.role[0]) for a in t.assignments], t.due.isoformat() if t.due else None) for t in extraction.tasks]


@pytest.mark.parametrize(
    "heads",
    [
        ["序号", "工作任务", "落地方", "完成时限"],
        ["序号", "工作任务", "责任单位", "最迟到何时"],
        ["序号", "干什么", "责任单位", "完成时限"],
        ["次第", "干什么", "谁来干", "何时干完"],
        ["序号", "任务", "任务归口", "完成时限"],
        [],
    ],
)
def test_columns_are_told_from_their_cells(read_text: Callable[..., Extraction], heads: list[str]) -> None:
    extraction = read_text(page(heads, ROWS), "doc.html")
    assert found(extraction) == READ
    assert [t.content for t in extraction.tasks] == [row[1] for row in ROWS]
    assert [n.code for n in extraction.notes] == ["columns-told"]


def test_columns_in_any_order(read_text: Callable[..., Extraction]) -> None:
    extraction = read_text(page(["谁来干", "何时干完", "干什么"], [[r[2], r[3], r[1]] for r in ROWS]), "doc.html")
    assert found(extraction) == READ


@pytest.mark.parametrize(("heading", "role"), [("主抓部门", "L"), ("联动部门", "C"), ("认领科室", "R"), ("考核单位", None), ("牵头落实部门", "L")])
def test_a_heading_of_bodies_gives_a_role_by_its_word(read_text: Callable[..., Extraction], heading: str, role: str | None) -> None:
    extraction = read_text(page(["序号", "工作任务", "责任单位", heading], [[*r[:3], "区大数据中心"] for r in ROWS]), "doc.html")
    roles = {a.role[0] for t in extraction.tasks for a in t.assignments if a.mention == "区大数据中心"}
    assert roles == ({role} if role else set())


@pytest.mark.parametrize(
    "table",
    [
        page(["单位", "联系人", "电话"], [["区司法局", "王小丁", "1001"], ["区民政局", "李小丙", "1002"], ["区教育局", "赵小乙", "1003"]]),
        page(["单位", "公开数量", "办结数量"], [["区司法局", "12", "8"], ["区民政局", "14", "9"], ["区教育局", "3", "1"]]),
    ],
)
def test_a_table_of_something_else_gives_no_task(read_text: Callable[..., Extraction], table: str) -> None:
    assert read_text(table, "doc.html").tasks == ()


def test_a_table_right_behind_the_signature_is_an_annex(read_text: Callable[..., Extraction]) -> None:
    items = "一、公开\n1.公布目录。（责任单位：区司法局）\n2.公布清单。（责任单位：区民政局）\n"
    table = "|序号|任务|责任单位|\n|---|---|---|\n|1|公布目录|区司法局|\n|2|公布清单|区民政局|\n"
    extraction = read_text(f"云川区2025年政务公开工作要点\n{items}云川区人民政府办公室\n2025年3月1日\n\n{table}", "doc.md")
    assert [(t.part, t.key) for t in extraction.tasks] == [("body", "1"), ("body", "2"), ("annex", "1"), ("annex", "2")]


# A labelled text behind an item, and the bodies that it names
LABELS = [
    ("（主抓部门：区司法局；联动单位：区民政局、各街镇）", [("区司法局", "L"), ("区民政局", "C"), ("各街镇", "C")]),
    ("（认领单位：区司法局）", [("区司法局", "R")]),
    ("（主责：区司法局，协同：区民政局）", [("区司法局", "L"), ("区民政局", "C")]),
    ("\n落地科室：区司法局、区民政局", [("区司法局", "R"), ("区民政局", "R")]),
    ("\n推进单位：区司法局\n联动部门：区民政局", [("区司法局", "R"), ("区民政局", "C")]),
    ("（考核单位：区司法局；责任单位：区民政局）", [("区民政局", "R")]),
    ("【主办处室：法制科】【会办处室：综合科】", [("法制科", "L"), ("综合科", "C")]),
    ("（责任主体：区司法局）", [("区司法局", "R")]),
]


@pytest.mark.parametrize(("label", "expected"), LABELS, ids=[label.strip() for label, _ in LABELS])
def test_labels(read_text: Callable[..., Extraction], label: str, expected: list[tuple[str, str]]) -> None:
    extraction = read_text(f"云川区2025年政务公开工作要点\n一、公开\n1.公布目录。{label}\n2.公布清单。{label}\n")
    assert [bodies for _, bodies, _ in found(extraction)] == [expected, expected]
