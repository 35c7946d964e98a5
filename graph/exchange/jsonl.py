"""JSON Lines: a line that says what it is, then a line for each node and then each relationship, in a fixed order.

The lines of nodes and relationships have the shape that Neo4j's APOC procedures write and read.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import DataFileError, StoreError
from graph.exchange.rows import Ends, GraphRows, MemoryRows, Row, pages_of, parts
from graph.schema import load_schema
from graph.store.base import Value

FORMAT = "zeren-graph"
_HINT = "请用 zeren export jsonl 重新导出"


def write_jsonl(rows: GraphRows, path: Path) -> int:
    """Write the graph, UTF-8; returns the number of nodes and relationships."""
    schema = load_schema()
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps({"format": FORMAT, "schema": schema.version}) + "\n")
        for name, ends in parts(schema):
            for page in pages_of(rows, name, ends):
                file.writelines(
                    json.dumps(_record(name, ends, row), ensure_ascii=False, default=date.isoformat) + "\n" for row in page
                )
                count += len(page)
    return count


def read_jsonl(path: Path) -> MemoryRows:
    """Read what `write_jsonl` wrote; raises DataFileError that names the line, or another version of the schema."""
    rows = MemoryRows()
    try:
        with path.open(encoding="utf-8") as file:
            _check_head(file.readline(), path)
            for number, line in enumerate(file, start=2):
                try:
                    _add(rows, json.loads(line))
                except (ValueError, KeyError, TypeError, IndexError) as error:
                    raise DataFileError(f"{path.name} 第 {number} 行读不懂", hint=_HINT) from error
                except StoreError as error:
                    raise DataFileError(f"{path.name} 第 {number} 行：{error.message}", hint=error.hint) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path} 读不出来：{error}", hint=_HINT) from error
    return rows


def _record(name: str, ends: Ends | None, row: Row) -> dict[str, Any]:
    key = str(row["id"])
    if ends is None:
        return {"type": "node", "id": key, "labels": [name], "properties": _present(row)}
    return {
        "type": "relationship",
        "id": key,
        "label": name,
        "start": {"id": row["start"], "labels": [ends[0]]},
        "end": {"id": row["end"], "labels": [ends[1]]},
        "properties": _present({key: value for key, value in row.items() if key not in ("start", "end")}),
    }


def _present(row: Row) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}


def _check_head(line: str, path: Path) -> None:
    try:
        head = json.loads(line)
        found = (head["format"], head["schema"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataFileError(f"{path.name} 不是 zeren 导出的 JSON Lines", hint=_HINT) from error
    if found != (FORMAT, load_schema().version):
        raise DataFileError(f"{path.name} 是另一个版本的 zeren 导出的", hint="请用同一版本导出和导入")


def _add(rows: MemoryRows, record: dict[str, Any]) -> None:
    schema = load_schema()
    properties = record["properties"]
    if record["type"] == "node":
        label = record["labels"][0]
        rows.add_node(label, _typed(properties, schema.nodes[label].properties if label in schema.nodes else {}))
        return
    kind = record["label"]
    typed = _typed(properties, schema.edges[kind].properties if kind in schema.edges else {})
    ends = (record["start"]["labels"][0], record["end"]["labels"][0])
    rows.add_edge(kind, ends, {"start": record["start"]["id"], "end": record["end"]["id"], **typed})


def _typed(properties: dict[str, Any], types: Any) -> dict[str, Value]:
    return {name: date.fromisoformat(value) if types.get(name) == "date" else value for name, value in properties.items()}
