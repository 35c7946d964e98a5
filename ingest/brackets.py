"""Brackets and lines that name the bodies of an item: （责任单位：…）, 【责任部门：…】, 责任单位：…"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Basis
from ingest.draft import Context, Statement
from ingest.mapped import Mapped
from ingest.unitlist import bodies, segments

_PAIRS = {"（": "）", "【": "】", "[": "]", "〔": "〕", "〖": "〗", "{": "}"}
_EITHER = {opening: re.compile(f"[{re.escape(opening + closing)}]") for opening, closing in _PAIRS.items()}
_OPEN = re.compile("[（【\\[〔〖{]")
_LEVELS = frozenset("区县市省各镇乡")  # how a name of its own begins
_LONGEST = 4000  # characters of a bracket; a longer one is no list of bodies
_DASH = re.compile(r"—{1,2}([^—。；：]{2,120})[。；]?$")  # 梳理公开目录。——区司法局
_STRAY = 50  # brackets without an end after which an item is no longer searched
_VERBAL = re.compile(r"(?:牵头|负责|主办|承办|配合|协办|参与|落实|实施)")


@dataclass(frozen=True, slots=True)
class Found:
    """What a bracket or line says: lists of bodies, deadlines, and labels of no duty (指导单位 …) with their words."""

    whole: Mapped
    start: int  # index in the searched text, with the bracket
    end: int
    statements: tuple[Statement, ...]
    due: tuple[Mapped, ...]
    other: tuple[Mapped, ...]


def closing(text: str, at: int) -> tuple[int, bool]:
    """Index after the bracket that closes the one at `at`, and True; the end of what is searched and False if none does."""
    opening = text[at]
    depth = 0
    last = min(len(text), at + _LONGEST)
    for mark in _EITHER[opening].finditer(text, at, last):
        depth += 1 if mark[0] == opening else -1
        if depth == 0:
            return mark.end(), True
    return last, False


def read_labels(value: Mapped, context: Context, basis: Basis) -> tuple[list[Statement], list[Mapped], list[Mapped]]:
    """Lists of bodies, deadlines and other labelled stretches of a labelled text.

    A deadline without a label of its own may close the text (责任单位：区教育局，8月底前完成).
    """
    statements: list[Statement] = []
    due: list[Mapped] = []
    other: list[Mapped] = []
    for kind, role, whole, text in segments(value, context.words):
        if kind == "units":
            text, whole, late = _trailing_due(text, whole, context)
            due += [late] if late else []
            if text:
                statements.append(Statement(role, text, whole, basis))  # type: ignore[arg-type]
        elif kind == "due":
            due += [text] if text else []
        elif kind == "other":
            other.append(whole)
        elif text:
            other.append(text)
    return statements, due, other


def _trailing_due(text: Mapped, whole: Mapped, context: Context) -> tuple[Mapped, Mapped, Mapped | None]:
    match = re.search(r"[，；。、]([^，；。、（]{1,16})$", text.text)
    if match and context.is_due(re.sub(r"(?:完成|落实|办结|报送|推进|实施|开展|坚持|推动|到位|上报|公开|公布)$", "", match[1])):
        cut = len(text) - match.start()
        return text[: match.start()], whole[: len(whole) - cut], text[match.start() + 1 :]
    return text, whole, None


def _verbal(inside: Mapped, context: Context) -> list[Statement]:
    """（区教育局牵头，各街镇配合）: a list without label whose verbs give the roles; empty if it is none."""
    if not _VERBAL.search(inside.text) or len(inside) > 200 or "。" in inside.text:
        return []
    found = bodies(inside, context.words, context.is_body)
    if found and all(context.is_body(b.text.text) or b.text.text.startswith("等") for b in found) and any(b.role for b in found):
        return [Statement("RESPONSIBLE", inside, inside, "bracket")]
    return []


def _closes(text: Mapped, start: int, end: int, context: Context) -> bool:
    """True if the bracket is the last thing of the text and no part of a name (各街道（乡镇）)."""
    if text.text[end:] not in ("", "。", "；") or end - start < 6:
        return False
    return not any(context.is_body(text.text[at:end]) for at in range(max(0, start - 12), start))


def _bare(inside: Mapped, context: Context) -> list[Statement]:
    """（区教育局、各街镇）: nothing but bodies; empty if it is something else."""
    found = bodies(inside, context.words, context.is_body)
    if found and all(context.is_body(b.text.text) or b.text.text.startswith("等") for b in found):
        return [Statement("RESPONSIBLE", inside, inside, "bracket")]
    return []


def brackets(text: Mapped, context: Context) -> Iterator[Found]:
    """Every bracket of `text` that names bodies or a deadline, in order."""
    at = stray = 0
    while stray < _STRAY and (opening := _OPEN.search(text.text, at)):
        end, closed = closing(text.text, opening.start())
        stray += not closed
        at = opening.end()
        inside = text[opening.end() : end - 1] if closed else text[opening.end() : end].strip("。】]〕〗}")
        label = context.words.opening(inside.text)
        if label:
            statements, due, other = read_labels(inside, context, "bracket")
            if statements or due or label["other"]:
                yield Found(text[opening.start() : end], opening.start(), end, tuple(statements), tuple(due), tuple(other))
                at = end
            continue
        inside, _, late = _trailing_due(inside, inside, context)
        ends_sentence = opening.start() > 0 and (text.text[opening.start() - 1] in "。；！" or _closes(text, opening.start(), end, context))
        verbal = (_verbal(inside, context) or (_bare(inside, context) if ends_sentence else [])) if closed else []
        if verbal:
            yield Found(text[opening.start() : end], opening.start(), end, tuple(verbal), (late,) if late else (), ())
            at = end
    for label in context.words.labels(text.text, at):
        if label.start() > at and text.text[label.start() - 1] in "。；！":
            statements, due, other = read_labels(text[label.start() :], context, "line")
            if (statements or due) and all(_plain(s.value, context) for s in statements):
                yield Found(text[label.start() :], label.start(), len(text), tuple(statements), tuple(due), tuple(other))
            return
    if dash := _DASH.search(text.text, at) if "—" in text.text else None:
        inside, _, late = _trailing_due(text[dash.start(1) : dash.end(1)], text[dash.start(1) : dash.end(1)], context)
        if statements := _verbal(inside, context) or _bare(inside, context):
            yield Found(text[dash.start() : dash.end(1)], dash.start(), dash.end(1), tuple(statements), (late,) if late else (), ())


def bodies_first(text: Mapped, context: Context) -> tuple[Statement, int] | None:
    """The bodies that a text begins with before a colon (区司法局：梳理目录), and where what they have to do begins; None if it
    begins otherwise."""
    colon = text.text.find("：", 2, 80)
    if colon < 0 or colon + 1 >= len(text):
        return None
    inside = text[:colon]
    if context.words.opening(text.text):
        return None
    return (Statement("RESPONSIBLE", inside, inside, "line"), colon + 1) if _bare(inside, context) else None


def labelled(lines: Sequence[Mapped], start: int, context: Context) -> tuple[Found, int] | None:
    """The labelled line at `start` with the lines on which its list goes on, and the index after them; None if it is none."""
    line = lines[start]
    label = context.words.opening(line.text)
    if not label:
        return None
    i = start + 1
    value = line
    while i < len(lines) and not context.words.opening(lines[i].text) and (value.text[-1] in "、，：和及" or _goes_on(value.text, lines[i].text, context)):
        value = value + lines[i]
        i += 1
    statements, due, other = read_labels(value, context, "line")
    if statements and not all(_plain(s.value, context) for s in statements):
        return None
    return Found(value, 0, len(value), tuple(statements), tuple(due), tuple(other)), i


def _goes_on(value: str, line: str, context: Context) -> bool:
    """True if a line is the rest of a list that broke in the middle of a name, of a bracket, of a label or of a time."""
    if not line or len(line) > 60 or value[-1] in "。；":
        return False
    if value.count("（") > value.count("）"):
        return "）" in line
    label, colon, begun = re.split("[；，]", value)[-1].partition("：")
    if (not colon and label and context.words.opening(label + line)) or (begun and context.is_due(begun + line)):
        return True  # 完成时|限：每季度, 完成时限：持续|推进
    last = re.split("[、，；：]", value)[-1]
    first, *others = re.split("[、，]|以?及", re.sub(r"（[^（）]*：[^（）]*）$", "", line.rstrip("。；、，")))
    starts = context.is_body(first) and first[0] in _LEVELS
    return not starts and context.is_body(last + first) and all(context.is_body(other) for other in others[:-1])


def _plain(value: Mapped, context: Context) -> bool:
    """True if a labelled line holds a list of bodies rather than a sentence."""
    found = bodies(value, context.words, context.is_body)
    good = sum(context.is_body(b.text.text) or b.text.text.startswith("等") or len(b.text) <= 16 for b in found)
    return bool(found) and good >= 0.6 * len(found)
