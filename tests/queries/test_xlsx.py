"""Answers as workbooks, read again with another library."""

from __future__ import annotations

import io
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from graph.store import Store
from queries.answer import answer
from queries.base import Answer, Options, Query
from queries.registry import QUERIES, run
from queries.render import FILES, render_file
from queries.render.sheets import Book, Page, safe
from queries.words import LANGUAGES

LONG = "长" * 40_000
# What is put in -> what a reader finds.
HOSTILE = {
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "+1+1": "+1+1",
    "-2": "-2",
    "@SUM(A1)": "@SUM(A1)",
    "{=1+1}": "{=1+1}",
    "http://example.invalid/": "http://example.invalid/",
    "_x0041_": "_x0041_",
    "a\x00b\x1b[31mc\x07": "ab[31mc",
    "上\r\n下\t右": "上 下 右",
    "左\u202e右\ud800": "左右",
    "<b>&amp;": "<b>&amp;",
    "😀": "😀",
    "007": "007",
}


def made(rows: list[dict[str, Any]], columns: tuple[tuple[str, str, str], ...], hidden: frozenset[str] = frozenset()) -> Answer:
    return Answer("made", "=标题&", {}, columns, hidden, rows, len(rows), False, ["=说明"], [("MATCH (n) RETURN n", {})], {})


def opened(content: bytes) -> tuple[Worksheet, Worksheet]:
    """The rows and the sheet about them."""
    book = load_workbook(io.BytesIO(content))
    assert len(book.worksheets) == 2
    return book.worksheets[0], book.worksheets[1]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: str(query.name))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_answer(query: Query, lang: str, examples: Store) -> None:
    given = answer(query, examples, query.example.params, Options(lang=lang))
    content = render_file(given, "xlsx")
    assert content == render_file(given, "xlsx")
    sheet, about = opened(content)
    labels = [cell.value for cell in sheet[1]]
    assert sorted(map(str, labels)) == sorted(label for _, label, _ in given.columns)
    assert sheet.max_row == 1 + len(given.rows)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None
    assert sheet.auto_filter.ref.endswith(str(1 + len(given.rows)))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert about["A1"].value == given.title
    notes = [row[1].value for row in about.iter_rows(min_row=2)]
    assert all(safe(note) in notes for note in given.notes)


def test_days_are_days_and_years_are_words(examples: Store) -> None:
    query = next(query for query in QUERIES if query.name == "obligations")
    given = answer(query, examples, {"unit": "教育局", "district": "云川区", "year": 2025})
    sheet, _ = opened(render_file(given, "xlsx"))
    place = {cell.value: at for at, cell in enumerate(sheet[1])}
    seen = set()
    for row, told in zip(sheet.iter_rows(min_row=2), given.rows, strict=True):
        cell = row[place["时限"]]
        if told["due_kind"] == "year" or told["due"] is None:
            assert cell.value is None
        else:
            assert isinstance(cell.value, datetime)
            assert cell.value.date() == told["due"]
        assert row[place["时限原文"]].value == told["due_text"]
        assert isinstance(row[place["年份"]].value, int)
        seen.add(told["due_kind"])
        role = row[place["角色"]]
        assert role.border.left.style == {"collective": "dashed", "possible": "dotted"}.get(told["reach"], role.border.left.style)
    assert {"point", "year"} <= seen


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    content = render_file(made([{"name": text, "kind": text}], (("name", text, "string"), ("other", "名", "string"))), "xlsx")
    sheet, about = opened(content)
    for cell in (sheet["A1"], sheet["A2"]):
        assert (cell.data_type, cell.value) == ("s", HOSTILE[text])
        assert cell.hyperlink is None
        assert cell.quotePrefix == (HOSTILE[text][0] in "=+-@")
    assert about["A1"].data_type == "s"
    with ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name) or "external" in name.lower()]


def test_what_a_cell_cannot_hold_is_cut_and_says_so() -> None:
    sheet, _ = opened(
        render_file(made([{"a": LONG, "b": "😀" * 20_000}], (("a", "长", "string"), ("b", "宽", "string"))), "xlsx")
    )
    for cell in sheet[2]:
        assert str(cell.value).endswith("…")
        assert len(str(cell.value).encode("utf-16-le")) // 2 <= 32_767
    height = sheet.row_dimensions[2].height
    assert height is not None
    assert height <= 409


def test_figures_that_a_spreadsheet_cannot_hold() -> None:
    rows = [{"n": value, "d": date(1850, 1, 1)} for value in (1, 2.5, 10**20, float("nan"), float("inf"), True, None)]
    sheet, _ = opened(render_file(made(rows, (("n", "数", "float"), ("d", "日", "date"))), "xlsx"))
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [1, 2.5, str(10**20)]
    assert sheet["B2"].value == "1850-01-01"


def test_numbers_are_ranges_and_never_cut() -> None:
    """A column of numbers folds between numbers only; what follows each other is a range."""
    numbers = [*map(str, range(1, 92)), "101", "103", "105", "107", "109", "111"]
    sheet, _ = opened(render_file(made([{"numbers": numbers}], (("numbers", "任务序号", "strings"),)), "xlsx"))
    lines = str(sheet["A2"].value).split("\n")
    assert "".join(lines) == "1至91、101、103、105、107、109、111"
    assert len(lines) > 1
    assert all(line.endswith("、") for line in lines[:-1])


def test_a_sheet_of_several_places_keeps_peers_together(examples: Store) -> None:
    rows = opened(render_file(run("overload", examples), "xlsx"))[0]
    labels = [cell.value for cell in rows[1]]
    peers = [tuple(row[labels.index(name)].value for name in ("区", "年份", "街镇", "类别")) for row in rows.iter_rows(min_row=2)]
    assert len(set(peers)) > 3
    assert len([key for key, _ in groupby(peers)]) == len(set(peers))
    shares = [row[labels.index("占全区")] for row in rows.iter_rows(min_row=2)]
    assert {cell.number_format for cell in shares} == {"0.0%"}


def test_columns_of_the_screen_first_the_others_folded() -> None:
    columns = (("a", "甲", "string"), ("b", "乙", "string"), ("c", "丙", "string"))
    sheet, _ = opened(render_file(made([{"a": "1", "b": "2", "c": "3"}], columns, frozenset({"a"})), "xlsx"))
    assert [cell.value for cell in sheet[1]] == ["乙", "丙", "甲"]
    assert [sheet.column_dimensions[name].hidden for name in "ABC"] == [False, False, True]


@pytest.mark.parametrize("columns", [(), (("a", "甲", "string"),)])
def test_nothing_found(columns: tuple[tuple[str, str, str], ...]) -> None:
    sheet, about = opened(render_file(made([], columns), "xlsx"))
    assert sheet.max_row == 1
    assert about["B2"].value == "共 0 行"


NAMES = {
    "区[教]育:局*?/\\": "区_教_育_局____",
    "'引号'": "引号",
    "History": "History_",
    "": "表",
    "长" * 40: "长" * 31,
    "😀" * 20: "😀" * 15,
}


@pytest.mark.parametrize("name", NAMES)
def test_names_of_sheets(name: str) -> None:
    book = Book("x")
    assert book.free_name(name) == NAMES[name]
    book.sheet(name, [10], Page("&D"))
    again = book.free_name(NAMES[name].upper())
    assert again.lower() != NAMES[name].lower()
    assert len(again.encode("utf-16-le")) // 2 <= 31
    assert load_workbook(io.BytesIO(book.close())).sheetnames == [NAMES[name]]


def test_files_are_not_formats_of_the_screen() -> None:
    assert FILES == ("xlsx",)
