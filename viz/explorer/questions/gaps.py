"""The page of what is not settled: a card for each kind with its documents, each opening its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from queries.base import Answer, Row
from viz.explorer.question import Look, screen_of
from viz.explorer.spec import Asked
from viz.explorer.tables import Layout

PAPERS = 6  # documents that a card lists
PLACE = frozenset({"document", "district", "town", "year"})  # what the words over the rows say


def _layout(asked: Asked, answer: Answer) -> Layout:
    terms = asked.terms
    if asked.given.flag("each"):
        return Layout(group=lambda row: f"{_paper(row)}　{terms.value(row['kind'])}", hide=PLACE | {"kind"})
    return Layout(group=_paper, hide=PLACE, bars=frozenset({"items"}))


def _paper(row: Row) -> str:
    return f"{row['town'] or row['district']} {row['year'] or ''}　{row['document']}"


def _more(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """The cards; none where the rows of a kind are looked at already."""
    given = {name: value for name, value in asked.echo().items() if name not in ("kind", "each")}
    if asked.given.flag("each"):
        return {"cards": [], "back": asked.urls.page("unsettled", **given)}
    kinds: dict[str, list[Row]] = {}
    for row in answer.rows:
        kinds.setdefault(row["kind"], []).append(row)
    return {"cards": [_card(asked, kind, rows, given) for kind, rows in kinds.items()], "back": ""}


def _card(asked: Asked, kind: str, rows: list[Row], given: Row) -> Row:
    def opens(**more: Any) -> str:
        return asked.urls.page("unsettled", **{**given, "kind": kind, "each": True, **more})

    def said(own: list[Row]) -> str:
        """How much it is: items, or themes where the rows are of themes."""
        key = "items_count" if any(row["items"] for row in own) else "themes_count"
        return str(asked.words[key].format(n=sum(row["items"] or row["count"] for row in own)))

    papers = []
    for row in sorted(rows, key=lambda row: (-(row["year"] or 0), row["district"], row["town"] or ""))[:PAPERS]:
        named = " ".join(str(part) for part in (row["district"], row["town"], row["year"]) if part)
        papers.append((named, said([row]), opens(district=row["district"], town=row["town"], year=row["year"]), row["reason"]))
    return {"title": asked.terms.value(kind), "count": said(rows), "href": opens(), "papers": papers, "more": len(rows) - len(papers), "kind": kind}


UNSETTLED = screen_of("unsettled", "Not settled", look=Look(template="unsettled", layout=_layout, more=_more))
