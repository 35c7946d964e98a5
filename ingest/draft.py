"""What a layout says of an item, before names, days and themes are made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from graph.model import Basis, Note, Role, Span
from graph.remarks import note
from ingest.mapped import Mapped
from ingest.parts import Part
from ingest.source import Source
from ingest.unitlist import IsBody
from ingest.words import Words


@dataclass(slots=True, unsafe_hash=True)
class Statement:
    """A printed list of bodies for an item. `role` is what its label or column says, `whole` the words to quote."""

    role: Role
    value: Mapped
    whole: Mapped
    basis: Basis


@dataclass(slots=True)
class Draft:
    """One item or row as printed. `key` is its number in its part, `section` the headings from the outermost inwards.

    `due` are the texts of its own deadline cell, column, line or bracket.
    """

    key: str
    parent: str | None
    title: Mapped | None
    content: Mapped
    section: tuple[str, ...]
    statements: list[Statement] = field(default_factory=list)
    due: list[Mapped] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    layout: str = ""
    used: list[Span] = field(default_factory=list)  # further stretches that were understood (headings, labels)


@dataclass(frozen=True, slots=True)
class Context:
    """What every layout may ask: the file, the word lists, and whether a text names a body or a time.

    `leads` tells which of the responsible bodies lead where the document says so: "first" those named first, else the mark
    (*, ★) that they bear; "" where it says nothing.
    """

    source: Source
    words: Words
    is_body: IsBody
    is_due: Callable[[str], bool]
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A layout's offer to read a part: `score` in 0..1, `why` for the account, `read` does it.

    `title` are the lines of a heading that the layout found inside the matter it claims, `heads` its column headings.
    """

    score: float
    why: str
    read: Callable[[], list[Draft]]
    title: tuple[Mapped, ...] = ()
    heads: tuple[Mapped, ...] = ()


class Layout(Protocol):
    """A way in which duties are printed. `matter` tells whether it reads the tables or the lines of a part, `tabular` whether
    what it reads was a table, `surest` the highest score that it claims with."""

    name: str
    title: str
    description: str
    example: str
    matter: str
    tabular: bool
    surest: float

    def claim(self, part: Part, context: Context) -> Claim | None:
        """An offer to read `part`, or None."""
        ...


def no_duty(where: Mapped) -> Note:
    """The note on a label that gives no duty (指导单位：…) or on words that belong to no list."""
    return note("no-duty-label", where.span, words=where.printed)
