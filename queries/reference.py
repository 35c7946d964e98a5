"""The part of docs/queries.md that follows from the registry: every question with its parameters, columns and Cypher."""

from __future__ import annotations

from queries.base import Parameter, Query
from queries.registry import QUERIES
from queries.words import load_words

KINDS = {"text": "文字", "texts": "文字，可重复", "ints": "数字，可重复", "flag": "开关", "choice": "选项"}


def sections() -> str:
    """Markdown, one section for each question in the order of the registry; ends without a line feed."""
    return "\n\n".join(_section(query) for query in QUERIES)


def _section(query: Query) -> str:
    lines = [f"## {query.name}：{query.title}", "", query.description, "", "```console", f"$ {query.command_line()}", "```"]
    if query.parameters:
        lines += ["", "| 参数 | 类型 | 说明 |", "| --- | --- | --- |"]
        lines += [f"| `{_shown(one)}` | {KINDS[one.kind]} | {_help(one)} |" for one in query.parameters]
    words = load_words("zh")
    if query.columns:
        named = "、".join(f"`{one.name}` {words.column(one.label or one.name)}" for one in query.columns)
        lines += ["", f"列：{named}。"]
    for text in query.cypher:
        lines += ["", "```cypher", text, "```"]
    return "\n".join(lines)


def _shown(parameter: Parameter) -> str:
    return parameter.name.upper() if parameter.positional else f"--{parameter.name.replace('_', '-')}"


def _help(parameter: Parameter) -> str:
    choices = f"（{'、'.join(parameter.choices)}）" if parameter.choices else ""
    return f"{parameter.help}{choices}{'；必填' if parameter.required else ''}".replace("|", "\\|")
