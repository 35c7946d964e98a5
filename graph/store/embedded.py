"""The embedded store: LadybugDB in one file beside its locks. The only module that imports the driver."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from graph.causes import cause
from graph.errors import StoreError
from graph.schema import Schema, load_schema
from graph.store import copying
from graph.store.base import Params, Rows, Tracer, check_empty
from graph.store.csvfolder import CsvFolder, write_folder
from graph.store.locks import StoreLocks
from graph.store.rows import GraphRows, Row, Value
from graph.store.statements import edge_statement, node_statement, row_batches

if TYPE_CHECKING:
    import ladybug

COLUMN_TYPES = {
    "string": "STRING",
    "int": "INT64",
    "float": "DOUBLE",
    "bool": "BOOL",
    "date": "DATE",
    "strings": "STRING[]",
    "json": "STRING",
}
WAIT = 60.0  # seconds that a writer waits for readers: longer than any of them may take
WRITER_WAIT = 10.0  # seconds that a writer waits for another writer to finish
_MARK = "ZerenStore"  # node table with one row: which schema the file was made for
_INTERNAL = ("_ID", "_SRC", "_DST", "_LABEL", "_NODES", "_RELS", "_nodes", "_rels")


class EmbeddedStore:
    """One store file, opened for reading, or for reading and writing.

    `recovered` is true when the last process was cut off while it wrote: the file was opened up to its last complete
    transaction.
    """

    def __init__(self, address: str, *, write: bool) -> None:
        self.address = address
        self.on_statement: Tracer | None = None
        self.recovered = False
        self._path = Path(address).expanduser()
        self._write = write
        self._schema = load_schema()
        self._guard = threading.RLock()
        self._open: tuple[ladybug.Database, ladybug.Connection] | None = None
        self._seen = ""  # revision at which a reader opened the file
        self._current: EmbeddedTransaction | None = None
        self._closed = False
        if not write and not self._path.exists():
            raise StoreError(f"图库 {address} 不存在", hint="先运行 zeren ingest 文件… 建立图库，或用 --store 指定已有的图库")
        if self._path.is_dir():
            raise StoreError(f"{address} 是文件夹，不是图库文件", hint=f"请用 --store 给出文件名，例如 {self._path / 'zeren.lb'}")
        self._locks = StoreLocks(self._path)
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def read(self, text: str, params: Params = None, *, limit: int | None = None, seconds: float = 30.0) -> Rows:
        """See `Store.read`."""
        with self._guard:
            self._check_open()
            self._trace(text, params)
            if self._write:
                return self._execute(text, params, limit, seconds)
            with self._locks.reading(seconds) as counter:
                self._renew(self._mark(counter))
                return self._execute(text, params, limit, seconds)

    def revision(self) -> str:
        """See `Store.revision`."""
        with self._guard:
            self._check_open()
            if self._write:
                return self._mark(self._locks.count())
            with self._locks.reading(WAIT) as counter:
                return self._mark(counter)

    @contextmanager
    def transaction(self) -> Iterator[EmbeddedTransaction]:
        """See `Store.transaction`."""
        with self._guard:
            self._check_writable()
            with self._locks.writing(WAIT):
                yield from self._one_transaction()

    def bulk(self, graph: GraphRows) -> None:
        """See `Store.bulk`. The graph is copied into a new file, which then takes the place of this one."""
        with self._guard:
            self._check_writable()
            check_empty(self)
            with copying.folders(self._path) as (folder, spool):
                odd: dict[str, list[Row]] = {}
                if not isinstance(graph, CsvFolder) or not copying.can_name(graph.folder):
                    write_folder(graph, spool, odd)
                    graph = CsvFolder(spool)
                with EmbeddedStore(str(folder / "store.lb"), write=True) as fresh:
                    fresh.on_statement = self.on_statement
                    fresh.copy_from(graph, odd)
                self._become(folder / "store.lb")

    def copy_from(self, files: CsvFolder, odd: Mapping[str, Sequence[Row]]) -> None:
        """Fill the tables of a new store; only `bulk` calls this. `odd` are nodes, by label, that files cannot hold."""

        def run(text: str) -> Rows:
            self._trace(text, None)
            return self._execute(text, None, None, None)

        copying.load_nodes(run, files, COLUMN_TYPES)
        with self.transaction() as transaction:
            for label, rows in odd.items():
                key = self._schema.nodes[label].key
                keys = [row[key] for row in rows]
                there = transaction.run(f"MATCH (n:{label}) WHERE n.{key} IN $keys RETURN count(n)", {"keys": keys}).rows[0][0]
                copying.check(there == 0 and len(set(keys)) == len(keys), f"{label} 有空的或重复的编号")
                transaction.merge_nodes(label, rows)
        copying.load_edges(run, files, COLUMN_TYPES)

    def close(self) -> None:
        """See `Store.close`."""
        with self._guard:
            if self._open is not None and self._write:
                # Closing writes the log into the file, so no reader may be inside.
                with self._locks.writing(WAIT):
                    self._shut()
            self._shut()
            self._locks.close()
            self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _one_transaction(self) -> Iterator[EmbeddedTransaction]:
        self._execute("BEGIN TRANSACTION", None, None, None)
        self._current = transaction = EmbeddedTransaction(self, self._schema)
        try:
            yield transaction
            transaction.check()
            self._execute("COMMIT", None, None, None)
        except BaseException:
            # Some failed statements end the transaction in the engine, some leave it open.
            with suppress(StoreError):
                self._execute("ROLLBACK", None, None, None)
            raise
        finally:
            self._current = None

    def _become(self, fresh: Path) -> None:
        """Go on with another file in the place of this store's, which is empty."""
        with self._locks.writing(WAIT):
            self._shut()
            try:
                self._path.with_name(self._path.name + ".wal").unlink(missing_ok=True)
                fresh.replace(self._path)
            except OSError as error:
                hint = "请关闭正在使用它的其他 zeren（例如浏览页面），再试一次"
                raise StoreError(f"图库 {self.address} 换不成新文件：{cause(error, writing=True)}", hint=hint) from error
            finally:
                self._connect()

    def _start(self) -> None:
        if not self._write:
            with self._locks.reading(WAIT) as counter:
                self._renew(self._mark(counter))
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"无法建立文件夹 {self._path.parent}", hint="请检查写入权限，或用 --store 另选位置") from error
        self._locks.become_writer(WRITER_WAIT)
        with self._locks.writing(WAIT):
            self._connect()
            if not self._tables():
                self._create_schema()
            self._check_version()

    def _mark(self, counter: int) -> str:
        """The commit counter, and which file it is: somebody may have put another one in its place."""
        try:
            found = self._path.stat()
        except OSError as error:
            raise StoreError(f"图库 {self.address} 不见了", hint="请把文件放回原处，或用 --store 指定已有的图库") from error
        return f"{counter}-{found.st_dev}-{found.st_ino}"

    def _renew(self, revision: str) -> None:
        """Open the file anew where another process has committed since."""
        if self._open is not None and revision == self._seen:
            return
        self._shut()
        self._connect()
        self._check_version()
        self._seen = revision

    def _connect(self) -> None:
        try:
            import ladybug
        except ImportError as error:
            hint = "请先安装：pip install ladybug（macOS 需要 15 或更新的版本）"
            raise StoreError("这台机器上没有本地图库引擎 ladybug", hint=hint) from error
        try:
            database = self._database()
            self._open = (database, ladybug.Connection(database))
        except RuntimeError as error:
            hint = "请确认它是 zeren 的图库文件；必要时换一个 --store 重新运行 zeren ingest"
            raise StoreError(f"图库 {self.address} 打不开：{_one_line(error)}", hint=hint) from error

    def _database(self) -> ladybug.Database:
        import ladybug

        try:
            return ladybug.Database(str(self._path), read_only=not self._write)
        except RuntimeError:
            # A log that was torn by a crash: what was committed before is whole, and the torn rest was never confirmed.
            database = ladybug.Database(str(self._path), read_only=not self._write, throw_on_wal_replay_failure=False)
            self.recovered = True
            return database

    def _shut(self) -> None:
        if self._open is not None:
            database, connection = self._open
            self._open = None
            connection.close()
            database.close()

    def _tables(self) -> set[str]:
        return {str(row[0]) for row in self._execute("CALL show_tables() RETURN name", None, None, None).rows}

    def _create_schema(self) -> None:
        """All tables or, after a crash, none."""
        for statement in ("BEGIN TRANSACTION", *schema_statements(self._schema), "COMMIT"):
            self._execute(statement, None, None, None)

    def _check_version(self) -> None:
        found = ""
        tables = self._tables()
        if not tables:
            raise StoreError(f"图库 {self.address} 是空的", hint="先运行 zeren ingest 文件… 读入文件")
        if _MARK in tables:
            rows = self._execute(f"MATCH (m:{_MARK}) RETURN m.version AS version", None, None, None).rows
            found = str(rows[0][0]) if rows else ""
        if found != self._schema.version:
            raise StoreError(
                f"图库 {self.address} 不是本版本的 zeren 建立的",
                hint="请用 --store 换一个新文件，重新运行 zeren ingest 建立图库（原文件不会被改动）",
            )

    def _execute(self, text: str, params: Params, limit: int | None, seconds: float | None) -> Rows:
        if self._open is None:
            raise StoreError("图库已经关闭", hint="请重新打开图库")
        connection = self._open[1]
        began = time.monotonic()
        try:
            connection.set_query_timeout(int(seconds * 1000) if seconds is not None else 0)
            result = connection.execute(text, dict(params or {}))
            if isinstance(result, list):
                for one in result:
                    one.close()
                raise StoreError("一次只能执行一条语句", hint="请把多条语句分开执行")
            return _rows(result, limit)
        except (RuntimeError, ValueError, IndexError, OverflowError) as error:
            if self._current is not None:
                self._current.broken = True
            if seconds is not None and time.monotonic() - began >= seconds:
                raise StoreError(f"查询超过 {seconds:g} 秒，已停止", hint="请缩小范围（区、年份、单位）后再试") from error
            hint = "请检查语句中的标签、属性和参数；图谱结构见 graph/schema.yaml"
            raise StoreError(f"图库执行语句失败：{_one_line(error)}", hint=hint) from error

    def _trace(self, text: str, params: Params) -> None:
        if self.on_statement is not None:
            self.on_statement(text, dict(params or {}))

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("图库已经关闭", hint="请重新打开图库")

    def _check_writable(self) -> None:
        self._check_open()
        if not self._write:
            raise StoreError(f"图库 {self.address} 是只读打开的，不能写入", hint="用 open_store(…, write=True) 打开后再写入")
        if self._current is not None:
            raise StoreError("上一个事务还没有结束", hint="请先离开 with store.transaction() 再开始下一个")

    def run_inside(self, text: str, params: Params) -> Rows:
        """Run a statement of the open transaction; only EmbeddedTransaction calls this."""
        self._trace(text, params)
        return self._execute(text, params, None, None)


class EmbeddedTransaction:
    """The open transaction. `broken` is true after a failed statement: nothing of the transaction can be kept then."""

    def __init__(self, store: EmbeddedStore, schema: Schema) -> None:
        self._store = store
        self._schema = schema
        self.broken = False

    def run(self, text: str, params: Params = None) -> Rows:
        """See `Transaction.run`."""
        self.check()
        return self._store.run_inside(text, params)

    def merge_nodes(self, label: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """See `Transaction.merge_nodes`."""
        if rows:
            text = node_statement(self._schema, label, tuple(rows[0]), COLUMN_TYPES)
            for batch in row_batches(rows):
                self.run(text, {"rows": batch})

    def merge_edges(self, kind: str, start: str, end: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """See `Transaction.merge_edges`."""
        if rows:
            text = edge_statement(self._schema, kind, (start, end), tuple(rows[0]), COLUMN_TYPES)
            for batch in row_batches(rows):
                self.run(text, {"rows": batch})

    def check(self) -> None:
        """Refuse to go on after a failed statement, also when the caller swallowed its exception."""
        if self.broken:
            raise StoreError("事务中有语句失败，全部改动已撤销", hint="请先解决前一个错误再重试")


def schema_statements(schema: Schema) -> list[str]:
    """The statements that make an empty file a store, in order."""
    texts = []
    for node in schema.nodes.values():
        columns = ", ".join(f"`{name}` {COLUMN_TYPES[kind]}" for name, kind in node.properties.items())
        texts.append(f"CREATE NODE TABLE `{node.label}`({columns}, PRIMARY KEY(`{node.key}`))")
    for edge in schema.edges.values():
        ends = ", ".join(f"FROM `{start}` TO `{end}`" for start, end in edge.ends)
        columns = ", ".join(f"`{name}` {COLUMN_TYPES[kind]}" for name, kind in edge.properties.items())
        texts.append(f"CREATE REL TABLE `{edge.kind}`({ends}, {columns})")
    # Neo4j calls it type(r); with this the same texts run on both.
    texts.append("CREATE MACRO type(r) AS label(r)")
    texts.append(f"CREATE NODE TABLE {_MARK}(id STRING PRIMARY KEY, version STRING)")
    texts.append(f"CREATE (:{_MARK} {{id: 'schema', version: '{schema.version}'}})")
    return texts


def _rows(result: Any, limit: int | None) -> Rows:
    try:
        columns = tuple(str(name) for name in result.get_column_names())
        if limit is None:
            return Rows(columns, tuple(tuple(map(_plain, row)) for row in result.get_all()))
        found = [tuple(map(_plain, row)) for row in result.get_n(limit)]
        return Rows(columns, tuple(found), truncated=bool(result.has_next()))
    finally:
        result.close()


def _plain(value: Any) -> Value:
    """Driver values as contract values: nodes and relationships lose the engine's inner numbers and empty properties."""
    if value is None or isinstance(value, (str, int, float)):  # most are, and a union of types is slower here
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        if "_LABEL" in value:
            mark = "_type" if "_SRC" in value else "_label"
            shown = {name: _plain(item) for name, item in value.items() if name not in _INTERNAL and item is not None}
            return {mark: str(value["_LABEL"]), **shown}
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, Decimal):  # sums of integers
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _one_line(error: BaseException) -> str:
    """The first line of a driver message, without its class prefix."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return first.removeprefix("Binder exception: ").removeprefix("Parser exception: ")[:300]
