"""Stores that the tests of questions read: every test that asks for one runs on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.load import load
from graph.names.gazetteer import load_gazetteer
from graph.names.themes import load_themes
from graph.store import Store, open_store
from ingest.extract import extract_file
from tests.neo4j_server import Neo4jDatabase, neo4j_database
from tests.queries.small import fill

__all__ = ["neo4j_database"]


def loaded(address: Path, files: list[Path], names: Path | None = None) -> Store:
    """A store with these files read into it, opened for reading; `names` is a names file of one's own."""
    with open_store(str(address), write=True) as store:
        for path in files:
            load(store, extract_file(path), gazetteer=load_gazetteer(names), themes=load_themes())
    return open_store(str(address))


@pytest.fixture(scope="session")
def small_embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The made graph of `small.py`, opened for reading, in the embedded store."""
    address = str(tmp_path_factory.mktemp("small") / "small.lb")
    with open_store(address, write=True) as store:
        fill(store)
    with open_store(address) as store:
        yield store


@pytest.fixture(scope="session")
def examples_embedded(example_store: str) -> Iterator[Store]:
    """The example documents with the roster of their district."""
    with open_store(example_store) as store:
        yield store


@pytest.fixture(scope="session")
def corpus_embedded(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Store]:
    """The real documents; mark tests that use it `shared`."""
    with loaded(tmp_path_factory.mktemp("corpus") / "corpus.lb", sorted((shared / "corpus").glob("*.txt"))) as store:
        yield store


ENGINES = ("embedded", pytest.param("neo4j", marks=pytest.mark.neo4j))


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that a test runs on; pytest runs all tests on one before those on the other."""
    return str(request.param)


def on(engine: str, source: Store, request: pytest.FixtureRequest) -> Store:
    """The same graph on this engine. Neo4j's one database holds one graph at a time."""
    if engine == "embedded":
        return source
    database: Neo4jDatabase = request.getfixturevalue("neo4j_database")
    return database.holding(source)


@pytest.fixture
def small(engine: str, small_embedded: Store, request: pytest.FixtureRequest) -> Store:
    """The made graph of `small.py`, opened for reading."""
    return on(engine, small_embedded, request)


@pytest.fixture
def examples(engine: str, examples_embedded: Store, request: pytest.FixtureRequest) -> Store:
    """The example documents."""
    return on(engine, examples_embedded, request)


@pytest.fixture
def corpus(engine: str, corpus_embedded: Store, request: pytest.FixtureRequest) -> Store:
    """The real documents; mark tests that use it `shared`."""
    return on(engine, corpus_embedded, request)
