"""The page of a question: its answer as a table that sorts and filters, the form to ask it otherwise, and what to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.base import Answer, Parameter, Query
from queries.registry import find
from viz.explorer.pages import render
from viz.explorer.spec import Asked, Screen, crumbs
from viz.explorer.tables import grid
from viz.source import Row

Above = Callable[[Asked, Answer], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter in the form: `values` are what it has now, `choices` what it may be (value, label)."""

    name: str
    kind: str
    label: str
    help: str
    values: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


def no_pictures(asked: Asked, answer: Answer) -> Sequence[Mapping[str, Any]]:
    """A question whose rows say it all."""
    return ()


def screen_of(name: str, title: str, menu: str = "", *, above: Above = no_pictures) -> Screen:
    """The page of a question of the registry. `title` is the English name, `menu` the Chinese word in the menu ("" for none);
    `above` makes what stands over the table."""
    query = find(name)

    def page(asked: Asked, data: Row) -> str:
        return _page(query, asked, above)

    return Screen(
        name=query.name, title={"zh": query.title, "en": title}, description=query.description, parameters=query.parameters,
        example=query.example, data=lambda asked: _answer(asked).to_json(), page=page, menu={"zh": menu, "en": title} if menu else {},
    )  # fmt: skip


def _answer(asked: Asked) -> Answer:
    return asked.ask(asked.screen.name, **_values(asked))


def _values(asked: Asked) -> Row:
    return asked.echo()


def blank(asked: Asked, missing: Sequence[Parameter]) -> str:
    """The page of something that was not told yet what it is about: the form, and an example to follow."""
    screen = asked.screen
    title = screen.title[asked.lang]
    names = "、".join(one.help.partition("，")[0] for one in missing)
    example = (screen.example.says, asked.urls.page(screen.name, **screen.example.params))
    return render("question", asked.urls, here=screen.name, title=title, description=screen.description, crumbs=crumbs(asked, (title, "")),
                  fields=fields(asked), action=asked.urls.page(screen.name), missing=names, example=example)  # fmt: skip


def _page(query: Query, asked: Asked, above: Above) -> str:
    answer = _answer(asked)
    given = asked.echo()
    return render(
        "question", asked.urls, here=query.name, title=answer.title, description=query.description, crumbs=crumbs(asked, (asked.screen.title[asked.lang], "")),
        notes=answer.notes, grid=grid(answer, asked.urls), total=answer.total, truncated=answer.truncated, fields=fields(asked),
        pictures=above(asked, answer), take=take(asked, query.name, given), cypher=[text for text, _ in answer.statements], action=asked.urls.page(query.name),
    )  # fmt: skip


def take(asked: Asked, name: str, given: Row) -> list[tuple[str, str]]:
    """The files of an answer: label and address."""
    words = asked.words
    return [(words["take_xlsx"], asked.urls.file(name, "xlsx", **given)), (words["take_csv"], asked.urls.file(name, "csv", **given)),
            (words["take_json"], asked.urls.file(name, "json", **given))]  # fmt: skip


def fields(asked: Asked) -> list[Field]:
    """The form of a page: its parameters with what was given; places and years are chosen from what the graph has."""
    given, terms = asked.echo(), asked.terms
    places = known_places(asked)
    made = []
    for one in asked.screen.parameters:
        value = given.get(one.name)
        values = tuple(str(item) for item in (value if isinstance(value, list) else [value] if value else []))
        choices = tuple((choice, terms.value(choice)) for choice in one.choices) or tuple((item, item) for item in places.get(one.name, ()))
        label = terms.column(one.name) if terms.column(one.name) != one.name else one.help.partition("，")[0]
        made.append(Field(one.name, one.kind, label, one.help, values, choices))
    return made


def known_places(asked: Asked) -> Mapping[str, list[str]]:
    """The districts, towns and years of the documents that were read."""
    rows = asked.library.answer("documents", {}, _every(asked)).rows
    return {
        "district": sorted({row["district"] for row in rows if row["district"]}),
        "town": sorted({row["town"] for row in rows if row["town"]}),
        "year": sorted({str(row["year"]) for row in rows if row["year"]}, reverse=True),
    }


def _every(asked: Asked) -> Any:
    from queries.base import Options

    return Options(limit=0, lang=asked.lang)
