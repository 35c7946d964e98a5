"""What papers say of times: periods of one demand, and who has a day of the calendar."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from docx import Document

from graph.store import Store
from queries import run
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


def test_an_event_names_whom_its_day_binds(reading: Callable[[str], AbstractContextManager[Store]]) -> None:
    """Two clauses of one item: each event has the bodies of its own, in the calendar of a place and in that of one of them."""
    text = "1.重大决策。区司法局要会同区财政局研究目录。区教育局、各街镇要于3月31日前发布事项目录。区司法局将于11月30日前公布评估结果。\n\n2.做好培训。（责任单位：区司法局）\n"
    with reading(text) as store:
        office, others = {"20241130": "区司法局（牵头）"}, {"20240331": "区教育局（责任）、各街镇（责任）"}
        for given, expected in (({"district": "云川区"}, office | others), ({"unit": "区司法局"}, office)):
            file = export("calendar", store, **given).content
            assert isinstance(file, bytes)
            events = file.replace(b"\r\n ", b"").decode("utf-8").split("BEGIN:VEVENT")[1:]
            who = {event.partition("DTSTART;VALUE=DATE:")[2][:8]: event.partition("单位：")[2].partition("\\n")[0] for event in events}
            assert who == expected


ISSUED = "2024年云川区政务公开工作要点\n云府办〔2024〕9号\n\n{}\n\n云川区人民政府办公室\n2024年4月18日\n"


def test_a_deadline_from_the_issue_has_a_day(tmp_path: Path) -> None:
    """本要点印发后30日内: with the day of issue it is a day, and everywhere said to be reckoned."""
    path = tmp_path / "yunchuan-2024.txt"
    items = "1.抓好落实。各部门要制定计划，并于本要点印发后30日内报区政府办公室。（责任单位：区教育局）\n\n2.做好培训。（责任单位：区司法局）"
    path.write_text(ISSUED.format(items), "utf-8")
    with loaded(tmp_path / "issued.lb", [path]) as store:
        answer = run("due", store, month="5", today="2024-05-01")
        assert [(str(row["due"]), row["stated"], row["due_text"]) for row in answer.rows] == [("2024-05-18", "reckoned", "本要点印发后30日内")]
        assert any("1 项的日期按文件的成文日期推算" in note for note in answer.notes)
        shown = run("show", store, task="yunchuan-2024 1")
        assert "时限表述：本要点印发后30日内（按成文日期推算为 2024-05-18）" in shown.notes
        assert shown.extra["tasks"][0]["targets"] == []  # a deadline, and nothing to be measured
        facts = gather(Session(store, limit=0), [], [], [])
        assert next(task["when"] for task in facts.tasks.values()) == "本要点印发后30日内（按成文日期推算为2024-05-18）"
