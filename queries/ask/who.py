"""Who leads, is responsible for or cooperates on tasks."""

from __future__ import annotations

import re
from dataclasses import replace

from queries.ask import duty
from queries.ask.asked import Asked, Kind, nothing
from queries.ask.bodies import in_time
from queries.ask.facts import Place, roles_said
from queries.ask.reply import Reply, union
from queries.ask.topics import Found, coverage, plain
from queries.base import Row

STATED_SHARE = 0.45  # share of the asked words that a sentence has to print to state the duty
CLEAR_SHARE = 0.3  # or this share, where no other sentence prints half as many
BODY_KINDS = (
    (re.compile(r"园区(是|有|为|包括)?(哪|谁)|哪(些|个|几个|一个)园区"), ("park",)),
    (re.compile(r"(街镇|街道|镇)(是|有|为|包括)?(哪|谁)|哪(些|个|几个|一个)(街镇|街道|镇)"), ("street", "town")),
)
WANTED = {
    "LEAD": ("LEAD",),
    "RESPONSIBLE": ("RESPONSIBLE",),
    "COOPERATE": ("COOPERATE",),
    "LEAD_COOPERATE": ("LEAD", "COOPERATE"),
    "OWNER": ("LEAD", "RESPONSIBLE"),
    "ANY": ("LEAD", "RESPONSIBLE", "COOPERATE"),
}


def who(asked: Asked) -> Reply:
    """Names by place; an empty list where the tasks are there and no such body is printed."""
    if not asked.topic and not asked.linked.numbers and asked.linked.when is None:
        if asked.linked.units:
            return duty.duties(asked)
        if asked.role in (None, "OWNER"):
            return asked.unknown("not_understood")
    parts, names, rows = [], [], []
    for place in asked.places:
        found = asked.meant(place)
        tasks = [task for task in found.tasks if in_time(asked, task)]
        if not tasks:
            continue
        named, shown, text = _owners(asked, place, replace(found, tasks=tasks))
        names.append(named)
        rows += shown
        parts.append(text)
    if not parts:
        return nothing(asked)
    return Reply(asked.join(parts), union(names), rows)


def _owners(asked: Asked, place: Place, found: Found) -> tuple[list[str], list[Row], str]:
    """Names, rows and the sentence for one place."""
    role = asked.role or "OWNER"
    duties = asked.facts.duties(found.tasks)
    words = (*asked.topic.quotes, *(found.pieces or asked.topic.pieces))
    chosen = _of_kind(asked, _said_there(words, [row for row in duties if roles_said(row) & set(WANTED[role])]))
    but = union([list(unit.names) for unit in asked.linked.but])  # 除了区教育局还有谁
    chosen = [row for row in chosen if row["unit"] not in but]
    names = union([[row["unit"]] for row in chosen])
    where = asked.where(place)
    about = _about(asked, found) + (asked.say("but", names=asked.names(but)) if but else "")
    if names:
        return (
            names,
            chosen,
            asked.say(f"who_{role}", place=where, about=about, names=asked.names(names, 20)) + _rest(asked, duties, [*names, *but]),
        )
    if not duties:
        inferred = union([[row["unit"]] for row in asked.facts.inferred(found.tasks)])
        key = "who_inferred" if inferred else "who_nobody"
        return [], [], asked.say(key, place=where, about=about, names=asked.names(inferred))
    missing = asked.say("who_missing", place=where, about=about, role=asked.say(f"role_{role}"))
    if not any("LEAD" in roles_said(row) for row in asked.facts.duties(asked.facts.tasks(place))) and role == "LEAD":
        missing += asked.say("who_never_leads")
    return [], duties, missing + _rest(asked, duties, [])


def _of_kind(asked: Asked, rows: list[Row]) -> list[Row]:
    """Of the duties those of the kind of body that is asked for (哪些街镇, 园区是哪一个), where there are such."""
    kinds = next((kinds for pattern, kinds in BODY_KINDS if pattern.search(asked.masked)), ())
    return [row for row in rows if row["kind"] in kinds] or rows


def _said_there(words: tuple[str, ...], rows: list[Row]) -> list[Row]:
    """Of duties that prose states those whose sentence is about what is asked, where some are."""
    pieces = [plain(piece) for piece in words]
    prose = [row for row in rows if row["basis"] == "prose"]
    if not pieces or len(prose) < 2:
        return rows
    scores = coverage(pieces, [plain(row["quote"] or "") for row in prose])
    best = max(scores)
    next_best = max((score for score in scores if score < best - 0.05), default=0.0)
    if best < STATED_SHARE and not (best > CLEAR_SHARE and best > 2 * next_best):
        return rows
    kept = {id(row) for row, score in zip(prose, scores, strict=True) if score > best - 0.05}
    return [row for row in rows if row["basis"] != "prose" or id(row) in kept]


def _rest(asked: Asked, duties: list[Row], names: list[str]) -> str:
    """The bodies in the roles that were not asked for."""
    said = []
    for role in ("LEAD", "RESPONSIBLE", "COOPERATE"):
        others = union([[row["unit"]] for row in duties if row["role"] == role and row["unit"] not in names])
        if others:
            said.append(asked.say("rest_role", role=asked.say(f"role_{role}"), names=asked.names(others)))
    return asked.say("rest", said=asked.names(said)) if said else ""


def _about(asked: Asked, found: Found) -> str:
    """Which tasks are meant, in few words."""
    if found.how == "all":
        return asked.say("about_all")
    if len(found.tasks) == 1:
        return asked.number(found.tasks[0])
    titles = list(dict.fromkeys(task["title"] for task in found.tasks))
    numbers = asked.names((task["number"] for task in found.tasks), 8)
    if len(titles) == 1 and titles[0]:
        return asked.say("about_title", title=titles[0], numbers=numbers)
    return asked.say("about_numbers", numbers=numbers)


def _of_unit(asked: Asked) -> bool:
    """Whether it asks which tasks of a unit there are, in other words."""
    return bool(asked.linked.units)


WHO = Kind("who", who, ("tasks", "duties"), subjects="each", by_name=_of_unit, of_unit=True, two_roles="both")
