"""Sentences of a task and how much of one stands in another. Pure, deterministic, no model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher

GRAM = 3  # characters: two are in every text of offices, four break at each small change
LEAST_SENTENCE = 4  # characters without punctuation: what is shorter says nothing of its own
_ENDS = re.compile(r"[。；;！？!?\n]+")
_OTHER = re.compile(r"[^\w%]+")


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, without their end marks; a stretch after a semicolon is one of its own."""
    return [piece.strip() for piece in _ENDS.split(text) if len(flat(piece)) >= LEAST_SENTENCE]


def flat(text: str) -> str:
    """Letters, digits and Han characters alone, full-width forms made half-width."""
    return _OTHER.sub("", unicodedata.normalize("NFKC", text)).lower()


def grams(text: str) -> list[str]:
    """The overlapping runs of GRAM characters of a flat text, in order; a shorter text is one run."""
    if len(text) <= GRAM:
        return [text] if text else []
    return [text[at : at + GRAM] for at in range(len(text) - GRAM + 1)]


def covered(text: str, within: AbstractSet[str], weights: Mapping[str, float]) -> float:
    """Share in 0..1 of a flat text's grams that `within` holds, each weighing what `weights` says (1 where it is silent)."""
    pieces = grams(text)
    total = sum(weights.get(piece, 1.0) for piece in pieces)
    return sum(weights.get(piece, 1.0) for piece in pieces if piece in within) / total if total else 0.0


def rarity(texts: Iterable[str]) -> dict[str, float]:
    """What each gram of some flat texts tells: 1 for one that a single text has, 1/n for one that n texts have."""
    counts: dict[str, int] = {}
    for text in texts:
        for piece in set(grams(text)):
            counts[piece] = counts.get(piece, 0) + 1
    return {piece: 1.0 / count for piece, count in counts.items()}


def longest_run(first: str, second: str) -> int:
    """Length of the longest run of characters that two flat texts share."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.find_longest_match(0, len(first), 0, len(second)).size
