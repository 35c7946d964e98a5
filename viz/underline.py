"""Printed words with what is known in them underlined, and two texts beside each other with what differs marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

Pieces = list[tuple[str, str]]  # text and its class, "" for none
LONGEST = 4_000  # characters of texts that are compared sign by sign
SHORT = 2  # stretches in common shorter than this are chance


def underlined(text: str, known: Iterable[tuple[str, str]]) -> Pieces:
    """The text in pieces; `known` are (words, class), of which the longest at a place wins."""
    wanted = sorted(((words, kind) for words, kind in dict(known).items() if words), key=lambda item: -len(item[0]))
    pieces: Pieces = []
    at = 0
    while at < len(text):
        places = [(found, -len(words), words, kind) for words, kind in wanted if (found := text.find(words, at)) >= 0]
        if not places:
            break
        found, _, words, kind = min(places)
        pieces += [(text[at:found], "")] * (found > at) + [(words, kind)]
        at = found + len(words)
    return [*pieces, (text[at:], "")] if at < len(text) else pieces


def beside(new: str, old: str) -> tuple[Pieces, Pieces]:
    """Both texts; what only the new one has is "new", what only the old one has is "old"."""
    if len(new) > LONGEST or len(old) > LONGEST:
        return [(new, "")], [(old, "")]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = [block for block in blocks if block.size >= SHORT or not block.size]
    return _cut(new, [(block.b, block.b + block.size) for block in kept], "new"), _cut(old, [(block.a, block.a + block.size) for block in kept], "old")


def _cut(text: str, common: Sequence[tuple[int, int]], kind: str) -> Pieces:
    pieces: Pieces = []
    at = 0
    for start, end in common:
        pieces += [(text[at:start], kind)] * (start > at) + [(text[start:end], "")] * (end > start)
        at = end
    return pieces
