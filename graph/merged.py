"""What merging makes of a document's tasks: tasks and duties with every statement behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from graph.model import Assignment, Basis, Deadline, Note, Part, Role, Span, Target, Task, ThemeHit


@dataclass(frozen=True, slots=True)
class Statement:
    """One printed statement of a duty: the assignment, and the task that carries it."""

    assignment: Assignment
    task: Task


@dataclass(frozen=True, slots=True)
class Duty:
    """What one body owes in one task. `statements` are all of them, the deciding one first.

    `due` and `due_text` are those that the duty's own clause states, else None: then the task's hold. `fix` names the
    decision of a person behind it (人工更正 F3), "" for none.
    """

    unit: str
    mention: str
    role: Role
    group: bool
    basis: Basis
    evidence: str
    part: Part
    page: int | None
    span: Span
    due: date | None
    due_text: str | None
    statements: tuple[Statement, ...]
    fix: str = ""

    @property
    def possible(self) -> bool:
        """Whether every statement leaves open which members of the collective are meant (相关街镇、园区)."""
        return bool(self.statements) and all(one.assignment.possible for one in self.statements)


@dataclass(frozen=True, slots=True)
class MergedTask:
    """One task of the graph.

    `sources` are the printed tasks behind it, the deciding one first; empty for an item that only its rows print.
    `duties` are in printed order, `due_kind` is "" without a deadline, `occurrence` counts equal numbers of a part from 1.
    """

    number: str
    item: str
    level: str
    part: Part
    title: str | None
    content: str
    section: tuple[str, ...]
    due: date | None
    due_text: str | None
    due_kind: str
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    themes: tuple[ThemeHit, ...]
    span: Span
    page: int | None
    sources: tuple[Task, ...]
    duties: tuple[Duty, ...]
    rows: tuple[MergedTask, ...] = ()
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Merged:
    """The items of a document in printed order, each with its rows, and what was found while merging."""

    items: tuple[MergedTask, ...]
    notes: tuple[Note, ...]

    def tasks(self) -> list[MergedTask]:
        """Items and rows in order, each item before its rows."""
        return [task for item in self.items for task in (item, *item.rows)]


def plain_text(text: str | None) -> str:
    """Letters and digits only, as texts are compared: signs and blanks differ between body and annex."""
    return re.sub(r"[\W_]+", "", text or "")


def overlap(first: str, second: str) -> float:
    """Share (0..1) of the shorter text's character pairs that the longer one has too."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (first, second)]
    least = min(len(pair) for pair in pairs)
    return len(pairs[0] & pairs[1]) / least if least else float(first == second)
