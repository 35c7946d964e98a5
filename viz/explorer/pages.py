"""From a template and its variables to a finished page; every page has the same head, menu and way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from viz.explorer.menu import MENU
from viz.explorer.urls import Urls
from viz.templating import environment
from viz.words import LANGUAGES, labels


def render(name: str, urls: Urls, **variables: Any) -> str:
    """A page from `templates/explorer/NAME.html.j2`. Its variables are those of the template and of `base.html.j2`."""
    words = labels(urls.lang)
    shared = {"words": words, "urls": urls, "lang": urls.lang, "header": header(urls, variables.get("here", "")), "crumbs": (), "take": ()}
    return environment().get_template(f"explorer/{name}.html.j2").render({**shared, **variables})


def header(urls: Urls, here: str) -> Mapping[str, Any]:
    """The bar above every page: brand, search, menu, the other language. `here` is the name of the page."""
    entries = [(words[urls.lang], urls.page(name), name == here) for name, words in MENU.items()]
    return {
        "home": urls.page("start"), "first": labels(urls.lang)["home"], "search": urls.page("search"), "ask": urls.search(),
        "menu": [entry for entry in entries if entry[1]], "other": urls.other(),
        "language": next(name for name in LANGUAGES if name != urls.lang),
    }  # fmt: skip


def error_page(urls: Urls, lang: str, message: str, hint: str, nearest: Sequence[str]) -> str:
    """A page that says what is wrong in a line and what to do next; `nearest` are names to search for."""
    links = [(name, urls.page("search", words=name)) for name in nearest]
    return render("error", urls, title=labels(lang)["error_title"], message=message, hint=hint, links=links)
