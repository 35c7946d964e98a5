"""Collectives: 各街镇, 区政府各部门, 教育、卫生健康等主管部门 …: what they are called and whom they reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.names.bodies import KINDS, Terms, UnitName
from graph.names.datafile import Row
from graph.names.rosters import Listed, Roster
from graph.remarks import reason, reason_fields

COLLECTIVE_KEYS = ("pattern", "name", "members", "complement", "possible", "fields", "without")
LEVEL = (r"(?:(?:全|本)?(?:区|县|市|镇|乡|旗|州|省|街道)(?:政府|级|直|属|域|内|管|委、区政府|委)?|区政府及|区人民政府|县人民政府|市人民政府|机关|全|本级|辖区|辖区内|本辖区)?")
# A mention that holds none of these is no collective: spares the patterns for most texts.
MARKER = re.compile(r"各|有关|相关|等|其[他它余]|部门|单位|所有|全体|涉及|街镇|镇街|乡镇|街道|园区|开发区|企业|科室|机关|机构|村|居|社区|主体|政府|处室|股室|属|功能区|产业园|条线")
# 区水务局等相关部门 is a body and a collective, not one collective.
NAMED_BEFORE = re.compile(r"(?:局|委|办|办公室|中心|街镇|街道|镇|部门|单位|支队|公司)(?:、|和|与|及|等)(?!单位（|部门（)")
FIELDS_TAIL = re.compile(r"等?(?:重点)?(?:领域|行业|系统|条线|方面|业务)?等?(?:各|区|市|县|政府)?(?:主管|行业|业务|行政|管理|监管|职能|相关|有关|执法|责任|综合)*"
                         r"(?:部门|行政机关|委办局|公共企事业单位|公用企事业单位|企事业单位|公共企业|公用企业|企业|单位|机关|机构)$")
NO_FIELD = re.compile(r"[与和向由对给在把将及的了]|配合|完成|转发|指导|督促|组织|协调|听取|邀请|通知|要求|鼓励|支持|引导|加大|提高|深化|推进|加强|参加|压实|健全|上级|市级|区级|政府|公开|会同|主动|办公室|单位|部门|[局委办]")
TOWN_KINDS = frozenset({"street", "town", "park"})
ROSTER = "名册："  # how the ground of a membership that a roster confirms begins
SENTENCE = re.compile(r"[。；：！？“”《》]|加强|推进|落实|做好|开展|完善|强化|提升|通过|按照|结合|围绕|[了把将使]")


@dataclass(frozen=True, slots=True)
class Collective:
    """What a mention of several bodies means.

    `name` is canonical, `kinds` are kinds of members (of schema.yaml, or village), `functions` the fields that the words
    name, `complement`: those whom nobody else covers (其他部门), `possible`: the words leave open who is meant. `wider`: for
    each of the functions that is part of a greater one the pair of both (就业 of 人力资源社会保障); `without`: bodies with
    no other functions than these are no members.
    """

    name: str
    kinds: tuple[str, ...]
    functions: tuple[str, ...]
    complement: bool
    possible: bool
    rule: str
    wider: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """One unit of a collective: its id, its name, whether it is certain, and why we think so."""

    unit: str
    name: str
    certain: bool
    basis: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    name: str
    kinds: tuple[str, ...]
    complement: bool
    possible: bool | re.Pattern[str]
    fields: bool
    without: tuple[str, ...]


class Collectives:
    """The patterns of collectives.yaml, in order, the user's first."""

    def __init__(self, rows: Iterable[Row], terms: Terms) -> None:
        self._patterns = tuple(_pattern(row) for row in rows)
        self._terms = terms
        self.find = lru_cache(maxsize=65536)(self._find)

    def _find(self, mention: str) -> Collective | None:
        """The collective that the whole of `mention` names, None if it names none."""
        if len(mention) > 40 or not MARKER.search(mention) or SENTENCE.search(mention):
            return None
        for pattern in self._patterns:
            if pattern.regex.fullmatch(mention):
                found = self._read(pattern, mention)
                if found:
                    return found
        return None

    def _read(self, pattern: _Pattern, mention: str) -> Collective | None:
        functions: tuple[str, ...] = ()
        if pattern.fields:
            if NAMED_BEFORE.search(mention):
                return None
            functions = self._terms.fields(mention)
            if not self._fields_fit(mention):
                return None
        name = mention[1:] if mention.startswith(("等相关", "等有关", "等各")) else mention
        if pattern.name.startswith("+"):
            level = re.match(r"(?:全|本)?([区县市州旗镇乡])", mention)
            name = (level.group(1) if level else "") + pattern.name[1:]
        elif pattern.name:
            name = pattern.name
        possible = pattern.possible if isinstance(pattern.possible, bool) else bool(pattern.possible.search(mention))
        return Collective(name, pattern.kinds, functions, pattern.complement, possible, "collective:" + (pattern.name or "printed"),
                          self._terms.wider(functions), pattern.without)

    def _fields_fit(self, mention: str) -> bool:
        """Whether what stands before 主管部门, 等部门 … is a list of fields of work and not a piece of a sentence."""
        head = FIELDS_TAIL.sub("", mention)
        pieces = re.split(r"[、，]|和|与|及", head)
        known = [bool(self._terms.composed(p)) for p in pieces]
        if mention.endswith("企业") and not mention.endswith("公共企业") and not all(known):
            return False
        if head == mention or not all(k or (2 <= len(p) <= 6 and not NO_FIELD.search(p)) for k, p in zip(known, pieces, strict=True)):
            return False
        return any(known) or bool(re.search(r"领域|等|相关|有关|主管|职能", mention))


def _pattern(row: Row) -> _Pattern:
    text = row.text("pattern").replace("{level}", LEVEL)
    try:
        regex = re.compile(text)
    except re.error as err:
        raise row.error(f"pattern 不是正确的正则表达式：{err}", "检查括号") from err
    for kind in row.many("members"):
        if kind not in (*KINDS, "village"):
            raise row.error(f"members 里没有“{kind}”这一类", "可以用 " + "、".join((*KINDS, "village")))
    said = row.text("possible", "false")
    possible: bool | re.Pattern[str] = said == "true"
    if said not in ("true", "false"):
        possible = re.compile(said)
    return _Pattern(regex, row.text("name"), row.many("members"), row.choice("complement", ("true", "false"), "false") == "true",
                    possible, row.choice("fields", ("true", "false"), "false") == "true", row.many("without"))


def columns_of(collective: Collective, kind: str) -> tuple[str, ...]:
    """The columns of a roster that say whether a unit of this kind is a member, the most particular first."""
    own = (collective.name,)
    kinds = frozenset(collective.kinds)
    if kinds and kinds <= TOWN_KINDS:
        if kind == "park":
            # 各街镇 reaches a park that stands beside the towns, where the list of towns says so.
            return (*own, "园区") if "park" in kinds else (*own, "各街镇") if kinds == {"street", "town"} else own
        return (*own, "各街镇") if kind in kinds else own
    if kinds != {"department"} or collective.functions or kind in TOWN_KINDS:
        return own
    return (*own, "执法部门") if "执法" in collective.name else (*own, "各部门")


def listed_units(collective: Collective, roster: Roster, *, district: str, year: int = 0) -> tuple[str, ...]:
    """Canonical names that a roster of the district lists for a collective with yes or unsure, each once, in file order."""
    columns = dict.fromkeys(column for kind in (*collective.kinds, "park") for column in columns_of(collective, kind))
    return roster.units(tuple(columns), district=district, year=year)


def members(collective: Collective, units: Mapping[str, UnitName], roster: Roster, *, district: str = "", year: int = 0,
            covered: frozenset[str] = frozenset()) -> tuple[Membership, ...]:
    """Which of `units` (by id) belong to a collective, in the order of `units`; those that cannot belong are left out.

    The roster of the district and year decides first, then the function (departments) or the list of towns; whatever else
    fits by kind is possible. `covered` are ids that the item names elsewhere: a complement (其他部门) leaves them out.
    Year 0 means any.
    """
    out: list[Membership] = []
    for unit, known in units.items():
        if known.group or (collective.complement and unit in covered):
            continue
        if known.name.endswith("乡") and collective.name == "各镇":
            continue
        listed = roster.answer(columns_of(collective, known.kind), known.name, district=district, year=year)
        if listed is not None:
            if listed.answer != "no":
                certain = listed.answer == "yes" and not collective.possible
                out.append(Membership(unit, known.name, certain, _roster_basis(listed, year)))
            continue
        found = _judge(collective, known)
        if found:
            out.append(Membership(unit, known.name, *found))
    return tuple(out)


def carried_from(basis: str) -> int | None:
    """The year of the roster behind the ground of a membership, where it is that of an earlier year carried on; None else."""
    fields = reason_fields("member_carried", basis)
    return int(fields["year"]) if fields else None


def _roster_basis(listed: Listed, year: int) -> str:
    carried = listed.year and listed.year != year
    return reason("member_carried" if carried else "member_roster", source=listed.source, year=listed.year)


def _judge(collective: Collective, unit: UnitName) -> tuple[bool, str] | None:
    """Why a unit that no roster lists is a member, which is then never certain; None if it is no member."""
    if collective.functions:
        greater = dict(collective.wider)
        shared = [f for f in collective.functions if f in unit.functions or greater.get(f) in unit.functions]
        fits = unit.kind in collective.kinds or ("department" in collective.kinds and unit.kind in ("party", "office"))
        return (False, reason("member_field", fields="、".join(shared))) if shared and fits else None
    if unit.kind not in collective.kinds or unit.nature == "政府":  # the government itself is none of its departments
        return None
    if unit.functions and set(unit.functions) <= set(collective.without):
        return None
    if collective.possible or collective.complement or unit.kind != "department":
        return False, reason("member_kind", collective=collective.name)
    if unit.departments == "no":
        return None
    # 政府工作部门 tells that a body is one of 各部门, not that it is one of 各行政执法部门.
    if unit.departments == "yes" and unit.known and not unit.parent and "各部门" in columns_of(collective, unit.kind):
        return False, reason("member_nature", nature=unit.nature, collective=collective.name)
    return False, reason("member_kind", collective=collective.name)
