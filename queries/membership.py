"""How far the members of a collective are known: what a roster confirms, what it leaves open, and what no roster lists."""

from __future__ import annotations

from collections.abc import Iterable

from graph.names.collectives import ROSTER, carried_from
from queries.base import Row, Session

ADDRESSED = """MATCH (c:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE c.kind = 'collective' AND (size($districts) = 0 OR c.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
RETURN c.id AS collective_id, c.name AS collective, c.district AS district, c.town AS town, c.possible AS open, t.year AS year,
       count(DISTINCT CASE WHEN NOT r.possible THEN t.id END) AS tasks"""
MEMBERS = """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)
WHERE (size($districts) = 0 OR c.district IN $districts) AND (size($years) = 0 OR m.year IN $years)
RETURN c.id AS collective_id, m.year AS year, type(m) AS membership, m.basis AS basis, u.id AS unit_id, u.name AS unit, u.kind AS kind"""
CYPHER = (ADDRESSED, MEMBERS)

_COUNTED = ("in", "unsure", "unlisted")


def standing(member: Row) -> str:
    """in (a roster confirms it), unsure (a roster cannot say, or the words leave open who is meant), unlisted (no roster)."""
    if not str(member["basis"]).startswith(ROSTER):
        return "unlisted"
    return "in" if member["membership"] == "MEMBER_OF" else "unsure"


def collectives(session: Session, districts: list[str], years: list[int]) -> list[Row]:
    """One row for each collective and year in which it was given tasks, by district, year and tasks (most first), with its
    `members`, the counts `in`, `unsure` and `unlisted`, `checked`: whether a roster confirms at least one of them, and
    `carried`: the years of rosters of earlier years that stand in for one of its own, ascending."""
    members: dict[tuple[str, int], list[Row]] = {}
    for member in session.ask(MEMBERS, districts=districts, years=years):
        members.setdefault((member["collective_id"], member["year"]), []).append({**member, "standing": standing(member)})
    rows = session.ask(ADDRESSED, districts=districts, years=years)
    for row in rows:
        found = sorted(members.get((row["collective_id"], row["year"]), []), key=lambda member: member["unit"])
        row["members"] = found
        row |= {name: sum(member["standing"] == name for member in found) for name in _COUNTED}
        row["checked"] = row["in"] > 0
        row["open"] = row["open"] or not row["tasks"]  # named only behind a 相关
        row["carried"] = sorted({year for member in found if (year := carried_from(str(member["basis"])))})
    rows.sort(key=lambda row: (row["district"], row["town"], -(row["year"] or 0), -row["tasks"], row["collective"]))
    return rows


def roster_notes(session: Session, rows: Iterable[Row], only: Iterable[tuple[str, str, int]] | None = None) -> list[str]:
    """Of the collectives of `rows`: a sentence (or none) naming those whose members no roster confirms, so that no headcount
    of theirs holds, and one (or none) naming those for which the roster of an earlier year stands in. `only` are
    (district, collective, year) that an answer is about. Words that leave open who is meant (相关部门) are not named: for
    them no roster could say it."""
    wanted = None if only is None else set(only)
    asked = [
        row for row in rows if not row["open"] and (wanted is None or (row["district"], row["collective"], row["year"]) in wanted)
    ]
    joined = session.say("joined")
    names = dict.fromkeys(_called(session, row) for row in asked if not row["checked"])
    notes = [session.say("roster_unchecked", names=joined.join(names))] if names else []
    carried: dict[str, dict[str, None]] = {}
    for row in asked:
        for year in row["carried"]:
            carried.setdefault(str(year), {})[_called(session, row)] = None
    lists = [session.say("roster_carried_of", names=joined.join(names), year=year) for year, names in sorted(carried.items())]
    return [*notes, session.say("roster_carried", lists=session.say("semicolon").join(lists))] if lists else notes


def _called(session: Session, row: Row) -> str:
    return session.say("roster_of", place=row["town"] or row["district"], year=row["year"], collective=row["collective"])
