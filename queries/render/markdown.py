"""The answer as Markdown, for reports."""

from __future__ import annotations

import re

from queries.base import Answer
from queries.render.cells import brief, clean, words_of
from queries.render.screen import Screen

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def render(answer: Answer, screen: Screen) -> str:
    """Heading, table of the shown columns, notes."""
    words = words_of(answer)
    columns = [column for column in answer.columns if column[0] not in answer.hidden]
    lines = [f"## {escaped(clean(answer.title))}", ""]
    if answer.rows:
        lines.append("| " + " | ".join(escaped(clean(label)) for _, label, _ in columns) + " |")
        lines.append("|" + "|".join("---:" if kind in ("int", "float") else "---" for _, _, kind in columns) + "|")
        for row in answer.rows:
            lines.append("| " + " | ".join(escaped(brief(words, name, kind, row)) for name, _, kind in columns) + " |")
    elif not answer.in_words:
        lines.append(words.say("no_rows"))
    if answer.truncated:
        lines += ["", words.say("truncated", total=answer.total, shown=len(answer.rows))]
    if answer.notes:
        lines += ["", *(f"- {escaped(clean(note))}" for note in answer.notes)]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown and HTML take as text."""
    return _SPECIAL.sub(r"\\\1", text)
