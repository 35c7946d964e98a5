"""What has been found in a question: names, numbers, times, and the question with a mark in the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from queries.ask.known_names import Form, Known
from queries.ask.patterns import Patterns
from queries.ask.when import When


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that the question names. `names` are canonical; none where the graph does not have it. `words`: as typed."""

    names: tuple[str, ...]
    words: str
    collective: bool = False
    district: str = ""  # printed right before it: 宝山区教育局


@dataclass(slots=True)
class Linked:
    """What a question names. `masked` has <D> for a district, <G> town, <U> unit, <N> number, <Y> year, <Q> quoted, <W> time.
    `said` is the same before its sentence forms were made plain; `mentions` has the district or town of each such mark in order;
    `besides`: collectives that only count with the units that are asked about; `but`: the body beside which the others are asked for;
    `namesakes`: names that districts of several cities have."""

    lang: str
    masked: str = ""
    districts: list[str] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    when: When | None = None
    elsewhere: list[str] = field(default_factory=list)
    repaired: list[tuple[str, str]] = field(default_factory=list)
    besides: list[Unit] = field(default_factory=list)
    but: list[Unit] = field(default_factory=list)
    namesakes: list[Form] = field(default_factory=list)
    said: str = ""
    mentions: list[str] = field(default_factory=list)

    def numbers_of(self, place: str) -> list[str]:
        """The numbers of tasks in this place: those right behind its name where each stands behind one, else all."""
        marks = re.findall(r"<([DGN])>", self.masked)
        if marks != ["D", "N"] * len(self.numbers) or len(self.mentions) != len(self.numbers) or len(self.numbers) < 2:
            return self.numbers
        return [number for where, number in zip(self.mentions, self.numbers, strict=True) if where == place]

    def years_of(self) -> dict[str, list[int]]:
        """District or town -> its years, where each of several has one of its own right behind it (甲区2024年和乙区2025年); else empty."""
        pairs = re.findall(r"<[DG]>(?:区|镇)?的?<Y>", self.masked)
        if len(pairs) < 2 or not len(pairs) == len(self.mentions) == len(self.years):
            return {}
        own: dict[str, list[int]] = {}
        for name, year in zip(self.mentions, self.years, strict=True):
            own.setdefault(name, []).append(year)
        return own

    def kinds(self) -> set[str]:
        """The kinds of names in it, as patterns ask for them."""
        tests = {
            "unit": bool(self.units),
            "units2": len(self.units) > 1,
            "number": bool(self.numbers),
            "time": self.when is not None,
            "town": bool(self.towns),
            "quote": bool(self.quotes),
            "place2": len(self.districts) + len(self.towns) > 1 or len(self.years) > 1,
        }
        return {kind for kind, true in tests.items() if true}


@dataclass(frozen=True, slots=True)
class Search:
    """The names that there are, what the files say, and what has been found in a question so far."""

    known: Known
    patterns: Patterns
    found: Linked

    def repaired(self, text: str, start: int, end: int, word: str) -> str:
        """The text with a word in the place of one that was typed wrongly, which is told with the answer."""
        self.found.repaired.append((text[start:end], word))
        return text[:start] + word + text[end:]
