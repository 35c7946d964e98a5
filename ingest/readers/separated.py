"""CSV: cells parted by commas, tabs or semicolons, as spreadsheets write them; quoted cells may hold line ends."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

from graph.errors import SkipItem
from ingest.readers.builder import Builder, Piece
from ingest.readers.sheet import MAX_CELLS
from ingest.readers.text import decode
from ingest.source import Source

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SEEN = 20_000  # characters by which the separator is told
_HINT = "请用 Excel、WPS 打开后另存为 .xlsx 再读入"


def _separator(text: str) -> str:
    """The mark that parts the cells: the one that stands most often outside quotes."""
    bare = _QUOTED.sub("", text[:_SEEN])
    return max(",\t;，；", key=bare.count)


def read(path: str, data: bytes, sha256: str) -> Source:
    """The table. Raises `SkipItem` where the file is no text, is broken, or holds too many cells."""
    text, encoding = decode(data, path)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SkipItem(f"{path}：表格读不出来，引号可能没有配对", hint=_HINT) from error
    width = max((c + 1 for row in rows for c, cell in enumerate(row) if cell.strip()), default=0)
    if len(rows) * width > MAX_CELLS:
        raise SkipItem(f"{path}：表格过大（{len(rows)} 行 × {width} 列）", hint="请只保留任务分解表后重试")
    if width == 0:
        raise SkipItem(f"{path}：表格是空的", hint="请确认文件是否下载完整")
    builder = Builder()
    builder.table(_pieces(rows, width))
    builder.tables = [replace(table, drawn=True) for table in builder.tables]
    return replace(builder.source(path, sha256, "csv"), encoding=encoding)


def _pieces(rows: list[list[str]], width: int) -> list[Piece]:
    """The cells; a text alone in its row covers the row, and a blank below a filled cell is merged with it, as it was before it was saved."""
    out: list[Piece] = []
    above: dict[int, int] = {}  # column -> index in `out` of the last filled cell
    for r, row in enumerate(rows):
        cells = [cell.strip() for cell in row[:width]] + [""] * (width - len(row))
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and width > 2:
            above = {}
            out.append(Piece(r, 0, 1, width, filled[0]))
            continue
        for c, cell in enumerate(cells):
            if cell or c not in above:
                above[c] = len(out)
                out.append(Piece(r, c, 1, 1, cell))
            else:
                old = out[above[c]]
                out[above[c]] = replace(old, rows=r - old.row + 1)
    return out
