"""Text that remembers where each of its characters stands in the file.

Matching wants text without white space and with one form of each punctuation mark; quoting wants the printed
characters and their offsets. A `Mapped` is both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.model import Span

# Marks that layout puts between characters and that are no part of what is printed: zero-width and directional marks,
# soft hyphen, byte order mark, control characters.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufffc"
_DROPPED = re.compile(rf"[\s\x00-\x1f\x7f-\x9f{_INVISIBLE}]+")

_SAME = {
    ":": "：", "∶": "：", "︰": "：", "﹕": "：", ";": "；", "﹔": "；", "(": "（", ")": "）", "﹙": "（", "﹚": "）",
    ",": "，", "﹐": "，", "﹑": "、", "､": "、", "﹝": "〔", "﹞": "〕", "．": ".", "﹒": ".", "!": "！", "?": "？",
    "–": "—", "－": "-", "‐": "-", "−": "-", "〜": "～", "~": "～", "％": "%", "［": "[", "］": "]", "｜": "|",
    "○": "〇", "◯": "〇", "Ｏ": "O", "﹣": "-", "⼀": "一", "｡": "。", "／": "/",
}  # fmt: skip


# Radicals that some PDF fonts print for the ideographs. Normalisation makes traditional forms of three of them, although the
# radical has the shape of the simplified one.
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | {0x2F3E: "户", 0x2FAD: "青", 0x2FC8: "黄"}


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Code point to the one form used for matching; every value is a single character, so that offsets hold."""
    table = {ord(a): b for a, b in _SAME.items()}
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)):  # full-width digits and letters
        table[code] = unicodedata.normalize("NFKC", chr(code))
    return RADICALS | table


def fold(text: str) -> str:
    """`text` with one form of each digit, letter and punctuation mark; same length, so that offsets hold."""
    return text.translate(_table())


@lru_cache(maxsize=4)
def _folded(origin: str) -> str:
    """`origin` folded once for all the pieces that are cut from it."""
    return fold(origin)


@dataclass(slots=True)  # never changed once made; not frozen, as freezing makes each of the many slices three times as dear
class Mapped:
    """`text` (folded, no white space, nothing invisible) with the offset of each character in `origin`.

    `origin` is the decoded text as it stands in the file. Slicing and `+` keep the offsets. `at` is a range where nothing was
    left out.
    """

    text: str
    at: Sequence[int]
    origin: str

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, part: slice) -> Mapped:
        return Mapped(self.text[part], self.at[part], self.origin)

    def __add__(self, other: Mapped) -> Mapped:
        return Mapped(self.text + other.text, [*self.at, *other.at], self.origin)

    @property
    def span(self) -> Span:
        """Hull of the pieces, end exclusive; (0, 0) when empty. The pieces stand in the order of the file."""
        return (self.at[0], self.at[-1] + 1) if self.at else (0, 0)

    @property
    def printed(self) -> str:
        """The characters as printed, without white space."""
        if isinstance(self.at, range):
            return self.origin[self.at.start : self.at.stop]
        return "".join(map(self.origin.__getitem__, self.at))

    def pieces(self) -> tuple[Span, ...]:
        """Stretches of `origin` that hold the text, in order; white space between two characters does not part them."""
        if isinstance(self.at, range):
            return (self.span,) if self.at else ()
        out: list[Span] = []
        for i in self.at:
            if out and i >= out[-1][1] and not _DROPPED.sub("", self.origin[out[-1][1] : i]):
                out[-1] = (out[-1][0], i + 1)
            else:
                out.append((i, i + 1))
        return tuple(out)

    def spaced(self, index: int) -> bool:
        """True if white space stands between characters `index - 1` and `index` where both are on one line."""
        between = self.origin[self.at[index - 1] + 1 : self.at[index]]
        return bool(between) and bool(re.search(r"[ \t\u3000\xa0]", between)) and "\n" not in between

    def broken(self, index: int) -> bool:
        """True if a line ends between characters `index - 1` and `index`; in Markdown also by <br>."""
        between = self.origin[self.at[index - 1] + 1 : self.at[index]]
        return "\n" in between or "<br" in between.lower()

    def strip(self, marks: str) -> Mapped:
        """Without any of `marks` (folded) at either end."""
        text = self.text
        if not text or (text[0] not in marks and text[-1] not in marks):
            return self
        left = len(text) - len(text.lstrip(marks))
        return self[left : max(left, len(text.rstrip(marks)))]


def mapped(origin: str, start: int, end: int) -> Mapped:
    """The text of `origin[start:end]` without white space and invisible characters."""
    folded = _folded(origin)
    stretches: list[Span] = []
    cursor = start
    for gap in _DROPPED.finditer(origin, start, end):
        if gap.start() > cursor:
            stretches.append((cursor, gap.start()))
        cursor = gap.end()
    if cursor < end:
        stretches.append((cursor, end))
    if len(stretches) <= 1:
        a, b = stretches[0] if stretches else (end, end)
        return Mapped(folded[a:b], range(a, b), origin)
    return Mapped("".join([folded[a:b] for a, b in stretches]), [i for a, b in stretches for i in range(a, b)], origin)


def join(pieces: Iterable[Mapped], origin: str) -> Mapped:
    """The pieces as one text, in the order given."""
    filled = [piece for piece in pieces if piece.text]
    if len(filled) == 1:
        return filled[0]
    return Mapped("".join([piece.text for piece in filled]), [i for piece in filled for i in piece.at], origin)


def matches(pattern: re.Pattern[str], text: Mapped) -> Iterator[tuple[re.Match[str], Mapped]]:
    """Each match with the text that it covers."""
    for match in pattern.finditer(text.text):
        yield match, text[match.start() : match.end()]


def printed(text: str) -> str:
    """`text` as a printed field: white space and invisible characters removed, nothing else changed."""
    return _DROPPED.sub("", text)
