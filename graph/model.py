"""What a document states, as records. Readers and layouts make them, `graph.load` turns them into a graph.

Spans are half-open `[start, end)` code point offsets into `Extraction.text`. Dates are `datetime.date`.
Printed strings have white space and invisible characters removed; canonical values stand beside them, never instead.
No record is changed once it is made. Those that come by the hundreds are not frozen, as that makes each several times as dear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Role = Literal["LEAD", "RESPONSIBLE", "COOPERATE"]
Basis = Literal["bracket", "column", "line", "prose", "inherited", "issuer"]
Part = Literal["body", "annex"]
DeadlineKind = Literal["point", "window", "year", "recurring", "trigger"]
Span = tuple[int, int]

ROLES: tuple[Role, ...] = ("LEAD", "RESPONSIBLE", "COOPERATE")  # strongest first


@dataclass(slots=True, unsafe_hash=True)
class Assignment:
    """One statement that a body owes something. `spans` are the pieces when `span` is only their hull. `possible`: a 相关 in
    front of the list governs this collective too (相关街镇、园区), so that it leaves open which members are meant."""

    mention: str
    unit: str
    role: Role
    group: bool
    basis: Basis
    evidence: str
    span: Span
    page: int | None = None
    due_text: str | None = None
    due: date | None = None
    spans: tuple[Span, ...] = ()
    rule: str = ""
    possible: bool = False


@dataclass(slots=True, unsafe_hash=True)
class Deadline:
    """A printed deadline. `start` and `end` (inclusive) are None for kinds without calendar days of their own."""

    text: str
    kind: DeadlineKind
    start: date | None
    end: date | None
    subject: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """A required quantity; `comparator` is one of >=, <=, ==, >, <; `value` is in `unit`."""

    text: str
    metric: str
    comparator: str
    value: float
    unit: str
    subject: str | None
    period: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    """A body that results are to be sent to (报区政府办公室备案): `mention` as printed, `unit` canonical, `text` the words."""

    mention: str
    unit: str
    text: str
    span: Span


@dataclass(slots=True, unsafe_hash=True)
class ThemeHit:
    """Why a task belongs to a theme; `score` is in 0..1, `text` is the matched text."""

    theme: str
    rule: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Note:
    """Something doubtful or dropped, in Chinese. `span` is None when it concerns the whole document.

    `fields` are what the message was made from (graph/remarks.py), so that it can be said in another language.
    """

    code: str
    message: str
    hint: str
    span: Span | None = None
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(slots=True, unsafe_hash=True)
class Task:
    """One item or row. `section` runs from the outermost heading inwards; `themes` are primary first."""

    key: str
    parent: str | None
    part: Part
    title: str | None
    content: str
    section: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    due_text: str | None
    due: date | None
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    themes: tuple[ThemeHit, ...]
    span: Span
    page: int | None = None
    layout: str = ""
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is printed about the document itself; None means that the file does not print it.

    `addressees` (主送) and `copied` (抄送) are as printed, `reports` those that its notice has results sent to.
    """

    path: str
    sha256: str
    format: str
    title: str | None
    doc_no: str | None
    issuer: str | None
    province: str | None
    city: str | None
    district: str | None
    code: str | None
    town: str | None
    year: int | None
    date: date | None
    kind: str | None
    addressees: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """`chars` code points of decoded text; `read` the share in 0..1 that ended as task, heading, header or unit list."""

    chars: int
    read: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """One document, read."""

    document: DocumentInfo
    tasks: tuple[Task, ...]
    notes: tuple[Note, ...]
    coverage: Coverage
    text: str
    pages: tuple[int, ...] = field(default=())  # offset at which each page starts; empty for files without pages
    layouts: tuple[str, ...] = field(default=())  # "part: layout (why it claims it)"
    understood: tuple[Span, ...] = field(default=())  # stretches that ended as task, heading, header or unit list; sorted


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an officer should look at before a document is used.

    `group` sorts it (责任主体, 时限, 文字 …); `counted` findings are only numbered, not listed one by one. `number` is that
    of the item, None where it concerns the document; `fields` as those of a note.
    """

    code: str
    group: str
    message: str
    hint: str
    number: str | None = None
    span: Span | None = None
    counted: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False)
