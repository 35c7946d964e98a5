"""Tabs of one browser that are used again: making one takes longer than most pages need to be looked at.

A tab comes back empty: what one page set or left (cookies, size, colours, who listens, what is refused) does not reach the
next. Pages of zeren keep nothing in the browser beside cookies; a test holds them to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

HEIGHT = 900  # pixels
PATIENCE = 30_000  # milliseconds that something may take on a machine that is busy with other tests


class Tabs:
    """The tabs that nobody uses, by what cannot be changed on an open one: whether scripts run, whether there is a network."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[tuple[bool, bool], list[Tab]] = {}

    @contextmanager
    def lent(self) -> Iterator[Lent]:
        """Tabs for one test, which all come back at its end."""
        lent = Lent(self)
        try:
            yield lent
        finally:
            for used in list(lent.used):
                lent.back(used)

    def take(self, script: bool, offline: bool) -> Tab:
        """One that nobody uses, else a new one."""
        free = self._free.setdefault((script, offline), [])
        if free:
            return free.pop()
        context = self._browser.new_context(accept_downloads=True, java_script_enabled=script, offline=offline)
        return context.new_page()

    def put_back(self, used: Used) -> None:
        """Empty it for the next, which closes what it opened."""
        context = used.tab.context
        for name, listener in used.listeners:
            used.tab.remove_listener(name, listener)
        if used.tab.is_closed():
            context.close()
            return
        for other in context.pages:
            if other is not used.tab:
                other.close()
        context.unroute_all(behavior="ignoreErrors")
        used.tab.goto("about:blank")
        context.clear_cookies()
        used.tab.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
        self._free[used.kind].append(used.tab)


@dataclass
class Used:
    """A tab that a test has, of which kind it is, and who listens to it."""

    tab: Tab
    kind: tuple[bool, bool]
    listeners: list[tuple[Any, Callable[..., None]]] = field(default_factory=list)

    def on(self, name: Any, listener: Callable[..., None]) -> None:
        """Call `listener` until the test ends."""
        self.tab.on(name, listener)
        self.listeners.append((name, listener))


class Lent:
    """The tabs of one test."""

    def __init__(self, tabs: Tabs) -> None:
        self._tabs = tabs
        self.used: list[Used] = []

    def tab(self, *, width: int, dark: bool, script: bool, offline: bool) -> Used:
        """An empty tab of this width in pixels."""
        kind = (script, offline)
        used = Used(self._tabs.take(*kind), kind)
        self.used.append(used)
        used.tab.set_viewport_size({"width": width, "height": HEIGHT})
        used.tab.emulate_media(color_scheme="dark" if dark else "light")
        used.tab.context.set_default_timeout(PATIENCE)
        return used

    def back(self, used: Used) -> None:
        """The test needs it no more."""
        self.used.remove(used)
        self._tabs.put_back(used)
