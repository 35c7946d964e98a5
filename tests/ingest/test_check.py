"""What `zeren check` finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.model import Extraction
from ingest.check import check
from ingest.extract import extract_file
from queries.render.checked import render_checked

HEAD = "云川区人民政府办公室关于印发《2025年云川区政务公开工作要点》的通知\n区政府各委、办、局：\n云川区人民政府办公室\n2025年4月18日\n2025年云川区政务公开工作要点\n一、工作任务\n"
OWNER = "（责任单位：区教育局）"

CASES = [
    ("units-missing", f"1.公布招生政策。{OWNER}\n2.公布学区划分。\n", "第2项没有写明责任单位"),
    ("number-gap", f"1.公布招生政策。{OWNER}\n2.公布学区划分。{OWNER}\n4.公布收费标准。{OWNER}\n", "序号从 2 跳到 4，缺第 3 项"),
    ("due-before-issue", "1.公布招生政策。（责任单位：区教育局，完成时限：3月底前）\n2.公布学区划分。（责任单位：区教育局）\n", "印发前已到期"),
    ("unit-unknown", f"1.公布招生政策。（责任单位：区蓝鲸研究院）\n2.公布学区划分。{OWNER}\n", "区蓝鲸研究院"),
    ("pasted-text", "1.针对市民区教育局、区民政局咨询集中的问题作出解答。（责任单位：区教育局、区民政局）\n2.公布学区划分。（责任单位：区教育局）\n", "错格"),
    ("acts-unlisted", f"1.公布招生政策。区司法局要审核文件。{OWNER}\n2.公布学区划分。{OWNER}\n", "区司法局"),
    ("not-addressed", f"1.公布招生政策。（责任单位：锦屏街道）\n2.公布学区划分。{OWNER}\n", "锦屏街道"),
    ("reports-to", f"1.公布招生政策，6月底前报区政府办公室备案。{OWNER}\n2.公布学区划分。{OWNER}\n", "区政府办公室"),
    ("no-duty-label", f"1.公布招生政策。（责任单位：区教育局；指导单位：区司法局）\n2.公布学区划分。{OWNER}\n", "区司法局"),
    ("number-twice", f"1.公布招生政策。{OWNER}\n2.公布学区划分。{OWNER}\n2.公布收费标准。{OWNER}\n", "序号 2 出现两次"),
    ("two-roles", "1.公布招生政策。（牵头单位：区教育局；配合单位：区教育局）\n2.公布学区划分。（责任单位：区教育局）\n", "区教育局"),
]


@pytest.mark.parametrize(("code", "items", "words"), CASES, ids=[c[0] for c in CASES])
def test_finding(code: str, items: str, words: str, read_text: Callable[[str], Extraction]) -> None:
    found = [f for f in check(read_text(HEAD + items)) if f.code == code]
    assert len(found) == 1, found
    assert words in found[0].message + found[0].hint


def test_nothing_to_find(read_text: Callable[[str], Extraction]) -> None:
    assert check(read_text(HEAD + f"1.公布招生政策。{OWNER}\n2.公布学区划分。{OWNER}\n")) == ()


BODY = f"1.公布招生政策和学区划分。{OWNER}\n2.公布收费标准，方便家长查询。{OWNER}\n附件\n2025年云川区政务公开工作任务分解表\n"
TABLE = "|序号|具体内容|责任单位|完成时限|\n|---|---|---|---|\n"

# An annex that differs from its body: code, group, whether it is only counted, the rows of the annex, and words of the message.
ANNEXES = [
    ("split", "细化拆分", True, "|1|公布招生政策。|区教育局|5月底前|\n||公布学区划分。|区教育局|6月底前|\n|2|公布收费标准，方便家长查询。|区教育局|全年|\n", "拆为 2 行"),
    ("punctuation", "排序标点", True, "|1|公布招生政策和学区划分；|区教育局|5月底前|\n|2|公布收费标准，方便家长查询。|区教育局|全年|\n", "标点不同"),
    ("order", "排序标点", True, "|1|公布招生政策和划分学区。|区教育局|5月底前|\n|2|公布收费标准，方便家长查询。|区教育局|全年|\n", "词序不同"),
    ("body-annex-text", "文字", False, "|1|公布招生政策、学区划分和转学办法。|区教育局|5月底前|\n|2|公布收费标准，方便家长查询。|区教育局|全年|\n", "转学办法"),
    ("body-annex-units", "责任主体", False, "|1|公布招生政策和学区划分。|区教育局、区民政局|5月底前|\n|2|公布收费标准，方便家长查询。|区教育局|全年|\n", "区民政局"),
]


@pytest.mark.parametrize(("code", "group", "counted", "rows", "words"), ANNEXES, ids=[a[0] for a in ANNEXES])
def test_annex_that_differs(code: str, group: str, counted: bool, rows: str, words: str, read_text: Callable[[str], Extraction]) -> None:
    found = [f for f in check(read_text(HEAD + BODY + TABLE + rows)) if f.code == code]
    assert [(f.group, f.counted) for f in found] == [(group, counted)]
    assert words in found[0].message


@pytest.mark.shared
def test_body_against_annex(shared: Path) -> None:
    found = check(extract_file(shared / "corpus" / "baoshan-2023.txt"))
    by_code = {code: [f.number for f in found if f.code == code] for code in {f.code for f in found}}
    assert by_code["split"] == ["10", "11", "12", "15", "16", "22", "24", "30", "31"]
    assert by_code["due-before-issue"] == ["22.1", "24.1"]
    assert by_code["pasted-text"] == by_code["body-annex-text"] == ["20"]
    assert by_code["body-annex-units"] == ["3"]
    assert by_code["roles-differ"] == ["37"]
    assert "number-gap" not in by_code


@pytest.mark.shared
def test_one_line_for_a_town_that_binds_itself(shared: Path) -> None:
    found = check(extract_file(shared / "corpus" / "songnan-2023.txt"))
    assert [f.code for f in found] == ["only-issuer"]


def test_a_finding_comes_once(read_text: Callable[[str], Extraction]) -> None:
    """The annex repeats to whom results are to be sent; the figures are those of the graph: items, and tasks without what rows replace."""
    said = "公布招生政策，结果报区政府办公室。"
    rows = f"|1|{said}|区教育局|5月底前|\n|2|公布收费标准，|区教育局|全年|\n||方便家长查询。|区教育局|全年|\n"
    extraction = read_text(HEAD + f"1.{said}{OWNER}\n2.公布收费标准，方便家长查询。{OWNER}\n附件\n2025年云川区政务公开工作任务分解表\n" + TABLE + rows)
    found = check(extraction)
    assert [f.code for f in found].count("reports-to") == 1
    assert len({(f.code, f.message) for f in found}) == len(found)
    assert "事项 2，任务数 3，" in render_checked(extraction, found).splitlines()[0]
