"""Names that were typed wrongly: by their sound, or with one character changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import lru_cache

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
    from queries.ask.content import tagged

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
    for size in range(len(piece), 1, -1):
        for start in range(len(piece) - size + 1):
            part = piece[start : start + size]
            if part in printed or (size == 2 and not (_stands_alone(piece, start) and _stands_alone(piece, start + 1))):
                continue
            meant = heard_in(part, printed) or (_almost_in(part, piece, start, printed) if size > 3 else None)
            if meant:
                return piece[:start] + meant + piece[start + size :]
    return None


def heard_in(part: str, printed: str) -> str | None:
    """The first words of `printed` that sound like `part` and share a character with it."""
    line, places = _syllables(printed)
    wanted = " " + " ".join(sounds(part)) + " "
    at = line.find(wanted)
    while at >= 0:
        start = places[at]
        meant = printed[start : start + len(part)]
        if any(one == two for one, two in zip(part, meant, strict=True)):
            return meant
        at = line.find(wanted, at + 1)
    return None


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


def _almost_in(part: str, piece: str, start: int, printed: str) -> str | None:
    """Words of `printed` that differ from `part` in one character, or have one more; that character is no word of its own."""
    for at in range(len(part)):
        if not _stands_alone(piece, start + at):
            continue
        before, after = re.escape(part[:at]), re.escape(part[at + 1 :])
        found = re.search(rf"{before}[\u4e00-\u9fff]{after}", printed)
        if found:
            return found[0]
    for at in range(1, len(part)):
        found = re.search(rf"{re.escape(part[:at])}[\u4e00-\u9fff]{re.escape(part[at:])}", printed)
        if found and (_stands_alone(piece, start + at) or _stands_alone(piece, start + at - 1)):
            return found[0]
    return None


def _stands_alone(piece: str, index: int) -> bool:
    """Whether the character at `index` is no part of a longer word of the dictionary."""
    from queries.ask.content import tagged

    at = 0
    for word, _ in tagged(piece):
        if at <= index < at + len(word):
            return len(word) == 1
        at += len(word)
    return False
