"""Questions in words over the example documents, as a table; the answer of each was read from the documents."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.store import Store
from queries.registry import run

HERE = Path(__file__).parent
KEYS = {"question", "status", "value", "numbers", "says", "choices"}


@lru_cache(maxsize=2)
def cases(table: str = "ask_questions.yaml") -> tuple[dict[str, Any], ...]:
    found = tuple(yaml.load((HERE / table).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    assert all(set(case) <= KEYS for case in found)
    return found


def ask(store: Store, question: str) -> dict[str, Any]:
    return run("ask", store, question=question).to_json()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["question"])
def test_question(examples: Store, case: dict[str, Any]) -> None:
    check(ask(examples, case["question"]), case)


@lru_cache(maxsize=1)
def forms() -> tuple[tuple[str, str], ...]:
    """(plain question, the same otherwise)."""
    table = yaml.load((HERE / "ask_forms.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple((case["plain"], form) for case in table for form in case["forms"])


@pytest.mark.parametrize(("question", "form"), forms())
def test_a_form_of_speech_asks_what_the_plain_question_asks(examples: Store, question: str, form: str) -> None:
    plain, other = ask(examples, question), ask(examples, form)
    assert plain["status"] == other["status"] == "answered", other["answer"]
    assert other["value"] == plain["value"], other["answer"]
    assert {row.get("task") for row in other["rows"]} == {row.get("task") for row in plain["rows"]}, other["answer"]


@pytest.mark.shared
@pytest.mark.parametrize("case", cases("ask_corpus_questions.yaml"), ids=lambda case: case["question"])
def test_question_about_real_documents(corpus: Store, case: dict[str, Any]) -> None:
    check(ask(corpus, case["question"]), case)


def check(got: dict[str, Any], case: dict[str, Any]) -> None:
    """The answer is what the table says; an answer that is unknown offers nothing."""
    if got["status"] == "unknown":
        assert not got["value"]
    assert got["status"] == case.get("status", "answered"), got["answer"]
    if "value" in case:
        expected = case["value"]
        if isinstance(expected, list):
            assert set(got["value"]) == set(expected), got["answer"]
            assert len(set(got["value"])) == len(got["value"])
        else:
            assert got["value"] == expected, got["answer"]
            assert type(got["value"]) is type(expected)
    if "numbers" in case:
        assert {row["number"] for row in got["rows"] if row.get("reach", "direct") == "direct"} == set(case["numbers"]), got[
            "answer"
        ]
    for words in case.get("says", ()):
        assert words in got["answer"]
    assert len(got["choices"]) >= case.get("choices", 0)


@pytest.mark.parametrize("case", cases()[::6], ids=lambda case: case["question"])
def test_answers_are_complete_and_the_same_each_time(examples: Store, case: dict[str, Any]) -> None:
    one, two = ask(examples, case["question"]), ask(examples, case["question"])
    assert json.dumps(one, ensure_ascii=False) == json.dumps(two, ensure_ascii=False)
    assert one["question"] == case["question"]
    assert one["answer"].strip()
    assert one["status"] in ("answered", "unknown", "ambiguous")
    assert {column["name"] for column in one["columns"]} <= set(one["rows"][0]) if one["rows"] else True


@pytest.mark.parametrize(
    "question",
    ["？", "''", "第项", "云川区", "谁", "<U><D>", "a" * 500, "多少" * 50, "第999999项", "%s {x} \\1 \0", "？？？谁？？？"],
)
def test_odd_questions_are_no_errors(examples: Store, question: str) -> None:
    assert ask(examples, question)["status"] in ("answered", "unknown", "ambiguous")


def test_an_empty_store_knows_nothing(tmp_path: Path) -> None:
    from graph.store import open_store

    with open_store(str(tmp_path / "empty.lb"), write=True):
        pass
    with open_store(str(tmp_path / "empty.lb")) as store:
        assert ask(store, "谁牵头政策解读？")["status"] == "unknown"
