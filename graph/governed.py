"""A 相关 in front of a list holds for what follows it: 园区 of 相关街镇、园区 are 相关园区 in the graph, not 各园区."""

from __future__ import annotations

from dataclasses import replace

from graph.model import Assignment, Extraction
from graph.names.gazetteer import Gazetteer

WORD = "相关"


def name_governed(whole: Extraction, names: Gazetteer) -> Extraction:
    """The document with the collectives that a 相关 further ahead governs under the name that says so; `mention` stays as printed.

    A word for which there is no such name keeps its own; its duty says that it is `possible`.
    """

    def named(one: Assignment) -> Assignment:
        meant = names.collective(WORD + one.mention) if one.possible else None
        return replace(one, unit=meant.name) if meant is not None and meant.possible else one

    if not any(one.possible for task in whole.tasks for one in task.assignments):
        return whole
    return replace(whole, tasks=tuple(replace(task, assignments=tuple(map(named, task.assignments))) for task in whole.tasks))
