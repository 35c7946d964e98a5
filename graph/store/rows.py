"""A whole graph as rows, in the order in which stores take it: what bulk loading reads and exports write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeAlias

from graph.schema import Schema

Value: TypeAlias = "None | bool | int | float | str | date | Sequence[Value] | Mapping[str, Value]"
Row = Mapping[str, Value]
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
