"""What several pictures do in the same way: rows by place, the legend, the names of places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from queries.base import Row
from viz.pictures.pen import PLAIN, SMALL, Sheet, width_of
from viz.pictures.spec import Scene

ROLES = (("lead", "LEAD"), ("responsible", "RESPONSIBLE"), ("cooperate", "COOPERATE"))  # field of a row, code
Place = tuple[str, int, str]  # district, year (0 for none), town ("" for the district's own documents)


def place_of(row: Row) -> Place:
    """The place that a row is about."""
    return row["district"] or "", row["year"] or 0, row.get("town") or ""


def by_place(rows: Iterable[Row]) -> dict[Place, list[Row]]:
    """The rows of each place, in the order of the rows; a town's own documents are a place of their own."""
    found: dict[Place, list[Row]] = {}
    for row in rows:
        found.setdefault(place_of(row), []).append(row)
    return found


def newest(places: dict[Place, list[Row]], most: int) -> list[Place]:
    """At most so many places, for a picture that cannot hold all: the newest year of every district first, then years before."""
    ordered = sorted(places, key=lambda place: (bool(place[2]), place[0], -place[1], place[2]))
    seen: dict[str, int] = {}
    ranked = []
    for place in ordered:
        key = place[0] + place[2]
        ranked.append((seen.setdefault(key, 0), ordered.index(place), place))
        seen[key] += 1
    return [place for _, _, place in sorted(ranked)[:most]]


def place_name(place: Place, scene: Scene) -> str:
    """云川区 2025 年; a town with its district before it."""
    year = scene.words["year"].format(y=place[1]) if place[1] else ""
    return " ".join(filter(None, (place[0], place[2], year)))


def legend(sheet: Sheet, at: tuple[float, float], entries: Sequence[tuple[Callable[[Sheet, float, float], None], str]]) -> None:
    """Marks with their meaning in one line, from the point (left, base line); a mark is drawn within 16 × 12 pixels."""
    x, y = at
    for mark, words in entries:
        mark(sheet, x, y - 10)
        sheet.text(x + 22, y, words, "soft", size=SMALL)
        x += 22 + width_of(words, SMALL) + 18


def box(kind: str, round_: float = 2) -> Callable[[Sheet, float, float], None]:
    """A mark of the legend: a rectangle of a kind."""
    return lambda sheet, x, y: sheet.rect((x, y, 16, 12), kind, round_=round_)


def role_mark(sheet: Sheet, x: float, y: float, field: str, scene: Scene) -> None:
    """The sign of a role with its letter, 16 × 14: filled square, outlined square, outlined round."""
    sheet.rect((x, y - 1, 16, 14), field, round_=7 if field == "cooperate" else 2)
    letter = scene.words[f"mark_{dict(ROLES)[field]}"]
    sheet.text(x + 8, y + 10, letter, "on" if field == "lead" else f"role-{field}", anchor="middle", size=SMALL)


def more(sheet: Sheet, x: float, y: float, words: str) -> None:
    """What a picture leaves out."""
    sheet.text(x, y, words, "faint", size=PLAIN)


def in_print_order(number: str | None) -> tuple[Any, ...]:
    """3.10 behind 3.9, and what has letters behind the numbers."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[^\d.、]+", number or ""))
