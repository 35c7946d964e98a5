"""Numbers about groups of units: median, spread, robust z-score, rank, likeness of two orders. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from statistics import median

MAD_TO_SIGMA = 1.4826  # makes the median absolute deviation comparable with a standard deviation


def ratio(value: float, middle: float) -> float:
    """`value` as a multiple of the median, two digits; a median below 1 counts as 1, so that 1 of 0 is no infinity."""
    return round(value / max(middle, 1.0), 2)


def spread(values: Sequence[float]) -> float:
    """The median absolute deviation; 0 where more than half of the values are the same."""
    middle = median(values)
    return float(median(abs(value - middle) for value in values))


def robust_z(value: float, middle: float, deviation: float) -> float | None:
    """How far `value` stands above the median, in robust standard deviations, two digits; None for a deviation of 0."""
    return round((value - middle) / (MAD_TO_SIGMA * deviation), 2) if deviation else None


def ranks(values: Sequence[float]) -> list[int]:
    """The place of each value among all, 1 for the greatest; equal values share the better place."""
    order = sorted(values)
    return [1 + len(order) - bisect_right(order, value) for value in values]


def agreement(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Kendall's tau-b of two figures of the same units, -1..1, two digits; None where one of them is the same for all."""
    pairs = [(a, b) for a in range(len(first)) for b in range(a)]
    signs = [(_sign(first[a] - first[b]), _sign(second[a] - second[b])) for a, b in pairs]
    ups, downs = (sum(one * other == way for one, other in signs) for way in (1, -1))
    untied = [sum(pair[side] != 0 for pair in signs) for side in (0, 1)]
    if not untied[0] or not untied[1]:
        return None
    return round(float((ups - downs) / (untied[0] * untied[1]) ** 0.5), 2)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def plain_number(value: float) -> str:
    """5.0 as 5, 5.5 as 5.5."""
    return f"{value:g}"
