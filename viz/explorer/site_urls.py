"""Addresses within a folder of static pages: names of files, relative to the page that they stand on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from viz.explorer.urls import Row, Urls, given

Key = tuple[str, tuple[tuple[str, str], ...]]
# What a page without a server may load: files beside it. 'self' means the folder's own in today's browsers, file: says so to others.
POLICY = ("default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data: blob:; connect-src 'none'; "
          "form-action 'self' file:; base-uri 'none'")  # fmt: skip
LISTED = ("district", "year")  # what the pages of the questions are made for
INDEX = "static/index.js"
SHARED_FROM = 2_000  # characters of JSON: less is not worth a file


def key_of(name: str, params: Mapping[str, Any]) -> Key:
    """What tells one page from another, whatever the order of its parameters."""
    return name, tuple(sorted(given(params)))


def file_of(key: Key) -> str:
    """The file of a page: letters and digits that any system takes, whatever the name of what it shows."""
    name, params = key
    if name in ("start", "search"):
        return "index.html" if name == "start" else "search.html"
    digest = hashlib.sha256(repr(key).encode("utf-8")).hexdigest()[:12]
    return f"pages/{name}-{digest}.html" if params else f"pages/{name}.html"


@dataclass(slots=True)
class Plan:
    """What the folder holds. `pages` are files by key; `units` by (district, unit); `tasks` the file and anchor of a task by
    its id; `make` builds a file to take away and gives its name, "" where there is none."""

    make: Callable[[str, str, Mapping[str, Any]], str]
    pages: dict[Key, str] = field(default_factory=dict)
    units: dict[tuple[str, str], str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    assets: set[str] = field(default_factory=set)
    shared: dict[str, str] = field(default_factory=dict)  # name of a file of data -> its text

    def add(self, name: str, **params: Any) -> str:
        """Put a page into the plan; its file."""
        key = key_of(name, params)
        self.pages[key] = file_of(key)
        return self.pages[key]


class SiteUrls(Urls):
    """Addresses of a plan; "" for what it does not hold. `root` leads from the page to the top of the folder."""

    live = False
    policy = POLICY

    def __init__(self, plan: Plan, root: str, lang: str = "zh") -> None:
        super().__init__(lang)
        self.plan, self.root, self.index = plan, root, root + INDEX

    def other(self) -> str:
        """A folder is in one language."""
        return ""

    def page(self, name: str, **params: Any) -> str:
        """See `Urls`. Where a page with all of these parameters is not there, the one for the same place stands in for it."""
        if name == "unit":
            return self.unit(params)
        if name == "theme":
            return self.theme(params["theme"], params)
        if name == "task":
            return self.task(params)
        if name == "unsettled" and params.get("each"):  # the rows of a card: a page for each card that is on a page
            return self._to(self.plan.add(name, **params))
        places = {one: params[one] for one in LISTED if params.get(one)}
        tries = [params, places, {one: value for one, value in places.items() if one == "district"}, {}]
        if name in ("document", "district"):
            tries = [{name: params.get(name)}]
        file = next((self.plan.pages[key] for key in (key_of(name, one) for one in tries) if key in self.plan.pages), "")
        return self._to(file)

    def file(self, name: str, form: str, **params: Any) -> str:
        """See `Urls`."""
        return self._to(self.plan.make(name, form, params))

    def paper(self, name: str, **params: Any) -> str:
        """See `Urls`."""
        return self._to(self.plan.make(name, "", params))

    def picture(self, name: str, **params: Any) -> str:
        """See `Urls`. Pictures stand on their pages."""
        return ""

    def asset(self, name: str) -> str:
        """See `Urls`."""
        self.plan.assets.add(name)
        return f"{self.root}static/{name}"

    def search(self) -> str:
        """The index answers."""
        return ""

    def unit(self, row: Row) -> str:
        """See `Urls`. One page has all years; the year of the row is shown first."""
        return self._year(self.plan.units.get((str(row.get("district") or ""), str(row["unit"])), ""), row)

    def task(self, row: Row) -> str:
        """The card of a task among those of its document."""
        file, _, anchor = self.plan.tasks.get(str(row.get("task") or ""), "").partition("#")
        return f"{self._to(file)}#{anchor}" if file else ""

    def theme(self, name: str, row: Row | None = None) -> str:
        """See `Urls`. One page has all districts; that of the row is chosen."""
        place = row or {}
        chosen = [one for one in _one(place.get("district")) if one]
        return self._year(self.plan.pages.get(key_of("theme", {"theme": name}), ""), place, "".join(f"&district={quote(one)}" for one in chosen[:1]))

    def district(self, row: Row) -> str:
        """See `Urls`."""
        return self._year(self.plan.pages.get(key_of("district", {"district": row.get("district")}), ""), row)

    def share(self, payload: dict[str, Any], text: Callable[[object], str]) -> tuple[dict[str, Any], list[str]]:
        """See `Urls`. What many pages have in common is a file of its own, named after what it says."""
        own: dict[str, Any] = {"root": self.root, "index": self.index}
        shared, files = {}, []
        for name, value in payload.items():
            said = text(value)
            if len(said) < SHARED_FROM:
                own[name] = value
                continue
            digest = hashlib.sha256(said.encode("utf-8")).hexdigest()[:16]
            shared[name] = digest
            self.plan.shared[f"data/{digest}.js"] = f'(window.zerenShared=window.zerenShared||{{}})["{digest}"]={said};\n'
            files.append(f"{self.root}data/{digest}.js")
        return {**own, "shared": shared}, files

    def _to(self, file: str) -> str:
        return self.root + quote(file) if file else ""

    def _year(self, file: str, row: Row, more: str = "") -> str:
        """The page with the year of the row chosen, as viz/templates/address.js reads it."""
        years = [str(year) for year in _one(row.get("year")) if year]
        parts = "&".join(filter(None, (f"year={years[0]}" if len(years) == 1 else "", more.lstrip("&"))))
        return self._to(file) + (f"#{parts}" if file and parts else "")


def _one(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
