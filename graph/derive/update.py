"""Writes DERIVES_FROM: what the plans of a district (or city) and of its towns were made from, as far as the store knows.

A town's plan comes from its district's of the same year, a district's from its city's, and each from its own of the year
before. Likeness across districts is no derivation. All of it follows from the tasks in the store, so writing twice changes
nothing, and the order in which documents came leaves no trace.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from graph.derive.likeness import METHODS, Link, Piece, align
from graph.ids import edge_id
from graph.store.base import Store, Transaction
from graph.store.rows import Value

DERIVED = "DERIVES_FROM"
Row = dict[str, Value]
Place = tuple[str, str, int | None]  # district or city, town ("" for its own plan), year

_TASKS = (
    "MATCH (t:Task) WHERE t.district IN $areas AND t.year IN $years RETURN t.id AS id, t.district AS area, t.town AS town, "
    "t.year AS year, t.level AS level, t.document AS document, t.item AS item, t.title AS title, t.content AS content, "
    "t.ordinal AS ordinal"
)
_CITY = "MATCH (x:District)-[:PART_OF]->(y:District) WHERE x.name = $area AND y.level = 'city' RETURN DISTINCT y.name"
_BELOW = "MATCH (x:District)-[:PART_OF]->(y:District) WHERE y.name = $area AND y.level = 'city' RETURN DISTINCT x.name"
_OLD = (
    f"MATCH (a:Task)-[e:{DERIVED}]->(b:Task) WHERE a.district = $area AND a.year IN $years AND (size($towns) = 0 OR a.town IN $towns) "
    "RETURN e.id AS id, a.id AS task, b.id AS source, e.score AS score, e.method AS method"
)
_DELETE = f"MATCH (a:Task)-[e:{DERIVED}]->(b:Task) WHERE a.district = $area AND a.year IN $years AND e.id IN $ids DELETE e"


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where and when: the tasks of a place in a year, `town` "" for the district's or city's own."""

    area: str
    town: str
    year: int


def update(store: Store, area: str) -> int:
    """Bring the derivations of a district or city up to date, all years; returns how many there are. Raises StoreError."""
    with store.transaction() as transaction:
        text = "MATCH (t:Task) WHERE t.district = $area AND t.year > 0 RETURN DISTINCT t.year"
        years = {int(str(row[0])) for row in transaction.run(text, {"area": area}).rows}
        return write_derivations(transaction, area, years)


def plans_of(transaction: Transaction, documents: Collection[str]) -> set[Place]:
    """The plans to which the tasks of some documents belong, by the documents' ids."""
    text = "MATCH (t:Task) WHERE t.document IN $ids AND t.year > 0 RETURN DISTINCT t.district, t.town, t.year"
    rows = transaction.run(text, {"ids": list(documents)}).rows
    return {(str(area), str(town or ""), int(str(year))) for area, town, year in rows}


def rederive(transaction: Transaction, plans: Collection[Place]) -> None:
    """Write the derivations that depend on these plans; one without a year has none."""
    for area, town in sorted({(area, town) for area, town, _ in plans}):
        years = {year for place, own, year in plans if (place, own) == (area, town) and year}
        write_derivations(transaction, area, years, town=town)


def write_derivations(transaction: Transaction, area: str, years: Collection[int], *, town: str = "") -> int:
    """Derivations of the plans of these years and of the next ones, which look back; returns how many of them there are now.

    With a town only its plans are looked at: no other plan comes from them. A city's plan is also a source of its districts' plans, so they are looked at again.
    """
    if not area or not years:
        return 0
    cities = [str(row[0]) for row in transaction.run(_CITY, {"area": area}).rows]
    below = [str(row[0]) for row in transaction.run(_BELOW, {"area": area}).rows]
    wanted = sorted({*years, *(year + 1 for year in years)})
    plans = _plans(transaction, sorted({area, *cities, *below}), sorted({*wanted, *(year - 1 for year in wanted)}))
    plans = {plan: pieces for plan, pieces in plans.items() if not town or plan.town in ("", town)}
    count = _write(transaction, area, cities, plans, wanted, town)
    for district in sorted(below) if not town else ():
        count += _write(transaction, district, [area], plans, wanted, "")
    return count


def _plans(transaction: Transaction, areas: list[str], years: list[int]) -> dict[_Plan, list[Piece]]:
    """The items of each plan in printed order; an item without words of its own has those of its rows."""
    items: dict[_Plan, dict[tuple[str, str], tuple[str, str, list[str]]]] = {}
    rows = transaction.run(_TASKS, {"areas": areas, "years": years}).dicts()
    rows.sort(key=lambda row: (str(row["document"]), int(str(row["ordinal"] or 0)), str(row["id"])))
    for row in rows:
        plan = _Plan(str(row["area"]), str(row["town"] or ""), int(str(row["year"])))
        key = (str(row["document"]), str(row["item"]))
        found = items.setdefault(plan, {})
        text = str(row["content"] or "")
        if row["level"] == "item" or key not in found:
            # Two items of one number (body and annex that differ) are two.
            key = key if key not in found else (key[0], str(row["id"]))
            found[key] = (str(row["id"]), str(row["title"] or ""), [text] if text else [])
        elif not any(text in whole for whole in found[key][2]):
            found[key][2].append(text)
    return {
        plan: [Piece(number, title, "\n".join(dict.fromkeys(texts))) for number, title, texts in found.values()]
        for plan, found in sorted(items.items(), key=lambda pair: (pair[0].area, pair[0].town, pair[0].year))
    }


def _write(
    transaction: Transaction, area: str, cities: list[str], plans: dict[_Plan, list[Piece]], years: list[int], town: str
) -> int:
    links: list[Link] = []
    for plan, pieces in plans.items():
        if plan.area != area or plan.year not in years or (town and plan.town != town):
            continue
        sources = [_Plan(plan.area, plan.town, plan.year - 1)]
        sources += [_Plan(area, "", plan.year)] if plan.town else [_Plan(city, "", plan.year) for city in cities]
        for source in sources:
            links += align(pieces, plans.get(source, []))
    rows = transaction.run(_OLD, {"area": area, "years": years, "towns": [town] if town else []}).dicts()
    # What someone else wrote (another method) is a judgement of its own and stands; it is not said twice.
    others = {(row["task"], row["source"]) for row in rows if row["method"] not in METHODS}
    old = {str(row["id"]): (row["score"], row["method"]) for row in rows if row["method"] in METHODS}
    wanted = {str(row["id"]): row for row in map(_edge, links) if (row["start"], row["end"]) not in others}
    gone = sorted(old.keys() - wanted.keys())
    if gone:
        transaction.run(_DELETE, {"area": area, "years": years, "ids": gone})
    changed = [row for number, row in wanted.items() if old.get(number) != (row["score"], row["method"])]
    transaction.merge_edges(DERIVED, "Task", "Task", changed)
    return len(wanted)


def _edge(link: Link) -> Row:
    number = edge_id(DERIVED, link.task, link.source)
    return {"id": number, "start": link.task, "end": link.source, "score": link.score, "method": link.method}
