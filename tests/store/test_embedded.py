"""The embedded store: the contract, and what several processes and crashes do to its file."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.exchange.rows import StoreRows
from graph.schema import Schema
from graph.store import Store, embedded, open_store
from graph.store.csvfolder import CsvFolder, write_folder
from graph.store.embedded import EmbeddedStore
from tests.store.contract import StoreContract, small_graph, theme

COUNT = "MATCH (h:Theme) RETURN count(h)"


class TestContract(StoreContract):
    @pytest.fixture
    def address(self, tmp_path: Path) -> str:
        return str(tmp_path / "图库" / "zeren.lb")


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A store with one theme."""
    place = str(tmp_path / "zeren.lb")
    add(place, 1)
    return place


def add(address: str, number: int) -> None:
    """Write one theme and close."""
    with open_store(address, write=True) as store, store.transaction() as transaction:
        transaction.merge_nodes("Theme", [theme(number)])


def add_slowly(address: str, first: int, last: int) -> None:
    """Two themes in each transaction, so that a reader must always see an even number of new ones."""
    with open_store(address, write=True) as store:
        for number in range(first, last):
            with store.transaction() as transaction:
                transaction.merge_nodes("Theme", [theme(f"{number}a")])
                transaction.merge_nodes("Theme", [theme(f"{number}b")])


def die_inside(address: str) -> None:
    """Write, and end the process before the transaction does."""
    with open_store(address, write=True) as store, store.transaction() as transaction:
        transaction.merge_nodes("Theme", [theme(number) for number in range(5000)])
        os._exit(1)


def die_at_start(address: str) -> None:
    """End the process while the tables of a new store are being made."""
    whole = embedded.schema_statements

    def stop(schema: Schema) -> Iterator[str]:
        yield from whole(schema)[:5]
        os._exit(1)

    setattr(embedded, "schema_statements", stop)  # noqa: B010
    open_store(address, write=True)


def die_while_it_copies(address: str) -> None:
    """End the process in the middle of a bulk load."""

    def stop(text: str, params: object) -> None:
        if text.startswith("COPY `ABOUT`"):
            os._exit(1)

    with open_store(address, write=True) as store:
        store.on_statement = stop
        store.bulk(small_graph())


def hold(address: str, ready: str, seconds: float) -> None:
    """Keep a store open for writing."""
    with open_store(address, write=True):
        Path(ready).touch()
        time.sleep(seconds)


def start(work: Callable[..., None], *args: object) -> multiprocessing.process.BaseProcess:
    """Run `work` in a new process."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=args)
    process.start()
    return process


def number_of(store: Store) -> int:
    return int(str(store.read(COUNT).rows[0][0]))


def test_a_reader_goes_on_while_another_process_writes(address: str) -> None:
    with open_store(address) as reader:
        assert number_of(reader) == 1
        writer = start(add_slowly, address, 10, 40)
        seen = {number_of(reader)}
        while writer.is_alive():
            seen.add(number_of(reader))
        writer.join()
        assert writer.exitcode == 0
        assert number_of(reader) == 61
    assert len(seen) > 2
    assert all(count % 2 == 1 for count in seen)  # never half a transaction


def test_several_threads_read_while_another_thread_writes(address: str) -> None:
    failures: list[Exception] = []
    done = threading.Event()

    def ask() -> None:
        try:
            with open_store(address) as reader:
                while not done.is_set():
                    assert number_of(reader) % 2 == 1
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        add_slowly(address, 50, 70)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failures == []


def test_one_store_answers_several_threads(address: str) -> None:
    with open_store(address) as store:
        counts: list[int] = []
        threads = [threading.Thread(target=lambda: counts.append(number_of(store))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counts == [1] * 8


def test_there_is_one_writer(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = tmp_path / "ready"
    other = start(hold, address, str(ready), 30)
    try:
        while not ready.exists():
            time.sleep(0.02)
        monkeypatch.setattr(embedded, "WRITER_WAIT", 0.2)
        with pytest.raises(StoreError, match="正在被另一个"):
            open_store(address, write=True)
        with open_store(address) as reader:
            assert number_of(reader) == 1
    finally:
        other.kill()
        other.join()
    add(address, 2)  # the system has dropped the dead writer's lock


def test_a_process_that_dies_inside_a_transaction_leaves_nothing(address: str) -> None:
    writer = start(die_inside, address)
    writer.join()
    assert writer.exitcode == 1
    with open_store(address) as reader:
        assert number_of(reader) == 1
    add(address, 2)
    with open_store(address) as reader:
        assert number_of(reader) == 2


def test_a_process_that_dies_while_it_makes_a_store_leaves_an_empty_one(tmp_path: Path) -> None:
    place = str(tmp_path / "new.lb")
    writer = start(die_at_start, place)
    writer.join()
    assert writer.exitcode == 1
    with pytest.raises(StoreError, match="空的"):
        open_store(place)
    add(place, 1)
    with open_store(place) as reader:
        assert number_of(reader) == 1


@pytest.mark.parametrize("cut", [3, 40, 200])
@pytest.mark.parametrize("write", [False, True])
def test_a_torn_log_opens_with_what_was_committed(tmp_path: Path, cut: int, write: bool) -> None:
    store = EmbeddedStore(str(tmp_path / "a.lb"), write=True)
    for number in range(20):
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(number)])
    for name in ("a.lb", "a.lb.wal"):
        shutil.copy(tmp_path / name, tmp_path / name.replace("a.lb", "torn.lb"))
    store.close()
    log = tmp_path / "torn.lb.wal"
    os.truncate(log, log.stat().st_size - cut)
    with EmbeddedStore(str(tmp_path / "torn.lb"), write=write) as torn:
        assert torn.recovered
        assert 15 <= number_of(torn) < 20


def test_a_process_that_dies_in_a_bulk_load_leaves_nothing(tmp_path: Path) -> None:
    place = str(tmp_path / "new.lb")
    writer = start(die_while_it_copies, place)
    writer.join()
    assert writer.exitcode == 1
    assert (tmp_path / "new.lb.loading").exists()
    with open_store(place, write=True) as store:
        assert number_of(store) == 0
        store.bulk(small_graph())
        assert number_of(store) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.lb", "new.lb.locks"]


# Folders that the engine takes for a pattern, or whose names must be quoted.
@pytest.mark.parametrize("name", ["a[1]", "b*c", "it's", "图 库", "back\\slash", "{a,b}", "?"])
def test_bulk_in_folders_of_every_name(name: str, tmp_path: Path) -> None:
    if sys.platform == "win32" and set(name) & set("*?\\"):
        name = "plain"  # Windows has no such names
    folder = tmp_path / name
    folder.mkdir()
    with open_store(str(folder / "new.lb"), write=True) as store:
        store.bulk(small_graph())
        write_folder(StoreRows(store), folder / "csv")
    with open_store(str(folder / "other.lb"), write=True) as other:
        other.bulk(CsvFolder(folder / "csv"))
        assert number_of(other) == 3
    assert {path.name for path in folder.iterdir()} == {"csv", "new.lb", "new.lb.locks", "other.lb", "other.lb.locks"}


def test_a_graph_on_file_is_copied_from_its_own_files(tmp_path: Path) -> None:
    write_folder(small_graph(), tmp_path / "csv")
    with open_store(str(tmp_path / "new.lb"), write=True) as store:
        seen: list[str] = []
        store.on_statement = lambda text, params: seen.append(text)
        store.bulk(CsvFolder(tmp_path / "csv"))
        copied = [text for text in seen if text.startswith("COPY")]
        assert len(copied) == 3
        assert all(f"{tmp_path.as_posix()}/csv/" in text for text in copied)


def test_another_file_in_the_place_of_the_store_is_opened_anew(address: str, tmp_path: Path) -> None:
    add(str(tmp_path / "new.lb"), 1)
    add(str(tmp_path / "new.lb"), 2)
    with open_store(address) as reader:
        assert number_of(reader) == 1
        before = reader.revision()
        (tmp_path / "new.lb").replace(address)
        assert reader.revision() != before
        assert number_of(reader) == 2
        Path(address).unlink()
        with pytest.raises(StoreError, match="不见了"):
            reader.revision()


def test_a_store_that_is_not_there_names_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="不存在") as caught:
        open_store(str(tmp_path / "absent.lb"))
    assert "zeren ingest" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [False, True])
def test_what_is_no_store_is_refused_and_left_alone(tmp_path: Path, write: bool) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("not a store", encoding="utf-8")
    with pytest.raises(StoreError, match="打不开"):
        open_store(str(other), write=write)
    assert other.read_text(encoding="utf-8") == "not a store"
    with pytest.raises(StoreError, match="文件夹"):
        open_store(str(tmp_path), write=write)


def test_a_store_of_another_version_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(address, write=True) as store, store.transaction() as transaction:
        transaction.run("MATCH (m:ZerenStore) SET m.version = 'other'")
    for write in (False, True):
        with pytest.raises(StoreError, match="版本"):
            open_store(address, write=write)


def test_without_the_engine_the_next_step_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ladybug", None)
    with pytest.raises(StoreError, match="ladybug") as caught:
        open_store(address)
    assert "pip install" in caught.value.hint


def test_a_store_in_a_folder_without_the_right_to_write_can_be_read(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    shutil.rmtree(address + ".locks")
    monkeypatch.setattr(Path, "mkdir", refuse)
    with open_store(address) as reader:
        assert number_of(reader) == 1
    with pytest.raises(StoreError) as caught:
        open_store(address, write=True)
    assert "--store" in caught.value.hint
