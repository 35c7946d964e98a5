"""What a document leaves open about who does what and when: one row for each document and kind of gap, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from graph.remarks import retold
from queries.account import COUNTED, ITEM
from queries.base import DISTRICT, TOWN, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.duties import TASK_FILTER, parsed
from queries.names import find_districts, find_towns
from queries.printed_themes import TEXTS, cited, touched
from queries.unit_sets import PATCH, tasks_of

_SCOPE = f"(size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER}"
TASKS = f"""MATCH (t:Task)-[:STATED_IN]->(d:Document)
WHERE {_SCOPE} AND {COUNTED}
RETURN d.id AS document_id, t.stem AS document, t.district AS district, t.town AS town, t.year AS year, d.notes AS notes,
       t.id AS task, t.number AS number, t.item AS item, t.ordinal AS ordinal, t.title AS title, t.content AS content,
       t.due_text AS due_text, t.deadlines AS deadlines, t.themes AS themes, t.page AS page, {ITEM} AS counted"""
DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE {_SCOPE}
RETURN t.id AS task, u.id AS unit_id, u.name AS unit, u.kind AS kind, u.possible AS possible, r.possible AS governed, type(r) AS role, r.mention AS mention,
       r.basis AS basis, r.evidence AS quote, r.position AS position"""
COVERED = """MATCH (t:Task)-[:ABOUT]->(h:Theme)
WHERE t.town = ''
RETURN DISTINCT t.district AS district, t.year AS year, h.name AS theme"""

CONFLICTS = {
    "body_annex": ("body-annex-units", "body-annex-due", "body-annex-text", "roles-differ", "body-annex-differs", "body-annex-renumbered"),
    "two_deadlines": ("due-later-in-text",),
    "two_roles": ("two-roles",),
}  # kind of gap -> notes that the load made of it
_NUMBER = re.compile(r"第([\d.A-Zx]+)项")
_LISTS = ("bracket", "column", "line", "inherited")  # grounds whose quote is a list of bodies
_OPEN = re.compile(r"等(?=$|[；;。）)]|[^，、；。]{0,6}(?:部门|单位|街镇|机构)$|相关|有关)")
KINDS = (
    "no_unit", "issuer_only", "collective_only", "vague_member", "open_list", "no_lead", "two_leads", "no_deadline",
    "body_annex", "two_deadlines", "two_roles", "theme_gap",
)  # fmt: skip
# As one who has to see to it takes them: nobody is named, or the document contradicts itself, before what is only vague.
GRAVITY = (
    "no_unit", "issuer_only", "body_annex", "two_deadlines", "two_roles", "two_leads", "open_list", "vague_member", "collective_only", "no_lead",
    "no_deadline", "theme_gap",
)  # fmt: skip
LEAST_OTHERS = 2  # documents of other districts that must cover a theme before its absence is a gap


@dataclass(slots=True)
class _Item:
    """One item with its rows; `duties` are all that its rows and the item itself print, by task."""

    number: str
    tasks: list[Row] = field(default_factory=list)
    duties: list[Row] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What a reader knows it by."""
        return next((task["title"] for task in self.tasks if task["title"]), "") or self.tasks[0]["content"][:30]


@dataclass(slots=True)
class _Paper:
    """One document: its items in printed order. `partial` where only the items of some units are looked at; `leads` tells
    whether any item of the whole document has a lead, `gaps` which themes it lacks (see `_missing_themes`)."""

    head: Row
    items: dict[str, _Item] = field(default_factory=dict)
    partial: bool = False
    leads: bool = False
    gaps: tuple[list[str], dict[str, list[str]]] = field(default_factory=lambda: ([], {}))


def run(session: Session, given: Given) -> Result:
    """One row for each document and kind; with `each`, one for each item."""
    districts = find_districts(session, given.texts("district"))
    years, towns = given.ints("year"), find_towns(session, given.texts("town"))
    tasks = session.ask(TASKS, districts=districts, years=years, towns=towns)
    duties = session.ask(DUTIES, districts=districts, years=years, towns=towns)
    covered = session.ask(COVERED)
    kinds = given.texts("kind") or list(KINDS)
    texts = session.ask(TEXTS, districts=districts, years=years) if "theme_gap" in kinds else []
    papers = _papers(tasks, duties)
    for paper in papers:
        paper.gaps = _missing_themes(paper, covered, texts)
    if session.units:
        _keep_units(session, papers, districts)
    rows = [row for paper in papers for kind in kinds for row in _found(session, kind, paper)]
    if given.flag("each"):
        rows = [row for one in rows for row in _each(session, one, papers)]
    rows = [{name: value for name, value in row.items() if name not in ("told", "gaps")} for row in rows]
    title = session.say("unsettled_title", scope=session.listed(districts) or session.say("overload_scope_all"))
    return Result(title, rows, [session.say("unsettled_how")], columns=EACH if given.flag("each") else None)


def _papers(tasks: Sequence[Row], duties: Sequence[Row]) -> list[_Paper]:
    by_task: dict[str, list[Row]] = {}
    for duty in sorted(duties, key=lambda duty: (duty["position"] or 0, duty["unit"])):
        by_task.setdefault(duty["task"], []).append(duty)
    papers: dict[str, _Paper] = {}
    for task in sorted(
        tasks, key=lambda task: (task["district"], task["year"] or 0, task["town"], task["document"], task["ordinal"])
    ):
        paper = papers.setdefault(task["document_id"], _Paper(task))
        item = paper.items.setdefault(task["item"] or task["number"], _Item(task["item"] or task["number"]))
        item.tasks.append(task)
        item.duties += by_task.get(task["task"], [])
        paper.leads = paper.leads or any(duty["role"] == "LEAD" for duty in by_task.get(task["task"], []))
    return list(papers.values())


def _keep_units(session: Session, papers: Sequence[_Paper], districts: list[str]) -> None:
    """Leave the items that name one of the session's units, itself or through a collective that it may belong to."""
    own = set(tasks_of(session, districts))
    for paper in papers:
        paper.partial = True
        paper.items = {key: item for key, item in paper.items.items() if any(task["task"] in own for task in item.tasks)}


def grave(row: Row) -> tuple[int, int]:
    """Sorts rows of several documents by what weighs most: the gravest kind, in a kind what concerns most items."""
    return GRAVITY.index(row["kind"]) if row["kind"] in GRAVITY else len(GRAVITY), -row["count"]


def _found(session: Session, kind: str, paper: _Paper) -> list[Row]:
    """The row of this kind for a document; [] where there is nothing to say."""
    if kind in CONFLICTS:
        notes = [(note, _NUMBER.findall(note["message"])[:1]) for note in parsed(paper.head["notes"]) if note.get("code") in CONFLICTS[kind]]
        places = {number: place for place, number in enumerate(paper.items)}
        notes.sort(key=lambda pair: places.get(pair[1][0], len(places)) if pair[1] else len(places))
        if paper.partial:
            notes = [(note, numbers) for note, numbers in notes if set(numbers) & paper.items.keys()]
        numbers = [number for _, found in notes for number in found]
        messages = [retold(note, session.words.lang)["message"] for note, _ in notes]
        if not messages:
            return []
        told: dict[str, list[str]] = {}
        for message, (_, found) in zip(messages, notes, strict=True):
            for number in found:
                told.setdefault(number, []).append(message)
        row = _row(session, kind, paper, numbers, session.say("semicolon").join(messages))
        return [{**row, "told": {number: session.say("semicolon").join(own) for number, own in told.items()}}]
    if kind == "theme_gap":
        missing, only_touched = paper.gaps
        if paper.partial or not missing:
            return []
        said = session.listed(missing)
        if only_touched:
            said += session.say("themes_touched", count=len(only_touched), themes=cited(session, only_touched))
        return [{**_row(session, kind, paper, [], said), "count": len(missing), "items": None, "gaps": missing}]
    items = [item for item in paper.items.values() if _TESTS[kind](item, paper)]
    if not items:
        return []
    if kind == "no_lead" and not paper.leads:
        whole = True
    else:
        whole = kind in ("no_deadline", "issuer_only") and len(items) == len(paper.items) and not paper.partial
    if whole:
        return [_row(session, kind, paper, [item.number for item in items], session.say(f"unsettled_{kind}_all"), whole=True)]
    row = _row(session, kind, paper, [item.number for item in items], _detail(session, kind, items))
    own = {item.number: _detail(session, kind, [item]) for item in items} if kind in ("vague_member", "two_leads") else {}
    return [{**row, "told": own}]


def _row(session: Session, kind: str, paper: _Paper, numbers: list[str], detail: str, *, whole: bool = False) -> Row:
    head = paper.head
    numbers = list(dict.fromkeys(numbers))
    found = [task for number in numbers if number in paper.items for task in paper.items[number].tasks]
    away = [number for number in numbers if number not in paper.items]
    return {
        "district": head["district"],
        "town": head["town"] or None,
        "year": head["year"],
        "document": head["document"],
        "kind": kind,
        "items": len({task["counted"] for task in found}) + len(away),
        "count": len(numbers),
        "numbers": numbers,
        "whole": whole,
        "reason": detail if whole else _reason(session, kind, detail),
        "tasks": [task["task"] for task in found],
        "document_id": head["document_id"],
    }


def _named(item: _Item) -> list[Row]:
    return [duty for duty in item.duties if duty["basis"] != "issuer"]


def _no_unit(item: _Item, paper: _Paper) -> bool:
    return not item.duties


def _issuer_only(item: _Item, paper: _Paper) -> bool:
    return bool(item.duties) and not _named(item)


def _collective_only(item: _Item, paper: _Paper) -> bool:
    return bool(_named(item)) and all(duty["kind"] == "collective" for duty in _named(item))


def _vague_member(item: _Item, paper: _Paper) -> bool:
    return any(duty["possible"] or duty["governed"] for duty in _named(item))


def _open_list(item: _Item, paper: _Paper) -> bool:
    return any(_open(duty) for duty in _named(item))


def _open(duty: Row) -> bool:
    """Whether the list that names a body ends in 等. In prose 等 stands for other things; there only the name counts."""
    if duty["mention"].startswith("等"):
        return True
    return duty["basis"] in _LISTS and bool(_OPEN.search(duty["quote"] or ""))


def _no_lead(item: _Item, paper: _Paper) -> bool:
    return bool(_named(item)) and not any(duty["role"] == "LEAD" for duty in _named(item))


def _two_leads(item: _Item, paper: _Paper) -> bool:
    leads = [duty["task"] for duty in _named(item) if duty["role"] == "LEAD"]
    return len(leads) > len(set(leads))


def _no_deadline(item: _Item, paper: _Paper) -> bool:
    return not any(task["due_text"] or parsed(task["deadlines"]) for task in item.tasks)


_TESTS: dict[str, Callable[[_Item, _Paper], bool]] = {
    "no_unit": _no_unit,
    "issuer_only": _issuer_only,
    "collective_only": _collective_only,
    "vague_member": _vague_member,
    "open_list": _open_list,
    "no_lead": _no_lead,
    "two_leads": _two_leads,
    "no_deadline": _no_deadline,
}


def _detail(session: Session, kind: str, items: Sequence[_Item]) -> str:
    """What a reader asks next; "" where the numbers say it all."""
    if kind == "vague_member":
        names = ("相关" + duty["mention"] if duty["governed"] else duty["unit"] if duty["possible"] else "" for item in items for duty in _named(item))
        return session.say("joined").join(dict.fromkeys(filter(None, names)))
    if kind == "no_lead":
        single = [item.number for item in items if len({duty["unit"] for duty in _named(item)}) == 1]
        return session.say("unsettled_single", count=len(single), numbers=session.say("joined").join(single)) if single else ""
    if kind == "two_leads":
        return session.say("semicolon").join(session.say("shared", label=task, text=session.say("joined").join(leads)) for item in items for task, leads in _leads(item))
    return ""


def _leads(item: _Item) -> list[tuple[str, list[str]]]:
    """(number of the task, its leads) for each task of the item with several, in printed order."""
    found = []
    for task in item.tasks:
        leads = [duty["unit"] for duty in _named(item) if duty["task"] == task["task"] and duty["role"] == "LEAD"]
        if len(leads) > 1:
            found.append((task["number"], leads))
    return found


def _missing_themes(paper: _Paper, covered: Sequence[Row], texts: Sequence[Row]) -> tuple[list[str], dict[str, list[str]]]:
    """Themes that several other districts have and under which no task of the district and year is filed: those of which its
    documents have no word, sorted; and those that the text of some tasks touches, with their numbers."""
    head = paper.head
    if head["town"]:
        return [], {}
    own = {one["theme"] for one in covered if (one["district"], one["year"]) == (head["district"], head["year"])}
    others: dict[str, set[str]] = {}
    for one in covered:
        if one["district"] != head["district"]:
            others.setdefault(one["theme"], set()).add(one["district"])
    lacking = sorted(theme for theme, places in others.items() if theme not in own and len(places) >= LEAST_OTHERS)
    here = [one for one in texts if (one["district"], one["year"]) == (head["district"], head["year"])] if lacking else []
    found = touched(here)
    return [theme for theme in lacking if theme not in found], {theme: found[theme] for theme in lacking if theme in found}


def _each(session: Session, row: Row, papers: Iterable[_Paper]) -> list[Row]:
    """A row for each item of a group with what is said of this item, or for each theme that is not covered; the group itself
    where it names neither."""
    paper = next(paper for paper in papers if paper.head["document_id"] == row["document_id"])
    none = dict.fromkeys(("number", "item", "title", "content", "task", "page"))
    if gaps := row.get("gaps"):
        return [{**row, **none, "themes": [theme], "reason": _reason(session, row["kind"], theme), "count": 1} for theme in gaps]
    found = []
    for number in row["numbers"]:
        item = paper.items.get(number)
        task = _meant(row["kind"], item, paper) if item else {}
        named = {"number": number, "item": number, "title": item.title if item else None, "content": task.get("content")}
        more = {"task": task.get("task"), "page": task.get("page"), "themes": list(task.get("themes") or ())}
        reason = row["reason"] if row["whole"] else _reason(session, row["kind"], row.get("told", {}).get(number, ""))
        found.append({**row, **named, **more, "reason": reason, "items": 1, "count": 1})
    return found or [{**row, **none, "themes": []}]


def _reason(session: Session, kind: str, detail: str) -> str:
    return session.say(f"unsettled_{kind}") + (session.say("unsettled_detail", detail=detail) if detail else "")


def _meant(kind: str, item: _Item, paper: _Paper) -> Row:
    """The first task of the item that is itself of this kind, else its first."""
    for task in item.tasks if kind in _TESTS else ():
        if _TESTS[kind](_Item(item.number, [task], [duty for duty in item.duties if duty["task"] == task["task"]]), paper):
            return task
    return item.tasks[0]


_HEAD = (Column("district"), Column("town"), Column("year", "int"), Column("document"), Column("kind", label="gap"))
COLUMNS = (
    *_HEAD,
    Column("items", "int", label="gap_items"),
    Column("count", "int", label="gap_count"),
    Column("numbers", "strings"),
    Column("reason"),
    Column("whole", "bool", shown=False),
    Column("tasks", "strings", shown=False, label="task"),
)
EACH = (
    *_HEAD, Column("number"), Column("title", label="title"), Column("content", shown=False), Column("reason"),
    Column("themes", "strings"), Column("page", "int", shown=False), Column("task", shown=False),
)  # fmt: skip

QUERY = Query(
    name="unsettled",
    title="责任待明确事项",
    description="列出文件没有写清楚的责任：没有写明单位、只写统称、只能推定发文机关、没有牵头、几家牵头、没有时限、正文与附件不一致等；事项数按事项计，序号数按文件的编号计。",
    parameters=(
        DISTRICT,
        YEAR,
        Parameter("kind", "texts", "只看这一类；可以重复", choices=KINDS),
        Parameter("each", "flag", "逐项列出，每项一行"),
        TOWN,
    ),
    columns=COLUMNS,
    example=Example("云川区 2025 年有哪些责任待明确的事项", {"district": "云川区", "year": 2025}),
    run=run,
    cypher=(TASKS, DUTIES, COVERED, TEXTS, *PATCH),
    takes_units=True,
    variants=(EACH,),
)
