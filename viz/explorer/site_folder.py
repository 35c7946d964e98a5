"""A folder that appears only when all of it is written, and that nothing but a folder of pages of ours gives way to."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.causes import cause
from graph.errors import UsageError

MANIFEST = "zeren-site.txt"  # the names of our files, one a line, this one left out
_HINT = "另给一个不存在或空的文件夹；本程序以前写的网页文件夹可以直接覆盖"


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder` that takes its place at the end of the block, and leaves nothing behind where that fails.

    Raises UsageError for a place that is a file, or holds something that is not ours.
    """
    check_place(folder)
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _refused(folder, error) from error
    try:
        part.chmod(0o755)
        yield part
        names = sorted(one.relative_to(part).as_posix() for one in part.rglob("*") if one.is_file())
        (part / MANIFEST).write_text("".join(f"{name}\n" for name in names), encoding="utf-8", newline="")
        _swap(part, target)
    except OSError as error:
        raise _refused(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def check_place(folder: Path) -> None:
    """Refuse a place where something of somebody else would be lost. Raises UsageError."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} 不是文件夹", hint=_HINT)
    found = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if not one.is_dir() or one.is_symlink()}
    if not found:
        return
    manifest = folder / MANIFEST
    own = set(manifest.read_text(encoding="utf-8").splitlines()) | {MANIFEST} if manifest.is_file() else set()
    others = sorted(found - own)
    if others:
        raise UsageError(f"{folder} 里有别的文件：{others[0]}", hint=_HINT)


def _swap(part: Path, target: Path) -> None:
    """Put the new folder in the place of the old one, which is back where that fails."""
    if not target.exists():
        part.rename(target)
        return
    old = part.with_name(part.name + "-old")
    target.rename(old)
    try:
        part.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _refused(folder: Path, error: OSError) -> UsageError:
    return UsageError(f"{folder} 写不进去：{cause(error, writing=True)}", hint="检查写入权限和剩余空间，关闭正在打开的网页后再试")
