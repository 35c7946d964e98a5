"""Tables saved as CSV, and the merged cells of ODS."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from graph.errors import SkipItem
from ingest.extract import extract_file

ROWS = [
    ["云川区2025年政务公开工作任务分解表", "", "", "", ""],
    ["序号", "任务名称", "工作内容", "责任单位", "完成时限"],
    ["1", "目录", "公布目录，\n方便查询。", "区司法局、\n区民政局", "6月底前"],
    ["", "", "公布清单。", "区财政局", "9月底前"],
    ["一、优化服务", "", "", "", ""],
    ["2", "电话", '公布"热线",及时更新。', "区教育局", "全年"],
    ["3", "指南", "公布指南。", "区民政局", ""],
]


@pytest.mark.parametrize(("name", "encoding", "mark"), [("a.csv", "utf-8-sig", ","), ("b.csv", "gb18030", ","), ("c.csv", "gb18030", "\t"), ("d.tsv", "utf-16", "\t"), ("e.csv", "utf-8", ";")])
def test_csv(name: str, encoding: str, mark: str, tmp_path: Path) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(ROWS)
    (tmp_path / name).write_bytes(out.getvalue().encode(encoding))
    found = extract_file(tmp_path / name)
    assert found.document.title == "云川区2025年政务公开工作任务分解表"
    assert [(t.key, t.title, t.content, list(t.section), [a.mention for a in t.assignments], t.due_text) for t in found.tasks] == [
        ("1.1", "目录", "公布目录，方便查询。", [], ["区司法局", "区民政局"], "6月底前"),
        ("1.2", "目录", "公布清单。", [], ["区财政局"], "9月底前"),
        ("2", "电话", '公布"热线",及时更新。', ["一、优化服务"], ["区教育局"], "全年"),
        ("3", "指南", "公布指南。", ["一、优化服务"], ["区民政局"], None),
    ]


@pytest.mark.parametrize("text", ['a,b\n"' + "x" * 200_000, ",,,\n,,\n", "a,b,c\n" * 140_000], ids=["open-quote", "blank", "large"])
def test_a_csv_that_is_none_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with pytest.raises(SkipItem):
        extract_file(tmp_path / "a.csv")


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def _ods(rows: str) -> bytes:
    content = (
        f'<office:document-content xmlns:office="{OFFICE}office:1.0" xmlns:table="{OFFICE}table:1.0" xmlns:text="{OFFICE}text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="表一">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = f'<manifest:manifest xmlns:manifest="{OFFICE}manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _row(*cells: str) -> str:
    return "<table:table-row>" + "".join(cells) + "</table:table-row>"


def _cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def test_merged_cells_of_ods(tmp_path: Path) -> None:
    covered = "<table:covered-table-cell/>"
    (tmp_path / "a.ods").write_bytes(_ods(
        _row(_cell("序号"), _cell("工作任务"), _cell("责任单位"), _cell("完成时限"))
        + _row(_cell("1"), _cell("公布目录。"), _cell("区司法局", 'table:number-rows-spanned="2"'), _cell("6月底前"))
        + _row(_cell("2"), _cell("公布清单。"), covered, _cell("9月底前"))
        + _row(_cell("3"), _cell("公布指南。"), _cell("区教育局"), _cell("全年"))
    ))  # fmt: skip
    found = extract_file(tmp_path / "a.ods")
    assert [[(a.mention, a.basis) for a in t.assignments] for t in found.tasks] == [[("区司法局", "column")], [("区司法局", "inherited")], [("区教育局", "column")]]
