"""What the columns of a table hold, told from their cells where no word list knows their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.columns import ROLES, Columns, heading_role, kinds_of, settle
from ingest.draft import Context
from ingest.mapped import Mapped
from ingest.unitlist import bodies
from ingest.words import role_word

_MOST = 0.7
_LONG = 8  # characters of a text that can be a task
_SEEN = 40  # rows that are looked at
_HAN = re.compile("[\u4e00-\u9fff]")
_NUMBER = re.compile(r"^[（(]?\d{1,3}[）).、]?$")


@dataclass(frozen=True, slots=True)
class _Sample:
    """Shares (0..1) of the filled cells of a column that are bodies, times or numbers, their mean length, and the share filled."""

    bodies: float
    due: float
    numbers: float
    length: float
    filled: float


def _lists_bodies(cell: Mapped, context: Context) -> bool:
    if context.words.opening(cell.text):
        return True
    found = bodies(cell, context.words, context.is_body)
    known = sum(context.is_body(b.text.text) or b.text.text.startswith("等") for b in found)
    return bool(found) and known >= _MOST * len(found)


def _sample(cells: Sequence[Mapped], context: Context) -> _Sample:
    filled = [c for c in cells[:_SEEN] if c]
    if not filled:
        return _Sample(0, 0, 0, 0, 0)
    n = len(filled)
    return _Sample(
        sum(_lists_bodies(c, context) for c in filled) / n,
        sum(context.is_due(c.text) for c in filled) / n,
        sum(bool(_NUMBER.match(c.text)) for c in filled) / n,
        sum(len(c) for c in filled) / n,
        n / len(cells[:_SEEN]),
    )


def complete(headings: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[Mapped]], context: Context) -> tuple[Columns, tuple[str, ...]] | None:
    """The columns with those told from their cells, and the headings of these; None if no task or nothing of who or when is told.

    `kinds` are those that the headings give, "" for a heading that is not known. A heading that is taken for a text although
    nothing but bodies stands below it is one of bodies, where no other column is.
    """
    samples = [_sample(column, context) for column in zip(*rows, strict=True)]
    out = list(kinds)
    guessed: list[int] = []

    def tell(i: int, kind: str) -> None:
        out[i] = kind
        guessed.append(i)

    for i, sample in enumerate(samples):
        misread = out[i] == "text" and sample.bodies >= 0.85 and not any(k in ROLES for k in kinds) and sum(k in ("text", "") for k in kinds) > 1
        if out[i] and not misread:
            continue
        if sample.numbers >= 0.9 and "number" not in out and not misread:
            tell(i, "number")
        elif sample.bodies >= _MOST:
            tell(i, heading_role(headings[i]) or role_word(headings[i]))
        elif sample.due >= _MOST and "due" not in out:
            tell(i, "due")
    held = [i for i, k in enumerate(out) if k in ROLES or k == "due"]
    known = any(k == "text" for k in out)
    for i, sample in enumerate(samples):
        if not out[i] and sample.length >= _LONG and sample.filled >= 0.6 and held and (i < held[0] or not known):
            tell(i, "text")
    last = max((i for i, k in enumerate(out) if k == "text"), default=0)
    for i, cells in enumerate(zip(*rows, strict=True)):
        if not out[i] and i < last and any(len(c) >= 2 and _HAN.search(c.text) for c in cells):
            tell(i, "text")  # left of the content stand title and section
    columns = settle(out, headings)
    return (columns, tuple(headings[i] or f"第{i + 1}列" for i in guessed)) if columns else None


def inferred(text: Sequence[Sequence[Mapped]], context: Context) -> tuple[Columns, int, tuple[str, ...]] | None:
    """Columns, index of the first row of data and the headings told from the cells, for a table whose heading row the word list
    does not know, or that has none; None if it does not look like one of duties."""
    for top in range(min(4, len(text) - 1)):
        row = text[top]
        if _is_heading(row, context):
            found = _told([c.text for c in row], text[top + 1 :], context)
            return (found[0], top + 1, found[1]) if found else None
        if any(_NUMBER.match(c.text) for c in row) or any(c and _lists_bodies(c, context) for c in row):
            found = _told([""] * len(row), text[top:], context)
            return (found[0], top, found[1]) if found else None
    return None


def _is_heading(row: Sequence[Mapped], context: Context) -> bool:
    """True for a row of short texts, one a column, that are neither numbers nor times nor mostly bodies."""
    filled = [c for c in row if c]
    apart = len({c.span for c in filled}) == len(filled)
    plain = all(len(c) <= 12 and not re.search(r"[。；！]", c.text) and not _NUMBER.match(c.text) for c in filled)
    named = sum(_lists_bodies(c, context) and heading_role(c.text) is None for c in filled)
    return apart and plain and len(filled) >= max(3, 0.75 * len(row)) and named <= 0.34 * len(filled)


def _told(headings: Sequence[str], rows: Sequence[Sequence[Mapped]], context: Context) -> tuple[Columns, tuple[str, ...]] | None:
    if len(rows) < 2 or len(headings) < 3:
        return None
    found = complete(headings, kinds_of(headings, context.words), rows, context)
    if found is None or not any(k in ROLES for k in found[0].kinds):
        return None
    content = found[0].of("content")[0]
    lengths = [len(row[content]) for row in rows if row[content]]
    return found if lengths and sum(lengths) >= _LONG * len(lengths) else None
