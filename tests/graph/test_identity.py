"""Which document an extraction belongs to."""

from __future__ import annotations

from typing import Any

import pytest

from graph.identity import JOINT, Stored, combine, completeness, own_id, plan
from graph.model import Extraction, Task
from tests.graph.builders import annex_file, extraction, task

BODY = [task("1", "招生", "公布招生办法和学区范围。", "区教育局")]
ANNEX = [task("1", "招生", "公布招生办法和学区范围。", "区教育局", "annex")]


def stored(*parts: Extraction) -> Stored:
    return Stored(own_id(parts[0]), "stem", "云川区", parts)


COMPLETENESS: list[tuple[str, list[Task], dict[str, Any], str]] = [
    ("body only", BODY, {}, "body"),
    ("both", [*BODY, *ANNEX], {}, "both"),
    ("no task", [], {}, "body"),
    ("a table alone", ANNEX, {"doc_no": None, "issuer": None}, "annex"),
    ("a notice whose tasks all stand in its table", ANNEX, {"doc_no": None}, "both"),
]


@pytest.mark.parametrize(("why", "tasks", "particulars", "expected"), COMPLETENESS)
def test_completeness(why: str, tasks: list[Task], particulars: dict[str, Any], expected: str) -> None:
    assert completeness([extraction(tasks, **particulars)]) == expected, why


TITLES = [
    ("2024年云川区政务公开工作要点任务分解表", True),
    ("附件：2024年云川区政务公开工作要点任务分解表", True),
    ("2024年澜江市云川区政务公开工作要点责任分工方案", True),
    ("《2024年云川区政务公开工作要点》", True),
    ("云川区2024年度政务公开工作要点分工表", True),
    ("2024年云川区政务公开重点工作清单", True),
    ("2024年云川区信访工作要点任务分解表", False),
    ("任务分解表", False),
    (None, False),
]


@pytest.mark.parametrize(("title", "joins"), TITLES)
def test_an_annex_is_called_after_its_plan(title: str | None, joins: bool) -> None:
    found = plan(annex_file(ANNEX, title=title), [stored(extraction(BODY))])
    assert (len(found.parts) == 2) is joins


def test_an_annex_for_which_no_year_is_known_stands_alone() -> None:
    found = plan(annex_file(ANNEX, year=None), [stored(extraction(BODY, year=None))])
    assert len(found.parts) == 1


def test_a_second_file_of_the_same_title_is_pointed_out() -> None:
    found = plan(extraction(BODY, doc_no=None, path="b.txt"), [stored(extraction(BODY, doc_no=None, path="a.txt"))])
    assert found.new
    assert [note.code for note in found.notes] == ["same-title"]


def test_a_new_number_for_a_file_takes_the_place_of_the_old_document() -> None:
    old = stored(extraction(BODY, doc_no=None))
    found = plan(extraction(BODY), [old])
    assert (found.new, found.remove, found.stem) == (False, (old.id,), "stem")
    assert found.id == own_id(extraction(BODY))


def test_the_same_bytes_from_another_place_are_the_same_document() -> None:
    old = extraction(BODY, doc_no=None, path="a.txt", sha256="f" * 64)
    found = plan(extraction(BODY, doc_no=None, path="b.txt", sha256="f" * 64), [stored(old)])
    assert (found.new, found.kept) == (False, False)


def test_the_joint_text_keeps_every_offset() -> None:
    body, annex = extraction(BODY, text="正文的字"), annex_file(ANNEX, text="附件里的一些字")
    whole = combine([body, annex])
    assert whole.text == "正文的字" + JOINT + "附件里的一些字"
    start = whole.tasks[1].span[0]
    assert whole.text[start : start + 2] == "附件"
    assert (whole.document, whole.coverage.chars) == (body.document, 11)
