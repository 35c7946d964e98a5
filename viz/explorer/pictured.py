"""Pictures on pages: those of viz/pictures with the words and links of the explorer, each also to be had as a file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from queries.base import Answer
from viz.explorer.question import Above, Figure
from viz.explorer.shelf import Shelf
from viz.explorer.spec import Asked
from viz.pictures.registry import picture
from viz.pictures.spec import Picture, Scene, plain_style


def drawn(*names: str) -> Above:
    """What draws these pictures for the answer of a page; one that finds nothing to draw is left out."""

    def draw(asked: Asked, answer: Answer) -> Sequence[Figure]:
        made = (_figure(picture(name), asked) for name in names)
        return [one for one in made if one is not None]

    return draw


def _figure(one: Picture, asked: Asked) -> Figure | None:
    given = {name: value for name, value in asked.echo().items() if name not in one.asks}
    shown = asked.ask(one.question, **given, **one.asks)  # where that is what the page asked, it is at hand
    svg = one.draw(shown, Scene(asked.words, asked.terms, asked.urls))
    return {"title": one.title if asked.lang == "zh" else "", "svg": svg, "file": asked.urls.picture(one.name, **given), "name": one.name} if svg else None


def picture_file(one: Picture, shelf: Shelf) -> Callable[..., Response]:
    """What answers /picture/NAME.svg: the picture alone, with a policy that lets nothing in but its own style sheet."""

    def make(lang: str, limit: int, **values: Any) -> Response:
        given: Mapping[str, Any] = {name: value for name, value in values.items() if value not in ("", [], False)}
        shelf.refresh()
        paper = one.build(shelf.store(), one.given(given), lang)
        return Response(paper.content, media_type="image/svg+xml", headers={"content-security-policy": _policy()})

    return make


def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(plain_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
