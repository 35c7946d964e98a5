"""Printed times to calendar days.

A period means its last day: 5月底前 is 31 May, 8月 is 31 August, 三季度 is 30 September, 全年 is 31 December of the plan's
year. What has no day of its own (每季度, 10个工作日内, 开学前) stays text.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from graph.model import Deadline, DeadlineKind
from ingest.mapped import Mapped, fold
from ingest.modals import MODAL
from ingest.numerals import number, year

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_Y = r"(?:(?P<year>20\d\d|二[〇零][〇零一二三四五六七八九]{2})(?:年度|年|[-./])|(?P<next>次年|明年|翌年|下一年度?|下年度?|来年)|(?:本年度?|当年|今年))?的?"
_TO = r"(?:—+|-+|～|至|到|―+|一(?=\d))"
_BEFORE = r"(?P<before>之前|以前|前|止|截止)?"
_TIME = re.compile(
    r"(?=[\d一二三四五六七八九十次明翌下来本当今的上第年底全])"  # how a time begins: spares the rest at most characters
    + _Y
    + "(?:"
    + rf"(?P<m1>{_N})月?(?:份|(?P<d1>{_N})日|[上中下]旬|底|末|初)?{_TO}(?:(?P<toyear>20\d\d)年|(?P<tonext>次年|明年))?(?P<m2>{_N})月(?:份|(?P<d2>{_N})日|(?P<t2>[上中下]旬|底|末|初))?"
    + rf"|(?P<month>{_N})月(?:(?P<day>{_N})(?:日?(?P<today>{_TO}{_N}))?[日号]|(?P<ten>[上中下]旬|底|末|中|初)|份)?"
    + r"|(?P<half>上半年|下半年)"
    + rf"|第?(?P<q1>[一二三四1-4])(?:{_TO}|、)第?(?P<q2>[一二三四1-4])季度"
    + r"|第?(?P<quarter>[一二三四1-4])季度"
    + r"|(?P<end>年底|年末|年终|(?<![月旬周季])底(?=前))|(?P<all>全年|(?<![半一二两三四五六七八九十])年内|年度内|全年度)"
    + ")(?:末|底)?"
    + _BEFORE
)
_ISO = re.compile(rf"(?P<year>20\d\d)(?P<mark>[-./])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?:日)?{_BEFORE}")
_EIGHT = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?!\d)")  # 20250630: in a cell
_DOTTED = re.compile(rf"(?<![\d.])(?:(?P<year>20\d\d)[-./](?P<month>\d{{1,2}})(?![-./\d])|(?P<m>\d{{1,2}})\.(?P<d>\d{{1,2}})(?=之?前)){_BEFORE}")
_MONTHS = re.compile(rf"(?P<year>20\d\d)[-./](?P<month>\d{{1,2}}){_TO}(?P<toyear>20\d\d)[-./](?P<to>\d{{1,2}})(?![-./\d])")  # 2025.4-2025.11: in a cell
_YEARS = re.compile(rf"(?:(?:20\d\d)年?{_TO})?(?P<year>20\d\d)年(?:度)?(?![\d度]?[一二三四\d])")
_RECURRING = re.compile(
    r"每(?:个)?(?:半年|季度?|周|日|天|年度?|月|两周|工作日|学期|学年)(?:度|末|底|初)?(?:[首末]月(?:份)?)?(?:第?[一二三四\d]{1,2}(?:个)?(?:季度|月|日|号|周|个工作日)(?:份|底|末)?(?:之前|以前|前|内)?)?|按[季月年周]度?|逐[月季]|(?<![〇零一二三四五六七八九十第上下\d])(?:半年|一季度?|一年|一个?月|一周)(?:[一两二三四]|\d{1,2})次"
)
_DAYS = r"(?:个工作日|工作日|个自然日|天|日|个月|小时|周)"
_TRIGGER = re.compile(
    rf"(?:(?:[\u4e00-\u9fff]{{1,12}}?)(?:之日起|后的?|起的?))?(?:\d{{1,3}}|[一二两三四五六七八九十]{{1,3}}){_DAYS}(?:之内|以内|内)"
    r"|(?:20\d\d年)?(?:开学|放假|召开|汛期|节假日|高考|中考|活动|会议|春节|元旦|清明节?|五一节?|劳动节|端午节?|中秋节?|国庆节?|教师节)前(?:[一二两三四\d]{1,2}(?:周|天|日|个月))?"
)
# No time goes without one of [月季年底末每按逐]|[日天周时]内|[学假开期日考动议节旦午秋庆]前|\d[-./]\d; written to begin with a set of characters, as a search
# for such a pattern is several times as fast.
_ANY = re.compile(r"[月季年底末每按逐日天周时学假开期考动议节旦午秋庆\d](?:(?<=[月季年底末每按逐])|(?<=[日天周时])内|(?<=[学假开期日考动议节旦午秋庆])前|(?<=\d)[-./]\d)")
_PLAN_END = re.compile(r"[“\"]?十(?P<plan>[二三四五六])五[”\"]?(?:规划)?(?:时期|期)?(?:末|收官)(?:之?前)?")  # the five-year plans: 十四五 ends with 2025
_ANCHOR = re.compile(r"月|季|半年|年[底末终内度]|全年|底前")  # every time of `_TIME` holds one of these …
_REACH = 24  # … and no more than these characters before or behind it
_EVERY = re.compile(r"[每按逐]|[年季度月周][一两二三四\d]{1,2}次")
_TRIGGER_END = re.compile(r"[日天周时月学假开期考动议节旦一明午秋庆](?:[之以]?内|前)")
_BEFORE_TRIGGER = re.compile(r"(?:并且?|且|应当?|要|须|将|需)*(?:于|在|自)?")
_DEMAND = re.compile(rf"{MODAL}|自(?![然行身主来])|于|在(?!线)|从(?!业)")  # no trigger reaches back over the demand: 起草单位要在文件公布后3个工作日内
_OPEN = re.compile(
    r"(?:持续|长期|常态化?|动态|适时|随时|按需|即时|实时|及时|立即|按上级.{0,8}|根据.{0,12}|按.{0,6}(?:要求|规定|部署|安排)(?:时[限间])?|待.{0,6})+"
    r"(?:推进|坚持|开展|更新|调整|完成|落实|进行|实施|推动|公开|发布|执行|做好|办理|报送|公布|组织|化)?(?:，.*)?$"
)


_UNTIL = re.compile(  # a whole cell that names an occasion: 供热期内, 批复后及时
    r"[\u4e00-\u9fff]{1,8}?(?:期内|期间|期满前?|当日|当天|(?:公布|印发|出台|完成|结束|批复|发布|形成|变更|开工|竣工|通过|确定|下达|到位|生成|制定|启动)(?:之?后|之?前|时))(?:即时|及时|立即|同步|随时)?"
)


@dataclass(slots=True, unsafe_hash=True)
class Time:
    """A printed time: `text` and its place `[start, end)` in the searched string, and the days it means (inclusive)."""

    text: str
    start: int
    end: int
    kind: DeadlineKind
    first: date | None
    last: date | None


def _month_end(y: int, m: int) -> date:
    return date(y, m, calendar.monthrange(y, m)[1])


def _day(y: int, m: int, d: int) -> date | None:
    try:
        return date(y, m, d)
    except ValueError:
        return None


def _ten(y: int, m: int, word: str) -> tuple[date, date]:
    """First and last day of 上旬, 中旬, 下旬, 初, 中, 底 of a month."""
    if word in ("上旬", "初"):
        return date(y, m, 1), date(y, m, 10)
    if word in ("中旬", "中"):
        return date(y, m, 11), date(y, m, 20)
    return date(y, m, 21), _month_end(y, m)


def _single(match: re.Match[str], y: int) -> tuple[DeadlineKind, date | None, date | None] | None:
    month = number(match["month"]) or 0
    if not 1 <= month <= 12:
        return None
    if match["day"]:
        last = match["today"]
        day = _day(y, month, number(re.sub(r"^\D*?(?=[\d一二三四五六七八九十])", "", last) if last else match["day"]) or 0)
        return ("point", None, day) if day else None
    if match["ten"]:
        first, last_day = _ten(y, month, match["ten"])
        return ("point", None, last_day) if match["ten"] in ("底", "末") or match["before"] else ("window", first, last_day)
    if match["before"]:
        return "point", None, _month_end(y, month)
    return "window", date(y, month, 1), _month_end(y, month)


def _range(match: re.Match[str], y: int) -> tuple[DeadlineKind, date | None, date | None] | None:
    m1, m2 = number(match["m1"]) or 0, number(match["m2"]) or 0
    if not (1 <= m1 <= 12 and 1 <= m2 <= 12):
        return None
    y2 = int(match["toyear"]) if match["toyear"] else y + 1 if match["tonext"] or m2 < m1 else y
    first = _day(y, m1, number(match["d1"]) or 1) if match["d1"] else date(y, m1, 1)
    last: date | None = _ten(y2, m2, match["t2"])[1] if match["t2"] else _month_end(y2, m2)
    if match["d2"]:
        last = _day(y2, m2, number(match["d2"]) or 0)
    return ("window", first, last) if first and last else None


def _read(match: re.Match[str], plan_year: int | None) -> tuple[DeadlineKind, date | None, date | None] | None:
    groups = match.groupdict()
    y = year(groups["year"]) if groups.get("year") else plan_year
    if y is None:
        return None
    y += bool(groups.get("next"))
    if groups["m1"]:
        return _range(match, y)
    if groups["month"]:
        return _single(match, y)
    if groups["half"]:
        return ("window", date(y, 1, 1), date(y, 6, 30)) if groups["half"] == "上半年" else ("window", date(y, 7, 1), date(y, 12, 31))
    if groups["q1"] or groups["quarter"]:
        q1 = number(groups["q1"] or groups["quarter"]) or 1
        q2 = number(groups["q2"] or groups["quarter"]) or 1
        closed = bool(groups["before"]) or match[0].endswith(("末", "底"))
        return ("point" if closed else "window"), (None if closed else date(y, 3 * q1 - 2, 1)), _month_end(y, 3 * q2)
    return ("point", None, date(y, 12, 31)) if groups["end"] else ("year", date(y, 1, 1), date(y, 12, 31))


def _calendar_times(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_TIME` from the left; it is slow to try at each character, so only the surroundings of an anchor are."""
    at = 0
    while anchor := _ANCHOR.search(text, at):
        match = _TIME.search(text, max(at, anchor.start() - _REACH), anchor.end() + _REACH)
        if match:
            yield match
        at = match.end() if match else anchor.end()


def times(text: str, plan_year: int | None, *, cell: bool = False) -> list[Time]:
    """Every time printed in `text` (folded, no white space), in order, not overlapping.

    Without a year of the plan, only times that print their own year have days. In a cell also a bare year (2025年) is one,
    and what says that work goes on (持续推进) is a recurring time.
    """
    if cell:
        return list(_cell_times(text, plan_year))  # cells repeat each other: 全年, 6月底前
    return _times(text, plan_year, cell=False) if _ANY.search(text) else []


@lru_cache(maxsize=4096)
def _cell_times(text: str, plan_year: int | None) -> tuple[Time, ...]:
    return tuple(_times(text, plan_year, cell=True))


def _times(text: str, plan_year: int | None, *, cell: bool) -> list[Time]:
    found: list[Time] = []
    taken = bytearray(len(text))

    def add(start: int, end: int, kind: DeadlineKind, first: date | None, last: date | None) -> None:
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            found.append(Time(text[start:end], start, end, kind, first, last))

    for match in _RECURRING.finditer(text) if _EVERY.search(text) else ():
        add(match.start(), match.end(), "recurring", None, None)
    for match in _TRIGGER.finditer(text) if _TRIGGER_END.search(text) else ():
        demand = max((m.end() for m in _DEMAND.finditer(text, match.start(), match.end())), default=match.start())
        lead = _BEFORE_TRIGGER.match(text, demand, match.end())
        add(lead.end() if lead else demand, match.end(), "trigger", None, None)
    for match in _MONTHS.finditer(text) if cell else ():
        if 1 <= int(match["month"]) <= 12 and 1 <= int(match["to"]) <= 12:
            add(match.start(), match.end(), "window", date(int(match["year"]), int(match["month"]), 1), _month_end(int(match["toyear"]), int(match["to"])))
    for match in _ISO.finditer(text) if "20" in text else ():
        day = _day(int(match["year"]), int(match["month"]), int(match["day"]))
        if day:
            add(match.start(), match.end(), "point", None, day)
    for match in _PLAN_END.finditer(text) if "五" in text else ():
        add(match.start(), match.end(), "point", None, date(2000 + 5 * (number(match["plan"]) or 0) + 5, 12, 31))
    for match in _calendar_times(text):
        read = _read(match, plan_year)
        if read is None or text[match.end() : match.end() + 1] == "起" or (match.start() and text[match.start() - 1] == "第" and not match["year"]):
            continue
        add(match.start(), match.end(), *read)
    if cell:
        for match in _EIGHT.finditer(text):
            if day := _day(int(match["year"]), int(match["month"]), int(match["day"])):
                add(match.start(), match.end(), "point", None, day)
        for match in _DOTTED.finditer(text):
            y, m = (int(match["year"]), int(match["month"])) if match["year"] else (plan_year or 0, int(match["m"]))
            day = _day(y, m, int(match["d"])) if match["d"] else _month_end(y, m) if 1 <= m <= 12 else None
            if y and day:
                add(match.start(), match.end(), "point", None, day)
        for match in _YEARS.finditer(text):
            y = int(match["year"])
            add(match.start(), match.end(), "year", date(y, 1, 1), date(y, 12, 31))
        if not found and (open_end := _OPEN.match(text)):
            add(open_end.start(), len(text), "recurring", None, None)
        if not found and _UNTIL.fullmatch(text):
            add(0, len(text), "trigger", None, None)
    return sorted(found, key=lambda t: t.start)


def cell_due(text: str, plan_year: int | None) -> date | None:
    """Last day that the text of a cell, line or bracket means; None where it has no calendar day."""
    days = [t.last for t in times(fold(text), plan_year, cell=True) if t.last is not None]
    return max(days, default=None)


def deadline(time: Time, where: Mapped, subject: str | None) -> Deadline:
    """The record of `time`, which stands in `where` at its own offsets."""
    piece = where[time.start : time.end]
    return Deadline(piece.printed, time.kind, time.first, time.last, subject, piece.span)
