"""Every paper. A new one is a module and a line here; the command, its help and the README row follow from it."""

from __future__ import annotations

from typing import Any

from graph.errors import UsageError
from graph.store import Store
from queries.papers.breakdown import EXPORT as BREAKDOWN
from queries.papers.brief import EXPORT as BRIEF
from queries.papers.calendar import EXPORT as CALENDAR
from queries.papers.dataset import EXPORT as DATASET
from queries.papers.digest import EXPORT as DIGEST
from queries.papers.raci import EXPORT as RACI
from queries.papers.spec import Export, Paper

EXPORTS: tuple[Export, ...] = (RACI, BRIEF, BREAKDOWN, CALENDAR, DIGEST, DATASET)


def find(name: str) -> Export:
    """The paper with this name; raises UsageError."""
    for one in EXPORTS:
        if one.name == name:
            return one
    raise UsageError(f"没有 {name} 这种文件", hint=f"可以是：{'、'.join(one.name for one in EXPORTS)}")


def export(name: str, store: Store, /, **params: Any) -> Paper:
    """Make a paper from an open store: `export("brief", store, unit="区教育局")`.

    Raises UsageError, UnknownName with the nearest names, StoreError.
    """
    one = find(name)
    return one.build(store, one.given(params))
