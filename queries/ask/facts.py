"""What the graph says about some documents: their tasks, duties and targets, each read once for a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.model import ROLES
from queries.account import COUNTED, ITEM
from queries.ask.topics import Found, Topic, find_tasks, plain
from queries.base import Row, Session
from queries.duties import FIELDS, MONTH_KINDS, duty, in_order, parsed

TASKS = f"""MATCH (t:Task)
WHERE t.document IN $documents AND {COUNTED}
RETURN t.id AS task, t.number AS number, t.item AS item, {ITEM} AS counted_item, t.level AS level, t.part AS part,
       t.title AS title, t.content AS content, t.section AS section, t.district AS district, t.town AS town, t.year AS year, t.stem AS document,
       t.document AS document_id, t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind, t.deadlines AS deadlines, t.reports_to AS reports_to,
       t.themes AS themes, t.page AS page, t.ordinal AS ordinal"""
DUTY_ROWS = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE t.document IN $documents
RETURN u.kind AS kind, {FIELDS}"""
TARGETS = """MATCH (t:Task)-[:HAS_TARGET]->(g:Target)
WHERE t.document IN $documents
RETURN t.id AS task, g.id AS target, g.text AS text, g.metric AS metric, g.comparator AS comparator, g.value AS value,
       g.unit AS unit, g.subject AS subject, g.period AS period"""
LINKS = """MATCH (a:Task)-[e:DERIVES_FROM]->(b:Task)
WHERE a.document IN $documents
RETURN a.id AS task, b.id AS to_task, b.stem AS to_document, b.number AS to_number, b.item AS to_item, b.title AS to_title,
       b.content AS to_content, b.district AS to_district, b.town AS to_town, b.year AS to_year, e.score AS score, e.method AS method"""
TEXTS = """MATCH (d:Document)
WHERE d.id IN $documents
RETURN d.id AS id, d.text AS text"""
CYPHER = (TASKS, DUTY_ROWS, TARGETS, LINKS, TEXTS)


@dataclass(frozen=True, slots=True)
class Place:
    """The documents of one district (or one town in it) and one year."""

    district: str
    town: str
    year: int | None
    documents: tuple[str, ...]
    stems: tuple[str, ...]

    @property
    def name(self) -> str:
        """宝山区, or 淞南镇 for a town's own plan."""
        return self.town or self.district or "、".join(self.stems)


@dataclass(slots=True)
class Facts:
    """Tasks and duties of some places, read when first asked for."""

    session: Session
    places: list[Place]
    annex: bool = False  # only what stands in an annex, where there is one
    _tasks: list[Row] | None = None
    _duties: list[Row] | None = None
    _targets: list[Row] | None = None
    _of: dict[str, list[Row]] = field(default_factory=dict)
    _meant: dict[tuple[Topic, Place], Found] = field(default_factory=dict)
    _everywhere: str | None = None

    def _documents(self) -> list[str]:
        return sorted(document for place in self.places for document in place.documents)

    def tasks(self, place: Place | None = None) -> list[Row]:
        """Leaf tasks in printed order (an item that its rows replace is left out); `deadlines` is parsed."""
        if self._tasks is None:
            found = self.session.ask(TASKS, documents=self._documents())
            self._tasks = [_task(record) for record in found]
            self._tasks.sort(key=lambda task: (task["document"], task["ordinal"] or 0))
            if self.annex and (rows := [task for task in self._tasks if task["part"] == "annex"]):
                self._tasks = rows
        return [task for task in self._tasks if place is None or task["document_id"] in place.documents]

    def duties(self, tasks: Iterable[Row]) -> list[Row]:
        """Printed duty rows of these tasks, by task, role and place in the list; what only the issuer stands for is left out."""
        of = self._duty_index()
        return [row for task in tasks for row in of.get(task["task"], ()) if row["reach"] != "inferred"]

    def inferred(self, tasks: Iterable[Row]) -> list[Row]:
        """Duties whose only ground is that the body issued the document."""
        of = self._duty_index()
        return [row for task in tasks for row in of.get(task["task"], ()) if row["reach"] == "inferred"]

    def note(self, reads: Iterable[str]) -> None:
        """Read these kinds of facts now; a dry session only notes the statements."""
        for kind in reads:
            if kind == "tasks":
                self.tasks()
            elif kind == "duties":
                self._duty_index()
            else:
                self.targets([])

    def _duty_index(self) -> dict[str, list[Row]]:
        if self._duties is None:
            found = self.session.ask(DUTY_ROWS, documents=self._documents())
            self._duties = in_order({**duty(record, "direct"), "kind": record["kind"]} for record in found)
            self._duties.sort(key=lambda row: (ROLES.index(row["role"]), row["position"]))
            for row in self._duties:
                self._of.setdefault(row["task"], []).append(row)
        return self._of

    def targets(self, tasks: Iterable[Row]) -> list[Row]:
        """Required quantities of these tasks, with their task; terms of days that run from an event (发布后30天内) among them."""
        if self._targets is None:
            self._targets = self.session.ask(TARGETS, documents=self._documents())
        by_task = {task["task"]: task for task in tasks}
        found = [{**target, "of": by_task[target["task"]]} for target in self._targets if target["task"] in by_task]
        told = {(target["task"], target["text"]) for target in found}
        found += [term for task in by_task.values() for term in _terms(task) if not any(of == task["task"] and term["text"] in text for of, text in told)]
        return sorted(found, key=lambda target: (target["of"]["document"], target["of"]["ordinal"] or 0, target["text"]))

    def texts(self) -> dict[str, str]:
        """The whole text of each document, by its id."""
        return {row["id"]: row["text"] or "" for row in self.session.ask(TEXTS, documents=self._documents())}

    def meant(self, topic: Topic, place: Place) -> Found:
        """The tasks of a place that a topic means; looked for once, however many parts of an answer need them."""
        if (topic, place) not in self._meant:
            self._meant[topic, place] = find_tasks(topic, self.tasks(place), self.tasks())
        return self._meant[topic, place]

    def printed(self, names: Iterable[str]) -> str:
        """What the tasks print, and these names of bodies, as they are compared."""
        tasks = (plain(" ".join((task["title"], task["content"], *task["section"]))) for task in self.tasks())
        return "\n".join((*tasks, *names))

    def everywhere(self, documents: Sequence[Row], names: Iterable[str]) -> str | None:
        """The same of all documents, read once; None where they have too many tasks to be read (`FETCH`)."""
        if self._everywhere is None:
            cut = self.session.truncated
            text = Facts(self.session, places_of(documents)).printed(names)
            self._everywhere = "" if self.session.truncated else text
            self.session.truncated = cut  # the rows of the answer are all there
        return self._everywhere or None


_TERM = re.compile(r"(\d+)(天|日|个?工作日)之?内")


def _terms(task: Row) -> Iterator[Row]:
    """The deadlines of a task that are so many days behind an event, as required quantities."""
    for deadline in task["deadlines"]:
        if (match := _TERM.search(str(deadline["text"]))) is not None:
            yield {
                "task": task["task"], "target": f"{task['task']}|{deadline['text']}", "text": match[0], "metric": "", "comparator": "<=",
                "value": float(match[1]), "unit": match[2], "subject": "", "period": None, "of": task,
            }  # fmt: skip


def _task(record: Row) -> Row:
    return {
        **record,
        "title": record["title"] or "",
        "content": record["content"] or "",
        "town": record["town"] or None,
        "due_text": record["due_text"] or None,
        "due_kind": record["due_kind"] or None,
        "deadlines": parsed(record["deadlines"]),
        "themes": list(record["themes"] or ()),
        "section": list(record["section"] or ()),
    }


def places_of(documents: Sequence[Row]) -> list[Place]:
    """Documents grouped by district, town and year; newest year first within a district, the district before its towns."""
    groups: dict[tuple[str, str, int | None], list[Row]] = {}
    for document in documents:
        groups.setdefault((document["district"] or "", document["town"] or "", document["year"]), []).append(document)
    found = [
        Place(*key, tuple(sorted(row["id"] for row in rows)), tuple(sorted(row["document"] for row in rows)))
        for key, rows in groups.items()
    ]
    return sorted(found, key=lambda place: (place.district, place.town, -(place.year or 0)))


def side_by_side(places: Sequence[Place]) -> list[Place]:
    """One year of each district (or town), in the same order: the newest that all of them have, else the newest of each."""
    years: dict[tuple[str, str], set[int]] = {}
    for place in places:
        years.setdefault((place.district, place.town), set()).add(place.year or 0)
    shared = set.intersection(*years.values()) if years else set()
    return [place for place in places if (place.year or 0) == max(shared or years[(place.district, place.town)])]


def items(tasks: Iterable[Row]) -> int:
    """How many 事项 these tasks belong to; rows under one title are one."""
    return len({task["counted_item"] for task in tasks})


def roles_said(row: Row) -> set[str]:
    """Every role that is printed for this unit and task, not only the strongest."""
    return {row["role"], *(source.get("role") or row["role"] for source in row["sources"])}


def day_of(task: Row) -> date | None:
    """The calendar day of a task's own deadline, None for 全年 and for what has no day."""
    return task["due"] if task["due_kind"] in MONTH_KINDS else None


def prose_deadlines(task: Row) -> list[Row]:
    """Deadlines that stand in the text of a task and are not its own cell; `end` is a date, None where they have no day."""
    found = []
    for deadline in task["deadlines"]:
        if deadline.get("text") != task["due_text"]:
            end = deadline.get("end")
            found.append({**deadline, "end": date.fromisoformat(str(end)) if end else None})
    return found


def prose_days(task: Row) -> list[Row]:
    """Those of `prose_deadlines` that have a day of their own."""
    return [deadline for deadline in prose_deadlines(task) if deadline["kind"] in MONTH_KINDS and deadline["end"]]
