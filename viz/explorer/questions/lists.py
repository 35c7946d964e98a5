"""The pages that list what there is: units by kind, themes, documents with what is doubtful, figures; and who works with whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from queries.base import Answer, Row
from viz.explorer.pictured import drawn
from viz.explorer.question import Look, screen_of
from viz.explorer.questions import duties
from viz.explorer.spec import Asked
from viz.explorer.tables import Cell, Layout
from viz.explorer.urls import Urls

OFFERED = 30  # names to choose from where nothing was told yet
TILES = ("districts", "documents", "items", "tasks", "units", "duties", "themes", "unassigned")
OPENS = {"documents": "documents", "towns": "documents", "units": "units", "collectives": "units", "themes": "themes", "unassigned": "unsettled", "dated": "due",
         "whole_year": "due", "duties": "overload"}  # measure -> the page that lists it; the comparison for others  # fmt: skip


def _units(asked: Asked, answer: Answer) -> Layout:
    return Layout(group=lambda row: f"{row['district']} {row['town'] or ''} · {asked.words.get('kind_' + row['kind'], row['kind'])}", hide=frozenset({"district", "town", "kind"}),
                  bars=frozenset({"tasks"}))  # fmt: skip


def _themes(asked: Asked, answer: Answer) -> Layout:
    return Layout(bars=frozenset({"tasks"}), first=("theme", "tasks", "primary", "units"))


def _documents(asked: Asked, answer: Answer) -> Layout:
    return Layout(hide=frozenset({"document", "doc_no", "town"}), shapes={"title": _paper, "coverage": _coverage, "district": _place, "doubts": _doubts},
                  first=("title", "district", "year"))  # fmt: skip


def _paper(row: Row, urls: Urls) -> Cell:
    return Cell(row["title"] or row["document"], href=urls.document(row), small="　".join(filter(None, (row["document"], row["doc_no"]))))


def _place(row: Row, urls: Urls) -> Cell:
    return Cell(row["district"] or "", href=urls.district(row), small=row["town"] or "")


def _coverage(row: Row, urls: Urls) -> Cell:
    return Cell(f"{row['coverage']:.0%}", bar=row["coverage"], sort=f"{row['coverage']:.6f}")


def _doubts(row: Row, urls: Urls) -> Cell:
    return Cell(str(row["doubts"] or ""), href=f"#doubts-{row['document']}" if row["doubts"] else "", sort=f"{row['doubts']:06d}")


def _doubtful(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """What is doubtful, document by document; equal hints are said once."""
    papers = []
    for row in answer.rows:
        kinds: dict[str, Row] = {}
        for note in row.get("doubtful", ()):
            if note["code"] != "fixed":
                one = kinds.setdefault(note["code"], {"messages": [], "hint": note.get("hint", "")})
                one["messages"].append(note["message"])
        if kinds:
            papers.append({"name": row["title"] or row["document"], "stem": row["document"], "count": row["doubts"], "kinds": list(kinds.values()), "href": asked.urls.document(row)})
    return {"papers": papers, "upload": asked.urls.page("upload") if asked.settings.ingest else ""}


def _figures(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """The measures that one looks for first, each with the page that lists it."""
    values = {row["code"]: row for row in answer.rows}
    tiles = [(values[code]["measure"], values[code]["value"], asked.urls.page(OPENS.get(code, "compare"), **asked.echo())) for code in TILES if code in values and values[code]["value"]]
    return {"tiles": tiles}


def _stats(asked: Asked, answer: Answer) -> Layout:
    return Layout(shapes={"measure": lambda row, urls: Cell(row["measure"], href=urls.page(OPENS[row["code"]]) if row["code"] in OPENS else "")})


def _network(asked: Asked, answer: Answer) -> Layout:
    return Layout(bars=frozenset({"count", "betweenness"}), shapes={"unit": _to_partners})


def _to_partners(row: Row, urls: Urls) -> Cell:
    return Cell(row["unit"], href=urls.page("partners", unit=row["unit"], district=row["district"]))


def _partners(asked: Asked, answer: Answer) -> Layout:
    return Layout(bars=frozenset({"count"}))


def _offer_units(name: str) -> Callable[[Asked], Sequence[tuple[str, str]]]:
    """Units to choose from, those with most tasks first."""

    def offer(asked: Asked) -> Sequence[tuple[str, str]]:
        rows = sorted((row for row in asked.ask("units").rows if row["kind"] != "collective" and row["tasks"]), key=lambda row: (-row["tasks"], row["district"], row["unit"]))
        return [(f"{row['district']} {row['unit']}", asked.urls.page(name, unit=row["unit"], district=row["district"])) for row in rows[:OFFERED]]

    return offer


def _offer_themes(asked: Asked) -> Sequence[tuple[str, str]]:
    return [(row["theme"], asked.urls.page("owners", about=row["theme"])) for row in asked.ask("themes").rows if row["tasks"] or row["of_towns"]][:OFFERED]


UNITS = screen_of("units", "Units", look=Look(layout=_units))
THEMES = screen_of("themes", "Themes", look=Look(layout=_themes))
DOCUMENTS = screen_of("documents", "Documents", look=Look(template="documents", layout=_documents, more=_doubtful))
STATS = screen_of("stats", "Figures", look=Look(template="stats", layout=_stats, more=_figures))
NETWORK = screen_of("network", "Network", look=Look(below=drawn("clusters"), layout=_network))
PARTNERS = screen_of("partners", "Partners", look=Look(below=drawn("circle"), layout=_partners, suggest=_offer_units("partners")))
OBLIGATIONS = screen_of("obligations", "Obligations", look=Look(layout=duties.layout, suggest=_offer_units("obligations")))
OWNERS = screen_of("owners", "Owners", look=Look(layout=duties.layout, suggest=_offer_themes))
