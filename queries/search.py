"""Search: units by name, other name or pinyin initials, themes, districts, documents, and tasks by their printed words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import UsageError
from graph.names.initials import initials
from graph.names.suggest import match
from queries.ask.likeness import sounds
from queries.base import DISTRICT, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.names import find_districts
from queries.unit_sets import PATCH, bodies_of, patch_note, tasks_of

KINDS = ("district", "unit", "theme", "document", "task")  # in the order of the answer
FETCHED = 2_000  # tasks that are looked through for one search

UNITS = """MATCH (u:Unit)
WHERE size($districts) = 0 OR u.district IN $districts
RETURN u.id AS id, u.name AS unit, u.district AS district, u.town AS town, u.kind AS unit_kind, u.full_name AS full_name, u.aliases AS aliases,
       u.initials AS initials, COUNT { MATCH (u)-[:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) } AS tasks"""
THEMES = """MATCH (h:Theme)
RETURN h.id AS id, h.name AS theme, h.synonyms AS synonyms, COUNT { MATCH (t:Task)-[:ABOUT]->(h) } AS tasks"""
DOCUMENTS = """MATCH (d:Document)
WHERE (size($districts) = 0 OR d.district IN $districts) AND (size($years) = 0 OR d.year IN $years)
RETURN d.id AS id, d.stem AS document, d.title AS title, d.doc_no AS doc_no, d.district AS district, d.town AS town, d.year AS year,
       COUNT { MATCH (t:Task)-[:STATED_IN]->(d) } AS tasks"""
DISTRICTS = "MATCH (p:District) WHERE p.level = 'district' RETURN p.id AS id, p.name AS district"
TASKS = f"""MATCH (t:Task)
WHERE (t.content CONTAINS $word OR t.title CONTAINS $word)
      AND (size($districts) = 0 OR t.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
RETURN t.id AS id, t.id AS task, t.number AS number, t.title AS title, t.content AS content, t.stem AS document,
       t.district AS district, t.town AS town, t.year AS year, t.ordinal AS ordinal
LIMIT {FETCHED}"""


PLACES = """MATCH (t:Task)-[:STATED_IN]->(d:Document)
WHERE t.id IN $tasks
RETURN DISTINCT d.id AS id"""
ABOUT = """MATCH (t:Task)-[:ABOUT]->(h:Theme)
WHERE t.id IN $tasks
RETURN DISTINCT h.id AS id"""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A row that was found: `rank` 0 is the best, `name` is what is shown, `sub` what tells it from its namesakes."""

    kind: str
    rank: int
    name: str
    sub: str
    row: Row = field(default_factory=dict)


def run(session: Session, given: Given) -> Result:
    """Rows by kind (units first), best first."""
    asked = given.text("words")
    scope: dict[str, Any] = {"districts": find_districts(session, given.texts("district"))}
    years = given.ints("year")
    hits = [*_units(session, asked, **scope), *_themes(session, asked), *_documents(session, asked, years=years, **scope)]
    hits += _tasks(session, asked, years=years, **scope)
    if session.units:
        own = _own(session, scope["districts"])
        hits = [hit for hit in hits if hit.row["id"] in own]
    found = {kind: [hit for hit in hits if hit.kind == kind] for kind in KINDS}
    most = _most(given.text("each"))
    rows = [_row(hit) for kind in KINDS for hit in sorted(found[kind], key=_order)[:most]]
    counts = session.listed(session.say(f"search_{kind}", count=len(found[kind])) for kind in KINDS if found[kind])
    note = session.say("search_counts", counts=counts) if counts else session.say("search_none")
    return Result(session.say("search_title", words=asked), rows, [*patch_note(session), note], {"counts": {kind: len(found[kind]) for kind in KINDS}})


def _own(session: Session, districts: list[str]) -> set[str]:
    """Ids of the session's units, of the tasks that concern them, and of the documents, themes and districts of these."""
    tasks, units = tasks_of(session, districts), bodies_of(session, session.units, districts)
    named = {row["id"] for text in (PLACES, ABOUT) for row in session.ask(text, tasks=tasks)}
    places = {body.district for body in units}
    named |= {row["id"] for row in session.ask(DISTRICTS) if row["district"] in places}
    return named.union(tasks, *(body.ids for body in units))


def _most(each: str) -> int | None:
    if not each:
        return None
    if not each.isdigit() or not int(each):
        raise UsageError(f"each 应是正整数：{each}", hint="例如 --each 5")
    return int(each)


def _order(hit: _Hit) -> tuple[Any, ...]:
    row = hit.row
    return hit.rank, -(row.get("year") or 0), row.get("district") or "", row.get("town") or "", row.get("ordinal") or 0, hit.name, hit.sub


def _row(hit: _Hit) -> Row:
    row = dict.fromkeys(("unit", "theme", "district", "town", "year", "document", "number", "task", "tasks", "id"))
    row |= {name: value for name, value in hit.row.items() if name in row and value != ""}
    return {"hit": hit.kind, "name": hit.name, "sub": hit.sub, **row}


def _units(session: Session, asked: str, districts: Sequence[str]) -> list[_Hit]:
    """Units, and the districts that they belong to."""
    rows = session.ask(UNITS, districts=list(districts))
    ranks = {index: 0 if asked == row["full_name"] else _rank(asked, _names(row), row["initials"]) for index, row in enumerate(rows)}
    if all(rank is None for rank in ranks.values()):
        meant = _meant(asked, rows)
        ranks = {index: 5 if index in meant else None for index in ranks}
    found = []
    for index, row in enumerate(rows):
        rank = ranks[index]
        if rank is not None:
            place = session.say("apart").join(filter(None, (row["district"], row["town"], session.listed(row["aliases"][:3]))))
            # A body with many tasks is meant more often than one with none.
            found.append(_Hit("unit", rank * 1000 - min(row["tasks"], 999), row["unit"], place, row))
    known = {row["district"] for row in rows}
    for row in sorted(session.ask(DISTRICTS), key=lambda row: str(row["district"])):
        rank = _rank(asked, (row["district"],), initials(row["district"])) if row["district"] in known else None
        if rank is not None:
            found.append(_Hit("district", rank, row["district"], "", row))
    return found


def _meant(asked: str, rows: Sequence[Row]) -> set[int]:
    """Places of the units that a district in front (宝山教育局), another word for the same work, or a slip of the ear (人设局) means."""
    places = {row["district"] for row in rows if row["district"]}
    place = next((one for one in sorted(places) if asked.startswith((one, one[:-1])) and len(one) > 2), "")
    own = [index for index, row in enumerate(rows) if not place or row["district"] == place]
    rest = asked.removeprefix(place).removeprefix(place[:-1]) if place else asked
    near = [index for index in own if place and _rank(rest, _names(rows[index]), rows[index]["initials"]) is not None]
    if near:
        return set(near)
    names = {hit.name for hit in match(asked, [(rows[index]["unit"], [rows[index]["full_name"], *rows[index]["aliases"]]) for index in own])}
    heard = sounds(rest)
    alike = [index for index in own if not names and any(heard in (sounds(name), sounds(name[1:])) for name in _names(rows[index]))]
    return {index for index in own if rows[index]["unit"] in names} | set(alike)


def _names(row: Row) -> list[str]:
    """What a unit is called without its place: 上海市宝山区教育局 would be found by 宝山, as would every unit there."""
    return [name for name in (row["unit"], *row["aliases"]) if row["district"] not in name or name == row["town"]]


def _themes(session: Session, asked: str) -> list[_Hit]:
    found = []
    for row in session.ask(THEMES):
        rank = _rank(asked, (row["theme"], *row["synonyms"]), initials(row["theme"]))
        if rank is not None:
            found.append(_Hit("theme", rank, row["theme"], "", row))
    return found


def _documents(session: Session, asked: str, **scope: Any) -> list[_Hit]:
    found = []
    for row in session.ask(DOCUMENTS, **scope):
        rank = _rank(asked, (row["document"], row["title"], row["doc_no"]), "")
        if rank is not None:
            found.append(_Hit("document", rank, row["title"] or row["document"], row["doc_no"] or row["document"], row))
    return found


def _tasks(session: Session, asked: str, **scope: Any) -> list[_Hit]:
    """Tasks whose title or text has every word."""
    words = asked.split()
    if not words:
        return []
    rows = session.ask(TASKS, word=max(words, key=len), **scope)
    found = []
    for row in rows:
        title, content = row["title"] or "", row["content"] or ""
        if all(word in title or word in content for word in words):
            rank = 0 if asked == title else 1 if asked in title else 2
            found.append(_Hit("task", rank, title or content, content if title else "", row))
    return found


def _rank(asked: str, names: Iterable[str | None], letters: str) -> int | None:
    """0 the name itself, then its beginning, the same without its level (教育局 for 区教育局), a part of it, its initials; None for none."""
    wanted = asked.lower()
    known = [name.lower() for name in names if name]
    if wanted in known:
        return 0
    if any(name.startswith(wanted) or name[1:].startswith(wanted) for name in known):
        return 1
    if any(wanted in name for name in known):
        return 2
    if wanted.isascii() and wanted.isalnum():
        each = letters.split()
        if any(wanted in (one, one[1:]) for one in each):
            return 1
        if any(one.startswith(wanted) or one[1:].startswith(wanted) for one in each):
            return 3
    return None


QUERY = Query(
    name="search",
    title="搜索",
    description="按名称、简称、拼音首字母找单位、主题、区和文件，按原文词语找任务；几个词用空格隔开。",
    parameters=(
        Parameter("words", "text", "名称、简称、拼音首字母（例如 jyj），或任务原文里的词语", positional=True, required=True),
        DISTRICT,
        YEAR,
        Parameter("each", "text", "每一类最多几条"),
    ),
    columns=(
        Column("hit"),
        Column("name"),
        Column("sub", label="hit_sub"),
        Column("district"),
        Column("year", "int"),
        Column("tasks", "int"),
        Column("unit", shown=False),
        Column("theme", shown=False),
        Column("town", shown=False),
        Column("document", shown=False),
        Column("number", shown=False),
        Column("task", shown=False),
        Column("id", shown=False, label="node"),
    ),
    example=Example("拼音首字母是 jyj 的单位", {"words": "jyj"}),
    run=run,
    cypher=(UNITS, DISTRICTS, THEMES, DOCUMENTS, TASKS, PLACES, ABOUT, *PATCH),
    takes_units=True,
    extra={"counts": {"type": "object", "description": "每一类找到多少条"}},
)
