"""What a reader does with a page: search, filter, select, expand, export; by mouse and by keyboard."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.viz.conftest import Opened, made
from tests.viz.sample import Sample
from tests.viz.test_pages import HOSTILE

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]


@pytest.fixture
def page(open_page: Open) -> Opened:
    return open_page(made("unit"))


def test_sentence_figures_and_account_agree(page: Opened) -> None:
    assert "直接任务 11 项" in page.text("#sentence")
    assert page.text("#figures").split() == ["4", "牵头", "6", "责任", "1", "配合", "5", "经统称明确", "10", "直接任务的主题"]
    assert page.text("#account").split() == ["1", "份文件共", "30", "项", "=", "直接", "11", "+", "经统称", "5", "+", "不涉及", "14"]


def test_rows_are_grouped_by_time(page: Opened) -> None:
    groups = page.tab.locator("#list .group th").all_inner_texts()
    names = [group.split()[0] for group in groups]
    assert names[:2] == ["30", "2025"]
    joined = "\n".join(groups)
    for said in ("30 天内到期", "2025 年 9 月", "以后", "全年", "按周期或条件", "未写明时限", "时限已过（完成情况未登记）"):
        assert said in joined
    assert joined.index("30 天内到期") < joined.index("以后") < joined.index("全年") < joined.index("未写明时限") < joined.index("时限已过")
    first = page.tab.locator("#list tr[data-t] td.due").first
    assert first.inner_text().split() == ["8", "月", "20", "日", "还有", "14", "天", "“8月中旬前”"]


def test_a_figure_opens_its_rows(page: Opened) -> None:
    page.tab.click("#figures .fig.l")
    assert sorted(page.rows(), key=int) == ["5", "7", "8", "12"]
    page.tab.click("#account .part.none")
    assert len(page.rows()) == 14


def test_filters_count_what_they_would_show(page: Opened) -> None:
    chip = page.tab.locator('.chip[data-facet="role"][data-value="LEAD"]')
    assert chip.inner_text().split() == ["牵", "牵头", "4"]
    chip.click()
    assert len(page.rows()) == 4
    assert page.tab.locator('.chip[data-facet="reach"][data-value="direct"] i').inner_text() == "4"
    page.tab.click('details[data-menu="theme"] summary')
    page.tab.click('.option[data-facet="theme"][data-value="教育"]')
    assert sorted(page.rows(), key=int) == ["5", "7", "8", "12"]
    page.tab.click(".chip.clear")
    assert len(page.rows()) == 16


def test_years_are_kept_apart(page: Opened) -> None:
    page.tab.click('.chip[data-year="2024"]')
    assert sorted(page.rows()) == ["1", "2", "3"]
    page.tab.click('.chip[data-year="null"]')
    assert len(page.rows()) == 19


def test_selecting_a_row_shows_its_printed_words(page: Opened) -> None:
    page.tab.locator("#list tr[data-t]", has_text="校外培训监管信息").click()
    panel = page.text("#panel")
    assert "责任单位：区市场监管局" in panel
    assert "云府办〔2025〕9号" in panel
    assert "正文 第 3 页" in panel
    marks = page.tab.locator("#panel mark")
    assert [(marks.nth(i).inner_text(), marks.nth(i).get_attribute("class")) for i in range(marks.count())] == [
        ("每月", "d"), ("区教育局", "l"), ("区市场监管局", "r"), ("区文化旅游局", "c")]  # fmt: skip
    assert page.tab.locator("#list tr[aria-selected=true]").count() == 1


def test_a_doubt_is_shown_with_its_task(page: Opened) -> None:
    page.tab.locator("#list tr[data-t]", has_text="入学政策一图读懂").click()
    assert "附件同项的时限写“9月1日前”" in page.text("#panel .doubt")


@pytest.mark.parametrize(
    ("asked", "first"),
    [("sfj", "区司法局"), ("qsfj", "区司法局"), ("卫健委", "区卫生健康委"), ("政策解", "政策解读"), ("预决算", "预决算公开"), ("家长", "开放活动进校园")],
)
def test_search_finds(asked: str, first: str, page: Opened) -> None:
    page.tab.keyboard.press("/")
    page.tab.keyboard.type(asked)
    assert first in page.tab.locator("#hits li").first.inner_text()


def test_search_result_is_taken_by_keyboard(page: Opened) -> None:
    page.tab.keyboard.press("/")
    page.tab.keyboard.type("sfj")
    page.tab.keyboard.press("Enter")
    assert sorted(page.rows(), key=int) == ["1", "2", "22", "25"]
    assert "一起点名的事项 2 项" in page.text("#panel")
    assert "本单位经统称或可能涉及的事项 2 项，不计入协作" in page.text("#panel")
    page.tab.keyboard.press("Escape")
    page.tab.keyboard.press("Escape")
    assert len(page.rows()) == 16


def test_search_by_printed_words(page: Opened) -> None:
    page.tab.fill("#search", "问答")
    page.tab.locator("#hits li", has_text="原文含").click()
    assert sorted(page.rows(), key=int) == ["5", "12"]


def test_arrows_enter_and_help(page: Opened) -> None:
    chosen = page.tab.locator("#list tr[aria-selected=true] td.number")
    assert chosen.inner_text() == "5"
    page.tab.keyboard.press("ArrowDown")
    page.tab.keyboard.press("ArrowDown")
    assert chosen.inner_text() == "12"
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate("document.activeElement.id") == "panel"
    page.tab.keyboard.press("?")
    assert page.tab.locator("#keys").is_visible()
    page.tab.keyboard.press("Escape")
    assert not page.tab.locator("#keys").is_visible()


def test_sorting_by_number_drops_the_groups(page: Opened) -> None:
    page.tab.click("th.number button")
    numbers = [int(number) for number in page.rows()]
    assert numbers == sorted(numbers)
    page.tab.click("th.number button")
    assert [int(number) for number in page.rows()] == sorted(numbers, reverse=True)


def on_canvas(page: Opened, wanted: str) -> tuple[float, float]:
    """Where a click shows `wanted` in the panel, found by clicking around the middle as a reader would."""
    box = page.tab.locator("#canvas").bounding_box()
    assert box is not None
    for radius in range(60, int(box["height"] / 2), 14):
        for step in range(int(radius / 3)):
            angle = 2 * math.pi * step / int(radius / 3)
            x, y = box["x"] + box["width"] / 2 + 1.08 * radius * math.cos(angle), box["y"] + box["height"] / 2 + radius * math.sin(angle)
            page.tab.mouse.click(x, y)
            if wanted in page.text("#panel h2") or wanted in page.text("#panel"):
                return x, y
    raise AssertionError(f"{wanted} is nowhere in the drawing")


def test_a_node_and_its_row_are_one_selection(page: Opened) -> None:
    page.tab.click("#tab-graph")
    on_canvas(page, "重大决策报送")
    page.tab.click("#tab-list")
    assert page.text("#list tr[aria-selected=true] td.number") == "21"
    page.tab.locator("#list tr[data-t]", has_text="招生信息专栏").click()
    page.tab.click("#tab-graph")
    assert "招生信息专栏" in page.text("#panel")


def test_keyboard_moves_and_expands_in_the_drawing(page: Opened) -> None:
    page.tab.keyboard.press("Escape")
    page.tab.click("#tab-graph")
    page.tab.focus("#canvas")
    before = int(page.tab.get_attribute("#canvas", "data-edges") or 0)
    for _ in range(3):
        page.tab.keyboard.press("ArrowRight")
    assert page.text("#panel h2").strip()
    page.tab.keyboard.press("Enter")
    assert page.tab.locator("#trail button").count() == 1
    assert int(page.tab.get_attribute("#canvas", "data-edges") or 0) >= before
    page.tab.keyboard.press("Escape")
    assert page.tab.locator("#trail button").count() == 0


def test_expanding_a_theme_shows_its_tasks(open_page: Open) -> None:
    page = open_page(made("district"))
    page.tab.click("#tab-graph")
    before = int(page.tab.get_attribute("#canvas", "data-nodes") or 0)
    page.tab.fill("#search", "区教育局")
    page.tab.keyboard.press("Enter")
    page.tab.focus("#canvas")
    page.tab.keyboard.press("Enter")
    assert int(page.tab.get_attribute("#canvas", "data-nodes") or 0) == before + 11
    assert "区教育局" in page.text("#trail button")


def test_filters_reach_the_drawing(page: Opened) -> None:
    page.tab.click("#tab-graph")
    before = int(page.tab.get_attribute("#canvas", "data-nodes") or 0)
    page.tab.click('.option[data-facet="role"][data-value="LEAD"]')
    assert int(page.tab.get_attribute("#canvas", "data-nodes") or 0) < before


def test_a_cell_of_the_matrix_lists_its_tasks(open_page: Open) -> None:
    page = open_page(made("district"))
    cell = page.tab.locator("#view tr", has_text="区教育局").locator("td.lead button").first
    cell.click()
    assert cell.get_attribute("aria-pressed") == "true"
    assert page.tab.locator("#panel .rows li").count() == int(cell.inner_text())


def test_a_task_stands_in_each_month_of_its_days(open_page: Open) -> None:
    """The column says 8月中旬前, the text 11月底前."""
    sample = Sample()
    kept = {"due_from": None, "due_kind": "point"}
    days = [{**kept, "due": "2025-08-20", "due_text": "8月中旬前", "stated": "cell"}, {**kept, "due": "2025-11-30", "due_text": "11月底前", "stated": "prose"}]
    for row in (*sample.task_rows, *sample.duty_rows):
        if (row["year"], row["number"]) == (2025, "5"):
            row["days"] = days
    page = open_page(made("unit", sample=sample))
    cell = page.tab.locator("#list tr[data-t]", has_text="11月底前").locator("td.due")
    assert [time.get_attribute("datetime") for time in cell.locator("time").all()] == ["2025-08-20", "2025-11-30"]
    page.tab.click("#tab-matrix")
    for month in ("08", "11"):
        page.tab.click(f'button[data-cell="政策解读|{month}"]')
        assert "5" in page.tab.locator("#panel .rows li i").all_inner_texts()
    assert not page.complaints


def saved(page: Opened, button: str, folder: Path) -> bytes:
    with page.tab.expect_download() as download:
        page.tab.click(button)
    target = folder / "saved"
    download.value.save_as(target)
    return target.read_bytes()


def test_csv_holds_the_rows_that_are_shown(page: Opened, tmp_path: Path) -> None:
    page.tab.click('.chip[data-facet="role"][data-value="LEAD"]')
    raw = saved(page, "#csv", tmp_path)
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert head[:6] == ["区", "年份", "单位", "角色", "方式", "经由统称"]
    assert [line[2:5] for line in lines] == [["区教育局", "牵头", "直接"]] * 4
    row = next(line for line in lines if line[6] == "5")
    assert row[9:12] == ["2025-08-20", "8月中旬前", "政策解读；教育"]
    assert row[-1] == "牵头单位：区教育局"


def test_csv_marks_what_is_only_possible(open_page: Open, tmp_path: Path) -> None:
    page = open_page(made("unit", subject="青石街道"))
    lines = list(csv.reader(io.StringIO(saved(page, "#csv", tmp_path).decode("utf-8-sig"), newline="")))
    assert [line[3:6] for line in lines if line[6] == "14"] == [["配合（可能）", "可能涉及", "相关街镇"]]


def test_csv_is_no_formula(open_page: Open, tmp_path: Path) -> None:
    page = open_page(made("district", sample=Sample(HOSTILE)))
    page.tab.click("#tab-list")
    lines = list(csv.reader(io.StringIO(saved(page, "#csv", tmp_path).decode("utf-8-sig"), newline="")))
    cells = [cell for line in lines for cell in line]
    assert "'" + HOSTILE["区司法局"] in cells
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠") and cell]


def test_picture_is_saved(page: Opened, tmp_path: Path) -> None:
    page.tab.click("#tab-graph")
    assert saved(page, "#png", tmp_path).startswith(b"\x89PNG")


def test_a_phone_shows_the_source_as_a_sheet(open_page: Open) -> None:
    page = open_page(made("unit"), width=390)
    assert not page.tab.locator("#panel").is_visible()
    page.tab.locator("#list tr[data-t]").nth(2).click()
    assert page.tab.locator("#panel").is_visible()
    page.tab.click("#sheet-close")
    page.tab.wait_for_function("getComputedStyle(document.getElementById('side')).visibility === 'hidden'")


def test_weights_change_the_order_and_say_so(open_page: Open) -> None:
    page = open_page(made("district"))
    page.tab.click("#tab-loads")
    names = page.tab.locator("#units td.name .ttl")
    assert names.first.inner_text() == "区教育局"
    page.tab.click(".weights summary")
    for weight, value in (("responsible", "0"), ("cooperate", "0")):
        page.tab.locator(f'input[data-weight="{weight}"]').fill(value)
    assert names.first.inner_text() == "区政府办公室"
    assert page.text("#units tbody tr:first-child .place").replace(" ", "") == "1↑1"
    assert page.text("#units tbody tr:first-child td:nth-child(3)") == "6"
    page.tab.click("#weigh-back")
    assert names.first.inner_text() == "区教育局"
