"""The answer as a table on the screen. What all rows share becomes a line above it; a narrow screen drops columns, and says so."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Literal

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from queries.base import Answer, Row
from queries.render.cells import brief, clean, words_of
from queries.render.screen import Screen
from queries.words import Words

# Told once above the table: what was asked for, and, of several rows that are all there are, what they agree in.
SHARED = ("district", "town", "year", "unit", "kind", "role", "reach", "document")
# Columns that may be folded, with their share of the room; all others keep their natural width.
FLEXIBLE = {
    "reach": 1,
    "quote": 3,
    "content": 5,
    "title": 2,
    "themes": 1,
    "numbers": 2,
    "aliases": 2,
    "functions": 1,
    "collectives": 1,
    "description": 4,
}
LEAST, MOST, GAP = 14, 30, 3  # columns: of a flexible column, of another one, between two
LINES = 3  # of a folded cell; the whole text is in the other formats
REPEATED = ("content", "title", "quote")  # said once where rows that follow each other have the same
# What a narrow screen can do without, the first to go first.
DISPENSABLE = (
    "score_before", "collectives_a", "due_kind", "part", "page", "aliases", "collectives", "functions", "peer_median", "possible", "items", "coverage", "completeness", "doc_no",
    "themes", "due", "cooperate", "inherited", "responsible", "lead", "kind", "date", "doubts", "description", "due_text", "town", "district",
)  # fmt: skip
ROLE_STYLES = {"LEAD": "bold red", "RESPONSIBLE": "blue", "COOPERATE": "green"}
REACH_STYLES = {"direct": "", "collective": "bright_black", "possible": "bright_black italic", "inferred": "bright_black italic"}


@dataclass(slots=True)
class _Column:
    """`texts` is the width of its longest text, `width` what it gets; both in screen columns. `label` may have a line end."""

    name: str
    label: str
    kind: str
    texts: int
    width: int = 0

    @property
    def natural(self) -> int:
        """What it needs to be on one line."""
        return max(self.texts, *(cell_len(line) for line in self.label.split("\n")))

    @property
    def number(self) -> bool:
        """Whether it holds figures, which are never torn apart."""
        return self.kind in ("int", "float")

    @property
    def share(self) -> int:
        """Of the room; 0 for a column that keeps its natural width. Lists may always be folded."""
        return FLEXIBLE.get(self.name, 1 if self.kind == "strings" else 0)

    def fold_label(self) -> None:
        """Put what stands in brackets in the head of a column of figures, and every word, on a line of its own."""
        if self.number and self.natural > self.texts:
            self.label = re.sub(r"(?<! )(?=[（(])| ", "\n", self.label)


def render(answer: Answer, screen: Screen) -> str:
    """Title, what all rows share, table, notes."""
    words = words_of(answer)
    out = io.StringIO()
    console = Console(
        file=out, width=screen.width, force_terminal=screen.colour, highlight=False, markup=False, emoji=False,
        legacy_windows=False, no_color=not screen.colour,
    )  # fmt: skip
    console.print(Text(clean(answer.title), style="bold"), soft_wrap=True)
    same, columns = _split(words, answer)
    columns, dropped = _fit(columns, screen.width)
    for key in ("asked_for", "all_rows"):
        told = "　".join(words.say("shared", label=label, text=text) for name, label, text in same if (name in answer.params) == (key == "asked_for"))
        if told:
            console.print(Text(words.say(key, told=told), style="bright_black"), soft_wrap=True)
    if answer.rows:
        console.print(_table(words, answer, columns))
    for line in _last_lines(words, answer, dropped):
        console.print(Text(line), soft_wrap=True)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).rstrip() + "\n"


def _last_lines(words: Words, answer: Answer, dropped: list[str]) -> list[str]:
    lines = [] if answer.rows or answer.in_words else [words.say("no_rows")]
    if answer.truncated:
        lines.append(words.say("truncated", total=answer.total, shown=len(answer.rows)))
    elif len(answer.rows) > 1:
        lines.append(words.say("total", total=answer.total))
    if dropped:
        lines.append(words.say("narrow", labels=words.say("joined").join(dropped)))
    return lines + [f"· {clean(note)}" for note in answer.notes]


def _split(words: Words, answer: Answer) -> tuple[list[tuple[str, str, str]], list[_Column]]:
    """What all rows share, as (name, label, text), and the columns that differ; empty columns are in neither.

    What a single row says, or rows that were cut off from others, is shared by chance: it stays in the table unless it was
    asked for, or it would read as what was asked for. The columns of a user's Cypher all stay in the table: nobody but the user knows what they mean.
    """
    shared = () if answer.query == "cypher" else SHARED
    same: list[tuple[str, str, str]] = []
    whole = len(answer.rows) > 1 and not answer.truncated
    varying: list[_Column] = []
    filled = {_of_pair(name) for name, _, kind in answer.columns if any(brief(words, name, kind, row) for row in answer.rows)}
    for name, label, kind in answer.columns:
        if name in answer.hidden:
            continue
        texts = {_mark(words, answer, row) if name == "role" else brief(words, name, kind, row) for row in answer.rows}
        if name in shared and len(texts) == 1 and (whole or name in answer.params):
            row = answer.rows[0]
            text = brief(words, name, kind, row) + (_doubt(words, answer, row) if name == "role" else "")
            same += [(name, label, text)] if text else []
        elif texts != {""} or _of_pair(name) in filled:
            varying.append(_Column(name, clean(label), kind, max((cell_len(text) for text in texts), default=0)))
    return same, varying


def _of_pair(name: str) -> str:
    """What columns before and after a change, or of two sides, have in common: one is never shown without the other."""
    return re.sub(r"_(before|after|a|b)$", "", name)


def _fit(columns: list[_Column], width: int) -> tuple[list[_Column], list[str]]:
    """The columns that fit, with their widths, and the labels of those that do not."""
    dropped: list[str] = []
    labels = {column.name: column.label for column in columns}
    _least(columns)
    if _room(columns, width) < 0:
        for column in columns:
            column.fold_label()
        _least(columns)
    for name in DISPENSABLE:
        if _room(columns, width) >= 0:
            break
        gone = [column for column in columns if _of_pair(column.name) == _of_pair(name)] if any(column.name == name for column in columns) else []
        dropped += [labels[column.name] for column in gone]
        columns = [column for column in columns if column not in gone]
    flexible = [column for column in columns if column.share]
    while (room := _room(columns, width)) > 0 and (hungry := [column for column in flexible if column.width < column.natural]):
        shares = sum(column.share for column in hungry)
        for column in hungry:
            more = max(room * column.share // shares, 1)
            column.width += min(more, column.natural - column.width, _room(columns, width))
    return columns, dropped


def _least(columns: list[_Column]) -> None:
    for column in columns:
        column.width = min(column.natural, LEAST if column.share else MOST)


def _room(columns: list[_Column], width: int) -> int:
    return width - sum(column.width for column in columns) - GAP * (len(columns) - 1)


def _table(words: Words, answer: Answer, columns: list[_Column]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column in columns:
        justify: Literal["right", "left"] = "right" if column.number else "left"
        table.add_column(column.label, justify=justify, overflow="fold", width=column.width, no_wrap=column.number)
    before: Row = {}
    for row in answer.rows:
        table.add_row(*(_repeated(words, column, before, row) or _styled(words, answer, column, row) for column in columns))
        before = row
    return table


def _repeated(words: Words, column: _Column, before: Row, row: Row) -> Text | None:
    """同上 instead of the text of the row above, where that has the same one of the same task; None else."""
    if column.name not in REPEATED or not row.get(column.name) or any(before.get(name) != row.get(name) for name in ("document", "number", column.name)):
        return None
    said = words.say("ditto")
    return Text(said, style="bright_black") if cell_len(said) < column.width else None


def _styled(words: Words, answer: Answer, column: _Column, row: Row) -> Text:
    reach = str(row.get("reach"))
    if column.name == "role":
        sure = row.get("reach") in (None, "direct")
        return Text(_mark(words, answer, row), style=ROLE_STYLES.get(str(row["role"]), "") if sure else "bright_black")
    text = _clipped(brief(words, column.name, column.kind, row), max(LINES * column.width, 16))
    return Text(text, style=REACH_STYLES.get(reach, "") if column.name == "reach" else "")


def _clipped(text: str, columns: int) -> str:
    """What fits so many columns of the screen, in which a Chinese character takes two; the last sign is … where something is left out."""
    return text if cell_len(text) <= columns else set_cell_size(text, columns - 1).rstrip() + "…"


def _mark(words: Words, answer: Answer, row: Row) -> str:
    """The sign of a role; with what tells that it is not sure, where no column of its own does."""
    return words.marks.get(str(row.get("role")), "") + _doubt(words, answer, row)


def _doubt(words: Words, answer: Answer, row: Row) -> str:
    told = "reach" not in answer.hidden and any(name == "reach" for name, _, _ in answer.columns)
    return "" if told else words.marks.get(str(row.get("reach")), "")
