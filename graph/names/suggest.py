"""Names that a person means: exact name, alias, function, pinyin initials, typing slip."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.names.gazetteer import Gazetteer, load_gazetteer
from graph.names.initials import initials
from graph.names.resolve import clean, split_level

SCORES = {"exact": 1.0, "alias": 0.95, "function": 0.9, "initials": 0.8}
TAIL = re.compile(r"(?:局|委|办|办公室|中心|镇|街道|乡|部|公司|支队|大队)$")


@dataclass(frozen=True, slots=True)
class Match:
    """A name that a query means; `text` is the name or alias that met the query, `score` in 0..1."""

    name: str
    rule: str
    score: float
    text: str


def match(query: str, names: Iterable[tuple[str, Sequence[str]]], *, gazetteer: Gazetteer | None = None) -> list[Match]:
    """Names that `query` may mean, best first; only those that the best rule found.

    `names` are (name, aliases). Rules, best first: exact name, an alias (the level 区, 县 and the last word may be missing), the
    same function, pinyin initials (jyj), and a typing slip. The order of `names` breaks ties. A place in front is a part of the
    name: whose units they are, is for the caller to know.
    """
    wanted = clean(query)
    if not wanted:
        return []
    known = gazetteer or load_gazetteer()
    listed = [(name, tuple(aliases)) for name, aliases in names]
    found = _by_name(wanted, listed) or _by_resolution(wanted, listed, known) or _by_stem(wanted, listed)
    if not found and wanted.isascii():
        return _by_initials(wanted.lower(), listed) or _fuzzy(wanted, listed)
    return found or _by_function(wanted, listed, known) or _fuzzy(wanted, listed)


def nearest(query: str, names: Iterable[str], n: int = 5) -> tuple[str, ...]:
    """Up to `n` of `names` that look most like `query`, best first; fewer where nothing is near."""
    wanted = clean(query)
    scored = sorted((-_likeness(wanted, name), name) for name in set(names))  # equal ones by name: stores list them in any order
    return tuple(name for score, name in scored if score <= -0.4)[:n]


def _by_name(wanted: str, listed: list[tuple[str, tuple[str, ...]]]) -> list[Match]:
    exact = [Match(name, "exact", 1.0, name) for name, _ in listed if name == wanted]
    if exact:
        return exact
    out = []
    for name, aliases in listed:
        hit = next((a for a in aliases if a == wanted), None) or next(
            (a for a in (name, *aliases) if _bare(a) == wanted or (len(wanted) > 2 and _bare(a) == _bare(wanted) and _levels(a, wanted))), None)
        if hit:
            out.append(Match(name, "alias", SCORES["alias"], hit))
    return out


def _bare(name: str) -> str:
    level, stem = split_level(name)
    return stem if level and len(stem) > 1 else name


def _levels(name: str, wanted: str) -> bool:
    """Whether two names with different level words may still mean one body: 区 for 县, but never 市 for 区."""
    one, two = split_level(name)[0], split_level(wanted)[0]
    return one == two or not one or not two or {one, two} <= {"区", "县", "旗"}


def _by_resolution(wanted: str, listed: list[tuple[str, tuple[str, ...]]], known: Gazetteer) -> list[Match]:
    """The gazetteer's canonical name of the query."""
    unit = known.resolve(wanted)
    if not unit.known:
        return []
    bare = _bare(unit.name)
    return [Match(name, "alias", 0.93, name) for name, _ in listed
            if name == unit.name or (_bare(name) == bare and _levels(name, unit.name))]


def _by_stem(wanted: str, listed: list[tuple[str, tuple[str, ...]]]) -> list[Match]:
    """Names without their last word: 人社, 网信, 马陆."""
    if len(wanted) < 2:
        return []
    out = []
    for name, aliases in listed:
        hit = next((a for a in (name, *aliases) if TAIL.sub("", _bare(a)) == wanted or TAIL.sub("", a) == wanted), None)
        if hit:
            out.append(Match(name, "alias", 0.88, hit))
    return out


def _by_function(wanted: str, listed: list[tuple[str, tuple[str, ...]]], known: Gazetteer) -> list[Match]:
    """Units with the same function as the query, whether it names a body or a field of work (教育)."""
    unit = known.resolve(wanted)
    functions = set(unit.functions) or set(known.composed(wanted))
    if not functions or unit.group:
        return []
    out = []
    for name, _ in listed:
        other = known.resolve(name)
        shared = functions & set(other.functions)
        if shared and not other.group:
            share = len(shared) / len(functions | set(other.functions))
            out.append(Match(name, "function", round(SCORES["function"] * (0.7 + 0.3 * share), 3), "、".join(sorted(shared))))
    return sorted(out, key=lambda m: -m.score)


def _by_initials(wanted: str, listed: list[tuple[str, tuple[str, ...]]]) -> list[Match]:
    out = []
    for name, aliases in listed:
        for text in (name, *aliases):
            if wanted in (initials(text), initials(_bare(text))):
                out.append(Match(name, "initials", SCORES["initials"], text))
                break
    return out


def _fuzzy(wanted: str, listed: list[tuple[str, tuple[str, ...]]]) -> list[Match]:
    out = []
    for name, aliases in listed:
        score, text = max((_likeness(wanted, t), t) for t in (name, *aliases))
        if score >= 0.66:
            out.append(Match(name, "fuzzy", round(0.75 * score, 3), text))
    return sorted(out, key=lambda m: -m.score)[:10]


def _likeness(one: str, two: str) -> float:
    """Likeness in 0..1, the better of the names with and without their level."""
    whole = difflib.SequenceMatcher(None, one, two).ratio()
    bare = difflib.SequenceMatcher(None, _bare(one), _bare(two)).ratio()
    return max(whole, bare * 0.98)
