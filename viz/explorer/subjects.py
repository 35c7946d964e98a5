"""The pages of a unit, a theme and a district: those of `zeren view`, within the explorer's head and with its links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from queries.base import Example, Parameter
from queries.registry import find
from viz import district, theme, unit
from viz.explorer.pages import header, render
from viz.explorer.spec import Asked, Screen, crumbs
from viz.explorer.urls import Urls
from viz.network import inert
from viz.source import Row, Source
from viz.spec import Page, View, ViewOptions

Take = Callable[[Asked], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Hosted:
    """What surrounds a page of `zeren view` in the explorer (viz/spec.py: Host)."""

    urls: Urls
    header: Mapping[str, Any]
    take: list[tuple[str, str]] = field(default_factory=list)
    graph: str = ""

    def link(self, kind: str, row: Mapping[str, Any]) -> str:
        """The address of a unit, task, document or theme; "" for none."""
        if kind == "unit":
            return self.urls.unit(row)
        if kind == "task":
            return self.urls.task(row)
        return self.urls.document(row) if kind == "document" else self.urls.theme(row["theme"], row)

    def asset(self, name: str) -> str:
        """A script or style sheet."""
        return self.urls.asset(name)

    @property
    def policy(self) -> str:
        """What the page must say about what it may load."""
        return self.urls.policy

    def share(self, payload: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """What stands in the page, and scripts with the rest."""
        return self.urls.share(payload, inert)

    def crumb(self, label: str, district: str) -> str:
        """Where a step of the way leads; "" for one that is only said."""
        return self.urls.district({"district": district}) if label == district else ""


def _hosted(view: View, compose: Callable[[Source, ViewOptions], Page], subject: str, take: Take) -> Callable[[Asked, Row], str]:
    def page(asked: Asked, data: Row) -> str:
        given = asked.given
        if (choices := _choices(data)) is not None:
            return _choose(asked, data, choices)
        years = given.ints("year")
        start: dict[str, Any] = {**_scope(asked), subject: given.text(subject)}
        host = Hosted(asked.urls, header(asked.urls, asked.screen.name), take(asked), asked.urls.page("graph", **start))
        options = ViewOptions(
            subject=given.text(subject), district=_first(asked, "district") if subject != "district" else None, year=years[0] if len(years) == 1 else None,
            lang=asked.lang, today=asked.settings.today, host=host,
        )  # fmt: skip
        return compose(asked.source(), options).html

    return page


def _choices(data: Row) -> list[Row] | None:
    """The bodies that one name means, where they are several: a record for each with its counts. None for one, or where nothing names it."""
    found: dict[tuple[str, str], Row] = {}
    for record in data.get("account") or ():
        one = found.setdefault((record["district"], record["unit"]), {"district": record["district"], "unit": record["unit"], "direct": 0, "collective": 0})
        one |= {reach: one[reach] + record[reach] for reach in ("direct", "collective")}
    return list(found.values()) if len(found) > 1 else None


def _choose(asked: Asked, data: Row, choices: list[Row]) -> str:
    """A name that several districts have is another body in each of them."""
    given = asked.echo()
    links = [(row, asked.urls.page("unit", **{**given, "unit": row["unit"], "district": row["district"]})) for row in choices]
    return render("choose", asked.urls, here="unit", title=asked.words["choose_title"].format(name=given["unit"]), links=links,
                  crumbs=crumbs(asked, (given["unit"], "")))  # fmt: skip


def _first(asked: Asked, name: str) -> str | None:
    found = asked.given.texts(name)
    return found[0] if found else None


def _scope(asked: Asked) -> dict[str, Any]:
    return {"district": asked.given.texts("district"), "year": asked.given.ints("year")}


def _take_unit(asked: Asked) -> list[tuple[str, str]]:
    urls, words, name, scope = asked.urls, asked.words, asked.given.text("unit"), _scope(asked)
    return [(words["take_docx"], urls.paper("brief", unit=name, **scope)), (words["take_xlsx"], urls.file("obligations", "xlsx", unit=name, **scope)),
            (words["take_ics"], urls.paper("calendar", unit=name, **scope))]  # fmt: skip


def _take_theme(asked: Asked) -> list[tuple[str, str]]:
    return [(asked.words["take_xlsx"], asked.urls.file("owners", "xlsx", about=asked.given.text("theme"), **_scope(asked)))]


def _take_district(asked: Asked) -> list[tuple[str, str]]:
    scope = {"district": [asked.given.text("district")], "year": asked.given.ints("year")}
    return [(asked.words["take_raci"], asked.urls.paper("raci", **scope)), (asked.words["take_ics"], asked.urls.paper("calendar", **scope)),
            (asked.words["take_digest"], asked.urls.paper("digest", **scope))]  # fmt: skip


def _obligations(asked: Asked) -> Row:
    return asked.ask("obligations", **asked.echo()).to_json()


def _owners(asked: Asked) -> Row:
    return asked.ask("owners", about=asked.given.text("theme"), **_scope(asked)).to_json()


def _loads(asked: Asked) -> Row:
    return asked.ask("overload", district=[asked.given.text("district")], year=asked.given.ints("year")).to_json()


_OBLIGATIONS = find("obligations")
_PLACES = tuple(one for one in find("owners").parameters if one.name in ("district", "year"))

UNIT = Screen(
    name="unit", title={"zh": "单位", "en": "Unit"}, description=_OBLIGATIONS.description, parameters=_OBLIGATIONS.parameters,
    example=_OBLIGATIONS.example, data=_obligations, page=_hosted(unit.VIEW, unit.compose, "unit", _take_unit),
)  # fmt: skip
THEME = Screen(
    name="theme", title={"zh": "主题", "en": "Theme"}, description=theme.VIEW.description,
    parameters=(Parameter("theme", "text", "主题名称，例如 政策解读", positional=True, required=True), *_PLACES),
    example=Example("政策解读由谁负责", {"theme": "政策解读"}), data=_owners, page=_hosted(theme.VIEW, theme.compose, "theme", _take_theme),
)  # fmt: skip
DISTRICT = Screen(
    name="district", title={"zh": "区", "en": "District"}, description=district.VIEW.description,
    parameters=(Parameter("district", "text", "区的名称，例如 宝山区", positional=True, required=True), *(one for one in _PLACES if one.name == "year")),
    example=Example("云川区各单位的任务", {"district": "云川区"}), data=_loads, page=_hosted(district.VIEW, district.compose, "district", _take_district),
)  # fmt: skip
