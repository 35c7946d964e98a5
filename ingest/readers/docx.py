"""DOCX: paragraphs and tables in order, merged cells, text boxes, tracked changes as accepted, printed numbers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from graph.errors import SkipItem
from ingest.readers.builder import Builder, Piece
from ingest.readers.docx_numbers import Numbers
from ingest.readers.package import open_package, xml_part
from ingest.source import Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {W + "del", W + "moveFrom", W + "instrText", W + "delText", _MC + "Fallback", W + "rPr", W + "pPr", W + "footnoteReference"}
_BLOCKS = {W + "p", W + "tbl"}


def _runs(element: etree._Element) -> Iterator[str]:
    """Text of a paragraph without its text boxes."""
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str) or tag == W + "txbxContent":
            continue
        if tag == W + "t":
            yield child.text or ""
        elif tag in (W + "tab", W + "ptab"):
            yield "\t"
        elif tag in (W + "br", W + "cr"):
            yield "\n"
        elif tag == W + "noBreakHyphen":
            yield "-"
        elif tag == W + "sym":
            yield ""
        else:
            yield from _runs(child)


def _mark_deleted(paragraph: etree._Element) -> bool:
    """True if the end of a paragraph is deleted or moved away, so that the next one goes on with it."""
    return any(paragraph.find(f"{W}pPr/{W}rPr/{W}{how}") is not None for how in ("del", "moveFrom"))


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text boxes anchored in a paragraph; the fallback copies of older programs are left out."""
    for box in paragraph.iter(W + "txbxContent"):
        if not any(parent.tag == _MC + "Fallback" for parent in box.iterancestors()):
            yield box


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, through content controls and insertions."""
    for child in parent:
        if child.tag in _BLOCKS:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag not in (W + "sectPr", W + "tblPr", W + "tblGrid"):
            yield from _blocks(child)


class _Document:
    def __init__(self, body: etree._Element, numbers: Numbers) -> None:
        self.numbers = numbers
        self.tracked = next(body.iter(W + "del", W + "moveFrom"), None) is not None  # few documents hold these: not to be looked for at
        self.boxed = next(body.iter(W + "txbxContent"), None) is not None  # each paragraph
        self.builder = Builder()
        self.joined = ""  # text of paragraphs whose mark is deleted: the next one takes it

    def paragraph(self, element: etree._Element, *, cell: bool = False) -> str:
        """A paragraph as printed, its automatic number before it, and before both what a deleted paragraph mark has joined to it."""
        text = self.joined + "".join(_runs(element))
        self.joined = ""
        if self.tracked and _mark_deleted(element):
            self.joined = text
            return ""
        number = self.numbers.printed(element)
        return number + text if text.strip() or cell else text

    def flow(self, parent: etree._Element) -> None:
        """Everything below `parent`, in order."""
        for block in _blocks(parent):
            if block.tag == W + "tbl":
                self.table(block)
                continue
            for box in _boxes(block) if self.boxed else ():
                self.flow(box)
            line = self.paragraph(block)
            if not (self.tracked and _mark_deleted(block)):
                self.builder.line(line)
        if self.joined:
            self.builder.line(self.joined)
            self.joined = ""

    def _cell(self, cell: etree._Element) -> str:
        lines = []
        for block in _blocks(cell):
            if block.tag == W + "tbl":
                lines += ["".join(self._cell(c)) for c in block.iter(W + "tc")]
            else:
                lines += [self.paragraph(inner, cell=True) for box in (_boxes(block) if self.boxed else ()) for inner in box.iter(W + "p")]
                lines.append(self.paragraph(block, cell=True))
        lines.append(self.joined)
        self.joined = ""
        return "\n".join(line for line in lines if line.strip())

    def table(self, table: etree._Element) -> None:
        """A table with its merged cells; a table of one cell is only a frame around text."""
        pieces: dict[tuple[int, int], Piece] = {}
        open_merges: dict[int, tuple[int, int]] = {}
        rows = list(_rows(table))
        if len(rows) == 1 and len(list(_cells(rows[0]))) == 1:
            self.flow(next(iter(_cells(rows[0]))))
            return
        for r, row in enumerate(rows):
            column = _before(row)
            for cell in _cells(row):
                span = _grid_span(cell)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(W + "val") != "restart" and column in open_merges:
                    top = open_merges[column]
                    old = pieces[top]
                    pieces[top] = Piece(old.row, old.column, r - old.row + 1, old.columns, old.text)
                else:
                    pieces[(r, column)] = Piece(r, column, 1, span, self._cell(cell))
                    open_merges.pop(column, None)
                    if merge is not None:
                        open_merges[column] = (r, column)
                column += span
        self.builder.table(list(pieces.values()))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == W + "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins"):
            yield from _cells(child)


def _number(element: etree._Element | None, default: int) -> int:
    value = element.get(W + "val") if element is not None else None
    return int(value) if value and value.isdigit() and int(value) < 1000 else default


def _grid_span(cell: etree._Element) -> int:
    return max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))


def _before(row: etree._Element) -> int:
    return _number(row.find(f"{W}trPr/{W}gridBefore"), 0)


def read(path: str, data: bytes, sha256: str) -> Source:
    """The document. Raises `SkipItem` where it is encrypted, broken or holds no text."""
    package = open_package(data, path)
    root = xml_part(package, "word/document.xml", path)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise SkipItem(f"{path}：不是 Word 文档", hint="请确认扩展名与内容一致，或用 Word、WPS 打开后另存为 .docx")
    numbers = Numbers(xml_part(package, "word/numbering.xml", path), xml_part(package, "word/styles.xml", path))
    document = _Document(body, numbers)
    try:
        document.flow(body)
    except RecursionError as error:
        raise SkipItem(f"{path}：文件内部嵌套过深", hint="请用 Word、WPS 打开后另存") from error
    return document.builder.source(path, sha256, "docx")
