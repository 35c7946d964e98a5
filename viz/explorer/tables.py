"""An answer as a table of the explorer: text as on the command line, and where each cell leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from queries.base import Answer, Row
from queries.render.cells import brief, words_of
from viz.explorer.urls import Urls
from viz.words import labels

MOST = 500  # rows that a page shows at once; the files hold all of them
RIGHT = ("int", "float")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `mark` is a role and the reach it has, for its sign; `links` are (text, address) where it holds several."""

    text: str
    href: str = ""
    mark: tuple[str, str] | None = None
    links: tuple[tuple[str, str], ...] = ()
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what it is called, and whether it holds numbers."""

    name: str
    label: str
    right: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells under heads; `left` rows are in the files only. `flags` says of each row whether it stands out."""

    heads: list[Head]
    rows: list[list[Cell]]
    flags: list[bool]
    left: int


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


def grid(answer: Answer, urls: Urls, most: int = MOST) -> Grid:
    """The shown columns of an answer; a column that says the same nothing in every row is left out."""
    rows = answer.rows[:most]
    shown = [column for column in answer.columns if column[0] not in answer.hidden]
    filled = [column for column in shown if any(row.get(column[0]) not in (None, "", [], False) for row in rows)] or shown
    heads = [Head(name, label, kind in RIGHT) for name, label, kind in filled]
    cells = [[_cell(answer, row, name, kind, urls) for name, _, kind in filled] for row in rows]
    return Grid(heads, cells, [bool(row.get("flag")) for row in rows], max(answer.total - len(rows), 0))


def _cell(answer: Answer, row: Row, name: str, kind: str, urls: Urls) -> Cell:
    text = brief(words_of(answer), name, kind, row)
    value = row.get(name)
    sort = f"{value:020.6f}" if isinstance(value, int | float) and not isinstance(value, bool) else _running(text) if name == "number" else ""
    if name == "role" and value in ("LEAD", "RESPONSIBLE", "COOPERATE"):
        return Cell(text, mark=(str(value), str(row.get("reach") or "direct")), sort=str(value))
    if name == "themes" and isinstance(value, list):
        return Cell(text, links=tuple((one, urls.theme(one, row)) for one in value))
    if name == "numbers" and isinstance(value, list) and row.get("document"):
        return Cell(text, links=tuple((str(one), _numbered(row, one, urls)) for one in value))
    link = LINKS.get(name)
    return Cell(text, href=link(row, urls) if link and text else "", sort=sort)


def _numbered(row: Row, number: Any, urls: Urls) -> str:
    return urls.page("task", task=f"{row['document']} {number}") if row.get("document") and number else ""


def _running(number: str) -> str:
    """10.2 sorts behind 9: every part at full width."""
    return ".".join(part.zfill(6) for part in number.split("."))


def plain_words(lang: str) -> Mapping[str, str]:
    """The words that the script of a table needs."""
    words = labels(lang)
    return {name: words[name] for name in ("filter_column", "filter_none", "shown_rows")}
