"""Every view. A new one is a module and a line here; the command, its help and the README row follow from it."""

from __future__ import annotations

from graph.errors import UsageError
from viz import district, theme, unit
from viz.spec import View

VIEWS: tuple[View, ...] = (unit.VIEW, theme.VIEW, district.VIEW)


def view(name: str) -> View:
    """The view of this name. Raises UsageError for another."""
    for one in VIEWS:
        if one.name == name:
            return one
    raise UsageError(f"没有视图 {name}", hint=f"可以是：{'、'.join(one.name for one in VIEWS)}")
