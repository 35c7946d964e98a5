"""The writing statements of both engines, built from the schema: names come from `schema.yaml`, values are parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.errors import StoreError
from graph.schema import Schema
from graph.store.base import BATCH
from graph.store.rows import Value

_HINT = "图谱结构见 graph/schema.yaml"
Row = Mapping[str, Value]


def node_statement(schema: Schema, label: str, keys: tuple[str, ...], casts: Mapping[str, str] | None = None) -> str:
    """MERGE nodes of `$rows` by their key and set the other `keys`.

    `casts` maps schema types to engine types, for an engine that cannot tell the type of a column of nulls. Raises
    StoreError for a label or property that the schema does not have.
    """
    if label not in schema.nodes:
        raise StoreError(f"图谱结构里没有标签 {label}", hint=_HINT)
    node = schema.nodes[label]
    sets = _assignments("n", label, node.properties, tuple(key for key in keys if key != node.key), casts)
    if node.key not in keys:
        raise StoreError(f"{label} 的数据缺少主键 {node.key}", hint=_HINT)
    return f"UNWIND $rows AS r MERGE (n:`{label}` {{`{node.key}`: r.`{node.key}`}}){sets}"


def edge_statement(
    schema: Schema, kind: str, ends: tuple[str, str], keys: tuple[str, ...], casts: Mapping[str, str] | None = None
) -> str:
    """MERGE edges of `$rows` by their `id` between the nodes whose keys are r.start and r.end, and set the other keys.

    Raises StoreError for a relationship, a pair of ends or a property that the schema does not have.
    """
    edge = schema.edges.get(kind)
    if edge is None or ends not in edge.ends:
        raise StoreError(f"图谱结构里没有关系 ({ends[0]})-[:{kind}]->({ends[1]})", hint=_HINT)
    for needed in ("id", "start", "end"):
        if needed not in keys:
            raise StoreError(f"{kind} 的数据缺少 {needed}", hint=_HINT)
    start, end = (schema.nodes[label] for label in ends)
    sets = _assignments("e", kind, edge.properties, tuple(key for key in keys if key not in ("id", "start", "end")), casts)
    return (
        f"UNWIND $rows AS r MATCH (a:`{start.label}` {{`{start.key}`: r.`start`}}) "
        f"MATCH (b:`{end.label}` {{`{end.key}`: r.`end`}}) MERGE (a)-[e:`{kind}` {{`id`: r.`id`}}]->(b){sets}"
    )


def row_batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows in batches of BATCH, in order; raises StoreError when their keys differ, as the engine would misread that."""
    keys = rows[0].keys()
    for row in rows:
        if row.keys() != keys:
            raise StoreError(f"同一批数据的字段不一致：{', '.join(sorted(row.keys() ^ keys))}", hint="每一行都要给出相同的字段")
    for start in range(0, len(rows), BATCH):
        yield list(rows[start : start + BATCH])


def _assignments(
    variable: str, owner: str, properties: Mapping[str, str], keys: tuple[str, ...], casts: Mapping[str, str] | None
) -> str:
    parts = []
    for key in keys:
        if key not in properties:
            raise StoreError(f"图谱结构里没有属性 {owner}.{key}", hint=_HINT)
        value = f"r.`{key}`" if casts is None else f"CAST(r.`{key}` AS {casts[properties[key]]})"
        parts.append(f"{variable}.`{key}` = {value}")
    return f" SET {', '.join(parts)}" if parts else ""
