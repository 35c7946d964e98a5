"""Numbered headings and items as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.lines import Line
from ingest.mapped import Mapped, nothing
from ingest.numerals import number

_CN = "[一二三四五六七八九十百零〇]"
_DIGITS, _FIGURES, _LETTERS = "0123456789", "一二三四五六七八九十百零〇", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ROMAN, _BRACKETED, _STOPPED = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇❶❷❸❹❺❻❼❽❾❿"
# Rank of a mark (the smaller the further out; above ITEM_RANK are the marks inside an item), the characters it may begin with, its form.
_MARKS: tuple[tuple[int, str, re.Pattern[str]], ...] = (
    (0, "第", re.compile(rf"^第({_CN}{{1,3}}|\d{{1,2}})(?:章|部分|篇|编)[、：.]?")),
    (0, _ROMAN + "IVX", re.compile(r"^([\u2160-\u216b]|(?:I{1,3}|IV|VI{0,3}|IX|X)(?=[、.]))[、.：]?")),
    (1, _FIGURES, re.compile(rf"^({_CN}{{1,3}})(?:[、.．]|，(?=.{{2,30}}$))")),
    (2, "第", re.compile(rf"^第({_CN}{{1,4}}|\d{{1,3}})[条项][、：.]?")),
    (2, "重主具任事项措行工", re.compile(rf"^(?:重点|主要|具体)?(?:任务|事项|项目|措施|行动|工程)({_CN}{{1,3}}|\d{{1,3}})(?:[：、.]|$)")),
    (2, "【", re.compile(rf"^【(?:任务|事项|项目|措施|行动)?({_CN}{{1,3}}|\d{{1,3}})】")),
    (2, "序编", re.compile(r"^(?:序号|编号)：?(\d{1,3})$")),
    (3, "（", re.compile(rf"^（({_CN}{{1,3}})）[、.]?")),
    (3, _BRACKETED, re.compile(r"^([\u3220-\u3229])[、.]?")),
    (5, _DIGITS, re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})(?![\d年月日%])[.、]?")),
    (4, _DIGITS, re.compile(r"^(\d{1,3})(?:[、]|\.(?!\d)|）)")),
    (4, _STOPPED, re.compile(r"^([\u2488-\u249b])")),
    (6, "（", re.compile(r"^（(\d{1,2})）[、.]?")),
    (6, _LETTERS, re.compile(r"^([A-Za-z])[、.）](?=[\u4e00-\u9fff“《])")),
    (7, _CIRCLED, re.compile(r"^([\u2460-\u2473\u2474-\u2487\u2776-\u277f])[、.]?")),
    (8, _FIGURES, re.compile(r"^([一二三四五六七八九十])是[：，、]?")),
)
ITEM_RANK = 5


@dataclass(slots=True)
class Node:
    """A numbered heading or item. `mark` is its printed number, `lines` its texts (the first without the number),
    `ordinal` the number's value; children are in order."""

    rank: int
    ordinal: int
    mark: Mapped
    lines: list[Line]
    first: Mapped
    parent: Node | None
    children: list[Node] = field(default_factory=list)
    label: str = ""  # printed decimal number (1.2.3)

    def ancestors(self) -> list[Node]:
        """From the outermost inwards, without itself."""
        out: list[Node] = []
        node = self.parent
        while node is not None and node.rank >= 0:
            out.append(node)
            node = node.parent
        return out[::-1]

    def walk(self) -> Iterator[Node]:
        """Itself and all below, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@lru_cache(maxsize=4096)
def _beginning(first: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Rank and form of the marks that may begin with a character, in order."""
    return tuple((rank, form) for rank, firsts, form in _MARKS if first in firsts)


def mark_of(text: str) -> tuple[int, int, int, str] | None:
    """(rank, ordinal, length of the printed number, the number without its marks) of a line that begins with one."""
    for rank, form in _beginning(text[0]) if text else ():
        match = form.match(text)
        if match:
            ordinal = number(match[1].rsplit(".", 1)[-1])
            return None if ordinal is None else (rank, ordinal, match.end(), match[1])
    return None


def line_mark(line: Line) -> tuple[int, int, int, str] | None:
    """The mark of a line, also a number that only white space parts from its text (`Line.bare`)."""
    if line.bare:
        label = line.text[: line.bare].lstrip("任务事项目措施行动工程")
        return 2 if len(label) < line.bare else 4 if label.isdigit() else 1, number(label) or 0, line.bare, label
    return mark_of(line.text)


_TIGHT = re.compile(r"^(\d{1,3})\.(?=\d)")  # 21.8月集中开展: a number whose text begins with a digit


def _next(text: str, last: int | None) -> tuple[int, int, int, str] | None:
    """The mark of a line whose number is the one to be expected, although its text begins with a digit."""
    match = _TIGHT.match(text) if text[0].isdigit() else None
    return (4, int(match[1]), match.end(), match[1]) if match and last is not None and int(match[1]) == last + 1 else None


def _plausible(ordinal: int, last: int | None, rank: int) -> bool:
    """A number goes on from the last of its rank, perhaps with a gap, or starts anew."""
    if rank == 5 or ordinal == 1 or last is None:
        return True
    return last < ordinal <= last + 5 or ordinal == last


def outline(lines: Sequence[Line]) -> Node:
    """The tree of the numbered lines; the root (rank -1) holds what stands before the first number."""
    root = Node(-1, 0, lines[0].body[:0], [], lines[0].body[:0], None) if lines else Node(-1, 0, nothing(), [], nothing(), None)
    node = root
    last: dict[int, int] = {}
    before: dict[int, int] = {}  # as `last`, but kept when an outer number starts anew
    for line in lines:
        mark = line_mark(line) or _next(line.text, last.get(4) or before.get(4))
        if mark is None or not _plausible(mark[1], last.get(mark[0]), mark[0]) or (mark[0] == 1 and len(line.text) <= mark[2]):
            node.lines.append(line)
            continue
        rank, ordinal, length, label = mark
        while node.parent is not None and node.rank >= rank:
            node = node.parent
        new = Node(rank, ordinal, line.body[:length], [line], line.body[length:], node, label=label)
        node.children.append(new)
        last = {r: n for r, n in last.items() if r <= rank} | {rank: ordinal}
        before[rank] = ordinal
        node = new
    return root


