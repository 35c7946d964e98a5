"""The templates of the pages; everything that a page prints is text unless it was made as markup."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from viz.network import COMPILED, TEMPLATES, inert


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates with our filters; a name that is not given is an error."""
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    made.bytecode_cache = COMPILED
    made.filters["inert"] = inert
    return made
