"""What is defined and never used: a name at the top of a module that nothing but its tests needs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.guards.tree import modules, parsed, program, text, tracked

CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)  # in a document: a block, or a few words in a line


def defined(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement gives; none of a command's, which its decorator hands over, nor those that Python knows (`__all__`)."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        calls = [one.func if isinstance(one, ast.Call) else one for one in statement.decorator_list]
        if not any(isinstance(call, ast.Attribute) and call.attr in ("command", "group") for call in calls):
            yield statement.name
    elif isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
        yield from (name for name in names if not name.startswith("__"))


def read(node: ast.AST) -> set[str]:
    """The names whose values are read somewhere in a piece of code, also those with a dot before them."""
    found = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
    return found | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


@cache
def taken() -> frozenset[tuple[str, str]]:
    """(module, name) of everything that the program and the scripts beside it import from a module."""
    ours = [node for path in modules() if path.parts[0] != "tests" for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom)]
    return frozenset((node.module or "", alias.name) for node in ours for alias in node.names)


@cache
def dotted() -> frozenset[str]:
    """Every name that stands behind a dot in the program: a module's, or an object's."""
    return frozenset(one.attr for path in program() for one in ast.walk(parsed(path)) if isinstance(one, ast.Attribute))


@cache
def documented() -> frozenset[str]:
    """Every name in the code of the documents: what others may call."""
    pages = (text(path) for path in tracked() if path.suffix == ".md" and path.name != "CHANGELOG.md")
    return frozenset(name for page in pages for code in CODE.findall(page) for name in re.findall(r"\w+", code))


def unused(path: Path) -> Iterator[str]:
    """The names at the top of a module that nobody reads; one that is read in its own definition only is nobody's."""
    module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    statements = [(statement, read(statement)) for statement in parsed(path).body]
    for statement, _ in statements:
        for name in defined(statement):
            here = any(name in names for other, names in statements if other is not statement)
            if not here and (module, name) not in taken() and name not in dotted() and name not in documented():
                yield f"{path}:{statement.lineno} {name}"


def test_nothing_is_defined_for_nobody() -> None:
    assert len(taken()) > 500, "the imports were not found"
    assert not [name for path in program() for name in unused(path)]
