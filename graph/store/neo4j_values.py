"""Values of the driver as values of the contract, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import neo4j
from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date

from graph.errors import StoreError
from graph.schema import Schema
from graph.store.base import Rows
from graph.store.rows import Value
from graph.store.tokens import tokenize

Row = Mapping[str, Value]
_UNKNOWN = {"01N50": "标签", "01N51": "关系", "01N52": "属性"}  # GQL status of a name that the database does not have


def sent_row(row: Row, properties: Mapping[str, str]) -> dict[str, Value]:
    """A row with the numbers that its columns have: Neo4j keeps 3 as an integer where the schema says float."""
    sent = dict(row)
    for name, value in row.items():
        kind = properties.get(name)
        if kind == "float" and isinstance(value, int):
            sent[name] = float(value)
    return sent


def received_rows(result: neo4j.Result, schema: Schema, limit: int | None) -> Rows:
    """Everything that `result` holds, at most `limit` rows; the rest of it is thrown away. Reads to its end."""
    records: Iterable[neo4j.Record] = result if limit is None else result.fetch(limit + 1)
    rows = [tuple(_plain(value, schema) for value in record.values()) for record in records]
    columns = tuple(result.keys())
    truncated = limit is not None and len(rows) > limit
    return Rows(columns, tuple(rows[:limit]), truncated)


def check_names(summary: neo4j.ResultSummary, text: str, schema: Schema) -> None:
    """Refuse names that neither the database nor the schema has, as the embedded engine does.

    Neo4j answers such a statement with no rows and a warning, which is how typing errors become wrong answers. Names
    of the schema that nothing has used yet are no error.
    """
    known = {"01N50": set(schema.nodes), "01N51": set(schema.edges), "01N52": _properties(schema)}
    for status in summary.gql_status_objects:
        if status.gql_status not in _UNKNOWN or status.position is None:
            continue
        place = status.position.offset
        name = next((token.text.strip("`") for token in tokenize(text) if token.start == place), None)
        if name is not None and name not in known[status.gql_status]:
            hint = "图谱结构见 graph/schema.yaml"
            raise StoreError(f"图谱结构里没有{_UNKNOWN[status.gql_status]} {name}", hint=hint)


def _properties(schema: Schema) -> set[str]:
    owned = [*(node.properties for node in schema.nodes.values()), *(edge.properties for edge in schema.edges.values())]
    return {name for properties in owned for name in properties}


def _plain(value: Any, schema: Schema) -> Value:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Date):
        return value.to_native()
    if isinstance(value, Node):
        label = next((name for name in sorted(value.labels) if name in schema.nodes), next(iter(sorted(value.labels)), ""))
        return {"_label": label, **_ordered(value, schema.nodes[label].properties if label in schema.nodes else ())}
    if isinstance(value, Relationship):
        return {"_type": value.type, **_ordered(value, schema.edges[value.type].properties if value.type in schema.edges else ())}
    if isinstance(value, Path):
        return {"_NODES": [_plain(node, schema) for node in value.nodes], "_RELS": [_plain(edge, schema) for edge in value]}
    if isinstance(value, Mapping):
        return {str(name): _plain(item, schema) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(item, schema) for item in value]
    return str(value)


def _ordered(owner: Node | Relationship, names: Iterable[str]) -> dict[str, Value]:
    """Properties in the order of the schema, foreign ones behind them by name: Neo4j keeps none."""
    found = {name: _plain_property(item) for name, item in owner.items()}
    order = [name for name in names if name in found]
    return {name: found[name] for name in (*order, *sorted(found.keys() - set(order)))}


def _plain_property(value: Any) -> Value:
    if isinstance(value, Date):
        return value.to_native()
    if isinstance(value, list):
        return [_plain_property(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
