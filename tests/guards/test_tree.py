"""What must not stand in the tree: other people's libraries, hosts of registries, unfinished work, the real documents."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from tests.guards.tree import PACKAGES, ROOT, text, tracked

LARGEST = 1_000_000  # bytes; a data file of ours is far below, a library or a store is not
BINARY = {".png", ".jpg", ".ico", ".pdf", ".docx", ".xlsx", ".xls", ".doc", ".et", ".wps", ".gz", ".zip"}
# One letter of each stands in brackets, so that this file passes its own test.
HOSTS = (r"py[p]i\.org", "python[h]osted", r"registry\.[n]pm", r"repo1?\.[m]aven", r"crates\.[i]o/", r"deb\.[d]ebian")
PATTERNS = {
    "unfinished": r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b",
    "a stub": r"raise NotImplemented[E]rror|^\s*pass\s+#",
    "a test that may not run": r"mark\.(skip|xfail)\b",
    "the host of a package registry": "|".join(HOSTS),
    "a remote resource in a page": r"(src|href)\s*=\s*[\"']https?:|url\(\s*[\"']?https?:|@import\s",
    "a secret": r"-----BEGIN [A-Z ]*PRIVATE [K]EY|\bAKIA[0-9A-Z]{16}\b",
}
ONLY_IN = {"a remote resource in a page": ("viz",)}
SHINGLE = 28  # characters, white space left out


def texts() -> list[Path]:
    return [path for path in tracked() if path.suffix not in BINARY]


@pytest.mark.parametrize("why", sorted(PATTERNS))
def test_no_line_holds(why: str) -> None:
    pattern = re.compile(PATTERNS[why])
    found = []
    for path in texts():
        if path.parts[0] in ONLY_IN.get(why, (path.parts[0],)):
            lines = enumerate(text(path).splitlines(), 1)
            found += [f"{path}:{number}: {line.strip()[:90]}" for number, line in lines if pattern.search(line)]
    assert not found, "\n".join(found)


def test_no_vendored_library() -> None:
    """A package ships its own files; a copy here would be forgotten when it needs mending."""
    names = re.compile(r"vis-network|vis-data|jquery|bootstrap|\.min\.(js|css)$|^(node_modules|vendor|third_party)$")
    assert not [str(path) for path in tracked() if any(names.search(part) for part in path.parts)]


def test_no_file_is_too_large() -> None:
    assert not [str(path) for path in tracked() if (ROOT / path).stat().st_size > LARGEST]


def test_text_files_are_utf8_with_line_feeds() -> None:
    """But examples may be what offices really send: they have encodings and line ends of their own."""
    wrong = []
    for path in texts():
        raw = (ROOT / path).read_bytes()
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            wrong.append(f"{path}: not UTF-8")
        if b"\r\n" in raw or (raw and not raw.endswith(b"\n")):
            wrong.append(f"{path}: line ends")
    assert not [line for line in wrong if not line.startswith(("examples/documents/", "tests/ingest/"))], "\n".join(wrong)


def test_data_files_name_their_source() -> None:
    """The first lines of every data file of the program say where it comes from."""
    data = [path for path in tracked() if path.parts[0] in PACKAGES and path.suffix in (".yaml", ".tsv", ".txt")]
    assert data
    source = re.compile(r"^# .*(\b[Ss]ource\b|来源)")
    wanting = [path for path in data if not any(source.search(line) for line in text(path).splitlines()[:5])]
    assert [path.as_posix() for path in wanting] in ([], ["graph/schema.yaml"])  # the schema is the source


def squeezed(content: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", content))


def shingles(content: str) -> set[str]:
    """Every stretch of SHINGLE characters that is more than twenty Han characters long in all."""
    flat = squeezed(content)
    cut = (flat[i : i + SHINGLE] for i in range(len(flat) - SHINGLE + 1))
    return {piece for piece in cut if sum("\u4e00" <= character <= "\u9fff" for character in piece) > 20}


@pytest.mark.shared
def test_no_sentence_of_the_real_documents(shared: Path) -> None:
    real: set[str] = set()
    for document in sorted((shared / "corpus").glob("*.txt")):
        real |= shingles(document.read_text("utf-8", errors="ignore"))
    assert real
    found = {str(path): sorted(common)[:2] for path in texts() if (common := shingles(text(path)) & real)}
    assert not found


def test_links_in_the_documents_lead_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
    found = [(path, target) for path in tracked() if path.suffix == ".md" for target in link.findall(text(path))]
    assert not [f"{path}: {target}" for path, target in found if not (ROOT / path.parent / target).exists()]


def test_scripts_can_be_run() -> None:
    scripts = [path for path in tracked() if text(path).startswith("#!")]
    assert not [str(path) for path in scripts if not (ROOT / path).stat().st_mode & 0o100]
