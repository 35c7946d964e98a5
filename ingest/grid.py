"""Tables as rows of cells under known columns, whatever they were recovered from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.columns import Columns, assign, kinds_of
from ingest.draft import Context
from ingest.infer import complete, inferred
from ingest.mapped import Mapped, join, mapped, nothing
from ingest.parts import DATE, SIGNED, is_org
from ingest.source import Table
from ingest.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from the left. `covered[i]` tells that the cell above was merged over cell i, or that it is empty where empty
    cells mean that. `banner` is the text of a row that spans the table, which is the section of those below it."""

    cells: tuple[Mapped, ...]
    covered: tuple[bool, ...]
    banner: Mapped | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose columns are known."""

    columns: Columns
    rows: tuple[Row, ...]


def _cells(table: Table, origin: str) -> tuple[list[list[Mapped]], list[list[bool]], list[list[int]]]:
    """Text, coverage and width of the cell at each place; a merged cell's text stands at each place it covers."""
    height = max((c.row + c.rows for c in table.cells), default=0)
    width = max((c.column + c.columns for c in table.cells), default=0)
    none = nothing(origin)
    text = [[none] * width for _ in range(height)]
    covered = [[False] * width for _ in range(height)]
    wide = [[1] * width for _ in range(height)]
    for cell in table.cells:
        value = join([mapped(origin, a, b) for a, b in cell.spans], origin)
        for r in range(cell.row, cell.row + cell.rows):
            for c in range(cell.column, cell.column + cell.columns):
                text[r][c], covered[r][c], wide[r][c] = value, r > cell.row, cell.columns
    return text, covered, wide


def _distinct(cells: Sequence[Mapped]) -> list[Mapped]:
    """The texts of a row, each merged cell once."""
    out: list[Mapped] = []
    for cell in cells:
        if cell and (not out or cell.span != out[-1].span):
            out.append(cell)
    return out


def _numeric(rows: Sequence[Sequence[Mapped]]) -> list[bool]:
    """Which columns hold running numbers and nothing else, by their first forty rows."""
    out = []
    for column in zip(*rows[:40], strict=True):
        filled = [c.text for c in column if c]
        out.append(len(filled) > 1 and sum(t.isdigit() and len(t) <= 3 for t in filled) >= 0.9 * len(filled))
    return out


def header_of(text: Sequence[Sequence[Mapped]], words: Words) -> tuple[Columns, int, int] | None:
    """The columns, the index of the first row of the heading and that of the first row below it, which may take up to three of the first twelve rows."""
    for top in range(min(12, len(text))):
        for depth in (3, 2, 1):
            rows = text[top : top + depth]
            if len(rows) < depth:
                continue
            if depth > 1 and any(len(_distinct(r)) <= 1 or any(len(c) > 20 or DATE.match(c.text) for c in r) for r in rows):
                continue
            headings = []
            for column in zip(*rows, strict=True):
                parts = [c.text for c in _distinct(column)]
                headings.append(parts[-1] if parts else "")
            columns = assign(headings, words, _numeric(text[top + depth :]))
            if columns and (depth == 1 or len(_distinct(rows[0])) < len([h for h in headings if h])):
                return columns, top, top + depth
    return None


_TOTAL = re.compile(r"^(?:合计|小计|总计|共计)[：:]?$")


@dataclass(frozen=True, slots=True)
class Found:
    """A table of the file, understood: `above` are the texts over its heading and the signature below its rows, `heads` the
    cells of the heading itself, `guessed` the headings of columns that are told from their cells."""

    columns: Columns
    rows: list[Row]
    above: list[Mapped]
    heads: list[Mapped]
    guessed: tuple[str, ...] = ()


def _understood(text: list[list[Mapped]], context: Context, before: Columns | None) -> tuple[Columns, int, int, tuple[str, ...]] | None:
    """Columns, first row of the heading (that of the data if there is none), first row of data, and the headings of columns told
    from their cells."""
    found = header_of(text, context.words)
    if found:
        columns, top, first = found
        while first < len(text) and any(text[first][c] and text[first][c].span == text[top][c].span for c in columns.of("content")):
            first += 1  # the heading reaches further down than the words of it that are known
        kinds = kinds_of(columns.headings, context.words, _numeric(text[first:]))
        told = complete(columns.headings, kinds, text[first:], context) if first < len(text) else None
        return (told[0], top, first, told[1]) if told else (columns, top, first, ())
    if before and len(before.kinds) == len(text[0]):
        return before, 0, 0, ()
    guess = inferred(text, context)
    return (guess[0], max(0, guess[1] - 1), guess[1], guess[2]) if guess else None


def native(context: Context, table: Table, before: Columns | None) -> Found | None:
    """What a table holds; None if it is not one of duties.

    `before` are the columns of the table before it, which a table without a heading of its own goes on.
    """
    source = context.source
    text, covered, wide = _cells(table, source.text)
    understood = _understood(text, context, before) if text else None
    if understood is None:
        return None
    columns, top, first, guessed = understood
    above = [c for row in text[:top] for c in _distinct(row)]
    heads = [c for row in text[:first] for c in _distinct(row)]
    blank = [k in ("title", "section") for k in columns.kinds]
    covered = [[c or (b and not t) for c, b, t in zip(cs, blank, ts, strict=True)] for cs, ts in zip(covered, text, strict=True)]
    if table.drawn:
        _unmerge(text, covered, columns, first)
    rows: list[Row] = []
    for r in range(first, len(text)):
        distinct = _distinct(text[r])
        if not distinct or [c.text for c in text[r]] == list(columns.headings):
            heads += distinct
            continue  # an empty row, or the heading repeated on a new page
        if len(distinct) == 1 and len(columns.kinds) > 2 and (max(wide[r]) > len(columns.kinds) // 2 or _alone(text[r], columns)):
            rows.append(Row((), (), distinct[0]))
        elif not _TOTAL.match(distinct[0].text):
            rows.append(Row(tuple(text[r]), tuple(covered[r])))
    return Found(columns, rows, [*above, *_signature(rows)], heads, guessed)


def _unmerge(text: list[list[Mapped]], covered: list[list[bool]], columns: Columns, first: int) -> None:
    """Bars and commas cannot show what is merged: in a row with a number and some bodies of its own, an empty cell of bodies or of a time
    is empty."""
    held = [c for kind in ("LEAD", "RESPONSIBLE", "COOPERATE") for c in columns.of(kind)]
    numbers = columns.of("number")
    for r in range(first, len(text)) if numbers else ():
        if not covered[r][numbers[0]] and any(text[r][c] and not covered[r][c] for c in held):
            for c in (c for c in (*held, *columns.of("due")) if covered[r][c]):
                text[r][c], covered[r][c] = text[r][c][:0], False


def _signature(rows: list[Row]) -> list[Mapped]:
    """Takes the signature off the end of a sheet: rows that hold nothing but the name of a body and a day."""
    taken: list[Mapped] = []
    while rows and len(only := _distinct(rows[-1].cells) if rows[-1].banner is None else [rows[-1].banner]) == 1:
        both = SIGNED.match(only[0].text)
        if not (DATE.match(only[0].text) or (both and is_org(both[1])) if not taken else is_org(only[0].text)):
            break
        taken.insert(0, only[0])
        rows.pop()
    return taken


def _alone(cells: Sequence[Mapped], columns: Columns) -> bool:
    """True if the one filled cell stands where no content is expected: a section row that was not merged."""
    at = next(i for i, c in enumerate(cells) if c)
    return columns.kinds[at] in ("number", "section", "title") and len(cells[at]) > 3
