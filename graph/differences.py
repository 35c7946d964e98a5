"""Where the printed forms of an item do not agree, as notes for the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from graph.merged import MergedTask, Statement, plain_text
from graph.model import Note, Task
from graph.remarks import note, piece

# Codes of the notes on what a document says twice and not alike, but for roles.
DISAGREEMENTS = ("body-annex-units", "body-annex-due", "body-annex-text", "body-annex-differs", "body-annex-renumbered", "due-later-in-text")
SMALL = 3  # characters; what differs by no more may be other order of the same words

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


def printed_twice(tasks: Sequence[Task]) -> Iterator[tuple[str, Task, list[Task]]]:
    """Number, statement of the body and rows of the annex for every item that both print, in the order of the body."""
    rows: dict[str, list[Task]] = {}
    for task in tasks:
        if task.part == "annex":
            rows.setdefault(task.parent or task.key, []).append(task)
    body = {task.key: task for task in tasks if task.part == "body"}
    return ((number, stated, rows[number]) for number, stated in body.items() if number in rows)


def text_notes(tasks: Sequence[Task]) -> list[Note]:
    """A note for every item whose text is not the same in body and annex: other words, their order, or punctuation only."""
    return [found for number, stated, rows in printed_twice(tasks) if (found := _text_note(number, stated, rows))]


def _text_note(number: str, stated: Task, rows: Sequence[Task]) -> Note | None:
    raw = [stated.content, "".join(row.content for row in rows)]
    plain = [plain_text(text) for text in raw]
    if plain[0] == plain[1]:
        return note("punctuation", stated.span, number=number) if raw[0] != raw[1] else None
    changes = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes():
        if tag != "equal":
            changes.append((plain[0][a0:a1], plain[1][b0:b1]))
    size = max(max(len(a), len(b)) for a, b in changes)
    told = [piece("reworded" if a and b else "body_only" if a else "annex_only", a=a, b=b) for a, b in changes[:3]]
    if size <= SMALL and sorted("".join(a for a, _ in changes)) == sorted("".join(b for _, b in changes)):
        return note("order", stated.span, number=number, changes=told)
    more = [piece("more_places", n=len(changes))] if len(changes) > 3 else []
    return note("body-annex-text", rows[0].span, number=number, changes=told, more=more)
