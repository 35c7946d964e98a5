"""Which documents of two years are of the same sort, so that one can be held against the other: told from their titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_FORM = re.compile(r"(?:(?:重点|主要)?(?:工作)?(?:任务|责任)?(?:要点|计划|方案|安排|分解表|分工表|清单|台账|意见|通知)|分工|实施|行动|工作|任务|责任|重点|主要|年度|全年|附件|[（(].*?[）)]|关于|印发|的|《|》)+")


def topic(title: str, places: Sequence[str]) -> str:
    """What a title is about, without year, place and form: 2025年云川区政务公开工作要点 -> 政务公开. "" where nothing is left."""
    text = _YEAR.sub("", re.sub(r"\s+", "", title))
    for place in sorted(filter(None, places), key=len, reverse=True):
        text = text.replace(place, "")
    return _FORM.sub("", text).strip("市区县")


def counterparts(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[list[str], list[str]]]:
    """Groups of documents (id -> topic) of two years that are about the same, in the order of the later ones; what is about
    something else is in none. A topic that says nothing, or holds the other one, is the same."""
    groups: list[tuple[list[str], list[str]]] = []
    for document, about in after.items():
        olds = [old for old, other in before.items() if _same(about, other)]
        if not olds:
            continue
        meeting = [group for group in groups if set(group[0]) & set(olds)]
        groups = [group for group in groups if group not in meeting]
        joined = [old for group in meeting for old in group[0]]
        news = [new for group in meeting for new in group[1]]
        groups.append(([*joined, *(old for old in olds if old not in joined)], [*news, document]))
    return groups


def _same(first: str, second: str) -> bool:
    return first in second or second in first
