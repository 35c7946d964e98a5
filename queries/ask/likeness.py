"""Names that were typed wrongly: by their sound, or with one character changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from queries.ask.content import tagged

BOUNDS = ">的由和跟与在是归给问让被、，,那请对及"
TAILS = "局委办部队心区镇会"


def sounds(text: str) -> tuple[str, ...]:
    """Syllables without tones, one for each character."""
    return tuple(map(_sound, text))


def _blurred(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"ng$", "n", re.sub(r"^([zcs])h", r"\1", sound)) for sound in sounds(text))


@lru_cache(maxsize=16384)
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin  # its dictionaries take half of the time that a command needs to start

    return str(lazy_pinyin(character)[0]) if character > "\u3400" else character


def by_sound(
    text: str, names: Iterable[str], at_least: int = 3, fine: Callable[[str], bool] = lambda _: False, *, alike: bool = False
) -> tuple[str, int, int] | None:
    """The first longest piece of `text` that sounds like a name but is written otherwise: (name, start, end).

    A piece that is `fine` is no slip. `alike`: sounds that many do not tell apart (san, shan; lin, ling) are one.
    """
    hear = _blurred if alike else sounds
    heard = hear(text)
    best: tuple[str, int, int] | None = None
    for name in names:
        size = len(name)
        if size < at_least or size > len(text):
            continue
        wanted = hear(name)
        for start in range(len(text) - size + 1):
            piece = text[start : start + size]
            if (
                heard[start : start + size] == wanted
                and piece != name
                and not cuts_word(text, start + size)
                and (best is None or size > len(best[0]))
                and not fine(piece)
            ):
                best = name, start, start + size
    return best


def cuts_word(text: str, end: int) -> bool:
    """Whether a word of the dictionary goes on over `end`: 宝山去 in 宝山去年 is no 宝山区."""
    at = 0
    for word, _ in tagged(text):
        if at < end < at + len(word):
            return True
        at += len(word)
    return False


def is_word(words: str) -> bool:
    """Whether the dictionary has the words as one."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return bool(jieba.get_FREQ(words))


def by_shape(text: str, names: Iterable[str]) -> tuple[set[str], int, int] | None:
    """Names from which a piece of `text` differs in one character, or lacks or adds one: (names, start, end).

    Names of three characters and more that end alike; the longest piece wins.
    """
    pool = [name for name in names if len(name) >= 3 and name[-1] in TAILS]
    for size in range(min(len(text), 14), 2, -1):
        for start in range(len(text) - size + 1):
            piece = text[start : start + size]
            bound = start == 0 or text[start - 1] in BOUNDS
            if not bound or piece[-1] not in TAILS or "<" in piece or ">" in piece:
                continue
            near = {name for name in pool if name[-1] == piece[-1] and _one_off(piece, name)}
            if near:
                return near, start, start + size
    return None


def _one_off(one: str, two: str) -> bool:
    if one == two:
        return False
    if len(one) == len(two):
        return (sum(a != b for a, b in zip(one, two, strict=True)) == 1 and one[0] == two[0]) or (
            len(one) > 3 and sum(a != b for a, b in zip(one, two, strict=True)) == 1
        )
    short, long = sorted((one, two), key=len)
    if len(long) - len(short) == 2 and len(short) >= 5:  # 沿沪宁机制办 is 沿沪宁专项机制办
        return any(long[:i] + long[i + 2 :] == short for i in range(2, len(long) - 2))
    return len(long) - len(short) == 1 and len(short) >= 4 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def slip_in(piece: str, printed: str) -> str | None:
    """The piece with its longest part that is no word of `printed`, but sounds like one or is one character off, as it is printed
    there; None where there is no such part."""
    line, _ = _syllables(printed)
    said = _reach(len(piece), lambda start, end: piece[start:end] in printed)
    heard = _reach(len(piece), lambda start, end: _spoken(piece[start:end]) in line)
    # No part from a character on can be meant that goes on beyond what sounds printed, or what is printed but for one character.
    ends = [max(sound, said[min(end + 1, len(piece))]) for end, sound in zip(said, heard, strict=True)]
    alone = _singles(piece)
    for size in range(max(end - start for start, end in enumerate(ends)), 1, -1):
        for start in range(len(piece) - size + 1):
            end = start + size
            if not said[start] < end <= ends[start] or (size == 2 and not {start, start + 1} <= alone):
                continue
            meant = heard_in(piece[start:end], printed) if heard[start] >= end else None
            if meant is None and size > 3:
                meant = _almost_in(piece, start, end, said, alone, printed)
            if meant:
                return piece[:start] + meant + piece[end:]
    return None


def _reach(size: int, holds: Callable[[int, int], bool]) -> list[int]:
    """For every start up to `size` the end of the longest stretch from there that holds. Of a stretch that holds every part does,
    so that each end is looked at once: what is not printed need not be looked for again with more around it."""
    ends, end = [], 0
    for start in range(size + 1):
        end = max(start, end)
        while end < size and holds(start, end + 1):
            end += 1
        ends.append(end)
    return ends


def heard_in(part: str, printed: str) -> str | None:
    """The first words of `printed` that sound like `part` and share a character with it."""
    line, places = _syllables(printed)
    wanted = _spoken(part)
    at = line.find(wanted)
    while at >= 0:
        start = places[at]
        meant = printed[start : start + len(part)]
        if any(one == two for one, two in zip(part, meant, strict=True)):
            return meant
        at = line.find(wanted, at + 1)
    return None


def _spoken(part: str) -> str:
    return f" {' '.join(sounds(part))} "


@lru_cache(maxsize=8)
def _syllables(printed: str) -> tuple[str, dict[int, int]]:
    """The syllables of a text with blanks around them, and the character that begins at each of the blanks."""
    places: dict[int, int] = {}
    pieces = []
    at = 0
    for index, sound in enumerate(sounds(printed)):
        places[at] = index
        pieces.append(f" {sound}")
        at += len(sound) + 1
    return "".join(pieces) + " ", places


def _almost_in(piece: str, start: int, end: int, said: list[int], alone: set[int], printed: str) -> str | None:
    """Words of `printed` that differ from this part in one character, or have one more; that character is no word of its own (those
    that are stand in `alone`). `said` tells how far the piece is printed from each character on."""
    for at in range(start, min(said[start] + 1, end)):
        if at in alone and said[at + 1] >= end and (found := _with_one_between(piece[start:at], piece[at + 1 : end], printed)):
            return found
    for at in range(start + 1, min(said[start] + 1, end)):
        if said[at] >= end and not alone.isdisjoint((at, at - 1)) and (found := _with_one_between(piece[start:at], piece[at:end], printed)):
            return found
    return None


def _with_one_between(before: str, after: str, printed: str) -> str | None:
    """The first place of `printed` with `before`, one Chinese character and `after`, one of which may be empty."""
    longer, ahead = (before, 0) if len(before) >= len(after) else (after, len(before) + 1)
    found = printed.find(longer)
    while found >= 0:
        between = found - ahead + len(before)
        fits = found >= ahead and printed.startswith(before, found - ahead) and printed.startswith(after, between + 1)
        if fits and "\u4e00" <= printed[between : between + 1] <= "\u9fff":
            return printed[found - ahead : between + 1 + len(after)]
        found = printed.find(longer, found + 1)
    return None


def _singles(piece: str) -> set[int]:
    """The places of the characters that are no part of a longer word of the dictionary."""
    found, at = set(), 0
    for word, _ in tagged(piece):
        if len(word) == 1:
            found.add(at)
        at += len(word)
    return found
