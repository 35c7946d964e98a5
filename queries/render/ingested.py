"""What a run of `zeren ingest` prints: a line for each document, then every kind of doubtful point."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import PurePath

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.load import LoadReport
from graph.model import Extraction, Note
from graph.remarks import told
from queries.render.cells import clean
from queries.render.screen import Screen
from queries.words import Words, load_words

DOUBTS = 4  # doubtful points of one kind that are printed for a document
FIGURES = ("items", "tasks", "duties", "inferred", "units", "coverage", "doubts")


def render_ingested(loaded: Sequence[tuple[Extraction, LoadReport]], *, lang: str = "zh", screen: Screen | None = None) -> str:
    """The text, in the order of `loaded`; "" for nothing."""
    if not loaded:
        return ""
    words = load_words(lang)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(words.column("document"), overflow="fold")
    # Most documents name their bodies: then nothing is inferred, and there is no such column.
    shown = [name for name in FIGURES if name != "inferred" or any(report.inferred for _, report in loaded)]
    for name in shown:
        head = words.value("duties") if name == "duties" else words.column(name)
        table.add_column(re.sub(r" ?(?=[（(])", "\n", head), justify="right", no_wrap=True)
    table.add_column(words.column("state"))
    lines: list[str] = []
    for extraction, report in loaded:
        name = clean(PurePath(extraction.document.path).name)
        notes = (*extraction.notes, *report.notes)
        doubts = sum(note.code != "fixed" for note in notes)  # what a person has settled is told, but is no doubt
        state = "new" if report.new else "replaced" if report.replaced else "unchanged"
        figures = {
            "items": report.items, "tasks": report.tasks, "duties": report.duties, "inferred": report.inferred, "units": report.units,
            "coverage": f"{extraction.coverage.read:.0%}", "doubts": doubts,
        }  # fmt: skip
        table.add_row(Text(name), *(str(figures[one]) for one in shown), words.value(state))
        lines += _doubts(words, name, notes)
    out = io.StringIO()
    Console(file=out, width=(screen or Screen()).width, highlight=False, markup=False, emoji=False).print(table)
    body = "\n".join(line.rstrip() for line in out.getvalue().splitlines())
    return "\n".join([body, *lines]) + "\n"


def _doubts(words: Words, name: str, notes: Sequence[Note]) -> list[str]:
    """One line for each kind of doubt, the first few of it in full."""
    lines = []
    said = [told(note, words.lang) for note in notes]
    for hint in dict.fromkeys(hint for _, hint in said):
        found = [clean(message) for message, other in said if other == hint]
        more = words.say("doubts_more", count=len(found) - DOUBTS) if len(found) > DOUBTS else ""
        lines.append(words.say("doubts", document=name, messages=words.say("semicolon").join(found[:DOUBTS]), more=more, hint=hint))
    return lines
