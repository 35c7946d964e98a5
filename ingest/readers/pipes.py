"""Tables drawn with bars in Markdown and text (a | b | c |), and those pasted with a tab between cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from graph.model import Span
from ingest.source import Cell, Table

_RULE = re.compile(r"^\s*\|?\s*(?::?-{2,}:?|:-+:?|-+:)\s*(?:\|\s*(?::?-{2,}:?|:-+:?|-+:|-)\s*)*\|?\s*$")
_LINE = re.compile(r"[^\r\n]+")
_TAB = re.compile("\t")
_NUMBER = re.compile(r"\s*(?:\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[）)])")
_BREAK = re.compile(r"<br\s*/?>|\*\*|__|\\(?=[|*_])", re.I)  # what parts or marks up the text of a cell


def _cells(text: str, start: int, end: int) -> list[tuple[Span, ...]]:
    """Spans of the cells of one line, without the bars; a cell with <br> has several."""
    raw = text[start:end]
    left = start + len(raw) - len(raw.lstrip())
    right = start + len(raw.rstrip())
    if text[left : left + 1] == "|":
        left += 1
    if right > left and text[right - 1] == "|" and text[right - 2 : right - 1] != "\\":
        right -= 1
    out: list[tuple[Span, ...]] = []
    at = left
    for stop in [*(m.start() for m in re.finditer(r"(?<!\\)\|", text[left:right])), right - left]:
        cell = (at, left + stop)
        pieces = []
        cursor = cell[0]
        for gap in _BREAK.finditer(text, *cell):
            pieces.append((cursor, gap.start()))
            cursor = gap.end()
        pieces.append((cursor, cell[1]))
        out.append(tuple((a, b) for a, b in pieces if text[a:b].strip()))
        at = left + stop + 1
    return out


def _tabbed(text: str, start: int, end: int) -> list[tuple[Span, ...]]:
    """Spans of the cells of one line that tabs part."""
    edges = [start - 1, *(m.start() for m in _TAB.finditer(text, start, end)), end]
    return [((a + 1, b),) if text[a + 1 : b].strip() else () for a, b in pairwise(edges)]


def tabbed(text: str) -> tuple[Table, ...]:
    """The table of a text whose cells are parted by tabs: its lines follow each other and have the same number of tabs, at least
    two, and no other line of the text has a tab inside. A table whose cells hold line ends is left to the layouts."""
    lines = [m.span() for m in _LINE.finditer(text) if m[0].strip()]
    at = [i for i, (a, b) in enumerate(lines) if "\t" in text[a:b].strip()]
    if len(at) < 3 or at[-1] - at[0] != len(at) - 1:
        return ()
    run = [lines[i] for i in at]
    counts = {text.count("\t", a, b) for a, b in run}
    return (_table(text, run, _tabbed),) if len(counts) == 1 and counts.pop() >= 2 else ()


def tables(text: str) -> tuple[Table, ...]:
    """The tables of a text: runs of at least three lines with at least two bars each."""
    runs: list[list[tuple[int, int]]] = [[]]
    for match in _LINE.finditer(text):
        line = match[0]
        if line.count("|") >= 2 or (runs[-1] and _RULE.match(line)):
            runs[-1].append(match.span())
        elif line.strip():
            runs.append([])
    return tuple(_table(text, run) for run in runs if len(run) >= 3)


def _moved_back(text: str, rows: list[list[tuple[Span, ...]]]) -> list[list[tuple[Span, ...]]]:
    """The rows with the blanks at their ends put in front where pasting has left out the merged cells on the left, which shows
    by the number that then begins the row, as it begins a later cell of the other rows."""

    def begins(cell: tuple[Span, ...]) -> bool:
        return bool(cell) and _NUMBER.match(text, *cell[0]) is not None

    starts = [c for row in rows if row and row[-1] for c in (next((c for c, cell in enumerate(row) if begins(cell)), None),) if c is not None]
    home = max(starts, key=starts.count, default=0)
    out = []
    for row in rows:
        pushed = home and begins(row[0]) and len(row) > home and not any(row[-home:])
        out.append([*((),) * home, *row[:-home]] if pushed else row)
    return out


def _table(text: str, run: list[tuple[int, int]], cells_of: Callable[[str, int, int], list[tuple[Span, ...]]] = _cells) -> Table:
    """One table; a blank cell below a filled one is merged with it, as bars cannot show that otherwise."""
    rows = [cells_of(text, a, b) for a, b in run if not _RULE.match(text[a:b])]
    rows = _moved_back(text, rows)
    width = max(len(r) for r in rows)
    cells: list[Cell] = []
    above: dict[int, int] = {}  # column -> index in cells of the last filled cell
    for r, row in enumerate(rows):
        filled = [c for c, spans in enumerate(row) if spans]
        if len(filled) == 1 and r and width > 2:
            above = {}
            cells.append(Cell(r, 0, 1, width, row[filled[0]]))
            continue
        for c in range(width):
            spans = row[c] if c < len(row) else ()
            if spans or c not in above:
                above[c] = len(cells)
                cells.append(Cell(r, c, 1, 1, spans))
            else:
                old = cells[above[c]]
                cells[above[c]] = Cell(old.row, old.column, r - old.row + 1, 1, old.spans)
    return Table(tuple(cells), (run[0][0], run[-1][1]), drawn=True)
