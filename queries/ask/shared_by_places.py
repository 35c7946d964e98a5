"""Themes and bodies that some places have and others have not."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from queries.ask.asked import Asked, Kind, nothing
from queries.ask.bodies import in_time
from queries.ask.facts import Place, roles_said
from queries.ask.reply import Reply, union
from queries.ask.same_task import differ
from queries.ask.who import WANTED
from queries.base import Column, Row

THEME = re.compile(r"(主题|领域|方面|板块)")
ONE = re.compile(r"只有?(一个|1个|一)区|仅(一个|1个|一)区|(一|1)个区(独有|才有|单独)")
_LISTED = re.compile(r"(?:区|镇)?(?:的)?(?:[、,和与及跟同或以]|还有)*$")
_LACKS = re.compile(r"没有?|未|无|不(?!仅|但|只|光)|缺|漏")
_BUT = re.compile(r"(?:除了?|除开|除去)$")
COLUMNS = (Column("name"), Column("district"), Column("year", "int"), Column("tasks", "int"))


def sets(asked: Asked) -> Reply:
    """The themes or bodies that every wanted place has and no unwanted one; with 只有一个区 those of one place alone."""
    wanted, unwanted = _sides(asked)
    if asked.topic and len(asked.places) == 2 and unwanted and not THEME.search(asked.masked):
        return differ(asked)  # of one task: there collectives are bodies too
    if len(wanted) + len(unwanted) < 2:
        return asked.unknown("compare_alone", places=asked.place_names())
    counts = {place: _counts(asked, place) for place in (*wanted, *unwanted)}
    if not any(counts.values()):
        return nothing(asked)
    every = union(sorted(found) for found in counts.values())
    if ONE.search(asked.masked):
        names = [name for name in every if sum(name in found for found in counts.values()) == 1]
    else:
        names = [
            name
            for name in every
            if all(name in counts[place] for place in wanted) and not any(name in counts[place] for place in unwanted)
        ]
    with_, without = (asked.names(map(asked.where, side)) for side in (wanted, unwanted))
    key = "sets_one" if ONE.search(asked.masked) else "sets_without" if unwanted else "sets_all"
    listed = asked.names(names, 60) or asked.say("none")
    text = asked.say(key, wanted=with_, unwanted=without, count=len(names), names=listed)
    rows: list[Row] = [
        {"name": name, "district": place.name, "year": place.year, "tasks": found[name]}
        for name in names
        for place, found in counts.items()
        if name in found
    ]
    value: int | list[str] = len(names) if asked.how_many else names
    return Reply(asked.join([text]), value, rows, columns=COLUMNS)


def _sides(asked: Asked) -> tuple[list[Place], list[Place]]:
    """The places that have it, and those that have not."""
    said = _signs(asked.masked)
    if len(said) != len(asked.linked.mentions):
        return asked.places, []
    by_name = dict(zip(asked.linked.mentions, said, strict=True))  # what is said last of a place holds
    wanted = [place for place in asked.places if by_name.get(place.name, True)]
    return wanted, [place for place in asked.places if place not in wanted]


def _signs(masked: str) -> list[bool]:
    """For each place in a question whether it is said to have what is asked for: 甲有而乙没有 is [True, False]; in a list all are alike."""
    parts = re.split(r"<[DG]>", masked)
    said: list[bool] = []
    waiting = 0
    for before, after in pairwise(parts):
        waiting += 1
        if _BUT.search(before):  # 除了甲, 乙和丙都有
            said += [False] * waiting
            waiting = 0
            continue
        if _LISTED.fullmatch(after) and len(said) + waiting < len(parts) - 1:
            continue
        said += [_LACKS.search(_clause(after)) is None] * waiting
        waiting = 0
    return said + [True] * waiting


def _clause(after: str) -> str:
    """What is said of a place, up to what is asked: 没有的主题有哪些 says 没有."""
    return re.split(r"[,，]|主题|领域|单位|部门|哪些|什么|的任务", after)[0]


def _counts(asked: Asked, place: Place) -> Counter[str]:
    """Theme or body -> number of its tasks."""
    tasks = [task for task in asked.meant(place).tasks if in_time(asked, task)]
    if THEME.search(asked.masked):
        return Counter(theme for task in tasks for theme in task["themes"])
    wanted = set(WANTED[asked.role or "ANY"])
    duties = [row for row in asked.facts.duties(tasks) if row["kind"] != "collective" and roles_said(row) & wanted]
    return Counter(row["unit"] for row in duties)


SETS = Kind("sets", sets, ("tasks", "duties"), compares="places")
