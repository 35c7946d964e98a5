"""Many files, one after the other: a file that cannot be used is noted, and the next one goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from graph.errors import SkipItem
from graph.load import LoadReport
from graph.model import Extraction
from graph.store.base import Store
from ingest.files import find


@contextmanager
def skipping(skipped: list[SkipItem]) -> Iterator[None]:
    """Note what cannot be used and go on behind the block."""
    try:
        yield
    except SkipItem as error:
        skipped.append(error)


def files(paths: Iterable[Path], skipped: list[SkipItem]) -> Iterator[Path]:
    """The files that are meant, in order; paths that do not exist go to `skipped`."""
    for path in paths:
        with skipping(skipped):
            yield from find([path])


def extractions(found: Iterable[Path], skipped: list[SkipItem]) -> Iterator[Extraction]:
    """What each of these files states, as far as it can be read."""
    from ingest.extract import extract_file

    for path in found:
        with skipping(skipped):
            yield extract_file(path)


def load_all(store: Store, paths: Sequence[Path], skipped: list[SkipItem]) -> list[tuple[Extraction, LoadReport]]:
    """Load each file that can be read, following the decisions beside the store; a bar on a terminal, nothing in a pipe."""
    return _loaded(store, extractions(_shown(list(files(paths, skipped))), skipped), skipped)


def load_path(address: str | None, path: Path, skipped: list[SkipItem]) -> list[tuple[Extraction, LoadReport]]:
    """Load one file, or the files of an archive, into the store at an address. Raises StoreError.

    The graph knows it by its name without its folder. It is read before the store is opened, so others wait only while
    it is written.
    """
    from graph.store import open_store

    named = [_without_folder(extraction, path.parent) for extraction in extractions(files([path], skipped), skipped)]
    if not named:
        return []
    with open_store(address, write=True) as store:
        return _loaded(store, named, skipped)


def _loaded(store: Store, found: Iterable[Extraction], skipped: list[SkipItem]) -> list[tuple[Extraction, LoadReport]]:
    from graph.load import load
    from graph.names import known_names

    known = known_names()
    loaded = []
    for extraction in found:
        with skipping(skipped):
            loaded.append((extraction, load(store, extraction, **known)))
    return loaded


def _without_folder(extraction: Extraction, folder: Path) -> Extraction:
    info = extraction.document
    return replace(extraction, document=replace(info, path=Path(info.path).relative_to(folder).as_posix()))


def _shown(paths: Sequence[Path]) -> Iterable[Path]:
    """The files, with a bar on a terminal."""
    if not sys.stderr.isatty():
        return paths
    from rich.console import Console
    from rich.progress import track

    return track(paths, description="读入", console=Console(stderr=True), transient=True)
