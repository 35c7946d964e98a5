"""`cli -> viz -> queries -> graph <- ingest <- cli`, and each driver behind its one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.guards.tree import PACKAGES, parsed, program

MAY_IMPORT = {
    "graph": {"graph"},
    "ingest": {"ingest", "graph"},
    "queries": {"queries", "graph"},
    "viz": {"viz", "queries", "graph"},
    "cli": {"cli", *PACKAGES},
}
# Package -> where alone it may be imported: a folder, a module, or a number of modules under a folder.
DOORS = {
    "ladybug": ("graph/store/", None),
    "neo4j": ("graph/store/", None),
    "click": ("cli.py", None),
    "pyvis": ("viz/", 1),
    "py2neo": ("graph/", 1),
    "fastapi": ("viz/explorer/", 1),
    "uvicorn": ("viz/explorer/", 1),
}
# What only some commands need; together they take seconds to load.
SLOW = {"docx", "jieba", "lxml", "mcp", "neo4j", "networkx", "numpy", "openpyxl", "pdfplumber", "py2neo", "pypinyin", "pyvis", "scipy"}
SCANNERS = {"pkgutil", "imp", "stevedore", "pluggy"}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Dotted name and line of everything that a module imports, lazily or not; relative names are resolved."""
    package = path.with_suffix("").parts if path.name != "__init__.py" else (*path.parent.parts, "__init__")
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level]) if node.level else ""
            full = ".".join(filter(None, (base, node.module)))
            yield full, node.lineno


def test_imports_follow_the_arrows() -> None:
    wrong = []
    for path in program():
        home = path.parts[0].removesuffix(".py")
        for name, line in imports(path):
            top = name.split(".")[0]
            if top in MAY_IMPORT and top not in MAY_IMPORT[home]:
                wrong.append(f"{path}:{line} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports for types and imports inside functions count: they hide a circle and do not undo it."""
    known = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in program()}
    needs: dict[str, set[str]] = {}
    for name, path in known.items():
        taken = {f"{node.module}.{alias.name}" for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom) for alias in node.names}
        needs[name] = {one if one in known else one.rpartition(".")[0] for one in taken} & set(known)
    assert sum(map(len, needs.values())) > 500, "the imports were not found"
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("driver", sorted(DOORS))
def test_driver_has_one_door(driver: str) -> None:
    door, most = DOORS[driver]
    users = {path.as_posix() for path in program() for name, _ in imports(path) if name.split(".")[0] == driver}
    assert not [user for user in users if not user.startswith(door)]
    assert most is None or len(users) <= most, sorted(users)


def test_nothing_is_found_by_scanning() -> None:
    """Layouts, queries and views stand in literal tuples; no module is imported by a computed name."""
    wrong = []
    for path in program():
        wrong += [f"{path}:{line} imports {name}" for name, line in imports(path) if name.split(".")[0] in SCANNERS]
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Name | ast.Attribute):
                called = node.id if isinstance(node, ast.Name) else node.attr
                if called in ("__import__", "import_module", "entry_points", "iter_modules", "__subclasses__"):
                    wrong.append(f"{path}:{node.lineno} uses {called}")
    assert not wrong, "\n".join(wrong)


def test_a_command_starts_without_what_it_does_not_need() -> None:
    tell = f"import sys, cli; assert 'rich' in sys.modules; print(*sorted({SLOW!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
