"""The documents whose answers were made by hand: a drop fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.emit import to_json
from ingest.extract import extract_file
from ingest.layouts import LAYOUTS
from tests.ingest.grading import Grade, grade

EXAMPLES = Path(__file__).parents[2] / "examples"
GOLD = sorted((EXAMPLES / "gold").glob("*.json"))
CORPUS = ("baoshan-2023", "jiading-2023", "putuo-2025", "songnan-2023", "yangpu-2021")


def document(gold: Path) -> Path:
    """The example that a gold file is about."""
    return next((EXAMPLES / "documents").glob(f"{gold.stem}.*"))


def flawless(result: Grade) -> None:
    """Nothing differs."""
    assert result.differences == []
    assert result.found == result.tasks
    assert result.duty_f1 == 1.0


def test_there_are_examples_of_every_layout() -> None:
    layouts = {t.layout for gold in GOLD for t in extract_file(document(gold)).tasks}
    assert layouts | {"unnumbered"} == {layout.name for layout in LAYOUTS}  # the rare one: test_item_forms.py


@pytest.mark.parametrize("gold", GOLD, ids=[g.stem for g in GOLD])
def test_example(gold: Path) -> None:
    flawless(grade(extract_file(document(gold)), gold))


@pytest.mark.shared
@pytest.mark.parametrize("stem", ["jiading-2023", "putuo-2025"])
def test_corpus_gold(stem: str, shared: Path) -> None:
    flawless(grade(extract_file(shared / "corpus" / f"{stem}.txt"), shared / "gold" / f"{stem}.json"))


# What the documents without a gold file state, counted by hand.
COUNTS = [
    ("baoshan-2023", 88, 348),
    ("yangpu-2021", 25, 47),
    ("songnan-2023", 21, 0),
]


@pytest.mark.shared
@pytest.mark.parametrize(("stem", "tasks", "duties"), COUNTS)
def test_corpus_counts(stem: str, tasks: int, duties: int, shared: Path) -> None:
    found = extract_file(shared / "corpus" / f"{stem}.txt")
    assert len(found.tasks) == tasks
    assert sum(a.basis != "issuer" for t in found.tasks for a in t.assignments) == duties
    assert found.coverage.read > 0.7


# Items that print two deadlines which differ: document, number, and (words, kind, whom it binds) of each.
TWO_DEADLINES = [
    ("baoshan-2023", "29", [("全年", "year", None), ("3月底前", "point", None)]),
    ("baoshan-2023", "37", [("12月", "window", None), ("次年第一季度", "window", None)]),
    ("baoshan-2023", "38", [("5月底前", "point", None), ("本工作要点发布后30天内", "trigger", "各单位")]),
]


@pytest.mark.shared
@pytest.mark.parametrize(("stem", "key", "expected"), TWO_DEADLINES, ids=[t[1] for t in TWO_DEADLINES])
def test_two_deadlines(stem: str, key: str, expected: list[tuple[str, str, str | None]], shared: Path) -> None:
    found = extract_file(shared / "corpus" / f"{stem}.txt")
    row = next(t for t in found.tasks if t.part == "annex" and t.key == key)
    assert [(d.text, d.kind, d.subject) for d in row.deadlines] == expected


@pytest.mark.shared
def test_targets_bind_their_own_subject(shared: Path) -> None:
    found = extract_file(shared / "corpus" / "jiading-2023.txt")
    row = next(t for t in found.tasks if t.key == "60")
    assert [(t.comparator, t.value, t.unit, t.subject, t.period) for t in row.targets] == [
        (">=", 4, "次", "区政府", "年内"),
        (">=", 1, "次", "各单位", "年内"),
    ]


@pytest.mark.shared
def test_a_town_that_binds_itself_is_responsible_for_each_task(shared: Path) -> None:
    found = extract_file(shared / "corpus" / "songnan-2023.txt")
    assert {(a.role, a.basis, a.mention) for t in found.tasks for a in t.assignments} == {
        ("RESPONSIBLE", "issuer", "上海市宝山区淞南镇人民政府")
    }


@pytest.mark.shared
@pytest.mark.parametrize("stem", CORPUS)
def test_offsets_quote_the_file(stem: str, shared: Path) -> None:
    found = extract_file(shared / "corpus" / f"{stem}.txt")
    for task in found.tasks:
        for a in task.assignments:
            pieces = a.spans or (a.span,)
            quoted = "".join("".join(found.text[s:e].split()) for s, e in pieces)
            assert quoted.replace("*", "") == a.mention


@pytest.mark.parametrize("gold", GOLD, ids=[g.stem for g in GOLD])
def test_the_same_bytes_give_the_same_bytes(gold: Path) -> None:
    first, second = (json.dumps(to_json(extract_file(document(gold))), ensure_ascii=False) for _ in range(2))
    assert first == second
