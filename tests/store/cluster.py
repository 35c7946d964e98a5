"""A cluster as drivers see it, of one real server: members that pass all messages on to it, but answer for themselves where
members differ: who leads (ROUTE), and what one says that does not lead (BEGIN for writing).

It is no test of Neo4j's own replication, as all members have the same data at the same time.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

# Tags of Bolt messages.
GOODBYE, RESET, BEGIN, ROUTE = 0x02, 0x0F, 0x11, 0x66
SUCCESS, IGNORED, FAILURE, RECORD = 0x70, 0x7E, 0x7F, 0x71
VERSIONS = bytes.fromhex("6060b017 00060605 00000000 00000000 00000000")  # Bolt 5.0 to 5.6: failures have another form later


@dataclass
class Member:
    """A member that passes everything on to the server at `server`. `begun` are its BEGIN messages."""

    cluster: Cluster
    server: tuple[str, int]
    begun: list[bytes] = field(default_factory=list)
    refused: int = 0  # how many writers were told that it does not lead

    def __post_init__(self) -> None:
        self._talks: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def die(self) -> None:
        """Close the door and all that came through it."""
        for one in (self._door, *self._talks):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            self._talks.append(client)
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client, socket.create_connection(self.server) as server, suppress(OSError, EOFError):
            _read(client, 20)
            server.sendall(VERSIONS)
            client.sendall(_read(server, 4))
            failed = False
            for message in _messages(client):
                answer = self._own_answer(message, failed)
                if answer is not None:
                    failed = answer[1] != SUCCESS
                    client.sendall(_chunked(answer))
                    continue
                failed = False
                server.sendall(_chunked(message))
                if message[1] == GOODBYE:
                    return
                for answer in _messages(server):
                    client.sendall(_chunked(answer))
                    if answer[1] != RECORD:
                        break

    def _own_answer(self, message: bytes, failed: bool) -> bytes | None:
        """What this member answers without the server; None where it asks the server."""
        if failed and message[1] != RESET:
            return bytes((0xB0, IGNORED))
        if message[1] == ROUTE:
            return bytes((0xB1, SUCCESS)) + _packed({"rt": self.cluster.table()})
        if message[1] == BEGIN:
            self.begun.append(message)
            # The mode is only sent for reading.
            if self is not self.cluster.leader and b"\x84mode\x81r" not in message:
                self.refused += 1
                code = {"code": "Neo.ClientError.Cluster.NotALeader", "message": "not the leader"}
                return bytes((0xB1, FAILURE)) + _packed(code)
        return None


class Cluster:
    """Three members of which one leads and the others may be read from. `told` is who is said to lead."""

    def __init__(self, port: int) -> None:
        self.members = [Member(self, ("127.0.0.1", port)) for _ in range(3)]
        self.leader = self.told = self.members[0]
        self.asked = 0  # how often the table was

    def table(self) -> dict[str, Any]:
        """The routing table. The first answer after a change of `leader` names the old one, as in an election."""
        self.asked += 1
        told, self.told = self.told, self.leader
        readers = [member.address for member in self.members if member is not told]
        roles = {"WRITE": [told.address], "READ": readers, "ROUTE": [member.address for member in self.members]}
        return {"ttl": 300, "db": "neo4j", "servers": [{"addresses": those, "role": role} for role, those in roles.items()]}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for member in self.members:
            member.die()


def _read(source: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = source.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def _messages(source: socket.socket) -> Iterator[bytes]:
    """Whole messages, put together from their chunks; a chunk of nothing alone keeps the connection awake."""
    data = b""
    while True:
        length = int.from_bytes(_read(source, 2), "big")
        if length:
            data += _read(source, length)
        elif data:
            yield data
            data = b""


def _chunked(message: bytes) -> bytes:
    parts = [message[at : at + 0xFFFF] for at in range(0, len(message), 0xFFFF)]
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts) + b"\x00\x00"


def _packed(value: Any) -> bytes:
    """Text, numbers, lists and maps as PackStream."""
    if isinstance(value, int):
        return b"\xc9" + value.to_bytes(2, "big")
    if isinstance(value, str):
        data = value.encode()
        return bytes((0xD0, len(data))) + data
    if isinstance(value, list):
        return bytes((0xD4, len(value))) + b"".join(map(_packed, value))
    return bytes((0xD8, len(value))) + b"".join(_packed(key) + _packed(item) for key, item in value.items())
