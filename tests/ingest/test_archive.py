"""A ZIP file of documents: each member is read as itself, and nothing in it can do harm."""

from __future__ import annotations

import hashlib
import io
import struct
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from graph.errors import SkipItem
from ingest.batch import extractions, files
from ingest.extract import extract_file
from ingest.files import find
from ingest.readers import archive
from ingest.readers.archive import safe_name

PLAN = "云川区2025年政务公开工作要点\n一、做好公开\n1.公布招生政策。（责任单位：区教育局，完成时限：5月底前）\n2.公布救助标准。（责任单位：区民政局）\n"
TOWN = "<html><body><h1>柳溪镇2025年政务公开工作计划</h1><p>一、做好公开</p><p>1.公布办事指南。（责任单位：党政办）</p><p>2.公布补贴名单。（责任单位：民政办）</p></body></html>"


def packed(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def saved(folder: Path, data: bytes, name: str = "文件.zip") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def named(data: bytes, plain: bytes, raw: bytes) -> bytes:
    """The archive with one ASCII name replaced by other bytes of the same length, without the UTF-8 flag."""
    assert len(plain) == len(raw)
    return data.replace(plain, raw)


def listed(path: Path) -> list[str]:
    return [found.relative_to(path).as_posix() for found in find([path])]


def test_members_are_documents_of_their_own(tmp_path: Path) -> None:
    path = saved(tmp_path, packed({"附件/town.html": TOWN, "plan.txt": PLAN, "图片.png": b"x", "__MACOSX/._plan.txt": b"x", ".hidden.txt": b"x"}))
    assert listed(path) == ["plan.txt", "附件/town.html"]
    skipped: list[SkipItem] = []
    plan, town = extractions(files([tmp_path], skipped), skipped)
    assert not skipped
    assert plan.document.title == "云川区2025年政务公开工作要点"
    assert plan.document.path == str(path / "plan.txt")
    assert plan.document.sha256 == hashlib.sha256(PLAN.encode()).hexdigest()  # that of the unpacked file: the same document
    assert town.tasks[0].assignments[0].mention == "党政办"


def test_a_nested_archive_is_opened_once_and_no_deeper(tmp_path: Path) -> None:
    third = packed({"third.txt": PLAN})
    path = saved(tmp_path, packed({"内.zip": packed({"second.txt": PLAN, "deep.zip": third}), "first.txt": PLAN}))
    assert listed(path) == ["first.txt", "内.zip/deep.zip", "内.zip/second.txt"]
    skipped: list[SkipItem] = []
    read = list(extractions(files([path], skipped), skipped))
    assert [Path(one.document.path).name for one in read] == ["first.txt", "second.txt"]
    assert [error.message.endswith("套得过深") for error in skipped] == [True]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_of_a_chinese_windows_and_a_mac(tmp_path: Path, encoding: str) -> None:
    raw = "工作要点.txt".encode(encoding)
    plain = b"n" * len(raw)
    path = saved(tmp_path, named(packed({plain.decode(): PLAN}), plain, raw))
    assert listed(path) == ["工作要点.txt"]
    assert extract_file(path / "工作要点.txt").tasks


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/root/a.txt", "root/a.txt"),
        ("C:\\Windows\\a.txt", "Windows/a.txt"),
        ("a/./../b.txt", "a/b.txt"),
        ("\u202etxt.exe", "_txt.exe"),
        ("a\x1b[31m.txt", "a_[31m.txt"),
        ("..", ""),
        ("x" * 900 + ".txt", "x" * 200),
    ],
)
def test_a_name_leads_nowhere_else(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_member_that_points_outside_is_read_from_inside(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("别的内容", "utf-8")
    path = saved(tmp_path / "in", packed({"../secret.txt": PLAN, "secret.txt": PLAN + "3.公布体检安排。（责任单位：区卫生健康委）\n"}))
    assert listed(path) == ["secret.txt", "secret~2.txt"]
    assert [len(extract_file(one).tasks) for one in find([path])] == [2, 3]
    with pytest.raises(SkipItem, match="没有这个文件"):
        extract_file(path / ".." / ".." / "secret.txt")
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["in", "secret.txt", "文件.zip"]  # nothing was unpacked


def _encrypted() -> bytes:
    data = bytearray(packed({"a.txt": PLAN}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    return bytes(data)


def _lying() -> bytes:
    """Claims to hold ten bytes and holds fifty million."""
    data = bytearray(packed({"a.txt": b"x" * 50_000_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<L", 10)
    return bytes(data)


def _huge_directory() -> bytes:
    data = bytearray(packed({"a.txt": PLAN}))
    at = data.index(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<L", 900_000_000)
    return bytes(data)


def _overlapping() -> bytes:
    """Many entries of the table that all point to one member."""
    data = packed({"a.txt": bytes(range(256)) * 4000}, zipfile.ZIP_STORED)
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, count = data[start:end], 30
    tail = bytearray(data[end:])
    tail[8:16] = struct.pack("<HHL", count, count, count * len(entry))
    return data[:start] + entry * count + bytes(tail)


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("ratio", lambda: packed({"a.txt": b" " * 50_000_000}), "压缩比"),
    ("size", lambda: packed({"a.txt": b"x" * (archive.MAX_MEMBER + 1)}, zipfile.ZIP_STORED), "上限"),
    ("count", lambda: packed({f"{n}.txt": b"" for n in range(archive.MAX_MEMBERS + 1)}), "上限"),
    ("total", lambda: packed({f"{n}.txt": b" " * 30_000_000 for n in range(40)}), "上限"),
    ("lying", _lying, "损坏"),
    ("directory", _huge_directory, "目录"),
    ("zip64", lambda: packed({"a.txt": PLAN})[:-22] + b"PK\x06\x07" + b"\0" * 16 + packed({"a.txt": PLAN})[-22:], "目录"),
    ("overlapping", _overlapping, "重叠"),
    ("encrypted", _encrypted, "密码"),
    ("method", lambda: packed({"a.txt": PLAN}, zipfile.ZIP_LZMA), "压缩方式"),
    ("cut", lambda: packed({"a.txt": PLAN * 50})[:-30], "损坏"),
    ("no archive", lambda: b"hello" * 50, "损坏"),
    ("empty", lambda: b"", "损坏"),
    ("nothing to read", lambda: packed({"a.png": b"x"}), "没有能读的文件"),
    ("no members", lambda: packed({}), "没有能读的文件"),
]


@cache
def made(make: Callable[[], bytes]) -> bytes:
    """An archive of the table: made for the first test that asks, not while tests are collected, which each process does."""
    return make()


@pytest.mark.parametrize(("make", "says"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
@pytest.mark.parametrize("nested", [False, True], ids=["alone", "nested"])
def test_a_hostile_archive_is_one_line(tmp_path: Path, make: Callable[[], bytes], says: str, nested: bool) -> None:
    data = made(make)
    path = saved(tmp_path, packed({"内.zip": data, "z.txt": PLAN}, zipfile.ZIP_STORED) if nested else data)
    skipped: list[SkipItem] = []
    started = time.process_time()
    read = list(extractions(files([path], skipped), skipped))
    assert time.process_time() - started < 5
    assert len(read) == nested  # the good neighbour is read
    assert len(skipped) == 1
    assert "\n" not in skipped[0].message
    assert skipped[0].hint
    assert says in skipped[0].message or (nested and "上限" in skipped[0].message)


def test_a_broken_member_does_not_stop_the_others(tmp_path: Path) -> None:
    data = packed({"a.txt": b"", "b.docx": b"PK nothing", "c.txt": PLAN})
    skipped: list[SkipItem] = []
    (read,) = extractions(files([saved(tmp_path, data)], skipped), skipped)
    assert read.document.path.endswith("c.txt")
    assert len(skipped) == 2


def test_an_archive_is_not_one_document(tmp_path: Path) -> None:
    path = saved(tmp_path, packed({"a.txt": PLAN, "b.txt": PLAN}))
    with pytest.raises(SkipItem, match="2 份文件") as error:
        extract_file(path)
    assert "a.txt" in error.value.hint
