"""What the pages ask of the graph. The only module of `viz` that asks `queries` anything."""

from __future__ import annotations

from typing import Any, Protocol

import queries
from graph.store import Store
from queries.account import COUNTED, ITEM
from queries.base import Session
from queries.duties import FIELDS, days_of, duty, one_per_task
from queries.together import SAME, same_bodies

Row = dict[str, Any]

_SCOPE = """(size($districts) = 0 OR t.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
      AND ($theme = '' OR $theme IN t.themes)"""

# What is printed, for the picture around a unit or theme: every duty as it stands, collectives as collectives.
PRINTED = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE {_SCOPE}
RETURN u.kind AS kind, {FIELDS}"""

# Every task that an account counts, so that what concerns nobody is in the picture too.
TASKS = f"""MATCH (t:Task)
WHERE {_SCOPE} AND {COUNTED}
RETURN t.id AS task, {ITEM} AS entry, t.district AS district, t.town AS town, t.year AS year, t.stem AS document, t.number AS number,
       t.item AS item, t.part AS part, t.title AS title, t.content AS content, t.section AS section, t.due AS due,
       t.due_text AS due_text, t.due_kind AS due_kind, t.deadlines AS deadlines, t.themes AS themes, t.page AS page, t.ordinal AS ordinal,
       t.document AS document_id, t.span_start AS span_start, t.span_end AS span_end"""


class Source(Protocol):
    """Where a page gets its rows; days are ISO text, rows are those of the answers."""

    lang: str

    def ask(self, name: str, **params: Any) -> Row:
        """The answer to one question, as plain JSON data. Raises UsageError and StoreError."""
        ...

    def printed(self, districts: list[str], years: list[int], theme: str = "") -> list[Row]:
        """Duty rows as printed, one per unit and task, with the `kind` of the unit and in `body` the id under which a body with
        several names is counted. Empty lists restrict nothing."""
        ...

    def tasks(self, districts: list[str], years: list[int], theme: str = "") -> list[Row]:
        """Every counted task, with the same restrictions; `entry` is the same for rows that count as one item."""
        ...


class StoreSource:
    """The source that pages are built from: questions asked of an open store."""

    def __init__(self, store: Store, lang: str) -> None:
        self.store, self.lang = store, lang

    def ask(self, name: str, **params: Any) -> Row:
        """See `Source`."""
        given = {key: value for key, value in params.items() if value not in (None, "", [])}
        answer: Row = queries.run(name, self.store, queries.Options(limit=0, lang=self.lang), **given).to_json()
        return answer

    def printed(self, districts: list[str], years: list[int], theme: str = "") -> list[Row]:
        """See `Source`."""
        records = self._read(PRINTED, districts, years, theme)
        kinds = {record["unit_id"]: record["kind"] for record in records}
        rows = one_per_task(duty(record, "direct") for record in records)
        bodies = same_bodies(Session(self.store, lang=self.lang).ask(SAME, districts=districts))
        return [
            {
                **row,
                "kind": kinds[row["unit_id"]],
                "body": bodies.get(row["unit_id"], row["unit_id"]),
                "due": _iso(row["due"]),
                "days": _plain(row["days"]),
            }
            for row in rows
        ]

    def tasks(self, districts: list[str], years: list[int], theme: str = "") -> list[Row]:
        """See `Source`."""
        return [{**record, "due": _iso(record["due"]), "days": _plain(days_of(record))} for record in self._read(TASKS, districts, years, theme)]

    def _read(self, text: str, districts: list[str], years: list[int], theme: str) -> list[Row]:
        session = Session(self.store, lang=self.lang)
        return session.ask(text, districts=districts, years=years, theme=theme)


def _plain(days: list[Row]) -> list[Row]:
    return [{**one, "due": _iso(one["due"]), "due_from": _iso(one["due_from"])} for one in days]


def _iso(day: Any) -> str | None:
    return None if day is None else str(day)
