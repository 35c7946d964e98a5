"""Which bodies a collective (各街镇, 区政府各部门) reaches, and which names mean one body, as edges.

A collective belongs to its district, or to its town where a town's document addresses it, and reaches bodies of the
same. MEMBER_OF is certain, MAY_BE_MEMBER_OF is not; both hold for a year in which tasks were given to the collective.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.complement import covered
from graph.ids import edge_id, unit_id
from graph.names.bodies import UnitName
from graph.names.collectives import Collective, listed_units, members
from graph.names.gazetteer import Gazetteer
from graph.names.rosters import Roster
from graph.store.base import Transaction
from graph.store.rows import Value
from graph.units import COLLECTIVE, from_above, home_edge, unit_row

Row = dict[str, Value]
MEMBER_KINDS = ("MEMBER_OF", "MAY_BE_MEMBER_OF")
_DUTY = "LEAD|RESPONSIBLE|COOPERATE"


@dataclass(frozen=True, slots=True)
class _Addressed:
    """A collective of a district (or town) and a year in which it was given tasks."""

    id: str
    name: str
    town: str
    year: int


def write_members(transaction: Transaction, area: str, gazetteer: Gazetteer) -> None:
    """Bring the memberships of a district up to date; adds streets, towns and listed bodies that a collective reaches."""
    addressed = _addressed(transaction, area, gazetteer)
    codes = transaction.run("MATCH (x:District) WHERE x.name = $area AND x.level = 'district' RETURN x.code", {"area": area}).rows
    roster = gazetteer.roster_of(area, (str(code or "") for (code,) in codes))
    bodies = _bodies(transaction, area, gazetteer)
    listed: dict[str, UnitName] = {}
    for one, meaning in addressed:
        if not one.town:
            listed |= _listed(meaning, area, one.year, gazetteer, roster)
    bodies[""] = listed | bodies.get("", {})
    edges: dict[str, dict[str, Row]] = {kind: {} for kind in MEMBER_KINDS}
    for one, meaning in addressed:
        units = _current(bodies.get(one.town, {}), area, one.year, gazetteer)
        others = covered(transaction, one.id, one.year, units) if meaning.complement else frozenset[str]()
        for member in members(meaning, units, roster, district=gazetteer.bare(area), year=one.year, covered=others):
            kind = MEMBER_KINDS[0] if member.certain else MEMBER_KINDS[1]
            row = _member_edge(kind, member.unit, one, member.basis)
            edges[kind][str(row["id"])] = row
    used = {str(row["start"]) for rows in edges.values() for row in rows.values()}
    new = [known.name for number, known in listed.items() if number in used]
    _add_units(transaction, new, area, gazetteer)
    for kind, rows in edges.items():
        _replace_edges(transaction, kind, area, rows)


def _replace_edges(transaction: Transaction, kind: str, area: str, wanted: dict[str, Row]) -> None:
    """Leave exactly the wanted edges of this kind, by id; those of other years mostly stay as they are."""
    text = f"MATCH (u:Unit)-[e:{kind}]->(c:Unit) WHERE u.district = $area RETURN e.id, e.basis"
    present = {str(number): basis for number, basis in transaction.run(text, {"area": area}).rows}
    gone = sorted(present.keys() - wanted.keys())
    if gone:
        text = f"MATCH (u:Unit)-[e:{kind}]->(c:Unit) WHERE u.district = $area AND e.id IN $ids DELETE e"
        transaction.run(text, {"area": area, "ids": gone})
    changed = [row for number, row in wanted.items() if number not in present or present[number] != row["basis"]]
    transaction.merge_edges(kind, "Unit", "Unit", changed)


def write_same_bodies(transaction: Transaction, area: str, gazetteer: Gazetteer) -> None:
    """Join the names of one body where both are units of this district."""
    transaction.run("MATCH (a:Unit)-[e:SAME_BODY]->(b:Unit) WHERE a.district = $area DELETE e", {"area": area})
    text = "MATCH (u:Unit) WHERE u.district = $area AND u.town = '' RETURN u.name, u.id"
    units = {str(name): str(number) for name, number in transaction.run(text, {"area": area}).rows}
    rows: dict[str, Row] = {}
    for pair in gazetteer.same_bodies(area) if area else ():
        start, end = units.get(pair.name), units.get(pair.other)
        if start and end:
            number = edge_id("SAME_BODY", start, end)
            rows[number] = {
                "id": number, "start": start, "end": end, "since": pair.since, "until": pair.until, "source": pair.source,
            }  # fmt: skip
    transaction.merge_edges("SAME_BODY", "Unit", "Unit", list(rows.values()))


def _addressed(transaction: Transaction, area: str, gazetteer: Gazetteer) -> list[tuple[_Addressed, Collective]]:
    """The collectives whose words we understand, with what they mean, in a fixed order."""
    text = (
        f"MATCH (c:Unit)-[r:{_DUTY}]->(t:Task) WHERE c.district = $area AND c.kind = $kind AND t.year > 0 "
        "RETURN DISTINCT c.id, c.name, c.town, t.year"
    )
    rows = transaction.run(text, {"area": area, "kind": COLLECTIVE}).rows
    found = []
    for number, name, town, year in sorted(rows, key=str):
        meaning = gazetteer.collective(str(name))
        if meaning is not None:
            found.append((_Addressed(str(number), str(name), str(town), int(str(year))), meaning))
    return found


def _bodies(transaction: Transaction, area: str, gazetteer: Gazetteer) -> dict[str, dict[str, UnitName]]:
    """The bodies that documents name, by town ("" for those of the district) and id, in the order of their names."""
    found: dict[str, dict[str, UnitName]] = {}
    rows: set[tuple[Value, ...]] = set()
    for pattern in (f"(u:Unit)-[r:{_DUTY}]->(t:Task)", "(d:Document)-[:ISSUED_BY]->(u:Unit)"):
        text = f"MATCH {pattern} WHERE u.district = $area AND u.kind <> $kind RETURN DISTINCT u.id, u.name, u.town"
        rows.update(transaction.run(text, {"area": area, "kind": COLLECTIVE}).rows)
    for number, name, town in sorted(rows, key=lambda row: (str(row[2]), str(row[1]))):
        if not from_above(str(name), area):
            known = gazetteer.resolve(str(name), district=area or None, town=str(town) or None)
            found.setdefault(str(town), {})[str(number)] = known
    return found


def _listed(meaning: Collective, area: str, year: int, gazetteer: Gazetteer, roster: Roster) -> dict[str, UnitName]:
    """Bodies of the roster, by id: no document needs to name them."""
    names = listed_units(meaning, roster, district=gazetteer.bare(area), year=year)
    return {unit_id(name, area, ""): gazetteer.resolve(name, district=area or None) for name in names}


def _current(units: dict[str, UnitName], area: str, year: int, gazetteer: Gazetteer) -> dict[str, UnitName]:
    """Without the former names of bodies that stand there under their present one: they are not members twice."""
    names = {known.name for known in units.values()}
    former = {
        pair.other
        for pair in (gazetteer.same_bodies(area) if area else ())
        if pair.relation != "plates" and pair.name in names and (pair.since is None or pair.since <= year)
    }
    return {number: known for number, known in units.items() if known.name not in former}


def _member_edge(kind: str, unit: str, collective: _Addressed, basis: str) -> Row:
    number = edge_id(kind, unit, collective.id, collective.year)
    return {"id": number, "start": unit, "end": collective.id, "year": collective.year, "basis": basis}


def _add_units(transaction: Transaction, names: Iterable[str], area: str, gazetteer: Gazetteer) -> None:
    """Add bodies of the district that no document names, with the district of their neighbours."""
    rows = [unit_row(name, area, "", gazetteer) for name in dict.fromkeys(names)]
    transaction.merge_nodes("Unit", rows)
    text = "MATCH (u:Unit)-[:IN_DISTRICT]->(x:District) WHERE u.district = $area AND u.town = '' RETURN DISTINCT x.id"
    for (home,) in transaction.run(text, {"area": area}).rows:
        transaction.merge_edges("IN_DISTRICT", "Unit", "District", [home_edge(row, str(home)) for row in rows])
