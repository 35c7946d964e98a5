"""The same thing in two places: whether it is alike, and where it is due earlier."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from queries.ask.asked import Asked, Kind, nothing
from queries.ask.due import stated_days
from queries.ask.facts import Place, roles_said
from queries.ask.reply import TASK_COLUMNS, Reply, task_row, union
from queries.ask.targets import of_place
from queries.ask.topics import Topic
from queries.ask.who import WANTED
from queries.base import Row

DEADLINE = re.compile(r"(时限|时间|期限|截止|日期|什么时候|何时|同月同日|同一天|同一日|同一个?月|月份)")
OWN_EACH = re.compile(r"<[DG]>[^<、,和与跟及同]{2,}[、,和与跟及同]+<[DG]>[^<]{2,}")
SAME_MONTH = re.compile(r"同月(?!同日)|同一个?月|一个月份?")
REQUIRED = re.compile(r"(次数|几次|多少次|比例|占比|权重|几天|工作日|数量|不少于|不低于)")
LACKING = re.compile(r"少(了|出)?(哪|什么|单位|部门|谁)|<[DG]>(区|镇)?(没|未|无).{0,6}<[DG]>(区|镇)?(却|而|倒)?有")
LOWER = re.compile(r"(更|最)?(低|少|短|松|宽)")
IN_DAYS = re.compile(r"(天|工作日|日|期限|多久)")
ASKED_OF = re.compile(r"哪|谁")  # 最低次数，哪个更高: what is asked stands behind
LATER = re.compile(r"(晚|后)")
UNLIKE = re.compile(r"(?<!一样)(?<!相同)(?<!一致)不(一样|相同|一致|同)")


def alike(asked: Asked) -> Reply:
    """Whether two places give a task to the same bodies, or set the same deadline; true or false."""
    whole = asked
    told: list[str] = []
    found: list[frozenset[object]] = []
    rows: list[Row] = []
    for place in asked.places:
        asked = _own(whole, place)
        tasks = asked.meant(place).tasks
        if not tasks:
            continue
        if REQUIRED.search(asked.masked):
            required = of_place(asked, place)
            if not required:
                return asked.unknown("no_target", places=place.name, words=asked.topic.words)
            found.append(frozenset((one["comparator"], one["value"], one["unit"]) for one in required))
            shown = asked.names(one["text"] for one in required)
        elif DEADLINE.search(asked.masked):
            days = stated_days(asked, place)
            found.append(frozenset(_same(asked, day, text) for day, text in days))
            shown = asked.names(asked.day(day, text) for day, text in days)
        else:
            wanted = set(WANTED[asked.role or "OWNER"])
            duties = [row for row in asked.facts.duties(tasks) if roles_said(row) & wanted]
            names = union([[row["unit"]] for row in duties])
            found.append(frozenset(names))
            shown = asked.names(names, 20) or asked.say("none")
        rows += [task_row(task) for task in tasks]
        told.append(asked.say("beside", place=asked.where(place), told=shown))
    if len(found) < 2:
        return asked.unknown("beside_alone", told=asked.names(told)) if told else nothing(asked)
    same = len(set(found)) == 1
    answer = asked.say("alike_yes" if same else "alike_no", told=asked.names(told))
    return Reply(answer, not same if UNLIKE.search(asked.masked) else same, rows, columns=TASK_COLUMNS)


def _own(asked: Asked, place: Place) -> Asked:
    """The question for one of its places: 甲的开放日和乙的开放月 asks each about its own."""
    pieces, mentions = asked.topic.pieces, asked.linked.mentions
    if asked.topic.quotes or len(pieces) != len(mentions) or len(set(mentions)) != len(mentions) or len(pieces) < 2:
        return asked
    if not OWN_EACH.search(asked.masked):
        return asked
    return replace(asked, topic=Topic((pieces[mentions.index(place.name)],)))


def _same(asked: Asked, day: date | None, text: str | None) -> object:
    """What has to be equal: the month where it is asked about, the day of the year for plans of several years, else the date."""
    if day is None:
        return text
    if SAME_MONTH.search(asked.masked):
        return day.month
    return (day.month, day.day) if len({place.year for place in asked.places}) > 1 else day


def higher(asked: Asked) -> Reply:
    """The place that requires more (or less) of the same; of several quantities in one place the greatest; unknown where one requires nothing."""
    found: list[tuple[float, Place]] = []
    rows: list[Row] = []
    told: list[str] = []
    for place in asked.places:
        required = of_place(asked, place)
        if required and len({one["unit"] for one in required}) == 1:
            found.append((max(float(one["value"]) for one in required), place))
            told.append(asked.say("beside", place=asked.where(place), told=asked.names(one["text"] for one in required)))
        rows += [task_row(one["of"]) for one in required]
    if len(found) < 2:
        return asked.unknown("beside_alone", told=asked.names(told)) if told else nothing(asked)
    # A shorter time is the stricter one.
    short = bool(LOWER.search(ASKED_OF.split(asked.masked)[-1])) != ("严" in asked.masked and bool(IN_DAYS.search(asked.masked)))
    best = min(value for value, _ in found) if short else max(value for value, _ in found)
    names = [asked.where(place) for value, place in found if value == best]
    return Reply(asked.say("higher", told=asked.names(told), names=asked.names(names)), names, rows, columns=TASK_COLUMNS)


def differ(asked: Asked) -> Reply:
    """The bodies that the first place names for a task and the second does not; the same body under two names is one."""
    order = [*asked.linked.districts, *asked.linked.towns]
    places = sorted(asked.places, key=lambda place: order.index(place.name) if place.name in order else len(order))
    if LACKING.search(asked.masked):
        places.reverse()
    wanted = set(WANTED[asked.role or "ANY"])
    sides: list[dict[str, str]] = []
    rows: list[Row] = []
    for place in places[:2]:
        tasks = asked.meant(place).tasks
        if not tasks:
            return nothing(asked)
        duties = [row for row in asked.facts.duties(tasks) if roles_said(row) & wanted]
        sides.append({asked.known.gazetteer.resolve(row["unit"]).name: row["unit"] for row in duties})
        rows += [task_row(task) for task in tasks]
    if len(sides) < 2:
        return nothing(asked)
    names = [name for key, name in sides[0].items() if key not in sides[1]]
    listed = asked.names(names, 40) or asked.say("none")
    one, two = (asked.where(place) for place in places[:2])
    return Reply(asked.say("differ", one=one, two=two, names=listed), names, rows, columns=TASK_COLUMNS)


def earlier(asked: Asked) -> Reply:
    """The place where the task is due first (or last); unknown where one of them has no day for it."""
    ends: list[tuple[date, Place]] = []
    rows: list[Row] = []
    for place in asked.places:
        days = [day for day, _ in stated_days(asked, place) if day is not None]
        rows += [task_row(task) for task in asked.meant(place).tasks]
        if days:
            ends.append((max(days), place))
    if len(ends) < 2 or not (asked.topic or asked.linked.numbers):
        alone = asked.names(asked.say("beside", place=asked.where(place), told=day.isoformat()) for day, place in ends)
        return asked.unknown("beside_alone", told=alone) if ends and asked.topic else nothing(asked)
    later = bool(LATER.search(asked.masked))
    # Two years or two districts are compared by the day of the year: plans of other years run beside each other.
    key = [(day.month, day.day) for day, _ in ends]
    best = max(key) if later else min(key)
    names = [asked.where(place) for (_, place), one in zip(ends, key, strict=True) if one == best]
    told = asked.names(asked.say("beside", place=asked.where(place), told=day.isoformat()) for day, place in ends)
    return Reply(
        asked.say("later" if later else "earlier", names=asked.names(names), told=told), names, rows, columns=TASK_COLUMNS
    )


ALIKE = Kind("alike", alike, ("tasks", "duties"), compares="places")
EARLIER = Kind("earlier", earlier, ("tasks",), compares="places")
HIGHER = Kind("higher", higher, ("tasks", "targets"), compares="places", any_sort=True)
DIFFER = Kind("differ", differ, ("tasks", "duties"), compares="places")
