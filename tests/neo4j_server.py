"""A real Neo4j server without Docker: jars from Maven, a folder of its own, loopback only.

The tests start one per process and stop it at the end; `.ci/neo4j-server` runs the same for a developer's own use.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import neo4j
import pytest
from neo4j.exceptions import AuthError

from graph.exchange.rows import copy
from graph.store import Store, open_store
from graph.store.neo4j_address import read_address

ROOT = Path(__file__).resolve().parent.parent
POM = ROOT / ".ci" / "neo4j" / "pom.xml"
FOLDERS = ("conf", "data", "logs", "plugins", "import", "run", "licenses", "certificates")
OPENS = ("java.nio", "java.io", "java.lang", "java.util.concurrent", "sun.nio.ch")
SWIFT = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")  # what starts soonest on two cores
START_SECONDS = 90.0  # a loaded machine needs far longer than the usual five
USER = "neo4j"


def missing() -> str:
    """Why no server can be started here; "" where one can."""
    absent = [name for name in ("java", "mvn") if shutil.which(name) is None]
    return f"no {' and no '.join(absent)} on the path (Debian: openjdk-17-jre-headless maven)" if absent else ""


@lru_cache(maxsize=1)
def jars() -> Path:
    """The folder with the server's jars, fetched by Maven on first use; its name changes with the pom."""
    cache = ROOT / ".cache" / "neo4j"
    lib = cache / f"lib-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"
    if lib.is_dir():
        return lib
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        fresh = Path(folder) / "lib"
        # Maven writes a folder target/ beside the pom unless it is told otherwise.
        command = ["mvn", "-B", "-q", "-f", str(POM), f"-DbuildDirectory={folder}", "dependency:copy-dependencies"]
        command += ["-DincludeScope=runtime", f"-DoutputDirectory={fresh}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise RuntimeError(f"Maven could not fetch the Neo4j server:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        try:
            fresh.rename(lib)
        except OSError:
            if not lib.is_dir():  # else another process was quicker
                raise
    return lib


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Neo4jServer:
    """A server in `home`, which it makes. `port` and `password` stay the same when it is stopped and started again."""

    home: Path
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    heap: str = "640m"
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where Bolt answers."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What zeren must find in its environment to use it."""
        return {"ZEREN_NEO4J_USER": USER, "ZEREN_NEO4J_PASSWORD": self.password}

    def prepare(self) -> None:
        """Make the folders and the configuration; leaves the data of an earlier run alone."""
        for name in FOLDERS:
            (self.home / name).mkdir(parents=True, exist_ok=True)
        (self.home / "conf" / "neo4j.conf").write_text(self._configuration(), "utf-8")

    def start(self) -> None:
        """Start it and wait until Bolt answers."""
        self.prepare()
        opens = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENS]
        command = [self._java(), f"-Xmx{self.heap}", "-Xms256m", *SWIFT, *opens, "-Dlog4j2.disable.jmx=true"]
        command += ["-cp", self._classpath()]
        command += ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with (self.home / "logs" / "console.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, preexec_fn=_guard()
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                shown = (self.home / "logs" / "console.log").read_text("utf-8", errors="replace")[-3000:]
                self.stop()
                raise RuntimeError(f"the Neo4j server did not start:\n{shown}")
            time.sleep(0.1)
        self._set_password()

    def answers(self) -> bool:
        """Whether something on the port speaks Bolt: an open port alone is not enough while the server starts."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as bolt:
                bolt.sendall(b"\x60\x60\xb0\x17" + b"\x00\x00\x04\x05" + b"\x00" * 12)
                return len(bolt.recv(4)) == 4
        except OSError:
            return False

    def stop(self, *, hard: bool = False) -> None:
        """Stop it and wait for its end; `hard` gives it no time to say goodbye."""
        process, self.process = self.process, None
        if process is None:
            return
        process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def admin(self, *words: str, folder: Path | None = None) -> str:
        """Run neo4j-admin on this server's home, in `folder`; returns what it prints, raises RuntimeError when it fails."""
        command = [self._java(), "-Xmx1g", *SWIFT, "-cp", self._classpath(), "org.neo4j.server.startup.Neo4jAdminCommand", *words]
        settings = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env={**os.environ, **settings},
            cwd=folder,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            raise RuntimeError(f"neo4j-admin {' '.join(words)} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout + done.stderr

    def _set_password(self) -> None:
        """Replace the password that a new server has, which lets nobody do anything but this.

        `neo4j-admin dbms set-initial-password` would do the same before the start, and cost a Java start of its own.
        """
        with neo4j.GraphDatabase.driver(self.address, auth=(USER, USER)) as driver, suppress(AuthError):
            text = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
            driver.execute_query(text, {"old": USER, "new": self.password}, database_="system")

    def _java(self) -> str:
        return shutil.which("java") or "java"

    def _classpath(self) -> str:
        return f"{jars()}{os.sep}*"

    def _configuration(self) -> str:
        lines = {
            "server.default_listen_address": "127.0.0.1",
            "server.default_advertised_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "server.memory.pagecache.size": "64m",
            "dbms.memory.transaction.total.max": "0",
            "db.tx_log.rotation.retention_policy": "keep_none",
            "db.tx_log.preallocate": "false",
        }
        return "".join(f"{name}={value}\n" for name, value in lines.items())


def _guard() -> Callable[[], None] | None:
    """On Linux the server ends with the thread that started it, however that ends; others than the main one end early."""
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


@dataclass
class Neo4jDatabase:
    """The database that tests may fill and empty. `server` is None for one that was there before (ZEREN_TEST_NEO4J)."""

    address: str
    server: Neo4jServer | None
    held: tuple[Store, Store] | None = None  # a store and, opened for reading, its copy in this database

    def count(self) -> int:
        """How many nodes there are, of whatever label."""
        return int(self.run("MATCH (n) RETURN count(n) AS n")[0]["n"])

    def empty(self) -> str:
        """Remove all nodes; returns the address. Constraints and indexes stay: making them anew is slow."""
        if self.held is not None:
            self.held[1].close()
            self.held = None
        self.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
        return self.address

    def holding(self, source: Store) -> Store:
        """The graph of `source`, which nobody writes, in this database, opened for reading; copied unless it is there already."""
        if self.held is None or self.held[0].address != source.address:
            with open_store(self.empty(), write=True) as target:
                copy(source, target)
            self.held = (source, open_store(self.address))
        return self.held[1]

    def run(self, text: str) -> list[neo4j.Record]:
        """The rows of a statement, past all that the store does."""
        target = read_address(self.address)
        with (
            neo4j.GraphDatabase.driver(target.uri, auth=(target.user, target.password or "")) as driver,
            driver.session(database=target.database) as session,
        ):
            return list(session.run(text))


_DATABASE = pytest.StashKey[Neo4jDatabase]()


@pytest.fixture(scope="session")
def neo4j_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jDatabase]:
    """The one server of this test process, started on first use, or the one that ZEREN_TEST_NEO4J names.

    Each folder that imports the fixture has an instance of its own, so that what they share belongs to the whole run.
    """
    config = request.config
    if _DATABASE not in config.stash:
        config.stash[_DATABASE] = _existing(config) or _started(config, tmp_path_factory.mktemp("neo4j"))
    database = config.stash[_DATABASE]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (database.server.environment if database.server else {}).items():
            patch.setenv(name, value)
        yield database


def _existing(config: pytest.Config) -> Neo4jDatabase | None:
    address = os.environ.get("ZEREN_TEST_NEO4J")
    if not address:
        return None
    database = Neo4jDatabase(address, None)
    assert not database.count(), f"{address} holds data, which the tests would delete: name an empty database"

    def leave() -> None:
        database.empty()

    config.add_cleanup(leave)
    return database


def _started(config: pytest.Config, home: Path) -> Neo4jDatabase:
    if absent := missing():
        pytest.skip(f"the Neo4j server cannot be started: {absent}; or set ZEREN_TEST_NEO4J=bolt://…")
    server = Neo4jServer(home)
    config.add_cleanup(lambda: server.stop(hard=True))
    server.start()
    return Neo4jDatabase(server.address, server)


def main() -> int:
    """Run a server for one's own use until it is interrupted; its data and its password stay."""
    if absent := missing():
        sys.stderr.write(f"The Neo4j server cannot be started: {absent}\n")
        return 1
    home = ROOT / ".cache" / "neo4j" / "server"
    home.mkdir(parents=True, exist_ok=True)
    secret = home / "password"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(16), "utf-8")
    server = Neo4jServer(home, int(os.environ.get("NEO4J_PORT") or 7687), secret.read_text("utf-8").strip(), heap="1g")
    with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1):
        sys.stderr.write(f"Port {server.port} is taken: NEO4J_PORT=7688 make neo4j\n")
        return 1
    _say("Starting Neo4j (the first time Maven fetches it, about 130 MB) …")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.start()
        _say(
            f"Neo4j answers at neo4j://127.0.0.1:{server.port}, user {USER}. In another terminal:",
            f"  export ZEREN_STORE=neo4j://127.0.0.1:{server.port} ZEREN_NEO4J_PASSWORD={server.password}",
            "  .venv/bin/zeren ingest examples/documents",
            "Ctrl-C stops it; the data stays.",
        )
        return server.process.wait() if server.process else 1
    except KeyboardInterrupt:
        _say("Stopping …")
        return 0
    finally:
        server.stop()


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
