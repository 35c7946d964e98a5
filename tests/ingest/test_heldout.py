"""Documents of many layouts and formats that were written and annotated without sight of the code: a drop fails.

What each set scored when it was read for the first time stands in docs/reading.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract import extract_file
from tests.ingest.grading import grade

FOLDER = Path(__file__).parent / "heldout"
GOLD = sorted((FOLDER / "gold").glob("*.json"))


@pytest.mark.parametrize("gold", GOLD, ids=[g.stem for g in GOLD])
def test_document(gold: Path) -> None:
    path = next((FOLDER / "documents").glob(f"{gold.stem}.*"))
    result = grade(extract_file(path), gold)
    assert result.differences == []
    assert (result.found, result.extra, result.duty_f1) == (result.tasks, 0, 1.0)


def test_every_document_has_its_answers() -> None:
    assert sorted(p.stem for p in (FOLDER / "documents").iterdir()) == [g.stem for g in GOLD]
