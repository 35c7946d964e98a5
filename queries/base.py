"""What a question is and what it answers. A query module fills in a `Query`; `run` turns its `Result` into an `Answer`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from graph.errors import UsageError
from graph.store import Rows, Store, Value
from queries.words import Words, load_words

Row = dict[str, Any]
ParameterKind = Literal["text", "texts", "ints", "flag", "choice"]
DEFAULT_LIMIT = 10_000  # rows of an answer
SECONDS = 30.0  # for one statement
FETCH = 500_000  # rows that one statement may hand over: beyond that an answer says that it was cut


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing a question asks for.

    `texts` and `ints` may be given several times; a `flag` is true or absent; a `choice` is one of `choices`. A
    positional parameter is an argument of the command, the others are options `--name`.
    """

    name: str
    kind: ParameterKind
    help: str
    default: str | int | None = None
    positional: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()


DISTRICT = Parameter("district", "texts", "只看这个区，例如 宝山区；可以重复")
YEAR = Parameter("year", "ints", "只看这一年，例如 2025；可以重复")
TOWN = Parameter("town", "texts", "只看这个街镇自己的文件，例如 淞南镇；可以重复")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is the JSON type: string, int, float, date, strings, bool. One that is not `shown` is left out of
    tables on a screen and in Markdown, never out of files. `label` is its key in the word list, where that is not its name."""

    name: str
    kind: str = "string"
    shown: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the example documents answer; a test runs it."""

    says: str
    params: Mapping[str, str | int | bool | Sequence[str | int]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a query module hands back; rows in their final order.

    `columns` replaces those of the query, where the rows depend on what was asked. `extra` goes into the JSON as it is.
    """

    title: str
    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    extra: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[Column, ...] | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One question. `cypher` are the texts it may send, for documentation; `run` answers it.

    `variants` are the other columns that its rows may have, by what was asked; `extra` describes, as JSON Schemas by name,
    what its answer holds beside the rows; what is `optional` there not every answer has.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: Example
    run: Callable[[Session, Given], Result]
    cypher: tuple[str, ...]
    takes_units: bool = False  # it sees to the units of the session itself (queries/unit_sets.py)
    by_task: bool = False  # its rows tell of tasks: for a list of units those of collectives that a unit belongs to stay
    variants: tuple[tuple[Column, ...], ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def command_line(self) -> str:
        """The worked example as one types it."""
        words = ["zeren", self.name]
        for parameter in self.parameters:
            value = self.example.params.get(parameter.name)
            if value is None or value is False:
                continue
            if not parameter.positional:
                words.append(f"--{parameter.name.replace('_', '-')}")
            if value is not True:
                words.append(f'"{value}"' if set(str(value)) & set(" |>$(") else str(value))
        return " ".join(words)


class Given:
    """The parameters of one question, checked against its specification. What was not given is "", [] or False."""

    def __init__(self, query: Query, values: Mapping[str, Any]) -> None:
        """Raises UsageError for an unknown, missing or unfit parameter."""
        known = {parameter.name: parameter for parameter in query.parameters}
        for name in values:
            if name not in known:
                raise UsageError(f"{query.name} 没有参数 {name}", hint=f"可用的参数：{'、'.join(known)}")
        self._values: dict[str, Any] = {}
        for name, parameter in known.items():
            value = values.get(name)
            if value is None or value == () or value == []:
                value = parameter.default
            self._values[name] = _checked(query, parameter, value)

    def text(self, name: str) -> str:
        """The text; "" when it was not given."""
        return str(self._values[name] or "")

    def texts(self, name: str) -> list[str]:
        """The texts, in the order given."""
        return [str(value) for value in self._values[name] or ()]

    def ints(self, name: str) -> list[int]:
        """The numbers, in the order given."""
        return [int(value) for value in self._values[name] or ()]

    def flag(self, name: str) -> bool:
        """Whether the flag was given."""
        return bool(self._values[name])

    def echo(self) -> Row:
        """What was given, for the answer: a single value stands alone, not in a list."""
        shown: Row = {}
        for name, value in self._values.items():
            if value in (None, "", [], False):
                continue
            shown[name] = value[0] if isinstance(value, list) and len(value) == 1 else value
        return shown


def _checked(query: Query, parameter: Parameter, value: Any) -> Any:
    if parameter.kind in ("texts", "ints"):
        values = list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
        return [_one(parameter, item) for item in values]
    if parameter.required and (value is None or (isinstance(value, str) and not value.strip())):
        name = parameter.name.upper() if parameter.positional else parameter.name
        raise UsageError(f"{query.name} 缺少参数 {name}", hint=parameter.help)
    if parameter.kind == "flag":
        return bool(value)
    return None if value is None else _one(parameter, value)


def _one(parameter: Parameter, value: Any) -> str | int:
    if parameter.kind == "ints":
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise UsageError(f"{parameter.name} 应是数字：{value}", hint=parameter.help) from error
    text = str(value).strip()
    if parameter.choices and text not in parameter.choices:
        raise UsageError(f"{parameter.name} 不能是 {text}", hint=f"可以是：{'、'.join(parameter.choices)}")
    return text


@dataclass(frozen=True, slots=True)
class Options:
    """How to answer. `limit` is the greatest number of rows, 0 for all; `dry` notes the statements and runs none."""

    limit: int = DEFAULT_LIMIT
    lang: str = "zh"
    dry: bool = False
    units: tuple[str, ...] = ()  # only these: names as people write them, none for all


class Session:
    """One question at work: the store, the language, and every statement that was sent.

    A dry session looks names up but does not run the statements of the question: it only notes them.
    """

    def __init__(self, store: Store, *, lang: str = "zh", dry: bool = False, limit: int = DEFAULT_LIMIT) -> None:
        self.store = store
        self.units: tuple[str, ...] = ()
        self.years: tuple[int, ...] = ()  # that the question is about: a name is looked for in districts with documents of them
        self.remarks: list[str] = []  # what looking names up has to say, in front of the answer's notes
        self.dry = dry
        self.limit = limit if limit > 0 else FETCH
        self.words: Words = load_words(lang)
        self.statements: list[tuple[str, dict[str, Value]]] = []
        self.truncated = False

    def ask(self, text: str, **params: Value) -> list[Row]:
        """Run a statement of the question; [] in a dry session."""
        self.statements.append((text, dict(params)))
        if self.dry:
            return []
        found = self.store.read(text, params, limit=FETCH, seconds=SECONDS)
        self.truncated = self.truncated or found.truncated
        return _rows(found)

    def lookup(self, text: str, **params: Value) -> list[Row]:
        """Run a statement that only finds names; it is no part of the answer's Cypher and runs in a dry session too."""
        return _rows(self.store.read(text, params, limit=FETCH, seconds=SECONDS))

    def say(self, key: str, **fields: Any) -> str:
        """A sentence of the word list."""
        return self.words.say(key, **fields)

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other, joined as the language of the answer joins them."""
        return self.words.listed(names)


def _rows(found: Rows) -> list[Row]:
    return [dict(row) for row in found.dicts()]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question. `columns` are (name, label, type); `total` counts the rows before the limit;
    `statements` are the Cypher texts with their parameters, in the order sent."""

    query: str
    title: str
    params: Row
    columns: tuple[tuple[str, str, str], ...]
    hidden: frozenset[str]
    rows: list[Row]
    total: int
    truncated: bool
    notes: list[str]
    statements: list[tuple[str, dict[str, Value]]]
    extra: Mapping[str, Any]
    lang: str = "zh"

    @property
    def in_words(self) -> bool:
        """Whether the title is the answer, in a sentence: where it has no rows nothing is missing."""
        return "answer" in self.extra

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data in a fixed order; days as ISO text."""
        data: dict[str, Any] = {
            "query": self.query,
            "title": self.title,
            "params": self.params,
            "columns": [{"name": name, "label": label, "type": kind} for name, label, kind in self.columns],
            "rows": self.rows,
            "total": self.total,
            "truncated": self.truncated,
            "notes": self.notes,
            "cypher": [text for text, _ in self.statements],
            "cypher_params": [params for _, params in self.statements],
            **self.extra,
        }
        plain: dict[str, Any] = _plain(data)
        return plain


_AS_IT_IS = frozenset((str, int, float, bool, type(None)))


def _plain(value: Any) -> Any:
    if type(value) in _AS_IT_IS:  # most are, and an answer has thousands
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
