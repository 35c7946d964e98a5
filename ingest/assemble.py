"""Drafts to tasks: bodies get canonical names, times become days, quantities targets, and the text its themes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.model import Assignment, Basis, Deadline, Note, Part, Role, Span, Task, ThemeHit
from graph.names.gazetteer import Gazetteer
from ingest.deadlines import cell_due, deadline, times
from ingest.draft import Context, Draft, Statement, no_duty, note
from ingest.generic import is_generic
from ingest.mapped import Mapped
from ingest.prose import Duty, duties
from ingest.reports import reports
from ingest.targets import targets
from ingest.unitlist import bodies, segments

_LONGEST_LIST = 4000  # characters; the whole list is quoted with each of its bodies
Classify = Callable[[str | None, str, Sequence[str]], tuple[ThemeHit, ...]]


@dataclass(frozen=True, slots=True)
class Names:
    """Canonical names in one document's place."""

    gazetteer: Gazetteer
    district: str | None
    town: str | None

    def unit(self, mention: str) -> tuple[str, bool]:
        """Canonical name of a printed one and whether it is a collective."""
        name = self.gazetteer.resolve(mention, district=self.district, town=self.town)
        return name.name, name.group or is_generic(mention) or mention.startswith("各")

    def known(self, mention: str) -> bool:
        """True if the gazetteer knows the body."""
        return self.gazetteer.resolve(mention, district=self.district, town=self.town).known


def _assignment(mention: Mapped, role: Role, basis: Basis, whole: Mapped, names: Names, context: Context) -> Assignment:
    text = mention.printed
    unit, group = names.unit(text)
    pieces = mention.pieces()
    return Assignment(
        mention=text, unit=unit, role=role, group=group, basis=basis, evidence=whole.printed, span=mention.span,
        page=context.source.page_of(mention.span[0]), spans=pieces if len(pieces) > 1 else (),
    )  # fmt: skip


def _stated(statement: Statement, names: Names, context: Context) -> tuple[list[Assignment], list[Note]]:
    """Assignments of a printed list; labels inside it (牵头单位：…；责任单位：…) decide before its own role."""
    out: list[Assignment] = []
    notes: list[Note] = []
    for kind, word, whole, value in segments(statement.value, context.words):
        if kind in ("due", "other"):
            if kind == "other":
                notes.append(no_duty(whole))
            continue
        role: Role = word if kind == "units" else statement.role  # type: ignore[assignment]
        quote = statement.whole if whole.span == statement.value.span else whole
        if len(value) > _LONGEST_LIST:
            notes.append(note("list-too-long", f"单位名单过长（{len(value)} 字），只读取前 {_LONGEST_LIST} 字", "请核对文件是否损坏", value))
            value, quote = value[:_LONGEST_LIST], quote[:_LONGEST_LIST]
        for body in bodies(value, context.words, context.is_body):
            out.append(_assignment(body.text, body.role or role, statement.basis, quote, names, context))
            if not context.is_body(body.text.text) and not body.text.text.startswith("等"):
                message = f"“{body.text.printed}”不像一个单位的名称，按原文保留"
                notes.append(note("unit-doubtful", message, "请对照原文核实；名称无误的，可加入自己的名称文件（环境变量 ZEREN_NAMES）", body.text))
    return out, notes


def _prose(duty: Duty, names: Names, context: Context, year: int | None) -> Assignment:
    plain = _assignment(duty.mention, duty.role, "prose", duty.evidence, names, context)
    text = duty.when.printed if duty.when else None
    return Assignment(
        plain.mention, plain.unit, plain.role, plain.group, "prose", plain.evidence, plain.span, plain.page,
        text, cell_due(text, year) if text else None, plain.spans, duty.rule,
    )  # fmt: skip


def _distinct(found: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """One for each mention and role, in printed order."""
    seen: dict[tuple[str, str], Assignment] = {}
    for assignment in found:
        seen.setdefault((assignment.mention, assignment.role), assignment)
    return tuple(seen.values())


def _deadlines(draft: Draft, stated: Sequence[Duty], year: int | None) -> tuple[Deadline, ...]:
    """Every deadline of the item's cell and of its text, in that order."""
    out: list[Deadline] = []
    seen: set[Span] = set()
    for text in draft.due:
        found = times(text.text, year, cell=True)
        out += [deadline(t, text, None) for t in found if text[t.start : t.end].span not in seen]
        seen |= {text[t.start : t.end].span for t in found}
    for where in (draft.title, draft.content):
        if where is None:
            continue
        for time in times(where.text, year):
            at = where.at[time.start]
            subject = next((d.mention.printed for d in stated if d.evidence.span[0] <= at < d.evidence.span[1]), None)
            out.append(deadline(time, where, subject))
    return tuple(out)


def _targets(draft: Draft, stated: Sequence[Duty]) -> tuple[object, ...]:
    content = draft.content

    def subject_at(index: int) -> str | None:
        at = content.at[index]
        return next((d.mention.printed for d in stated if d.evidence.span[0] <= at < d.evidence.span[1]), None)

    return targets(content, subject_at)


def _hull(draft: Draft) -> Span:
    spans = [t.span for t in (draft.title, draft.content, *(s.value for s in draft.statements), *draft.due) if t]
    return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else (0, 0)


def task(draft: Draft, part: Part, names: Names, context: Context, year: int | None, classify: Classify) -> tuple[Task, list[Note]]:
    """The task of a draft, and the notes on what is doubtful in it."""
    found: list[Assignment] = []
    notes = list(draft.notes)
    for statement in draft.statements:
        assignments, doubts = _stated(statement, names, context)
        found += assignments
        notes += doubts
    stated = duties(draft.content, context, year) if not draft.statements or _quantified(draft.content) else []
    if not draft.statements:
        found = [_prose(duty, names, context, year) for duty in stated]
        if not found and not any(n.code == "units-missing" for n in notes):
            notes.append(note("units-missing", f"第{draft.key}项没有写明责任单位", "请对照原文核实，必要时补充责任单位", draft.content))
    due_text = "；".join(t.printed for t in draft.due) or None
    title = draft.title.printed if draft.title else None
    content = draft.content.printed
    start, end = _hull(draft)
    return (
        Task(
            key=draft.key, parent=draft.parent, part=part, title=title, content=content, section=draft.section,
            assignments=_distinct(found), due_text=due_text, due=cell_due(due_text, year) if due_text else None,
            deadlines=_deadlines(draft, stated, year), targets=_targets(draft, stated),  # type: ignore[arg-type]
            themes=classify(title, content, draft.section), span=(start, end), page=context.source.page_of(start), layout=draft.layout,
            reports=reports(draft.content, lambda mention: names.unit(mention)[0], context),
        ),
        notes,
    )  # fmt: skip


def _quantified(text: Mapped) -> bool:
    """True if the text may hold a deadline or target, whose subject matters even where a bracket names the bodies."""
    return bool(re.search(r"\d|[年月季内前]|[一二两三四五六七八九十][次场期轮遍]", text.text))


@lru_cache(maxsize=4096)
def is_due(text: str) -> bool:
    """True if a whole cell holds nothing but times."""
    if not text or len(text) > 40:
        return False
    text = re.sub(r"(?:至少|不少于)?[\d一二两三四]+[次场]$", "", text)  # 每年至少一次
    found = times(text, 2000, cell=True)
    covered = sum(len(t.text) for t in found)
    return bool(found) and covered >= 0.6 * len(text.strip("，、；。（）前完成并"))
