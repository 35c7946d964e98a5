"""What a document leaves open: tasks without a lead, without any body, without a deadline."""

from __future__ import annotations

import re

from queries.ask.asked import Asked, Kind, always, nothing
from queries.ask.bodies import ITEMS
from queries.ask.facts import Place, items, prose_days, roles_said
from queries.ask.reply import TASK_COLUMNS, Reply, task_row
from queries.base import Row

COLLECTIVES_LIKE_THESE = re.compile(r"<U>(这类|这样|这种|之类|等|一类)|统称|集合|集体|笼统|园区|(没有?|未|不)(有)?点(到)?(名|具体)")  # 只写了各街镇 means these alone
DAYS = re.compile(r"(具体|明确|确切|确定)的?(时限|时间|期限|日期|日子|月份|完成)")  # 全年 is no such time
STATABLE = ("time", "lead", "cooperate")  # else any body


def gaps(asked: Asked) -> Reply:
    """Tasks with the gap; their number, or whether there are any, where the question asks so."""
    kind = asked.detail("gaps") or "unit"
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
    kind = asked.detail("stated") or "unit"
    parts, values, rows = [], [], []
    for place in asked.places:
        tasks = asked.meant(place).tasks
        told = [task for task in tasks if not is_open(asked, task, kind)]
        if kind == "time" and (DAYS.search(asked.masked) or asked.linked.when):
            told = [
                task for task in tasks if task["due_kind"] not in ("year", None) or (not task["due_text"] and prose_days(task))
            ]
        by_item = ITEMS.search(asked.masked) is not None and kind != "time"
        values.append(items(told) if by_item else len(told))
        rows += [task_row(task) for task in told]
        numbers = asked.names((task["number"] for task in told), 40) or asked.say("none")
        gap = asked.say(f"stated_{kind}")
        count, of = (items(told), items(tasks)) if by_item else (len(told), len(tasks))
        parts.append(asked.say("stated", place=asked.where(place), gap=gap, count=count, of=of, numbers=numbers))
    value = asked.value(values) if asked.how_many else None
    return Reply(asked.join(parts), value, rows, columns=TASK_COLUMNS)


def is_open(asked: Asked, task: Row, kind: str) -> bool:
    """Whether a task has the gap: time, lead, cooperate, unit, alone, collective, no_own or without."""
    duties = asked.facts.duties([task])
    if kind == "time":
        return not task["due_text"] and not task["deadlines"] and task["due"] is None
    if kind == "lead":
        return not any(row["role"] == "LEAD" for row in duties)
    if kind == "alone":
        names = {name for unit in asked.linked.units for name in unit.names}
        mine = not names or (duties and duties[0]["unit"] in names)
        return bool(mine) and len({row["unit"] for row in duties}) == 1 and duties[0]["kind"] != "collective"
    if kind == "no_own":
        return all(row["kind"] == "collective" for row in duties)
    if kind == "collective":
        alone = len(asked.linked.units) == 1 and not COLLECTIVES_LIKE_THESE.search(asked.masked)
        named = asked.linked.units[0].names if alone else ()
        return bool(duties) and all(row["kind"] == "collective" and (not named or row["unit"] in named) for row in duties)
    if kind == "without":
        names = {name for unit in asked.linked.units for name in unit.names}
        return not any(row["unit"] in names for row in duties)
    if kind == "cooperate":
        return not any("COOPERATE" in roles_said(row) for row in duties)
    return not duties


def _said(asked: Asked, place: Place, tasks: list[Row], open_tasks: list[Row], kind: str) -> str:
    where = asked.where(place)
    gap = asked.say("gap_collective" if kind == "no_own" else f"gap_{kind}")
    if kind == "lead" and len(open_tasks) == len(tasks) and len(tasks) == len(asked.facts.tasks(place)):
        return asked.say("gap_never_leads", place=where, count=len(tasks))
    if not open_tasks:
        return asked.say("gap_none", place=where, gap=gap)
    numbers = asked.names((task["number"] for task in open_tasks), 40)
    return asked.say("gap", place=where, gap=gap, count=len(open_tasks), of=len(tasks), numbers=numbers)


GAPS = Kind("gaps", gaps, ("tasks", "duties"), narrowed_by="themes", by_name=always, details=("without", "alone", "no_own", "collective", *STATABLE))
STATED = Kind("stated", stated, ("tasks", "duties"), narrowed_by="quotes", by_name=always, details=STATABLE)
