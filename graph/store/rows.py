"""A whole graph as rows, in the order in which stores take it: what bulk loading reads and exports write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from graph.errors import StoreError
from graph.schema import Schema, load_schema

if TYPE_CHECKING:
    from graph.store.base import Store, Value

Row = Mapping[str, "Value"]
Ends = tuple[str, str]


class GraphRows(Protocol):
    """A graph that can be gone through. Every row has all properties of the schema; what is absent is None."""

    def nodes(self, label: str) -> Iterator[list[Row]]:
        """The nodes of a label, in pages; each row carries the properties of the schema."""
        ...

    def edges(self, kind: str, ends: Ends) -> Iterator[list[Row]]:
        """The edges of a kind between two labels, in pages; rows have "start" and "end" (node keys) beside the properties."""
        ...


def parts(schema: Schema) -> Iterator[tuple[str, Ends | None]]:
    """Every label (with None) and then every kind with each pair of its ends, in the order of the schema."""
    for label in schema.nodes:
        yield label, None
    for kind, edge in schema.edges.items():
        for ends in edge.ends:
            yield kind, ends


def pages_of(rows: GraphRows, name: str, ends: Ends | None) -> Iterator[list[Row]]:
    """The pages of one part of the graph."""
    return rows.nodes(name) if ends is None else rows.edges(name, ends)


def shown(name: str, ends: Ends | None) -> str:
    """A part of the graph as messages call it."""
    return name if ends is None else f"({ends[0]})-[:{name}]->({ends[1]})"


def check_empty(store: Store) -> None:
    """Raise StoreError unless the store holds no node of ours."""
    for label, node in load_schema().nodes.items():
        if store.read(f"MATCH (n:{label}) RETURN n.{node.key} LIMIT 1").rows:
            raise StoreError(f"目标图库 {store.address} 不是空的", hint="请换一个空的图库；为了不覆盖数据，只向空图库写入")
