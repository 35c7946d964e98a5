"""Old formats go through a LibreOffice at hand, within bounds; without one a line says how to convert."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from graph.errors import SkipItem
from ingest.extract import extract_file
from ingest.readers import READERS, convert

LINES = ["云川区2025年政务公开工作要点", "一、做好公开", "1.公布招生政策。（责任单位：区教育局，完成时限：5月底前）", "2.公布救助标准。（责任单位：区民政局）"]
ODT = b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text" + b"\0" * 100
RTF = "{\\rtf1\\ansi\\uc1 " + "\\par ".join("".join(c if c < "\x80" else f"\\u{ord(c)}?" for c in line) for line in LINES) + "}"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    convert.soffice.cache_clear()
    monkeypatch.delenv(convert.ENVIRONMENT, raising=False)
    yield
    convert.soffice.cache_clear()


def script(folder: Path, body: str) -> str:
    """A program that stands for LibreOffice: Python that finds its arguments in `sys.argv`."""
    path = folder / "soffice-of-ours"
    path.write_text(f"#!{sys.executable}\nimport os, sys, time\nfrom pathlib import Path\n{body}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def a_docx(folder: Path) -> bytes:
    made = docx.Document()
    for line in LINES:
        made.add_paragraph(line)
    made.save(str(folder / "made.docx"))
    return (folder / "made.docx").read_bytes()


# Copies what lies beside it to where the DOCX should be, and writes down what it was given.
COPY = """
out = Path(sys.argv[sys.argv.index("--outdir") + 1]); out.mkdir()
here = Path(__file__).parent
(out / "in.docx").write_bytes((here / "made.docx").read_bytes())
profile = Path(next(a for a in sys.argv if "UserInstallation" in a).split("file://")[1])
(here / "seen").write_text("\\n".join([sys.argv[-1], str(profile), os.environ["HOME"], (profile / "user/registrymodifications.xcu").read_text()]))
"""


@pytest.mark.parametrize(("name", "data"), [("a.doc", OLE + b"\0" * 600), ("a.wps", OLE + b"\0" * 600), ("b.rtf", RTF.encode()), ("c.doc", RTF.encode()), ("d.odt", ODT)])
def test_an_old_format_is_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes) -> None:
    a_docx(tmp_path)
    monkeypatch.setenv(convert.ENVIRONMENT, script(tmp_path, COPY))
    (tmp_path / "$(rm -rf x) 件").mkdir()
    path = tmp_path / "$(rm -rf x) 件" / name
    path.write_bytes(data)
    found = extract_file(path)
    assert [task.assignments[0].mention for task in found.tasks] == ["区教育局", "区民政局"]
    assert (found.document.format, found.document.path) == (path.suffix[1:], str(path))
    given, profile, home, settings = (tmp_path / "seen").read_text().split("\n", 3)
    assert Path(given).name in ("in.doc", "in.rtf", "in.odt")
    assert profile.startswith(home)
    assert "DisableMacrosExecution" in settings
    assert not Path(home).exists()  # nothing stays behind


def test_what_is_another_format_under_an_old_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No LibreOffice is needed for a DOCX or a web page that is called .doc."""
    monkeypatch.setenv(convert.ENVIRONMENT, str(tmp_path / "none"))
    (tmp_path / "a.doc").write_bytes(a_docx(tmp_path))
    (tmp_path / "b.doc").write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in LINES) + "</body></html>", "utf-8")
    assert [len(extract_file(tmp_path / name).tasks) for name in ("a.doc", "b.doc")] == [2, 2]


def test_without_libreoffice_a_line_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(convert.ENVIRONMENT, str(tmp_path / "none"))
    (tmp_path / "a.doc").write_bytes(OLE + b"\0" * 600)
    with pytest.raises(SkipItem, match="转换") as error:
        extract_file(tmp_path / "a.doc")
    assert ".docx" in error.value.hint


HOSTILE = {
    "hangs": "time.sleep(60)",
    "leaves a child": "os.fork() or time.sleep(60)\nPath(__file__).with_name('pid').write_text(str(os.getpid()))\ntime.sleep(60)",
    "fails": "sys.exit(77)",
    "says nothing": "",
    "makes nonsense": "out = Path(sys.argv[sys.argv.index('--outdir') + 1]); out.mkdir(); (out / 'in.docx').write_bytes(b'PK nothing')",
    "makes a flood": "out = Path(sys.argv[sys.argv.index('--outdir') + 1]); out.mkdir()\nwith open(out / 'in.docx', 'wb') as f:\n while True: f.write(bytes(1 << 20))",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_bad_run_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    monkeypatch.setattr(convert, "SECONDS", 2.0)
    monkeypatch.setenv(convert.ENVIRONMENT, script(tmp_path, body))
    (tmp_path / "a.doc").write_bytes(OLE + b"\0" * 600)
    started = time.monotonic()
    with pytest.raises(SkipItem) as error:
        extract_file(tmp_path / "a.doc")
    assert time.monotonic() - started < 15
    assert "\n" not in error.value.message
    if (tmp_path / "pid").exists():
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.rtf"])
@pytest.mark.parametrize("data", [b"hello", bytes(range(256)) * 9, b"PK\x03\x04" + b"\0" * 60, b"<?xml version='1.0'?><x/>"])
def test_what_is_no_document_is_not_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes) -> None:
    monkeypatch.setenv(convert.ENVIRONMENT, script(tmp_path, "Path(__file__).with_name('ran').touch()"))
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SkipItem):
        extract_file(tmp_path / name)
    assert not (tmp_path / "ran").exists()


def test_the_real_one_if_it_is_at_hand(tmp_path: Path) -> None:
    """Where LibreOffice is installed it reads an RTF; elsewhere the same file gives the line that says how to convert."""
    (tmp_path / "a.rtf").write_text(RTF, "ascii")
    if convert.soffice(None) is None:
        with pytest.raises(SkipItem, match="转换"):
            extract_file(tmp_path / "a.rtf")
        return
    assert [task.assignments[0].mention for task in extract_file(tmp_path / "a.rtf").tasks] == ["区教育局", "区民政局"]
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False).stdout if os.name != "nt" else ""
    assert str(tmp_path) not in running


def test_old_formats_are_known() -> None:
    assert {".doc", ".wps", ".rtf"} <= set(READERS)
