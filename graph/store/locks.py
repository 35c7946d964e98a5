"""Locks between processes (and threads) that share one embedded store.

Three lock files in the folder `<store>.locks`:
- `writer`: held by a writing store as long as it is open, so that there is one writer;
- `data`: shared by a reader for one read, exclusive for a transaction, the opening and the closing of a writer. Its
  content is a counter that grows with each exclusive hold; a reader that finds it changed opens the store anew,
  because the engine would go on answering from the old pages and then fail;
- `turn`: a writer that waits for `data` holds it, and a new reader passes through it, so readers cannot starve a writer;
  a writer that comes back at once waits a moment first, so it cannot starve readers either.

The system drops the locks of a process that dies, so nothing has to be cleaned up after a crash.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph.errors import StoreError

_PAUSE = 0.002  # seconds between two tries; both systems offer no wait with a time limit
_YIELD = 0.006  # seconds that a writer leaves to waiting readers between two transactions

if sys.platform == "win32":
    import msvcrt

    # Windows has exclusive byte locks only: a reader takes one of these bytes, a writer all of them. They lie far
    # behind the content, because locked bytes cannot be read there.
    _BASE, _SEATS = 1 << 20, 64

    def _try_lock(file: IO[bytes], shared: bool) -> tuple[int, int] | None:
        wanted = [(_BASE + seat, 1) for seat in range(_SEATS)] if shared else [(_BASE, _SEATS)]
        for start, length in wanted:
            file.seek(start)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, length)
            except OSError:
                continue
            return start, length
        return None

    def _unlock(file: IO[bytes], held: tuple[int, int]) -> None:
        file.seek(held[0])
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, held[1])

else:
    import fcntl

    def _try_lock(file: IO[bytes], shared: bool) -> tuple[int, int] | None:
        try:
            fcntl.flock(file.fileno(), (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        return 0, 0

    def _unlock(file: IO[bytes], held: tuple[int, int]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


class FileLock:
    """One lock file. Each instance has its own file handle, so two instances in one process exclude each other too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._held: tuple[int, int] | None = None

    def acquire(self, *, shared: bool, seconds: float) -> bool:
        """Take the lock within `seconds` (0: one try); false when another holder did not let go."""
        file = self._open(shared)
        if file is None:
            return True
        until = time.monotonic() + seconds
        while True:
            self._held = _try_lock(file, shared)
            if self._held is not None:
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE)

    def release(self) -> None:
        """Let go; does nothing when it is not held."""
        if self._file is not None and self._held is not None:
            _unlock(self._file, self._held)
        self._held = None

    def count(self) -> int:
        """The counter in the file; 0 for a new one. Call it while holding the lock."""
        file = self._open(True)
        if file is None:
            return 0
        file.seek(0)
        return int(file.read(32).strip() or b"0")

    def count_up(self) -> int:
        """Add one to the counter and return it. Call it while holding the lock exclusively."""
        number = self.count() + 1
        file = self._open(False)
        if file is None:
            return number
        file.seek(0)
        file.write(b"%020d\n" % number)
        file.flush()
        return number

    def close(self) -> None:
        """Let go and close the file."""
        self.release()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self, shared: bool) -> IO[bytes] | None:
        """The open file; None where a reader looks at a folder that has no locks and where none can be made.

        Nobody can write a store there, so there is nothing to wait for.
        """
        if self._file is None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.touch(exist_ok=True)
                self._file = self._path.open("r+b", buffering=0)
            except OSError as error:
                if not shared:
                    hint = "请检查该文件夹的写入权限，或用 --store 另选位置"
                    raise StoreError(f"无法使用图库的锁文件 {self._path}", hint=hint) from error
                self._file = self._path.open("rb", buffering=0) if self._path.exists() else None
        return self._file


class StoreLocks:
    """The three locks of one store, as described at the top of this module."""

    def __init__(self, store: Path) -> None:
        folder = store.with_name(store.name + ".locks")
        self._store = store
        self._writer = FileLock(folder / "writer")
        self._turn = FileLock(folder / "turn")
        self._data = FileLock(folder / "data")
        self._released = -1.0  # when this store last let go of an exclusive hold

    def become_writer(self, seconds: float) -> None:
        """Hold the right to write until `close`; raises StoreError when another process keeps it longer than `seconds`."""
        if not self._writer.acquire(shared=False, seconds=seconds):
            hint = "请等它结束后再试，或用 --store 另选一个图库"
            raise StoreError(f"图库 {self._store.name} 正在被另一个 zeren 写入", hint=hint)

    @contextmanager
    def reading(self, seconds: float) -> Iterator[int]:
        """Share the data for one read; yields the commit counter. Raises StoreError after `seconds`."""
        until = time.monotonic() + seconds
        self._take(self._turn, True, until)
        self._turn.release()
        self._take(self._data, True, until)
        try:
            yield self._data.count()
        finally:
            self._data.release()

    @contextmanager
    def writing(self, seconds: float) -> Iterator[None]:
        """Have the data for oneself. The counter grows first, so that even a crash makes the readers open it anew."""
        until = time.monotonic() + seconds
        time.sleep(max(0.0, self._released + _YIELD - time.monotonic()))
        self._take(self._turn, False, until)
        try:
            self._take(self._data, False, until)
            try:
                self._data.count_up()
                yield
            finally:
                self._data.release()
        finally:
            self._turn.release()
            self._released = time.monotonic()

    def count(self) -> int:
        """The commit counter; for the writer, who alone changes it."""
        return self._data.count()

    def close(self) -> None:
        """Let go of everything."""
        for lock in (self._data, self._turn, self._writer):
            lock.close()

    def _take(self, lock: FileLock, shared: bool, until: float) -> None:
        if not lock.acquire(shared=shared, seconds=max(0.0, until - time.monotonic())):
            hint = "请稍后再试；若有 zeren 进程长时间没有结束，请先关闭它"
            raise StoreError(f"图库 {self._store.name} 正被占用，等待超时", hint=hint)
