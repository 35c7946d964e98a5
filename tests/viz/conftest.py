"""A page in a real browser without any network: what it asks for and what it complains about is recorded."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.viz.sample import Sample
from tests.viz.tabs import PATIENCE, Tabs, Used
from viz import district, theme, unit
from viz.spec import Page, ViewOptions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Request
    from playwright.sync_api import Page as Tab

TODAY = date(2025, 8, 6)
COMPOSE: dict[str, Callable[..., Page]] = {"unit": unit.compose, "theme": theme.compose, "district": district.compose}
SUBJECTS = {"unit": "区教育局", "theme": "政策解读", "district": "云川区"}


def made(name: str, *, subject: str | None = None, sample: Sample | None = None, **options: Any) -> Page:
    """A page of the invented district, seen on 6 August 2025."""
    given = {"today": TODAY, **options}
    return COMPOSE[name](sample or Sample(), ViewOptions(subject or SUBJECTS[name], **given))


@dataclass
class Opened:
    """An open page: the tab, the addresses it asked for beside itself, and everything it complained about."""

    tab: Tab
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return self.tab.locator(selector).inner_text()

    def rows(self) -> list[str]:
        """The numbers of the tasks in the list, from top to bottom."""
        return self.tab.locator("#list tr[data-t] td.number").all_inner_texts()


def read_whole(tab: Tab) -> None:
    """Wait until the page has been read to its end: on a busy machine a text was once asked for before that."""
    until = time.monotonic() + PATIENCE / 1000
    while tab.evaluate("document.readyState") != "complete" and time.monotonic() < until:
        tab.wait_for_timeout(20)


def listen(used: Used, complaints: list[str]) -> None:
    """Write down every error and warning, and every dialog."""

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def dialog(shown: Dialog) -> None:
        complaints.append(f"dialog: {shown.message}")
        shown.dismiss()

    used.on("console", console)
    used.on("dialog", dialog)
    used.on("pageerror", lambda error: complaints.append(str(error)))


def _watch(used: Used, found: Opened, own: str) -> None:
    """Write down every other address that is asked for, and every complaint."""

    def request(asked: Request) -> None:
        if asked.url != own and not asked.url.startswith("blob:"):
            found.asked.append(asked.url)

    used.on("request", request)
    listen(used, found.complaints)


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """The tabs of the browser."""
    return Tabs(browser)


@pytest.fixture
def open_page(tabs: Tabs, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open a finished page from disk: `open_page(page, width=1440, dark=False, script=True)`."""
    with tabs.lent() as lent:

        def opened(page: Page, *, width: int = 1440, dark: bool = False, script: bool = True) -> Opened:
            used = lent.tab(width=width, dark=dark, script=script, offline=True)
            used.tab.context.route(re.compile("^(?!(file|blob|data):)"), lambda route: route.abort())
            file = tmp_path / f"page-{len(lent.used)}.html"
            file.write_text(page.html, encoding="utf-8", newline="")
            found = Opened(used.tab)
            _watch(used, found, file.as_uri())
            found.tab.goto(file.as_uri())
            read_whole(found.tab)
            return found

        yield opened
