"""Every page in a real browser: nothing is asked for beyond the explorer, nothing complains, nothing is cut off, everyone can use it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html as parser

from tests.viz.explorer.conftest import Served, Visit, Visited
from viz.explorer.registry import SCREENS
from viz.explorer.spec import Screen

pytestmark = pytest.mark.browser
WIDTHS = (1440, 1024, 390)


def address(served: Served, screen: Screen, **more: Any) -> str:
    """The page of the worked example."""
    return served.address("/" if screen.name == "start" else f"/{screen.name}", **screen.example.params, **more)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen.name))
def test_page(served: Served, visit: Visit, screen: Screen) -> None:
    """Quiet, within its window at every width, and without a serious finding of axe-core in light and dark."""
    page = visit(address(served, screen))
    page.tab.wait_for_selector("html.ready")
    assert page.text("h1").strip()
    assert not re.search(r"<(built-in|bound|function|class)\b| object at 0x", page.text("body")), "a value, not what Python calls it"
    for width in WIDTHS:
        page.tab.set_viewport_size({"width": width, "height": 900})
        assert page.overflow() <= 0, f"the page is wider than its window of {width}"
    assert serious(page) == [], "light, narrow"
    page.tab.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert serious(page) == [], "dark, wide"
    assert page.beyond == []
    assert page.complaints == []


def serious(page: Visited) -> list[tuple[str, str]]:
    """(rule, first element) of everything that axe-core calls serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page.tab).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("cut", ["refused", "silent"])
def test_nothing_waits_for_the_internet(served: Served, visit: Visit, cut: str) -> None:
    page = visit(served.address("/unit", unit="区教育局", district="云川区"), cut=cut)
    page.tab.wait_for_selector("html.ready")
    assert page.beyond == []


@pytest.mark.parametrize("path", ["/", "/overload", "/unit?unit=区教育局&district=云川区", "/due?district=云川区"])
def test_english(served: Served, visit: Visit, path: str) -> None:
    joined = "&" if "?" in path else "?"
    page = visit(f"{served.base}{path}{joined}lang=en")
    page.tab.wait_for_selector("html.ready")
    assert page.complaints == []
    assert page.tab.locator("nav.menu a").all_inner_texts()[0] == "Units"
    assert all("lang=en" in str(link) for link in page.tab.locator("nav.menu a").evaluate_all("links => links.map(link => link.href)"))


def test_the_other_language_is_one_click_away(served: Served, visit: Visit) -> None:
    page = visit(served.address("/unit", unit="区教育局", district="云川区"))
    page.tab.click("a.lang")
    page.tab.wait_for_url("**lang=en*")
    assert page.text("h1") == "云川区教育局"
    assert page.tab.locator("nav.menu a").first.inner_text() == "Units"
    page.tab.click("a.lang")
    page.tab.wait_for_selector("nav.menu a:has-text('单位')")


def test_without_script_a_page_can_be_read(served: Served, visit: Visit) -> None:
    page = visit(served.address("/overload", district="云川区", year=2025), script=False)
    assert "区教育局" in page.text("main")
    page = visit(served.address("/unit", unit="区教育局", district="云川区"), script=False)
    assert "直接" in page.text("main")


# The three main uses, each from the first page: what is done, and what must be seen then.
def test_every_obligation_by_one_search(served: Served, visit: Visit) -> None:
    page = visit(served.address("/"))
    page.tab.fill("#search", "jyj")
    page.tab.locator("#hits li.far", has_text="云川区").first.click()
    page.tab.wait_for_url("**/unit?*")
    assert page.text("h1") == "云川区教育局"
    assert page.tab.locator("#list tr[data-t]").count() > 5


def test_the_first_page_counts_what_the_lists_count(served: Served) -> None:
    data = served.json("/start.json")
    cards = parser.fromstring(served.get("/").text).find_class("card")
    shown = [[next(line.iter("b")).text for line in card.iter("li") if line.get("class") != "hint"] for card in cards]
    assert shown[0] == [f"{row['direct']} 项" for row in data["overload"]]
    assert shown[1] == [f"{row['items']} 项" if row["items"] else f"{row['count']} 个主题" for row in data["unsettled"]]
    assert shown[2] == [row["due"] for row in data["due"]]
    assert all(shown)


def test_concentrated_units_in_two_clicks(served: Served, visit: Visit) -> None:
    page = visit(served.address("/"))
    page.tab.locator("nav.menu a", has_text="任务量").click()
    page.tab.wait_for_selector("tr.flagged")
    page.tab.locator("tr.flagged td.col-unit a").first.click()
    page.tab.wait_for_selector("#sentence .flag")
    assert "任务相对集中" in page.text("#sentence")


def test_the_search_box_is_at_hand(served: Served, visit: Visit) -> None:
    """/ goes to the box, arrows choose, Enter opens; a sentence is answered."""
    page = visit(served.address("/overload"))
    page.tab.keyboard.press("/")
    page.tab.keyboard.type("政策解读")
    page.tab.wait_for_selector("#hits li.far")
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_url("**/theme?*")
    page = visit(served.address("/"))
    page.tab.fill(".big-search input", "云川区谁牵头政策解读？")
    page.tab.locator(".big-search button").click()
    page.tab.wait_for_selector(".replied.answered")  # nothing is called so: the answer is the page
    assert "区教育局" in page.text(".replied .sentence")
    assert "没有找到" not in page.text("main")
    page = visit(served.address("/search", words="柳溪镇有多少任务？"))
    assert page.text(".replied .value b").isdigit()


def test_a_question_and_what_is_called_so_stand_on_one_page(served: Served, visit: Visit) -> None:
    printed = served.json("/due.json", district="云川区")["rows"][0]["content"][:12]
    page = visit(served.address("/search", words=printed))
    assert page.tab.locator(".hitlist li").count() > 0
    assert page.text(".reply .sentence")


def test_a_table_sorts_filters_and_is_kept_in_the_address(served: Served, visit: Visit) -> None:
    page = visit(served.address("/overload", district="云川区", year=2025))
    units = page.tab.locator(".rows-table tbody tr:visible td.col-unit")
    page.tab.locator("thead button", has_text="经统称").click()
    assert page.tab.locator("th[aria-sort='descending']").count() == 1
    page.tab.fill(".sheet-filter", "街道")
    shown = units.all_inner_texts()
    assert shown
    assert all("街道" in row for row in page.tab.locator(".rows-table tbody tr:visible").all_inner_texts())
    page.tab.fill(".sheet-filter", "类别:街道 经统称:7")
    shown = units.all_inner_texts()
    assert shown
    assert all("街道" in kind for kind in page.tab.locator(".rows-table tbody tr:visible td.col-kind").all_inner_texts())
    again = visit(page.tab.url)
    assert again.tab.locator(".rows-table tbody tr:visible td.col-unit").all_inner_texts() == shown
    again.tab.locator(".rows-table tbody tr:visible").first.focus()
    again.tab.keyboard.press("ArrowDown")
    again.tab.keyboard.press("Enter")
    again.tab.wait_for_url("**/unit?*")


def test_the_state_of_a_unit_page_stands_in_the_address(served: Served, visit: Visit) -> None:
    page = visit(served.address("/unit", unit="区教育局", district="云川区"))
    page.tab.locator(".chip[data-facet='reach'][data-value='direct']").click()
    page.tab.locator("#list tr[data-t]").nth(1).click()
    rows = page.tab.locator("#list tr[data-t] td.number").all_inner_texts()
    chosen = page.tab.locator("#list tr[aria-selected='true'] td.number").inner_text()
    again = visit(page.tab.url)
    assert again.tab.locator("#list tr[data-t] td.number").all_inner_texts() == rows
    assert again.tab.locator("#list tr[aria-selected='true'] td.number").inner_text() == chosen


def test_links_lead_to_pages(served: Served, visit: Visit) -> None:
    """Every link of the first page, of a unit's panel and of a table is answered."""
    found: set[str] = set()
    for path in ("/", "/unit?unit=区教育局&district=云川区", "/overload?district=云川区", "/unsettled?district=云川区", "/documents", "/search?words=教育"):
        page = visit(served.base + path)
        page.tab.wait_for_selector("html.ready")
        found |= set(page.tab.locator("a[href]").evaluate_all("links => links.map(link => new URL(link.getAttribute('href'), location).href)"))
    inside = sorted({link.partition("#")[0] for link in found if link.startswith(served.base)})
    assert found
    assert len(inside) == len({link.partition("#")[0] for link in found}), "a link leads out of the explorer"
    broken = [link for link in inside if served.get(link.removeprefix(served.base)).status_code != 200]
    assert broken == []


def test_a_page_prints(served: Served, visit: Visit, tmp_path: Path) -> None:
    page = visit(served.address("/overload", district="云川区"))
    page.tab.emulate_media(media="print")
    assert not page.tab.locator("header.top").is_visible()
    assert page.tab.locator(".rows-table").is_visible()


def test_notes_of_a_theme_call_documents_by_place_and_year_and_lead_there(served: Served) -> None:
    """Two documents of one place and year are told by their titles."""
    page = parser.fromstring(served.get("/theme", theme="教育").text)
    (notes,) = page.xpath("//section[@class='notes']")
    links = {link.text: link.get("href") for link in notes.xpath(".//a")}
    assert links["柳溪镇 2025"] == "/document?document=liuxi-2025"
    assert links["2024年云川区政务公开工作要点"] == "/document?document=yunchuan-2024"  # of two of that year
    assert not re.search(r"[a-z]+-20\d\d", notes.text_content())
    assert all(served.get(href.partition("?")[0], document=href.partition("=")[2]).status_code == 200 for href in links.values())
