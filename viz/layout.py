"""Where the nodes of a drawing stand. Pure geometry: the same input gives the same places, nothing moves afterwards.

Things stand on ellipses around the middle: tasks first, sorted into sectors, then the names of the sectors, then the
units. Angles are radians, 0 at the right, growing clockwise (y points down, as on a canvas). Lengths are pixels at
zoom 1.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

STEPS = 720  # pieces in which the length of an ellipse is measured
ASPECT = 1.08  # a little wider than tall: labels stand left and right of their nodes and need room there
TOP = -math.pi / 2
SECTOR_ROOM = 30.0  # free room between two sectors
SHELL = 90  # outer nodes on a ring; more stand on several
SHELL_ROOM = (150.0, 56.0)  # from one such ring to the next, along and across
ROUNDS = 400  # of pushing neighbours apart; far more than rings of some hundred names ever need


@dataclass(frozen=True, slots=True)
class Sector:
    """Items that stand together, in the order in which they stand; `width` and `height` are those of its name."""

    id: str
    items: tuple[str, ...]
    width: float
    height: float = 44.0


@dataclass(frozen=True, slots=True)
class Outer:
    """A node of the outer ring. `pulls` says to which items or sectors it wants to stand near, and how much."""

    id: str
    pulls: Mapping[str, float]
    width: float
    height: float = 30.0


@dataclass(frozen=True, slots=True)
class Place:
    """A point and the direction in which it lies from the middle."""

    x: float
    y: float
    angle: float


@dataclass(frozen=True, slots=True)
class Arc:
    """The stretch of the item ring that a sector covers, on an ellipse around the middle."""

    sector: str
    start: float
    end: float
    rx: float
    ry: float


@dataclass(slots=True)
class Plan:
    """Places by id, and one arc for each sector. `grow` is how much larger labels were taken than they are on the screen."""

    places: dict[str, Place] = field(default_factory=dict)
    arcs: list[Arc] = field(default_factory=list)
    grow: float = 1.0


class Ellipse:
    """An ellipse that can be walked along: angles to lengths and back."""

    def __init__(self, rx: float, ry: float) -> None:
        self.rx, self.ry = rx, ry
        self._lengths = [0.0]
        for step in range(STEPS):
            here, there = self.at(self._angle(step)), self.at(self._angle(step + 1))
            self._lengths.append(self._lengths[-1] + math.hypot(there.x - here.x, there.y - here.y))

    @staticmethod
    def _angle(step: int) -> float:
        return TOP + 2 * math.pi * step / STEPS

    @property
    def length(self) -> float:
        """The whole way round."""
        return self._lengths[-1]

    def at(self, angle: float) -> Place:
        """The point in this direction (eccentric angle)."""
        return Place(self.rx * math.cos(angle), self.ry * math.sin(angle), angle)

    def walk(self, angle: float) -> float:
        """How far along the ring, from the top clockwise, in 0..length."""
        steps = ((angle - TOP) % (2 * math.pi)) / (2 * math.pi) * STEPS
        whole = min(int(steps), STEPS - 1)
        return self._lengths[whole] + (steps - whole) * (self._lengths[whole + 1] - self._lengths[whole])

    def angle(self, walked: float) -> float:
        """The inverse of `walk`; any length is taken modulo the whole way round."""
        walked %= self.length
        index = max(1, bisect_left(self._lengths, walked))
        before, after = self._lengths[index - 1], self._lengths[index]
        return TOP + 2 * math.pi * (index - 1 + (walked - before) / (after - before)) / STEPS

    def room(self, angle: float, width: float, height: float) -> float:
        """How much of the ring a box takes that stands upright at this angle."""
        dx, dy = -self.rx * math.sin(angle), self.ry * math.cos(angle)
        return (abs(dx) * width + abs(dy) * height) / math.hypot(dx, dy)


def arrange(sectors: Sequence[Sector], outers: Sequence[Outer], *, inner: float = 165.0, room: float = 36.0, depth: float = 0.0) -> Plan:
    """Place all items, sectors (by their id) and outer nodes. The middle itself is (0, 0) and is not in the plan.

    `inner` is the least radius of the item ring, `room` what one item takes along it, `depth` what stays free outside of it.
    """
    plan = Plan()
    filled = [sector for sector in sectors if sector.items]
    ring = _item_ring(filled, inner, room)
    _place_items(plan, filled, ring, room)
    names = ring_for([(s.width, s.height) for s in filled], ring.rx + 92 + depth, ring.ry + 84 + depth)
    place_ring(plan, names, [(s.id, _middle(plan, s.items), s.width, s.height) for s in filled])
    widest = max((sector.width for sector in filled), default=60.0)
    _place_shells(plan, Ellipse(names.rx + min(widest, 120.0) / 2 + 70, names.ry + 122), outers)
    return plan


def arrange_rings(inner: Sequence[Outer], outers: Sequence[Outer], *, least: float = 150.0) -> Plan:
    """Place nodes on two rings: the inner ones in their order from the top, the outer ones near what pulls them.

    `least` is the least radius of the inner ring. The middle is not in the plan.
    """
    plan = Plan()
    first = ring_for([(one.width, one.height) for one in inner], least * ASPECT, least)
    place_ring(plan, first, [(one.id, TOP + 2 * math.pi * (at + 0.5) / len(inner), one.width, one.height) for at, one in enumerate(inner)])
    widest = min(max((one.width for one in inner), default=0.0), 160.0)
    _place_shells(plan, Ellipse(first.rx + widest / 2 + 90, first.ry + 96), outers)
    return plan


def _place_shells(plan: Plan, least: Ellipse, outers: Sequence[Outer]) -> None:
    """Outer nodes near what pulls them, on one ring or, where they are many, on several in turn."""
    wishes = [(one.id, _pulled(plan, one.pulls), one.width, one.height) for one in outers]
    shells = max(1, math.ceil(len(wishes) / SHELL))
    ordered = sorted(wishes, key=lambda wish: (round(least.walk(wish[1]), 3), wish[0])) if shells > 1 else wishes
    rx, ry = least.rx, least.ry
    for shell in range(shells):
        own = ordered[shell::shells]
        ring = ring_for([(width, height) for _, _, width, height in own], rx, ry)
        place_ring(plan, ring, own)
        rx, ry = ring.rx + SHELL_ROOM[0], ring.ry + SHELL_ROOM[1]


def _item_ring(sectors: Sequence[Sector], inner: float, room: float) -> Ellipse:
    need = sum(len(sector.items) for sector in sectors) * room + len(sectors) * SECTOR_ROOM
    ring = Ellipse(inner * ASPECT, inner)
    factor = max(1.0, need / ring.length)
    return Ellipse(ring.rx * factor, ring.ry * factor)


def _place_items(plan: Plan, sectors: Sequence[Sector], ring: Ellipse, least: float) -> None:
    count = sum(len(sector.items) for sector in sectors)
    if not count:
        return
    room = (ring.length - len(sectors) * SECTOR_ROOM) / count
    walked = SECTOR_ROOM / 2
    for sector in sectors:
        start = walked
        for item in sector.items:
            plan.places[item] = ring.at(ring.angle(walked + room / 2))
            walked += room
        # A lone item keeps a short arc, so that the arc still reads as a bracket and not as a circle.
        inset = max(0.0, (room - least) / 2)
        plan.arcs.append(Arc(sector.id, ring.angle(start + inset), ring.angle(walked - inset), ring.rx + 26, ring.ry + 26))
        walked += SECTOR_ROOM


def ring_for(boxes: Sequence[tuple[float, float]], rx: float, ry: float) -> Ellipse:
    """The smallest ring, at least this big, on which all boxes find room side by side."""
    ring = Ellipse(rx, ry)
    for _ in range(60):
        mean = sum(ring.room(Ellipse._angle(step), w, h) for step in range(0, STEPS, 24) for w, h in boxes) / (STEPS / 24)
        if mean <= 0.92 * ring.length:
            return ring
        ring = Ellipse(ring.rx * 1.06, ring.ry * 1.06)
    return ring


def place_ring(plan: Plan, ring: Ellipse, wishes: Sequence[tuple[str, float, float, float]]) -> None:
    """Each as near to its wished angle as its neighbours allow; `wishes` are (id, angle, width, height)."""
    order = sorted(wishes, key=lambda wish: (round(ring.walk(wish[1]), 3), wish[0]))
    walked = [ring.walk(wish[1]) for wish in order]
    for _ in range(ROUNDS):
        if not _push(ring, order, walked):
            break
    for wish, position in zip(order, walked, strict=True):
        plan.places[wish[0]] = ring.at(ring.angle(position))


def _push(ring: Ellipse, order: Sequence[tuple[str, float, float, float]], walked: list[float]) -> bool:
    """One round of pushing neighbours apart; whether anything moved."""
    moved = False
    count = len(order)
    for index in range(count if count > 1 else 0):
        after = (index + 1) % count
        turn = ring.length if after == 0 else 0.0
        rooms = [ring.room(ring.angle(walked[one]), order[one][2], order[one][3]) for one in (index, after)]
        lack = sum(rooms) / 2 - (walked[after] + turn - walked[index])
        if lack > 0.5:
            walked[index] -= lack / 2
            walked[after] += lack / 2
            moved = True
    return moved


def _middle(plan: Plan, items: Sequence[str]) -> float:
    return _mean([(plan.places[item].angle, 1.0) for item in items])


def _pulled(plan: Plan, pulls: Mapping[str, float]) -> float:
    return _mean([(plan.places[one].angle, weight) for one, weight in sorted(pulls.items()) if one in plan.places])


def _mean(angles: Sequence[tuple[float, float]]) -> float:
    """The weighted mean direction; the top where there is none."""
    x = sum(weight * math.cos(angle) for angle, weight in angles)
    y = sum(weight * math.sin(angle) for angle, weight in angles)
    return math.atan2(y, x) if math.hypot(x, y) > 1e-9 else TOP
