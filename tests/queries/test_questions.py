"""The other questions on the made graph, and every question's worked example on the example documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from graph.errors import StoreError, UnknownName, UsageError
from graph.store import Store, open_store
from queries import QUERIES, Options, Query, run
from queries.papers import EXPORTS
from queries.papers.spec import Export
from tests.graph.builders import extraction, put, task


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
        (
            "教育",
            {"district": "云川"},
            [("区教育局", "LEAD", 1, ["1"]), ("各部门", "RESPONSIBLE", 1, ["1"]), ("区教育局", "RESPONSIBLE", 1, ["7.1"])],
        ),
    ],
)  # fmt: skip
def test_owners_of_a_theme(small: Store, about: str, options: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    assert sorted(owners(small, about, **options)) == sorted(expected)


@pytest.mark.parametrize("part", ["经统称", "possible"])
def test_direct_only_with_another_part_is_refused(small: Store, part: str) -> None:
    with pytest.raises(UsageError):
        run("obligations", small, unit="区教育局", district="云川区", direct_only=True, part=part)
    assert run("obligations", small, unit="区教育局", district="云川区", direct_only=True, part="直接").rows


@pytest.mark.parametrize(("name", "given"), [("trace", {"about": "yunchuan"}), ("compare", {"district": ["云川区", "澜江区"]})])
def test_no_two_columns_have_one_head(small: Store, name: str, given: dict[str, Any]) -> None:
    labels = [label for _, label, _ in run(name, small, **given).columns]
    assert len(set(labels)) == len(labels)


def test_a_number_that_the_document_lacks_is_no_wrong_document(small: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        run("overload", small, what_if="yunchuan 99=区教育局>区民政局")
    assert caught.value.message == "没有找到任务“yunchuan 99”"


@pytest.mark.shared
def test_a_listed_collective_is_said_to_be_one(corpus: Store) -> None:
    notes = run("overload", corpus, Options(units=("各街镇", "区教育局")), district="宝山区").notes
    assert any("统称：宝山区各街镇" in note for note in notes)
    assert not any("没有直接点名" in note and "各街镇" in note for note in notes)


@pytest.mark.parametrize(("about", "meant"), [("政策公开讲", True), ("解读", True), ("政策解读", False)])
def test_owners_says_that_words_are_understood_as_a_theme(small: Store, about: str, meant: bool) -> None:
    notes = run("owners", small, about=about).notes
    assert any(f"“{about}”按主题“政策解读”理解" in note and "--words" in note for note in notes) is meant
    assert not any("理解" in note for note in run("owners", small, about=about, words=True).notes)


def test_owners_says_what_no_document_prints(small: Store) -> None:
    notes = run("owners", small, about="组织领导与保障").notes
    assert any("没有写明责任单位的 1 项：yunchuan 6" in note for note in notes)
    assert any("没有写明牵头单位" in note for note in run("owners", small, about="政府开放活动").notes)
    assert not any("没有写明牵头单位" in note for note in run("owners", small, about="政策解读", district="云川").notes)


@pytest.mark.parametrize(
    ("document", "lang", "said"),
    [
        ("yunchuan", "zh", "的这 {n} 项（{numbers}）没有写明牵头单位；同一文件的其他任务有写明的"),
        ("yunchuan", "en", "prints no leading unit for these {n} tasks ({numbers}), though it does for others"),
        ("liuxi", "zh", "全文没有写明牵头单位"),
        ("liuxi", "en", "prints no leading unit anywhere"),
    ],
)
def test_no_lead_is_said_of_what_has_none(small: Store, document: str, lang: str, said: str) -> None:
    """云川区's document has leads elsewhere: only these tasks are without one."""
    answer = run("owners", small, Options(lang=lang), about="政府开放活动" if document == "yunchuan" else "财政与审计")
    numbers = sorted({number.split()[-1] for row in answer.rows for number in row["numbers"] if document in row["documents"]}, key=float)
    (note,) = [note for note in answer.notes if note.startswith(document)]
    assert said.format(n=len(numbers), numbers=("、" if lang == "zh" else ", ").join(numbers)) in note


@pytest.mark.parametrize(("role", "tasks", "units"), [("lead", 1, 1), ("responsible", 3, 2)])
def test_a_town_is_no_part_of_the_districts_owners(examples: Store, role: str, tasks: int, units: int) -> None:
    """柳溪镇's own document has one task of this theme and names nobody for it."""
    answer = run("owners", examples, about="政策解读", district="云川区", year=2025)
    sums = answer.extra["counts"][0]
    word = {"lead": "牵头", "responsible": "责任"}[role]
    assert f"{word} {units} 个" in sums
    assert "共 2 项任务" in sums
    assert answer.extra["counts"][1].startswith("柳溪镇自己的文件另有 1 项任务")
    assert "由发文机关推定" in answer.extra["counts"][2]


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
        ({"task": "CAPTION"}, {"4"}),
        ({"task": "HEAD"}, {"4"}),
    ],
)
def test_show(small: Store, params: dict[str, str], numbers: set[str]) -> None:
    (caption,) = small.read("MATCH (t:Task) WHERE t.id = 't4' RETURN t.caption").rows[0]
    words = {"CAPTION": str(caption), "HEAD": str(caption).split()[0]}  # what the program calls the task
    params = {name: words.get(value, value) for name, value in params.items()}
    answer = run("show", small, **params)
    assert {row["number"] for row in answer.rows} == numbers
    assert answer.extra["tasks"]
    assert numbers or any("没有写明责任单位" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "正文写牵头，附件写责任，按牵头计"), ("en", "the body prints lead, the annex prints responsible; counted as lead")]
)
def test_roles_that_differ_are_told(tmp_path: Path, lang: str, said: str) -> None:
    tasks = [task("1", "招生", "公布招生办法。", "牵头:区教育局"), task("1", "招生", "公布招生办法。", "责任:区教育局、区司法局", "annex")]
    with open_store(str(tmp_path / "roles.lb"), write=True) as store:
        put(store, extraction(tasks))
        for name, params in (("show", {"task": "1"}), ("obligations", {"unit": "区教育局"}), ("owners", {"about": "招生", "words": True})):
            notes = [note for note in run(name, store, Options(lang=lang), **params).notes if "区教育局" in note and said in note]
            assert len(notes) == 1, name
        assert not any(said in note for note in run("obligations", store, Options(lang=lang), unit="区司法局").notes)


def test_two_roles_in_one_part_are_said_once(tmp_path: Path) -> None:
    tasks = [task("1", "招生", "公布招生办法。", "牵头:区教育局;配合:区教育局")]
    with open_store(str(tmp_path / "roles.lb"), write=True) as store:
        put(store, extraction(tasks))
        notes = run("obligations", store, unit="区教育局").notes
    assert [note for note in notes if "按牵头计" in note] == ["yunchuan-2024第1项，区教育局：正文写牵头、配合，按牵头计。"]


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
    assert (figures["dated"], figures["whole_year"]) == (4, 2)  # 澜江区 prints a day in the clause of a duty
    assert figures["dated"] + figures["whole_year"] + figures["undated"] == figures["tasks"]
    assert {row["code"]: row["value"] for row in run("stats", small, district="澜江").rows}["documents"] == 1


@pytest.mark.parametrize("district", ["", "云川区", "松屏区"])
def test_the_figures_of_the_graph_are_those_of_due(examples: Store, district: str) -> None:
    """The same label is the same number: of documents of districts, and of towns."""
    figures = {row["code"]: row for row in run("stats", examples, district=district or None).rows}
    notes = run("due", examples, Options(limit=0), district=district or None).notes
    accounts = [[int(number) for number in re.findall(r"(?:具体日期|全年推进|日历时限|全部任务) (\d+)", note)] for note in notes if "核对：" in note]
    own, towns = accounts[0], [sum(column) for column in zip(*accounts[1:], strict=True)] or [0] * 4
    names = ("dated", "whole_year", "undated", "tasks")
    assert [figures[name]["of_districts"] for name in names] == own
    assert [figures[name]["of_towns"] for name in names] == towns
    assert [figures[name]["value"] for name in names] == [one + other for one, other in zip(own, towns, strict=True)]


def test_the_figures_of_the_made_graph(small: Store) -> None:
    test_the_figures_of_the_graph_are_those_of_due(small, "")


@pytest.mark.shared
def test_the_figures_of_the_real_graph(corpus: Store) -> None:
    test_the_figures_of_the_graph_are_those_of_due(corpus, "")
    test_the_figures_of_the_graph_are_those_of_due(corpus, "宝山区")


YEARLY = [query.name for query in QUERIES if any(parameter.name == "year" for parameter in query.parameters)]


@pytest.mark.parametrize("name", YEARLY)
def test_a_year_of_which_nothing_was_read(small: Store, name: str) -> None:
    """It is an unknown name with the years there are, and never a zero."""
    query = next(query for query in QUERIES if query.name == name)
    given = {key: value for key, value in query.example.params.items() if key not in ("district", "year")}
    for place in ({}, {"district": "云川区"}):
        with pytest.raises(UnknownName, match="2019") as caught:
            run(name, small, **{**given, **place, "year": 2019})
        assert caught.value.nearest == ("2025",)
        assert caught.value.exit_code == 2


def test_years_of_some_districts_only(tmp_path: Path) -> None:
    """云川区 has a document of 2024, 澜江区 one of 2025; both have a 区教育局."""
    with open_store(str(tmp_path / "years.lb"), write=True) as store:
        put(store, extraction([task("1", "招生", "公布招生办法。", "责任:区教育局")]))
        put(store, extraction([task("1", "招生", "公布学区。", "责任:区教育局")], path="docs/lanjiang.txt", doc_no="澜府办〔2025〕1号", district="澜江区", year=2025))
        told = run("obligations", store, unit="区教育局", year=2024)
        assert {row["district"] for row in told.rows} == {"云川区"}
        assert told.notes[0] == "图库没有澜江区2024年的文件。"
        with pytest.raises(UnknownName, match="图库没有澜江区的2024年文件") as caught:
            run("obligations", store, unit="澜江区教育局", year=2024)
        assert caught.value.nearest == ("2025",)
        for name in ("overload", "due", "unsettled"):
            notes = run(name, store, district=["云川区", "澜江区"], year=[2024, 2019]).notes
            assert notes[:2] == ["图库没有云川区、澜江区2019年的文件。", "图库没有澜江区2024年的文件。"], name
        (brief,) = [export for export in EXPORTS if export.name == "brief"]
        paper = brief.build(store, brief.given({"unit": "区教育局", "year": 2024}))
        assert "澜江区" not in paper.title
        assert paper.notes[0] == "图库没有澜江区2024年的文件。"


@pytest.mark.parametrize("export", [one for one in EXPORTS if any(p.name == "year" for p in one.parameters)], ids=lambda one: one.name)
def test_no_paper_of_a_year_of_which_nothing_was_read(small: Store, export: Export) -> None:
    given = {name: value for name, value in export.example.params.items() if name not in ("district", "year")}
    with pytest.raises(UnknownName, match="2019") as caught:
        export.build(small, export.given({**given, "year": 2019}))
    assert caught.value.nearest == ("2025",)


def test_a_unit_of_another_district(small: Store) -> None:
    for params in ({"unit": "区民政局", "district": "澜江"}, {"unit": "澜江区民政局"}):
        with pytest.raises(UnknownName, match="澜江区没有单位") as caught:
            run("obligations", small, **params)
        assert "云川区" in caught.value.hint


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


def test_themes_count_the_documents_of_districts(examples: Store) -> None:
    """The same number as in `owners`; 柳溪镇's own tasks stand apart."""
    rows = {row["theme"]: row for row in run("themes", examples, district="云川区", year=2025).rows}
    for theme in ("政策解读", "政府开放活动"):
        (first, *towns) = run("owners", examples, about=theme, district="云川区", year=2025).extra["counts"]
        assert f"共 {rows[theme]['tasks']} 项任务" in first
        told = [re.search(r"另有 (\d+) 项", one) for one in towns]
        assert sum(int(one[1]) for one in told if one) == rows[theme]["of_towns"] > 0


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
    address = str(tmp_path / "empty.lb")
    open_store(address, write=True).close()
    with open_store(address) as store:
        for name in ("stats", "overload", "units", "themes", "documents", "due", "unsettled", "network", "roster"):
            answer = run(name, store)
            assert answer.rows == [] or name == "stats"
            assert sum("zeren ingest" in note for note in answer.notes) == 1, name
        for name, params in (("obligations", {"unit": "区教育局"}), ("overload", {"district": "云川区"}), ("show", {"task": "1"})):
            with pytest.raises(UnknownName, match="还没有文件") as caught:
                run(name, store, **params)
            assert "zeren ingest" in caught.value.hint
        for export in EXPORTS:
            given = {key: value for key, value in export.example.params.items() if key not in ("district", "year")}
            with pytest.raises(UnknownName, match="还没有文件"):
                export.build(store, export.given(given))
