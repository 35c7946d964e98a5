"""Which bodies a task concerns by its field alone, where the document names nobody: themes and the functions they belong to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.names.datafile import DATA, read_tsv

COLUMNS = ("theme", "words", "functions")


@dataclass(frozen=True, slots=True)
class Field:
    """A theme, and the functions of bodies it belongs to where one of `words` (none: always) stands in the task."""

    theme: str
    words: tuple[str, ...]
    functions: tuple[str, ...]


@lru_cache(maxsize=1)
def load_fields(path: Path = DATA / "fields.tsv") -> tuple[Field, ...]:
    """The lines of the data file, in order; raises DataFileError for one without theme or functions."""
    found = []
    for row in read_tsv(path, COLUMNS):
        words, functions = (tuple(filter(None, row.text(name).split("、"))) for name in ("words", "functions"))
        if not row.text("theme") or not functions:
            raise row.error("缺少 theme 或 functions", "写明主题和职能，如 教育 与 教育")
        found.append(Field(row.text("theme"), words, functions))
    return tuple(found)


def fits(theme: str, text: str, functions: Collection[str]) -> tuple[str, str] | None:
    """(function, word of the text or "") by which a task with this first theme and text concerns a body with these
    functions; None where it does not."""
    for field in load_fields():
        if field.theme != theme:
            continue
        shared = next((one for one in field.functions if one in functions), None)
        word = next((one for one in field.words if one in text), "")
        if shared is not None and (word or not field.words):
            return shared, word
    return None
