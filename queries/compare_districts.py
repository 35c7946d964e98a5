"""Two districts side by side: what one has and the other has not, and which units do the same, by theme or by function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import UsageError
from graph.names.gazetteer import load_gazetteer
from graph.names.neighbours import neighbours
from queries.account import ITEM
from queries.base import Column, Row, Session
from queries.printed_themes import TEXTS, cited, touched
from queries.unit_sets import bodies_of

THEMES = f"""MATCH (t:Task)-[a:ABOUT]->(h:Theme)
WHERE t.district IN $districts AND t.town = '' AND (size($years) = 0 OR t.year IN $years)
RETURN t.district AS district, t.year AS year, t.id AS task, {ITEM} AS item, t.stem AS document, t.number AS number,
       t.ordinal AS ordinal, h.name AS theme, a.position AS position
ORDER BY district, document, ordinal"""
DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE t.district IN $districts AND t.town = '' AND r.basis <> 'issuer' AND (size($years) = 0 OR t.year IN $years)
RETURN t.district AS district, t.year AS year, t.id AS task, {ITEM} AS item, t.stem AS document, t.number AS number,
       t.ordinal AS ordinal, u.id AS unit_id, u.name AS unit, u.kind AS kind, u.functions AS functions, type(r) AS role
ORDER BY district, document, ordinal, unit"""
ITEMS = f"""MATCH (t:Task)
WHERE t.district IN $districts AND t.town = '' AND (size($years) = 0 OR t.year IN $years)
RETURN t.district AS district, t.year AS year, count(DISTINCT {ITEM}) AS items"""
CYPHER = (ITEMS, THEMES, DUTIES, TEXTS)

STATES = ("only_a", "only_b", "mainly_a", "mainly_b", "other_units", "same_units", "no_units")


@dataclass(slots=True)
class _Side:
    """What one district has for a theme or function."""

    items: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)  # id of a task -> its number
    units: dict[str, set[str]] = field(default_factory=dict)  # unit -> items
    collectives: dict[str, str] = field(default_factory=dict)  # collective -> whom it reaches, whatever it is called
    functions: set[str] = field(default_factory=set)
    touched: list[str] = field(default_factory=list)  # numbers of tasks whose text has a word of a theme that no task is filed under


class _Patch:
    """The units of a session: which rows of the districts are theirs. A district without any of them (`without`) keeps all its rows."""

    def __init__(self, session: Session, districts: Sequence[str], own: Sequence[str]) -> None:
        bodies = bodies_of(session, session.units, list(districts))
        self.units = {unit for body in bodies for unit in body.ids}
        self.own = set(own)
        having = {body.district for body in bodies}
        self.without = [one for one in districts if one not in having]
        self.having = [one for one in districts if one in having]

    def themes(self, rows: Sequence[Row]) -> list[Row]:
        """The rows of tasks that concern the units, and those of the other district."""
        return [row for row in rows if row["task"] in self.own or row["district"] in self.without]

    def duties(self, by: str, rows: Sequence[Row]) -> list[Row]:
        """By theme all duties, as whoever shares a task is told; by function those of the units themselves."""
        return [row for row in rows if by == "theme" or row["unit_id"] in self.units or row["district"] in self.without]

    def keys(self, by: str, themes: Sequence[Row], duties: Sequence[Row]) -> set[str]:
        """The themes of the units' tasks, or their functions."""
        if by == "theme":
            return {row["theme"] for row in themes if row["task"] in self.own}
        return {name for row in duties if row["unit_id"] in self.units for name in row["functions"] or ()}

    def notes(self, session: Session, *rows: Sequence[Row]) -> list[str]:
        """How many items of a district concern the units, and which district has none of them."""
        items = {district: {row["item"] for found in rows for row in found if row["district"] == district and row["task"] in self.own} for district in self.having}
        notes = [session.say("districts_patch", district=district, items=len(found)) for district, found in items.items()]
        return [*notes, *(session.say("districts_patch_without", district=district) for district in self.without)]


def columns(first: str, second: str, by: str) -> tuple[Column, ...]:
    """The columns, which carry the names of the districts."""
    return (
        Column(by),
        Column("side"),
        Column("count_a", "int", label=f"{first}"),
        Column("count_b", "int", label=f"{second}"),
        Column("share_a", "float", shown=False, label=f"{first}%"),
        Column("share_b", "float", shown=False, label=f"{second}%"),
        Column("units_a", "strings", label=f"{first}·"),
        Column("units_b", "strings", label=f"{second}·"),
        Column("collectives_a", "strings", label=f"{first}·"),
        Column("collectives_b", "strings", label=f"{second}·"),
        Column("numbers_a", "strings", label=f"{first}·"),
        Column("numbers_b", "strings", label=f"{second}·"),
        Column("touched_a", "strings", shown=False, label=f"{first}·"),
        Column("touched_b", "strings", shown=False, label=f"{second}·"),
    )


def two_districts(
    session: Session, districts: Sequence[str], years: Sequence[int], by: str, own: Sequence[str]
) -> tuple[list[Row], list[str]]:
    """One row for each theme (or function) that either has; the latest year of each district where no year is given.

    For a session with units, only their tasks `own` count, or by function their own duties. A district that has none of these
    units is then held against them with all its tasks, but only for their themes and functions.
    """
    scope: dict[str, Any] = {"districts": list(districts), "years": list(years)}
    items = session.ask(ITEMS, **scope)
    themes = session.ask(THEMES, **scope)
    duties = session.ask(DUTIES, **scope)
    texts = session.ask(TEXTS, **scope) if by == "theme" else []
    if session.dry:
        return [], []
    chosen = {}
    totals = {}
    for district in districts:
        known = {row["year"]: row["items"] for row in items if row["district"] == district}
        if not known:
            raise UsageError(f"图库里没有{district}这些年份的文件", hint="用 zeren compare 看各区有哪些年份")
        chosen[district] = max(year or 0 for year in known)
        totals[district] = known[chosen[district]]
    papers = {one: {row["document"] for row in (*themes, *duties) if row["district"] == one and (row["year"] or 0) == chosen[one]} for one in districts}
    for row in (*themes, *duties):  # of several documents a number alone does not say which task it is
        if len(papers[row["district"]]) > 1:
            row["number"] = f"{row['document']} {row['number']}"
    themes = [row for row in themes if (row["year"] or 0) == chosen[row["district"]]]
    duties = [row for row in duties if (row["year"] or 0) == chosen[row["district"]]]
    notes = [session.say("districts_items", district=one, year=chosen[one], items=totals[one]) for one in districts]
    sides = whole = _sides(by, districts, themes, duties)
    keys = _keys(sides)
    first, second = districts
    if own:
        patch = _Patch(session, districts, own)
        notes += patch.notes(session, themes, duties)
        keys = sorted(patch.keys(by, themes, duties))
        sides = _sides(by, districts, patch.themes(themes), patch.duties(by, duties))
    if by == "theme":
        _touch(sides, whole, [row for row in texts if (row["year"] or 0) == chosen[row["district"]]])
    rows = [_row(by, key, sides[first].get(key), sides[second].get(key), totals[first], totals[second]) for key in keys]
    rows.sort(key=lambda row: (STATES.index(row["side"]), -(row["count_a"] + row["count_b"]), row[by]))
    if chosen[first] != chosen[second]:
        notes.append(session.say("districts_years"))
    counts = {state: sum(row["side"] == state for row in rows) for state in STATES}
    notes.append(session.say(f"districts_{by}", first=first, second=second, mainly=counts["mainly_a"] + counts["mainly_b"], **counts))
    for district, side in ((first, "a"), (second, "b")):
        if found := {row[by]: row[f"touched_{side}"] for row in rows if row[f"touched_{side}"]}:
            notes.append(session.say("districts_touched", district=district, themes=cited(session, found)))
    for side, other in (("only_a", second), ("only_b", first)) if own else ():
        if others := [row[by] for row in rows if row["side"] == side and row[by] in whole[other] and whole[other][row[by]].items]:
            notes.append(session.say("districts_others", district=other, names=session.say("joined").join(others)))
    if lacking := [row[by] for row in rows if row["side"] == "same_units" and (row["collectives_a"] or row["collectives_b"])]:
        notes.append(session.say("districts_collectives", count=len(lacking), names=session.say("joined").join(lacking)))
    return rows, [*notes, session.say("districts_how")]


def _keys(sides: dict[str, dict[str, _Side]]) -> list[str]:
    return sorted({key for side in sides.values() for key in side})


def _sides(by: str, districts: Sequence[str], themes: Sequence[Row], duties: Sequence[Row]) -> dict[str, dict[str, _Side]]:
    """What each district has for each theme or function."""
    sides = {one: _by_theme(one, themes, duties) if by == "theme" else _by_function(one, duties) for one in districts}
    if by == "function":
        _stand_ins(sides, list(districts))
    return sides


def _by_theme(district: str, themes: Iterable[Row], duties: Iterable[Row]) -> dict[str, _Side]:
    named: dict[str, list[Row]] = {}
    for duty in duties:
        named.setdefault(duty["task"], []).append(duty)
    sides: dict[str, _Side] = {}
    for row in themes:
        if row["district"] == district:
            side = sides.setdefault(row["theme"], _Side())
            side.items.add(row["item"])
            side.numbers[row["task"]] = row["number"]
            for duty in named.get(row["task"], []):
                _name(side, duty)
    return sides


def _name(side: _Side, duty: Row) -> None:
    side.units.setdefault(duty["unit"], set()).add(duty["item"])
    if duty["kind"] == "collective":
        side.collectives[duty["unit"]] = _reaching(duty["unit"])
    else:
        # Bodies of one function are the same in two districts whatever they are called; others only by their name.
        side.functions.update(duty["functions"] or [duty["unit"]])


def _reaching(collective: str) -> str:
    """What a collective is the same by in two districts: the kinds of bodies that it reaches, else its name."""
    meaning = load_gazetteer().collective(collective)
    return "、".join((*sorted(meaning.kinds), *meaning.functions)) if meaning is not None and meaning.kinds else collective


def _by_function(district: str, duties: Iterable[Row]) -> dict[str, _Side]:
    sides: dict[str, _Side] = {}
    for duty in duties:
        if duty["district"] == district and duty["kind"] != "collective":
            for function in duty["functions"] or ():
                side = sides.setdefault(function, _Side())
                side.items.add(duty["item"])
                side.numbers[duty["task"]] = duty["number"]
                _name(side, duty)
    return sides


def _stand_ins(sides: dict[str, dict[str, _Side]], districts: list[str]) -> None:
    """Where only one district has a body of a function, put the other's body of a function that elsewhere lies with it beside
    it, marked: 区建设管理委 beside 区交通委. It adds no items, as its own are counted under its own function."""
    near = neighbours()
    for one, other in (districts, districts[::-1]):
        for function in sorted(sides[one].keys() - sides[other].keys()):
            beside = [name for name in near.get(function, ()) if name in sides[other] and sides[other][name].items]
            if beside:
                units = {f"（{unit}）": set[str]() for name in beside[:1] for unit in sides[other][name].units}
                sides[other][function] = _Side(units=units)


def _touch(sides: dict[str, dict[str, _Side]], whole: dict[str, dict[str, _Side]], texts: Sequence[Row]) -> None:
    """Where only one district has tasks of a theme, note which tasks of the other have a word of it in their text. `whole` are the
    sides with the tasks of all units: what is filed under a theme there is no mere word of it."""
    for district, own in sides.items():
        found = touched(row for row in texts if row["district"] == district)
        for theme in {theme for side in sides.values() for theme in side} - own.keys() - whole[district].keys():
            if theme in found:
                own[theme] = _Side(touched=found[theme])


def _row(by: str, key: str, first: _Side | None, second: _Side | None, total_a: int, total_b: int) -> Row:
    a, b = first or _Side(), second or _Side()
    if not b.items:
        side = "mainly_a" if b.touched else "only_a"
    elif not a.items:
        side = "mainly_b" if a.touched else "only_b"
    elif not a.units and not b.units:
        side = "no_units"
    else:
        side = "same_units" if a.functions == b.functions else "other_units"
    return {
        by: key,
        "side": side,
        "count_a": len(a.items),
        "count_b": len(b.items),
        "share_a": round(100 * len(a.items) / total_a, 1),
        "share_b": round(100 * len(b.items) / total_b, 1),
        "units_a": _ordered(a),
        "units_b": _ordered(b),
        "collectives_a": _only(a, b),
        "collectives_b": _only(b, a),
        "numbers_a": list(a.numbers.values()),
        "numbers_b": list(b.numbers.values()),
        "tasks_a": list(a.numbers),
        "tasks_b": list(b.numbers),
        "touched_a": a.touched,
        "touched_b": b.touched,
    }


def _only(side: _Side, other: _Side) -> list[str]:
    """The collectives that only this side names, where both have the theme; 各街镇 and 各街道 are told apart, 各部门 and 各委办局 not."""
    return sorted(name for name, reach in side.collectives.items() if reach not in other.collectives.values()) if other.items and side.items else []


def _ordered(side: _Side) -> list[str]:
    return sorted(side.units, key=lambda unit: (-len(side.units[unit]), unit))
