"""English answers hold no Chinese punctuation outside of the names and words that documents print, and no plural of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from graph.store import Store
from queries import QUERIES, Options, run
from queries.words import load_words

SIGNS = re.compile("[、（）．。，；：　]")
QUOTED = re.compile("“[^”]*”")
# What documents or data files print; everything else of a row is ours.
PRINTED = {"title", "content", "quote", "section", "mention", "sources", "partner_quote", "to_title", "to_content", "aliases", "description", "units", "layouts", "unit"}
WIDER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("overload", {"idle": True}),
    ("overload", {"district": "云川区", "what_if": ["yunchuan-2025 8=区民政局>区教育局", "yunchuan-2025 2=区教育局>区民政局"]}),
    ("network", {}),
    ("compare", {"district": ["云川区"]}),
    ("due", {"unit": "区教育局"}),
    ("partners", {"unit": "区教育局"}),
    ("show", {"task": "yunchuan-2023 12"}),
)
ASKED = [(query.name, query.example.params) for query in QUERIES if query.name != "ask"]  # ask answers in the language of the question


def said(answer: dict[str, Any], printed: set[str]) -> Iterator[str]:
    """Every sentence and cell that is ours, without quoted words."""
    texts = [answer["title"], *answer["notes"], *(column["label"] for column in answer["columns"])]
    for row in answer["rows"]:
        for name, value in row.items():
            if name not in PRINTED:
                texts += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    for text in texts:
        bare = QUOTED.sub("", text)
        for words in sorted(printed, key=len, reverse=True):
            bare = bare.replace(words, "")
        yield bare


def words_printed(answer: dict[str, Any]) -> set[str]:
    """Words of documents that a sentence may repeat."""
    rows = [*answer["rows"], *answer.get("tasks", ())]
    return {str(row[name]) for row in rows for name in ("title", "content", "unit") if row.get(name)}


@pytest.mark.parametrize(("name", "params"), [*ASKED, *WIDER], ids=lambda value: value if isinstance(value, str) else "")
def test_english_answers_hold_no_chinese_signs(name: str, params: dict[str, Any], examples: Store) -> None:
    answer = run(name, examples, Options(lang="en", limit=0), **params).to_json()
    assert [text for text in said(answer, words_printed(answer)) if SIGNS.search(text)] == []


@pytest.mark.parametrize(
    ("key", "fields", "expected"),
    [
        ("network_count", {"place": "A", "units": 1, "clusters": 1, "alone": 1}, "A: 1 unit, 1 cluster, 1 unit without partners."),
        ("network_count", {"place": "A", "units": 21, "clusters": 11, "alone": 0}, "A: 21 units, 11 clusters, 0 units without partners."),
        ("reason_breadth", {"themes": 1, "partners": 1}, "; 1 theme, 1 partner"),
        ("show_text", {"number": "2.1", "text": "甲"}, "2.1. 甲"),
        ("what_if_others", {"count": 1, "causes": "A"}, "Of 1 more unit only the score or rank moves, not their own tasks: they are not listed (A)."),
    ],
)
def test_one_is_no_plural(key: str, fields: dict[str, Any], expected: str) -> None:
    assert load_words("en").say(key, **fields) == expected


@pytest.mark.parametrize(("lang", "expected"), [("zh", "甲、乙"), ("en", "甲, 乙")])
def test_lists_are_joined_by_the_language(lang: str, expected: str) -> None:
    assert load_words(lang).listed(["甲", "乙"]) == expected
