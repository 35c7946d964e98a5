"""The questions of docs/neo4j.md on the example documents, and the style sheet beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.exchange import copy
from graph.load import load
from graph.names.gazetteer import load_gazetteer
from graph.names.themes import load_themes
from graph.schema import load_schema
from graph.store import Store, open_store
from ingest.extract import extract_file
from queries import run
from tests.neo4j_server import Neo4jDatabase

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "neo4j.md").read_text("utf-8")
QUESTIONS = re.findall(r"```cypher\n(// (\d+)\. .*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def examples(neo4j_database: Neo4jDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The example documents in Neo4j."""
    address = str(tmp_path_factory.mktemp("docs") / "examples.lb")
    with open_store(address, write=True) as store, open_store(neo4j_database.empty(), write=True) as target:
        for path in sorted((ROOT / "examples" / "documents").iterdir()):
            load(store, extract_file(path), gazetteer=load_gazetteer(), themes=load_themes())
        copy(store, target)
        yield target


def test_there_are_fifteen_questions_each_with_a_comment() -> None:
    assert [int(number) for _, number in QUESTIONS] == list(range(1, 16))
    assert PAGE.count("```cypher") == 15
    assert all(re.match(r"// \d+\. .*[\u4e00-\u9fff]{4}", text) for text, _ in QUESTIONS)


@pytest.mark.neo4j
@pytest.mark.parametrize(("text", "number"), QUESTIONS, ids=[number for _, number in QUESTIONS])
def test_every_question_has_an_answer(examples: Store, text: str, number: str) -> None:
    rows = examples.read(text).rows
    assert rows
    assert any(cell not in (None, [], "") for row in rows for cell in row)


@pytest.mark.neo4j
def test_the_first_question_counts_what_overload_counts_as_direct(examples: Store) -> None:
    """All units but collectives, which overload does not rank; bodies of towns may share a name, so names are summed."""
    text = QUESTIONS[0][0].replace("RETURN", "WHERE u.kind <> 'collective' RETURN u.district, u.name,")
    found: Counter[tuple[str, str]] = Counter()
    for district, name, _, count in examples.read(text).rows:
        found[str(district), str(name)] += int(str(count))
    expected: Counter[tuple[str, str]] = Counter()
    for row in run("overload", examples).rows:
        expected[row["district"], row["unit"]] += row["direct"] + row["inferred"]
    assert found == +expected
    assert sum(found.values()) > 100


def test_the_style_sheet_knows_the_schema() -> None:
    sheet = (ROOT / "docs" / "graph.grass").read_text("utf-8")
    schema = load_schema()
    assert set(re.findall(r"^node\.(\w+) \{", sheet, re.M)) == set(schema.nodes)
    assert set(re.findall(r"^relationship\.(\w+) \{", sheet, re.M)) <= set(schema.edges)
    assert sheet.count("{\n") == sheet.count("\n}")


def test_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
