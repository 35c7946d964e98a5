"""A tab that is used again is as empty as a new one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guards.tree import text, tracked
from tests.viz.conftest import listen
from tests.viz.tabs import Tabs

pytestmark = pytest.mark.browser
PAGE = "<!doctype html><h1>{0}</h1><script>console.error('{0}')</script>"
STATE = "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, matchMedia('print').matches, document.body.innerText]"


def test_nothing_of_one_page_reaches_the_next(tabs: Tabs, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.html").write_text(PAGE.format(name), "utf-8")
    heard: dict[str, list[str]] = {"one": [], "two": []}
    with tabs.lent() as lent:
        used = lent.tab(width=390, dark=True, script=True, offline=True)
        listen(used, heard["one"])
        first = used.tab
        first.context.route(re.compile("^file:.*two"), lambda route: route.abort())
        first.goto((tmp_path / "one.html").as_uri())
        assert first.evaluate(STATE) == [390, True, False, "one"]
        first.emulate_media(media="print")
        first.evaluate("() => { window.left = 1; open('about:blank'); }")
        first.context.add_cookies([{"name": "a", "value": "b", "url": "http://127.0.0.1"}])
    with tabs.lent() as lent:
        used = lent.tab(width=1440, dark=False, script=True, offline=True)
        assert used.tab is first
        listen(used, heard["two"])
        assert used.tab.context.pages == [used.tab]
        assert used.tab.context.cookies() == []
        used.tab.goto((tmp_path / "two.html").as_uri())
        assert used.tab.evaluate(STATE) == [1440, False, False, "two"]
        assert used.tab.evaluate("window.left") is None
    assert heard == {"one": ["one"], "two": ["two"]}


def test_a_tab_that_was_closed_is_not_lent_again(tabs: Tabs) -> None:
    with tabs.lent() as lent:
        closed = lent.tab(width=390, dark=False, script=True, offline=True).tab
        closed.close()
    with tabs.lent() as lent:
        used = [lent.tab(width=390, dark=False, script=True, offline=True).tab for _ in range(2)]
        assert closed not in used
        assert used[0] is not used[1]


def test_pages_keep_nothing_in_the_browser() -> None:
    """What they kept would have to be removed between two uses of a tab."""
    kept = re.compile(r"\b(localStorage|sessionStorage|indexedDB|serviceWorker|window\.name)\b|document\.cookie")
    scripts = [path for path in tracked() if path.parts[0] == "viz" and path.suffix in (".js", ".j2", ".html")]
    assert scripts
    assert [path.as_posix() for path in scripts if kept.search(text(path))] == []
