"""Where tasks come from, and what was lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UnknownName
from graph.model import Deadline
from graph.store import Store, open_store
from queries import run
from tests.graph.builders import extraction, may, put, task, whole_year

FOOD = "更新长者食堂和助浴点分布图，新增点位五日内上图。"
HEARING = "邀请居民代表列席政府常务会议，全年不少于4次。"
SCHOOL = "公布公办小学招生范围和计划人数，有变化的用颜色标出。"
ALONE = "公开公交线路调整和道路封闭施工信息。"


@pytest.mark.parametrize(
    ("about", "title"),
    [("石桥镇", "shiqiao"), ("石桥", "shiqiao"), ("云川区", "yunchuan-2024"), ("云川2024-1", "yunchuan-2024 1"), ("石桥2024-1", "shiqiao 1")],
)
def test_places_and_captions_are_names(plans: Store, about: str, title: str) -> None:
    """A place is its newest document, a caption (what the program calls a task) the task."""
    answer = run("trace", plans, about=about)
    assert answer.title.startswith(f"{title}的任务来源")
    assert answer.rows == run("trace", plans, about=title).rows
    if "-" in about:
        assert [task["number"] for task in run("show", plans, task=about).extra["tasks"]] == ["1"]


def test_several_newest_documents_are_asked_back(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "two.lb"), write=True) as store:
        put(store, extraction([task("1", "招生", SCHOOL, "区教育局")]))
        put(store, extraction([task("1", "交通", ALONE, "区财政局")], path="docs/other.txt", title="专项安排", doc_no="云府办〔2024〕10号"))
        with pytest.raises(UnknownName, match="几份文件") as caught:
            run("trace", store, about="云川区")
        assert caught.value.nearest == ("other", "yunchuan-2024")


def _read_in(address: str, district: list[Any], town: list[Any]) -> Store:
    """A store with the tasks of 云川区 and of its town 石桥镇, open for reading."""
    more = {"path": "docs/shiqiao.txt", "title": "石桥镇计划", "doc_no": "石府〔2024〕3号", "town": "石桥镇"}
    with open_store(address, write=True) as store:
        put(store, extraction(district))
        put(store, extraction(town, **more))
    return open_store(address)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """云川区's plan and that of its town 石桥镇, which takes up 1 in part, leaves 2 and adds one of its own."""
    address = str(tmp_path_factory.mktemp("plans") / "plans.lb")
    district = [
        task("1", "为老服务", FOOD + HEARING, "区民政局、各街镇"),
        task("2", "招生", SCHOOL, "区教育局、各街镇"),
        task("3", "交通", ALONE, "区财政局"),
        task("4", "停车", "核定停车场收费标准并公示。", "石桥镇、区财政局"),
    ]
    town = [task("1", "为老服务", FOOD.replace("五日内", "及时")), task("2", None, "清扫河道。")]
    with _read_in(address, district, town) as store:
        yield store


def pairs(store: Store, about: str) -> list[tuple[str, str, str, str]]:
    rows = run("trace", store, about=about).rows
    return [(row["document"], row["number"], row["to_document"], row["to_number"]) for row in rows]


@pytest.mark.parametrize("about", ["shiqiao", "石桥镇计划", "石府〔2024〕3号", "shiqiao 1", "yunchuan-2024", "yunchuan-2024 1"])
def test_a_pair_is_found_from_either_end(plans: Store, about: str) -> None:
    assert pairs(plans, about) == [("shiqiao", "1", "yunchuan-2024", "1")]


@pytest.mark.parametrize("about", ["shiqiao 2", "yunchuan-2024 3"])
def test_what_has_no_source(plans: Store, about: str) -> None:
    answer = run("trace", plans, about=about)
    assert answer.rows == []
    assert any("没有找到来源" in note for note in answer.notes)


def test_row(plans: Store) -> None:
    (row,) = run("trace", plans, about="shiqiao").rows
    assert row["relation"] == "from_district"
    assert row["method"] == "title+sentences"
    assert 0.5 < row["score"] <= 1
    assert row["differences"] == ["五日内→及时", f"−{HEARING[:-1]}"]
    assert any("没有找到来源的 1 项：2" in note for note in run("trace", plans, about="shiqiao").notes)


def test_unknown_and_ambiguous(plans: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        run("trace", plans, about="shiqiaa")
    assert "shiqiao" in caught.value.nearest
    with pytest.raises(UnknownName) as caught:
        run("trace", plans, about="1")
    assert caught.value.nearest == ("shiqiao 1", "yunchuan-2024 1")


def losses(store: Store, about: str) -> list[tuple[Any, ...]]:
    rows = run("trace", store, about=about, uncovered=True).rows
    return [(row["number"], row["kind"], row["to_number"], row["reach"], row["via"]) for row in rows]


@pytest.mark.parametrize("about", ["shiqiao", "yunchuan-2024"])
def test_uncovered(plans: Store, about: str) -> None:
    assert losses(plans, about) == [
        ("1", "sentence_lost", "1", "collective", "各街镇"),
        (None, "uncovered", "2", "collective", "各街镇"),
        (None, "uncovered", "4", "direct", None),
    ]
    notes = run("trace", plans, about=about, uncovered=True).notes
    assert any("3 项对街镇有要求，其中 1 项有对应事项，2 项没有" in note for note in notes)


def test_uncovered_of_one_item(plans: Store) -> None:
    assert [row[1:3] for row in losses(plans, "shiqiao 1")] == [("sentence_lost", "1")]
    assert [row[1:3] for row in losses(plans, "yunchuan-2024 2")] == [("uncovered", "2")]


MEETING = "邀请居民代表列席区政府常务会议不少于4次，各单位至少列席2次。"
TRAINING = "定期组织依申请办理业务交流，分析典型案例，形成统一规范的答复口径。"


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A district's plan with days in its column, quotas of its own and a wording that its annex spoils; its town's plan."""
    address = str(tmp_path_factory.mktemp("dated") / "dated.lb")
    spoilt = SCHOOL.replace("，", "各街镇、区教育局，")
    district = [
        task("1", "为老服务", FOOD, "各街镇", **may()),
        task("2", "列席会议", MEETING, "各街镇", **whole_year()),
        task("3", "依申请公开", TRAINING, "各街镇"),
        task("4", "招生", SCHOOL, "各街镇"),
        task("4", "招生", spoilt, "各街镇", "annex"),
        task("5", "交通", ALONE, "各街镇", **may()),
    ]
    town = [
        task("1", "为老服务", FOOD),
        task("2", "列席会议", "邀请居民代表列席会议。"),
        task("3", "依申请公开", "分析典型案例，形成统一规范的答复口径。"),
        task("4", "招生", SCHOOL),
        task("5", "交通", ALONE + "4月底前完成。", deadlines=(Deadline("4月底前", "point", None, date(2024, 4, 30), None, (0, 5)),)),
    ]
    with _read_in(address, district, town) as store:
        yield store


def test_what_a_town_lost(dated: Store) -> None:
    """The day of the column; not the quota of the district's own meeting; a clause that is gone is no weaker word."""
    rows = [(row["to_number"], row["kind"], row["words"]) for row in run("trace", dated, about="shiqiao", uncovered=True).rows]
    assert rows == [
        ("1", "date_lost", "5月底前"),
        ("2", "number_lost", "2次"),
        ("2", "weaker_lost", "−至少"),
        ("3", "sentence_lost", "定期组织依申请办理业务交流"),
    ]


def test_a_slip_of_the_annex_is_no_difference(dated: Store) -> None:
    (row,) = run("trace", dated, about="shiqiao 4").rows
    assert (row["differences"], row["to_content"]) == ([], SCHOOL)


def test_nothing_to_compare(small: Store) -> None:
    answer = run("trace", small, about="lanjiang", uncovered=True)
    assert answer.rows == []
    assert any("没有可以对照" in note for note in answer.notes)


def test_last_year(examples: Store) -> None:
    (row,) = run("trace", examples, about="yunchuan-2025 17").rows
    assert (row["to_document"], row["to_number"], row["relation"]) == ("yunchuan-2024", "3.3", "from_last_year")
    assert "3次→4次" in row["differences"]


@pytest.mark.shared
def test_real_documents(corpus: Store) -> None:
    assert len(pairs(corpus, "songnan-2023")) == 23
    assert {number for _, number, _, _ in pairs(corpus, "baoshan-2023 6")} == {"1.2", "1.3"}
    rows = run("trace", corpus, about="songnan-2023", uncovered=True).rows
    alone = {row["to_number"] for row in rows if row["kind"] == "uncovered"}
    assert {"17", "18", "22"} <= alone
    lost = {(row["kind"], row["to_number"], row["words"]) for row in rows}
    assert ("number_lost", "25", "1次") in lost
    assert ("number_lost", "25", "4次") not in lost  # the quota of a meeting of the district's government
    assert {("date_lost", "36", "10月底前"), ("date_lost", "38", "5月底前")} <= lost  # they stand in the column
    assert not any("各街镇" in one for row in run("trace", corpus, about="songnan-2023 2.2").rows for one in row["differences"])
    assert any(kind == "sentence_lost" and number == "38" and re.search("30天", words) for kind, number, words in lost)
