"""The page of a search. A question typed into the box is answered too: its answer stands above what was found, or is the page."""

from __future__ import annotations

from dataclasses import replace

from queries.ask import LONGEST
from queries.registry import find
from viz.explorer.pages import render
from viz.explorer.questions.asking import ASK
from viz.explorer.spec import Asked, Screen, crumbs
from viz.explorer.urls import Urls
from viz.source import Row

_QUERY = find("search")
SHOWN = 200  # hits of a kind on the page


def data(asked: Asked) -> Row:
    """The rows of `zeren search`, each with the address of its page in `href`."""
    answer = asked.ask("search", **asked.echo()).to_json()
    answer["rows"] = [{**row, "href": address(row, asked.urls)} for row in answer["rows"]]
    return answer


def address(row: Row, urls: Urls) -> str:
    """The page of what was found."""
    kind = row["hit"]
    if kind == "unit":
        return urls.unit(row)
    if kind == "task":
        return urls.task(row)
    if kind == "document":
        return urls.document(row)
    return urls.theme(row["theme"]) if kind == "theme" else urls.district(row)


def page(asked: Asked, data: Row) -> str:
    """Hits by kind; a sentence is answered first, and where nothing is called so its answer is the whole page."""
    words = asked.given.text("words")
    if _asks(words, data) and not any(data["counts"].values()):
        question = replace(asked, screen=ASK, given=ASK.check({"question": words}))
        return ASK.page(question, ASK.data(question))
    kinds = [(kind, [row for row in data["rows"] if row["hit"] == kind][:SHOWN], count) for kind, count in data["counts"].items() if count]
    reply = asked.ask("ask", question=words).to_json() if _asks(words, data) else None
    return render(
        "found", asked.urls, title=data["title"], crumbs=crumbs(asked, (data["title"], "")), kinds=kinds, notes=data["notes"], asked=words,
        reply=reply, ask=asked.urls.page("ask", question=words), here="search",
    )  # fmt: skip


def _asks(words: str, data: Row) -> bool:
    """Whether what was typed is a sentence rather than a name: nothing is called so, and it is long or has a question word."""
    named = any(count for kind, count in data["counts"].items() if kind != "task")
    return not named and len(words) <= LONGEST and (len(words) > 8 or any(sign in words for sign in "谁哪几多什么时？?"))


SEARCH = Screen(
    name="search", title={"zh": _QUERY.title, "en": "Search"}, description=_QUERY.description, parameters=_QUERY.parameters, example=_QUERY.example,
    data=data, page=page,
)  # fmt: skip
