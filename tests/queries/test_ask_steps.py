"""The steps in which names are found in a question."""

from __future__ import annotations

import pytest

from graph.store import Store
from queries.ask.known_names import load_known
from queries.ask.link import STEPS, steps
from queries.ask.linked import Linked, Search
from queries.ask.patterns import load_patterns
from queries.base import Session


def read(store: Store, question: str) -> dict[str, str]:
    """The name of each step -> the question behind it."""
    patterns = load_patterns()
    return dict(steps(question, Search(load_known(Session(store), patterns), patterns, Linked("zh"))))


@pytest.mark.parametrize(
    ("step", "question", "before", "behind"),
    [
        ("titles", "《要点》第3项谁牵头", "《要点》第3项谁牵头", "要点第3项谁牵头"),
        ("slips", "云川区第3像谁牵头", "云川区第3像谁牵头", "云川区第3项谁牵头"),
        ("quotes", "“政府开放月”谁牵头", "“政府开放月”谁牵头", "<Q>谁牵头"),
        ("days", "9.30前要完成哪些", "9.30前要完成哪些", "9月30日前要完成哪些"),
        ("numbers", "第3项谁牵头", "第3项谁牵头", "<N>谁牵头"),
        ("names", "云川区教育局有哪些任务", "云川区教育局有哪些任务", "<D><U>有哪些任务"),
        ("time", "云川区8月有哪些任务", "<D>8月有哪些任务", "<D><W>有哪些任务"),
        ("years", "云川区2025年有哪些任务", "<D>2025年有哪些任务", "<D><Y>有哪些任务"),
        ("bare", "云川区3项谁牵头", "<D>3项谁牵头", "<D><N>谁牵头"),
    ],
)
def test_a_step_does_one_thing(examples_embedded: Store, step: str, question: str, before: str, behind: str) -> None:
    texts = read(examples_embedded, question)
    names = [name for name, _ in STEPS]
    assert list(texts) == names
    at = names.index(step)
    assert (texts[names[at - 1]] if at else question, texts[step]) == (before, behind)
