"""A file to an `Extraction`: read, split in parts, let the layouts claim them, make tasks of what they found."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from graph.errors import SkipItem
from graph.model import Assignment, Coverage, DocumentInfo, Extraction, Note, Report, Span, Task
from graph.names.gazetteer import Gazetteer, load_gazetteer
from graph.names.themes import load_themes
from graph.remarks import note
from ingest.assemble import Names, is_due, task
from ingest.draft import Claim, Context, Draft, Layout
from ingest.generic import any_body
from ingest.header import Header, read_header
from ingest.layouts import LAYOUTS
from ingest.lines import Line, flow
from ingest.mapped import join, plain, printed
from ingest.parts import Part, split
from ingest.readers import read
from ingest.reports import reports
from ingest.source import Source
from ingest.unitlist import said_leads
from ingest.words import load_words


def extract_file(path: Path, *, gazetteer: Gazetteer | None = None) -> Extraction:
    """What the file at `path` states. Raises `SkipItem` when it cannot be read or holds no text."""
    return extract(read(path), gazetteer or load_gazetteer())


def extract(source: Source, gazetteer: Gazetteer) -> Extraction:
    """What an already read file states."""
    if not source.text.strip():
        raise SkipItem(f"{source.path}：没有可读的文字", hint="扫描件请先做文字识别（OCR），再读入识别后的文件")
    if len(source.text) > MAX_CHARS:
        raise SkipItem(f"{source.path}：文字有 {len(source.text)} 字，超过 {MAX_CHARS} 字上限", hint="请只保留公文正文和附件后重试")
    words = load_words()
    context = Context(source, words, any_body(gazetteer.is_body), is_due, said_leads(source.text))
    pages = flow(source)
    parts = split(pages)
    claims = [_claims(part, context) for part in parts]
    extra = next((c.title for found in claims for _, c in found if c.title), ())
    header = read_header(parts, source, words, gazetteer, extra, pages.said)
    parts = [_sheet(part, header, found) for part, found in zip(parts, claims, strict=True)]
    names = Names(gazetteer, header.place.district if header.place else None, header.place.town if header.place else None)
    tasks: list[Task] = []
    notes: list[Note] = []
    used: list[Span] = [*pages.furniture, *(m.span for m in header.used)]
    layouts: list[str] = []
    classify = load_themes().classify
    if _reports(header, parts):
        notes.append(note("not-a-plan"))
        claims = []
    for part, found in zip(parts, claims, strict=False):
        for layout, claim in found:
            drafts = _prefixed(claim.read(), part)
            used += [head.span for head in claim.heads if head]
            layouts.append(f"{part.name}：{layout.name}（{claim.why}）")
            for draft in drafts:
                made, doubts = task(draft, part.name, names, context, header.year, classify)
                tasks.append(made)
                notes += doubts
                used += [made.span, *draft.used]
        if not found and _has_matter(part):
            notes.append(_unclaimed(part))
    tasks = _issuer(tasks, header, names, source)
    understood = _merged(used)
    coverage = _coverage(source, understood)
    notes += [*_unknown_units(tasks, names), *_document_notes(header, tasks), *_scan_notes(source)]
    return Extraction(replace(_info(source, header), reports=_reported(parts, names, context)), tuple(tasks), tuple(notes), coverage, source.text, source.pages, tuple(layouts), understood)


MAX_CHARS = 3_000_000
_ATTACHED = re.compile(r"^附(?:件|表)[\d一二三四五六]{0,2}：?$")
_TELLS = re.compile(r"(?:情况|工作|自查|评估|总结|述职|年度)的?(?:报告|总结|汇报|通报)$|年报$|工作总结$|综述$")  # a title of what was done
_PLANS = re.compile(r"分解|分工|任务|要点|计划|方案|清单|关于(?:印发|做好|落实)")
_REPORT = re.compile(r"召开|举行|举办|推进会|座谈会|培训会|工作会议|年度报告|总结|解读|问答|简报|工作规则|办法$|条例|实施细则$|述职|调研|指南$|须知$|通报$|成效|亮点|荣获|表彰|讲话$|活动$|侧记|纪实")
_SO_FAR = re.compile(r"今年以来|去年以来|近年来|截至目前|截至\d{1,2}月|记者|通讯员")


def _reports(header: Header, parts: list[Part]) -> bool:
    """True for a text that tells of work done or of rules: its heading says so and names no plan."""
    if header.title and _TELLS.search(header.title.rstrip("）")) and not _PLANS.search(header.title):
        return True
    if header.kind is not None or header.doc_no is not None or any(p.name == "annex" for p in parts):
        return False
    if header.title is None and not any(line.body.text.startswith(("附件", "附表")) for part in parts for line in part.head):
        opening = "".join(line.text for part in parts for line in part.head)
        if _SO_FAR.search(opening) and "责任单位" not in opening:
            return True
    heads = [line.text for part in parts for line in part.head if 6 <= len(line.text) <= 60 and line.text[-1] not in "。：；"]
    return any(_REPORT.search(text) for text in heads[:6])


def _claims(part: Part, context: Context) -> list[tuple[Layout, Claim]]:
    """For the tables and for the lines of a part, the layout with the best claim."""
    best: dict[str, tuple[Layout, Claim]] = {}
    for layout in LAYOUTS:
        if layout.matter in best and best[layout.matter][1].score >= layout.surest:
            continue  # it can offer nothing better
        claim = layout.claim(part, context)
        if claim is not None and (layout.matter not in best or claim.score > best[layout.matter][1].score):
            best[layout.matter] = (layout, claim)
    return [best[matter] for matter in ("lines", "tables") if matter in best]


def _prefixed(drafts: list[Draft], part: Part) -> list[Draft]:
    """Keys of a second annex begin with its number."""
    if part.index > 1:
        for draft in drafts:
            draft.key = f"A{part.index}.{draft.key}"
            draft.parent = f"A{part.index}.{draft.parent}" if draft.parent else None
    return drafts


def _sheet(part: Part, header: Header, found: list[tuple[Layout, Claim]]) -> Part:
    """A table that is itself the 分解表 (by its title) counts as the annex, also one flattened to lines."""
    tabular = part.name == "body" and bool(found) and all(layout.tabular for layout, _ in found)
    said = any(_ATTACHED.match(text.text) for _, claim in found for text in claim.title[:3])
    titled = bool(header.title) and str(header.title).endswith(("表", "清单", "台账", "分解", "分工"))
    return replace(part, name="annex") if tabular and (said or titled) else part


def _has_matter(part: Part) -> bool:
    return bool(part.tables) or sum(len(line.text) for line in part.lines) > 80


def _unclaimed(part: Part) -> Note:
    blocks = part.blocks
    start = blocks[0].start if isinstance(blocks[0], Line) else blocks[0].span[0]
    end = blocks[-1].end if isinstance(blocks[-1], Line) else blocks[-1].span[1]
    return note("part-unread", (start, end), part=part.name)


def _issuer(tasks: list[Task], header: Header, names: Names, source: Source) -> list[Task]:
    """Where no item of the whole document gives any assignment, the issuer is responsible for each."""
    if not tasks or not header.issuer or any(t.assignments for t in tasks):
        return tasks
    mention = printed(header.issuer)
    unit, group = names.unit(mention)
    span = header.issuer_text.span if header.issuer_text else (0, 0)
    duty = Assignment(mention, unit, "RESPONSIBLE", group, "issuer", mention, span, source.page_of(span[0]))
    return [replace(t, assignments=(duty,)) for t in tasks]


def _merged(used: list[Span]) -> tuple[Span, ...]:
    """The stretches sorted, those that touch or overlap as one."""
    out: list[Span] = []
    for start, end in sorted(s for s in used if s[0] < s[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def _coverage(source: Source, understood: tuple[Span, ...]) -> Coverage:
    """Share of the characters (white space and what cannot be seen aside) that lie in a stretch that was understood."""
    whole = plain(source.text)
    read = sum([whole.place(end) - whole.place(start) for start, end in understood])
    return Coverage(len(source.text), round(read / max(1, len(whole.printed)), 4))


def _unknown_units(tasks: list[Task], names: Names) -> list[Note]:
    """One note for each body that the gazetteer does not know; such a body is kept as printed."""
    first: dict[str, Span] = {}
    for assignment in (a for t in tasks for a in t.assignments if not a.group):
        first.setdefault(assignment.mention, assignment.span)
    seen = {mention: span for mention, span in first.items() if not names.known(mention)}
    return [note("unit-unknown", span, name=name) for name, span in seen.items()]


def _reported(parts: list[Part], names: Names, context: Context) -> tuple[Report, ...]:
    """To whom the notice around the plan has results sent."""
    around = join([line.body for part in parts for line in (*part.head, *part.tail)], context.source.text)
    return reports(around, lambda mention: names.unit(mention)[0], context)


def _document_notes(header: Header, tasks: list[Task]) -> list[Note]:
    out: list[Note] = []
    if not tasks:
        out.append(note("no-tasks"))
    for value, name in ((header.title, "title"), (header.year, "year"), (header.place, "place")):
        if tasks and value is None:
            out.append(note("field-missing", field=name))
    return out


def _scan_notes(source: Source) -> list[Note]:
    """What was read by character recognition, and which pictures were not read."""
    out = []
    if source.recognised:
        out.append(note("recognised", sheets=list(source.recognised)))
    if source.pictures:
        out.append(note("page-unread", sheets=list(source.pictures)))
    return out


def _info(source: Source, header: Header) -> DocumentInfo:
    place = header.place
    return DocumentInfo(
        path=source.path, sha256=source.sha256, format=source.format, title=header.title, doc_no=header.doc_no, issuer=header.issuer,
        province=place.province if place else None, city=place.city if place else None, district=place.district if place else None,
        code=place.code if place else None, town=place.town if place else None, year=header.year, date=header.date, kind=header.kind,
        addressees=header.addressees, copied=header.copied,
    )  # fmt: skip


def text_of(path: Path) -> str:
    """The decoded text of a file, to whose code points all offsets refer."""
    return read(path).text


