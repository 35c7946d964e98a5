"""Aligns the tasks of a plan with those of the plan that it was made from, by their words. Pure and deterministic.

Each sentence of a task looks for the source task that has most of its words; words that many tasks share weigh little.
A task derives from every source task that one of its sentences, or its title, found. So one town item may come from
several district items, and one district item may be shared out among several of the town.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.derive.sentences import covered, flat, grams, longest_run, rarity, sentences

# What a sentence and its source must share: this part of the sentence's words, and this many characters in a row. A name
# of an office alone has up to seven; a long stretch in common makes up for many words that are the town's own.
ENOUGH = ((0.5, 8), (0.3, 12))
LEAST_TITLE = 0.75  # share of a title's words, in the source's title
TITLE_RUN = 5  # characters in a row that two titles must share
SIDE_SHARE = 0.25  # share of a task's text that a source must explain where another explains more
METHODS = TITLE, SENTENCES, BOTH = ("title", "sentences", "title+sentences")


@dataclass(frozen=True, slots=True)
class Piece:
    """A task as it is compared. `title` is "" where the document prints none."""

    id: str
    title: str
    content: str


@dataclass(frozen=True, slots=True)
class Link:
    """That one task comes from another. `score` in 0..1 is the share of the task's text (words that are rare weigh more)
    that the source has; `method` says what found it: title, sentences or title+sentences."""

    task: str
    source: str
    score: float
    method: str


@dataclass(frozen=True, slots=True)
class _Source:
    id: str
    title: str
    text: str
    title_grams: frozenset[str]
    grams: frozenset[str]


def align(tasks: Sequence[Piece], sources: Sequence[Piece]) -> list[Link]:
    """The links of one plan's tasks to another plan's, in the order of tasks and then of falling score."""
    known = [_source(piece) for piece in sources]
    weights = rarity([source.text for source in known])
    links: list[Link] = []
    for task in tasks:
        links += sorted(_links(task, known, weights), key=lambda link: (-link.score, link.source))
    return links


def _source(piece: Piece) -> _Source:
    title, text = flat(piece.title), flat(piece.title) + "\n" + flat(piece.content)
    return _Source(piece.id, title, text, frozenset(grams(title)), frozenset(grams(text)))


def _links(task: Piece, sources: Sequence[_Source], weights: dict[str, float]) -> list[Link]:
    title = flat(task.title)
    parts = [flat(sentence) for sentence in sentences(task.content)] or [flat(task.content)]
    total = sum(map(len, parts)) or 1
    found: dict[str, int] = {}  # source -> characters of the task's sentences that it explains
    for part in parts:
        source = _best(part, sources, weights)
        if source is not None:
            found[source.id] = found.get(source.id, 0) + len(part)
    titled = {source.id for source in sources if _same_title(title, source, weights)}
    most = max(found.values(), default=0)
    by_sentences = {key for key, size in found.items() if size == most or size / total >= SIDE_SHARE}
    whole = title + "\n" + "\n".join(parts)
    links = []
    for source in sources:
        if source.id in titled or source.id in by_sentences:
            both = source.id in titled and source.id in by_sentences
            method = BOTH if both else TITLE if source.id in titled else SENTENCES
            links.append(Link(task.id, source.id, round(covered(whole, source.grams, weights), 3), method))
    return links


def _best(part: str, sources: Sequence[_Source], weights: dict[str, float]) -> _Source | None:
    """The source that has most of a sentence; the first of equals. None where none has enough of it."""
    best, most = None, 0.0
    for source in sources:
        share = covered(part, source.grams, weights)
        if share > most:
            best, most = source, share
    if best is None or most < min(share for share, _ in ENOUGH):
        return None
    run = longest_run(part, best.text)
    return best if any(most >= share and run >= min(least, len(part)) for share, least in ENOUGH) else None


def _same_title(title: str, source: _Source, weights: dict[str, float]) -> bool:
    if not title or not source.title:
        return False
    if title == source.title:
        return True
    shorter, longer = sorted((title, source.title), key=len)
    return covered(shorter, set(grams(longer)), weights) >= LEAST_TITLE and longest_run(title, source.title) >= TITLE_RUN
