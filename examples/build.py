"""Write the binary examples (DOCX, XLSX, PDF) from the plain data below; the same bytes on every run.

The formats are written by hand, with the standard library only: office libraries stamp the time of day into
their files, and a PDF with an embedded Chinese font would be a hundred times larger than its text.
Run `python examples/build.py [DIRECTORY]`; the directory is `examples/documents` unless given.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

Row = tuple[str, ...]  # the cells of one table row; MERGED continues the cell above, a single cell is a full-width heading
MERGED = "\0"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP entry can carry
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

JINPING_NOTICE = (
    "锦街办〔2025〕3号",
    "云川区锦屏街道办事处",
    "关于印发《锦屏街道2025年政务公开任务分解表》的通知",
    "各科室、各中心，各居民委员会：",
    "现将《锦屏街道2025年政务公开任务分解表》印发给你们，并提出以下要求：",
)
JINPING_NUMBERED = (  # the numbers 一、二、 are made by the word processor, they are not in the text
    "分解到人。各科室要在5月20日前确定每项任务的经办人。",
    "按月跟踪。党政办公室负责汇总各科室的进展，并在主任办公会上通报。",
)
JINPING_SIGNED = ("云川区锦屏街道办事处", "2025年5月9日", "附件", "锦屏街道2025年政务公开任务分解表")
JINPING_TABLE: tuple[Row, ...] = (
    ("序号", "重点\n任务", "具体要求", "牵头科室", "配合科室", "完成时限", "备注"),
    ("一、把服务信息讲清楚",),
    ("1", "入学服务", "编印辖区学校片区图，在居民区公告栏张贴。", "社区服务办公室", "各居民委员会", "5月底前", ""),
    ("2", MERGED, "公布暑托班点位、名额和报名时间。", MERGED, "社区党群服务中心", "6月20日前", "报区教育局"),
    ("3", "养老服务", "更新长者食堂菜单和助餐补贴标准，每月张贴不少于1次。", "社区服务办公室",
     "社区卫生服务中心、各居民委员会", "全年", ""),
    ("4", "就业服务", "发布灵活用工信息，组织招聘会不少于4场。", "社区事务受理服务中心", "", "11月底前", ""),
    ("二、把办事过程晒出来",),
    ("5", "救助公示", "公示低保、临时救助审核结果。", "社区事务受理服务中心\n社区服务办公室", "各居民委员会", "每月25日前", ""),
    ("6", "执法公示", "公开街道综合执法事项、依据和结果。", "综合行政执法队", "司法所", "9月底前", ""),
    ("三、把沟通渠道用起来",),
    ("7", "开放活动", "8月组织居民走进城市运行中心，活动结束后5个工作日内反馈意见。", "党政办公室", "各科室", "8月", ""),
)
JINPING_TAIL = ("抄送：区政府办公室。", "云川区锦屏街道党政办公室　　2025年5月9日印发")

MINSHENG_TITLE = "2024年云川区民生实事信息公开任务分解表"
MINSHENG_HEAD: tuple[Row, ...] = (
    ("序号", "项目", "公开内容", "责任分工", "", "分管领导", "完成时限", "备注"),
    ("", "", "", "牵头单位", "配合单位", "", "", ""),
)
MINSHENG_TABLE: tuple[Row, ...] = (
    ("1", "幼儿园学位", "公布新建、改扩建幼儿园的进度，全年投用2所。", "区教育局", "区建设管理委、各街镇", "陈望", "8月底前", ""),
    (MERGED, MERGED, "公布秋季学期新增学位数量和报名渠道。", MERGED, MERGED, "陈望", "2024-08-15", ""),
    ("2", "为老助餐", "公布新增长者食堂地址、菜价和补贴办法。", "区民政局", "区市场监管局、各街镇",
     "林秋", "10月底前", "含流动餐车"),
    ("3", "家门口就业", "每周发布社区就业服务站岗位信息，全年不少于3000个。", "区人力资源社会保障局",
     "锦屏街道、望江街道", "林秋", "全年", ""),
    ("4", "老旧小区修缮", "逐个小区公示修缮内容和工期。", "区房屋管理局", "相关街镇", "周岚", "6月底前", ""),
    (MERGED, MERGED, "竣工后15日内公布质量回访结果。", "区房屋管理局\n区建设管理委", "", "周岚", "11月底前", ""),
    ("5", "实事项目评价", "组织居民代表评价实施效果并公布得分。", "区政府办公室", "区政府各有关部门", "周岚", "12月", ""),
)
MINSHENG_MERGES = (
    "A1:H1", "A2:H2", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4", "H3:H4",
    "A5:A6", "B5:B6", "D5:D6", "E5:E6", "A9:A10", "B9:B10", "A13:H13",
)  # fmt: skip
MINSHENG_NOTES = ("填表说明", "1.完成时限填写到月或者日。", "2.分管领导变动的，由继任者负责。")

SONGPING_NOTICE = (
    "澜江市松屏区人民政府办公室文件",
    "松政办〔2023〕8号",
    "澜江市松屏区人民政府办公室关于印发",
    "2023年松屏区政务公开工作任务分解表的通知",
    "各街道办事处、各镇人民政府，区政府各部门：",
    "《2023年松屏区政务公开工作任务分解表》已经区政府同意，现印发给你们，请认真落实。",
    "澜江市松屏区人民政府办公室",
    "2023年3月24日",
)
SONGPING_TITLE = ("附件", "2023年松屏区政务公开工作任务分解表")
SONGPING_TABLE: tuple[Row, ...] = (
    ("序号", "工作任务", "具体内容", "牵头单位", "责任单位", "完成时限"),
    ("一、重点领域公开",),
    ("1", "教育领域", "公布学区划分和招生计划，对调整的路段逐条说明理由，并在学校门口张贴示意图。",
     "区教育局", "各镇街", "4月底前"),
    ("2", MERGED, "公布校车线路、停靠点和随车照管人员。", "区教育局", "区交通运输局、公安松屏分局", "8月底前"),
    ("3", MERGED, "公示校外培训机构检查情况，每季度不少于1次。", "区教育局", "区市场监管局", "全年"),
    ("4", "民政领域", "公布养老机构等级评定结果、收费和投诉电话。", "区民政局", "各镇街", "6月底前"),
    ("5", "就业领域", "公布公益性岗位招聘公告和录用名单，录用名单公示不少于7天。", "区人力资源社会保障局", "区财政局", "全年"),
    ("6", "医疗领域", "公布定点医院、药店名单以及报销比例，更新不迟于变动后3个工作日。", "区医保局", "区卫生健康局", "全年"),
    ("二、公开平台建设",),
    ("7", "网站建设", "清理空白栏目，修复错误链接，首页设置大字版入口，检索结果按时间排列，常用服务一键直达。",
     "区政府办公室", "区融媒体中心", "9月底前"),
    ("8", "新媒体管理", "关停长期不更新的账号，保留账号每周更新不少于2次。", "区委网信办", "各镇街、区政府各部门", "5月底前"),
    ("9", "公开专区", "在便民大厅设置查阅桌、打印机和咨询席。", "区行政审批局", "各镇街", "10月底前"),
    ("三、工作保障",),
    ("10", "培训", "对新任职的分管负责人开展一次集中培训。", "区政府办公室", "区委党校", "三季度"),
    ("11", "评估", "邀请居民代表测评公开栏目，测评结果公布。", "区政府办公室", "区政府各部门", "12月"),
)


def package(path: Path, parts: dict[str, str]) -> None:
    """Write `parts` (name to text) as a ZIP package without any time stamp of its own."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else the byte differs between Windows and the rest
            archive.writestr(info, text.encode("utf-8"))


def relationships(targets: Sequence[tuple[str, str]]) -> str:
    """A relationship part; `targets` are (kind, target) in the order of their ids rId1, rId2 …"""
    rows = (f'<Relationship Id="rId{i}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
            for i, (kind, target) in enumerate(targets, 1))  # fmt: skip
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def content_types(overrides: dict[str, str]) -> str:
    rows = "".join(f'<Override PartName="{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
                   for name, kind in overrides.items())  # fmt: skip
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    default += '<Default Extension="xml" ContentType="application/xml"/>'
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{default}{rows}</Types>'


# ---- DOCX -----------------------------------------------------------------------------------------------------------


def paragraph(text: str, numbered: bool = False) -> str:
    """One paragraph; a line feed in `text` is a line break inside it."""
    properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>' if numbered else ""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{properties}<w:r>{runs}</w:r></w:p>"


def word_cell(rows: Sequence[Row], y: int, x: int) -> str:
    text = rows[y][x]
    below = y + 1 < len(rows) and x < len(rows[y + 1]) and rows[y + 1][x] == MERGED
    merge = '<w:vMerge w:val="restart"/>' if below and text != MERGED else "<w:vMerge/>" if text == MERGED else ""
    return f"<w:tc><w:tcPr>{merge}</w:tcPr>{paragraph('' if text == MERGED else text)}</w:tc>"


def word_table(rows: Sequence[Row]) -> str:
    columns = max(len(row) for row in rows)
    lines = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    out = [f"<w:tbl><w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>"]
    for y, row in enumerate(rows):
        if len(row) == 1:
            wide = f'<w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>'
            out.append(f"<w:tr><w:tc>{wide}{paragraph(row[0])}</w:tc></w:tr>")
        else:
            out.append(f"<w:tr>{''.join(word_cell(rows, y, x) for x in range(columns))}</w:tr>")
    return "".join(out) + "</w:tbl>"


def write_docx(path: Path) -> None:
    """The table of a street office: automatic numbers, merged cells, headings over the full width."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    body = [paragraph(text) for text in JINPING_NOTICE]
    body += [paragraph(text, numbered=True) for text in JINPING_NUMBERED]
    body += [paragraph(text) for text in JINPING_SIGNED]
    body += [word_table(JINPING_TABLE), *(paragraph(text) for text in JINPING_TAIL)]
    package(path, {
        "[Content_Types].xml": content_types({"/word/document.xml": "wordprocessingml.document.main",
                                              "/word/numbering.xml": "wordprocessingml.numbering"}),
        "_rels/.rels": relationships([("officeDocument", "word/document.xml")]),
        "word/document.xml": f"{HEAD}<w:document {space}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
        "word/numbering.xml": f'{HEAD}<w:numbering {space}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
                              '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/_rels/document.xml.rels": relationships([("numbering", "numbering.xml")]),
    })  # fmt: skip


# ---- XLSX -----------------------------------------------------------------------------------------------------------


def sheet(rows: Sequence[Row], merges: Sequence[str]) -> str:
    """A worksheet whose cells are inline strings; an empty or merged cell is not written."""
    out = []
    for y, row in enumerate(rows, 1):
        cells = (f'<c r="{chr(65 + x)}{y}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
                 for x, text in enumerate(row) if text not in ("", MERGED))  # fmt: skip
        out.append(f'<row r="{y}">{"".join(cells)}</row>')
    joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    merged = f'<mergeCells count="{len(merges)}">{joined}</mergeCells>' if merges else ""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{HEAD}<worksheet xmlns="{space}"><sheetData>{"".join(out)}</sheetData>{merged}</worksheet>'


def write_xlsx(path: Path) -> None:
    """A sheet whose head stands in the third and fourth row, with a second sheet that holds no tasks."""
    rows: list[Row] = [(MINSHENG_TITLE,), ("填报单位：区政府办公室",), *MINSHENG_HEAD, *MINSHENG_TABLE]
    rows += [(), ("注：牵头单位每季度末向区政府办公室报送进展。",)]
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    names = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(("任务分解", "填表说明"), 1))
    sheets = [("worksheet", f"worksheets/sheet{i}.xml") for i in (1, 2)]
    package(path, {
        "[Content_Types].xml": content_types({"/xl/workbook.xml": "spreadsheetml.sheet.main",
                                              "/xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
                                              "/xl/worksheets/sheet2.xml": "spreadsheetml.worksheet"}),
        "_rels/.rels": relationships([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{HEAD}<workbook {space} xmlns:r="{OFFICE}/relationships"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(sheets),
        "xl/worksheets/sheet1.xml": sheet(rows, MINSHENG_MERGES),
        "xl/worksheets/sheet2.xml": sheet([(text,) for text in MINSHENG_NOTES], ()),
    })  # fmt: skip


# ---- PDF ------------------------------------------------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 595.0, 842.0, 60.0, 770.0, 90.0  # points, A4
COLUMNS = (32.0, 68.0, 148.0, 84.0, 84.0, 62.0)
SIZE, LEAD, PAD = 12.0, 23.0, 8.0


def advance(text: str, size: float) -> float:
    """Width in points: ASCII is half as wide as a Chinese character."""
    return sum(size * (0.5 if char < "\x7f" else 1.0) for char in text)


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines no wider than `width`; closing punctuation takes its neighbour along rather than starting a line."""
    lines = [""]
    for char in text:
        if lines[-1] and advance(lines[-1] + char, size) > width:
            carried = lines[-1][-1] if char in "，。、；：”》）" else ""
            lines[-1] = lines[-1].removesuffix(carried)
            lines.append(carried)
        lines[-1] += char
    return lines


@dataclass
class Page:
    """Drawing commands of one page."""

    commands: list[str]

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        code = text.encode("utf-16-be").hex().upper()
        self.commands.append(f"BT /F1 {size:g} Tf {x:.2f} {y:.2f} Td <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.commands.append(f"0.6 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")


class Table:
    """Draws rows from the top of a page; a row that does not fit goes on below the repeated head of the next page."""

    def __init__(self, pages: list[Page], y: float) -> None:
        self.pages, self.y = pages, y
        self.edges = [LEFT + sum(COLUMNS[:i]) for i in range(len(COLUMNS) + 1)]

    def band(self, cells: Sequence[Sequence[str]], open_above: bool) -> None:
        """One ruled strip; `open_above`: the second column continues the cell above, so no rule is drawn there."""
        page, count = self.pages[-1], max(len(lines) for lines in cells)
        height = count * LEAD + PAD
        for x, lines in enumerate(cells):
            down = (count - len(lines)) / 2 * LEAD if x != 2 else 0.0  # all but the content stand in the middle
            for i, text in enumerate(lines):
                page.text(self.edges[x] + 3, self.y - down - (i + 1) * LEAD + 3, text)
        for x, edge in enumerate(self.edges):
            page.line(edge, self.y, edge, self.y - height)
            if x < len(COLUMNS) and not (open_above and x == 1):
                page.line(edge, self.y, self.edges[x + 1], self.y)
        self.y -= height

    def heading(self, text: str) -> None:
        page, height = self.pages[-1], LEAD + PAD
        for edge in (LEFT, self.edges[-1]):
            page.line(edge, self.y, edge, self.y - height)
        page.line(LEFT, self.y, self.edges[-1], self.y)
        page.text(LEFT + 3, self.y - LEAD + 3, text)
        self.y -= height

    def close(self) -> None:
        self.pages[-1].line(LEFT, self.y, self.edges[-1], self.y)

    def turn(self, head: Row) -> None:
        self.close()
        self.pages.append(Page([]))
        self.y = TOP
        self.band([[text] for text in head], False)

    def row(self, row: Row, head: Row) -> None:
        cells = [[] if text == MERGED else wrap(text, COLUMNS[x] - 5, SIZE) for x, text in enumerate(row)]
        room = int((self.y - BOTTOM - PAD) / LEAD)
        if room < 1:
            self.turn(head)
            room = len(cells[2])
        self.band([lines[:room] for lines in cells], row[1] == MERGED)
        if any(len(lines) > room for lines in cells):
            self.turn(head)
            self.band([lines[room:] for lines in cells], False)


def draw_pages() -> list[Page]:
    """A notice, then a ruled table over two pages in which one row is broken by the page."""
    first, y = Page([]), TOP
    for i, text in enumerate(SONGPING_NOTICE):
        size = 20.0 if i == 0 else 16.0 if i in (2, 3) else 14.0
        for line in wrap(("　　" if i == 5 else "") + text, WIDTH - 2 * LEFT, size):
            indent = (WIDTH - 2 * LEFT - advance(line, size)) * (0.5 if i < 4 else 1.0 if i > 5 else 0.0)
            first.text(LEFT + indent, y, line, size)
            y -= size * 2
    pages = [first, Page([])]
    pages[1].text(LEFT, TOP, SONGPING_TITLE[0], 14)
    pages[1].text(LEFT + (WIDTH - 2 * LEFT - advance(SONGPING_TITLE[1], 16)) / 2, TOP - 40, SONGPING_TITLE[1], 16)
    table, head = Table(pages, TOP - 60), SONGPING_TABLE[0]
    table.band([[text] for text in head], False)
    for row in SONGPING_TABLE[1:]:
        if len(row) == 1:
            table.heading(row[0])
        else:
            table.row(row, head)
    table.close()
    for number, page in enumerate(pages, 1):
        page.text(WIDTH / 2 - 20, 50, f"- {number} -", 12)
    return pages


def pdf_objects(pages: Sequence[Page]) -> Iterator[str]:
    """Catalogue, page tree, a Chinese font that every reader has by name, then each page and its content."""
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    yield "<< /Type /Catalog /Pages 2 0 R >>"
    yield f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    yield "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    system = "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    yield (f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo {system}"
           " /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] >>")  # fmt: skip
    yield ("<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
           " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>")  # fmt: skip
    for i, page in enumerate(pages):
        stream = "\n".join(page.commands)
        yield (f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}]"
               f" /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * i} 0 R >>")  # fmt: skip
        yield f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"


def write_pdf(path: Path) -> None:
    out, offsets = "%PDF-1.4\n", []
    for i, body in enumerate(pdf_objects(draw_pages()), 1):
        offsets.append(len(out))
        out += f"{i} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n" + "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"trailer\n<< /Size {len(offsets) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(out.encode("ascii"))


def main(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    write_docx(directory / "jinping-2025.docx")
    write_xlsx(directory / "yunchuan-minsheng-2024.xlsx")
    write_pdf(directory / "songping-2023.pdf")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "documents")
