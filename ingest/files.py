"""Which files a path means."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.errors import SkipItem
from ingest.readers import READERS


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """The files given, and those of known formats below the folders given, in order of name.

    Links to folders are not followed. Raises `SkipItem` for a path that does not exist.
    """
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders.sort()
                yield from (Path(folder, n) for n in sorted(names) if Path(n).suffix.lower() in READERS and not n.startswith(("~$", ".")))
        elif path.exists():
            yield path
        else:
            raise SkipItem(f"{path}：没有这个文件或文件夹", hint="请检查路径")
