"""The duties of a unit that a question names, place by place, narrowed to what the question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.names.themes import load_themes
from queries.ask.asked import Asked
from queries.ask.facts import Place, day_of, prose_days
from queries.ask.linked import Unit
from queries.ask.names_meant import DATED
from queries.ask.reply import Reply
from queries.ask.topic_readings import only_talk
from queries.ask.topics import find_tasks
from queries.base import Row
from queries.duties import is_printed
from queries.names import Body, find_bodies
from queries.obligations import collect

WITH_COLLECTIVES = re.compile(
    r"(算上|加上|加|连同|连|包括|包含|含|计入|合并|一并|连带|以及).{0,8}(统称|<U>|集体|间接|各部门|成员|通过)|(统称|集体|间接|成员)(的|任务)?.{0,4}(在内|也算|都算|一起)|(在内|全部加起来|通通|所有的?任务)"
)
ONLY_DIRECT = re.compile(r"(直接|(?<!没)(?<!没有)(?<!没有被)(?<!没被)(?<!未被)点名|单独|不算|不含|不包括|不计|除去统称)")
ONLY_THROUGH = re.compile(r"(通过|经由?|借|以).{0,6}(统称|<U>|各部门|各街镇|集体).{0,12}(承担|任务|有|负责)")
NOT_WHOLE = re.compile(r"(不是|不写|不标|不填|不为|并非|非|除了?|除去|除开|不算|以外).{0,3}<W>|<W>(以外|之外|的?除外)")
ITEMS = re.compile(r"事项|任务名称|按名称|正文")
# 时限写的是10月底前: the printed words, not every day before that.
_BEFORE = re.compile(r"(之|以)?前$")  # 5月底 and 5月底前 are one day
LITERAL = re.compile(r"(时限|时间|期限|节点|日期)[^<]{0,6}<W>|(写|标|印|注)(明|的|着|了|成|是)*<W>")


@dataclass(frozen=True, slots=True)
class Owner:
    """One unit in one place with its duty rows: `direct` are printed under its name, `through` reach it by a collective."""

    place: Place
    body: Body
    direct: list[Row]
    through: list[Row]
    possible: list[Row]

    def chosen(self, asked: Asked) -> list[Row]:
        """The rows that the question counts: direct ones, with those through collectives where it asks for them."""
        if ONLY_DIRECT.search(asked.masked) and not asked.linked.besides:
            return self.direct
        if WITH_COLLECTIVES.search(asked.masked):
            return self.direct + self.through
        return self.direct


def names_in(asked: Asked, unit: Unit, district: str) -> list[str]:
    """Canonical names of a unit in a district; a collective has the first of its names there, another unit all."""
    there = {row["name"] for row in asked.known.units if row["district"] == district}
    found = [name for name in unit.names if name in there]
    return found[:1] if unit.collective else found


def unit_of(asked: Asked, unit: Unit) -> Reply | list[tuple[Place, Body]]:
    """The bodies that a unit of the question means, by place; a reply where it means none or several."""
    found: list[tuple[Place, Body]] = []
    several: list[str] = []
    apart = len({one.district for one in asked.linked.units if one.district}) > 1
    for place in asked.places:
        if apart and unit.district not in ("", place.district):
            continue
        names = names_in(asked, unit, place.district)
        if len(names) > 1:
            several += names
        for name in names[:1]:
            towns = [place.town] if place.town else []
            bodies = find_bodies(asked.session, name, [place.district], towns)
            found += [(place, body) for body in bodies[:1]]
    if several:
        choices = tuple(dict.fromkeys(several))
        return Reply(
            asked.say("ambiguous", words=unit.words, choices=asked.names(choices)), None, [], "ambiguous", choices=choices
        )
    if not found:
        return asked.unknown("unit_absent", unit=unit.words, places=asked.place_names())
    return found


def owners(asked: Asked, unit: Unit) -> Reply | list[Owner]:
    """The narrowed duties of a unit in every place that has it."""
    bodies = unit_of(asked, unit)
    if isinstance(bodies, Reply):
        return bodies
    found = []
    for place, body in bodies:
        years = [place.year] if place.year else []
        rows = collect(asked.session, [body], years, [place.town] if place.town else [])
        rows = [row for row in rows if row["document_id"] in place.documents]
        for row in rows:
            row["kind"] = body.kind
        rows = _narrowed(asked, place, rows)
        by_reach = {
            reach: [row for row in rows if ("direct" if is_printed(row) else row["reach"]) == reach] for reach in ("direct", "inferred", "collective", "possible")
        }
        found.append(Owner(place, body, by_reach["direct"] or by_reach["inferred"], by_reach["collective"], by_reach["possible"]))
    return found


def _narrowed(asked: Asked, place: Place, rows: list[Row]) -> list[Row]:
    if asked.role in ("LEAD", "RESPONSIBLE", "COOPERATE"):
        rows = [row for row in rows if row["role"] == asked.role]
    if asked.linked.when is not None:
        dated = _due_in_text(asked, place)
        rows = literally_due(asked, rows) or [row for row in rows if in_time(asked, row) or row["task"] in dated]
    if asked.linked.when is None and DATED.search(asked.masked):
        rows = [row for row in rows if row["due_text"] and row["due_kind"] != "year"]
    if asked.linked.numbers:
        numbers = asked.linked.numbers_of(place.name)
        rows = [row for row in rows if any(number in (row["number"], row["item"]) for number in numbers)]
    if asked.topic and not _idle(asked, place):
        rows = about(asked, place, rows)
    return rows


def _due_in_text(asked: Asked, place: Place) -> set[str]:
    """Tasks without a deadline of their own whose text has a day in the time of the question."""
    when = asked.linked.when
    if when is None or when.whole:
        return set()
    return {
        task["task"]
        for task in asked.facts.tasks(place)
        if not task["due_text"] and any(when.holds(one["end"], task["year"] or one["end"].year) for one in prose_days(task))
    }


def _idle(asked: Asked, place: Place) -> bool:
    """Whether what is left of the question is one short word that names no theme and stands in no task: it narrows nothing."""
    pieces = asked.topic.pieces
    if asked.topic.quotes or len(pieces) != 1 or len(pieces[0]) > 2 or load_themes().find(pieces[0]):
        return False
    return not any(pieces[0] in task["title"] + task["content"] for task in asked.facts.tasks(place)) or only_talk(pieces[0])


def about(asked: Asked, place: Place, rows: list[Row]) -> list[Row]:
    """Rows of tasks that the topic means."""
    theme = load_themes().find("".join(asked.topic.pieces)) if not asked.topic.quotes else None
    if theme:
        themed = [row for row in rows if theme in row["themes"]]
        piece = "".join(asked.topic.pieces)
        # A synonym that some of them print means those: 招生 is not all of 教育.
        printing = [row for row in rows if piece != theme and piece in (row["title"] or "") + row["content"]]
        if themed:
            return [row for row in themed if row in printing] or themed
    tasks = [{**row, "title": row["title"] or "", "counted_item": row["item"]} for row in rows]
    kept = {task["task"] for task in find_tasks(asked.topic, tasks, asked.facts.tasks(place)).tasks}
    return [row for row in rows if row["task"] in kept]


def in_time(asked: Asked, row: Row) -> bool:
    """Whether a duty or task falls due in the time of the question; 全年 only where it is asked for."""
    when = asked.linked.when
    if when is None:
        return True
    if when.whole:
        whole = row["due_kind"] == "year"
        return bool(row["due_text"] and not whole) if NOT_WHOLE.search(asked.masked) else whole
    day: date | None = day_of(row)
    return day is not None and when.holds(day, row["year"] or day.year)


def literally_due(asked: Asked, rows: list[Row]) -> list[Row]:
    """Duties or tasks whose printed deadline is the one of the question, where the question says that it is printed so."""
    when = asked.linked.when
    if when is None or when.whole or not LITERAL.search(asked.masked):
        return []
    wanted = _BEFORE.sub("", when.words)
    return [row for row in rows if _BEFORE.sub("", row["due_text"] or "") == wanted]


def counted(rows: Iterable[Row], asked: Asked) -> int:
    """具体要求, or 事项 where the question says so."""
    keys = {(row["document_id"], row["item"] if ITEMS.search(asked.masked) else row["task"]) for row in rows}
    return len(keys)
