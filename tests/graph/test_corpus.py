"""The real documents in a store: what body and annex of one of them become, and how long it takes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.load import load
from graph.model import Extraction
from graph.names.gazetteer import load_gazetteer
from graph.names.themes import load_themes
from graph.store import Store, open_store
from ingest.extract import extract_file
from tests.graph.builders import dump

pytestmark = pytest.mark.shared
DUTY = "(u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)"


@pytest.fixture(scope="module")
def extractions(shared: Path) -> list[Extraction]:
    return [extract_file(path) for path in sorted((shared / "corpus").glob("*.txt"))]


@pytest.fixture(scope="module")
def store(extractions: list[Extraction], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(str(tmp_path_factory.mktemp("corpus") / "zeren.lb"), write=True) as store:
        fill(store, extractions)
        yield store


def fill(store: Store, extractions: list[Extraction]) -> None:
    for extraction in extractions:
        load(store, extraction, gazetteer=load_gazetteer(), themes=load_themes())


def test_the_rows_of_an_item_decide_who_owes_what(store: Store) -> None:
    text = f"MATCH {DUTY} WHERE t.stem = 'baoshan-2023' AND t.item = '10' RETURN u.name, t.number, r.sources ORDER BY t.number"
    found = store.read(text).rows
    assert [(name, number) for name, number, _ in found] == [("区教育局", "10.1"), ("区卫生健康委", "10.2")]
    for _, number, sources in found:
        assert [(one["part"], one["number"]) for one in json.loads(str(sources))] == [("annex", number), ("body", "10")]


def test_a_unit_has_one_duty_in_a_task(store: Store) -> None:
    assert store.read(f"MATCH {DUTY} WITH u.id AS u, t.id AS t, count(r) AS n WHERE n > 1 RETURN u, t, n").rows == ()


def test_every_duty_quotes_its_document(store: Store) -> None:
    for text, sources in store.read(f"MATCH {DUTY}, (t:Task)-[:STATED_IN]->(d:Document) RETURN d.text, r.sources").rows:
        for one in json.loads(str(sources)):
            start, end = one["span"]
            assert 0 <= start < end <= len(str(text))
            assert one["quote"]


def test_every_item_has_a_task_and_every_row_its_item(store: Store, extractions: list[Extraction]) -> None:
    ((rows, parents),) = store.read(
        "MATCH (t:Task) WHERE t.level = 'row' OPTIONAL MATCH (t)-[:PART_OF]->(i:Task {level: 'item'}) RETURN count(t), count(i)"
    ).rows
    assert rows == parents
    for extraction in extractions:
        numbers = {(task.part, task.key) for task in extraction.tasks}
        found = store.read("MATCH (t:Task) WHERE t.stem = $stem RETURN t.sources", {"stem": Path(extraction.document.path).stem})
        printed = {(one["part"], one["number"]) for row in found.rows for one in json.loads(str(row[0]))}
        assert printed == numbers


def test_the_order_of_files_leaves_no_trace(store: Store, extractions: list[Extraction], tmp_path: Path) -> None:
    with open_store(str(tmp_path / "other.lb"), write=True) as other:
        fill(other, [*reversed(extractions), *extractions])
        assert dump(other) == dump(store)


def test_loading_is_quick(extractions: list[Extraction], tmp_path: Path) -> None:
    """About 1 s on two cores; the bound leaves room for a busy machine."""
    began = time.monotonic()
    with open_store(str(tmp_path / "timed.lb"), write=True) as timed:
        fill(timed, extractions)
    assert time.monotonic() - began < 8
