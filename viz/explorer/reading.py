"""What the pages of a task and of a document are made from: the document as it was read, its tasks, where they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.identity import JOINT, combine, split
from graph.model import Assignment, Extraction, Finding, Span, Task
from graph.remarks import retold
from queries.base import Session
from queries.reading import Reading, alike, read_document
from viz.explorer.settings import Settings
from viz.explorer.spec import Asked
from viz.explorer.urls import Urls
from viz.source import Row


def reading_of(asked: Asked, name: str) -> Reading:
    """The document with this stem, number or title, or the one of a task; kept until the store changes. Raises UnknownName."""
    store, lang = asked.shelf.store(), asked.lang
    found: Reading = asked.shelf.kept(("reading", name, lang), lambda: read_document(Session(store, lang=lang), name), lambda one: len(one.tasks))
    return found


def alike_of(asked: Asked) -> list[Row]:
    """Where each theme is found (queries/reading.py)."""
    store, lang = asked.shelf.store(), asked.lang
    found: list[Row] = asked.shelf.kept(("alike", lang), lambda: alike(Session(store, lang=lang)), len)
    return found


def trace_of(asked: Asked, stem: str) -> list[Row]:
    """Every pair of tasks of which one is of this document: own task first, `to_…` is its source."""
    key = ("trace", stem, asked.lang)
    found: list[Row] = asked.shelf.kept(key, lambda: asked.ask("trace", about=stem).rows, len)
    return found


@dataclass(frozen=True, slots=True)
class Read:
    """A document's files as one extraction, with findings at their places in it; `files` are (name, completeness, first place)."""

    whole: Extraction
    findings: list[Finding]
    files: list[tuple[str, str, int]]


def read_again(reading: Reading, settings: Settings) -> Read:
    """The document from what the store keeps of its files; findings are none where there is nobody to find them."""
    parts = split(reading.record["statements"], reading.record["text"])
    findings: list[Finding] = []
    files = []
    offset = 0
    for part in parts:
        found = settings.check(part) if settings.check else ()
        findings += [replace(one, span=_moved(one.span, offset)) for one in found]
        printed = {task.part for task in part.tasks}
        kind = "both" if len(printed) > 1 else "annex" if printed == {"annex"} else "body"
        files.append((part.document.path.replace("\\", "/").rpartition("/")[2], kind, offset))
        offset += len(part.text) + len(JOINT)
    return Read(combine(parts), findings, files)


def _moved(span: Span | None, by: int) -> Span | None:
    return None if span is None else (span[0] + by, span[1] + by)


class GraphLinks:
    """Leads from what is printed to the pages of what the graph made of it (viz/marked.py: Links)."""

    def __init__(self, reading: Reading, urls: Urls) -> None:
        self._urls = urls
        self._tasks: dict[tuple[int, str], str] = {}
        self._units: dict[tuple[int, int], Row] = {}
        self._mentions: dict[str, Row] = {}
        self._known: dict[str, str] = {}
        for task in reading.tasks:
            for source in task["sources"]:
                self._tasks.setdefault((source["span"][0], source["number"]), task["task"])
            for row in task["duties"]:
                self._mentions.setdefault(row["mention"], row)
                for source in row["sources"]:
                    if source.get("span"):
                        self._units.setdefault((source["span"][0], source["span"][1]), row)

    def unit(self, assignment: Assignment) -> str:
        """See `Links`."""
        row = self._units.get(assignment.span) or self._mentions.get(assignment.mention)
        if row is None:
            return ""
        if row["unit_id"] not in self._known:
            self._known[row["unit_id"]] = self._urls.unit(unit_row(row))
        return self._known[row["unit_id"]]

    def task(self, task: Task) -> str:
        """See `Links`."""
        found = self._tasks.get((task.span[0], task.key))
        return self._urls.task({"task": found}) if found else ""


def unit_row(row: Row) -> Row:
    """What the address of a duty's unit needs: its own town, not that of the document."""
    return {"unit": row["unit"], "district": row["district"], "town": row["unit_town"], "year": row["year"]}


def doubts(task: Row, notes: Sequence[Mapping[str, Any]], lang: str) -> list[Row]:
    """The notes of the document whose place meets the task, in a language."""
    start, end = task["span_start"], task["span_end"]
    if start is None or end is None:
        return []
    return [retold(note, lang) for note in notes if note.get("span") and note["span"][0] < end and start < note["span"][1]]
