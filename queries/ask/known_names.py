"""Every name that a question may use: those of the graph, and those that the gazetteer knows besides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from graph.names.gazetteer import Gazetteer, load_gazetteer
from graph.names.places import Places
from queries.ask.patterns import Patterns
from queries.base import Row, Session
from queries.names import HOMES, UNITS

DOCUMENTS = """MATCH (d:Document)
RETURN d.id AS id, d.stem AS document, d.title AS title, d.doc_no AS doc_no, d.issuer AS issuer, d.district AS district,
       d.town AS town, d.year AS year, d.date AS date, d.kind AS kind, d.completeness AS completeness,
       d.addressees AS addressees, d.copied AS copied"""

LEVELS = "区县市旗"
TOO_SHORT = frozenset(
    ("政府", "委", "园区", "中心", "各单位", "单位", "部门", "其他部门", "有关部门", "有关单位", "相关部门", "街道")
)
COLLOQUIAL = ("那边", "这边", "那头", "口子", "条线", "系统", "口上")  # 水务那边 is 区水务局
OPEN_STEMS = "政管"
# One collective under the names that documents give it: what one document calls 各部门 another calls 区政府各部门.
ONE_COLLECTIVE = (
    ("区政府各部门", "各部门", "区各部门", "政府各部门", "区政府部门", "县政府各部门", "各委办局"),
    ("各街镇", "街镇", "各街道", "各镇", "各街道镇", "各乡镇", "各乡镇（街道）", "街镇们"),
    ("各园区", "园区"),
    ("各行政执法部门", "各执法部门", "执法部门"),
    ("相关街镇",),
    ("区政府各相关部门", "各相关部门", "区政府相关部门"),
)


# elsewhere: a place that has no document here; above: the city or province of one that has.
Kind = Literal["district", "town", "unit", "collective", "elsewhere", "above"]


@dataclass(frozen=True, slots=True)
class Form:
    """What some words may mean; `names` are canonical."""

    kind: Kind
    names: tuple[str, ...]


@dataclass(slots=True)
class Known:
    """Words -> what they mean; `units` are the records of the store, `documents` those of its documents, `homes` those of its districts."""

    units: list[Row]
    documents: list[Row]
    homes: list[Row]
    gazetteer: Gazetteer
    forms: dict[str, Form] = field(default_factory=dict)
    longest: int = 0

    def add(self, words: str, kind: Kind, name: str) -> None:
        """Let `words` mean `name` too; the first kind given to some words stays."""
        before = self.forms.get(words)
        if before is None:
            self.forms[words] = Form(kind, (name,))
            self.longest = max(self.longest, len(words))
        elif before.kind == kind and name not in before.names:
            self.forms[words] = Form(kind, (*before.names, name))

    def at(self, text: str, start: int) -> tuple[Form, int] | None:
        """The longest name that begins at `start`, and where it ends."""
        for end in range(min(len(text), start + self.longest), start + 1, -1):
            form = self.forms.get(text[start:end])
            if form is not None:
                return form, end
        return None

    @property
    def places(self) -> frozenset[str]:
        """The words for districts and towns that have a document."""
        return frozenset(words for words, form in self.forms.items() if form.kind in ("district", "town"))

    @property
    def districts(self) -> list[str]:
        """Districts that have a document, sorted."""
        return sorted({row["district"] for row in self.documents if row["district"]})

    @property
    def towns(self) -> list[str]:
        """Towns that have a document of their own, sorted."""
        return sorted({row["town"] for row in self.documents if row["town"]})


def load_known(session: Session, patterns: Patterns) -> Known:
    """Gather the names of the store and of the gazetteer."""
    known = Known(session.lookup(UNITS, districts=[]), session.lookup(DOCUMENTS), session.lookup(HOMES), load_gazetteer())
    for district in known.districts:
        bare = known.gazetteer.bare(district)
        for words in dict.fromkeys((district, *_place_words(bare))):
            known.add(words, "district", district)
    for town in known.towns:
        for words in dict.fromkeys((town, _bare_town(town), town + "人民政府", town + "政府")):
            known.add(words, "town", town)
    for unit in known.units:
        kind: Kind = "collective" if unit["kind"] == "collective" else "unit"
        for words in sorted(_unit_words(unit)):  # which of two names that sound alike is meant may hang on the order
            known.add(words, kind, unit["name"])
        if kind == "unit" and len(stem := unit["name"][1:-1]) > 1 and unit["name"][-1] in "局委" and stem[-1] not in OPEN_STEMS:
            for ending in COLLOQUIAL:
                known.add(stem + ending, kind, unit["name"])
    names = {unit["name"] for unit in known.units}
    for group in ONE_COLLECTIVE:
        for words in group:
            for name in group:
                if name in names and words not in TOO_SHORT:
                    known.add(words, "collective", name)
    for words, meant in patterns.nicknames.items():
        for name in names:
            if name == meant or name[1:] == meant:
                known.add(words, "unit", name)
                known.add("区" + words, "unit", name)
    _add_elsewhere(known)
    return known


def _place_words(district: str) -> Iterable[str]:
    """宝山区 is also called 宝山, and 宝山区人民政府 stands for the place as long as nothing more is said."""
    return (district, district[:-1]) if len(district) > 2 else (district,)


def _bare_town(town: str) -> str:
    return re.sub(r"(街道|镇|乡)$", "", town) if len(town) > 2 else town


def _unit_words(unit: Row) -> set[str]:
    # A name with its district in front is the district and the name: else the district would be lost.
    place = unit["district"] or "\0"
    listed = [unit["name"], *(words for words in unit["aliases"] if place not in words)]
    listed += [inside for words in listed for inside in re.findall(r"[（(]([^（）()]{3,})[）)]", words or "")]
    listed += [re.sub(r"[（(][^（）()]*[）)]", "", words or "") for words in listed]
    found = {words for words in listed if words and len(words) > 1 and words not in TOO_SHORT}
    if unit["kind"] == "collective":
        return {words for words in found if len(words) > 2}
    bare = {words[1:] for words in found if words[0] in LEVELS and len(words) > 2}
    return found | {words for words in bare if words not in TOO_SHORT}


def _add_elsewhere(known: Known) -> None:
    """Places that have no document here: a question about them is not ours to answer."""
    places = known.gazetteer.places
    own = frozenset(code for district in known.districts for code in _codes(known, district))
    known.forms |= {words: form for words, form in _elsewhere(places, own).items() if words not in known.forms}
    known.longest = max(map(len, known.forms))
    for code in sorted(_above(own)):
        name = places.names.get(code, "")
        for words in dict.fromkeys(filter(None, (name, name.removesuffix("市").removesuffix("省")))):
            known.forms[words] = Form("above", (name,))


def _above(own: frozenset[str]) -> set[str]:
    """The codes of the provinces and cities of these districts."""
    return {code[:size] + "0" * (6 - size) for code in own for size in (2, 4)}


@lru_cache(maxsize=8)
def _elsewhere(places: Places, own: frozenset[str]) -> dict[str, Form]:
    """Words -> the places of the country outside these districts; the short names of those near them and of capitals too."""
    near = tuple({code[:2] if code[:2] in ("11", "12", "31", "50") else code[:4] for code in own}) if len(own) < 400 else ()
    ours = own | _above(own)
    found: dict[str, dict[str, None]] = {}
    for name, codes in places.codes.items():
        if len(name) < 3 or not ours.isdisjoint(codes):
            continue
        found.setdefault(name, {})[name] = None
        if any(code.endswith(("0000", "0100")) for code in codes):
            found.setdefault(name.removesuffix("市").removesuffix("省"), {})[name] = None
        if near and any(code.startswith(near) for code in codes):
            found.setdefault(re.sub(r"(新区|区|县)$", "", name), {})[name] = None
    return {words: Form("elsewhere", tuple(names)) for words, names in found.items() if words}


def _codes(known: Known, district: str) -> tuple[str, ...]:
    """The GB/T 2260 code of a district as its documents tell it, else those of every district of this name."""
    told = tuple(str(row["code"]) for row in known.homes if row["district"] == district and row["code"])
    return told or known.gazetteer.places.codes.get(district, ())
