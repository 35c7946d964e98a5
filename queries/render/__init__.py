"""One renderer for every answer: the same rows as a table on the screen, JSON, a spreadsheet, Markdown, or a workbook."""

from __future__ import annotations

from collections.abc import Callable

from graph.errors import UsageError
from queries.base import Answer
from queries.render import csvfile, jsonfile, markdown, statements, table
from queries.render.screen import Screen

FORMATS = ("table", "json", "csv", "md")  # what a user chooses from
FILES = ("xlsx",)  # and what only fits into a file
# Format -> what writes it. The text has no trailing blank lines and ends with a line feed.
RENDERERS: dict[str, Callable[[Answer, Screen], str]] = {
    "table": table.render,
    "json": jsonfile.render,
    "csv": csvfile.render,
    "md": markdown.render,
    "cypher": statements.render,
}


def render(answer: Answer, form: str, screen: Screen | None = None) -> str:
    """The answer in one of FORMATS, or the Cypher behind it. `screen` only concerns tables; None is a plain wide one."""
    if form not in RENDERERS:
        raise UsageError(f"没有格式 {form}", hint=f"可以是：{'、'.join(FORMATS)}")
    return RENDERERS[form](answer, screen or Screen())


def render_file(answer: Answer, form: str) -> bytes:
    """The answer as the bytes of a file, in one of FORMATS (UTF-8) or of FILES."""
    from queries.render import xlsx  # what writes it takes a while to load

    return xlsx.render(answer) if form in FILES else render(answer, form).encode("utf-8")
