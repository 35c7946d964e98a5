"""A graph as a folder of CSV files with typed headers: what `neo4j-admin database import` takes and the embedded store copies.

A header file and a data file for each label and kind that has rows. Nothing stands for None, and all text is in quotes, so
that an empty text stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from graph.errors import DataFileError
from graph.schema import load_schema
from graph.store.rows import Ends, GraphRows, Row, Value, pages_of, parts

ARRAY = "\x1f"  # between the items of a list
MARK = "ZerenStore"  # the node by which a store knows its own graph; its file says for which schema the folder was made
PAGE = 2000
Part = tuple[str, Ends | None]
_TYPES = {"string": "string", "json": "string", "int": "long", "float": "double", "bool": "boolean", "date": "date"}
_TYPES["strings"] = "string[]"
_FIELD = re.compile(r'(?:^|,)("(?:[^"]+|"")*"|[^",]*)')
_HINT = "请用 zeren export neo4j-admin 重新导出"


class CsvFolder:
    """A folder that `write_folder` made, as the graph that it holds; raises DataFileError where it is another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._schema = load_schema()
        self.files = {part: path for part in parts(self._schema) if (path := folder / f"{stem(*part)}.csv").exists()}
        mark = folder / f"{MARK}.csv"
        if not mark.exists():
            raise DataFileError(f"{folder} 不是 zeren 导出的 CSV 文件夹", hint=_HINT)
        try:
            if mark.read_text("utf-8") != mark_text(self._schema.version):
                raise DataFileError(f"{folder} 是另一个版本的 zeren 导出的", hint="请用同一版本导出和导入")
            for part in self.files:
                self._check_header(*part)
        except (OSError, UnicodeDecodeError) as error:
            raise DataFileError(f"{folder} 读不出来：{error}", hint=_HINT) from error

    def nodes(self, label: str) -> Iterator[list[Row]]:
        """See `GraphRows.nodes`."""
        yield from self._pages(label, None)

    def edges(self, kind: str, ends: Ends) -> Iterator[list[Row]]:
        """See `GraphRows.edges`."""
        yield from self._pages(kind, ends)

    def _check_header(self, name: str, ends: Ends | None) -> None:
        path = self.folder / f"{stem(name, ends)}-header.csv"
        if path.read_text("utf-8") != header(name, ends) + "\n":
            raise DataFileError(f"{path.name} 的列与本版本不同", hint=_HINT)

    def _pages(self, name: str, ends: Ends | None) -> Iterator[list[Row]]:
        path = self.files.get((name, ends))
        if path is None:
            return
        types = columns(name, ends)
        page: list[Row] = []
        try:
            for number, record in _records(path):
                page.append(_row(record, types, f"{path.name} 第 {number} 行"))
                if len(page) == PAGE:
                    yield page
                    page = []
        except (OSError, UnicodeDecodeError) as error:
            raise DataFileError(f"{path} 读不出来：{error}", hint=_HINT) from error
        if page:
            yield page


def write_folder(rows: GraphRows, folder: Path, odd: dict[str, list[Row]] | None = None) -> dict[Part, int]:
    """Write all files; returns how many rows each part has.

    A list with an empty item alone, or with an item that holds the separator, has no form in CSV: nodes with such a list
    go to `odd`, by label, instead of into the file; where it is None, they lose that item or have the separator replaced.
    """
    schema = load_schema()
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{MARK}.csv", mark_text(schema.version))
    counts = {}
    for part in parts(schema):
        if count := _write_part(rows, part, folder, odd):
            counts[part] = count
    return counts


def columns(name: str, ends: Ends | None) -> dict[str, str]:
    """Column -> type of the schema, in the order of the file; edges have "start" and "end" last."""
    schema = load_schema()
    if ends is None:
        return dict(schema.nodes[name].properties)
    return {**schema.edges[name].properties, "start": "string", "end": "string"}


def header(name: str, ends: Ends | None) -> str:
    """The typed header. Node keys are unique within their label only, so each label is an id space of its own."""
    types = columns(name, ends)
    if ends is None:
        key = next(iter(types))
        return ",".join(f"{one}:ID({name})" if one == key else f"{one}:{_TYPES[kind]}" for one, kind in types.items())
    plain = [f"{one}:{_TYPES[kind]}" for one, kind in types.items()][:-2]
    return ",".join([*plain, f":START_ID({ends[0]})", f":END_ID({ends[1]})"])


def mark_text(version: str) -> str:
    """The file of the mark: its header and its one row."""
    # `imported` tells the Neo4j store to make the indexes, and the empty lists that the import leaves out, when it is opened.
    return f"id:ID({MARK}),version,caption,imported:boolean\n{_line(['schema', version, 'zeren', True])}\n"


def stem(name: str, ends: Ends | None) -> str:
    return name if ends is None else f"{name}-{ends[0]}-{ends[1]}"


def _write_part(rows: GraphRows, part: Part, folder: Path, odd: dict[str, list[Row]] | None) -> int:
    count = written = 0
    types = columns(*part)
    lists = [name for name, kind in types.items() if kind == "strings"]
    path = folder / f"{stem(*part)}.csv"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for page in pages_of(rows, *part):
            fitting: list[Row] = []
            for row in page:
                if not any(_is_odd(row[name]) for name in lists):
                    fitting.append(row)
                elif odd is None:
                    fitting.append(_plain(row, lists))
                else:
                    odd.setdefault(part[0], []).append(row)
            file.writelines(_line([row[name] for name in types]) + "\n" for row in fitting)
            count += len(page)
            written += len(fitting)
    if written:
        _write(folder / f"{stem(*part)}-header.csv", header(*part) + "\n")
    else:
        path.unlink()
    return count


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _is_odd(value: Value) -> bool:
    return isinstance(value, list) and (value == [""] or any(ARRAY in str(item) for item in value))


def _plain(row: Row, lists: list[str]) -> Row:
    changed: dict[str, Value] = {}
    for name in lists:
        value = row[name]
        if isinstance(value, list):
            changed[name] = [str(item).replace(ARRAY, "\ufffd") for item in value]
    return {**row, **changed}


def _line(values: list[Value]) -> str:
    return ",".join(_field(value) for value in values)


def _field(value: Value) -> str:
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


def _records(path: Path) -> Iterator[tuple[int, str]]:
    """Number of its first line and text of each record; a text in quotes may go over several lines."""
    with path.open(encoding="utf-8", newline="\n") as file:
        open_at = 0
        held: list[str] = []
        for number, line in enumerate(file, 1):
            quotes = line.count('"') % 2
            if not held and not quotes:
                yield number, line
                continue
            open_at = open_at if held else number
            held.append(line)
            if quotes and len(held) > 1:
                yield open_at, "".join(held)
                held = []
    if held:
        raise DataFileError(f"{path.name} 第 {open_at} 行的引号没有结束", hint=_HINT)


def _row(record: str, types: Mapping[str, str], where: str) -> Row:
    fields = _FIELD.findall(record.removesuffix("\n"))
    if len(fields) != len(types):
        raise DataFileError(f"{where}有 {len(fields)} 列，应有 {len(types)} 列", hint=_HINT)
    try:
        return {name: _value(field, kind) for field, (name, kind) in zip(fields, types.items(), strict=True)}
    except ValueError as error:
        raise DataFileError(f"{where}读不懂：{error}", hint=_HINT) from error


def _value(field: str, kind: str) -> Value:
    if field == "":
        return None
    text = field[1:-1].replace('""', '"') if field[0] == '"' else field
    if kind == "strings":
        return list(text.split(ARRAY)) if text else []
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text)
    if kind == "bool":
        return ("false", "true").index(text) == 1
    return date.fromisoformat(text) if kind == "date" else text
