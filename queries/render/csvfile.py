"""The answer as a spreadsheet file: UTF-8 with a byte order mark, because Excel reads Chinese wrongly without one."""

from __future__ import annotations

import csv
import io

from queries.base import Answer
from queries.render.cells import cell, no_day, words_of
from queries.render.screen import Screen

BOM = "\ufeff"
FORMULA = "=+-@＝＋－＠|%"  # a spreadsheet runs a cell that begins with one of these
NUMBERS = ("int", "float")


def render(answer: Answer, screen: Screen) -> str:
    """Every column, also those that a screen leaves out; a whole year has no day, its kind stands in due_kind. Lines end with
    CR LF as RFC 4180 asks."""
    words = words_of(answer)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(label) for _, label, _ in answer.columns])
    for row in answer.rows:
        cells = [(kind, "" if no_day(name, row) else cell(words, name, kind, row.get(name))) for name, _, kind in answer.columns]
        writer.writerow([text if kind in NUMBERS else guarded(text) for kind, text in cells])
    return BOM + out.getvalue()


def guarded(text: str) -> str:
    """An apostrophe in front of what a spreadsheet would take for a formula; tabs are gone already (`clean`)."""
    return f"'{text}" if text.lstrip()[:1] in tuple(FORMULA) else text
