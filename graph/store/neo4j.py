"""The Neo4j store: one server, a cluster or Aura, through the official driver."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from types import TracebackType
from typing import Self, TypeVar

import neo4j
from neo4j import unit_of_work

from graph.errors import StoreError, ZerenError
from graph.schema import Schema, load_schema
from graph.store.base import Params, Rows, Tracer
from graph.store.neo4j_address import Target, read_address
from graph.store.neo4j_bulk import fill
from graph.store.neo4j_errors import FAULTS, OLDEST, lost, may_retry, store_error, unsupported
from graph.store.neo4j_schema import LOCK, check_version, finish_import, read_version, set_up
from graph.store.neo4j_values import check_names, received_rows, sent_row
from graph.store.rows import GraphRows, Value
from graph.store.statements import edge_statement, node_statement, row_batches

Done = TypeVar("Done")
CONNECT_SECONDS = 10.0  # until a server that does not answer counts as unreachable
RETRY_SECONDS = 30.0  # how long a lost server is waited for
WRITE_SECONDS = 600.0  # the longest that one transaction may take, waiting for other writers included


class Neo4jStore:
    """A graph in a Neo4j database, opened for reading, or for reading and writing."""

    def __init__(self, address: str, *, write: bool) -> None:
        self.address = address
        self.on_statement: Tracer | None = None
        self._target = read_address(address)
        self._database = self._target.database
        self._write = write
        self._schema = load_schema()
        self._guard = threading.RLock()
        self._writing = False
        self._closed = False
        self._driver = _connect(self._target)
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def read(self, text: str, params: Params = None, *, limit: int | None = None, seconds: float = 30.0) -> Rows:
        """See `Store.read`. A read that a lost connection cuts off is tried again."""
        self._check_open()
        self._trace(text, params)

        @unit_of_work(timeout=seconds)
        def work(transaction: neo4j.ManagedTransaction) -> Rows:
            return self.answer(transaction, text, params, limit)

        with self._faults(seconds), self.session() as session:
            return session.execute_read(work)

    def bulk(self, graph: GraphRows) -> None:
        """See `Store.bulk`. Far larger graphs go in quicker by `neo4j-admin database import` on the server's machine."""
        fill(self, graph, self._schema)

    def revision(self) -> str:
        """See `Store.revision`. The bookmark that a read leaves names the last transaction of the database, whoever made it."""
        self._check_open()
        with self._faults(None), self.session() as session:
            session.execute_read(lambda work: work.run("RETURN 1").consume())
            return " ".join(sorted(session.last_bookmarks().raw_values))

    @contextmanager
    def transaction(self) -> Iterator[Neo4jTransaction]:
        """See `Store.transaction`."""
        with self._guard:
            self._check_open()
            if not self._write:
                raise StoreError(f"图库 {self.address} 是只读打开的，不能写入", hint="用 open_store(…, write=True) 打开后再写入")
            if self._writing:
                raise StoreError("上一个事务还没有结束", hint="请先离开 with store.transaction() 再开始下一个")
            self._writing = True
            transaction = Neo4jTransaction(self, self._schema, self._target)
            try:
                transaction.begin()
                yield transaction
                transaction.commit()
            finally:
                # Whatever has not been committed is undone.
                transaction.abandon()
                self._writing = False

    def close(self) -> None:
        """See `Store.close`."""
        self._closed = True
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def session(self) -> neo4j.Session:
        """A new session on the database; what this process has written is visible in it, on any member of a cluster."""
        marks = _bookmarks(self._target.uri, self._target.database)
        return self._driver.session(database=self._database, bookmark_manager=marks)

    def answer(self, work: neo4j.ManagedTransaction | neo4j.Transaction, text: str, params: Params, limit: int | None) -> Rows:
        """Run one statement inside `work`."""
        result = work.run(text, dict(params or {}))
        rows = received_rows(result, self._schema, limit)
        check_names(result.consume(), text, self._schema)
        return rows

    def run_inside(self, transaction: neo4j.Transaction, text: str, params: Params) -> Rows:
        """Run a statement of the open transaction; only Neo4jTransaction calls this."""
        return self.answer(transaction, text, params, None)

    def trace(self, text: str, params: Params) -> None:
        """Show a statement to the tracer."""
        self._trace(text, params)

    def _start(self) -> None:
        with self._faults(None):
            info = self._driver.get_server_info()
            found = re.match(r"Neo4j/(\d+)\.(\d+)", info.agent)
            if found is None or (int(found[1]), int(found[2])) < OLDEST:
                raise unsupported(self._target, info.agent)
            # A session without a name asks for the user's home database, and the driver asks none but the member of the
            # address: the cluster would be lost with that member.
            with self.session() as session:
                self._database = session.execute_read(lambda work: work.run("RETURN 1").consume().database)
            with self.session() as session:
                finish_import(session, self._schema, self._target)
                if self._write:
                    set_up(session, self._schema, self._target)
                else:
                    check_version(read_version(session), self._schema, self._target)

    @contextmanager
    def _faults(self, seconds: float | None) -> Iterator[None]:
        """Turn what the driver raises into our errors."""
        try:
            yield
        except FAULTS as error:
            raise store_error(error, self._target, seconds) from error

    def _trace(self, text: str, params: Params) -> None:
        if self.on_statement is not None:
            self.on_statement(text, dict(params or {}))

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("图库已经关闭", hint="请重新打开图库")


class Neo4jTransaction:
    """The open transaction.

    When the server goes away in the middle, everything is done again in a new transaction as soon as it is back: the
    caller cannot be run twice, its statements can. A repeated read must give what it gave before, else what the caller
    made of it would be wrong, and the transaction fails. `broken` is true after a failed statement.
    """

    def __init__(self, store: Neo4jStore, schema: Schema, target: Target) -> None:
        self._store = store
        self._schema = schema
        self._target = target
        self._done: list[tuple[str, Params, str]] = []  # statement, parameters, digest of its rows
        self._open: tuple[neo4j.Session, neo4j.Transaction] | None = None
        self.broken = False

    def run(self, text: str, params: Params = None) -> Rows:
        """See `Transaction.run`."""
        self.check()
        self._store.trace(text, params)
        rows = self._persist(lambda work: self._store.run_inside(work, text, params))
        self._done.append((text, params, _digest(rows)))
        return rows

    def merge_nodes(self, label: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """See `Transaction.merge_nodes`."""
        if rows:
            text = node_statement(self._schema, label, tuple(rows[0]))
            self._merge(text, rows, self._schema.nodes[label].properties)

    def merge_edges(self, kind: str, start: str, end: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """See `Transaction.merge_edges`."""
        if rows:
            text = edge_statement(self._schema, kind, (start, end), tuple(rows[0]))
            self._merge(text, rows, self._schema.edges[kind].properties)

    def check(self) -> None:
        """Refuse to go on after a failed statement, also when the caller swallowed its exception."""
        if self.broken:
            raise StoreError("事务中有语句失败，全部改动已撤销", hint="请先解决前一个错误再重试")

    def begin(self) -> None:
        """Open it and become the one writer; waits while another process writes."""
        self._persist(lambda work: None)

    def commit(self) -> None:
        """Keep everything."""
        self.check()
        self._persist(lambda work: work.commit())

    def abandon(self) -> None:
        """Undo what is not committed; harmless on a finished transaction."""
        if self._open is not None:
            session, work = self._open
            self._open = None
            with suppress(*FAULTS):
                work.close()
            with suppress(*FAULTS):
                session.close()

    def _merge(self, text: str, rows: Sequence[Mapping[str, Value]], properties: Mapping[str, str]) -> None:
        for batch in row_batches(rows):
            self.run(text, {"rows": [sent_row(row, properties) for row in batch]})

    def _persist(self, work: Callable[[neo4j.Transaction], Done]) -> Done:
        """Do `work` in the open transaction; after a fault that may pass, open a new one, repeat, and try again."""
        deadline = time.monotonic() + RETRY_SECONDS
        pause = 0.2
        while True:
            try:
                return work(self._open[1] if self._open is not None else self._reopen())
            except FAULTS as error:
                self.abandon()
                if not may_retry(error) or time.monotonic() + pause > deadline:
                    self.broken = True
                    raise self._explain(error) from error
            except ZerenError:
                self.broken = True
                raise
            time.sleep(pause)
            pause = min(2 * pause, 3.0)

    def _reopen(self) -> neo4j.Transaction:
        session = self._store.session()
        try:
            work = session.begin_transaction(timeout=WRITE_SECONDS)
        except BaseException:
            session.close()
            raise
        self._open = (session, work)
        record = work.run(LOCK).single()
        check_version(None if record is None else str(record["version"]), self._schema, self._target)
        for text, params, digest in self._done:
            if _digest(self._store.run_inside(work, text, params)) != digest:
                hint = "请再次运行同一条命令"
                raise StoreError("与 Neo4j 的连接中断期间，图谱被别的进程改动", hint=hint)
        return work

    def _explain(self, error: Exception) -> StoreError:
        return lost(self._target) if may_retry(error) else store_error(error, self._target)


def _connect(target: Target) -> neo4j.Driver:
    """A driver; nothing is sent yet. Raises StoreError for settings that cannot work."""
    # What matters of the driver's warnings comes as an error of ours; without a handler Python would print them.
    logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)
    if not logging.getLogger("neo4j").handlers:
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
    try:
        return neo4j.GraphDatabase.driver(
            target.uri,
            auth=(target.user, target.password) if target.password is not None else None,
            connection_timeout=CONNECT_SECONDS,
            connection_acquisition_timeout=2 * CONNECT_SECONDS,
            max_transaction_retry_time=RETRY_SECONDS,
            user_agent="zeren",
        )
    except FAULTS as error:
        raise store_error(error, target) from error


@lru_cache(maxsize=16)
def _bookmarks(uri: str, database: str | None) -> neo4j.BookmarkManager:
    """What this process wrote to a database: one list for all its stores, so that a reader sees a writer's last commit."""
    return neo4j.GraphDatabase.bookmark_manager()


def _digest(rows: Rows) -> str:
    """The same for the same rows in any order."""
    lines = sorted(repr(row) for row in rows.rows)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
