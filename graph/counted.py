"""What a document's figures count. One definition, for merged documents and for the graph.

任务数 (具体要求): tasks without rows; an item that its rows replace is structure, unless a body owes the item itself.
事项: items; the rows of an item are one, and so are the rows of a table under one title.
"""

from __future__ import annotations

from graph.merged import Merged, MergedTask

COUNTED = """(NOT EXISTS { MATCH (x:Task)-[:PART_OF]->(t) }
       OR EXISTS { MATCH (v:Unit)-[s:LEAD|RESPONSIBLE|COOPERATE]->(t) })"""
ITEM = """t.document + '#' + CASE WHEN t.level = 'item' AND t.part = 'annex' AND t.title <> ''
       AND NOT EXISTS { MATCH (y:Task)-[:PART_OF]->(t) } THEN t.title ELSE t.item END"""


def items_of(merged: Merged) -> int:
    """The number of 事项."""
    return len({_item(task) for task in merged.items})


def tasks_of(merged: Merged) -> int:
    """The number of tasks (具体要求)."""
    return sum(not task.rows or bool(task.duties) for task in merged.tasks())


def _item(task: MergedTask) -> str:
    return task.title if task.part == "annex" and task.title and not task.rows else task.item
