"""Short texts that tell a node from its namesakes."""

from __future__ import annotations

import re

TITLE_LENGTH = 14  # characters of a title in a task's caption


def short_place(name: str) -> str:
    """宝山区 -> 宝山, 淞南镇 -> 淞南; a name of two characters stays whole (郊县)."""
    bare = re.sub(r"(?:新区|自治县|街道|[区县市镇乡])$", "", name)
    return bare if len(bare) >= 2 else name


def unit_caption(name: str, district: str, town: str) -> str:
    """宝山区·区教育局; a body of a town carries both: 宝山区淞南镇·党政办公室."""
    place = district + town
    return f"{place}·{name}" if place else name


def task_caption(place: str, year: int | None, number: str, text: str) -> str:
    """宝山2023-14 公共资源配置结果公开; `place` is the town, else the district."""
    head = f"{short_place(place)}{year or ''}-{number}"
    return f"{head} {clipped(text)}" if text else head


def document_caption(place: str, year: int | None, kind: str, title: str) -> str:
    """宝山2023 工作要点."""
    head = f"{short_place(place)}{year or ''}".strip()
    return f"{head} {kind or clipped(title)}".strip()


def clipped(text: str) -> str:
    """The beginning of a text, with … where something is left out."""
    return text if len(text) <= TITLE_LENGTH else text[:TITLE_LENGTH] + "…"
