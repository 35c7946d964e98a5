"""Throughput and latency of the explorer on loopback at 1, 10 and 50 clients, each page of a list in turn.

    python benchmarks/serving.py [STORE] [SECONDS]

The server is a process of its own. STORE is read only; without one the example documents are read into a store that goes
away. The first request of each page is reported apart: after it the answers are kept until the store changes.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = (1, 10, 50)
WARM = 4.0  # seconds in which the server loads its word lists; nobody opens a browser sooner


def main() -> None:
    """Start a server, measure, stop it."""
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    with tempfile.TemporaryDirectory() as folder:
        store = sys.argv[1] if len(sys.argv) > 1 else _examples(Path(folder) / "zeren.lb")
        command = [sys.executable, "cli.py", "serve", "--store", store, "--port", "0"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as server:
            try:
                assert server.stdout is not None
                address = server.stdout.readline().split()[-1].rstrip("/")
                asyncio.run(_measure(address, seconds))
            finally:
                server.terminate()


def _examples(store: Path) -> str:
    command = [sys.executable, "cli.py", "ingest", "examples/documents", "--store", str(store)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return str(store)


async def _measure(address: str, seconds: float) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        await asyncio.sleep(WARM)
        unit = (await client.get("/overload.json")).json()["rows"][1]
        place = {"district": unit["district"], "year": unit["year"]}
        pages: list[tuple[str, dict[str, str]]] = [
            ("/", {}), ("/search.json", {"words": "jyj", "each": "5"}), ("/unit", {"unit": unit["unit"], **place}), ("/obligations.json", {"unit": unit["unit"], **place}),
            ("/overload", place), ("/due", place), ("/static/page.js", {}),
        ]  # fmt: skip
        print(f"{'page':<20}{'first ms':>10}" + "".join(f"{f'{n} clients: req/s':>20}{'p50 ms':>9}{'p95 ms':>9}" for n in CLIENTS))
        for path, params in pages:
            began = time.perf_counter()
            (await client.get(path, params=params)).raise_for_status()
            line = f"{path:<20}{(time.perf_counter() - began) * 1000:>10.0f}"
            for clients in CLIENTS:
                took = await _load(address, path, params, clients, seconds / len(CLIENTS))
                line += f"{len(took) / (seconds / len(CLIENTS)):>20.0f}{median(took) * 1000:>9.1f}{sorted(took)[int(len(took) * 0.95)] * 1000:>9.1f}"
            print(line)


async def _load(address: str, path: str, params: dict[str, str], clients: int, seconds: float) -> list[float]:
    """Seconds that each request took, for `clients` that ask one after the other until the time is over."""
    took: list[float] = []
    until = time.perf_counter() + seconds
    url = httpx.URL(address).join(path).copy_merge_params(params)
    # Plain sockets: on two cores a client of many connections that does more for each takes the time of the server.
    asking = f"GET {url.raw_path.decode()} HTTP/1.1\r\nHost: {url.host}:{url.port}\r\n\r\n".encode()

    async def one() -> None:
        reader, writer = await asyncio.open_connection(url.host, url.port)
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(asking)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200 "), head
            await reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]))
            took.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    return took


if __name__ == "__main__":
    main()
