"""Bulk loading of the embedded engine: COPY from the files of a `CsvFolder` into tables that are empty.

A COPY that fails (a key that is there twice, an end that is not there) spoils the engine of the whole process, so every
file is read once before to check what COPY would stumble over.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreError
from graph.schema import load_schema
from graph.store.base import Rows
from graph.store.csvfolder import ARRAY, CsvFolder, columns
from graph.store.rows import Ends, shown

# Not in parallel: text may hold line ends. Nothing is guessed: the columns have the types of the schema.
_OPTIONS = "(header=false, parallel=false, auto_detect=false, quote='\"', escape='\"')"
_PATTERN = frozenset("*?[")  # the engine takes a path with these for a pattern and knows no escape
_HINT = "请检查来源文件，或重新导出后再试"
Run = Callable[[str], Rows]


def can_name(path: Path) -> bool:
    """Whether the engine can open files of this folder."""
    return not _PATTERN & set(str(path.absolute()))


@contextmanager
def folders(store: Path) -> Iterator[tuple[Path, Path]]:
    """A folder for a new store file and one for CSV files, both beside the store: temporary folders may be small, or in memory.

    What a process that was cut off left there is removed first; there is one writer.
    """
    folder = store.with_name(store.name + ".loading")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    spool = folder if can_name(folder) else Path(tempfile.mkdtemp())
    try:
        yield folder, spool
    finally:
        for one in (folder, spool):
            shutil.rmtree(one, ignore_errors=True)


def load_nodes(run: Run, files: CsvFolder, types: Mapping[str, str]) -> None:
    """Copy all nodes. `types` maps types of the schema to types of the engine; raises StoreError before a bad file is copied."""
    for label, ends in files.files:
        if ends is None:
            found = columns(label, None)
            key = next(iter(found))
            text = f"{_scan(files, label, None, types)} RETURN count(*), count(`{key}`), count(DISTINCT `{key}`)"
            total, whole, distinct, *_ = _counts(run, text, found)
            check(total == whole == distinct, f"{label} 有空的或重复的编号")
            run(statement(files, label, None, types))


def load_edges(run: Run, files: CsvFolder, types: Mapping[str, str]) -> None:
    """Copy all edges; every node must be there."""
    schema = load_schema()
    for kind, ends in files.files:
        if ends is None:
            continue
        start, end = (schema.nodes[label] for label in ends)
        text = f"{_scan(files, kind, ends, types)} OPTIONAL MATCH (a:`{start.label}` {{`{start.key}`: `start`}})"
        text += f" OPTIONAL MATCH (b:`{end.label}` {{`{end.key}`: `end`}})"
        text += f" RETURN count(*), count(a.`{start.key}`), count(b.`{end.key}`), count(DISTINCT `id`)"
        total, starts, stops, distinct, *_ = _counts(run, text, columns(kind, ends))
        check(total == distinct, f"{shown(kind, ends)} 有空的或重复的编号")
        check(total == starts == stops, f"{shown(kind, ends)} 有 {total - min(starts, stops)} 条缺少一端的节点")
        run(statement(files, kind, ends, types))


def statement(files: CsvFolder, name: str, ends: Ends | None, types: Mapping[str, str]) -> str:
    """The COPY of one file, which must have been checked."""
    scan, found = _scan(files, name, ends, types), columns(name, ends)
    if ends is None:
        return f"COPY `{name}` FROM ({scan} RETURN {_values(found)})"
    values = _values({one: kind for one, kind in found.items() if one not in ("start", "end")})
    return f"COPY `{name}` FROM ({scan} RETURN `start`, `end`, {values}) (from='{ends[0]}', to='{ends[1]}')"


def _scan(files: CsvFolder, name: str, ends: Ends | None, types: Mapping[str, str]) -> str:
    """The start of a statement that goes through a file."""
    listed = ", ".join(
        f"`{one}` {types['string' if kind == 'strings' else kind]}" for one, kind in columns(name, ends).items()
    )
    path = files.files[name, ends].absolute().as_posix().replace("\\", "\\\\").replace("'", "\\'")
    return f"LOAD WITH HEADERS ({listed}) FROM '{path}' {_OPTIONS}"


def _counts(run: Run, text: str, types: Mapping[str, str]) -> list[int]:
    """The counts that `text` returns. Every other column is counted too, as the engine only parses what is asked for."""
    asked = ", ".join(f"count(`{name}`)" for name, kind in types.items() if kind not in ("string", "strings", "json"))
    (row,) = run(f"{text}, {asked}" if asked else text).rows
    return [int(str(value)) for value in row]


def check(good: bool, message: str) -> None:
    """Raise StoreError with `message` unless `good`."""
    if not good:
        raise StoreError(message, hint=_HINT)


def _values(types: Mapping[str, str]) -> str:
    return ", ".join(
        f"CASE WHEN `{name}` = '' THEN CAST([] AS STRING[]) ELSE string_split(`{name}`, '{ARRAY}') END"
        if kind == "strings"
        else f"`{name}`"
        for name, kind in types.items()
    )
