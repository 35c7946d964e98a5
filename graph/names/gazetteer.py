"""Names of bodies and places: what a printed name is called, what it is, and where a text is from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from graph.names.bodies import FUNCTIONS, BodyIndex, Terms, UnitName, build_index
from graph.names.collectives import COLLECTIVE_KEYS, Collective, Collectives
from graph.names.datafile import DATA, Row, own_file, read_tsv, read_yaml
from graph.names.filled import read_filled
from graph.names.places import DISTRICT_COLUMNS, TOWN_COLUMNS, Place, Places, Town, read_towns
from graph.names.resolve import LEVELS, PLATES, Resolver
from graph.names.rosters import CLASSES, ROSTER_COLUMNS, Canonical, Listed, Roster, read_rosters
from graph.names.samebody import SAME_COLUMNS, SameBody, read_same_bodies
from graph.names.shapes import SECTIONS, Shapes

__all__ = ["Gazetteer", "Place", "SameBody", "Town", "UnitName", "load_gazetteer"]

USER_SECTIONS = {**FUNCTIONS, "collectives": COLLECTIVE_KEYS, "districts": DISTRICT_COLUMNS,
                 "towns": TOWN_COLUMNS, "same_bodies": SAME_COLUMNS, "rosters": (*ROSTER_COLUMNS, "collective", "member", "source", "file")}

TOWN_HALL = re.compile("[\u4e00-\u9fff]{2,4}[镇乡]政府")


class Gazetteer:
    """Everything that reading and asking know of names. Build it with `load_gazetteer`."""

    def __init__(self, bodies: BodyIndex, terms: Terms, places: Places, collectives: Collectives, same: tuple[SameBody, ...],
                 roster: Roster, shapes: Shapes) -> None:
        self._shapes = shapes
        self.bodies = bodies
        self.places = places
        self.roster = roster
        self.own_roster = Roster()
        self._same = same
        self._terms = terms
        self._collectives = collectives
        self._resolver = Resolver(bodies, terms, places, collectives, shapes)
        self._resolve = lru_cache(maxsize=65536)(lambda mention, area, town: self._resolver.resolve(mention, area and self.bare(area), town))
        self._endings = shapes.last | frozenset("门位构体业关村居街线管政织县派）") | frozenset(n[-1] for n in (*bodies.by_name, *bodies.local, *places.town_names))
        self._body = lru_cache(maxsize=262144)(self._is_body)

    def resolve(self, mention: str, *, district: str | None = None, town: str | None = None) -> UnitName:
        """The body that a printed name means in a document of `district` (宝山区, 上海市宝山区; a city where the document is the city's)
        and `town` (None in a district's own document). An unknown name comes back as printed with `known` False.
        """
        return self._resolve(mention, district, town)

    def bare(self, area: str) -> str:
        """A district without the city in front of it (舟山市普陀区 -> 普陀区); anything else as given."""
        read = self.places.read(area, 0)
        above = read and (read[0].province or read[0].city)
        return read[0].district if read and above and read[0].district and read[1] == len(area) else area

    def full_name_in(self, full_name: str, district: str) -> str:
        """A full name with this district, as far as it says of which city it is, where ours names one of another city."""
        bare = self.bare(district)
        ours = self.places.full(bare)
        other = bare != district and not ours.endswith(district) and full_name.startswith(ours)
        return district + full_name.removeprefix(ours) if other else full_name

    def is_body(self, text: str) -> bool:
        """Whether the whole text is plausibly the complete name of a body or a collective."""
        return self._body(text)

    def _is_body(self, text: str) -> bool:
        if not 2 <= len(text) <= 40 or text[-1] not in self._endings or text in self._shapes.labels:
            return False
        if text.endswith("政府"):
            town = TOWN_HALL.fullmatch(text) is not None and not self._shapes.no_town.fullmatch(text[:-2])
            return town or self._resolver.names_body(text) or self.places.is_government(text) or self._collectives.find(text) is not None
        if self._resolver.names_body(text):
            return True
        if self._collectives.find(text) is not None or self._shapes.fits(text):
            return True
        if "与" in text and text[-1] in "局委办" and self._resolver.names_body(text.replace("与", "和")):
            return True  # 政务服务与数据管理局 is written with either
        plates = PLATES.fullmatch(text)
        return plates is not None and all(self._is_body(part) for part in (plates[1] + plates[3], plates[2]))

    def is_group(self, text: str) -> bool:
        """Whether the whole text names several bodies, or does not name one (各街镇, 有关部门, 文件起草单位)."""
        return text not in self._shapes.labels and not self._resolver.names_body(text) and self._collectives.find(text) is not None

    def function_order(self) -> dict[str, int]:
        """Function -> its place in functions.yaml, whose bodies stand by sector, as governments list their departments."""
        found: dict[str, int] = {}
        for body in sorted(self.bodies.canonical.values(), key=lambda body: body.nature != "政府工作部门"):  # stable: these first
            for function in body.functions:
                found.setdefault(function, len(found))
        return found

    def collective(self, text: str) -> Collective | None:
        """What a collective means, None if the text names one body or none."""
        return self._collectives.find(text) if self.is_group(text) else None

    def fields(self, text: str) -> tuple[str, ...]:
        """Functions that the words of `text` name (教育、卫生健康等主管部门), in the order printed."""
        return self._terms.fields(text)

    def composed(self, text: str) -> tuple[str, ...]:
        """Functions of a text that consists of nothing but words for them (教育, 文化旅游); () otherwise."""
        return self._terms.composed(text)

    def find_place(self, text: str) -> Place | None:
        """The first place that an issuer's name or a title prints, None if it prints none."""
        return self.places.find(text)

    def towns(self, district: str) -> tuple[Town, ...]:
        """Streets, towns and parks of a district (name or code), in official order; () when we know none."""
        return self.places.towns_of(district if district.isdigit() else self.bare(district))

    def roster_of(self, district: str, codes: Iterable[str]) -> Roster:
        """The roster for a district whose documents tell these GB/T 2260 codes: the user's own alone where they are of
        another city's district of this name, whose streets and departments ours are not."""
        ours, told = {town.district for town in self.towns(district)}, {code for code in codes if code}
        return self.own_roster if ours and told and not ours & told else self.roster

    def same_bodies(self, district: str) -> tuple[SameBody, ...]:
        """Second plates and former names that hold in a district, with the district's level in front of both names."""
        level = self._resolver.level_of(district) or ""
        return tuple(s.at(level) for s in self._same if s.district in ("", self.bare(district)))

    def words(self) -> Iterable[str]:
        """Every name of bodies, divisions and towns, each once, for a word segmenter."""
        seen: dict[str, None] = {}
        for name in (*self.bodies.by_name, *self.bodies.local):
            seen[name] = None
            for level in LEVELS:
                seen[level + name] = None
        for name in (*self.places.codes, *self.places.town_names):
            seen[name] = None
        return tuple(n for n in seen if len(n) > 1)


def load_gazetteer(user_file: Path | None = None) -> Gazetteer:
    """The shipped names with those of the user's YAML file added; raises DataFileError naming file and line.

    Without `user_file` the environment variable ZEREN_NAMES names it. It has the sections bodies, terms, collectives,
    districts, towns, same_bodies and rosters; its lines have the keys of ours. A CSV file is a filled roster and nothing else.
    """
    return _load(user_file or own_file("ZEREN_NAMES"))


@lru_cache(maxsize=8)
def _load(user_file: Path | None) -> Gazetteer:
    shipped = read_yaml(DATA / "functions.yaml", FUNCTIONS)
    groups = read_yaml(DATA / "collectives.yaml", {"collectives": COLLECTIVE_KEYS})
    own = _own(user_file)
    shapes = Shapes(read_yaml(DATA / "shapes.yaml", SECTIONS))
    terms = Terms([*shipped["terms"], *own["terms"]], [*shipped["within"], *own["within"]])
    towns = read_towns([*own["towns"], *read_tsv(DATA / "towns.tsv", TOWN_COLUMNS)])
    places = Places([*read_tsv(DATA / "districts.tsv", DISTRICT_COLUMNS), *own["districts"]], towns, shapes)
    same = read_same_bodies([*read_tsv(DATA / "same_bodies.tsv", SAME_COLUMNS), *own["same_bodies"]])
    roster = Roster()
    collectives = Collectives([*own["collectives"], *groups["collectives"]], terms)
    gazetteer = Gazetteer(build_index(shipped["bodies"], own["bodies"]), terms, places, collectives, same, roster, shapes)

    def canonical(unit: str, district: str) -> str:
        return gazetteer.resolve(unit, district=district or None).name

    _list_towns(roster, places)
    read_rosters(roster, canonical, gazetteer.is_group)
    for one in (roster, gazetteer.own_roster):
        _list_own(one, own["rosters"], canonical, gazetteer.is_group)
    return gazetteer


def _own(user_file: Path | None) -> dict[str, list[Row]]:
    """The sections of the user's file; rosters that it names by file, or is one of, are read in their place."""
    own: dict[str, list[Row]] = {name: [] for name in USER_SECTIONS}
    if user_file is not None and user_file.suffix.lower() == ".csv":
        return {**own, "rosters": read_filled(user_file)}
    if user_file is None:
        return own
    own = read_yaml(user_file, USER_SECTIONS)
    rosters: list[Row] = []
    for row in own["rosters"]:
        rosters += read_filled(user_file.parent / row.text("file")) if row.text("file") else [row]
    return {**own, "rosters": rosters}


def _list_towns(roster: Roster, places: Places) -> None:
    """Streets, towns and parks of a district are a roster of their own, for all years."""
    for town in places.towns:
        district = places.names.get(town.district, town.district)
        roster.add("各街镇", town.name, Listed(town.in_towns if town.kind == "park" else "yes", "行政区划"), district=district)
        if town.kind == "park":
            roster.add("园区", town.name, Listed("yes", "行政区划"), district=district)


def _list_own(roster: Roster, rows: Iterable[Row], canonical: Canonical, known: Callable[[str], bool]) -> None:
    """The user's roster lines name one collective, or one of CLASSES, and one answer each."""
    for row in rows:
        year, collective = row.text("year"), row.text("collective")
        if not row.text("unit") or not collective or (year and not year.isdigit()):
            raise row.error("名册行要有 unit、collective，年份是四位数字或空", "如 {district: 云川区, unit: 区教育局, collective: 各部门, member: yes}")
        if collective not in CLASSES and not known(collective):
            raise row.error(f"不认识的统称“{collective}”", "可以是 " + "、".join(CLASSES) + "，或一个统称的规范名")
        answer = row.choice("member", ("yes", "no", "unsure"), "yes")
        roster.add(collective, canonical(row.text("unit"), row.text("district")), Listed(answer, row.text("source") or row.path.name),
                   district=row.text("district"), year=int(year or 0))
