"""An answer as a table of the explorer: text as on the command line, and where each cell leads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from queries.base import Answer, Row
from queries.render.cells import brief, words_of
from viz.explorer.urls import Urls
from viz.words import labels

MOST = 500  # rows that a page shows at once; the files hold all of them
RIGHT = ("int", "float")
PLACES = ("district", "town", "year", "unit", "reach", "document", "relation", "to_document")  # said once, where every row has the same
_SIGNS = {"+": "plus", "−": "minus", "-": "minus"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `mark` is a role and the reach it has, for its sign; `links` are (text, address) where it holds several.

    `small` stands under it; `bodies` are (role, reach, name, address) of several units, `diffs` (kind, words) of what differs,
    kind plus, minus or change; `bar` is how far a number reaches, 0..1, None for none.
    """

    text: str
    href: str = ""
    mark: tuple[str, str] | None = None
    links: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    small: str = ""
    bodies: tuple[tuple[str, str, str, str], ...] = ()
    diffs: tuple[tuple[str, str], ...] = ()
    bar: float | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what it is called, and whether it holds numbers."""

    name: str
    label: str
    right: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells under heads; `left` rows are in the files only. `looks` says of each row how it stands out (a class, or "").

    `groups` are the words over a row that begins a group, "" for the others; `same` (label, text) of what every row has.
    """

    heads: list[Head]
    rows: list[list[Cell]]
    looks: list[str]
    groups: list[str]
    same: list[tuple[str, str]]
    left: int


Shape = Callable[[Row, Urls], Cell]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page lays an answer out. `rows` replaces the rows for the eye only (sorted or put together), None for those of the answer;
    `group` gives the words over the rows that follow each other and have the same; `hide` are columns that stand elsewhere;
    `shapes` makes the cells of a column; `bars` are columns of numbers with a bar, `first` the columns that stand in front; bars that are compared with each other go
    `together`, on one scale; `show` are columns that tables on a screen leave out."""

    rows: Sequence[Row] | None = None
    group: Callable[[Row], str] | None = None
    hide: frozenset[str] = frozenset()
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    bars: frozenset[str] = frozenset()
    first: tuple[str, ...] = ()
    together: bool = False
    show: frozenset[str] = frozenset()


Link = Callable[[Row, Urls], str]
# Column -> where its cell leads.
LINKS: Mapping[str, Link] = {
    "unit": lambda row, urls: urls.unit(row) if row["unit"] else "",
    "partner": lambda row, urls: urls.unit({**row, "unit": row["partner"]}) if row.get("partner") else "",
    "district": lambda row, urls: urls.district(row),
    "document": lambda row, urls: urls.document(row),
    "to_document": lambda row, urls: urls.document({"document": row["to_document"]}),
    "theme": lambda row, urls: urls.theme(row["theme"], row) if row.get("theme") else "",
    "number": lambda row, urls: urls.task(row) or _numbered(row, row.get("number"), urls),
    "content": lambda row, urls: urls.task(row),
    "title": lambda row, urls: urls.task(row),
    "to_number": lambda row, urls: _numbered({"document": row.get("to_document")}, row.get("to_number"), urls),
}


def grid(answer: Answer, urls: Urls, layout: Layout | None = None, most: int = MOST) -> Grid:
    """The shown columns of an answer; a column that says the same nothing in every row is left out."""
    plan = layout or Layout()
    every = answer.rows if plan.rows is None else plan.rows
    rows = list(every[:most])
    shown = [column for column in answer.columns if (column[0] not in answer.hidden or column[0] in plan.show) and column[0] not in plan.hide]
    shown.sort(key=lambda column: plan.first.index(column[0]) if column[0] in plan.first else len(plan.first))
    filled = [column for column in shown if any(row.get(column[0]) not in (None, "", [], False) for row in rows)] or shown
    words = words_of(answer)
    filled = _placed(filled, rows)
    plain = [column for column in filled if column[0] in PLACES and column[0] not in plan.shapes]  # what a shape shows may differ
    same = [column for column in plain if len(rows) > 1 and _alike(rows, column[0])] if len(filled) > 3 else []
    filled = [column for column in filled if column not in same]
    heads = [Head(name, label, kind in RIGHT) for name, label, kind in filled]
    top = {name: max((row.get(name) or 0 for row in rows), default=0) for name in plan.bars}
    if plan.together:
        top = dict.fromkeys(top, max(top.values(), default=0))
    joined = {column[0] for column in shown} - {column[0] for column in filled} - {column[0] for column in same}
    cells = [[_cell(answer, row, (name, kind), urls, (plan, top, joined)) for name, _, kind in filled] for row in rows]
    held = [(label, brief(words, name, kind, rows[0])) for name, label, kind in same]
    return Grid(heads, cells, [_look(row) for row in rows], _groups(rows, plan.group), held, max(len(every) - len(rows), answer.total - len(answer.rows), 0))


def _placed(columns: list[tuple[str, str, str]], rows: list[Row]) -> list[tuple[str, str, str]]:
    """Town and year stand under the district where that differs from row to row; each has a column else."""
    names = {name for name, _, _ in columns}
    if "district" not in names or not names & {"town", "year"} or _alike(rows, "district"):
        return columns
    return [column for column in columns if column[0] not in ("town", "year")]


def _alike(rows: list[Row], name: str) -> bool:
    return bool(rows and rows[0].get(name)) and all(row.get(name) == rows[0].get(name) for row in rows)


def _look(row: Row) -> str:
    return "apart" if row.get("coordinating") else "flagged" if row.get("flag") else ""


def _groups(rows: list[Row], group: Callable[[Row], str] | None) -> list[str]:
    """The words over each row that begins a group, with how many rows it has."""
    if group is None:
        return [""] * len(rows)
    named = [group(row) for row in rows]
    return [f"{name}\t{named.count(name)}" if name and (not index or named[index - 1] != name) else "" for index, name in enumerate(named)]


def _cell(answer: Answer, row: Row, column: tuple[str, str], urls: Urls, how: tuple[Layout, Mapping[str, float], set[str]]) -> Cell:
    (name, kind), (plan, top, joined) = column, how
    if name in plan.shapes:
        return plan.shapes[name](row, urls)
    text = brief(words_of(answer), name, kind, row)
    value = row.get(name)
    sort = f"{value:020.6f}" if isinstance(value, int | float) and not isinstance(value, bool) else _running(text) if name == "number" else ""
    if name == "district":
        under = " ".join(str(row[one]) for one in ("town", "year") if one in joined and row.get(one))
        return Cell(text, href=urls.district(row), small=under, sort=f"{text} {under}")
    if name == "content" and row.get("title"):
        return Cell(row["title"], href=urls.task(row), small=row["content"] or "")
    if name == "kind" and f"kind_{value}" in labels(answer.lang):
        return Cell(labels(answer.lang)[f"kind_{value}"])
    if name in plan.bars and top[name]:
        return Cell(text, href=_opens(row, name, urls), sort=sort, bar=(value or 0) / top[name])
    if name == "role" and value in ("LEAD", "RESPONSIBLE", "COOPERATE"):
        return Cell(text, mark=(str(value), str(row.get("reach") or "direct")), sort=str(value))
    if name in ("differences", "times") and isinstance(value, list):
        return Cell(text, diffs=tuple((_SIGNS.get(one[:1], "change"), one[1:] if one[:1] in _SIGNS else one) for one in value))
    if name == "themes" and isinstance(value, list):
        return Cell(text, links=tuple((one, urls.theme(one, row)) for one in value))
    if name == "numbers" and isinstance(value, list):
        return Cell(text, links=tuple((str(one), _numbered_in(row, str(one), urls)) for one in value))
    link = LINKS.get(name)
    return Cell(text, href=link(row, urls) if link and text else _opens(row, name, urls), sort=sort)


def _opens(row: Row, name: str, urls: Urls) -> str:
    """The page that lists what a number counts, where the row tells it in `opens`; "" else."""
    told = (row.get("opens") or {}).get(name)
    return urls.page(told["query"], **told["params"]) if told and row.get(name) else ""


def _numbered(row: Row, number: Any, urls: Urls) -> str:
    return urls.page("task", task=f"{row['document']} {number}") if row.get("document") and number and "、" not in str(number) else ""


def _numbered_in(row: Row, number: str, urls: Urls) -> str:
    """Where the number of a list leads: it has the name of its document in front where the row is of several."""
    if row.get("document"):
        return _numbered(row, number, urls)
    return urls.page("task", task=number) if re.fullmatch(r"\S+ \S+", number) else ""


def _running(number: str) -> str:
    """10.2 sorts behind 9: every part at full width."""
    return ".".join(part.zfill(6) for part in number.split("."))
