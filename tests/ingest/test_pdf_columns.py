"""Tables of PDF files that are drawn without rules, or with rules between rows only, read as the ruled one is."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graph.model import Extraction
from ingest.extract import extract_file
from ingest.readers.pdf_columns import Word, may_hold_table, text_table, words_of

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The script that draws the examples."""
    spec = importlib.util.spec_from_file_location("build_examples", EXAMPLES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its data classes look themselves up there
    spec.loader.exec_module(module)
    return module


def stated(found: Extraction) -> list[tuple[object, ...]]:
    """What a document says, without where it says it."""
    return [(t.part, t.key, t.title, t.content, t.section, [(a.mention, a.role) for a in t.assignments], t.due_text) for t in found.tasks]


def none(x0: float, x1: float) -> bool:
    """Draws no rule at all."""
    return False


def level(x0: float, x1: float) -> bool:
    """Draws the rules between rows only."""
    return x0 != x1


@pytest.mark.parametrize("drawn", [none, level], ids=["no-rules", "between-rows"])
def test_as_if_it_were_ruled(drawn: Callable[[float, float], bool], build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ruled = build.Page.line
    monkeypatch.setattr(build.Page, "line", lambda self, x0, y0, x1, y1: ruled(self, x0, y0, x1, y1) if drawn(x0, x1) else None)
    monkeypatch.setattr(build, "PAD", 12.0)  # without rules it is the room between rows that parts them
    path = tmp_path / "songping-2023.pdf"
    build.write_pdf(path)
    expected = extract_file(EXAMPLES / "documents" / "songping-2023.pdf")
    found = extract_file(path)
    assert stated(found) == stated(expected)
    assert found.document.title == expected.document.title


@pytest.mark.parametrize(
    ("text", "expected"),
    [("序号 任务 责任单位 完成时限", True), ("一、工作任务\n（责任单位：区教育局）", False), ("请各责任单位按时完成。", False)],
)
def test_only_pages_that_name_columns_are_looked_at(text: str, expected: bool) -> None:
    assert may_hold_table(text) is expected


SIZE = 10.0


def line(text: str, x0: float, y: float) -> dict[str, Any]:
    """A run of characters as pdfplumber gives it."""
    chars = [{"text": c, "x0": x0 + SIZE * i, "x1": x0 + SIZE * (i + 1), "top": y, "bottom": y + SIZE} for i, c in enumerate(text)]
    return {"text": text, "x0": x0, "x1": x0 + SIZE * len(text), "top": y, "bottom": y + SIZE, "chars": chars}


class Page:
    """What is asked of a pdfplumber page."""

    def __init__(self, *lines: dict[str, Any]) -> None:
        self.lines = lines

    def extract_words(self, **_: object) -> list[dict[str, Any]]:
        """The runs as they were given."""
        return list(self.lines)


def test_a_hanging_mark_does_not_join_two_cells() -> None:
    glued = line("区司法局、", 100, 20)
    glued = {**glued, "chars": glued["chars"] + line("区民政局", 151, 20)["chars"]}
    words = words_of(Page(glued, line("区财政局", 151, 40), line("区教育局", 151, 60)))
    assert [(w.text, w.x0, w.x1) for w in words[:2]] == [("区司法局、", 100, 140), ("区民政局", 151, 191)]


def word(text: str, x0: float, y: float) -> Word:
    return Word(text, x0, x0 + SIZE * len(text), y, y + SIZE)


def cells(words: list[Word]) -> list[tuple[int, int, int, str]]:
    table = text_table(words, None)
    assert table is not None
    return [(p.row, p.column, p.rows, p.text) for p in sorted(table.pieces, key=lambda p: (p.row, p.column))]


def test_empty_cells_of_bodies_around_a_filled_one_are_empty() -> None:
    heading = [word("序号", 0, 0), word("责任单位", 40, 0), word("配合单位", 100, 0), word("工作任务", 160, 0)]
    rows = [w for i in range(1, 4) for w in (word(str(i), 5, 30 * i), word("区司法局", 40, 30 * i), word("公布目录，方便群众查阅。", 160, 30 * i))]
    found = cells([*heading, *rows, word("区民政局", 100, 60)])
    assert [c for c in found if c[1] == 2] == [(0, 2, 1, "配合单位"), (2, 2, 1, "区民政局")]


def test_a_heading_centred_beside_short_texts_is_theirs() -> None:
    heading = [word("序号", 0, 0), word("工作措施", 150, 0), word("责任单位", 300, 0)]
    first = [word("1", 5, 30), word("公布目录。", 40, 30), word("方便查询。", 40, 42), word("区司法局", 300, 30)]
    found = cells([*heading, *first, word("2", 5, 60), word("公布清单。", 40, 60), word("区民政局", 300, 60)])
    assert found == [
        (0, 0, 1, "序号"), (0, 1, 1, "工作措施"), (0, 2, 1, "责任单位"),
        (1, 0, 1, "1"), (1, 1, 1, "公布目录。\n方便查询。"), (1, 2, 1, "区司法局"),
        (2, 0, 1, "2"), (2, 1, 1, "公布清单。"), (2, 2, 1, "区民政局"),
    ]  # fmt: skip
