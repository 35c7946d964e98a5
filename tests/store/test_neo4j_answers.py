"""Both engines give the same graph for the same documents, and the same rows to every statement of every question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph.errors import ZerenError
from graph.exchange.rows import StoreRows, copy, fingerprint
from graph.load import load
from graph.names.gazetteer import load_gazetteer
from graph.names.themes import load_themes
from graph.store import Store, Value, open_store
from ingest.extract import extract_file
from queries import QUERIES, run
from tests.neo4j_server import Neo4jDatabase
from tests.store.dialect import faults

pytestmark = pytest.mark.neo4j

Case = tuple[str, dict[str, Any]]
Statement = tuple[str, dict[str, Value]]


# Parameters that no case above may bring.
SAMPLES: dict[str, Value] = {"district": "云川区", "year": 2025, "document": "", "tasks": [], "documents": [], "kinds": []}


@dataclass(frozen=True, slots=True)
class Pair:
    """The same graph in both engines, opened for reading."""

    embedded: Store
    neo4j: Store


@pytest.fixture(scope="module")
def examples(neo4j_database: Neo4jDatabase, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The example documents, read into each engine on its own."""
    files = sorted((root / "examples" / "documents").iterdir())
    extractions = [extract_file(path) for path in files]
    addresses = [str(tmp_path_factory.mktemp("pair") / "examples.lb"), neo4j_database.empty()]
    for address in addresses:
        with open_store(address, write=True) as store:
            for extraction in extractions:
                load(store, extraction, gazetteer=load_gazetteer(), themes=load_themes())
    with open_store(addresses[0]) as embedded, open_store(addresses[1]) as neo4j:
        yield Pair(embedded, neo4j)


@pytest.fixture(scope="module")
def corpus(
    examples: Pair, neo4j_database: Neo4jDatabase, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    """The real documents, read into one and copied to the other; takes the place of the examples."""
    address = str(tmp_path_factory.mktemp("pair") / "corpus.lb")
    with open_store(address, write=True) as store:
        for path in sorted((shared / "corpus").glob("*.txt")):
            load(store, extract_file(path), gazetteer=load_gazetteer(), themes=load_themes())
    with open_store(address) as embedded, open_store(neo4j_database.empty(), write=True) as neo4j:
        copy(embedded, neo4j)
        yield Pair(embedded, neo4j)


def cases(store: Store) -> list[Case]:
    """Every worked example, alone and with each flag and choice; every question about each district that asks for nothing
    else; a sample of units, themes and tasks; what one must ask for in words of one's own."""
    districts = [str(row[0]) for row in store.read("MATCH (d:Document) RETURN DISTINCT d.district ORDER BY d.district").rows]
    found: list[Case] = []
    for query in QUERIES:
        example = dict(query.example.params)
        found.append((query.name, example))
        for parameter in query.parameters:
            values = [True] if parameter.kind == "flag" else list(parameter.choices)
            found += [(query.name, {**example, parameter.name: value}) for value in values]
        if not any(parameter.required for parameter in query.parameters):
            found += [(query.name, {"district": district}) for district in districts]
    units = store.read("MATCH (u:Unit) RETURN u.name, u.district, u.town ORDER BY u.id").rows
    found += [("obligations", {"unit": name, "district": district}) for name, district, town in units[::9] if not town]
    themes = store.read("MATCH (h:Theme) RETURN h.name ORDER BY h.id").rows
    found += [("owners", {"about": name}) for (name,) in themes[::6]]
    found += [("owners", {"about": "信息", "words": True})]
    tasks = store.read("MATCH (t:Task) RETURN t.stem, t.number ORDER BY t.id").rows
    found += [("show", {"task": f"{stem} {number}"}) for stem, number in tasks[::40]]
    found += [("trace", {"about": f"{stem} {number}"}) for stem, number in tasks[::40]]
    found += [("trace", {"about": stem}) for stem in sorted({str(stem) for stem, _ in tasks})]
    found += [("overload", {"what_if": [move]}) for move in moves(store)]
    found.append(("due", {"today": "2025-06-01"}))
    return found


def moves(store: Store) -> list[str]:
    """A duty of a collective and one of a unit, each given to whoever is named last in that document."""
    named = store.read(
        "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) WHERE t.town = '' AND r.basis <> 'issuer' AND u.district = t.district "
        "RETURN u.kind = 'collective' AS many, t.stem, t.number, u.name ORDER BY t.id, u.id"
    ).rows
    found = []
    for many in (True, False):
        _, stem, number, giver = next(row for row in named if row[0] == many)
        taker = [row[3] for row in named if row[1] == stem and row[3] != giver][-1]
        found.append(f"{stem} {number}={giver}>{taker}")
    return found


def asked(store: Store, case: Case) -> tuple[str, list[Statement]]:
    """The answer as JSON, or what was wrong with the question, and every statement that was sent."""
    sent: list[Statement] = []
    store.on_statement = lambda text, params: sent.append((text, dict(params)))
    try:
        name, params = case
        answer = json.dumps(run(name, store, **params).to_json(), ensure_ascii=False, sort_keys=True)
    except ZerenError as error:
        answer = f"{error.message} {error.hint}"
    finally:
        store.on_statement = None
    return answer, sent


def compare(pair: Pair) -> set[str]:
    """Ask everything of both engines; returns the texts that were sent.

    Texts of questions that no case sends are sent as they are, with parameters that others had.
    """
    texts: set[str] = set()
    values = dict(SAMPLES)
    for case in cases(pair.embedded):
        expected, sent = asked(pair.embedded, case)
        found, sent_too = asked(pair.neo4j, case)
        assert found == expected, case
        assert sent_too == sent, case
        for text, params in sent:
            values |= params
            if text not in texts:
                texts.add(text)
                assert rows(pair.neo4j, text, params) == rows(pair.embedded, text, params), text
    for text in {text for query in QUERIES for text in query.cypher} - texts:
        params = {name: values[name] for name in re.findall(r"\$(\w+)", text)}
        texts.add(text)
        assert rows(pair.neo4j, text, params) == rows(pair.embedded, text, params), text
    return texts


def rows(store: Store, text: str, params: dict[str, Value]) -> tuple[Any, ...]:
    """Columns and rows of a statement; rows sorted, as few statements say in which order they come."""
    found = store.read(text, params)
    return found.columns, sorted(found.rows, key=repr)


def test_the_same_documents_make_the_same_graph(examples: Pair) -> None:
    embedded, neo4j = (fingerprint(StoreRows(store)) for store in (examples.embedded, examples.neo4j))
    assert embedded.counts["Task"] > 100
    assert embedded.differences(neo4j) == []
    assert embedded == neo4j


def test_every_question_about_the_examples(examples: Pair) -> None:
    texts = compare(examples)
    assert len(texts) > 20
    assert {text: faults(text) for text in texts if faults(text)} == {}


@pytest.mark.shared
def test_every_question_about_the_corpus(corpus: Pair) -> None:
    assert compare(corpus)
