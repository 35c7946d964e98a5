"""The running text of a file as lines, without page furniture and markup."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.mapped import Mapped, join, mapped, plain
from ingest.metadata import Entry, split_tables
from ingest.numerals import number
from ingest.source import Source, Table

_PAGE = re.compile(r"^(?:[-—]+\d{1,3}[-—]+|第\d{1,3}页(?:[，,/]?共\d{1,3}页)?|\d{1,3}/\d{1,3})$")
_DASH = re.compile(r"^[-—]$")
_HEAD = re.compile(r"[ \t\u3000]*(?:#{1,6}[ \t]+|>[ \t]+|[*+-][ \t]+(?=\S))")
_STRONG = re.compile(
    r"\*\*|__|<br\s*/?>|</?(?:p|div|center|h[1-6]|span|font|b|strong|em|i|u)(?:\s[^<>\n]{0,200})?>|\\(?=[.#*_\-(){}\[\]])"
    r"|(?P<em>(?<![^\s>])\*(?=[^\s*])[^*\n]{1,80}(?<=\S)\*(?=\s|$))"  # *emphasised*, not the * of 标*的为牵头单位
)
_FURNITURE = frozenset("-—第0123456789=_*|")  # how furniture begins
_RULE = re.compile(r"^(?:[-=_*]{3,}|\|+)$")
_RAW = re.compile(r"[^\r\n\f\x0b\u2028\u2029\x85]+")
_HASHES = re.compile(r"^#{1,6} ", re.M)
_WIDTHS = {"\u3000": 2, "\t": 4, " ": 1, "\xa0": 1}
_ENDS = "。！？；："


@dataclass(slots=True)  # not frozen for speed, like `Mapped`; nothing changes one once `flow` has made it
class Line:
    """One printed line. `text` is that of `body`, `start` and `end` are offsets of the raw line, `mark` is a Markdown heading
    mark or bold lead, `indent` the width of the white space before the text, a Chinese character counting 2; `opens` tells that
    it is set in from the margin as the first line of a paragraph is."""

    body: Mapped
    text: str
    start: int
    end: int
    mark: str
    indent: int
    opens: bool = False
    bare: int = 0  # length of a running number that only white space parts from the text (1 梳理目录), else 0


@lru_cache(maxsize=256)
def _width_of(lead: str) -> int:
    return sum(_WIDTHS.get(c, 0) for c in lead)


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines and tables in the order in which they stand; `furniture` are spans of page numbers and the like, `said` what
    tables that tell about the file itself say."""

    blocks: tuple[Line | Table, ...]
    furniture: tuple[tuple[int, int], ...]
    width: int  # length of a full line where lines are broken by page width, else 0
    said: tuple[Entry, ...] = ()

    @property
    def lines(self) -> list[Line]:
        return [b for b in self.blocks if isinstance(b, Line)]


def _without_markup(origin: str, start: int, end: int) -> tuple[Mapped, str]:
    """A line of Markdown without its marks, and the one that tells a heading ("" if none does)."""
    mark = ""
    body = start
    if head := _HEAD.match(origin[start:end]):
        mark, body = head[0].strip(), start + head.end()
    if not _STRONG.search(origin, body, end):
        return mapped(origin, body, end), mark
    mark = mark or ("**" if origin.startswith("**", body) else "")
    cuts = [body, *(edge for m in _STRONG.finditer(origin, body, end) for edge in _marks(m)), end]
    return join([mapped(origin, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)], origin), mark


def _marks(match: re.Match[str]) -> tuple[int, ...]:
    """Edges of the marks that a match stands for: itself, or the two stars around *a text*."""
    start, end = match.span()
    return (start, start + 1, end - 1, end) if match["em"] else (start, end)


def _lines(source: Source) -> Iterator[Line]:
    """Every line outside of the tables that is not empty."""
    origin = source.text
    markdown = source.format == "md" or "**" in origin or bool(_HASHES.search(origin))
    tables = [t.span for t in source.tables]
    whole = plain(origin)
    last = 0  # stretches of text behind the last line
    for match in _RAW.finditer(origin):
        start, end = match.span()
        first = last
        last = bisect_left(whole.offsets, end, first)
        if first == last or (tables and any(a <= start < b for a, b in tables)):
            continue
        at = range(whole.starts[first], whole.starts[last])
        body, mark = _without_markup(origin, start, end) if markdown else (Mapped(whole.folded[at.start : at.stop], at, whole), "")
        if body.text:
            yield Line(body, body.text, start, end, mark, _width_of(origin[start : body.offset(0) if markdown else whole.offsets[first]]))


def _furniture(lines: Sequence[Line]) -> set[int]:
    """Indices of page numbers, also of those broken over three lines, and of rules."""
    out: set[int] = set()
    for i, line in enumerate(lines):
        if line.text[:1] not in _FURNITURE:
            continue
        if _PAGE.match(line.text) or _RULE.match(line.text):
            out.add(i)
        elif (
            _DASH.match(line.text)
            and i + 2 < len(lines)
            and lines[i + 1].text.isdigit()
            and len(lines[i + 1].text) <= 3
            and _DASH.match(lines[i + 2].text)
        ):
            out |= {i, i + 1, i + 2}
    return out


def _front_matter(lines: Sequence[Line]) -> set[int]:
    """Indices of the block between two rules with which a Markdown file may tell about itself."""
    if not lines or lines[0].text != "---":
        return set()
    end = next((i for i, line in enumerate(lines[1:30], 1) if line.text in ("---", "...")), 0)
    return set(range(end + 1)) if all(re.match(r"[\w-]+：|-", line.text) for line in lines[1:end]) else set()


def _width(lines: Sequence[Line]) -> int:
    """Length of a full line where the file breaks lines by page width, else 0.

    Lines are broken by width where most of those that end in the middle of a sentence have nearly the same length.
    """
    long = [line.text for line in lines if len(line.text) >= 15]
    open_ends = sorted([len(text) for text in long if text[-1] not in _ENDS + "）】”"])
    if len(open_ends) < 12 or len(open_ends) < 0.3 * len(long):
        return 0
    middle = open_ends[len(open_ends) // 2]
    near = sum([abs(n - middle) <= 4 for n in open_ends])
    return middle if middle <= 60 and near >= 0.6 * len(open_ends) else 0


def _mark_opening(lines: Sequence[Line]) -> None:
    """Marks the lines that stand two characters in from where the leftmost long line begins."""
    margin = min([line.indent for line in lines if len(line.text) >= 15], default=0)
    for line in lines:
        line.opens = line.indent >= margin + 3


_BARE = re.compile(r"((?:任务|事项|项目|措施|行动|工程)?(?:\d{1,3}|[一二三四五六七八九十]{1,3}))(?=[\u4e00-\u9fff“《])(?![个项次家名件人天日月年季周号章条款元万亿类种场期批座处所度是])")


_TASK = "任务事项目措施行动工程"  # characters of 任务, 事项 …
_BARE_FIRST = frozenset("0123456789一二三四五六七八九十任事项措行工")


def _mark_bare(lines: Sequence[Line]) -> None:
    """Marks the numbers without a stop behind them (1 梳理目录), where they run on from one: 1 梳理目录, 任务一 梳理目录."""
    found: list[tuple[Line, str, int]] = []
    for line in lines:
        match = _BARE.match(line.text) if line.text[0] in _BARE_FIRST else None
        if match and line.body.spaced(match.end()) and (value := number(match[1].lstrip(_TASK))):
            found.append((line, match[1], value))
    for kind in ("digits", "words", "tasks"):
        run: list[tuple[Line, str, int]] = []
        for line, label, value in found:
            own = "tasks" if label[0] in _TASK else "digits" if label.isdigit() else "words"
            if own == kind and (value == 1 or (run and value == run[-1][2] + 1)):
                run.append((line, label, value))
        below = kind != "digits" or not run or any(re.match(r"\d\.\d", line.text) for line in lines)
        if max((value for _, _, value in run), default=0) >= (2 if below else 3):
            for line, label, _ in run:
                line.bare = len(label)


def flow(source: Source) -> Flow:
    """The blocks of the file: tables where they stand, and the lines outside of them."""
    lines = list(_lines(source))
    dropped = _furniture(lines) | _front_matter(lines)
    kept = [line for i, line in enumerate(lines) if i not in dropped] if dropped else lines
    _mark_opening(kept)
    _mark_bare(kept)
    tables, said, about = split_tables(source)
    blocks: list[Line | Table] = [*kept, *tables]
    if tables:
        blocks.sort(key=lambda b: b.span[0] if isinstance(b, Table) else b.start)
    furniture = (*((lines[i].start, lines[i].end) for i in sorted(dropped)), *about)
    return Flow(tuple(blocks), furniture, _width(kept), tuple(said))


def parts_paragraph(line: Line, following: Line, width: int) -> bool:
    """True if a paragraph can end with this line: a full stop, and room left on the line where lines are broken by width, or
    the next one set in."""
    if not line.text or line.text[-1] not in "。！？；：）】”":
        return False
    return not width or len(line.text) < width - 3 or following.opens
