"""DOC, WPS, RTF and ODT through a LibreOffice that is at hand; without one, a line that says how to convert.

The program runs in a folder of its own with a fresh profile: no macros, no links followed, no proxy to go out through. It
and all that it started are ended at the limit.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from graph.causes import cause
from graph.errors import SkipItem
from ingest.readers import docx, html
from ingest.source import Source

ENVIRONMENT = "ZEREN_SOFFICE"
SECONDS = 90.0  # an ordinary document takes two to three
MAX_OUTPUT = 64 * 1024 * 1024  # bytes of the DOCX that comes out
MAX_MEMORY = 4 * 1024**3  # bytes of address space, where the system lets us say so
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_HINT = "请用 Word、WPS 打开后另存为 .docx；装有 LibreOffice 的电脑可以直接读入，不在常用位置的用环境变量 " + ENVIRONMENT + " 指出"
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read(path: str, data: bytes, sha256: str) -> Source:
    """The document, read from what LibreOffice makes of it. Raises SkipItem, also where there is no LibreOffice.

    What is another format under the name of an old one (many "DOC" files are DOCX or HTML) is read as what it is.
    """
    suffix = re.search(r"\.[^./\\]*$", path)
    ending = suffix[0].lower() if suffix else ""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"pk\x03\x04") and b"application/vnd.oasis.opendocument.text" in head:
        found = docx.read(path, converted(data, ".odt", path), sha256)
    elif head.startswith(b"pk\x03\x04"):
        found = docx.read(path, data, sha256)
    elif re.match(rb"<(!doctype\s+html|html|head|\?xml)", head):
        found = html.read(path, data, sha256)
    elif head.startswith((_OLE, b"{\\rtf")):
        found = docx.read(path, converted(data, ".rtf" if head.startswith(b"{") else ".doc", path), sha256)
    else:
        raise SkipItem(f"{path}：内容不是 {ending.lstrip('.').upper()} 文档", hint="请确认文件没有损坏，或用 Word、WPS 打开后另存为 .docx")
    return replace(found, format=ending.lstrip("."))


def converted(data: bytes, suffix: str, shown: str) -> bytes:
    """The DOCX that LibreOffice makes of a file. Raises SkipItem."""
    program = soffice(os.environ.get(ENVIRONMENT))
    if program is None:
        raise SkipItem(f"{shown}：{'ODT' if suffix == '.odt' else '旧'}格式，需要先转换", hint=_HINT)
    with tempfile.TemporaryDirectory(prefix="zeren-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        source, out = home / f"in{suffix}", home / "out"
        source.write_bytes(data)
        _run(program, home, source, out, shown)
        made = out / "in.docx"
        if not made.is_file() or made.stat().st_size > MAX_OUTPUT:
            raise SkipItem(f"{shown}：LibreOffice 转换不了（文件损坏，或加了密码）", hint="请用 Word、WPS 打开，去掉密码并另存为 .docx 后重试")
        return made.read_bytes()


def _run(program: str, home: Path, source: Path, out: Path, shown: str) -> None:
    command = [program, "--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard",
               f"-env:UserInstallation={(home / 'profile').as_uri()}", "--convert-to", "docx:MS Word 2007 XML",
               "--outdir", str(out), str(source)]  # fmt: skip
    nowhere = "http://127.0.0.1:9"  # whatever a document links to is not fetched
    environment = {**os.environ, "HOME": str(home), "http_proxy": nowhere, "https_proxy": nowhere, "no_proxy": ""}
    try:
        process = subprocess.Popen(command, cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    except OSError as error:
        raise SkipItem(f"{shown}：LibreOffice 启动不了（{cause(error)}）", hint=_HINT) from error
    try:
        _limit(process.pid)
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise SkipItem(f"{shown}：LibreOffice 转换超过 {SECONDS:g} 秒，已停止", hint=_HINT) from error
    finally:
        _end(process)


def _limit(process: int) -> None:
    """Bound the memory and the files of what was started, and of all that it starts; not every system can."""
    try:
        import resource
    except ImportError:
        return
    with suppress(AttributeError, OSError, ValueError):
        resource.prlimit(process, resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.prlimit(process, resource.RLIMIT_FSIZE, (2 * MAX_OUTPUT, 2 * MAX_OUTPUT))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started: its first process is only a launcher."""
    if os.name == "nt":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@lru_cache(maxsize=4)
def soffice(given: str | None) -> str | None:
    """The LibreOffice to use: the given one alone if there is one, else the one on the path or in the usual places."""
    if given is not None:
        return shutil.which(given)
    named = (shutil.which(name) for name in ("soffice", "libreoffice"))
    return next((found for found in (*named, *(place for place in _PLACES if Path(place).is_file())) if found), None)
