"""Units that carry nothing under their own name: reached through collectives only, by the roster."""

from __future__ import annotations

import re

from queries.ask.asked import Asked, Kind
from queries.ask.ranks import COLUMNS
from queries.ask.reply import Reply, union
from queries.workload import workload

TOWNS = re.compile(r"街镇|街道|镇|乡")
BUREAUS = re.compile(r"部门|委办局|局")


def unnamed(asked: Asked) -> Reply:
    """The units of each place that no task names, of the kind that the question says; their number where it asks for that."""
    parts, names, rows = [], [], []
    every = workload(
        asked.session,
        union([[place.district] for place in asked.places]),
        sorted({place.year for place in asked.places if place.year}),
        [],
    )
    said = asked.masked + "".join(unit.words for unit in asked.linked.units)
    kinds = ("street", "town") if TOWNS.search(said) else ("department",) if BUREAUS.search(asked.masked) else ()
    for place in asked.places:
        own = [row for row in every if (row["district"], row["town"] or "", row["year"]) == (place.district, "", place.year)]
        if place.town or not own:
            continue
        idle = [row for row in own if not row["direct"] and row["inherited"] and (not kinds or row["kind"] in kinds)]
        rows += idle
        names.append([row["unit"] for row in idle])
        parts.append(
            asked.say("unnamed", place=asked.where(place), count=len(idle), names=asked.names(names[-1], 60))
            if idle
            else asked.say("unnamed_none", place=asked.where(place))
        )
    if not parts:
        return asked.unknown("no_tasks", places=asked.place_names())
    value = asked.value([len(one) if asked.how_many else bool(one) if asked.yes else one for one in names])
    return Reply(asked.join(parts), value, rows, columns=COLUMNS)


UNNAMED = Kind("unnamed", unnamed)
