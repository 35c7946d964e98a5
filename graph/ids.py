"""Ids of nodes and edges. They are built here and nowhere else, and are the same on every machine.

An id is a readable prefix and a hash of its parts. Each part is written with its length, so ("ab", "c") and
("a", "bc") differ, and the order of the parts is fixed by the functions below.
"""

from __future__ import annotations

import hashlib
import re

DIGITS = 20  # hex digits that are kept: 80 bits, no collision to be feared among millions


def make_id(prefix: str, *parts: str | int | None) -> str:
    """`prefix:` and 20 hex digits. None and the empty string are different parts."""
    return f"{prefix}:{_digest(prefix, parts)}"


def _digest(prefix: str, parts: tuple[str | int | None, ...]) -> str:
    sha = hashlib.sha256()
    for part in (prefix, *parts):
        if part is None:
            sha.update(b"-;")
            continue
        data = str(part).encode("utf-8")
        sha.update(b"%d:" % len(data) + data)
    return sha.hexdigest()[:DIGITS]


def squeeze(text: str | None) -> str:
    """Text as identity sees it: without white space, half-width brackets and digits as full-width forms' equals."""
    table = str.maketrans("０１２３４５６７８９（）［］〔〕【】", "0123456789()[][][]")
    return re.sub(r"[\s\u200b-\u200d\ufeff]+", "", text or "").translate(table)


def document_id(doc_no: str | None, title: str | None, sha256: str) -> str:
    """The same document is the same number and title, else the same bytes.

    A notice that comes as PDF and as HTML has one id, if both print the number and the title.
    """
    if doc_no and title:
        return make_id("doc", squeeze(doc_no), squeeze(title))
    return make_id("doc", sha256)


def district_id(level: str, name: str, parent: str) -> str:
    """`parent` is the name of the district above, "" at the top: two cities may have a 新华区."""
    return make_id("district", level, name, parent)


def unit_id(name: str, district: str, town: str) -> str:
    """A unit is its name within its district, and within its town for a body of a town ("" for neither)."""
    return make_id("unit", district, town, name)


def task_id(district: str, year: int | None, document: str, part: str, number: str) -> str:
    """`document` is the document's id; `part` and `number` are those of the deciding statement."""
    return make_id("task", district, year, document, part, number)


def theme_id(name: str) -> str:
    """Themes are known by their name."""
    return make_id("theme", name)


def target_id(task: str, position: int) -> str:
    """`position` counts a task's targets from 0 in printed order."""
    return make_id("target", task, position)


def edge_id(kind: str, start: str, end: str, *more: str | int | None) -> str:
    """One edge of a kind between two nodes; `more` tells further ones apart (the year of a membership)."""
    return make_id(kind.lower(), start, end, *more)
