"""Tables of a PDF page that are drawn without rules: columns told by the gutters between words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ingest.columns import ROLES, column_kind
from ingest.readers.builder import Piece
from ingest.words import load_words

_HINT = re.compile(r"(?:责任|牵头|主办|承办|配合|实施|落实|协办)(?:单位|部门|科室|股室|处室|主体)|(?:完成|办结|公开)?(?:时限|时间|期限|节点)|序\s*号")
_GUTTER = 3.0  # points: the least room between two columns
_HANGING = "、，。；：）」》"
_ALIGNED = 2  # lines that begin at one place
_ROOM = 0.3  # points: more than between two characters of a line
_SLACK = 1.5  # points: by which lines of one cell may differ in their distance
_NUMBER = re.compile(r"[-—－–]*(?:第)?\d{1,3}(?:页|/\d{1,3}|[-—－–]*)(?:共\d{1,3}页)?")

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of text on one line with its box, in points from the top left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table found by its gutters: its cells, where it begins and ends (points from the top), and its columns, by which it
    may go on on the next page."""

    pieces: list[Piece]
    top: float
    bottom: float
    columns: list[Span]


def may_hold_table(text: str) -> bool:
    """Whether the text of a page names at least two columns: only such pages are worth the slower look."""
    return len({m[0] for m in _HINT.finditer(text)}) >= 2


def words_of(page: Any) -> list[Word]:
    """The words of a pdfplumber page; a mark that closes one is left out of its width, as it may hang over the edge of its cell."""
    found = page.extract_words(x_tolerance=1.5, y_tolerance=2, return_chars=True)
    starts = Counter(round(w["x0"]) for w in found)
    return [word for w in found for word in _parted(w["chars"], starts)]


def _parted(chars: Sequence[dict[str, Any]], starts: Mapping[int, int]) -> Iterator[Word]:
    """The words that a run of characters makes: it is cut where a hanging mark leaves hardly any room before the next cell, which
    shows by the place at which the lines of that cell begin."""
    first = 0
    for i in range(1, len(chars) + 1):
        if i < len(chars):
            room = chars[i]["x0"] - chars[i - 1]["x1"]
            begins = max(starts.get(round(chars[i]["x0"]) + d, 0) for d in (-1, 0, 1)) >= _ALIGNED
            if not (begins and (room > _ROOM or chars[i - 1]["text"] in _HANGING)):
                continue
        part = chars[first:i]
        last = part[-1]
        hangs = last["x1"] - last["x0"] if len(part) > 1 and last["text"] in _HANGING else 0.0
        yield Word("".join(c["text"] for c in part), part[0]["x0"], last["x1"] - hangs, min(c["top"] for c in part), max(c["bottom"] for c in part))
        first = i


def text_table(printed: Sequence[Word], before: list[Span] | None) -> TextTable | None:
    """The table that the words of a page make; None if they make none.

    `before` are the columns of a table that reached the end of the page above, which goes on where no heading stands.
    """
    words = without_number(printed)
    heading = heading_of(words)
    start = max((w.bottom for w in heading), default=0.0)
    body = [w for w in words if w not in heading and w.middle > start]
    columns = columns_of(heading, body) if heading else before
    if not columns:
        return None
    wide = [w for w in body if sum(_crosses(w, column) for column in columns) > 1]
    cells = [w for w in body if w not in wide]
    last = max((w.bottom for w in cells if _column(w, columns) is not None), default=0.0)
    end = min((w.top for w in wide if w.top > last - 1), default=float("inf"))
    grid = _Grid([w for w in cells if w.middle < end], [w for w in wide if w.middle < end], columns)
    if not grid.bands or (not heading and len(wide) > len(cells)):
        return None
    top = min((w.top for w in heading), default=0.0)
    return TextTable(grid.pieces(heading), top, end, columns)


def without_number(words: Sequence[Word]) -> list[Word]:
    """The words without those of the page number, which stands alone on the lowest line."""
    low = max((w.middle for w in words), default=0.0)
    last = sorted((w for w in words if low - w.middle <= 4), key=lambda w: w.x0)
    return [w for w in words if w not in last] if _NUMBER.fullmatch("".join(w.text for w in last)) else list(words)


def heading_of(words: Sequence[Word]) -> list[Word]:
    """The words of the heading row: at least three names of columns on one level, and what is wrapped above or below them."""
    known = load_words()
    named = [w for w in words if len(w.text) <= 12 and (kind := column_kind(w.text, known)) and kind[1] >= 0.6]
    for word in sorted(named, key=lambda w: w.top):
        level = [w for w in named if abs(w.middle - word.middle) <= 10]
        if len(_merged([(w.x0, w.x1) for w in level], 0.0)) < 3 or len({w.text for w in level}) < 3:
            continue
        height = word.bottom - word.top
        top, bottom = min(w.top for w in level) - 0.8 * height, max(w.bottom for w in level) + 0.8 * height
        return [w for w in words if w in level or (len(w.text) <= 4 and not w.text.isdigit() and top <= w.top and w.bottom <= bottom)]
    return []


def _merged(spans: Sequence[Span], room: float) -> list[Span]:
    """The spans in order, those less than `room` apart as one."""
    out: list[Span] = []
    for x0, x1 in sorted(spans):
        if out and x0 - out[-1][1] <= room:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


def columns_of(heading: Sequence[Word], body: Sequence[Word]) -> list[Span] | None:
    """The columns by the gutters that heading and body leave free; None where they run into each other."""
    heads = _merged([(w.x0, w.x1) for w in heading], 0.0)
    middles = [(a + b) / 2 for a, b in heads]
    narrow = [w for w in body if sum(w.x0 <= m <= w.x1 for m in middles) <= 1]
    for end in [float("inf"), *sorted({w.top for w in narrow}, reverse=True)[:8]]:  # a signature below may lie across a gutter
        found = _under(heads, _merged([*heads, *((w.x0, w.x1) for w in narrow if w.top < end)], _GUTTER), narrow)
        if len(found) >= max(3, len(heads)):
            return found
    return None


def _under(heads: Sequence[Span], columns: Sequence[Span], body: Sequence[Word]) -> list[Span]:
    """The columns with those made one of which the left is nothing but short texts and the right nothing but the heading centred
    above their cell."""
    out: list[Span] = []
    for x0, x1 in columns:
        bare = any(a <= x0 + 1 and x1 - 1 <= b for a, b in heads) and not any(_crosses(w, (x0, x1)) for w in body)
        if bare and out and not any(a < out[-1][1] and out[-1][0] < b for a, b in heads) and any(len(w.text) > 3 and _crosses(w, out[-1]) for w in body):
            out[-1] = (out[-1][0], x1)
        else:
            out.append((x0, x1))
    return out


def _crosses(word: Word, column: Span) -> bool:
    return word.x0 < column[1] - 1 and word.x1 > column[0] + 1


def _column(word: Word, columns: Sequence[Span]) -> int | None:
    return next((i for i, column in enumerate(columns) if _crosses(word, column)), None)


def cell_text(words: Sequence[Word]) -> str:
    """Words of a cell, its lines parted by line ends."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        if lines and abs(word.middle - lines[-1][0].middle) <= 3:
            lines[-1].append(word)
        else:
            lines.append([word])
    return "\n".join(" ".join(w.text for w in sorted(line, key=lambda w: w.x0)) for line in lines)


class _Grid:
    """Rows of the body: told by the gaps between lines, which are wider between rows than inside a cell."""

    def __init__(self, cells: Sequence[Word], banners: Sequence[Word], columns: Sequence[Span]) -> None:
        self.banners = banners
        self.columns = columns
        self.by_column: list[list[Word]] = [[] for _ in columns]
        for word in cells:
            column = _column(word, columns)
            if column is not None:
                self.by_column[column].append(word)
        sizes = [sum(len(w.text) for w in column) for column in self.by_column]
        self.content = sizes.index(max(sizes))
        self.lead = min((gap for column in self.by_column for gap in self._gaps(column)), default=0.0)
        self.bands = self._bands()

    @staticmethod
    def _gaps(words: Sequence[Word]) -> list[float]:
        lines = _merged([(w.top, w.bottom) for w in words], 0.0)
        return [b[0] - a[1] for a, b in pairwise(lines)]

    def _bands(self) -> list[Span]:
        """Top and bottom of each row, by the columns that are not merged over rows: the contents and those right of them."""
        words = [w for column in self.by_column[self.content :] for w in column]
        lines = _merged([(w.top, w.bottom) for w in words], 0.0)
        rows = _merged(lines, self.lead + _SLACK)
        numbers = sum(w.text.isdigit() for w in self.by_column[0])
        return lines if len(rows) < numbers and len(lines) >= numbers else rows

    def pieces(self, heading: Sequence[Word]) -> list[Piece]:
        """All cells, heading and section rows included, in rows from the top."""
        known = load_words()
        of_one = [any(_crosses(w, c) and (column_kind(w.text, known) or ("",))[0] in (*ROLES, "due") for w in heading) for c in self.columns]
        out: list[Piece] = []
        levels = sorted([*((band, i) for i, band in enumerate(self.bands)), *(((w.top, w.bottom), -1) for w in self.banners)])
        row_of: dict[int, int] = {}
        row = 1 if heading else 0
        for (top, _), band in levels:
            if band >= 0:
                row_of[band] = row
            else:
                text = next(w.text for w in self.banners if w.top == top)
                out.append(Piece(row, 0, 1, len(self.by_column), text))
            row += 1
        for c, words in enumerate(self.by_column):
            own = [w for w in heading if words and (_crosses(w, self.columns[c]) or _overlap(w, words))]
            if own:
                out.append(Piece(0, c, 1, 1, cell_text(own)))
            blocks = [[w for w in words if self._home(w.middle) == i] for i in range(len(self.bands))] if c >= self.content else self._blocks(words)
            for block in filter(None, blocks):
                merges = c < self.content and not (of_one[c] and self._level(block))
                first, last = self._rows(block, blocks) if merges else (self._home(block[0].middle),) * 2
                out.append(Piece(row_of[first], c, row_of[last] - row_of[first] + 1, 1, cell_text(block)))
        return out

    def _home(self, y: float) -> int:
        """Index of the row nearest to a height."""
        return min(range(len(self.bands)), key=lambda i: max(self.bands[i][0] - y, y - self.bands[i][1], 0.0))

    def _level(self, block: Sequence[Word]) -> bool:
        """True if a cell stands level with one row: in a column of bodies or times, the empty cells above and below it are empty, not
        merged with it."""
        top, bottom = block[0].top, block[-1].bottom
        first, last = self.bands[self._home((top + bottom) / 2)]
        return abs(top - first) <= 2 or abs((top + bottom) / 2 - (first + last) / 2) <= 2

    def _blocks(self, words: Sequence[Word]) -> list[list[Word]]:
        """Words that are the lines of one cell."""
        out: list[list[Word]] = []
        for word in sorted(words, key=lambda w: w.top):
            if out and word.top - out[-1][-1].bottom <= self.lead + _SLACK:
                out[-1].append(word)
            else:
                out.append([word])
        return out

    def _rows(self, block: Sequence[Word], blocks: Sequence[Sequence[Word]]) -> tuple[int, int]:
        """First and last row of a cell that may be merged over rows: those whose middle is its own, without another cell there."""
        middle = (block[0].top + block[-1].bottom) / 2
        home = self._home(middle)
        others = {self._home((b[0].top + b[-1].bottom) / 2) for b in blocks if b is not block}
        best = (home, home)
        for first in range(home, -1, -1):
            if first in others:
                break
            for last in range(home, len(self.bands)):
                if last in others or any(self.bands[first][0] < w.middle < self.bands[last][1] for w in self.banners):
                    break
                off = abs((self.bands[first][0] + self.bands[last][1]) / 2 - middle)
                if off <= 4 and last - first > best[1] - best[0]:
                    best = (first, last)
        return best


def _overlap(word: Word, words: Sequence[Word]) -> bool:
    """True if a heading stands over the words of a column."""
    x0, x1 = min(w.x0 for w in words), max(w.x1 for w in words)
    return word.x0 < x1 and word.x1 > x0
