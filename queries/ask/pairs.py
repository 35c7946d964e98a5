"""What units share, with whom one works, and what a unit or a place is about."""

from __future__ import annotations

import re
from collections import Counter

from queries.ask.asked import Asked, Kind, nothing
from queries.ask.bodies import Owner, counted, owners, unit_of
from queries.ask.reply import Reply, Value, union
from queries.base import Column, Row

CLOSEST = re.compile(r"最(多|主要|密|频繁|常|紧|铁|近)")
PARTNER_COLUMNS = (Column("district"), Column("unit"), Column("partner"), Column("count", "int"), Column("numbers", "strings"))
THEME_COLUMNS = (Column("district"), Column("town"), Column("year", "int"), Column("unit"), Column("theme"), Column("tasks", "int"))


def pair(asked: Asked) -> Reply:
    """Tasks for which both units are named; those that reach both only through a collective are counted apart."""
    found: list[list[Owner]] = []
    for unit in asked.linked.units[:2]:
        each = owners(asked, unit)
        if isinstance(each, Reply):
            return each
        found.append(each)
    parts, values, rows = [], [], []
    for first in found[0]:
        second = next((other for other in found[1] if other.place == first.place), None)
        if second is None:
            continue
        both = {row["task"] for row in first.direct} & {row["task"] for row in second.direct}
        shared = [row for row in (*first.direct, *second.direct) if row["task"] in both]
        through = {row["task"] for row in (*first.direct, *first.through)} & {
            row["task"] for row in (*second.direct, *second.through)
        }
        count = counted(shared, asked)
        values.append(count)
        rows += sorted(shared, key=lambda row: (row["document"], row["ordinal"]))
        numbers = asked.names(
            f"{row['number']} {row['title'] or row['content'][:16]}" for row in first.direct if row["task"] in both
        )
        key = "pair" if both else "pair_none"
        text = asked.say(key, one=first.body.called, two=second.body.called, count=count, numbers=numbers)
        if len(through) > len(both):
            text += asked.say("pair_through", count=len(through) - len(both))
        parts.append(text)
    apart = {unit.district for unit in asked.linked.units[:2]}
    if not parts and len(apart) == 2 and "" not in apart:
        one, two = (f"{unit.district}{unit.words}" for unit in asked.linked.units[:2])
        none = 0 if asked.how_many else False if asked.yes else None
        return Reply(asked.join([asked.say("pair_apart", one=one, two=two)]), none, [])
    if not parts:
        return asked.unknown("pair_nowhere", one=asked.linked.units[0].words, two=asked.linked.units[1].words)
    value = asked.value(values) if asked.how_many else asked.value([count > 0 for count in values]) if asked.yes else None
    return Reply(asked.join(parts), value, rows)


def partners(asked: Asked) -> Reply:
    """Units that are named for the same items, the most frequent first; collectives are left out."""
    unit = asked.linked.units[0]
    bodies = unit_of(asked, unit)
    if isinstance(bodies, Reply):
        return bodies
    parts, names, rows = [], [], []
    one_task = bool(asked.topic or asked.linked.numbers) and not CLOSEST.search(asked.masked)  # of one task every printed name counts
    for place, body in bodies:
        every = asked.facts.duties(asked.meant(place).tasks)
        mine = {_key(row) for row in every if row["unit"] == body.name}
        if asked.topic and not mine:
            continue
        shared: dict[str, list[Row]] = {}
        for row in every:
            if _key(row) in mine and row["unit"] != body.name and (one_task or row["kind"] != "collective"):
                shared.setdefault(row["unit"], []).append(row)
        counts = Counter({name: len({_key(row) for row in own}) for name, own in shared.items()})
        best = max(counts.values(), default=0)
        ordered = sorted(counts, key=lambda name: (-counts[name], name))
        chosen = [name for name in ordered if counts[name] == best] if CLOSEST.search(asked.masked) else ordered
        names.append(chosen)
        rows += [_partner(place.district, body.name, name, counts[name], shared[name]) for name in ordered]
        listed = asked.names(asked.say("rank_one", unit=name, count=counts[name]) for name in chosen)
        parts.append(asked.say("partners" if chosen else "partners_none", unit=body.called, names=listed))
    if not parts:
        return nothing(asked)
    return Reply(asked.join(parts), union(names), rows, columns=PARTNER_COLUMNS)


def _key(row: Row) -> tuple[str, str]:
    """Partners are counted in items, not in rows."""
    return row["document_id"], row["item"]


def _partner(district: str, unit: str, partner: str, count: int, duties: list[Row]) -> Row:
    numbers = list(dict.fromkeys(row["number"] for row in duties))
    return {"district": district, "unit": unit, "partner": partner, "count": count, "numbers": numbers}


def themes(asked: Asked) -> Reply:
    """Themes of a unit's duties, of the tasks that are meant, or of a place, the most frequent first; how many where it asks so."""
    parts, rows = [], []
    values: list[Value] = []
    number = asked.detail("themes") == "number"
    if asked.linked.units:
        found = owners(asked, asked.linked.units[0])
        if isinstance(found, Reply):
            return found
        groups = [(owner.place, owner.body.called, owner.chosen(asked) or owner.through) for owner in found]
    else:
        groups = [(place, asked.where(place), asked.meant(place).tasks) for place in asked.places]
    for place, called, tasks in groups:
        counts = Counter(theme for task in tasks for theme in task["themes"])
        first = Counter(task["themes"][0] for task in tasks if task["themes"])
        if not counts:
            continue
        ordered = sorted(counts, key=lambda theme: (-first[theme], -counts[theme], theme))
        # What a unit's duties are filed under; what they touch besides is told, and is no value.
        named = [theme for theme in ordered if first[theme]] if asked.linked.units else ordered
        values.append(len(ordered) if number else named)
        unit = called if asked.linked.units else None
        rows += [
            {
                "district": place.district,
                "town": place.town or None,
                "year": place.year,
                "unit": unit,
                "theme": theme,
                "tasks": counts[theme],
            }
            for theme in ordered
        ]
        listed, besides = (
            asked.names((asked.say("rank_one", unit=theme, count=counts[theme]) for theme in ordered if (theme in named) == own), 40) for own in (True, False)
        )
        listed += asked.say("themes_besides", names=besides) if besides else ""
        parts.append(asked.say("themes", unit=called, count=len(ordered), names=listed))
    return Reply(asked.join(parts), asked.value(values), rows, columns=THEME_COLUMNS) if parts else nothing(asked)


PAIR = Kind("pair", pair, found=True, lists=True)
PARTNERS = Kind("partners", partners, ("tasks", "duties"), found=True, lists=True)
THEMES = Kind("themes", themes, found=True, lists=True, details=("number",))
