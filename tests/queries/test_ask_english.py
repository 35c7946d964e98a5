"""English words as the Chinese words of such documents."""

from __future__ import annotations

import pytest

from queries.ask.english import normal, turned, vocabulary
from queries.ask.patterns import load_patterns
from queries.ask.wording import translated

WORDS = vocabulary(
    {"标准目录": "standard catalog; catalog of standards", "目录": "catalog", "评估": "evaluate~", "": "carry+"},
    {"教育局": "education", "农业农村委": "agriculture and rural affairs"},
    ["bureau", "commission"],
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("catalogue", "catalogs"),
        ("centre", "centers"),
        ("digitalisation", "digitalization"),
        ("organised", "organized"),
        ("labour", "labor"),
        ("enrolment", "enrollments"),
        ("policies", "policy"),
        ("searches", "search"),
        ("buses", "bus"),
        ("programme", "programs"),
    ],
)
def test_spellings_and_numbers_are_one_word(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), [("news", "new"), ("parking", "park"), ("housing", "house"), ("basis", "base")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize(
    ("text", "phrases", "words"),
    [
        ("the standard catalogues", "the 标准目录", "the standard 目录"),
        ("a catalogue of the standards", "a 标准目录", "a 目录 of the standards"),
        ("bureau of education's catalog", "教育局 catalog", "bureau of education's 目录"),
        ("agriculture & rural affairs commission", "agriculture & rural affairs commission", "agriculture & rural affairs commission"),
        ("agriculture and rural affairs commission", "农业农村委", "agriculture and rural affairs commission"),
        ("evaluates evaluated evaluating", "evaluates evaluated evaluating", "评估 评估 评估"),
        ("carries carried", "carries carried", "carried"),
        ("云川区 catalogs", "云川区 catalogs", "云川区 目录"),
    ],
)
def test_phrases_and_words_become_chinese(text: str, phrases: str, words: str) -> None:
    assert turned(text, WORDS.phrases).split() == phrases.split()
    assert turned(text, WORDS.words).split() == words.split()


@pytest.mark.parametrize("text", ["what", "who leads blockchain in 云川区", "", "???", "a" * 400, "of of of the the"])
def test_any_english_is_read_without_an_error(text: str) -> None:
    assert isinstance(translated(text, load_patterns()), str)


def test_words_that_no_list_knows_stay() -> None:
    assert "blockchain" in translated("who is responsible for blockchain", load_patterns())


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("which came out last", "哪份文件印发得最晚"),
        ("who leads item 3 in part two", "谁牵头 第二部分第3项"),
        ("part three item 1", "第三部分 第1项"),
        ("part four", "第四部分"),
        ("section five", "第五部分"),
        ("chapter 6", "第六部分"),
        ("which units are named together with 区教育局", "谁和区教育局一起"),
        ("invite citizens at least twice", "邀请公众代表 至少2次"),
        ("at least once", "至少1次"),
        ("which theme has the most tasks", "哪个主题任务最多"),
        ("which month is the busiest", "哪个月到期任务最多"),
        ("in the same month", "是否在同一个月"),
        ("not year-round", "不是全年的"),
        ("who are the partners of 区教育局", "合作单位 区教育局"),
        ("tasks with no named unit, only collectives", "任务 只写了统称"),
        ("until when", "什么时候完成"),
        ("how many districts", "有多少个区"),
        ("which month will 第2项", "什么时候完成 第2项"),
        ("which plan was issued last", "哪个文件最晚印发"),
        ("which department does 区教育局 work most often with", "区教育局和谁合作最多"),
        ("how many themes", "多少个主题"),
        ("no counterpart", "没有对应来源"),
        ("which documents are there", "收录了哪些文件"),
        ("how many documents", "收录了几份文件"),
        ("assigned only to collectives", "只写了统称"),
        *((f"{word} tasks", f"{number} 任务") for word, number in (("four", 4), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9), ("ten", 10))),
    ],
)
def test_phrases_of_questions(text: str, becomes: str) -> None:
    assert translated(text, load_patterns()).split() == becomes.split()
