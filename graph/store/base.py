"""The contract that every store keeps. Everything above this package knows only these types.

Both engines take the same Cypher texts. Parameters are never null: send an empty list or a sentinel instead, because the
embedded engine cannot give a type to a bare null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from graph.errors import StoreError
from graph.schema import load_schema
from graph.store.rows import GraphRows, Value

Params: TypeAlias = "Mapping[str, Value] | None"
Tracer: TypeAlias = "Callable[[str, Mapping[str, Value]], None]"  # called with (text, params) before a statement runs

BATCH = 1000  # rows per UNWIND: larger batches gain nothing and hold the parameters twice in memory


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of one statement. A row has one value per column, in order.

    Lists come as `list`, nodes and relationships as dict of their properties with `_label` or `_type`, days as
    `datetime.date`. `truncated` is true when the statement had more rows than the limit that was asked for.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    truncated: bool = False

    def dicts(self) -> list[dict[str, Value]]:
        """One dict per row, keyed by column name, in row order."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Transaction(Protocol):
    """Statements that are kept all together or not at all."""

    def run(self, text: str, params: Params = None) -> Rows:
        """Run one statement, which may write; it sees what this transaction wrote before. Raises StoreError."""
        ...

    def merge_nodes(self, label: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """Create or update nodes by their key. Every row has the same keys, all of the schema; no rows is no work."""
        ...

    def merge_edges(self, kind: str, start: str, end: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """Create or update edges by their `id`.

        `start` and `end` are labels; every row carries the node keys as "start" and "end" beside the properties of
        the schema. An edge whose ends do not exist is not created. Every row has the same keys; no rows is no work.
        """
        ...


class Store(Protocol):
    """An open store. Use it as a context manager. Its methods may be called from several threads."""

    address: str
    on_statement: Tracer | None

    def read(self, text: str, params: Params = None, *, limit: int | None = None, seconds: float = 30.0) -> Rows:
        """Run one reading statement outside of a transaction.

        `limit` is the greatest number of rows that come back (None: all), `seconds` the time it may take. Raises
        StoreError for a broken statement, a timeout, or a store that is being written for longer than `seconds`.
        """
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open the one writing transaction: leaving the block commits, any exception in it undoes everything.

        Raises StoreError on a store that was opened for reading.
        """
        ...

    def bulk(self, graph: GraphRows) -> None:
        """Fill an empty store with a whole graph, the quickest way that the engine has.

        Whatever goes wrong, the store is empty again. Raises StoreError on a store that was opened for reading or is not
        empty, for keys and ids that come twice, and for edges without their ends; and what `graph` raises.
        """
        ...

    def revision(self) -> str:
        """A mark of what the store holds, cheap to ask for: the same mark means the same content.

        It changes with every commit, whichever process makes it, and may change without one. A mark that was taken
        before a read is never newer than what was read. Raises StoreError like `read`.
        """
        ...

    def close(self) -> None:
        """Let go of files and locks; closing twice does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


def check_empty(store: Store) -> None:
    """Raise StoreError unless the store holds no node of ours."""
    for label, node in load_schema().nodes.items():
        if store.read(f"MATCH (n:{label}) RETURN n.{node.key} LIMIT 1").rows:
            raise StoreError(f"目标图库 {store.address} 不是空的", hint="请换一个空的图库；为了不覆盖数据，只向空图库写入")
