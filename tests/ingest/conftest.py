"""What the tests of reading share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.model import Extraction
from graph.names.gazetteer import load_gazetteer
from ingest.assemble import is_due
from ingest.draft import Context
from ingest.extract import extract_file
from ingest.generic import any_body
from ingest.mapped import Mapped, mapped
from ingest.source import Source
from ingest.words import load_words


@pytest.fixture
def read_text(tmp_path: Path) -> Callable[[str], Extraction]:
    """Writes a text to a file and extracts it."""

    def read(text: str, name: str = "doc.txt") -> Extraction:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return extract_file(path)

    return read


@pytest.fixture
def marked() -> Callable[[str], tuple[Mapped, Context]]:
    """A text as readers and layouts see it."""

    def make(text: str) -> tuple[Mapped, Context]:
        context = Context(Source("t", "t", "txt", text), load_words(), any_body(load_gazetteer().is_body), is_due)
        return mapped(text, 0, len(text)), context

    return make
