"""The other questions on the made graph, and every question's worked example on the example documents."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import StoreError, UnknownName, UsageError
from graph.store import Store
from queries import QUERIES, Options, Query, run


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_example_answers(examples: Store, query: Query) -> None:
    answer = run(query.name, examples, **query.example.params)
    assert answer.rows, query.name
    assert answer.title
    assert answer.statements
    named = {name for name, _, _ in answer.columns}
    assert all(named <= set(row) for row in answer.rows), "a column that the rows do not have"
    assert query.name in query.command_line()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_dry_run_sends_nothing_but_look_ups(examples: Store, query: Query) -> None:
    wet = run(query.name, examples, **query.example.params)
    sent: list[str] = []
    examples.on_statement = lambda text, params: sent.append(text)
    try:
        dry = run(query.name, examples, Options(dry=True), **query.example.params)
    finally:
        examples.on_statement = None
    assert dry.rows == [] or query.name == "stats"
    assert [text for text, _ in dry.statements] == [text for text, _ in wet.statements]
    assert not {text for text, _ in dry.statements} & set(sent) or query.name == "show"


@pytest.mark.parametrize("query", [query for query in QUERIES if query.cypher], ids=lambda query: query.name)
def test_every_statement_is_listed(examples: Store, query: Query) -> None:
    answer = run(query.name, examples, **query.example.params)
    assert {text for text, _ in answer.statements} <= set(query.cypher)


def owners(store: Store, about: str, **options: Any) -> list[tuple[Any, ...]]:
    rows = run("owners", store, about=about, **options).rows
    return [(row["unit"], row["role"], row["tasks"], row["numbers"]) for row in rows]


@pytest.mark.parametrize(
    ("about", "options", "expected"),
    [
        ("政策解读", {}, [("区教育局", "LEAD", 1, ["1"]), ("各部门", "RESPONSIBLE", 2, ["1", "2"])]),
        ("政策解读", {"role": "责任"}, [("各部门", "RESPONSIBLE", 2, ["1", "2"])]),
        ("政策解读", {"year": 2024}, []),
        (
            "教育",
            {"district": "云川"},
            [("区教育局", "LEAD", 1, ["1"]), ("各部门", "RESPONSIBLE", 1, ["1"]), ("区教育局", "RESPONSIBLE", 1, ["7.1"])],
        ),
    ],
)  # fmt: skip
def test_owners_of_a_theme(small: Store, about: str, options: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    assert sorted(owners(small, about, **options)) == sorted(expected)


def test_owners_says_what_no_document_prints(small: Store) -> None:
    notes = run("owners", small, about="组织领导与保障").notes
    assert any("责任待明确事项 1 项：yunchuan 6" in note for note in notes)
    assert any("没有写明牵头单位" in note for note in run("owners", small, about="政府开放活动").notes)
    assert not any("没有写明牵头单位" in note for note in run("owners", small, about="政策解读", district="云川").notes)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("开放", {("4", "区教育局"), ("4", "区民政局"), ("8", "各街镇")}),
        ("开放 组织", {("4", "区教育局"), ("4", "区民政局")}),
        ("没有这个词", set()),
    ],
)
def test_owners_of_words(small: Store, words: str, expected: set[tuple[str, str]]) -> None:
    rows = run("owners", small, about=words, words=True).rows
    assert {(row["number"], row["unit"]) for row in rows} == expected


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"task": "t4"}, {"4"}),
        ({"task": "yunchuan 4"}, {"4"}),
        ({"task": "4"}, {"4"}),  # one document only has a number 4
        ({"task": "1", "document": "lanjiang"}, {"1"}),
        ({"task": "7", "document": "云川区要点"}, {"7.1", "7.2"}),
        ({"task": "yunchuan 6"}, set()),
    ],
)
def test_show(small: Store, params: dict[str, str], numbers: set[str]) -> None:
    answer = run("show", small, **params)
    assert {row["number"] for row in answer.rows} == numbers
    assert answer.extra["tasks"]
    assert numbers or any("责任待明确" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("params", "near"),
    [
        ({"task": "1"}, ("lanjiang 1", "liuxi 1", "yunchuan 1")),
        ({"task": "99"}, ()),
        ({"task": "yunchuen 4"}, ("yunchuan",)),
    ],
)
def test_show_asks_back(small: Store, params: dict[str, str], near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownName) as caught:
        run("show", small, **params)
    assert caught.value.nearest == near


def test_stats(small: Store) -> None:
    figures = {row["code"]: row["value"] for row in run("stats", small).rows}
    assert figures["documents"] == 3
    assert figures["items"] == 13  # 10 of 云川区, 2 of its town, 1 of 澜江区
    assert figures["tasks"] == 14  # 7 is replaced by 7.1 and 7.2
    assert (figures["rows"], figures["units"], figures["collectives"]) == (2, 7, 3)
    assert (figures["duties"], figures["duties_collective"]) == (15, 6)
    assert figures["unassigned"] == 3  # 6, and the two that only the issuer stands for
    assert (figures["dated"], figures["whole_year"]) == (3, 3)
    assert figures["dated"] + figures["whole_year"] + figures["undated"] == figures["tasks"]
    assert {row["code"]: row["value"] for row in run("stats", small, district="澜江").rows}["documents"] == 1


def test_units(small: Store) -> None:
    rows = run("units", small, district="云川区").rows
    found = {row["unit"]: row for row in rows}
    assert found["区教育局"]["collectives"] == ["各部门"]
    assert found["区教育局"]["tasks"] == 4
    assert found["柳溪镇"]["tasks"] == 0  # what only its being the issuer says is no named duty
    assert {row["unit"] for row in run("units", small, kind="collective").rows} == {"各部门", "相关部门", "各街镇"}


def test_themes(small: Store) -> None:
    rows = {row["theme"]: row for row in run("themes", small).rows}
    assert [rows["教育"][name] for name in ("tasks", "primary", "units")] == [3, 2, 2]
    assert rows["政策解读"]["units"] == 1  # collectives are not counted


def test_documents(small: Store) -> None:
    rows = {row["document"]: row for row in run("documents", small).rows}
    assert [rows["yunchuan"][name] for name in ("tasks", "items", "doubts")] == [11, 10, 1]
    assert rows["liuxi"]["town"] == "柳溪镇"
    assert rows["yunchuan"]["doubtful"][0]["code"] == "units-missing"


def test_cypher_reads(small: Store) -> None:
    answer = run(
        "cypher", small, Options(limit=2), statement="MATCH (u:Unit) RETURN u.name AS name, u.known AS known ORDER BY name"
    )
    assert [name for name, _, _ in answer.columns] == ["name", "known"]
    assert len(answer.rows) == 2
    assert answer.truncated


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("MATCH (u:Unit) SET u.name = 'x'", UsageError),
        ("MATCH (n) DETACH DELETE n", UsageError),
        ("MATCH (u:Unit RETURN u", StoreError),
        ("MATCH (u:Nothing) RETURN u", StoreError),
    ],
)
def test_cypher_refuses(small: Store, statement: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        run("cypher", small, statement=statement)


def test_limit_says_so(small: Store) -> None:
    answer = run("units", small, Options(limit=3))
    assert (len(answer.rows), answer.total, answer.truncated) == (3, 10, True)
    assert run("units", small, Options(limit=0)).truncated is False


def test_an_empty_store_answers(tmp_path: Any) -> None:
    from graph.store import open_store

    address = str(tmp_path / "empty.lb")
    open_store(address, write=True).close()
    with open_store(address) as store:
        for query in QUERIES:
            if query.name in ("stats", "overload", "units", "themes", "documents"):
                answer = run(query.name, store)
                assert answer.rows == [] or query.name == "stats"
        with pytest.raises(UnknownName):
            run("obligations", store, unit="区教育局")
