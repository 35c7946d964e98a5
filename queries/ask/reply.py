"""What an answer is made of, and the sentences it is said in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from graph.errors import DataFileError
from queries.ask.facts import Facts, Place
from queries.ask.frame import HOW_MANY, WHETHER
from queries.ask.known import Known
from queries.ask.link import Linked
from queries.ask.patterns import Patterns
from queries.ask.topics import Found, Topic
from queries.base import Column, Row, Session
from queries.duties import DUTY_COLUMNS

Status = Literal["answered", "unknown", "ambiguous"]
Value = None | bool | int | float | str | list[str]
TOLD = 12  # names or numbers that a sentence lists; the rows have all

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


@dataclass(slots=True)
class Asked:
    """A question with everything that was found in it. `places` are those it is about, `role` is None where it names none;
    `newest`: what it compares is of the newest year only, as it names none;
    `everywhere` is what all documents print, None until it is needed, empty where it is too much."""

    session: Session
    known: Known
    patterns: Patterns
    linked: Linked
    intent: str
    places: list[Place]
    facts: Facts
    topic: Topic
    role: str | None = None
    newest: bool = False
    everywhere: str | None = None

    @property
    def masked(self) -> str:
        """The question with marks for the names in it."""
        return self.linked.masked

    @property
    def yes(self) -> bool:
        """Whether it asks if something is so: the value is true or false."""
        return WHETHER.search(self.masked) is not None

    @property
    def how_many(self) -> bool:
        """Whether it asks for a number."""
        return HOW_MANY.search(self.masked) is not None

    def value(self, values: Sequence[Value]) -> Value:
        """One value of those of the places, in their order: every name where all are names, else what all share, None where they differ."""
        lists = [value for value in values if isinstance(value, list)]
        if values and len(lists) == len(values):
            return union(lists)
        return values[0] if values and all(value == values[0] and type(value) is type(values[0]) for value in values) else None

    def say(self, key: str, **fields: Any) -> str:
        """A sentence in the language of the question."""
        return re.sub(" {2,}", " ", sentences()[key][self.linked.lang].format(**fields))  # a blank may stay empty

    def names(self, names: Iterable[str], at_most: int = TOLD) -> str:
        """Names in a row, with how many there are where they are too many."""
        listed = list(dict.fromkeys(names))
        mark = "、" if self.linked.lang == "zh" else ", "
        shown = mark.join(listed[:at_most])
        return shown if len(listed) <= at_most else shown + self.say("and_more", count=len(listed))

    def where(self, place: Place) -> str:
        """The place, with its year where several years are asked about."""
        same = [one for one in self.places if (one.district, one.town) == (place.district, place.town)]
        return f"{place.name}{place.year}年" if len(same) > 1 else place.name

    def number(self, task: Row) -> str:
        """第27项, or item 27, with its title."""
        title = f"（{task['title']}）" if task["title"] else ""
        return self.say("item", number=task["number"], title=title)

    def join(self, parts: Iterable[str]) -> str:
        """Sentences about several places as one answer."""
        kept = [part for part in parts if part]
        mark, end = ("；", "。") if self.linked.lang == "zh" else ("; ", ".")
        return mark.join(part.rstrip("。.") for part in kept) + end

    def meant(self, place: Place) -> Found:
        """The tasks of a place that the question names by number, by quotation or by what it is about; all where it names none."""
        tasks = self.facts.tasks(place)
        if self.linked.numbers:
            return Found(_numbered(tasks, self.linked.numbers_of(place.name)), "number")
        if not self.topic:
            return Found(tasks, "all")
        return self.facts.meant(self.topic, place)

    def unknown(self, key: str, **fields: Any) -> Reply:
        """An answer that says what the documents do not tell."""
        return Reply(self.say(key, **fields), None, [], "unknown")

    def place_names(self) -> str:
        """The places that are asked about."""
        return self.names(place.name for place in self.places)

    def day(self, day: date | None, text: str | None) -> str:
        """A deadline as printed and as a day."""
        if day is None:
            return text or self.say("no_deadline")
        return f"{text}（{day.isoformat()}）" if text else day.isoformat()


def _numbered(tasks: list[Row], numbers: Sequence[str]) -> list[Row]:
    """The tasks with these numbers; 4. is the fourth part where the numbers run on from part to part."""
    found = [task for task in tasks if any(_is_number(task, number) for number in numbers)]
    if found or not any(number[-1:] == "." for number in numbers):
        return found
    parts = union([task["section"][:1] for task in tasks])
    places = [int(number[:-1]) for number in numbers if number[-1:] == "." and number[:-1].isdecimal()]
    wanted = {parts[place - 1] for place in places if 0 < place <= len(parts)}
    return [task for task in tasks if task["section"][:1] and task["section"][0] in wanted]


def _is_number(task: Row, number: str) -> bool:
    """Whether a task is the one with this number, or a row of it; 4. stands for the fourth part with all its items."""
    return task["number"] == number or task["item"] == number or (number[-1:] == "." and str(task["number"]).startswith(number))


def absent(asked: Asked) -> list[str]:
    """The numbers in the question that no task of its places has."""
    tasks = asked.facts.tasks() if asked.linked.numbers else []
    return [number for number in asked.linked.numbers if not _numbered(tasks, [number])]


def nothing(asked: Asked) -> Reply:
    """What is asked about does not stand in the documents of these places."""
    if asked.linked.numbers:
        return asked.unknown("no_number", places=asked.place_names(), number="、".join(asked.linked.numbers))
    if asked.topic:
        return asked.unknown("no_topic", places=asked.place_names(), words=asked.topic.words)
    return asked.unknown("no_tasks", places=asked.place_names())


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
