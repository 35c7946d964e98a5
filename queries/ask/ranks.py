"""Who has most and who has least, and which month is fullest."""

from __future__ import annotations

import re
from collections import Counter

from queries.ask.facts import Place, day_of
from queries.ask.reply import Asked, Reply, nothing, union
from queries.ask.wording import number
from queries.base import Column, Row
from queries.workload import workload

LEAST = re.compile(r"(最少|最闲|最轻|最小|最空|最清闲|最不忙|最轻松|少$|垫底|末位)")
TOP = re.compile(
    r"(?:前|top)(\d+|[一二两三四五六七八九十])(?:个|名|位|家|大)?|(?:最[\u4e00-\u9fff]{1,2}的?|最[\u4e00-\u9fff]{1,2}的?前)(\d+|[一二两三四五六七八九十])(?:个|名|位|家|大)"
)
NTH = re.compile(r"第([二三四五2-5])(?:多|忙|重|集中)|排(?:名|行|位|在)?第([二三四五2-5])")
EXACTLY = re.compile(r"只(?:有|被|承担|负责|点名|分到|牵头)+.{0,4}?(\d+|[一二两三四五六七八九十])(?:项|次|件|个任务|个事项|条)")
FLAGGED = re.compile(r"(过重|太重|集中的|过于集中|相对集中|超负荷|太多)")
WITH = re.compile(r"(统称|集体|间接|全部|算上|加上|包括|连同)")
HOW_MANY = re.compile(r"^[^谁哪]*(多少|几)(项|件|个任务|个事项)$")
MEASURES = {"LEAD": "lead", "RESPONSIBLE": "responsible", "COOPERATE": "cooperate"}
STREETS = re.compile(r"(哪个|哪些|哪家|哪几个|最[多少忙闲]的)(街镇|街道|镇)")
COLUMNS = (
    Column("district"),
    Column("town"),
    Column("year", "int"),
    Column("unit"),
    Column("kind"),
    Column("lead", "int"),
    Column("responsible", "int"),
    Column("cooperate", "int"),
    Column("direct", "int"),
    Column("items", "int"),
    Column("inherited", "int"),
)


def busiest(asked: Asked) -> Reply:
    """Units with most (or least) tasks under their own name; the coordinating office is said apart."""
    measure = MEASURES.get(asked.role or "", "direct")
    rows = workload(
        asked.session,
        union([[place.district] for place in asked.places]),
        sorted({place.year for place in asked.places if place.year}),
        union([[place.town] for place in asked.places if place.town]),
    )
    parts, names, kept = [], [], []
    for place in asked.places:
        own = [row for row in rows if _in(row, place)]
        own = _left(asked, own, measure)
        if asked.topic:
            own = _on_topic(asked, place, own, measure)
        if not own:
            continue
        chosen = _chosen(asked, own, measure)
        kept += chosen
        names.append([row["unit"] for row in chosen])
        parts.append(_said(asked, place, own, chosen, measure))
    if not parts:
        return nothing(asked) if asked.topic else asked.unknown("no_tasks", places=asked.place_names())
    if HOW_MANY.search(asked.masked) and len({row["sum"] for row in kept}) == 1:
        return Reply(asked.join(parts), kept[0]["sum"], kept, columns=COLUMNS)
    return Reply(asked.join(parts), union(names), kept, columns=COLUMNS)


def _in(row: Row, place: Place) -> bool:
    return (row["district"], row["town"] or "", row["year"]) == (place.district, place.town, place.year)


def _left(asked: Asked, rows: list[Row], measure: str) -> list[Row]:
    """Units with at least one such task, without those that the question leaves out (除了区政府办公室)."""
    out = (
        {name for unit in asked.linked.units for name in unit.names}
        if re.search(r"(除|不算|不含|不包括|以外|之外|except)", asked.masked)
        else set()
    )
    kept = [
        {**row, "sum": row[measure] + (row["inherited"] if WITH.search(asked.masked) and measure == "direct" else 0)}
        for row in rows
    ]
    if STREETS.search(asked.masked):
        kept = [row for row in kept if row["kind"] in ("street", "town", "park")]
    return [row for row in kept if row["sum"] and row["unit"] not in out]


def _on_topic(asked: Asked, place: Place, rows: list[Row], measure: str) -> list[Row]:
    """The same units counted on the tasks of a theme only."""
    duties = asked.facts.duties(asked.meant(place).tasks)
    counts = Counter(row["unit"] for row in duties if measure == "direct" or MEASURES[row["role"]] == measure)
    return [{**row, "sum": counts[row["unit"]]} for row in rows if counts[row["unit"]]]


def _chosen(asked: Asked, rows: list[Row], measure: str) -> list[Row]:
    if FLAGGED.search(asked.masked) and measure == "direct":
        return [row for row in rows if row["flag"]]
    if exact := EXACTLY.search(asked.masked):
        return [row for row in rows if row["sum"] == number(exact[1])]
    least = bool(LEAST.search(asked.masked))
    ordered = sorted(rows, key=lambda row: (row["sum"] if least else -row["sum"], row["unit"]))
    if (nth := NTH.search(asked.masked)) and len(ordered) >= (place := number(nth[1] or nth[2]) or 1):
        return [row for row in ordered if row["sum"] == ordered[place - 1]["sum"]]
    many = TOP.search(asked.masked)
    edge = ordered[min(len(ordered), (number(many[1] or many[2]) or 1) if many else 1) - 1]["sum"]
    return [row for row in ordered if (row["sum"] <= edge if least else row["sum"] >= edge)]


def _said(asked: Asked, place: Place, rows: list[Row], chosen: list[Row], measure: str) -> str:
    listed = asked.names((asked.say("rank_one", unit=row["unit"], count=row["sum"]) for row in chosen), 20)
    role = asked.say(f"role_{asked.role}") if measure != "direct" else ""
    least = bool(LEAST.search(asked.masked))
    if exact := EXACTLY.search(asked.masked):
        return asked.say(
            "rank_exact",
            place=asked.where(place),
            role=role,
            count=number(exact[1]),
            units=len(chosen),
            names=listed or asked.say("none"),
        )
    if nth := NTH.search(asked.masked):
        return asked.say(
            "rank_nth", place=asked.where(place), role=role, nth=number(nth[1] or nth[2]), names=listed or asked.say("none")
        )
    key = "rank_flagged" if FLAGGED.search(asked.masked) and measure == "direct" else "rank_least" if least else "rank_most"
    text = asked.say(key, place=asked.where(place), role=role, names=listed or asked.say("none"))
    if not least and any(row["coordinating"] for row in chosen):
        others = [row for row in rows if not row["coordinating"]]
        top = max((row["sum"] for row in others), default=0)
        if top:
            besides = asked.names(
                asked.say("rank_one", unit=row["unit"], count=row["sum"]) for row in others if row["sum"] == top
            )
            text += asked.say("rank_besides", names=besides)
    return text


def busymonth(asked: Asked) -> Reply:
    """The month in which most tasks of a place are due; days and periods only."""
    parts: list[str] = []
    months: list[int] = []
    for place in asked.places:
        counts = Counter(day.month for task in asked.facts.tasks(place) if (day := day_of(task)) is not None)
        if not counts:
            parts.append(asked.say("month_none", place=asked.where(place)))
            continue
        best = max(counts.values())
        fullest = sorted(month for month, number in counts.items() if number == best)
        months += fullest
        parts.append(asked.say("month", place=asked.where(place), months=asked.names(map(str, fullest)), count=best))
    return Reply(asked.join(parts), months[0] if len(months) == 1 else None)
