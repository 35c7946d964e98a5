"""Tables of a PDF page whose rules are all level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.readers.pdf_across import across
from ingest.readers.pdf_columns import Word


@dataclass
class Page:
    """What is asked of a pdfplumber page."""

    edges: list[dict[str, Any]] = field(default_factory=list)

    def rule(self, y: float, *spans: tuple[float, float]) -> None:
        self.edges += [{"orientation": "h", "x0": a, "x1": b, "top": y, "bottom": y} for a, b in spans]


WHOLE = ((0.0, 30.0), (30.0, 200.0), (200.0, 300.0))


def page() -> Page:
    """Three columns, a heading and two rows, of which the second number is merged over two."""
    out = Page()
    for y in (10.0, 30.0, 50.0, 90.0):
        out.rule(y, *WHOLE)
    out.rule(70.0, *WHOLE[1:])
    return out


def word(text: str, x0: float, y: float) -> Word:
    return Word(text, x0, x0 + 10 * len(text), y - 5, y + 5)


WORDS = [
    word("序号", 4, 20), word("工作任务", 40, 20), word("责任单位", 210, 20),
    word("1", 10, 40), word("公布目录", 40, 40), word("区司法局", 210, 40),
    word("2", 10, 70), word("公布清单", 40, 60), word("区民政局", 210, 60), word("公布指南", 40, 80), word("区教育局", 210, 80),
]  # fmt: skip


def test_cells_lie_between_the_rules_that_cross_their_column() -> None:
    table = across(page(), WORDS, None)
    assert table is not None
    assert [(p.row, p.column, p.rows, p.text) for p in sorted(table.pieces, key=lambda p: (p.row, p.column))] == [
        (0, 0, 1, "序号"), (0, 1, 1, "工作任务"), (0, 2, 1, "责任单位"),
        (1, 0, 1, "1"), (1, 1, 1, "公布目录"), (1, 2, 1, "区司法局"),
        (2, 0, 2, "2"), (2, 1, 1, "公布清单"), (2, 2, 1, "区民政局"),
        (3, 1, 1, "公布指南"), (3, 2, 1, "区教育局"),
    ]  # fmt: skip


def test_a_row_that_the_page_cuts_is_read_to_the_end_of_the_page() -> None:
    below = [*WORDS, word("3", 10, 100), word("公布电话", 40, 100), word("区财政局", 210, 100)]
    table = across(page(), below, None)
    assert table is not None
    assert "公布电话" in [p.text for p in table.pieces]


def test_a_section_across_the_columns_is_one_cell() -> None:
    words = [w for w in WORDS if w.middle != 40] + [word("一、优化服务", 10, 40)]
    table = across(page(), words, None)
    assert table is not None
    assert [(p.column, p.columns) for p in table.pieces if p.text == "一、优化服务"] == [(0, 2)]


def test_upright_rules_are_for_another_reader() -> None:
    ruled = page()
    ruled.edges.append({"orientation": "v", "x0": 30.0, "x1": 30.0, "top": 10.0, "bottom": 90.0})
    assert across(ruled, WORDS, None) is None
