"""Which files a path means."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.errors import SkipItem
from ingest.readers import READERS, archive


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """The files given, and those of known formats below the folders given, in order of name.

    The documents in a ZIP file come one by one as `a.zip/b.docx`; one that cannot be opened comes as itself, and reading
    it says why, and so does a folder. Links to folders are not followed. Raises `SkipItem` for a path that does not exist and for a
    folder without a document.
    """
    for path in paths:
        if path.is_dir():
            closed: list[OSError] = []
            empty = True
            for folder, folders, names in os.walk(path, onerror=closed.append):
                folders.sort()
                for name in sorted(names):
                    if Path(name).suffix.lower() in (*READERS, archive.SUFFIX) and not name.startswith(("~$", ".")):
                        empty = False
                        yield from _meant(Path(folder, name))
            yield from (Path(error.filename) for error in closed)
            if empty and not closed:
                raise SkipItem(f"{path}：文件夹里没有能读的文件", hint="请给出 PDF、DOCX、XLSX、TXT 等文件，或包含它们的文件夹")
        elif path.exists() or archive.within(path):
            yield from _meant(path)
        else:
            raise SkipItem(f"{path}：没有这个文件或文件夹", hint="请检查路径")


def _meant(path: Path) -> Iterator[Path]:
    if path.suffix.lower() != archive.SUFFIX or not path.is_file():
        yield path
        return
    try:
        yield from archive.members(path, READERS)
    except SkipItem:
        yield path
