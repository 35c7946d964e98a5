"""Places: settled before the page opens, the same every time, nothing on top of another."""

from __future__ import annotations

import itertools
import math
import random
import time

import pytest

from viz.layout import Ellipse, Outer, Place, Sector, arrange, spread

SIZES = [(1, 1, 0), (2, 3, 5), (8, 4, 20), (20, 6, 60), (35, 8, 90)]  # sectors, items each, outer nodes


def plan_of(sectors: int, items: int, outers: int) -> tuple[list[Sector], list[Outer]]:
    made = [Sector(f"s{i}", tuple(f"t{i}-{j}" for j in range(items)), 80.0) for i in range(sectors)]
    pulls = [{f"t{i % sectors}-{i % items}": 1.0, f"t{(i * 7) % sectors}-0": 2.0} for i in range(outers)]
    return made, [Outer(f"u{i}", pull, 90.0) for i, pull in enumerate(pulls)]


def overlap(a: Place, b: Place, width: float, height: float) -> bool:
    return abs(a.x - b.x) < width - 2 and abs(a.y - b.y) < height - 2


@pytest.mark.parametrize("sizes", SIZES)
def test_places_do_not_overlap(sizes: tuple[int, int, int]) -> None:
    sectors, outers = plan_of(*sizes)
    plan = arrange(sectors, outers)
    items = [plan.places[item] for sector in sectors for item in sector.items]
    assert not [1 for a, b in itertools.combinations(items, 2) if math.hypot(a.x - b.x, a.y - b.y) < 24]
    names = [plan.places[sector.id] for sector in sectors]
    assert not [1 for a, b in itertools.combinations(names, 2) if overlap(a, b, 40, 22)]
    units = [plan.places[outer.id] for outer in outers]
    assert not [1 for a, b in itertools.combinations(units, 2) if overlap(a, b, 45, 15)]


@pytest.mark.parametrize("sizes", SIZES)
def test_rings_lie_inside_each_other(sizes: tuple[int, int, int]) -> None:
    sectors, outers = plan_of(*sizes)
    plan = arrange(sectors, outers)
    items = [plan.places[item] for sector in sectors for item in sector.items]
    names = [plan.places[sector.id] for sector in sectors]
    units = [plan.places[outer.id] for outer in outers]
    for inner, outer in ((items, names), (names, units)):
        for place in outer:
            below = min(inner, key=lambda one: abs((one.angle - place.angle + math.pi) % (2 * math.pi) - math.pi))
            assert math.hypot(place.x, place.y) > math.hypot(below.x, below.y)


def test_same_input_gives_the_same_places() -> None:
    sectors, outers = plan_of(9, 5, 30)
    assert arrange(sectors, outers).places == arrange(sectors, list(reversed(outers))).places


def test_a_unit_stands_near_what_it_shares() -> None:
    sectors, _ = plan_of(8, 4, 0)
    plan = arrange(sectors, [Outer("near", {"t3-1": 1.0}, 60.0)])
    turn = plan.places["near"].angle - plan.places["t3-1"].angle
    assert abs((turn + math.pi) % (2 * math.pi) - math.pi) < 0.1


def test_arcs_cover_their_items_and_nothing_else() -> None:
    sectors, _ = plan_of(5, 3, 0)
    plan = arrange(sectors, [])
    for arc, sector in zip(plan.arcs, sectors, strict=True):
        assert arc.sector == sector.id
        assert arc.start < arc.end
        for item in sector.items:
            assert arc.start <= plan.places[item].angle <= arc.end
    assert all(a.end < b.start for a, b in itertools.pairwise(plan.arcs))


def test_nothing_to_place() -> None:
    assert arrange([], []).places == {}


@pytest.mark.parametrize("angle", [-1.5, -0.3, 0.0, 1.0, 2.5, 3.1, 4.6])
def test_walking_an_ellipse_and_back(angle: float) -> None:
    ring = Ellipse(300, 200)
    assert ring.angle(ring.walk(angle)) == pytest.approx(angle, abs=0.02)


@pytest.mark.parametrize(
    ("wanted", "gaps", "places"),
    [
        ([], [], []),
        ([40.0], [10.0], [40.0]),
        ([10.0, 50.0], [10.0, 10.0], [10.0, 50.0]),  # nothing touches
        ([50.0, 50.0], [10.0, 10.0], [45.0, 55.0]),  # both give way alike
        ([50.0, 50.0, 52.0], [10.0, 10.0, 10.0], [40.67, 50.67, 60.67]),
        ([2.0, 98.0], [10.0, 10.0], [5.0, 95.0]),  # over the end of the way
        ([0.0, 0.0, 99.0], [10.0, 10.0, 10.0], [-0.33, 9.67, 89.67]),
    ],
)
def test_neighbours_share_the_way_they_move(wanted: list[float], gaps: list[float], places: list[float]) -> None:
    assert spread(wanted, gaps, 100.0) == pytest.approx(places, abs=0.01)


@pytest.mark.parametrize("count", [2, 7, 30])
@pytest.mark.parametrize("seed", range(4))
def test_spread_keeps_order_and_gaps(count: int, seed: int) -> None:
    dice = random.Random(seed)
    wanted = sorted(dice.choice((dice.uniform(0, 1000), 990.0, 5.0)) for _ in range(count))
    gaps = [dice.uniform(1, 1800 / count / 2) for _ in range(count)]
    found = spread(wanted, gaps, 1000.0)
    assert all(there - here >= gap - 1e-6 for here, there, gap in zip(found, [*found[1:], found[0] + 1000.0], gaps, strict=True))


def test_a_ring_of_many_is_placed_at_once() -> None:
    """A full ring of names that all want to stand in one direction, in a fraction of a second."""
    sectors, _ = plan_of(12, 8, 0)
    outers = [Outer(f"u{i}", {"t3-1": 1.0}, 60.0 + i % 7 * 15) for i in range(90)]
    began = time.process_time()
    plan = arrange(sectors, outers)
    assert time.process_time() - began < 0.5
    units = [(plan.places[one.id], one.width) for one in outers]
    assert not [1 for (a, wide), (b, other) in itertools.combinations(units, 2) if overlap(a, b, (wide + other) / 2 - 4, 26)]
