"""A roster that an office filled in as a spreadsheet is read; what it leaves open says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import DataFileError
from graph.names.filled import read_filled
from graph.names.gazetteer import load_gazetteer

HEAD = "区,街镇,年份,统称,单位,类别,名册,直接任务,依据\n"
LINES = (
    "云川区,,2025,各部门,区教育局,部门,名册确认,3,名册：云编〔2025〕1号\n"
    "云川区,,2025,各部门,区江岸办,办公机构,说不准,1,名册：云编〔2025〕1号\n"
    "云川区,,2025,执法部门,区水务局,部门,是,1,政府工作部门，按性质属于执法部门，名录未核\n"
    "云川区,,2025,各部门,区融媒体中心,中心,否,1,\n"
    "云川区,,2025,各部门,区体育局,部门,名录未核,1,政府工作部门，按性质属于各部门，名录未核\n"
    "云川区,,2025,,区信访办,部门,文件点名、名册没有,1,\n"
    "云川区,柳溪镇,2025,各部门,镇党政办,办公机构,是,1,\n"
)
EXPECTED = {
    "区教育局": ("各部门", "yes", "云编〔2025〕1号"),
    "区江岸办": ("各部门", "unsure", "云编〔2025〕1号"),
    "区水务局": ("执法部门", "yes", "名册.csv"),
    "区融媒体中心": ("各部门", "no", "名册.csv"),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_filled_lines(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes((HEAD + LINES).replace(",", separator).replace("\n", "\r\n").encode(encoding))
    found = {row.text("unit"): (row.text("collective"), row.text("member"), row.text("source")) for row in read_filled(path)}
    assert found == EXPECTED


@pytest.mark.parametrize("named", ["csv", "yaml"])
def test_names_of_ones_own(tmp_path: Path, named: str) -> None:
    (tmp_path / "名册.csv").write_text(HEAD + LINES, encoding="utf-8")
    (tmp_path / "own.yaml").write_text("rosters:\n- {file: 名册.csv}\n", encoding="utf-8")
    roster = load_gazetteer(tmp_path / ("名册.csv" if named == "csv" else "own.yaml")).roster
    answer = roster.answer(("执法部门",), "区水务局", district="云川区", year=2025)
    assert answer is not None
    assert (answer.answer, answer.source) == ("yes", "名册.csv")
    assert roster.answer(("各部门",), "区体育局", district="云川区", year=2025) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第 1 行"),
        ("区,年份,单位\n", "统称、名册"),
        (HEAD + "云川区,,2025,各部门,区教育局,部门,也许,1,\n", "第 2 行：“名册”一栏不能是“也许”"),
        (HEAD + "云川区,,2025,,区教育局,部门,是,1,\n", "第 2 行"),
        (HEAD + "云川区,,今年,各部门,区教育局,部门,是,1,\n", "第 2 行"),
        (HEAD + "云川区,,2025,某某,区教育局,部门,是,1,\n", "不认识的统称"),
    ],
)
def test_what_cannot_be_read_names_the_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=said) as raised:
        load_gazetteer(path)
    assert raised.value.hint


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataFileError):
        load_gazetteer(tmp_path / "没有.csv")
