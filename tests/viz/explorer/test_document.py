"""The page of a document: its own words, every mark leads somewhere that is there, everything doubtful beside it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import html as parser

from ingest.check import check
from ingest.extract import extract_file
from tests.viz.explorer.conftest import CLIENT, TODAY, Served, Visit, running
from tests.viz.explorer.samples import HOSTILE, PLAN, TABLE, having, long_plan, shown, store_of
from viz.explorer import Settings

STEMS = ("yunchuan-2025", "yunchuan-2023", "songping-2024", "liuxi-2025", "yunchuan-minsheng-2024")


@pytest.mark.parametrize("stem", STEMS)
def test_the_text_is_the_documents_own(served: Served, stem: str) -> None:
    """What was added stands in attributes."""
    page = parser.fromstring(served.get("/document", document=stem).text)
    assert "".join(page.get_element_by_id("text").itertext()).replace("\r\n", "\n") == served.json("/document.json", document=stem)["text"].replace("\f", "\n")


@pytest.mark.parametrize("stem", STEMS)
def test_every_mark_leads_to_a_page_that_is_there(served: Served, stem: str) -> None:
    page = parser.fromstring(served.get("/document", document=stem).text)
    ids = {one.get("id") for one in page.iter() if one.get("id")}
    assert len(ids) == sum(bool(one.get("id")) for one in page.iter()), "an id is given twice"
    wanted = {one.get("href") for one in page.xpath("//main//a[@href]")}
    assert all(address[1:] in ids for address in wanted if address.startswith("#"))
    pages = sorted(address.partition("#")[0] for address in wanted if address.startswith("/"))
    assert any(address.startswith("/unit?") for address in pages)
    assert any(address.startswith("/task?") for address in pages)
    with httpx.Client(base_url=served.base, timeout=30) as client:
        assert [address for address in pages[:: max(1, len(pages) // 12)] if client.get(address).status_code != 200] == []


def test_a_body_is_marked_in_the_colour_of_its_role_and_leads_to_it(served: Served) -> None:
    page = parser.fromstring(served.get("/document", document="yunchuan-2025").text)
    rows = served.json("/document.json", document="yunchuan-2025")["rows"]
    leads = {one["unit"] for row in rows for one in row["units"] if one["role"] == "LEAD"}
    marked = having(page, "m-unit l", "text")
    assert marked
    assert {httpx.URL(one.get("href")).params["unit"] for one in marked} <= leads


@pytest.mark.parametrize("stem", STEMS)
def test_findings_are_those_of_the_check(served: Served, stem: str) -> None:
    path = next(Path("examples/documents").glob(f"{stem}.*"))
    wanted = [one for one in check(extract_file(path)) if not one.counted]
    found = [one for one in served.json("/document.json", document=stem)["findings"] if not one["counted"]]
    assert [(one["code"], one["message"]) for one in found] == [(one.code, one.message) for one in wanted]
    page = parser.fromstring(served.get("/document", document=stem).text)
    assert [one.text for one in having(page, "no")] == [str(number) for number in range(1, len(wanted) + 1)]


def test_particulars_and_what_to_take_away(served: Served) -> None:
    page = parser.fromstring(served.get("/document", document="yunchuan-2025").text)
    said = {one.find("dt").text: one.find("dd").text for one in page.xpath("//*[@class='particulars']/div")}
    assert said["文号"] == "云府办〔2025〕9号"
    assert said["成文日期"] == "2025-04-18"
    assert said["来自文件"] == "yunchuan-2025.txt（正文）"
    graph, *files = [one.get("href") for one in page.xpath("//*[@class='take']/a")]
    assert graph.startswith("/graph?document=")
    assert said["版式"].startswith("正文：分条叙述（")
    assert len(files) == 3
    for address in files:
        answer = CLIENT.get(served.base + address, timeout=60)
        assert answer.status_code == 200, address
    assert len(page.xpath("//*[@class='task-list']//tbody/tr")) == served.json("/document.json", document="yunchuan-2025")["total"]


def test_an_annex_alone_says_so(served: Served) -> None:
    assert "仅有附件，没有正文" in shown(served.get("/document", document="yunchuan-minsheng-2024").text)
    assert "仅有附件，没有正文" not in shown(served.get("/document", document="yunchuan-2025").text)


def test_body_and_annex_from_files_of_their_own_are_one_text(tmp_path: Path) -> None:
    with running(Settings(store_of(tmp_path, {"要点.txt": PLAN, "分解表.md": TABLE}), today=TODAY, check=check)) as served:
        data = served.json("/document.json", document="要点")
        assert [(one["name"], one["part"]) for one in data["files"]] == [("要点.txt", "body"), ("分解表.md", "annex")]
        page = parser.fromstring(served.get("/document", document="要点").text)
        missed = "".join(one.text for one in having(page, "m-unread", "text"))
        assert "没有读懂它" in missed
        assert "公布房源" not in missed, "an annex that was read is not shown as unread"
        starts = [data["text"].find(TABLE[:20]), data["text"].find("2.住房信息公开")]
        found = [one["span"][0] for one in data["findings"] if one["span"]]
        assert starts[1] >= 0
        assert all(0 <= at < len(data["text"]) for at in found)
        places = [int(one.get("id")[1:]) for one in having(page, "m-task", "text") if one.get("id")]
        assert max(places) > starts[0] > max(starts[1], 0), "tasks of the annex have their places in it"


@pytest.mark.browser
def test_a_finding_leads_to_its_place_and_a_task_to_its_page(served: Served, visit: Visit) -> None:
    page = visit(served.address("/document", document="yunchuan-2025"))
    assert (page.complaints, page.beyond) == ([], [])
    page.tab.locator(".findings li a[href^='#f']").first.click()
    assert page.tab.locator("a.m-badge:target").is_visible()
    page.tab.locator(".task-list > summary").click()
    page.tab.fill(".task-list .sheet-filter", "政策解读")
    shown = page.tab.locator(".task-list tbody tr:visible").count()
    assert 0 < shown < 28
    page.tab.locator("#text a.m-task").first.click()
    page.tab.wait_for_url("**/task?*")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An explorer over half a megabyte of text."""
    text = long_plan(900)
    assert len(text.encode()) > 500_000
    with running(Settings(store_of(tmp_path_factory.mktemp("large"), {"大.txt": text}), today=TODAY, check=check)) as served:
        started = time.monotonic()
        assert served.get("/document", document="大").status_code == 200
        made = time.monotonic() - started
        assert made < 25, f"{made:.1f} s to make it"
        yield served


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_a_large_document_stays_usable(large: Served, visit: Visit, width: int) -> None:
    """The page is there soon, goes to its last task at once, and lays out only what is in sight."""
    started = time.monotonic()
    page = visit(large.address("/document", document="大"), width=width)
    page.tab.wait_for_selector("html.ready")
    took = time.monotonic() - started
    assert page.complaints == []
    assert page.overflow() <= 0
    assert page.tab.locator(".leaf").count() > 20
    last = page.tab.locator("#text .m-task").last.get_attribute("id")
    started = time.monotonic()
    page.tab.evaluate("id => { location.hash = id; }", last)
    seen = "id => { const box = document.getElementById(id).getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }"
    page.tab.wait_for_function(seen, arg=last)
    moved = time.monotonic() - started
    direct = visit(large.address("/document", document="大") + f"#{last}", width=width)
    direct.tab.wait_for_function(seen, arg=last)
    assert took < 8, f"{took:.1f} s until it stood there"
    assert moved < 3, f"{moved:.1f} s to its last task"


@pytest.mark.browser
def test_hostile_text_stays_text(tmp_path: Path, visit: Visit) -> None:
    name = "a'b&c.txt"
    with running(Settings(store_of(tmp_path, {name: HOSTILE}), today=TODAY, check=check)) as served:
        page = visit(served.address("/document", document="a'b&c"))
        page.tab.locator("#text").hover()
        assert (page.complaints, page.beyond) == ([], [])
        assert page.tab.locator("main script, main img, [onmouseover]").count() == 0
        shown = page.tab.evaluate("document.getElementById('text').textContent")
        assert shown == HOSTILE.replace("\u202e", "·")


@pytest.mark.browser
def test_without_script_the_text_is_there(served: Served, visit: Visit) -> None:
    page = visit(served.address("/document", document="yunchuan-2025"), script=False)
    assert "云府办〔2025〕9号" in page.text("#text")
    assert page.tab.locator(".findings li").count() > 0


def test_an_unknown_document_is_said_with_the_nearest(served: Served) -> None:
    answer = served.get("/document.json", document="yunchuan-2052")
    assert answer.status_code == 404
    assert "yunchuan-2025" in answer.json()["nearest"]
    assert not re.search(r"Traceback|site-packages", served.get("/document", document="../../etc/passwd").text)
