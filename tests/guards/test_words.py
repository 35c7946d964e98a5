"""Words that an office cannot forward stand nowhere where a user could read them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graph.store import open_store
from queries.answer import answer
from queries.base import Options, Query
from queries.registry import QUERIES
from queries.render import FORMATS, render
from queries.words import LANGUAGES
from tests.guards.tree import parsed, program, text, tracked
from viz import VIEWS
from viz.explorer import Settings, create_app
from viz.explorer.registry import SCREENS
from viz.explorer.spec import Screen
from viz.spec import View, ViewOptions

LIST = Path("tests/guards/forbidden_words.tsv")
SHOWN = (".j2", ".css", ".js", ".yaml", ".tsv")
# What a user may type or a document may print is understood, not said.
UNDERSTOOD = ("queries/ask/", "ingest/", "graph/names/")


def forbidden() -> dict[str, str]:
    """Word -> what is said instead."""
    rows = [line.split("\t") for line in text(LIST).splitlines() if line and not line.startswith("#")]
    assert all(len(row) == 3 and all(row) for row in rows)
    return {row[0]: row[1] for row in rows}


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string of a module that is no docstring."""
    tree = parsed(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def shown() -> Iterator[tuple[str, str]]:
    """Place and text of everything that the program may show."""
    for path in program():
        if not path.as_posix().startswith(UNDERSTOOD):
            for line, value in strings(path):
                yield f"{path}:{line}", value
    for path in tracked():
        if path.parts[0] in ("viz", "queries") and path.suffix in SHOWN and not path.as_posix().startswith(UNDERSTOOD):
            for number, line_text in enumerate(text(path).splitlines(), 1):
                yield f"{path}:{number}", re.sub(r"^\s*#.*", "", line_text)


def test_no_forbidden_word_is_shown() -> None:
    words = forbidden()
    found = [f"{place}: {word}, say {words[word]}" for place, value in shown() for word in words if word in value]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: str(query.name))
def test_no_answer_says_one(query: Query, example_store: str) -> None:
    """The worked example of every question, in every format and language."""
    with open_store(example_store) as store:
        answers = [answer(query, store, query.example.params, Options(lang=lang)) for lang in LANGUAGES]
    for given in answers:
        for form in FORMATS:
            shown = render(given, form)
            assert shown.strip()
            assert not [word for word in forbidden() if word in shown]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: str(view.name))
def test_no_page_says_one(view: View, example_store: str) -> None:
    with open_store(example_store) as store:
        page = view.build(store, ViewOptions(**view.example))  # type: ignore[arg-type]
    assert not [word for word in forbidden() if word in page.html]


@pytest.fixture(scope="module")
def explorer(example_store: str) -> Iterator[TestClient]:
    """The explorer over the example documents."""
    with TestClient(create_app(Settings(example_store)), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen.name))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_of_the_explorer_says_one(screen: Screen, lang: str, explorer: TestClient) -> None:
    page = explorer.get("/" if screen.name == "start" else f"/{screen.name}", params={**screen.example.params, "lang": lang})
    assert page.status_code == 200
    assert not [word for word in forbidden() if word in page.text]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_keeps_to_the_list(name: str) -> None:
    assert not [word for word in forbidden() if word in text(Path(name))]
