"""One district over the years: what is kept, new or dropped, and what another unit has now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from graph.derive import Piece, align
from graph.derive.differ import Beside, differences
from graph.derive.sentences import flat
from graph.errors import UsageError
from graph.merged import overlap
from queries.account import ITEM
from queries.base import Column, Row, Session
from queries.duties import TASK_FILTER
from queries.grid import TREND_LEAST
from queries.paper_topics import counterparts, topic

TASKS = f"""MATCH (t:Task)
WHERE t.district IN $districts AND t.year > 0 AND {TASK_FILTER}
RETURN t.id AS task, t.document AS document_id, t.stem AS document, t.town AS town, t.year AS year, t.number AS number,
       t.item AS item, t.level AS level, t.title AS title, t.content AS content, t.due AS due, t.due_text AS due_text, t.themes AS themes,
       t.ordinal AS ordinal, {ITEM} AS counted
ORDER BY year, document, ordinal"""
DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE r.basis <> 'issuer' AND t.district IN $districts AND t.year > 0 AND {TASK_FILTER}
RETURN t.id AS task, u.id AS unit_id, u.name AS unit, type(r) AS role, r.position AS position"""
SAME = """MATCH (a:Unit)-[s:SAME_BODY]->(b:Unit)
WHERE a.district IN $districts
RETURN a.name AS first, b.name AS second"""
TITLES = """MATCH (d:Document)
WHERE d.district IN $districts
RETURN d.id AS document_id, d.title AS title, d.town AS town, d.district AS district, d.completeness AS completeness"""
PLACES = """MATCH (x:District)
RETURN x.name AS name, x.level AS level"""
CYPHER = (TASKS, DUTIES, SAME, TITLES, PLACES)
TIMED = 0.5  # share of a document's items that have a deadline of their own, from which on it is one that gives deadlines
SAID = 0.9  # share of a text's character pairs that another must have to say the same
CHANGES = ("moved", "kept", "new", "dropped")
COLUMNS = (
    Column("district", shown=False),
    Column("change"),
    Column("document"),
    Column("number"),
    Column("title"),
    Column("to_document", label="before_document"),
    Column("to_number", label="before_number"),
    Column("score", "float", shown=False, label="likeness"),
    Column("gained", "strings"),
    Column("lost", "strings"),
    Column("times", "strings", label="time_changes"),
    Column("roles", "strings", shown=False, label="role_changes"),
    Column("differences", "strings"),
    Column("task", shown=False),
)


@dataclass(slots=True)
class _Item:
    """A number of a year's document with everything that its rows say; `units` are the roles of each unit by name, `times` its
    deadlines. What stands under one title in several numbers is one item of the document: `head["counted"]` tells which."""

    head: Row
    texts: list[str] = field(default_factory=list)
    units: dict[str, set[str]] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)  # printed deadline -> what tells it from others

    @property
    def piece(self) -> Piece:
        return Piece(self.head["task"], self.head["title"] or "", "\n".join(self.texts))

    @property
    def called(self) -> str:
        text = self.head["title"] or self.head["content"] or "".join(self.texts)
        return str(text)[:40]


def over_years(
    session: Session, district: str, years: Sequence[int], towns: list[str], own: Sequence[str]
) -> tuple[list[Row], list[str]]:
    """One row for each number of the later year and each that was dropped, for every two years that follow each other; of the
    tasks `own`, if there are any, in either year.

    `years` are those to compare, all that the store has where there are none. Raises UsageError where there are not two.
    """
    scope: dict[str, Any] = {"districts": [district], "years": list(years), "towns": towns}
    tasks = [task for task in session.ask(TASKS, **scope) if towns or not task["town"]]
    duties = session.ask(DUTIES, **scope)
    pairs = session.ask(SAME, districts=[district])
    titles, places = session.ask(TITLES, districts=[district]), session.ask(PLACES)
    if session.dry:
        return [], []
    items = _items(tasks, duties, _present(pairs))
    known = sorted(items)
    if len(known) < 2:
        hint = f"图库里{district}只有 {'、'.join(map(str, known)) or '没有'} 年的文件；用 zeren compare 看各区有哪些年份"
        raise UsageError(f"{district}没有可以比较的两个年份", hint=hint)
    topics = {one["document_id"]: topic(one["title"] or "", [place["name"] for place in places]) for one in titles}
    parts = {one["document_id"]: one["completeness"] for one in titles}
    rows: list[Row] = []
    notes: list[str] = []
    for before, after in pairwise(known):
        groups, alone = _alike(items[before], items[after], topics)
        found = [row for olds, news in groups for row in _between(olds, news, district)]
        found.sort(key=lambda row: CHANGES.index(row["change"]))  # stable: documents stay together within a change
        found = [row for row in found if not own or {row["task"], *row["to_tasks"]}.intersection(own)]
        rows += found
        counts = {change: sum(row["change"] == change for row in found) for change in CHANGES}
        mine = [[item for group in groups for item in group[side] if not own or item.head["task"] in own] for side in (0, 1)]
        sizes = session.say("comma").join(_size(session, "years_size", year, compared) for year, compared in zip((before, after), mine, strict=True))
        notes.append(session.say("years_count", district=district, before=before, after=after, sizes=sizes, **counts))
        if other := sum(bool(row["times"]) for row in found):
            notes.append(session.say("years_times", count=other))
        notes += [note for group in groups for note in _unlike(session, group, parts)]
        notes += [session.say("years_alone", year=year, other=after if year == before else before, **one) for year, one in alone]
    if not own:
        notes.append(_trend(session, district, items, topics))
    return rows, [*notes, session.say("years_how")]


def _size(session: Session, key: str, year: int, items: Sequence[_Item], **more: str) -> str:
    """How many items and how many numbers a year has; where both are the same, one figure."""
    counted = len({item.head["counted"] for item in items})
    numbers = "" if counted == len(items) else session.say("years_numbers", count=len(items))
    return session.say(key, year=year, items=counted, numbers=numbers, **more)


def _unlike(session: Session, group: tuple[list[_Item], list[_Item]], parts: dict[str, str]) -> list[str]:
    """What keeps documents of two years from being compared in full: another part is missing, or only one gives deadlines."""
    notes = []
    sides = [list(dict.fromkeys((item.head["document_id"], item.head["document"]) for item in items)) for items in group]
    if {parts.get(document) for document, _ in sides[0]} != {parts.get(document) for document, _ in sides[1]}:
        named = (session.say("listed_part", document=name, part=session.words.value(parts.get(document) or "")) for side in sides for document, name in side)
        notes.append(session.say("years_parts", documents=session.listed(named)))
    if _timed(group[0]) != _timed(group[1]):
        bare = next(items for items in group if not _timed(items))
        names = session.listed(dict.fromkeys(item.head["document"] for item in bare))
        notes.append(session.say("years_untimed", documents=names, year=bare[0].head["year"]))
    return notes


def _timed(items: Sequence[_Item]) -> bool:
    """Whether these documents give their items deadlines, as those with a column or line for them do."""
    return sum(bool(item.times) for item in items) >= TIMED * len(items)


def _alike(
    before: Sequence[_Item], after: Sequence[_Item], topics: dict[str, str]
) -> tuple[list[tuple[list[_Item], list[_Item]]], list[tuple[int, Row]]]:
    """The items of documents that are about the same in both years, and (year, document and count) of what has no counterpart."""
    sides = [dict.fromkeys(item.head["document_id"] for item in items) for items in (before, after)]
    about = [{document: topics.get(document, "") for document in side} for side in sides]
    groups = counterparts(*about)
    taken = {document for group in groups for documents in group for document in documents}
    alone = [
        (int(items[0].head["year"]), {"document": next(one.head["document"] for one in items if one.head["document_id"] == document),
                                      "items": len({one.head["counted"] for one in items if one.head["document_id"] == document})})
        for items, side in zip((before, after), sides, strict=True) for document in side if document not in taken
    ]  # fmt: skip
    chosen = [([one for one in before if one.head["document_id"] in olds], [one for one in after if one.head["document_id"] in news])
              for olds, news in groups]  # fmt: skip
    return chosen, alone


def _present(pairs: Sequence[Row]) -> dict[str, str]:
    """Former and other names -> the name under which a body is compared."""
    return {pair["second"]: pair["first"] for pair in pairs}


def _items(tasks: Sequence[Row], duties: Sequence[Row], names: dict[str, str]) -> dict[int, list[_Item]]:
    by_task: dict[str, list[Row]] = {}
    for duty in sorted(duties, key=lambda one: one["position"] or 0):
        by_task.setdefault(duty["task"], []).append(duty)
    found: dict[int, dict[tuple[str, str], _Item]] = {}
    for task in tasks:
        year = found.setdefault(int(task["year"]), {})
        item = year.setdefault((task["document_id"], task["item"] or task["number"]), _Item(task))
        # A row says again what its item says, perhaps with other punctuation.
        said = (text for text in item.texts if len(text) >= len(task["content"] or "") and overlap(task["content"], text) >= SAID)
        if task["content"] and not any(said):
            item.texts.append(task["content"])
        if task["due_text"]:
            item.times.setdefault(task["due_text"], f"{task['due']:%m-%d}" if task["due"] else flat(task["due_text"]))
        for duty in by_task.get(task["task"], []):
            unit = str(duty["unit"])
            item.units.setdefault(names.get(unit, unit), set()).add(duty["role"])
    return {year: list(items.values()) for year, items in found.items()}


def _between(before: Sequence[_Item], after: Sequence[_Item], district: str) -> list[Row]:
    old = {item.head["task"]: item for item in before}
    links: dict[str, list[tuple[_Item, float]]] = {}
    for link in align([item.piece for item in after], [item.piece for item in before]):
        links.setdefault(link.task, []).append((old[link.source], link.score))
    rows = [_row(item, links.get(item.head["task"], []), district) for item in after]
    if _timed(before) != _timed(after):  # a document that gives no deadlines drops none: only what both print is another one
        both = {item.head["task"] for item in after if item.times and any(source.times for source, _ in links.get(item.head["task"], []))}
        rows = [row if row["task"] in both else {**row, "times": []} for row in rows]
    taken = {source.head["task"] for pairs in links.values() for source, _ in pairs}
    rows += [_gone(item, after[0], district) for item in before if item.head["task"] not in taken]
    order = {change: place for place, change in enumerate(CHANGES)}
    return sorted(rows, key=lambda row: order[row["change"]])


def _row(item: _Item, sources: Sequence[tuple[_Item, float]], district: str) -> Row:
    before: dict[str, set[str]] = {}
    for source, _ in sources:
        for unit, roles in source.units.items():
            before.setdefault(unit, set()).update(roles)
    gained, lost = sorted(item.units.keys() - before.keys()), sorted(before.keys() - item.units.keys())
    changed = [
        f"{unit}：{'/'.join(sorted(before[unit]))}→{'/'.join(sorted(item.units[unit]))}"
        for unit in sorted(item.units.keys() & before.keys())
        if before[unit] != item.units[unit]
    ]
    new, old = "。".join(item.texts), "。".join(text for source, _ in sources for text in source.texts)
    titles = Beside(item.head["title"] or "", sources[0][0].head["title"] or "" if len(sources) == 1 else "")
    return {
        "district": district,
        "change": ("moved" if gained or lost else "kept") if sources else "new",
        "year": item.head["year"],
        "document": item.head["document"],
        "number": item.head["number"],
        "title": item.called,
        "to_document": sources[0][0].head["document"] if sources else None,
        "to_number": "、".join(source.head["number"] for source, _ in sources) or None,
        "score": max((score for _, score in sources), default=None),
        "gained": gained if sources else [],
        "lost": lost,
        "times": _times(item, [source for source, _ in sources]),
        "roles": changed,
        "differences": differences(new, old, titles) if sources else [],
        "units": sorted(item.units),
        "to_tasks": [source.head["task"] for source, _ in sources],
        "task": item.head["task"],
    }


def _times(item: _Item, sources: Sequence[_Item]) -> list[str]:
    """As `differences` says it (全年→6月底前, +6月底前) where the printed deadlines are others than a year before; [] where they are the same days of the year."""
    before = {text: day for source in sources for text, day in source.times.items()}
    if not sources or set(before.values()) == set(item.times.values()):
        return []
    gone = [text for text, day in before.items() if day not in item.times.values()]
    come = [text for text, day in item.times.items() if day not in before.values()]
    before_words, after_words = "；".join(gone), "；".join(come)
    return [f"{before_words}→{after_words}" if gone and come else f"+{after_words}" if come else f"−{before_words}"]


def _gone(item: _Item, after: _Item, district: str) -> Row:
    row = _row(item, [], district)
    numbers = {"number": None, "to_number": item.head["number"], "to_document": item.head["document"]}
    return {**row, **numbers, "change": "dropped", "year": after.head["year"], "document": after.head["document"]}


def _trend(session: Session, district: str, items: dict[int, list[_Item]], topics: dict[str, str]) -> str:
    """Items and share with a named unit, year by year, of documents about what those of the latest year are about; only a
    sentence saying so where they are of too few years."""
    latest = {item.head["document_id"]: topics.get(item.head["document_id"], "") for item in items[max(items)]}
    alike = {year: [item for item in own if counterparts({"": topics.get(item.head["document_id"], "")}, latest)] for year, own in items.items()}
    years = [year for year in sorted(alike) if alike[year]]
    if len(years) < TREND_LEAST:
        return session.say("no_trend", district=district, count=len(years))
    each = []
    for year in years:
        named = sum(bool(item.units) for item in alike[year])
        each.append(_size(session, "trend_year", year, alike[year], share=f"{named / len(alike[year]):.0%}"))
    return session.say("trend", district=district, years=session.say("semicolon").join(each))
