"""What reading and asking both know of names: bodies, districts, collectives, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from graph.names.gazetteer import Gazetteer
    from graph.names.themes import Themes


class Known(TypedDict):
    """What loading a document into the graph needs to know."""

    gazetteer: Gazetteer
    themes: Themes


def known_names() -> Known:
    """The gazetteer and the themes, those of the user included. Raises DataFileError."""
    from graph.names.gazetteer import load_gazetteer
    from graph.names.themes import load_themes

    return {"gazetteer": load_gazetteer(), "themes": load_themes()}
