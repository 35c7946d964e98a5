"""Words of a question for things of which no document says anything: 冠军, 周六, 态度."""

from __future__ import annotations

import re

from queries.ask.content import tagged
from queries.ask.patterns import Patterns
from queries.ask.typos import heard_in, slip_in

_ASKS = re.compile(r"谁|哪|什么|多少|几|何|吗|是否|有没有|是不是|啥|咋|如何|怎|多久|多长")
_CUT = re.compile(r"[,:;。!?]|——|--")
_THING = ("n", "t")
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
            if len(word) < 2 or not (flag[0] in _THING or (acts and flag == "v")) or flag in _NAME:
                continue
            if word in patterns.talk or word in patterns.generic or any(said in around or word in said for said in patterns.thesaurus):
                continue
            if any(around[i : i + 2] in printed for i in range(len(around) - 1)) or heard_in(word, printed) or slip_in(word, printed):
                continue
            return word
    return ""
