"""Slips of the pen in what a question is about, and what is read of a store to tell that a word is none."""

from __future__ import annotations

import pytest

from graph.store import Store
from queries import base
from queries.ask.likeness import slip_in
from queries.registry import run

PRINTED = "公布校外培训机构名单\n推进数字化转型\n开展养老服务补贴申领\n招生政策\n预付消费卡管理"


@pytest.mark.parametrize(
    ("piece", "meant"),
    [
        ("数字化转形", "数字化转型"),  # by its sound
        ("推进数字化转形", "推进数字化转型"),  # the longest part
        ("养老服务补帖申领", "养老服务补贴申领"),
        ("养老服务某贴申领", "养老服务补贴申领"),  # one character off
        ("预付消卡管理", "预付消费卡管理"),  # one character less
        ("招生政策", None),  # printed so
        ("垃圾分类", None),
        ("", None),
        ("招", None),
    ],
)
def test_slip(piece: str, meant: str | None) -> None:
    assert slip_in(piece, PRINTED) == meant


def read(store: Store, question: str) -> list[int]:
    """How many documents each statement of the answer is about."""
    answer = run("ask", store, question=question).to_json()
    assert not answer["truncated"]
    return [len(params["documents"]) for params in answer["cypher_params"] if "documents" in params]


def test_only_a_word_that_is_not_there_is_looked_for_everywhere(examples: Store) -> None:
    every = len(run("documents", examples).rows)
    assert max(read(examples, "云川区2025年谁牵头政策解读？")) < every
    assert max(read(examples, "云川区2025年谁牵头垃圾分类？")) == every


def test_no_word_is_called_missing_where_not_everything_was_read(examples: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a store with more tasks than a statement hands over the answer rests on the documents asked about, and is whole."""
    question = "云川区2025年谁牵头政策解读冠军？"
    assert "没有写到“冠军”" in run("ask", examples, question=question).to_json()["answer"]
    monkeypatch.setattr(base, "FETCH", 60)  # more than this plan has, fewer than all plans
    answer = run("ask", examples, question=question).to_json()
    assert (answer["status"], answer["truncated"]) == ("unknown", False)
    assert "没有写到“政策解读、冠军”" in answer["answer"]
