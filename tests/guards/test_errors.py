"""Every error that the program raises on purpose names the next step."""

from __future__ import annotations

import ast
import inspect

import pytest

from graph import errors
from graph.errors import ZerenError
from tests.guards.tree import parsed, program


def families() -> set[str]:
    """Names of all subclasses of the root error, wherever in the program they are defined."""
    known = {"ZerenError"}
    grown = True
    while grown:
        before = len(known)
        for path in program():
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.ClassDef) and any(_name(base) in known for base in node.bases):
                    known.add(node.name)
        grown = len(known) > before
    return known


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def made() -> list[tuple[str, ast.Call]]:
    """Place and call of every error of ours that is made, raised at once or not."""
    ours = families()
    return [
        (f"{path}:{node.lineno}", node)
        for path in program()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and _name(node.func) in ours
    ]


def test_every_error_is_made_with_a_hint() -> None:
    calls = made()
    assert calls
    wrong = []
    for place, call in calls:
        hint = next((keyword.value for keyword in call.keywords if keyword.arg == "hint"), None)
        if hint is None and not any(keyword.arg is None for keyword in call.keywords):
            wrong.append(f"{place}: no hint")
        elif isinstance(hint, ast.Constant) and not str(hint.value).strip():
            wrong.append(f"{place}: an empty hint")
    assert not wrong, "\n".join(wrong)


def test_nothing_else_ends_the_process() -> None:
    """`cli.py` has the only handler: nothing prints a traceback, exits or swallows everything elsewhere."""
    wrong = []
    for path in program():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                wrong.append(f"{path}:{node.lineno}: bare except")
            if path.name != "cli.py" and isinstance(node, ast.Call) and ast.unparse(node.func) in ("sys.exit", "exit", "quit"):
                wrong.append(f"{path}:{node.lineno}: {ast.unparse(node.func)}")
    assert not wrong, "\n".join(wrong)


KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, ZerenError)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_without_a_hint_cannot_be_made(kind: type[ZerenError]) -> None:
    with pytest.raises(ValueError, match="hint"):
        kind("wrong", hint=" ")
    assert kind("wrong", hint="do this").exit_code in (1, 2, 3)
