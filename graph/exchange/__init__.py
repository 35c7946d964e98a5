"""The whole graph in other shapes: networkx, GraphML, GEXF, JSON Lines, CSV for neo4j-admin, and from store to store."""

from __future__ import annotations

from pathlib import Path

from graph.causes import cause
from graph.errors import StoreError, UsageError
from graph.exchange.rows import Fingerprint, MemoryRows, StoreRows, copy, fingerprint, put
from graph.store import open_store
from graph.store.base import Store
from graph.store.csvfolder import CsvFolder
from graph.store.rows import GraphRows

# Name -> what it is for. The first three are one file with the name as its suffix, the last is a folder; all can be read again.
FORMATS = {
    "jsonl": "JSON Lines，一行一个节点或关系，可以用 zeren copy 再导入",
    "graphml": "GraphML，networkx、yEd、Gephi 等可以打开，可以用 zeren copy 再导入",
    "gexf": "GEXF，Gephi 的格式，可以用 zeren copy 再导入",
    "neo4j-admin": "一个文件夹的 CSV，供 neo4j-admin database import full 成批导入，也可以用 zeren copy 再导入",
}
__all__ = [
    "FORMATS", "Fingerprint", "GraphRows", "MemoryRows", "StoreRows", "copy", "export", "fingerprint", "put", "read_file",
    "transfer",
]  # fmt: skip


def export(store: Store, form: str, path: Path) -> int:
    """Write the whole graph to a file (a folder for neo4j-admin); returns the number of nodes and edges.

    Raises UsageError for an unknown format, StoreError when the file cannot be written.
    """
    rows = StoreRows(store)
    try:
        if form == "jsonl":
            from graph.exchange.jsonl import write_jsonl

            return write_jsonl(rows, path)
        if form in ("graphml", "gexf"):
            from graph.exchange.networks import write_gexf, write_graphml

            return (write_graphml if form == "graphml" else write_gexf)(rows, path)
        if form == "neo4j-admin":
            from graph.exchange.admin import write_admin

            return write_admin(rows, path)
    except OSError as error:
        raise StoreError(f"{path} 写不了：{cause(error, writing=True)}", hint="请检查文件夹是否存在、是否有写入权限") from error
    raise _unknown(form)


def read_file(form: str, path: Path) -> GraphRows:
    """The graph in a file (or folder) that `export` wrote.

    Raises UsageError for another format, DataFileError for a broken file: at once, or where it is gone through.
    """
    if form == "jsonl":
        from graph.exchange.jsonl import JsonlRows

        return JsonlRows(path)
    if form in ("graphml", "gexf"):
        from graph.exchange.networks import read_gexf, read_graphml

        return (read_graphml if form == "graphml" else read_gexf)(path)
    if form == "neo4j-admin":
        return CsvFolder(path)
    raise _unknown(form)


def form_of(address: str) -> str | None:
    """In which format `export` wrote what stands there: told by the suffix, a folder is for neo4j-admin; None for a store."""
    path = Path(address)
    suffix = path.suffix.lower().removeprefix(".")
    return suffix if suffix in FORMATS else "neo4j-admin" if path.is_dir() else None


def transfer(source: str, target: str) -> Fingerprint:
    """Move a whole graph from a store, or from what `export` wrote, into an empty store; returns what both hold."""
    form = form_of(source)
    if form is None:
        with open_store(source) as old, open_store(target, write=True) as new:
            return copy(old, new)
    graph = read_file(form, Path(source))
    with open_store(target, write=True) as new:
        return put(graph, new)


def _unknown(form: str) -> UsageError:
    return UsageError(f"不支持 {form} 格式", hint=f"可以是：{'、'.join(FORMATS)}")
