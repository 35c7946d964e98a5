"""What a page of the explorer is: a name that is its address, words about itself, parameters, its data, and its looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from queries.base import Answer, Example, Given, Options, Parameter, Query
from queries.words import Words, load_words
from viz.explorer.settings import Settings
from viz.explorer.shelf import Shelf, ShelfSource
from viz.explorer.urls import Urls
from viz.source import Row
from viz.words import labels

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a page: what was asked, in which language, on which day, and where to get the answer."""

    screen: Screen
    given: Given
    shelf: Shelf
    settings: Settings
    urls: Urls
    lang: str
    today: date
    limit: int

    @property
    def words(self) -> dict[str, str]:
        """The labels of the pages."""
        return labels(self.lang)

    @property
    def terms(self) -> Words:
        """The words of the answers: column headings, codes, sentences."""
        return load_words(self.lang)

    def source(self) -> ShelfSource:
        """Where the parts that `zeren view` shares get their rows. Raises StoreError."""
        return ShelfSource(self.shelf, self.lang)

    def ask(self, name: str, **params: Any) -> Answer:
        """Ask a question of the registry with the limit of this request. Raises UsageError and StoreError."""
        wanted = {key: value for key, value in params.items() if value not in (None, "", [], False)}
        return self.shelf.answer(name, wanted, Options(limit=self.limit, lang=self.lang))

    def echo(self) -> Row:
        """What was given, as it goes into an address."""
        return self.given.echo()


@dataclass(frozen=True, slots=True)
class Screen:
    """One page. Its address is /name, its data /name.json with the same parameters.

    `data` gives what `.json` shows, `page` the finished HTML from it. `title` is what it is called,
    by language. `example` are the parameters of a page that the example documents give; tests open it.
    `blank` is the page where some of what it needs was not told yet, None for the plain one (viz/explorer/question.py).
    """

    name: str
    title: Mapping[str, str]
    description: str
    parameters: tuple[Parameter, ...]
    example: Example
    data: Callable[[Asked], Row]
    page: Callable[[Asked, Row], str]
    blank: Callable[[Asked, Sequence[Parameter]], str] | None = None
    needs_store: bool = True  # else it opens before anything was read

    def check(self, values: Mapping[str, Any]) -> Given:
        """The parameters, checked. Raises UsageError."""
        return Given(cast("Query", self), values)  # it reads name and parameters, which both have

    def open(self) -> Screen:
        """The same page as it is before it was told what it is about."""
        return replace(self, parameters=tuple(replace(one, required=False) for one in self.parameters))


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page; without an address it is the page itself."""

    label: str
    href: str = ""


def crumbs(asked: Asked, *steps: tuple[str, str]) -> Sequence[Crumb]:
    """The way from the first page; each step is a label and an address, "" for the page itself."""
    return [Crumb(asked.words["home"], asked.urls.page("start")), *(Crumb(*step) for step in steps)]
