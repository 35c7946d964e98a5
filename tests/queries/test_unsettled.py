"""What documents leave open, by hand on the made graph, on the examples and on the real documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.model import Deadline
from graph.store import Store, open_store
from queries import Options, run
from tests.graph.builders import extraction, may, put, task


def open_items(store: Store, document: str, **params: Any) -> dict[str, list[str]]:
    rows = run("unsettled", store, Options(limit=0), **params).rows
    return {row["kind"]: row["numbers"] for row in rows if row["document"] == document}


def test_kinds_on_the_made_graph(small: Store) -> None:
    found = open_items(small, "yunchuan")
    assert found["no_unit"] == ["6"]
    assert found["collective_only"] == ["2", "3", "8", "10"]
    assert found["vague_member"] == ["3", "10"]
    assert found["no_lead"] == ["2", "3", "4", "5", "7", "8", "10"]
    assert found["no_deadline"] == ["3", "6", "8", "9", "10"]  # 7 has one in a row
    assert "two_leads" not in found
    assert open_items(small, "lanjiang") == {"no_lead": ["1"]}


def test_only_the_issuer_is_one_line(small: Store) -> None:
    (row,) = run("unsettled", small, kind="issuer_only").rows
    assert (row["document"], row["town"], row["count"], row["whole"]) == ("liuxi", "柳溪镇", 2, True)
    assert "发文机关推定" in row["reason"]


def test_each_item(small: Store) -> None:
    rows = run("unsettled", small, kind="collective_only", each=True).rows
    assert [row["number"] for row in rows] == ["2", "3", "8", "10"]
    assert rows[0]["content"] == "解读材料一并送审。"


@pytest.mark.shared
def test_each_item_is_told_by_itself(corpus: Store) -> None:
    rows = run("unsettled", corpus, kind="two_leads", each=True, district="宝山区").rows
    assert len({row["reason"] for row in rows}) == len(rows) > 1
    item = next(row for row in rows if row["number"] == "22")
    assert "22.2：" in item["reason"]
    assert "29：" not in item["reason"]
    (shown,) = run("show", corpus, task="baoshan-2023 22.2").extra["tasks"]
    assert (item["content"], item["task"]) == (shown["content"], shown["task"])
    assert not {"told", "gaps"} & item.keys()


@pytest.mark.shared
def test_each_theme_that_is_not_covered_has_a_row(corpus: Store) -> None:
    (whole,) = run("unsettled", corpus, kind="theme_gap", district="普陀区").rows
    rows = run("unsettled", corpus, kind="theme_gap", each=True, district="普陀区").rows
    assert len(rows) == whole["count"] > 1
    for row in rows:
        (theme,) = row["themes"]
        assert row["reason"].endswith(f"：{theme}")


@pytest.mark.shared
def test_roles_of_body_and_annex_follow_one_rule(corpus: Store) -> None:
    """The body's lead of item 22 is the annex's of 22.2: 22.1 is no difference; 37 is one."""
    notes = [note for note in run("obligations", corpus, unit="区政府办公室", district="宝山区").notes if "写牵头" in note]
    assert [note.partition("项")[0] for note in notes] == ["baoshan-2023第37"]
    assert not any("写牵头" in note for note in run("show", corpus, task="baoshan-2023 16").notes)


def test_two_leads(tmp_path: Path) -> None:
    """2 has one lead in each of its rows, which settles who leads what."""
    tasks = [
        task("1", "招生", "公布招生办法。", "牵头:区教育局、区司法局"),
        task("2.1", "养老", "公布床位。", "牵头:区教育局", "annex"),
        task("2.2", "养老", "公布助餐点。", "牵头:区司法局", "annex"),
    ]
    with open_store(str(tmp_path / "leads.lb"), write=True) as store:
        put(store, extraction(tasks))
        (row,) = run("unsettled", store, kind="two_leads").rows
    assert row["numbers"] == ["1"]
    assert "1：区教育局、区司法局" in row["reason"]


@pytest.mark.parametrize(
    ("document", "kind", "numbers"),
    [
        ("yunchuan-2025", "no_unit", ["28"]),
        ("yunchuan-2025", "open_list", ["20"]),
        ("yunchuan-2025", "no_deadline", ["28"]),
        ("yunchuan-2025", "collective_only", ["16", "26"]),
        ("yunchuan-2025", "vague_member", ["13", "20"]),
        ("yunchuan-2023", "body_annex", ["6", "8", "15"]),
        ("yunchuan-2024", "no_unit", ["4.4"]),
    ],
)
def test_examples(examples: Store, document: str, kind: str, numbers: list[str]) -> None:
    assert open_items(examples, document)[kind] == numbers


@pytest.mark.shared
@pytest.mark.parametrize(("document", "items", "numbers"), [("jiading-2023", 31, 91), ("putuo-2025", 31, 31)])
def test_items_are_those_of_the_documents(corpus: Store, document: str, items: int, numbers: int) -> None:
    """Rows under one title are one item, here as in the list of documents."""
    (row,) = [row for row in run("unsettled", corpus, kind="no_lead").rows if row["document"] == document]
    assert (row["items"], row["count"], len(row["numbers"])) == (items, numbers, numbers)
    (listed,) = [one for one in run("documents", corpus).rows if one["document"] == document]
    assert listed["items"] == items


def test_rows_under_one_title_are_one_item(tmp_path: Path) -> None:
    tasks = [task(str(number), "招生" if number < 3 else "养老", f"公布第{number}类。", "责任:区教育局", "annex") for number in range(1, 5)]
    with open_store(str(tmp_path / "titles.lb"), write=True) as store:
        put(store, extraction(tasks))
        (row,) = run("unsettled", store, kind="no_lead").rows
        assert (row["items"], row["count"], row["numbers"]) == (2, 4, ["1", "2", "3", "4"])
        assert run("documents", store).rows[0]["items"] == 2


@pytest.mark.shared
def test_themes_that_others_cover(corpus: Store) -> None:
    (row,) = run("unsettled", corpus, district="宝山区", kind="theme_gap").rows
    assert "数据开放与数字赋能" in row["reason"]


@pytest.mark.shared
def test_real_documents(corpus: Store) -> None:
    found = open_items(corpus, "baoshan-2023", district="宝山区")
    assert found["collective_only"] == ["17", "19", "20", "21", "24", "25", "28", "30", "33", "35", "38"]
    assert found["open_list"] == ["3"]
    assert found["two_leads"] == ["16", "22", "23", "29", "31", "34"]
    assert found["body_annex"][0] == "3"
    assert "no_unit" not in found
    town = open_items(corpus, "songnan-2023", district="宝山区")
    assert len(town["issuer_only"]) == 21
    assert "no_unit" not in town


@pytest.mark.shared
@pytest.mark.parametrize("document", ["jiading-2023", "putuo-2025"])
def test_a_document_without_any_lead_is_one_line(corpus: Store, document: str) -> None:
    rows = [row for row in run("unsettled", corpus, kind="no_lead").rows if row["document"] == document]
    assert [row["whole"] for row in rows] == [True]


def test_what_a_document_says_twice_is_told(tmp_path: Path) -> None:
    """Other words in the annex, and a text with a later day than its column: with the open questions and with the task."""
    content = "公布招生办法，明确学区范围和报名时间。"
    late = Deadline("6月底前", "point", None, date(2024, 6, 30), None, (0, 5))
    tasks = [
        task("1", "招生", content, "区教育局"),
        task("2", "养老", "公布床位和助餐点，于6月底前上图。", "区民政局", **{**may(), "deadlines": (*may()["deadlines"], late)}),
        task("1", "招生", content.replace("范围和", "范围、各街镇、区政府各部门和"), "区教育局", "annex"),
    ]
    with open_store(str(tmp_path / "twice.lb"), write=True) as store:
        put(store, extraction(tasks))
        found = {row["kind"]: row for row in run("unsettled", store).rows}
        shown = {number: [note for note in run("show", store, task=number).notes if note.startswith("请核对")] for number in ("1", "2")}
    assert found["body_annex"]["numbers"] == ["1"]
    assert "仅附件有“各街镇区政府各部门”" in found["body_annex"]["reason"]
    assert found["two_deadlines"]["numbers"] == ["2"]
    assert "文中另有更晚的“6月底前”" in found["two_deadlines"]["reason"]
    assert [len(notes) for notes in shown.values()] == [1, 1]
    assert "仅附件有" in shown["1"][0]
    assert "6月底前" in shown["2"][0]
