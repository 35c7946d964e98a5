"""A table flattened by a PDF reader: cells follow each other in reading order, wrapped, with pages between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from graph.remarks import reason
from ingest.columns import Columns, heading_line, tokens
from ingest.draft import Claim, Context, Draft
from ingest.grid import Grid, Row
from ingest.layouts.table import drafts
from ingest.lines import Line
from ingest.mapped import Mapped, join, nothing
from ingest.outline import mark_of
from ingest.parts import Part

_CLOSED = re.compile(r"[。！？；][”）]?$")
_START = re.compile(r"^(\d{1,3})(?=\s|$)")


@dataclass(slots=True)
class _Open:
    """A row that is being read: fragments of each of its cells."""

    number: Mapped | None
    title: list[Mapped] = field(default_factory=list)
    content: list[Mapped] = field(default_factory=list)
    units: list[Mapped] = field(default_factory=list)
    due: Mapped | None = None

    def closed(self) -> bool:
        """True if its text has come to an end."""
        return bool(self.content) and bool(_CLOSED.search(self.content[-1].text))

    def complete(self) -> bool:
        """True if the next text must belong to another row."""
        return bool(self.units) and self.due is not None and self.closed()


class _Reader:
    """Puts the fragments of lines in their cells, in one pass."""

    def __init__(self, columns: Columns, context: Context, title_width: int) -> None:
        self.columns, self.context, self.title_width = columns, context, title_width
        self.titled = bool(columns.of("title"))
        self.timed = bool(columns.of("due"))
        self.rows: list[Row] = []
        self.row: _Open | None = None
        self.last = 0

    def close(self) -> None:
        """Puts the open row away."""
        row, self.row = self.row, None
        if row is None or not (row.content or row.title):
            return
        origin = self.context.source.text
        none = nothing(origin)
        cells = [none] * len(self.columns.kinds)
        values = {
            "number": row.number or none,
            "title": join(row.title, origin),
            "content": join(row.content, origin),
            "due": row.due or none,
        }
        for kind, value in values.items():
            for i in self.columns.of(kind)[:1]:
                cells[i] = value
        held = [i for i, k in enumerate(self.columns.kinds) if k in ("LEAD", "RESPONSIBLE", "COOPERATE")]
        if held:
            cells[held[0]] = join(row.units, origin)
        self.rows.append(Row(tuple(cells), tuple(not c for c in cells)))

    def is_units(self, text: Mapped) -> bool:
        """True if a fragment can begin a list of bodies."""
        if self.context.words.opening(text.text):
            return True
        first = re.split(r"[、，；]", text.text.rstrip("、，；等"), maxsplit=1)[0]
        return bool(first) and (self.context.is_body(first) or any(self.context.is_body(p) for p in re.split(r"[及和]", first)))

    def is_all_units(self, text: Mapped) -> bool:
        """True if a fragment holds nothing but bodies: the text beside it was cut off by a page."""
        if self.context.words.opening(text.text):
            return True
        return all(self.context.is_body(p) for p in re.split(r"[、，；]", text.text.rstrip("、，；等")))

    def banner(self, line: Line) -> None:
        """A section row."""
        self.close()
        self.rows.append(Row((), (), line.body))

    def start(self, line: Line, number: int) -> None:
        """A line that begins with a running number."""
        parts = tokens(line)
        if self.row is not None and self.last == number and not self.row.complete() and len(parts) == 1:
            return
        self.close()
        covered = number == self.last
        self.row = _Open(None if covered else parts[0])
        self.last = number
        rest = parts[1:]
        if rest and self.titled and not covered:
            self.row.title.append(rest[0])
            rest = rest[1:]
        for part in rest:
            self.fragment(part)

    def fragment(self, text: Mapped) -> None:
        """One stretch of a line, put in the cell it can belong to."""
        row = self.row
        if row is None:
            return
        if self.timed and row.units and row.due is None and self.context.is_due(text.text):
            row.due = text
            return
        if self._title_goes_on(row, text):
            row.title.append(text)
            return
        ended = row.closed() and (bool(row.units) or self.is_units(text))
        if (ended and not (row.complete() and not self.is_units(text))) or (row.content and not row.closed() and not row.due and self.is_all_units(text)):
            row.units.append(text)
        elif row.complete() or (row.units and row.due is None and not self.timed and row.closed()):
            self.close()
            self.row = _Open(None)
            self.row.content.append(text)
        else:
            row.content.append(text)

    def _title_goes_on(self, row: _Open, text: Mapped) -> bool:
        if not row.title or row.content or row.units:
            return False
        return len(row.title[-1]) >= self.title_width - 1 and len(text) <= self.title_width

    def line(self, line: Line) -> None:
        """A line without number: whole, or with cells of the same height beside each other."""
        parts = tokens(line)
        if len(parts) > 1 and self.row is not None:
            last = parts[-1]
            beside = self.timed and self.context.is_due(last.text) and self.is_units(parts[-2])
            if beside:
                whole = line.body
                for part in (*([whole[: len(whole) - len(last) - len(parts[-2])]] if len(parts) > 2 else []), parts[-2], last):
                    self.fragment(part)
                return
            if self.timed and self.context.is_due(last.text) and self.row.units:
                self.fragment(line.body[: len(line.body) - len(last)])
                self.fragment(last)
                return
        self.fragment(line.body)


def _title_width(lines: Sequence[Line]) -> int:
    """Length of a full line in the column of titles: the longest that stands alone behind a running number."""
    widths = []
    for line in lines:
        parts = tokens(line) if line.text[0].isdigit() else []
        if len(parts) == 2 and _START.match(parts[0].text):
            widths.append(len(parts[1]))
    return max(widths, default=10)


class RunningTable:
    """A heading row in one line, then the cells in reading order."""

    name = "running-table"
    title = "PDF 摊平的表格"
    description = "PDF 阅读器摊平的表格：表头在一行，单元格按阅读顺序折行、跨页；靠序号、句号、单位和时限分格。"
    example = "序号 工作重点 具体内容 责任单位 完成时间"
    matter = "lines"
    tabular = True
    surest = 0.92

    def claim(self, part: Part, context: Context) -> Claim | None:
        """Claims a part in which one line names at least three columns, a numbered one among them."""
        lines: list[Line] = [*part.head, *part.lines]
        for i, line in enumerate(lines):
            columns = heading_line(line, context.words)
            if columns is None or not columns.of("number"):
                continue
            why = reason("why_heads_row", heads=" ".join(columns.headings))
            heads = tuple(x.body for x in lines if x.text == line.text)
            return Claim(self.surest, why, partial(self._read, lines, i, columns, context), tuple(x.body for x in lines[:i]), heads)
        return None

    def _read(self, lines: Sequence[Line], header: int, columns: Columns, context: Context) -> list[Draft]:
        heading = lines[header].text
        reader = _Reader(columns, context, _title_width(lines[header + 1 :]))
        for line in lines[header + 1 :]:
            if line.text == heading:
                continue
            start = _START.match(context.source.text[line.body.offset(0) : line.end]) if line.text[0].isdigit() else None
            mark = mark_of(line.text)
            if start and reader.last <= int(start[1]) <= reader.last + 3 and (int(start[1]) > 0):
                reader.start(line, int(start[1]))
            elif mark and mark[0] <= 3 and len(line.text) <= 40 and (reader.row is None or reader.row.complete() or reader.row.closed()):
                reader.banner(line)
            else:
                reader.line(line)
        reader.close()
        return drafts(Grid(columns, tuple(reader.rows)), context, self.name)
