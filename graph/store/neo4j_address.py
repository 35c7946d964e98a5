"""What an address like `neo4j://host:7687/database` means, and whose password opens it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from graph.errors import StoreError

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
USER_VARIABLE = "ZEREN_NEO4J_USER"
PASSWORD_VARIABLE = "ZEREN_NEO4J_PASSWORD"
DEFAULT_USER = "neo4j"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect. `database` is None for the user's home database, `password` None for a server without passwords."""

    shown: str
    uri: str
    database: str | None
    user: str
    password: str | None = field(repr=False)


def read_address(address: str) -> Target:
    """Read an address and the environment; raises StoreError for one that cannot be meant, or that carries a password."""
    parts = urlsplit(address)
    if "@" in parts.netloc:
        # Command lines are seen by other users of the machine and kept in histories.
        plain = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        hint = f"请把用户名和密码放进环境变量 {USER_VARIABLE} 和 {PASSWORD_VARIABLE}，再写 --store {plain}"
        raise StoreError("地址里不能写用户名和密码", hint=hint)
    database = parts.path.strip("/")
    if parts.scheme not in SCHEMES or not parts.hostname or "/" in database or not _port_is_valid(address):
        raise StoreError(f"Neo4j 地址写错了：{address}", hint="请写成 neo4j://主机:7687 或 neo4j://主机:7687/数据库名")
    query = f"?{parts.query}" if parts.query else ""
    return Target(
        shown=address,
        uri=f"{parts.scheme}://{parts.netloc}{query}",
        database=database or None,
        user=os.environ.get(USER_VARIABLE) or DEFAULT_USER,
        password=os.environ.get(PASSWORD_VARIABLE) or None,
    )


def _port_is_valid(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False
