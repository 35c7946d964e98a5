"""The time that a question names, and which deadlines of tasks fall into it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from queries.ask.wording import number

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_BEFORE = r"(?:之前|以前|前|为止)"
_DOTTED = r"(?<![\d.第])(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])(?![\d.])"
# 9.30前, 9.30日, 截至9.30: a day where it is said to be one; 9.30 alone is the number of a task.
DOTTED = re.compile(
    rf"{_DOTTED}(?=日?{_BEFORE}(?![\d一二三四五六七八九十面])|日)日?|(?:(?<=截[至止])|(?<=截[至止]到)){_DOTTED}(?![项条款号])"
)
ISO = re.compile(rf"(20\d\d)[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})[日号]?({_BEFORE})?")
DAY = re.compile(rf"({_N})月({_N})[日号]({_BEFORE})?")
MONTH = re.compile(rf"({_N})月(?:份)?(底|末|中旬|上旬|下旬|初|中)?({_BEFORE})?")
QUARTERS = re.compile(r"前([一二两三123])个?季度(?:内|里|之内)?")
MONTHS = re.compile(r"(?:前|头)([一二两三四五六七八九十]|十一|\d{1,2})个月(?:内|里|之内)?")
HALF = re.compile(rf"(上半年|下半年)({_BEFORE})?")
QUARTER = re.compile(rf"第?([一二三四1-4])季度?(末|底)?({_BEFORE})?")
YEAR_END = re.compile(rf"(年底|年末|年终)({_BEFORE})?")
UNTIL = re.compile(r"(?:截(?:至|止)到?|站在)$")  # 截至9月1日: everything before, too
TILL = re.compile(r"到了?$")  # 到4月30日这一天，应已办结
BY_THEN = re.compile(r"(?:这一?天|那一?天|为?止|之?时|的时候)")
WHOLE = re.compile(r"全年")
END = 31  # of a month, whatever its last day is
_HALVES = {"上半年": ((1, 1), (6, 30)), "下半年": ((7, 1), (12, 31))}


@dataclass(frozen=True, slots=True)
class When:
    """A time of the plan's year: first and last (month, day), inclusive, whether that month has the day or not: (2, 31) is the end of
    every February. `first` is None for everything before the end; `year` is set where the words print one; `whole` asks for tasks of the whole year."""

    words: str
    first: tuple[int, int] | None
    last: tuple[int, int]
    year: int | None = None
    whole: bool = False

    def holds(self, day: date, year: int) -> bool:
        """Whether a deadline falls into it, for a plan of `year`."""
        of = self.year or year
        if day.year != of:
            return self.first is None and day.year < of
        return (self.first or (1, 1)) <= (day.month, day.day) <= self.last


def dotted_days(text: str) -> str:
    """9.30前 as 9月30日前."""
    return DOTTED.sub(lambda match: f"{int(match[1] or match[3])}月{int(match[2] or match[4])}日", text)


def find_time(text: str) -> tuple[When, int, int] | None:
    """The first time in `text` with its offsets, None if there is none; 几月 is a question, no time."""
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            found = read(match)
            if found is None:
                continue
            until = UNTIL.search(text[: match.start()])
            if until is None and BY_THEN.match(text[match.end() :]):
                until = TILL.search(text[: match.start()])
            if until:
                return replace(found, first=None), until.start(), match.end()
            return found, match.start(), match.end()
    return None


def _iso(match: re.Match[str]) -> When | None:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    return _day(match, month, day, match[4], year)


def _plain_day(match: re.Match[str]) -> When | None:
    return _day(match, number(match[1]) or 0, number(match[2]) or 0, match[3], None)


def _day(match: re.Match[str], month: int, day: int, before: str | None, year: int | None) -> When | None:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(2024, month)[1]:  # a year that has every day
        return None
    return When(match[0], None if before else (month, day), (month, day), year)


def _month(match: re.Match[str]) -> When | None:
    month = number(match[1]) or 0
    if not 1 <= month <= 12:
        return None
    if match[3] and match[2] in (None, "初"):
        # 8月前 is over when August begins; 8月底前 when it ends.
        return When(match[0], None, (month - 1, END)) if month > 1 else None
    if match[3]:
        return When(match[0], None, (month, {"上旬": 10, "中旬": 20, "中": 20}.get(match[2], END)))
    return When(match[0], (month, 1), (month, END))


def _half(match: re.Match[str]) -> When:
    first, last = _HALVES[match[1]]
    return When(match[0], None if match[2] else first, last)


def _quarter(match: re.Match[str]) -> When:
    ends = 3 * (number(match[1]) or 1)
    first = None if match[3] else (ends - 2, 1)
    return When(match[0], first, (ends, END))


def _quarters(match: re.Match[str]) -> When:
    ends = 3 * (number(match[1]) or 1)
    return When(match[0], None, (ends, END))


def _months(match: re.Match[str]) -> When | None:
    month = number(match[1]) or 0
    return When(match[0], None, (month, END)) if 1 <= month <= 12 else None


def _year_end(match: re.Match[str]) -> When:
    return When(match[0], None if match[2] else (12, 1), (12, 31))


def _whole(match: re.Match[str]) -> When:
    return When(match[0], (1, 1), (12, 31), whole=True)


_READERS = (
    (ISO, _iso),
    (DAY, _plain_day),
    (MONTH, _month),
    (HALF, _half),
    (QUARTERS, _quarters),
    (MONTHS, _months),
    (QUARTER, _quarter),
    (YEAR_END, _year_end),
    (WHOLE, _whole),
)
