"""The page of deadlines: one line for each task and day, grouped the way they are worked off, and the calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from queries.base import Answer, Row
from viz.explorer.pictured import drawn
from viz.explorer.question import Look, screen_of
from viz.explorer.questions import duties
from viz.explorer.spec import Asked
from viz.explorer.tables import Layout

SOON = 30  # days that are a group of their own
ORDER = ("ahead", "all_year", "passed", "before_issue")


def _layout(asked: Asked, answer: Answer) -> Layout:
    today = duties.today_of(asked, answer)
    rows = sorted(duties.together(answer.rows), key=lambda row: (_town(asked, row), ORDER.index(row["status"]), _near_first(row, today)))
    return Layout(rows=rows, group=_group(asked, today), hide=frozenset({"due_text", "status", "stated", "role", "reach"}),
                  shapes={"due": duties.day(asked, today), "unit": duties.bodies}, first=("due", "district", "number", "content", "unit"))  # fmt: skip


def _town(asked: Asked, row: Row) -> str:
    """The town whose document a row is from, "" for a district's and where only towns were asked for: they stand apart."""
    return "" if asked.given.texts("town") else row["town"] or ""


def _near_first(row: Row, today: date) -> int:
    """Days from today; what has passed lately before what has passed long ago."""
    day: date = row["due"]
    return abs((day - today).days)


def _group(asked: Asked, today: date) -> Callable[[Row], str]:
    words = asked.words

    def group(row: Row) -> str:
        town = _town(asked, row)
        return words["due_of_town"].format(town=town, group=named(row)) if town else named(row)

    def named(row: Row) -> str:
        if row["status"] == "ahead":
            near = (row["due"] - today).days <= SOON
            return words["group_near"].format(n=SOON) if near else words["group_month"].format(y=row["due"].year, m=row["due"].month)
        return words[{"all_year": "group_year", "passed": "group_past", "before_issue": "group_before"}[row["status"]]]

    return group


def _more(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """The months as one click each, the whole year, and the calendar file."""
    given = {name: value for name, value in asked.echo().items() if name not in ("month", "before", "after")}
    now = asked.given.text("month")
    months = [(asked.words["month"].format(m=month), asked.urls.page("due", **given, month=month), now == str(month)) for month in range(1, 13)]
    known = {name: value for name, value in given.items() if name in ("unit", "district", "year")}
    return {"months": months, "any_month": (asked.urls.page("due", **given), not now), "whole_year": asked.given.flag("all_year"),
            "with_year": asked.urls.page("due", **{**asked.echo(), "all_year": True}), "calendar": asked.urls.paper("calendar", **known)}  # fmt: skip


DUE = screen_of("due", "Deadlines", look=Look(template="due", below=drawn("deadlines"), layout=_layout, more=_more))
