"""What a view is: a name, words about itself, its parameters, a worked example, and the function that builds its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from graph.store import Store

Row = Mapping[str, Any]


class Host(Protocol):
    """What surrounds a page in the explorer: a menu, addresses for what the page names, scripts kept apart from it."""

    @property
    def header(self) -> Row:
        """What the bar above the page shows (viz/explorer/pages.py)."""
        ...

    @property
    def take(self) -> list[tuple[str, str]]:
        """Files to take away: (label, address)."""
        ...

    @property
    def graph(self) -> str:
        """The graph page that starts from what this page is about; "" where there is none."""
        ...

    def link(self, kind: str, row: Row) -> str:
        """The address of a unit, task, document or theme that a row names; "" for none."""
        ...

    def crumb(self, label: str, district: str) -> str:
        """Where a step of the way to the page leads; "" for one that is only said."""
        ...

    def asset(self, name: str) -> str:
        """The address of a script or style sheet."""
        ...

    @property
    def policy(self) -> str:
        """What the page must say about what it may load; "" where a server says it."""
        ...

    def share(self, payload: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The data that stands in the page, and the addresses of scripts that hold the rest of it."""
        ...


@dataclass(frozen=True, slots=True)
class ViewParameter:
    """One thing a view asks for. A positional one is the argument of the command, the others are options `--name`."""

    name: str
    help: str
    positional: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """What was asked. `subject` is the positional argument (a unit, a theme, a district).

    `district` and `year` narrow the page; None means all that the store has. `lang` is zh or en and concerns labels
    only. `today` fixes the day that relative days count from; None means the day on which the page is looked at. `host` is
    the explorer that shows the page; None for a file of its own.
    """

    subject: str
    district: str | None = None
    year: int | None = None
    lang: str = "zh"
    today: date | None = None
    host: Host | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: one self-contained HTML text, its title, and notes for the person who asked for it."""

    html: str
    title: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One kind of page. `example` are the options of a page that the example documents give; a test builds it."""

    name: str
    title: str
    description: str
    parameters: tuple[ViewParameter, ...]
    example: Mapping[str, str | int]
    build: Callable[[Store, ViewOptions], Page]


DISTRICT = ViewParameter("district", "只看这个区，例如 宝山区")
YEAR = ViewParameter("year", "只看这一年，例如 2025")
