"""A word processor's table saved as text: one cell a line, an empty line for an empty cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.columns import Columns, heading_run
from ingest.draft import Claim, Context, Draft
from ingest.grid import Grid, Row
from ingest.layouts.table import drafts
from ingest.lines import Line
from ingest.mapped import Mapped, mapped
from ingest.outline import mark_of
from ingest.parts import Part

_RAW = re.compile(r"[^\r\n\f]*")


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
    return rows if rows and odd <= 0.02 * len(rows) else None


def _by_numbers(lines: Sequence[Mapped], columns: Columns, context: Context) -> list[Row] | None:
    """Rows where each begins with its running number and empty cells left no trace: cells are told by what they hold."""
    at = columns.of("number")
    if not at or at[0] != 0:
        return None
    starts: list[int] = []
    expected = 1
    for i, line in enumerate(lines):
        if line.text.isdigit() and int(line.text) == expected:
            starts.append(i)
            expected += 1
    if len(starts) < 2:
        return None
    rows: list[Row] = []
    width = len(columns.kinds)
    for a, b in zip(starts, [*starts[1:], len(lines)], strict=True):
        cells = list(lines[a:b])
        while len(cells) > 1 and (mark := mark_of(cells[-1].text)) and mark[0] <= 2 and b != len(lines):
            cells.pop()  # a section row, taken up below
        rows.append(_place(cells, columns, context, width))
        rows += [Row((), (), banner) for banner in lines[a + len(cells) : b]]
    head = [Row((), (), line) for line in lines[: starts[0]] if mark_of(line.text)]
    return head + rows


def _place(cells: list[Mapped], columns: Columns, context: Context, width: int) -> Row:
    """The cells of one row in their columns: from the left, and from the right where their kind is plain to see."""
    none = Mapped("", (), context.source.text)
    if len(cells) == width:
        return Row(tuple(cells), tuple(False for _ in cells))
    placed = [none] * width
    placed[0] = cells[0]
    rest = cells[1:]
    texts = [i for i, k in enumerate(columns.kinds) if k in ("section", "title", "content")]
    held = [i for i, k in enumerate(columns.kinds) if k in ("LEAD", "RESPONSIBLE", "COOPERATE")]
    dues = columns.of("due")
    if rest and dues and context.is_due(rest[-1].text):
        placed[dues[0]] = rest.pop()
    for column in reversed(held):
        if len(rest) > 1 and context.is_body(re.split(r"[、，；：]", rest[-1].text)[0]):
            placed[column] = rest.pop()
    for column in reversed(texts):
        if rest:
            placed[column] = rest.pop()
    return Row(tuple(placed), tuple(not cell for cell in placed))


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
                return None
            origin = context.source.text
            raw = _raw_lines(origin, lines[after - 1].end, lines[-1].end)[1:]
            rows = _by_gaps(raw, len(columns.kinds)) or _by_numbers([r for r in raw if r], columns, context)
            if rows is None:
                return None
            grid = Grid(columns, tuple(rows))
            why = "列名各占一行：" + "、".join(columns.headings)

            def read(grid: Grid = grid) -> list[Draft]:
                return drafts(grid, context, self.name)

            return Claim(0.9, why, read, tuple(line.body for line in lines[:i]))
        return None
