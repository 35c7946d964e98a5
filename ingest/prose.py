"""Duties in running text: the body that is the subject of a demand carries it.

The rules are those of the extraction format: the subject of 要, 应, 须, 负责 … or of the bare verb of a clause is responsible;
由X会同Y makes X lead and Y cooperate; X牵头 leads; 配合X makes the subject cooperate. A subject holds to the end of its
sentence. Sites, windows and platforms are no bodies; what is urged, asked or trained is no subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Role
from ingest.clauses import by_roles, subjects
from ingest.deadlines import times
from ingest.draft import Context
from ingest.mapped import Mapped
from ingest.subjects import HEADS, Place

_OPEN, _CLOSE = "（《“【〔「『", "）》”】〕」』"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}，；：。！？]")


@dataclass(slots=True)
class Duty:
    """A body in a role. `evidence` is the stretch from the subject to the next subject or full stop, `when` a deadline in it."""

    mention: Mapped
    role: Role
    evidence: Mapped
    rule: str
    when: Mapped | None = None


def _split(text: str, stops: str) -> Iterator[tuple[int, str]]:
    """Stretches between stops outside of brackets and quotes, with their start."""
    depth = start = 0
    for match in _MARKS.finditer(text):
        i, char = match.start(), match[0]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in stops and (depth == 0 or char == "。"):
            if i > start:
                yield start, text[start:i]
            start = i + 1
            depth = 0 if char == "。" else depth
    if start < len(text):
        yield start, text[start:]


@dataclass(slots=True)
class _Said:
    """A duty of a sentence, all places counted in it."""

    mention: Place
    role: Role
    rule: str
    evidence: Place
    when: Place | None


def _sentence(sentence: str, context: Context, year: int | None) -> Iterator[_Said]:
    """The duties of one sentence in printed order."""
    if not HEADS.search(sentence):
        return
    clauses = [part for clause in _split(sentence, "，；：") for part in by_roles(*clause, context)]
    found = list(subjects(clauses, context, year))
    begin = [at for at, _ in found] + [len(sentence)]
    joint = [subject.joint for _, subject in found] + [False]
    for i, (_, subject) in enumerate(found):
        first, after = i, i + 1
        if subject.joint:  # 由X牵头，Y配合 share what is printed before and behind them
            while first and joint[first - 1]:
                first -= 1
            while joint[after]:
                after += 1
        start, end = begin[i], begin[i + 1]
        evidence = (end - len(sentence[start:end].lstrip("，；、")), start + len(sentence[start:end].rstrip("，；、")))
        when = _when(sentence, begin[first], begin[after], year)
        for mention, role, rule in (*subject.bodies, *subject.extra):
            yield _Said(mention, role, rule, evidence, when)


def _when(text: str, start: int, end: int, year: int | None) -> Place | None:
    """The deadline that a stretch prints: the first with a calendar day, else the first."""
    found = times(text[start:end], year)
    best = next((t for t in found if t.last), found[0] if found else None)
    return (start + best.start, start + best.end) if best else None


class Stated:
    """The duties that a text states, each sentence read when first asked for: many items need none of them."""

    def __init__(self, text: Mapped, context: Context, year: int | None) -> None:
        self._text, self._context, self._year = text, context, year
        self._sentences: list[tuple[int, str]] | None = None
        self._said: dict[int, list[_Said]] = {}

    def _of(self, start: int, sentence: str) -> list[_Said]:
        if start not in self._said:
            self._said[start] = list(_sentence(sentence, self._context, self._year))
        return self._said[start]

    def _all(self) -> list[tuple[int, str]]:
        if self._sentences is None:
            self._sentences = list(_split(self._text.text, "。！？"))
        return self._sentences

    def _cut(self, start: int, place: Place) -> Mapped:
        """The stretch at a place of the sentence that begins at `start`."""
        return self._text[start + place[0] : start + place[1]]

    def duties(self) -> list[Duty]:
        """All duties in printed order; one for each mention and role."""
        out: dict[tuple[str, Role], Duty] = {}
        for start, sentence in self._all():
            for said in self._of(start, sentence):
                key = sentence[slice(*said.mention)], said.role
                when = self._cut(start, said.when) if said.when else None
                if key not in out:
                    out[key] = Duty(self._cut(start, said.mention), said.role, self._cut(start, said.evidence), said.rule, when)
                elif when is not None and out[key].when is None:
                    out[key].when = when
        return list(out.values())

    def subject_at(self, index: int) -> str | None:
        """Whom the character at `index` of the text binds; None where nobody is named."""
        for start, sentence in self._all():
            if start <= index < start + len(sentence):
                bound = (said.mention for said in self._of(start, sentence) if said.evidence[0] <= index - start < said.evidence[1])
                return next((self._cut(start, mention).printed for mention in bound), None)
        return None


def duties(text: Mapped, context: Context, year: int | None) -> list[Duty]:
    """The duties that a text states, in printed order; one for each mention and role."""
    return Stated(text, context, year).duties()


def has_subject(text: Mapped, context: Context) -> bool:
    """True if the text states a duty with a subject."""
    return any(True for _, sentence in _split(text.text, "。！？") for _ in _sentence(sentence, context, None))
