"""What the layouts make of small texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.model import Extraction

HEAD = "云川区2025年政务公开工作要点\n"

# name, text, [(key, title, content, [(mention, role letter)], due)]
Expected = tuple[str, str | None, str, list[tuple[str, str]], str | None]
Case = tuple[str, str, list[Expected]]


def rows_below(end: str) -> Case:
    """A heading that its rows split, with the sign at its end."""
    return (
        f"rows below a heading that ends with {end or 'nothing'}",
        f"一、公开\n1.推进公开{end}\n（1）公布目录。（责任单位：区司法局）\n（2）公布清单。（责任单位：区民政局）\n2.公布指南。（责任单位：区税务局）\n",
        [
            ("1.1", "推进公开", "公布目录。", [("区司法局", "R")], None),
            ("1.2", "推进公开", "公布清单。", [("区民政局", "R")], None),
            ("2", None, "公布指南。", [("区税务局", "R")], None),
        ],
    )


CASES: list[Case] = [
    (
        "a labelled list that breaks in the middle of a name",
        "一、公开\n1.公布目录。\n责任单位：各街镇，区政府\n办公室\n2.公布清单。\n牵头单位：区大数据中心\n配合单位：区司法局、区融媒体\n中心\n",
        [
            ("1", None, "公布目录。", [("各街镇", "R"), ("区政府办公室", "R")], None),
            ("2", None, "公布清单。", [("区大数据中心", "L"), ("区司法局", "C"), ("区融媒体中心", "C")], None),
        ],
    ),
    (
        "several labelled lines above the items of a section hold for all of them",
        "一、公开\n牵头单位：区司法局\n配合单位：各街镇\n1.公布目录。\n2.公布清单。\n",
        [(str(n), None, text, [("区司法局", "L"), ("各街镇", "C")], None) for n, text in ((1, "公布目录。"), (2, "公布清单。"))],
    ),
    (
        "sections headed by nothing but the body whose tasks they list",
        "一、党政办公室\n1.公布目录。\n2.公布清单。\n二、财政所\n3.公布预算。\n",
        [
            ("1", None, "公布目录。", [("党政办公室", "R")], None),
            ("2", None, "公布清单。", [("党政办公室", "R")], None),
            ("3", None, "公布预算。", [("财政所", "R")], None),
        ],
    ),
    (
        "the document says that the first leads",
        "责任单位中列第一位的为牵头单位。\n一、公开\n1.公布目录。（责任单位：区司法局、区教育局）\n2.公布清单。（责任单位：区民政局）\n",
        [("1", None, "公布目录。", [("区司法局", "L"), ("区教育局", "R")], None), ("2", None, "公布清单。", [("区民政局", "L")], None)],
    ),
    (
        "the document says that a mark leads",
        "标★的单位为牵头单位。\n一、公开\n1.公布目录。（责任单位：区教育局、★区司法局）\n2.公布清单。（责任单位：区民政局）\n",
        [("1", None, "公布目录。", [("区教育局", "R"), ("区司法局", "L")], None), ("2", None, "公布清单。", [("区民政局", "R")], None)],
    ),
    *(rows_below(end) for end in ("：", "。", "")),
    (
        "one cell a line, the column of bodies under a name that no list knows",
        "序号\n工作任务\n归口办理方\n完成时限\n1\n公布目录。\n区司法局、区民政局\n6月底前\n2\n公布清单。\n区民政局\n供热期内\n",
        [("1", None, "公布目录。", [("区司法局", "R"), ("区民政局", "R")], "2025-06-30"), ("2", None, "公布清单。", [("区民政局", "R")], None)],
    ),
    (
        "bodies parted by a blank, names broken over lines, 及各",
        "一、公开\n1.公布目录。\n责任单位：法规股及各承办股室\n2.公布清单。\n责任单位：县不动产登记中心 各自然资源所\n",
        [
            ("1", None, "公布目录。", [("法规股", "R"), ("各承办股室", "R")], None),
            ("2", None, "公布清单。", [("县不动产登记中心", "R"), ("各自然资源所", "R")], None),
        ],
    ),
    (
        "items told by 一是 alone",
        "一是健全机制。由区司法局牵头，各街镇配合。\n二是抓好公开。区教育局要更新指南。\n",
        [("1", "健全机制", "由区司法局牵头，各街镇配合。", [("区司法局", "L"), ("各街镇", "C")], None), ("2", "抓好公开", "区教育局要更新指南。", [("区教育局", "R")], None)],
    ),
    (
        "a body that only guides owes nothing",
        "一、公开\n1.公布目录。（责任单位：区司法局，区教育局指导）\n2.公布清单。（责任单位：区民政局）\n",
        [("1", None, "公布目录。", [("区司法局", "R")], None), ("2", None, "公布清单。", [("区民政局", "R")], None)],
    ),
    (
        "an empty cell of bodies between bars is empty where the row names others",
        "|序号|任务|牵头单位|配合单位|\n|---|---|---|---|\n|1|公布目录|区司法局|各街镇|\n|2|公布清单|区民政局||\n",
        [("1", None, "公布目录", [("区司法局", "L"), ("各街镇", "C")], None), ("2", None, "公布清单", [("区民政局", "L")], None)],
    ),
    (
        "numbers that stand in the titles of a table",
        "|事项|措施|责任单位|\n|---|---|---|\n|一、目录|公布目录。|区司法局|\n||更新目录。|区民政局|\n|二、清单|公布清单。|区教育局|\n",
        [
            ("1.1", "目录", "公布目录。", [("区司法局", "R")], None),
            ("1.2", "目录", "更新目录。", [("区民政局", "R")], None),
            ("2", "清单", "公布清单。", [("区教育局", "R")], None),
        ],
    ),
    (
        "sub-items with labelled lines of their own are rows",
        (
            "一、强化解读\n1.做好解读。\n（1）制作图解。\n责任单位：区教育局\n完成时限：5月底前\n（2）开展宣讲。\n牵头单位：区民政局\n配合单位：各街镇\n"
            "2.做好咨询。\n发布问答，全年更新。\n责任单位：区政府办公室\n"
        ),
        [
            ("1.1", "做好解读", "制作图解。", [("区教育局", "R")], "2025-05-31"),
            ("1.2", "做好解读", "开展宣讲。", [("区民政局", "L"), ("各街镇", "C")], None),
            ("2", "做好咨询", "发布问答，全年更新。", [("区政府办公室", "R")], None),
        ],
    ),
    (
        "a labelled line below the last of items that name nobody holds for the section",
        "一、强化公开\n1.公布目录。\n2.公布清单。\n责任单位：区司法局\n",
        [("1", None, "公布目录。", [("区司法局", "R")], None), ("2", None, "公布清单。", [("区司法局", "R")], None)],
    ),
    (
        "a bracket in the heading of a section holds for its items",
        "一、强化公开（责任单位：区司法局）\n1.公布目录。\n2.公布清单。\n",
        [("1", None, "公布目录。", [("区司法局", "R")], None), ("2", None, "公布清单。", [("区司法局", "R")], None)],
    ),
    (
        "a single item that names its bodies",
        "一、公开\n1.公布目录。（责任单位：区司法局）\n",
        [("1", None, "公布目录。", [("区司法局", "R")], None)],
    ),
    (
        "numbers that start anew in each section",
        "一、公开\n（一）公布目录。（责任单位：区司法局）\n二、解读\n（一）制作图解。（责任单位：区教育局）\n（二）开展宣讲。（责任单位：区民政局）\n",
        [
            ("1.1", None, "公布目录。", [("区司法局", "R")], None),
            ("2.1", None, "制作图解。", [("区教育局", "R")], None),
            ("2.2", None, "开展宣讲。", [("区民政局", "R")], None),
        ],
    ),
    (
        "pieces with brackets of their own, told by 一是 and 二是",
        "一、公开\n1.做好公开。一是公布目录。（责任单位：区司法局）二是公布清单。（责任单位：区教育局，5月底前）\n2.做好解读。制作图解。（责任单位：区民政局）\n",
        [
            ("1.1", "做好公开", "公布目录。", [("区司法局", "R")], None),
            ("1.2", "做好公开", "公布清单。", [("区教育局", "R")], "2025-05-31"),
            ("2", "做好解读", "制作图解。", [("区民政局", "R")], None),
        ],
    ),
    (
        "an item whose text begins with a digit",
        "一、公开\n1.公布目录。（责任单位：区司法局）\n2.12345热线公布问答。（责任单位：区信访办）\n",
        [("1", None, "公布目录。", [("区司法局", "R")], None), ("2", None, "12345热线公布问答。", [("区信访办", "R")], None)],
    ),
    (
        "general requirements are no tasks",
        "一、总体要求\n坚持公开为常态。\n二、公开\n1.公布目录。（责任单位：区司法局）\n2.公布清单。（责任单位：区司法局）\n",
        [("1", None, "公布目录。", [("区司法局", "R")], None), ("2", None, "公布清单。", [("区司法局", "R")], None)],
    ),
    (
        "labels of no duty",
        "一、公开\n1.公布目录。（指导单位：区政府办公室；责任单位：区司法局）\n2.公布清单。（责任领导：李某；责任单位：区司法局）\n",
        [("1", None, "公布目录。", [("区司法局", "R")], None), ("2", None, "公布清单。", [("区司法局", "R")], None)],
    ),
    (
        "a closing paragraph with a subject",
        (
            "一、公开\n（一）公布目录。区司法局要公布权力目录，按季更新，并接受社会监督，及时回应公众提出的问题和建议，不断提高公开质量。\n"
            "（二）公布清单。区教育局要公布清单，按月更新，并接受社会监督，及时回应公众提出的问题和建议，不断提高公开质量。\n各街镇要制定年度计划。\n"
        ),
        [
            ("1", "公布目录", "区司法局要公布权力目录，按季更新，并接受社会监督，及时回应公众提出的问题和建议，不断提高公开质量。", [("区司法局", "R")], None),
            ("2", "公布清单", "区教育局要公布清单，按月更新，并接受社会监督，及时回应公众提出的问题和建议，不断提高公开质量。", [("区教育局", "R")], None),
            ("1.x", None, "各街镇要制定年度计划。", [("各街镇", "R")], None),
        ],
    ),
    (
        "a table drawn with bars, units merged downwards",
        "| 序号 | 任务 | 内容 | 责任单位 | 时限 |\n|---|---|---|---|---|\n| 1 | 招生 | 公布政策。 | 区教育局 | 5月底前 |\n| 2 | | 公布学区。 | | 全年 |\n",
        [("1", "招生", "公布政策。", [("区教育局", "R")], "2025-05-31"), ("2", "招生", "公布学区。", [("区教育局", "R")], "2025-12-31")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_layout(
    text: str,
    expected: list[Expected],
    read_text: Callable[[str], Extraction],
) -> None:
    found = [
        (t.key, t.title, t.content, [(a.mention, a.role[0]) for a in t.assignments], t.due.isoformat() if t.due else None)
        for t in read_text(HEAD + text).tasks
    ]
    assert found == expected
