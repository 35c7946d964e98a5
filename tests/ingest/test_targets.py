"""Required quantities."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.draft import Context
from ingest.mapped import Mapped
from ingest.targets import targets

CASES = [
    ("年内邀请代表列席会议不少于4次。", [(">=", 4, "次", "年内")]),
    ("各单位年内至少听取一次汇报。", [(">=", 1, "次", "年内")]),
    ("解读率不得低于60%。", [(">=", 60, "%", None)]),
    ("满意率≥95％。", [(">=", 95, "%", None)]),
    ("答复期限不得超过5个工作日。", [("<=", 5, "个工作日", None)]),
    ("收到后5个工作日内答复。", [("<=", 5, "个工作日", None)]),
    ("每季度开展不少于两场宣讲。", [(">=", 2, "场", "每季度")]),
    ("覆盖率达到80%以上。", [(">=", 80, "%", None)]),
    ("全年举办3期培训。", [("==", 3, "期", "全年")]),
    ("不少于4次，每次至少2家。", [(">=", 4, "次", None), (">=", 2, "家", None)]),
    # scope, counts and years are no targets
    ("预算金额1000万元以上的项目全部公开。", []),
    ("文件起草单位要开展二次解读。", []),
    ("做好26个试点领域的公开。", []),
    ("落实2023年版标准。", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_targets(text: str, expected: list[tuple[str, float, str, str | None]], marked: Callable[[str], tuple[Mapped, Context]]) -> None:
    value, _ = marked(text)
    found = targets(value, lambda _: None)
    assert [(t.comparator, t.value, t.unit, t.period) for t in found] == expected
