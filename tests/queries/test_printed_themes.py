"""A theme under which no task is filed is told as absent only where no task has a word of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.names.themes import load_themes
from graph.store import Store
from queries import Options, run
from tests.queries.conftest import loaded, on

HEAD = "# 2024年{district}政务公开工作要点\n\n"
FOOT = "\n{district}人民政府办公室\n2024年4月{day}日\n"
FULL = """1.公开中小学招生。发布中小学招生计划和学区范围，公布教育收费标准。（责任单位：区教育局）
2.公开公交线路。发布公交线路调整和道路施工信息。（责任单位：区交通委）
3.公开就业服务。发布招聘会和职业技能培训信息，公布就业补贴。（责任单位：区人力资源社会保障局）
"""
THIN = """1.指导公共企事业单位。按照领域督促公共企事业单位公布办事指南和服务承诺，涉及教育、交通等领域的逐家核对。（责任单位：区政府办公室）
2.办好政府公报。政府公报按月编辑，电子公报同步上网。（责任单位：区政府办公室）
"""
PLACES = (("云川区", FULL, 18), ("松屏区", FULL, 19), ("澜江区", THIN, 20))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("themes")
    files = []
    for name, (district, text, day) in zip(("yunchuan", "songping", "lanjiang"), PLACES, strict=True):
        files.append(folder / f"{name}-2024.txt")
        files[-1].write_text(HEAD.format(district=district) + text + FOOT.format(district=district, day=day), "utf-8")
    with loaded(folder / "themes.lb", files, Path(__file__).parents[1] / "graph" / "yunchuan.yaml") as store:
        yield store


@pytest.fixture
def store(engine: str, source: Store, request: pytest.FixtureRequest) -> Store:
    return on(engine, source, request)


def test_what_is_printed_is_no_gap(store: Store) -> None:
    (row,) = run("unsettled", store, kind="theme_gap", district="澜江区").rows
    absent, _, touched = row["reason"].partition("；")
    assert absent.endswith("没有涉及的主题：就业")
    assert row["count"] == 1
    assert touched == "另有 2 个主题没有归入其下的任务、只在其他任务的文字中提到：交通（1）、教育（1）"
    (each,) = run("unsettled", store, kind="theme_gap", district="澜江区", each=True).rows
    assert each["themes"] == ["就业"]
    (english,) = run("unsettled", store, Options(lang="en"), kind="theme_gap", district="澜江区").rows
    assert "2 more themes" in english["reason"]


def test_two_districts_tell_the_touched_apart(store: Store) -> None:
    answer = run("compare", store, district=["云川区", "澜江区"])
    rows = {row["theme"]: row for row in answer.rows}
    assert (rows["就业"]["side"], rows["就业"]["touched_b"]) == ("only_a", [])
    assert (rows["教育"]["side"], rows["教育"]["count_b"], rows["教育"]["touched_b"]) == ("mainly_a", 0, ["1"])
    assert rows["政府公报"]["side"] == "only_b"
    assert any(note.startswith("澜江区没有归入其下的任务") and "教育（1）" in note for note in answer.notes)
    assert {row["side"] for row in run("compare", store, district=["澜江区", "云川区"], only="mainly_b").rows} == {"mainly_b"}


@pytest.mark.parametrize(
    ("text", "theme", "found"),
    [
        ("指导教育、卫生健康、交通等领域", "教育", True),  # in a list, in front of 领域
        ("（含公共交通）", "交通", True),
        ("编辑统计公报", "政府公报", False),  # looks like it and is not
        ("举办有关活动", "文化体育与消费", False),  # a word that says nothing by itself
    ],
)
def test_touched(text: str, theme: str, found: bool) -> None:
    assert (theme in load_themes().touched(text)) is found


@pytest.mark.shared
def test_no_real_document_is_said_to_lack_what_it_prints(corpus: Store) -> None:
    gaps = {row["district"]: row["reason"].partition("；")[0] for row in run("unsettled", corpus, kind="theme_gap").rows}
    printed = {
        "杨浦区": ("公开审查与保密", "政策推送", "政策咨询与知识库", "行政执法", "政府公报"),
        "普陀区": ("教育", "卫生健康", "交通", "住房与城市更新"),
        "嘉定区": ("交通", "卫生健康", "行政执法"),
    }
    for district, themes in printed.items():
        assert not [theme for theme in themes if theme in gaps.get(district, "")]
    sides = {row["theme"]: row["side"] for row in run("compare", corpus, district=["杨浦区", "普陀区"]).rows}
    assert (sides["教育"], sides["政策推送"], sides["公开审查与保密"]) == ("mainly_a", "mainly_b", "mainly_b")
