"""A page in a real browser without any network: what it asks for and what it complains about is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.viz.sample import Sample
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


def listen(tab: Tab, complaints: list[str]) -> None:
    """Write down every error and warning, and every dialog."""

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def dialog(shown: Dialog) -> None:
        complaints.append(f"dialog: {shown.message}")
        shown.dismiss()

    tab.on("console", console)
    tab.on("dialog", dialog)
    tab.on("pageerror", lambda error: complaints.append(str(error)))


def _watch(found: Opened, own: str) -> None:
    """Write down every other address that is asked for, and every complaint."""

    def request(asked: Request) -> None:
        if asked.url != own and not asked.url.startswith("blob:"):
            found.asked.append(asked.url)

    found.tab.on("request", request)
    listen(found.tab, found.complaints)


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open a finished page from disk: `open_page(page, width=1440, dark=False, script=True)`."""
    contexts = []

    def opened(page: Page, *, width: int = 1440, dark: bool = False, script: bool = True) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, java_script_enabled=script,
                                      color_scheme="dark" if dark else "light", accept_downloads=True)  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(5000)
        context.route(lambda url: not url.startswith(("file:", "blob:", "data:")), lambda route: route.abort())
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(page.html, encoding="utf-8", newline="")
        found = Opened(context.new_page())
        _watch(found, file.as_uri())
        found.tab.goto(file.as_uri())
        return found

    yield opened
    for context in contexts:
        context.close()
