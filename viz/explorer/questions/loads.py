"""The pages of workload and of units × themes: strips of dots, the order under other weights, 分工调整测算."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from queries.base import Answer, Row
from viz.explorer.pictured import drawn
from viz.explorer.question import Look, screen_of
from viz.explorer.questions import duties
from viz.explorer.spec import Asked
from viz.explorer.tables import Cell, Layout, Shape
from viz.explorer.urls import Urls
from viz.pictures.parts import by_place, newest, place_of

WEIGHED = ("lead", "responsible", "cooperate")  # columns that the weighted load counts; what comes through collectives is not part of it
LIST = 400  # units that the form of a move suggests


def _supposed(answer: Answer) -> bool:
    """Whether the answer is that of 分工调整测算."""
    return any(name == "direct_before" for name, _, _ in answer.columns)


def _layout(asked: Asked, answer: Answer) -> Layout:
    """District by district, the coordinating office on a line of its own in front, a town's own document behind."""
    if _supposed(answer):
        return Layout(shapes={"direct": _changed("direct"), "inherited_after": _changed("inherited"), "score": _changed("score")})
    places = newest(by_place(answer.rows), len(answer.rows))
    rows = sorted(answer.rows, key=lambda row: (bool(row["town"]), places.index(place_of(row)), not row["coordinating"]))

    def group(row: Row) -> str:
        return asked.words["town_paper"].format(town=row["town"], year=row["year"] or "") if row["town"] else f"{row['district']} {row['year'] or ''}"

    return Layout(rows=rows, group=group if len(places) > 1 else None, hide=frozenset({"flag", "district", "town", "year"}), shapes={"unit": _unit, "rank": _rank}, bars=frozenset({"direct"}))


def _unit(row: Row, urls: Urls) -> Cell:
    """The town of a unit of a town; the reason under those that stand out, for the others the figures say it."""
    reason = str(row["reason"]) if row["flag"] or row["coordinating"] else ""
    return Cell(row["unit"], href=urls.unit(row), small="　".join(filter(None, (row["town"], reason))))


def _rank(row: Row, urls: Urls) -> Cell:
    """The rank, and between which it moves under other weights."""
    if row["rank"] is None:
        return Cell("")
    best, worst = row.get("rank_best"), row.get("rank_worst")
    return Cell(str(row["rank"]), small=f"{best}–{worst}" if best and best != worst else "", sort=f"{row['rank']:06d}")


def _weights(answer: Answer) -> list[tuple[str, float]]:
    """(column, weight) from which the sliders start: those of the answer."""
    told = answer.extra.get("weights", {})
    return [*((name, float(told.get(name, 1.0))) for name in WEIGHED), ("inherited", 0.0)]


def _changed(name: str) -> Shape:
    def shape(row: Row, urls: Urls) -> Cell:
        before, after = row[f"{name}_before"], row[name]
        if before is None or after is None:  # too few peers for a score, now or then
            return Cell("" if after is None else f"{after:g}")
        sign = "↑" if after > before else "↓"
        return Cell(f"{after:g}", diffs=(("change", f"{after:g} {sign}"),) if after != before else (), sort=f"{after:020.6f}")

    return shape


def _more(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """What the sliders and the form of a move need."""
    moves = asked.given.texts("what_if")
    kept = [(name, one) for name, value in asked.echo().items() if name != "what_if" for one in (value if isinstance(value, list) else [value])]
    rest = dict(kept)
    supposed = _supposed(answer)
    units = sorted({row["unit"] for row in asked.ask("overload", **{name: rest[name] for name in ("district", "year") if name in rest}).rows})
    papers = [row["document"] for row in asked.ask("documents").rows]
    undo = [(one, asked.urls.page("overload", **rest, what_if=[other for other in moves if other != one])) for one in moves]
    return {"weights": () if supposed else _weights(answer), "moves": undo, "kept": kept, "units": units[:LIST], "papers": papers, "supposed": supposed,
            "matrix": asked.urls.page("matrix", **{name: rest[name] for name in ("district", "year", "town") if name in rest})}  # fmt: skip


def _matrix(asked: Asked, answer: Answer) -> Layout:
    if duties.lists_duties(answer):
        return duties.layout(asked, answer)
    return Layout(bars=frozenset({"count"}))


OVERLOAD = screen_of("overload", "Workload", look=Look(
    template="overload", above=drawn("strips"), below=drawn("workload"), layout=_layout, more=_more,
))  # fmt: skip
MATRIX = screen_of("matrix", "Units × themes", look=Look(above=drawn("heatmap"), layout=_matrix))
