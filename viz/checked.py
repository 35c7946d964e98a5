"""A document as it was read: its own text with everything recognised marked, what was not understood plain to see, findings beside it.

One HTML text without script. Marks are spans of the text as printed; letters and numbers that were added stand in
attributes, so that copying gives the document's own words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath

from markupsafe import Markup, escape

from graph.model import Assignment, Extraction, Finding, Role, Span, Task
from viz.network import policy
from viz.spec import Page

ROLE_CLASS: Mapping[Role, tuple[str, str, str]] = {"LEAD": ("l", "牵", "牵头"), "RESPONSIBLE": ("r", "责", "责任"), "COOPERATE": ("c", "配", "配合")}
LEGEND = (
    ("num", "", "序号"), ("title", "", "任务名称"), ("unit l", "牵", "牵头单位"), ("unit r", "责", "责任单位"), ("unit c", "配", "配合单位"),
    ("unit r group", "责", "统称（虚线）"), ("due", "期", "时限"), ("goal", "量", "量化要求"), ("field", "", "标题、文号等"), ("unread", "", "没有读懂"),
)  # fmt: skip
BADGES = 400  # findings that are listed one by one; a broken document may have tens of thousands
LOOK = 4000  # characters of a task that are searched for its title: a broken table may make one task of the whole text
_BAR = 1000.0  # width of the overview in its own units
_NUMBER = re.compile(r"[（(第]?[0-9０-９一二三四五六七八九十百.．]{1,8}[)）项条]?[、.．:：，\s]*$")
_INVISIBLE = re.compile(r"[\s\u200b-\u200d\u00ad\ufeff]")
_SHELL = Markup("""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title} · 读取核对</title>
<style>{styles}</style>
</head>
<body>
<a class="skip" href="#text">跳到原文</a>
<header class="top"><span class="brand">责任图谱</span><span class="what">读取核对</span><span class="file">{file}</span></header>
<main>
<h1>{title}</h1>
<p class="aka">{aka}</p>
<section class="facts" aria-label="概况"><p class="sentence">{sentence}</p>{bar}<ul class="legend">{legend}</ul></section>
<div class="work">
<article id="text" class="text" tabindex="-1" aria-label="原文">{text}</article>
<aside class="side" aria-label="需要看的地方">{side}</aside>
</div>
</main>
</body>
</html>
""")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text and what it was recognised as. `letter` is shown before it, "" for none."""

    span: Span
    kind: str
    says: str
    letter: str = ""


def checked_page(extraction: Extraction, findings: Sequence[Finding]) -> Page:
    """The page of one document; `findings` in the order in which they are to be listed."""
    info, styles = extraction.document, style_text()
    shown = [one for one in findings if not one.counted]
    missed = unread(extraction)
    name = PurePath(info.path).name
    aka = "　·　".join(filter(None, (info.doc_no, info.issuer, info.date.isoformat() if info.date else "", info.district, info.town)))
    html = _SHELL.format(
        policy=policy([], [styles]), styles=Markup(styles), title=_visible(info.title or name), file=_visible(name), aka=_visible(aka),
        sentence=_sentence(extraction, shown, missed), bar=_bar(len(extraction.text), missed, shown), legend=_legend(),
        text=_marked(extraction, missed, shown[:BADGES]), side=_side(extraction, findings, missed),
    )  # fmt: skip
    return Page(str(html), info.title or name)


def checked_files(read: Sequence[tuple[Extraction, Sequence[Finding]]]) -> bytes | dict[str, bytes]:
    """What to write: one page for one document; for several, pages by file name, to be put into a folder."""
    pages = [(PurePath(extraction.document.path).name, checked_page(extraction, findings)) for extraction, findings in read]
    if len(pages) == 1:
        return pages[0][1].html.encode("utf-8")
    named: dict[str, bytes] = {}
    for name, page in pages:
        free, again = f"{name}.html", 1
        while free in named:
            again += 1
            free = f"{name}~{again}.html"
        named[free] = page.html.encode("utf-8")
    return named


def unread(extraction: Extraction) -> list[Span]:
    """The stretches that were not understood, without white space around them, in order."""
    found, at, text = [], 0, extraction.text
    for start, end in (*extraction.understood, (len(text), len(text))):
        piece = text[at:start]
        if re.search(r"\w", piece):
            found.append((at + len(piece) - len(piece.lstrip()), start - len(piece) + len(piece.rstrip())))
        at = max(at, end)
    return found


def marks(extraction: Extraction) -> list[Mark]:
    """Everything that was recognised, in no particular order."""
    found = list(_fields(extraction))
    for task in extraction.tasks:
        found += _of_task(extraction.text, task)
    length = len(extraction.text)
    return [mark for mark in found if 0 <= mark.span[0] < mark.span[1] <= length]


def _fields(extraction: Extraction) -> Iterator[Mark]:
    info = extraction.document
    for printed, says in ((info.title, "标题"), (info.doc_no, "文号"), (info.issuer, "发文机关")):
        span = locate(extraction.text, printed or "", 0, len(extraction.text))
        if span:
            yield Mark(span, "field", says)


def _of_task(text: str, task: Task) -> Iterator[Mark]:
    start, end = task.span
    head = _NUMBER.search(text, max(0, start - 14), start)
    if head:
        yield Mark((head.start(), head.start() + len(head[0].rstrip())), "num", f"第{task.key}项的序号")
    title = locate(text, task.title or "", start, min(end, start + LOOK))
    if title:
        yield Mark(title, "title", "任务名称")
    for assignment in task.assignments:
        if assignment.basis != "issuer":
            yield from _of_unit(assignment)
    for deadline in task.deadlines:
        days = " 至 ".join(day.isoformat() for day in (deadline.start, deadline.end) if day)
        yield Mark(deadline.span, "due", f"时限：{days or deadline.text}", "期")
    for target in task.targets:
        yield Mark(target.span, "goal", f"量化要求：{target.metric} {target.comparator} {target.value:g} {target.unit}", "量")


def _of_unit(assignment: Assignment) -> Iterator[Mark]:
    kind, letter, word = ROLE_CLASS[assignment.role]
    says = f"{word}单位：{assignment.unit}" + ("（统称）" if assignment.group else "")
    for number, span in enumerate(assignment.spans or (assignment.span,)):
        yield Mark(span, f"unit {kind} group" if assignment.group else f"unit {kind}", says, "" if number else letter)


def locate(text: str, printed: str, start: int, end: int) -> Span | None:
    """Where `printed`, which is without white space, stands within [start, end); None where it does not."""
    wanted = _INVISIBLE.sub("", printed)
    if not wanted:
        return None
    places = [at for at in range(start, min(end, len(text))) if not _INVISIBLE.match(text[at])]
    found = "".join(text[at] for at in places).find(wanted)
    return (places[found], places[found + len(wanted) - 1] + 1) if found >= 0 else None


def _marked(extraction: Extraction, missed: Sequence[Span], shown: Sequence[Finding]) -> Markup:
    """The text in pieces between which nothing changes, each in a span of the kinds that hold for it."""
    everything = [*marks(extraction), *(Mark(span, "unread", "没有读懂") for span in missed)]
    everything.sort(key=lambda mark: (mark.span[0], -mark.span[1]))
    pins = _pins(extraction, shown)
    cuts = sorted({0, len(extraction.text), *pins, *(at for mark in everything for at in mark.span)})
    pieces: list[str] = []
    active: list[Mark] = []
    at = 0
    for start, end in zip(cuts, [*cuts[1:], len(extraction.text)], strict=True):
        pieces += pins.get(start, ())
        active = [mark for mark in active if mark.span[1] > start]
        while at < len(everything) and everything[at].span[0] == start:
            active.append(everything[at])
            at += 1
        if start < end:
            pieces.append(_piece(_visible(extraction.text[start:end]), active, start))
    return Markup("".join(pieces))


def _piece(text: str, active: Sequence[Mark], start: int) -> str:
    if not active:
        return str(escape(text))
    kinds = " ".join(dict.fromkeys(kind for mark in active for kind in mark.kind.split()))
    says = "；".join(list(dict.fromkeys(mark.says for mark in active))[:4])
    letter = "".join(dict.fromkeys(mark.letter for mark in active if mark.span[0] == start))
    before = Markup(' data-m="{}"').format(letter) if letter else ""
    return str(Markup('<span class="{}" title="{}"{}>{}</span>').format(kinds, _visible(says), before, text))


def _pins(extraction: Extraction, shown: Sequence[Finding]) -> dict[int, list[str]]:
    """What stands at a place of the text: where a page and a task begin, and the number of a finding."""
    pins: dict[int, list[str]] = {}
    for number, start in enumerate(extraction.pages, 1):
        pins.setdefault(start, []).append(str(Markup('<span class="page" data-m="第 {} 页"></span>').format(number)))
    taken: set[int] = set()
    for task in extraction.tasks:
        at = _begins(extraction.text, task, taken)
        taken.add(at)
        what = Markup('<span class="tag" data-m="{}" title="{}"></span>').format(_visible(task.key), f"从这里读作第{_visible(task.key)}项")
        pins.setdefault(at, []).append(str(what))
    for number, finding in enumerate(shown, 1):
        if finding.span:
            pin = Markup('<a class="badge" id="f{0}" href="#n{0}" data-m="{0}" aria-label="{1}"></a>').format(number, _visible(finding.message))
            pins.setdefault(min(finding.span[0], len(extraction.text)), []).append(str(pin))
    for number, (start, _) in enumerate(unread(extraction)[:BADGES], 1):
        pins.setdefault(start, []).append(str(Markup('<a class="pin" id="u{}"></a>').format(number)))
    return pins


def _begins(text: str, task: Task, taken: set[int]) -> int:
    """Where a task begins: at its number; rows under one merged cell each where their own words begin."""
    start, end = task.span
    head = _NUMBER.search(text, max(0, start - 14), start)
    at = head.start() if head else start
    if at not in taken:
        return at
    own = locate(text, _INVISIBLE.sub("", task.content)[:12], start, min(end, start + LOOK))
    return own[0] if own else at


def _side(extraction: Extraction, findings: Sequence[Finding], missed: Sequence[Span]) -> Markup:
    shown = [one for one in findings if not one.counted]
    numbered = list(enumerate(shown[:BADGES], 1))
    parts = []
    for group in dict.fromkeys(one.group for one in shown[:BADGES]):
        rows = (_finding(number, one) for number, one in numbered if one.group == group)
        parts.append(Markup("<h2>{}</h2><ul>{}</ul>").format(group, Markup("").join(rows)))
    if len(shown) > BADGES:
        parts.append(Markup('<p class="more">另有 {} 处，用 zeren check 查看全部。</p>').format(len(shown) - BADGES))
    if missed:
        rows = (_missed(number, extraction.text[start:end]) for number, (start, end) in enumerate(missed[:BADGES], 1))
        parts.append(Markup("<h2>没有读懂的文字</h2><ul class='missed'>{}</ul>").format(Markup("").join(rows)))
    counted = [one for one in findings if one.counted]
    if counted:
        totals = "，".join(f"{group} {sum(one.group == group for one in counted)} 处" for group in dict.fromkeys(one.group for one in counted))
        parts.append(Markup('<h2>只计数</h2><p class="more">{}</p>').format(totals))
    return Markup("").join(parts) or Markup('<p class="more">没有需要看的地方。</p>')


def _finding(number: int, finding: Finding) -> Markup:
    says = Markup('{}<span class="hint">{}</span>').format(_visible(finding.message), _visible(finding.hint))
    if finding.span is None:
        return Markup('<li id="n{}"><b class="no">{}</b><span>{}</span></li>').format(number, number, says)
    return Markup('<li id="n{0}"><b class="no">{0}</b><a href="#f{0}">{1}</a></li>').format(number, says)


def _missed(number: int, text: str) -> Markup:
    words = " ".join(text.split())
    return Markup('<li><a href="#u{}">{}</a></li>').format(number, _visible(words[:40] + ("…" if len(words) > 40 else "")))


def _sentence(extraction: Extraction, shown: Sequence[Finding], missed: Sequence[Span]) -> str:
    chars = sum(len("".join(extraction.text[start:end].split())) for start, end in missed)
    lost = f"没有读懂的 {len(missed)} 段、{chars} 字，在原文里用斜线标出" if missed else "没有读不懂的文字"
    duties = sum(len(task.assignments) for task in extraction.tasks)
    return f"读出 {len(extraction.tasks)} 项任务、{duties} 处单位；读懂 {extraction.coverage.read:.0%}，{lost}；需要看的 {len(shown)} 处。"


def _bar(length: int, missed: Sequence[Span], shown: Sequence[Finding]) -> Markup:
    """The whole document as a strip: where something was not understood, and where findings are."""
    scale = _BAR / max(1, length)
    cut = Markup('<rect class="miss" x="{:.2f}" y="0" width="{:.2f}" height="10"/>')
    rows = [cut.format(start * scale, max(1.0, (end - start) * scale)) for start, end in missed[:BADGES]]
    tick = Markup('<rect class="tick" x="{:.2f}" y="10" width="2" height="6"/>')
    rows += [tick.format(min(one.span[0], length) * scale) for one in shown[:BADGES] if one.span]
    return Markup('<svg class="bar" viewBox="0 0 1000 16" preserveAspectRatio="none" role="img" aria-label="全文分布：斜线处没有读懂，短线处需要看">'
                  '<rect class="all" x="0" y="0" width="1000" height="10"/>{}</svg>').format(Markup("").join(rows))  # fmt: skip


def _legend() -> Markup:
    item = Markup('<li><span class="{}"{}>{}</span></li>')
    return Markup("").join(item.format(kind, Markup(' data-m="{}"').format(letter) if letter else "", word) for kind, letter, word in LEGEND)


def _visible(text: str) -> str:
    """Text of the same length in which signs that would steer a browser or turn the line around are seen as dots."""
    if text.isprintable():
        return text
    return "".join(sign if sign in "\n\t\r\f" or unicodedata.category(sign) not in ("Cc", "Cs", "Cf") else "·" for sign in text).replace("\f", "\n")


@lru_cache(maxsize=1)
def style_text() -> str:
    """The style sheet of this page."""
    return (Path(__file__).parent / "templates" / "checked.css").read_text(encoding="utf-8")
