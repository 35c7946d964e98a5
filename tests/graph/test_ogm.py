"""The object view of py2neo on a real server; py2neo is an extra (`pip install '.[py2neo]'`)."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import StoreError
from graph.schema import load_schema
from graph.store import open_store
from tests.neo4j_server import Neo4jDatabase, free_port
from tests.queries.small import fill

pytest.importorskip("py2neo", reason="py2neo is not installed")
from graph import ogm

pytestmark = [pytest.mark.neo4j, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def repository(neo4j_database: Neo4jDatabase) -> Any:
    """The made graph of the questions' tests, seen through py2neo."""
    with open_store(neo4j_database.empty(), write=True) as store:
        fill(store)
    return ogm.open_repository(neo4j_database.address)


def unit(repository: Any, name: str, district: str = "云川区") -> Any:
    return repository.match(ogm.Unit).where(name=name, district=district).first()


def test_a_unit_and_its_tasks(repository: Any) -> None:
    found = unit(repository, "区教育局")
    assert (found.kind, found.functions, found.aliases) == ("department", ["教育"], ["区教委"])
    assert {task.number for task in found.leads} == {"1"}
    assert {task.number for task in found.answers_for} == {"4", "7.1"}
    assert {task.number for task in found.assists} == {"9"}
    (lead,) = found.leads
    assert found.leads.get(lead, "position") is not None
    assert lead.due.to_native().isoformat() == "2025-12-31"


def test_a_collective_and_its_members(repository: Any) -> None:
    everyone = unit(repository, "各部门")
    assert {member.name for member in everyone.members} == {"区教育局", "区民政局", "区政府办公室", "区卫生健康委"}
    assert {one.name for one in unit(repository, "区教育局").possible_collectives} == {"相关部门"}


def test_a_task_its_themes_rows_and_document(repository: Any) -> None:
    task = repository.match(ogm.Task).where(number="7", stem="yunchuan").first()
    assert {row.number for row in task.rows} == {"7.1", "7.2"}
    assert {theme.name for theme in task.themes} == {"教育"}
    (document,) = task.documents
    assert len(list(document.tasks)) == 12
    assert {one.name for one in next(iter(task.rows)).responsible} <= {"区教育局", "区民政局"}


def test_a_theme_and_its_tasks(repository: Any) -> None:
    theme = repository.match(ogm.Theme).where(name="政策解读").first()
    assert {task.number for task in theme.tasks} == {"1", "2"}


@pytest.mark.parametrize("name", ["District", "Unit", "Task", "Theme", "Document"])
def test_the_objects_have_what_the_schema_has(name: str) -> None:
    properties = set(load_schema().nodes[name].properties)
    model = getattr(ogm, name)
    named = {value.key or key for key, value in vars(model).items() if type(value).__name__ == "Property"}
    assert named <= properties
    assert model.__primarykey__ == load_schema().nodes[name].key
    kinds = {value.relationship_type for value in vars(model).values() if type(value).__name__ in ("RelatedTo", "RelatedFrom")}
    assert kinds <= set(load_schema().edges)


def test_faults(neo4j_database: Neo4jDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (f"bolt://127.0.0.1:{free_port()}", "mysql://host"):
        with pytest.raises(StoreError):
            ogm.open_repository(address)
    monkeypatch.setenv("ZEREN_NEO4J_PASSWORD", "not-the-password")
    with pytest.raises(StoreError, match="py2neo") as caught:
        ogm.open_repository(neo4j_database.address)
    assert "ZEREN_NEO4J_PASSWORD" in caught.value.hint
