"""The first picture of the graph page: an overview, a district's units and themes, or what stands around one node."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viz.drawing import SHEET, fitted, label_box
from viz.explorer.graph_rows import (
    DISTRICTS,
    DOCUMENTS,
    KINDS,
    PLACES,
    ROLES,
    THEMES,
    UNIT,
    Picture,
    Place,
    Reader,
    place_of,
    primary,
    themes_of,
)
from viz.layout import Outer, Plan, Sector, arrange, arrange_rings
from viz.source import Row

UNITS = f"MATCH (u:Unit) WHERE u.id IN $ids RETURN {UNIT}"
CELL = (760.0, 620.0)  # room of a district in the overview
YEARS_SHOWN = 6  # of a district in the overview, the newest; the others come when it is opened
ROOM = 36.0  # along the ring for one task
ROW = 34.0  # from one task to the one behind it, where they stand in several rows
IN_ONE_ROW = 90  # tasks that stand on one ring
THEMES_SHOWN = 40
SPOKES = 300  # tasks from which lines to the middle would be one grey surface
MIDDLE = "middle"
CLOSE, FARTHER, SIDE = 5, 1.24, 0.8  # nodes of a fan from which labels meet, how far out the others then stand, where labels stand beside them


@dataclass(frozen=True, slots=True)
class Sectors:
    """How tasks are sorted around a node: which sector a task belongs to, and the node that names a sector."""

    key: Callable[[Row], str]
    node: Callable[[str, int], Row]


def overview(reader: Reader, districts: Sequence[str]) -> Picture:
    """Every district (or only these) with its years above and its kinds of units below."""
    picture = Picture()
    places = sorted(((place_of(row), row) for row in reader.read(DISTRICTS) if row["level"] in ("district", "town")), key=lambda one: one[0].key)
    places = [(place, row) for place, row in places if not districts or place.district in districts]
    years = reader.read(PLACES, years=reader.asked.given.ints("year"))
    kinds = reader.read(KINDS)
    columns = max(1, math.ceil(math.sqrt(len(places) * CELL[1] / CELL[0] * 1.5)))
    for at, (place, row) in enumerate(places):
        own = sorted((one for one in years if _is(place, one) and one["year"]), key=lambda one: -one["year"])
        x, y = (at % columns) * CELL[0], (at // columns) * CELL[1]
        middle = picture.add({**reader.district(row, sum(one["n"] for one in own)), "x": x, "y": y, MIDDLE: True})
        for one, (dx, dy, angle) in zip(own[:YEARS_SHOWN], _fan(len(own[:YEARS_SHOWN]), -math.pi / 2), strict=True):
            year = picture.add({**reader.year(place, one["year"], one["n"]), "x": x + dx, "y": y + dy, "angle": angle})
            picture.join("in", year, middle, n=one["n"])
        groups = sorted((one for one in kinds if _is(place, one)), key=lambda one: (one["unit_kind"] == "collective", -one["n"], one["unit_kind"]))
        for one, (dx, dy, angle) in zip(groups, _fan(len(groups), math.pi / 2), strict=True):
            group = picture.add({**reader.group(place, one["unit_kind"], one["n"]), "x": x + dx, "y": y + dy, "angle": angle})
            picture.join("in", group, middle, n=one["n"])
    _join_towns(picture, places)
    rows = math.ceil(len(places) / columns)
    picture.grow = max(min(columns, len(places)) * CELL[0] / SHEET[0], rows * CELL[1] / SHEET[1], 1.0)
    return picture


def _join_towns(picture: Picture, places: Sequence[tuple[Place, Row]]) -> None:
    above = {place.district: row["id"] for place, row in places if not place.town}
    for place, row in places:
        if place.town and place.district in above:
            picture.join("part", row["id"], above[place.district])


def _is(place: Place, row: Mapping[str, Any]) -> bool:
    return (row["district"], row["town"] or "") == (place.district, place.town)


def _fan(count: int, middle: float) -> list[tuple[float, float, float]]:
    """(x, y, angle) of nodes on half a ring whose middle lies in the direction `middle`, left to right."""
    step = min(3.6 / max(count, 1), 0.62)
    turn = 1 if middle < 0 else -1
    angles = [middle + turn * step * (at - (count - 1) / 2) for at in range(count)]
    # Where many stand below each other's labels, every second one stands further out.
    far = [FARTHER if count > CLOSE and at % 2 and abs(math.cos(angle)) < SIDE else 1.0 for at, angle in enumerate(angles)]
    return [(round(235 * out * math.cos(angle), 1), round(225 * out * math.sin(angle), 1), round(angle, 3)) for angle, out in zip(angles, far, strict=True)]


def of_district(reader: Reader, middle: Row, tasks: Sequence[Row], printed: Sequence[Row], most: int) -> Picture:
    """A district's themes on a ring, its units outside, each near to the themes that it has most of."""
    picture = Picture()
    centre = picture.add({**middle, "x": 0, "y": 0, MIDDLE: True})
    names = [name for name in themes_of(tasks) if name][: min(THEMES_SHOWN, most // 2)]
    records = {row["name"]: row for row in reader.read(THEMES)}
    themes = {name: records[name]["id"] for name in names if name in records}
    theme_of = {task["task"]: primary(task) for task in tasks}
    shares: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in sorted(printed, key=lambda row: (row["task"], row["unit_id"])):
        name = theme_of.get(row["task"], "")
        if name in themes:
            shares[row["unit_id"]][name, row["role"]] += 1
    units = sorted(shares, key=lambda unit: (-sum(shares[unit].values()), unit))
    kept = units[: max(most - len(themes) - 1, 1)]
    picture.left = {"unit": len(units) - len(kept)} if len(units) > len(kept) else {}
    nodes = _unit_nodes(reader, kept)
    order = list(themes)
    order = order[::2] + order[1::2][::-1]  # big themes side by side would push their units apart
    plan = fitted(lambda grow: arrange_rings(
        [Outer(themes[name], {}, *label_box(name, grow, 6)) for name in order],
        [Outer(unit, _pulls(shares[unit], themes), *label_box(nodes[unit]["label"], grow, 8)) for unit in sorted(nodes)],
    ))  # fmt: skip
    picture.grow = plan.grow
    counts = Counter(theme_of.values())
    for name in order:
        picture.join("in", picture.add(_at(plan, reader.theme(records[name], counts[name]))), centre, n=counts[name])
    for unit in kept:
        if unit in nodes:
            picture.add(_at(plan, nodes[unit]))
            _join_shares(picture, unit, shares[unit], lambda name: themes[name])
    return picture


def _pulls(shares: Counter[tuple[str, str]], themes: Mapping[str, str]) -> dict[str, float]:
    pulls: dict[str, float] = defaultdict(float)
    for (name, _), count in shares.items():
        pulls[themes[name]] += count
    return dict(pulls)


def _join_shares(picture: Picture, unit: str, shares: Counter[tuple[str, str]], target: Callable[[str], str]) -> None:
    """A line for each theme and role, as thick as the duties are many; only those to the first theme are always drawn."""
    sums: Counter[str] = Counter()
    for (name, _), count in shares.items():
        sums[name] += count
    first = min(sums, key=lambda name: (-sums[name], name))
    for (name, role), count in sorted(shares.items(), key=lambda one: (-sums[one[0][0]], one[0][0], ROLES.index(one[0][1]))):
        picture.join("share", unit, target(name), role=role, n=count, quiet=name != first)


def around(reader: Reader, middle: Row, tasks: Sequence[Row], printed: Sequence[Row], sectors: Sectors, own: Mapping[str, Row], most: int) -> Picture:
    """Tasks around a node, sorted into sectors, and outside of them the units that are named for them.

    `own` are the duties of the unit in the middle by task, empty where the middle is no unit.
    """
    picture = Picture()
    centre = picture.add({**middle, "x": 0, "y": 0, MIDDLE: True})
    kept = list(tasks[: max(most * 4 // 5, 1)])
    inside = {task["task"] for task in kept}
    of = {task["task"]: sectors.key(task) for task in kept}
    shares: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    pulls: dict[str, Counter[str]] = defaultdict(Counter)
    order = {task: at for at, task in enumerate(of)}  # engines give their rows in different orders
    duties = sorted((row for row in printed if row["task"] in inside and row["unit_id"] != centre), key=lambda row: (order[row["task"]], row["unit_id"], row["role"]))
    for row in duties:
        shares[row["unit_id"]][of[row["task"]], row["role"]] += 1
        pulls[row["unit_id"]][row["task"]] += 1
    units = sorted(shares, key=lambda unit: (-sum(shares[unit].values()), unit))
    names = _in_turn(Counter(of.values()))
    shown = units[: max(most - len(kept) - len(names) - 1, most // 10)]
    picture.left = {kind: left for kind, left in (("task", len(tasks) - len(kept)), ("unit", len(units) - len(shown))) if left}
    nodes = _unit_nodes(reader, shown)
    heads = {name: sectors.node(name, sum(1 for key in of.values() if key == name)) for name in names}
    plan = _plan(heads, {name: [task["task"] for task in kept if of[task["task"]] == name] for name in names}, nodes, pulls)
    picture.grow = plan.grow
    for task in kept:
        mark = {key: own[task["task"]][key] for key in ("role", "reach")} if task["task"] in own else {}
        picture.add(_at(plan, {**reader.task({**task, "id": task["task"]}), **mark}))
        picture.join("duty" if mark else "in", centre, task["task"], **mark, quiet=len(kept) > SPOKES)
    for name, head in heads.items():
        picture.add({**_at(plan, {**head, "at": f"s:{name}"}), "sector": True})
        for task in kept:
            if of[task["task"]] == name:
                picture.join("about" if head["kind"] == "theme" else "stated", task["task"], head["id"], quiet=True)
    for unit in shown:
        if unit in nodes:
            picture.add(_at(plan, nodes[unit]))
            _join_shares(picture, unit, shares[unit], lambda name: heads[name]["id"])
    for row in duties:
        picture.join("duty", row["unit_id"], row["task"], role=row["role"], reach=row["reach"], quiet=True)
    for arc in plan.arcs:
        picture.arcs.append({"id": heads[arc.sector[2:]]["id"], "start": round(arc.start, 4), "end": round(arc.end, 4), "rx": round(arc.rx, 1), "ry": round(arc.ry, 1)})
    return picture


def of_task(middle: Row, near: Sequence[tuple[Row, list[Row]]], most: int) -> Picture:
    """A task with what hangs on it: its units on the inner ring, themes, document and kindred tasks outside."""
    picture = Picture()
    picture.add({**middle, "x": 0, "y": 0, MIDDLE: True})
    kept = near[:most]
    units = [node for node, _ in kept if node["kind"] in ("unit", "collective")]
    others = [node for node, _ in kept if node["kind"] not in ("unit", "collective")]
    plan = fitted(lambda grow: arrange_rings(
        [Outer(node["id"], {}, *label_box(node["label"], grow, 8)) for node in units],
        [Outer(node["id"], {}, *label_box(node["label"][:16], grow, 16)) for node in others],
    ))  # fmt: skip
    picture.grow = plan.grow
    for node, edges in kept:
        picture.add(_at(plan, dict(node)))
        picture.edges.update((edge["id"], edge) for edge in edges)
    picture.left = {"unit": len(near) - len(kept)} if len(near) > len(kept) else {}
    return picture


def _in_turn(counts: Counter[str]) -> list[str]:
    """Sectors, big and small in turn: all small ones side by side would leave their names no room."""
    names = sorted(counts, key=lambda name: (-counts[name], name))
    return names[::2] + names[1::2][::-1]


def _plan(heads: Mapping[str, Row], members: Mapping[str, list[str]], units: Mapping[str, Row], pulls: Mapping[str, Counter[str]]) -> Plan:
    """Places of tasks, sectors (s:NAME) and units. Many tasks stand in several rows, one behind the other."""
    count = sum(len(items) for items in members.values())
    deep = 1 if count <= IN_ONE_ROW else math.ceil(math.sqrt(count * ROOM / (2 * math.pi * ROW)) / 2)
    columns = {name: [items[at : at + deep] for at in range(0, len(items), deep)] for name, items in members.items()}
    first = {task: column[0] for items in columns.values() for column in items for task in column}
    plan = fitted(lambda grow: arrange(
        [Sector(f"s:{name}", tuple(column[0] for column in items), *label_box(heads[name]["label"], grow, 6)) for name, items in columns.items()],
        [Outer(unit, _summed(pulls[unit], first), *label_box(node["label"], grow, 8)) for unit, node in sorted(units.items())],
        room=ROOM, depth=(deep - 1) * ROW,
    ))  # fmt: skip
    for items in columns.values():
        for column in items:
            place = plan.places[column[0]]
            length = math.hypot(place.x, place.y)
            for row, task in enumerate(column):
                factor = 1 + row * ROW / length
                plan.places[task] = type(place)(place.x * factor, place.y * factor, place.angle)
    plan.arcs = [type(arc)(arc.sector, arc.start, arc.end, arc.rx + (deep - 1) * ROW, arc.ry + (deep - 1) * ROW) for arc in plan.arcs]
    return plan


def _summed(pulls: Counter[str], first: Mapping[str, str]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for task, count in pulls.items():
        sums[first[task]] += count
    return dict(sums)


def _unit_nodes(reader: Reader, ids: Sequence[str]) -> dict[str, Row]:
    return {row["id"]: reader.unit(row) for row in reader.read(UNITS, ids=list(ids))} if ids else {}


def _at(plan: Plan, node: Row) -> Row:
    """The node with its place; `at` names the place where it is not the node's own id."""
    place = plan.places[node.pop("at", node["id"])]
    return {**node, "x": round(place.x, 1), "y": round(place.y, 1), "angle": round(place.angle, 3)}


def by_theme(reader: Reader) -> Sectors:
    """Tasks sorted by their primary theme; those of none stand under a node that leads nowhere."""
    records = {row["name"]: row for row in reader.read(THEMES)}
    none = {"id": "theme:", "kind": "theme", "label": reader.asked.words["no_theme"], "leaf": True}
    return Sectors(primary, lambda name, n: reader.theme(records[name], n) if name in records else {**none, "n": n})


def by_document(reader: Reader) -> Sectors:
    """Tasks sorted by the document that states them."""
    records = {row["document"]: row for row in reader.read(DOCUMENTS)}
    return Sectors(lambda task: str(task["document"]), lambda stem, n: reader.document(records[stem], n))
