"""What is installed: every file that the program reads, every package that it needs, none whose licence binds ours."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.guards.test_arrows import imports
from tests.guards.tree import PACKAGES, ROOT, modules, program, text, tracked

# Import name -> name of the distribution, where they differ.
DISTRIBUTIONS = {"xdist": "pytest-xdist", "yaml": "pyyaml", "python_calamine": "python-calamine", "docx": "python-docx", "cog": "cogapp"}
BINDING = re.compile(r"\bA?GPL|Affero|GNU General Public", re.I)


@cache
def project() -> dict[str, Any]:
    return tomllib.loads(text(Path("pyproject.toml")))


def declared(*extras: str) -> set[str]:
    """Names of the distributions that pyproject.toml asks for."""
    table = project()["project"]
    lines = [*table["dependencies"], *(line for extra in extras for line in table["optional-dependencies"][extra])]
    return {canonicalize_name(Requirement(line).name) for line in lines}


@cache
def locked() -> dict[str, str]:
    """Distribution -> version, as requirements.lock pins them."""
    return dict(re.findall(r"^([a-z0-9][a-z0-9-]*)==(\S+)", text(Path("requirements.lock")), re.M))


def foreign(paths: tuple[Path, ...]) -> Iterator[tuple[Path, str]]:
    """Every module with each third-party distribution that it imports."""
    ours = {*PACKAGES, "cli", "tests", "examples", "docs", "benchmarks", "__future__"}
    for path in paths:
        for name, _ in imports(path):
            top = name.split(".")[0]
            if top and top not in ours and top not in sys.stdlib_module_names:
                yield path, canonicalize_name(DISTRIBUTIONS.get(top, top))


def test_what_the_program_imports_is_declared() -> None:
    allowed = declared("mcp", "ocr", "py2neo")
    assert not [f"{path}: {name}" for path, name in foreign(program()) if name not in allowed]


def test_what_is_declared_is_imported() -> None:
    used = {name for _, name in foreign(program())}
    assert declared() - used == set()


def test_what_the_tests_import_is_declared() -> None:
    allowed = declared("test", "dev", "py2neo") | {"packaging"}  # which pytest brings
    assert not [f"{path}: {name}" for path, name in foreign(modules()) if name not in allowed]


def test_every_data_file_is_packaged() -> None:
    patterns = project()["tool"]["setuptools"]["package-data"]["*"]
    suffixes = {Path(pattern).suffix for pattern in patterns}
    packages = {path.parent for path in program() if path.name == "__init__.py"}
    for path in tracked():
        if path.parts[0] in PACKAGES:
            assert path.suffix in (".py", ".md") or path.suffix in suffixes, f"{path} would not be installed"
            assert path.suffix != ".py" or path.parent in packages, f"{path} is in a folder without __init__.py"


def test_the_wheel_holds_the_program(tmp_path: Path) -> None:
    """What pipx installs: built from the committed files alone, it holds every module and data file."""
    source = tmp_path / "source"
    wanted = {path.as_posix() for path in tracked() if path.parts[0] in (*PACKAGES, "cli.py") and path.suffix != ".md"}
    for name in (*wanted, "pyproject.toml", "README.md", "LICENSE"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("zeren-*.whl")
    assert wanted - set(ZipFile(wheel).namelist()) == set()


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_lock_is_complete(version: str) -> None:
    """Also for the Python versions that did not write it: what their markers ask for is pinned as well."""
    environment = {"python_version": version, "python_full_version": f"{version}.0", "sys_platform": "linux", "os_name": "posix",
                   "platform_system": "Linux", "platform_machine": "x86_64", "implementation_name": "cpython",
                   "platform_python_implementation": "CPython"}  # fmt: skip
    waiting = [Requirement(line) for line in project()["project"]["dependencies"]]
    waiting += [Requirement(line) for extra in ("test", "dev") for line in project()["project"]["optional-dependencies"][extra]]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        assert name in locked(), f"{name} is not pinned: make lock"
        assert wanted.specifier.contains(locked()[name], prereleases=True), f"{wanted} against {locked()[name]}: make lock"
        for line in _requires(name):
            needed = Requirement(line)
            marker = needed.marker
            if marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in ("", *extras)):
                waiting.append(needed)


def _requires(name: str) -> list[str]:
    try:
        return distribution(name).requires or []
    except PackageNotFoundError:
        return []


def test_no_licence_binds_ours() -> None:
    bound = []
    for name in locked():
        try:
            about = distribution(name).metadata
        except PackageNotFoundError:
            continue
        said = [line[:200] for key in ("License-Expression", "License", "Classifier") for line in about.get_all(key) or []]
        bound += [f"{name}: {line}" for line in said if BINDING.search(line)]
    assert not bound


def test_the_lock_names_no_host() -> None:
    assert "://" not in text(Path("requirements.lock"))
    assert (ROOT / "requirements.lock").stat().st_size < 400_000
