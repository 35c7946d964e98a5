"""Every unit beside those of its kind, district and year: load, share, robust z-score, rank, flag, and whether the order
depends on the weights. The method is described in docs/overload.md."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from queries.base import Row, Session
from queries.figures import agreement, plain_number, ranks, ratio, robust_z, spread
from queries.weights import NAMED, Weights, load_weights

TOP = 5  # places that the sensitivity looks at
Group = tuple[str, str | None, int | None, str]  # district, town, year, kind


def compare(session: Session, rows: list[Row]) -> None:
    """Add loads, shares, peers, medians, score, rank, flag and reason to every row.

    The peers of a kind are those that are compared. The coordinating office and the government itself stand on lines of
    their own: they are neither counted, scored nor ranked, nor do they change a figure of others. `peer_median` is 0 without peers.
    """
    _weigh(rows)
    for group in groups(rows).values():
        own = [row for row in group if not aside(row)]
        middle = float(median(row["direct"] for row in own)) if own else 0.0
        for row in group:
            row["peers"], row["peer_median"], row["ratio"] = len(own), middle, ratio(row["direct"], middle)
            row["score"] = row["rank"] = row["rank_best"] = row["rank_worst"] = row["load_median"] = row["load_mad"] = None
            row["flag"] = False
        _score(own)
        for row in group:
            row["reason"] = _reason(session, row)


def groups(rows: Sequence[Row]) -> dict[Group, list[Row]]:
    """The rows by district, town, year and kind, in the order of the rows."""
    found: dict[Group, list[Row]] = {}
    for row in rows:
        found.setdefault((row["district"], row["town"], row["year"], row["kind"]), []).append(row)
    return found


def aside(row: Row) -> bool:
    """Whether the row stands on a line of its own."""
    return bool(row["coordinating"] or row["government"])


def load(row: Row, weights: Weights) -> float:
    """The weighted sum of the tasks that name the unit, without those through collectives."""
    return float(sum(row[name] * weights[name] for name in NAMED))


def _weigh(rows: list[Row]) -> None:
    weights = load_weights().weights
    totals: dict[tuple[Any, ...], float] = {}
    for row in rows:
        row["load"] = load(row, weights)
        row["weighted"] = row["load"] + row["inherited"] * weights["inherited"]
        place = (row["district"], row["town"], row["year"])
        totals[place] = totals.get(place, 0.0) + row["load"]
    for row in rows:
        total = totals[row["district"], row["town"], row["year"]]
        row["share"] = round(row["load"] / total, 4) if total else 0.0
        row["document_share"] = round(row["direct"] / row["document_tasks"], 4) if row["document_tasks"] else 0.0
        row["per_item"] = round(row["load"] / row["document_items"], 4) if row["document_items"] else 0.0


def _score(own: list[Row]) -> None:
    """Score, rank and flag of the units of a group that are compared."""
    limits = load_weights()
    loads = [row["load"] for row in own]
    middle, deviation = (float(median(loads)), spread(loads)) if loads else (0.0, 0.0)
    places = [ranks([_under(row, one) for row in own]) for one in _weightings()]
    for index, (row, place) in enumerate(zip(own, ranks(loads), strict=True)):
        row["load_median"], row["load_mad"], row["rank"] = middle, deviation, place
        row["score"] = robust_z(row["load"], middle, deviation) if len(own) >= limits.peers else None
        row["rank_best"], row["rank_worst"] = (edge(one[index] for one in places) for edge in (min, max))
        far = row["score"] is not None and row["score"] >= limits.z and row["load"] >= limits.times * max(middle, 1.0)
        row["flag"] = bool(far and row["direct"] >= limits.least)


def _weightings() -> list[Weights]:
    chosen = load_weights()
    return [{**chosen.weights, "inherited": 0.0}, *chosen.others.values()]


def _under(row: Row, weights: Weights) -> float:
    return load(row, weights) + float(row["inherited"] * weights["inherited"])


def sensitivity(rows: Sequence[Row]) -> list[Row]:
    """For each group that is ranked and each of the other weightings: Kendall's tau with the order in use (`tau`, None
    where all are equal) and how many of the first TOP stay among the first (`kept` of `top`)."""
    chosen = load_weights()
    found = []
    for (district, town, year, kind), group in groups(rows).items():
        own = [row for row in group if not aside(row)]
        if len(own) < chosen.peers or not any(row["load"] for row in own):
            continue
        first = _first(own, [row["load"] for row in own])
        for name, weights in chosen.others.items():
            values = [_under(row, weights) for row in own]
            kept = len(first & _first(own, values))
            tau = agreement([row["load"] for row in own], values)
            found.append({"district": district, "town": town, "year": year, "kind": kind, "weighting": name,
                          "weights": dict(weights), "tau": tau, "kept": kept, "top": len(first)})  # fmt: skip
    return found


def _first(rows: list[Row], values: list[float]) -> set[str]:
    """Unit ids of the first TOP by value; all of them where several share the last place, those without load left out."""
    edge = sorted(values, reverse=True)[: TOP][-1]
    return {row["unit_id"] for row, value in zip(rows, values, strict=True) if value >= edge and value > 0}


def _reason(session: Session, row: Row) -> str:
    fields = {**row, "district": row["town"] or row["district"], "kind": session.words.code("kind", row["kind"])}
    for name in ("peer_median", "ratio", "load", "score", "load_median"):
        fields[name] = plain_number(row[name]) if row[name] is not None else ""
    fields["share"] = f"{row['share']:.1%}"
    text = session.say("reason_coordinating") if row["coordinating"] else session.say("reason_government") if row["government"] else ""
    key = "reason_single" if row["peers"] < 2 or row["government"] else "reason_main" if row["peer_median"] >= 1 else "reason_zero"
    text += session.say(key, **fields)
    if row["load"]:
        text += session.say("reason_load", **fields)
    if row["rank"] is not None and row["peers"] > 1:
        steady = "" if row["rank_best"] == row["rank_worst"] else session.say("reason_range", **fields)
        scored = "reason_ranks_only" if row["score"] is None else "reason_score"
        text += session.say(scored, **fields) + steady
    if row["direct"]:
        text += session.say("reason_breadth", **fields)
    if row["busiest_count"] > 1:
        text += session.say("reason_month", month=row["busiest_month"], count=row["busiest_count"])
    if row["inherited"]:
        text += session.say("reason_inherited", inherited=row["inherited"])
    if row["inferred"]:
        text += session.say("reason_inferred", inferred=row["inferred"])
    if row["also"]:
        text += session.say("reason_also", others=session.say("joined").join(row["also"]))
    return text
