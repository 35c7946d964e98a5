"""What the columns of a table hold, told from their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.lines import Line
from ingest.mapped import Mapped, mapped
from ingest.words import NO_DUTY, Words, role_word

_TOKEN = re.compile(r"\S+")
_ASIDE = re.compile(r"（.*?）|\d+")
LONGEST_NAME = 12  # characters of a column name that stands on a line of its own
ROLES = ("LEAD", "RESPONSIBLE", "COOPERATE")
_BODIES = re.compile(r"[\u4e00-\u9fff、/及和与]{2,10}(?:单位|部门|科室|股室|处室|站所|所站|办所|站办|办公室|中心|主体|机构|镇街|街镇|村居|专班|分工|责任)")  # a heading over bodies, whatever kind


_STAGE = re.compile(r"第?[一二三四1-4]季度|[上下]半年|(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[-—至](?:\d{1,2}))?月份?|20\d\d年|(?:启动|开始|起始|开工|动工|部署)(?:时间|时限|日期|节点)")  # what is to be done by when: no deadline of the task


@dataclass(frozen=True, slots=True)
class Columns:
    """`kinds` of the columns from the left: number, section, title, content, LEAD, RESPONSIBLE, COOPERATE, due, remark."""

    kinds: tuple[str, ...]
    headings: tuple[str, ...]

    def of(self, kind: str) -> tuple[int, ...]:
        """Indices of the columns of a kind."""
        return _places(self.kinds, kind)


@lru_cache(maxsize=1024)
def _places(kinds: tuple[str, ...], kind: str) -> tuple[int, ...]:
    return tuple(i for i, k in enumerate(kinds) if k == kind)


def heading_role(heading: str) -> str | None:
    """The role that a heading such as 主抓部门 or 认领单位 gives: one of bodies, whatever word says which; "remark" where its
    word tells of another matter (考核单位); None if the heading is none of bodies."""
    text = _ASIDE.sub("", heading)
    if not _BODIES.fullmatch(text):
        return None
    if NO_DUTY.search(text):
        return "remark"
    return role_word(text)


def column_kind(heading: str, words: Words) -> tuple[str, float] | None:
    """Kind of a heading and how much of it the word list explains (0..1); None if nothing does.

    The longest word decides, and among equals the last: 任务责任单位 is a column of bodies.
    """
    if not heading or len(heading) > 20 or re.search(r"[。；！]", heading):
        return None
    text = _ASIDE.sub("", heading) or heading
    role = None if text in words.columns else heading_role(heading)
    if role:
        return role, 1.0
    if not words.column_word.search(heading):
        return None
    found = [(len(match[0]), match.start(), match[0]) for match in words.column_word.finditer(text)]
    if not found:
        return None
    return words.columns[max(found)[2]], sum(length for length, _, _ in found) / len(text)


def assign(headings: Sequence[str], words: Words, numeric: Sequence[bool] = ()) -> Columns | None:
    """The columns of a heading row; None if it is none: it must name bodies or a time, and a descriptive column.

    `numeric` tells the columns that hold nothing but running numbers, whatever heading spans them. The rightmost descriptive column is the content, the one left of it the title, those further left are sections.
    """
    kinds = kinds_of(headings, words, numeric)
    if sum(bool(k) for k in kinds) < max(2, 0.6 * sum(bool(h) for h in headings)):
        return None
    return settle(kinds, headings)


def kinds_of(headings: Sequence[str], words: Words, numeric: Sequence[bool] = ()) -> list[str]:
    """Kind of each heading (text for descriptive ones), "" where the word list does not know it."""
    found = [column_kind(h, words) for h in headings]
    kinds = ["remark" if _STAGE.fullmatch(h) else k[0] if k and k[1] >= 0.5 else "" for k, h in zip(found, headings, strict=True)]
    return ["number" if i < len(numeric) and numeric[i] and k in ("", "text") else k for i, k in enumerate(kinds)]


def settle(given: Sequence[str], headings: Sequence[str]) -> Columns | None:
    """The columns of known kinds, the descriptive ones told apart by their place; None if it names no text, or neither bodies
    nor a time."""
    kinds = list(given)
    texts = [i for i, k in enumerate(kinds) if k == "text"]
    if not texts or not any(k in (*ROLES, "due") for k in kinds):
        return None
    for rank, i in enumerate(reversed(texts)):
        kinds[i] = "content" if rank == 0 else "title" if rank == 1 else "section"
    return Columns(tuple(k or "remark" for k in kinds), tuple(headings))


def tokens(line: Line) -> list[Mapped]:
    """Stretches of a line between white space."""
    if not line.mark and not line.body.gaps():
        return [line.body]
    raw = line.body.whole.origin
    found = [mapped(raw, *match.span()) for match in _TOKEN.finditer(raw, line.start, line.end)]
    return [text for text in found if text.text]


def heading_line(line: Line, words: Words) -> Columns | None:
    """The columns of a line that holds a whole heading row, its cells parted by white space."""
    if not 6 <= len(line.text) <= 60 or not line.body.gaps() or not words.column_word.search(line.text):
        return None
    parts = [token.text for token in tokens(line)]
    return assign(parts, words) if 3 <= len(parts) <= 10 else None


def _plain_name(lines: Sequence[Line], i: int, words: Words) -> bool:
    """True for a short line without punctuation between two column names: a column whose name the word list lacks."""
    below = column_kind(lines[i + 1].text, words) if i + 1 < len(lines) and len(lines[i + 1].text) <= LONGEST_NAME else None
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,8}", lines[i].text)) and below is not None and below[1] >= 0.6


def heading_run(lines: Sequence[Line], start: int, words: Words) -> tuple[Columns, int] | None:
    """The columns of a run of lines from `start`, one heading a line, and the index after it."""
    headings: list[str] = []
    i = start
    while i < len(lines) and len(headings) < 10 and len(lines[i].text) <= LONGEST_NAME:
        kind = column_kind(lines[i].text, words)
        if kind is None and len(headings) >= 2 and "" not in kinds_of(headings, words) and _plain_name(lines, i, words):
            headings.append(lines[i].text)
            i += 1
            continue
        if kind is None or kind[1] < 0.6 or lines[i].text in headings or lines[i].text.endswith("表"):
            break
        headings.append(lines[i].text)
        i += 1
    if len(headings) < 3:
        return None
    kinds = kinds_of(headings, words)
    if "" in kinds and not any(k in ROLES for k in kinds):
        kinds[kinds.index("")] = "RESPONSIBLE"  # only lines that are bodies are placed there
    columns = settle(kinds, headings) if sum(map(bool, kinds)) >= max(2, 0.6 * len(kinds)) else None
    return (columns, i) if columns else None
