"""What papers are made of: documents, tasks, units, and one duty for each unit and task with its way, deadline and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph.derive.sentences import sentences
from graph.errors import UsageError
from graph.fixes.logbook import MARK
from graph.model import ROLES
from graph.store import Store
from queries.account import COUNTED
from queries.base import DISTRICT, TOWN, YEAR, Given, Parameter, Row, Session
from queries.coverage import need_documents, need_years
from queries.due import status_of
from queries.duties import FIELDS, MONTH_KINDS, REACHES, TASK_FILTER, days_of, duty, is_printed, one_per_task, parsed, reach_of
from queries.names import find_districts, find_towns
from queries.papers.words import say
from queries.unit_sets import bodies_of, read_units

PLACE = (DISTRICT, YEAR, TOWN)  # what every paper can be narrowed to
UNITS_FILE = Parameter("units", "text", "只看这个文件里列出的单位（分管名单），每行一个")
# Before any deadline: a paper must not change with the day on which it is made, so nothing in it has passed.
NO_DAY = date(1900, 1, 1)
SLOTS = ("dated", "year", "other", "none")  # a day or period, all year, another printed deadline, none printed

_SCOPE = f"(size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER}"
TASKS = f"""MATCH (t:Task)-[:STATED_IN]->(d:Document)
WHERE {_SCOPE} AND {COUNTED}
RETURN t.id AS task, t.number AS number, t.item AS item, t.level AS level, t.part AS part, t.title AS title,
       t.content AS content, t.section AS section, t.year AS year, t.district AS district, t.town AS town,
       t.stem AS document, t.document AS document_id, t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind,
       t.deadlines AS deadlines, t.themes AS themes, t.page AS page, t.ordinal AS ordinal, t.caption AS caption"""
DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE {_SCOPE}
RETURN {FIELDS}"""
MEMBERS = """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)
RETURN u.id AS unit, u.name AS name, c.id AS collective, c.name AS via, type(m) AS membership, m.year AS year"""
UNITS = """MATCH (u:Unit)
RETURN u.id AS unit, u.name AS name, u.full_name AS full_name, u.kind AS kind, u.district AS district, u.town AS town,
       u.functions AS functions, u.known AS known"""
SAME = "MATCH (a:Unit)-[:SAME_BODY]->(b:Unit) RETURN a.id AS first, b.id AS second"
DOCUMENTS = """MATCH (d:Document)
WHERE (size($districts) = 0 OR d.district IN $districts) AND (size($years) = 0 OR d.year IN $years)
      AND (size($towns) = 0 OR d.town IN $towns)
RETURN d.id AS document_id, d.stem AS document, d.title AS title, d.doc_no AS doc_no, d.issuer AS issuer, d.date AS date,
       d.year AS year, d.district AS district, d.town AS town, d.kind AS document_kind, d.completeness AS completeness,
       d.sha256 AS sha256, d.format AS format, d.coverage AS coverage, d.chars AS chars, d.notes AS notes"""


@dataclass(slots=True)
class Facts:
    """Everything about some districts and years.

    `documents` and `tasks` are by id, in order: district, newest year first, the district's own before its towns', place
    in the document. `duties` have one row for each unit and task; units of kind collective are among them with what is
    printed for them, their members with reach collective or possible. `same` is unit -> the unit that stands for its body.
    """

    documents: dict[str, Row] = field(default_factory=dict)
    tasks: dict[str, Row] = field(default_factory=dict)
    units: dict[str, Row] = field(default_factory=dict)
    duties: list[Row] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
    by_task: dict[str, list[Row]] = field(default_factory=dict)

    def title(self, document: str) -> str:
        """A document as one cites it."""
        return cited(self.documents[document])

    def source(self, row: Row, *, brief: bool = False) -> str:
        """Where a task or duty is printed, in words an office uses; without the document's title if `brief`."""
        document = self.documents[row["document_id"]]
        page = say("page", page=row["page"]) if row["page"] is not None else ""
        title = "" if brief else f"《{document['title'] or document['document']}》"
        number = row["sources"][0]["number"] if row.get("sources") else row["number"]
        return say("source", title=title, part=say(f"part_{row['part']}"), number=number, page=page)

    def corrections(self, *documents: str) -> list[str]:
        """What people decided about some documents (all, if none is named), a sentence each."""
        wanted = documents or tuple(self.documents)
        notes = [note for number in wanted for note in parsed(self.documents[number]["notes"]) if note["code"] == "fixed"]
        return [str(note["message"]) for note in notes]

    def body(self, unit: str) -> str:
        """The unit that stands for the body of a unit: itself, if it has no other name."""
        return self.same.get(unit, unit)

    def of_task(self, task: str, *, printed: bool = True) -> list[Row]:
        """The duties of a task by role, in printed order; if `printed`, only what the document prints or the issuer's."""
        own = [row for row in self.by_task.get(task, []) if not printed or is_printed(row) or row["reach"] == "inferred"]
        return sorted(own, key=lambda row: (ROLES.index(row["role"]), row["position"], row["unit"]))


def cited(document: Row) -> str:
    """A document by its title and number, as one cites it."""
    return f"《{document['title'] or document['document']}》" + (f"（{document['doc_no']}）" if document["doc_no"] else "")


def gather(session: Session, districts: list[str], years: list[int], towns: list[str]) -> Facts:
    """Read the facts; empty lists restrict nothing. Raises UsageError for more than one paper can hold, UnknownName where no
    document of these years was read."""
    need_documents(session)
    need_years(session, years, districts, towns)
    scope: dict[str, Any] = {"districts": districts, "years": years, "towns": towns}
    facts = Facts()
    facts.documents = {row["document_id"]: row for row in sorted(session.ask(DOCUMENTS, **scope), key=_place)}
    found = sorted(session.ask(TASKS, **scope), key=lambda row: (*_place(row), row["ordinal"] or 0))
    facts.tasks = {row["task"]: row for row in found if row["document_id"] in facts.documents}
    facts.units = {row["unit"]: row for row in session.ask(UNITS)}
    rows = [duty(record, "direct") for record in session.ask(DUTIES, **scope)]
    rows = [row for row in rows if row["task"] in facts.tasks]
    rows += _reached(rows, session.ask(MEMBERS))
    facts.same = _bodies(session.ask(SAME))
    for row in one_per_task(rows):
        task = facts.tasks[row["task"]]
        row.update(timing(row, task, _told(row["days"], facts.documents[task["document_id"]])))
        row["kind"] = facts.units[row["unit_id"]]["kind"]
        row["fix"] = row["basis"] if str(row["basis"]).startswith(MARK) else ""
        facts.duties.append(row)
        facts.by_task.setdefault(row["task"], []).append(row)
    for number, row in facts.tasks.items():
        row["town"] = row["town"] or None
        own = [one for duties in facts.of_task(number) for one in duties["days"]] or _told(days_of(row), facts.documents[row["document_id"]])
        row.update(timing(row, row, list({(one["due"], one["due_text"]): one for one in own}.values())))
    if session.truncated:
        raise UsageError("图库太大，一份文件放不下", hint="用 --district 或 --year 缩小范围")
    order = {task: place for place, task in enumerate(facts.tasks)}
    facts.duties.sort(key=lambda row: (order[row["task"]], REACHES.index(row["reach"]), row["position"], row["unit"], row["unit_id"]))
    return facts


def asked(store: Store, given: Given) -> tuple[Session, Facts]:
    """The session and the facts of the place that a paper was asked for."""
    session = Session(store, limit=0)
    districts = find_districts(session, given.texts("district"))
    return session, gather(session, districts, given.ints("year"), find_towns(session, given.texts("town")))


def patch(session: Session, given: Given) -> set[str] | None:
    """Ids of the units that the file of `units` lists, under all their names; None without a file. Raises UsageError, UnknownName."""
    if not given.text("units"):
        return None
    names = read_units(Path(given.text("units")))
    return {unit for body in bodies_of(session, names, find_districts(session, given.texts("district"))) for unit in body.ids}


def _place(row: Row) -> tuple[object, ...]:
    return row["district"] or "", -(row["year"] or 0), row["town"] or "", row["document"]


def _reached(rows: Iterable[Row], members: Iterable[Row]) -> Iterator[Row]:
    """For each duty of a collective one of each member in that year."""
    by_collective: dict[tuple[str, int], list[Row]] = {}
    for member in members:
        by_collective.setdefault((member["collective"], member["year"]), []).append(member)
    for row in rows:
        for member in by_collective.get((row["unit_id"], row["year"]), []):
            reach = reach_of(member["membership"], row)
            sources = [{**source, "via": member["via"]} for source in row["sources"]]
            yield {**row, "unit_id": member["unit"], "unit": member["name"], "reach": reach, "via": member["via"], "sources": sources}


def _bodies(pairs: Iterable[Row]) -> dict[str, str]:
    """Unit -> the first of the units that are the same body; only those that have another name."""
    groups: list[set[str]] = []
    for pair in pairs:
        both = {pair["first"], pair["second"]}
        meeting = [group for group in groups if group & both]
        groups = [group for group in groups if not group & both] + [both.union(*meeting)]
    return {unit: min(group) for group in groups for unit in group}


def _told(days: Iterable[Row], document: Row) -> list[Row]:
    """The deadlines, each with its status on no particular day."""
    return [{**one, "status": status_of(one["due_kind"], one["due"], document["date"], NO_DAY)} for one in days]


def timing(row: Row, task: Row, days: list[Row]) -> Row:
    """`when` (the printed words, as far as they are of the whole task), `every` (all of them), `day` (the first day or last day of a
    period, None), `slot` (one of SLOTS), `days`."""
    printed = row["due_text"] or ""
    own = next((one for one in days if one["due_text"] == printed), None)
    parts = [placed(own, printed) if own else printed] if printed else []
    # The period of one demand among several (简单问题1个工作日内答复) is not the time by which the whole is done.
    whole = len(sentences(task["content"] or "")) <= 1
    for one in days:
        if one["due_text"] and one["due_text"] not in printed:
            parts.append(placed(one, one["due_text"]))
    every = list(parts)
    if not parts:
        for deadline in parsed(task["deadlines"]):
            if deadline["kind"] in ("recurring", "trigger") and deadline["subject"] in (None, row.get("mention"), row.get("unit")):
                every.append(say("in_prose", text=deadline["text"]))
                parts.append(every[-1] if deadline["subject"] or whole else say("seek_prose"))
    dated = [one for one in days if one["due_kind"] in MONTH_KINDS]
    if any(one["status"] == "before_issue" for one in dated):
        parts.append(say("before_issue"))
        every.append(say("before_issue"))
    first: date | None = min((one["due"] for one in dated), default=None)
    slot = "dated" if dated else "year" if days else "other" if parts else "none"
    return {"when": _one_line(parts), "every": _one_line(every), "day": first, "slot": slot, "days": days}


def placed(deadline: Row, text: str) -> str:
    """The words of a deadline with where they stand, if not in a column or bracket, or with the day that is reckoned for them."""
    if deadline["stated"] == "reckoned":
        return say("reckoned", text=text, day=deadline["due"])
    return say("in_prose", text=text) if deadline["stated"] == "prose" else text


def _one_line(parts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(parts)).replace(f"；{say('before_issue')}", say("before_issue"))


def role_text(row: Row) -> str:
    """The role of a duty with the mark of its way: 责任, 责任（经“各街镇”）, 责任（可能涉及）."""
    return say(f"role_{row['role']}") + reach_text(row)


def reach_text(row: Row) -> str:
    """What tells that a duty is not direct, or corrected by hand; "" for one that is printed."""
    way = "" if row["reach"] == "direct" else say("mark_open") if is_printed(row) else say(f"mark_{row['reach']}", via=row["via"] or "")
    return way + fix_text(row)


def fix_text(row: Row) -> str:
    """What tells that people decided a duty otherwise than the document prints it; "" for a printed one."""
    return say("mark_fix", fix=row["fix"]) if row["fix"] else ""


def where(row: Row) -> str:
    """District and town as a sheet or a heading calls them."""
    return f"{row['district']}·{row['town']}" if row["town"] else str(row["district"])
