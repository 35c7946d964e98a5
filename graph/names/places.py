"""Where a text says it is from: province, city, district and town, read from the printed words only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.names.datafile import Row
from graph.names.shapes import Shapes

DISTRICT_COLUMNS = ("code", "name")
TOWN_COLUMNS = ("district", "name", "kind", "in_towns", "aliases")
HAN = "[\u4e00-\u9fff]"
BOUNDARY = frozenset("年度于发由经将对在的为与和及向从了：，。、；《“（(【[")
NEEDS_CITY = frozenset(("城区", "郊区", "矿区", "市中区", "市区", "东区", "西区"))
PROVINCE = re.compile(rf"{HAN}{{2,3}}省(?={HAN}{{1,8}}[市州县区])")
AFTER_CITY = re.compile("人民政府|政府|委|20|政务|本级|直|$")
CITY = re.compile(rf"(?:{HAN}{{2,10}}?自治州|{HAN}{{2,5}}?地区|{HAN}{{2,4}}?盟|{HAN}{{2,4}}?市)")
DISTRICT = re.compile(rf"{HAN}{{1,9}}?(?:自治县|自治旗)|{HAN}{{1,4}}?(?:新区|林区|特区)|{HAN}{{1,4}}?[区县市旗]")
# 湖区, 山区 are no districts, 某湖区人民政府 is one.
GEOGRAPHIC = re.compile(rf"(?![各全本我该老新旧主中古]){HAN}{{1,3}}[山湖林港海江河城塘溪桥洲岛州][区县市]")
DEPARTMENTS = (
    "发展和改革|发展改革|教育|教体|科学技术|工业和信息化|民政|司法|财政|人力资源|自然资源|生态环境|住房|城市管理|交通运输|水利|水务|农业农村|商务|文化|卫生健康"
    "|退役军人|应急管理|审计|市场监督|统计|医疗保障|信访|行政审批|政务服务|数据|税务|总工会|妇女联合会|残疾人联合会"
)
SURELY = re.compile(f"人民政府|委员会|委办公室|20[0-9]{{2}}年|二[〇零○]|政务公开|(?:{DEPARTMENTS})")
AFTER_TOWN = r"(?=人民政府|政府|办事处|工作委员会|工委|办|党|机关|人大|关于|20\d\d|二[〇○０O]|政务|信息公开|年度|基层|[》”）)，。、；：\s]|$)"
TOWN = re.compile(rf"(?:{HAN}{{1,6}}?(?:街道|镇街道)|{HAN}{{1,6}}?(?:镇(?!街道)|乡(?!镇|村)|苏木)){AFTER_TOWN}")
STREET_OFFICE = re.compile(rf"人民政府(?={HAN}{{1,6}}街道办事处)")
PARK = re.compile(rf"{HAN}{{2,14}}?(?:区|园|新城|片区)(?=管委会|管理委员会)")
SPACE = re.compile(r"[\s\u200b\u00ad\ufeff]+")


@dataclass(frozen=True, slots=True)
class Place:
    """What a text prints of its place; None for what it does not print.

    `code` is the GB/T 2260 code of the district (else city, else province), only when the printed words leave no doubt.
    """

    province: str | None
    city: str | None
    district: str | None
    code: str | None
    town: str | None


@dataclass(frozen=True, slots=True)
class Town:
    """A street, town or park of a district. `district` is a code; `in_towns`: whether 各街镇 reaches it, yes | no | unsure."""

    district: str
    name: str
    kind: str
    in_towns: str
    aliases: tuple[str, ...]


def read_towns(rows: Iterable[Row]) -> tuple[Town, ...]:
    """Towns in file order. Raises DataFileError for a wrong kind or answer."""
    out = []
    for row in rows:
        aliases = row.values.get("aliases", "")
        names = aliases.split("、") if isinstance(aliases, str) else aliases
        out.append(Town(row.text("district"), row.text("name"), row.choice("kind", ("street", "town", "park"), "town"),
                        row.choice("in_towns", ("yes", "no", "unsure"), "yes"), tuple(n for n in names if n)))
    return tuple(out)


class Places:
    """Divisions and towns by name."""

    def __init__(self, divisions: Iterable[Row], towns: tuple[Town, ...], shapes: Shapes) -> None:
        self._shapes = shapes
        self.codes: dict[str, tuple[str, ...]] = {}
        self.names: dict[str, str] = {}
        for row in divisions:
            code, name = row.text("code"), row.text("name")
            if not re.fullmatch(r"\d{6}|", code) or not name:
                raise row.error("行政区划代码应是六位数字", "写成 六位代码 和 名称 两列")
            self.codes[name] = (*self.codes.get(name, ()), code)
            self.names[code] = name
        self.towns = towns
        self.town_names: dict[str, tuple[Town, ...]] = {}
        for town in towns:
            for name in (town.name, *town.aliases):
                self.town_names[name] = (*self.town_names.get(name, ()), town)
        self._lengths = _lengths(self.codes)
        self._town_lengths = _lengths(self.town_names)

    def towns_of(self, district: str) -> tuple[Town, ...]:
        """Towns of a district named by code or name, in file order; () when we know none."""
        codes = (district,) if district.isdigit() else self.codes.get(district, ())
        return tuple(t for t in self.towns if t.district in codes or t.district == district)

    def town(self, name: str, district: str | None) -> Town | None:
        """The town that `name` means in a district; without a district only where one town alone has that as its own name.

        枫林街道 is another name of 枫林路街道 in 徐汇区 only.
        """
        found = self.town_names.get(name, ())
        if not district:
            found = tuple(t for t in found if t.name == name)
            return found[0] if len(found) == 1 else None
        codes = (district, *self.codes.get(district, ()))
        return next((t for t in found if t.district in codes), None)

    def full(self, district: str) -> str:
        """The district with province and city in front where its name is unique among those we know, else as given."""
        codes = self.codes.get(district, ())
        if len(codes) != 1 and any(t.district in codes for t in self.towns):
            codes = tuple(c for c in codes if any(t.district == c for t in self.towns))
        if len(codes) != 1 or not codes[0]:
            return district
        province, city = self.names.get(codes[0][:2] + "0000", ""), self.names.get(codes[0][:4] + "00", "")
        above = province + city
        return above + district if not district.startswith(above) else district

    def find(self, text: str) -> Place | None:
        """The first place that `text` prints, None if it prints none."""
        clean = SPACE.sub("", text).replace("中共", "")  # 中共某某区委: no name begins so
        for at in range(len(clean)):
            boundary = clean[at] not in BOUNDARY and (at == 0 or clean[at - 1] in BOUNDARY or not "\u4e00" <= clean[at - 1] <= "\u9fff")
            found = self.read(clean, at, boundary)
            if found:
                return found[0]
        return None

    def is_government(self, text: str) -> bool:
        """Whether the whole text names a government: a place and 人民政府, or a place that we know and 政府."""
        formal = text.endswith("人民政府")
        read = self.read(text, 0, formal)
        return read is not None and text[read[1]:] in ("人民政府", "政府")

    def read(self, text: str, at: int, boundary: bool = True) -> tuple[Place, int] | None:
        """The place that starts at offset `at` of `text` without white space, and the offset where it ends (exclusive).

        Where `boundary` is false, only names that we know are read.
        """
        start = at
        province = self._known(text, at, lambda c: c.endswith("0000"))
        if province is None and boundary:
            match = PROVINCE.match(text, at)
            province = match.group() if match else None
        at += len(province or "")
        city = self._city(text, at, boundary or at > start)
        at += len(city or "")
        district = self._district(text, at, boundary or at > start, at > start)
        at += len(district or "")
        office = STREET_OFFICE.match(text, at) if district else None
        at = office.end() if office else at
        town = self._town(text, at, boundary or at > start, district)
        at += len(town or "")
        if at == start:
            return None
        return Place(province, city, district, self._code(province, city, district), town), at

    def _known(self, text: str, at: int, fits: Callable[[str], bool]) -> str | None:
        for size in self._lengths.get(text[at:at + 2], ()):
            name = text[at:at + size]
            codes = self.codes.get(name)
            if codes and any(map(fits, codes)):
                return name
        return None

    def _city(self, text: str, at: int, boundary: bool) -> str | None:
        name = self._known(text, at, lambda c: c.endswith("00") and not c.endswith("0000"))
        if name or not boundary:
            return name
        match = CITY.match(text, at)
        if not match or self._shapes.no_district.fullmatch(match.group()) or self._known(text, at, lambda c: not c.endswith("00")):
            return None
        if match.group().endswith("市") and not self._district(text, match.end(), True, True) \
                and not AFTER_CITY.match(text, match.end()):
            return None
        return match.group()

    def _district(self, text: str, at: int, boundary: bool, after_city: bool) -> str | None:
        name = self._known(text, at, lambda c: not c.endswith("00"))
        if name:
            return name if after_city or name not in NEEDS_CITY else None
        if not boundary:
            return None
        match = DISTRICT.match(text, at)
        if not match or match.group() in self.town_names:
            return None
        if self._shapes.no_district.fullmatch(match.group()) and not (GEOGRAPHIC.fullmatch(match.group()) and SURELY.match(text, match.end())):
            return None
        if match.group().endswith("市") and not after_city:
            return None
        longer = text[at:match.end() + 2]
        if longer.endswith(("管委", "管理")):
            return None
        return match.group()

    def _town(self, text: str, at: int, boundary: bool, district: str | None) -> str | None:
        for size in self._town_lengths.get(text[at:at + 2], ()):
            name = text[at:at + size]
            if name in self.town_names and (boundary or len(name) > 3) and not text.startswith("街道", at + len(name)):
                return name
        if not boundary:
            return None
        match = TOWN.match(text, at) or PARK.match(text, at)
        if not match or self._shapes.no_town.fullmatch(match.group()):
            return None
        return match.group()

    def _code(self, province: str | None, city: str | None, district: str | None) -> str | None:
        lowest = district or city or province
        codes = self.codes.get(lowest or "", ())
        if province:
            codes = tuple(c for c in codes if self.names.get(c[:2] + "0000") == province)
        if city and district:
            codes = tuple(c for c in codes if self.names.get(c[:4] + "00") == city)
        return codes[0] if len(codes) == 1 and codes[0] else None


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of the names that begin with the same two characters, by these, the longest first."""
    found: dict[str, set[int]] = {}
    for name in names:
        if len(name) > 1:
            found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in found.items()}
