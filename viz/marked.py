"""The text of a document with everything recognised marked, what was not understood plain to see, findings beside it.

Marks are spans of the text as printed; letters and numbers that were added stand in attributes, so that copying gives the
document's own words. Where there is an explorer, marks lead to the pages of what they name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from markupsafe import Markup, escape

from graph.model import Assignment, Extraction, Finding, Role, Span, Task
from graph.remarks import told, word
from viz.words import labels

Row = Mapping[str, Any]
ROLE_CLASS: Mapping[Role, str] = {"LEAD": "l", "RESPONSIBLE": "r", "COOPERATE": "c"}
# Class, word of the letter that stands before it, word of what it is.
LEGEND = (
    ("m-num", "", "m_num"), ("m-title", "", "m_title"), ("m-unit l", "mark_LEAD", "m_LEAD"), ("m-unit r", "mark_RESPONSIBLE", "m_RESPONSIBLE"),
    ("m-unit c", "mark_COOPERATE", "m_COOPERATE"), ("m-unit r group", "mark_RESPONSIBLE", "m_group_dashed"), ("m-due", "m_due_letter", "m_due"),
    ("m-goal", "m_goal_letter", "m_goal"), ("m-field", "", "m_fields"), ("m-unread", "", "m_unread"),
)  # fmt: skip
BADGES = 400  # findings that are listed one by one; a broken document may have tens of thousands
LOOK = 4000  # characters of a task that are searched for its title: a broken table may make one task of the whole text
LEAF = 6000  # characters after which the text goes on in another block: a browser lays out only the blocks in sight
_BAR = 1000.0  # width of the overview in its own units
_NUMBER = re.compile(r"[（(第]?[0-9０-９一二三四五六七八九十百.．]{1,8}[)）项条]?[、.．:：，\s]*$")
_UNSEEN = "\u200b\u200c\u200d\u00ad\ufeff"
_INVISIBLE = re.compile(rf"[\s{_UNSEEN}]")


class Links(Protocol):
    """Where marks lead; "" for nowhere."""

    def unit(self, assignment: Assignment) -> str:
        """The page of the body that is printed there."""
        ...

    def task(self, task: Task) -> str:
        """The page of a task."""
        ...


class NoLinks:
    """A page of its own leads nowhere."""

    def unit(self, assignment: Assignment) -> str:
        """See `Links`."""
        return ""

    def task(self, task: Task) -> str:
        """See `Links`."""
        return ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text and what it was recognised as. `letter` is shown before it and `href` is where it leads, "" for none."""

    span: Span
    kind: str
    says: str
    letter: str = ""
    href: str = ""


def marked(extraction: Extraction, findings: Sequence[Finding], lang: str = "zh", links: Links | None = None) -> Row:
    """The variables of `reading.html.j2`; `findings` in the order in which they are to be listed."""
    words, to = labels(lang), links or NoLinks()
    shown, missed = [one for one in findings if not one.counted], unread(extraction)
    text = _Text(extraction, lang, to).marked(missed, shown[:BADGES])
    return {
        "sentence": _sentence(extraction, shown, missed, words), "strip": _strip(len(extraction.text), missed, shown), "text": text,
        "legend": [(kind, words[letter] if letter else "", words[name]) for kind, letter, name in LEGEND],
        "groups": _groups(shown[:BADGES], lang), "more": max(0, len(shown) - BADGES),
        "missed": [_start(extraction.text[start:end]) for start, end in missed[:BADGES]],
        "counted": words["comma"].join(f"{word(group, lang)} {sum(one.group == group for one in findings if one.counted)}" for group in _kinds(findings)),
    }  # fmt: skip


def unread(extraction: Extraction) -> list[Span]:
    """The stretches that were not understood, without white space around them, in order."""
    found, at, text = [], 0, extraction.text
    for start, end in (*extraction.understood, (len(text), len(text))):
        piece = text[at:start]
        if re.search(r"\w", piece):
            found.append((at + len(piece) - len(piece.lstrip()), start - len(piece) + len(piece.rstrip())))
        at = max(at, end)
    return found


def locate(text: str, printed: str, start: int, end: int) -> Span | None:
    """Where `printed`, which is without white space, stands within [start, end); None where it does not."""
    wanted = _INVISIBLE.sub("", printed)
    if not wanted:
        return None
    at = text.find(wanted, start, end)
    if at >= 0:
        return at, at + len(wanted)
    places = [at for at, sign in enumerate(text[start:end], start) if not (sign.isspace() or sign in _UNSEEN)]
    found = "".join(text[at] for at in places).find(wanted)
    return (places[found], places[found + len(wanted) - 1] + 1) if found >= 0 else None


def visible(text: str) -> str:
    """Text of the same length in which signs that would steer a browser or turn the line around are seen as dots."""
    if text.isprintable():
        return text
    return "".join(sign if sign in "\n\t\r\f" or unicodedata.category(sign) not in ("Cc", "Cs", "Cf") else "·" for sign in text).replace("\f", "\n")


def marks(extraction: Extraction, words: Mapping[str, str] | None = None, links: Links | None = None) -> list[Mark]:
    """Everything that was recognised, in no particular order."""
    said, to = words or labels("zh"), links or NoLinks()
    found = list(_fields(extraction, said))
    for task in extraction.tasks:
        found += _of_task(extraction.text, task, said, to)
    length = len(extraction.text)
    return [mark for mark in found if 0 <= mark.span[0] < mark.span[1] <= length]


def _fields(extraction: Extraction, words: Mapping[str, str]) -> Iterator[Mark]:
    info = extraction.document
    for printed, name in ((info.title, "m_field_title"), (info.doc_no, "m_field_doc_no"), (info.issuer, "m_field_issuer")):
        span = locate(extraction.text, printed or "", 0, len(extraction.text))
        if span:
            yield Mark(span, "m-field", words[name])


def _of_task(text: str, task: Task, words: Mapping[str, str], links: Links) -> Iterator[Mark]:
    start, end = task.span
    head = _NUMBER.search(text, max(0, start - 14), start)
    if head:
        yield Mark((head.start(), head.start() + len(head[0].rstrip())), "m-num", words["m_number_of"].format(n=task.key), href=links.task(task))
    title = locate(text, task.title or "", start, min(end, start + LOOK))
    if title:
        yield Mark(title, "m-title", words["m_title"], href=links.task(task))
    for assignment in task.assignments:
        if assignment.basis != "issuer":
            yield from _of_unit(assignment, words, links)
    for deadline in task.deadlines:
        days = " – ".join(day.isoformat() for day in (deadline.start, deadline.end) if day)
        yield Mark(deadline.span, "m-due", f"{words['m_due']}：{days or deadline.text}", words["m_due_letter"])
    for target in task.targets:
        says = f"{words['m_goal']}：{target.metric} {target.comparator} {target.value:g} {target.unit}"
        yield Mark(target.span, "m-goal", says, words["m_goal_letter"])


def _of_unit(assignment: Assignment, words: Mapping[str, str], links: Links) -> Iterator[Mark]:
    kind, href = ROLE_CLASS[assignment.role], links.unit(assignment)
    says = f"{words[f'm_{assignment.role}']}{words['colon']}{assignment.unit}" + (words["m_group"] if assignment.group else "")
    for number, span in enumerate(assignment.spans or (assignment.span,)):
        letter = "" if number else words[f"mark_{assignment.role}"]
        yield Mark(span, f"m-unit {kind} group" if assignment.group else f"m-unit {kind}", says, letter, href)


class _Text:
    """One text at work."""

    def __init__(self, extraction: Extraction, lang: str, links: Links) -> None:
        self.extraction, self.lang, self.words, self.links = extraction, lang, labels(lang), links

    def marked(self, missed: Sequence[Span], shown: Sequence[Finding]) -> Markup:
        """The text in pieces between which nothing changes, each in a span of the kinds that hold for it."""
        text = self.extraction.text
        everything = [*marks(self.extraction, self.words, self.links), *(Mark(span, "m-unread", self.words["m_unread"]) for span in missed)]
        everything.sort(key=lambda mark: (mark.span[0], -mark.span[1]))
        pins, leaves = self._pins(missed, shown), _leaves(text)
        cuts = sorted({0, len(text), *pins, *leaves, *(at for mark in everything for at in mark.span)})
        pieces, at = ['<div class="leaf">'], 0
        active: list[Mark] = []
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
            if start in leaves:
                pieces.append('</div><div class="leaf">')
            pieces += pins.get(start, ())
            active = [mark for mark in active if mark.span[1] > start]
            while at < len(everything) and everything[at].span[0] == start:
                active.append(everything[at])
                at += 1
            if start < end:
                pieces.append(_piece(visible(text[start:end]), active, start))
        return Markup("".join([*pieces, "</div>"]))

    def _pins(self, missed: Sequence[Span], shown: Sequence[Finding]) -> dict[int, list[str]]:
        """What stands at a place of the text: where a page and a task begin, and the number of a finding."""
        pins: dict[int, list[str]] = {}
        for number, start in enumerate(self.extraction.pages, 1):
            pins.setdefault(start, []).append(str(Markup('<span class="m-page" data-m="{}"></span>').format(self.words["page"].format(n=number))))
        taken: set[int] = set()
        for task in self.extraction.tasks:
            at = self._begins(task, taken)
            pins.setdefault(at, []).append(self._task_pin(task, named=task.span[0] not in taken))
            taken |= {at, task.span[0]}
        for number, finding in enumerate(shown, 1):
            if finding.span:
                pin = Markup('<a class="m-badge" id="f{0}" href="#n{0}" data-m="{0}" aria-label="{1}"></a>').format(number, visible(told(finding, self.lang)[0]))
                pins.setdefault(min(finding.span[0], len(self.extraction.text)), []).append(str(pin))
        for number, (start, _) in enumerate(missed[:BADGES], 1):
            pins.setdefault(start, []).append(str(Markup('<a class="m-pin" id="u{}"></a>').format(number)))
        return pins

    def _task_pin(self, task: Task, *, named: bool) -> str:
        """Its number, which leads to its page; the first task that begins at a place gives the place its name, p123."""
        place = Markup(' id="p{}"').format(task.span[0]) if named else ""
        says, href = self.words["m_reads_from"].format(n=visible(task.key)), self.links.task(task)
        if href:
            return str(Markup('<a class="m-task"{} href="{}" data-m="{}" title="{}" aria-label="{}"></a>').format(place, href, visible(task.key), says, says))
        return str(Markup('<span class="m-task"{} data-m="{}" title="{}"></span>').format(place, visible(task.key), says))

    def _begins(self, task: Task, taken: set[int]) -> int:
        """Where a task begins: at its number; rows under one merged cell each where their own words begin."""
        text, (start, end) = self.extraction.text, task.span
        head = _NUMBER.search(text, max(0, start - 14), start)
        at = head.start() if head else start
        if at not in taken:
            return at
        own = locate(text, _INVISIBLE.sub("", task.content)[:12], start, min(end, start + LOOK))
        return own[0] if own else at


def _leaves(text: str) -> set[int]:
    """Where a new block begins: at line starts, so that the blocks look like one text."""
    found, at = set(), LEAF
    while at < len(text):
        at = text.find("\n", at) + 1
        if not 0 < at < len(text):
            break
        found.add(at)
        at += LEAF
    return found


def _piece(text: str, active: Sequence[Mark], start: int) -> str:
    if not active:
        return str(escape(text))
    kinds = " ".join(dict.fromkeys(kind for mark in active for kind in mark.kind.split()))
    says = "；".join(list(dict.fromkeys(mark.says for mark in active))[:4])
    letter = "".join(dict.fromkeys(mark.letter for mark in active if mark.span[0] == start))
    href = next((mark.href for mark in reversed(active) if mark.href), "")
    # Tens of thousands of these make a page: put together by hand, every word escaped.
    before = f' data-m="{escape(letter)}"' if letter else ""
    tag, leads = ("a", f' href="{escape(href)}"') if href else ("span", "")
    return f'<{tag}{leads} class="{kinds}" title="{escape(visible(says))}"{before}>{escape(text)}</{tag}>'


def _kinds(findings: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(one.group for one in findings if one.counted))


def _groups(shown: Sequence[Finding], lang: str) -> list[tuple[str, list[Row]]]:
    """Group -> its findings with their numbers."""
    rows = []
    for number, one in enumerate(shown, 1):
        message, hint = told(one, lang)
        rows.append({"no": number, "group": one.group, "message": visible(message), "hint": visible(hint), "placed": one.span is not None})
    return [(word(group, lang), [row for row in rows if row["group"] == group]) for group in dict.fromkeys(one.group for one in shown)]


def _start(text: str) -> str:
    words = " ".join(text.split())
    return visible(words[:40] + ("…" if len(words) > 40 else ""))


def _sentence(extraction: Extraction, shown: Sequence[Finding], missed: Sequence[Span], words: Mapping[str, str]) -> str:
    chars = sum(len("".join(extraction.text[start:end].split())) for start, end in missed)
    lost = words["m_lost"].format(n=len(missed), chars=chars) if missed else words["m_nothing_lost"]
    duties = sum(len(task.assignments) for task in extraction.tasks)
    return words["m_sentence"].format(tasks=len(extraction.tasks), duties=duties, share=f"{extraction.coverage.read:.0%}", lost=lost, doubts=len(shown))


def _strip(length: int, missed: Sequence[Span], shown: Sequence[Finding]) -> Row:
    """The whole document as a strip: where something was not understood, and where findings are."""
    scale = _BAR / max(1, length)
    return {"missed": [(f"{start * scale:.2f}", f"{max(1.0, (end - start) * scale):.2f}") for start, end in missed[:BADGES]],
            "doubts": [f"{min(one.span[0], length) * scale:.2f}" for one in shown[:BADGES] if one.span]}  # fmt: skip


@lru_cache(maxsize=1)
def style_text() -> str:
    """The style sheet of a marked text."""
    return (Path(__file__).parent / "templates" / "marked.css").read_text(encoding="utf-8")
