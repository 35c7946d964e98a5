"""A whole graph as rows, whatever holds it: read in pages of a fixed order, written, counted, compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from graph.errors import StoreError
from graph.schema import load_schema
from graph.store.base import Store
from graph.store.csvfolder import CsvFolder
from graph.store.rows import Ends, GraphRows, Row, Value, pages_of, parts, shown

_HINT = "文件可能来自另一个版本的 zeren：请用同一版本导出和导入"
PAGE = 2000  # nodes that one statement reads: some carry whole documents
NEAR = 20_000  # nodes whose edges one statement reads


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
        text = f"UNWIND $keys AS key MATCH (n:{label} {{{node.key}: key}}) RETURN {columns}"
        for keys in _pages(self._keys_of(label), PAGE):
            rows = self._store.read(text, {"keys": keys}, seconds=600).dicts()
            yield sorted(rows, key=lambda row: str(row[node.key]))

    def edges(self, kind: str, ends: Ends) -> Iterator[list[Row]]:
        """See `GraphRows.edges`."""
        start, end = (self._schema.nodes[label] for label in ends)
        names = self._schema.edges[kind].properties
        columns = ", ".join(f"e.{name} AS {name}" for name in names)
        # Going out from the side with more nodes keeps a page small: one unit may owe a hundred thousand tasks.
        turned = len(self._keys_of(end.label)) > len(self._keys_of(start.label))
        near = f"b.{end.key}" if turned else f"a.{start.key}"
        every = self._keys_of(end.label if turned else start.label)
        # The embedded engine goes through the whole table for each page, in no time for a range, in long for a list. Both
        # engines order ASCII, which our ids are, as Python does.
        ranged = all(key.isascii() for key in every)
        where = f"{near} >= $first AND {near} <= $last" if ranged else f"{near} IN $keys"
        pattern = f"MATCH (a:{start.label})-[e:{kind}]->(b:{end.label})"
        text = f"{pattern} WHERE {where} RETURN a.{start.key} AS start, b.{end.key} AS stop, {columns}"
        for keys in _pages(every, NEAR if ranged else PAGE):
            params: dict[str, Value] = {"first": keys[0], "last": keys[-1]} if ranged else {"keys": keys}
            found = self._store.read(text, params, seconds=600).dicts()
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
        self._rows: dict[tuple[str, Ends | None], list[Row]] = {}

    def add_node(self, label: str, row: Row) -> None:
        """Add a node with the properties of `row`."""
        self._rows.setdefault((label, None), []).append(whole_node(label, row))

    def add_edge(self, kind: str, ends: Ends, row: Row) -> None:
        """Add an edge; `row` carries "start" and "end" beside its properties."""
        self._rows.setdefault((kind, ends), []).append(whole_edge(kind, ends, row))

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


def whole_node(label: str, row: Row) -> Row:
    """`row` with all properties of the schema; raises StoreError for a label or property that the schema does not have."""
    nodes = load_schema().nodes
    if label not in nodes:
        raise StoreError(f"图谱结构里没有标签 {label}", hint=_HINT)
    return _whole(label, nodes[label].properties, row)


def whole_edge(kind: str, ends: Ends, row: Row) -> Row:
    """The same for an edge, which carries "start" and "end" too."""
    edges = load_schema().edges
    if kind not in edges or ends not in edges[kind].ends:
        raise StoreError(f"图谱结构里没有关系 {shown(kind, ends)}", hint=_HINT)
    return _whole(kind, {"start": "string", "end": "string", **edges[kind].properties}, row)


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


class Digested:
    """A graph that is counted and digested as it is gone through, once."""

    def __init__(self, graph: GraphRows) -> None:
        self._graph = graph
        self._counts = {name: 0 for name, _ in parts(load_schema())}
        self._sums = dict(self._counts)

    def nodes(self, label: str) -> Iterator[list[Row]]:
        """See `GraphRows.nodes`."""
        yield from self._pages(label, None)

    def edges(self, kind: str, ends: Ends) -> Iterator[list[Row]]:
        """See `GraphRows.edges`."""
        yield from self._pages(kind, ends)

    def fingerprint(self) -> Fingerprint:
        """Of what has been gone through."""
        return Fingerprint(dict(self._counts), {name: f"{total % 2**256:064x}" for name, total in self._sums.items()})

    def _pages(self, name: str, ends: Ends | None) -> Iterator[list[Row]]:
        for page in pages_of(self._graph, name, ends):
            self._counts[name] += len(page)
            self._sums[name] += sum(_digest(row) for row in page)
            yield page


def fingerprint(graph: GraphRows) -> Fingerprint:
    """Count and digest a whole graph."""
    digested = Digested(graph)
    for name, ends in parts(load_schema()):
        for _ in pages_of(digested, name, ends):
            continue
    return digested.fingerprint()


def put(graph: GraphRows, target: Store) -> Fingerprint:
    """Fill an empty store with a graph and compare both; returns what they hold.

    Raises StoreError when the target is not empty or does not hold the same in the end; and what `graph` raises.
    """
    if isinstance(graph, CsvFolder):
        # Going through it first also finds what is broken in it. The store may then take its files as they are.
        expected = fingerprint(graph)
        target.bulk(graph)
        return _compared(expected, target)
    digested = Digested(graph)
    target.bulk(digested)
    return _compared(digested.fingerprint(), target)


def copy(source: Store, target: Store) -> Fingerprint:
    """Move a whole graph from store to store, see `put`. Says so when the source was written to meanwhile."""
    before = source.revision()
    digested = Digested(StoreRows(source))
    target.bulk(digested)
    # Another program's writes need not be in the graph.
    expected = digested.fingerprint() if source.revision() == before else fingerprint(StoreRows(source))
    return _compared(expected, target)


def _compared(expected: Fingerprint, target: Store) -> Fingerprint:
    found = fingerprint(StoreRows(target))
    if wrong := expected.differences(found):
        raise StoreError(f"复制后内容不一致：{'、'.join(wrong)}", hint="复制时可能有别的进程在写入：请清空目标图库后再试一次")
    return found


def _pages(keys: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(keys), size):
        yield list(keys[start : start + size])


def _digest(row: Row) -> int:
    return int.from_bytes(hashlib.sha256(_encoder().encode(row).encode("ascii")).digest())


@lru_cache(maxsize=1)
def _encoder() -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=True, sort_keys=True, default=_day)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no value of the graph: {value!r}")
