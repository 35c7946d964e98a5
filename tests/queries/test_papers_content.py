"""What stands in the papers is what the questions answer, with the marks of what is not sure."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from icalendar import Calendar, Event
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from graph.store import Store
from queries.base import Options, Session
from queries.papers import export
from queries.papers.facts import gather
from queries.papers.ledger import ledgers
from queries.registry import run

MARKS = {"LEAD": "牵", "RESPONSIBLE": "责", "COOPERATE": "配"}
BORDERS = {"": {"thin", "medium"}, "°": {"dashed"}, "?": {"dotted"}, "*": {"dotted"}}


def content(name: str, store: Store, **params: Any) -> bytes:
    found = export(name, store, **params).content
    assert isinstance(found, bytes)
    return found


def workbook(store: Store, **params: Any) -> Workbook:
    return load_workbook(io.BytesIO(content("raci", store, **params)))


def labelled(sheet: Worksheet, label: str) -> tuple[int, dict[str, int]]:
    """The row of the headings, known by one of them, and label -> column, both from 1."""
    for row in sheet.iter_rows(max_row=8):
        if any(cell.value == label for cell in row):
            return int(row[0].row or 0), {str(cell.value): at for at, cell in enumerate(row, 1)}
    raise AssertionError(f"{sheet.title}: no heading {label}")


def marks_of(sheet: Worksheet) -> dict[tuple[str, str], tuple[str, Cell]]:
    """(number, unit) -> the sign and its cell, of a matrix of one document."""
    return {(number, unit): (str(cell.value), cell) for number, unit, cell in signed(sheet)}


def signed(sheet: Worksheet) -> Iterator[tuple[str, str, Cell]]:
    """Number, unit and cell of every sign of a matrix."""
    top, columns = labelled(sheet, "任务内容")
    units = [name for name, at in columns.items() if columns["时限"] < at < columns["时限类别"]]
    for row in sheet.iter_rows(min_row=top + 1):
        for unit in units:
            cell = row[columns[unit] - 1]
            if isinstance(cell, Cell) and cell.value:
                yield str(row[0].value), unit, cell


def test_matrix_is_what_the_questions_say(small: Store) -> None:
    book = workbook(small, district="云川区")
    found = marks_of(book["云川区"])
    assert {key: sign for key, (sign, _) in found.items() if key[1] == "区教育局"} == {
        ("1", "区教育局"): "牵", ("2", "区教育局"): "责°", ("3", "区教育局"): "配?", ("4", "区教育局"): "责",
        ("7.1", "区教育局"): "责", ("9", "区教育局"): "配", ("10", "区教育局"): "配°",
    }  # fmt: skip
    assert found["8", "柳溪镇"][0] == "责°"
    assert found["8", "各街镇"][0] == "责"
    assert not [key for key in found if key[0] in ("6", "7")]
    assert {key: sign for key, (sign, _) in marks_of(book["云川区·柳溪镇"]).items()} == {
        ("1", "柳溪镇"): "责*", ("2", "柳溪镇"): "责*",
    }  # fmt: skip


def test_every_unit_as_obligations_answers(examples: Store) -> None:
    """The lists of all units together: the same tasks with the same role and way as the question gives, one unit after another."""
    facts = gather(Session(examples, limit=0), [], [], [])
    own = ledgers(facts)
    assert len(own) > 40
    for ledger in own:
        district = facts.units[ledger.units[0]]["district"]
        told = [
            row for row in run("obligations", examples, Options(limit=0), unit=ledger.name, district=district).rows
            if facts.body(row["unit_id"]) == facts.body(ledger.units[0])
        ]  # fmt: skip
        mine = {row["task"]: (row["role"], row["reach"]) for row in ledger.rows}
        assert mine == {row["task"]: (row["role"], row["reach"]) for row in told}, ledger.name


def check_book(book: Workbook) -> Iterator[tuple[Worksheet, list[str]]]:
    """Frozen, filtered, printable; each matrix with its marks; signs, colours and borders agree."""
    for sheet in book.worksheets[2:]:
        top, _ = labelled(sheet, "时限原文")
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None
        assert sheet.auto_filter.ref.startswith(f"A{top}:")
        assert sheet.print_title_rows == f"${top}:${top}"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        if sheet.cell(top, 3).value != "年份":
            continue
        for _, _, cell in signed(sheet):
            sign = str(cell.value)
            assert sign[0] in MARKS.values()
            assert cell.border.left.style in BORDERS[sign[1:]]
            filled = cell.fill.fgColor.rgb == "FFA4321F" and cell.fill.fill_type == "solid"
            assert filled == (sign == "牵")
        yield sheet, [str(cell.value) for _, _, cell in signed(sheet)]


def test_the_book_of_the_examples(examples: Store) -> None:
    book = workbook(examples)
    matrices = list(check_book(book))
    assert {sheet.title for sheet, _ in matrices} >= {"云川区", "松屏区", "云川区·柳溪镇"}
    signs = Counter(sign[1:] for _, found in matrices for sign in found)
    assert set(signs) == {"", "°", "?", "*"}
    legend = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert {"牵", "责", "配", "责°", "责?", "责*"} <= set(legend)
    direct = run(
        "cypher", examples, statement="MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) RETURN count(r) AS n"
    ).rows[0]["n"]
    assert signs[""] + signs["*"] == direct


def test_days_of_a_matrix_are_days(examples: Store) -> None:
    sheet = workbook(examples, district="云川区", year=2025)["云川区"]
    top, columns = labelled(sheet, "任务内容")
    states: Counter[Any] = Counter()
    for row in sheet.iter_rows(min_row=top + 1):
        day, slot, words = (row[columns[name] - 1].value for name in ("时限", "时限类别", "时限原文"))
        assert (slot == "有具体日期") == isinstance(day, datetime)
        assert words
        states[slot] += 1
    assert states["有具体日期"] > 3
    assert states["全年推进"] > 3


def test_every_list_is_linked_and_adds_up(examples: Store) -> None:
    book = workbook(examples, district="松屏区")
    index = book.worksheets[1]
    linked = 0
    for row in index.iter_rows(min_row=2):
        if row[2].hyperlink:
            sheet = book[str(row[2].value)]
            top, columns = labelled(sheet, "方式")
            ways = Counter(str(sheet.cell(at, columns["方式"]).value)[:2] for at in range(top + 1, sheet.max_row + 1))
            assert [ways["直接"], ways["经统"], ways["推定"], ways["可能"]] == [cell.value for cell in row[3:7]]
            assert str(row[2].hyperlink.location).strip("'").startswith(sheet.title)
            linked += 1
    assert linked > 10


def tables(data: bytes) -> list[list[list[str]]]:
    """The cells of every table of a Word file."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(io.BytesIO(data)).tables]


def head_repeats(table: Table) -> bool:
    """Whether the first row of a table stands on every page."""
    properties = table.rows[0]._tr.trPr
    return properties is not None and properties.find(qn("w:tblHeader")) is not None


def test_brief(small: Store) -> None:
    data = content("brief", small, unit="教育局", district="云川区")
    document = Document(io.BytesIO(data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "云川区教育局政务公开任务清单" in text
    assert "共 7 项：直接点名 4 项（牵头 1 项、责任 2 项、配合 1 项）" in text
    assert "经“各部门”等统称明确 2 项，可能涉及 1 项。" in text
    assert " 0 项" not in text  # what there is none of is not said
    headings = re.findall(r"[一二三四五六]、(.*?)（", text)
    assert headings == ["牵头任务", "责任任务", "配合任务", "经统称明确的任务", "可能涉及的任务", "时限安排"]
    found = tables(data)
    assert [[row[0] for row in table[1:]] for table in found] == [["1"], ["4", "7.1"], ["9"], ["2", "10"], ["3"]]
    assert all("（经“各部门”）" in row[1] for row in found[3][1:])
    assert all("（可能涉及，经“相关部门”）" in row[1] for row in found[4][1:])
    assert "2025-08-20" in found[1][1][2]
    assert "“单位：区教育局”" in found[1][1][4]
    assert all(head_repeats(table) for table in document.tables)


def test_brief_lists_what_only_the_field_suggests_apart(corpus: Store) -> None:
    """Its rows are those of obligations; none of the counts above knows of them."""
    paper = export("brief", corpus, unit="区卫生健康委", district="杨浦区")
    assert isinstance(paper.content, bytes)
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(paper.content)).paragraphs)
    rows = run("obligations", corpus, unit="区卫生健康委", district="杨浦区").rows
    field = [row for row in rows if row["basis"] == "field"]
    assert field
    assert f"共 {len(rows) - len(field)} 项" in text
    assert "按领域推定的任务" in text
    table = next(table for table in tables(paper.content) if table[0][3] == "推定理由")
    assert [row[0] for row in table[1:]] == [row["number"] for row in field]
    assert all("（按领域推定）" in row[1] and row[3] == one["why"] for row, one in zip(table[1:], field, strict=True))
    assert "按领域推定 1 项" in paper.notes[0]


def test_breakdown_of_a_document_without_a_table(examples: Store) -> None:
    data = content("breakdown", examples, document="yunchuan-2024")
    document = Document(io.BytesIO(data))
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    (table,) = tables(data)
    assert table[0] == ["序号", "工作重点", "具体内容", "责任单位", "完成时间"]
    assert head_repeats(document.tables[0])
    rows = [row for row in table[1:] if len(set(row)) > 1]
    bands = [row[0] for row in table[1:] if len(set(row)) == 1]
    assert [band[:2] for band in bands] == ["一、", "二、", "三、", "四、"]
    statement = "MATCH (t:Task) WHERE t.stem = 'yunchuan-2024' RETURN t.number AS number ORDER BY t.ordinal"
    told = [row["number"] for row in run("cypher", examples, statement=statement).rows]
    assert [row[0] for row in rows] == ["" if number.endswith(".x") else number for number in told]  # a paragraph between items has none
    assert "4月30日" not in "".join(row[4] for row in rows)
    assert all("见正文" in row[4] or "未写明" in row[4] for row in rows)
    fonts = {
        run.element.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in document.tables[0].rows[1].cells[0].paragraphs
        for run in paragraph.runs
    }
    assert fonts == {"黑体"}


def test_breakdown_says_what_the_document_does_not(small: Store) -> None:
    (table,) = tables(content("breakdown", small, document="liuxi"))
    assert all("（推定）柳溪镇" in row[3] for row in table[1:])
    (table,) = tables(content("breakdown", small, document="yunchuan"))
    by_number = {row[0]: row for row in table[1:]}
    assert by_number["6"][3] == "（责任待明确）"
    assert by_number["1"][3] == "牵头：区教育局\n责任：各部门"
    assert sum(row[0] == "7" for row in table) == 2  # one cell down both rows
    (table,) = tables(content("breakdown", small, document="lanjiang"))
    assert table[1][4].startswith("4月底前")


def test_a_patch_of_units(examples: Store, tmp_path: Path) -> None:
    listed = tmp_path / "分管.txt"
    listed.write_text("区教育局\n", encoding="utf-8")
    book = workbook(examples, district="云川区", year=2025, units=str(listed))
    assert {unit for _, unit, _ in signed(book["云川区"])} == {"区教育局"}
    assert book.sheetnames == ["说明", "目录", "云川区", "区教育局"]
    days = events(content("calendar", examples, district="云川区", year=2025, units=str(listed)))
    told = run("due", examples, Options(limit=0), unit="区教育局", district="云川区", year=2025, today="2025-01-01").rows
    assert {event.decoded("dtend") - timedelta(days=1) for event in days} == {row["due"] for row in told}


def events(data: bytes) -> list[Event]:
    return [event for event in Calendar.from_ical(data).walk("VEVENT") if isinstance(event, Event)]


def test_calendar_has_days_and_periods_only(examples: Store) -> None:
    data = content("calendar", examples, district="云川区", year=2025)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    told = run("due", examples, Options(limit=0), district="云川区", year=2025, today="2025-01-01").rows
    found = events(data)
    assert {(event.decoded("dtend") - timedelta(days=1)) for event in found} == {row["due"] for row in told}
    assert len(found) == len({(row["task"], row["due"]) for row in told})
    assert len({str(event["uid"]) for event in found}) == len(found)
    for event in found:
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert type(event.decoded("dtstart")) is date
        assert event.decoded("dtstart") < event.decoded("dtend")
        assert event.decoded("dtstamp").isoformat().endswith("T00:00:00+00:00")
        assert "出处：《" in str(event["description"])
        assert "时限原文：" in str(event["description"])
    assert "全年推进" in str(Calendar.from_ical(data)["x-wr-caldesc"])


def test_calendar_of_several_places_says_whose_an_event_is(examples: Store) -> None:
    def summaries(**given: str) -> list[str]:
        text = content("calendar", examples, **given).decode("utf-8").replace("\r\n ", "")
        return [line.partition(":")[2] for line in text.splitlines() if line.startswith("SUMMARY:")]

    places = {line.partition("　")[0] for line in summaries()}
    assert len(places) > 1
    assert all(re.fullmatch(r"\w+区(·\w+)?", place) for place in places)
    assert not any(line.startswith("云川区　") for line in summaries(district="云川区", year="2024"))


def test_calendar_of_a_unit_marks_what_is_not_sure(small: Store) -> None:
    found = events(content("calendar", small, unit="区民政局", district="云川区"))
    assert [str(event["summary"]) for event in found] == ["【配合】开放活动（8月20日前）"]
    assert [str(event["status"]) for event in found] == ["CONFIRMED"]
    every = events(content("calendar", small))
    assert {event.decoded("dtstart") for event in every} == {date(2025, 8, 20), date(2025, 4, 30)}
    alarms = Calendar.from_ical(content("calendar", small, remind="7")).walk("VALARM")
    assert [alarm.decoded("trigger") for alarm in alarms] == [timedelta(days=-7)] * len(every)


def dataset(store: Store, **params: Any) -> dict[str, list[dict[str, str]]]:
    found = export("dataset", store, **params).content
    assert not isinstance(found, bytes)
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        for name, data in found.items()
        if name.endswith(".csv")
    }


def test_dataset_is_whole_and_described(examples: Store) -> None:
    files = dataset(examples)
    for name in ("duties", "tasks", "documents"):
        described = [row["name"] for row in files["codebook"] if row["file"] == f"{name}.csv"]
        assert list(files[name][0]) == described
        for row in (row for row in files["codebook"] if row["file"] == f"{name}.csv" and row["values"]):
            assert {line[row["name"]] for line in files[name]} <= {*row["values"].split(), ""}, row["name"]
    keys = {row["task_id"] for row in files["tasks"]}
    assert {row["task_id"] for row in files["duties"]} <= keys
    assert len({row["duty_id"] for row in files["duties"]}) == len(files["duties"])
    assert {row["document"] for row in files["tasks"]} == {row["document"] for row in files["documents"]}
    told = run("overload", examples, Options(limit=0)).rows
    counts = Counter(
        (row["district"], row["town"], row["year"], row["unit"]) for row in files["duties"] if row["reach"] == "direct"
    )
    assert {
        (row["district"], row["town"] or "", str(row["year"]), row["unit"]): row["direct"] for row in told if row["direct"]
    } == {key: count for key, count in counts.items() if not _collective(files["duties"], key)}


def test_dataset_has_the_days_of_the_text(examples: Store) -> None:
    duties = [row for row in dataset(examples, district="云川区", year=2025)["duties"] if row["document"] == "yunchuan-2025"]
    assert {row["days"] for row in duties if row["number"] == "25"} == {"2025-05-31、2025-09-30"}
    told = run("due", examples, Options(limit=0), district="云川区", year=2025, today="2025-01-01").rows
    direct = {(row["unit"], row["task"], row["due"].isoformat()) for row in told if row["unit"] and not row["town"]}
    found = {(row["unit"], row["task_id"], day) for row in duties if row["reach"] == "direct" for day in row["days"].split("、") if day}
    assert found <= direct
    assert {one[1] for one in direct if one[1] in {row["task_id"] for row in duties}} == {one[1] for one in found}


def _collective(duties: list[dict[str, str]], key: tuple[str, str, str, str]) -> bool:
    return any(
        (row["district"], row["town"], row["year"], row["unit"]) == key and row["unit_kind"] == "collective" for row in duties
    )


@pytest.mark.shared
def test_the_real_documents(corpus: Store) -> None:
    matrices = list(check_book(workbook(corpus)))
    assert [sheet.title for sheet, _ in matrices] == ["嘉定区", "宝山区", "宝山区·淞南镇", "普陀区", "杨浦区"]
    assert set(matrices[2][1]) == {"责*"}
    assert marks_of(matrices[1][0])["23", "区城运中心"][0] == "牵"
    (table,) = tables(content("breakdown", corpus, document="putuo-2025"))
    numbers = [row[0] for row in table[1:] if len(set(row)) > 1]
    assert numbers == [str(number) for number in range(1, 32)]
    assert table[1][1] == table[5][1] != table[6][1]  # no item has a title: the heading stands in its place, without its number
    assert not any(row[1].startswith(("一", "二", "三", "四")) or not row[1] for row in table[1:])
    assert table[1][3].endswith("区数据局等相关部门")
    days = {
        event.decoded("dtend") - timedelta(days=1) for event in events(content("calendar", corpus, district="宝山区", year=2023))
    }
    assert date(2023, 5, 31) in days
    told = run("due", corpus, Options(limit=0), district="宝山区", year=2023, today="2023-01-01").rows
    assert days == {row["due"] for row in told}
    assert content("raci", corpus) == content("raci", corpus)
