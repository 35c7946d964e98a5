"""Text that remembers where each of its characters stands in the file.

Matching wants text without white space and with one form of each punctuation mark; quoting wants the printed
characters and their offsets. A `Mapped` is both: a piece of a `Plain`, which holds a whole file in both forms.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from operator import itemgetter

from graph.model import Span

# Marks that layout puts between characters and that are no part of what is printed: zero-width and directional marks,
# soft hyphen, byte order mark, control characters.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufffc"
# All that \s is, written out: a set of nothing but characters is searched several times as fast.
_SPACE = "\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DROPPED = re.compile(f"[{_SPACE}{_INVISIBLE}]+")
_KEPT = re.compile(f"[^{_SPACE}{_INVISIBLE}]+")

_SAME = {
    ":": "：", "∶": "：", "︰": "：", "﹕": "：", ";": "；", "﹔": "；", "(": "（", ")": "）", "﹙": "（", "﹚": "）",
    ",": "，", "﹐": "，", "﹑": "、", "､": "、", "﹝": "〔", "﹞": "〕", "．": ".", "﹒": ".", "!": "！", "?": "？",
    "–": "—", "－": "-", "‐": "-", "−": "-", "〜": "～", "~": "～", "％": "%", "［": "[", "］": "]", "｜": "|",
    "○": "〇", "◯": "〇", "Ｏ": "O", "﹣": "-", "⼀": "一", "｡": "。", "／": "/",
}  # fmt: skip


# A point between words where 。 belongs, as texts with half-width marks have it: not that of a number (一.公开, 3.公开).
_FULL_STOP = re.compile(r"(?<=[\u4e00-\u9fff）”%])(?<![一二三四五六七八九十])\.(?=[\u4e00-\u9fff“（]|\d{1,2}[.、]|$)")

# Radicals that some PDF fonts print for the ideographs. Normalisation makes traditional forms of three of them, although the
# radical has the shape of the simplified one.
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | {0x2F3E: "户", 0x2FAD: "青", 0x2FC8: "黄"}


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the characters that have another form, and the one form of each used for matching; every form is a single
    character, so that offsets hold."""
    forms = {chr(code): form for code, form in RADICALS.items()} | _SAME
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)):  # full-width digits and letters
        forms[chr(code)] = unicodedata.normalize("NFKC", chr(code))
    return re.compile("[" + re.escape("".join(forms)) + "]"), forms


def fold(text: str) -> str:
    """`text` with one form of each digit, letter and punctuation mark; same length, so that offsets hold."""
    pattern, forms = _forms()  # far faster than translate(), which looks at each character
    return _FULL_STOP.sub("。", pattern.sub(lambda match: forms[match[0]], text))


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without white space and invisible characters: `printed` as it stands in `origin`, `folded` for matching.

    It consists of stretches between which something was left out: stretch k begins at `starts[k]` here and at `offsets[k]` in
    `origin`; `starts` ends with the length.
    """

    origin: str
    printed: str
    folded: str
    starts: list[int]
    offsets: list[int]

    def offset(self, place: int) -> int:
        """Offset in `origin` of the character at `place`."""
        k = bisect_right(self.starts, place) - 1
        return self.offsets[k] + place - self.starts[k]

    def place(self, offset: int) -> int:
        """Place of the first character that stands at an offset of `origin` or behind it."""
        k = bisect_right(self.offsets, offset) - 1
        return min(self.starts[k] + offset - self.offsets[k], self.starts[k + 1]) if k >= 0 else 0


@lru_cache(maxsize=4)
def plain(origin: str) -> Plain:
    """`origin` made plain once for all the pieces that are cut from it."""
    stretches = [match.span() for match in _KEPT.finditer(origin)]
    printed = _DROPPED.sub("", origin)
    return Plain(origin, printed, fold(printed), [0, *accumulate([b - a for a, b in stretches])], [a for a, _ in stretches])


@dataclass(slots=True)  # never changed once made; not frozen, as freezing makes each of the many slices three times as dear
class Mapped:
    """`text` (folded, no white space, nothing invisible) with the place of each character in `whole`.

    Slicing and `+` keep the places. `at` is a range where they follow each other.
    """

    text: str
    at: Sequence[int]
    whole: Plain

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, part: slice) -> Mapped:
        return Mapped(self.text[part], self.at[part], self.whole)

    def __add__(self, other: Mapped) -> Mapped:
        return join((self, other), self.whole.origin)

    @property
    def span(self) -> Span:
        """Hull of the pieces in the file, end exclusive; (0, 0) when empty. The pieces stand in the order of the file."""
        if not self.at:
            return 0, 0
        starts, offsets, first, last = self.whole.starts, self.whole.offsets, self.at[0], self.at[-1]
        a = bisect_right(starts, first) - 1  # as `offset` does; this is asked too often to call it
        b = a if last < starts[a + 1] else bisect_right(starts, last) - 1
        return offsets[a] + first - starts[a], offsets[b] + last - starts[b] + 1

    def offset(self, index: int) -> int:
        """Offset in the file of the character at `index`."""
        return self.whole.offset(self.at[index])

    @property
    def printed(self) -> str:
        """The characters as printed, without white space."""
        if isinstance(self.at, range):
            return self.whole.printed[self.at.start : self.at.stop]
        return "".join(itemgetter(*self.at)(self.whole.printed)) if self.at else ""

    def pieces(self) -> tuple[Span, ...]:
        """Stretches of the file that hold the text, in order, where there are several, else (); white space between two
        characters does not part them."""
        if isinstance(self.at, range):
            return ()
        cuts = [0, *(i for i, (a, b) in enumerate(pairwise(self.at), 1) if b != a + 1), len(self.at)]
        return tuple(self[a:b].span for a, b in pairwise(cuts)) if len(cuts) > 2 else ()

    def gaps(self) -> list[int]:
        """Indices of the characters before which something was left out, white space or more."""
        starts = self.whole.starts
        if isinstance(self.at, range):
            return [start - self.at.start for start in starts[bisect_right(starts, self.at.start) : bisect_left(starts, self.at.stop)]]
        edges = set(starts)
        return [i for i, (a, b) in enumerate(pairwise(self.at), 1) if b != a + 1 or b in edges]

    def _before(self, index: int) -> str:
        """What stands in the file between characters `index - 1` and `index`."""
        return self.whole.origin[self.offset(index - 1) + 1 : self.offset(index)]

    def spaced(self, index: int) -> bool:
        """True if white space stands between characters `index - 1` and `index` where both are on one line."""
        between = self._before(index)
        return bool(between) and bool(re.search(r"[ \t\u3000\xa0]", between)) and "\n" not in between

    def broken(self, index: int) -> bool:
        """True if a line ends between characters `index - 1` and `index`; in Markdown also by <br>."""
        between = self._before(index)
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
    whole = plain(origin)
    at = range(whole.place(start), whole.place(end))
    return Mapped(whole.folded[at.start : at.stop], at, whole)


def nothing(origin: str = "") -> Mapped:
    """An empty piece of `origin`."""
    return Mapped("", (), plain(origin))


def join(pieces: Iterable[Mapped], origin: str) -> Mapped:
    """The pieces as one text, in the order given."""
    filled = [piece for piece in pieces if piece.text]
    if len(filled) < 2:
        return filled[0] if filled else nothing(origin)
    text = "".join([piece.text for piece in filled])
    places = [piece.at for piece in filled]
    if all(isinstance(a, range) and isinstance(b, range) and a.stop == b.start for a, b in pairwise(places)):
        return Mapped(text, range(places[0][0], places[-1][-1] + 1), filled[0].whole)
    return Mapped(text, list(chain.from_iterable(places)), filled[0].whole)


def printed(text: str) -> str:
    """`text` as a printed field: white space and invisible characters removed, nothing else changed."""
    return _DROPPED.sub("", text)
