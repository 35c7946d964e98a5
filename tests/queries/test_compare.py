"""Years and districts side by side, and what the store covers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UsageError
from graph.model import ThemeHit
from graph.names.neighbours import neighbours
from graph.store import Store, open_store
from queries import Options, run
from queries.paper_topics import topic
from tests.graph.builders import extraction, may, put, task, whole_year

FOOD = "更新长者食堂和助浴点分布图，新增点位五日内上图。"
HEARING = "邀请居民代表列席政府常务会议，全年不少于4次。"
SCHOOL = "公布公办小学招生范围和计划人数，有变化的用颜色标出。"
BUS = "公开公交线路调整和道路封闭施工信息，提前七天告知。"


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """云川区 2023 and 2024: 1 kept with other words, 2 moved, 3 dropped, one new; 松屏区 2024 beside it."""
    address = str(tmp_path_factory.mktemp("years") / "years.lb")
    old = [
        task("1", "为老服务", FOOD, "区民政局"),
        task("2", "列席会议", HEARING, "区政府办公室、区司法局"),
        task("3", "招生", SCHOOL, "区教育局"),
    ]
    new = [
        task("1", "为老服务", FOOD.replace("五日内", "三日内"), "区民政局"),
        task("2", "列席会议", HEARING, "牵头:区政府办公室;区财政局"),
        task("3", "出行", BUS, "区建设管理委"),
    ]
    other = [task("1", "为老服务", FOOD, "区民政局"), task("2", "出行", BUS, "区交通委")]
    past = {"path": "docs/2023.txt", "title": "2023年要点", "doc_no": "云府办〔2023〕1号", "year": 2023}
    beside = {"path": "docs/other.txt", "title": "松屏区要点", "doc_no": "松府办〔2024〕1号", "district": "松屏区"}
    with open_store(address, write=True) as store:
        put(store, extraction(old, **past))
        put(store, extraction(new))
        put(store, extraction(other, **beside))
    with open_store(address) as store:
        yield store


def test_years(years: Store) -> None:
    answer = run("compare", years, district="云川区")
    found = {row["change"]: row for row in answer.rows}
    assert answer.extra["mode"] == "years"
    assert [row["change"] for row in answer.rows] == ["moved", "kept", "new", "dropped"]
    assert (found["moved"]["gained"], found["moved"]["lost"]) == (["区财政局"], ["区司法局"])
    assert found["moved"]["roles"] == ["区政府办公室：RESPONSIBLE→LEAD"]
    assert found["kept"]["differences"] == ["五日→三日"]
    assert (found["new"]["number"], found["new"]["to_number"]) == ("3", None)
    assert (found["dropped"]["number"], found["dropped"]["to_number"]) == (None, "3")
    assert any("2023 年 3 项，2024 年 3 项；逐个序号比较，保留 1 个，责任单位有变化 1 个，新增 1 个，取消 1 个" in note for note in answer.notes)
    assert any("不足三个，不作趋势判断" in note for note in answer.notes)


def test_like_is_compared_with_like(tmp_path: Path) -> None:
    """A document about something else is no older version of the plan: it stands in a note; other deadlines are told."""
    address = str(tmp_path / "like.lb")
    old = [task("1", "为老服务", FOOD, "区民政局", **whole_year(2023)), task("2", "招生", SCHOOL, "区教育局", **may(2023))]
    new = [task("1", "为老服务", FOOD, "区民政局", **may()), task("2", "招生", SCHOOL, "区教育局", **may())]
    past = {"path": "docs/plan.txt", "title": "2023年云川区政务公开工作计划", "doc_no": "云府办〔2023〕1号", "year": 2023}
    beside = {"path": "docs/gifts.xlsx", "title": "2023年云川区民生实事任务分解表", "doc_no": "云府〔2023〕2号", "year": 2023}
    with open_store(address, write=True) as store:
        put(store, extraction(old, **past))
        put(store, extraction([task("1", "出行", BUS, "区建设管理委")], **beside))
        put(store, extraction(new))
    with open_store(address) as store:
        answer = run("compare", store, district="云川区")
        assert [(row["number"], row["change"], row["to_document"], row["times"]) for row in answer.rows] == [
            ("1", "kept", "plan", ["全年→5月底前"]),
            ("2", "kept", "plan", []),
        ]
        assert any(note == "gifts（2023 年，1 项）在 2024 年没有同类文件，不参加比较。" for note in answer.notes)
        assert any("时限有变化的 1 个" in note for note in answer.notes)
        assert any("可比的文件只有 2 个年份" in note for note in answer.notes)  # three documents, two of them alike
        assert {"document", "to_document", "times"} <= {name for name, _, _ in answer.columns} - answer.hidden


def test_rows_under_one_title_are_one_item(examples: Store) -> None:
    """Items are counted as elsewhere; what is compared is every number, and the note says so."""
    notes = run("compare", examples, district="松屏区").notes
    assert any("2023 年 9 项（11 个序号），2024 年 9 项（22 个序号）；逐个序号比较" in note and "新增 22 个" in note for note in notes)
    assert any(note.startswith("松屏区历年：2023 年 9 项（11 个序号）") and "2025 年 4 项（8 个序号）" in note for note in notes)
    assert {row["document"]: row["items"] for row in run("documents", examples, district="松屏区").rows}["songping-2024"] == 9


def test_a_year_without_annex_changes_no_deadlines(tmp_path: Path) -> None:
    """A plan without a deadline column drops no deadlines; what both years print is compared. Each reason is told once."""
    address = str(tmp_path / "bare.lb")
    old = [task(str(n), title, text, "区民政局", part, **whole_year(2023)) for part in ("body", "annex") for n, title, text in (
        (1, "为老服务", FOOD), (2, "招生", SCHOOL), (3, "出行", BUS))]  # fmt: skip
    new = [task("1", "为老服务", FOOD, "区民政局", **may()), task("2", "招生", SCHOOL, "区民政局"), task("3", "出行", BUS, "区民政局")]
    past = {"path": "docs/2023.txt", "title": "2023年要点", "doc_no": "云府办〔2023〕1号", "year": 2023}
    with open_store(address, write=True) as store:
        put(store, extraction(old, **past))
        put(store, extraction(new))
    with open_store(address) as store:
        answer = run("compare", store, district="云川区")
    assert {row["number"]: row["times"] for row in answer.rows} == {"1": ["全年→5月底前"], "2": [], "3": []}
    assert sum("没有逐项写时限" in note and note.startswith("yunchuan-2024（2024 年）") for note in answer.notes) == 1
    assert sum(note.startswith("2023（正文和附件）、yunchuan-2024（正文）：完整程度不同") for note in answer.notes) == 1
    assert any("时限有变化的 1 个" in note for note in answer.notes)


def test_years_of_one_kind_say_nothing_of_it(years: Store) -> None:
    assert not any("完整程度不同" in note or "没有逐项写时限" in note for note in run("compare", years, district="云川区").notes)


@pytest.mark.parametrize("by", ["theme", "function"])
def test_two_districts_for_some_units(years: Store, by: str) -> None:
    """Only the tasks of the listed units count; a district that has none of them keeps its own, for their themes and functions."""
    place = {"district": ["云川区", "松屏区"], "year": 2024, "by": by}
    whole = {row[by]: row for row in run("compare", years, **place).rows}
    answer = run("compare", years, Options(units=("区民政局",)), **place)
    assert {(row["count_a"], row["count_b"]) for row in answer.rows} == {(1, 1)}
    assert all(set(row["numbers_a"]) == {"1"} for row in answer.rows)
    assert {row[by] for row in answer.rows} <= set(whole)
    assert any(note == "云川区涉及名单上单位的 1 项：有无、项数和序号只按这些任务计。" for note in answer.notes)
    alone = run("compare", years, Options(units=("区财政局",)), **place)
    assert any(note.startswith("松屏区没有名单上的单位：按全部任务计") for note in alone.notes)
    assert all(row["numbers_a"] == ["2"] for row in alone.rows)


def test_what_lies_with_other_units_is_told(tmp_path: Path) -> None:
    """The other district has the theme too, with a unit that is not listed: that is no theme which it lacks."""
    address = str(tmp_path / "patch.lb")
    travel: dict[str, Any] = {"themes": (ThemeHit("交通", "cue", "公交", 0.9),)}
    beside = {"path": "docs/other.txt", "title": "松屏区要点", "doc_no": "松府办〔2024〕1号", "district": "松屏区"}
    with open_store(address, write=True) as store:
        put(store, extraction([task("1", "出行", BUS, "区财政局", **travel)]))
        put(store, extraction([task("1", "出行", BUS, "区交通委", **travel), task("2", "招生", SCHOOL, "区财政局")], **beside))
    with open_store(address) as store:
        answer = run("compare", store, Options(units=("区财政局",)), district=["云川区", "松屏区"])
    (row,) = [row for row in answer.rows if row["theme"] == "交通"]
    assert (row["side"], row["count_b"], row["units_b"]) == ("only_a", 0, [])
    assert "其中松屏区也有、但不涉及名单上单位的：交通。" in answer.notes


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("2025年云川区政务公开工作要点", "政务公开"),
        ("2024年澜江市云川区政务公开工作任务分解表", "政务公开"),
        ("关于印发《2024年云川区营商环境行动方案》的通知", "营商环境"),
        ("2023年要点", ""),
    ],
)
def test_what_a_title_is_about(title: str, about: str) -> None:
    assert topic(title, ["云川区", "澜江市"]) == about


def test_what_is_said_twice_is_no_difference(tmp_path: Path) -> None:
    """A title that begins its text, and rows that say with other punctuation what their item says, are not dropped words."""
    title = "动态更新标准目录"
    whole = f"{title}，实现标准目录与业务系统的直接融合应用。加强内容衔接，确保各平台数据同源、同步更新。"
    rows = [task("1.1", title, f"{title}，实现标准目录与业务系统的直接融合应用。", "区政府办公室"),
            task("1.2", title, "加强内容衔接，确保各平台数据同源同步更新。", "区数据局")]  # fmt: skip
    past = {"path": "docs/2023.txt", "title": "2023年要点", "doc_no": "云府办〔2023〕1号", "year": 2023}
    address = str(tmp_path / "said.lb")
    with open_store(address, write=True) as store:
        put(store, extraction([task("1", title, whole), *rows], **past))
        put(store, extraction([task("1", title, whole.replace("各平台", "全部平台"), "区政府办公室、区数据局")]))
    with open_store(address) as store:
        (row,) = run("compare", store, district="云川区").rows
        assert (row["change"], row["differences"]) == ("kept", ["各→全部"])


def test_documents_of_no_district_have_no_gaps(tmp_path: Path) -> None:
    address = str(tmp_path / "none.lb")
    with open_store(address, write=True) as store:
        put(store, extraction([task("1", "招生", SCHOOL, "区教育局")]))
        put(store, extraction([], path="docs/README.md", title="说明", doc_no="", district="", year=2023))
    with open_store(address) as store:
        notes = run("compare", store).notes
    assert not any(note.startswith("没有收录") for note in notes)
    assert any(note.startswith("云川区没有收录 2023 年") for note in notes)


def test_only_one_kind_of_change(years: Store) -> None:
    assert [row["number"] for row in run("compare", years, district="云川区", only="new").rows] == ["3"]


@pytest.mark.parametrize(
    "params",
    [
        {"district": "松屏区"},
        {"district": "云川区", "year": 2024},
        {"district": ["云川区", "松屏区"], "year": 1999},
    ],
)
def test_nothing_to_compare(years: Store, params: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        run("compare", years, **params)


def test_a_trend_needs_three_documents(examples: Store) -> None:
    notes = run("compare", examples, district="云川区").notes
    assert any(note.startswith("云川区历年：2023 年 15 项") for note in notes)


def test_two_districts_by_function(years: Store) -> None:
    answer = run("compare", years, district=["云川区", "松屏区"], by="function")
    rows = {row["function"]: row for row in answer.rows}
    assert rows["民政"]["side"] == "same_units"
    assert rows["教育" if "教育" in rows else "财政"]["side"] == "only_a"
    assert (rows["交通"]["side"], rows["交通"]["units_a"], rows["交通"]["units_b"]) == (
        "only_b",
        ["（区建设管理委）"],
        ["区交通委"],
    )
    assert rows["建设"]["side"] == "only_a"
    assert (rows["民政"]["count_a"], rows["民政"]["share_a"], rows["民政"]["share_b"]) == (1, 33.3, 50.0)
    labels = [label for name, label, _ in answer.columns if name in ("count_a", "share_b")]
    assert labels == ["云川区（项）", "松屏区（%）"]


def test_two_districts_by_theme(examples: Store) -> None:
    answer = run("compare", examples, district=["云川区", "松屏区"])
    assert answer.extra["mode"] == "districts"
    assert {row["side"] for row in answer.rows} >= {"only_a"}
    for row in answer.rows:
        assert (row["side"] in ("only_a", "mainly_a")) == (row["count_b"] == 0)
        assert (row["side"] in ("only_b", "mainly_b")) == (row["count_a"] == 0)
        assert (row["side"] == "mainly_a") == bool(row["touched_b"])
        assert (row["side"] == "mainly_b") == bool(row["touched_a"])


@pytest.mark.shared
def test_three_districts_are_too_many(corpus: Store) -> None:
    with pytest.raises(UsageError):
        run("compare", corpus, district=["宝山区", "嘉定区", "普陀区"])


def test_grid(examples: Store) -> None:
    answer = run("compare", examples)
    rows = {(row["document"], row["part"]): row for row in answer.rows}
    assert answer.extra["mode"] == "grid"
    found = rows["yunchuan-2023", "annex"]
    assert (found["tasks"], found["named"], found["share"], found["layout"]) == (19, 19, 1.0, "running-table")
    assert rows["yunchuan-2023", "body"]["tasks"] == 15
    assert rows["yunchuan-2025", "body"]["named"] == 27
    assert rows["liuxi-2025", "body"]["named"] == 0  # the issuer alone names nobody


@pytest.mark.shared
def test_real_documents(corpus: Store) -> None:
    rows = {(row["document"], row["part"]): row for row in run("compare", corpus, grid=True).rows}
    assert (rows["baoshan-2023", "body"]["tasks"], rows["baoshan-2023", "annex"]["tasks"]) == (38, 50)
    assert rows["songnan-2023", "body"]["named"] == 0
    sides = {row["function"]: row for row in run("compare", corpus, district=["宝山", "普陀"], by="function").rows}
    assert (sides["交通"]["units_a"], sides["交通"]["units_b"]) == (["区交通委"], ["（区建设管理委）"])
    assert any("年份不同" in note for note in run("compare", corpus, district=["宝山", "普陀"]).notes)


def test_functions_that_lie_together_elsewhere() -> None:
    near = neighbours()
    assert "交通" in near["建设"]
    assert "建设" in near["交通"]
    assert all(one not in others for one, others in near.items())
