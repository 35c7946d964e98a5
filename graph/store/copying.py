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
from graph.store.rows import Ends, parts, shown

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
    for label, ends in parts(load_schema()):
        if ends is None and (label, None) in files.files:
            scan, found = _scan(files, label, None, types), columns(label, None)
            key = next(iter(found))
            total, whole, distinct, *_ = _counts(run, f"{scan} RETURN count(*), count(`{key}`), count(DISTINCT `{key}`)", found)
            check(total == whole == distinct, f"{label} 有空的或重复的编号")
            run(f"COPY `{label}` FROM ({scan} RETURN {_values(found)})")


def load_edges(run: Run, files: CsvFolder, types: Mapping[str, str]) -> None:
    """Copy all edges; every node must be there."""
    schema = load_schema()
    for kind, ends in parts(schema):
        if ends is None or (kind, ends) not in files.files:
            continue
        scan, found = _scan(files, kind, ends, types), columns(kind, ends)
        start, end = (schema.nodes[label] for label in ends)
        asked = f"{scan} OPTIONAL MATCH (a:`{start.label}` {{`{start.key}`: `start`}})"
        asked += f" OPTIONAL MATCH (b:`{end.label}` {{`{end.key}`: `end`}})"
        asked += f" RETURN count(*), count(a.`{start.key}`), count(b.`{end.key}`), count(DISTINCT `id`)"
        total, starts, stops, distinct, *_ = _counts(run, asked, found)
        check(total == distinct, f"{shown(kind, ends)} 有空的或重复的编号")
        check(total == starts == stops, f"{shown(kind, ends)} 有 {total - min(starts, stops)} 条缺少一端的节点")
        values = _values({name: kind for name, kind in found.items() if name not in ("start", "end")})
        run(f"COPY `{kind}` FROM ({scan} RETURN `start`, `end`, {values}) (from='{start.label}', to='{end.label}')")


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
