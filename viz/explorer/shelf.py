"""The store of a running explorer: opened when it is first needed, and the answers that were asked since it last changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from graph.errors import StoreError
from graph.store import Store, open_store
from queries.base import Answer, Options
from queries.registry import run
from viz.source import Row, StoreSource

MOST_ROWS = 200_000  # rows that are kept of all answers together


class Shelf:
    """One open store for all requests. Its methods may be called from several threads."""

    def __init__(self, address: str | None) -> None:
        self.address = address
        self._guard = threading.Lock()
        self._store: Store | None = None
        self._revision = ""
        self._kept: OrderedDict[tuple[Any, ...], tuple[Any, int]] = OrderedDict()

    def store(self) -> Store:
        """The store; raises StoreError where there is none yet, and is tried again at the next request."""
        with self._guard:
            if self._store is None:
                self._store = open_store(self.address)
            return self._store

    def close(self) -> None:
        """Let go of the store."""
        with self._guard:
            if self._store is not None:
                self._store.close()
                self._store = None

    def answer(self, name: str, params: Mapping[str, Any], options: Options) -> Answer:
        """An answer of the registry, kept until the store changes. Raises UsageError and StoreError."""
        store = self.store()
        key = ("answer", name, _key(params), options)
        found: Answer = self.kept(key, lambda: run(name, store, options, **params), lambda answer: len(answer.rows))
        return found

    def refresh(self) -> None:
        """Drop what was kept if the store has changed; each request begins with it. Raises StoreError."""
        try:
            revision = self.store().revision()
        except StoreError:
            self.close()  # a server that was started anew is found by the next request
            raise
        with self._guard:
            if revision != self._revision:
                self._kept.clear()
                self._revision = revision

    def kept(self, key: tuple[Any, ...], make: Callable[[], Any], size: Callable[[Any], int]) -> Any:
        """What `make` gives, made once for each state of the store. `size` says how much it is, in rows."""
        with self._guard:
            revision = self._revision
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        made = make()
        with self._guard:
            if revision == self._revision:  # else it may be of the state before
                self._kept[key] = (made, size(made))
                while len(self._kept) > 1 and sum(rows for _, rows in self._kept.values()) > MOST_ROWS:
                    self._kept.popitem(last=False)
        return made


class ShelfSource(StoreSource):
    """The source that the explorer's pages are built from: what one page asked is there for the next."""

    def __init__(self, shelf: Shelf, lang: str) -> None:
        super().__init__(shelf.store(), lang)
        self.shelf = shelf

    def ask(self, name: str, **params: Any) -> Row:
        """See `viz.source.Source`. The rows are shared between pages: they are read, never changed."""
        wanted = {key: value for key, value in params.items() if value not in (None, "", [])}
        key = ("json", name, _key(wanted), self.lang)
        ask = super().ask
        found: Row = self.shelf.kept(key, lambda: ask(name, **wanted), lambda answer: len(answer["rows"]))
        return found

    def printed(self, districts: list[str], years: list[int], theme: str = "") -> list[Row]:
        """See `viz.source.Source`."""
        read = super().printed
        found: list[Row] = self.shelf.kept(("printed", tuple(districts), tuple(years), theme), lambda: read(districts, years, theme), len)
        return found

    def tasks(self, districts: list[str], years: list[int], theme: str = "") -> list[Row]:
        """See `viz.source.Source`."""
        read = super().tasks
        found: list[Row] = self.shelf.kept(("tasks", tuple(districts), tuple(years), theme), lambda: read(districts, years, theme), len)
        return found


def _key(params: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(sorted((name, tuple(value) if isinstance(value, list) else value) for name, value in params.items()))
