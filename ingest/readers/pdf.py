"""PDF: running text by pypdfium2, ruled tables by pdfplumber; pages without rules never cost the slower reader."""

from __future__ import annotations

import io
import logging
import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
from pdfplumber.page import Page
from pdfplumber.table import Table as RuledTable
from pdfplumber.utils.text import extract_text

from graph.errors import SkipItem
from ingest.mapped import RADICALS
from ingest.readers.builder import Builder, Piece
from ingest.readers.pdf_across import across
from ingest.readers.pdf_columns import TextTable, may_hold_table, text_table, words_of
from ingest.readers.recognise import MAX_PAGES as MAX_SCANNED
from ingest.readers.recognise import available, lines, recognise
from ingest.source import Source

MAX_PAGES = 400
_Box = tuple[float, float, float, float]  # x0, top, x1, bottom in points
_NEAR = 2.5  # points: edges closer than this are one
_PARTED = re.compile(r"“ *”|‘ *’|《 *》|（ *）|[“”‘’《》（）] (?=\S)|(?<=\S) [“”‘’《》（）]")  # marks of another font, drawn out of their place
_LEVEL = 6  # points: by which the tops of one line may differ, as digits and characters come from different fonts


# Radicals that some fonts print for the ideographs, one for one.
_RADICALS = str.maketrans(
    dict(zip("⺁⺝⺟⺠⺼⻁⻂⻄⻅⻆⻉⻋⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻊⻌", "厂月母民月虎衤西见角贝车長镸长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟足辶", strict=True))
    | RADICALS
)


def _edges(values: list[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _index(edges: list[float], value: float) -> int:
    """Index of the edge nearest to a value."""
    i = bisect_left(edges, value)
    return i - 1 if i == len(edges) or (i and value - edges[i - 1] <= edges[i] - value) else i


def _pieces(page: Page, table: RuledTable) -> list[Piece]:
    """Cells placed by the edges that they share."""
    boxes: list[_Box] = list(table.cells)
    xs = _edges([x for box in boxes for x in (box[0], box[2])])
    ys = _edges([y for box in boxes for y in (box[1], box[3])])
    whole = table.bbox  # pdfplumber works it out each time
    inside = [(*_middle(char), char) for char in page.chars if _inside(whole, char)]
    out = []
    for x0, top, x1, bottom in [*boxes, *_open_cells(boxes, xs, ys)]:
        column, row = _index(xs, x0), _index(ys, top)
        held = [char for x, y, char in inside if top <= y <= bottom and x0 - 1 <= x <= x1 + 1]
        text = extract_text(held, x_tolerance=1.5, y_tolerance=3).translate(_RADICALS)
        out.append(Piece(row, column, max(1, _index(ys, bottom) - row), max(1, _index(xs, x1) - column), text))
    return out


def _open_cells(boxes: list[_Box], xs: list[float], ys: list[float]) -> list[_Box]:
    """Places of the grid that no cell covers: cells cut by the end of the page lack a rule. One box for each run down."""
    taken: set[tuple[int, int]] = set()
    for x0, top, x1, bottom in boxes:
        taken |= set(product(range(_index(ys, top), _index(ys, bottom)), range(_index(xs, x0), _index(xs, x1))))
    out: list[_Box] = []
    for c in range(len(xs) - 1):
        r = 0
        while r < len(ys) - 1:
            end = r
            while end < len(ys) - 1 and (end, c) not in taken:
                end += 1
            if end > r:
                out.append((xs[c], ys[r], xs[c + 1], ys[end]))
            r = end + 1
    return out


def _cut_rules(page: Page) -> list[float]:
    """Heights at which upright rules end without a level one: there the page cuts a row."""
    upright = [e for e in page.edges if e["orientation"] == "v" and e["bottom"] - e["top"] > 3]
    level = [e["top"] for e in page.edges if e["orientation"] == "h" and e["x1"] - e["x0"] > 10]
    if len(upright) < 3 or not level:
        return []
    ends = (min(e["top"] for e in upright), max(e["bottom"] for e in upright))
    return [end for end in ends if all(abs(end - y) > _NEAR + 1 for y in level)]


def _ruled(page: Page) -> list[RuledTable]:
    tables = [t for t in page.find_tables({"explicit_horizontal_lines": _cut_rules(page)}) if len(t.cells) >= 4 and len({round(c[0]) for c in t.cells}) >= 2]
    return sorted(tables, key=lambda t: t.bbox[1])


def _middle(thing: dict[str, Any]) -> tuple[float, float]:
    return (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2


def _inside(box: _Box, thing: dict[str, Any]) -> bool:
    x, y = _middle(thing)
    return box[1] <= y <= box[3] and box[0] - 1 <= x <= box[2] + 1


def _page_with_tables(builder: Builder, page: Page, tables: list[RuledTable], number: int) -> None:
    boxes = [t.bbox for t in tables]
    outside = page.filter(lambda o: o["object_type"] != "char" or not any(_inside(b, o) for b in boxes))
    lines = [(line["top"], line["text"]) for line in outside.extract_text_lines(return_chars=False, x_tolerance=1.5, y_tolerance=_LEVEL)]
    blocks: list[tuple[float, object]] = [*lines, *((t.bbox[1], t) for t in tables)]
    for _, block in sorted(blocks, key=lambda b: b[0]):
        if isinstance(block, RuledTable):
            builder.table(_pieces(page, block), number)
        else:
            builder.line(str(block).translate(_RADICALS))


def _as_placed(page: Any, at: int, raw: str) -> str:
    """A line whose characters come in the order in which they are drawn, in that in which they stand."""
    shown = [i for i, char in enumerate(raw) if not char.isspace()]
    placed = sorted(shown, key=lambda i: page.get_charbox(at + i)[0])
    return raw if placed == shown else raw[: shown[0]] + "".join(raw[i] for i in placed)


def _prose(page: Any) -> list[str]:
    """Lines of a page of running text; one set in by about two characters begins with two blanks, as it does in print."""
    text: str = page.get_text_range()
    lines = text.translate(_RADICALS).replace("\r\n", "\n").replace("\ufffe", "").split("\n")
    if len(text) != page.count_chars():
        return lines
    boxes: list[tuple[float, float] | None] = []  # left edge and width of the first character
    at = 0
    for n, raw in enumerate(text.split("\n")):
        if _PARTED.search(raw):
            lines[n] = _as_placed(page, at, raw).translate(_RADICALS)
        first = len(raw) - len(raw.lstrip())
        box = page.get_charbox(at + first, loose=True) if raw.strip() and not raw.startswith("\u3000") else None
        boxes.append((box[0], max(box[2] - box[0], box[3] - box[1])) if box else None)
        at += len(raw) + 1
    margin = min((box[0] for box, line in zip(boxes, lines, strict=False) if box and len(line) >= 15), default=0.0)
    return [
        "\u3000\u3000" + line if box and 1.4 * box[1] <= box[0] - margin <= 3.2 * box[1] else line
        for box, line in zip(boxes, lines, strict=False)
    ]


def _page_with_text_table(builder: Builder, page: Page, table: TextTable, number: int) -> None:
    outside = page.filter(lambda o: o["object_type"] != "char" or not table.top - 1 <= (o["top"] + o["bottom"]) / 2 < table.bottom)
    placed = False
    for line in outside.extract_text_lines(return_chars=False, x_tolerance=1.5, y_tolerance=_LEVEL):
        if not placed and line["top"] >= table.top:
            builder.table(_translated(table.pieces), number)
            placed = True
        builder.line(str(line["text"]).translate(_RADICALS))
    if not placed:
        builder.table(_translated(table.pieces), number)


def _translated(pieces: list[Piece]) -> list[Piece]:
    return [replace(piece, text=piece.text.translate(_RADICALS)) for piece in pieces]


def _has_rules(page: Any) -> bool:
    """True if the page draws enough straight paths for a table."""
    count = 0
    for thing in page.get_objects(max_depth=3):
        if thing.type == pdfium.raw.FPDF_PAGEOBJ_PATH:
            count += 1
            if count >= 4:
                return True
    return False


def _is_picture(page: Any) -> bool:
    """True if the page shows nothing but pictures."""
    return any(thing.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE for thing in page.get_objects(max_depth=3))


class _NoFonts(pdfium.PdfSysfontBase):  # type: ignore[misc]
    """Gives pdfium no font of the machine for those that a file leaves out: nothing is drawn, so loading one is lost time, and
    what is read must not depend on what is installed."""

    def MapFont(self, *_: object) -> None:  # noqa: N802 - the names are pdfium's
        """No font."""

    def EnumFonts(self, *_: object) -> None:  # noqa: N802
        """No fonts."""


@lru_cache(maxsize=1)
def _without_fonts() -> _NoFonts:
    """Tells pdfium once for the whole process."""
    fonts = _NoFonts()
    fonts.setup()
    return fonts


class _Reading:
    """A document being read, page by page."""

    def __init__(self, document: Any, data: bytes) -> None:
        self.document = document
        self.data = data
        self.builder = Builder()
        self.plumber: Any = None
        self.columns: list[tuple[float, float]] | None = None  # of a table without rules that may go on on the next page
        self.recognised: list[int] = []
        self.pictures: list[int] = []

    def plumbed(self, index: int) -> Page:
        """The page for the slower reader, which only pages with tables need."""
        self.plumber = self.plumber or pdfplumber.open(io.BytesIO(self.data))
        page: Page = self.plumber.pages[index]
        return page

    def close(self) -> None:
        if self.plumber is not None:
            self.plumber.close()
        self.document.close()

    def page(self, index: int) -> None:
        """Reads one page: ruled tables, else a table by its gutters, else prose, else its picture."""
        self.builder.page()
        page = self.document[index]
        if _has_rules(page):
            ruled = self.plumbed(index)
            if tables := _ruled(ruled):
                self.columns = None
                _page_with_tables(self.builder, ruled, tables, index + 1)
                ruled.close()
                return
            table = across(ruled, words_of(ruled), self.columns)
            if table:
                self.columns = table.columns
                _page_with_text_table(self.builder, ruled, table, index + 1)
                return
        textpage = page.get_textpage()
        if not textpage.count_chars() and _is_picture(page):
            self._picture(page, index + 1)
            return
        if self.columns or may_hold_table(textpage.get_text_range()):
            ruled = self.plumbed(index)
            table = text_table(words_of(ruled), self.columns)
            self.columns = table.columns if table else None
            if table:
                _page_with_text_table(self.builder, ruled, table, index + 1)
                return
        for line in _prose(textpage):
            self.builder.line(line)

    def _picture(self, page: Any, number: int) -> None:
        """A scanned page, where the extra that recognises characters is installed.

        A scanned table is left unread: its cells cannot be told from the places of the words alone, and wrong owners are
        worse than none.
        """
        if not available() or len(self.recognised) >= MAX_SCANNED:
            self.pictures.append(number)
            return
        words = recognise(page)
        if self.pictures[-1:] == [number - 1] or may_hold_table("\n".join(w.text for w in words)):
            self.pictures.append(number)  # a table, or the page on which it goes on
            return
        self.recognised.append(number)
        for line in lines(words):
            self.builder.line(line)


def read(path: str, data: bytes, sha256: str) -> Source:
    """The text of the PDF. Raises `SkipItem` where it is encrypted, broken, too long, or a scan without text."""
    _without_fonts()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        message = "文件加了密码" if locked else "文件损坏，或不是 PDF"
        raise SkipItem(f"{path}：{message}", hint="请去掉密码后重试" if locked else "请重新下载后重试") from error
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font, once a character
    reading = _Reading(document, data)
    try:
        if len(document) > MAX_PAGES:
            raise SkipItem(f"{path}：共 {len(document)} 页，超过 {MAX_PAGES} 页上限", hint="请只保留公文正文和附件的页面后重试")
        for index in range(len(document)):
            reading.page(index)
    except pdfium.PdfiumError as error:
        raise SkipItem(f"{path}：第 {len(reading.builder.pages)} 页读不出来，文件可能损坏", hint="请重新下载后重试") from error
    finally:
        reading.close()
    source = reading.builder.source(path, sha256, "pdf")
    if not source.text.strip():
        hint = "请先做文字识别（OCR）再读入，或安装文字识别组件：pip install \"zeren[ocr]\""
        raise SkipItem(f"{path}：PDF 里没有文字，可能是扫描件", hint="请确认扫描是否清晰" if reading.recognised else hint)
    return replace(source, recognised=tuple(reading.recognised), pictures=tuple(reading.pictures))
