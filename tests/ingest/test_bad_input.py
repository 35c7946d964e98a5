"""What cannot be read ends in one clear line with a next step."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from graph.errors import SkipItem
from graph.model import Extraction
from ingest.batch import extractions, files
from ingest.extract import extract_file


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DEEP = b'<w:document xmlns:w="' + W + b'"><w:body>' + b"<w:sdt>" * 5000 + b"</w:sdt>" * 5000 + b"</w:body></w:document>"

FILES = [
    ("empty.txt", b""),
    ("blank.txt", b" \n\n "),
    ("binary.txt", bytes(range(256)) * 40),
    ("noise.txt", bytes((i * 97 + 131) % 256 for i in range(5000))),
    ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ("cut.docx", b"PK\x03\x04" + b"\0" * 50),
    ("entities.docx", _zip({"word/document.xml": ENTITY})),
    ("deep.docx", _zip({"word/document.xml": DEEP})),
    ("bomb.docx", _zip({"word/document.xml": b" " * (70 * 1024 * 1024)})),
    ("other.docx", _zip({"a.txt": b"x"})),
    ("cut.xlsx", b"PK\x03\x04" + b"\0" * 50),
    ("notes.xlsx", b"hello"),
    ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<<"),
    ("deep.html", b"<div>" * 3000 + b"x"),
    ("empty.html", b"<html><body></body></html>"),
    ("what.bin", b"abc"),
]


@pytest.mark.parametrize(("name", "data"), FILES, ids=[f[0] for f in FILES])
def test_one_clear_line(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SkipItem) as error:
        extract_file(path)
    assert name in error.value.message
    assert "\n" not in error.value.message
    assert error.value.hint


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SkipItem):
        extract_file(tmp_path / "none.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str, tmp_path: Path) -> None:
    lines = ["云川区2025年政务公开工作要点", "一、做好公开", "1.公布招生政策。（责任单位：区教育局，完成时限：5月底前）", "2.公布救助标准。（责任单位：区民政局，完成时限：全年）"]
    path = tmp_path / "a.txt"
    path.write_bytes(end.join(lines).encode(encoding))
    found = extract_file(path)
    assert [t.assignments[0].mention for t in found.tasks] == ["区教育局", "区民政局"]
    assert found.document.title == "云川区2025年政务公开工作要点"


def test_a_news_report_holds_no_task(read_text: Callable[[str], Extraction]) -> None:
    found = read_text("我区召开政务公开工作推进会\n昨日，区政府办公室召开推进会。会议听取了各部门的汇报，总结了去年的成绩。\n与会人员参观了体验区。\n")
    assert found.tasks == ()
    assert {n.code for n in found.notes} == {"no-tasks", "not-a-plan"}


HOSTILE = [
    ("brackets", "1、" + "（" * 20000 + "\n2、做好工作。\n"),
    ("bodies", "1、（责任单位：" + "区教育局、" * 10000 + "\n2、做好工作。\n"),
    ("names", "1、" + "区" * 30000 + "\n2、做好工作。\n"),
    ("and", "1、" + "区教育局和" * 10000 + "要\n2、做好工作。\n"),
    ("times", "1、" + "3月底前、" * 15000 + "\n2、做好工作。\n"),
    ("numbers", "\n".join(str(i) for i in range(20000))),
    ("headings", "序号\n任务\n责任单位\n时限\n" * 4000),
    ("bars", ("|a" * 50 + "|\n") * 2000),
]


@pytest.mark.parametrize("text", [h[1] for h in HOSTILE], ids=[h[0] for h in HOSTILE])
def test_hostile_text_takes_bounded_time(text: str, read_text: Callable[[str], Extraction]) -> None:
    started = time.process_time()
    read_text(text)
    assert time.process_time() - started < 10


def test_links_that_lead_back_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、做好工作。\n", "utf-8")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    skipped: list[SkipItem] = []
    found = [p.name for p in files([tmp_path], skipped)]
    assert found in (["a.txt"], ["a.txt", "loop.txt"])
    assert [x.document.path for x in extractions([tmp_path / n for n in found], skipped)] == [str(tmp_path / "a.txt")]


def test_a_folder_that_cannot_be_opened_is_named_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "a.txt").write_text("一、做好工作。\n", "utf-8")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    skipped: list[SkipItem] = []
    assert [x.document.path for x in extractions(list(files([tmp_path], skipped)), skipped)] == [str(tmp_path / "open" / "a.txt")]
    assert [error.message for error in skipped] == [f"{tmp_path / 'closed'}：文件夹打不开（没有读取权限）"]


def test_a_folder_without_documents_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    skipped: list[SkipItem] = []
    assert list(files([tmp_path], skipped)) == []
    assert ["没有能读的文件" in error.message for error in skipped] == [True]


def test_a_paragraph_beyond_the_bounds_of_the_parser_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "long.docx"
    text = b"<w:p><w:r><w:t>" + "做好工作，".encode() * 800_000 + b"</w:t></w:r></w:p>"
    path.write_bytes(_zip({"word/document.xml": b'<w:document xmlns:w="' + W + b'"><w:body>' + text + b"</w:body></w:document>"}))
    with pytest.raises(SkipItem, match="过长"):
        extract_file(path)


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as out:
        out.truncate(500 * 1024 * 1024)
    with pytest.raises(SkipItem, match="500 MB"):
        extract_file(path)


def test_control_characters_in_names_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\nb.txt"
    path.write_bytes(b"")
    done = CliRunner().invoke(cli.main, ["extract", str(path)])
    assert done.exit_code == 1
    assert "\x1b" not in done.output
    assert [line for line in done.output.splitlines() if "空" in line] == [f"跳过：{tmp_path}/a\ufffd[31m\ufffdb.txt：文件是空的"]


def test_too_much_text(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("一、做好工作。\n" * 500_000, "utf-8")
    with pytest.raises(SkipItem, match="上限"):
        extract_file(path)
