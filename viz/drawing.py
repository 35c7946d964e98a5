"""The picture of a page as nodes and edges with their places; plain data, no drawing library.

Node kinds: focus (what the page is about), task, theme (the name of a sector: a theme, or a document on the page of a
theme), unit. Edge kinds: spoke (focus to task), main (unit to the sector where it has most), minor (to its other
sectors, drawn when asked for), duty (unit to task, drawn when either is opened). `n` is the number of duties.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from viz.facts import ROLE_ORDER, Facts, theme_of
from viz.layout import Outer, Plan, Sector, arrange
from viz.source import Row

Node = dict[str, Any]
Edge = dict[str, Any]
SIGN = 13.0  # pixels that a character of a label takes on the screen
SHEET = (780.0, 650.0)  # pixels that a drawing usually has on the screen
FITTING = 4  # rounds of finding the zoom at which all of a drawing is seen
LARGEST = 3.0  # beyond that labels wait until the reader zooms in


@dataclass(slots=True)
class Drawing:
    """Nodes and edges of all years of a page; ids of one year begin with it. `arcs` bracket the sectors."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    arcs: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plot:
    """How a page is drawn. `sector` names the sector of a task (and its label); `left_out` are the names of the unit in the middle.

    `deep` tasks are hidden until a theme or unit is opened. `label` names a sector where its key is no name.
    """

    focus: str
    sector: Callable[[Row], str]
    left_out: frozenset[str] = frozenset()
    deep: bool = False
    spokes: bool = True
    label: Callable[[str], str] = str


def draw(facts: Facts, plot: Plot) -> Drawing:
    """One picture for each year of the page."""
    drawing = Drawing()
    mine = {row["t"]: row for row in facts.mine}
    for year in facts.years:
        tasks = [task for task in facts.tasks if task["year"] == year and (not plot.left_out or task["i"] in mine)]
        if tasks:
            _draw_year(drawing, facts, plot, year, tasks)
    return drawing


def _draw_year(drawing: Drawing, facts: Facts, plot: Plot, year: int, tasks: list[Row]) -> None:
    prefix = f"{year}|"
    members: dict[str, list[str]] = defaultdict(list)
    for task in tasks:
        members[plot.sector(task)].append(task["i"])
    # Big sectors first would put all small ones side by side; their own order (of first task) keeps neighbours apart.
    names = sorted(members, key=lambda name: (-len(members[name]), name))
    names = names[::2] + names[1::2][::-1]
    inside = {task["i"] for task in tasks}
    duties = [row for row in facts.who if row["t"] in inside and facts.unit(row["u"])["name"] not in plot.left_out]
    plan = _plan(facts, plot, {name: members[name] for name in names}, duties)
    _nodes(drawing, plan, prefix, facts, plot, tasks)
    _sectors(drawing, plan, prefix, plot, {name: len(members[name]) for name in names})
    _units(drawing, plan, prefix, facts, duties)
    _edges(drawing, prefix, facts, plot, tasks, duties)
    for arc in plan.arcs:
        drawing.arcs.append(
            {"year": year, "id": prefix + arc.sector, "start": round(arc.start, 4), "end": round(arc.end, 4),
             "rx": round(arc.rx, 1), "ry": round(arc.ry, 1)}
        )  # fmt: skip


def _plan(facts: Facts, plot: Plot, members: dict[str, list[str]], duties: list[Row]) -> Plan:
    """Places for one year. Labels keep their size on the screen, so the smaller a drawing has to be shown, the more room
    they need in it; a few rounds settle how small that is."""
    pulls: dict[str, Counter[str]] = defaultdict(Counter)
    for row in duties:
        pulls[row["u"]][row["t"]] += 1
    return fitted(lambda grow: arrange(
        [Sector(f"s:{name}", tuple(items), *label_box(plot.label(name), grow, 6)) for name, items in members.items()],
        [Outer(unit, dict(pulls[unit]), *label_box(facts.unit(unit)["name"], grow, 8)) for unit in sorted(pulls)],
        room=16.0 if plot.deep else 36.0,
    ))  # fmt: skip


def fitted(make: Callable[[float], Plan]) -> Plan:
    """The plan that `make` gives for labels that are `grow` times as large as on the screen, where `grow` has settled."""
    grow, plan = 1.0, Plan()
    for _ in range(FITTING):
        plan = make(grow)
        plan.grow = grow
        wide = max((abs(place.x) for place in plan.places.values()), default=1.0)
        high = max((abs(place.y) for place in plan.places.values()), default=1.0)
        grow = min(max((wide + 110 * grow) / (SHEET[0] / 2), (high + 40 * grow) / (SHEET[1] / 2), 1.0), LARGEST)
    return plan


def label_box(label: str, grow: float, line: int) -> tuple[float, float]:
    """Width and height of a label; one longer than `line` is broken into two where it is drawn."""
    return (SIGN * min(len(label), line) + 12) * grow, (22.0 if len(label) <= line else 36.0) * grow


def _nodes(drawing: Drawing, plan: Plan, prefix: str, facts: Facts, plot: Plot, tasks: Iterable[Row]) -> None:
    year = int(prefix[:-1])
    drawing.nodes.append({"id": f"{prefix}focus", "kind": "focus", "year": year, "label": plot.focus, "x": 0, "y": 0, "ref": ""})
    mine = {row["t"]: row for row in facts.mine}
    for task in tasks:
        place = plan.places[task["i"]]
        own = mine.get(task["i"])
        drawing.nodes.append(
            {
                "id": prefix + task["i"], "kind": "task", "year": year, "ref": task["i"],
                "label": f"{task['number'] or ''} {task['title'] or task['content'] or ''}".strip()[:40],
                "x": round(place.x, 1), "y": round(place.y, 1), "angle": round(place.angle, 3),
                "role": own["role"] if own else "", "reach": own["reach"] if own else "", "deep": plot.deep,
            }
        )  # fmt: skip


def _sectors(drawing: Drawing, plan: Plan, prefix: str, plot: Plot, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        place = plan.places[f"s:{name}"]
        drawing.nodes.append(
            {"id": f"{prefix}s:{name}", "kind": "theme", "year": int(prefix[:-1]), "ref": name, "label": plot.label(name) or "—",
             "x": round(place.x, 1), "y": round(place.y, 1), "angle": round(place.angle, 3), "n": count}
        )  # fmt: skip


def _units(drawing: Drawing, plan: Plan, prefix: str, facts: Facts, duties: list[Row]) -> None:
    for place_id, count in sorted(Counter(row["u"] for row in duties).items(), key=lambda item: int(item[0][1:])):
        unit, place = facts.unit(place_id), plan.places[place_id]
        drawing.nodes.append(
            {"id": prefix + place_id, "kind": "unit", "year": int(prefix[:-1]), "ref": place_id, "label": unit["name"],
             "x": round(place.x, 1), "y": round(place.y, 1), "angle": round(place.angle, 3), "n": count,
             "size": round(5 + 3 * math.sqrt(count), 1), "group_of": unit["kind"]}
        )  # fmt: skip


def _edges(drawing: Drawing, prefix: str, facts: Facts, plot: Plot, tasks: list[Row], duties: list[Row]) -> None:
    mine = {row["t"]: row for row in facts.mine}
    if plot.spokes:
        for task in tasks:
            own = mine.get(task["i"], {})
            drawing.edges.append(
                {"id": f"{prefix}{task['i']}>focus", "source": f"{prefix}focus", "target": prefix + task["i"], "kind": "spoke",
                 "n": 1, "role": own.get("role", ""), "reach": own.get("reach", "")}
            )  # fmt: skip
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    roles: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in duties:
        sector = plot.sector(facts.task(row["t"]))
        counted[row["u"]][sector] += 1
        roles[row["u"], sector][row["role"]] += 1
        drawing.edges.append(
            {"id": f"{prefix}{row['u']}>{row['t']}", "source": prefix + row["u"], "target": prefix + row["t"], "kind": "duty",
             "n": 1, "role": row["role"], "reach": row["reach"] or "direct"}
        )  # fmt: skip
    for unit in sorted(counted, key=lambda place: int(place[1:])):
        order = sorted(counted[unit].items(), key=lambda item: (-item[1], item[0]))
        for index, (sector, _) in enumerate(order):
            for role in ROLE_ORDER:
                count = roles[unit, sector][role]
                if count:
                    drawing.edges.append(
                        {"id": f"{prefix}{unit}>s:{sector}>{role}", "source": prefix + unit, "target": f"{prefix}s:{sector}",
                         "kind": "minor" if index else "main", "n": count, "role": role, "reach": "direct"}
                    )  # fmt: skip


def by_theme(task: Row) -> str:
    """Sectors of a unit's and a district's picture."""
    return theme_of(task)
