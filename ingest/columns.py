"""What the columns of a table hold, told from their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line
from ingest.mapped import Mapped, mapped
from ingest.words import Words

_ASIDE = re.compile(r"（.*?）|\d+")
_ROLES = ("LEAD", "RESPONSIBLE", "COOPERATE")


@dataclass(frozen=True, slots=True)
class Columns:
    """`kinds` of the columns from the left: number, section, title, content, LEAD, RESPONSIBLE, COOPERATE, due, remark."""

    kinds: tuple[str, ...]
    headings: tuple[str, ...]

    def of(self, kind: str) -> list[int]:
        """Indices of the columns of a kind."""
        return [i for i, k in enumerate(self.kinds) if k == kind]


def column_kind(heading: str, words: Words) -> tuple[str, float] | None:
    """Kind of a heading and how much of it the word list explains (0..1); None if nothing does.

    The longest word decides, and among equals the last: 任务责任单位 is a column of bodies.
    """
    if not heading or len(heading) > 20 or re.search(r"[。；！]", heading):
        return None
    if not words.column_word.search(heading):
        return None
    text = _ASIDE.sub("", heading) or heading
    found = [(len(match[0]), match.start(), match[0]) for match in words.column_word.finditer(text)]
    if not found:
        return None
    return words.columns[max(found)[2]], sum(length for length, _, _ in found) / len(text)


def assign(headings: Sequence[str], words: Words, numeric: Sequence[bool] = ()) -> Columns | None:
    """The columns of a heading row; None if it is none: it must name bodies or a time, and a descriptive column.

    `numeric` tells the columns that hold nothing but running numbers, whatever heading spans them. The rightmost descriptive column is the content, the one left of it the title, those further left are sections.
    """
    found = [column_kind(h, words) for h in headings]
    kinds = [k[0] if k and k[1] >= 0.5 else "" for k in found]
    kinds = ["number" if i < len(numeric) and numeric[i] and k in ("", "text") else k for i, k in enumerate(kinds)]
    texts = [i for i, k in enumerate(kinds) if k == "text"]
    held = [k for k in kinds if k in (*_ROLES, "due")]
    if not texts or not held or sum(bool(k) for k in kinds) < max(2, 0.6 * sum(bool(h) for h in headings)):
        return None
    for rank, i in enumerate(reversed(texts)):
        kinds[i] = "content" if rank == 0 else "title" if rank == 1 else "section"
    return Columns(tuple(k or "remark" for k in kinds), tuple(headings))


def tokens(line: Line) -> list[Mapped]:
    """Stretches of a line between white space."""
    raw = line.body.origin
    return [mapped(raw, line.start + m.start(), line.start + m.end()) for m in re.finditer(r"\S+", raw[line.start : line.end])]


def heading_line(line: Line, words: Words) -> Columns | None:
    """The columns of a line that holds a whole heading row, its cells parted by white space."""
    if isinstance(line.body.at, range) or not 6 <= len(line.text) <= 60 or not words.column_word.search(line.text):
        return None
    parts = [t.text for t in tokens(line) if t]
    return assign(parts, words) if 3 <= len(parts) <= 10 else None


def heading_run(lines: Sequence[Line], start: int, words: Words) -> tuple[Columns, int] | None:
    """The columns of a run of lines from `start`, one heading a line, and the index after it."""
    headings: list[str] = []
    i = start
    while i < len(lines) and len(headings) < 10 and len(lines[i].text) <= 12:
        kind = column_kind(lines[i].text, words)
        if kind is None or kind[1] < 0.6 or lines[i].text in headings or lines[i].text.endswith("表"):
            break
        headings.append(lines[i].text)
        i += 1
    if len(headings) < 3:
        return None
    columns = assign(headings, words)
    return (columns, i) if columns else None
