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
