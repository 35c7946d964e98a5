"""Kinds of questions in words: each is one module, one line of the registry and its frames, and nothing else."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from graph.store import Store
from queries.ask import question
from queries.ask.asked import Asked, Kind
from queries.ask.patterns import Rule, load_patterns
from queries.ask.registry import KINDS
from queries.ask.reply import Reply
from queries.registry import run


def test_each_frame_names_a_kind_and_each_kind_has_a_frame() -> None:
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names) > 20
    assert {frame.name for frame in load_patterns().frames} == set(names)


def test_what_is_told_apart_within_a_kind_is_known_to_it() -> None:
    told = {kind: {rule.name for rule in rules} for kind, rules in load_patterns().details.items()}
    assert told == {kind.name: set(kind.details) for kind in KINDS if kind.details}


def test_kinds_are_one_literal_tuple(root: Path) -> None:
    tree = ast.parse((root / "queries/ask/registry.py").read_text(encoding="utf-8"))
    (value,) = (node.value for node in tree.body if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "KINDS")
    assert isinstance(value, ast.Tuple)
    assert all(isinstance(one, ast.Attribute) and one.attr.lower() == kind.name for one, kind in zip(value.elts, KINDS, strict=True))


def test_no_code_asks_for_a_kind_by_its_name(root: Path) -> None:
    """What is so of some kinds only is a field of theirs."""
    asking = re.compile(r"asked\.kind\.name|asked\.kind (is|in|==|!=) (?!NOT_UNDERSTOOD)")
    modules = sorted((root / "queries" / "ask").glob("*.py"))
    assert sum("asked.kind." in path.read_text(encoding="utf-8") for path in modules) > 2
    assert [path.name for path in modules if asking.search(path.read_text(encoding="utf-8"))] == []


def _longest(asked: Asked) -> Reply:
    """The longest title of each place."""
    titles = [max((task["title"] for task in asked.facts.tasks(place)), key=len) for place in asked.places]
    return Reply(asked.join(titles), titles, [])


def test_a_new_kind_is_a_kind_and_a_frame(examples_embedded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As docs/ask.md says; without the two the question is another one."""
    asked = "云川区2025年标题最长的任务是哪一项"
    before = run("ask", examples_embedded, question=asked).to_json()
    patterns = load_patterns()
    frame = Rule("longest", any=(re.compile("标题最长"),))
    monkeypatch.setattr(question, "KINDS", (*KINDS, Kind("longest", _longest, ("tasks",), narrowed_by="quotes", any_sort=True)))
    monkeypatch.setattr(question, "load_patterns", lambda: replace(patterns, frames=(frame, *patterns.frames)))
    after = run("ask", examples_embedded, question=asked).to_json()
    assert after["status"] == "answered"
    assert len(after["value"]) == 1
    assert after["value"] != before["value"]
