"""Paragraphs without numbers that each name their bodies in a bracket or in labelled lines below."""

from __future__ import annotations

import re

from ingest.brackets import Found, brackets, labelled
from ingest.cards import card, is_field
from ingest.draft import Claim, Context, Draft, no_duty
from ingest.layouts.numbered import ROW, without
from ingest.lines import Line, parts_paragraph
from ingest.mapped import Mapped, join
from ingest.outline import ITEM_RANK, line_mark
from ingest.parts import Part


def _paragraphs(part: Part, context: Context) -> list[Mapped | Found]:
    """The paragraphs of the part, and what labelled lines say, in order."""
    texts = [line.body for line in part.lines]
    out: list[Mapped | Found] = []
    open_lines: list[Line] = []

    def close() -> None:
        if open_lines:
            out.append(join([line.body for line in open_lines], context.source.text))
            open_lines.clear()

    i = 0
    while i < len(texts):
        if label := labelled(texts, i, context):
            close()
            out.append(label[0])
            i = label[1]
            continue
        line = part.lines[i]
        if open_lines and (is_field(line.text) or parts_paragraph(open_lines[-1], line, part.width) or _heads(open_lines, part.width)) and line.text[0] not in "（【[":
            close()
        open_lines.append(line)
        i += 1
    close()
    return out


def _heads(lines: list[Line], width: int) -> bool:
    """True for one short line without a stop: a heading."""
    return len(lines) == 1 and len(lines[0].text) <= 25 and lines[0].text[-1] not in "，、。；：" and (not width or len(lines[0].text) < width - 4)


class Unnumbered:
    """Paragraphs that name their bodies, without running numbers."""

    name = "unnumbered"
    title = "没有编号的段落"
    description = "没有编号的段落，各带“（责任单位：…）”括号，或下一行写“责任单位：”；事项按先后编号。"
    example = "制作入学问答图解。（责任单位：区教育局）"
    matter = "lines"
    tabular = False
    surest = 0.5

    def claim(self, part: Part, context: Context) -> Claim | None:
        """Claims a part without numbered items in which at least two paragraphs name their bodies."""
        if any((mark := line_mark(line)) and mark[0] <= ITEM_RANK for line in part.lines):
            return None
        drafts = _read(part, context)
        return Claim(self.surest, f"{len(drafts)} 个没有编号的段落写明责任单位", lambda: drafts) if len(drafts) > 1 else None


def _read(part: Part, context: Context) -> list[Draft]:
    out: list[Draft] = []
    section: tuple[str, ...] = ()
    waiting: list[Mapped] = []
    last: Draft | None = None  # the draft that labelled lines may still add to
    for piece in _paragraphs(part, context):
        if isinstance(piece, Found):
            if waiting:
                last = _draft(waiting, [], section, context)
                out.append(last)
                waiting = []
            if last is not None:
                _add(last, piece)
            continue
        hits = [hit for hit in brackets(piece, context) if hit.statements or hit.due]
        last = None
        if not hits and not waiting and len(piece) <= 25 and not re.search("[，、。；：]", piece.text):
            section = (piece.printed,)
            continue
        waiting.append(piece)
        if hits:
            out.append(_draft(waiting, hits, section, context))
            waiting = []
    for key, draft in enumerate((d for d in out if d.statements), 1):
        draft.key = str(key)
    return [d for d in out if d.statements]


def _draft(pieces: list[Mapped], hits: list[Found], section: tuple[str, ...], context: Context) -> Draft:
    pieces = [*pieces[:-1], without(pieces[-1], hits)]
    title, text = card(pieces) or (None, join(pieces, context.source.text))
    row = ROW.match(text.text)
    draft = Draft("", None, title, text[row.end() :] if row else text, section, layout="unnumbered")
    for hit in hits:
        _add(draft, hit)
    return draft


def _add(draft: Draft, found: Found) -> None:
    draft.statements += found.statements
    draft.due += found.due
    draft.notes += [no_duty(words) for words in found.other]
    draft.used.append(found.whole.span)
