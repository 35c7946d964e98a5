"""Questions for what such documents do not tell: what none of their kind does (who attended), things of which none that was read says
anything (冠军, 周六), and sorts of answers that none has (哪家医院, 哪位副区长, 多少家企业)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from queries.ask.asked import Asked
from queries.ask.content import tagged
from queries.ask.likeness import heard_in, slip_in
from queries.ask.patterns import Patterns
from queries.ask.reply import Reply
from queries.ask.several import subjects
from queries.ask.targets import stated

T = TypeVar("T", str, list[str])
VAGUE = re.compile(r"^.{0,4}(相关|有关|其他).{1,8}$")
MEMBERS = re.compile(r"(<[UQ]>|单位|部门|街镇)[,]?(里|中|里面)?(没(有)?(点|列|写|提)(到|明|出)?(名|名字)?的)?(具体|到底|究竟|分别|又|都|里|中)*(是)?(指|指的是|指的|包括|包含|含|指代|是)(了)?(哪|谁|什么|几)")
WHO_IS_IN = re.compile(r"<U>[,]?(具体|到底|究竟|分别|又|都|里|中)*(是)?(指|包括|包含|含|指代|有)(的|了|着)?(是)?(哪|谁|什么|几)(些|几)?(个|家)?(单位|部门|镇|街道|局|街镇|委办局|$)")
WHO_THEY_ARE = re.compile(r"<U>[,]?(具体|到底|究竟|分别|又|都)*是(哪|谁|什么|几)(几|些)?(家|个)?(单位|部门)?$")
IS_IN = re.compile(r"(算不算|属不属于|是不是属于|是否属于|包不包括|在不在|算(是|作|在)).{0,6}(里面?|其中|在内|之内|之列|一员|$)")

_WHICH = re.compile(r"(哪|什么|啥|何种|多少|(?<![第这那好])几)(?:一|几|些|两)?+(?:个|家|位|种|类|项|条(?!目)|件|份|座|所|名|批|只|款|处|门|支|间|幢|栋)?+的?+(?![区镇局委办项条月天年日号次部科里])(?=[\u4e00-\u9fff]{2})")
_ASKS = re.compile(r"谁|哪|什么|多少|几|何|吗|是否|有没有|是不是|啥|咋|如何|怎|多久|多长")
_CUT = re.compile(r"[,:;。!?]|——|--")
_THING = ("n", "t")
_KIND = re.compile(r"[型级式]$")  # ends of words that tell what kind of thing it is (大型), which a segmenter calls b
_ENDS = ("单位", "部门", "机关", "任务", "事项", "主题", "领域", "局", "委", "办", "处", "科", "区", "镇", "街道", "园区")
_NAME = ("nr", "ns", "nrt", "nrfg")  # a segmenter takes slips of the pen for names


def never_told(asked: Asked) -> Asked | Reply:
    """Not for what documents of this kind never tell."""
    rule = next((rule for rule in asked.patterns.unsaid if rule.fits(asked.masked)), None)
    if rule:
        return asked.unknown(f"unsaid_{rule.name}")
    units = asked.linked.units
    groups = [unit.words for unit in units if unit.collective]
    vague = any(map(VAGUE.search, (*groups, *asked.linked.quotes))) and MEMBERS.search(asked.masked)
    if vague or (groups and (WHO_IS_IN.search(asked.masked) or WHO_THEY_ARE.search(asked.masked) or (len(units) > 1 and IS_IN.search(asked.masked)))):
        return asked.unknown("unsaid_members")  # 相关街镇具体是哪几个
    return asked


def stands_in_none(asked: Asked) -> Asked | Reply:
    """Not with a thing in the clause that asks of which no document read in says anything: it is about something else."""
    kind, pieces = asked.kind, asked.topic.pieces
    if not kind.any_sort and (words := asked_for(asked.masked, asked.patterns)):
        counted = stated(asked, things=True) if kind.counts and asked.topic else None
        return counted or asked.unknown("unsaid_kind", words=words)
    if not pieces or (kind.subjects and subjects(asked)):
        return asked  # each of several is looked for by itself
    word = unprinted(asked, lambda text: alien(pieces, asked.masked, text, asked.patterns, acts=kind.acts))
    return asked.unknown("no_topic", places=asked.place_names(), words=word) if word else asked


def unprinted(asked: Asked, missing: Callable[[str], T]) -> T:
    """What no document has, where `missing` tells what a text lacks: the more text, the less. The documents that the question is about
    come first; all the others are read only for what is not there. Nothing is said to be missing where they are too many to be read."""
    names = tuple(unit["name"] for unit in asked.known.units)
    near = missing(asked.facts.printed(names))
    if not near:
        return near
    everywhere = asked.facts.everywhere(asked.known.documents, names)
    return near[:0] if everywhere is None else missing(everywhere)


def alien(pieces: tuple[str, ...], masked: str, printed: str, patterns: Patterns, *, acts: bool) -> str:
    """The first word of the pieces that names a thing (with `acts` also an act) in the clause that asks, of which no two characters
    stand together in `printed`; empty where there is none. Words of talk, of the thesaurus, and slips of the pen are none."""
    clauses = [clause for clause in _CUT.split(masked) if _ASKS.search(clause)] or [masked]
    for piece in pieces:
        if not any(piece in clause for clause in clauses):
            continue
        at = 0
        for word, flag in tagged(piece):
            start, at = at, at + len(word)
            around = piece[max(0, start - 1) : at + 1]
            if len(word) < 2 or not _counts(word, flag, acts=acts) or flag in _NAME:
                continue
            if word in patterns.talk or word in patterns.generic or any(said in around or word in said for said in patterns.thesaurus):
                continue
            if any(around[i : i + 2] in printed for i in range(len(around) - 1)):
                continue
            if flag != "b" and (heard_in(word, printed) or slip_in(word, printed)):  # 大行 in 重大行政 is no 大型 heard wrongly
                continue
            return word
    return ""


def _counts(word: str, flag: str, *, acts: bool) -> bool:
    """Whether a word names a thing, its kind, or (with `acts`) an act."""
    return flag[0] in _THING or (flag == "b" and _KIND.search(word) is not None) or (acts and flag == "v")


def asked_for(masked: str, patterns: Patterns) -> str:
    """The noun right behind a question word that is no kind of answer which such documents give (哪几家医院); empty where there is none.

    What is counted in times (几次汇报) is no such noun.
    """
    for match in _WHICH.finditer(masked):
        word, flag = tagged(masked[match.end() : match.end() + 8].split("<")[0])[0]
        if len(word) < 2 or flag[0] != "n" or flag in _NAME:
            continue
        if word not in patterns.asked_for and word not in patterns.talk and not word.endswith(_ENDS):
            return word
    return ""
