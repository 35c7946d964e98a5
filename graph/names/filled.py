"""A roster as `zeren roster -o 名册.csv` writes it, filled in by an office: the same columns in any order, by their Chinese or
English heads. What is still unanswered in it says nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from graph.errors import DataFileError
from graph.names.datafile import Row

HEADS = {
    "区": "district", "街镇": "town", "年份": "year", "统称": "collective", "单位": "unit", "名册": "member", "依据": "source",
    "District": "district", "Town": "town", "Year": "year", "Collective": "collective", "Unit": "unit", "Roster": "member",
    "Ground": "source",
}  # fmt: skip
NEEDED = ("district", "collective", "unit", "member")
MEMBERS = {
    "是": "yes", "yes": "yes", "名册确认": "yes", "confirmed": "yes",
    "否": "no", "不是": "no", "no": "no", "名册写明不是": "no", "excluded": "no",
    "说不准": "unsure", "unsure": "unsure",
    "": "", "名录未核": "", "not on a roster": "", "文件点名、名册没有": "", "named but on no roster": "",
}  # fmt: skip
_OWN = ("名录未核", "按类型可能", "按性质", "not on a roster", "by its kind perhaps")  # the program's own words: no ground for an answer
_HINT = "用 zeren roster -o 名册.csv 写出，把“名册”一栏改成 是、否 或 说不准，另存为 CSV"


def read_filled(path: Path) -> list[Row]:
    """The answered lines, with the keys of `rosters` in a names file, in file order. A line without a ground has the file as
    its ground; lines of a town's own collectives are left out. Raises DataFileError."""
    text = _text(path)
    first = text.splitlines()[0] if text.strip() else ""
    lines = list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ","))
    heads = [HEADS.get(head.strip(), "") for head in (lines[0] if lines else [])]
    lacking = [name for name in NEEDED if name not in heads]
    if lacking:
        names = "、".join(head for head, name in HEADS.items() if name in lacking and not head.isascii())
        raise Row(path, 1, {}).error(f"名册缺少的列：{names}", _HINT)
    found = []
    for number, cells in enumerate(lines[1:], 2):
        values = {head: cell.strip().removeprefix("'") for head, cell in zip(heads, cells, strict=False) if head}
        row = Row(path, number, values)
        answer = values.pop("member", "")
        if answer not in MEMBERS:
            raise row.error(f"“名册”一栏不能是“{answer}”", "写 是、否 或 说不准；没有核实的不必改")
        if MEMBERS[answer] and not values.pop("town", ""):
            found.append(Row(path, number, {**values, "member": MEMBERS[answer], "source": _source(path, values.get("source", ""))}))
    return found


def _source(path: Path, text: str) -> str:
    ground = text.removeprefix("名册：").removeprefix("roster: ")
    return path.name if not ground or any(words in ground for words in _OWN) else ground


def _text(path: Path) -> str:
    """Spreadsheets save as UTF-8 with a mark, or in the Chinese encoding of Windows."""
    try:
        raw = path.read_bytes()
        return raw.decode("utf-8" if _is_utf8(raw) else "gb18030").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path.name} 第 1 行：读不出来（{error.__class__.__name__}）", hint="检查路径；" + _HINT) from error


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
