"""Ids: the same on every machine, different where anything differs."""

from __future__ import annotations

import re

import pytest

from graph.ids import document_id, make_id, squeeze, task_id, unit_id

DIFFERENT = [
    (("ab", "c"), ("a", "bc")),
    (("a", "b"), ("b", "a")),
    (("", "a"), ("a", "")),
    ((None,), ("",)),
    (("a",), ("a", "")),
    (("1:a",), ("a",)),
    (("a", None), ("a", "-;")),
    ((1,), (2,)),
]


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_parts_are_delimited_and_their_order_counts(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    assert make_id("task", *first) != make_id("task", *second)


def test_an_id_is_readable_and_fixed() -> None:
    """The literal holds the algorithm: a change of it would orphan every link to a task."""
    assert make_id("task", "云川区", 2024, None, "1.2") == "task:54c0b7a6de26d32c84dd"
    assert re.fullmatch(r"unit:[0-9a-f]{20}", unit_id("区教育局", "云川区", ""))


def test_a_prefix_is_a_part() -> None:
    assert make_id("a", "x").partition(":")[2] != make_id("b", "x").partition(":")[2]


DOCUMENTS = [
    ("number and title", ("云府办〔2024〕9号", "要点", "aa"), ("云府办〔2024〕9号", "要点", "bb"), True),
    ("blanks and width", ("云府办 〔２０２４〕9号", "要 点", "aa"), ("云府办〔2024〕9号", "要点", "bb"), True),
    ("another number", ("云府办〔2024〕9号", "要点", "aa"), ("云府办〔2024〕8号", "要点", "aa"), False),
    ("another title", ("云府办〔2024〕9号", "要点", "aa"), ("云府办〔2024〕9号", "计划", "aa"), False),
    ("no number, same bytes", (None, "要点", "aa"), (None, "要点", "aa"), True),
    ("no number, other bytes", (None, "要点", "aa"), (None, "要点", "bb"), False),
    ("no title", ("云府办〔2024〕9号", None, "aa"), ("云府办〔2024〕9号", None, "bb"), False),
]


@pytest.mark.parametrize(("why", "first", "second", "same"), DOCUMENTS)
def test_what_is_the_same_document(why: str, first: tuple[str, ...], second: tuple[str, ...], same: bool) -> None:
    assert (document_id(*first) == document_id(*second)) is same, why


def test_a_unit_is_one_of_its_district_and_town() -> None:
    assert len({unit_id("区教育局", "云川区", ""), unit_id("区教育局", "澜江区", ""), unit_id("区教育局", "云川区", "石桥镇")}) == 3


def test_a_task_is_one_of_its_document_and_part() -> None:
    ids = {task_id("云川区", year, document, part, "1") for year in (2023, 2024) for document in ("d", "e") for part in ("body", "annex")}
    assert len(ids) == 8


def test_squeeze() -> None:
    assert squeeze(" 云府办〔２０２４〕\u200b9 号（试行）\n") == "云府办[2024]9号(试行)"
    assert squeeze(None) == ""
