"""Units × themes on the made graph: every number can be counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import UnknownName
from graph.store import Store
from queries import run

WANTED = {
    ("区教育局", "政策解读"): (1, 1, 0, 0),
    ("区教育局", "政府开放活动"): (1, 0, 1, 0),
    ("区教育局", "教育"): (1, 0, 1, 0),  # item 1 has 教育 as its second theme and does not count here
    ("区教育局", "重大行政决策"): (1, 0, 0, 1),
    ("区民政局", "政府开放活动"): (1, 0, 0, 1),
    ("区民政局", "养老托育与社会保障"): (1, 0, 1, 0),
    ("区卫生计生委", "卫生健康"): (1, 0, 1, 0),
    ("区政府办公室", "重大行政决策"): (1, 1, 0, 0),
    ("各部门", "政策解读"): (2, 0, 2, 0),
    ("各部门", "培训"): (1, 0, 0, 1),
    ("相关部门", "行政执法"): (1, 0, 0, 1),
    ("相关部门", "培训"): (1, 0, 1, 0),
    ("各街镇", "政府开放活动"): (1, 0, 1, 0),
}  # (unit, theme) -> tasks, of these led, responsible, cooperating


def test_matrix(small: Store) -> None:
    rows = run("matrix", small, district="云川").rows
    assert {(row["unit"], row["theme"]): (row["count"], row["lead"], row["responsible"], row["cooperate"]) for row in rows} == WANTED
    assert all(len(row["tasks"]) == row["count"] == len(row["numbers"]) for row in rows)


@pytest.mark.parametrize(
    ("params", "tasks"),
    [
        ({"unit": "区教育局", "theme": "政策解读"}, {"1"}),
        ({"unit": "区教育局", "theme": "教育"}, {"7.1"}),
        ({"unit": "各部门", "theme": "政策解读"}, {"1", "2"}),
        ({"unit": "区教育局"}, {"1", "4", "7.1", "9"}),
        ({"theme": "培训"}, {"10"}),
        ({"theme": "none"}, set()),
    ],
)
def test_a_cell_lists_its_duties(small: Store, params: dict[str, Any], tasks: set[str]) -> None:
    rows = run("matrix", small, district="云川区", each=True, **params).rows
    assert {row["number"] for row in rows} == tasks


def test_an_unknown_theme_is_told(small: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        run("matrix", small, theme="教遇")
    assert "教育" in caught.value.nearest
