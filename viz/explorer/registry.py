"""Every page of the explorer. A new one is a module and a line here; its address, its JSON and its tests follow.

A question of `queries.registry` has a page from `screen_of` at the least; a test refuses one without.
"""

from __future__ import annotations

from viz.explorer.document import DOCUMENT
from viz.explorer.find import SEARCH
from viz.explorer.question import screen_of
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
    screen_of("units", "Units", "单位"),
    screen_of("themes", "Themes", "主题"),
    screen_of("overload", "Workload", "任务量"),
    screen_of("due", "Deadlines", "时限"),
    screen_of("unsettled", "Not settled", "待明确"),
    screen_of("compare", "Compare", "对比"),
    screen_of("documents", "Documents", "文件"),
    screen_of("ask", "Ask", "提问"),
    screen_of("obligations", "Obligations"),
    screen_of("owners", "Owners"),
    screen_of("show", "Task"),
    screen_of("trace", "Derivation"),
    screen_of("partners", "Partners"),
    screen_of("network", "Network"),
    screen_of("stats", "Figures"),
    screen_of("cypher", "Cypher"),
)
