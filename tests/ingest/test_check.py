"""What `zeren check` finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.model import Extraction
from ingest.check import check, once
from ingest.extract import extract_file

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
]


@pytest.mark.parametrize(("code", "items", "words"), CASES, ids=[c[0] for c in CASES])
def test_finding(code: str, items: str, words: str, read_text: Callable[[str], Extraction]) -> None:
    found = [f for f in check(read_text(HEAD + items)) if f.code == code]
    assert len(found) == 1, found
    assert words in found[0].message + found[0].hint


def test_nothing_to_find(read_text: Callable[[str], Extraction]) -> None:
    assert check(read_text(HEAD + f"1.公布招生政策。{OWNER}\n2.公布学区划分。{OWNER}\n")) == ()


@pytest.mark.shared
def test_body_against_annex(shared: Path) -> None:
    found = once(check(extract_file(shared / "corpus" / "baoshan-2023.txt")))
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
