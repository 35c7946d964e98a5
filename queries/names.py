"""From what a person types to the units, districts, towns, themes and documents of the store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from graph.errors import UnknownName
from graph.names.gazetteer import load_gazetteer
from graph.names.places import Place
from graph.names.resolve import clean
from graph.names.suggest import match, nearest
from graph.names.themes import load_themes
from graph.place import CITIES
from queries.base import Row, Session
from queries.coverage import is_empty, missing, need_documents, read_of, without

CITY_IN_FRONT = re.compile(r"(?:.+省)?(.{2,}?(?:市|自治州|盟|地区))(?=.{2})")
PLACE_ENDINGS = ("区", "县", "市", "新区", "镇", "乡", "街道")  # left out by people: 宝山 for 宝山区

UNITS = """MATCH (u:Unit)
WHERE size($districts) = 0 OR u.district IN $districts
RETURN u.id AS id, u.name AS name, u.full_name AS full_name, u.aliases AS aliases,
       u.district AS district, u.town AS town, u.kind AS kind, u.caption AS caption"""
SAME = """MATCH (a:Unit)-[s:SAME_BODY]->(b:Unit)
WHERE a.id IN $units OR b.id IN $units
RETURN a.id AS first, a.name AS first_name, b.id AS second, b.name AS second_name"""
HOMES = "MATCH (x:District) WHERE x.level = 'district' RETURN x.name AS district, x.parent AS parent, x.code AS code"
PLACES = "MATCH (t:Task) RETURN DISTINCT t.district AS district, t.town AS town"
THEMES = "MATCH (h:Theme) RETURN h.name AS name"

_NOTHING: tuple[set[str], bool] = (set(), False)


@dataclass(frozen=True, slots=True)
class Body:
    """One body of one district. `ids` are its units, the one that was asked for first; `others` the names of the rest.

    `guessed` is true where only the function of the body (教育) met what was asked for.
    """

    name: str
    caption: str
    district: str
    town: str
    kind: str
    ids: tuple[str, ...]
    others: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def called(self) -> str:
        """With its place in front, as one says it: 云川区教育局 for 区教育局 of 云川区."""
        return called(self.name, self.district, self.town)


def called(name: str, district: str, town: str) -> str:
    """A unit's name with its place in front; the level (区) is not said twice, nor a town's own name."""
    bare = name[1:] if district and name[:1] == district[-1:] else name
    return district + ("" if town == name else town) + bare


def find_bodies(session: Session, text: str, districts: list[str], towns: list[str]) -> list[Body]:
    """The bodies that `text` names, by district and town; a short name may be one body in each of several districts.

    Where the session is about years, a body of a district without documents of them is left out, and that is said.
    Raises UnknownName with the nearest names, also when a name means bodies of different functions, or for those years.
    """
    units = session.lookup(UNITS, districts=districts)
    if towns:
        units = [unit for unit in units if unit["town"] in ("", *towns)]
    place, rest = _place_in_front(session, text, units, districts)
    if place:  # its own units only: those of another district are other bodies
        units = [unit for unit in units if unit["district"] == place]
        names, guessed = _named(text, units) or _named(rest, units) or _NOTHING
    else:
        names, guessed = _named(text, units) or _NOTHING
    if not names:
        need_documents(session)
        _elsewhere(session, rest, [place] if place else districts, rest)
        _no_body(text, units)
    found = [unit for unit in units if unit["name"] in names]
    if towns and any(unit["town"] for unit in found):
        found = [unit for unit in found if unit["town"]]
    found.sort(key=lambda unit: (unit["district"], unit["town"], unit["name"]))
    return _with_other_names(session, _of_the_years(session, found), guessed)


def _place_in_front(session: Session, text: str, units: list[Row], districts: list[str]) -> tuple[str, str]:
    """The district of `units` that `text` begins with, and the rest; "" and the whole text where it begins with none.

    Raises UnknownName for a district of which nothing was read, or which is none of `districts` where these are given: a unit
    of another district is another body. A unit whose name itself begins with a district's is that unit.
    """
    own, read = {unit["district"] for unit in units}, {row["district"] for row in read_of(session)} - {""}
    homes = dict.fromkeys(own | read, "") | homes_of(session)
    place, rest = _split_place(text, homes)
    if place in own or is_empty(session):
        return place, rest
    found = load_gazetteer().places.read(clean(text), 0)
    named = place or (found and _as_typed(found[0])) or ""
    if not named or clean(text).endswith(named) or any(hit.rule in ("exact", "alias") for hit in match(text, _listed(units))):
        return "", text
    namesakes = sorted(name for name in read if name != named and name.removeprefix(homes[name]) == named)
    if namesakes:
        raise UnknownName(f"“{named}”可以指几个区", hint=f"请写明是哪一个：{'、'.join(namesakes)}", nearest=tuple(namesakes))
    if named in read:
        _elsewhere(session, rest, districts, text, named)
        _no_body(text, units)
    raise UnknownName(f"图库没有{named}的文件", hint=f"已读入的区：{'、'.join(sorted(read))}", nearest=tuple(sorted(read)))


def _no_body(text: str, units: list[Row]) -> NoReturn:
    """Raise UnknownName with the bodies whose names are near, each once and by the name that answers have."""
    names = {name: unit["name"] for unit in reversed(units) for name in (*unit["aliases"], unit["name"])}
    names |= {unit["name"]: unit["name"] for unit in units}
    unknown("单位", text, names, "zeren units", called=names)


def _elsewhere(session: Session, text: str, districts: list[str], typed: str, place: str = "") -> None:
    """Raise UnknownName where districts that were not asked for (only `place`, if it is given) have a unit of this name; say
    nothing where none has. The error repeats what was `typed`."""
    if not districts:
        return
    others = [unit for unit in session.lookup(UNITS, districts=[]) if unit["district"] not in districts and place in ("", unit["district"])]
    names, _ = _exactly(text, others)
    if names:
        there = sorted({unit["district"] for unit in others if unit["name"] in names})
        near = tuple(called(unit["name"], unit["district"], "") for unit in others if unit["name"] in names)[:5]
        raise UnknownName(f"{'、'.join(districts)}没有单位“{typed}”", hint=f"有这个单位的是：{'、'.join(there)}", nearest=near)


def _exactly(text: str, units: list[Row]) -> tuple[set[str], bool]:
    """`_named`, where what may be several bodies is none."""
    try:
        return _named(text, units) or _NOTHING
    except UnknownName:
        return _NOTHING


def _of_the_years(session: Session, units: list[Row]) -> list[Row]:
    """Without the units of districts that have no document of the session's years; a list of units is left as it is."""
    if not session.years or session.units:
        return units
    places = sorted({unit["district"] for unit in units})
    read = {row["district"] for row in read_of(session, places) if row["year"] in session.years}
    if not read:
        raise missing(session, session.years, places, [])
    session.remarks += without(session, [place for place in places if place not in read], session.years)
    return [unit for unit in units if unit["district"] in read]


def homes_of(session: Session) -> dict[str, str]:
    """District -> what it is part of as far as documents print that, "" where they do not."""
    return {row["district"]: row["parent"] or "" for row in session.lookup(HOMES)}


def _as_typed(place: Place) -> str:
    """The district of a text, with the city in front if that is written."""
    return (place.city or place.province or "") + (place.district or "") if place.district else ""


def _split_place(text: str, homes: Mapping[str, str]) -> tuple[str, str]:
    """上海市宝山区教育局 and 宝山教育局 -> 宝山区, 教育局; "" and the whole text where no known district stands in front."""
    for district in sorted(homes.keys() - {""}, key=lambda name: (-len(name), name)):  # 舟山市普陀区 before 普陀区
        for name in (district, district[:-1] if len(district) > 2 else district):
            before, found, rest = text.partition(name)
            if found and rest and (not before or before[-1] in "省市") and _in_city(homes[district], before):
                return district, rest
    return "", text


def _in_city(parent: str, before: str) -> bool:
    """Whether a district of `parent` may be meant by what stands in front of its name: nothing, or no other city."""
    city = before.rpartition("省")[2]
    return not city or not parent.endswith(CITIES) or parent.startswith(city[:2])


def _named(text: str, units: list[Row]) -> tuple[set[str], bool] | None:
    """Canonical names that `text` means, and whether only their function met it; None for a typing slip, which is only
    suggested."""
    found = match(text, _listed(units))
    if not found or found[0].rule == "fuzzy":
        return None
    best = [hit.name for hit in found if hit.rule == found[0].rule and hit.score == found[0].score]
    if found[0].rule in ("exact", "alias") or len(best) == 1:
        return set(best), found[0].rule == "function"
    # A function or some letters may fit bodies of quite different kinds: one of a kind only.
    near = tuple(dict.fromkeys(hit.name for hit in found))[:5]
    raise UnknownName(f"“{text}”可以指几个单位", hint=f"请写明是哪一个：{'、'.join(near)}", nearest=near)


def _listed(units: list[Row]) -> list[tuple[str, list[str]]]:
    """(name, aliases) of each name, as `match` wants them."""
    listed: dict[str, list[str]] = {}
    for unit in units:
        listed.setdefault(unit["name"], []).extend([unit["full_name"], *unit["aliases"], *_in_brackets(unit["aliases"])])
    return list(listed.items())


def _in_brackets(aliases: Iterable[str]) -> list[str]:
    """区行政服务中心（区大数据中心） is printed as one name and is two: what stands in the brackets, too."""
    return [found for alias in aliases for found in re.findall(r"[（(]([^（）()]{3,})[）)]", alias)]


def _with_other_names(session: Session, units: list[Row], guessed: bool) -> list[Body]:
    """Bodies with the units that are the same body under other plates or former names, however many steps away."""
    bodies: list[Body] = []
    for unit in units:
        if any(unit["id"] in body.ids for body in bodies):
            continue
        names = {unit["id"]: unit["name"]}
        while True:
            before = len(names)
            for pair in session.lookup(SAME, units=list(names)):
                names.setdefault(pair["first"], pair["first_name"])
                names.setdefault(pair["second"], pair["second_name"])
            if len(names) == before:
                break
        ids = tuple(names)
        others = tuple(names[key] for key in ids[1:])
        place = (unit["district"], unit["town"], unit["kind"])
        bodies.append(Body(unit["name"], unit["caption"], *place, ids, others, guessed))
    return bodies


def find_districts(session: Session, words: list[str]) -> list[str]:
    """Districts as the store writes them: 宝山, 宝山区 and 上海市宝山区 are one; a name that districts of several cities have
    means all of them. Raises UnknownName."""
    return _places(session, words, "district", "区")


def find_towns(session: Session, words: list[str]) -> list[str]:
    """Towns that have a document of their own, as the store writes them. Raises UnknownName."""
    return _places(session, words, "town", "街镇")


def _places(session: Session, words: list[str], field: str, what: str) -> list[str]:
    if not words:
        return []
    known = sorted({row[field] for row in session.lookup(PLACES) if row[field]})
    homes = homes_of(session) if field == "district" else {}
    found: list[str] = []
    for word in words:
        same = [name for name in known if called_so(name, homes.get(name, ""), word)]
        if not same:
            need_documents(session)
            _not_read(word, field, known)
            unknown(what, word, known, "zeren documents")
        found += same
    return list(dict.fromkeys(found))


def called_so(name: str, parent: str, word: str) -> bool:
    """Whether a place of the store, which is part of `parent` ("" for not known), is meant by `word`."""
    city, bare = _without_city(word)
    return place_named(name, word) or (place_named(name.removeprefix(parent), bare) and _in_city(parent, city))


def _without_city(word: str) -> tuple[str, str]:
    """浙江省舟山市普陀区 -> 舟山市, 普陀区; "" and the word where no city stands in front."""
    front = CITY_IN_FRONT.match(word)
    return (front[1], word[front.end() :]) if front else ("", word)


def _not_read(word: str, field: str, known: list[str]) -> None:
    """Raise UnknownName for a real district or town of which nothing was read: no name that is like it is meant."""
    places = load_gazetteer().places
    city, bare = _without_city(word)
    real = next((name for name in (places.codes if field == "district" else places.town_names) if place_named(name, bare)), "")
    if real and field == "district":
        real = city + real
        raise UnknownName(f"图库没有{real}的文件", hint=f"已读入的区：{'、'.join(known)}", nearest=tuple(known))
    if real:
        raise UnknownName(f"图库没有{real}自己的文件", hint="用 zeren documents 看图库里有哪些", nearest=tuple(known))


def place_named(name: str, word: str) -> bool:
    """Whether a person who writes `word` means the place `name`: 宝山 and 宝山区 are one."""
    return bool(name) and name in (word, *(word + ending for ending in PLACE_ENDINGS))


def find_theme(session: Session, text: str) -> str | None:
    """The theme of the store with this name or a synonym of it, None if there is none."""
    stored = {row["name"] for row in session.lookup(THEMES)}
    theme = text if text in stored else load_themes().find(text)
    return theme if theme in stored else None


def unknown(what: str, text: str, names: Iterable[str], command: str, called: Mapping[str, str] | None = None) -> NoReturn:
    """Raise UnknownName with the nearest of `names`; `command` lists what there is, `called` leads from a name to what it is called."""
    near = nearest(text, (name for name in names if name))
    near = tuple(dict.fromkeys((called or {}).get(name, name) for name in near))
    hint = f"是不是：{'、'.join(near)}？" if near else f"用 {command} 看图库里有哪些"
    raise UnknownName(f"没有找到{what}“{text}”", hint=hint, nearest=near)
