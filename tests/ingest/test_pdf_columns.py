"""Tables of PDF files that are drawn without rules, or with rules between rows only, read as the ruled one is."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from graph.model import Extraction
from ingest.extract import extract_file
from ingest.readers.pdf_columns import may_hold_table

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
