"""The pages of questions: what is chosen, grouped, put together and marked is what the answer says."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from lxml import html as parser

from graph.schema import load_schema
from queries.base import DEFAULT_LIMIT
from tests.viz.explorer.conftest import TODAY, Served, Visit
from viz.explorer.questions import asking
from viz.explorer.registry import SCREENS

pytestmark = pytest.mark.browser
YUNCHUAN = {"district": "云川区", "year": 2025}


def rows_of(page: Any) -> list[str]:
    found: list[str] = page.tab.locator(".rows-table tbody tr:not(.group):visible").all_inner_texts()
    return found


def test_overload_shows_the_office_apart(served: Served, visit: Visit) -> None:
    page = visit(served.address("/overload", **YUNCHUAN))
    data = served.json("/overload.json", **YUNCHUAN)["rows"]
    assert len(rows_of(page)) == len(data)
    office = next(row["unit"] for row in data if row["coordinating"] and not row["town"])
    first = page.tab.locator(".rows-table tbody tr:not(.group)").first
    assert office in first.inner_text()
    assert "apart" in (first.get_attribute("class") or "")
    flagged = page.tab.locator("tr.flagged td.col-unit a").all_inner_texts()
    assert flagged == [row["unit"] for row in data if row["flag"]]
    assert page.tab.locator("#picture-strips svg").count() == 1
    assert page.tab.locator("#picture-workload svg").count() == 1


def test_other_weights_change_the_order_and_the_address(served: Served, visit: Visit) -> None:
    page = visit(served.address("/overload", **YUNCHUAN))
    units = page.tab.locator("tbody tr:not(.group):not(.apart) td.col-unit")
    before = units.all_inner_texts()
    page.tab.locator("[data-weights] > summary").click()
    page.tab.locator("input[data-weight='inherited']").fill("3")
    after = units.all_inner_texts()
    assert after != before
    assert page.tab.locator(".moved.up").count() > 0
    assert "w=" in page.tab.url
    answer = served.json("/overload.json", **YUNCHUAN)
    data = {row["unit"]: row for row in answer["rows"] if not row["town"]}
    weights = {**answer["weights"], "inherited": 3}

    def sum_of(row: dict[str, Any]) -> float:
        return sum(float(row[name]) * float(weights[name]) for name in ("lead", "responsible", "cooperate", "inherited"))

    assert sum_of(data[after[0].split()[0]]) == max(sum_of(row) for row in data.values() if not row["coordinating"])
    again = visit(page.tab.url)
    assert again.tab.locator("tbody tr:not(.group):not(.apart) td.col-unit").all_inner_texts() == after
    again.tab.locator("[data-weigh-back]").click()
    assert again.tab.locator("tbody tr:not(.group):not(.apart) td.col-unit").all_inner_texts() == before
    assert "w=" not in again.tab.url


def test_a_duty_can_be_supposed_elsewhere(served: Served, visit: Visit) -> None:
    page = visit(served.address("/overload", **YUNCHUAN))
    page.tab.locator(".suppose > summary").click()
    page.tab.locator("[data-part='paper']").select_option("yunchuan-2025")
    for part, value in (("number", "8"), ("from", "区民政局"), ("to", "区教育局")):
        page.tab.locator(f"[data-part='{part}']").fill(value)
    page.tab.locator("[data-suppose] button").click()
    page.tab.wait_for_url("**what_if=**")
    assert page.text("h1") == "分工调整测算"
    assert any("区教育局" in row and "5 ↑" in row for row in rows_of(page))
    page.tab.locator(".moves a").click()
    page.tab.wait_for_selector("tr.apart")


def test_deadlines_are_grouped_as_they_are_worked_off(served: Served, visit: Visit) -> None:
    page = visit(served.address("/due", **YUNCHUAN, all_year=1))
    data = served.json("/due.json", **YUNCHUAN, all_year=1)["rows"]
    groups = page.tab.locator("tr.group").all_inner_texts()
    assert groups[0].startswith("30 天内到期")
    named = [re.sub(r"\s+\d+$", "", group) for group in groups]
    of_towns = [group for group in named if "自己的文件" in group]
    assert of_towns, "the examples have documents of towns"
    assert named[-len(of_towns):] == of_towns, "they stand behind those of the district"
    assert named[:-len(of_towns)][-3:] == ["全年", "时限已过（完成情况未登记）", "印发前已到期"]
    assert len(rows_of(page)) == len({(row["task"], row["due"], row["status"]) for row in data}), "one line for each task and day"
    soon = min((row for row in data if row["status"] == "ahead" and not row["town"]), key=lambda row: row["due"])
    days = (date.fromisoformat(soon["due"]) - TODAY).days
    assert (f"还有 {days} 天" if days else "今天到期") in rows_of(page)[0]
    assert f"“{soon['due_text']}”" in "".join(rows_of(page))


def test_a_month_is_one_click(served: Served, visit: Visit) -> None:
    page = visit(served.address("/due", **YUNCHUAN))
    page.tab.locator(".placebar a", has_text=re.compile("^8 月$")).click()
    page.tab.wait_for_url("**month=8**")
    data = served.json("/due.json", **YUNCHUAN, month=8)["rows"]
    assert len(rows_of(page)) == len({(row["task"], row["due"]) for row in data})
    assert page.tab.locator(".placebar [aria-current]").all_inner_texts() == ["云川区 2025", "8 月"]


@pytest.mark.parametrize("name", ["unsettled", "due", "matrix", "overload"])
@pytest.mark.parametrize("params", [{}, {"town": "柳溪镇"}, {"town": "柳溪"}, {"district": "松屏区"}], ids=str)
def test_every_place_of_the_bar_has_an_answer(served: Served, name: str, params: dict[str, Any]) -> None:
    """Also where a town is asked for: what nothing was read of is no choice."""
    bar = parser.fromstring(served.get(f"/{name}", **params).text).find_class("placebar")
    hrefs = [link.get("href") for one in bar for link in one.iter("a")]
    assert hrefs or "town" in params
    assert {served.get(href).status_code for href in hrefs} <= {200}


def test_every_card_opens_its_rows(served: Served, visit: Visit) -> None:
    page = visit(served.address("/unsettled", **YUNCHUAN))
    counts = page.tab.locator(".kinds .card h3").all_inner_texts()
    hrefs = page.tab.locator(".kinds .card h3 a").evaluate_all("links => links.map(link => link.href)")
    assert hrefs
    for count, href in list(zip(counts, hrefs, strict=True))[:4]:
        wanted = int(re.findall(r"(\d+) 项", count)[0])
        opened = visit(href)
        rows = rows_of(opened)
        assert len(rows) == wanted or "没有涉及的主题" in count, count


@pytest.mark.parametrize(
    ("params", "mode", "group"),
    [({}, "覆盖情况", None), ({"district": "云川区"}, "一个区的历年", "2025 年"), ({"district": ["云川区", "松屏区"]}, "两个区", "云川区有、松屏区没有")],
)
def test_compare_has_three_ways(served: Served, visit: Visit, params: dict[str, Any], mode: str, group: str | None) -> None:
    page = visit(served.address("/compare", **params))
    assert page.tab.locator(".placebar [aria-current]").all_inner_texts() == [mode]
    groups = page.tab.locator("tr.group").all_inner_texts()
    assert group is None or any(one.startswith(group) for one in groups)
    assert len(rows_of(page)) == served.json("/compare.json", **params)["total"]
    for label in page.tab.locator(".placebar a").evaluate_all("links => links.map(link => link.href)"):
        assert served.get(label.removeprefix(served.base)).status_code == 200


def test_differing_words_are_marked(served: Served, visit: Visit) -> None:
    page = visit(served.address("/trace", about="yunchuan-2025"))
    rows = served.json("/trace.json", about="yunchuan-2025")["rows"]
    assert rows
    signs = [difference for row in rows for difference in row["differences"]]
    assert page.tab.locator(".diffs del").count() == sum(one.startswith("−") for one in signs)
    assert page.tab.locator(".diffs ins").count() == sum(one.startswith("+") for one in signs)
    assert page.tab.locator("#picture-cascade path.tie[d*='C']").count() == len(rows)


@pytest.mark.parametrize(
    ("question", "status", "says"),
    [("云川区2025年谁配合政府开放月？", "answered", "区融媒体中心"), ("区教育局的电话是多少？", "unknown", "不知道"), ("中心有哪些任务？", "ambiguous", "区融媒体中心")],
)
def test_ask(served: Served, visit: Visit, question: str, status: str, says: str) -> None:
    answer = served.json("/ask.json", question=question)
    page = visit(served.address("/ask", question=question))
    assert page.text(".asked") == question
    assert page.text(".replied .sentence") == answer["answer"]
    assert page.tab.locator(f".replied.{status}").count() == 1
    assert says in page.text(".replied")
    assert page.complaints == []
    if status == "ambiguous":
        page.tab.locator(".replied .chip", has_text=says).first.click()
        page.tab.wait_for_selector(".replied.answered")
        assert says.removeprefix("区") in page.text(".replied")


def test_the_tasks_behind_an_answer_are_counted_as_they_are_shown(served: Served, visit: Visit) -> None:
    """One line for each task with all its units, which are then not said to be the same in all lines."""
    answer = served.json("/ask.json", question="云川区2025年谁负责政策解读？")
    page = visit(served.address("/ask", question="云川区2025年谁负责政策解读？"))
    lines = page.tab.locator(".rows-table tbody tr").count()
    assert lines == len({row["task"] for row in answer["rows"]}) < len(answer["rows"])
    assert page.text(".sheet-count") == f"共 {lines} 行"
    assert "单位" in page.tab.locator(".rows-table thead th").all_inner_texts()
    assert {row["unit"] for row in answer["rows"]} <= set("、".join(page.tab.locator("td.col-unit .body, td.col-unit a").all_inner_texts()).split("、"))


def test_every_example_question_is_answered(served: Served, visit: Visit) -> None:
    page = visit(served.address("/ask"))
    questions = page.tab.locator(".families a").all_inner_texts()
    assert len(questions) == len(asking.FAMILIES) - 1, "no town plan of the examples derives from its district's"
    asked = {question: served.json("/ask.json", question=question)["status"] for question in questions}
    assert set(asked.values()) == {"answered"}, asked


@pytest.mark.parametrize("text", [text for _, text in asking.STATEMENTS])
def test_every_statement_to_begin_with_runs(served: Served, text: str) -> None:
    assert served.json("/cypher.json", statement=text)["rows"]


def test_cypher_runs_by_key(served: Served, visit: Visit) -> None:
    page = visit(served.address("/cypher"))
    page.tab.fill("#statement", "MATCH (d:Document) RETURN d.stem AS stem ORDER BY stem")
    page.tab.keyboard.press("Control+Enter")
    page.tab.wait_for_url("**statement=**")
    assert rows_of(page)[0].strip() == "jinping-2025"


def test_the_cypher_page_tells_what_the_graph_is_made_of(served: Served, visit: Visit) -> None:
    """Every label and relationship with its properties and their types, folded; no other page is needed."""
    page = visit(served.address("/cypher"))
    assert "README" not in page.text("main")
    schema = load_schema()
    assert page.tab.locator(".schema details").count() == len(schema.nodes) + len(schema.edges)
    task = page.tab.locator(".schema details", has=page.tab.locator("summary b", has_text=re.compile("^Task$")))
    assert not task.locator("dl").is_visible()
    task.locator("summary").click()
    assert task.locator("dt").all_inner_texts() == list(schema.nodes["Task"].properties)
    assert "日期" in task.locator("dd").all_inner_texts()
    assert "(Task)→(Task)" in page.text(".schema")


@pytest.mark.parametrize("name", ["trace", "partners", "obligations", "owners"])
def test_a_page_that_was_told_nothing_offers_names(served: Served, visit: Visit, name: str) -> None:
    page = visit(served.address(f"/{name}"))
    assert page.text(".empty").strip()
    page.tab.locator(".suggested a").first.click()
    page.tab.wait_for_load_state()
    assert page.complaints == []
    assert page.tab.locator(".rows-table, .empty").count() >= 1


@pytest.mark.parametrize(("name", "params"), [("overload", {"kind": "enterprise"}), ("due", {"month": "1"}), ("matrix", {"theme": "none", "district": "松屏区"}), ("unsettled", {"kind": "two_leads", "district": "松屏区"})])
def test_nothing_says_what_to_do(served: Served, visit: Visit, name: str, params: dict[str, Any]) -> None:
    page = visit(served.address(f"/{name}", **params))
    assert len(page.tab.locator(".empty p").all_inner_texts()) >= 2
    assert page.complaints == []


def test_groups_leave_with_their_rows_and_come_back(served: Served, visit: Visit) -> None:
    page = visit(served.address("/units"))
    groups = page.tab.locator("tr.group:visible")
    every = groups.count()
    page.tab.fill(".sheet-filter", "区教育局")
    assert 0 < groups.count() < every
    page.tab.fill(".sheet-filter", "")
    assert groups.count() == every
    page.tab.locator("thead button", has_text="任务数").click()
    assert groups.count() == 0, "a sorted table has no groups"


def test_doubts_stand_under_the_documents(served: Served, visit: Visit) -> None:
    page = visit(served.address("/documents"))
    rows = served.json("/documents.json")["rows"]
    doubtful = [row for row in rows if row["doubts"]]
    assert page.tab.locator(".doubts > details").count() == len(doubtful)
    assert page.tab.locator(".rows-table td.col-doubts a").count() == len(doubtful)


def test_figures_lead_to_their_lists(served: Served, visit: Visit) -> None:
    page = visit(served.address("/stats"))
    values = {row["measure"]: row["value"] for row in served.json("/stats.json")["rows"]}
    for label, value in zip(page.tab.locator(".tile span").all_inner_texts(), page.tab.locator(".tile b").all_inner_texts(), strict=True):
        assert values[label] == int(value)
    for href in page.tab.locator(".tile").evaluate_all("links => links.map(link => link.href)"):
        assert served.get(href.removeprefix(served.base)).status_code == 200


@pytest.mark.parametrize("name", [screen.name for screen in SCREENS if screen.blank])
def test_a_hostile_filter_stays_text(served: Served, visit: Visit, name: str) -> None:
    page = visit(f"{served.base}/{name}?lang=en#q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&sort=0&w=9,9")
    page.tab.wait_for_selector("html.ready")
    assert page.complaints == []
    assert page.tab.locator("img").count() == 0


def test_the_limit_is_the_answers(served: Served) -> None:
    assert len(served.json("/units.json", limit=3)["rows"]) == 3
    assert DEFAULT_LIMIT > 500
