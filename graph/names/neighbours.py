"""Functions that lie with one body in some places: 建设 and 交通, as there is a 建设交通委."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from graph.names.bodies import BODY_KEYS
from graph.names.datafile import DATA, read_yaml


@lru_cache(maxsize=1)
def neighbours() -> dict[str, tuple[str, ...]]:
    """For each function those that some body of the gazetteer has together with it, the most frequent first."""
    counts: dict[str, dict[str, int]] = {}
    for row in read_yaml(DATA / "functions.yaml", {"bodies": BODY_KEYS, "terms": ("*",)})["bodies"]:
        for first, second in combinations(row.many("functions"), 2):
            for one, other in ((first, second), (second, first)):
                found = counts.setdefault(one, {})
                found[other] = found.get(other, 0) + 1
    return {one: tuple(sorted(found, key=lambda other: (-found[other], other))) for one, found in counts.items()}
