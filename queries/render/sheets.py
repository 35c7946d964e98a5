"""A workbook that opens and prints well in Excel and WPS: styles, widths for Chinese, text that stays text, fixed bytes.

XlsxWriter writes it: every cell gets the type it is given, so text from a document never becomes a formula.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from queries.render.cells import clean
from queries.render.csvfile import FORMULA
from queries.render.zipped import stable

FONT, HEADS = "宋体", "黑体"
LONGEST = 32_000  # UTF-16 units of a cell; Excel refuses a file with more than 32767
NAME_LONGEST = 31  # UTF-16 units of a sheet's name
LINE, HIGHEST = 14.5, 400.0  # points: of one line, of a row (Excel allows 409)
EARLIEST = date(1900, 3, 1)  # what a spreadsheet counts days from; before it dates are text
CREATED = datetime(2000, 1, 1)  # a fixed moment, or every run would give other bytes
WIDEST_INT = 10**15  # a spreadsheet keeps fifteen digits

INK, GREY, LIGHT, SOFT = "#1D2733", "#5D6673", "#DFE2E6", "#EEF1F5"
ROLE_COLOURS = {"LEAD": "#A4321F", "RESPONSIBLE": "#1F5AA0", "COOPERATE": "#1D6F5C"}
THIN, MEDIUM, DASHED, DOTTED = 1, 2, 3, 4
REACH_BORDERS = {"collective": DASHED, "possible": DOTTED, "inferred": DOTTED}

BASE: dict[str, Any] = {
    "font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter", "text_wrap": True, "border": THIN, "border_color": LIGHT,
}  # fmt: skip
STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "grey": {"font_color": GREY},
    "centre": {"align": "center"},
    "int": {"num_format": "0", "align": "right"},
    "float": {"num_format": "0.##", "align": "right"},
    "lines": {},  # text in lines of our own making
    "percent": {"num_format": "0%", "align": "right"},
    "tenths": {"num_format": "0.0%", "align": "right"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "head": {"font_name": HEADS, "bg_color": SOFT, "align": "center"},
    "unit": {"font_name": HEADS, "bg_color": SOFT, "align": "center", "rotation": 270},
    "group": {"font_name": HEADS, "bg_color": SOFT, "align": "center", "rotation": 270, "font_color": GREY},
    "title": {"font_name": HEADS, "font_size": 16, "border": 0, "text_wrap": False},
    "line": {"border": 0, "text_wrap": False},
    "note": {"border": 0},
    "link": {"font_color": ROLE_COLOURS["RESPONSIBLE"], "underline": 1},
}


def mark_style(role: str, reach: str) -> dict[str, Any]:
    """A role as LOOKS draws it: a filled square leads, blue and green outlines follow; what is not direct is grey and broken."""
    shared = {"align": "center", "font_name": HEADS}
    if reach in REACH_BORDERS:
        return {
            **shared,
            "font_color": GREY,
            "italic": reach != "collective",
            "border": REACH_BORDERS[reach],
            "border_color": GREY,
        }
    colour = ROLE_COLOURS[role]
    if role == "LEAD":
        return {**shared, "font_color": "#FFFFFF", "bg_color": colour, "border_color": colour}
    return {**shared, "font_color": colour, "border": MEDIUM if role == "RESPONSIBLE" else THIN, "border_color": colour}


@lru_cache(maxsize=8192)  # a workbook repeats most of what it says
def width_of(text: str) -> float:
    """Columns that a text takes on one line; a Chinese character takes two."""
    return float(sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text))


def safe(text: str) -> str:
    """What a cell can hold: no control characters, and never longer than Excel allows; the end then says so with …"""
    flat = clean(text)
    if len(flat) * 2 <= LONGEST:
        return flat
    return flat if _units(flat) < LONGEST else _cut(flat, LONGEST) + "…"


@dataclass(slots=True)
class Page:
    """How a sheet prints. `wide` lets it run over several pages side by side instead of shrinking it to one.

    `repeat` are the columns (first, last) that each of those pages repeats.
    """

    heading: str
    wide: bool = False
    repeat: tuple[int, int] | None = None


@dataclass(slots=True)
class Sheet:
    """One sheet, filled row by row; `widths` are those of the columns, in Western characters."""

    book: Book
    name: str
    raw: Worksheet
    widths: list[float]
    row: int = 0
    heights: dict[int, float] = field(default_factory=dict)

    def put(self, column: int, value: Any, style: str = "text") -> None:
        """Write one cell of the current row. Text stays text, whatever it begins with; None is an empty cell with its border."""
        row = self.row
        if isinstance(value, bool):
            value = str(value)
        if isinstance(value, date) and value >= EARLIEST:
            self.raw.write_datetime(row, column, datetime(value.year, value.month, value.day), self.book.style("date"))
            return
        if isinstance(value, int | float) and math.isfinite(value) and abs(value) < WIDEST_INT:
            chosen = style if style in ("percent", "tenths", "int", "float") else "float" if isinstance(value, float) else "int"
            self.raw.write_number(row, column, value, self.book.style(chosen))
            return
        text = "" if value is None else safe(str(value)) if style != "lines" else "\n".join(map(safe, str(value).split("\n")))
        if not text:
            self.raw.write_blank(row, column, None, self.book.style(style))
            return
        guarded = text.lstrip()[:1] in tuple(FORMULA)
        self.raw.write_string(row, column, text, self.book.style(style, guarded=guarded))
        if style == "lines":
            self.heights[row] = min(max(self.heights.get(row, 0.0), (text.count("\n") + 1) * LINE + 4), HIGHEST)
        elif style not in ("line", "title"):
            self.grow(text, self.widths[column] if column < len(self.widths) else 10.0)

    def grow(self, text: str, width: float) -> None:
        """Make the current row high enough for a text that folds at this width."""
        lines = math.ceil(width_of(text) * 1.06 / max(width - 1.0, 2.0))
        self.heights[self.row] = min(max(self.heights.get(self.row, 0.0), lines * LINE + 4), HIGHEST)

    def link(self, column: int, text: str, sheet: str) -> None:
        """A cell that leads to another sheet of the book."""
        target = sheet.replace("'", "''")
        self.raw.write_url(self.row, column, f"internal:'{target}'!A1", self.book.style("link"), safe(text))

    def next(self, height: float | None = None) -> None:
        """Finish the current row."""
        self.raw.set_row(self.row, height or self.heights.get(self.row, LINE + 4))
        self.row += 1


class Book:
    """A workbook in the making."""

    def __init__(self, title: str) -> None:
        self._out = io.BytesIO()
        self._book = Workbook(self._out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._book.set_properties({"title": safe(title)[:200], "created": CREATED, "author": "zeren"})
        self._styles: dict[tuple[str, bool], Format] = {}
        self._names: set[str] = set()

    def style(self, name: str, *, guarded: bool = False) -> Format:
        """A style of STYLES, or `ROLE.reach`. `guarded` keeps text that begins like a formula text when it is edited."""
        key = (name, guarded)
        if key not in self._styles:
            role, dot, reach = name.partition(".")
            own = mark_style(role, reach) if dot else STYLES[name]
            self._styles[key] = self._book.add_format({**BASE, **own, **({"quote_prefix": True} if guarded else {})})
        return self._styles[key]

    def sheet(self, name: str, widths: Sequence[float], page: Page) -> Sheet:
        """A new sheet for A4 across; its name is made to fit the rules of Excel and to differ from all others."""
        chosen = self.free_name(name)
        self._names.add(chosen.lower())
        raw = self._book.add_worksheet(chosen)
        raw.set_paper(9)
        raw.set_landscape()
        raw.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        raw.set_header(f"&C{_printed(page.heading)}")
        raw.set_footer("&C第 &P 页，共 &N 页")
        raw.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if page.wide:
            raw.set_print_scale(75)  # seven and a half points: as small as one reads
            raw.print_across()
        else:
            raw.fit_to_pages(1, 0)
        if page.repeat:
            raw.repeat_columns(*page.repeat)
        for column, width in enumerate(widths):
            raw.set_column(column, column, width)
        return Sheet(self, chosen, raw, list(widths))

    def free_name(self, name: str) -> str:
        """The name that `sheet` would give: at most 31 characters, none of []:*?/\\, not taken, not reserved."""
        flat = "".join("_" if sign in "[]:*?/\\" else sign for sign in clean(name)).strip("' ") or "表"
        flat = _cut(flat, NAME_LONGEST)
        if flat.lower() == "history":
            flat += "_"
        chosen, again = flat, 2
        while chosen.lower() in self._names:
            end = f"~{again}"
            chosen, again = _cut(flat, NAME_LONGEST - len(end)) + end, again + 1
        return chosen

    def close(self) -> bytes:
        """The file."""
        self._book.close()
        return stable(self._out.getvalue())


def head(sheet: Sheet, labels: Sequence[str], styles: Mapping[int, str] | None = None, height: float | None = None) -> int:
    """Write a row of headings, frozen with all above it and repeated on every printed page; its row number."""
    at = sheet.row
    for column, label in enumerate(labels):
        sheet.put(column, label, (styles or {}).get(column, "head"))
    sheet.next(height or max(sheet.heights.get(at, 0.0), 24.0))
    sheet.raw.repeat_rows(at)
    sheet.raw.freeze_panes(sheet.row, 0)
    return at


def _cut(text: str, most: int) -> str:
    """The beginning of a text, at most so many UTF-16 units of it."""
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore").strip("' ")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _printed(text: str) -> str:
    """A text as a page header takes it: & is doubled, 255 characters with the codes are the most."""
    return _cut(safe(text), 100).replace("&", "&&")
