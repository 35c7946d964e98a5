"""Extractions go into a store, once each, and come out without a trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.counted import COUNTED, ITEM
from graph.errors import StoreError, UnknownName, UsageError
from graph.identity import JOINT
from graph.model import Extraction, Note
from graph.names.themes import load_themes
from graph.schema import load_schema
from graph.store import Store, open_store
from graph.store.base import Transaction
from graph.store.rows import Value
from tests.graph.builders import annex_file, assignment, drop, dump, extraction, may, put, target, task, whole_year

BODY = [
    task("1", "招生信息公开", "公布招生办法和学区范围。", "牵头:区教育局;配合:各街镇"),
    task("2", "住房信息公开", "公布房源情况。开展现场咨询。", "区财政局、区司法局"),
]
ANNEX = [
    task("1", "招生信息公开", "公布招生办法和学区范围。", "责任:区教育局、各街镇", "annex", **whole_year()),
    task("2.1", "住房信息公开", "公布房源情况。", "区财政局", "annex", **whole_year()),
    task("2.2", "住房信息公开", "开展现场咨询。", "区财政局、石桥镇", "annex", **may(), targets=(target("不少于2场", 2, "场"),)),
]
PLAN = extraction([*BODY, *ANNEX])
OLDER = extraction(
    [task("1", "招生", "公布招生办法。", "区教委")],
    path="docs/2023.txt",
    title="2023年云川区政务公开工作要点",
    doc_no="云府办〔2023〕7号",
    year=2023,
)
TOWN = extraction(
    [task("1", "招生", "公布招生办法。", "党政办公室、区教育局")],
    path="docs/shiqiao.txt",
    title="2024年石桥镇政务公开工作计划",
    doc_no="石府〔2024〕3号",
    issuer="云川区石桥镇人民政府",
    town="石桥镇",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "zeren.lb"), write=True) as store:
        yield store


def rows(store: Store, text: str, **params: Value) -> list[tuple[Any, ...]]:
    return list(store.read(text, params).rows)


def duties(store: Store) -> set[tuple[str, str, str]]:
    return set(rows(store, "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) RETURN u.name, type(r), t.number"))


def test_what_is_inferred_is_no_direct_duty(store: Store) -> None:
    alone = assignment("石桥镇", basis="issuer", evidence="")
    report = put(store, extraction([task("1", "招生", "公布招生办法。", "责任:区教育局"), task("2", "河道", "清扫河道。", assignments=(alone,))]))
    assert (report.duties, report.inferred) == (1, 1)
    assert rows(store, "MATCH (u:Unit)-[r:RESPONSIBLE]->(t:Task) WHERE r.basis = 'issuer' RETURN t.number") == [("2",)]


def test_one_document_becomes_a_graph(store: Store) -> None:
    report = put(store, PLAN)
    counted = rows(store, f"MATCH (t:Task) WHERE {COUNTED} RETURN count(t), count(DISTINCT {ITEM})")
    assert counted == [(report.tasks, report.items)]  # the figures of a load are those of the graph
    assert (report.new, report.replaced, report.tasks, report.duties, report.units) == (True, False, 4, 6, 6)
    assert duties(store) == {
        ("区教育局", "LEAD", "1"),
        ("各街镇", "RESPONSIBLE", "1"),
        ("区司法局", "RESPONSIBLE", "2"),
        ("区财政局", "RESPONSIBLE", "2.1"),
        ("区财政局", "RESPONSIBLE", "2.2"),
        ("石桥镇", "RESPONSIBLE", "2.2"),
    }
    wanted = "t.number, t.item, t.level, t.part, t.due, t.due_kind, t.caption"
    tasks = rows(store, f"MATCH (t:Task) RETURN {wanted} ORDER BY t.ordinal")
    year = date(2024, 12, 31)
    assert tasks == [
        ("1", "1", "item", "annex", year, "year", "云川2024-1 招生信息公开"),
        ("2", "2", "item", "body", None, "", "云川2024-2 住房信息公开"),
        ("2.1", "2", "row", "annex", year, "year", "云川2024-2.1 住房信息公开"),
        ("2.2", "2", "row", "annex", date(2024, 5, 31), "point", "云川2024-2.2 住房信息公开"),
    ]
    parts = rows(store, "MATCH (r:Task)-[:PART_OF]->(t:Task) RETURN r.number, t.number ORDER BY r.number")
    assert parts == [("2.1", "2"), ("2.2", "2")]
    assert rows(store, "MATCH (t:Task)-[:HAS_TARGET]->(g:Target) RETURN t.number, g.value, g.unit") == [("2.2", 2.0, "场")]
    assert rows(store, "MATCH (t:Task)-[:STATED_IN]->(d:Document) RETURN count(t), count(DISTINCT d)") == [(4, 1)]


def test_a_duty_keeps_every_statement(store: Store) -> None:
    put(store, PLAN)
    ((sources, evidence, part),) = rows(
        store, "MATCH (u:Unit)-[r:RESPONSIBLE]->(t:Task) WHERE t.number = '2.1' RETURN r.sources, r.evidence, r.part"
    )
    assert [(one["part"], one["number"], one["role"], one["page"]) for one in json.loads(sources)] == [
        ("annex", "2.1", "RESPONSIBLE", 1),
        ("body", "2", "RESPONSIBLE", 1),
    ]
    assert (part, evidence) == ("annex", "责任单位：区财政局")


def test_every_property_and_edge_of_the_schema_is_written(store: Store) -> None:
    put(store, PLAN)
    put(store, TOWN)
    for label, node in load_schema().nodes.items():
        for name, kind in node.properties.items():
            ((missing,),) = rows(store, f"MATCH (n:{label}) WHERE n.`{name}` IS NULL RETURN count(n)")
            optional = (label, name) in {("Task", "due"), ("Task", "page")}
            assert missing == 0 or optional, f"{label}.{name} ({kind}) is null"
    ((notes, statements),) = rows(store, "MATCH (d:Document) WHERE d.town = '' RETURN d.notes, d.statements")
    assert {note["code"] for note in json.loads(notes)} == {"roles-differ", "body-annex-units"}
    assert json.loads(statements)[0]["document"]["doc_no"] == "云府办〔2024〕9号"


def test_units_carry_what_the_names_know(store: Store) -> None:
    put(store, OLDER)
    wanted = ("name", "aliases", "functions", "kind", "known", "initials", "caption", "full_name")
    properties = ", ".join(f"u.{name}" for name in wanted)
    ((name, aliases, functions, kind, known, initials, caption, full),) = rows(
        store, f"MATCH (u:Unit) WHERE u.name = '区教育局' RETURN {properties}"
    )
    assert (functions, kind, known, caption) == (["教育"], "department", True, "云川区·区教育局")
    assert "区教委" in aliases
    assert name not in aliases
    assert initials.split()[0] == "qjyj"
    assert full.endswith("教育局")


def test_twice_is_the_same_graph(store: Store) -> None:
    put(store, PLAN)
    before = dump(store)
    report = put(store, PLAN)
    assert (report.new, report.replaced) == (False, False)
    assert dump(store) == before


def test_a_changed_document_replaces_its_own_statements(store: Store) -> None:
    put(store, OLDER)
    put(store, PLAN)
    changed = extraction([task("1", "招生信息公开", "公布招生办法。", "区体育局")])
    report = put(store, changed)
    assert (report.new, report.replaced) == (False, True)
    assert duties(store) == {("区体育局", "RESPONSIBLE", "1"), ("区教育局", "RESPONSIBLE", "1")}
    assert {name for (name,) in rows(store, "MATCH (u:Unit) RETURN u.name")} == {"区体育局", "区教育局", "区政府办公室"}
    assert rows(store, "MATCH (g:Target) RETURN g.id") == []
    put(store, PLAN)
    put(store, changed)
    once = dump(store)
    put(store, changed)
    assert dump(store) == once


def test_a_file_without_number_that_changed_replaces_itself(store: Store) -> None:
    put(store, extraction([BODY[0]], doc_no=None))
    report = put(store, extraction([BODY[1]], doc_no=None))
    assert (report.new, report.replaced) == (False, True)
    assert rows(store, "MATCH (d:Document) RETURN d.stem") == [("yunchuan-2024",)]
    assert {number for _, _, number in duties(store)} == {"2"}


def test_the_order_of_documents_leaves_no_trace(store: Store, tmp_path: Path) -> None:
    for document in (PLAN, OLDER, TOWN):
        put(store, document)
    with open_store(str(tmp_path / "other.lb"), write=True) as other:
        for document in (TOWN, PLAN, OLDER, PLAN):
            put(other, document)
        assert dump(other) == dump(store)


def test_a_failure_in_the_middle_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, OLDER)
    before = dump(store)

    def fail(transaction: Transaction, *_: object) -> None:
        transaction.run("MATCH (t:Task) RETURN t.absent")

    monkeypatch.setattr("graph.load.settle", fail)
    with pytest.raises(StoreError):
        put(store, PLAN)
    assert dump(store) == before


FORMS = [("docs/a.pdf", "docs/b.html"), ("docs/b.html", "docs/a.pdf")]


@pytest.mark.parametrize("paths", FORMS)
def test_two_forms_of_one_document_count_once(store: Store, paths: tuple[str, str]) -> None:
    """The one that says more is kept, in whatever order they come."""
    forms = {"docs/a.pdf": [*BODY, *ANNEX], "docs/b.html": BODY}
    for path in paths:
        put(store, extraction(forms[path], path=path))
    assert rows(store, "MATCH (d:Document) RETURN d.stem, d.path, d.completeness") == [("a", "docs/a.pdf", "both")]
    report = put(store, extraction(BODY, path="docs/b.html"))
    assert [note.code for note in report.notes if note.code == "same-document"] == ["same-document"]


ORDERS = [("body", "annex"), ("annex", "body"), ("body", "annex", "body"), ("annex", "body", "annex")]


@pytest.mark.parametrize("order", ORDERS)
def test_an_annex_in_a_file_of_its_own_joins_its_body(store: Store, order: tuple[str, ...], tmp_path: Path) -> None:
    files = {"body": extraction(BODY), "annex": annex_file(ANNEX)}
    for name in order:
        put(store, files[name])
    documents = rows(store, "MATCH (d:Document) RETURN d.stem, d.completeness, d.doc_no")
    assert documents == [("yunchuan-2024", "both", "云府办〔2024〕9号")]
    with open_store(str(tmp_path / "whole.lb"), write=True) as other:
        put(other, PLAN)
        assert duties(other) == duties(store)
    # The builder's spans start at 0 of their own file, so in the joint text they start behind the body.
    ((start,),) = rows(store, "MATCH (t:Task) WHERE t.number = '2.2' RETURN t.span_start")
    assert start == len(files["body"].text) + len(JOINT)


def test_a_changed_annex_replaces_its_own_part(store: Store) -> None:
    put(store, extraction(BODY))
    put(store, annex_file(ANNEX))
    report = put(store, annex_file(ANNEX[:1]))
    assert (report.new, report.replaced) == (False, True)
    assert {number for _, _, number in duties(store)} == {"1", "2"}


def test_an_annex_without_its_body_stands_alone_and_says_so(store: Store) -> None:
    put(store, annex_file(ANNEX))
    assert rows(store, "MATCH (d:Document) RETURN d.stem, d.completeness") == [("fenjie", "annex")]
    ((notes,),) = rows(store, "MATCH (d:Document) RETURN d.notes")
    assert "仅有附件" in json.loads(notes)[0]["message"]


NO_PAIR = [
    {"district": "澜江区", "title": "2024年澜江区政务公开工作要点任务分解表"},
    {"year": 2023, "title": "2023年云川区政务公开工作要点任务分解表"},
    {"title": "2024年云川区安全生产任务分解表"},
    {"town": "石桥镇"},
]


@pytest.mark.parametrize("particulars", NO_PAIR)
def test_an_annex_of_something_else_does_not_join(store: Store, particulars: dict[str, Any]) -> None:
    put(store, extraction(BODY))
    put(store, annex_file(ANNEX, **particulars))
    assert rows(store, "MATCH (d:Document) RETURN count(d)") == [(2,)]


@pytest.mark.parametrize("order", [("whole", "annex"), ("annex", "whole")])
def test_an_annex_that_the_document_has_already_is_not_counted_twice(store: Store, order: tuple[str, str]) -> None:
    files = {"whole": PLAN, "annex": annex_file(ANNEX)}
    reports = [put(store, files[name]) for name in order]
    assert "annex-known" in [note.code for note in reports[-1].notes]
    assert rows(store, "MATCH (d:Document) RETURN d.stem") == [("yunchuan-2024",)]
    assert len(duties(store)) == 6


def test_a_stem_that_is_met_twice_gets_a_number(store: Store) -> None:
    put(store, PLAN)
    put(store, replace_path(OLDER, "other/yunchuan-2024.pdf"))
    put(store, replace_path(OLDER, "other/yunchuan-2024.pdf"))
    assert rows(store, "MATCH (d:Document) RETURN d.stem ORDER BY d.stem") == [("yunchuan-2024",), ("yunchuan-2024~2",)]
    assert rows(store, "MATCH (t:Task) WHERE t.year = 2023 RETURN DISTINCT t.stem") == [("yunchuan-2024~2",)]


def replace_path(what: Extraction, path: str) -> Extraction:
    return replace(what, document=replace(what.document, path=path))


def test_units_of_a_town_are_told_apart_from_those_of_the_district(store: Store) -> None:
    put(store, TOWN)
    found = rows(store, "MATCH (u:Unit) RETURN u.name, u.town, u.caption ORDER BY u.name")
    assert ("区教育局", "", "云川区·区教育局") in found
    office = next(row for row in found if row[0].startswith("党政"))
    assert office[1:] == ("石桥镇", f"云川区石桥镇·{office[0]}")
    assert rows(store, "MATCH (d:Document)-[:ISSUED_BY]->(u:Unit) RETURN u.name, u.town") == [("石桥镇", "")]
    homes = rows(store, "MATCH (u:Unit)-[:IN_DISTRICT]->(x:District) RETURN u.name, x.name, x.level ORDER BY u.name")
    assert (office[0], "石桥镇", "town") in homes
    assert ("石桥镇", "云川区", "district") in homes
    above = rows(store, "MATCH (x:District)-[:PART_OF]->(y:District) RETURN x.name, x.parent, y.name ORDER BY x.level")
    assert above == [("云川区", "澜江市", "澜江市"), ("石桥镇", "云川区", "云川区")]


def test_all_themes_of_the_taxonomy_are_there(store: Store) -> None:
    put(store, PLAN)
    found = dict(rows(store, "MATCH (h:Theme) RETURN h.name, h.description"))
    assert found == {theme.name: theme.description for theme in load_themes().all()}


def test_notes_of_the_file_and_of_the_load_stand_beside_each_other(store: Store) -> None:
    put(store, replace(PLAN, notes=(Note("units-missing", "第9项没有写明责任单位", "请核对", (1, 2)),)))
    ((notes,),) = rows(store, "MATCH (d:Document) RETURN d.notes")
    assert {note["code"] for note in json.loads(notes)} >= {"units-missing", "roles-differ"}


def test_a_duty_of_the_issuer_is_marked(store: Store) -> None:
    alone = task("1", None, "公布招生办法。")
    issued = replace(task("1", None, "公布招生办法。", "区政府办公室").assignments[0], basis="issuer")
    put(store, extraction([replace(alone, assignments=(issued,))]))
    assert rows(store, "MATCH (u:Unit)-[r:RESPONSIBLE]->(t:Task) RETURN u.name, r.basis") == [("区政府办公室", "issuer")]


def test_derivations_survive_a_second_load_of_either_end(store: Store) -> None:
    put(store, PLAN)
    put(store, TOWN)
    ((town, plan),) = rows(
        store, "MATCH (a:Task), (b:Task) WHERE a.town = '石桥镇' AND b.town = '' AND b.number = '1' RETURN a.id, b.id"
    )
    with store.transaction() as transaction:
        edge: dict[str, Value] = {"id": "d", "start": town, "end": plan, "score": 0.9, "method": "text"}
        transaction.merge_edges("DERIVES_FROM", "Task", "Task", [edge])
    put(store, PLAN)
    put(store, TOWN)
    found = rows(store, "MATCH (a:Task)-[r:DERIVES_FROM]->(b:Task) RETURN a.id, b.id, r.score, r.method")
    assert found == [(town, plan, 0.9, "text")]


NAMES = ["yunchuan-2024", "云府办〔2024〕9号", "2024年云川区政务公开工作要点", "2024 年云川区政务公开工作要点"]


@pytest.mark.parametrize("name", NAMES)
def test_forgetting_leaves_what_was_there_before(store: Store, name: str) -> None:
    put(store, OLDER)
    before = dump(store)
    put(store, PLAN)
    report = drop(store, name)
    assert (report.stem, report.tasks) == ("yunchuan-2024", 4)
    assert dump(store) == before


def test_forgetting_by_id(store: Store) -> None:
    number = put(store, PLAN).document_id
    assert drop(store, number).document_id == number
    assert rows(store, "MATCH (n:Unit) RETURN n.id") == []
    assert rows(store, "MATCH (n:District) RETURN n.id") == []


def test_forgetting_an_annex_keeps_its_body(store: Store) -> None:
    put(store, extraction(BODY))
    before = dump(store)
    put(store, annex_file(ANNEX))
    drop(store, "fenjie")
    assert dump(store) == before


def test_forgetting_a_body_takes_its_annex_along(store: Store) -> None:
    put(store, extraction(BODY))
    put(store, annex_file(ANNEX))
    drop(store, "yunchuan-2024")
    assert rows(store, "MATCH (d:Document) RETURN d.id") == []


def test_an_unknown_document_gives_the_nearest_names(store: Store) -> None:
    put(store, PLAN)
    with pytest.raises(UnknownName) as caught:
        drop(store, "yunchuan-2023")
    assert caught.value.nearest[0] == "yunchuan-2024"


def test_a_title_that_two_documents_have_is_not_enough(store: Store) -> None:
    put(store, PLAN)
    put(store, extraction([BODY[0]], path="docs/copy.txt", doc_no="云府办〔2024〕10号"))
    with pytest.raises(UsageError, match="2 份") as caught:
        drop(store, "2024年云川区政务公开工作要点")
    assert "copy" in caught.value.hint
