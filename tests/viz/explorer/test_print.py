"""Pages on A4 paper, as Chromium prints them: no menus, headings of tables on every sheet, sources, nothing cut off."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tests.viz.explorer.conftest import Served, Visit

A4 = (595, 842)  # points
MARGIN = 30  # points at the least
# Page -> words of the heading of its table, which runs over several sheets; what is said somewhere.
PAGES: dict[str, tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]] = {
    "/unit": ({"unit": "区教育局", "district": "云川区"}, ("序号", "任务", "来源"), ("云府办〔2025〕9号", "30天内到期2")),
    "/district": ({"district": "云川区"}, ("单位", "合计"), ("云府办〔2025〕9号",)),
    "/overload": ({"district": "云川区", "year": 2025}, ("单位", "排位", "离群值"), ("文件不写人手和难易",)),
    "/document": ({"document": "yunchuan-2025"}, (), ("云府办〔2025〕9号", "第28项没有写明责任单位")),
    "/documents": ({}, (), ("没有写明责任单位",)),
    "/due": ({"district": "云川区", "year": 2025}, ("时限", "序号", "单位"), ("30天内到期",)),
}
UNWANTED = ("English", "关系图中查看", "在表内筛选", "保存图片")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_on_paper(served: Served, visit: Visit, tmp_path: Path, path: str) -> None:
    params, heading, said = PAGES[path]
    page = visit(served.address(path, **params))
    page.tab.wait_for_selector("html.ready")
    file = tmp_path / "page.pdf"
    page.tab.pdf(path=file, prefer_css_page_size=True)
    assert page.complaints == []
    with pdfplumber.open(file) as printed:
        sheets = printed.pages
        assert {(round(sheet.width), round(sheet.height)) for sheet in sheets} == {A4}
        # Fonts give radicals for some characters that are one.
        texts = ["".join(unicodedata.normalize("NFKC", sheet.extract_text() or "").split()) for sheet in sheets]
        edges = [(word["x0"], sheet.width - word["x1"]) for sheet in sheets for word in sheet.extract_words()]
    assert min(min(pair) for pair in edges) >= MARGIN
    whole = "".join(texts)
    assert [word for word in UNWANTED if word in whole] == []
    assert [word for word in said if word not in whole] == []
    assert not heading or sum(all(word in text for word in heading) for text in texts) > 1, "the heading does not come again"


def test_the_screen_is_as_it_was_after_printing(served: Served, visit: Visit, tmp_path: Path) -> None:
    page = visit(served.address("/overload", district="云川区", year=2025))
    page.tab.wait_for_selector("html.ready")
    page.tab.pdf(path=tmp_path / "page.pdf")
    assert page.tab.locator(".said details[open]").count() == 0
