"""Every question that can be asked. A new one is a module and a line here; command, help and README row follow."""

from __future__ import annotations

from typing import Any

from graph.errors import UsageError
from graph.store import Store
from queries import (
    ask,
    compare,
    cypher,
    documents,
    due,
    matrix,
    network,
    obligations,
    overload,
    owners,
    partners,
    path,
    roster,
    search,
    show,
    stats,
    themes,
    trace,
    units,
    unsettled,
)
from queries.answer import answer
from queries.base import Answer, Options, Query

QUERIES: tuple[Query, ...] = (
    obligations.QUERY,
    overload.QUERY,
    owners.QUERY,
    show.QUERY,
    due.QUERY,
    unsettled.QUERY,
    trace.QUERY,
    partners.QUERY,
    network.QUERY,
    path.QUERY,
    matrix.QUERY,
    compare.QUERY,
    search.QUERY,
    stats.QUERY,
    units.QUERY,
    roster.QUERY,
    themes.QUERY,
    documents.QUERY,
    cypher.QUERY,
    ask.QUERY,
)


def find(name: str) -> Query:
    """The question with this name; raises UsageError."""
    for query in QUERIES:
        if query.name == name:
            return query
    raise UsageError(f"没有 {name} 这个查询", hint=f"可以是：{'、'.join(query.name for query in QUERIES)}")


def run(name: str, store: Store, options: Options | None = None, /, **params: Any) -> Answer:
    """Ask a question of an open store: `run("obligations", store, unit="区教育局", district="宝山区")`.

    Parameters are those of the question's specification; one that may be repeated takes a single value or a list.
    Raises UsageError, UnknownName with the nearest names, StoreError.
    """
    return answer(find(name), store, params, options)
