"""Every page opens without network and without complaints, at every width, by day and by night, with and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.viz.conftest import SUBJECTS, Opened, made
from tests.viz.sample import Sample

pytestmark = pytest.mark.browser
TABS = {"unit": ["list", "matrix", "units", "graph", "years"], "theme": ["units", "list", "graph", "years"],
        "district": ["matrix", "loads", "list", "graph", "years"]}  # fmt: skip


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("name", SUBJECTS)
def test_opens_quietly(name: str, width: int, open_page: Callable[..., Opened]) -> None:
    page = open_page(made(name), width=width, dark=width == 1024)
    for tab in TABS[name]:
        page.tab.click(f"#tab-{tab}")
        assert page.tab.locator(f"#tab-{tab}").get_attribute("aria-selected") == "true"
        wide = page.tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{tab} is {wide} wide"
    assert page.asked == []
    assert page.complaints == []


@pytest.mark.parametrize("name", SUBJECTS)
def test_nothing_is_cut_off_in_english(name: str, open_page: Callable[..., Opened]) -> None:
    page = open_page(made(name, lang="en"), width=1024)
    for tab in TABS[name]:
        page.tab.click(f"#tab-{tab}")
        assert page.tab.evaluate("document.documentElement.scrollWidth") <= 1024
    assert "undefined" not in page.tab.inner_text("body")
    assert page.complaints == []


def test_reads_without_script(open_page: Callable[..., Opened]) -> None:
    page = open_page(made("unit"), script=False)
    assert "入学政策一图读懂" in page.text("noscript .plain") if page.tab.locator("noscript .plain").count() else page.text(".plain")
    assert not page.tab.locator(".app").is_visible()


def test_says_what_to_do_when_there_is_nothing(open_page: Callable[..., Opened]) -> None:
    empty = Sample()
    empty.task_rows, empty.duty_rows = [], []
    page = open_page(made("district", sample=empty))
    assert "zeren ingest" in page.text("#view")
    page.tab.click("#tab-graph")
    assert page.complaints == []


HOSTILE = {
    "区教育局": "区<img src=x onerror=alert(1)>局",
    "区司法局": "=cmd|' /C calc'!A0",
    "入学政策一图读懂": "</script><script>alert(2)</script>",
    "政策解读": "<!--<script>",
    "每月更新": "\u2028__proto__\u2029",
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_hostile_names_stay_text(name: str, open_page: Callable[..., Opened]) -> None:
    subject = HOSTILE["政策解读"] if name == "theme" else None
    page = open_page(made(name, subject=subject, sample=Sample(HOSTILE)))
    for tab in TABS[name]:
        page.tab.click(f"#tab-{tab}")
    page.tab.click("#tab-list")
    if name == "unit":
        assert HOSTILE["区教育局"] in page.text("#panel")
    assert HOSTILE["入学政策一图读懂"] in page.text("#list")
    assert page.tab.locator("img").count() == 0
    assert page.tab.locator("script").count() == 4
    assert page.asked == []
    assert page.complaints == []


def test_print_shows_the_list_only(open_page: Callable[..., Opened]) -> None:
    page = open_page(made("unit"))
    page.tab.emulate_media(media="print")
    assert page.tab.locator("#list").is_visible()
    for hidden in ("header.top", ".take", ".tabs", "#side"):
        assert not page.tab.locator(hidden).is_visible()
