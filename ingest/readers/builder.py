"""Builds the text of a file without text offsets of its own, and remembers where its tables and pages stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model import Span
from ingest.source import Cell, Source, Table

_BREAK = re.compile(r"\r\n?|[\u2028\u2029\x0b\x85]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell to be placed: `row` and `column` from 0, what it covers, and its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class Builder:
    """Text grows at its end; every span refers to the finished text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.tables: list[Table] = []
        self.pages: list[int] = []

    def _put(self, text: str) -> Span:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length

    def page(self) -> None:
        """A new page starts here."""
        self.pages.append(self._length)

    def line(self, text: str) -> None:
        """A paragraph or line, then a line end."""
        self._put(_BREAK.sub("\n", text))
        self._put("\n")

    def table(self, cells: list[Piece], page: int | None = None) -> None:
        """A table in reading order: cells of a row parted by tabs, rows by line ends."""
        start = self._length
        placed: list[Cell] = []
        row = 0
        for piece in sorted(cells, key=lambda p: (p.row, p.column)):
            if placed:
                self._put("\n" if piece.row != row else "\t")
            row = piece.row
            span = self._put(_BREAK.sub("\n", piece.text))
            placed.append(Cell(piece.row, piece.column, piece.rows, piece.columns, (span,) if span[0] < span[1] else ()))
        self._put("\n")
        self.tables.append(Table(tuple(placed), (start, self._length), page))

    def source(self, path: str, sha256: str, kind: str, fields: dict[str, str] | None = None) -> Source:
        """The finished file."""
        return Source(path, sha256, kind, "".join(self._parts), tuple(self.pages), tuple(self.tables), fields or {})
