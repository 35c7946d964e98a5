"""An extraction survives being kept, and its offsets move with its text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from graph.archive import pack, shift, unpack
from graph.model import Note
from tests.graph.builders import assignment, extraction, may, target, task

FULL = replace(
    extraction(
        [
            task(
                "1.1", None, "做好一件事情。", assignments=(assignment("区司法局", due=date(2024, 5, 1), due_text="五一前", spans=((1, 2), (4, 6))),),
                targets=(target("不少于2场", 2, "场"),), **may(),
            )
        ]
    ),
    notes=(Note("a", "b", "c", (2, 3)), Note("d", "e", "f")),
    pages=(0, 4),
    layouts=("正文：列表",),
)  # fmt: skip


def test_packed_and_unpacked_is_the_same() -> None:
    record = json.loads(json.dumps(pack(FULL), ensure_ascii=False))
    assert "text" not in record
    assert record["chars"] == len(FULL.text)
    assert unpack(record, FULL.text) == FULL


def test_all_offsets_move_and_nothing_else() -> None:
    moved = shift(FULL, 100)
    (old,), (new,) = FULL.tasks, moved.tasks
    assert new.span == (old.span[0] + 100, old.span[1] + 100)
    assert new.assignments[0].spans == ((101, 102), (104, 106))
    assert new.deadlines[0].span == (100, 105)
    assert new.targets[0].span == (100, 103)
    assert [note.span for note in moved.notes] == [(102, 103), None]
    assert moved.pages == (100, 104)
    assert shift(moved, -100) == FULL
    assert shift(FULL, 0) is FULL
