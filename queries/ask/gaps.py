"""What a document leaves open: tasks without a lead, without any body, without a deadline."""

from __future__ import annotations

import re

from queries.ask.asked import Asked, Kind, always, nothing
from queries.ask.bodies import ITEMS
from queries.ask.facts import Place, items, prose_days, roles_said
from queries.ask.reply import TASK_COLUMNS, Reply, task_row
from queries.base import Row

LEAD = re.compile(r"(牵头|挑头|带头|主办)")
TIME = re.compile(r"(时限|时间|期限|截止|日期|日子|月份|节点)")
ONLY = re.compile(
    r"[只光净](落到|落在|压给|派给|分给|摊给|安排给|有|写了?|写着|点名|点了|落在|交给|提到?了?|列了?|说了?|笼统写?)(的是|了)?(统称|各街镇|集体|<U>)|(只是|全是|都是)<U>"
)
LIKE_THESE = re.compile(r"<U>(这类|这样|这种|之类|等|一类)|统称|集合|集体|笼统|园区|(没有?|未|不)(有)?点(到)?(名|具体)")  # 只写了各街镇 means these alone
NOBODY_OWN = re.compile(r"(没|未|无|不).{0,8}(具体|单独|某个|个别)的?(单位|部门|局|委办局)|(具体|单独)的?(单位|部门)(都|也|全)?(没有?|未|不)(点|写|提|列|落)")  # 没点具体部门: collectives are none
# 没写各街镇: the tasks for which this body is not printed.
WITHOUT = re.compile(r"(没有?|未|不)(有)?(被)?(写|点|列|提|出现|含|包括|涉及|印|交给|安排给|落到)(明|到|名|出|有|了|着)*<U>")
COOPERATE = re.compile(r"(配合|协办|协助)")
ALONE = re.compile(r"(独自|独家|独力|单独由?.{0,4}(负责|承担|牵头|扛|干|做|完成)|只(由|有|让)<U>(一家|一个|自己)|只(有|由)?(单独)?(一家|一个)|(单独|一家)(负责|承担|牵头))")
DAYS = re.compile(r"(具体|明确|确切|确定)的?(时限|时间|期限|日期|日子|月份|完成)")  # 全年 is no such time


def gaps(asked: Asked) -> Reply:
    """Tasks with the gap; their number, or whether there are any, where the question asks so."""
    kind = (
        "without"
        if WITHOUT.search(asked.masked) and asked.linked.units
        else "alone"
        if ALONE.search(asked.masked)
        else "collective"
        if ONLY.search(asked.masked) or NOBODY_OWN.search(asked.masked)
        else "time"
        if TIME.search(asked.masked)
        else kind_of_role(asked)
    )
    parts, values, rows = [], [], []
    for place in asked.places:
        tasks = asked.meant(place).tasks
        if not tasks:
            continue
        open_tasks = [task for task in tasks if is_open(asked, task, kind)]
        values.append(items(open_tasks) if ITEMS.search(asked.masked) and kind != "time" else len(open_tasks))
        rows += [task_row(task) for task in open_tasks]
        parts.append(_said(asked, place, tasks, open_tasks, kind))
    if not parts:
        return nothing(asked)
    value = asked.value(values) if asked.how_many else asked.value([number > 0 for number in values]) if asked.yes else None
    return Reply(asked.join(parts), value, rows, columns=TASK_COLUMNS)


def stated(asked: Asked) -> Reply:
    """Tasks for which a lead, a body or a deadline is printed."""
    kind = "time" if TIME.search(asked.masked) else kind_of_role(asked)
    parts, values, rows = [], [], []
    for place in asked.places:
        tasks = asked.meant(place).tasks
        told = [task for task in tasks if not is_open(asked, task, kind)]
        if kind == "time" and (DAYS.search(asked.masked) or asked.linked.when):
            told = [
                task for task in tasks if task["due_kind"] not in ("year", None) or (not task["due_text"] and prose_days(task))
            ]
        values.append(items(told) if ITEMS.search(asked.masked) and kind != "time" else len(told))
        rows += [task_row(task) for task in told]
        numbers = asked.names((task["number"] for task in told), 40) or asked.say("none")
        gap = asked.say(f"stated_{kind}")
        parts.append(asked.say("stated", place=asked.where(place), gap=gap, count=len(told), of=len(tasks), numbers=numbers))
    value = asked.value(values) if asked.how_many else None
    return Reply(asked.join(parts), value, rows, columns=TASK_COLUMNS)


def kind_of_role(asked: Asked) -> str:
    """Which body has to be printed."""
    return "lead" if LEAD.search(asked.masked) else "cooperate" if COOPERATE.search(asked.masked) else "unit"


def is_open(asked: Asked, task: Row, kind: str) -> bool:
    """Whether a task has the gap: time, lead, cooperate, unit, alone, collective or without."""
    duties = asked.facts.duties([task])
    if kind == "time":
        return not task["due_text"] and not task["deadlines"] and task["due"] is None
    if kind == "lead":
        return not any(row["role"] == "LEAD" for row in duties)
    if kind == "alone":
        names = {name for unit in asked.linked.units for name in unit.names}
        mine = not names or (duties and duties[0]["unit"] in names)
        return bool(mine) and len({row["unit"] for row in duties}) == 1 and duties[0]["kind"] != "collective"
    if kind == "collective":
        alone = len(asked.linked.units) == 1 and not LIKE_THESE.search(asked.masked)
        named = asked.linked.units[0].names if alone else ()
        if NOBODY_OWN.search(asked.masked):
            return all(row["kind"] == "collective" for row in duties)
        return bool(duties) and all(row["kind"] == "collective" and (not named or row["unit"] in named) for row in duties)
    if kind == "without":
        names = {name for unit in asked.linked.units for name in unit.names}
        return not any(row["unit"] in names for row in duties)
    if kind == "cooperate":
        return not any("COOPERATE" in roles_said(row) for row in duties)
    return not duties


def _said(asked: Asked, place: Place, tasks: list[Row], open_tasks: list[Row], kind: str) -> str:
    where = asked.where(place)
    if kind == "lead" and len(open_tasks) == len(tasks) and len(tasks) == len(asked.facts.tasks(place)):
        return asked.say("gap_never_leads", place=where, count=len(tasks))
    if not open_tasks:
        return asked.say("gap_none", place=where, gap=asked.say(f"gap_{kind}"))
    numbers = asked.names((task["number"] for task in open_tasks), 40)
    return asked.say("gap", place=where, gap=asked.say(f"gap_{kind}"), count=len(open_tasks), of=len(tasks), numbers=numbers)


GAPS = Kind("gaps", gaps, ("tasks", "duties"), narrowed_by="themes", lists=always)
STATED = Kind("stated", stated, ("tasks", "duties"), narrowed_by="quotes", lists=always)
