"""Drafts to tasks: bodies get canonical names, times become days, quantities targets, and the text its themes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from graph.model import Assignment, Basis, Deadline, Note, Part, Role, Span, Task, ThemeHit
from graph.names.gazetteer import Gazetteer
from graph.names.resolve import TOWN_ITSELF
from graph.remarks import note
from ingest.deadlines import cell_due, deadline, times
from ingest.draft import Context, Draft, Statement, no_duty
from ingest.generic import is_generic
from ingest.mapped import Mapped
from ingest.prose import Duty, Stated
from ingest.reports import reports
from ingest.targets import targets
from ingest.unitlist import LEAD_MARKS, bodies, segments

_GUIDING = ("指导", "监督", "督导", "督办", "督查")
_GUIDES = re.compile(rf"^(.{{2,}}?)(?:负责)?(?:{'|'.join(_GUIDING)})$")  # 区司法局指导: no duty
_EACH = re.compile(r".{0,4}各|.+所在(?:地的?)?(?:乡镇|镇街|街镇|街道|镇|乡|社区|村)$|试点(?:村|社区|镇|乡|街道)(?:（.+）)?$")  # 辖区各商业银行, 库区所在乡镇, 试点村（社区）
_EACH_HAS = re.compile(r"^(?:社区|便民)(?:党群|事务受理|文化|综合|卫生)?服务(?:中心|站)$")  # above the towns there are many of these
_OF_SOME = re.compile("相关|有关")
_OWN_WORD = re.compile("[各全本所区县市旗]")  # how a collective begins that says itself who is meant
_JOINS = ("、", "和", "与", "及", "以及")
_LONGEST_LIST = 4000  # characters; the whole list is quoted with each of its bodies
Classify = Callable[[str | None, str, Sequence[str]], tuple[ThemeHit, ...]]


@dataclass(frozen=True, slots=True)
class Names:
    """Canonical names in one document's place."""

    gazetteer: Gazetteer
    district: str | None
    town: str | None
    seen: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def unit(self, mention: str) -> tuple[str, bool]:
        """Canonical name of a printed one and whether it is a collective."""
        if mention not in self.seen:
            self.seen[mention] = self._unit(mention)
        return self.seen[mention]

    def _unit(self, mention: str) -> tuple[str, bool]:
        name = self.gazetteer.resolve(mention, district=self.district, town=self.town)
        itself = bool(self.town) and mention in TOWN_ITSELF
        return name.name, name.group or bool(_EACH.match(mention)) or (is_generic(mention) and not (itself or name.known or mention.startswith("中心"))) or (not self.town and bool(_EACH_HAS.match(mention)))

    def known(self, mention: str) -> bool:
        """True if the gazetteer knows the body."""
        return self.gazetteer.resolve(mention, district=self.district, town=self.town).known


def _assignment(
    mention: Mapped, role: Role, basis: Basis, evidence: str, names: Names, context: Context, said: tuple[str | None, date | None, str] = (None, None, "")
) -> Assignment:
    """`said` are the deadline that goes with it, its day, and the rule by which it was found."""
    text, span = mention.printed, mention.span
    unit, group = names.unit(text)
    return Assignment(
        mention=text, unit=unit, role=role, group=group, basis=basis, evidence=evidence, span=span,
        page=context.source.page_of(span[0]), spans=mention.pieces(),
        due_text=said[0], due=said[1], rule=said[2],
    )  # fmt: skip


def _governed(before: Assignment | None, found: Assignment) -> bool:
    """Whether the 相关 of the body before holds for a bare collective behind it too: 相关街镇、园区 are 相关园区, 各园区 are not."""
    bare = found.group and found.unit.startswith("各") and not _OWN_WORD.match(found.mention)
    return bare and before is not None and before.role == found.role and (before.possible or bool(_OF_SOME.search(before.mention)))


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
        quote = statement.whole if len(whole) == len(statement.value) else whole
        if len(value) > _LONGEST_LIST:
            notes.append(note("list-too-long", value.span, length=len(value), read=_LONGEST_LIST))
            value, quote = value[:_LONGEST_LIST], quote[:_LONGEST_LIST]
        evidence = quote.printed
        before: Assignment | None = None
        for body in bodies(value, context.words, context.is_body):
            name = body.text.text
            if name.endswith(_GUIDING) and (guides := _GUIDES.match(name)) and context.is_body(guides[1]):
                notes.append(no_duty(body.text))
                continue
            bare = body.text.strip(LEAD_MARKS)
            leads = context.leads and role == "RESPONSIBLE" and body.role is None and (context.leads in name if context.leads != "first" else not out)
            made = _assignment(bare, "LEAD" if leads else body.role or role, statement.basis, evidence, names, context)
            before = replace(made, possible=_governed(before, made))
            out.append(before)
            if not context.is_body(bare.text) and not bare.text.startswith(("等", "各")):
                notes.append(note("unit-doubtful", bare.span, name=bare.printed))
    return out, notes


def _prose(duty: Duty, names: Names, context: Context, year: int | None) -> Assignment:
    text = duty.when.printed if duty.when else None
    said = (text, cell_due(text, year) if text else None, duty.rule)
    return _assignment(duty.mention, duty.role, "prose", duty.evidence.printed, names, context, said)


def _all_prose(duties: Iterable[Duty], names: Names, context: Context, year: int | None) -> list[Assignment]:
    """The duties of running text; what one list of subjects holds stands side by side there."""
    out: list[Assignment] = []
    for duty in duties:
        made = _prose(duty, names, context, year)
        joined = bool(out) and "".join(context.source.text[out[-1].span[1] : made.span[0]].split()) in _JOINS
        out.append(replace(made, possible=joined and _governed(out[-1], made)))
    return out


def _distinct(found: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """One for each mention and role, in printed order."""
    seen: dict[tuple[str, str], Assignment] = {}
    for assignment in found:
        seen.setdefault((assignment.mention, assignment.role), assignment)
    return tuple(seen.values())


def _deadlines(draft: Draft, stated: Stated, year: int | None) -> tuple[Deadline, ...]:
    """Every deadline of the item's cell and of its text, in that order."""
    out: list[Deadline] = []
    seen: set[Span] = set()
    for text in draft.due:
        found = [deadline(time, text, None) for time in times(text.text, year, cell=True)]
        out += [one for one in found if one.span not in seen]
        seen |= {one.span for one in found}
    if draft.title is not None:
        out += [deadline(time, draft.title, None) for time in times(draft.title.text, year)]
    out += [deadline(time, draft.content, stated.subject_at(time.start)) for time in times(draft.content.text, year)]
    return tuple(out)


def _hull(draft: Draft) -> Span:
    texts = [t for t in (draft.title, draft.content, *(s.value for s in draft.statements), *draft.due) if t and t.text]
    if not texts:
        return 0, 0
    whole = texts[0].whole
    return whole.offset(min([t.at[0] for t in texts])), whole.offset(max([t.at[-1] for t in texts])) + 1


def task(draft: Draft, part: Part, names: Names, context: Context, year: int | None, classify: Classify) -> tuple[Task, list[Note]]:
    """The task of a draft, and the notes on what is doubtful in it."""
    found: list[Assignment] = []
    notes = list(draft.notes)
    for statement in draft.statements:
        assignments, doubts = _stated(statement, names, context)
        found += assignments
        notes += doubts
    stated = Stated(draft.content, context, year)
    if not draft.statements:
        found = _all_prose(stated.duties(), names, context, year)
        if not found and not any(n.code == "units-missing" for n in notes):
            notes.append(note("units-missing", draft.content.span, number=draft.key))
    due_text = "；".join(t.printed for t in draft.due) or None
    title = draft.title.printed if draft.title else None
    content = draft.content.printed
    start, end = _hull(draft)
    return (
        Task(
            key=draft.key, parent=draft.parent, part=part, title=title, content=content, section=draft.section,
            assignments=_distinct(found), due_text=due_text, due=cell_due(due_text, year) if due_text else None,
            deadlines=_deadlines(draft, stated, year), targets=targets(draft.content, stated.subject_at),
            themes=classify(title, content, draft.section), span=(start, end), page=context.source.page_of(start), layout=draft.layout,
            reports=reports(draft.content, lambda mention: names.unit(mention)[0], context),
        ),
        notes,
    )  # fmt: skip


_STAGE = re.compile(  # what is to be reached by then: 10月底前建成通车
    "(?<=[前底末月日年])(?:(?:基本|全面|全部|主体|工程|并|力争|实现)*(?:开工|完工|竣工|建成|通车|投用|投入使用|投产|运行|上线|启动|验收|达标|完成|落实|交付|封顶|通水|贯通)(?:建设|改造|实施|并|试)*)+$"
)


@lru_cache(maxsize=4096)
def is_due(text: str) -> bool:
    """True if a whole cell holds nothing but times."""
    if not text or len(text) > 40:
        return False
    text = re.sub(r"(?:至少|不少于)?[\d一二两三四]+[次场]$", "", text)  # 每年至少一次
    text = _STAGE.sub("", text)
    found = times(text, 2000, cell=True)
    covered = sum(len(t.text) for t in found)
    return bool(found) and covered >= 0.6 * len(text.strip("，、；。（）前完成并"))
