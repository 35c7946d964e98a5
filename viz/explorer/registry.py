"""Every page of the explorer. A new one is a module and a line here; its address, its JSON and its tests follow.

A question of `queries.registry` has a page from `screen_of` at the least; a test refuses one without.
"""

from __future__ import annotations

from viz.explorer.document import DOCUMENT
from viz.explorer.find import SEARCH
from viz.explorer.graph import GRAPH
from viz.explorer.graph_near import NEIGHBOURS, NODES
from viz.explorer.question import screen_of
from viz.explorer.questions import asking, dates, gaps, lists, loads, sides
from viz.explorer.spec import Screen
from viz.explorer.start import START
from viz.explorer.subjects import DISTRICT, THEME, UNIT
from viz.explorer.task import TASK
from viz.explorer.upload import UPLOAD

SCREENS: tuple[Screen, ...] = (
    START,
    SEARCH,
    UNIT,
    THEME,
    DISTRICT,
    TASK,
    DOCUMENT,
    UPLOAD,
    lists.UNITS,
    lists.THEMES,
    loads.OVERLOAD,
    loads.MATRIX,
    dates.DUE,
    gaps.UNSETTLED,
    sides.COMPARE,
    GRAPH,
    NEIGHBOURS,
    NODES,
    lists.DOCUMENTS,
    asking.ASK,
    lists.OBLIGATIONS,
    lists.OWNERS,
    screen_of("show", "Task"),
    sides.TRACE,
    lists.PARTNERS,
    lists.NETWORK,
    screen_of("path", "Path"),
    screen_of("roster", "Rosters"),
    lists.STATS,
    asking.CYPHER,
)
