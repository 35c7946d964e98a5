"""What people corrected by hand carries its mark in every paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from graph.store import Store, open_store
from queries.papers import export
from queries.registry import run
from queries.render import render_file

MARK = "人工更正 F1"


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Store]:
    """云川区 2025, where the lead of item 14 has been changed and a body added to item 28."""
    from cli import main

    address = str(tmp_path_factory.mktemp("corrected") / "graph.lb")
    document = str(root / "examples" / "documents" / "yunchuan-2025.txt")
    for words in (
        ["ingest", document],
        ["fix", "role", "yunchuan-2025", "5", "区教育局", "牵头", "--reason", "会议商定", "--who", "甲"],
        ["fix", "owner", "yunchuan-2025", "28", "区城管执法局", "配合", "--reason", "补充", "--who", "甲"],
    ):
        with pytest.raises(SystemExit) as ended:
            main([*words, "--store", address])
        assert not ended.value.code
    with open_store(address) as store:
        yield store


def content(name: str, store: Store, **params: str) -> bytes:
    found = export(name, store, **params).content
    assert isinstance(found, bytes)
    return found


def test_matrix_and_list(corrected: Store) -> None:
    book = load_workbook(io.BytesIO(content("raci", corrected)))
    cells = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert "牵△" in cells
    assert "配△" in cells
    assert any(f"直接（{MARK}）" in cell for cell in cells)
    about = [str(row[0].value) for row in book.worksheets[0].iter_rows()]
    assert any(MARK in text and "会议商定" in text for text in about)


@pytest.mark.parametrize(("name", "params"), [("brief", {"unit": "教育局"}), ("breakdown", {"document": "yunchuan-2025"})])
def test_word_files(corrected: Store, name: str, params: dict[str, str]) -> None:
    document = Document(io.BytesIO(content(name, corrected, **params)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(MARK in cell for cell in cells)
    assert any(MARK in paragraph.text for paragraph in document.paragraphs)


def test_digest_calendar_and_data_set(corrected: Store) -> None:
    document = Document(io.BytesIO(content("digest", corrected, today="2025-04-20")))
    assert any(MARK in cell.text for table in document.tables for row in table.rows for cell in row.cells)
    told = "".join(str(event["description"]) for event in Calendar.from_ical(content("calendar", corrected)).walk("VEVENT"))
    assert f"区教育局（牵头（{MARK}））" in told
    files = export("dataset", corrected).content
    assert not isinstance(files, bytes)
    rows = csv.DictReader(io.StringIO(files["duties.csv"].decode("utf-8-sig")))
    assert {row["basis"] for row in rows if row["basis"].startswith("人工更正")} == {MARK, "人工更正 F2"}


def test_workbook_of_an_answer(corrected: Store) -> None:
    given = run("obligations", corrected, unit="教育局")
    sheet = load_workbook(io.BytesIO(render_file(given, "xlsx"))).worksheets[0]
    assert any(cell.value == f"牵头（{MARK}）" for row in sheet.iter_rows() for cell in row)
