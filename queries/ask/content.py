"""Which words of a question carry its content: what a segmenter calls pronoun, adverb or particle does not."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

from queries.ask.patterns import load_patterns

EMPTY = ("r", "d", "p", "c", "u", "y", "e", "o", "f", "x")
LIGHT = (*EMPTY, "m", "q", "t", "s")  # and numbers, measures, times, places as such (一份, 年底, 身上)
DOING = ("v", "vd", "vi", "ad")


@lru_cache(maxsize=1)
def _tagger() -> Any:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    for term in load_patterns().terms:
        jieba.add_word(term, tag="n")
    return jieba.posseg


@lru_cache(maxsize=4096)
def tagged(piece: str) -> tuple[tuple[str, str], ...]:
    """The words of a piece with their kinds (n noun, v verb, d adverb …), in order."""
    return tuple((pair.word, pair.flag) for pair in _tagger().cut(piece))


def carrying(pieces: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pieces without empty words at their ends: those that have to be found, and those that only tell what is done.

    Where all pieces only tell what is done they all have to be found.
    """
    needed: list[str] = []
    doing: list[str] = []
    for piece in pieces:
        words = list(tagged(piece))
        while words and _empty(words[0]):
            words.pop(0)
        while words and _empty(words[-1]):
            words.pop()
        kept = "".join(word for word, _ in words)
        if len(kept) < 2:
            continue
        (doing if all(flag in DOING for _, flag in words) else needed).append(kept)
    if not needed:
        return tuple(doing), ()
    return tuple(needed), tuple(doing)


def words_of(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the pieces that carry content, each once, in order; those of one character only where there are no others."""
    found = [word.lower() for piece in pieces for word, flag in tagged(piece) if flag not in EMPTY and not flag.startswith("u")]
    long = [word for word in found if len(word) > 1]
    return tuple(dict.fromkeys(long or found))


def shortened(word: str, text: str) -> bool:
    """Whether the text prints the word, or one of which it is short: 预付卡 for 预付消费卡, two characters more at most."""
    if len(word) < 3 or word in text:
        return word in text
    return re.search(".{0,2}?".join(map(re.escape, word)), text) is not None and any(
        len(found[0]) <= len(word) + 2 for found in re.finditer(".{0,2}?".join(map(re.escape, word)), text)
    )


def light(piece: str) -> bool:
    """Whether nothing in the piece can name a thing or an act."""
    return all(flag in LIGHT or flag.startswith("u") for _, flag in tagged(piece)) and not piece.isascii()


def carries(pieces: tuple[str, ...]) -> bool:
    """Whether the pieces name a thing; verbs alone (推进, 收口) only tell that something is done."""
    return any(flag not in (*DOING, *EMPTY) and not flag.startswith("u") for piece in pieces for _, flag in tagged(piece))


def nouns_of(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The nouns of the pieces of two characters and more, in order."""
    return tuple(word for piece in pieces for word, flag in tagged(piece) if flag.startswith("n") and len(word) > 1)


def share(words: tuple[str, ...], text: str) -> float:
    """How many of the words the text prints, in 0..1."""
    plain = text.lower().replace(" ", "")
    return sum(word in plain for word in words) / len(words) if words else 0.0


def trimmed_ends(piece: str, starts: str, ends: str) -> str:
    """The piece without characters of `starts` before it and of `ends` behind it, unless they belong to a longer word
    (办 in 办事指南)."""
    while len(piece) > 1 and piece[0] in starts and tagged(piece)[0][0] == piece[0]:
        piece = piece[1:]
    while len(piece) > 1 and piece[-1] in ends and tagged(piece)[-1][0] == piece[-1]:
        piece = piece[:-1]
    return piece


def _empty(pair: tuple[str, str]) -> bool:
    word, flag = pair
    return flag in EMPTY or flag.startswith("u") or (len(word) == 1 and flag[:1] in ("v", "a", "m") and word not in "月日")
