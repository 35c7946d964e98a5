"""The breakdown table has the headings of the document at every level, each once, and no number that the document lacks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from queries.papers import export
from tests.queries.conftest import loaded

HEAD = "2025年云川区政务公开工作要点\n\n"
FOOT = "\n\n云川区人民政府办公室\n2025年3月1日\n"
LEVELS = f"""{HEAD}一、加强信息公开
（一）公开重点领域信息
1.公开招生信息。公布招生计划和结果。（责任单位：区教育局）
2.公开救助信息。公布救助标准和范围。（责任单位：区民政局）
（二）公开办事信息
3.公开办事指南。更新全部办事指南。（责任单位：区政务服务中心）
二、做好政策解读
4.编写图解。为惠民政策编写图解。（责任单位：区政府办公室）{FOOT}"""
PLAIN = f"""{HEAD}一、加强信息公开
1.公布招生计划和结果。（责任单位：区教育局）
2.公布救助标准和范围。（责任单位：区民政局）
二、做好政策解读
3.为惠民政策编写图解。（责任单位：区政府办公室）{FOOT}"""


def table(text: str, folder: Path) -> tuple[list[list[str]], bytes]:
    """The cells as they are written (of joined ones the first only), and the file."""
    path = folder / "yunchuan-2025.txt"
    path.write_text(text, encoding="utf-8")
    with loaded(folder / "x.lb", [path]) as store:
        data = export("breakdown", store, document="yunchuan-2025").content
    assert isinstance(data, bytes)
    raw = Document(io.BytesIO(data)).tables[0]
    return [["".join(node.text or "" for node in cell.iter(qn("w:t"))) for cell in row._tr.tc_lst] for row in raw.rows[1:]], data


def test_every_level_of_headings_is_a_row(tmp_path: Path) -> None:
    rows, _ = table(LEVELS, tmp_path)
    assert [row[0] for row in rows if len(row) == 1] == ["一、加强信息公开", "（一）公开重点领域信息", "（二）公开办事信息", "二、做好政策解读"]
    assert [row[:2] for row in rows if len(row) > 1] == [["1", "公开招生信息"], ["2", "公开救助信息"], ["3", "公开办事指南"], ["4", "编写图解"]]


def test_a_heading_in_the_place_of_titles_is_one_cell(tmp_path: Path) -> None:
    rows, data = table(PLAIN, tmp_path)
    assert [row[:2] for row in rows] == [["1", "加强信息公开"], ["2", ""], ["3", "做好政策解读"]]
    merges = [cell.vMerge for row in Document(io.BytesIO(data)).tables[0].rows[1:] for cell in row._tr.tc_lst[1:2]]
    assert merges == ["restart", "continue", None]


@pytest.mark.parametrize("part", ["styles", "settings"])
def test_the_file_says_that_its_words_are_chinese(part: str, tmp_path: Path) -> None:
    """Else a word processor begins lines with 、 behind a number."""
    _, data = table(PLAIN, tmp_path)
    document = Document(io.BytesIO(data))
    root = document.styles.element if part == "styles" else document.settings.element
    found = [one for one in root.iter() if one.tag in (qn("w:lang"), qn("w:themeFontLang"))]
    assert found
    assert all(one.get(qn(name)) == "zh-CN" for one in found for name in ("w:val", "w:eastAsia"))
