"""Scripts and style sheets of the explorer: our own files, those that the pages of `zeren view` share, and vis-network from the pyvis wheel."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from viz import marked, network

TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


# The script of the explorer's own pages; what the pages of `zeren view` use too stands first.
SCRIPTS = ("base.js", "offline.js", "combobox.js", "explorer/sheet.js", "explorer/upload.js", "explorer/main.js")

# Name -> what it holds. The first three are those of the pages of `zeren view`.
ASSETS: Mapping[str, Callable[[], str]] = {
    "page.css": network.style_text,
    "page.js": network.script_text,
    "vis-network.js": network.vis_text,
    "explorer.css": lambda: _own("explorer.css"),
    "marked.css": marked.style_text,
    "papers.css": lambda: _own("papers.css"),
    "icon.svg": lambda: _own("icon.svg"),
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
