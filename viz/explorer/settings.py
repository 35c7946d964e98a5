"""How an explorer is run: which store, for whom, and what it may do beside reading."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from graph.errors import SkipItem, UsageError
from graph.load import LoadReport
from graph.model import Extraction, Finding

PORT = 8765
LARGEST_UPLOAD = 50 * 1024 * 1024  # bytes of one document


class Ingest(Protocol):
    """Reads a file into the store at an address; `viz` never sees the reader itself."""

    def __call__(self, address: str | None, path: Path, skipped: list[SkipItem], /) -> Sequence[tuple[Extraction, LoadReport]]:
        """What was loaded; what cannot be used goes to `skipped`. Raises StoreError."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is an address as `open_store` takes it, None for the default. `token` is asked for where not "".

    `check` lists what is doubtful in a document as it was read; `ingest` is None for an explorer that only reads. `today`
    fixes the day from which relative days count, None is the day of each request.
    """

    store: str | None = None
    host: str = "127.0.0.1"
    port: int = PORT
    token: str = ""
    check: Callable[[Extraction], Sequence[Finding]] | None = None
    ingest: Ingest | None = None
    today: date | None = None
    hosts: tuple[str, ...] = field(default=())  # further names by which browsers may call it

    def check_open(self) -> None:
        """Refuse to be reachable from other machines without a token. Raises UsageError."""
        if not self.token and not is_loopback(self.host):
            raise UsageError(f"{self.host} 可以从别的机器访问，需要口令", hint="加上 --token 口令（或环境变量 ZEREN_TOKEN），或去掉 --host 只在本机打开")

    def names(self) -> frozenset[str]:
        """What a Host header may say, without port, in lower case."""
        return frozenset(name.lower() for name in ("127.0.0.1", "localhost", "[::1]", _bracketed(self.host), *self.hosts))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address or name."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
