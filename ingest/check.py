"""What an officer should look at in a document before it is handed out or put into the graph."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from graph.differences import printed_twice, text_notes
from graph.merge import merge
from graph.model import Extraction, Finding, Note, Span, Task
from graph.names.gazetteer import Gazetteer, load_gazetteer
from graph.reckoned import note_later
from graph.remarks import said
from ingest.assemble import is_due
from ingest.draft import Context
from ingest.generic import any_body, is_generic
from ingest.mapped import mapped
from ingest.prose import duties
from ingest.source import Source
from ingest.words import load_words

# Code of a note -> the group it belongs to and whether it is only counted.
_NOTES: dict[str, tuple[str, bool]] = {
    "units-missing": ("责任主体", False),
    "body-annex-units": ("责任主体", False),
    "unit-unknown": ("名称", False),
    "unit-doubtful": ("名称", False),
    "no-duty-label": ("责任主体", True),
    "body-annex-due": ("时限", False),
    "due-later-in-text": ("时限", False),
    "body-annex-text": ("文字", False),
    "order": ("排序标点", True),
    "punctuation": ("排序标点", True),
    "roles-differ": ("角色用语", True),
    "two-roles": ("角色用语", True),
    "body-annex-renumbered": ("细化拆分", True),
}


def check(extraction: Extraction, gazetteer: Gazetteer | None = None) -> tuple[Finding, ...]:
    """The findings on one document: by group, in the order of the document, each once (an annex repeats what its body says)."""
    names = gazetteer or load_gazetteer()
    merged = merge(extraction.tasks)
    more = (*note_later(merged, extraction.document.date), *text_notes(extraction.tasks))
    found: list[Finding] = [
        *_without_owner(extraction),
        *(_of_note(note) for note in (*extraction.notes, *merged.notes, *more) if note.code != "units-missing" and note.code != "body-annex-differs"),
        *_gaps(extraction.tasks),
        *_early(extraction),
        *_split(extraction.tasks),
        *_pasted(extraction.tasks),
        *_actors(extraction, names),
        *_unaddressed(extraction, names),
        *_reports(extraction),
    ]
    order = {group: n for n, group in enumerate(GROUPS)}
    found.sort(key=lambda f: (order.get(f.group, len(GROUPS)), f.counted, f.span or (0, 0)))
    unique: dict[tuple[str, str], Finding] = {}
    for finding in found:
        unique.setdefault((finding.code, finding.message), finding)
    return tuple(unique.values())


GROUPS = ("读取", "责任主体", "时限", "文字", "编号", "名称", "送达", "细化拆分", "排序标点", "角色用语")


def _of_note(note: Note) -> Finding:
    group, counted = _NOTES.get(note.code, ("读取", False))
    return Finding(note.code, group, note.message, note.hint, note.fields.get("number"), note.span, counted, note.fields)


def _found(code: str, group: str, number: str | None = None, span: Span | None = None, *, counted: bool = False, form: str = "", **fields: Any) -> Finding:
    """A finding; `form` is the entry of the list (graph/remarks.yaml) where the code has several."""
    kept = {**fields, "number": number, **({"form": form} if form else {})}
    message, hint = said(code, kept)
    return Finding(code, group, message, hint, number, span, counted, kept)


def _without_owner(extraction: Extraction) -> Iterator[Finding]:
    """Items that name nobody: one by one, or one line where the whole document names only its issuer."""
    bases = {a.basis for t in extraction.tasks for a in t.assignments}
    if bases == {"issuer"}:
        yield _found("only-issuer", "责任主体", count=len(extraction.tasks))
        return
    for note in extraction.notes:
        if note.code == "units-missing":
            yield _of_note(note)


def _gaps(tasks: Sequence[Task]) -> Iterator[Finding]:
    """Running numbers that jump or come twice, within one part and section."""
    seen: dict[tuple[str, str], list[tuple[int, Task]]] = defaultdict(list)
    for task in tasks:
        prefix, _, last = (task.parent or task.key).rpartition(".")
        if last.isdigit():
            run = seen[(task.part, prefix)]
            if not run or task.parent is None or run[-1][0] != int(last):
                run.append((int(last), task))
    for run in seen.values():
        for (before, _), (number, task) in itertools.pairwise(run):
            if number > before + 1:
                missing = str(before + 1) if number == before + 2 else f"{before + 1}—{number - 1}"
                yield _found("number-gap", "编号", task.key, task.span, before=before, next=number, missing=missing)
            elif number == before:
                yield _found("number-twice", "编号", task.key, task.span, printed=number)


def _early(extraction: Extraction) -> Iterator[Finding]:
    """Deadlines that had passed on the day the document was issued."""
    issued = extraction.document.date
    for task in extraction.tasks if issued else ():
        if task.due and issued and task.due < issued:
            due = task.due.isoformat()
            yield _found("due-before-issue", "时限", task.key, task.span, text=task.due_text, due=due, issued=issued.isoformat())


def _split(tasks: Sequence[Task]) -> Iterator[Finding]:
    """Items of the body that the annex splits into rows."""
    for number, stated, rows in printed_twice(tasks):
        if len(rows) > 1:
            yield _found("split", "细化拆分", number, stated.span, counted=True, count=len(rows))


def _pasted(tasks: Sequence[Task]) -> Iterator[Finding]:
    """A list of bodies that stands inside a sentence where it makes no sense: a cell slipped into the text."""
    for task in tasks:
        mentions = [a.mention for a in task.assignments if a.basis in ("column", "bracket", "inherited")]
        if len(mentions) < 2:
            continue
        for joint in ("、", "，"):
            listed = joint.join(mentions)
            at = task.content.find(listed)
            if at > 0 and task.content[at - 1] not in "：，。；、由请（" and not re.match(r"要|应|须|牵头|负责|等", task.content[at + len(listed) :]):
                around = task.content[max(0, at - 6) : at + len(listed) + 6]
                yield _found("pasted-text", "文字", task.key, task.span, around=around)
                break


def _actors(extraction: Extraction, gazetteer: Gazetteer) -> Iterator[Finding]:
    """Bodies that the text makes act while the unit cell leaves them out; one finding an item."""
    for task in extraction.tasks:
        stated = {a.unit for a in task.assignments} | {a.mention for a in task.assignments}
        if not stated or any(a.basis in ("prose", "issuer") for a in task.assignments):
            continue
        document = extraction.document
        text = task.content
        context = Context(Source("", "", "txt", text), load_words(), any_body(gazetteer.is_body), is_due)
        acting = []
        for duty in duties(mapped(text, 0, len(text)), context, document.year):
            name = gazetteer.resolve(duty.mention.printed, district=document.district, town=document.town)
            if not name.group and name.name not in stated and duty.mention.printed not in stated:
                acting.append(duty.mention.printed)
        if acting:
            yield _found("acts-unlisted", "责任主体", task.key, task.span, names=list(dict.fromkeys(acting)))


# Words of an address -> kinds of bodies that it reaches.
_REACHED: tuple[tuple[str, frozenset[str]], ...] = (
    (r"单位", frozenset({"department", "office", "center", "enterprise", "park", "party", "street", "town"})),
    (r"委.*办.*局|部门|委办局", frozenset({"department", "office"})),
    (r"街道|街镇", frozenset({"street"})),
    (r"镇|乡", frozenset({"town"})),
    (r"园区|管委会|开发区", frozenset({"park"})),
    (r"企业|公司", frozenset({"enterprise"})),
    (r"科室|机关", frozenset({"office", "department"})),
)


def _unaddressed(extraction: Extraction, gazetteer: Gazetteer) -> Iterator[Finding]:
    """Named bodies that carry duties although neither address nor copies reach them."""
    document = extraction.document
    to = "，".join((*document.addressees, *document.copied))
    if not document.addressees:
        return
    kinds = {kind for pattern, reached in _REACHED if re.search(pattern, to) for kind in reached}
    outside: dict[str, None] = {}
    for assignment in (a for t in extraction.tasks for a in t.assignments if not a.group and a.basis != "issuer"):
        name = gazetteer.resolve(assignment.mention, district=document.district, town=document.town)
        if name.kind not in kinds and not any(part in to for part in (assignment.mention, name.name)):
            outside[name.name] = None
    if outside:
        yield _found("not-addressed", "送达", names=list(outside))


def _reports(extraction: Extraction) -> Iterator[Finding]:
    """Where results are to be sent."""
    for report in extraction.document.reports:
        yield _found("reports-to", "送达", None, report.span, form="reports-to-notice", to=report.mention)
    for task in extraction.tasks:
        for report in (r for r in task.reports if not is_generic(r.mention)):
            yield _found("reports-to", "送达", task.key, report.span, to=report.mention)
