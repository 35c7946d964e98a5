"""The explorer on loopback over the example documents, and its pages in a real browser that reaches nothing else."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn

from tests.viz.conftest import listen
from tests.viz.tabs import Tabs
from viz.explorer import Settings, create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab
    from playwright.sync_api import Route

TODAY = date(2025, 5, 20)  # the day on which the pages are looked at
# Making one takes longer than most answers. It keeps no cookies: they would go to every explorer on this machine.
# A connection that is not used is closed before the server does it (after five seconds): both at once would be a failure.
CLIENT = httpx.Client(
    timeout=30, cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])), limits=httpx.Limits(keepalive_expiry=2.0)
)


@dataclass(frozen=True, slots=True)
class Served:
    """A running explorer. `base` is its address without a slash at the end."""

    base: str
    settings: Settings

    def address(self, path: str, /, **params: Any) -> str:
        """The address of a path with parameters; a list is given once for each value."""
        pairs = [(name, str(one)) for name, value in params.items() for one in (value if isinstance(value, list) else [value])]
        return f"{self.base}{path}" + (f"?{urlencode(pairs)}" if pairs else "")

    def get(self, path: str, /, **params: Any) -> httpx.Response:
        """What a program gets; redirects are not followed."""
        return CLIENT.get(self.address(path, **params))

    def json(self, path: str, /, **params: Any) -> Any:
        """The data at an address that must be there."""
        answer = self.get(path, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def running(settings: Settings) -> Iterator[Served]:
    """Serve on a free port of loopback until the block ends."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        assert server.started, "the explorer did not start"
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Served(f"http://127.0.0.1:{port}", settings)
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def served(example_store: str) -> Iterator[Served]:
    """The explorer over the example documents, only to be read."""
    from ingest.check import check

    with running(Settings(example_store, today=TODAY, check=check)) as found:
        yield found


@dataclass
class Visited:
    """An open page: the tab, what it asked for beyond the explorer, and everything it complained about."""

    tab: Tab
    beyond: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return self.tab.locator(selector).inner_text()

    def overflow(self) -> int:
        """Pixels that the page is wider than its window."""
        return int(self.tab.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth"))


Visit = Callable[..., Visited]


@pytest.fixture
def visit(tabs: Tabs) -> Iterator[Visit]:
    """Open an address of the explorer: `visit(served.address("/"), width=390, dark=True, cut="refused", script=False)`.

    Nothing beyond loopback is reached: it is `refused`, or with `cut="silent"` never answered.
    """
    with tabs.lent() as lent:

        def opened(address: str, *, width: int = 1440, dark: bool = False, cut: str = "refused", script: bool = True) -> Visited:
            used = lent.tab(width=width, dark=dark, script=script, offline=False)
            found = Visited(used.tab)
            own = address.split("/")[2] if "://" in address else ""

            def route(asked: Route) -> None:
                found.beyond.append(asked.request.url)
                if cut == "refused":
                    asked.abort()

            # A pattern, as a function would be called, from the browser and back, for each file of the page itself.
            used.tab.context.route(re.compile(rf"^(https?|wss?)://(?!{re.escape(own)}/)"), route)
            listen(used, found.complaints)
            found.tab.goto(address)
            return found

        yield opened
