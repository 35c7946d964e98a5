"""相关 governs what follows in its list: 相关街镇、园区 are 相关街镇 and 相关园区, and reach nobody surely; 各街镇、园区 do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import Store
from ingest.extract import extract_file
from queries import run
from queries.base import Options, Session
from queries.papers.facts import gather, role_text
from queries.papers.raci import mark
from queries.reading import read_document
from tests.queries.conftest import loaded, on

TEXT = """# 2024年云川区政务公开工作要点

1.公开园区服务清单。逐项标明办理窗口。（责任单位：各街镇、园区）
2.公开旧房改造进展。逐季更新项目清单。（责任单位：区住房城乡建设局、相关街镇、园区）
3.公开招商政策。汇编成册。（责任单位：云川高新园）
4.公开河道整治安排。沿河街区逐段公示。（责任单位：相关镇、街道；配合单位：园区）

云川区人民政府办公室
2024年4月18日
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("governed")
    path = folder / "yunchuan-2024.txt"
    path.write_text(TEXT, "utf-8")
    with loaded(folder / "governed.lb", [path], Path(__file__).parents[1] / "graph" / "yunchuan.yaml") as store:
        yield store


@pytest.fixture
def store(engine: str, source: Store, request: pytest.FixtureRequest) -> Store:
    return on(engine, source, request)


def test_the_name_stays_and_the_list_says_that_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "yunchuan-2024.txt"
    path.write_text(TEXT, "utf-8")
    found = {(task.key, one.mention): (one.unit, one.possible) for task in extract_file(path).tasks for one in task.assignments}
    assert found["1", "园区"] == ("各园区", False)
    assert found["2", "园区"] == ("各园区", True)
    assert found["4", "街道"] == ("各街道", True)
    assert found["4", "园区"] == ("各园区", False)  # a list of its own
    assert found["2", "相关街镇"] == ("相关街镇", False)  # its own name says it


def test_a_member_is_only_possible_there(store: Store) -> None:
    rows = {row["number"]: row for row in run("obligations", store, unit="云川高新园").rows}
    assert {number: row["reach"] for number, row in rows.items()} == {"1": "collective", "2": "possible", "3": "direct", "4": "collective"}
    assert {source["via"] for source in rows["2"]["sources"]} == {"相关街镇", "各园区"}  # one may be meant by 街镇 too


def test_no_answer_says_that_all_are_meant(store: Store) -> None:
    """What is printed of 各园区 itself behind a 相关 is only possible, in lists, counts and papers; it stays printed."""
    own = run("obligations", store, unit="各园区", district="云川区")
    assert {row["number"]: row["reach"] for row in own.rows} == {"1": "direct", "4": "direct", "2": "possible"}
    (account,) = own.extra["account"]
    assert (account["direct"], account["possible"], account["total"]) == (2, 1, 4)
    shown = {row["mention"]: (row["unit"], row["reach"], row["via"]) for row in run("show", store, task="yunchuan-2024 2").rows}
    assert shown["园区"] == ("各园区", "possible", None)
    assert shown["相关街镇"] == ("相关街镇", "direct", None)
    owned = {(row["unit"], row["reach"]) for row in run("owners", store, about="旧房").rows}
    assert ("各园区", "possible") in owned
    session = Session(store, limit=0)
    facts = gather(session, ["云川区"], [], [])
    (task,) = [one["task"] for one in facts.tasks.values() if one["number"] == "2"]
    (row,) = [one for one in facts.of_task(task) if one["unit"] == "各园区"]
    assert (mark(row), role_text(row)) == ("责?", "责任（可能涉及）")


def test_every_answer_counts_alike(store: Store) -> None:
    (park,) = [row for row in run("overload", store, district="云川区", ids=True).rows if row["unit"] == "云川高新园"]
    assert (park["direct"], park["inherited"], park["possible"]) == (1, 2, 1)
    assert [len(park["task_ids"][name]) for name in ("inherited", "possible")] == [2, 1]
    (parks,) = [row for row in run("roster", store, district="云川区").extra["summary"] if row["collective"] == "各园区"]
    assert (parks["tasks"], parks["open"]) == (2, False)
    (vague,) = run("unsettled", store, district="云川区", kind="vague_member").rows
    assert vague["numbers"] == ["2", "4"]
    assert "相关园区" in vague["reason"]
    assert "相关街道" in vague["reason"]


def test_the_page_of_the_document_tells_it(store: Store) -> None:
    reading = read_document(Session(store, limit=Options().limit), "yunchuan-2024")
    reach = {task["number"]: {one["reach"] for duty in task["duties"] if duty["unit"] == "各园区" for one in duty["members"]} for task in reading.tasks}
    assert (reach["1"], reach["2"]) == ({"collective"}, {"possible"})


def test_a_collective_that_only_stands_behind_a_word_of_doubt_is_open(store: Store) -> None:
    summary = {row["collective"]: row for row in run("roster", store, district="云川区", open=True).extra["summary"]}
    assert (summary["各街道"]["tasks"], summary["各街道"]["open"]) == (0, True)
