"""Collectives reach their members; two names of one body are joined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import Extraction
from graph.store import Store, open_store
from tests.graph.builders import drop, extraction, put, task

DEPARTMENTS = "区教育局、区司法局、区融媒体中心、市财政局"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "zeren.lb"), write=True) as store:
        yield store


def members(store: Store, collective: str, year: int = 2024) -> dict[str, str]:
    """Member -> relationship of a collective in a year."""
    text = "MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit) WHERE c.name = $name AND m.year = $year RETURN u.name, type(m)"
    return {str(name): str(kind) for name, kind in store.read(text, {"name": collective, "year": year}).rows}


def names(store: Store) -> set[str]:
    return {str(row[0]) for row in store.read("MATCH (u:Unit) RETURN u.name").rows}


def older(units: str) -> Extraction:
    particulars = {"doc_no": "云府办〔2023〕1号", "year": 2023, "path": "docs/2023.txt"}
    return extraction([task("1", None, "做好一件事情。", units)], **particulars)


def test_towns_of_the_district_are_members_though_no_document_names_them(store: Store) -> None:
    put(store, extraction([task("1", None, "做好一件事情。", "各街镇、区教育局")]))
    found = members(store, "各街镇")
    assert found == {"石桥镇": "MEMBER_OF", "望江街道": "MEMBER_OF", "云川高新园": "MAY_BE_MEMBER_OF"}
    homes = store.read("MATCH (u:Unit)-[:IN_DISTRICT]->(x:District) WHERE u.name = '石桥镇' RETURN x.name, u.kind, u.district").rows
    assert homes == (("云川区", "town", "云川区"),)


def test_without_a_collective_of_towns_there_are_no_towns(store: Store) -> None:
    put(store, extraction([task("1", None, "做好一件事情。", "区教育局、区政府各部门")]))
    assert "石桥镇" not in names(store)


def test_the_roster_makes_departments_certain(store: Store) -> None:
    put(store, extraction([task("1", None, "做好一件事情。", "区政府各部门"), task("2", None, "另一件事情。", DEPARTMENTS)]))
    found = members(store, "区政府各部门")
    assert found["区教育局"] == found["区司法局"] == found["区政府办公室"] == "MAY_BE_MEMBER_OF"
    assert found["区统计局"] == "MEMBER_OF"  # no document names it, but the roster does
    assert "市财政局" not in found  # a body from above
    assert "区融媒体中心" not in found


def test_words_that_leave_open_who_is_meant_reach_possible_members_only(store: Store) -> None:
    put(store, extraction([task("1", None, "做好一件事情。", "相关街镇、各有关部门"), task("2", None, "另一件事情。", "区教育局")]))
    assert set(members(store, "相关街镇").values()) == {"MAY_BE_MEMBER_OF"}
    assert "石桥镇" in members(store, "相关街镇")
    assert store.read("MATCH (c:Unit) WHERE c.name = '相关街镇' RETURN c.kind, c.possible").rows == (("collective", True),)


def test_membership_holds_for_the_years_of_its_tasks(store: Store) -> None:
    put(store, extraction([task("1", None, "做好一件事情。", "各街镇")]))
    put(store, older("各街镇"))
    assert members(store, "各街镇", 2023) == members(store, "各街镇", 2024) != {}
    drop(store, "2023")
    assert members(store, "各街镇", 2023) == {}
    assert "石桥镇" in members(store, "各街镇", 2024)


def test_members_come_and_go_with_the_documents(store: Store) -> None:
    put(store, extraction([task("1", None, "做好一件事情。", "区政府各部门")]))
    assert "区体育局" not in members(store, "区政府各部门")
    put(store, older("区体育局"))
    assert members(store, "区政府各部门")["区体育局"] == "MAY_BE_MEMBER_OF"
    drop(store, "2023")
    assert "区体育局" not in members(store, "区政府各部门") | dict.fromkeys(names(store), "")
    drop(store, "yunchuan-2024")
    assert names(store) == set()


def test_a_former_name_is_no_second_member(store: Store) -> None:
    put(store, extraction([task("1", None, "做好一件事情。", "区政府各部门、区卫生健康委")]))
    put(store, older("区卫生计生委"))
    assert "区卫生计生委" in names(store)
    assert "区卫生计生委" not in members(store, "区政府各部门")
    joined = store.read("MATCH (a:Unit)-[r:SAME_BODY]->(b:Unit) RETURN a.name, b.name, r.since").rows
    assert joined == (("区卫生健康委", "区卫生计生委", 2018),)


def test_a_collective_of_a_town_reaches_bodies_of_that_town(store: Store) -> None:
    town = {"town": "石桥镇", "doc_no": "石府〔2024〕3号", "path": "docs/town.txt", "issuer": "云川区石桥镇人民政府"}
    put(store, extraction([task("1", None, "做好一件事情。", "各科室、党政办公室、区教育局")], **town))
    office = {name for name, kind in members(store, "各科室").items()}
    assert len(office) == 1
    assert next(iter(office)).startswith("党政")


def test_a_collective_reaches_its_own_district_only(store: Store) -> None:
    other = {"district": "澜江区", "doc_no": "澜府办〔2024〕1号", "path": "docs/lanjiang.txt", "issuer": None}
    put(store, extraction([task("1", None, "做好一件事情。", "区政府各部门")]))
    put(store, extraction([task("1", None, "做好一件事情。", "区体育局")], **other))
    assert "区体育局" not in members(store, "区政府各部门")


@pytest.mark.parametrize(("code", "certain"), [("330903", False), ("310107", True), (None, True)])
def test_a_district_of_the_same_name_elsewhere_has_not_our_streets(store: Store, code: str | None, certain: bool) -> None:
    """There is a 普陀区 in Zhejiang too, told apart by the code that its documents lead to."""
    place = {"city": "舟山市" if code == "330903" else "上海市", "district": "普陀区", "code": code, "issuer": "普陀区人民政府办公室"}
    put(store, extraction([task("1", None, "做好一件事情。", "各街镇、区政府各部门、区教育局")], year=2025, **place))
    assert ("长寿路街道" in names(store)) is certain
    assert members(store, "区政府各部门", 2025)["区教育局"] == ("MEMBER_OF" if certain else "MAY_BE_MEMBER_OF")
