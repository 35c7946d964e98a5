"""Tables written as HTML inside Markdown: <table> with rowspan and colspan, their text where it stands in the file."""

from __future__ import annotations

import re

from graph.model import Span
from ingest.source import Cell, Table

_TABLE = re.compile(r"<table\b[^>]*>(?:(?!<table\b).)*?</table\s*>", re.I | re.S)
_ROW = re.compile(r"<tr\b[^>]*>", re.I)
_CELL = re.compile(r"<t[dh]\b([^>]*)>", re.I)
_OVER = re.compile(r"</?(?:t[dhr]|thead|tbody|tfoot|table|caption|colgroup)\b", re.I)
_TAG = re.compile(r"<[^<>]{0,200}>|\*\*")
_MOST = 200  # rows or columns that one cell may cover


def _covers(attributes: str, name: str) -> int:
    match = re.search(rf"\b{name}\s*=\s*[\"']?(\d{{1,3}})", attributes, re.I)
    return min(_MOST, max(1, int(match[1]))) if match else 1


def _pieces(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The stretches of a cell between its tags."""
    edges = [start, *(edge for tag in _TAG.finditer(text, start, end) for edge in tag.span()), end]
    return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if text[a:b].strip())


def tagged(text: str) -> tuple[Table, ...]:
    """The tables of a text in order; a table inside another is left out."""
    return tuple(table for match in _TABLE.finditer(text) if (table := _table(text, *match.span())) is not None)


def _table(text: str, start: int, end: int) -> Table | None:
    rows = [m.end() for m in _ROW.finditer(text, start, end)]
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r, (a, b) in enumerate(zip(rows, [*rows[1:], end], strict=True)):
        column = 0
        for cell in _CELL.finditer(text, a, b):
            while (r, column) in taken:
                column += 1
            high, wide = min(_covers(cell[1], "rowspan"), len(rows) - r), _covers(cell[1], "colspan")
            taken |= {(y, x) for y in range(r, r + high) for x in range(column, column + wide)}
            over = _OVER.search(text, cell.end(), end)
            cells.append(Cell(r, column, high, wide, _pieces(text, cell.end(), over.start() if over else b)))
            column += wide
    return Table(tuple(cells), (start, end)) if cells else None
