"""From a printed name to the body it means: level, place, two plates, towns, inner organs, and what the name tells of itself."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.names.bodies import Body, BodyIndex, Terms, UnitName, kind_of
from graph.names.collectives import Collective, Collectives
from graph.names.places import Places
from graph.names.shapes import Shapes

LEVELS = ("区", "县", "市", "旗", "省", "州", "盟", "镇", "乡", "街道")
TOWN_LEVELS = ("镇", "乡", "街道")
INVISIBLE = re.compile(r"[\s\u200b\u200c\u200d\u00ad\ufeff]+")
BRACKETS = str.maketrans({"(": "（", ")": "）"})
PLATES = re.compile(r"([^（）]{2,})（(?:挂|加挂)?([^（）]{2,}?)(?:牌子?)?）([^（）]*)")
TOWN_TAIL = re.compile(r"(?<=[镇乡])(?:人民政府|政府)|(?<=街道)(?:办事处|办)|(?<=.[区园城])(?:管委会|管理委员会)|(?<=苏木)(?:人民政府|政府)")
TOWN_SHAPE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:镇|乡|街道|苏木)")
PARK_SHAPE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:工业区|工业园区?|开发区|高新区|高新园|产业园区?|科技园区?|度假区|旅游区|保税区|园区|商务区|功能区|集聚区|新区|新城)")
TOWN_ITSELF = frozenset(("镇政府", "镇人民政府", "乡政府", "乡人民政府", "街道办事处", "街道办", "街道", "本镇", "本街道", "本乡", "镇党委、镇政府"))
PLURAL_TOWN = {"镇政府": "各镇", "镇人民政府": "各镇", "乡政府": "各乡", "乡人民政府": "各乡", "乡镇政府": "各乡镇", "乡镇人民政府": "各乡镇"}
NO_BODY_ALONE = frozenset(("委", "政府", "人民政府"))
INNER = re.compile(r"[\u4e00-\u9fff]{0,12}(?:科|处|股|室|办公室|办|中心|大队|支队|中队|所|站|队|组|院|馆|团委|工会|党委|分局)")
OFFICE_TAIL = re.compile(r"(?:办公室|委员会|局|委|办|厅|科|股|室|处|中心|所|站|大队|支队|队)$")
REWRITES = ((re.compile(r"中共(.+)"), r"\1"), (re.compile(r"国家税务总局(.+税务局)"), r"\1"), (re.compile(r"共青团(.+?[区县市旗])?委(?:员会)?"), r"\1团委"),
            (re.compile(r"政协(.+?[区县市旗])委员会(.*)"), r"\1政协\2"), (re.compile(r"(.*[区县市旗])委员会(.+)"), r"\1委\2"),
            (re.compile(r"团(.{2,8}[区县市旗州])委"), r"\1团委"),
            (re.compile(r"([区县市旗])委、?\1(?:人民)?政府(.+)"), r"\1\2"), (re.compile(r"国网(?:.{2,3}电力)?(.*供电公司)"), r"\1"))


def clean(mention: str) -> str:
    """Without white space and invisible characters, brackets full-width."""
    return INVISIBLE.sub("", mention).translate(BRACKETS)


class Resolver:
    """Finds the body that a name means; see `Gazetteer.resolve`."""

    def __init__(self, bodies: BodyIndex, terms: Terms, places: Places, collectives: Collectives,
                 shapes: Shapes) -> None:
        self._bodies = bodies
        self._terms = terms
        self._places = places
        self._collectives = collectives
        self._shapes = shapes
        self._usual = frozenset(f for b in bodies.canonical.values() if b.departments == "yes" for f in b.functions)

    def resolve(self, mention: str, district: str | None, town: str | None) -> UnitName:
        """The body that `mention` means in a document of `district` and `town`."""
        text = clean(mention)
        unit = self._find(text, district, town)
        if unit is None:
            unit = self._unknown(text, district, town)
        if text != unit.name and text not in unit.aliases:
            unit = replace(unit, aliases=(*unit.aliases, text))
        return unit

    def names_body(self, text: str) -> bool:
        """Whether the whole text is a name that we know, with or without its level."""
        if text in self._places.town_names or text in self._bodies.written:
            return True
        level, stem = split_level(text)
        if level and self._bodies.find(stem, True):
            return True
        return text not in self._shapes.not_alone and self._bodies.find(text, True) is not None

    def level_of(self, district: str | None) -> str | None:
        """The word that stands for a district in its bodies' names: 宝山区 -> 区, 义乌市 -> 市; None without district."""
        if not district:
            return None
        for ending, level in (("自治州", "州"), ("地区", "地区"), ("新区", "区"), ("林区", "区"), ("特区", "区"), ("自治旗", "旗"), ("省", "省")):
            if district.endswith(ending):
                return level
        return district[-1] if district[-1] in "区县市旗州盟" else "区"

    def _find(self, text: str, district: str | None, town: str | None) -> UnitName | None:
        if self._places.town(text, district):
            return self._town(text, district)
        if town:
            inside = self._inside_town(text, town)
            if inside:
                return inside
        elif text in PLURAL_TOWN:  # 各街道办事处、镇政府: in a district's document these are all of them
            return _collective(Collective(PLURAL_TOWN[text], ("town",), (), False, False, "collective:town"), text)
        direct = self._direct(text, district, town)
        if direct:
            return direct
        plates = PLATES.fullmatch(text)
        group = self._collectives.find(text)
        if plates and not group:
            both = self._two_plates(plates, district, town)
            if both:
                return both
        if group:
            return _collective(group, text)
        for pattern, replacement in REWRITES:
            if pattern.fullmatch(text):
                again = self._find(pattern.sub(replacement, text), district, town)
                if again:
                    return replace(again, rule="rewritten")
        return self._placed(text, district, town) or self._town(text, district) or self._inner(text, district, town)

    def _direct(self, text: str, district: str | None, town: str | None) -> UnitName | None:
        """A known body, with its level or, in a district's document, without it."""
        below = not district or not (district.endswith(("省", "自治区", "州", "盟")) or self._is_city(district))
        if text in self._bodies.written:
            written, inside = self._bodies.written[text]
            return self._known(written, inside, text, district, "exact", 1.0)
        level, stem = split_level(text)
        whole = self._bodies.find(text, below)
        if whole and text not in NO_BODY_ALONE:
            return self._bare(whole, text, district, town)
        if level:
            low = level in ("区", "县", "旗") or (level == "市" and below and (district or "").endswith("市"))
            body = self._bodies.find(stem, low)
            if body and level in TOWN_LEVELS:  # 镇纪委 is no 镇纪委监委: a town's own bodies stay as printed
                known = self._known(body, level, text, None, "town-office", 0.9)
                return replace(known, name=text, full_name=text, aliases=(), parent=town)
            if body:
                exact = stem == body.name
                return self._known(body, level, text, district, "exact" if exact else "alias", 1.0 if exact else 0.97)
        return None

    def _bare(self, body: Body, text: str, district: str | None, town: str | None) -> UnitName:
        """A known body printed without level: the level of a district's document is added, in a town it stays as printed."""
        if body.nature == "内设机构" or body.kind == "enterprise":
            known = self._known(body, "", text, district, "exact" if text == body.name else "alias", 0.95)
            return replace(known, parent=town) if body.kind != "enterprise" else known
        if town:
            return replace(self._known(body, "", text, None, "town-office", 0.9), name=text, full_name=text, aliases=(), parent=town)
        level = self.level_of(district) or ""
        return self._known(body, level, text, district, "level-added" if level else "alias", 0.93)

    def _known(self, body: Body, level: str, text: str, district: str | None, rule: str, score: float) -> UnitName:
        below = level in ("区", "县", "旗", "") or level == self.level_of(district)
        name = body.with_level(level)
        aliases = tuple(level + n for n in body.names(below) if level + n != name)
        return UnitName(name, self._full(body, level, district), body.kind, body.functions, aliases, False, False, True, rule, None,
                        score, body.nature, body.departments)

    def _full(self, body: Body, level: str, district: str | None) -> str:
        place = level
        if district and level == self.level_of(district):
            place = self._places.full(district)
        elif district and level in ("市", "省"):
            above = self._places.full(district).removesuffix(district)
            place = above if above.endswith(level) else level
        return body.full.replace("{place}", place) if "{place}" in body.full else place + body.full

    def _is_city(self, district: str) -> bool:
        return any(c.endswith("00") for c in self._places.codes.get(district, ()))

    def _two_plates(self, match: re.Match[str], district: str | None, town: str | None) -> UnitName | None:
        """区行政服务中心（区大数据中心）: the first name, the second as alias; None if the brackets hold no body."""
        first, second, rest = match.groups()
        if not (self.names_body(second) or self._shapes.fits(second) or self._find(second, district, town)):
            return None
        unit = self.resolve(first + rest, district, town)
        other = self.resolve(second, district, town)
        extra = tuple(n for n in (other.name, second) if n not in unit.aliases and n != unit.name)
        return replace(unit, aliases=tuple(dict.fromkeys((*unit.aliases, *extra))), rule="two-plates",
                       functions=tuple(dict.fromkeys((*unit.functions, *other.functions))))

    def _placed(self, text: str, district: str | None, town: str | None) -> UnitName | None:
        """A name with its place in front: 上海市宝山区教育局, 宝山公安分局, 杨浦区教育局 (another district keeps its name)."""
        rest = self._own_rest(text, district)
        level = self.level_of(district) or ""
        branch = self._branch(text, district)
        if branch:
            return self._known(branch, level, text, district, "branch", 0.95)
        if rest is not None:
            found = self._bodies.find(rest, True)
            if found:
                return self._known(found, level, text, district, "place-stripped", 0.98)
            again = self._find(rest, district, town) if len(rest) > 1 else None
            return replace(again, rule="place-stripped") if again else None
        read = self._places.read(text, 0)
        if not read or not text[read[1]:]:
            return None if not read or read[0].town is None else self._town(read[0].town, district)
        place, end = read
        rest = text[end:]
        if place.town:
            return self._town(place.town + rest, district) or self._inner(place.town + rest, district, town)
        lowest = place.district or place.city or place.province or ""
        body = self._bodies.find(rest, place.district is not None)
        if not body:
            return None
        above = self._places.full(district).removesuffix(district) if district else ""
        if not place.district and lowest and (place.province or "") + (place.city or "") in above:
            return self._known(body, lowest[-1] if lowest[-1] in "市省州盟" else lowest, text, district, "place-stripped", 0.95)
        return replace(self._known(body, lowest, text, None, "other-place", 0.95), full_name=text[:end] + body.full.split("}")[-1])

    def _branch(self, text: str, district: str | None) -> Body | None:
        """The district's branch of a bureau of the city: 市生态环境局平邑县分局, 公安宝山分局, 国家统计局宝山调查队."""
        if not district:
            return None
        for own in (district, district[:-1]):
            around = text.replace(own, "", 1)
            if len(own) > 1 and 1 < text.find(own) < len(text) - 2 and self._bodies.find(around, True):
                return self._bodies.find(around, True)
            head = text.removesuffix(own + "分局")
            if head == text or not head.endswith("局"):
                continue
            stems = [head[:-1][i:] for i in range(len(head) - 1) if i == 0 or head[i - 1] in "省市"]
            found = next((b for b in (self._bodies.find(s + "分局", True) for s in stems) if b), None)
            if found:
                return found
        return None

    def _own_rest(self, text: str, district: str | None) -> str | None:
        """What follows the document's own district at the start of a name, None if the name does not start with it."""
        if not district:
            return None
        at = text.find(district)
        if at == 0 or (at > 1 and text[at - 1] in "省市区州盟"):
            return text[at + len(district):]
        stem = district[:-1]
        if len(stem) > 1 and text.startswith(stem):
            rest = text[len(stem):]
            return rest if self._bodies.find(rest, True) and rest not in self._shapes.not_alone else None
        return None

    def _town(self, text: str, district: str | None) -> UnitName | None:
        """A street, town or park with or without 人民政府, 办事处, 管委会."""
        name = TOWN_TAIL.sub("", text) if TOWN_TAIL.search(text) else text
        if TOWN_TAIL.sub("", text) != name or (name != text and not TOWN_TAIL.fullmatch(text, len(name))):
            return None
        town = self._places.town(name, district) or self._places.town(text, district)
        place = self._places.full(district) if district else ""
        if town:
            return UnitName(town.name, place + _town_full(town.name, town.kind), town.kind, (), town.aliases, False, False, True, "town",
                            None, 1.0, "街镇", "no")
        kind = kind_of(name)
        if kind in ("street", "town") and TOWN_SHAPE.fullmatch(name) and not self._shapes.no_town.fullmatch(name) and self._shapes.fits(name):
            return UnitName(name, place + _town_full(name, kind), kind, (), (), False, False, False, "town-shape", None, 0.8, "街镇", "no")
        if PARK_SHAPE.fullmatch(name) and not self._collectives.find(name):
            return UnitName(name, name, "park", (), (), False, False, False, "park-shape", None, 0.7, "派出机构", "no")
        return None

    def _inside_town(self, text: str, town: str) -> UnitName | None:
        """The town itself, or an office of it with 镇 or the town's name in front."""
        if text in TOWN_ITSELF or text == town:
            return self._town(town, None)
        for prefix in (town, *TOWN_LEVELS):
            rest = text.removeprefix(prefix)
            if rest != text and OFFICE_TAIL.search(rest) and len(rest) > 2 and prefix + rest not in TOWN_ITSELF \
                    and not self._bodies.find(text, True) and not self._collectives.find(text):
                body = self._bodies.find(rest, True)
                if body:
                    name = body.name if body.nature == "内设机构" else rest
                    return replace(self._known(body, "", text, None, "town-office", 0.9), name=name, full_name=name, aliases=(), parent=town)
                return replace(self._unknown(rest, None, town), rule="town-office", score=0.9)
        return None

    def _inner(self, text: str, district: str | None, town: str | None) -> UnitName | None:
        """An organ of a known body (区教育局办公室, 马陆镇党政办): its name with the canonical body in front."""
        for cut in range(len(text) - 2, 2, -1):
            tail = text[cut:]
            if not INNER.fullmatch(tail):
                continue
            head = text[:cut]
            too_broad = len(head) < 4 and head.endswith(("委", "政府"))
            if too_broad or not (self.names_body(head) or head in self._places.town_names):
                continue
            parent = self._find(head, district, town)
            if parent and not parent.group:
                kind = kind_of(tail)
                return UnitName(parent.name + tail, parent.full_name + tail, kind if kind in ("office", "center") else "office",
                                parent.functions, (), False, False, True, "inner-organ", parent.name, 0.9, "内设机构", "no")
        return None

    def _unknown(self, text: str, district: str | None, town: str | None) -> UnitName:
        """A name that we do not know: as printed, with the kind and the functions that its words tell."""
        level, stem = split_level(text)
        tail = OFFICE_TAIL.search(stem if level else text)
        functions = self._terms.composed((stem if level else text)[:tail.start()]) if tail else ()
        kind = kind_of(text)
        if functions and tail and tail.group() in ("局", "委", "委员会", "厅"):
            name = text if level or town else (self.level_of(district) or "") + text
            usual = "yes" if set(functions) <= self._usual else "unsure"
            return UnitName(name, name, "department", functions, (), False, False, True, "composed", None, 0.85, "政府工作部门", usual)
        if level and stem.startswith("委") and len(stem) > 1 and kind in ("office", "department"):
            kind = "party"
        known = bool(town and functions and self._shapes.fits(text))
        rule = "town-office" if known else "unknown"
        return UnitName(text, text, kind, functions, (), False, False, known, rule, town, 0.5 if self._shapes.fits(text) else 0.3)


def split_level(text: str) -> tuple[str, str]:
    """The level word in front of a name and the rest; ("", text) if there is none. 本区 and 新区 count as 区."""
    for prefix, level in (("本区", "区"), ("新区", "区"), ("本县", "县"), ("本市", "市"), ("我区", "区"), ("我县", "县"), ("我市", "市"), ("街道", "街道")):
        if text.startswith(prefix) and len(text) > len(prefix):
            return level, text[len(prefix):]
    if len(text) > 1 and text[0] in "区县市旗省州盟镇乡":
        return text[0], text[1:]
    return "", text


def _town_full(name: str, kind: str) -> str:
    return name + {"street": "办事处", "town": "人民政府"}.get(kind, "")


def _collective(group: Collective, text: str) -> UnitName:
    return UnitName(group.name, group.name, "collective", group.functions, (), True, group.possible, True, group.rule, None, 1.0)
