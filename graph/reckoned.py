"""Deadlines that run from the issue of the document itself (本通知印发之日起30日内): with the day of issue they have a day."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from graph.merged import Merged, MergedTask, plain_text
from graph.model import Deadline, Note
from graph.remarks import note

# Only 本 makes it this document: 文件公布后3个工作日内 is about every document that anybody publishes. Working days are not
# reckoned, as nobody knows here which days are holidays.
_FROM_ISSUE = re.compile(
    r"本(?:年度)?(?:工作|重点工作|任务|政务公开工作)?(?:要点|计划|方案|通知|意见|文件|清单|办法|分工|措施|规定|细则|分解表|任务表)(?:正式)?(?:印发|发布|下发|公布|出台|实施|施行)(?:之?日起|之?后|起)的?"
    r"(?P<n>\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])个?(?P<unit>日|天|周|月)(?:之内|以内|内)"
)
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2}
MONTH_KINDS = ("point", "window")


def from_issue(text: str) -> re.Match[str] | None:
    """The stretch of a text that sets a time from the issue of the document that it stands in; None if there is none."""
    return _FROM_ISSUE.search(text)


def last_day(deadline: Deadline, issued: date | None) -> date | None:
    """The last day of a deadline: its own, or, if it runs from the issue of the document, that from the day of issue; else None."""
    if deadline.end is not None or deadline.kind != "trigger" or issued is None:
        return deadline.end
    match = from_issue(deadline.text)
    if match is None:
        return None
    count = _count(match["n"])
    if match["unit"] == "月":
        years, month = divmod(issued.month - 1 + count, 12)
        year = issued.year + years
        return date(year, month + 1, min(issued.day, calendar.monthrange(year, month + 1)[1]))
    return issued + timedelta(days=count * (7 if match["unit"] == "周" else 1))


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


def note_later(merged: Merged, issued: date | None) -> list[Note]:
    """Notes on tasks whose column or bracket sets a day before one that their text sets: both cannot hold for the same demand.

    What is for the year after (评估结果次年第一季度公布) is by nature another step, and none is noted for it.
    """
    return [found for task in merged.tasks() if not task.rows for found in _later(task, issued)]


def _later(task: MergedTask, issued: date | None) -> list[Note]:
    if task.due is None or task.due_kind not in MONTH_KINDS:
        return []
    own = plain_text(task.due_text)
    found: dict[str, date] = {}
    for one in task.deadlines:
        day = last_day(one, issued)
        if one.kind != "year" and day is not None and task.due < day <= date(task.due.year, 12, 31) and plain_text(one.text) not in own:
            found.setdefault(one.text, day)
    return [_note(task, text, day) for text, day in found.items()]


def _note(task: MergedTask, text: str, day: date) -> Note:
    fields = {"number": task.item, "due_text": task.due_text, "due": str(task.due), "text": text, "day": day.isoformat()}
    return note("due-later-in-text", task.span, form="due-later-reckoned" if from_issue(text) else "due-later-in-text", **fields)
