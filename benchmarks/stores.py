"""How fast a large invented graph goes into each store, beside the engine's own bulk loader on the same files in the same run.

    python benchmarks/stores.py [TASKS] [FOLDER]

TASKS (1,000,000) tasks with three duties each are written as the folder of `zeren export neo4j-admin`, a tenth of them as JSON
Lines. Each load is a process of its own; what is printed is rows per second and its greatest resident memory. Neo4j is left
out where Java and Maven are not at hand. Machines differ and are noisy: compare seconds of processor, and ratios.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from graph.exchange import copy, put, read_file
from graph.exchange.admin import write_admin
from graph.exchange.jsonl import write_jsonl
from graph.schema import load_schema
from graph.store import copying, open_store
from graph.store.csvfolder import CsvFolder
from graph.store.embedded import COLUMN_TYPES, schema_statements
from graph.store.rows import Ends, Row
from tests.neo4j_server import Neo4jServer, missing

DISTRICTS, UNITS, THEMES, IN_DOCUMENT, PAGE = 16, 4_800, 40, 500, 2_000
ROLES = {"LEAD": "牵头", "RESPONSIBLE": "责任", "COOPERATE": "配合"}
VERBS = ("公布", "修订", "汇总", "解读", "核对")
THINGS = ("办事指南", "年度计划", "检查结果", "收费目录", "问答图解", "服务清单", "意见采纳情况")
EMPTY: dict[str, Any] = {"string": "", "int": None, "float": 0.0, "bool": False, "date": None, "strings": [], "json": "[]"}
FIRST = date(2025, 1, 1)
COUNTS = ("MATCH (n:Task) RETURN count(n)", "MATCH (a:Unit)-[e:LEAD|RESPONSIBLE|COOPERATE]->(b:Task) RETURN count(e)")


class MadeGraph:
    """`tasks` tasks of invented places, each with a leading, a responsible and a cooperating unit; the same everywhere."""

    def __init__(self, tasks: int) -> None:
        schema = load_schema()
        owned = {label: node.properties for label, node in schema.nodes.items()}
        owned |= {kind: edge.properties for kind, edge in schema.edges.items()}
        self._bare = {name: {key: EMPTY[kind] for key, kind in types.items()} for name, types in owned.items()}
        self._tasks = tasks
        self._counts = {"District": DISTRICTS, "Unit": UNITS, "Theme": THEMES, "Document": -(-tasks // IN_DOCUMENT), "Task": tasks}
        self._counts |= dict.fromkeys(ROLES, tasks)

    def nodes(self, label: str) -> Iterator[list[Row]]:
        """See `GraphRows.nodes`."""
        make = {"District": district, "Unit": unit, "Theme": theme, "Document": document, "Task": task}.get(label)
        yield from self._pages(label, make)

    def edges(self, kind: str, ends: Ends) -> Iterator[list[Row]]:
        """See `GraphRows.edges`."""
        yield from self._pages(kind, (lambda number: duty(kind, number)) if kind in ROLES else None)

    def _pages(self, name: str, make: Callable[[int], dict[str, Any]] | None) -> Iterator[list[Row]]:
        for first in range(0, self._counts.get(name, 0) if make else 0, PAGE):
            last = min(first + PAGE, self._counts[name])
            yield [self._bare[name] | make(number) for number in range(first, last)] if make else []


def key(kind: str, number: int) -> str:
    """An id that looks like those of real graphs: digits without an order."""
    return f"{kind}-{number * 11400714819323198485 % 2**64:016x}"


def district(number: int) -> dict[str, Any]:
    """A district."""
    return {"id": key("d", number), "name": f"第{number}区", "level": "district", "caption": f"第{number}区"}


def unit(number: int) -> dict[str, Any]:
    """A department."""
    place, name = f"第{number % DISTRICTS}区", f"区第{number}局"
    more = {"kind": "department", "aliases": [f"{number}局", f"第{number}局"], "known": True, "caption": f"{place}·{name}"}
    return {"id": key("u", number), "name": name, "full_name": place + name, "district": place, **more}


def theme(number: int) -> dict[str, Any]:
    """A theme."""
    return {"id": key("h", number), "name": f"主题{number}", "caption": f"主题{number}"}


def document(number: int) -> dict[str, Any]:
    """A plan."""
    return {"id": key("p", number), "stem": f"plan-{number}", "district": f"第{number % DISTRICTS}区", "year": 2020 + number % 6}


def task(number: int) -> dict[str, Any]:
    """A task, its content on two lines."""
    place, item = number // IN_DOCUMENT, str(number % IN_DOCUMENT + 1)
    content = f"{VERBS[number % 5]}第{number}项{THINGS[number % 7]}，\n并在一个月内答复“群众”提出的问题。"
    where = {"district": f"第{place % DISTRICTS}区", "year": 2020 + place % 6, "document": key("p", place), "stem": f"plan-{place}"}
    due = {"due": FIRST + timedelta(number % 365), "due_text": "年底前", "due_kind": "point"}
    span = {"page": 1 + number % 9, "span_start": number % 9000, "span_end": number % 9000 + len(content), "ordinal": number}
    said = {"number": item, "item": item, "level": "item", "part": "annex", "content": content, "section": ["一、公开", "（二）解读"]}
    return {"id": key("t", number), **said, **where, **due, **span, "themes": [f"主题{number % THEMES}"], "caption": f"第{number}项"}


def duty(kind: str, number: int) -> dict[str, Any]:
    """A duty of one of the units of the task's district."""
    place, at = number // IN_DOCUMENT % DISTRICTS, list(ROLES).index(kind)
    owner = (number * 7 + at * 101) % (UNITS // DISTRICTS) * DISTRICTS + place
    said = {"mention": f"区第{owner}局", "basis": "cell", "evidence": f"{ROLES[kind]}单位：区第{owner}局", "part": "annex", "page": 1}
    span = {"span_start": number % 9000, "span_end": number % 9000 + 9, "position": at, "due": FIRST + timedelta(number % 365)}
    return {"id": key(kind, number), "start": key("u", owner), "end": key("t", number), **said, **span, "due_text": "年底前"}


def copy_by_engine(folder: Path) -> None:
    """COPY with the driver alone: the same statements as the store's, without what it checks."""
    import ladybug

    files = CsvFolder(folder / "csv")
    database = ladybug.Database(str(folder / "engine.lb"))
    connection = ladybug.Connection(database)
    texts = [*schema_statements(load_schema()), *(copying.statement(files, *part, COLUMN_TYPES) for part in files.files)]
    for text in texts:
        connection.execute(text)
    connection.close()
    database.close()


def bulk_from_folder(folder: Path) -> None:
    """What `zeren copy csv/ store.lb` does before it compares."""
    with open_store(str(folder / "folder.lb"), write=True) as store:
        store.bulk(CsvFolder(folder / "csv"))


def put_jsonl(folder: Path) -> None:
    """`zeren copy graph.jsonl store.lb`, comparing included."""
    with open_store(str(folder / "jsonl.lb"), write=True) as store:
        put(read_file("jsonl", folder / "graph.jsonl"), store)


def copy_store(folder: Path) -> None:
    """`zeren copy jsonl.lb copy.lb`, comparing included."""
    with open_store(str(folder / "jsonl.lb")) as source, open_store(str(folder / "copy.lb"), write=True) as target:
        copy(source, target)


def merge_by_transactions(folder: Path) -> None:
    """Without the bulk path: a page in each transaction, as documents are written."""
    graph = MadeGraph(tasks_of(folder) // 10)
    with open_store(str(folder / "merged.lb"), write=True) as store:
        for label in load_schema().nodes:
            for page in graph.nodes(label):
                with store.transaction() as work:
                    work.merge_nodes(label, page)
        for kind in ROLES:
            for page in graph.edges(kind, ("Unit", "Task")):
                with store.transaction() as work:
                    work.merge_edges(kind, "Unit", "Task", page)


def write_files(folder: Path) -> None:
    """The folder of CSV files, and the JSON Lines of a tenth."""
    write_admin(MadeGraph(tasks_of(folder)), folder / "csv")
    write_jsonl(MadeGraph(tasks_of(folder) // 10), folder / "graph.jsonl")


def tasks_of(folder: Path) -> int:
    """How many tasks the graph has."""
    return int((folder / "tasks").read_text())


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of processor, greatest resident memory in GiB."""

    seconds: float
    processor: float
    memory: float


def measured(work: Callable[[Path], None], folder: Path, *, of_child: bool = False) -> Cost:
    """What `work` costs in a process of its own, or what the one program costs that it starts."""
    pipe, far = multiprocessing.Pipe()
    whose = resource.RUSAGE_CHILDREN if of_child else resource.RUSAGE_SELF
    process = multiprocessing.get_context("spawn").Process(target=_report, args=(work, folder, far, whose))
    process.start()
    far.close()
    cost = pipe.recv()
    process.join()
    return Cost(*cost)


def _report(work: Callable[[Path], None], folder: Path, pipe: Any, whose: int) -> None:
    began, before = time.perf_counter(), resource.getrusage(whose)
    work(folder)
    after = resource.getrusage(whose)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pipe.send((time.perf_counter() - began, used, after.ru_maxrss / 2**20))


def say(what: str, rows: int, cost: Cost) -> None:
    """A line of the table."""
    print(
        f"{what:<58} {cost.seconds:7.1f} s {rows / cost.seconds:9,.0f} rows/s "
        f"{cost.processor:7.1f} s of processor {cost.memory:5.2f} GiB",
        flush=True,
    )


def import_by_admin(folder: Path) -> None:
    """`neo4j-admin database import full` of the folder."""
    server = Neo4jServer(folder / "neo4j", heap="1g")
    server.prepare()
    server.admin("database", "import", "full", "neo4j", "@import.args", folder=folder / "csv")


def neo4j_opening(folder: Path, rows: int) -> None:
    """The first opening after the import, and whether the graph is the one that was sent."""
    server = Neo4jServer(folder / "neo4j", heap="1g")
    server.start()
    os.environ.update(server.environment)
    try:
        began, used = time.perf_counter(), of_process(server)
        with open_store(server.address) as store:
            cost = Cost(time.perf_counter() - began, of_process(server)[0] - used[0], of_process(server)[1])
            say("Neo4j: first opening (indexes, empty lists), the server's", rows, cost)
            counts = [store.read(text, seconds=600).rows[0][0] for text in COUNTS]
            if counts != [tasks_of(folder), 3 * tasks_of(folder)]:
                raise SystemExit(f"Neo4j holds another graph: {counts}")
    finally:
        server.stop()


def of_process(server: Neo4jServer) -> tuple[float, float]:
    """Seconds of processor, and greatest resident memory in GiB, of a server that runs."""
    assert server.process is not None
    place = Path("/proc") / str(server.process.pid)
    ticks = place.joinpath("stat").read_text().rpartition(")")[2].split()[11:13]
    peak = next(line for line in place.joinpath("status").read_text().splitlines() if line.startswith("VmHWM"))
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), int(peak.split()[1]) / 2**20


def main() -> None:
    """Print the table."""
    tasks = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(tempfile.mkdtemp(dir=sys.argv[2] if len(sys.argv) > 2 else None))
    try:
        (folder / "tasks").write_text(str(tasks))
        rows, few = (DISTRICTS + UNITS + THEMES + -(-some // IN_DOCUMENT) + 4 * some for some in (tasks, tasks // 10))
        print(f"{tasks:,} tasks, {3 * tasks:,} duties, {rows:,} rows in all; a tenth: {few:,}")
        say("writing the files", rows + few, measured(write_files, folder))
        say("embedded: the engine's COPY alone, CSV folder", rows, measured(copy_by_engine, folder))
        say("embedded: bulk path, the same CSV folder", rows, measured(bulk_from_folder, folder))
        say("embedded: a tenth, JSON Lines, with comparing", few, measured(put_jsonl, folder))
        say("embedded: a tenth, store to store, with comparing", few, measured(copy_store, folder))
        say("embedded: a tenth, transactions (UNWIND)", few, measured(merge_by_transactions, folder))
        if absent := missing():
            print(f"Neo4j left out: {absent}")
        else:
            what = "Neo4j: neo4j-admin database import full, the same folder"
            say(what, rows, measured(import_by_admin, folder, of_child=True))
            neo4j_opening(folder, rows)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
