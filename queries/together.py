"""Who is named for the same thing: pairs of units with the items (or rows) that both are named for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from queries.account import ITEM
from queries.base import Row, Session
from queries.duties import TASK_FILTER

DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE r.basis <> 'issuer' AND (size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER}
RETURN u.id AS unit_id, u.name AS unit, u.kind AS kind, u.district AS district, u.town AS unit_town, type(r) AS role,
       t.id AS task, {ITEM} AS item, t.item AS item_number, t.stem AS document, t.number AS number, t.town AS town, t.year AS year,
       t.ordinal AS ordinal"""
SAME = """MATCH (a:Unit)-[s:SAME_BODY]->(b:Unit)
WHERE size($districts) = 0 OR a.district IN $districts
RETURN a.id AS first, b.id AS second"""


@dataclass(slots=True)
class Work:
    """What bodies are named for. `units` are records of DUTIES by unit id, one for each body; `of` holds for each item
    (or row) the bodies that are named for it, `printed` how it is called, both in printed order; `lines` holds for each item
    (or row) and body the records that name it, in printed order; `bodies` leads from a unit with other names to the id under
    which it is counted."""

    bodies: dict[str, str]
    units: dict[str, Row] = field(default_factory=dict)
    of: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    printed: dict[str, Row] = field(default_factory=dict)
    lines: dict[tuple[str, str], list[Row]] = field(default_factory=dict)

    def naming(self, key: str, first: str, second: str) -> list[Row]:
        """Where an item prints two bodies: the first row that names both, else the first row of each, in printed order.

        The rows of a table that share one title are one item; not each of them names whom the item names."""
        mine, others = self.lines[key, first], self.lines[key, second]
        both = {one["task"] for one in others}
        shared = [one for one in mine if one["task"] in both][:1]
        return shared or sorted((mine[0], others[0]), key=lambda one: one["ordinal"] or 0)


def work(session: Session, districts: Sequence[str], years: Sequence[int], towns: Sequence[str], *, rows: bool) -> Work:
    """Everything that bodies are named for in these districts; bodies with several names are one."""
    same = same_bodies(session.ask(SAME, districts=list(districts)))
    records = session.ask(DUTIES, districts=list(districts), years=list(years), towns=list(towns))
    found = Work(same)
    for record in sorted(records, key=lambda one: (one["district"], one["document"], one["ordinal"] or 0, one["unit_id"])):
        unit = str(record["unit_id"])
        body = same.get(unit, unit)
        if unit == body or body not in found.units:
            found.units[body] = record
        key = record["task"] if rows else record["item"]
        found.of.setdefault(key, {}).setdefault(body, set()).add(record["role"])
        found.printed.setdefault(key, record)
        found.lines.setdefault((key, body), []).append(record)
    return found


def same_bodies(pairs: Iterable[Row]) -> dict[str, str]:
    """Unit id -> the smallest id of its body, for bodies with several names."""
    found: dict[str, str] = {}
    for pair in pairs:
        first, second = str(pair["first"]), str(pair["second"])
        group = {found.get(first, first), found.get(second, second)}
        members = {first, second, *(unit for unit, body in found.items() if body in group)}
        for unit in members:
            found[unit] = min(group)
    return found
