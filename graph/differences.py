"""Where the printed forms of an item do not agree, as notes for the document."""

from __future__ import annotations

from graph.merged import MergedTask, Statement
from graph.model import Note, Task
from graph.remarks import note, piece


def note_differences(number: str, body: list[Task], annex: list[Task], notes: list[Note]) -> None:
    """Note where two printed forms of an item differ in who or when. `body` may be an annex whole beside body rows."""
    names = [{assignment.unit for task in tasks for assignment in task.assignments} for tasks in (body, annex)]
    parts = [tasks[0].part for tasks in (body, annex)]
    if all(names) and parts[0] != parts[1]:
        for part, only in ((parts[0], names[0] - names[1]), (parts[1], names[1] - names[0])):
            if only:
                notes.append(note("body-annex-units", annex[0].span, number=number, part=part, names=sorted(only)))
    dues = [[(task.due, task.due_text) for task in tasks if task.due_text] for tasks in (body, annex)]
    if all(dues) and {day for day, _ in dues[0]} != {day for day, _ in dues[1]}:
        first, second = (list(dict.fromkeys(str(text) for _, text in found)) for found in dues)
        span = annex[0].span
        notes.append(note("body-annex-due", span, number=number, first=parts[0], first_due=first, second=parts[1], second_due=second))


def note_roles(number: str, rows: list[MergedTask], behind: dict[str, list[Statement]], notes: list[Note]) -> None:
    """Where the item's statement gives a body a role that none of its rows gives it."""
    for unit, wholes in behind.items():
        inside = [statement for row in rows for duty in row.duties if duty.unit == unit for statement in duty.statements]
        rowed = [statement for statement in inside if statement.task.parent is not None]
        roles = {statement.assignment.role for statement in rowed}
        if rowed and any(statement.assignment.role not in roles for statement in wholes):
            notes.append(role_note(number, unit, [*rowed, *wholes]))


def role_note(number: str, unit: str, statements: list[Statement]) -> Note:
    said: dict[str, dict[str, None]] = {}
    for statement in statements:
        said.setdefault(statement.task.part, {})[statement.assignment.role] = None
    span = statements[0].assignment.span
    if len(said) == 1:
        return note("two-roles", span, number=number, unit=unit, roles=list(next(iter(said.values()))))
    parts = [piece("part_roles", part=part, roles=list(roles)) for part, roles in said.items()]
    return note("roles-differ", span, number=number, unit=unit, parts=parts)
