"""A new layout, question or view is one module and one line in a literal tuple, and says what it is."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.guards.tree import parsed, program

# Registry -> the package whose name it is imported from. What an entry has to say about itself stands below.
REGISTRIES = {"LAYOUTS": "ingest.layouts", "QUERIES": "queries", "VIEWS": "viz", "EXPORTS": "queries.papers", "PICTURES": "viz.pictures"}


def entries(registry: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = getattr(importlib.import_module(REGISTRIES[registry]), registry)
    return found


def assigned(registry: str) -> Iterator[tuple[Path, ast.expr]]:
    """Every place where the registry gets a value."""
    for path in program():
        for node in ast.walk(parsed(path)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
            if registry in map(ast.unparse, targets) and (value := getattr(node, "value", None)):
                yield path, value


@pytest.mark.parametrize("registry", REGISTRIES)
def test_registry_is_one_literal_tuple(registry: str) -> None:
    ((path, value),) = assigned(registry)
    assert isinstance(value, ast.Tuple), f"{path}: {registry} is no literal tuple"
    for element in value.elts:
        plain = isinstance(element, ast.Name | ast.Attribute)
        made = isinstance(element, ast.Call) and isinstance(element.func, ast.Name | ast.Attribute) and not element.args
        assert plain or made, f"{path}: {ast.unparse(element)}"
    assert len(value.elts) == len(entries(registry)) > 0


@pytest.mark.parametrize("registry", REGISTRIES)
def test_names_differ(registry: str) -> None:
    names = [entry.name for entry in entries(registry)]
    assert len(set(names)) == len(names)
    titles = [entry.title for entry in entries(registry)]
    assert len(set(titles)) == len(titles)


EVERY = [pytest.param(entry, id=f"{registry}-{entry.name}") for registry in REGISTRIES for entry in entries(registry)]


@pytest.mark.parametrize("entry", EVERY)
def test_entry_says_what_it_is(entry: Any) -> None:
    for field in ("name", "title", "description"):
        said = getattr(entry, field)
        assert isinstance(said, str)
        assert said.strip(), f"{entry.name}: empty {field}"
    assert len(entry.description) > len(entry.title), f"{entry.name}: the description says no more than the title"
    assert entry.example, f"{entry.name}: no worked example"
    for parameter in getattr(entry, "parameters", ()):
        assert parameter.help.strip(), f"{entry.name}: parameter {parameter.name} has no help"


@pytest.mark.parametrize("entry", EVERY)
def test_example_fits_the_parameters(entry: Any) -> None:
    parameters = {parameter.name: parameter for parameter in getattr(entry, "parameters", ())}
    example = getattr(entry.example, "params", entry.example)
    if isinstance(example, str):  # a layout's example is a line of text
        assert not parameters
        return
    assert set(example) <= set(parameters), f"{entry.name}: the example gives what is not asked for"
    assert {name for name, parameter in parameters.items() if parameter.required} <= set(example)
