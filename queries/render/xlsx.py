"""The answer as a workbook: the rows, frozen and filtered, and a sheet that says what they are."""

from __future__ import annotations

import json
import math
from typing import Any

from graph.fixes.logbook import MARK
from queries.base import Answer, Row
from queries.render.cells import CODED, FLAGS, SHARES, brief, cell, clean, no_day, runs, words_of
from queries.render.sheets import Book, Page, Sheet, head, width_of
from queries.words import Words

WIDTHS = {"content": 46, "quote": 40, "title": 22, "reason": 46, "description": 46, "sources": 40, "numbers": 24, "detail": 40}
NARROWEST, WIDEST = 7, 26  # of any other column, in Western characters
SAMPLE = 2_000  # rows that decide the width of a column
NUMBERS = ("numbers",)  # columns of lists of item numbers
PEERS = ("district", "year", "town", "kind")
ROLES = ("LEAD", "RESPONSIBLE", "COOPERATE")


def render(answer: Answer) -> bytes:
    """Every column: those that a screen leaves out stand right of the others, folded away behind a [+]."""
    words = words_of(answer)
    book = Book(answer.title)
    # On a screen a task's title stands within its content; here it has a column.
    hidden = answer.hidden - ({"title"} if any(row.get("title") for row in answer.rows) else set())
    shown = [column for column in answer.columns if column[0] not in hidden]
    columns = [*shown, *(column for column in answer.columns if column[0] in hidden)]
    widths = [_width(words, answer, column) for column in columns]
    sheet = book.sheet(words.say("xlsx_rows"), widths, Page(answer.title))
    for at in range(len(shown), len(columns)):
        sheet.raw.set_column(at, at, widths[at], None, {"level": 1, "hidden": True})
        sheet.widths[at] = math.inf  # what is folded away makes no row higher
    labels = [label for _, label, _ in columns]
    first = head(sheet, labels or [words.say("no_rows")])
    for row in _together(answer):
        for at, (name, _, kind) in enumerate(columns):
            value, style = _cell(words, answer, name, kind, row)
            sheet.put(at, value, style)
        sheet.next()
    if columns:
        sheet.raw.autofilter(first, 0, max(sheet.row - 1, first), len(columns) - 1)
    _about(book, words, answer, len(columns) - len(shown))
    return book.close()


def _together(answer: Answer) -> list[Row]:
    """The rows; ranks are among bodies of one kind, place and year, so in a sheet these stand together, each in its order."""
    shown = {name for name, _, _ in answer.columns if name not in answer.hidden}
    if not {"rank", *PEERS} <= shown or len({tuple(row[name] for name in PEERS) for row in answer.rows}) < 2:
        return answer.rows
    kinds = list(dict.fromkeys(row.get("kind") for row in answer.rows))
    return sorted(answer.rows, key=lambda row: (row["district"] or "", -(row["year"] or 0), row["town"] or "", kinds.index(row.get("kind"))))


def _cell(words: Words, answer: Answer, name: str, kind: str, row: Row) -> tuple[Any, str]:
    """Value and style of a cell; the printed words of a whole year stay, its last day is no date."""
    value = row.get(name)
    if name == "role" and value in ROLES:
        reach = str(row.get("reach") or "direct")
        told = any(column == "reach" for column, _, _ in answer.columns) and "reach" not in answer.hidden
        doubt = "" if told else words.marks.get(reach, "")
        # The quote, which names the decision too, may be folded away.
        fix = f"（{row['basis']}）" if str(row.get("basis")).startswith(MARK) else ""
        return words.value(str(value)) + doubt + fix, f"{value}.{reach}"
    if no_day(name, row):
        return None, "text"
    if kind == "date":
        return value, "centre"
    if name in SHARES and isinstance(value, float):
        return value, "percent" if name == SHARES[0] else "tenths"
    plain = kind in ("int", "float") and not isinstance(value, bool) and name not in (*FLAGS, *CODED)
    if plain and isinstance(value, int | float):
        return value, kind
    if name in NUMBERS and isinstance(value, list):
        return _folded(runs([clean(str(one)) for one in value], words.say("to"), words.say("joined")), words.say("joined")), "lines"
    grey = row.get("reach") in ("collective", "possible", "inferred") and name == "reach"
    text = cell(words, name, kind, value) if name == "content" else brief(words, name, kind, row)
    return text, "grey" if grey else "text"


def _folded(text: str, joined: str) -> str:
    """A list of numbers in lines that fit its column: office programs fold one inside a number (5/8)."""
    lines = [""]
    for piece in text.split(joined):
        more = f"{lines[-1]}{joined}{piece}" if lines[-1] else piece
        if lines[-1] and width_of(more + joined) > WIDTHS["numbers"] - 2:
            lines[-1] += joined.rstrip()
            lines.append(piece)
        else:
            lines[-1] = more
    return "\n".join(lines)


def _width(words: Words, answer: Answer, column: tuple[str, str, str]) -> float:
    name, label, kind = column
    least = width_of(clean(label)) + 4  # room for the filter's button
    if kind == "date":
        return max(12.0, least)
    texts = [str(_cell(words, answer, name, kind, row)[0] or "") for row in answer.rows[:SAMPLE]]
    natural = max((width_of(line) for text in texts for line in text.split("\n")), default=0.0)
    return max(least, min(natural + 2, float(WIDTHS.get(name, WIDEST))), float(NARROWEST))


def _about(book: Book, words: Words, answer: Answer, folded: int) -> None:
    """The sheet behind the rows: what was asked, what the notes say, the Cypher."""
    sheet = book.sheet(words.say("xlsx_about"), [16, 110], Page(answer.title))
    sheet.put(0, answer.title, "title")
    sheet.next(26)
    count = (
        words.say("truncated", total=answer.total, shown=len(answer.rows))
        if answer.truncated
        else words.say("total", total=answer.total)
    )
    _line(sheet, words.say("xlsx_count"), count)
    if answer.params:
        _line(sheet, words.say("xlsx_asked"), json.dumps(answer.to_json()["params"], ensure_ascii=False))
    if folded:
        _line(sheet, words.say("xlsx_columns"), words.say("xlsx_folded", count=folded))
    if any(row.get("reach") not in (None, "direct") for row in answer.rows):
        _line(sheet, words.say("xlsx_marks"), words.say("xlsx_reach"))
    for note in answer.notes:
        _line(sheet, words.say("xlsx_note"), note)
    for text, params in answer.statements:
        _line(sheet, "Cypher", text)
        if params:
            _line(sheet, "", json.dumps(params, ensure_ascii=False, default=str))


def _line(sheet: Sheet, label: str, text: str) -> None:
    sheet.put(0, label, "grey")
    sheet.put(1, text)
    sheet.next()
