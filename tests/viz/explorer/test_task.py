"""The page of a task: printed words, who owes it and through whom, until when, where it stands, where it comes from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import queries
from graph.store import open_store
from tests.viz.explorer.conftest import TODAY, Served, Visit, running
from tests.viz.explorer.samples import HOSTILE, PLAN, store_of
from viz.explorer import Settings
from viz.explorer.reading import doubts
from viz.underline import beside, underlined


@pytest.mark.parametrize("task", ["yunchuan-2025 2", "yunchuan-2023 12", "yunchuan-2023 12.2", "liuxi-2025 3.1", "songping-2024 1"])
def test_the_data_are_the_rows_of_show(served: Served, example_store: str, task: str) -> None:
    found = served.json("/task.json", task=task)
    with open_store(example_store) as store:
        shown = queries.run("show", store, queries.Options(), task=task).to_json()
    assert {name: found[name] for name in ("rows", "tasks", "total", "title")} == {name: shown[name] for name in ("rows", "tasks", "total", "title")}
    assert found["document"]["document"] == task.split()[0]


def test_members_of_a_collective_are_told_apart(served: Served, example_store: str) -> None:
    """Those whom a roster names are reached through it, others only possibly; the data say which, as the store does."""
    members = served.json("/task.json", task="yunchuan-2023 12.2")["members"]
    with open_store(example_store) as store:
        text = """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
                  WHERE t.stem = 'yunchuan-2023' AND t.number = '12.2' AND m.year = 2023
                  RETURN c.name AS collective, u.name AS unit, type(m) AS membership"""
        wanted = {(row["collective"], row["unit"], {"MEMBER_OF": "collective"}.get(str(row["membership"]), "possible")) for row in store.read(text, {}).dicts()}
    assert {(row["collective"], row["unit"], row["reach"]) for row in members} == wanted
    assert wanted


@pytest.mark.browser
def test_what_stands_on_the_page(served: Served, visit: Visit) -> None:
    page = visit(served.address("/task", task="yunchuan-2023 12.2"))
    assert page.complaints == []
    assert page.text("h1") == "公文公开属性审查"
    assert "2023年云川区政务公开工作要点" in page.text(".aka")
    assert "3月底前对上一年度不予公开的公文重新审查一遍" in page.text("blockquote")
    assert page.tab.locator("blockquote mark.d").first.inner_text() == "3月底前"
    assert page.tab.locator(".duty .role").first.inner_text() == "责"
    assert "“3月底前” → 2023-03-31" in page.text(".task-side dl")
    assert "印发前已到期" in page.text(".task-side dl")
    assert page.tab.evaluate("getComputedStyle(document.querySelector('blockquote')).fontFamily").find("Songti") >= 0


@pytest.mark.browser
@pytest.mark.parametrize(("membership", "kind", "says"), [("MEMBER_OF", "collective", "责任（经统称）"), ("MAY_BE_MEMBER_OF", "possible", "责任（可能涉及）")])
def test_reached_through_a_collective_looks_different(served: Served, example_store: str, visit: Visit, membership: str, kind: str, says: str) -> None:
    """Dashed for a roster's members, dotted for those who are only possible; each leads to its page."""
    with open_store(example_store) as store:
        text = f"""MATCH (u:Unit)-[m:{membership}]->(c:Unit)-[r:RESPONSIBLE]->(t:Task)
                   WHERE m.year = t.year RETURN t.id AS task, c.name AS collective, count(u) AS members ORDER BY members, task LIMIT 1"""
        [found] = store.read(text, {}).dicts()
    page = visit(served.address("/task", task=str(found["task"])))
    duty = page.tab.locator(".duty", has_text=str(found["collective"])).first
    members = duty.locator(f".members.{kind}")
    assert str(found["members"]) in members.locator("summary").inner_text()
    if members.get_attribute("open") is None:
        members.locator("summary").click()
    assert set(members.locator(".role").evaluate_all("list => list.map(one => one.getAttribute('aria-label'))")) == {says}
    assert members.locator("li a").count() == found["members"]
    style = members.locator("li a").first.evaluate("one => getComputedStyle(one).borderBottomStyle")
    assert style == {"collective": "dashed", "possible": "dotted"}[kind]


@pytest.mark.browser
def test_it_leads_to_its_place_its_item_and_its_neighbours(served: Served, visit: Visit) -> None:
    page = visit(served.address("/task", task="yunchuan-2023 12.2"))
    page.tab.locator(".task-side dd a", has_text="12").first.click()
    page.tab.wait_for_url("**/task?*")
    assert "分解为 2 行" in page.text(".block h3")
    page.tab.locator("a[rel=next]").click()
    page.tab.wait_for_url("**/task?*")
    assert page.text(".crumbs").endswith("第 12.1 项")
    page.tab.locator(".take a", has_text="在原文中查看").click()
    page.tab.wait_for_url("**/document?document=yunchuan-2023#p*")
    assert page.tab.locator(":target").get_attribute("data-m") == "12.1"
    assert page.tab.locator(":target").evaluate("one => { const box = one.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }")


@pytest.mark.browser
def test_an_item_whose_rows_name_the_bodies_is_not_open(served: Served, visit: Visit) -> None:
    page = visit(served.address("/task", task="yunchuan-2023 12"))
    assert "责任单位见分解后的各行" in page.text(".who-list")
    assert "责任待明确" not in page.text("main")


@pytest.mark.browser
def test_where_it_comes_from_and_what_came_of_it(served: Served, visit: Visit) -> None:
    pairs = served.json("/trace.json", about="yunchuan-2025")["rows"]
    one = next(row for row in pairs if row["own"] and row["differences"])
    page = visit(served.address("/task", task=one["task"]))
    pair = page.tab.locator(".cascade .pair", has_text=f"{one['to_document']} 第 {one['to_number']} 项").first
    pair.locator("summary").click()
    assert pair.locator("mark.new, mark.old").count() > 0
    pair.locator("a").first.click()
    page.tab.wait_for_url("**/task?*")
    assert "由此而来" in page.text("main")
    assert page.tab.locator(".cascade a", has_text=f"yunchuan-2025 第 {one['number']} 项").count() >= 1


@pytest.mark.browser
def test_the_same_theme_elsewhere(served: Served, visit: Visit) -> None:
    rows = served.json("/document.json", document="yunchuan-2025")["rows"]
    firsts = [(row["task"], row["themes"][0]) for row in rows if row["themes"] and row["level"] == "item"]
    task, theme = next((task, theme) for task, theme in firsts if served.json("/theme.json", theme=theme, district="松屏区")["rows"])
    page = visit(served.address("/task", task=task))
    page.tab.locator(".task-side dd a", has_text="松屏区").first.click()
    page.tab.wait_for_url("**/theme?*")
    assert page.text("h1") == theme


def test_what_cannot_be_found_is_said(served: Served) -> None:
    assert served.get("/task", task="没有这份文件 3").status_code == 404
    several = served.get("/task.json", task="3")
    assert several.status_code == 404
    assert "请写明文件" in several.json()["hint"]
    assert served.get("/task").status_code == 200, "a page that was not told which task asks for it"


@pytest.mark.browser
def test_hostile_words_stay_words(tmp_path: Path, visit: Visit) -> None:
    with running(Settings(store_of(tmp_path, {"a.txt": HOSTILE}), today=TODAY)) as served:
        for number in ("1", "2"):
            page = visit(served.address("/task", task=f"a {number}"))
            assert (page.complaints, page.beyond) == ([], [])
            assert page.tab.locator("main script, main img, [onmouseover]").count() == 0
            if number == "1":  # its title; the body of the other is what was recognised in the brackets
                assert "<script>alert" in page.text("h1")


@pytest.mark.parametrize(
    ("today", "says"),
    [(date(2025, 5, 31), "今天到期"), (date(2025, 5, 20), "还有 11 天"), (date(2025, 6, 1), "时限已过（完成情况未登记）"), (date(2025, 1, 1), "")],
)
def test_days_are_counted_from_today(tmp_path: Path, today: date, says: str) -> None:
    with running(Settings(store_of(tmp_path, {"a.txt": PLAN}), today=today)) as served:
        html = served.get("/task", task="a 1").text
    found = [one for one in ("今天到期", "还有 11 天", "时限已过（完成情况未登记）", "还有 150 天") if one in html.partition("<script")[0]]
    assert found == ([says] if says else [])


@pytest.mark.parametrize(
    ("text", "known", "pieces"),
    [
        ("甲乙丙", [("乙", "l")], [("甲", ""), ("乙", "l"), ("丙", "")]),
        ("区教育局、区教育", [("区教育", "c"), ("区教育局", "l")], [("区教育局", "l"), ("、", ""), ("区教育", "c")]),
        ("甲", [], [("甲", "")]),
        ("", [("甲", "l")], []),
        ("甲甲", [("甲", "l"), ("", "r")], [("甲", "l"), ("甲", "l")]),
    ],
)
def test_underlined(text: str, known: list[tuple[str, str]], pieces: list[tuple[str, str]]) -> None:
    assert underlined(text, known) == pieces


def test_beside_marks_what_differs() -> None:
    new, old = beside("全年开展咨询不少于6次", "全年开展现场咨询不少于4次")
    assert "".join(text for text, _ in new) == "全年开展咨询不少于6次"
    assert [text for text, kind in old if kind == "old"] == ["现场", "4次"]
    assert [text for text, kind in new if kind == "new"] == ["6次"]


@pytest.mark.parametrize(("span", "met"), [([0, 5], False), ([0, 6], True), ([9, 20], True), ([10, 20], False), (None, False)])
def test_doubts_are_those_at_the_place(span: list[int] | None, met: bool) -> None:
    task: dict[str, Any] = {"span_start": 5, "span_end": 10}
    assert bool(doubts(task, [{"code": "x", "message": "x", "span": span}], "zh")) is met
