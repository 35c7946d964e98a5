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
    # other words, units and forms of numbers
    ("热线接通率不低于百分之九十八。", [(">=", 98, "%", None)]),
    ("每两个月开展1次自查。", [("==", 1, "次", "每两个月")]),
    ("全年新增养老床位200张。", [("==", 200, "张", "全年")]),
    ("完成老旧小区改造30万平方米。", [("==", 30, "万平方米", None)]),
    ("建成充电桩1,200个。", [("==", 1200, "个", None)]),
    ("建成1个区级中心、12个街镇分中心。", [("==", 1, "个", None), ("==", 12, "个", None)]),
    ("培训时间不应少于40学时。", [(">=", 40, "学时", None)]),
    ("公开征求意见的时间不少于30日。", [(">=", 30, "日", None)]),
    ("办理环节减少到4个以内。", [("<=", 4, "个", None)]),
    ("视频解读占比＞40％。", [(">", 40, "%", None)]),
    ("事项完成率100%。", [(">=", 100, "%", None)]),
    ("事故起数下降10%。", [(">=", 10, "%", None)]),
    ("最多跑一次。", [("<=", 1, "次", None)]),
    ("确保5个工作日内办结。", [("<=", 5, "个工作日", None)]),
    # scope, counts and years are no targets
    ("预算金额1000万元以上的项目全部公开。", []),
    ("文件起草单位要开展二次解读。", []),
    ("做好26个试点领域的公开。", []),
    ("落实2023年版标准。", []),
    ("确保6月底前完成清单。", []),
    ("确保2025年完成全部改造。", []),
    ("对投资5000万元以上项目开展督查。", []),
    ("涉及2个以上部门的事项统一受理。", []),
    ("探索建设一批示范基地。", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_targets(text: str, expected: list[tuple[str, float, str, str | None]], marked: Callable[[str], tuple[Mapped, Context]]) -> None:
    value, _ = marked(text)
    found = targets(value, lambda _: None)
    assert [(t.comparator, t.value, t.unit, t.period) for t in found] == expected


def test_the_metric_is_the_clause_without_subject_and_period(marked: Callable[[str], tuple[Mapped, Context]]) -> None:
    value, _ = marked("区教育局全年组织家长开放活动不少于4次。")
    assert [t.metric for t in targets(value, lambda _: "区教育局")] == ["组织家长开放活动"]
