"""Deadlines as a calendar: a line for each month, a mark on each day with the number of tasks; 全年 stands apart."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from queries.base import Answer, Example, Row
from viz.pictures.parts import legend, more
from viz.pictures.pen import SMALL, STRONG, Sheet
from viz.pictures.spec import Picture, Scene

YEARS = 3  # in one picture
FULL = 3  # months with a day from which on the whole year is drawn
LEFT, DAY, LINE = 62, 26, 30
MARKS = {"ahead": "point", "passed": "past", "before_issue": "before"}
Day = dict[date, list[Row]]


def draw(answer: Answer, scene: Scene) -> Markup:
    """The newest years of the answer, without what towns have in documents of their own unless these were asked for; "" where
    nothing has a day or runs all year."""
    days: Day = {}
    whole: dict[int, set[str]] = {}
    for row in answer.rows:
        if row["town"] and "town" not in answer.params:
            continue
        if row["status"] == "all_year":
            whole.setdefault(row["due"].year, set()).add(row["task"])
        else:
            days.setdefault(row["due"], []).append(row)
    years = sorted({*(day.year for day in days), *whole}, reverse=True)
    if not years:
        return Markup("")
    tasks = len({row["task"] for rows in days.values() for row in rows})
    says = scene.words["pic_deadlines_says"].format(tasks=tasks, days=len(days), year=len({task for one in whole.values() for task in one}))
    sheet = Sheet(answer.title, says)
    _legend(sheet, scene)
    y = 30.0
    shown = [year for year in years if any(day.year == year for day in days)][:YEARS] or years[:1]
    for year in sorted(shown, reverse=True):
        y = _year(sheet, year, days, whole.get(year, set()), (answer, scene), y)
    if len(years) > len(shown):
        more(sheet, 0, y + 12, scene.words["pic_more_years"].format(years=scene.words["joined"].join(str(year) for year in years if year not in shown)))
        y += 20
    return sheet.markup(LEFT + 31 * DAY + 56, y + 4, linked=scene.linked)


def _legend(sheet: Sheet, scene: Scene) -> None:
    terms = scene.terms
    signs: list[Any] = [(lambda sheet, x, y, status=status: _sign(sheet, x + 8, y + 6, status, 6), terms.value(status)) for status in MARKS]
    signs.append((lambda sheet, x, y: sheet.rect((x, y + 4, 16, 5), "window", round_=2), terms.value("window")))
    legend(sheet, (LEFT, 14), signs)


def _sign(sheet: Sheet, x: float, y: float, status: str, size: float) -> None:
    """Filled where the day lies ahead, hollow where it has passed, a hollow diamond where it had when the document was issued."""
    if status == "before_issue":
        far = size + 2
        sheet.shape([(x, y - far), (x + far, y), (x, y + far), (x - far, y)], "before")
    else:
        sheet.circle(x, y, size, MARKS[status])


def _year(sheet: Sheet, year: int, days: Day, whole: set[str], of: tuple[Answer, Scene], y: float) -> float:
    answer, scene = of
    sheet.text(0, y + 14, scene.words["year"].format(y=year), "bold", size=STRONG)
    for day in (1, 5, 10, 15, 20, 25, 31):
        sheet.text(LEFT + (day - 0.5) * DAY, y + 14, str(day), "faint", anchor="middle", size=SMALL)
    y += 20
    today = _today(answer)
    busy = sorted({day.month for day in days if day.year == year})
    for month in range(1, 13) if len(busy) >= FULL else busy:
        own = {day: rows for day, rows in days.items() if (day.year, day.month) == (year, month)}
        _month(sheet, date(year, month, 1), own, of, y)
        if (today.year, today.month) == (year, month):
            x = LEFT + (today.day - 0.5) * DAY
            sheet.line((x, y + 1), (x, y + LINE - 1), "today", tip=today.isoformat())
        y += LINE
    if whole:
        sheet.open(scene.links.page("due", **_asked(answer), year=year, all_year=True))
        sheet.rect((LEFT, y + 6, 31 * DAY, 20), "band", round_=4)
        sheet.text(0, y + 20, scene.words["group_year"], "soft")
        sheet.text(LEFT + 10, y + 20, scene.words["n_tasks"].format(n=len(whole)), "bold")
        sheet.close()
        y += 34
    return y + 16


def _month(sheet: Sheet, first: date, days: Day, of: tuple[Answer, Scene], y: float) -> None:
    answer, scene = of
    length = monthrange(first.year, first.month)[1]
    sheet.rect((LEFT, y + 2, length * DAY, LINE - 4), "band", round_=4)
    sheet.open(scene.links.page("due", **_asked(answer), year=first.year, month=first.month) if days else "")
    sheet.text(LEFT - 12, y + 19, scene.words["month"].format(m=first.month), "" if days else "faint", anchor="end")
    sheet.close()
    _periods(sheet, first, [row for rows in days.values() for row in rows if row["due_from"]], y)
    for day, rows in sorted(days.items()):
        tasks = {row["task"]: row for row in rows}
        status = rows[0]["status"]
        x, middle = LEFT + (day.day - 0.5) * DAY, y + LINE / 2 - 1
        titles = "；".join(str(row["title"] or row["content"])[:24] for row in list(tasks.values())[:6])
        sheet.open(scene.links.page("due", **_asked(answer), after=day.isoformat(), before=day.isoformat()), f"{day.isoformat()}{scene.words['colon']}{titles}", still=True)
        _sign(sheet, x, middle, status, 9 if len(tasks) < 10 else 11)
        sheet.text(x, middle + 4, str(len(tasks)), "on" if status == "ahead" else "", anchor="middle", size=SMALL)
        sheet.close()
    total = len({row["task"] for rows in days.values() for row in rows})
    if total:
        sheet.text(LEFT + 31 * DAY + 10, y + 19, str(total), "bold")


def _periods(sheet: Sheet, first: date, rows: Sequence[Row], y: float) -> None:
    """The days of the periods that end in this month, as bars at the foot of the line."""
    for start, end in sorted({(row["due_from"], row["due"]) for row in rows})[:3]:
        begin = max(start, first)
        sheet.rect((LEFT + (begin.day - 1) * DAY + 2, y + LINE - 8, (end.day - begin.day + 1) * DAY - 4, 5), "window", round_=2, tip=f"{start.isoformat()} – {end.isoformat()}")


def _asked(answer: Answer) -> Row:
    """What was asked, for the links; the period of a link is its own."""
    return {name: value for name, value in answer.params.items() if name not in ("month", "before", "after", "all_year", "year")}


def _today(answer: Answer) -> date:
    given = answer.params.get("today")
    return date.fromisoformat(given) if given else date.today()


PICTURE = Picture(
    name="deadlines", title="时限日历图", description="一月一行、一日一格：格内的数字是当日到期的任务数，时限已过的为空心，印发前已到期的为菱形；全年推进的单列。",
    question="due", example=Example("云川区 2025 年的时限", {"district": "云川区", "year": 2025, "today": "2025-06-01"}), draw=draw, asks={"all_year": True},
)  # fmt: skip
