"""Answers as table, JSON, CSV and Markdown; text from documents can do no harm in any of them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from rich.cells import cell_len

from graph.errors import UsageError
from graph.store import Store
from queries import Options, run
from queries.base import Answer
from queries.render import FORMATS, render
from queries.render.cells import clean, clipped
from queries.render.csvfile import BOM, guarded
from queries.render.markdown import escaped
from queries.render.screen import Screen


def made(rows: list[dict[str, Any]], columns: tuple[tuple[str, str, str], ...], **given: Any) -> Answer:
    """An answer that no store gave."""
    fields: dict[str, Any] = {
        "query": "made", "title": "标题", "params": {}, "columns": columns, "hidden": frozenset(), "rows": rows, "total": len(rows),
        "truncated": False, "notes": [], "statements": [], "extra": {}, **given,
    }  # fmt: skip
    return Answer(**fields)


NASTY = [
    ("=1+1", "'=1+1"),
    ("+cmd", "'+cmd"),
    ("-2", "'-2"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("＝全角", "'＝全角"),
    ("  =空格", "'  =空格"),
    ("\t=制表", "' =制表"),
    ("普通文字", "普通文字"),
]


@pytest.mark.parametrize(("text", "expected"), NASTY)
def test_a_cell_is_no_formula(text: str, expected: str) -> None:
    shown = render(made([{"title": text}], (("title", "任务", "string"),)), "csv")
    assert list(csv.reader(io.StringIO(shown.removeprefix(BOM))))[1] == [expected]


def test_numbers_stay_numbers() -> None:
    shown = render(made([{"value": -2, "share": -0.5}], (("value", "数量", "int"), ("share", "比", "float"))), "csv")
    assert list(csv.reader(io.StringIO(shown)))[1] == ["-2", "-0.5"]
    assert guarded("x=1") == "x=1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一行\n又一行\t列", "一行 又一行 列"),
        ("\x1b[31m红\x1b[0m", "[31m红[0m"),
        ("左\u202e右\u200b", "左右"),
        ("a\x00b\x7f", "ab"),
        ("换行\u2028段", "换行 段"),
    ],
)
def test_control_characters_are_gone(text: str, expected: str) -> None:
    assert clean(text) == expected
    answer = made([{"title": text}, {"title": "另一行"}], (("title", "任务", "string"),), title=text, notes=[text])
    for form in ("table", "csv", "md"):
        shown = render(answer, form)
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_csv_is_for_excel(small: Store) -> None:
    shown = render(run("obligations", small, unit="区教育局", district="澜江"), "csv")
    assert shown.startswith("\ufeff区,街镇,年份,单位,文中写作,角色,方式,")
    head, row = csv.reader(io.StringIO(shown.removeprefix(BOM)))
    cells = dict(zip(head, row, strict=True))
    assert (cells["角色"], cells["方式"], cells["时限"], cells["任务内容"]) == ("责任", "直接", "2025-04-30", "'=公布|计划。")
    assert cells["全部表述"] == "正文 1 责任：单位：区教育局"
    assert "\r\n" in shown


def test_what_is_not_sure_is_marked_everywhere(small: Store) -> None:
    answer = run("obligations", small, unit="区教育局", district="云川")
    assert "方式：推定" in render(run("obligations", small, unit="柳溪镇", town="柳溪镇"), "table")
    assert "责（推定）" in render(run("owners", small, about="财政与审计"), "table")
    for form in ("table", "md", "csv"):
        shown = render(answer, form)
        assert "可能涉及" in shown
        assert "经统称" in shown


def test_a_kind_of_unit_is_no_way_to_reach_one(small: Store) -> None:
    for lang, kind, way in (("zh", "统称", "经统称"), ("en", "collective", "via collective")):
        answers = (run("units", small, Options(lang=lang), kind="collective"), run("matrix", small, Options(lang=lang), district="云川"))
        for shown in (render(answer, form) for answer in answers for form in ("table", "csv", "md")):
            assert kind in shown
            assert way not in shown


def test_markdown_is_text() -> None:
    answer = made([{"title": "<script>|*x*`"}, {"title": "a\\b"}], (("title", "任务", "string"),))
    assert "| \\<script\\>\\|\\*x\\*\\` |" in render(answer, "md")
    assert escaped("a\\b") == "a\\\\b"


def test_json_has_the_agreed_keys(small: Store) -> None:
    data = json.loads(render(run("obligations", small, unit="区教育局", district="云川区"), "json"))
    assert list(data)[:9] == ["query", "title", "params", "columns", "rows", "total", "truncated", "notes", "cypher"]
    assert data["params"] == {"unit": "区教育局", "district": "云川区"}
    assert data["columns"][0] == {"name": "district", "label": "区", "type": "string"}
    assert data["title"] == "云川区教育局的任务"
    assert all(text.startswith("MATCH ") for text in data["cypher"])
    needed = {
        "district", "town", "year", "unit", "mention", "role", "reach", "via", "task", "document", "part", "number", "item", "title",
        "content", "due", "due_text", "due_kind", "quote", "page", "themes", "sources",
    }  # fmt: skip
    assert all(needed <= set(row) for row in data["rows"])
    assert {"part", "number", "page", "role", "quote"} <= set(data["rows"][0]["sources"][0])


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_a_table_fits_its_screen(examples: Store, width: int) -> None:
    for name, params in (("obligations", {"unit": "教育局"}), ("overload", {}), ("documents", {}), ("units", {})):
        shown = render(run(name, examples, **params), "table", Screen(width)).splitlines()
        rule = next(place for place, line in enumerate(shown) if set(line) == {"─"})
        body = shown[rule - 1 : shown.index(next(line for line in shown if line.startswith("共 ")))]
        assert max(cell_len(line) for line in body) <= width
        assert {"obligations": "角色", "documents": "文件"}.get(name, "单位") in shown[rule - 1], "a heading is folded"


def test_a_narrow_table_says_what_it_leaves_out(examples: Store) -> None:
    assert "屏幕较窄，没有显示：" in render(run("overload", examples), "table", Screen(70))
    assert "屏幕较窄" not in render(run("overload", examples), "table", Screen(200))


def test_a_text_is_printed_once_where_rows_of_one_task_follow_each_other(examples: Store) -> None:
    answer = run("ask", examples, question="云川区2025年谁负责政策解读？")
    tasks = {row["task"]: row["content"] for row in answer.rows}
    shown = render(answer, "table", Screen(160))
    assert len(tasks) < len(answer.rows)
    assert shown.count("同上") == len(answer.rows) - len(tasks)
    assert all(shown.count(text[:8]) == 1 for text in tasks.values())
    assert "同上" not in "".join(render(answer, form) for form in FORMATS if form not in ("table", "xlsx"))


def test_colour_only_on_a_screen(small: Store) -> None:
    answer = run("obligations", small, unit="区教育局", district="云川区")
    assert "\x1b[" in render(answer, "table", Screen(100, colour=True))
    assert "\x1b[" not in render(answer, "table")


def test_an_answer_without_rows_and_a_cut_one(small: Store) -> None:
    for form in ("table", "md"):
        assert "没有符合条件的结果" in render(run("due", small, month="1"), form)
        assert "没有符合条件的结果" not in render(run("ask", small, question="今天天气怎么样"), form)
        assert "只显示前 2 行" in render(run("units", small, Options(limit=2)), form)


@pytest.mark.parametrize(
    ("name", "limit", "params", "asked", "alike"),
    [
        ("due", 0, {"month": "4", "district": "澜江"}, ["区：澜江区"], []),  # one row: its unit is no filter
        ("obligations", 0, {"unit": "区民政局", "district": "云川区"}, ["区：云川区", "单位：区民政局"], ["年份：2025"]),
        ("matrix", 2, {}, [], []),  # a cut says nothing of what was left out
        ("matrix", 2, {"district": "云川区"}, ["区：云川区"], []),
        ("owners", 0, {"about": "政策解读", "role": "责任"}, ["角色：责任"], []),
    ],
)
def test_what_rows_share_is_not_read_as_a_filter(
    small: Store, name: str, limit: int, params: dict[str, str], asked: list[str], alike: list[str]
) -> None:
    table = render(run(name, small, Options(limit=limit), today="2025-01-01", **params) if name == "due" else run(name, small, Options(limit=limit), **params), "table")
    head = table.split("─")[0].splitlines()[1:-1]
    same = [line.removeprefix("各行相同　") for line in head if line.startswith("各行相同")]
    assert [part for line in head if not line.startswith("各行相同") for part in line.split("　")] == asked
    assert {part for line in same for part in line.split("　")} >= set(alike)
    assert bool(same) == bool(alike)


@pytest.mark.parametrize("form", ["csv", "md", "table"])
def test_a_whole_year_is_no_day_in_december(small: Store, form: str) -> None:
    answer = run("due", small, district="云川", all_year=True, today="2025-01-01")
    yearly = [row for row in answer.rows if row["due_kind"] == "year"]
    assert yearly
    assert all(row["due"].isoformat() == "2025-12-31" for row in yearly)  # as data it stays
    shown = render(answer, form)
    assert "2025-12-31" not in shown
    assert "2025-08-20" in shown


def test_english(small: Store) -> None:
    shown = render(run("obligations", small, Options(lang="en"), unit="区教育局", district="云川区"), "table")
    assert "Role" in shown
    assert "direct" in shown
    assert "concerned = 11 tasks" in shown


def test_cypher_can_be_pasted(small: Store) -> None:
    shown = render(run("stats", small, Options(dry=True), district="云川"), "cypher")
    assert '// $districts = ["云川区"]\n// $tasks = []\n// $side = ""\nMATCH' in shown


def test_unknown_format(small: Store) -> None:
    with pytest.raises(UsageError):
        render(run("stats", small), "docx")
    assert FORMATS == ("table", "json", "csv", "md")


def test_clipped() -> None:
    assert clipped("一二三四", 4) == "一二三四"
    assert clipped("一二三四五", 4) == "一二三…"


def test_figures_before_and_after_stay_in_pairs() -> None:
    """A column that is empty is shown beside its filled one, and a narrow screen drops both or neither."""
    columns = (("unit", "单位", "string"), ("score_before", "离群值（现在）", "float"), ("score", "离群值（调整后）", "float"),
               ("flag_before", "提示（现在）", "bool"), ("flag", "提示（调整后）", "bool"))  # fmt: skip
    rows = [{"unit": f"区第{number}局", "score_before": 2.5, "score": 1.25, "flag_before": number == 1, "flag": False} for number in (1, 2)]
    wide = render(made(rows, columns), "table", Screen(120))
    assert "提示（现在）" in wide
    assert "提示（调整后）" in wide
    head, _, missing = render(made(rows, columns), "table", Screen(44)).partition("屏幕较窄，没有显示：")
    assert missing.splitlines()[0] == "离群值（现在）、离群值（调整后）。"
    assert "离群值" not in head


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_and_heads_are_never_torn(examples: Store, lang: str) -> None:
    """Lists are folded, whatever they are called; a head of figures breaks before its bracket or between words only."""
    answer = run("compare", examples, Options(lang=lang), district=["云川区", "松屏区"])
    lines = render(answer, "table", Screen(160)).splitlines()
    rule = next(at for at, line in enumerate(lines) if line.startswith("───"))
    assert max(cell_len(line) for line in lines[: rule + 1]) <= 160
    heads = " ".join(lines[1:rule])
    assert heads.count("云川区") >= 3
    assert heads.count("（项）" if lang == "zh" else "(items)") == 2
    figures = [figure for line in lines[rule + 1 :] for figure in line.split()]
    for row in answer.rows:
        assert {str(row["count_a"]), str(row["count_b"])} <= set(figures)
