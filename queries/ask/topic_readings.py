"""Other ways to read what a question is about, from the most literal on: without talk at its ends, in the words that documents
print, with slips of the pen repaired, without words that go with anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from queries.ask.content import EMPTY, LIGHT, tagged
from queries.ask.likeness import slip_in
from queries.ask.patterns import load_patterns

_TAIL = re.compile(r"(信息|情况|工作|发布|公开|公示|建设|进展|信息公开|的信息公开|这块|这边)+$")
_PARTICLE = re.compile(r"[得着了过个最没下来出一哪些把给]")
_NAMING = ("t",)  # times that are no words of talk name something: 夜间经济 is not 经济
_MANNER = ("a", "d", "i", "z")


def readings(pieces: tuple[str, ...], printed: str) -> Iterator[tuple[str, ...]]:
    """The pieces as they are and as they may be meant, each reading once; `printed` is the text in which they may stand."""
    seen: set[tuple[str, ...]] = set()
    bare = trimmed(pieces, printed)
    shorter = tuple(_TAIL.sub("", piece) or piece for piece in bare)
    literal = (pieces, bare, shorter, without_kind(bare))
    others = (repaired(bare, printed), core(bare, printed), core(reworded(bare), printed))
    for way in (*literal, *map(reworded, literal), *others):
        if way and way not in seen:
            seen.add(way)
            yield way


def reworded(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """In the words that such documents print: 报警器 as 报警装置; the same where the thesaurus has none of the words."""
    thesaurus = load_patterns().thesaurus
    for said in sorted(thesaurus, key=len, reverse=True):
        meant = thesaurus[said]
        pieces = tuple(piece.replace(said, meant) if meant not in piece.replace(said, "") else piece for piece in pieces)
    return pieces


def repaired(pieces: tuple[str, ...], printed: str) -> tuple[str, ...]:
    """With what was typed wrongly as it is printed: 数字化转形 as 数字化转型."""
    return tuple(slip_in(piece, printed) or piece for piece in pieces)


def trimmed(pieces: tuple[str, ...], printed: str) -> tuple[str, ...]:
    """Without talk at both ends, and without adverbs there that `printed` does not have: 推进养老床位更新要靠 is 养老床位更新."""
    kept = []
    for piece in pieces:
        words = list(tagged(piece))
        while words and _says_nothing(words[0], printed):
            words.pop(0)
        while words and _says_nothing(words[-1], printed):
            words.pop()
        kept.append("".join(word for word, _ in words))
    return tuple(piece for piece in kept if len(piece) > 1)


def without_kind(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Without the last word where it only says of what kind the rest is: 政府开放月活动 is 政府开放月."""
    generic = load_patterns().generic
    kept = []
    for piece in pieces:
        words = [word for word, _ in tagged(piece)]
        whole = "".join(words[:-1])
        kept.append(whole if len(whole) > 2 and words[-1] in generic else piece)
    return tuple(kept)


def core(pieces: tuple[str, ...], printed: str) -> tuple[str, ...]:
    """The runs of words that are left without talk and without words that go with anything: 小区加装电梯进度 is 加装电梯."""
    generic = load_patterns().generic
    runs: list[str] = []
    for piece in pieces:
        run = ""
        for word, flag in tagged(piece):
            if word in generic or _says_nothing((word, flag), printed):
                runs.append(run)
                run = ""
            else:
                run += word
        runs.append(run)
    return tuple(dict.fromkeys(run for run in runs if len(run) > 1))


def only_talk(piece: str) -> bool:
    """Whether every word of the piece is one of talk, or names neither thing nor act."""
    talk = load_patterns().talk
    return piece in talk or all(character in talk for character in piece) or all(
        word in talk or _is_light(flag) or (len(word) == 1 and flag[:1] != "n") for word, flag in tagged(piece)
    )


def stands_nowhere(piece: str, printed: str) -> bool:
    """Whether the piece is a way of talking (绑得紧, 拉个单子, 忙忙碌碌): it has a particle or names no act and no thing, and no two
    of its characters stand together in `printed`. A bare verb may be a field of work (扶贫)."""
    if any(piece[at : at + 2] in printed for at in range(len(piece) - 1)):
        return False
    flags = [flag for _, flag in tagged(piece)]
    return bool(_PARTICLE.search(piece)) or all(flag[:1] in _MANNER or _is_light(flag) for flag in flags)


def _says_nothing(pair: tuple[str, str], printed: str) -> bool:
    word, flag = pair
    if word in load_patterns().talk or (_is_light(flag) and flag not in _NAMING) or (len(word) == 1 and flag[:1] in ("v", "a")):
        return True
    return flag[:1] in _MANNER and word not in printed


@lru_cache(maxsize=64)
def _is_light(flag: str) -> bool:
    return flag in (*EMPTY, *LIGHT) or flag.startswith("u")
