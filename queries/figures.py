"""Numbers about groups of units: median, spread, rank. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

FLAG_RATIO = 2.0  # times the median
FLAG_SPREAD = 2.0  # times the robust spread above the median
FLAG_LEAST = 3  # tasks: below that nothing is concentrated
MAD_TO_SIGMA = 1.4826  # makes the median absolute deviation comparable with a standard deviation


def ratio(value: int, middle: float) -> float:
    """`value` as a multiple of the median, two digits; a median below 1 counts as 1, so that 1 of 0 is no infinity."""
    return round(value / max(middle, 1.0), 2)


def spread(values: Sequence[int]) -> float:
    """The median absolute deviation in units of a standard deviation, at least 1 task."""
    middle = median(values)
    return max(MAD_TO_SIGMA * median(abs(value - middle) for value in values), 1.0)


def concentrated(value: int, values: Sequence[int]) -> bool:
    """Whether `value` stands out from `values` (itself among them): far from the median by ratio and by spread."""
    middle = median(values)
    far = value - middle >= FLAG_SPREAD * spread(values)
    return value >= FLAG_LEAST and ratio(value, middle) >= FLAG_RATIO and far


def rank(value: int, values: Sequence[int]) -> int:
    """Place of `value` among `values`, 1 for the greatest; equal values share the better place."""
    return 1 + sum(other > value for other in values)


def plain_number(value: float) -> str:
    """5.0 as 5, 5.5 as 5.5."""
    return f"{value:g}"
