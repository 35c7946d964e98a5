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
from functools import cache, cached_property
from itertools import accumulate, pairwise

STEPS = 720  # pieces in which the length of an ellipse is measured
ASPECT = 1.08  # a little wider than tall: labels stand left and right of their nodes and need room there
TOP = -math.pi / 2
SECTOR_ROOM = 30.0  # free room between two sectors
SHELL = 90  # outer nodes on a ring; more stand on several
SHELL_ROOM = (150.0, 56.0)  # from one such ring to the next, along and across
LOOKS = 30  # directions in which the room that boxes take on a ring is looked at
LARGER = 1.06  # from one size of a ring to the next
TOUCH = 0.5  # that labels may lie over each other: nobody sees it
ROUNDS = 60  # of measuring boxes where they came to stand; five to ten are enough


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


@cache
def _directions() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """How much the cosine and the sine change in each step of the way round, from the top clockwise."""
    angles = [TOP + 2 * math.pi * step / STEPS for step in range(STEPS + 1)]
    return (
        tuple(math.cos(there) - math.cos(here) for here, there in pairwise(angles)),
        tuple(math.sin(there) - math.sin(here) for here, there in pairwise(angles)),
    )


class Ellipse:
    """An ellipse that can be walked along: angles to lengths and back."""

    def __init__(self, rx: float, ry: float) -> None:
        self.rx, self.ry = rx, ry

    @cached_property
    def _lengths(self) -> list[float]:
        """How far it is from the top to the end of each step."""
        wide, high = _directions()
        return list(accumulate(map(math.hypot, [self.rx * step for step in wide], [self.ry * step for step in high]), initial=0.0))

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
    # What a box takes depends on the shape of the ring, not on its size, and is the sum of what its sides take.
    looked = [TOP + 2 * math.pi * step / LOOKS for step in range(LOOKS)]
    wide, high = (sum(ring.room(angle, *side) for angle in looked) / LOOKS for side in ((1.0, 0.0), (0.0, 1.0)))
    need = wide * sum(width for width, _ in boxes) + high * sum(height for _, height in boxes)
    larger = 1.0
    while need > 0.92 * ring.length * larger and larger < LARGER**60:
        larger *= LARGER
    return Ellipse(rx * larger, ry * larger) if larger > 1.0 else ring


def place_ring(plan: Plan, ring: Ellipse, wishes: Sequence[tuple[str, float, float, float]]) -> None:
    """Each as near to its wished angle as its neighbours allow; `wishes` are (id, angle, width, height)."""
    order = sorted(wishes, key=lambda wish: (round(ring.walk(wish[1]), 3), wish[0]))
    wanted = [ring.walk(wish[1]) for wish in order]
    for wish, position in zip(order, _spread_boxes(ring, wanted, [(wish[2], wish[3]) for wish in order]), strict=True):
        plan.places[wish[0]] = ring.at(ring.angle(position))


def _spread_boxes(ring: Ellipse, wanted: list[float], boxes: Sequence[tuple[float, float]]) -> list[float]:
    """`spread` for boxes, which take another room elsewhere on the ring: repeated until they stand where they find theirs."""
    if len(boxes) < 2:
        return wanted
    walked, gaps = wanted, _gaps(ring, wanted, boxes)
    for _ in range(ROUNDS):
        tight = max(1.0, sum(gaps) / ring.length)
        walked = spread(wanted, [gap / tight for gap in gaps], ring.length)
        need = _gaps(ring, walked, boxes)
        if all(here + gap - there <= TOUCH for here, gap, there in zip(walked, need, [*walked[1:], walked[0] + ring.length], strict=True)):
            break
        gaps = [0.3 * old + 0.7 * new for old, new in zip(gaps, need, strict=True)]  # at once, they would swing to and fro
    return walked


def _gaps(ring: Ellipse, walked: Sequence[float], boxes: Sequence[tuple[float, float]]) -> list[float]:
    """How far each must at least be from the next, the last from the first."""
    rooms = [ring.room(ring.angle(position), *box) for position, box in zip(walked, boxes, strict=True)]
    return [(own + after) / 2 for own, after in zip(rooms, [*rooms[1:], *rooms[:1]], strict=True)]


def spread(wanted: Sequence[float], gaps: Sequence[float], length: float) -> list[float]:
    """Positions along a closed way of this length, in the order of `wanted` (ascending), each at least its gap before the
    next, the last before the first; those that must move share the way they move. They may lie outside 0..length.

    Neighbours too near to each other become a block around their middle, as do blocks; the gaps must leave room for all.
    """
    blocks: list[tuple[list[int], float, float]] = []  # members, the position of the first, the way from it past the last gap
    for index, position in enumerate(wanted):
        blocks.append(([index], position, gaps[index]))
        while len(blocks) > 1 and blocks[-2][1] + blocks[-2][2] > blocks[-1][1]:
            blocks[-2:] = [_joined(blocks[-2], blocks[-1], 0.0)]
    while len(blocks) > 1 and blocks[-1][1] + blocks[-1][2] > blocks[0][1] + length:  # over the end, into the first
        blocks[0], blocks[-1:] = _joined(blocks[-1], blocks[0], length), []
        blocks[0] = (blocks[0][0], blocks[0][1] - length, blocks[0][2])
        while len(blocks) > 1 and blocks[0][1] + blocks[0][2] > blocks[1][1]:
            blocks[:2] = [_joined(blocks[0], blocks[1], 0.0)]
    places = [0.0] * len(wanted)
    for members, position, _ in blocks:
        for index in members:
            places[index] = position + (length if index > members[-1] else 0.0)  # before the way's end, in the block of the first
            position += gaps[index]
    return places


def _joined(one: tuple[list[int], float, float], other: tuple[list[int], float, float], turn: float) -> tuple[list[int], float, float]:
    """Two blocks as one that moves both as little as it can; the other one is `turn` further on."""
    here, there = len(one[0]), len(other[0])
    first = (here * one[1] + there * (other[1] + turn - one[2])) / (here + there)
    return [*one[0], *other[0]], first, one[2] + other[2]


def _middle(plan: Plan, items: Sequence[str]) -> float:
    return _mean([(plan.places[item].angle, 1.0) for item in items])


def _pulled(plan: Plan, pulls: Mapping[str, float]) -> float:
    return _mean([(plan.places[one].angle, weight) for one, weight in sorted(pulls.items()) if one in plan.places])


def _mean(angles: Sequence[tuple[float, float]]) -> float:
    """The weighted mean direction; the top where there is none."""
    x = sum(weight * math.cos(angle) for angle, weight in angles)
    y = sum(weight * math.sin(angle) for angle, weight in angles)
    return math.atan2(y, x) if math.hypot(x, y) > 1e-9 else TOP
