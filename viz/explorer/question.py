"""The page of a question: its answer as a table that sorts and filters, the form to ask it otherwise, and what to take away."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.errors import ZerenError
from queries.base import Answer, Parameter, Query
from queries.names import place_named
from queries.registry import find
from viz.explorer.english import describe, explain
from viz.explorer.pages import render
from viz.explorer.spec import Asked, Screen, crumbs
from viz.explorer.tables import Layout, grid
from viz.source import Row

Figure = Mapping[str, Any]  # a picture on a page: svg, title, file (viz/explorer/pictured.py)
Above = Callable[[Asked, Answer], Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter in the form: `values` are what it has now, `choices` what it may be (value, label)."""

    name: str
    kind: str
    label: str
    help: str
    values: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> list[str]:
        """What it has now, in words."""
        words = dict(self.choices)
        return [words.get(value, value) for value in self.values]


def no_pictures(asked: Asked, answer: Answer) -> Sequence[Mapping[str, Any]]:
    """A question whose rows say it all."""
    return ()


def nothing_more(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """A page that shows what all pages of questions show."""
    return {}


def as_asked(asked: Asked, answer: Answer) -> Layout:
    """A table with the rows and columns of the answer."""
    return Layout()


@dataclass(frozen=True, slots=True)
class Look:
    """How the page of a question differs from the plain one. `template` is one that extends question.html.j2, `more` its further
    variables, `layout` how the table lies; `above` and `below` are pictures over and under the table. `suggest` offers addresses
    (label, address) where it was not told yet what it is about; `wide` keeps the form open."""

    template: str = "question"
    above: Above = no_pictures
    below: Above = no_pictures
    layout: Callable[[Asked, Answer], Layout] = as_asked
    more: Callable[[Asked, Answer], Mapping[str, Any]] = nothing_more
    suggest: Callable[[Asked], Sequence[tuple[str, str]]] = lambda asked: ()
    wide: bool = False


PLAIN = Look()


def screen_of(name: str, title: str, *, look: Look = PLAIN) -> Screen:
    """The page of a question of the registry. `title` is the English name."""
    query = find(name)

    def page(asked: Asked, data: Row) -> str:
        return _page(query, asked, look)

    def begin(asked: Asked, missing: Sequence[Parameter]) -> str:
        return blank(asked, missing, look)

    return Screen(
        name=query.name, title={"zh": query.title, "en": title}, description=query.description, parameters=query.parameters, example=query.example,
        data=lambda asked: _answer(asked).to_json(), page=page, blank=begin,
    )  # fmt: skip


def _answer(asked: Asked) -> Answer:
    return asked.ask(asked.screen.name, **_values(asked))


def _values(asked: Asked) -> Row:
    """What was given; a question about days gets the day that the explorer was told to be on."""
    given = asked.echo()
    on = asked.settings.today
    return {**given, "today": on.isoformat()} if on and "today" not in given and any(one.name == "today" for one in asked.screen.parameters) else given


def blank(asked: Asked, missing: Sequence[Parameter], look: Look = PLAIN) -> str:
    """The page of something that was not told yet what it is about: the form, examples to follow, and what there is to choose."""
    screen = asked.screen
    title = screen.title[asked.lang]
    names = asked.words["joined"].join(one.label for one in fields(asked) if one.name in {wanted.name for wanted in missing})
    example = (screen.example.says if asked.lang == "zh" else title, asked.urls.page(screen.name, **screen.example.params)) if _answered(asked) else None
    shown = {
        "here": screen.name, "title": title, "description": _says(asked, screen.description), "crumbs": crumbs(asked, (title, "")), "fields": fields(asked),
        "action": asked.urls.page(screen.name), "missing": names, "example": example, "suggested": look.suggest(asked), "wide": look.wide,
    }  # fmt: skip
    return render(look.template, asked.urls, **{**shown, **look.more(asked, nothing(asked))})


def _answered(asked: Asked) -> bool:
    """Whether the example of a page, which is of the example documents, has an answer in this store."""
    screen = asked.screen
    try:
        return bool(screen.data(replace(asked, given=screen.check(screen.example.params))).get("rows", True))
    except ZerenError:
        return False


def nothing(asked: Asked) -> Answer:
    """The answer to a question that was not asked yet."""
    return Answer(asked.screen.name, "", {}, (), frozenset(), [], 0, False, [], [], {}, asked.lang)


def _says(asked: Asked, description: str) -> str:
    """The line under the title; English has its own (viz/explorer/english.yaml)."""
    return _unflagged(description) if asked.lang == "zh" else describe(asked.screen.name)


def _unflagged(text: str) -> str:
    """A sentence without the options of the command line, which a page has as fields."""
    return re.sub(r"（[^（）]*--[a-z][^（）]*）|\s*\([^()]*--[a-z][^()]*\)|[；，：;,]\s*--[a-z][^；。;.]*", "", text)


def _page(query: Query, asked: Asked, look: Look) -> str:
    answer = _answer(asked)
    given = asked.echo()
    shown = {
        "here": query.name, "title": answer.title, "description": _says(asked, query.description), "given": given, "places": places(asked),
        "crumbs": crumbs(asked, (asked.screen.title[asked.lang], asked.urls.page(query.name) if given else "")),
        "notes": [_unflagged(note) for note in answer.notes],
        "grid": grid(answer, asked.urls, look.layout(asked, answer)), "fields": fields(asked),
        "pictures": look.above(asked, answer), "below": look.below(asked, answer), "take": take(asked, query.name, given), "wide": look.wide,
        "cypher": list(dict.fromkeys(text for text, _ in answer.statements)), "action": asked.urls.page(query.name),
    }  # fmt: skip
    return render(look.template, asked.urls, **{**shown, **look.more(asked, answer)})


@dataclass(frozen=True, slots=True)
class Place:
    """One choice of the bar of places: a district and year, or everything."""

    label: str
    href: str
    current: bool


MOST_PLACES = 12


def places(asked: Asked) -> list[Place]:
    """The districts and years that a question with both can be narrowed to by one click; [] where there is but one. Those of
    a town are the ones that it has documents of: the others would be years that nothing was read of."""
    names = {one.name for one in asked.screen.parameters}
    if not {"district", "year"} <= names:
        return []
    towns = asked.given.texts("town") if "town" in names else []
    rows = [row for row in asked.shelf.answer("documents", {}, _every(asked)).rows if row["year"] and _of(row["town"] or "", towns)]
    known = dict.fromkeys((row["district"], row["year"]) for row in sorted(rows, key=lambda row: (row["district"], -row["year"])))
    if len(known) < 2:
        return []
    kept = {name: value for name, value in asked.echo().items() if name not in ("district", "year")}
    now = (asked.given.texts("district"), asked.given.ints("year"))
    made = [Place(asked.words["all_places"], asked.urls.page(asked.screen.name, **kept), now == ([], []))]
    for district, year in list(known)[:MOST_PLACES]:
        href = asked.urls.page(asked.screen.name, **kept, district=district, year=year)
        made.append(Place(f"{district} {year}", href, now == ([district], [year])))
    return made


def _of(town: str, towns: Sequence[str]) -> bool:
    """Whether a document of this town ("" for a district's) is one of those that were asked for: of the towns, else of districts."""
    return any(place_named(town, word) for word in towns) if towns else not town


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
        value = given.get(one.name) if given.get(one.name) != one.default else None
        values = tuple(str(item) for item in (value if isinstance(value, list) else [value] if value else []))
        # The words that the command line takes beside codes would be there twice.
        choices = tuple((choice, terms.code(one.name, choice)) for choice in one.choices if choice.isascii()) or tuple((item, item) for item in places.get(one.name, ()))
        label = asked.words.get(f"param_{one.name}") or terms.column(one.name)
        made.append(Field(one.name, one.kind, label, one.help if asked.lang == "zh" else explain(asked.screen.name, one.name), values, choices))
    return made


def known_places(asked: Asked) -> Mapping[str, list[str]]:
    """The districts, towns and years of the documents that were read."""
    rows = asked.shelf.answer("documents", {}, _every(asked)).rows
    return {
        "district": sorted({row["district"] for row in rows if row["district"]}),
        "town": sorted({row["town"] for row in rows if row["town"]}),
        "year": sorted({str(row["year"]) for row in rows if row["year"]}, reverse=True),
    }


def _every(asked: Asked) -> Any:
    from queries.base import Options

    return Options(limit=0, lang=asked.lang)
