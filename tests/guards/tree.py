"""The files of the checkout, for the guards."""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("graph", "ingest", "queries", "viz")
_NOT_OURS = {".git", ".venv", ".cache", "demo", "build", "dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or would be committed, relative to the checkout, sorted."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, capture_output=True, check=False) if (ROOT / ".git").exists() else None
    if done is not None and done.returncode == 0:
        names = [name for name in done.stdout.decode("utf-8").split("\0") if name]
        return tuple(sorted(Path(name) for name in names if (ROOT / name).is_file()))
    return tuple(sorted(_walked()))


def _walked() -> Iterator[Path]:
    """The same from the file system alone, for a copy without its history."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _NOT_OURS and not name.endswith(".egg-info")]
        yield from ((Path(folder) / name).relative_to(ROOT) for name in names)


@cache
def modules() -> tuple[Path, ...]:
    """Every Python module: the program's, its tests' and the scripts beside them."""
    return tuple(path for path in tracked() if path.suffix == ".py")


def program() -> tuple[Path, ...]:
    """The modules that are installed: cli.py and the four packages."""
    return tuple(path for path in modules() if path.parts[0] in (*PACKAGES, "cli.py"))


@cache
def text(path: Path) -> str:
    """The text of a file; what is not UTF-8 is replaced."""
    return (ROOT / path).read_text("utf-8", errors="replace")


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(text(path), filename=str(path))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
