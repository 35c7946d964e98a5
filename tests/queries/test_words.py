"""The word list: complete in both languages, and refused when it is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from graph.errors import DataFileError, UsageError
from queries import QUERIES
from queries.words import LANGUAGES, default_path, load_words, read_words

GOOD = "columns: {a: {zh: 甲, en: A}}\nvalues: {}\nmarks: {}\nsentences: {s: {zh: '{x}项', en: '{x} items'}}\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_a_heading(lang: str) -> None:
    words = load_words(lang)
    for query in QUERIES:
        for column in query.columns:
            assert (column.label or column.name) in words.columns, f"{query.name}.{column.name}"


def test_both_languages_fill_the_same_blanks() -> None:
    chinese, english = (load_words(lang) for lang in LANGUAGES)
    for key, sentence in chinese.sentences.items():
        assert set(re.findall(r"\{(\w+)\}", sentence)) >= set(re.findall(r"\{(\w+)\}", english.sentences[key])), key


def test_chinese_has_no_english_and_the_other_way_round() -> None:
    chinese, english = (load_words(lang) for lang in LANGUAGES)
    for mine, other in ((chinese, english), (english, chinese)):
        assert list(mine.columns) == list(other.columns)
    assert not [text for text in english.columns.values() if re.search("[\u4e00-\u9fff]", text)]
    assert not [text for text in english.values.values() if re.search("[\u4e00-\u9fff]", text)]


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(GOOD, encoding="utf-8")
    words = read_words(path, "zh")
    assert (words.column("a"), words.column("b"), words.say("s", x=3)) == ("甲", "b", "3项")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (GOOD + "more: {}\n", "more"),
        (GOOD.replace("en: A", "fr: A"), "columns.a"),
        (GOOD.replace(", en: A", ""), "columns.a"),
        (GOOD.replace("values: {}", "values: []"), "values"),
        (GOOD.replace("values: {}", "values: {yes: {zh: 是, en: Y}}"), "values"),
        ("columns: [", "words.yaml"),
    ],
)
def test_a_broken_list_names_file_and_key(tmp_path: Path, text: str, names: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read_words(path, "zh")
    assert names in caught.value.message
    assert "words.yaml" in caught.value.message


@pytest.mark.parametrize(
    ("key", "fields", "said"),
    [
        ("documents_doubts", {"document": "plan", "count": 1}, "plan: 1 doubtful point."),
        ("documents_doubts", {"document": "plan", "count": 21}, "plan: 21 doubtful points."),
        ("owners_unassigned", {"count": 1, "numbers": "3"}, "1 task names no body: 3."),
        ("owners_unassigned", {"count": 2, "numbers": "3, 4"}, "2 tasks name no body: 3, 4."),
    ],
)
def test_english_counts_one_as_one(key: str, fields: dict[str, Any], said: str) -> None:
    assert load_words("en").say(key, **fields) == said


def test_unknown_language() -> None:
    with pytest.raises(UsageError):
        load_words("fr")


def test_the_list_stands_beside_its_renderer() -> None:
    assert default_path().is_file()
