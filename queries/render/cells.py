"""The text of one cell. What comes from documents is data: control characters never reach a screen or a file."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from queries.base import Answer, Row
from queries.words import Words, load_words

CODED = (
    "role",
    "partner_role",
    "reach",
    "kind",
    "part",
    "due_kind",
    "completeness",
    "stated",
    "status",
    "relation",
    "change",
    "side",
    "standing",
    "hit",
)  # columns whose values are codes of the word list
SHARES = ("coverage", "share", "document_share")  # parts of one; percentages on a screen and in a workbook
FLAGS = {"flag": "concentrated", "flag_before": "concentrated", "coordinating": "coordinating"}  # true -> this word, false -> nothing


def clean(text: str) -> str:
    """Text on one line: line ends and tabs become blanks, other control and direction characters are dropped."""
    if text.isprintable():  # as nearly all is: looking at each sign takes most of the time of a workbook
        return text
    flat = re.sub(r"[\t\r\n\v\f\u0085\u2028\u2029]+", " ", text)
    return "".join(sign for sign in flat if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def brief(words: Words, column: str, kind: str, row: Row) -> str:
    """What a screen shows: a task's title before its content, the collective's name within the way, and no last day of a
    whole year as if it were a date."""
    if column == "reach" and row.get("via"):
        return clean(words.say("via", reach=words.value(str(row["reach"])), via=row["via"]))
    if column == "content" and row.get("title"):
        return clean(words.say("titled", title=row["title"], content=row["content"]))
    if column in ("due", "due_text") and row.get("days"):
        return _days(words, column, row)
    if no_day(column, row):
        return ""
    if column in SHARES[1:] and row.get(column) is not None:
        return f"{row[column]:.1%}"
    return cell(words, column, kind, row.get(column))


def no_day(column: str, row: Row) -> bool:
    """Whether a cell would show the last day of a whole year: no table or sheet has it, or all of them pile up in December."""
    return column == "due" and row.get("due_kind") == "year"


def cell(words: Words, column: str, kind: str, value: Any) -> str:
    """What a reader sees for a value; "" for None."""
    if value is None:
        return ""
    if column in FLAGS:
        return words.value(FLAGS[column]) if value else ""
    if kind == "bool":
        return words.value("yes" if value else "no")
    if column in CODED:
        return clean(words.code(column, str(value)))
    if column == "coverage":
        return f"{value:.0%}"
    if column == "days":
        return clean(words.say("semicolon").join(_deadline(words, one) for one in value))
    if column == "sources":
        return clean(words.say("semicolon").join(source(words, one) for one in value))
    if isinstance(value, float):
        return f"{value:g}"
    if kind == "strings":
        return clean(words.say("joined").join(str(item) for item in value))
    if isinstance(value, Mapping | list):
        return clean(json.dumps(value, ensure_ascii=False, default=str))
    return clean(str(value))


def _days(words: Words, column: str, row: Row) -> str:
    """The days of a duty in order, or the words of its column and of all its days; what only the text states says so."""
    if column == "due":
        days = sorted({str(one["due"]) for one in row["days"] if one["due_kind"] != "year"})
        return words.say("joined").join(days)
    own = [row["due_text"]] if row["due_text"] and row["due_text"] not in {one["due_text"] for one in row["days"]} else []
    return clean(words.say("semicolon").join([*own, *(_stated(words, one) for one in row["days"])]))


def _stated(words: Words, one: Mapping[str, Any]) -> str:
    return str(one["due_text"]) + (words.say("bracketed", text=words.value(one["stated"])) if one["stated"] != "cell" else "")


def _deadline(words: Words, one: Mapping[str, Any]) -> str:
    return f"{one['due']} {_stated(words, one)}" if one["due_kind"] != "year" else _stated(words, one)


def runs(numbers: Sequence[str], to: str = "至", joined: str = "、") -> str:
    """Numbers in their order, three or more that follow each other as 45至51 or 1.1至1.6."""
    groups: list[list[str]] = []
    for number in numbers:
        (head, _, last), (above, _, before) = number.rpartition("."), (groups[-1][-1] if groups else "").rpartition(".")
        if head == above and last.isdigit() and before.isdigit() and int(last) == int(before) + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return joined.join(f"{own[0]}{to}{own[-1]}" if len(own) > 2 else joined.join(own) for own in groups)


def source(words: Words, record: Mapping[str, Any]) -> str:
    """One statement of a duty in a line: where, in which role, in which words."""
    place = f"{words.value(str(record.get('part', '')))} {record.get('number', '')}"
    page = f" p.{record['page']}" if record.get("page") is not None else ""
    via = words.say("bracketed", text=record["via"]) if record.get("via") else ""
    return words.say("shared", label=f"{place}{page} {words.value(str(record.get('role', '')))}{via}", text=record.get("quote", ""))


def words_of(answer: Answer) -> Words:
    """The word list in the answer's language."""
    return load_words(answer.lang)


def clipped(text: str, length: int) -> str:
    """At most `length` characters, the last one … where something is left out."""
    return text if len(text) <= length else text[: length - 1] + "…"
