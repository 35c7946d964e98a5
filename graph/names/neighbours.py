"""Functions that lie with one body in some places: 建设 and 交通, as there is a 建设交通委."""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations

from graph.names.bodies import FUNCTIONS
from graph.names.datafile import DATA, read_yaml


@lru_cache(maxsize=1)
def neighbours() -> dict[str, tuple[str, ...]]:
    """For each function those that some body of the gazetteer has together with it: the most frequent first, and of equals
    the one that stands first in a body's list, as 建设 does in that of a 住房城乡建设水务局."""
    counts: dict[str, dict[str, int]] = {}
    places: dict[str, dict[str, int]] = {}
    for row in read_yaml(DATA / "functions.yaml", FUNCTIONS)["bodies"]:
        functions = row.many("functions")
        for one, other in permutations(functions, 2):
            found, place = counts.setdefault(one, {}), places.setdefault(one, {})
            found[other] = found.get(other, 0) + 1
            place[other] = min(place.get(other, len(functions)), functions.index(other))
    return {
        one: tuple(sorted(found, key=lambda other: (-found[other], places[one][other], other))) for one, found in counts.items()
    }
