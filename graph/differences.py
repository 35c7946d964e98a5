"""Where the printed forms of an item do not agree, as notes for the document."""

from __future__ import annotations

from graph.merged import MergedTask, Statement
from graph.model import Note, Span, Task

ROLE_WORDS = {"LEAD": "牵头", "RESPONSIBLE": "责任", "COOPERATE": "配合"}
PART_WORDS = {"body": "正文", "annex": "附件"}
_HINT = "请对照原文的正文和附件核实"


def note_differences(number: str, body: list[Task], annex: list[Task], notes: list[Note]) -> None:
    """Note where two printed forms of an item differ in who or when. `body` may be an annex whole beside body rows."""
    names = [{assignment.unit for task in tasks for assignment in task.assignments} for tasks in (body, annex)]
    words = [PART_WORDS[tasks[0].part] for tasks in (body, annex)]
    if all(names) and words[0] != words[1]:
        for word, only in ((words[0], names[0] - names[1]), (words[1], names[1] - names[0])):
            if only:
                message = f"第{number}项只有{word}写到：{'、'.join(sorted(only))}"
                notes.append(note_at("body-annex-units", annex[0].span, message))
    dues = [[(task.due, task.due_text) for task in tasks if task.due_text] for tasks in (body, annex)]
    if all(dues) and {day for day, _ in dues[0]} != {day for day, _ in dues[1]}:
        texts = ["、".join(dict.fromkeys(str(text) for _, text in found)) for found in dues]
        message = f"第{number}项的完成时间不一致：{words[0]}为{texts[0]}，{words[1]}为{texts[1]}"
        notes.append(note_at("body-annex-due", annex[0].span, message))


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
        said.setdefault(PART_WORDS[statement.task.part], {})[ROLE_WORDS[statement.assignment.role]] = None
    if len(said) == 1:
        roles = "、".join(next(iter(said.values())))
        return note_at("two-roles", statements[0].assignment.span, f"第{number}项中{unit}同时写明{roles}，按较强的一种计")
    words = "，".join(f"{part}为{'、'.join(roles)}" for part, roles in said.items())
    return note_at("roles-differ", statements[0].assignment.span, f"第{number}项中{unit}的角色不一致：{words}")


def note_at(code: str, span: Span, message: str) -> Note:
    return Note(code, message, _HINT, span)
