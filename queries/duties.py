"""Rows of duties: one for each unit and task, however many statements say so. Shared by every question that lists duties."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from graph.model import ROLES
from queries.base import Column, Parameter, Row, Session

REACHES = ("direct", "inferred", "collective", "possible")  # surest first
REST = re.compile("其[他它余]")  # a collective of those whom nobody else covers (其他部门)
MONTH_KINDS = ("point", "window")  # the deadlines that have a day of their own
DAY_KINDS = (*MONTH_KINDS, "year")
ROLE_WORDS = {"牵头": "LEAD", "责任": "RESPONSIBLE", "配合": "COOPERATE", "牵": "LEAD", "责": "RESPONSIBLE", "配": "COOPERATE"}

ROLE = Parameter("role", "texts", "只看这种角色：牵头、责任、配合；可以重复", choices=(*ROLES, "牵头", "责任", "配合"))

DUTY_COLUMNS = (
    Column("district"),
    Column("town"),
    Column("year", "int"),
    Column("unit"),
    Column("mention", shown=False),
    Column("role"),
    Column("reach"),
    Column("via", shown=False),
    Column("number"),
    Column("item", shown=False),
    Column("title", shown=False),
    Column("content"),
    Column("due_text"),
    Column("due", "date"),
    Column("due_kind", shown=False),
    Column("days", "json", shown=False),
    Column("themes", "strings"),
    Column("quote", shown=False),
    Column("document", shown=False),
    Column("part", shown=False),
    Column("page", "int", shown=False),
    Column("task", shown=False),
    Column("sources", "json", shown=False),
    Column("why", shown=False),
)

# What a duty row needs of the edge r and the task t; u is the unit that is asked for.
FIELDS = """u.id AS unit_id, u.name AS unit, type(r) AS role, r.mention AS mention, r.basis AS basis, r.evidence AS quote,
       r.part AS part, r.page AS page, r.due AS own_due, r.due_text AS own_due_text, r.sources AS sources,
       r.position AS position, r.possible AS governed, t.id AS task, t.district AS district, t.town AS town, t.year AS year, t.stem AS document,
       t.document AS document_id, t.number AS number, t.item AS item, t.title AS title, t.content AS content,
       t.section AS section, t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind, t.deadlines AS deadlines,
       t.themes AS themes, t.page AS task_page, t.ordinal AS ordinal"""

# Roles that the rows of items give bodies.
ROLES_OF = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE t.document IN $documents AND u.name IN $names AND t.level = 'row'
RETURN t.document AS document_id, t.item AS item, u.name AS unit, type(r) AS role"""

# $years and $towns are lists; an empty one means no restriction.
TASK_FILTER = "(size($years) = 0 OR t.year IN $years) AND (size($towns) = 0 OR t.town IN $towns)"


def reach_of(membership: str, record: Row) -> str:
    """How a duty of a collective reaches a member: surely only where the roster is sure of the member, and the words of all members."""
    return "collective" if membership == "MEMBER_OF" and not record["governed"] else "possible"


def duty(record: Row, reach: str, via: str | None = None) -> Row:
    """One row as answers print it, from a record with FIELDS. A direct duty whose ground is the issuer is inferred; that of a
    collective behind a 相关 further ahead (相关街镇、园区) is only possible: not all of 各园区 are meant."""
    if reach == "direct":
        reach = "inferred" if record["basis"] == "issuer" else "possible" if record["governed"] else reach
    due, due_text, due_kind = own_deadline(record)
    return {
        "district": record["district"],
        "town": record["town"] or None,
        "year": record["year"],
        "unit": record["unit"],
        "mention": record["mention"],
        "role": record["role"],
        "reach": reach,
        "via": via,
        "task": record["task"],
        "document": record["document"],
        "part": record["part"],
        "number": record["number"],
        "item": record["item"] or record["number"],
        "title": record["title"] or None,
        "content": record["content"],
        "section": list(record["section"] or ()),
        "due": due,
        "due_text": due_text,
        "due_kind": due_kind,
        "days": days_of(record),
        "quote": record["quote"],
        "page": record["page"] if record["page"] is not None else record["task_page"],
        "themes": list(record["themes"] or ()),
        "sources": statements(record, via),
        "basis": record["basis"],
        "why": None,
        "document_id": record["document_id"],
        "unit_id": record["unit_id"],
        "ordinal": record["ordinal"] or 0,
        "position": record["position"] or 0,
        "governed": bool(record["governed"]),
    }


def is_printed(row: Row) -> bool:
    """Whether the document prints the unit of a duty row for its task, be it as a collective of which a 相关 leaves open who is meant."""
    return row["reach"] == "direct" or (row["reach"] == "possible" and not row["via"])


def own_deadline(record: Row) -> tuple[date | None, str | None, str | None]:
    """Day, printed words and kind of a duty's deadline: its clause's own where it states one, else the task's."""
    own, words = record.get("own_due"), record.get("own_due_text") or ""
    if not words and own is None:
        return record["due"], record["due_text"] or None, record["due_kind"] or None
    if words == record["due_text"]:
        return own, words, record["due_kind"] or None
    for deadline in parsed(record["deadlines"]):
        if deadline.get("text") == words:
            return own, words, deadline.get("kind")
    return own, words, "point" if own else None


def days_of(record: Row) -> list[Row]:
    """Every deadline of a duty with a day or for the whole year, each day once, those of the column first: `due` (the day, or
    the last one of a period), `due_from` (the first one of a period, else None), `due_text`, `due_kind`, and `stated`: cell,
    prose, or reckoned, where the day is worked out from the day on which the document was issued.

    The column's holds for every body of the task, and so does one of the text unless the clause of another body states it.
    A record of a task alone, without `own_due` and `own_due_text`, has those that hold for every body.
    """
    own_due, own_text, own_kind = own_deadline(record)
    found: list[Row] = []
    for one in parsed(record["deadlines"]):
        text, kind = str(one["text"]), one["kind"]
        in_cell = bool(record["due_text"]) and text in record["due_text"]
        if kind in DAY_KINDS and (in_cell or text == own_text or not one.get("claimed")):
            stated = "reckoned" if one.get("reckoned") else "cell" if in_cell else "prose"
            found.append(_day(one["start"], one["end"], text, kind, stated))
    if own_kind in DAY_KINDS and own_due not in {one["due"] for one in found}:
        # An item that only another printed form gives a day, or a store filled by hand.
        found.insert(0, _day(None, own_due, own_text or "", own_kind, "cell" if own_text == record["due_text"] else "prose"))
    if any(one["due_kind"] == "year" and one["stated"] == "cell" for one in found):
        found = [one for one in found if one["due_kind"] != "year" or one["stated"] == "cell"]
    unique: dict[tuple[date, bool], Row] = {}
    for one in sorted(found, key=lambda one: one["stated"] != "cell"):
        if one["due"] is not None:
            unique.setdefault((one["due"], one["due_kind"] == "year"), one)
    return list(unique.values())


def _day(start: Any, end: Any, text: str, kind: str, stated: str) -> Row:
    first, last = (date.fromisoformat(str(day)) if day else None for day in (start, end))
    return {"due": last, "due_from": first, "due_text": text, "due_kind": kind, "stated": stated}


def months_of(record: Row) -> set[int]:
    """The months of the plan's year in which a duty has a day or the last day of a period."""
    days = (one["due"] for one in days_of(record) if one["due_kind"] in MONTH_KINDS)
    return {day.month for day in days if not record["year"] or day.year == record["year"]}


def statements(record: Row, via: str | None) -> list[Row]:
    """Every statement of a duty edge, in printed order; those through a collective name it in `via`."""
    kept = parsed(record["sources"]) or [{name: record[name] for name in ("part", "number", "page", "role", "quote")}]
    return [{**source, "via": via} if via else source for source in kept]


def parsed(text: Any) -> list[Row]:
    """A `json` property as the list of records that it holds; [] for an empty one."""
    if not text:
        return []
    found = json.loads(text) if isinstance(text, str) else text
    return [dict(item) for item in found]


def one_per_task(rows: Iterable[Row]) -> list[Row]:
    """One row for each unit and task: the surest reach and then the strongest role decides, the others become sources."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["unit_id"], row["task"]), []).append(row)
    return [_merged(sorted(_but_rest(group), key=_strength)) for group in groups.values()]


def _but_rest(group: list[Row]) -> list[Row]:
    """Without 其他部门 for a unit that the task reaches in another way too: it is then none of the others."""
    named = [row for row in group if not REST.search(row["via"] or "")]
    return named or group


def _strength(row: Row) -> tuple[int, int, int, str]:
    return REACHES.index(row["reach"]), ROLES.index(row["role"]), row["position"], row["via"] or ""


def _merged(group: list[Row]) -> Row:
    row = dict(group[0])
    sources: list[Row] = []
    for one in group:
        sources += [source for source in one["sources"] if source not in sources]
    row["sources"] = sources
    return row


def differing_roles(session: Session, rows: Iterable[Row]) -> list[str]:
    """A sentence for each named body and task whose statements print different roles: which part prints which, and what counts.

    What one part says of a whole item is no other role than that of the rows of the other part, as long as one of these rows
    has it: the same rule as for the notes of a document (`graph.differences.note_roles`).
    """
    rows = list(rows)
    whole = [row for row in rows if any(source["number"] != row["number"] and source["role"] != row["role"] for source in row["sources"])]
    places = {"documents": sorted({row["document_id"] for row in whole}), "names": sorted({row["unit"] for row in whole})}
    elsewhere = {(one["document_id"], one["item"], one["unit"], one["role"]) for one in (session.lookup(ROLES_OF, **places) if whole else ())}
    notes = []
    for row in rows:
        printed: dict[str, dict[str, None]] = {}  # part -> its roles in the order met
        for source in row["sources"]:
            of_row = source["number"] != row["number"] and (row["document_id"], row["item"], row["unit"], source["role"]) in elsewhere
            if not source.get("via") and not of_row:
                printed.setdefault(source["part"], {})[session.words.value(source["role"])] = None
        if len({role for roles in printed.values() for role in roles}) > 1:
            parts = [
                session.say("role_stated", part=session.words.value(part), role=session.listed(roles))
                for part, roles in printed.items()
            ]
            words = {name: row[name] for name in ("document", "number", "unit")}
            role = session.words.value(row["role"])
            notes.append(session.say("roles_differ", stated=session.say("comma").join(parts), role=role, **words))
    return notes


def in_order(rows: Iterable[Row]) -> list[Row]:
    """By district, year (newest first), document, reach (surest first), place in the document, unit and role."""

    def place(row: Row) -> tuple[object, ...]:
        document = (row["district"] or "", -(row["year"] or 0), row["town"] or "", row["document"] or "")
        return (*document, REACHES.index(row["reach"]), row["ordinal"], row["unit"], _role_place(row))

    return sorted(rows, key=place)


def _role_place(row: Row) -> int:
    """A task that names nobody prints no role: behind the others."""
    return ROLES.index(row["role"]) if row["role"] else len(ROLES)


def role_codes(words: list[str]) -> list[str]:
    """牵头 or lead -> LEAD, in the order given; unknown words stay as they are."""
    return [ROLE_WORDS.get(word, word.upper()) for word in words]
