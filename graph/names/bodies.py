"""Kinds of bodies as they recur in every district: names without their level, functions, nature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.names.datafile import Row

KINDS = ("department", "office", "street", "town", "park", "center", "enterprise", "party", "collective")
ANSWERS = ("yes", "no", "unsure")
BODY_KEYS = ("name", "full", "short", "like", "local", "functions", "kind", "nature", "in_government_departments",
             "written")
FUNCTIONS = {"bodies": BODY_KEYS, "terms": ("*",), "within": ("*",)}  # the sections of functions.yaml
LEVELS = ("区", "县", "市", "旗", "省", "州", "盟")
DEPARTMENTS_BY_NATURE = {"政府组成部门": "yes", "政府工作部门": "yes", "政府": "no", "党委部门": "no", "党委": "no", "群团": "no", "企业": "no"}
TAILS = re.compile(
    r"(?P<center>中心|所|站|馆|医院|学院|学校|小学|中学|大学|幼儿园|敬老院|养老院|党校|保健院|[支大总中]队|执法队|监督队|检测院|仲裁院|研究院|大厅)|(?P<enterprise>公司|集团|总社|银行|支行|电厂|水厂)"
    r"|(?P<office>办|办公室|科|室|股|处|专班|小组|指挥部|工作组)|(?P<party>委.{0,4}部|党委|党组|党工委|纪委|工委|联合会|协会|总会|商会|学会|基金会|促进会|团委|工会|妇联|残联)"
    r"|(?P<park>园区|开发区|工业区|高新区|度假区|旅游区|保税区|示范区|产业园|科技园|高新园|新城|商务区|功能区|集聚区|管委会|管理委员会)"
    r"|(?P<department>局|委|委员会|厅|署|院|政府)")


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body; `name` is short and without level, `full` may hold {place}; `departments` is yes | no | unsure."""

    name: str
    full: str
    short: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    kind: str = "department"
    nature: str = "政府工作部门"
    departments: str = "yes"
    written: str = ""

    def with_level(self, level: str) -> str:
        """The canonical name with a level: 区教育局, 团区委; without level the bare name."""
        return self.written.replace("{level}", level) if self.written and level else level + self.name

    def names(self, below_city: bool) -> tuple[str, ...]:
        """Every name without level, the canonical one first."""
        full = () if "{" in self.full else (self.full,)
        return tuple(dict.fromkeys((self.name, *full, *self.short, *(self.local if below_city else ()))))


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a printed name means.

    `name` is canonical with its level (区教育局); `aliases` are other names with their level, printed ones included;
    `possible`: a collective that leaves its members open; `known`: the gazetteer knows the body; `rule` and `score` (0..1)
    say how it was found; `parent` is the body it belongs to; `departments`: whether it is one of the departments of its
    government, yes | no | unsure.
    """

    name: str
    full_name: str
    kind: str
    functions: tuple[str, ...]
    aliases: tuple[str, ...]
    group: bool
    possible: bool
    known: bool
    rule: str
    parent: str | None
    score: float
    nature: str = ""
    departments: str = "unsure"


@dataclass(slots=True)
class BodyIndex:
    """Bodies by each of their names. `local` holds the names that only count below the city, `written` those with the level
    inside (团区委) and that level.
    """

    by_name: dict[str, Body] = field(default_factory=dict)
    local: dict[str, Body] = field(default_factory=dict)
    canonical: dict[str, Body] = field(default_factory=dict)
    written: dict[str, tuple[Body, str]] = field(default_factory=dict)
    longest: int = 0

    def find(self, stem: str, below_city: bool) -> Body | None:
        """The body that `stem` (no level) names, None if there is none."""
        if below_city and stem in self.local:
            return self.local[stem]
        return self.by_name.get(stem)


def kind_of(name: str) -> str:
    """The kind that the last words of a name tell; department when they tell nothing."""
    best = ""
    for match in TAILS.finditer(name):
        if match.end() == len(name):
            best = match.lastgroup or ""
    if name.endswith(("街道", "街道办事处", "街道办")):
        return "street"
    if name.endswith(("镇", "乡", "苏木", "镇人民政府", "镇政府", "乡人民政府", "乡政府")):
        return "town"
    return best or "department"


def build_index(shipped: Iterable[Row], own: Iterable[Row]) -> BodyIndex:
    """Index the shipped lines, then the user's: a line with a known name adds to it, the user's names win over ours.

    Raises DataFileError when one shipped name means two bodies, or a value is not allowed.
    """
    index = BodyIndex()
    for row in shipped:
        for body in _bodies(row):
            if body.name in index.canonical:
                raise row.error(f"“{body.name}”已经有了", "并入已有的一行")
            _enter(index, body, row, strict=True)
    for row in own:
        for body in _bodies(row):
            old = index.canonical.get(body.name)
            _enter(index, _joined(old, body, row) if old else body, row, strict=False)
    index.longest = max((len(n) for n in (*index.by_name, *index.local)), default=0)
    return index


def _enter(index: BodyIndex, body: Body, row: Row, strict: bool) -> None:
    index.canonical[body.name] = body
    for name in body.names(below_city=False):
        other = index.by_name.get(name)
        if strict and other and other.name != body.name:
            raise row.error(f"“{name}”既是“{other.name}”又是“{body.name}”", "一个名称只能指一个机构")
        index.by_name[name] = body
    for name in body.local:
        index.local[name] = body
    if body.written:
        index.written.update({body.with_level(level): (body, level) for level in LEVELS})


def _bodies(row: Row) -> list[Body]:
    name = row.text("name")
    if not name:
        raise row.error("没有 name", "每行都要写 name: 机构简称")
    kind = row.choice("kind", KINDS, "department")
    nature = row.text("nature", "政府工作部门")
    departments = row.choice("in_government_departments", ANSWERS, DEPARTMENTS_BY_NATURE.get(nature, "unsure"))
    first = Body(name, row.text("full") or name, row.many("short"), row.many("local"), row.many("functions"), kind, nature, departments,
                 row.text("written"))
    out = [first]
    for group in row.many("like"):
        own, *others = group.split("=")
        tail = kind_of(own)
        if kind == "department" and tail in ("center", "enterprise"):
            nat = "事业单位" if tail == "center" else "企业"
            out.append(replace(first, name=own, full=own, short=tuple(others), local=(), written="", kind=tail, nature=nat,
                               departments=DEPARTMENTS_BY_NATURE.get(nat, "unsure")))
        else:
            out.append(replace(first, name=own, full=own, short=tuple(others), local=(), written=""))
    return out


def _joined(old: Body, new: Body, row: Row) -> Body:
    """The old body with what the user's line adds; what the line does not say stays."""
    said = row.values
    return Body(
        old.name,
        new.full if "full" in said else old.full,
        tuple(dict.fromkeys((*old.short, *new.short))),
        tuple(dict.fromkeys((*old.local, *new.local))),
        new.functions if "functions" in said else old.functions,
        new.kind if "kind" in said else old.kind,
        new.nature if "nature" in said else old.nature,
        new.departments if {"nature", "in_government_departments"} & set(said) else old.departments,
        new.written or old.written,
    )


class Terms:
    """Words for functions; tells which functions a composite name or a list of fields speaks of, and which are part of others."""

    def __init__(self, rows: Iterable[Row], within: Iterable[Row] = ()) -> None:
        words: dict[str, str] = {}
        for row in rows:
            for word in row.many("values"):
                if word in words:
                    raise row.error(f"“{word}”已属于“{words[word]}”", "一个词只能属于一个职能")
                words[word] = row.text("key")
        self.words: Mapping[str, str] = words
        self._within: dict[str, str] = {}
        known = set(words.values())
        for row in within:
            for function in (row.text("key"), row.text("values")):
                if function not in known:
                    raise row.error(f"within 里的“{function}”不是职能", "写 terms 里有的职能")
            self._within[row.text("key")] = row.text("values")
        # Words of one character (教, 体, 科 …) only stand for a function inside short forms such as 教体局.
        longest_first = sorted(words, key=lambda w: (-len(w), w))
        self._token = re.compile("|".join((*map(re.escape, longest_first), "和|与|、|及|社区|管理|事务|服务|工作|监督|综合|发展|事业|保障")))
        self._field = re.compile("|".join(re.escape(w) for w in longest_first if len(w) > 1))

    def composed(self, stem: str) -> tuple[str, ...]:
        """Functions of a stem without its last word (局, 委 …) that consists of nothing but known words; () otherwise."""
        at, found = 0, []
        while at < len(stem):
            match = self._token.match(stem, at)
            if not match:
                return ()
            word = match.group()
            if word in self.words:
                found.append((word, self.words[word]))
            at = match.end()
        if any(len(w) == 1 for w, _ in found) and len(found) < 2:
            return ()
        return tuple(dict.fromkeys(f for _, f in found))

    def wider(self, functions: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """For each of the functions that is part of a greater one the pair of both, in the order given."""
        return tuple((one, self._within[one]) for one in functions if one in self._within)

    def fields(self, text: str) -> tuple[str, ...]:
        """Functions that words of two or more characters in `text` name, in the order printed."""
        return tuple(dict.fromkeys(self.words[m.group()] for m in self._field.finditer(text)))
