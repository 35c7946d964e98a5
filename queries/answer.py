"""Ask one question of a store: for what it says itself, or for a list of units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.store import Store
from queries.base import Answer, Given, Options, Query, Session
from queries.unit_sets import for_units


def answer(query: Query, store: Store, params: Mapping[str, Any], options: Options | None = None) -> Answer:
    """Ask one question. Raises UsageError (UnknownName with the nearest names) and StoreError."""
    chosen = options or Options()
    session = Session(store, lang=chosen.lang, dry=chosen.dry, limit=chosen.limit)
    if chosen.units:
        session.units = chosen.units
        result, shown = for_units(query, session, params), {**params, "units": list(chosen.units)}
    else:
        given = Given(query, params)
        result, shown = query.run(session, given), given.echo()
    limit = chosen.limit if chosen.limit > 0 else len(result.rows)
    columns = result.columns or query.columns
    return Answer(
        query=query.name,
        title=result.title,
        params=dict(shown),
        columns=tuple((column.name, session.words.column(column.label or column.name), column.kind) for column in columns),
        hidden=frozenset(column.name for column in columns if not column.shown),
        rows=result.rows[:limit],
        total=len(result.rows),
        truncated=len(result.rows) > limit or session.truncated or result.truncated,
        notes=result.notes,
        statements=session.statements,
        extra=result.extra,
        lang=chosen.lang,
    )
