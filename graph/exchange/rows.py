"""A whole graph as rows, whatever holds it: read in pages of a fixed order, written, counted, compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from graph.errors import StoreError
from graph.schema import Schema, load_schema
from graph.store.base import Store, Value

Row = Mapping[str, Value]
Ends = tuple[str, str]
_HINT = "文件可能来自另一个版本的 zeren：请用同一版本导出和导入"
PAGE = 2000  # nodes that one statement reads: a list of so many keys is still quick on both engines


class GraphRows(Protocol):
    """A graph that can be gone through. Every row has all properties of the schema; what is absent is None."""

    def nodes(self, label: str) -> Iterator[list[Row]]:
        """The nodes of a label, in pages; each row carries the properties of the schema."""
        ...

    def edges(self, kind: str, ends: Ends) -> Iterator[list[Row]]:
        """The edges of a kind between two labels, in pages; rows have "start" and "end" (node keys) beside the properties."""
        ...


class StoreRows:
    """The rows of an open store: nodes by key, edges by the key of the end that has more nodes, then by id."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._schema = load_schema()
        self._keys: dict[str, list[str]] = {}

    def nodes(self, label: str) -> Iterator[list[Row]]:
        """See `GraphRows.nodes`."""
        node = self._schema.nodes[label]
        columns = ", ".join(f"n.{name} AS {name}" for name in node.properties)
        text = f"MATCH (n:{label}) WHERE n.{node.key} IN $keys RETURN {columns}"
        for keys in _pages(self._keys_of(label)):
            rows = self._store.read(text, {"keys": keys}, seconds=600).dicts()
            yield sorted(rows, key=lambda row: str(row[node.key]))

    def edges(self, kind: str, ends: Ends) -> Iterator[list[Row]]:
        """See `GraphRows.edges`."""
        start, end = (self._schema.nodes[label] for label in ends)
        names = self._schema.edges[kind].properties
        columns = ", ".join(f"e.{name} AS {name}" for name in names)
        pattern = f"MATCH (a:{start.label})-[e:{kind}]->(b:{end.label})"
        # Going out from the side with more nodes keeps a page small: one unit may owe a hundred thousand tasks.
        turned = len(self._keys_of(end.label)) > len(self._keys_of(start.label))
        near = f"b.{end.key}" if turned else f"a.{start.key}"
        text = f"{pattern} WHERE {near} IN $keys RETURN a.{start.key} AS start, b.{end.key} AS stop, {columns}"
        for keys in _pages(self._keys_of(end.label if turned else start.label)):
            found = self._store.read(text, {"keys": keys}, seconds=600).dicts()
            rows = [{"start": row["start"], "end": row["stop"], **{name: row[name] for name in names}} for row in found]
            if rows:
                yield sorted(rows, key=lambda row: str(row["id"]))

    def _keys_of(self, label: str) -> list[str]:
        if label not in self._keys:
            key = self._schema.nodes[label].key
            rows = self._store.read(f"MATCH (n:{label}) RETURN n.{key}", seconds=600).rows
            self._keys[label] = sorted(str(row[0]) for row in rows)
        return self._keys[label]


class MemoryRows:
    """Rows that were read from a file or another program; what a row lacks is None.

    Raises StoreError for labels, kinds, ends and properties that the schema does not have.
    """

    def __init__(self) -> None:
        self._schema = load_schema()
        self._rows: dict[tuple[str, Ends | None], list[Row]] = {}

    def add_node(self, label: str, row: Row) -> None:
        """Add a node with the properties of `row`."""
        if label not in self._schema.nodes:
            raise StoreError(f"图谱结构里没有标签 {label}", hint=_HINT)
        self._rows.setdefault((label, None), []).append(_whole(label, self._schema.nodes[label].properties, row))

    def add_edge(self, kind: str, ends: Ends, row: Row) -> None:
        """Add an edge; `row` carries "start" and "end" beside its properties."""
        if kind not in self._schema.edges or ends not in self._schema.edges[kind].ends:
            raise StoreError(f"图谱结构里没有关系 ({ends[0]})-[:{kind}]->({ends[1]})", hint=_HINT)
        names = {"start": "string", "end": "string", **self._schema.edges[kind].properties}
        self._rows.setdefault((kind, ends), []).append(_whole(kind, names, row))

    def nodes(self, label: str) -> Iterator[list[Row]]:
        """See `GraphRows.nodes`."""
        yield from self._pages((label, None))

    def edges(self, kind: str, ends: Ends) -> Iterator[list[Row]]:
        """See `GraphRows.edges`."""
        yield from self._pages((kind, ends))

    def _pages(self, part: tuple[str, Ends | None]) -> Iterator[list[Row]]:
        rows = self._rows.get(part, [])
        for start in range(0, len(rows), PAGE):
            yield rows[start : start + PAGE]


def _whole(owner: str, properties: Mapping[str, str], row: Row) -> Row:
    for name in row:
        if name not in properties:
            raise StoreError(f"图谱结构里没有属性 {owner}.{name}", hint=_HINT)
    return {name: row.get(name) for name in properties}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a graph holds: `counts` by label and by kind, `digests` of their rows, the same for the same rows in any order."""

    counts: Mapping[str, int]
    digests: Mapping[str, str]

    def differences(self, other: Fingerprint) -> list[str]:
        """Labels and kinds in which two graphs differ, each with both counts."""
        names = [name for name in self.digests if self.digests[name] != other.digests.get(name)]
        return [f"{name} {self.counts[name]} / {other.counts.get(name, 0)}" for name in names]


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


def fingerprint(rows: GraphRows) -> Fingerprint:
    """Count and digest a whole graph."""
    counts: dict[str, int] = {}
    sums: dict[str, int] = {}
    for name, ends in parts(load_schema()):
        counts.setdefault(name, 0)
        sums.setdefault(name, 0)
        for page in pages_of(rows, name, ends):
            counts[name] += len(page)
            sums[name] += sum(_digest(row) for row in page)
    return Fingerprint(counts, {name: f"{total % 2**256:064x}" for name, total in sums.items()})


def fill(store: Store, rows: GraphRows) -> None:
    """Write a graph into an empty store, a page in each transaction.

    Raises StoreError when the store is not empty; when writing fails it is emptied again.
    """
    schema = load_schema()
    if any(_has_nodes(store, label) for label in schema.nodes):
        raise StoreError(f"目标图库 {store.address} 不是空的", hint="请换一个空的图库；为了不覆盖数据，只向空图库写入")
    try:
        for name, ends in parts(schema):
            for page in pages_of(rows, name, ends):
                with store.transaction() as transaction:
                    if ends is None:
                        transaction.merge_nodes(name, page)
                    else:
                        transaction.merge_edges(name, *ends, page)
    except BaseException:
        with suppress(StoreError):
            empty(store)
        raise


def empty(store: Store) -> None:
    """Remove everything, a page in each transaction."""
    for label, node in load_schema().nodes.items():
        rows = store.read(f"MATCH (n:{label}) RETURN n.{node.key}", seconds=600).rows
        for keys in _pages([str(row[0]) for row in rows]):
            with store.transaction() as transaction:
                transaction.run(f"MATCH (n:{label}) WHERE n.{node.key} IN $keys DETACH DELETE n", {"keys": keys})


def copy(source: Store, target: Store) -> Fingerprint:
    """Move a whole graph into an empty store and compare both; returns what they hold.

    Raises StoreError when the target is not empty or does not hold the same in the end.
    """
    fill(target, StoreRows(source))
    before, after = fingerprint(StoreRows(source)), fingerprint(StoreRows(target))
    wrong = before.differences(after)
    if wrong:
        raise StoreError(f"复制后内容不一致：{'、'.join(wrong)}", hint="复制时可能有别的进程在写入：请清空目标图库后再试一次")
    return after


def _has_nodes(store: Store, label: str) -> bool:
    return bool(store.read(f"MATCH (n:{label}) RETURN n.id LIMIT 1").rows)


def _pages(keys: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), PAGE):
        yield list(keys[start : start + PAGE])


def _digest(row: Row) -> int:
    text = json.dumps(row, ensure_ascii=True, sort_keys=True, default=_day)
    return int.from_bytes(hashlib.sha256(text.encode("ascii")).digest())


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no value of the graph: {value!r}")
