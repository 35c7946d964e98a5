"""Rooms of a size that one reader can hold: modules, functions, parameters, command bodies."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.guards.tree import ROOT, functions, modules, parsed, program, text

MODULE_LINES = 400
FUNCTION_LINES = 60
PARAMETERS = 7
COMMAND_LINES = 15


@pytest.mark.parametrize("path", modules(), ids=str)
def test_size(path: Path) -> None:
    wrong = []
    lines = text(path).count("\n")
    if lines > MODULE_LINES:
        wrong.append(f"{lines} lines, more than {MODULE_LINES}: is it one room?")
    for function in functions(parsed(path)):
        long = (function.end_lineno or function.lineno) - function.lineno + 1
        if long > FUNCTION_LINES:
            wrong.append(f"line {function.lineno}: {function.name} has {long} lines, more than {FUNCTION_LINES}")
        if (count := _parameters(function.args)) > PARAMETERS:
            wrong.append(f"line {function.lineno}: {function.name} takes {count} parameters: pass a record")
    assert not wrong, "\n".join(wrong)


def _parameters(arguments: ast.arguments) -> int:
    """How many things a caller hands over; `self` and `cls` are handed over by Python."""
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return sum(1 for argument in named if argument is not None and argument.arg not in ("self", "cls"))


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"util", "utils", "helpers", "misc", "common"}
    assert not [str(path) for path in modules() if drawers & {path.stem, *path.parent.parts}]


def test_commands_are_thin() -> None:
    """A command opens, calls one function and prints."""
    path = Path("cli.py")
    assert (ROOT / path).exists()
    wrong = []
    for function in functions(parsed(path)):
        if any(_is_command(decorator) for decorator in function.decorator_list):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            long = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if long > COMMAND_LINES:
                wrong.append(f"{path}:{function.lineno} {function.name} has {long} lines, more than {COMMAND_LINES}")
    assert not wrong, "\n".join(wrong)


def _is_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr == "command"


def test_every_module_and_package_says_what_it_is() -> None:
    assert not [str(path) for path in program() if not ast.get_docstring(parsed(path))]
