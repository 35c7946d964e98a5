"""Required quantities: 不少于4次, 不低于60%, 5个工作日内, 至少听取一次."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from graph.model import Target
from graph.reckoned import from_issue
from ingest.mapped import Mapped
from ingest.numerals import number

_N = r"(?P<n>\d{1,3}(?:，\d{3})+(?!\d)|\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_SPAN = r"个工作日|工作日|天|日(?![前起至])|小时|分钟|个月|年(?![度底末内前终初\d])|周"
_COUNT = r"人次|学时|课时|平方公里|平方米|公里|公顷|个(?!工作日|月|百分点)|次|场|件|篇|期|条|项|份|人|家|部|幅|套|类|批|轮|遍|名|户|处|张|座|所|栋|台|辆|亩|吨|株|棵|米|元"
_UNIT = rf"(?P<unit>%|个百分点|{_SPAN}|[万亿]?(?:{_COUNT}))"
_QUANTITY = rf"(?:百分之(?P<share>[一二三四五六七八九十百]+)|{_N}{_UNIT})"
_LEAST = (
    r"(?P<cmp>不(?:得|应|能|可)?(?:少|低|小)于|最少|至少|达到|达|≥|>=|大于等于|(?:提高|提升|增加)[到至]|(?<!不)(?<!不[得应能可])(?:超过|大于|高于|(?:超|逾)(?=\d))|[>＞]|确保|(?<=率)为?(?=\d+(?:\.\d+)?%)|(?:下降|增长|精简|压减|降低|提高|提升)(?=\d)|实现(?=[^，。；、\d]{0,14}\d+%))"
)
_AT_LEAST = re.compile(rf"{_LEAST}(?P<mid>[^，。；、\d]{{0,14}}?){_QUANTITY}(?!之内|以内|内|以下)(?P<above>以上)?")
_AT_MOST = re.compile(
    rf"(?P<cmp>不(?:得|应|能|可)?(?:超过|多于|高于|大于)|至多|最多|≤|<=|[<＜]|小于等于|控制在|(?:压缩|压减|减少|降低|降)[到至]|少于|低于)(?P<mid>[^，。；、\d]{{0,6}}?){_QUANTITY}(?:之内|以内|内|以下)?"
)
_ABOVE = re.compile(rf"(?<![\d.]){_QUANTITY}(?P<above>以上)(?!的)(?:(?<=[%次场期篇]以上)|(?=[，。；、）]|$))")  # 1000万元以上项目, 2个以上部门 are scopes
_WITHIN = re.compile(rf"{_N}(?P<unit>{_SPAN})(?:之内|以内|内)|(?<![\d.]){_N.replace('<n>', '<m>')}(?P<of>%|{_COUNT})以内(?!的)")
_PLAIN = re.compile(r"(?P<verb>听取|开展|举办|召开|轮训|组织|发布|公开|报送|更新|检查|培训)(?:[^，。；、]{0,14}?)(?P<n>[一两三四五六七八九十\d]+)(?P<unit>次|场|轮|遍|期)(?!以)")
_MADE = re.compile(  # what is to be there at the end; one of a thing (打造一批, 建立一套) is no quantity
    r"(?:新增|新建|建成|建设|打造|培育|创建|引进|招引|招录|招聘|改造|选取|选树|开通|增设|盘活)(?P<mid>[^，。；、\d]{0,10}?)"
    rf"(?!一[个批套项家处类条]){_N}(?P<unit>[万亿]?(?:{_COUNT}))(?!以|试点|领域|方面)"
)
_MORE = re.compile(rf"[^，。；、\d]{{0,10}}、[^，。；、\d]{{0,10}}{_N}(?P<unit>[万亿]?(?:{_COUNT}))(?!以|试点|领域|方面)")  # … 5家、专精特新企业8家
_ANY = re.compile(r"[\d一二两三四五六七八九十百千](?:[%个工天日小分周人学课平公次场件篇期条项份家部幅套类批轮遍名户处张座所栋台辆亩吨株棵米元万亿]|(?<!20\d\d)年)")
_PATTERNS = (  # each with what every match of it holds, which is found much sooner
    (_AT_LEAST, re.compile("[达≥>＞超逾率少低小大高升加降长简减确实](?:(?<=[达≥>＞超逾率])|于|(?<=少)|[到至]|(?=[为\\d])|(?<=确)保|(?<=实)现)")),
    (_AT_MOST, re.compile("[超多高大少低小≤<＜控至最缩减降](?:过|于|(?<=[≤<＜])|制在|多|[到至])")),
    (_WITHIN, re.compile("内")),
    (_ABOVE, re.compile("以上")),
    (_PLAIN, re.compile("[一两三四五六七八九十\\d][次场轮遍期]")),
    (_MADE, re.compile("[新建打培创引招改选开增盘](?:[增建成设造育进引录聘取树通活])")),
)
_PERIOD = re.compile(r"每(?:[一二两三四\d]?个)?(?:半年|季度?|周|日|天|年|月|学期)|年内|全年|年度内?|上半年|下半年|活动期间")
_LONGEST = 30  # characters of a deadline that runs from the issue of the document
_FIRST = re.compile(r"^(?:并|要|应|须|且|还|在|于)+")
_STRICT = {"超过": ">", "超": ">", "逾": ">", "大于": ">", "高于": ">", ">": ">", "＞": ">", "少于": "<", "低于": "<", "<": "<", "＜": "<"}


def _comparator(pattern: re.Pattern[str], word: str) -> str:
    """How the printed quantity bounds what is to be reached."""
    if pattern is _PLAIN or pattern is _MADE:
        return "=="
    return _STRICT.get(word, "<=" if pattern in (_AT_MOST, _WITHIN) else ">=")


def _value(text: str) -> float:
    if re.fullmatch(r"[\d.，]+", text):
        value = float(text.replace("，", ""))
        return int(value) if value.is_integer() else value
    return number(text) or 0


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((text.rfind(c, 0, start) for c in "，。；："), default=-1) + 1
    ends = [i for c in "，。；" if (i := text.find(c, end)) >= 0]
    return left, min(ends, default=len(text))


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern, those that continue a list of what is to be there included; a calendar year is no quantity."""
    for match in pattern.finditer(text):
        if not re.search(r"(?:19|20)\d\d年", match[0]):
            yield match
        while pattern is _MADE and (more := _MORE.match(text, match.end())):
            yield (match := more)


def targets(text: Mapped, subject_at: Callable[[int], str | None]) -> tuple[Target, ...]:
    """The targets that a text prints, in order. `subject_at` tells whom a place in the text binds (None: nobody is named).

    A qualifier of scope (1000万元以上的项目) is none.
    """
    if not _ANY.search(text.text):
        return ()
    found: list[tuple[int, Target]] = []
    taken: list[tuple[int, int]] = []
    for pattern, needed in _PATTERNS:
        for match in _matches(pattern, text.text) if needed.search(text.text) else ():
            start, end = match.span()
            if any(a < end and start < b for a, b in taken):
                continue
            if pattern is _WITHIN and _is_deadline(text.text, end):
                continue
            if pattern is _AT_MOST and text.text[max(0, start - 2) : start].endswith(("不", "不得", "不能")):
                continue
            taken.append((start, end))
            found.append((start, _target(text, pattern, match, subject_at(start))))
    return tuple(t for _, t in sorted(found, key=lambda f: f[0]))


def _is_deadline(text: str, end: int) -> bool:
    """Whether a period that ends here runs from the issue of the document: a deadline, and nothing to be measured."""
    match = from_issue(text[max(0, end - _LONGEST) : end])
    return match is not None and match.end() == min(end, _LONGEST)


def _target(text: Mapped, pattern: re.Pattern[str], match: re.Match[str], subject: str | None) -> Target:
    """The target of a match. Its metric is the rest of the clause, without whom it binds and its period."""
    start, end = match.span()
    groups = match.groupdict()
    left, right = _clause(text.text, start, end)
    period = _PERIOD.search(text.text, left, right)
    metric = _FIRST.sub("", text.text[left:start]).removeprefix(subject or "")
    metric = _FIRST.sub("", metric)
    if period and metric.startswith(period[0]):
        metric = metric.removeprefix(period[0])
    metric += (groups.get("mid") or "") + text.text[end:right]
    share = groups.get("share")
    value = _value(share or groups["n"] or groups["m"])
    unit = "%" if share else groups["unit"] or groups["of"]
    piece = text[start:end]
    return Target(piece.printed, metric.strip("，。"), _comparator(pattern, groups.get("cmp") or ""), value, unit, subject, period[0] if period else None, piece.span)
