"""Themes that the printed words of tasks touch, also where no task is filed under them: what is printed is never told as absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.names.themes import load_themes
from queries.base import Row, Session
from queries.duties import parsed

TEXTS = """MATCH (t:Task)
WHERE t.town = '' AND (size($districts) = 0 OR t.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
RETURN t.district AS district, t.year AS year, t.stem AS document, t.number AS number, t.ordinal AS ordinal, t.title AS title,
       t.content AS content, t.section AS section, t.sources AS sources
ORDER BY district, year, document, ordinal"""
NAMED = 3  # numbers that stand behind a theme, the rest as 等


def touched(tasks: Iterable[Row]) -> dict[str, list[str]]:
    """Theme -> numbers of the tasks (records of TEXTS) whose title, content, headings or other printed form has a word of it,
    in the order given; where the tasks are of several documents, the number behind the document."""
    tasks = list(tasks)
    several = len({task["document"] for task in tasks}) > 1
    themes = load_themes()
    found: dict[str, dict[str, None]] = {}
    for task in tasks:
        number = f"{task['document']} {task['number']}" if several else task["number"]
        for theme in themes.touched("\n".join(_texts(task))):
            found.setdefault(theme, {})[number] = None
    return {theme: list(numbers) for theme, numbers in found.items()}


def cited(session: Session, found: Mapping[str, Sequence[str]]) -> str:
    """Themes, each with the first numbers of the tasks that touch it, in the order given."""
    return session.listed(session.say("theme_touched", theme=theme, numbers=_some(session, numbers)) for theme, numbers in found.items())


def _some(session: Session, numbers: Sequence[str]) -> str:
    few = session.listed(numbers[:NAMED])
    return few if len(numbers) <= NAMED else session.say("and_more", names=few)


def _texts(task: Row) -> Iterable[str]:
    """Every printed text of a task once: body and annex may word it differently."""
    printed = [task, *parsed(task["sources"])]
    return dict.fromkeys([*(task["section"] or ()), *(str(one.get(name) or "") for one in printed for name in ("title", "content"))])
