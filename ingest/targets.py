"""Required quantities: 不少于4次, 不低于60%, 5个工作日内, 至少听取一次."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.model import Target
from ingest.mapped import Mapped
from ingest.numerals import number

_N = r"(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)"
_UNIT = r"(?P<unit>%|个工作日|工作日|个百分点|次|场|个|件|篇|期|条|项|份|人次|人|家|天|小时|分钟|部|幅|套|类|批|轮|遍|名|户|处|年|月|周)"
_AT_LEAST = re.compile(rf"(?P<cmp>不少于|不低于|不得少于|不得低于|至少|达到|达|≥|>=|大于等于|(?<!不)(?<!不得)(?<!不能)(?:超过|大于)|确保)(?P<mid>[^，。；、\d]{{0,14}}?){_N}{_UNIT}(?P<above>以上)?")
_AT_MOST = re.compile(rf"(?P<cmp>不超过|不得超过|不多于|≤|<=|小于等于|控制在|少于|低于)(?P<mid>[^，。；、\d]{{0,6}}?){_N}{_UNIT}")
_ABOVE = re.compile(rf"(?<![\d.]){_N}{_UNIT}(?P<above>以上)(?!的)")
_WITHIN = re.compile(rf"{_N}(?P<unit>个工作日|工作日|天|日|小时|个月)(?:之内|以内|内)")
_PLAIN = re.compile(r"(?P<verb>听取|开展|举办|召开|轮训|组织|发布|公开|报送|更新|检查|培训)(?:[^，。；、]{0,14}?)(?P<n>[一两三四五六七八九十\d]+)(?P<unit>次|场|轮|遍|期)(?!以)")
_ANY = re.compile(r"[\d一二两三四五六七八九十百](?:(?<=\d)|次|场|轮|遍|期|个|件|篇|项|%)")
_PATTERNS = (  # each with what every match of it holds, which is found much sooner
    (_AT_LEAST, re.compile("少于|低于|至少|达|≥|>|大于|超过|确保")),
    (_AT_MOST, re.compile("不超过|不得超过|不多于|≤|<|小于等于|控制在|少于|低于")),
    (_WITHIN, re.compile("内")),
    (_ABOVE, re.compile("以上")),
    (_PLAIN, re.compile("听取|开展|举办|召开|轮训|组织|发布|公开|报送|更新|检查|培训")),
)
_PERIOD = re.compile(r"每(?:个)?(?:半年|季度?|周|日|天|年|月|学期)|年内|全年|年度内|上半年|下半年|活动期间")
_COMPARE = {"不超过": "<=", "不得超过": "<=", "不多于": "<=", "≤": "<=", "<=": "<=", "小于等于": "<=", "控制在": "<=", "少于": "<", "低于": "<", "超过": ">", "大于": ">"}  # fmt: skip


def _value(text: str) -> float:
    if re.fullmatch(r"[\d.]+", text):
        value = float(text)
        return int(value) if value.is_integer() else value
    return number(text) or 0


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((text.rfind(c, 0, start) for c in "，。；："), default=-1) + 1
    ends = [i for c in "，。；" if (i := text.find(c, end)) >= 0]
    return left, min(ends, default=len(text))


def targets(text: Mapped, subject_at: Callable[[int], str | None]) -> tuple[Target, ...]:
    """The targets that a text prints, in order. `subject_at` tells whom a place in the text binds (None: nobody is named).

    A qualifier of scope (1000万元以上的项目) is none.
    """
    if not _ANY.search(text.text):
        return ()
    found: list[tuple[int, Target]] = []
    taken: list[tuple[int, int]] = []
    for pattern, needed in _PATTERNS:
        for match in pattern.finditer(text.text) if needed.search(text.text) else ():
            start, end = match.span()
            if any(a < end and start < b for a, b in taken):
                continue
            if pattern is _AT_MOST and text.text[max(0, start - 2) : start].endswith(("不", "不得", "不能")):
                continue
            groups = match.groupdict()
            left, right = _clause(text.text, start, end)
            comparator = "<=" if pattern is _WITHIN else "==" if pattern is _PLAIN else _COMPARE.get(groups.get("cmp") or "", ">=")
            metric = re.sub(r"^(?:并|要|应|须|且|还|在)+", "", text.text[left:start]) + (groups.get("mid") or "") + text.text[end:right]
            period = _PERIOD.search(text.text, left, right)
            piece = text[start:end]
            taken.append((start, end))
            found.append(
                (start, Target(piece.printed, metric.strip("，。"), comparator, _value(match["n"]), match["unit"], subject_at(start), period[0] if period else None, piece.span))
            )
    return tuple(t for _, t in sorted(found, key=lambda f: f[0]))
