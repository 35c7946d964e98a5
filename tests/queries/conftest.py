"""Stores that the tests of questions read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.load import load
from graph.names.gazetteer import load_gazetteer
from graph.names.themes import load_themes
from graph.store import Store, open_store
from ingest.extract import extract_file
from ingest.files import find
from tests.queries.small import fill


def loaded(address: Path, files: list[Path]) -> Store:
    """A store with these files read into it, opened for reading."""
    with open_store(str(address), write=True) as store:
        for path in files:
            load(store, extract_file(path), gazetteer=load_gazetteer(), themes=load_themes())
    return open_store(str(address))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The made graph of `small.py`, opened for reading."""
    address = str(tmp_path_factory.mktemp("small") / "small.lb")
    with open_store(address, write=True) as store:
        fill(store)
    with open_store(address) as store:
        yield store


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Store]:
    """The example documents."""
    with loaded(tmp_path_factory.mktemp("examples") / "examples.lb", list(find([root / "examples" / "documents"]))) as store:
        yield store


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Store]:
    """The real documents; mark tests that use it `shared`."""
    with loaded(tmp_path_factory.mktemp("corpus") / "corpus.lb", sorted((shared / "corpus").glob("*.txt"))) as store:
        yield store
