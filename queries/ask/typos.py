"""Names that were typed wrongly: by their sound, or with one character changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from pypinyin import lazy_pinyin

BOUNDS = ">的由和跟与在是归给问让被、，,那请对及"
TAILS = "局委办部队心区镇会"


@lru_cache(maxsize=8192)
def sounds(text: str) -> tuple[str, ...]:
    """Syllables without tones, one for each character."""
    return tuple(lazy_pinyin(character)[0] if character > "\u3400" else character for character in text)


def by_sound(
    text: str, names: Iterable[str], at_least: int = 3, fine: Callable[[str], bool] = lambda _: False
) -> tuple[str, int, int] | None:
    """The first longest piece of `text` that sounds like a name but is written otherwise: (name, start, end).

    A piece that is `fine` is no slip.
    """
    heard = sounds(text)
    best: tuple[str, int, int] | None = None
    for name in names:
        size = len(name)
        if size < at_least or size > len(text):
            continue
        wanted = sounds(name)
        for start in range(len(text) - size + 1):
            piece = text[start : start + size]
            if (
                heard[start : start + size] == wanted
                and piece != name
                and not _cuts_word(text, start + size)
                and (best is None or size > len(best[0]))
                and not fine(piece)
            ):
                best = name, start, start + size
    return best


def _cuts_word(text: str, end: int) -> bool:
    """Whether a word of the dictionary goes on over `end`: 宝山去 in 宝山去年 is no 宝山区."""
    from queries.ask.content import tagged

    at = 0
    for word, _ in tagged(text):
        if at < end < at + len(word):
            return True
        at += len(word)
    return False


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
    return len(long) - len(short) == 1 and len(short) >= 4 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
