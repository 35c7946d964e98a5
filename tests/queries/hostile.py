"""The small graph with attacks for names: formulas, control characters, direction marks, texts that no cell can hold."""

from __future__ import annotations

from typing import Any

from graph.store import Store
from tests.queries.small import OWN_DEADLINE, TASKS, UNITS, fill

BAD_NAME = "=cmd|' /C calc'!A0[]:*?/\\" + "很长的名字" * 20
BAD_TITLE = "@SUM(1+1)\x07*\u202e|\tcmd"
LONG = "+" + "内容" * 30_000


def fill_hostile(store: Store) -> None:
    """Write the graph into an empty store."""
    units, tasks = dict(UNITS), dict(TASKS)
    edu: tuple[Any, ...] = UNITS["edu2"]
    UNITS["edu2"] = (edu[0], BAD_NAME, *edu[2:4], ["怪名局"], edu[5])
    TASKS["j1"] = (*TASKS["j1"][:2], BAD_TITLE, LONG, *TASKS["j1"][4:])
    try:
        fill(store)
    finally:
        UNITS.update(units)
        TASKS.update(tasks)
    assert ("j1", "edu2") in OWN_DEADLINE
