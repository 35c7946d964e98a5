"""Every address of the explorer is built here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from viz.explorer.assets import version

Row = Mapping[str, Any]


class Urls:
    """Addresses of a running explorer. All values go into the query, so that a name may hold any character.

    `here` is the page they are for and its parameters, so that it can be had in the other language. `live` is whether
    somebody answers there; `policy` is what a page must say itself about what it may load, "" where the server says it;
    `root` leads to the top of a folder of pages, `index` to the script that is searched there.
    """

    live = True
    policy = ""
    root = ""
    index = ""

    def __init__(self, lang: str = "zh", here: tuple[str, Row] | None = None) -> None:
        self.lang, self.here = lang, here

    def other(self) -> str:
        """The same page in the other language; "" where it is not known which page it is."""
        if self.here is None:
            return ""
        name, params = self.here
        return Urls("en" if self.lang == "zh" else "zh").page(name, **params)

    def page(self, name: str, **params: Any) -> str:
        """The page with this name; "start" is the first one. What is empty is left out. "" where there is no such page."""
        return self._address("/" if name == "start" else f"/{name}", params)

    def file(self, name: str, form: str, **params: Any) -> str:
        """The same rows as json, xlsx, csv or md; "" where they cannot be had."""
        return self._address(f"/{name}.{form}", params)

    def paper(self, name: str, **params: Any) -> str:
        """A paper to forward; "" where it cannot be had."""
        return self._address(f"/export/{name}", params)

    def picture(self, name: str, **params: Any) -> str:
        """A picture as a file of its own; "" where it cannot be had."""
        return self._address(f"/picture/{name}.svg", params)

    def asset(self, name: str) -> str:
        """A script or style sheet of ours."""
        return f"/static/{name}?v={version(name)}"

    def search(self) -> str:
        """What the search box asks while one types; "" where it looks into an index of its own."""
        return self._address("/search.json", {})

    def share(self, payload: dict[str, Any], text: Callable[[object], str]) -> tuple[dict[str, Any], list[str]]:
        """The data of a page, and scripts that hold the rest of it; `text` writes a value as JSON."""
        return payload, []

    def unit(self, row: Row) -> str:
        """The page of the unit that a row names."""
        return self.page("unit", unit=row["unit"], district=row.get("district"), town=row.get("town"), year=row.get("year"))

    def task(self, row: Row) -> str:
        """The page of the task that a row is about, by its id."""
        return self.page("task", task=row["task"]) if row.get("task") else ""

    def document(self, row: Row) -> str:
        """The page of the document that a row comes from."""
        return self.page("document", document=row["document"]) if row.get("document") else ""

    def theme(self, name: str, row: Row | None = None) -> str:
        """The page of a theme, within the district and year of the row."""
        place = row or {}
        return self.page("theme", theme=name, district=place.get("district"), year=place.get("year"))

    def district(self, row: Row) -> str:
        """The page of the district of a row."""
        return self.page("district", district=row["district"], year=row.get("year")) if row.get("district") else ""

    def _address(self, path: str, params: Mapping[str, Any]) -> str:
        pairs = list(given(params))
        if self.lang != "zh":
            pairs.append(("lang", self.lang))
        return f"{path}?{urlencode(pairs)}" if pairs else path


def given(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, text) of what was given, a list as one pair for each of its values; a flag is 1."""
    pairs = []
    for name, value in params.items():
        for one in value if isinstance(value, list | tuple) else (value,):
            if one not in (None, "", False):
                pairs.append((name, "1" if one is True else str(one)))
    return pairs
