"""Scanned PDF: pages that are nothing but a picture, drawn here from pages with text."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from graph.errors import SkipItem
from ingest.extract import extract_file
from ingest.readers import pdf
from tests.ingest.grading import grade

HELDOUT = Path(__file__).parent / "heldout"


def scan(source: Path, target: Path, pages: list[int]) -> Path:
    """The pages (from 0) of a PDF as pictures in a new one, as a scanner makes them."""
    document = pdfium.PdfDocument(source)
    pictures = [document[i].render(scale=110 / 72).to_pil().convert("L") for i in pages]
    pictures[0].save(target, save_all=True, append_images=pictures[1:], resolution=110)
    return target


def test_a_scanned_page_of_prose_is_recognised_and_says_so(tmp_path: Path) -> None:
    path = scan(HELDOUT / "documents" / "linfeng-2023.pdf", tmp_path / "linfeng-2023.pdf", [1])
    found = extract_file(path)
    assert [n.message for n in found.notes if n.code == "recognised"] == ["第 1 页是扫描图像，文字由 OCR 识别，可能有错字"]
    assert found.pages == (0,)
    result = grade(found, HELDOUT / "gold" / "linfeng-2023.json")
    assert (result.duties_found, result.duties_extra) == (11, 0)


def test_without_the_extra_the_message_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "available", lambda: False)
    path = scan(HELDOUT / "documents" / "linfeng-2023.pdf", tmp_path / "a.pdf", [2])
    with pytest.raises(SkipItem) as error:
        extract_file(path)
    assert "扫描件" in error.value.message
    assert "zeren[ocr]" in error.value.hint
