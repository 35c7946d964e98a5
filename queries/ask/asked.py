"""A question with everything that was found in it, and what there is to know of the kind that it is of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from queries.ask.facts import Facts, Place
from queries.ask.known_names import Known
from queries.ask.linked import Linked
from queries.ask.patterns import Patterns
from queries.ask.reply import Reply, Value, sentences, union
from queries.ask.topics import Found, Topic
from queries.base import Row, Session

# It is so? The value is true or false.
WHETHER = re.compile(r"吗|(?<![干啥])嘛|(?<![什怎那这多要])么$|(?<!没)有没有|有无|是否|是不是|对不对|[对是]吧|没错吧")
# How many? The value is a number: 几项, 多少家; 哪几项 asks which, 几月 when.
HOW_MANY = re.compile(r"多少|(?<![哪这那第好])几(?![月号日点])")
TOLD = 12  # names or numbers that a sentence lists; the rows have all


def always(_: Asked) -> bool:
    """For what is so of every question of a kind."""
    return True


def never(_: Asked) -> bool:
    """For what is so of none."""
    return False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: a module that answers it ends in one, `registry.py` lists them all. `name`: what `patterns.yaml` calls it."""

    name: str
    answer: Callable[[Asked], Reply]
    # What is read for it in any case, so that a dry run can say so.
    reads: tuple[Literal["tasks", "duties", "targets"], ...] = ()
    # What it sets beside each other: of one year each, where the question has none.
    compares: Literal["", "places", "subjects"] = ""
    # Whether A、B和C are asked about one by one where no answer fits them all: only in a list, or in any words; "apart": before all together.
    subjects: Literal["", "listed", "each", "apart"] = ""
    # What narrows it: whatever its words are about, or, as it is about whole documents, themes named in full and quotations only.
    narrowed_by: Literal["words", "themes", "quotes"] = "words"
    # What it is about has to stand in a task, else it is about something else.
    found: bool = False
    # It names what its answer is made of: verbs that stand in no document are talk.
    lists: bool = False
    # Its names say enough, as they do wherever it lists something: words of talk narrow nothing, even where there are no others.
    by_name: Callable[[Asked], bool] = never
    # A verb that stands in no document is nothing to say no to.
    acts: bool = False
    # The unit that it names is the one it asks about: none that it leaves out, and no word for several.
    of_unit: bool = False
    # Of the two roles that it names: the first, both, or neither, as every role is told.
    two_roles: Literal["first", "both", "neither"] = "first"
    # What `patterns.yaml` tells apart within it, each known to its module.
    details: tuple[str, ...] = ()
    # It counts: things that the text itself counts will do (26个试点领域).
    counts: bool = False
    # Its answer may be of any sort, else only of those that such documents list: not 哪家医院.
    any_sort: bool = False
    # It is about documents and what they come from, not about their tasks.
    of_papers: bool = False
    # What reads like it is of another kind after all: the next whose frame fits. Asked when the documents are known.
    unless: Callable[[Asked], bool] = never
    # It is about the towns' own plans too, where it names no place.
    plans: Callable[[Asked], bool] = never


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything that was found in it. `places` are those it is about, `role` is None where it names none;
    `newest`: what it compares is of the newest year only, as it names none."""

    session: Session
    known: Known
    patterns: Patterns
    linked: Linked
    kind: Kind
    places: list[Place]
    facts: Facts
    topic: Topic
    role: str | None = None
    newest: bool = False

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

    def present(self) -> set[str]:
        """What is in it, as patterns ask for it: kinds of names, and a topic."""
        return self.linked.kinds() | ({"topic"} if self.topic else set())

    def details(self, kind: str) -> list[str]:
        """What it asks for within a kind of question, by `patterns.yaml`: the first is meant, the others are asked for too."""
        present = self.present()
        return [rule.name for rule in self.patterns.details[kind] if rule.fits(self.masked, present)]

    def detail(self, kind: str) -> str:
        """The first of these; empty where there is none."""
        return next(iter(self.details(kind)), "")

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
