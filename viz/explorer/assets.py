"""Scripts and style sheets of the explorer: our own files, those that the pages of `zeren view` share, and vis-network from the pyvis wheel."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from viz import marked, network

TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


# The script of the explorer's own pages; what the pages of `zeren view` use too stands first.
SCRIPTS = ("base.js", "offline.js", "combobox.js", "explorer/sheet.js", "explorer/weights.js", "explorer/upload.js", "explorer/main.js")
STYLES = ("explorer/explorer.css", "explorer/questions.css", "pictures.css")  # of the explorer's own pages

# The same for the graph page.
GRAPH_SCRIPTS = (
    "base.js", "offline.js", "combobox.js", "marks.js", "quote.js", "labels.js", "pen.js", "explorer/graph_model.js", "explorer/graph_place.js",
    "explorer/graph_table.js", "explorer/graph_steps.js", "explorer/graph_draw.js", "explorer/graph_filters.js", "explorer/graph_panel.js",
    "explorer/graph_path.js", "explorer/graph_main.js", "explorer/main.js",
)  # fmt: skip

# Name -> what it holds. The first three are those of the pages of `zeren view`.
ASSETS: Mapping[str, Callable[[], str]] = {
    "page.css": network.style_text,
    "page.js": network.script_text,
    "vis-network.js": network.vis_text,
    "explorer.css": lambda: "".join((network.TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES),
    "marked.css": marked.style_text,
    "papers.css": lambda: _own("papers.css"),
    "icon.svg": lambda: _own("icon.svg"),
    "graph.css": lambda: _own("graph.css"),
    "graph.js": lambda: network.script_text(GRAPH_SCRIPTS),
    "explorer.js": lambda: network.script_text(SCRIPTS),
}


@lru_cache(maxsize=64)
def content(name: str) -> bytes:
    """The bytes of an asset. Raises KeyError for a name that is none."""
    return ASSETS[name]().encode("utf-8")


@lru_cache(maxsize=64)
def version(name: str) -> str:
    """A few letters that differ when the content differs, for addresses that may be kept for good."""
    return hashlib.sha256(content(name)).hexdigest()[:12]


def media_type(name: str) -> str:
    """What a browser takes it for."""
    return TYPES[name.rpartition(".")[2]]


def _own(name: str) -> str:
    return (network.TEMPLATES / "explorer" / name).read_text(encoding="utf-8")
