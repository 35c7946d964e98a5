"""A word processor's table saved as text: one cell a line, an empty line for an empty cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.columns import Columns, heading_run
from ingest.draft import Claim, Context, Draft
from ingest.grid import Grid, Row
from ingest.layouts.table import drafts
from ingest.lines import Line
from ingest.mapped import Mapped, join, mapped
from ingest.outline import mark_of
from ingest.parts import Part


def _raw_lines(origin: str, start: int, end: int) -> list[Mapped | None]:
    """Every line from `start` to `end`: its text, empty where it holds only blanks, None where it holds nothing at all."""
    out: list[Mapped | None] = []
    for raw in re.finditer(r"([^\r\n\f]*)(?:\r\n|[\r\n\f]|$)", origin[start:end]):
        a, b = start + raw.start(1), start + raw.end(1)
        out.append(None if a == b else mapped(origin, a, b))
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
    """Rows where each begins with its running number: cells are told by what they hold, as empty ones left no trace.

    Text after the bodies or the deadline of a row begins another row of the same number.
    """
    if columns.kinds[:1] != ("number",):
        return None
    starts: list[int] = []
    for i, line in enumerate(lines):
        if line.text.isdigit() and int(line.text) in (len(starts) + 1, 1 if len(starts) < 2 else -1):
            starts.append(i)
    if len(starts) < 2:
        return None
    rows = [Row((), (), line) for line in lines[: starts[0]] if mark_of(line.text)]
    for a, b in zip(starts, [*starts[1:], len(lines)], strict=True):
        placer = _Placer(columns, context, lines[a])
        for line in lines[a + 1 : b]:
            placer.line(line)
        rows += placer.finish()
    return rows


class _Placer:
    """Places the lines of one number in their columns."""

    def __init__(self, columns: Columns, context: Context, number: Mapped) -> None:
        self.columns, self.context = columns, context
        self.texts = [i for i, k in enumerate(columns.kinds) if k in ("section", "title", "content")]
        self.held = [i for i, k in enumerate(columns.kinds) if k in ("LEAD", "RESPONSIBLE", "COOPERATE")]
        self.due = columns.of("due")[:1]
        self.rows: list[Row] = []
        self.number: Mapped | None = number
        self._open()

    def _open(self) -> None:
        self.text: list[Mapped] = []
        self.units: list[Mapped] = []
        self.when: list[Mapped] = []

    def line(self, line: Mapped) -> None:
        """The next line."""
        mark = mark_of(line.text)
        if mark and mark[0] <= 2 and (self.units or self.when) and len(line) <= 40:
            self._close()
            self.rows.append(Row((), (), line))
        elif self.due and self.text and self.context.is_due(line.text):
            self.when.append(line)
        elif self.held and self.text and not self.when and self._is_units(line):
            self.units.append(line)
        else:
            if self.when or self.units:
                self._close()
            self.text.append(line)

    def _is_units(self, line: Mapped) -> bool:
        if self.context.words.label.match(line.text):
            return True
        pieces = re.split(r"[、，；]", re.sub(r"等$", "", line.text.strip("、，；。")))
        return all(self.context.is_body(p) or all(self.context.is_body(half) for half in re.split(r"[和及]", p)) for p in pieces if p)

    def _close(self) -> None:
        if not self.text:
            return
        origin = self.context.source.text
        none = Mapped("", (), origin)
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
        self.number = None
        self._open()

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

    def claim(self, part: Part, context: Context) -> Claim | None:
        """Claims a part in which at least three column names follow each other, one a line."""
        lines: list[Line] = [*part.head, *part.lines]
        for i in range(len(lines)):
            found = heading_run(lines, i, context.words)
            if found is None:
                continue
            columns, after = found
            if after >= len(lines):
                continue
            origin = context.source.text
            raw = _raw_lines(origin, lines[after - 1].end, lines[-1].end)[1:]
            rows = _by_gaps(raw, len(columns.kinds)) or _by_numbers([r for r in raw if r], columns, context)
            if rows is None:
                continue
            grid = Grid(columns, tuple(rows))
            why = "列名各占一行：" + "、".join(columns.headings)

            def read(grid: Grid = grid) -> list[Draft]:
                return drafts(grid, context, self.name)

            return Claim(0.9, why, read, tuple(line.body for line in lines[:i]))
        return None
