"""Subjects of running text, by the rules of the extraction format."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.draft import Context
from ingest.mapped import Mapped
from ingest.prose import duties

R, L, C = "RESPONSIBLE", "LEAD", "COOPERATE"

SENTENCES: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    ("区政府各部门、街道要完善目录。", [("区政府各部门", R, None), ("街道", R, None)]),
    ("区教育局应当在9月底前公布名单。", [("区教育局", R, "9月底前")]),
    ("年内区政府各部门图文解读率不得低于70%。", [("区政府各部门", R, "年内")]),
    ("区政府年内邀请市民代表列席会议不少于2次。", [("区政府", R, "年内")]),
    ("区卫健局每日公布门诊情况。", [("区卫健局", R, "每日")]),
    ("区政府委托第三方机构开展评估。", [("区政府", R, None)]),
    ("区政府办公室适时委托第三方机构评估。", [("区政府办公室", R, None)]),
    ("目录由区政府办公室会同有关部门拟定。", [("区政府办公室", L, None), ("有关部门", C, None)]),
    ("由党政办牵头，社区平安办、营商办配合，11月底前完成。", [("党政办", L, "11月底前"), ("社区平安办", C, "11月底前"), ("营商办", C, "11月底前")]),
    ("政策起草部门或业务主管部门负责解答问题。", [("政策起草部门", R, None), ("业务主管部门", R, None)]),
    ("教育、卫生健康等主管部门要列出清单。", [("教育、卫生健康等主管部门", R, None)]),
    ("税务、就业领域相关部门要加强沟通，配合做好推送。", [("税务、就业领域相关部门", R, None), ("税务、就业领域相关部门", C, None)]),
    ("涉及民心工程的区相关部门要配合市政府牵头部门，开展问卷调查。", [("区相关部门", C, None), ("市政府牵头部门", L, None)]),
    ("未涉及上述领域的其他部门要自行确定重点。", [("其他部门", R, None)]),
    ("各预算单位拟采用单一来源方式采购的，在采购前应予公示。", [("各预算单位", R, None)]),
    ("区司法局报请区政府发文的，应填写申请单。", [("区司法局", R, None)]),
    ("区政府各部门主要负责人要亲自过问。", [("区政府各部门", R, None)]),
    ("有关单位应及时更新，区司法局将组织抽查。", [("有关单位", R, None), ("区司法局", R, None)]),
    ("区民政局和各街道要强化指导。", [("区民政局", R, None), ("各街道", R, None)]),
    ("各街道应协助核实情况。", [("各街道", R, None)]),
    # nothing to be had from these
    ("政府网站要开放留言功能。", []),
    ("区政府网站要开放留言功能。", []),
    ("专区还要提供现场解读。", []),
    ("有条件的单位可以开展直播。", []),
    ("鼓励各部门开展直播。", []),
    ("督促各机构公布收费标准。", []),
    ("配合市主管部门做好梳理。", []),
    ("对考核落后的单位，要公开通报。", []),
    ("主要领导年内至少听取1次汇报。", []),
    ("完善主要领导亲自抓的机制。", []),
    ("政策解读应当根据文件类型选用形式。", []),
    ("制定政策应当听取行业协会意见。", []),
    ("加强重要领域信息公开，积极响应需求。", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_sentence(text: str, expected: list[tuple[str, str, str | None]], marked: Callable[[str], tuple[Mapped, Context]]) -> None:
    value, context = marked(text)
    found = [(d.mention.printed, d.role, d.when.printed if d.when else None) for d in duties(value, context, 2024)]
    assert sorted(found, key=str) == sorted(expected, key=str)
