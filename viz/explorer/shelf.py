"""The store of a running explorer: opened when it is first needed, and the answers that were asked since it last changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from graph.errors import StoreError
from graph.store import Rows, Store, Tracer, Transaction, Value, open_store
from graph.store.rows import GraphRows
from queries.base import Answer, Options
from queries.registry import run
from viz.source import Row, StoreSource

MOST_ROWS = 200_000  # rows that are kept of all answers together


class Shelf:
    """One open store for all requests. Its methods may be called from several threads."""

    def __init__(self, address: str | None) -> None:
        self.address = address
        self._guard = threading.Lock()
        self._store: Recalling | None = None
        self._revision = ""
        self._kept: OrderedDict[tuple[Any, ...], tuple[Any, int]] = OrderedDict()
        self._rows = 0  # of all that is kept

    def store(self) -> Store:
        """The store; raises StoreError where there is none yet, and is tried again at the next request.

        What it read once it does not read again until `refresh` finds it changed.
        """
        with self._guard:
            if self._store is None:
                self._store = Recalling(open_store(self.address), self)
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
        key = ("answer", name, _key(params))
        with self._guard:
            whole = self._kept.get((*key, replace(options, limit=0)))  # where it is no longer than the limit, the limit changes nothing
        found: Answer
        if whole:
            found = whole[0]
            if not found.truncated and found.total <= (options.limit or found.total):
                return found
        found = self.kept((*key, options), lambda: run(name, store, options, **params), lambda answer: len(answer.rows))
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
                self._rows = 0
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
            if revision == self._revision and key not in self._kept:  # else it may be of the state before
                self._kept[key] = (made, size(made))
                self._rows += self._kept[key][1]
                while len(self._kept) > 1 and self._rows > MOST_ROWS:
                    self._rows -= self._kept.popitem(last=False)[1][1]
        return made


class Recalling:
    """A store whose reads are kept on the shelf: one question asks much of what another asked before."""

    def __init__(self, store: Store, shelf: Shelf) -> None:
        self._store, self._shelf = store, shelf
        self.address = store.address

    @property
    def on_statement(self) -> Tracer | None:
        """See `Store`; what is recalled is not traced."""
        return self._store.on_statement

    @on_statement.setter
    def on_statement(self, tracer: Tracer | None) -> None:
        self._store.on_statement = tracer

    def read(self, text: str, params: Mapping[str, Value] | None = None, *, limit: int | None = None, seconds: float = 30.0) -> Rows:
        """See `Store.read`. The values in the rows are shared: they are read, never changed."""
        key = ("read", text, repr(sorted((params or {}).items())), limit)
        found: Rows = self._shelf.kept(key, lambda: self._store.read(text, params, limit=limit, seconds=seconds), lambda rows: len(rows.rows) + 1)
        return found

    def transaction(self) -> AbstractContextManager[Transaction]:
        """See `Store.transaction`."""
        return self._store.transaction()

    def bulk(self, graph: GraphRows) -> None:
        """See `Store.bulk`."""
        self._store.bulk(graph)

    def revision(self) -> str:
        """See `Store.revision`."""
        return self._store.revision()

    def close(self) -> None:
        """See `Store.close`."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class ShelfSource(StoreSource):
    """The source that the explorer's pages are built from: what one page asked is there for the next."""

    def __init__(self, shelf: Shelf, lang: str) -> None:
        super().__init__(shelf.store(), lang)
        self.shelf = shelf

    def ask(self, name: str, **params: Any) -> Row:
        """See `viz.source.Source`. The rows are shared between pages: they are read, never changed."""
        wanted = {key: value for key, value in params.items() if value not in (None, "", [])}
        key = ("json", name, _key(wanted), self.lang)
        options = Options(limit=0, lang=self.lang)
        found: Row = self.shelf.kept(key, lambda: self.shelf.answer(name, wanted, options).to_json(), lambda answer: len(answer["rows"]))
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
