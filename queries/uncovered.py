"""What a district's plan asks of its towns and a town's plan does not take up. Part of the question `trace`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph.derive.differ import dropped, losses
from graph.derive.sentences import flat
from queries.base import Column, Row, Session
from queries.duties import MONTH_KINDS, parsed
from queries.plans import Paper

TASKS = """MATCH (t:Task)
WHERE t.district = $district AND t.year = $year
RETURN t.id AS task, t.document AS document_id, t.stem AS document, t.town AS town, t.number AS number, t.item AS item,
       t.level AS level, t.title AS title, t.content AS content, t.ordinal AS ordinal, t.due AS due, t.due_text AS due_text,
       t.due_kind AS due_kind, t.deadlines AS deadlines
ORDER BY document, ordinal"""
DUTIES = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE t.district = $district AND t.year = $year AND t.town = ''
RETURN t.id AS task, u.id AS unit_id, u.name AS unit, u.kind AS kind, u.possible OR r.possible AS possible"""
MEMBERS = """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)
WHERE u.district = $district AND u.name IN $towns AND m.year = $year
RETURN u.name AS town, c.id AS collective, type(m) AS membership"""
LINKS = """MATCH (a:Task)-[e:DERIVES_FROM]->(b:Task)
WHERE a.district = $district AND a.year = $year AND b.year = $year AND a.town <> '' AND b.town = ''
RETURN a.document AS document_id, a.id AS task, b.id AS source"""
CYPHER = (TASKS, DUTIES, MEMBERS, LINKS)

LOSS_COLUMNS = (
    Column("document"),
    Column("number"),
    Column("kind", label="loss"),
    Column("to_document"),
    Column("to_number"),
    Column("to_title"),
    Column("words", label="lost_words"),
    Column("reach"),
    Column("via", shown=False),
    Column("to_content", shown=False),
    Column("content", shown=False),
    Column("to_task", shown=False, label="task"),
)
# A body of the district as the subject of its clause, or a meeting of the government: 邀请代表列席区政府常务会议不少于4次.
_OF_OTHERS = re.compile(r"^\s*(?:由)?[区县市旗](?:政府|委|人民政府|[\u4e00-\u9fff]{1,10}(?:局|委|办|办公室|中心))(?!各|、)|[区县市旗](?:委|(?:人民)?政府)(?:党组)?(?:常务|常委|全体|专题)?会")
_TOWNS = re.compile(r"[街镇乡]")  # a collective of towns, also where nothing tells its members


@dataclass(slots=True)
class _Bound:
    """One item of the district's plan as far as it binds a town: its bound texts, and how the town is meant."""

    head: Row
    reach: str
    via: str | None
    texts: list[str] = field(default_factory=list)
    times: dict[str, date] = field(default_factory=dict)  # the days of its cells, columns and brackets, as printed


def lost(session: Session, paper: Paper) -> tuple[list[Row], list[str]]:
    """Rows by town and district item, and notes. For a district's plan, all towns that have one of their own."""
    scope: dict[str, Any] = {"district": paper.district, "year": paper.year or 0}
    tasks = session.ask(TASKS, **scope)
    duties = session.ask(DUTIES, **scope)
    towns = sorted({row["town"] for row in tasks if row["town"] and (paper.town in ("", row["town"]))})
    members = session.ask(MEMBERS, towns=towns, **scope)
    links = session.ask(LINKS, **scope)
    if session.dry:
        return [], []
    above = [row for row in tasks if not row["town"] and (paper.town or row["document_id"] == paper.id)]
    if not towns or not above:
        return [], [session.say("uncovered_nothing")]
    rows: list[Row] = []
    notes: list[str] = []
    for town in towns:
        own = [row for row in tasks if row["town"] == town and (not paper.town or row["document_id"] == paper.id)]
        bound = _bound(above, duties, [row for row in members if row["town"] == town], town)
        found = [row for item in bound for row in _losses(item, own, links)]
        alone = sum(row["kind"] == "uncovered" for row in found)
        notes.append(session.say("uncovered_count", town=town, total=len(bound), covered=len(bound) - alone, alone=alone))
        rows += found
    if paper.item:
        rows = [row for row in rows if paper.item in ((row["number"] or "").split("、") if paper.town else [row["to_number"]])]
    return rows, [*notes, session.say("uncovered_how")]


def _bound(tasks: Sequence[Row], duties: Sequence[Row], members: Sequence[Row], town: str) -> list[_Bound]:
    """The district's items that bind the town, in printed order; an item with rows counts for those rows that do."""
    surely = {row["collective"]: row["membership"] == "MEMBER_OF" for row in members}
    by_task: dict[str, list[tuple[int, str | None]]] = {}
    for duty in duties:
        if duty["unit"] == town:
            by_task.setdefault(duty["task"], []).append((0, None))
        elif duty["kind"] == "collective" and (duty["unit_id"] in surely or _TOWNS.search(duty["unit"])):
            unsure = duty["possible"] or not surely.get(duty["unit_id"], True)
            by_task.setdefault(duty["task"], []).append((2 if unsure else 1, duty["unit"]))
    items: dict[tuple[str, str], _Bound] = {}
    heads = {(row["document_id"], row["item"]): row for row in tasks if row["level"] == "item"}
    for row in tasks:
        if row["task"] not in by_task:
            continue
        key = (row["document_id"], row["item"])
        rank, via = min(by_task[row["task"]], key=lambda pair: (pair[0], pair[1] or ""))
        item = items.setdefault(key, _Bound(heads.get(key, row), ("direct", "collective", "possible")[rank], via))
        item.texts.append(row["content"] or row["title"])
        if row["due"] is not None and row["due_kind"] in MONTH_KINDS:
            item.times[row["due_text"]] = row["due"]
    return list(items.values())


def _losses(item: _Bound, own: Sequence[Row], links: Sequence[Row]) -> list[Row]:
    """What one item asks and the town's plan does not say."""
    mine = {row["task"]: row for row in own}
    taken = [mine[link["task"]] for link in links if link["source"] == item.head["task"] and link["task"] in mine]
    text = "。".join(item.texts)
    if not taken:
        return [_row(item, own, [], "uncovered", text, "", text)]
    texts = ["。".join(filter(None, (row["title"], row["content"]))) for row in taken]
    rows = [_row(item, own, taken, "sentence_lost", sentence, "", sentence) for sentence in dropped(texts, text)]
    rows += [_row(item, own, taken, "date_lost", words, "", words) for words in _late(item, taken, "。".join(texts))]
    for loss in losses("。".join(texts), text, _for_towns):
        rows.append(_row(item, own, taken, f"{loss.kind}_lost", loss.what, loss.new, loss.old))
    return rows


def _late(item: _Bound, taken: Sequence[Row], text: str) -> list[str]:
    """The days of the item's own column, line or bracket that the town's items neither print nor come before."""
    days = [row["due"] for row in taken if row["due"] is not None and row["due_kind"] in MONTH_KINDS]
    days += [date.fromisoformat(one["end"]) for row in taken for one in parsed(row["deadlines"]) if one["kind"] in MONTH_KINDS and one["end"]]
    return [words for words, day in item.times.items() if flat(words) not in flat(text) and not any(own <= day for own in days)]


def _for_towns(clause: str) -> bool:
    """Whether a clause asks something of those whom the item binds, and not of a body of the district that it names itself."""
    return not _OF_OTHERS.search(clause)


def _row(item: _Bound, own: Sequence[Row], taken: Sequence[Row], kind: str, words: str, new: str, old: str) -> Row:
    return {
        "document": own[0]["document"],
        "number": "、".join(row["number"] for row in taken) or None,
        "kind": kind,
        "to_document": item.head["document"],
        "to_number": item.head["number"],
        "to_title": item.head["title"] or None,
        "words": words,
        "reach": item.reach,
        "via": item.via,
        "content": new or None,
        "to_content": old,
        "to_task": item.head["task"],
    }
