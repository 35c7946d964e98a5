"""ZIP files of documents: every member is a file of its own, at the place `archive.zip/folder/name.docx`.

Nothing is unpacked to disk. Counts, sizes, ratios and nesting are bounded before anything is decompressed, and each
member again while it is.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

from graph.causes import cause
from graph.errors import SkipItem

SUFFIX = ".zip"
MAX_ARCHIVE = 256 * 1024 * 1024  # bytes of the file itself
MAX_DIRECTORY = 2 * 1024 * 1024  # bytes of the table of contents, which is read into memory whole
MAX_MEMBERS = 1000  # in one archive, nested ones aside
MAX_MEMBER = 64 * 1024 * 1024  # bytes of one member, unpacked
MAX_TOTAL = 1024 * 1024 * 1024  # bytes of all members, unpacked
MAX_RATIO = 200  # unpacked to packed; Chinese text reaches 10, repetitive HTML 50
SMALL = 1024 * 1024  # bytes below which no ratio is odd
MAX_DEPTH = 2  # an archive within an archive, and no further
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8 = 0x800
_HINT = "请解压后把其中的文件分别读入"
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, struct.error, zlib.error)


def members(path: Path, suffixes: Collection[str]) -> Iterator[Path]:
    """The places of the documents in the archive at `path`, in order of name; those of a nested archive among them.

    `suffixes` are the endings that can be read, with their dot. Raises SkipItem where the archive is broken, out of
    bounds, or holds no document.
    """
    with _from_disk(path) as package:
        found = list(_walk(package, path, suffixes, 1))
    if not found:
        raise SkipItem(f"{path}：压缩包里没有能读的文件", hint=_HINT)
    yield from found


def within(path: Path) -> Path | None:
    """The archive on disk that a place lies in; None for a place that does not lie in one."""
    for folder in reversed(path.parents):
        if folder.suffix.lower() == SUFFIX and folder.is_file():
            return folder
    return None


def read_member(path: Path, archive: Path) -> bytes:
    """The bytes of the member at `path` of an archive. Raises SkipItem, also where there is no such member."""
    names, shown = path.relative_to(archive).parts, str(path)
    with _from_disk(archive) as package:
        known = _named(package)
        for cut in range(len(names), 0, -1):
            name = "/".join(names[:cut])
            if cut == len(names) and name in known:
                return _unpacked(package, known[name], shown)
            if name in known and name.lower().endswith(SUFFIX):
                inner = _nested_bytes(archive, archive.stat().st_mtime_ns, name)
                with _opened(io.BytesIO(inner), shown) as nested:
                    rest = "/".join(names[cut:])
                    if rest in (below := _named(nested)):
                        return _unpacked(nested, below[rest], shown)
    raise SkipItem(f"{shown}：压缩包里没有这个文件", hint=_HINT)


def refusal(path: Path, suffixes: Collection[str]) -> SkipItem:
    """Why an archive is not a document: what is wrong with it, or that it is nested too deep, or that its members are meant."""
    outer = within(path)
    try:
        if outer is None:
            count = sum(1 for _ in members(path, suffixes))
            return SkipItem(f"{path}：压缩包里有 {count} 份文件，不是一份", hint=f"请写出其中一份，例如 {next(members(path, suffixes))}")
        with _opened(io.BytesIO(read_member(path, outer)), str(path)) as package:
            found = next(_walk(package, path, suffixes, MAX_DEPTH), None)
    except SkipItem as error:
        return error
    return SkipItem(f"{path}：压缩包套得过深" if found else f"{path}：压缩包里没有能读的文件", hint=_HINT)


@lru_cache(maxsize=1)
def _nested_bytes(archive: Path, changed: int, name: str) -> bytes:
    """An archive within an archive, kept while its members are read one after the other; `changed` is the outer one's time."""
    with _from_disk(archive) as package:
        return _unpacked(package, _named(package)[name], f"{archive}/{name}")


def _walk(package: zipfile.ZipFile, place: Path, suffixes: Collection[str], depth: int) -> Iterator[Path]:
    for name, info in sorted(_named(package).items()):
        member = PurePosixPath(name)
        if any(part.startswith((".", "~$", "__MACOSX")) for part in member.parts):
            continue
        if member.suffix.lower() in suffixes:
            yield place / name
        elif member.suffix.lower() == SUFFIX and depth < MAX_DEPTH:
            yield from _inside(package, info, place / name, suffixes, depth)
        elif member.suffix.lower() == SUFFIX:
            yield place / name  # listed all the same: reading it says why it is not read


def _inside(package: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path, suffixes: Collection[str], depth: int) -> Iterator[Path]:
    try:
        with _opened(io.BytesIO(_unpacked(package, info, str(place))), str(place)) as inner:
            found = list(_walk(inner, place, suffixes, depth + 1))
    except SkipItem:
        found = []
    yield from found or [place]  # reading the place itself says what is wrong with it, and the others go on


@contextmanager
def _from_disk(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise SkipItem(f"{path}：打不开（{cause(error)}）", hint="请检查路径和读取权限") from error
    with file, _opened(file, str(path)) as package:
        yield package


@contextmanager
def _opened(file: IO[bytes], shown: str) -> Iterator[zipfile.ZipFile]:
    """An archive whose table of contents is within bounds."""
    try:
        _check_tail(file, shown)
        package = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise SkipItem(f"{shown}：压缩包损坏或没有下载完整", hint="请重新下载，或解压后把其中的文件分别读入") from error
    with package:
        _check_members(package, file.seek(0, io.SEEK_END), shown)
        yield package


def _check_tail(file: IO[bytes], shown: str) -> None:
    """The end of the file tells how long its table of contents is: reading that table is the first thing a bomb attacks."""
    size = file.seek(0, io.SEEK_END)
    if size > MAX_ARCHIVE:
        raise SkipItem(f"{shown}：压缩包有 {size // 1048576} MB，超过 {MAX_ARCHIVE // 1048576} MB 上限", hint=_HINT)
    start = file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise zipfile.BadZipFile("no end record")
    (length,) = struct.unpack("<L", tail[at + 12 : at + 16])
    if length > MAX_DIRECTORY or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise SkipItem(f"{shown}：压缩包的目录过大", hint=_HINT)
    if start + at < length:
        raise zipfile.BadZipFile("the table does not fit")
    file.seek(0)


def _check_members(package: zipfile.ZipFile, size: int, shown: str) -> None:
    infos = package.infolist()
    if sum(info.compress_size for info in infos) > size:
        raise SkipItem(f"{shown}：压缩包里的文件互相重叠，可能是压缩炸弹", hint="请确认文件来源；正常公文不会这样")
    if len(infos) > MAX_MEMBERS:
        raise SkipItem(f"{shown}：压缩包里有 {len(infos)} 个文件，超过 {MAX_MEMBERS} 个上限", hint=_HINT)
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        raise SkipItem(f"{shown}：解压后有 {total // 1048576} MB，超过 {MAX_TOTAL // 1048576} MB 上限", hint="请确认文件来源；正常公文远小于此")


def _named(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Members by a name that leads nowhere else: no way up, no root, no drive, no control characters; equal ones get ~2."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in package.infolist():
        if info.is_dir():
            continue
        name = safe_name(decoded(info))
        if not name:
            continue
        free, again = name, 1
        while free in found:
            again += 1
            free = str(PurePosixPath(name).with_name(f"{PurePosixPath(name).stem}~{again}{PurePosixPath(name).suffix}"))
        found[free] = info
    return found


def decoded(info: zipfile.ZipInfo) -> str:
    """The member's name: UTF-8 where it says so, else what a Chinese Windows (GB18030) or a Mac (UTF-8) wrote."""
    name = info.orig_filename.split("\0")[0]
    if info.flag_bits & _UTF8:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def safe_name(name: str) -> str:
    """Folders and name without anything that could lead out of the archive or confuse a screen."""
    parts = []
    for part in re.split(r"[\\/]+", name):
        clean = "".join("_" if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") else sign for sign in part).strip()
        if clean.strip(". ") and not re.fullmatch(r"[A-Za-z]:", clean):
            parts.append(clean[:200])
    return "/".join(parts)


def _unpacked(package: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str) -> bytes:
    if info.flag_bits & 0x1:
        raise SkipItem(f"{shown}：压缩包加了密码", hint="请用密码解压后，把其中的文件分别读入")
    if info.compress_type not in _METHODS:
        raise SkipItem(f"{shown}：不支持这种压缩方式", hint=_HINT)
    if info.file_size > MAX_MEMBER:
        raise SkipItem(f"{shown}：解压后有 {info.file_size // 1048576} MB，超过 {MAX_MEMBER // 1048576} MB 上限", hint="请只保留公文正文和附件后重试")
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
        raise SkipItem(f"{shown}：压缩比不正常，可能是压缩炸弹", hint="请确认文件来源；正常公文不会这样")
    try:
        with package.open(info) as part:
            data = part.read(MAX_MEMBER + 1)
    except _BROKEN as error:
        raise SkipItem(f"{shown}：压缩包损坏", hint="请重新下载，或解压后把其中的文件分别读入") from error
    if len(data) > MAX_MEMBER:
        raise SkipItem(f"{shown}：解压后过大", hint="请确认文件来源；正常公文远小于此")
    return data
