"""Two places, two years or two units beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from queries.ask.asked import Asked, Kind, nothing
from queries.ask.bodies import Owner, counted, in_time, owners
from queries.ask.duty import duties, listing, show
from queries.ask.facts import Place, items, roles_said
from queries.ask.ranks import busiest
from queries.ask.reply import COUNT_COLUMNS, Reply, union
from queries.ask.several import subjects
from queries.ask.which_place import which
from queries.ask.who import WANTED, who
from queries.base import Column, Row

FEWER = re.compile(r"(最少|更少|少一些|少$|少的|较少|任务少|少[?]?$|闲)")
DIFFERENCE = re.compile(r"([多少](?:了|出)?(?:多少|几)|相差|差几|差多少|多出)")
IN_THEMES = re.compile(r"(主题|领域|方面|(多|少)(了|出)?(哪些|什么)|区别|差别|不同|差异|异同)")
NAMED_THEME = re.compile(r"(主题|领域|方面)")
WHO_HAS = re.compile(r"(谁|哪家|(责任|牵头|配合|负责)(单位|部门)?)")
QUANTITY = re.compile(r"(多|少|忙|重|闲|轻|数量|几项|比例|对比|相比|比较)")
IN_NUMBERS = re.compile(r"(多|少|忙|重|闲|轻|数量|几项)")  # else the tasks themselves are put beside each other
WHICH_TASKS = re.compile(r"(多|少|增加|减少|新增)(了|出)?(哪些|什么|哪几项?)(任务|事项|工作)?")
OF_BODIES = re.compile(r"(单位|部门)(数|数量|个数)?(比(<[DG]>)?|最|更)?(多|少)|单位数")
REVERSED = re.compile(r"少(了)?(哪些|什么)")
BOTH = re.compile(r"(都有|共有|共同|都涉及|相同|都包含|都覆盖)")
SAME = re.compile(r"一样(多|少|忙|重)")
WHICH_DISTRICT = re.compile(r"(哪个区|哪些区|哪几个区|哪一个区|哪区)")
SIDE = re.compile(r"(哪边|哪一边|哪一方|哪里|哪一?区|哪头)")
DIFFERENCE_COLUMNS = (Column("theme"), Column("district"), Column("tasks", "int"))


@dataclass(frozen=True, slots=True)
class _Side:
    """One of what is compared, with its count."""

    name: str
    place: Place
    unit: str | None
    count: int
    items: int

    def row(self) -> Row:
        """The side as a row of the answer."""
        place = self.place
        return {
            "district": place.district,
            "town": place.town or None,
            "year": place.year,
            "unit": self.unit,
            "count": self.count,
            "items": self.items,
        }


def compare(asked: Asked) -> Reply:
    """Which has more, how many more, or which themes the one has and the other not."""
    if asked.linked.numbers:
        return show(asked)
    if WHICH_DISTRICT.search(asked.masked) and asked.topic and not asked.linked.units:
        return which(asked)
    if asked.topic and not asked.linked.units and WHO_HAS.search(asked.masked) and not IN_NUMBERS.search(asked.masked):
        return who(asked)
    if IN_THEMES.search(asked.masked) and not asked.linked.units and (not asked.topic or NAMED_THEME.search(asked.masked)):
        return _themes(asked)
    if asked.topic and not asked.linked.units and not IN_NUMBERS.search(asked.masked):
        return listing(asked)
    if not QUANTITY.search(asked.masked):
        return asked.unknown("not_understood")
    if asked.linked.units and WHICH_TASKS.search(asked.masked):
        return duties(asked)  # 多了哪些任务: those of either side stand beside each other
    counted_units = bool(OF_BODIES.search(asked.masked)) and not asked.linked.units
    sides = _units(asked) if asked.linked.units else _places(asked)
    if counted_units:
        sides = [_named_bodies(asked, place) for place in asked.places]
    if isinstance(sides, Reply):
        return sides
    if len(sides) < 2:
        return asked.unknown("compare_alone", places=asked.place_names())
    return _told(asked, sides, counted_units)


def _told(asked: Asked, sides: list[_Side], counted_units: bool) -> Reply:
    """The sides with their counts: the difference, whether it is so, or which has most or fewest; places as the question has them."""
    order, years = asked.linked.mentions, asked.linked.years
    if len({side.place for side in sides}) > 1 and not asked.linked.units[1:]:
        sides = sorted(sides, key=lambda side: (_at(order, side.place.name), _at(years, side.place.year)))
    key = "compare_units" if counted_units else "side"
    told = asked.names(asked.say(key, name=side.name, count=side.count, items=side.items) for side in sides)
    rows = [side.row() for side in sides]
    if DIFFERENCE.search(asked.masked) and len(sides) == 2:
        difference = abs(sides[0].count - sides[1].count)
        return Reply(asked.say("compare_difference", told=told, difference=difference), difference, rows, columns=COUNT_COLUMNS)
    counts = [side.count for side in sides]
    best = min(counts) if FEWER.search(asked.masked) else max(counts)
    names = [side.name for side in sides if side.count == best and any(counts)]  # of none at all nobody has more
    alone = asked.masked.count("<U>") == 1  # one body in two places: the places are compared
    if WHICH_DISTRICT.search(asked.masked) or ((alone or SIDE.search(asked.masked)) and len({side.place.name for side in sides}) == len(sides)):
        names = union([[side.place.name] for side in sides if side.count == best])
    if SAME.search(asked.masked):
        same = len(set(counts)) == 1
        return Reply(asked.say("compare_yes" if same else "compare_no", told=told), same, rows, columns=COUNT_COLUMNS)
    if asked.yes:
        wanted = sides[0].count < sides[1].count if FEWER.search(asked.masked) else sides[0].count > sides[1].count
        return Reply(asked.say("compare_yes" if wanted else "compare_no", told=told), wanted, rows, columns=COUNT_COLUMNS)
    key = (
        "compare_most"
        if counted_units and best == max(counts)
        else "compare_same"
        if not names or len(names) == len(sides)
        else "compare_fewer"
        if FEWER.search(asked.masked)
        else "compare_more"
    )
    return Reply(asked.say(key, told=told, names=asked.names(names)), names, rows, columns=COUNT_COLUMNS)


def _at(listed: Sequence[object], one: object) -> int:
    return listed.index(one) if one in listed else len(listed)


def weigh(asked: Asked) -> Reply:
    """Of two subjects in one place the one with more tasks, how many more, or whether it is so."""
    found = subjects(asked, apart=True)
    if len(found) < 2:
        return busiest(asked)
    for topic in found:
        one = replace(asked, topic=topic)
        if not any(one.meant(place).tasks for place in asked.places):
            return nothing(one)
    sides = []
    for place in asked.places:
        for topic in found:
            meant = replace(asked, topic=topic).meant(place)
            tasks = [task for task in meant.tasks if in_time(asked, task)]
            if meant.theme:  # all that is filed under it, not only what is about it first
                tasks = [task for task in asked.facts.tasks(place) if meant.theme in task["themes"] and in_time(asked, task)]
            words = meant.theme or topic.words
            name = words if len(asked.places) == 1 else f"{asked.where(place)}{words}"
            sides.append(_Side(name, place, None, len(tasks), items(tasks)))
    return _told(asked, sides, False)


def _places(asked: Asked) -> list[_Side]:
    """Numbered tasks of every place; on a topic the tasks that are about it, in a role those for which it is printed."""
    sides = []
    in_role = asked.role in ("LEAD", "RESPONSIBLE", "COOPERATE")
    for place in asked.places:
        tasks = asked.meant(place).tasks
        if in_role:
            tasks = [task for task in tasks if any(row["role"] == asked.role for row in asked.facts.duties([task]))]
        count = len(tasks) if asked.topic or in_role else len({(task["document_id"], task["item"]) for task in tasks})
        sides.append(_Side(asked.where(place), place, None, count, items(tasks)))
    return sides


def _named_bodies(asked: Asked, place: Place) -> _Side:
    """How many bodies a place names, in the role that is asked for; collectives are left out."""
    duties = asked.facts.duties(asked.meant(place).tasks)
    wanted = WANTED[asked.role or "ANY"]
    names = {row["unit"] for row in duties if row["kind"] != "collective" and roles_said(row) & set(wanted)}
    return _Side(asked.where(place), place, None, len(names), 0)


def _units(asked: Asked) -> Reply | list[_Side]:
    """Duties of the units: several in one place, or one in several places."""
    sides: list[_Side] = []
    names: list[tuple[str, str]] = []
    for unit in asked.linked.units:
        if unit.names and (unit.names[0], unit.district) in names:
            continue
        found = owners(asked, unit)
        if isinstance(found, Reply):
            return found
        names += [(name, unit.district) for name in unit.names]
        sides += [_side(asked, owner) for owner in found]
    return sides


def _side(asked: Asked, owner: Owner) -> _Side:
    rows = owner.chosen(asked)
    mine = [place for place in asked.places if (place.district, place.town) == (owner.place.district, owner.place.town)]
    several = len(mine) > 1
    name = f"{owner.place.year}年{owner.body.called}" if several else owner.body.called
    if len({place.district for place in asked.places}) == 1 and not several:
        name = owner.body.name
    return _Side(name, owner.place, owner.body.name, counted(rows, asked), len({row["item"] for row in rows}))


def _themes(asked: Asked) -> Reply:
    """Themes that one place has and another lacks, in the order in which the question names them; or those of all."""
    order, years = asked.linked.districts + asked.linked.towns, asked.linked.years
    places = sorted(asked.places, key=lambda place: (_at(order, place.name), _at(years, place.year)))
    if len(places) < 2:
        return asked.unknown("compare_alone", places=asked.place_names())
    sets = [{theme for task in asked.facts.tasks(place) for theme in task["themes"]} for place in places]
    if BOTH.search(asked.masked):
        names = sorted(set.intersection(*sets))
        answer = asked.say("themes_both", places=asked.place_names(), count=len(names), names=asked.names(names, 40))
    else:
        first, second = (
            (1, 0)
            if REVERSED.search(asked.masked)
            or re.search(r"<[DG]>(区)?(没有|无|没|未|缺).{0,6}<[DG]>(有|却有|而有)", asked.masked)
            else (0, 1)
        )
        names = sorted(sets[first] - sets[second])
        one, two = asked.where(places[first]), asked.where(places[second])
        answer = asked.say("themes_only", one=one, two=two, count=len(names), names=asked.names(names, 40) or asked.say("none"))
    rows = [{"theme": name, "district": place.name, "tasks": _tasks(asked, place, name)} for name in names for place in places]
    return Reply(asked.join([answer]), names, rows, columns=DIFFERENCE_COLUMNS)


def _tasks(asked: Asked, place: Place, theme: str) -> int:
    return sum(theme in task["themes"] for task in asked.facts.tasks(place))


COMPARE = Kind("compare", compare, ("tasks",), compares="places", found=True, lists=True)
WEIGH = Kind("weigh", weigh, compares="subjects")
