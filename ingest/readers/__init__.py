"""Readers: one module a format, one line in `READERS`.

A reader is a function from the bytes of a file to a `Source`; it raises `SkipItem` where the file cannot be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from graph.causes import cause
from graph.errors import SkipItem
from ingest.readers import archive, convert, docx, html, ofd, pdf, separated, sheet, text
from ingest.source import Source

Reader = Callable[[str, bytes, str], Source]  # (path as given, bytes, SHA-256 in hex)

READERS: Mapping[str, Reader] = {
    ".txt": text.read,
    ".md": text.read,
    ".markdown": text.read,
    ".docx": docx.read,
    ".xlsx": sheet.read,
    ".xls": sheet.read,
    ".ods": sheet.read,
    ".csv": separated.read,
    ".tsv": separated.read,
    ".html": html.read,
    ".htm": html.read,
    ".pdf": pdf.read,
    ".doc": convert.read,
    ".wps": convert.read,
    ".rtf": convert.read,
    ".odt": convert.read,
    ".ofd": ofd.read,
}

MAX_BYTES = 64 * 1024 * 1024


def read(path: Path) -> Source:
    """The file at `path` as a `Source`; a place in a ZIP file (`a.zip/b.docx`) is that member.

    Raises `SkipItem` when it is missing, empty, too large, of an unknown format, or not readable.
    """
    shown, suffix = str(path), path.suffix.lower()
    home = archive.within(path)
    if suffix == archive.SUFFIX and (home or path.is_file()):
        raise archive.refusal(path, READERS)
    if _is_folder(path):
        raise SkipItem(f"{shown}：文件夹打不开（没有读取权限）", hint="请检查文件夹的读取权限")
    reader = READERS.get(suffix)
    if reader is None:
        known = "、".join(sorted((*READERS, archive.SUFFIX)))
        raise SkipItem(f"{shown}：不认识的文件格式 {path.suffix or '（无扩展名）'}", hint=f"请转换为以下格式之一后重试：{known}")
    data = archive.read_member(path, home) if home else _bytes(path)
    if not data.strip():
        raise SkipItem(f"{shown}：文件是空的", hint="请确认文件是否下载完整")
    return reader(shown, data, hashlib.sha256(data).hexdigest())


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _bytes(path: Path) -> bytes:
    shown = str(path)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SkipItem(f"{shown}：不是普通文件", hint="请给出文件，或给出包含文件的文件夹")
        if size > MAX_BYTES:
            raise SkipItem(f"{shown}：文件有 {size // 1048576} MB，超过 {MAX_BYTES // 1048576} MB 上限", hint="请只保留公文正文和附件后重试")
        return path.read_bytes()
    except OSError as error:
        raise SkipItem(f"{shown}：打不开（{cause(error)}）", hint="请检查路径和读取权限") from error
