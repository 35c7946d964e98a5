"""JSON Lines: a line that says what it is, a line for each node and then each relationship, in the order of the schema, and
a line that says how many there were, without which the file was cut off.

The lines of nodes and relationships have the shape that Neo4j's APOC procedures write and read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import DataFileError, StoreError
from graph.exchange.rows import PAGE, whole_edge, whole_node
from graph.schema import load_schema
from graph.store.rows import Ends, GraphRows, Row, Value, pages_of, parts

FORMAT = "zeren-graph"
_HINT = "请用 zeren export jsonl 重新导出"
Part = tuple[str, Ends | None]


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
        file.write(json.dumps({"type": "end", "count": count}) + "\n")
    return count


class JsonlRows:
    """The graph in a file that `write_jsonl` wrote, read as it is gone through: parts are quickest in the order of the schema.

    Raises DataFileError that names the line; at once for another file or another version of the schema.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._order = {part: place for place, part in enumerate(parts(load_schema()))}
        self._lines = self._read()
        self._held = next(self._lines)  # the next row: its place in the order, and it; the last place holds nothing
        self._asked = -1

    def nodes(self, label: str) -> Iterator[list[Row]]:
        """See `GraphRows.nodes`."""
        yield from self._pages((label, None))

    def edges(self, kind: str, ends: Ends) -> Iterator[list[Row]]:
        """See `GraphRows.edges`."""
        yield from self._pages((kind, ends))

    def _pages(self, part: Part) -> Iterator[list[Row]]:
        place = self._order[part]
        if place <= self._asked:
            self._lines = self._read()
            self._held = next(self._lines)
        self._asked = place
        page: list[Row] = []
        while self._held[0] <= place:
            if self._held[0] == place:
                page.append(self._held[1])
            self._held = next(self._lines)
            if len(page) == PAGE:
                yield page
                page = []
        if page:
            yield page

    def _read(self) -> Iterator[tuple[int, Row]]:
        number, last = 1, 0
        try:
            with self._path.open(encoding="utf-8") as file:
                self._check_head(file.readline())
                for number, line in enumerate(file, start=2):
                    record = json.loads(line)
                    if record["type"] == "end":
                        if record["count"] != number - 2:
                            raise self._broken("行数与结尾写明的不符")
                        yield len(self._order), {}
                        return
                    part, row = _part(record)
                    if self._order[part] < last:
                        raise self._broken(f"第 {number} 行不在它的位置")
                    last = self._order[part]
                    yield last, row
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise self._broken(f"第 {number} 行读不懂") from error
        except StoreError as error:
            raise self._broken(f"第 {number} 行：{error.message}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise DataFileError(f"{self._path} 读不出来：{error}", hint=_HINT) from error
        raise self._broken("不完整：没有结尾的一行")

    def _broken(self, what: str) -> DataFileError:
        return DataFileError(f"{self._path.name} {what}", hint=_HINT)

    def _check_head(self, line: str) -> None:
        try:
            head = json.loads(line)
            found = (head["format"], head["schema"])
        except (ValueError, KeyError, TypeError) as error:
            raise self._broken("不是 zeren 导出的 JSON Lines") from error
        if found != (FORMAT, load_schema().version):
            raise DataFileError(f"{self._path.name} 是另一个版本的 zeren 导出的", hint="请用同一版本导出和导入")


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


def _part(record: dict[str, Any]) -> tuple[Part, Row]:
    schema = load_schema()
    properties = record["properties"]
    if record["type"] == "node":
        label = record["labels"][0]
        return (label, None), whole_node(label, _typed(properties, schema.nodes[label].properties if label in schema.nodes else {}))
    kind = record["label"]
    typed = _typed(properties, schema.edges[kind].properties if kind in schema.edges else {})
    ends = (record["start"]["labels"][0], record["end"]["labels"][0])
    return (kind, ends), whole_edge(kind, ends, {"start": record["start"]["id"], "end": record["end"]["id"], **typed})


def _typed(properties: dict[str, Any], types: Any) -> dict[str, Value]:
    return {name: date.fromisoformat(value) if types.get(name) == "date" else value for name, value in properties.items()}
