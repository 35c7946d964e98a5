"""What notes and findings say: complete in both languages, used wherever one is made, known again where only text was kept."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from graph import remarks
from graph.archive import pack, unpack
from graph.errors import DataFileError
from graph.model import Note
from tests.conftest import ROOT
from tests.graph.builders import extraction

CHINESE = re.compile("[\u4e00-\u9fff]")
USERS = {"note": "notes", "_found": "notes", "piece": "pieces", "_NoMatch": "pieces", "reason": "reasons"}  # function -> section of its first argument


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _pairs() -> list[tuple[str, dict[str, str]]]:
    entries = remarks.entries()
    pairs = [(f"{section}.{key}", texts) for section in ("words", "pieces", "reasons") for key, texts in entries[section].items()]
    return pairs + [(f"notes.{key}.{part}", one[part]) for key, one in entries["notes"].items() for part in ("message", "hint")]


@pytest.mark.parametrize(("key", "texts"), _pairs(), ids=lambda value: value if isinstance(value, str) else "")
def test_both_languages_have_the_same_blanks(key: str, texts: dict[str, str]) -> None:
    assert _blanks(texts["zh"]) == _blanks(texts["en"])
    bare = re.sub(r"正文, 附件|责任单位：|\{[^}]*\}", "", texts["en"])
    assert not CHINESE.search(bare)


def test_every_entry_is_used_and_every_use_has_one() -> None:
    used: dict[str, set[str]] = {"notes": set(), "pieces": set(), "reasons": set()}
    files = [path for part in ("graph", "ingest") for path in (ROOT / part).rglob("*.py") if path.name != "remarks.py"]
    for path in files:
        for call in (one for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in USERS and call.args:
                form = next((one.value for one in call.keywords if one.arg == "form"), call.args[0])
                used[USERS[call.func.id]] |= {str(one.value) for one in ast.walk(form) if isinstance(one, ast.Constant)}
    used["notes"] |= {"fixed", "fix-unmatched"}  # named by constants of graph/fixes/apply.py
    used["pieces"] |= {key for key in remarks.entries()["pieces"] if key.startswith("decide_")}  # named by the kind of decision
    assert {section: set(remarks.entries()[section]) - names for section, names in used.items()} == {"notes": set(), "pieces": set(), "reasons": set()}
    for section, names in used.items():
        assert set(remarks.entries()[section]) >= {name for name in names if re.fullmatch("[a-z_-]+[a-z]", name)}


NOTES = (
    (remarks.note("units-missing", number="7"), "第7项没有写明责任单位", "Item 7 names no responsible body"),
    (
        remarks.note("two-roles", number="2", unit="区教育局", roles=["RESPONSIBLE", "COOPERATE"]),
        "第2项中区教育局同时写明责任、配合，按较强的一种计", "Item 2 gives 区教育局 several roles (responsible, cooperating); the strongest counts",
    ),
    (
        remarks.note("fixed", id="F3", number="1", done=[remarks.piece("unit_added", role="牵头", unit="区教育局")], because=[]),
        "人工更正 F3：第1项增加牵头单位区教育局", "Corrected by hand F3: item 1 with 区教育局 (lead) added",
    ),
    (remarks.note("annex-known", form="annex-within", stem="甲"), "单独的附件《甲》的内容已经在这份文件中，不再单列", "What the separate annex 甲 says is in this document; it is no longer kept apart"),
)  # fmt: skip


@pytest.mark.parametrize(("note", "chinese", "english"), NOTES, ids=lambda value: getattr(value, "code", ""))
def test_a_note_is_said_in_both_languages_before_and_after_it_was_kept(note: Note, chinese: str, english: str) -> None:
    assert (note.message, remarks.told(note, "zh")[0], remarks.told(note, "en")[0]) == (chinese, chinese, english)
    kept = json.loads(json.dumps({"code": note.code, "message": note.message, "hint": note.hint, "span": None, "fields": note.fields}))
    assert remarks.retold(kept, "en")["message"] == english
    assert "fields" not in remarks.retold(kept, "zh")


def test_fields_of_notes_are_kept_with_a_file() -> None:
    note = remarks.note("units-missing", (3, 9), number="7")
    whole = replace(extraction(()), notes=(note,))
    again = unpack(json.loads(json.dumps(pack(whole))), whole.text)
    assert (again.notes[0], again.notes[0].fields) == (note, {"number": "7"})


def test_what_an_earlier_version_kept_without_fields_stays_as_it_is() -> None:
    assert remarks.retold({"code": "units-missing", "message": "第6项没有写明责任单位", "hint": "请核对"}, "en")["message"] == "第6项没有写明责任单位"
    assert remarks.retold({"code": "no-longer-known", "message": "甲", "hint": "乙"}, "en")["hint"] == "乙"


@pytest.mark.parametrize("name", remarks.entries()["reasons"])
def test_a_kept_reason_is_known_again(name: str) -> None:
    texts = remarks.entries()["reasons"][name]
    fields = {blank: "12" if blank in ("items", "labels", "year") else "区教育局、各街镇" for blank in _blanks(texts["zh"])}
    assert remarks.reason_in(remarks.reason(name, **fields), "en") == texts["en"].format(**fields)


def test_text_that_is_no_reason_of_ours_stays() -> None:
    assert remarks.reason_in("云编〔2020〕1号", "en") == "云编〔2020〕1号"
    assert remarks.layout_in("annex：table（表头：序号、任务）", "en") == "annex: table (headings: 序号、任务)"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("words: {}\nnotes: {}\npieces: {}\n", "notes"),
        ("words: {a: {zh: 甲}}\nnotes: {}\npieces: {}\nreasons: {}\n", "words.a"),
        ("words: {}\nnotes: {n: {message: {zh: 甲, en: A}}}\npieces: {}\nreasons: {}\n", "notes.n"),
        ("words: {}\nnotes: {n: {message: {zh: 甲, en: A}, hint: {zh: 甲, fr: A}}}\npieces: {}\nreasons: {}\n", "notes.n"),
    ],
)
def test_a_broken_list_names_file_and_key(tmp_path: Path, text: str, names: str) -> None:
    path = tmp_path / "remarks.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        remarks.read_remarks(path)
    assert names in caught.value.message
    assert "remarks.yaml" in caught.value.message
