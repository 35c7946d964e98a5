"""Forms of numbers, brackets, labels and tables in texts of our own, and texts that are no plan: what is read in each.

The cases stand in item_forms.json; what each expects was checked against its text by eye.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.model import Extraction, Task

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "item_forms.json").read_text("utf-8"))


def told(task: Task) -> dict[str, Any]:
    """What a case says of a task."""
    return {
        "key": task.key,
        "title": task.title,
        "content": task.content,
        "bodies": [f"{a.mention} {a.role}" for a in task.assignments],
        "due": task.due.isoformat() if task.due else None,
    }


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_form(read_text: Callable[..., Extraction], case: dict[str, Any]) -> None:
    assert [told(task) for task in read_text(case["text"], case["file"]).tasks] == case["tasks"]
