"""Text without white space that knows where it stands, and the shortcuts by which it is searched."""

from __future__ import annotations

import random
import re
import unicodedata
from itertools import pairwise

import pytest

from ingest.deadlines import times
from ingest.lines import flow
from ingest.mapped import Mapped, fold, join, mapped
from ingest.source import Source
from ingest.words import load_words

TEXT = "　　区教育局、区人力资源\n  社会 保障局\u200b牵头。\r\n（１）各街镇：８月底前"


def naive(start: int, end: int) -> list[int]:
    """Offsets of what stands in TEXT from start to end, looked at one by one."""
    return [i for i in range(start, end) if not TEXT[i].isspace() and unicodedata.category(TEXT[i]) != "Cf"]


def offsets(text: Mapped) -> list[int]:
    return [text.offset(i) for i in range(len(text))]


@pytest.mark.parametrize(("start", "end"), [(0, len(TEXT)), (0, 2), (0, 5), (3, 16), (12, 14), (5, 5), (20, 30), (len(TEXT) - 3, len(TEXT))])
def test_every_piece_knows_its_offsets(start: int, end: int) -> None:
    piece, expected = mapped(TEXT, start, end), naive(start, end)
    assert offsets(piece) == expected
    assert piece.printed == "".join(TEXT[i] for i in expected)
    assert piece.text == fold(piece.printed)
    assert piece.span == ((expected[0], expected[-1] + 1) if expected else (0, 0))
    assert piece.gaps() == [n for n, (a, b) in enumerate(pairwise(expected), 1) if b != a + 1]


def test_pieces_joined_and_cut() -> None:
    one, two, three = mapped(TEXT, 2, 6), mapped(TEXT, 6, 14), mapped(TEXT, 24, 27)
    near, far = one + two, join([one, three], TEXT)
    assert (near.text, near.pieces(), near.span) == ("区教育局、区人力资源", (), (2, 12))
    assert (far.text, far.pieces(), far.span) == (one.text + three.text, (one.span, three.span), (2, three.span[1]))
    assert (far[2:].printed, offsets(far[2:])) == (far.printed[2:], offsets(far)[2:])
    assert far.gaps() == [len(one)]
    assert join([], TEXT).text == join([mapped(TEXT, 0, 2)], TEXT).text == ""


def test_white_space_and_line_ends_between_characters() -> None:
    whole = mapped(TEXT, 0, len(TEXT))
    assert [whole.text[i] for i in whole.gaps() if whole.spaced(i)] == ["保"]
    assert [whole.text[i] for i in whole.gaps() if whole.broken(i)] == ["社", "（"]


def test_folded_forms_keep_offsets() -> None:
    assert fold("（１）Ａ：∶;⼾,〜ｚ") == "（1）A：：；户，～z"


def test_lines_are_what_stands_between_line_ends() -> None:
    found = flow(Source("a.txt", "", "txt", TEXT)).lines
    assert [(line.text, line.indent, line.body.span) for line in found] == [
        ("区教育局、区人力资源", 4, (2, 12)), ("社会保障局牵头。", 2, (15, 25)), ("（1）各街镇：8月底前", 0, (27, len(TEXT))),
    ]  # fmt: skip


def test_labels_are_those_that_a_plain_search_finds() -> None:
    words, pick = load_words(), random.Random(5)
    bits = ["责任单位", "牵头", "配合", "部门", "：", "：", "（", "）", "，", "。", "区教育局", "完成时限", "8月底前", "主要任务", "科室", "认领", "责任人", "、", "及", "各", "甲"]
    for _ in range(3000):
        text = "".join(pick.choice(bits) for _ in range(pick.randint(0, 14)))
        assert [m.span() for m in words.labels(text)] == [m.span() for m in words.label.finditer(text)], text


def test_no_time_is_lost_to_the_first_look() -> None:
    every = re.compile(r"[月季年底每按逐]|[日天周时]内|[学假开期日考动议]前|\d[-./]\d")
    pick = random.Random(6)
    for _ in range(3000):
        text = "".join(pick.choice("月季日天周时内前学假12-./年底5个工作以甲") for _ in range(pick.randint(0, 7)))
        assert not times(text, 2024) or every.search(text), text
