"""To whom a document goes and to whom results are sent: data of the document and of the task."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.model import Extraction
from ingest.emit import to_json

HEAD = (
    "云川区人民政府办公室关于印发《2025年云川区政务公开工作要点》的通知\n各街道办事处、镇政府，区政府各委、办、局：\n"
    "请各单位于每季度末将进展情况报区政府办公室政务公开科。\n云川区人民政府办公室\n2025年4月18日\n2025年云川区政务公开工作要点\n一、工作任务\n"
)
TAIL = "抄送：区委办公室，区人大常委会办公室、区政协办公室。\n"

TEXTS = [
    ("区教育局要在6月底前公布名单，并报区政府办公室政务公开科备案。", ["区政府办公室政务公开科"]),
    ("各街镇每月5日前向区政府办公室报送进展情况。", ["区政府办公室"]),
    ("文件草案提交区司法局审核后，报请区政府审定。", ["区司法局", "区政府"]),
    ("季度总结报送至区政务服务办、区数据局。", ["区政务服务办", "区数据局"]),
    ("向区内企业推送区教育局的政策。", []),
    ("在报纸上通报各部门的进展。", []),
    ("做好信息申报和填报工作。", []),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[t[0] for t in TEXTS])
def test_task(text: str, expected: list[str], read_text: Callable[[str], Extraction]) -> None:
    found = read_text(HEAD + f"1.{text}\n2.公布学区划分。\n" + TAIL)
    assert [r.mention for r in found.tasks[0].reports] == expected
    assert all(found.text[slice(*r.span)] == r.mention for r in found.tasks[0].reports)


def test_document(read_text: Callable[[str], Extraction]) -> None:
    told = to_json(read_text(HEAD + "1.公布招生政策。\n2.公布学区划分。\n" + TAIL))["document"]
    assert told["addressees"] == ["各街道办事处", "镇政府", "区政府各委、办、局"]
    assert told["copied"] == ["区委办公室", "区人大常委会办公室", "区政协办公室"]
    assert [(r["mention"], r["text"]) for r in told["reports_to"]] == [("区政府办公室政务公开科", "报区政府办公室政务公开科")]
