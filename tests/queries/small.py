"""A small made graph, of which every answer can be worked out by hand. The places are invented.

云川区 2025 (yunchuan, body and annex): 1 to 10, of which 7 is split into 7.1 and 7.2 and 6 names no body; its town 柳溪镇
has a plan of its own (liuxi) with two tasks that name no body. 澜江区 2025 (lanjiang) is an annex without its body.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from graph.schema import load_schema
from graph.store import Store

EMPTY: dict[str, Any] = {
    "string": "", "int": None, "float": 0.0, "bool": False, "date": None, "strings": [], "json": "[]",
}  # fmt: skip
YUNCHUAN, LANJIANG = "云川区", "澜江区"

# key -> (district, name, kind, functions, aliases, initials)
UNITS = {
    "edu": (YUNCHUAN, "区教育局", "department", ["教育"], ["区教委"], "qjyj qjw"),
    "civil": (YUNCHUAN, "区民政局", "department", ["民政"], [], "qmzj"),
    "office": (YUNCHUAN, "区政府办公室", "department", ["政府办公"], ["区府办"], "qzfbgs qfb"),
    "health": (YUNCHUAN, "区卫生健康委", "department", ["卫生健康"], ["区卫健委"], "qwsjkw qwjw"),
    "oldhealth": (YUNCHUAN, "区卫生计生委", "department", ["卫生健康"], [], "qwsjsw"),
    "town": (YUNCHUAN, "柳溪镇", "town", [], [], "lxz"),
    "all": (YUNCHUAN, "各部门", "collective", [], [], "gbm"),
    "some": (YUNCHUAN, "相关部门", "collective", [], [], "xgbm"),
    "towns": (YUNCHUAN, "各街镇", "collective", [], [], "gjz"),
    "edu2": (LANJIANG, "区教育局", "department", ["教育"], [], "qjyj"),
}
MEMBERS = [("MEMBER_OF", unit, "all") for unit in ("edu", "civil", "office", "health")]
MEMBERS += [("MAY_BE_MEMBER_OF", unit, "some") for unit in ("edu", "civil", "health")]
MEMBERS += [("MEMBER_OF", "town", "towns")]

# key -> (document, number, title, content, due, due_text, due_kind, themes, duties)
YEAR_END, AUGUST = date(2025, 12, 31), date(2025, 8, 20)
TASKS: dict[str, tuple[Any, ...]] = {
    "t1": (
        "yunchuan",
        "1",
        "开学政策一图读懂",
        "制作问答图解。",
        YEAR_END,
        "全年",
        "year",
        ["政策解读", "教育"],
        "edu:LEAD all:RESPONSIBLE",
    ),
    "t2": ("yunchuan", "2", "", "解读材料一并送审。", YEAR_END, "全年", "year", ["政策解读"], "all:RESPONSIBLE"),
    "t3": ("yunchuan", "3", "", "检查计划上网。", None, "", "", ["行政执法"], "some:COOPERATE"),
    "t4": (
        "yunchuan",
        "4",
        "开放活动",
        "组织开放活动。",
        AUGUST,
        "8月20日前",
        "point",
        ["政府开放活动"],
        "edu:RESPONSIBLE civil:COOPERATE",
    ),
    "t5": ("yunchuan", "5", "", "公布门诊清单。", AUGUST, "8月中旬", "window", ["卫生健康"], "oldhealth:RESPONSIBLE"),
    "t6": ("yunchuan", "6", "", "探索机制。", None, "", "", ["组织领导与保障"], ""),
    "t7": ("yunchuan", "7", "民生信息", "招生。养老。", None, "", "", ["教育"], ""),
    "t71": ("yunchuan", "7.1", "民生信息", "招生。", AUGUST, "8月20日前", "point", ["教育"], "edu:RESPONSIBLE"),
    "t72": ("yunchuan", "7.2", "民生信息", "养老。", None, "", "", ["养老托育与社会保障"], "civil:RESPONSIBLE"),
    "t8": ("yunchuan", "8", "", "开放场所。", None, "", "", ["政府开放活动"], "towns:RESPONSIBLE"),
    "t9": ("yunchuan", "9", "", "编制目录。", None, "", "", ["重大行政决策"], "office:LEAD edu:COOPERATE"),
    "t10": ("yunchuan", "10", "", "做好培训。", None, "", "", ["培训"], "all:COOPERATE some:RESPONSIBLE"),
    "l1": ("liuxi", "1", "", "公开镇级预算。", None, "", "", ["财政与审计"], "town:RESPONSIBLE"),
    "l2": ("liuxi", "2", "", "公开村务。", None, "", "", ["公开标准目录与标准化"], "town:RESPONSIBLE"),
    "j1": ("lanjiang", "1", "招生", "=公布|计划。", YEAR_END, "全年", "year", ["教育"], "edu2:RESPONSIBLE"),
}
OWN_DEADLINE = {("j1", "edu2"): (date(2025, 4, 30), "4月底前")}  # printed in the clause that states the duty
DOCUMENTS = {"yunchuan": (YUNCHUAN, "", "both"), "liuxi": (YUNCHUAN, "柳溪镇", "body"), "lanjiang": (LANJIANG, "", "annex")}


def fill(store: Store) -> None:
    """Write the graph into an empty store."""
    with store.transaction() as work:
        work.merge_nodes("Document", [_document(key) for key in DOCUMENTS])
        work.merge_nodes("Unit", [_unit(key) for key in UNITS])
        work.merge_nodes("Task", [_task(key, place) for place, key in enumerate(TASKS)])
        themes = dict.fromkeys(theme for task in TASKS.values() for theme in task[7])
        work.merge_nodes("Theme", [_node("Theme", id=f"theme:{theme}", name=theme, caption=theme) for theme in themes])
        duties = [(key, *duty.split(":")) for key, task in TASKS.items() for duty in task[8].split()]
        for role in ("LEAD", "RESPONSIBLE", "COOPERATE"):
            rows = [_duty(task, unit, kind, at) for at, (task, unit, kind) in enumerate(duties) if kind == role]
            work.merge_edges(role, "Unit", "Task", rows)
        for kind in ("MEMBER_OF", "MAY_BE_MEMBER_OF"):
            work.merge_edges(kind, "Unit", "Unit", [_edge(kind, a, b, year=2025) for k, a, b in MEMBERS if k == kind])
        work.merge_edges("SAME_BODY", "Unit", "Unit", [_edge("SAME_BODY", "health", "oldhealth", since=2018, until=None)])
        work.merge_edges("PART_OF", "Task", "Task", [_edge("PART_OF", row, "t7") for row in ("t71", "t72")])
        work.merge_edges("STATED_IN", "Task", "Document", [_edge("STATED_IN", key, task[0]) for key, task in TASKS.items()])
        about = [(key, theme, at) for key, task in TASKS.items() for at, theme in enumerate(task[7])]
        work.merge_edges(
            "ABOUT", "Task", "Theme", [_edge("ABOUT", key, f"theme:{theme}", position=at) for key, theme, at in about]
        )


def _node(label: str, **given: Any) -> dict[str, Any]:
    properties = load_schema().nodes[label].properties
    return {**{name: EMPTY[kind] for name, kind in properties.items()}, **given}


def _edge(kind: str, start: str, end: str, **given: Any) -> dict[str, Any]:
    properties = load_schema().edges[kind].properties
    row = {name: EMPTY[kind_] for name, kind_ in properties.items()}
    return {**row, "id": f"{kind}:{start}:{end}", "start": start, "end": end, **given}


def _document(key: str) -> dict[str, Any]:
    district, town, completeness = DOCUMENTS[key]
    note = json.dumps([{"code": "units-missing", "message": "第6项没有写明责任单位", "hint": "请核对", "span": None}])
    notes = note if key == "yunchuan" else "[]"
    return _node(
        "Document", id=key, stem=key, title=f"{district}{town}要点", district=district, town=town, year=2025,
        completeness=completeness, coverage=0.97, chars=100, notes=notes,
    )  # fmt: skip


def _unit(key: str) -> dict[str, Any]:
    district, name, kind, functions, aliases, initials = UNITS[key]
    return _node(
        "Unit", id=key, name=name, full_name=district + name[1:], kind=kind, functions=functions, aliases=aliases,
        district=district, initials=initials, known=True, caption=f"{district}·{name}", possible=key == "some",
    )  # fmt: skip


def _task(key: str, place: int) -> dict[str, Any]:
    document, number, title, content, due, due_text, due_kind, themes, _ = TASKS[key]
    district, town, completeness = DOCUMENTS[document]
    row = "." in number
    return _node(
        "Task", id=key, number=number, item=number.split(".")[0], level="row" if row else "item",
        part="annex" if row or completeness == "annex" else "body", title=title, content=content, year=2025,
        district=district, town=town, document=document, stem=document, due=due, due_text=due_text, due_kind=due_kind,
        themes=themes, ordinal=place, caption=f"{district}-{number}",
    )  # fmt: skip


def _duty(task: str, unit: str, role: str, position: int) -> dict[str, Any]:
    name = UNITS[unit][1]
    due, due_text = OWN_DEADLINE.get((task, unit), (TASKS[task][4], TASKS[task][5]))
    source = {"part": "body", "number": TASKS[task][1], "page": None, "role": role, "quote": f"单位：{name}"}
    return _edge(
        role, unit, task, mention=name, basis="issuer" if TASKS[task][0] == "liuxi" else "bracket", evidence=f"单位：{name}",
        part="body", position=position, due=due, due_text=due_text, sources=json.dumps([source], ensure_ascii=False),
    )  # fmt: skip
