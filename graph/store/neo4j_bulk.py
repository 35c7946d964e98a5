"""Filling an empty Neo4j database over Bolt, a page in each transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from graph.errors import StoreError
from graph.schema import Schema
from graph.store.base import Store, check_empty
from graph.store.rows import Ends, GraphRows, pages_of, parts, shown

PAGE = 2000  # keys of nodes that one transaction removes


def fill(store: Store, graph: GraphRows, schema: Schema) -> None:
    """See `Store.bulk`."""
    check_empty(store)
    try:
        for name, ends in parts(schema):
            sent = 0
            for page in pages_of(graph, name, ends):
                with store.transaction() as transaction:
                    if ends is None:
                        transaction.merge_nodes(name, page)
                    else:
                        transaction.merge_edges(name, *ends, page)
                sent += len(page)
            _check_count(store, name, ends, sent)
    except BaseException:
        with suppress(StoreError):
            _empty(store, schema)
        raise


def _check_count(store: Store, name: str, ends: Ends | None, sent: int) -> None:
    """MERGE makes one of two rows with the same id, and nothing of an edge without its ends."""
    pattern = f"(n:{name})" if ends is None else f"(a:{ends[0]})-[n:{name}]->(b:{ends[1]})"
    found = int(str(store.read(f"MATCH {pattern} RETURN count(n)", seconds=600).rows[0][0]))
    if found != sent:
        why = "有重复的编号" if ends is None else "有重复的编号，或缺少一端的节点"
        raise StoreError(f"{shown(name, ends)} {why}（{sent} 行只成 {found} 个）", hint="请检查来源文件，或重新导出后再试")


def _empty(store: Store, schema: Schema) -> None:
    """Remove everything, a page in each transaction."""
    for label, node in schema.nodes.items():
        rows = store.read(f"MATCH (n:{label}) RETURN n.{node.key}", seconds=600).rows
        for keys in _pages([str(row[0]) for row in rows]):
            with store.transaction() as transaction:
                transaction.run(f"MATCH (n:{label}) WHERE n.{node.key} IN $keys DETACH DELETE n", {"keys": keys})


def _pages(keys: Sequence[str]) -> list[list[str]]:
    return [list(keys[start : start + PAGE]) for start in range(0, len(keys), PAGE)]
