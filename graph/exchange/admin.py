"""CSV files with typed headers for `neo4j-admin database import full`, the quick way into an empty Neo4j."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from graph.exchange.rows import Ends, GraphRows, Row, pages_of, parts
from graph.schema import load_schema
from graph.store.base import Value

ARGUMENTS = "import.args"  # `neo4j-admin database import full @import.args`
ARRAY = "\x1f"  # between the items of a list: no text contains it
MARK = "ZerenStore"  # the node by which the store knows its own graph
_TYPES = {"string": "string", "json": "string", "int": "long", "float": "double", "bool": "boolean", "date": "date"}
_TYPES["strings"] = "string[]"


def write_admin(rows: GraphRows, folder: Path) -> int:
    """Write the folder: a header and a data file for each label and kind that has rows, and the file of arguments.

    Returns the number of nodes and relationships.
    """
    folder.mkdir(parents=True, exist_ok=True)
    schema = load_schema()
    lines = [
        "--multiline-fields=true",
        f"--array-delimiter=U+{ord(ARRAY):04X}",
        "--id-type=string",
        f"--nodes={MARK}={_mark(folder, schema.version)}",
    ]
    count = 0
    for name, ends in parts(schema):
        stem = name if ends is None else f"{name}-{ends[0]}-{ends[1]}"
        types = schema.nodes[name].properties if ends is None else schema.edges[name].properties
        found = _write_part(rows, name, ends, types, folder / f"{stem}.csv")
        count += found
        if found:
            (folder / f"{stem}-header.csv").write_text(_header(name, ends, types) + "\n", "utf-8", newline="\n")
            option = "--nodes" if ends is None else "--relationships"
            lines.append(f"{option}={name}={stem}-header.csv,{stem}.csv")
    (folder / ARGUMENTS).write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    return count


def _mark(folder: Path, version: str) -> str:
    # `imported` tells the store to make the indexes, and the empty lists that the import leaves out, when it is opened.
    text = f"id:ID({MARK}),version,caption,imported:boolean\n{_line(['schema', version, 'zeren', True])}\n"
    (folder / f"{MARK}.csv").write_text(text, "utf-8", newline="\n")
    return f"{MARK}.csv"


def _write_part(rows: GraphRows, name: str, ends: Ends | None, types: Mapping[str, str], path: Path) -> int:
    count = 0
    columns = list(types) if ends is None else [*types, "start", "end"]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for page in pages_of(rows, name, ends):
            file.writelines(_record(row, columns) + "\n" for row in page)
            count += len(page)
    if not count:
        path.unlink()
    return count


def _header(name: str, ends: Ends | None, types: Mapping[str, str]) -> str:
    """Node keys are unique within their label only, so each label is an id space of its own."""
    if ends is None:
        key = next(iter(types))
        return ",".join(f"{one}:ID({name})" if one == key else f"{one}:{_TYPES[kind]}" for one, kind in types.items())
    columns = [f"{one}:{_TYPES[kind]}" for one, kind in types.items()]
    return ",".join([*columns, f":START_ID({ends[0]})", f":END_ID({ends[1]})"])


def _record(row: Row, columns: list[str]) -> str:
    return _line([row[name] for name in columns])


def _line(values: list[Value]) -> str:
    return ",".join(_field(value) for value in values)


def _field(value: Value) -> str:
    """Nothing for None, quotes around all text: an empty text in quotes stays an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    text = value if isinstance(value, str) else ARRAY.join(str(item) for item in value)
    return '"' + text.replace('"', '""') + '"'
