"""OFD files: text in the order of the page, ruled tables as tables, nonsense as one line."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from graph.errors import SkipItem
from ingest.extract import extract_file
from ingest.readers import read

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def line(text: str, x: float, y: float, size: float = 5.0) -> str:
    """One line of text with a step for each sign, as word processors write it."""
    steps = f'DeltaX="g {len(text) - 1} {size}"' if len(text) > 1 else ""
    box = f'Boundary="{x} {y} {len(text) * size} {size + 2}"'
    return f'<ofd:TextObject ID="1" {box} Font="1" Size="{size}"><ofd:TextCode X="0" Y="{size}" {steps}>{escape(text)}</ofd:TextCode></ofd:TextObject>'


def signs(text: str, x: float, y: float) -> str:
    """The same, one object a sign, scaled by a matrix, in the wrong order, as printers write it."""
    one = '<ofd:TextObject ID="1" CTM="5 0 0 5 0 0" Boundary="{} {} 5 6" Size="1"><ofd:TextCode X="0" Y="1">{}</ofd:TextCode></ofd:TextObject>'
    return "".join(one.format(x + 5 * at, y, escape(sign)) for at, sign in reversed(list(enumerate(text))))


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    box = f'Boundary="{x0} {y0} {x1 - x0 + 0.2} {y1 - y0 + 0.2}"'
    return f'<ofd:PathObject ID="2" {box} LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>'


def ofd(pages: Sequence[str], extra: dict[str, bytes] | None = None) -> bytes:
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    parts = {
        "OFD.xml": f'<ofd:OFD {NS} Version="1.0"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData/><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, content in enumerate(pages):
        body = f"<ofd:Page {NS}><ofd:Content><ofd:Layer ID='9'>{content}</ofd:Layer></ofd:Content></ofd:Page>"
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = body
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {**{n: d.encode() for n, d in parts.items()}, **(extra or {})}.items():
            package.writestr(name, data)
    return out.getvalue()


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "要点.ofd"
    path.write_bytes(data)
    return path


PROSE = ["云川区2025年政务公开工作要点", "一、做好公开", "1.公布招生政策。（责任单位：区教育局，完成时限：5月底前）", "2.公布救助标准。（责任单位：区民政局）"]


@pytest.mark.parametrize("draw", [line, signs])
def test_text_comes_in_the_order_of_the_page(tmp_path: Path, draw: object) -> None:
    objects = [draw(text, 20, 30 + 10 * at) for at, text in enumerate(PROSE)]  # type: ignore[operator]
    path = saved(tmp_path, ofd(["".join(reversed(objects)), line("3.公布体检安排。（责任单位：区卫生健康委）", 20, 30)]))
    assert read(path).text.split() == [*PROSE, "3.公布体检安排。（责任单位：区卫生健康委）"]
    found = extract_file(path)
    assert found.document.format == "ofd"
    assert [(task.assignments[0].mention, task.page) for task in found.tasks] == [("区教育局", 1), ("区民政局", 1), ("区卫生健康委", 2)]


def test_a_ruled_table_with_merged_cells(tmp_path: Path) -> None:
    xs, ys = [20, 40, 100, 150, 190], [40, 50, 60, 70]
    head = ["序号", "工作任务", "责任单位", "完成时限"]
    rows = [["1", "公布招生办法", "区教育局", "5月底前"], ["2", "公布咨询电话", "区财政局", "5月底前"]]
    drawn = "".join(rule(xs[0], y, xs[-1], y) for y in (40, 50, 70)) + rule(20, 60, 150, 60)  # the last column is merged down
    drawn += "".join(rule(x, ys[0], x, ys[-1]) for x in xs)
    texts = [line("2025年云川区政务公开任务分解表", 40, 20), line("注：以上由区政府办公室汇总。", 20, 80)]
    for at, cells in enumerate([head, *rows]):
        for column, text in enumerate(cells):
            if (at, column) != (2, 3):
                texts.append(line(text, xs[column] + 2, ys[at] + 1, 3.5))
    path = saved(tmp_path, ofd([drawn + "".join(texts)]))
    (table,) = read(path).tables
    last = max(table.cells, key=lambda cell: (cell.column, cell.row))
    assert (last.row, last.column, last.rows, last.columns) == (1, 3, 2, 1)
    found = extract_file(path)
    assert found.document.title == "2025年云川区政务公开任务分解表"
    assert [(task.content, task.assignments[0].mention, task.due_text) for task in found.tasks] == [
        ("公布招生办法", "区教育局", "5月底前"),
        ("公布咨询电话", "区财政局", "5月底前"),
    ]


def test_what_is_hidden_is_not_read(tmp_path: Path) -> None:
    hidden = line("3.不该读到的。（责任单位：区水务局）", 20, 90).replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')
    path = saved(tmp_path, ofd(["".join(line(text, 20, 30 + 10 * at) for at, text in enumerate(PROSE)) + hidden]))
    assert "水务" not in read(path).text


def test_a_page_on_a_template(tmp_path: Path) -> None:
    head = f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{line('云川区政府办公室文件', 20, 10)}</ofd:Layer></ofd:Content></ofd:Page>"
    data = ofd(["".join(line(text, 20, 30 + 10 * at) for at, text in enumerate(PROSE))], {"Doc_0/Tpls/T.xml": head.encode()})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace("<ofd:CommonData/>", '<ofd:CommonData><ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/></ofd:CommonData>')
            new.writestr(name, text.replace("<ofd:Content>", '<ofd:Template TemplateID="7"/><ofd:Content>') if "Page_0" in name else text)
    assert read(saved(tmp_path, out.getvalue())).text.split() == ["云川区政府办公室文件", *PROSE]


NUMBERS = line("甲乙", 20, 30).replace('Boundary="20 30 10.0 7.0"', 'Boundary="1e300 nan -5 x"')
HOSTILE = [
    ("no document", ofd([]).replace(b"OFD.xml", b"ABC.xml")),
    ("no pages", ofd([])),
    ("no text", ofd([rule(0, 0, 10, 0)])),
    ("numbers", ofd([NUMBERS])),
    ("entities", ofd([], {"Doc_0/Pages/x": b""}).replace(b"a", b"a")[:-40]),
    ("cut", ofd([line("甲", 1, 1)])[:200]),
    ("bomb", ofd(['<ofd:TextObject Boundary="0 0 1 1"/>' * 10], {"OFD.xml": b" " * 70_000_000})),
    ("other", b"hello"),
    ("password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99),
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("data", [one[1] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_nonsense_is_one_line(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SkipItem) as error:
        extract_file(saved(tmp_path, data))
    assert "\n" not in error.value.message
    assert error.value.hint


@pytest.mark.parametrize(
    "content",
    [
        "".join(rule(x, 0, x, 200) for x in range(0, 600, 1)) + "".join(rule(0, y, 600, y) for y in range(600)) + line("一、做好工作", 5, 5),
        line("一" * 20_000, 0, 0).replace("g 19999", "g 999999999"),
        "".join(line("一、", x % 200, x // 200) for x in range(8000)),
        '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>' + "M 0 0 L 5 0 " * 8000 + "</ofd:AbbreviatedData></ofd:PathObject>" + line("一、", 1, 1),
    ],
    ids=["grid", "steps", "runs", "path"],
)
def test_hostile_pages_take_bounded_time(tmp_path: Path, content: str) -> None:
    started = time.process_time()
    read(saved(tmp_path, ofd([content])))
    assert time.process_time() - started < 5
