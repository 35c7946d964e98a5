"""Office packages: ZIP files of XML, opened within bounds."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from graph.errors import SkipItem

MAX_PART = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_package(data: bytes, shown: str) -> zipfile.ZipFile:
    """The package. Raises `SkipItem` for an encrypted, old or broken file."""
    if data.startswith(_OLE):
        raise SkipItem(f"{shown}：文件加了密码，或是旧版格式", hint="请用 Word、WPS 打开，去掉密码并另存为 .docx 或 .xlsx 后重试")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SkipItem(f"{shown}：文件损坏或没有下载完整", hint="请重新下载，或用 Word、WPS 打开后另存") from error


def xml_part(package: zipfile.ZipFile, name: str, shown: str) -> etree._Element | None:
    """A part as a tree; None if the package has none of this name.

    Raises `SkipItem` when it is larger than `MAX_PART`, defines entities, or is no XML.
    """
    try:
        info = package.getinfo(name)
    except KeyError:
        return None
    if info.file_size > MAX_PART:
        raise SkipItem(f"{shown}：解压后过大（{name}）", hint="请确认文件来源；正常公文远小于此")
    if info.flag_bits & 0x1:
        raise SkipItem(f"{shown}：文件加了密码", hint="请去掉密码后另存再试")
    try:
        with package.open(info) as part:
            data = part.read(MAX_PART + 1)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise SkipItem(f"{shown}：文件损坏（{name}）", hint="请用 Word、WPS 打开后另存") from error
    if len(data) > MAX_PART or b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
        raise SkipItem(f"{shown}：文件内部结构不正常（{name}）", hint="请确认文件来源，或用 Word、WPS 打开后另存")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "huge" in str(error).lower() or "depth" in str(error).lower():  # the bounds of the parser: 10 MB of one text, 256 levels
            raise SkipItem(f"{shown}：内部一段文字过长，或嵌套过深（{name}）", hint="请用 Word、WPS 打开，把过长的段落分开，另存后重试") from error
        raise SkipItem(f"{shown}：文件损坏（{name}）", hint="请用 Word、WPS 打开后另存") from error
