"""The graph as `networkx.MultiDiGraph`, and the XML files that Gephi, yEd and networkx read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import networkx

from graph.errors import DataFileError, StoreError
from graph.exchange.rows import MemoryRows, StoreRows
from graph.schema import load_schema
from graph.store.base import Store
from graph.store.rows import Ends, GraphRows, Row, Value, pages_of, parts

LABEL, KIND = "_label", "_type"  # beside the properties; the names that rows of a store give them
_HINT = "请用 zeren export 重新导出"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_networkx(store: Store) -> networkx.MultiDiGraph[str]:
    """The whole graph of an open store.

    Nodes are named by their id and carry `_label` and the properties that they have; edges have their id as key and
    carry `_type` and their properties. Days are `datetime.date`, lists are lists.
    """
    return rows_to_networkx(StoreRows(store))


def rows_to_networkx(rows: GraphRows) -> networkx.MultiDiGraph[str]:
    """The same from rows of any origin; raises StoreError when two labels share an id."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for name, ends in parts(load_schema()):
        for page in pages_of(rows, name, ends):
            for row in page:
                _add(graph, name, ends, row)
    return graph


def from_networkx(graph: networkx.MultiDiGraph[str]) -> MemoryRows:
    """The rows of a graph that `to_networkx` made, or that has its shape; raises StoreError for another."""
    rows = MemoryRows()
    labels: dict[str, str] = {}
    for key, data in graph.nodes(data=True):
        labels[key] = str(data.get(LABEL))
        rows.add_node(labels[key], {name: value for name, value in data.items() if name != LABEL})
    for start, end, data in graph.edges(data=True):
        properties = {name: value for name, value in data.items() if name != KIND}
        rows.add_edge(str(data.get(KIND)), (labels[start], labels[end]), {"start": start, "end": end, **properties})
    return rows


def write_graphml(rows: GraphRows, path: Path) -> int:
    """Write GraphML; returns the number of nodes and edges. Lists and days become text, see `_flat`."""
    graph = _flat_graph(rows)
    networkx.write_graphml(graph, path, encoding="utf-8", infer_numeric_types=False)
    return len(graph) + graph.number_of_edges()


def read_graphml(path: Path) -> MemoryRows:
    """Read what `write_graphml` wrote; raises DataFileError."""
    return _rows_of(path, lambda: networkx.read_graphml(path, force_multigraph=True))


def write_gexf(rows: GraphRows, path: Path) -> int:
    """Write GEXF; nodes show their caption and edges their type. Returns the number of nodes and edges."""
    graph = _flat_graph(rows)
    for _, data in graph.nodes(data=True):
        data["label"] = data.get("caption", "")
    for _, _, data in graph.edges(data=True):
        data["label"] = data[KIND]
    networkx.write_gexf(graph, path, encoding="utf-8")
    return len(graph) + graph.number_of_edges()


def read_gexf(path: Path) -> MemoryRows:
    """Read what `write_gexf` wrote; raises DataFileError."""

    def read() -> Any:
        graph = networkx.read_gexf(path)
        for key, data in graph.nodes(data=True):
            data.pop("label", None)
            data["id"] = key  # which networkx takes for the node's own
        for _, _, data in graph.edges(data=True):
            data.pop("label", None)
        return graph

    return _rows_of(path, read)


def _add(graph: networkx.MultiDiGraph[str], name: str, ends: Ends | None, row: Row) -> None:
    key = str(row["id"])
    present = {one: value for one, value in row.items() if value is not None and one not in ("start", "end")}
    if ends is None:
        if key in graph:
            raise StoreError(f"两个节点的 id 相同：{key}", hint="请重新运行 zeren ingest 建立图库")
        graph.add_node(key, **{LABEL: name}, **present)
    else:
        graph.add_edge(str(row["start"]), str(row["end"]), key=key, **{KIND: name}, **present)


def _flat_graph(rows: GraphRows) -> networkx.MultiDiGraph[str]:
    graph = rows_to_networkx(rows)
    for _, data in graph.nodes(data=True):
        data.update({name: _flat(value) for name, value in data.items()})
    for _, _, data in graph.edges(data=True):
        data.update({name: _flat(value) for name, value in data.items()})
    return graph


def _flat(value: Value) -> str | int | float | bool:
    """What XML formats can hold: days as ISO text, lists as JSON; characters that XML forbids are replaced."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _NOT_IN_XML.sub("\ufffd", text)


def _rows_of(path: Path, read: Any) -> MemoryRows:
    try:
        return from_networkx(_typed_graph(read()))
    except StoreError as error:
        raise DataFileError(f"{path.name}：{error.message}", hint=error.hint) from error
    except (OSError, SyntaxError, ParseError, ValueError, KeyError, networkx.NetworkXError) as error:
        raise DataFileError(f"{path.name} 读不出来：{str(error).splitlines()[0]}", hint=_HINT) from error


def _typed_graph(graph: Any) -> networkx.MultiDiGraph[str]:
    """Undo `_flat` with the types of the schema."""
    schema = load_schema()
    typed: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for key, data in graph.nodes(data=True):
        node = schema.nodes.get(str(data.get(LABEL)))
        typed.add_node(str(key), **_unflat(data, node.properties if node else {}))
    for start, end, data in graph.edges(data=True):
        edge = schema.edges.get(str(data.get(KIND)))
        typed.add_edge(str(start), str(end), **_unflat(data, edge.properties if edge else {}))
    return typed


def _unflat(data: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in data.items():
        kind = types.get(name)
        if kind == "date":
            found[name] = date.fromisoformat(value)
        elif kind == "strings":
            found[name] = json.loads(value)
        elif kind in ("string", "json"):
            found[name] = "" if value is None else str(value)
        else:
            found[name] = float(value) if kind == "float" else value
    return found
