"""XLSX, XLS and ODS by calamine: every sheet a table, merged cells and dates as shown."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import python_calamine as calamine
from lxml import etree

from graph.errors import SkipItem
from ingest.readers.builder import Builder, Piece
from ingest.readers.package import open_package, xml_part
from ingest.source import Source

MAX_CELLS = 400_000
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_Range = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0, inclusive


def _shown(value: object) -> str:
    """A cell's value as text: dates as 2023年5月31日, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value)


def read(path: str, data: bytes, sha256: str) -> Source:
    """The workbook. Raises `SkipItem` where it is encrypted, broken or too large."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as error:  # the library raises several kinds for one cause
        raise SkipItem(f"{path}：表格打不开（文件损坏，或加了密码）", hint="请用 Excel、WPS 打开，去掉密码并另存为 .xlsx 后重试") from error
    builder = Builder()
    opened = _ods_merged(data, path) if path.lower().endswith(".ods") else {}
    for number, name in enumerate(book.sheet_names, 1):
        try:
            sheet = book.get_sheet_by_name(name)
            if sheet.height * sheet.width > MAX_CELLS:
                raise SkipItem(f"{path}：工作表“{name[:20]}”过大（{sheet.height} 行 × {sheet.width} 列）", hint="请只保留任务分解表后重试")
            rows = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or opened.get(name, [])
        except calamine.CalamineError as error:
            raise SkipItem(f"{path}：工作表“{name[:20]}”读不出来", hint="请用 Excel、WPS 打开后另存再试") from error
        pieces = _pieces(rows, merged)
        if not pieces:
            continue
        builder.page()
        builder.table(pieces, number)
    if not builder.tables:
        raise SkipItem(f"{path}：表格是空的", hint="请确认文件是否下载完整")
    return builder.source(path, sha256, "xlsx")


def _ods_merged(data: bytes, path: str) -> dict[str, list[_Range]]:
    """The merged cells of each sheet of an ODS file, which calamine leaves out. Raises `SkipItem`."""
    root = xml_part(open_package(data, path), "content.xml", path)
    out: dict[str, list[_Range]] = {}
    for sheet in root.iter(_TABLE + "table") if root is not None else ():
        found = out.setdefault(sheet.get(_TABLE + "name", ""), [])
        r = 0
        for row in sheet.iter(_TABLE + "table-row"):
            c = 0
            for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                high, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                if high * wide > 1 and high * wide <= MAX_CELLS:
                    found.append(((r, c), (r + high - 1, c + wide - 1)))
                c += _count(cell, "number-columns-repeated")
            r += _count(row, "number-rows-repeated")
    return out


def _count(element: etree._Element, name: str) -> int:
    value = element.get(_TABLE + name, "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 8 else 1


def _pieces(rows: Sequence[Sequence[object]], merged: list[_Range]) -> list[Piece]:
    """The cells that hold or cover something; whole empty columns at the right are left out."""
    tops = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in merged}
    covered = {(r, c) for (r0, c0), (r1, c1) in merged for r in range(r0, min(r1, len(rows)) + 1) for c in range(c0, c1 + 1)} - set(tops)
    width = 1 + max((c for row in rows for c, value in enumerate(row) if _shown(value).strip()), default=-1)
    out = []
    for r, row in enumerate(rows):
        for c, value in enumerate(row[:width]):
            if (r, c) not in covered:
                high, wide = tops.get((r, c), (1, 1))
                out.append(Piece(r, c, high, min(wide, width - c), _shown(value).strip()))
    return out
