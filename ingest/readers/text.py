"""Plain text and Markdown in UTF-8, UTF-16 or GB18030, any line ends, with tables drawn by bars."""

from __future__ import annotations

import codecs
import re

from graph.errors import SkipItem
from ingest.readers.pipes import tabbed, tables
from ingest.readers.tagged import tagged
from ingest.source import Source

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HAN = re.compile(r"[\u3400-\u9fff]")
MAX_TAGGED = 1_000_000  # characters in which the first table written as HTML must begin
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes, shown: str) -> tuple[str, str]:
    """Text and the name of its encoding. Line ends stay as they are, so that offsets count the file's own characters.

    Raises `SkipItem` for bytes that are no text. A byte order mark decides; else UTF-8 if the bytes are valid, else
    GB18030, which takes nearly any bytes: so its result must look like Chinese.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(name), name
            except UnicodeDecodeError as error:
                raise _not_text(shown) from error
    for name in ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text[:20000])) > 20:
            break
        if name == "gb18030" and not _looks_chinese(text):
            continue
        return text, name
    for name in ("utf-16-le", "utf-16-be") if b"\0" in data[:20000] else ():  # without a mark
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= len(text) / 1000 and not _CONTROL.search(text[:20000]) and _HAN.search(text[:20000]) and _looks_chinese(text):
            return text, name
    raise _not_text(shown)


def _not_text(shown: str) -> SkipItem:
    return SkipItem(f"{shown}：内容不是文本，或编码既非 UTF-8 也非 GB18030", hint="请用记事本打开后另存为 UTF-8 文本，或改用原始的 PDF、DOCX 文件")


def _looks_chinese(text: str) -> bool:
    """Wrongly decoded text is full of rare ideographs; most characters of real Chinese are among the first 3,755 of GB 2312."""
    sample = _HAN.findall(text[:20000])
    if not sample:
        return True
    common = 0
    for char in sample:
        code = char.encode("gb18030")
        common += len(code) == 2 and 0xB0 <= code[0] <= 0xD7
    return common >= 0.9 * len(sample)


def read(path: str, data: bytes, sha256: str) -> Source:
    """The text of `data` with the offsets of its form feeds as page starts."""
    text, encoding = decode(data, path)
    pages = (0, *(m.end() for m in re.finditer("\f", text))) if "\f" in text else ()
    suffix = "md" if path.lower().endswith((".md", ".markdown")) else "txt"
    found = (tables(text) if "|" in text else ()) or (tabbed(text) if "\t" in text else ())
    if "<table" in text[:MAX_TAGGED].lower():
        found = tuple(sorted((*found, *tagged(text)), key=lambda t: t.span))
    return Source(path, sha256, suffix, text, pages, found, encoding=encoding)
