"""What `zeren check` prints: the findings on each document by group; what is only counted comes as a number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from graph.counted import items_of, tasks_of
from graph.merge import merge
from graph.model import Extraction, Finding
from graph.remarks import layout_in, told, word
from queries.render.cells import clean
from queries.words import load_words


def render_checked(extraction: Extraction, findings: Sequence[Finding], lang: str = "zh") -> str:
    """The text for one document, its findings in the order given."""
    words = load_words(lang)
    name = clean(PurePath(extraction.document.path).name)
    shown = [f for f in findings if not f.counted]
    merged = merge(extraction.tasks)
    figures = {"items": items_of(merged), "tasks": tasks_of(merged), "read": f"{extraction.coverage.read:.0%}", "count": len(shown)}
    lines = [words.say("check_head", name=name, **figures)]
    for layout in extraction.layouts:
        lines.append(words.say("check_layout", layout=clean(layout_in(layout, lang))))
    for group in dict.fromkeys(f.group for f in shown):
        lines.append(f"  {word(group, lang)}")
        for finding in (f for f in shown if f.group == group):
            message, hint = told(finding, lang)
            lines.append(words.say("check_finding", message=clean(message), hint=clean(hint)))
    counted = [f for f in findings if f.counted]
    if counted:
        groups = dict.fromkeys(f.group for f in counted)
        totals = [words.say("check_total", group=word(group, lang), count=sum(f.group == group for f in counted)) for group in groups]
        lines.append(words.say("check_counted", totals=words.say("comma").join(totals)))
    if not findings:
        lines.append(words.say("check_none"))
    return "\n".join(lines) + "\n"
