"""Where answers and papers go: a file that appears only when all of it is written, or the screen."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.causes import cause
from graph.errors import UsageError
from queries.render.screen import Screen


@contextmanager
def written(output: Path | None) -> Iterator[Any]:
    """A text stream to `output` (UTF-8, line ends as they are), or to the screen. Raises UsageError."""
    if output is None:
        yield sys.stdout
        return
    with _part(output) as part, part.open("w", encoding="utf-8", newline="") as out:
        yield out


def save(output: Path, content: bytes | Mapping[str, bytes]) -> None:
    """Write a file, or the named files into the folder `output`, which is made if need be. Raises UsageError."""
    if isinstance(content, bytes):
        with _part(output) as part:
            part.write_bytes(content)
        return
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(output, error) from error
    for name, data in content.items():
        save(output / name, data)


@contextmanager
def _part(output: Path) -> Iterator[Path]:
    """A file beside `output` that takes its place at the end."""
    part = output.with_name(output.name + ".part")
    try:
        yield part
        part.replace(output)
    except OSError as error:
        raise _refused(output, error) from error
    finally:
        part.unlink(missing_ok=True)


def _refused(output: Path, error: OSError) -> UsageError:
    hint = "请检查文件夹是否存在、是否有写入权限，文件是否正被打开"
    return UsageError(f"{output} 写不进去：{cause(error, writing=True)}", hint=hint)


def screen_for(output: Path | None = None) -> Screen:
    """The terminal; in a file or a pipe a wide one without colour, unless COLUMNS says how wide."""
    if output is None and sys.stdout.isatty():
        # An old Windows console prints colour codes as they are.
        colour = "NO_COLOR" not in os.environ and (os.name != "nt" or "WT_SESSION" in os.environ)
        return Screen(shutil.get_terminal_size().columns, colour)
    columns = os.environ.get("COLUMNS", "")
    return Screen(int(columns)) if columns.isdigit() and output is None else Screen()


def utf8_streams() -> None:
    """A Chinese Windows console is GBK by default and would stop at the first character that it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="replace")
