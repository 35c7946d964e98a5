"""The graph as data: what the shipped file says, and what a broken one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import DataFileError
from graph.schema import PROPERTY_TYPES, Schema, load_schema, read_schema

GOOD = """
nodes:
  Task: {id: string, year: int}
  Unit: {id: string}
relationships:
  OWES: {ends: [[Unit, Task]], properties: {id: string}}
"""
BROKEN = [
    ("no yaml", "nodes: [", "读不出来"),
    ("unknown top key", GOOD + "edges: {}\n", "edges"),
    ("unknown relationship key", GOOD.replace("ends:", "end: x, ends:"), "OWES"),
    ("unknown type", GOOD.replace("year: int", "year: number"), "Task.year"),
    ("unknown label in ends", GOOD.replace("[Unit, Task]", "[Unit, Absent]"), "Absent"),
    ("one end only", GOOD.replace("[Unit, Task]", "[Unit]"), "OWES"),
    ("no ends", GOOD.replace("[[Unit, Task]]", "[]"), "OWES"),
    ("key is no string", GOOD.replace("{id: string, year: int}", "{year: int, id: string}"), "Task"),
    ("nothing but a list", "- nodes\n", "文件"),
    ("nodes missing", "relationships: {}\n", "nodes"),
]


@pytest.fixture
def schema() -> Schema:
    return load_schema()


def test_every_label_and_relationship_has_a_key_and_known_types(schema: Schema) -> None:
    for properties in (*(node.properties for node in schema.nodes.values()), *(edge.properties for edge in schema.edges.values())):
        assert next(iter(properties)) == "id"
        assert set(properties.values()) <= set(PROPERTY_TYPES)
    for node in schema.nodes.values():
        assert node.properties["caption"] == "string"


def test_one_name_has_one_type(schema: Schema) -> None:
    """The lint of the model: a property of the same name means the same everywhere."""
    types: dict[str, set[str]] = {}
    for properties in (*(node.properties for node in schema.nodes.values()), *(edge.properties for edge in schema.edges.values())):
        for name, kind in properties.items():
            types.setdefault(name, set()).add(kind)
    assert {name: sorted(kinds) for name, kinds in types.items() if len(kinds) > 1} == {}


def test_ends_are_labels_and_duties_have_the_same_properties(schema: Schema) -> None:
    for edge in schema.edges.values():
        assert all(end in schema.nodes for pair in edge.ends for end in pair)
    duties = [schema.edges[kind].properties for kind in ("LEAD", "RESPONSIBLE", "COOPERATE")]
    assert duties[0] == duties[1] == duties[2]


def test_the_version_changes_with_names_ends_and_types(tmp_path: Path) -> None:
    path = tmp_path / "schema.yaml"
    versions = set()
    for text in (GOOD, "# a comment" + GOOD, GOOD.replace("year", "month"), GOOD.replace("int", "float"), GOOD.replace("OWES", "OWNS")):
        path.write_text(text, encoding="utf-8")
        versions.add(read_schema(path).version)
    assert len(versions) == 4


@pytest.mark.parametrize(("why", "text", "named"), BROKEN)
def test_a_broken_file_is_told_where(why: str, text: str, named: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"own\.yaml") as caught:
        read_schema(path)
    assert named in caught.value.message, why


def test_an_absent_file_is_a_data_file_error(tmp_path: Path) -> None:
    with pytest.raises(DataFileError):
        read_schema(tmp_path / "absent.yaml")
