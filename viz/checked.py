"""A document as it was read, as one HTML text without script: `zeren check --html`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePath

from graph.model import Extraction, Finding
from viz.marked import marked, style_text, visible
from viz.network import TEMPLATES, policy
from viz.spec import Page
from viz.templating import environment
from viz.words import labels


def checked_page(extraction: Extraction, findings: Sequence[Finding], lang: str = "zh") -> Page:
    """The page of one document in a language; `findings` in the order in which they are to be listed."""
    info, styles = extraction.document, _styles()
    name = PurePath(info.path).name
    aka = "　·　".join(filter(None, (info.doc_no, info.issuer, info.date.isoformat() if info.date else "", info.district, info.town)))
    html = environment().get_template("checked.html.j2").render(
        policy=policy([], [styles]), styles=styles, title=visible(info.title or name), file=visible(name), aka=visible(aka),
        words=labels(lang), lang=lang, reading=marked(extraction, findings, lang),
    )  # fmt: skip
    return Page(html, info.title or name)


def checked_files(read: Sequence[tuple[Extraction, Sequence[Finding]]], lang: str = "zh") -> bytes | dict[str, bytes]:
    """What to write: one page for one document; for several, pages by file name, to be put into a folder."""
    pages = [(PurePath(extraction.document.path).name, checked_page(extraction, findings, lang)) for extraction, findings in read]
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


@lru_cache(maxsize=1)
def _styles() -> str:
    return (TEMPLATES / "checked.css").read_text(encoding="utf-8") + style_text()
