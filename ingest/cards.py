"""Tasks printed as cards: 任务名称：…, 任务内容：…, each on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.mapped import Mapped, join

NAME = re.compile(r"^(?:任务|工作|项目|事项|措施|实事)?(?:名称|标题)：(?=.)")
TEXT = re.compile(r"^(?:任务|工作|具体|主要|目标|建设|实施|公开)(?:内容|任务|措施|要求|举措|目标)：(?=.)")


def is_field(text: str) -> bool:
    """True for a line that says in its label that it is the name or the text of a task."""
    return bool(NAME.match(text) or TEXT.match(text))


def card(lines: Sequence[Mapped]) -> tuple[Mapped | None, Mapped] | None:
    """Title (None if none is labelled) and text of the lines of a card, without their labels; None if they are no card: it begins
    with a labelled name or text. The first labelled text loses its label, those below it keep theirs."""
    if not lines or not is_field(lines[0].text):
        return None
    title: list[Mapped] = []
    text: list[Mapped] = []
    for line in lines:
        name, label = NAME.match(line.text), TEXT.match(line.text)
        if name and not text and not title:
            title.append(line[name.end() :])
        elif title and not text and not label:
            title.append(line)
        else:
            text.append(line[label.end() :] if label and not text else line)
    origin = lines[0].whole.origin
    return (join(title, origin).strip("。") if text and title else None, join(text or title, origin))
