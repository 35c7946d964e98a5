"""A Word file as officials lay it out: A4, 仿宋 text, 黑体 headings, tables whose head stands on every page; fixed bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from queries.render.cells import clean
from queries.render.zipped import stable

BODY, HEADS, TITLE, WESTERN = "仿宋", "黑体", "方正小标宋简体", "Times New Roman"
CREATED = datetime(2000, 1, 1)  # a fixed moment, or every run would give other bytes
LONG = 300  # characters of a row; a longer one may be torn at the end of a page, or it would leave half of it empty
GREY = RGBColor(0x5D, 0x66, 0x73)
CELL_MARGINS = (("top", 57), ("left", 85), ("bottom", 57), ("right", 85))  # twentieths of a point around a cell's text


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text looks; `size` in points. `pitch` is the height of its lines in points whatever the font, 0 for the font's own."""

    size: float = 12
    font: str = BODY
    bold: bool = False
    grey: bool = False
    centre: bool = False
    pitch: float = 0


TEXT = Style(16)
NOTE = Style(10.5)
CELL = Style(10.5)
CELL_CENTRE = Style(10.5, centre=True)
CELL_GREY = Style(10.5, grey=True)
HEAD = Style(11, HEADS, centre=True)
HEADING = Style(16, HEADS)
SECTIONS = (Style(12, HEADS), Style(12, "楷体"))  # headings between rows, by level
TITLE_STYLE = Style(22, TITLE, centre=True)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look; a cell may hold several, each on a line of its own."""

    text: str
    style: Style = CELL


class Table:
    """A table with fixed widths whose first row stands on every page."""

    def __init__(self, raw: Any, widths: Sequence[float], labels: Sequence[str]) -> None:
        self._raw = raw
        self._widths = widths
        self._fixed()
        row = self.row([[Piece(label, HEAD)] for label in labels], new=False)
        _flag(row, "w:tblHeader")

    def row(self, cells: Sequence[Sequence[Piece]], *, new: bool = True) -> Any:
        """Add a row; each cell is its pieces. A row is not torn at the end of a page unless it is LONG."""
        row = self._raw.add_row() if new else self._raw.rows[0]
        for cell, pieces, width in zip(row.cells, cells, self._widths, strict=True):
            cell.width = Cm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            for at, piece in enumerate(pieces):
                paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
                _write(paragraph, piece, line=1.15)
        if sum(len(piece.text) for pieces in cells for piece in pieces) < LONG:
            _flag(row, "w:cantSplit")
        return row

    def band(self, text: str, level: int = 0) -> None:
        """A row of one cell over the whole width: a heading between rows, of the outermost level (0) or one below."""
        row = self._raw.add_row()
        cell = row.cells[0].merge(row.cells[-1])
        _write(cell.paragraphs[0], Piece(text, SECTIONS[min(level, len(SECTIONS) - 1)]), line=1.15)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        _flag(row, "w:cantSplit")

    @staticmethod
    def join(rows: Sequence[Any], column: int) -> None:
        """One cell down several rows; the first row's text stands in it."""
        for at, row in enumerate(rows):
            row.cells[column]._tc.vMerge = "restart" if at == 0 else "continue"

    def _fixed(self) -> None:
        self._raw.style = "Table Grid"
        self._raw.alignment = WD_TABLE_ALIGNMENT.CENTER
        self._raw.autofit = False
        for column, width in zip(self._raw.columns, self._widths, strict=True):
            column.width = Cm(width)
        margins = OxmlElement("w:tblCellMar")
        for side, twips in CELL_MARGINS:
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), str(twips))
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        look = self._raw._tbl.tblPr.find(qn("w:tblLook"))
        self._raw._tbl.tblPr.append(margins) if look is None else look.addprevious(margins)


class Paper:
    """A Word file in the making. Margins in cm, as GB/T 9704 has them upright; narrower across, and narrowest for lists."""

    def __init__(self, title: str, *, across: bool = False, narrow: bool = False) -> None:
        self._raw = Document()
        properties = self._raw.core_properties
        properties.title, properties.author, properties.comments = clean(title)[:200], "zeren", ""
        properties.created = properties.modified = CREATED
        properties.revision = 1
        section = self._raw.sections[0]
        wide, high = Cm(21.0), Cm(29.7)
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (high, wide) if across else (wide, high)
        sides = (1.6, 1.4, 1.8, 1.8) if narrow else (2.6, 2.4, 2.2, 2.2) if across else (3.7, 3.5, 2.8, 2.6)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (Cm(side) for side in sides)
        _fonts(self._raw.styles["Normal"].element.get_or_add_rPr(), BODY)
        _chinese(self._raw.styles.element, self._raw.settings.element)
        _page_number(section.footer.paragraphs[0])

    def title(self, text: str, style: Style = TITLE_STYLE) -> None:
        """The title, centred."""
        paragraph = self._raw.add_paragraph()
        _write(paragraph, Piece(text, style))
        paragraph.paragraph_format.space_after = Pt(12)

    def heading(self, text: str) -> None:
        """A heading in 黑体."""
        paragraph = self._raw.add_paragraph()
        _write(paragraph, Piece(text, HEADING))
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(8)

    def text(self, text: str, style: Style = TEXT) -> None:
        """A paragraph; text of the body is indented by two characters."""
        paragraph = self._raw.add_paragraph()
        _write(paragraph, Piece(text, style), line=1.5 if style is TEXT else 1.15)
        if style is TEXT:
            paragraph.paragraph_format.first_line_indent = Pt(style.size * 2)
        elif style.font == HEADS:
            paragraph.paragraph_format.space_before = Pt(6)
            paragraph.paragraph_format.keep_with_next = True

    def table(self, widths: Sequence[float], labels: Sequence[str]) -> Table:
        """A table; `widths` in cm."""
        return Table(self._raw.add_table(rows=1, cols=len(labels)), widths, labels)

    def page_break(self) -> None:
        """Go on on a new page."""
        self._raw.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def close(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self._raw.save(out)
        return stable(out.getvalue())


def _write(paragraph: Any, piece: Piece, line: float = 1.5) -> None:
    style = piece.style
    run = paragraph.add_run(clean(piece.text))
    run.font.size = Pt(style.size)
    run.font.bold = style.bold
    if style.grey:
        run.font.color.rgb = GREY
    _fonts(run._r.get_or_add_rPr(), style.font)
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(style.pitch) if style.pitch else line
    if style.centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fonts(properties: Any, font: str) -> None:
    """Western letters and figures in one face, Chinese in another."""
    fonts = properties.get_or_add_rFonts()
    for name, face in (("w:ascii", WESTERN), ("w:hAnsi", WESTERN), ("w:eastAsia", font), ("w:cs", WESTERN)):
        fonts.set(qn(name), face)


def _chinese(*parts: Any) -> None:
    """The text is Chinese: a word processor that takes it for English begins lines with 、 and finds no word spelled right."""
    for part in parts:
        for lang in part.iter(qn("w:lang"), qn("w:themeFontLang")):
            for name in ("w:val", "w:eastAsia"):  # numbers are of the first, and 、 stands between them
                lang.set(qn(name), "zh-CN")


def _flag(row: Any, name: str) -> None:
    flag = OxmlElement(name)
    flag.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(flag)


def _page_number(paragraph: Any) -> None:
    """— 3 — in the middle of the foot."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style = Style(14, "宋体")
    _write(paragraph, Piece("— ", style))
    for kind in ("begin", "instr", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(style.size)
        _fonts(run._r.get_or_add_rPr(), style.font)
        if kind == "instr":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = "PAGE"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
    _write(paragraph, Piece(" —", style))
