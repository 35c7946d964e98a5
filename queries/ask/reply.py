"""What an answer is made of, and the sentences it is said in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from graph.errors import DataFileError
from queries.base import Column, Row
from queries.duties import DUTY_COLUMNS

Status = Literal["answered", "unknown", "ambiguous"]
Value = None | bool | int | float | str | list[str]

TASK_COLUMNS = (
    Column("district"),
    Column("town"),
    Column("year", "int"),
    Column("number"),
    Column("title"),
    Column("content"),
    Column("due_text"),
    Column("due", "date"),
    Column("themes", "strings", shown=False),
    Column("document", shown=False),
    Column("task", shown=False),
    Column("page", "int", shown=False),
    Column("item", shown=False),
)
# How many tasks each of several places or bodies has.
COUNT_COLUMNS = (
    Column("district"),
    Column("town"),
    Column("year", "int"),
    Column("unit"),
    Column("count", "int", label="tasks"),
    Column("items", "int"),
)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `value` is a number, an ISO date, true or false, a list of names, or None where the rows are the answer;
    `choices` are what an ambiguous name may mean."""

    answer: str
    value: Value = None
    rows: list[Row] = field(default_factory=list)
    status: Status = "answered"
    columns: tuple[Column, ...] = DUTY_COLUMNS
    choices: tuple[str, ...] = ()


def task_row(task: Row) -> Row:
    """A task as a row of an answer."""
    return {column.name: task[column.name] for column in TASK_COLUMNS}


def union(lists: Iterable[Iterable[str]]) -> list[str]:
    """Every name once, in the order met."""
    return list(dict.fromkeys(name for names in lists for name in names))


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Key -> language -> sentence. Raises DataFileError for a sentence that lacks a language."""
    path = Path(__file__).parent / "sentences.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, texts in data.items():
        if not isinstance(texts, dict) or set(texts) != {"zh", "en"}:
            raise DataFileError(f"{path.name}：{key} 应有且只有 zh、en", hint="每句话都要写两种语言")
    found: Mapping[str, Mapping[str, str]] = data
    return found
