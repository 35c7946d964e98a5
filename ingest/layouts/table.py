"""Tables: rows of known columns to items. The flattened layouts recover a `Grid` and end here too."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import cast

from graph.model import Note, Role
from graph.remarks import note, reason
from ingest.columns import Columns, heading_role
from ingest.draft import Claim, Context, Draft, Statement
from ingest.grid import Grid, Row, native
from ingest.lines import Line
from ingest.mapped import Mapped, join
from ingest.numerals import number
from ingest.outline import mark_of
from ingest.parts import Part
from ingest.source import Table

_ROLES = ("LEAD", "RESPONSIBLE", "COOPERATE")
_NUMBER = re.compile(r"^[（(]?(\d{1,3}|[一二三四五六七八九十]{1,3})[）)、.]?$")
_CAPTION = re.compile(r"^(?:附?表)?[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.：]?(?=[\u4e00-\u9fff])|.{2,20}(?:类|方面|领域|部分|板块|任务|工作|表|清单)$")
_PEOPLE = re.compile("责任人|负责人|领导|联系人|联络员")
_SAME = ("同上", "〃", "″", "同前", "同上。")
_NONE = re.compile(r"^[/\\—\-无]*$")


class _Numbering:
    """Keys of rows: their printed numbers, `N.k` where one number holds several rows, the row order without numbers."""

    def __init__(self, grid: Grid, column: int | None) -> None:
        self.restarts = column is not None and _restarts(grid, column)
        self.section = 0
        self.rows = 0
        self.last = 0  # printed number of the row before in the same section

    def enter(self) -> None:
        """A new section begins."""
        self.section += 1
        self.last = 0

    def begin(self, printed: int) -> None:
        """A row with a printed number: one that starts anew without a heading begins a section too."""
        if self.section == 0 or printed < self.last:
            self.section += 1
        self.last = printed

    def key(self, printed: int | None) -> str:
        """Key of a row or group with the printed number, or of the next row where none is printed."""
        self.rows += 1
        own = printed if printed is not None else self.rows
        return f"{self.section}.{own}" if self.restarts and printed is not None else str(own)


def _number_column(grid: Grid) -> int | None:
    """The column in which the numbers of items stand: one of its own, else that of titles or of contents if each has its
    number; None if items have no numbers."""
    at = grid.columns.of("number")
    if at:
        return at[0]
    rows = [row for row in grid.rows if row.banner is None]
    for column in (*grid.columns.of("title"), *grid.columns.of("content")):
        numbers = [_number(row.cells[column]) for row in rows if row.cells[column] and not row.covered[column]]
        if len(numbers) > 1 and None not in numbers:
            return column
    return None


def _restarts(grid: Grid, at: int) -> bool:
    """True if the printed numbers start anew below section rows."""
    seen: set[int] = set()
    last = 0
    for row in grid.rows:
        if row.banner:
            continue
        value = _number(row.cells[at])
        if value is None or row.covered[at] or value == last:
            continue
        if value in seen:
            return True
        seen.add(value)
        last = value
    return False


def _number(cell: Mapped) -> int | None:
    match = _NUMBER.match(cell.text)
    mark = None if match else mark_of(cell.text)
    return number(match[1]) if match else mark[1] if mark else None


def _groups(grid: Grid, at: int | None) -> list[tuple[int | None, list[tuple[Row, int]]]]:
    """Runs of rows under one printed number, as (number, rows with their index); a banner is a run of its own."""
    out: list[tuple[int | None, list[tuple[Row, int]]]] = []
    for i, row in enumerate(grid.rows):
        value = _number(row.cells[at]) if at is not None and not row.banner else None
        follows = bool(out) and not out[-1][1][-1][0].banner and not row.banner
        same = at is not None and follows and (row.covered[at] or not row.cells[at] or (value is not None and value == out[-1][0]))
        if same:
            out[-1][1].append((row, i))
        else:
            out.append((value, [(row, i)]))
    return out


def _sections(stack: list[tuple[int, str]], banner: Mapped) -> list[tuple[int, str]]:
    """The headings above, with a new one in the place that its number gives it."""
    mark = mark_of(banner.text)
    rank = mark[0] if mark else 1
    return [*(s for s in stack if s[0] < rank), (rank, banner.printed.rstrip("。"))]


def drafts(grid: Grid, context: Context, layout: str) -> list[Draft]:
    """The items of a table in order. Rows without content are left out."""
    column = _number_column(grid)
    numbering = _Numbering(grid, column)
    by_body = _by_body(grid, context)
    stack: list[tuple[int, str]] = []
    out: list[Draft] = []
    heads: list[Mapped] = []
    for value, rows in _groups(grid, column):
        if rows[0][0].banner is not None:
            outer = not stack or stack[0][0] >= (mark_of(rows[0][0].banner.text) or (1,))[0]
            stack = _sections(stack, rows[0][0].banner)
            heads.append(rows[0][0].banner)
            if outer:
                numbering.enter()
            continue
        if value is not None:
            numbering.begin(value)
        filled = [(row, i) for row, i in rows if any(row.cells[c] for c in grid.columns.of("content"))]
        if not filled:
            continue
        key = numbering.key(value)
        for n, (_, i) in enumerate(filled, 1):
            many = len(filled) > 1
            if many and value is None and column is None:
                key = key if n == 1 else numbering.key(None)
            single = not many or column is None
            out.append(_draft(grid, i, context, key if single else f"{key}.{n}", None if single else key, tuple(s for _, s in stack)))
            out[-1].layout = layout
            if by_body and heads:
                out[-1].statements.append(Statement("RESPONSIBLE", _plain_title(heads[-1]), heads[-1], "line"))
    if out:
        out[0].used += [h.span for h in heads]
        out[0].notes += _no_duty_columns(grid, context)
    return out


def _by_body(grid: Grid, context: Context) -> bool:
    """True for a table without columns of bodies whose sections are headed by nothing but the bodies whose tasks they list."""
    banners = [row.banner for row in grid.rows if row.banner]
    return bool(banners) and not any(grid.columns.of(k) for k in _ROLES) and all(context.is_body(_plain_title(b).text.strip("：")) for b in banners)


def _no_duty_columns(grid: Grid, context: Context) -> list[Note]:
    """A note on each column that names people or bodies without a duty (指导单位, 责任领导), at its first filled cell."""
    out = []
    for c in grid.columns.of("remark"):
        heading = grid.columns.headings[c]
        filled = next((row.cells[c] for row in grid.rows if row.banner is None and row.cells[c]), None)
        if filled and (context.words.no_duty.search(heading) or heading_role(heading) == "remark"):
            out.append(note("no-duty-label", filled.span, form="no-duty-column", words=heading))
    return out


def _value(grid: Grid, row: int, column: int) -> tuple[Mapped, bool]:
    """Text of a cell, looked up through cells merged over it, and whether it was."""
    i, covered = row, False
    while i and grid.rows[i - 1].banner is None and ((grid.rows[i].covered[column] and not grid.rows[i].cells[column]) or grid.rows[i].cells[column].text in _SAME):
        i, covered = i - 1, True
    return grid.rows[i].cells[column], covered or grid.rows[row].covered[column]


def _plain_title(cell: Mapped) -> Mapped:
    """A title without its own number and closing stop."""
    mark = mark_of(cell.text)
    return (cell[mark[2] :] if mark and len(cell.text) > mark[2] else cell).strip("。")


def _numbered_contents(grid: Grid) -> bool:
    """True if numbers stand inside the content cells."""
    at = grid.columns.of("content")[0]
    return sum(1 for row in grid.rows if row.banner is None and mark_of(row.cells[at].text)) > 1


def _draft(grid: Grid, i: int, context: Context, key: str, parent: str | None, section: tuple[str, ...]) -> Draft:
    columns = grid.columns
    row = grid.rows[i]
    content = join([row.cells[c] for c in columns.of("content")], row.cells[0].whole.origin)
    mark = mark_of(content.text)
    several = re.search(r"[。；！](?:（?2[.、）]|②)", content.text)  # steps inside the cell, not the number of the row
    if mark and mark[0] in (4, 6) and len(content.text) > mark[2] and not several and _numbered_contents(grid):
        content = content[mark[2] :]
    titles = [_value(grid, i, c)[0] for c in columns.of("title")[:1]]
    inner = [_value(grid, i, c)[0].printed for c in columns.of("section")]
    draft = Draft(key, parent, _plain_title(titles[0]) if titles and titles[0] else None, content, (*section, *(s for s in inner if s)))
    for kind in _ROLES:
        for c in columns.of(kind):
            cell, covered = _value(grid, i, c)
            cell = _without_people(cell, context) if _PEOPLE.search(columns.headings[c]) else cell
            if cell.text and not _NONE.match(cell.text):
                draft.statements.append(Statement(cast(Role, kind), cell, cell, "inherited" if covered else "column"))
    for c in columns.of("due"):
        cell, _ = _value(grid, i, c)
        if cell:
            draft.due.append(cell)
    draft.used += [cell.span for cell in row.cells if cell.text]
    if not draft.statements and any(columns.of(k) for k in _ROLES):
        draft.notes.append(note("units-missing", content.span, number=key))
    return draft


def _without_people(cell: Mapped, context: Context) -> Mapped:
    """The cell of a column 责任单位及责任人 without the names of people: 区水务局（李某）, 区绿化局 王某."""
    cuts = [(m.start(), m.end()) for m in re.finditer(r"（([\u4e00-\u9fff]{2,4})）", cell.text) if not context.is_body(m[1])]
    edges = [0, *(i for i in range(1, len(cell)) if cell.spaced(i) or cell.broken(i) or cell.text[i] in "、，；：" or cell.text[i - 1] in "、，；："), len(cell)]
    for a, b in pairwise(edges):
        if 2 <= b - a <= 4 and a and not context.is_body(cell.text[a:b]) and re.fullmatch("[\u4e00-\u9fff]+", cell.text[a:b]):
            cuts.append((a, b))
    out, at = cell[:0], 0
    for start, end in sorted(cuts):
        out, at = out + cell[at:start], max(at, end)
    return out + cell[at:] if cuts else cell


class NativeTables:
    """Tables of word processors, spreadsheets, PDF and web pages."""

    name = "table"
    title = "表格"
    description = "有表头的表格：列名说明各列是序号、任务、单位还是时限；合并单元格对其覆盖的每一行有效。"
    example = "| 序号 | 工作任务 | 责任单位 | 完成时限 |"
    matter = "tables"
    tabular = True
    surest = 0.95

    def claim(self, part: Part, context: Context) -> Claim | None:
        """Claims a part with at least one table whose heading names a task and a body or a time."""
        rows: list[Row] = []
        columns: Columns | None = None
        titles: list[Mapped] = []
        heads: list[Mapped] = []
        grids: list[Grid] = []
        guessed: list[str] = []
        named = captions(part)
        for n, table in enumerate(part.tables):
            found = native(context, table, columns)
            if found is None:
                continue
            if columns is not None and found.columns.kinds != columns.kinds:
                grids.append(Grid(columns, tuple(rows)))
                rows = []
            columns = found.columns
            if n in named:
                rows.append(Row((), (), named[n]))
            rows += _continued(rows, found.rows, columns)
            titles += found.above
            heads += found.heads
            guessed += found.guessed
        if columns is None:
            return None
        grids.append(Grid(columns, tuple(rows)))
        why = reason("why_heads", heads="、".join(h for h in columns.headings if h))

        def read() -> list[Draft]:
            out = [d for grid in grids for d in drafts(grid, context, self.name)]
            if guessed and out:
                out[0].notes.append(note("columns-told", out[0].content.span, names=list(dict.fromkeys(guessed))))
            return out

        return Claim(self.surest, why, read, tuple(titles), tuple(heads))


def captions(part: Part) -> dict[int, Mapped]:
    """The lines that head the tables of a part (表一 生态类), by the index of the table, where several tables have one."""
    out: dict[int, Mapped] = {}
    n = 0
    for i, block in enumerate(part.blocks):
        if not isinstance(block, Table):
            continue
        above = part.blocks[i - 1] if i else part.head[-1] if part.head else None
        if isinstance(above, Line) and 3 <= len(above.text) <= 40 and above.text[-1] not in "。；：" and _CAPTION.match(above.text):
            out[n] = above.body
        n += 1
    return out if len(out) > 1 else {}


def _continued(before: list[Row], rows: list[Row], columns: Columns) -> list[Row]:
    """Rows of a table that goes on from the page before.

    A first row without number goes on with the last row above (`before`, which then gets its text) where the page broke that
    row; else it takes the cells left open above it.
    """
    at = columns.of("number")
    if not before or not rows or rows[0].banner is not None or before[-1].banner is not None or not at or rows[0].cells[at[0]]:
        return rows
    first, last = rows[0], before[-1]
    text = "".join(last.cells[c].text for c in columns.of("content"))
    named = any(first.cells[c] for k in (*_ROLES, "due") for c in columns.of(k))
    told = any(first.cells[c] for k in ("title", "content") for c in columns.of(k))
    if not text.endswith(("。", "；", "！")) or not named or not told:
        before[-1] = Row(tuple(a + b for a, b in zip(last.cells, first.cells, strict=True)), last.covered)
        return rows[1:]
    return [Row(first.cells, tuple(not c or v for c, v in zip(first.cells, first.covered, strict=True))), *rows[1:]]
