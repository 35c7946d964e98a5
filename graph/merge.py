"""Body and annex of one document become one set of tasks and duties. Pure: no store, no files.

What decides:
- The same number with the same title or content is one task; its annex statement decides text, deadline and place, the
  body's is a further source. The same number with other text stays two tasks, and is noted.
- Where one part splits an item into rows (mostly the annex), the rows decide who, what and when: the bodies they name
  owe their rows only, and what the other part says of them becomes a further source there, without changing the role.
  A body which only the other part names owes the item itself. The item is a task of its own (level "item") also when
  no part prints it: then it has the rows' title, their contents joined, and their deadline if they all have the same.
- A body owes a task once, in the strongest role that a statement of this very task prints.

An item with rows is structure: figures of 具体要求 count the tasks without rows, figures of 事项 distinct `item`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from graph.differences import note_differences, note_roles, role_note
from graph.merged import Duty, Merged, MergedTask, Statement, overlap, plain_text
from graph.model import ROLES, Deadline, Note, Part, Target, Task, ThemeHit
from graph.remarks import note

MAX_THEMES = 4
LEAST_CONTENT = 8  # characters below which equal texts under different numbers may be chance
SAME_CONTENT = 0.7  # share of the shorter text's character pairs that must be in the longer one, for texts of one number


@dataclass(slots=True)
class _Group:
    """A numbered item of one part: its own printed task if it has one, and its rows."""

    number: str
    part: Part
    occurrence: int
    own: Task | None = None
    rows: list[Task] = field(default_factory=list)

    def title(self) -> str:
        first = self.own or self.rows[0]
        return plain_text(first.title)

    def content(self) -> str:
        texts = [self.own] if self.own else self.rows
        return plain_text("".join(task.content for task in texts))


def merge(tasks: Sequence[Task]) -> Merged:
    """Merge the tasks of one document, body and annex together, given in printed order."""
    notes: list[Note] = []
    body, annex = (_groups(tasks, part) for part in ("body", "annex"))
    pairs = _pair(body, annex, notes)
    seen: dict[tuple[str, str], int] = {}
    items = tuple(_counted(_merge_pair(first, second, notes), seen) for first, second in pairs)
    return Merged(items, tuple(notes))


def _counted(task: MergedTask, seen: dict[tuple[str, str], int]) -> MergedTask:
    """The task and its rows with their occurrence among equal numbers of their part."""
    again = seen[task.part, task.number] = seen.get((task.part, task.number), 0) + 1
    return replace(task, occurrence=again, rows=tuple(_counted(row, seen) for row in task.rows))


def _groups(tasks: Sequence[Task], part: str) -> list[_Group]:
    """Items of one part in printed order; a number that is printed again opens a further group."""
    groups: list[_Group] = []
    latest: dict[str, _Group] = {}
    for task in tasks:
        if task.part != part:
            continue
        number = task.parent or task.key
        group = latest.get(number)
        again = group is not None and (group.own is not None or bool(group.rows)) and task.parent is None
        if group is None or again:
            group = _Group(number, task.part, group.occurrence + 1 if group else 1)
            latest[number] = group
            groups.append(group)
        if task.parent is None:
            group.own = task
        else:
            group.rows.append(task)
    return groups


def _pair(body: list[_Group], annex: list[_Group], notes: list[Note]) -> list[tuple[_Group | None, _Group | None]]:
    """Body groups in their order with their annex partner; annex groups without one follow their predecessor."""
    pairs: list[tuple[_Group | None, _Group | None]] = [(group, None) for group in body]
    place = {(group.number, group.occurrence): group for group in body}
    at = 0 if annex and not body else len(pairs)
    for group in annex:
        partner = place.get((group.number, group.occurrence))
        if partner is not None and _same_text(partner, group):
            at = pairs.index((partner, None))
            pairs[at] = (partner, group)
            continue
        if partner is not None:
            notes.append(note("body-annex-differs", (group.own or group.rows[0]).span, number=group.number))
        at += 1
        pairs.insert(at, (None, group))
    _note_renumbered(pairs, notes)
    return pairs


def _note_renumbered(pairs: list[tuple[_Group | None, _Group | None]], notes: list[Note]) -> None:
    """Items of body and annex that say the same under different numbers stay two; whoever counts should know."""
    alone = {group.content(): group for group, partner in pairs if group is not None and partner is None}
    for partner, group in pairs:
        if group is not None and partner is None and len(group.content()) >= LEAST_CONTENT and group.content() in alone:
            twin = alone[group.content()]
            span = (group.own or group.rows[0]).span
            notes.append(note("body-annex-renumbered", span, body=twin.number, annex=group.number))


def _same_text(first: _Group, second: _Group) -> bool:
    if first.title() and first.title() == second.title():
        return True
    whole = [group.title() + group.content() for group in (first, second)]
    return (
        max(overlap(first.content(), second.content()), overlap(*whole)) >= SAME_CONTENT
        if all((first.content(), second.content()))
        else whole[0] == whole[1]
    )


def _merge_pair(body: _Group | None, annex: _Group | None, notes: list[Note]) -> MergedTask:
    groups = [group for group in (annex, body) if group is not None]  # the deciding one first
    wholes = [group.own for group in groups if group.own is not None]
    if not any(group.rows for group in groups):
        number = groups[0].number
        if len(wholes) > 1:
            note_differences(number, [wholes[1]], [wholes[0]], notes)
        return _plain_task(wholes, number, "item", notes)
    return _split_item(groups, wholes, notes)


def _split_item(groups: list[_Group], wholes: list[Task], notes: list[Note]) -> MergedTask:
    number = groups[0].number
    lines = _row_lines(groups)
    printed = [task for line in lines for task in line]
    named = {assignment.unit for task in printed for assignment in task.assignments}
    if wholes:
        note_differences(number, wholes, printed, notes)
        lines = _with_due_of(wholes, lines)
    behind: dict[str, list[Statement]] = {}
    for statement in _statements(wholes):
        behind.setdefault(statement.assignment.unit, []).append(statement)
    rows = []
    for line in lines:
        row = _plain_task(line, number, "row", notes)
        duties = tuple(replace(duty, statements=duty.statements + tuple(behind.get(duty.unit, ()))) for duty in row.duties)
        rows.append(replace(row, duties=duties))
    note_roles(number, rows, behind, notes)
    own = [replace(task, assignments=tuple(a for a in task.assignments if a.unit not in named)) for task in wholes]
    return _item_over(rows, own, wholes, groups[0], notes)


def _row_lines(groups: list[_Group]) -> list[list[Task]]:
    """Rows in order, each as its printed tasks: where both parts split alike, a row has two, the annex's first."""
    lines = [[row] for row in groups[0].rows]
    for group in groups[1:]:
        for row in group.rows:
            same = next((line for line in lines if len(line) == 1 and line[0].part != row.part and _same_row(line[0], row)), None)
            if same is None:
                lines.append([row])
            else:
                same.append(row)
    return lines


def _with_due_of(wholes: list[Task], lines: list[list[Task]]) -> list[list[Task]]:
    """Where no row says when, the item's deadline holds for each of them."""
    timed = next((task for task in wholes if task.due_text is not None), None)
    if timed is None or any(task.due_text is not None for line in lines for task in line):
        return lines
    return [[replace(task, due=timed.due, due_text=timed.due_text) for task in line] for line in lines]


def _same_row(first: Task, second: Task) -> bool:
    return first.key == second.key and overlap(plain_text(first.content), plain_text(second.content)) >= SAME_CONTENT


def _item_over(
    rows: list[MergedTask], own: list[Task], wholes: list[Task], group: _Group, notes: list[Note]
) -> MergedTask:
    """The item above its rows; what a row says too is left to the row."""
    dues = {(row.due, row.due_text, row.due_kind) for row in rows}
    due, due_text, kind = dues.pop() if len(dues) == 1 else (None, None, "")
    if not wholes:
        first = rows[0]
        return MergedTask(
            number=group.number, item=group.number, level="item", part=first.part,
            title=first.title, content="".join(row.content for row in rows), section=first.section, due=due, due_text=due_text,
            due_kind=kind, deadlines=(), targets=(), themes=_themes(row.themes for row in rows),
            span=(min(row.span[0] for row in rows), max(row.span[1] for row in rows)), page=first.page,
            sources=(), duties=(), rows=tuple(rows),
        )  # fmt: skip
    # The rows decide when; only where they agree does the item have that day too.
    item = _plain_task([replace(task, due=due, due_text=due_text) for task in own], group.number, "item", notes)
    below = [deadline for row in rows for deadline in row.deadlines]
    return replace(
        item,
        due_kind=kind,
        sources=tuple(wholes),
        deadlines=_unique_deadlines(item.deadlines, below),
        targets=_unique_targets(item.targets, [target for row in rows for target in row.targets]),
        themes=item.themes or _themes(row.themes for row in rows),
        rows=tuple(rows),
    )


def _plain_task(printed: list[Task], item: str, level: str, notes: list[Note]) -> MergedTask:
    """One task from its printed forms, the deciding one first; what it leaves open is taken from the next."""
    first = printed[0]
    timed = next((task for task in printed if task.due_text is not None), first)
    return MergedTask(
        number=first.key,
        item=item,
        level=level,
        part=first.part,
        title=first.title or next((task.title for task in printed if task.title), None),
        content=first.content or next((task.content for task in printed if task.content), ""),
        section=first.section or next((task.section for task in printed if task.section), ()),
        due=timed.due,
        due_text=timed.due_text,
        due_kind=_due_kind(timed),
        deadlines=first.deadlines + _unique_deadlines((d for task in printed[1:] for d in task.deadlines), first.deadlines),
        targets=first.targets + _unique_targets((t for task in printed[1:] for t in task.targets), first.targets),
        themes=_themes(task.themes for task in printed),
        span=first.span,
        page=first.page,
        sources=tuple(printed),
        duties=_duties(first.key, _statements(printed), notes),
    )


def _due_kind(task: Task) -> str:
    """The kind of the deadline that is the task's own due: the one of the same words, else of the same last day."""
    if not task.due_text:
        return ""
    words = plain_text(task.due_text)
    for deadline in sorted(task.deadlines, key=lambda one: plain_text(one.text) != words):
        if plain_text(deadline.text) == words or (task.due is not None and deadline.end == task.due):
            return deadline.kind
    return "point" if task.due is not None else "recurring"


def _statements(printed: Iterable[Task]) -> list[Statement]:
    return [Statement(assignment, task) for task in printed for assignment in task.assignments]


def _duties(number: str, statements: list[Statement], notes: list[Note]) -> tuple[Duty, ...]:
    """One duty for each body, in the order in which the bodies are first printed."""
    by_unit: dict[str, list[Statement]] = {}
    for statement in statements:
        by_unit.setdefault(statement.assignment.unit, []).append(statement)
    duties = []
    for unit, found in by_unit.items():
        found.sort(key=lambda statement: ROLES.index(statement.assignment.role))  # stable: the deciding part stays first
        best = found[0].assignment
        if len({statement.assignment.role for statement in found}) > 1:
            notes.append(role_note(number, unit, found))
        own = next((s.assignment for s in found if s.assignment.due_text is not None), None)
        duties.append(
            Duty(
                unit=unit, mention=best.mention, role=best.role, group=best.group, basis=best.basis, evidence=best.evidence,
                part=found[0].task.part, page=best.page, span=best.span, due=own.due if own else None,
                due_text=own.due_text if own else None, statements=tuple(found),
            )
        )  # fmt: skip
    return tuple(duties)


def _themes(found: Iterable[tuple[ThemeHit, ...]]) -> tuple[ThemeHit, ...]:
    unique: dict[str, ThemeHit] = {}
    for hits in found:
        for hit in hits:
            unique.setdefault(hit.theme, hit)
    return tuple(unique.values())[:MAX_THEMES]


def _unique_deadlines(more: Iterable[Deadline], known: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Those of `more` that `known` does not have: the same words for the same body are the same deadline."""
    seen = {(plain_text(one.text), one.subject) for one in known}
    return tuple(one for one in more if (plain_text(one.text), one.subject) not in seen)


def _unique_targets(more: Iterable[Target], known: Sequence[Target]) -> tuple[Target, ...]:
    seen = {(one.comparator, one.value, one.unit, plain_text(one.metric)) for one in known}
    return tuple(one for one in more if (one.comparator, one.value, one.unit, plain_text(one.metric)) not in seen)


