"""Districts of one name in different cities are two districts, whatever came first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UnknownName
from graph.model import Extraction
from graph.store import Store, open_store
from queries.registry import run
from tests.graph.builders import annex_file, drop, dump, extraction, names, put, task


def plan(city: str | None, stem: str, duty: str, **more: Any) -> Extraction:
    """A plan of 云川区 that prints this city, with one task."""
    return extraction([task("1", "招生", f"公布招生办法（{stem}）。", duty)], city=city, path=f"{stem}.txt", doc_no=None, **more)


OURS = plan("澜江市", "ours", "区教育局")
THEIRS = plan("海州市", "theirs", "区教育局、区财政局")
NOWHERE = plan(None, "nowhere", "区教育局", year=2023, title="2023年云川区政务公开工作要点")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "zeren.lb"), write=True) as store:
        yield store


def areas(store: Store) -> list[str]:
    """What the store calls the district of each unit that owes something, sorted."""
    return sorted(str(area) for (area,) in store.read("MATCH (u:Unit)-[:RESPONSIBLE]->(t:Task) RETURN u.district", {}).rows)


def test_one_city_leaves_the_name_as_it_is(store: Store) -> None:
    for document in (NOWHERE, OURS):
        put(store, document)
    assert areas(store) == ["云川区"] * 2


def test_two_cities_are_told_apart(store: Store) -> None:
    for document in (OURS, THEIRS):
        put(store, document)
    assert areas(store) == ["海州市云川区", "海州市云川区", "澜江市云川区"]


def test_full_names_have_the_city_that_is_printed(store: Store) -> None:
    """Of the districts of this name the gazetteer has the towns of Shanghai's only; a document of another city is not from there."""
    real = next(name for name, codes in names().places.codes.items() if len(codes) == 2 and any(code.startswith("31") for code in codes))
    put(store, extraction([task("1", "招生", "公布招生办法。", "区教育局")], city="海州市", district=real))
    ((full_name,),) = store.read("MATCH (u:Unit) WHERE u.name = '区教育局' RETURN u.full_name", {}).rows
    assert full_name == f"海州市{real}教育局"


@pytest.mark.parametrize("order", list(permutations((OURS, THEIRS, NOWHERE))), ids=lambda order: "-".join(one.document.path[:-4] for one in order))
def test_the_order_leaves_no_trace(store: Store, tmp_path: Path, order: tuple[Extraction, ...]) -> None:
    for document in order:
        put(store, document)
    with open_store(str(tmp_path / "other.lb"), write=True) as other:
        for document in (OURS, THEIRS, NOWHERE, OURS):
            put(other, document)
        assert dump(other) == dump(store)


def test_the_name_alone_comes_back(store: Store, tmp_path: Path) -> None:
    for document in (OURS, THEIRS):
        put(store, document)
    drop(store, "theirs")
    with open_store(str(tmp_path / "other.lb"), write=True) as other:
        put(other, OURS)
        assert dump(other) == dump(store)


def test_an_annex_joins_the_plan_of_its_own_city(store: Store) -> None:
    for document in (OURS, THEIRS, annex_file([task("1", "招生", "公布招生办法。", "区司法局", "annex")], city="海州市")):
        put(store, document)
    found = store.read("MATCH (d:Document) RETURN d.stem, d.completeness ORDER BY d.stem", {}).rows
    assert [tuple(row) for row in found] == [("ours", "body"), ("theirs", "both")]


def test_questions_keep_them_apart(store: Store) -> None:
    for document in (OURS, THEIRS):
        put(store, document)

    def asked(unit: str, **more: str) -> set[str]:
        return {str(row["district"]) for row in run("obligations", store, unit=unit, **more).rows}

    assert asked("海州市云川区财政局") == {"海州市云川区"}
    assert asked("澜江市云川区教育局") == {"澜江市云川区"}
    assert asked("区教育局", district="云川区") == {"海州市云川区", "澜江市云川区"}
    assert asked("区教育局", district="某省海州市云川区") == {"海州市云川区"}
    assert run("trace", store, about="澜江市云川区").to_json()["params"]["about"] == "澜江市云川区"
    with pytest.raises(UnknownName, match="“云川区”可以指几个区"):
        run("trace", store, about="云川区")
    with pytest.raises(UnknownName, match="“云川区”可以指几个区") as caught:
        asked("云川区教育局")
    assert caught.value.nearest == ("海州市云川区", "澜江市云川区")


@pytest.mark.parametrize("unit", ["海州市云川区教育局", "某省海州市云川区教育局"])
def test_a_district_of_another_city_is_not_ours(store: Store, unit: str) -> None:
    put(store, OURS)
    assert run("obligations", store, unit="澜江市云川区教育局").rows
    with pytest.raises(UnknownName, match=r"图库没有(某省)?海州市云川区的文件"):
        run("obligations", store, unit=unit)
    with pytest.raises(UnknownName, match="没有找到区“海州市云川区”"):
        run("overload", store, district="海州市云川区")


@pytest.mark.parametrize(
    ("question", "status", "value"),
    [
        ("云川区教育局有几项任务", "ambiguous", None),
        ("海州市云川区教育局有几项任务", "answered", 1),
        ("澜江市云川区第1项由谁负责", "answered", ["区教育局"]),
        ("海州市云川区第1项由谁负责", "answered", ["区教育局", "区财政局"]),
    ],
)
def test_a_question_in_words_keeps_them_apart(store: Store, question: str, status: str, value: object) -> None:
    for document in (OURS, THEIRS):
        put(store, document)
    found = run("ask", store, question=question).to_json()
    assert (found["status"], found["value"]) == (status, value)
