"""Questions for what such documents do not hold: things of which none says anything (冠军, 周六), and kinds of answers that none has
(哪家医院, 哪位副区长, 多少家企业)."""

from __future__ import annotations

import re

from queries.ask.content import tagged
from queries.ask.patterns import Patterns
from queries.ask.typos import heard_in, slip_in

_WHICH = re.compile(r"(哪|什么|啥|何种|多少|(?<![第这那好])几)(?:一|几|些|两)?+(?:个|家|位|种|类|项|条(?!目)|件|份|座|所|名|批|只|款|处|门|支|间|幢|栋)?+的?+(?![区镇局委办项条月天年日号次部科里])(?=[\u4e00-\u9fff]{2})")
_ASKS = re.compile(r"谁|哪|什么|多少|几|何|吗|是否|有没有|是不是|啥|咋|如何|怎|多久|多长")
_CUT = re.compile(r"[,:;。!?]|——|--")
_THING = ("n", "t")
_KIND = re.compile(r"[型级式]$")  # ends of words that tell what kind of thing it is (大型), which a segmenter calls b
_ENDS = ("单位", "部门", "机关", "任务", "事项", "主题", "领域", "局", "委", "办", "处", "科", "区", "镇", "街道", "园区")
_NAME = ("nr", "ns", "nrt", "nrfg")  # a segmenter takes slips of the pen for names


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
