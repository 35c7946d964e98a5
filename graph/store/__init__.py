"""Where the graph lives: one contract (`base`), one module per engine."""

from __future__ import annotations

import os

from graph.errors import StoreError
from graph.store.base import Rows, Store, Tracer, Transaction
from graph.store.neo4j_address import SCHEMES as NEO4J_SCHEMES
from graph.store.rows import Value

DEFAULT_PATH = "zeren.lb"
ENVIRONMENT = "ZEREN_STORE"

__all__ = ["DEFAULT_PATH", "ENVIRONMENT", "Rows", "Store", "Tracer", "Transaction", "Value", "open_store", "resolve_address"]


def resolve_address(address: str | None) -> str:
    """What `--store` means: the given address, else the environment's, else `zeren.lb` in the working folder."""
    return address or os.environ.get(ENVIRONMENT) or DEFAULT_PATH


def open_store(address: str | None, *, write: bool = False) -> Store:
    """Open a store for reading, or for writing (which creates it where there is none).

    Raises StoreError: reading a store that is not there, one that another process writes, one of another version, or
    an address whose engine this installation does not have.
    """
    place = resolve_address(address)
    scheme, separator, _ = place.partition("://")
    if not separator:
        from graph.store.embedded import EmbeddedStore

        return EmbeddedStore(place, write=write)
    if scheme in NEO4J_SCHEMES:
        from graph.store.neo4j import Neo4jStore

        return Neo4jStore(place, write=write)
    raise StoreError(
        f"不支持的图库地址：{scheme}://",
        hint=f"请用 --store 给出本地文件路径，例如 --store {DEFAULT_PATH}",
    )
