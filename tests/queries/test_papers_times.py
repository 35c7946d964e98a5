"""What papers say of times: periods of one demand, and who has a day of the calendar."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from docx import Document

from graph.store import Store
from queries.base import Session
from queries.papers import export
from queries.papers.facts import gather
from tests.queries.conftest import loaded

HEAD = "2024年云川区政务公开工作要点\n\n"


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[str], AbstractContextManager[Store]]:
    """A store with one plan of these items."""

    def read(items: str) -> AbstractContextManager[Store]:
        path = tmp_path / "yunchuan-2024.txt"
        path.write_text(HEAD + items, "utf-8")
        return loaded(tmp_path / "times.lb", [path])

    return read


@pytest.mark.parametrize(
    ("content", "when", "every"),
    [
        ("收到提问后3个工作日内答复。", "收到提问后3个工作日内（见正文）", "收到提问后3个工作日内（见正文）"),  # all that the item asks
        ("开设网上咨询。简单问题要在1个工作日内答复。建立转办机制。", "见正文", "1个工作日内（见正文）"),  # one demand of several
        ("完善信息发布。按月更新公交线路。", "见正文", "按月（见正文）"),
        ("开设网上咨询。8月开展评估。", "8月（见正文）", "8月（见正文）"),
    ],
)
def test_the_period_of_one_demand_is_not_that_of_the_item(
    content: str, when: str, every: str, reading: Callable[[str], AbstractContextManager[Store]]
) -> None:
    with reading(f"1.优化互动渠道。{content}（责任单位：区教育局）\n\n2.做好培训。（责任单位：区司法局）\n") as store:
        file = export("breakdown", store, document="yunchuan-2024").content
        assert isinstance(file, bytes)
        word = Document(io.BytesIO(file))
        assert [row.cells[4].text for row in word.tables[0].rows if row.cells[0].text == "1"] == [when]
        assert any(paragraph.text.startswith("只写“见正文”的") for paragraph in word.paragraphs) == (when == "见正文")
        facts = gather(Session(store, limit=0), [], [], [])
        assert [task["every"] for task in facts.tasks.values() if task["number"] == "1"] == [every]


def test_an_event_says_the_role_once(reading: Callable[[str], AbstractContextManager[Store]]) -> None:
    with reading("1.开放活动。8月集中开放。（责任单位：各街镇）\n\n2.做好培训。（责任单位：区司法局）\n") as store:
        file = export("calendar", store, district="云川区").content
        assert isinstance(file, bytes)
        text = file.replace(b"\r\n ", b"").decode("utf-8")
        assert "单位：各街镇（责任）" in text
        assert "责任：各街镇（责任）" not in text
