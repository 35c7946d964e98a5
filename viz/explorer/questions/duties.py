"""Tables of duties as an office reads them: one line for each task with all that are named for it, the day beside what was printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from queries.base import Answer, Row
from viz.explorer.spec import Asked
from viz.explorer.tables import Cell, Layout, Shape
from viz.explorer.urls import Urls

NEEDED = ("task", "unit", "role", "due", "due_text")  # columns of an answer that lists duties


def lists_duties(answer: Answer) -> bool:
    """Whether the rows of an answer are duties."""
    return set(NEEDED) <= {name for name, _, _ in answer.columns}


def layout(asked: Asked, answer: Answer) -> Layout:
    """Duties of several units put together by task; those of one unit as they are; the plain table for other rows."""
    if not lists_duties(answer):
        return Layout()
    today = today_of(asked, answer)
    several = len({row["unit"] for row in answer.rows}) > 1
    if not several:
        return Layout(hide=frozenset({"due_text"}), shapes={"due": day(asked, today)})
    return Layout(rows=together(answer.rows), hide=frozenset({"due_text", "role", "reach"}), shapes={"due": day(asked, today), "unit": bodies},
                  first=("district", "number", "content", "unit", "due"))  # fmt: skip


def today_of(asked: Asked, answer: Answer) -> date:
    """The day from which relative days count."""
    given = answer.params.get("today")
    return date.fromisoformat(given) if given else asked.today


def together(rows: Iterable[Row]) -> list[Row]:
    """One row for each task and deadline, with all that are named for it in `bodies`."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        one = found.setdefault((row["task"], row["due"], row.get("status")), {**row, "bodies": []})
        if row["unit"]:
            one["bodies"].append(row)
    return list(found.values())


def bodies(row: Row, urls: Urls) -> Cell:
    """Every unit of a task with the sign of its role."""
    made = tuple((one["role"], one["reach"] or "direct", one["unit"], urls.unit(one)) for one in row["bodies"])
    return Cell("、".join(one[2] for one in made), bodies=made)


def day(asked: Asked, today: date) -> Shape:
    """The day, how far it is, and what was printed; 全年 is no day."""
    words = asked.words

    def shape(row: Row, urls: Urls) -> Cell:
        printed = f"“{row['due_text']}”" if row["due_text"] else ""
        if row["due_kind"] == "year" or row.get("status") == "all_year":
            return Cell(words["group_year"], small=printed if row["due_text"] != words["group_year"] else "", sort=_iso(row["due"]))
        if row["due"] is None:
            return Cell(printed)
        due, days = row["due"], (row["due"] - today).days
        text = words["day" if due.year == row["year"] else "day_of_year"].format(y=due.year, m=due.month, d=due.day)
        far = words["due_today"] if days == 0 else words["due_in"].format(n=days) if days > 0 else ""
        return Cell(text, small="　".join(filter(None, (far, printed))), sort=_iso(due))

    return shape


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""

