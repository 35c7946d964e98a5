"""Tables of a PDF page with rules between rows only: the ends of the rules tell the columns, their heights the cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ingest.readers.builder import Piece
from ingest.readers.pdf_columns import Span, TextTable, Word, cell_text, columns_of, heading_of, without_number

_NEAR = 2.5  # points: edges closer than this are one
_SHORT = 8.0  # points: a shorter rule is none
_MOST_UPRIGHT = 5.0  # points: by which the side of a thick rule may stand upright


def _distinct(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _rules(page: Any) -> list[tuple[float, list[Span]]]:
    """Heights of the level rules of a pdfplumber page with the stretches that they cover; [] where upright rules stand too."""
    level: list[tuple[float, float, float]] = []
    for edge in page.edges:
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > _SHORT:
            level.append((edge["top"], edge["x0"], edge["x1"]))
        elif edge["orientation"] == "v" and edge["bottom"] - edge["top"] > _MOST_UPRIGHT:
            return []
    heights = _distinct([top for top, _, _ in level])
    return [(y, [(x0, x1) for top, x0, x1 in level if 0 <= top - y <= _NEAR]) for y in heights]


def across(page: Any, printed: Sequence[Word], before: list[Span] | None) -> TextTable | None:
    """The table of a page whose rules are all level; None if it has none of at least three columns and three rules.

    `before` are the columns of a table that reached the end of the page above.
    """
    rules = _rules(page)
    if len(rules) < 3:
        return None
    left, right = min(x0 for _, parts in rules for x0, _ in parts), max(x1 for _, parts in rules for _, x1 in parts)
    words = [w for w in without_number(printed) if left - 1 <= (w.x0 + w.x1) / 2 <= right + 1]
    columns = _columns(rules, words, before)
    if columns is None:
        return None
    rules = _with_cuts(rules, words, columns, before)
    top, bottom = rules[0][0], rules[-1][0]
    inside = [w for w in words if top <= w.middle <= bottom]
    pieces = _pieces(rules, inside, columns)
    return TextTable(pieces, top, bottom, columns) if pieces else None


def _columns(rules: Sequence[tuple[float, list[Span]]], words: Sequence[Word], before: list[Span] | None) -> list[Span] | None:
    """The columns by where rules end; where all go through, by the gutters between words."""
    ends = [x for _, parts in rules for part in parts for x in part]
    edges = [x for x in _distinct(ends) if sum(abs(x - end) <= _NEAR for end in ends) > 1]
    if len(edges) >= 4:
        return list(pairwise(edges))
    top, bottom = rules[0][0], rules[-1][0]
    inside = [w for w in words if top <= w.middle <= bottom]
    heading = heading_of(inside)
    if not heading:
        return before
    found = columns_of(heading, [w for w in inside if w not in heading])
    if not found or len(rules) < 4:
        return None
    cuts = [edges[0], *((a[1] + b[0]) / 2 for a, b in pairwise(found)), edges[-1]]
    return list(pairwise(cuts))


def _in_columns(words: Sequence[Word], columns: Sequence[Span]) -> bool:
    """True if the words stand in at least two columns and none lies across two."""
    held = [[i for i, (x0, x1) in enumerate(columns) if w.x0 < x1 - 1 and w.x1 > x0 + 1] for w in words]
    return bool(words) and all(len(h) == 1 for h in held) and len({h[0] for h in held}) > 1


def _with_cuts(
    rules: list[tuple[float, list[Span]]], words: Sequence[Word], columns: list[Span], before: list[Span] | None
) -> list[tuple[float, list[Span]]]:
    """The rules, with one more where the page cuts a row: below what goes on from the page above, and below what ends the page."""
    whole = [(columns[0][0], columns[-1][1])]
    below = [w for w in words if w.middle > rules[-1][0]]
    if _in_columns(below, columns):
        rules = [*rules, (max(w.bottom for w in below) + 1, whole)]
    above = [w for w in words if w.middle < rules[0][0]]
    goes_on = before is not None and len(before) == len(columns) and all(abs(a[0] - b[0]) <= 2 * _NEAR for a, b in zip(before, columns, strict=True))
    if goes_on and _in_columns(above, columns):
        rules = [(min(w.top for w in above) - 1, whole), *rules]
    return rules


def _pieces(rules: Sequence[tuple[float, list[Span]]], words: Sequence[Word], columns: Sequence[Span]) -> list[Piece]:
    """The cells: in each column those between the rules that cross it; a text across columns makes them one in its row."""
    heights = [y for y, _ in rules]
    joined: dict[tuple[int, int], tuple[int, int]] = {}  # (row, column) -> the columns that a text lies across there
    for word in words:
        row = next((i for i, (a, b) in enumerate(pairwise(heights)) if a <= word.middle <= b), None)
        held = [i for i, (x0, x1) in enumerate(columns) if word.x0 < x1 - 1 and word.x1 > x0 + 1]
        if row is not None and len(held) > 1:
            joined |= {(row, c): (held[0], held[-1]) for c in held}
    out: list[Piece] = []
    for c, (x0, x1) in enumerate(columns):
        middle = (x0 + x1) / 2
        own = [i for i, (_, parts) in enumerate(rules) if any(a <= middle <= b for a, b in parts)]
        for first, last in pairwise(own):
            across_row = joined.get((first, c), (c, c))
            if across_row[0] != c:
                continue  # the cell begins further left
            right = columns[across_row[1]][1]
            held_here = [w for w in words if heights[first] <= w.middle <= heights[last] and x0 - 1 <= (w.x0 + w.x1) / 2 <= right + 1]
            out.append(Piece(first, c, last - first, across_row[1] - c + 1, cell_text(held_here)))
    return out
