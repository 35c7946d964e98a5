"""Ask one question of a store: for what it says itself, or for a list of units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph.errors import UnknownName
from graph.store import Store
from queries.base import DISTRICT, TOWN, YEAR, Answer, Given, Options, Query, Result, Session
from queries.coverage import is_empty, need_documents, need_years
from queries.names import find_districts, find_towns
from queries.unit_sets import for_units

PLACE = (DISTRICT, YEAR, TOWN)  # what a question can be narrowed to


def answer(query: Query, store: Store, params: Mapping[str, Any], options: Options | None = None) -> Answer:
    """Ask one question. Raises UsageError (UnknownName with the nearest names, or the years there are) and StoreError."""
    chosen = options or Options()
    session = Session(store, lang=chosen.lang, dry=chosen.dry, limit=chosen.limit)
    session.units = chosen.units
    try:
        _look_at_years(session, query, params)
        if chosen.units:
            result, shown = for_units(query, session, params), {**params, "units": list(chosen.units)}
        else:
            given = Given(query, params)
            result, shown = query.run(session, given), given.echo()
    except UnknownName:
        need_documents(session)  # what is missing then is not a name
        raise
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
        notes=[*session.remarks, *_nothing_read(session, query, result), *result.notes],
        statements=session.statements,
        extra=result.extra,
        lang=chosen.lang,
    )


def _look_at_years(session: Session, query: Query, params: Mapping[str, Any]) -> None:
    """Refuse years of which nothing was read, for the questions that can be narrowed to a year."""
    own = tuple(parameter for parameter in query.parameters if parameter in PLACE)
    if YEAR not in own or not params.get("year"):
        return
    given = Given(replace(query, parameters=own), {one.name: params[one.name] for one in own if one.name in params})
    session.years = tuple(given.ints("year"))
    towns = find_towns(session, given.texts("town")) if TOWN in own else []
    districts = find_districts(session, given.texts("district")) if DISTRICT in own else []
    session.remarks += need_years(session, session.years, districts, towns)


def _nothing_read(session: Session, query: Query, result: Result) -> list[str]:
    """That the store is empty, of an answer without rows; the figures of the graph say so themselves."""
    empty = not result.rows and not session.dry and query.name != "cypher" and is_empty(session)
    return [session.say("stats_empty")] if empty else []
