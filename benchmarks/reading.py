"""How fast documents are read, each figure beside the bare library on the same input in the same run.

    python benchmarks/reading.py [FOLDER_OF_TEXTS]

Prints the median of several runs in one process, the first not counted. Machines differ and are noisy: compare the ratios,
not the times.
"""

from __future__ import annotations

import io
import re
import statistics
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pdfplumber
import python_calamine

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from graph.model import Extraction
from graph.names.gazetteer import load_gazetteer
from graph.names.themes import load_themes
from ingest.extract import extract
from ingest.readers import docx, pdf, sheet
from ingest.readers.text import decode
from ingest.source import Source

ROOT = Path(__file__).resolve().parent.parent
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def median(work: Callable[[], object], runs: int = 11) -> float:
    """Median processor seconds of `runs` runs after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def docx_table(rows: int) -> bytes:
    """A DOCX with one table of five columns."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    heads = "".join(cell.format(h) for h in ("序号", "任务名称", "任务内容", "责任单位", "完成时限"))
    line = "".join(cell.format(v) for v in ("{n}", "做好公开", "公布第{n}项清单，按季更新，方便群众查询和监督。", "区教育局、区民政局、各街镇", "8月底前"))
    body = f"<w:tr>{heads}</w:tr>" + "".join(f"<w:tr>{line.replace('{n}', str(n))}</w:tr>" for n in range(1, rows + 1))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{_W}"><w:body><w:tbl>{body}</w:tbl></w:body></w:document>')
    return out.getvalue()


def texts(folder: Path) -> None:
    """Text read and parsed with and without themes beside bare jieba, for the files as they are and each ten times over."""
    import jieba

    jieba.setLogLevel(60)
    jieba.lcut("分词")
    data = [(str(p), p.read_bytes()) for p in sorted(folder.glob("*.txt"))]
    for times in (1, 10):
        _texts([(path, raw * times) for path, raw in data], "as they are" if times == 1 else f"each {times} times over", jieba.lcut)


def _texts(data: list[tuple[str, bytes]], what: str, cut: Callable[[str], object]) -> None:
    gazetteer, themes = load_gazetteer(), load_themes()
    printed = [decode(raw, path)[0] for path, raw in data]
    chars = sum(map(len, printed))

    def parse() -> list[Extraction]:
        return [extract(Source(path, "", "txt", decode(raw, path)[0]), gazetteer) for path, raw in data]

    tasks = [task for extraction in parse() for task in extraction.tasks]
    whole = median(parse)
    with patch("ingest.extract.load_themes", lambda: SimpleNamespace(classify=lambda *_: ())):
        plain = median(parse)
    labels = median(lambda: [themes.classify(t.title, t.content, t.section) for t in tasks])
    bare = median(lambda: [cut(text) for text in printed])
    tokens = median(lambda: [re.findall(r"[\u4e00-\u9fff]+|\d+|\S", text) for text in printed])
    print(f"text      {len(data)} files {what}, {chars} characters, a task every {chars // max(1, len(tasks))}: {_rate(chars, plain)} without themes, {_rate(chars, whole)} with;")
    print(f"          bare jieba.lcut {_rate(chars, bare)}: with themes {bare / whole:.2f} times its speed; a bare re.findall of runs of characters {_rate(chars, tokens)}")
    own = median(lambda: [cut((t.title or "") + t.content) for t in tasks])
    print(f"themes    {labels * 1000:.1f} ms, bare jieba.lcut of the same titles and texts {own * 1000:.1f} ms: {own / labels:.2f} times its speed")


def _rate(chars: int, seconds: float) -> str:
    return f"{chars / seconds / 1e6:.2f} M characters/s"


def packages(examples: Path) -> None:
    """Office files and PDF."""
    table = docx_table(75)
    print(f"DOCX      table of 75 rows {median(lambda: docx.read('a.docx', table, '')) * 1000:.1f} ms")
    for path in sorted(examples.glob("*.xlsx")):
        book = path.read_bytes()
        bare = median(lambda book=book: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python())  # type: ignore[misc]
        print(f"XLSX      {path.name} {median(lambda book=book: sheet.read('a.xlsx', book, '')) * 1000:.1f} ms, bare calamine {bare * 1000:.1f} ms")  # type: ignore[misc]
    for path in sorted(examples.glob("*.pdf")):
        paper = path.read_bytes()

        def plumber(paper: bytes = paper) -> list[object]:
            with pdfplumber.open(io.BytesIO(paper)) as document:
                return [(page.extract_tables(), page.extract_text()) for page in document.pages]

        ours, bare = median(lambda paper=paper: pdf.read("a.pdf", paper, ""), 3), median(plumber, 3)  # type: ignore[misc]
        print(f"PDF       {path.name} {ours * 1000:.0f} ms, bare pdfplumber {bare * 1000:.0f} ms: {bare / ours:.2f} times its speed")


def main(arguments: Sequence[str]) -> None:
    """All of them."""
    examples = ROOT / "examples" / "documents"
    texts(Path(arguments[0]) if arguments else examples)
    packages(examples)


if __name__ == "__main__":
    main(sys.argv[1:])
