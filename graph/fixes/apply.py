"""Makes a document follow the decisions: names before its statements are merged, tasks afterwards. Pure: no store, no files.

Each decision that concerns the document leaves a note: `fixed` with what it changed, `fix-unmatched` with why it changed nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.fixes.logbook import MARK, ROLES, Decision, Fixes
from graph.fixes.names import FixedNames
from graph.ids import squeeze
from graph.merged import Duty, Merged, MergedTask, Statement, overlap, plain_text
from graph.model import Assignment, Extraction, Note, Role, ThemeHit
from graph.names.gazetteer import Gazetteer
from graph.remarks import note, piece

FIXED, UNMATCHED = "fixed", "fix-unmatched"
SAME_TASK = 0.6  # share of the remembered beginning's character pairs that the task must still have
Piece = dict[str, Any]  # of a message, see graph/remarks.py
_NUMBER = re.compile(r"(正文|附件)?第?(.+?)项?(?:~([1-9]\d{0,3}))?")
_PARTS = {"正文": "body", "附件": "annex"}


class _NoMatch(Exception):
    """Why a decision has nothing to act on, as a piece of a message."""

    def __init__(self, name: str, **fields: Any) -> None:
        self.why = piece(name, **fields)
        super().__init__(name)


def rename(whole: Extraction, names: Gazetteer, area: str) -> tuple[Extraction, tuple[Note, ...]]:
    """The document with the canonical names that decisions give to printed ones; `area` is its district (or city)."""
    if not isinstance(names, FixedNames):
        return whole, ()
    town = whole.document.town
    counts: dict[tuple[str, str, str], int] = {}

    def renamed(one: Assignment) -> Assignment:
        known = names.resolve(one.mention, district=area or None, town=town or None)
        if not known.rule.startswith(MARK):
            return one
        key = (known.rule, one.mention, known.name)
        counts[key] = counts.get(key, 0) + 1
        return replace(one, unit=known.name, group=known.group, rule=known.rule)

    tasks = tuple(replace(task, assignments=tuple(renamed(one) for one in task.assignments)) for task in whole.tasks)
    notes = [note(FIXED, form="fixed-name", id=mark.removeprefix(MARK).strip(), mention=mention, unit=unit, count=count) for (mark, mention, unit), count in counts.items()]
    return (replace(whole, tasks=tasks), tuple(notes)) if notes else (whole, ())


def keys_of(number: str, parts: Sequence[Extraction], stems: Collection[str]) -> frozenset[str]:
    """Everything by which a decision may name a document: its id, file names, number and titles."""
    found = {number, *stems, *map(squeeze, stems)}
    for part in parts:
        found |= {squeeze(part.document.doc_no), squeeze(part.document.title)}
    return frozenset(found - {""})


@dataclass(frozen=True, slots=True)
class About:
    """What decisions need to know of a document: what it is called, its place, the names that hold there, the themes."""

    keys: frozenset[str]
    area: str
    town: str
    names: Gazetteer
    themes: frozenset[str]

    def unit(self, name: str) -> str:
        """The canonical name."""
        return self.names.resolve(name, district=self.area or None, town=self.town or None).name


def correct(merged: Merged, fixes: Fixes, about: About) -> tuple[Merged, tuple[Note, ...]]:
    """The tasks as people decided, with a note for each decision about this document."""
    tasks = [[item, *item.rows] for item in merged.items]
    _mark_names(tasks)
    notes = []
    for decision in fixes.active():
        if not decision.number or not {decision.document, squeeze(decision.document)} & about.keys:
            continue
        try:
            group, at = find_task(tasks, decision.number, decision.title)
            changed, done = _corrected(group[at], decision, about)
            group[at] = changed
            because = [piece("because", reason=decision.reason)] if decision.reason else []
            notes.append(note(FIXED, changed.span, id=decision.id, number=decision.number, done=[done], because=because))
        except _NoMatch as error:
            notes.append(note(UNMATCHED, id=decision.id, decision=[decision.told()], why=[error.why]))
    items = tuple(replace(group[0], rows=tuple(group[1:])) for group in tasks)
    return Merged(items, merged.notes), tuple(notes)


def find_task(tasks: Sequence[list[MergedTask]], number: str, title: str) -> tuple[list[MergedTask], int]:
    """The list and place of the one task of this number: 14, 正文14, 附件2.1, 14~2 (the second of this number)."""
    match = _NUMBER.fullmatch(number)
    part, plain, again = match.groups() if match else (None, number, None)
    found = [
        (group, at)
        for group in tasks
        for at, task in enumerate(group)
        if task.number == plain and part in (None, *(word for word, name in _PARTS.items() if name == task.part))
    ]
    if again:
        found = [(group, at) for group, at in found if group[at].occurrence == int(again)]
    if not found:
        raise _NoMatch("no_item", number=number)
    if len(found) > 1:
        raise _NoMatch("several_items", count=len(found), number=number)
    group, at = found[0]
    if title and not _is_still(group[at], title):
        raise _NoMatch("another_task", number=number)
    return group, at


def beginning(title: str | None, content: str) -> str:
    """What a decision remembers of its task."""
    return plain_text((title or "") + content)[:40]


def _is_still(task: MergedTask, title: str) -> bool:
    wanted, whole = plain_text(title), plain_text((task.title or "") + task.content)
    return wanted in whole or overlap(wanted, whole[: 2 * len(wanted) + 20]) >= SAME_TASK


def _corrected(task: MergedTask, decision: Decision, about: About) -> tuple[MergedTask, Piece]:
    """The task as decided, and what was done to it."""
    if decision.kind in ("theme", "untheme"):
        return _themed(task, decision, about)
    unit = about.unit(decision.words()[0])
    at = next((n for n, duty in enumerate(task.duties) if unit in (duty.unit, duty.mention)), None)
    if decision.kind == "unowner":
        if at is None:
            raise _NoMatch("no_unit", number=task.number, unit=unit)
        return replace(task, duties=task.duties[:at] + task.duties[at + 1 :]), piece("unit_dropped", unit=unit)
    word = decision.words()[1]
    role = ROLES[word]
    if at is None:
        if decision.kind == "role":
            raise _NoMatch("no_unit", number=task.number, unit=unit)
        return replace(task, duties=(*task.duties, _added(task, unit, role, decision, about))), piece("unit_added", role=word, unit=unit)
    old = task.duties[at]
    new = replace(_marked(old, decision.mark()), role=role)
    before = next(word for word, code in ROLES.items() if code == old.role)
    done = piece("role_changed", unit=unit, before=before, role=word) if role != old.role else piece("role_confirmed", unit=unit, role=word)
    return replace(task, duties=(*task.duties[:at], new, *task.duties[at + 1 :])), done


def _added(task: MergedTask, unit: str, role: Role, decision: Decision, about: About) -> Duty:
    """A duty that no document prints: what stands for its printed words says so."""
    printed = [*task.sources, *(source for row in task.rows for source in row.sources)]
    words = f"{decision.mark()}：{decision.reason or '没有写明理由'}"
    group = about.names.resolve(unit, district=about.area or None, town=about.town or None).group
    basis = "line"  # the record needs one; the graph shows `fix` in its place
    assignment = Assignment(unit, unit, role, group, basis, words, task.span, task.page, rule=decision.mark())  # type: ignore[arg-type]
    return Duty(
        unit=unit, mention=unit, role=role, group=group, basis=assignment.basis, evidence=words, part=task.part, page=task.page,
        span=task.span, due=None, due_text=None, statements=tuple(Statement(assignment, one) for one in printed[:1]), fix=decision.mark(),
    )  # fmt: skip


def _themed(task: MergedTask, decision: Decision, about: About) -> tuple[MergedTask, Piece]:
    (name,) = decision.words()
    others = tuple(hit for hit in task.themes if hit.theme != name)
    if decision.kind == "untheme":
        if len(others) == len(task.themes):
            raise _NoMatch("not_in_theme", number=task.number, theme=name)
        return replace(task, themes=others), piece("theme_dropped", theme=name)
    if name not in about.themes:
        raise _NoMatch("no_theme", theme=name)
    hit = ThemeHit(name, decision.mark(), decision.reason, 1.0)
    return replace(task, themes=(hit, *others)), piece("theme_first", theme=name)


def _mark_names(tasks: Sequence[list[MergedTask]]) -> None:
    """Duties of bodies that a decision named carry its mark."""
    for group in tasks:
        for at, task in enumerate(group):
            rules = [next((s.assignment.rule for s in duty.statements if s.assignment.rule.startswith(MARK)), "") for duty in task.duties]
            if any(rules):
                duties = (_marked(duty, rule) if rule else duty for duty, rule in zip(task.duties, rules, strict=True))
                group[at] = replace(task, duties=tuple(duties))


def _marked(duty: Duty, mark: str) -> Duty:
    """The duty with its decision; the printed words, which tables show, say so too."""
    return replace(duty, fix=mark, evidence=f"{duty.evidence}（{mark}）")
