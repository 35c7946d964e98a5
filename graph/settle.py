"""What the documents of a district say together, written anew after each change.

A unit's aliases are all names that were printed for it; collectives reach the members that are known by now; what no
document uses any more is removed. All of it follows from the documents and the data files alone, so the order in which
documents came leaves no trace.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from graph.members import write_members, write_same_bodies
from graph.names.gazetteer import Gazetteer
from graph.names.initials import initials_of
from graph.place import city_of
from graph.store.base import Transaction
from graph.store.rows import Value

Row = dict[str, Value]
_DUTY = "LEAD|RESPONSIBLE|COOPERATE"
_LEVELS = ("town", "district", "city", "province")  # lowest first


def settle(transaction: Transaction, areas: Iterable[str], gazetteer: Gazetteer, themes: Iterable[str]) -> None:
    """Bring these districts (names, "" for none) up to date; `themes` are the names of the taxonomy."""
    for area in sorted(set(areas)):
        write_members(transaction, area, gazetteer)
        _remove_units(transaction, area)
        write_same_bodies(transaction, area, gazetteer)
    transaction.run(
        "MATCH (h:Theme) WHERE NOT h.name IN $names AND NOT EXISTS { MATCH (t:Task)-[:ABOUT]->(h) } DETACH DELETE h",
        {"names": list(themes)},
    )
    _tidy_districts(transaction)
    for area in sorted(set(areas)):
        _write_names(transaction, area, gazetteer)


def _remove_units(transaction: Transaction, area: str) -> None:
    """Remove units that owe nothing, issued nothing and belong to no collective."""
    transaction.run(
        f"MATCH (u:Unit) WHERE u.district = $area AND NOT EXISTS {{ MATCH (u)-[:{_DUTY}]->(t:Task) }} "
        "AND NOT EXISTS { MATCH (d:Document)-[:ISSUED_BY]->(u) } "
        "AND NOT EXISTS { MATCH (u)-[:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit) } DETACH DELETE u",
        {"area": area},
    )


def _write_names(transaction: Transaction, area: str, gazetteer: Gazetteer) -> None:
    """Full names with the city that documents print; aliases and initials: what the gazetteer knows and what the duties print,
    first sorted, then without the name."""
    printed = _printed_names(transaction, area)
    bare = gazetteer.bare(area)
    home = bare if area == bare == gazetteer.places.full(bare) else city_of(transaction, area) + bare
    rows: list[Row] = []
    text = "MATCH (u:Unit) WHERE u.district = $area RETURN u.id AS id, u.name AS name, u.town AS town"
    for unit in transaction.run(text, {"area": area}).dicts():
        number, name, town = (str(unit[key]) for key in ("id", "name", "town"))
        known = gazetteer.resolve(name, district=area or None, town=town or None)
        plates = (gazetteer.resolve(one, district=area or None, town=town or None).aliases for one in printed.get(number, ()))
        aliases = sorted({*known.aliases, *printed.get(number, ()), *(alias for found in plates for alias in found)} - {name})
        full_name = gazetteer.full_name_in(known.full_name or name, home)
        rows.append({"id": number, "full_name": full_name, "aliases": aliases, "initials": initials_of([name, *aliases])})
    transaction.merge_nodes("Unit", rows)


def _printed_names(transaction: Transaction, area: str) -> dict[str, set[str]]:
    """The names that duties print for each unit id."""
    found: dict[str, set[str]] = {}
    text = f"MATCH (u:Unit)-[r:{_DUTY}]->(t:Task) WHERE u.district = $area "
    for number, mention in transaction.run(text + "RETURN DISTINCT u.id, r.mention", {"area": area}).rows:
        found.setdefault(str(number), set()).add(str(mention))
    # Only a duty with several statements can print further names; the others need not be parsed.
    several = text + "AND r.sources CONTAINS '},{' RETURN u.id, r.sources"
    for number, sources in transaction.run(several, {"area": area}).rows:
        found.setdefault(str(number), set()).update(source["mention"] for source in json.loads(str(sources)))
    return found


def _tidy_districts(transaction: Transaction) -> None:
    """Keep one PART_OF for each district, to the lowest level above, and remove districts without units and documents."""
    found = transaction.run("MATCH (x:District) RETURN x.id AS id, x.name AS name, x.level AS level")
    districts = {str(row["id"]): row for row in found.dicts()}
    above: dict[str, list[str]] = {}
    for lower, upper in transaction.run("MATCH (x:District)-[:PART_OF]->(y:District) RETURN x.id, y.id").rows:
        above.setdefault(str(lower), []).append(str(upper))
    used = {str(row[0]) for row in transaction.run("MATCH (u:Unit)-[:IN_DISTRICT]->(x:District) RETURN DISTINCT x.id").rows}
    places = transaction.run("MATCH (d:Document) RETURN DISTINCT d.district, d.town").rows
    named = {str(name) for row in places for name in row if name}
    rows: list[Row] = []
    unused: list[str] = []
    for number in sorted(districts, key=lambda key: _LEVELS.index(str(districts[key]["level"]))):
        row = districts[number]
        if number not in used and row["name"] not in named:
            unused.append(number)
            continue
        uppers = sorted(above.get(number, ()), key=lambda key: _LEVELS.index(str(districts[key]["level"])))
        used.update(uppers[:1])
        rows.append({"id": number, "parent": districts[uppers[0]]["name"] if uppers else ""})
        if len(uppers) > 1:
            text = "MATCH (x:District {id: $id})-[e:PART_OF]->(y:District) WHERE y.id <> $keep DELETE e"
            transaction.run(text, {"id": number, "keep": uppers[0]})
    if unused:
        transaction.run("MATCH (x:District) WHERE x.id IN $ids DETACH DELETE x", {"ids": unused})
    transaction.merge_nodes("District", rows)
