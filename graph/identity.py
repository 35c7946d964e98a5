"""Which document of the store an extraction belongs to: the same one, its body or annex, or none.

- The same number and title, else the same bytes, is the same document. A file at the same place with the same title is
  a new state of it. Of two files of one document (PDF and HTML) the one that says more is kept, whatever the order in
  which they come.
- An annex in a file of its own joins the body of the same district, town, year and title; the document keeps the
  body's identity, and its text is the body's with the annex's behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.archive import shift, unpack
from graph.ids import document_id, squeeze
from graph.merged import overlap, plain_text
from graph.model import Coverage, Extraction, Note, Task
from graph.remarks import note

JOINT = "\n\f\n"  # between the text of a body and that of an annex from another file
_TAIL = re.compile(r"(?:主要|重点|目标|工作|任务|责任|分解|分工|落实|推进|进度|一览|清单|方案|安排|要点|计划|表|的通知)+$")
_HEAD = re.compile(r"^(?:附件\d*[:：.、]?|关于印发)+")


@dataclass(frozen=True, slots=True)
class Stored:
    """A document of the store. `area` is what its district (or city) is called there, `parts` are its files, the body first."""

    id: str
    stem: str
    area: str
    parts: tuple[Extraction, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What loading an extraction means. `parts` is the document's content afterwards, the body first.

    `remove` are ids of documents that this one takes the place of; `stem` is that of the document it goes on, else
    None; `kept` is true when the store's own file says more and stays.
    """

    id: str
    parts: tuple[Extraction, ...]
    remove: tuple[str, ...]
    stem: str | None
    new: bool
    kept: bool
    notes: tuple[Note, ...]


def own_id(extraction: Extraction) -> str:
    """The id of the document that this file alone would be."""
    info = extraction.document
    return document_id(info.doc_no, info.title, info.sha256)


def completeness(parts: Sequence[Extraction]) -> str:
    """body, annex or both. A notice with number or issuer whose tasks all stand in its table is complete."""
    named = {task.part for part in parts for task in part.tasks}
    if named == {"annex"}:
        return "both" if any(part.document.doc_no or part.document.issuer for part in parts) else "annex"
    return "both" if "annex" in named else "body"


def plan(new: Extraction, stored: Sequence[Stored]) -> Plan:
    """Find the place of `new` among the documents of its district and year (and those with its id or path)."""
    for known in stored:
        for at, part in enumerate(known.parts):
            if own_id(part) == own_id(new) or _same_file(part, new):
                return _go_on(new, known, at)
    for known in stored:
        if _same_plan(known.parts[0], new):
            joined = _join(new, known)
            if joined is not None:
                return joined
    twins = [known for known in stored if _same_plan(known.parts[0], new) and completeness(known.parts) == completeness([new])]
    notes = [note("same-title", stem=known.stem) for known in twins]
    return Plan(own_id(new), (new,), (), None, True, False, tuple(notes))


def split(records: Sequence[Mapping[str, Any]], text: str) -> tuple[Extraction, ...]:
    """The files of a document, the body first, from what the store keeps: `statements` and `text` of its node."""
    parts, at = [], 0
    for record in records:
        parts.append(unpack(record, text[at : at + record["chars"]]))
        at += record["chars"] + len(JOINT)
    return tuple(parts)


def combine(parts: Sequence[Extraction]) -> Extraction:
    """One extraction of a document's files: texts behind each other, offsets moved, the first file's particulars."""
    if len(parts) == 1:
        return parts[0]
    moved: list[Extraction] = []
    offset = 0
    for part in parts:
        moved.append(shift(part, offset))
        offset += len(part.text) + len(JOINT)
    chars = sum(part.coverage.chars for part in parts)
    read = sum(part.coverage.read * part.coverage.chars for part in parts) / chars if chars else 0.0
    return Extraction(
        document=parts[0].document,
        tasks=tuple(task for part in moved for task in part.tasks),
        notes=tuple(note for part in moved for note in part.notes),
        coverage=Coverage(chars, read),
        text=JOINT.join(part.text for part in parts),
        pages=tuple(page for part in moved for page in part.pages),
        layouts=tuple(layout for part in parts for layout in part.layouts),
        understood=tuple(span for part in moved for span in part.understood),
    )


def _go_on(new: Extraction, known: Stored, at: int) -> Plan:
    """`new` is the file number `at` of a known document, again, changed, or in another form."""
    old = known.parts[at]
    if new == replace(old, document=replace(old.document, path=new.document.path)):
        new = old  # the same file from another place says nothing new
    if old.document.path != new.document.path and old.document.sha256 != new.document.sha256 and _weight(old) >= _weight(new):
        fuller = note("same-document", path=old.document.path)
        return Plan(known.id, known.parts, (), known.stem, False, True, (fuller,))
    parts = (*known.parts[:at], new, *known.parts[at + 1 :])
    number = own_id(parts[0])
    return Plan(number, parts, (known.id,) if number != known.id else (), known.stem, False, False, ())


def _join(new: Extraction, known: Stored) -> Plan | None:
    """Put an annex to its body, whichever of them came first; None if they are not such a pair."""
    here, there = completeness([new]), completeness(known.parts)
    if here == "annex" and there == "body":
        return Plan(known.id, (*known.parts, new), (), known.stem, True, False, ())
    if here == "body" and there == "annex":
        return Plan(own_id(new), (new, *known.parts), (known.id,), None, True, False, ())
    if {here, there} == {"annex", "both"} and _same_annex(new, known.parts):
        if here == "annex":
            told = note("annex-known", stem=known.stem)
            return Plan(known.id, known.parts, (), known.stem, False, True, (told,))
        told = note("annex-known", form="annex-within", stem=known.stem)
        return Plan(own_id(new), (new,), (known.id,), None, True, False, (told,))
    return None


def _same_file(part: Extraction, new: Extraction) -> bool:
    """The file at the same place with the same title, changed since, where no number tells."""
    old = part.document
    return old.path == new.document.path and squeeze(old.title) == squeeze(new.document.title)


def _same_plan(part: Extraction, new: Extraction) -> bool:
    old, info = part.document, new.document
    if (old.district, old.town, old.year) != (info.district, info.town, info.year) or info.year is None:
        return False
    return bool(_bare_title(new)) and _bare_title(part) == _bare_title(new)


def _bare_title(extraction: Extraction) -> str:
    """What a title says beyond place, year and kind: the table of a plan is called after the plan, not always exactly."""
    info = extraction.document
    title = _HEAD.sub("", squeeze(info.title).strip("《》"))
    for place in (info.district, info.town):
        if place and place in title:
            title = re.sub(rf"^(\d{{4}}年度?)?.*?{re.escape(place)}", "", title)
    return _TAIL.sub("", plain_text(re.sub(r"\d{4}年度?", "", title)))


def _same_annex(new: Extraction, parts: Sequence[Extraction]) -> bool:
    """Whether most annex tasks of one are in the other, word for word or nearly."""
    sides = [[task for task in new.tasks if task.part == "annex"], [t for part in parts for t in part.tasks if t.part == "annex"]]
    few, many = sorted(sides, key=len)
    by_number: dict[str, list[Task]] = {}
    for task in many:
        by_number.setdefault(task.key, []).append(task)
    same = sum(any(overlap(task.content, other.content) >= 0.8 for other in by_number.get(task.key, [])) for task in few)
    return bool(few) and same * 2 >= len(few)


def _weight(extraction: Extraction) -> tuple[bool, int, int, float, str]:
    """How much a file says: body and annex, duties, tasks, share that was read; at last its path, to be independent of order."""
    duties = sum(len(task.assignments) for task in extraction.tasks)
    whole = completeness([extraction]) == "both"
    return whole, duties, len(extraction.tasks), extraction.coverage.read, extraction.document.path

