"""Weighs where cue words stand in a task: in its title, its headings, its first clause, its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?\n]?")
_CLAUSE = re.compile(r"[^，,：:]+[，,：:]?")
_ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)")
_LIST = re.compile(r"[^、，]{1,12}(?:、[^、，]{1,24}){2,}等")
_GENERAL = re.compile(r"(?:重点)?(?:领域|方面|问题|环节|渠道|窗口|平台|群体|形式|方式|部门|单位|信息|内容|事项|工作)")

PLACES: Mapping[str, float] = {"title": 1.0, "first": 0.5, "body": 1.0, "section": 0.2}
_ADVERBIAL = 0.4  # factor of a cue that stands in 依托…, 围绕…, or in an aside
_PURPOSE = 0.5  # factor of a cue in a later clause that only says what for: 实现…, 营造…
_OVERLAP = 0.5  # factor of a cue that shares characters with the one before it
_EXAMPLE = 0.5  # factor of a cue in a list before 等, when the noun after 等 is general or has a cue itself; not of the
# first in the list: in 公共资源交易规则、流程、结果等信息 it belongs to them all
_SCATTERED = 0.15  # the same where the list names _MANY themes: a list across all fields is about none of them
_MANY = 3
_COUNTED = 0.3  # weight from which a cue says that its list names a theme
_MODIFIER = 0.6  # factor of a cue in the title before its last 的
_FIRST_SENTENCE = 2.0  # how many later sentences the first one weighs


@dataclass(slots=True, unsafe_hash=True)
class Match:
    """A cue word at [start, end) of the text that was scanned."""

    start: int
    end: int
    word: str


@dataclass(slots=True, unsafe_hash=True)
class Evidence:
    """What one place says of one theme: `score` in 0..1, `word` the cue that counts most, `weight` of that cue."""

    score: float
    word: str
    weight: float


Found = dict[str, Evidence]  # theme -> evidence


class Matcher:
    """Finds every cue word in one pass; a word inside a longer one is not reported."""

    def __init__(self, words: Iterable[str]) -> None:
        index: dict[str, dict[int, set[str]]] = {}
        for word in words:
            index.setdefault(word[:2], {}).setdefault(len(word), set()).add(word)
        # For each pair of characters the lengths to try, longest first, with the words of that length.
        self._index = {pair: sorted(by_length.items(), reverse=True) for pair, by_length in index.items()}

    def scan(self, text: str) -> list[Match]:
        """The matches in order of start; they may overlap, none lies inside another."""
        index, found, reach = self._index, [], 0
        for start in range(len(text) - 1):
            candidates = index.get(text[start : start + 2])
            if candidates is None:
                continue
            for length, words in candidates:
                end = start + length
                if end <= reach:
                    break
                if text[start:end] in words:
                    found.append(Match(start, end, text[start:end]))
                    reach = end
                    break
        return found


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled word lists: `opener` matches at the start of an adverbial clause, `verb` where its main verb stands,
    `purpose` at the start of a clause that says what for, `body` after a cue that is part of a body's name,
    `tail` the end of a title that says nothing."""

    opener: re.Pattern[str]
    purpose: re.Pattern[str]
    verb: re.Pattern[str]
    body: re.Pattern[str]
    tail: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """The evidence of one task by place. `sentences` and `clauses` are in printed order, adverbials counted down."""

    title: Found
    first: Found
    sentences: tuple[Found, ...]
    clauses: tuple[Found, ...]
    body: Found
    section: Found

    def themes(self) -> list[str]:
        """Every theme that some place speaks of, sorted."""
        return sorted({*self.title, *self.body, *self.section})

    def total(self, theme: str) -> float:
        """The weighted sum over the places, not bounded by 1."""
        return sum(PLACES[place] * found[theme].score for place, found in self.places() if theme in found)

    def available(self) -> float:
        """The total of a theme of which every place of this task were sure."""
        return sum(PLACES[place] for place, found in self.places() if found) or 1.0

    def places(self) -> tuple[tuple[str, Found], ...]:
        """The places that are weighed, with their names in PLACES."""
        return (("title", self.title), ("first", self.first), ("body", self.body), ("section", self.section))


class Scorer:
    """Reads tasks against cue words. `cues` maps a word to the (theme, weight) it speaks for, `headings` likewise for
    words that count only in titles and headings; `denied` maps a word to the themes that cues inside it do not speak for."""

    def __init__(
        self,
        cues: Mapping[str, Sequence[tuple[str, float]]],
        headings: Mapping[str, Sequence[tuple[str, float]]],
        denied: Mapping[str, set[str]],
        grammar: Grammar,
    ) -> None:
        self._cues = _less_denied(cues, denied)
        self._headings = _less_denied({w: (*cues.get(w, ()), *headings.get(w, ())) for w in {*cues, *headings}}, denied)
        self._grammar = grammar
        self._text = Matcher(self._cues)
        self._head = Matcher(self._headings)

    def read(self, title: str | None, content: str, section: Sequence[str]) -> Reading:
        """The evidence of a task; white space is no part of it."""
        sentences: list[Found] = []
        clauses: list[Found] = []
        for sentence in _SENTENCE.findall(_squeeze(content)):
            weighed = [self._clause(clause, number > 0) for number, clause in enumerate(_CLAUSE.findall(sentence))]
            clauses.extend(self._sum(factors) for factors in weighed)
            sentences.append(self._sum(_merge(weighed)))
        return Reading(
            title=self._title(_squeeze(title or "")),
            first=self._first(clauses),
            sentences=tuple(sentences),
            clauses=tuple(clauses),
            body=_average(sentences),
            section=self._section(section),
        )

    def touched(self, text: str) -> frozenset[str]:
        """The themes of which a word that says something by itself stands anywhere in a text, be it in a list or an aside."""
        found = self._text.scan(_squeeze(text))
        return frozenset(theme for match in found for theme, weight in self._cues[match.word] if weight >= _COUNTED)

    def _first(self, clauses: Sequence[Found]) -> Found:
        """The first clause that says something in its main part."""
        for found in clauses[:4]:
            if any(evidence.score >= 0.35 for evidence in found.values()):
                return found
        return clauses[0] if clauses else {}

    def _title(self, title: str) -> Found:
        """The title without its tail; what stands before its last 的 only qualifies."""
        text = self._stripped(title)
        head = text.rfind("的") + 1
        factors: dict[str, float] = {}
        for match in self._head.scan(text):
            factor = _MODIFIER if match.start < head else 1.0
            factors[match.word] = max(factor, factors.get(match.word, 0.0))
        return self._sum(factors, self._headings)

    def _stripped(self, title: str) -> str:
        text = title
        while (tail := self._grammar.tail.search(text)) and tail.start() >= 2:
            text = text[: tail.start()]
        # A title that is hardly more than its tail keeps it.
        return text if self._head.scan(text) else title

    def _section(self, section: Sequence[str]) -> Found:
        """The innermost heading counts whole, those outside it half."""
        factors: dict[str, float] = {}
        for depth, heading in enumerate(reversed(section)):
            for match in self._head.scan(_squeeze(heading)):
                factors[match.word] = max(1.0 if depth == 0 else 0.5, factors.get(match.word, 0.0))
        return self._sum(factors, self._headings)

    def _clause(self, clause: str, later: bool) -> dict[str, float]:
        """Cue word -> factor in this clause, the highest where it occurs twice; `later` if it is not the sentence's first."""
        matches = [m for m in self._text.scan(clause) if not self._grammar.body.match(clause, m.end)]
        if not matches:
            return {}
        adverbial = self._adverbial(clause, matches)
        asides = [m.span() for m in _ASIDE.finditer(clause)]
        lists = [
            found.span()
            for found in _LIST.finditer(clause)
            if _GENERAL.match(clause, found.end()) or any(match.start >= found.end() for match in matches)
        ]
        named = {
            theme for match in matches if _inside(match, lists) for theme, weight in self._cues[match.word] if weight >= _COUNTED
        }
        if len(named) >= _MANY:
            example = _SCATTERED
        else:
            example, lists = _EXAMPLE, [(clause.index("、", start), end) for start, end in lists]
        whole = _PURPOSE if later and self._grammar.purpose.match(clause) else 1.0
        factors: dict[str, float] = {}
        reach = 0
        for match in matches:
            factor = whole * (_OVERLAP if match.start < reach else 1.0)
            factor *= _ADVERBIAL if match.start < adverbial or _inside(match, asides) else 1.0
            factor *= example if _inside(match, lists) else 1.0
            factors[match.word] = max(factor, factors.get(match.word, 0.0))
            reach = match.end
        return factors

    def _adverbial(self, clause: str, matches: Sequence[Match]) -> int:
        """Where the adverbial at the start of the clause ends; 0 if there is none."""
        opener = self._grammar.opener.match(clause)
        if opener is None or (matches[0].start == 0 and matches[0].end > opener.end()):
            return 0
        verb = self._grammar.verb.search(clause, opener.end() + 2)
        return verb.start() if verb else len(clause)

    def _sum(self, factors: Mapping[str, float], table: Mapping[str, Sequence[tuple[str, float]]] | None = None) -> Found:
        """Independent hints add up as chances do: none of them alone is certain, together they come close to it."""
        table = self._cues if table is None else table
        missing: dict[str, float] = {}
        best: dict[str, tuple[float, str]] = {}
        for word, factor in factors.items():
            for theme, weight in table.get(word, ()):
                missing[theme] = missing.get(theme, 1.0) * (1.0 - weight * factor)
                best[theme] = _louder(best.get(theme), (weight * factor, word))
        return {theme: Evidence(1.0 - missing[theme], best[theme][1], best[theme][0]) for theme in missing}


def _less_denied(
    cues: Mapping[str, Sequence[tuple[str, float]]], denied: Mapping[str, set[str]]
) -> dict[str, Sequence[tuple[str, float]]]:
    """The cues, with every denied word as a cue of its own: for what stands inside it, less the themes it denies.
    As the longer word it is found instead of those inside it."""
    table = dict(cues)
    matcher = Matcher(cues)
    for word, themes in denied.items():
        inside = {theme: weight for match in matcher.scan(word) for theme, weight in cues[match.word] if match.word != word}
        own = dict(cues.get(word, ()))
        table[word] = [(theme, weight) for theme, weight in {**inside, **own}.items() if theme in own or theme not in themes]
    return table


def _louder(held: tuple[float, str] | None, new: tuple[float, str]) -> tuple[float, str]:
    """The heavier of two hints; among equals the longer word, then the one that sorts first: the reason never changes."""
    if held is None:
        return new
    return min(held, new, key=lambda hint: (-hint[0], -len(hint[1]), hint[1]))


def _inside(match: Match, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= match.start and match.end <= end for start, end in spans)


def _merge(parts: Sequence[Mapping[str, float]]) -> dict[str, float]:
    merged: dict[str, float] = {}
    for part in parts:
        for word, factor in part.items():
            merged[word] = max(factor, merged.get(word, 0.0))
    return merged


def _average(sentences: Sequence[Found]) -> Found:
    """The mean over the sentences, the first one weighing more: it says what the rest is about."""
    weights = [_FIRST_SENTENCE if number == 0 else 1.0 for number in range(len(sentences))]
    whole = sum(weights) or 1.0
    scores: dict[str, float] = {}
    best: dict[str, Evidence] = {}
    for weight, found in zip(weights, sentences, strict=True):
        for theme, evidence in found.items():
            scores[theme] = scores.get(theme, 0.0) + weight * evidence.score / whole
            if theme not in best or evidence.weight > best[theme].weight:
                best[theme] = evidence
    return {theme: Evidence(score, best[theme].word, best[theme].weight) for theme, score in scores.items()}


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad\ufeff]+", "", text)
