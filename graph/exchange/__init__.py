"""The whole graph in other shapes: networkx, GraphML, GEXF, JSON Lines, CSV for neo4j-admin, and from store to store."""

from __future__ import annotations

from pathlib import Path

from graph.errors import StoreError, UsageError
from graph.exchange.rows import Fingerprint, GraphRows, MemoryRows, StoreRows, copy, fill, fingerprint
from graph.store.base import Store

# Name -> what it is for. The first four are one file and can be read again, the last is a folder.
FORMATS = {
    "jsonl": "JSON Lines，一行一个节点或关系，可以再导入",
    "graphml": "GraphML，networkx、yEd、Gephi 等可以打开，可以再导入",
    "gexf": "GEXF，Gephi 的格式，可以再导入",
    "neo4j-admin": "一个文件夹的 CSV，供 neo4j-admin database import full 成批导入",
}
__all__ = [
    "FORMATS", "Fingerprint", "GraphRows", "MemoryRows", "StoreRows", "copy", "export", "fill", "fingerprint", "read_file",
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
        raise StoreError(f"{path} 写不了：{error.strerror or error}", hint="请检查文件夹是否存在、是否有写入权限") from error
    raise _unknown(form)


def read_file(form: str, path: Path) -> MemoryRows:
    """The graph in a file that `export` wrote; raises UsageError for another format, DataFileError for a broken file."""
    if form == "jsonl":
        from graph.exchange.jsonl import read_jsonl

        return read_jsonl(path)
    if form in ("graphml", "gexf"):
        from graph.exchange.networks import read_gexf, read_graphml

        return (read_graphml if form == "graphml" else read_gexf)(path)
    raise _unknown(form)


def _unknown(form: str) -> UsageError:
    return UsageError(f"不支持 {form} 格式", hint=f"可以是：{'、'.join(FORMATS)}")
