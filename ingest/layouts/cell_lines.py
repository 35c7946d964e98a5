"""A word processor's table saved as text: one cell a line, an empty line for an empty cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from graph.remarks import reason
from ingest.columns import LONGEST_NAME, Columns, heading_run
from ingest.draft import Claim, Context, Draft
from ingest.grid import Grid, Row
from ingest.layouts.table import drafts
from ingest.lines import Line
from ingest.mapped import Mapped, join, mapped, nothing
from ingest.outline import mark_of
from ingest.parts import Part
from ingest.unitlist import bodies

TRIED = 20  # headings without rows below them: a text that has so many is no such table, however often it says its heading again


def _raw_lines(origin: str, start: int, end: int) -> list[tuple[int, Mapped | None]]:
    """Every line from `start` to `end`, with where it begins: its text, empty where it holds only blanks, None where it holds nothing
    at all."""
    out: list[tuple[int, Mapped | None]] = []
    for raw in re.finditer(r"([^\r\n\f]*)(?:\r\n|[\r\n\f]|$)", origin[start:end]):
        a, b = start + raw.start(1), start + raw.end(1)
        out.append((a, None if a == b else mapped(origin, a, b)))
        if raw.end() >= end - start:
            break
    return out


def _by_gaps(raw: Sequence[Mapped | None], width: int) -> list[Row] | None:
    """Rows where an entirely empty line stands between rows; None if the lines do not fall so."""
    rows: list[Row] = []
    group: list[Mapped] = []
    odd = 0
    for line in [*raw, None]:
        if line is not None:
            group.append(line)
            continue
        if len(group) == width:
            rows.append(Row(tuple(group), tuple(not cell for cell in group)))
        elif len(group) == 1 and group[0]:
            rows.append(Row((), (), group[0]))
        elif group and any(group):
            odd += 1
        group = []
    full = sum(row.banner is None for row in rows)
    return rows if full >= 2 and odd <= 0.02 * len(rows) and full >= 0.5 * len(rows) else None


def _by_numbers(lines: Sequence[Mapped], columns: Columns, context: Context) -> list[Row] | None:
    """Rows where each has its running number on a line: cells are told by what they hold, as empty ones left no trace.

    Text after the bodies or the deadline of a row begins another row of the same number. Where the number has no heading of
    its own it stands before the content, and the lines between a deadline and the next number are section and title.
    """
    starts: list[int] = []
    for i, line in enumerate(lines):
        if line.text.isdigit() and int(line.text) in (len(starts) + 1, 1 if len(starts) < 2 else -1):
            starts.append(i)
    if len(starts) < 2 or columns.kinds[:1] != ("number",):
        return None
    headed = bool(columns.headings[0])
    heads = [starts[0] if headed else 0, *(a if headed else _head_start(lines, z, a, columns, context) for z, a in pairwise(starts))]
    rows = [Row((), (), line) for line in lines[: starts[0]] if headed and mark_of(line.text)]
    for head, a, b in zip(heads, starts, [*heads[1:], len(lines)], strict=True):
        banners = [line for line in lines[head:a] if (mark := mark_of(line.text)) and mark[0] <= 1]
        rows += [Row((), (), banner) for banner in banners]
        placer = _Placer(columns, context, lines[a], [line for line in lines[head:a] if line not in banners])
        for line in _rejoined(lines[a + 1 : b], placer, context):
            placer.line(line)
        rows += placer.finish()
    return rows


def _rejoined(lines: Sequence[Mapped], placer: _Placer, context: Context) -> list[Mapped]:
    """The lines of a row, with those together again between which a list of bodies broke inside a name (…、县住房|和城乡建设局)."""
    out: list[Mapped] = []
    for line in lines:
        above = out[-1] if out else None
        broken = above is not None and "、" in above.text and above.text[-1] not in "。；" and not placer.is_units(above)
        if above is not None and broken and placer.is_units(both := join([above, line], context.source.text)):
            out[-1] = both
        else:
            out.append(line)
    return out


def _head_start(lines: Sequence[Mapped], number: int, following: int, columns: Columns, context: Context) -> int:
    """Index of the first line that belongs to the next number: what follows the last deadline or body before it."""
    placer = _Placer(columns, context, lines[number], [])
    for i in range(following - 1, number, -1):
        if context.is_due(lines[i].text) or placer.is_units(lines[i]):
            return i + 1
    return following


class _Placer:
    """Places the lines of one number in their columns."""

    def __init__(self, columns: Columns, context: Context, number: Mapped, heads: list[Mapped]) -> None:
        self.columns, self.context = columns, context
        self.texts = [i for i, k in enumerate(columns.kinds) if k in ("section", "title", "content")]
        self.held = [i for i, k in enumerate(columns.kinds) if k in ("LEAD", "RESPONSIBLE", "COOPERATE")]
        self.due = columns.of("due")[:1]
        self.rows: list[Row] = []
        self.number: Mapped | None = number
        self.text = heads[-max(0, len(self.texts) - 1) :] if len(self.texts) > 1 else []
        self.heads = len(self.text)  # how many of the texts stood before the number
        self.units: list[Mapped] = []
        self.when: list[Mapped] = []

    def line(self, line: Mapped) -> None:
        """The next line."""
        mark = mark_of(line.text)
        if mark and mark[0] <= 3 and (self.units or self.when) and len(line) <= 40:
            self._close()
            self.rows.append(Row((), (), line))
        elif self.due and len(self.text) > self.heads and self.context.is_due(line.text):
            self.when.append(line)
        elif self.held and len(self.text) > self.heads and not self.when and self.is_units(line):
            self.units.append(line)
        else:
            if self.when or self.units:
                self._close()
            self.text.append(line)

    def is_units(self, line: Mapped) -> bool:
        """True if a line can be (a part of) a list of bodies."""
        if self.context.words.opening(line.text):
            return True
        found = bodies(line.strip("、，；。"), self.context.words, self.context.is_body)
        return bool(found) and all(self.context.is_body(b.text.text) or b.text.text.startswith("等") for b in found)

    def _ends_with_body(self) -> bool:
        """True if the last line is short and stands behind a full stop: a body that no list knows."""
        own = self.text[self.heads :]
        return len(own) > 1 and len(own[-1]) <= 20 and own[-1].text[-1] not in "。；" and own[-2].text.endswith("。")

    def _close(self) -> None:
        if not self.text:
            return
        if self.held and not self.units and self._ends_with_body():
            self.units.append(self.text.pop())
        origin = self.context.source.text
        none = nothing(origin)
        cells = [none] * len(self.columns.kinds)
        cells[0] = self.number or none
        room = len(self.texts)
        heads, tail = self.text[: room - 1], self.text[room - 1 :]
        if not tail:
            heads, tail = self.text[:-1], self.text[-1:]
        for column, value in zip(self.texts[-1 - len(heads) : -1], heads, strict=True):
            cells[column] = value
        cells[self.texts[-1]] = join(tail, origin)
        if len(self.held) == len(self.units):
            for column, value in zip(self.held, self.units, strict=True):
                cells[column] = value
        elif self.held:
            cells[self.held[0]] = join(self.units, origin)
        for column in self.due:
            cells[column] = join(self.when, origin)
        covered = [not c and i not in self.due for i, c in enumerate(cells)]
        self.rows.append(Row(tuple(cells), tuple(covered)))
        self.number, self.heads = None, 0
        self.text, self.units, self.when = [], [], []

    def finish(self) -> list[Row]:
        """The rows, once the last line is in."""
        self._close()
        return self.rows


class CellLines:
    """One cell a line below a heading of one column name a line."""

    name = "cell-lines"
    title = "逐行单元格"
    description = "表格另存为文本后一行一个单元格：表头列名各占一行，空单元格沿用上方合并单元格。"
    example = "序号 / 任务名称 / 任务内容 / 责任单位 / 时间节点（各占一行）"
    matter = "lines"
    tabular = True
    surest = 0.9

    def claim(self, part: Part, context: Context) -> Claim | None:
        """Claims a part in which at least three column names follow each other, one a line."""
        lines: list[Line] = [*part.head, *part.lines]
        short = [len(line.text) <= LONGEST_NAME for line in lines]
        cut: list[tuple[int, Mapped | None]] = []
        tried = 0
        for i in range(len(lines) - 2):
            found = heading_run(lines, i, context.words) if short[i] and short[i + 1] and short[i + 2] else None
            if found is None:
                continue
            columns, after = found
            if after >= len(lines):
                continue
            if tried == TRIED:
                return None
            tried += 1
            begin = lines[after - 1].end
            cut = cut or _raw_lines(context.source.text, begin, lines[-1].end)
            below = cut[bisect_right(cut, begin, key=itemgetter(0)) :]
            raw = [r for _, r in below if r is None or r.text != "|"]
            rows = _by_gaps(raw, len(columns.kinds))
            if rows is None:
                if columns.kinds[0] != "number":  # numbers stand behind the title, whether or not they have a heading
                    others = [i for i, kind in enumerate(columns.kinds) if kind != "number"]
                    columns = Columns(("number", *(columns.kinds[i] for i in others)), ("", *(columns.headings[i] for i in others)))
                rows = _by_numbers([r for r in raw if r], columns, context)
            if rows is None:
                continue
            grid = Grid(columns, tuple(rows))
            why = reason("why_heads_lines", heads="、".join(columns.headings))

            def read(grid: Grid = grid) -> list[Draft]:
                return drafts(grid, context, self.name)

            heads = tuple(line.body for line in lines[i:after])
            return Claim(self.surest, why, read, tuple(line.body for line in lines[:i]), heads)
        return None
