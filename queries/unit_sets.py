"""Sets of units, a leader's own patch (分管): any question asked for a list of units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from graph.causes import cause
from graph.errors import UnknownName, UsageError
from queries.base import Given, Query, Result, Row, Session
from queries.names import Body, find_bodies

NAMED = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE u.id IN $units
RETURN DISTINCT t.id AS task"""
REACHED = """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE u.id IN $units AND m.year = t.year
RETURN DISTINCT t.id AS task"""
ITEMS = """MATCH (x:Task)-[:PART_OF]->(t:Task)
WHERE x.id IN $tasks
RETURN DISTINCT t.id AS task"""
THROUGH = """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)
WHERE u.id IN $units
RETURN c.district AS district, c.name AS collective, m.year AS year, u.id AS unit_id"""
PATCH = (NAMED, REACHED, ITEMS)
_HINT = "每行写一个单位，# 开头的行是说明，例如：区教育局"


class Listed(str):
    """A name with the line of the file that lists it, from 1."""

    line: int

    def __new__(cls, name: str, line: int) -> Listed:
        made = super().__new__(cls, name)
        made.line = line
        return made


def read_units(path: Path | None) -> tuple[str, ...]:
    """The units of a text file (none without one), one on a line or parted by 、 and commas, in order and each once; lines with # are remarks.

    Reads UTF-8 and the Chinese encoding of Windows. Raises UsageError for a file that cannot be read or names nobody.
    """
    if path is None:
        return ()
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} 读不出来：{cause(error)}", hint="请检查文件名；" + _HINT) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    lines = [line.partition("#")[0] for line in text.splitlines()]
    names = [Listed(name.strip(), at) for at, line in enumerate(lines, 1) for name in re.split(r"[、，,;；\t]", line)]
    found = tuple(dict.fromkeys(name for name in names if name))
    if not found:
        raise UsageError(f"{path} 里没有单位", hint=_HINT)
    return found


def bodies_of(session: Session, names: Sequence[str], districts: list[str]) -> list[Body]:
    """The bodies that the names mean, in order, each once. Raises UnknownName, which tells of every name that means none."""
    found: dict[str, Body] = {}
    wrong: list[tuple[str, UnknownName]] = []
    for name in names:
        try:
            for body in find_bodies(session, name, districts, []):
                found.setdefault(body.ids[0], body)
        except UnknownName as error:
            wrong.append((name, error))
    if wrong:
        _tell(wrong)
    return list(found.values())


def _tell(wrong: Sequence[tuple[str, UnknownName]]) -> NoReturn:
    """Raise what is wrong with the names of a list, all at once, with their lines where a file lists them."""
    if len(wrong) == 1 and not isinstance(wrong[0][0], Listed):
        raise wrong[0][1]
    shown = "、".join(f"“{name}”" for name, _ in wrong)
    lines = "、".join(dict.fromkeys(str(name.line) for name, _ in wrong if isinstance(name, Listed)))
    near = "；".join(f"{name}→{'/'.join(error.nearest[:2])}" for name, error in wrong if error.nearest)
    nearest = tuple(dict.fromkeys(one for _, error in wrong for one in error.nearest[:2]))
    hint = wrong[0][1].hint if len(wrong) == 1 else f"最接近的：{near}" if near else "用 zeren units 看图库里有哪些"
    if lines:
        raise UnknownName(f"名单第 {lines} 行有 {len(wrong)} 个单位没有找到：{shown}", hint=hint, nearest=nearest)
    raise UnknownName(f"名单里有 {len(wrong)} 个单位没有找到：{shown}", hint=hint, nearest=nearest)


def ids_of(session: Session, districts: list[str]) -> list[str]:
    """Ids of the units of the session under all their names, sorted; [] where it has none. Raises UnknownName."""
    return sorted({unit for body in bodies_of(session, session.units, districts) for unit in body.ids})


def tasks_of(session: Session, districts: list[str]) -> list[str]:
    """Ids of the tasks that concern the units of the session, themselves or through a collective that they may belong to,
    and of the items whose rows do; sorted. [] for a session without units: what is sent as $tasks then restricts nothing.

    Raises UnknownName.
    """
    if not session.units:
        return []
    units = ids_of(session, districts)
    own = {row["task"] for text in (NAMED, REACHED) for row in session.ask(text, units=units)}
    own |= {row["task"] for row in session.ask(ITEMS, tasks=sorted(own))}
    return sorted(own) or [""]  # units without any task: nothing fits, instead of everything


def patch_note(session: Session, *, chosen: bool = False) -> list[str]:
    """What an answer about the tasks of the session's units says of itself; [] for a session without units. `chosen` where
    rows were chosen and the other notes are about all tasks."""
    return [session.say("units_tasks_chosen" if chosen else "units_tasks")] if session.units else []


def for_units(query: Query, session: Session, params: Mapping[str, Any]) -> Result:
    """The answer for the units of the session: the question itself sees to it, or is asked for each, or its rows are chosen.

    Raises UsageError for a question whose rows are not about units.
    """
    asks = any(parameter.name == "unit" for parameter in query.parameters)
    if query.takes_units:
        return query.run(session, Given(query, params))
    if asks and not params.get("unit"):
        return _each(query, session, params)
    result = query.run(session, Given(query, params))
    if any("unit" not in row for row in result.rows) or not (asks or _has_unit(query, result)):
        raise UsageError(
            f"{query.name} 的结果不按单位，不能用 --units", hint="可以用于 due、obligations、overload、unsettled 等查询"
        )
    bodies = bodies_of(session, session.units, [])
    names = {(body.district, name) for body in bodies for name in (body.name, *body.others)}
    through = _through(session, bodies) if query.by_task else {}
    rows = [row for row in result.rows if _place(row) in names or (*_place(row), row.get("year")) in through]
    notes = [session.say("units_chosen", shown=len(rows), total=len(result.rows))]
    for collective in dict.fromkeys((*_place(row), row.get("year")) for row in rows if _place(row) not in names):
        notes.append(session.say("units_through", collective=collective[1], units=session.listed(through[collective])))
    return Result(result.title, rows, [*notes, *result.notes], result.extra, result.columns, result.truncated)


def _through(session: Session, bodies: Sequence[Body]) -> dict[tuple[str, str, Any], list[str]]:
    """(district, collective, year) -> the bodies that belong to it or may, in order: what names it concerns them."""
    called = {unit: body.called for body in bodies for unit in body.ids}
    found: dict[tuple[str, str, Any], list[str]] = {}
    for row in session.lookup(THROUGH, units=sorted(called)):
        found.setdefault((row["district"], row["collective"], row["year"]), []).append(called[row["unit_id"]])
    return {key: sorted(set(names)) for key, names in found.items()}


def _has_unit(query: Query, result: Result) -> bool:
    return any(column.name == "unit" for column in result.columns or query.columns)


def _place(row: Row) -> tuple[str, str]:
    return str(row.get("district") or ""), str(row["unit"])


def _each(query: Query, session: Session, params: Mapping[str, Any]) -> Result:
    """The answers for every unit behind each other; lists of `extra` are joined."""
    bodies_of(session, session.units, [])  # all that is wrong with the list, not only the first of it
    results = [query.run(session, Given(query, {**params, "unit": name})) for name in session.units]
    rows = [row for result in results for row in result.rows]
    notes = list(dict.fromkeys(note for result in results for note in result.notes))
    extra: dict[str, Any] = {}
    for result in results:
        for key, value in result.extra.items():
            extra[key] = [*extra.get(key, []), *value] if isinstance(value, list) else value
    title = session.say("units_each_title", title=query.title, count=len(session.units))
    return Result(title, rows, notes, extra, results[0].columns, any(result.truncated for result in results))
