"""The nodes and edges of one merged document, as rows for a transaction. Pure: no store.

Every row of a label or relationship has the same keys, all of the schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.archive import pack
from graph.captions import document_caption, task_caption
from graph.identity import completeness
from graph.ids import district_id, edge_id, target_id, task_id, theme_id
from graph.merged import Duty, Merged, MergedTask, Statement
from graph.model import Deadline, Extraction, Note
from graph.names.gazetteer import Gazetteer
from graph.place import Place
from graph.reckoned import last_day
from graph.store.rows import Value
from graph.units import COLLECTIVE, home_edge, town_home, town_of, unit_row

Row = dict[str, Value]
EdgeKey = tuple[str, str, str]  # relationship, start label, end label


@dataclass(slots=True)
class Records:
    """Rows to be merged: nodes by label and id, edges by relationship and its end labels."""

    nodes: dict[str, dict[str, Row]] = field(default_factory=dict)
    edges: dict[EdgeKey, list[Row]] = field(default_factory=dict)

    def node(self, label: str, row: Row) -> None:
        """Add a node; one with an id that is there already is left out."""
        self.nodes.setdefault(label, {}).setdefault(str(row["id"]), row)

    def edge(self, kind: str, ends: tuple[str, str], row: Row) -> None:
        """Add an edge, whose row carries start and end."""
        self.edges.setdefault((kind, *ends), []).append(row)


def stem_of(path: str) -> str:
    """The file's name without folder and ending, for paths of either system."""
    name = re.split(r"[\\/]", path)[-1]
    return re.sub(r"(?<=.)\.[^.]*$", "", name)


class DocumentRecords:
    """Builds the rows of one document."""

    def __init__(self, number: str, stem: str, place: Place, whole: Extraction, merged: Merged, gazetteer: Gazetteer) -> None:
        self.records = Records()
        self._number = number
        self._stem = stem
        self._whole = whole
        self._merged = merged
        self._gazetteer = gazetteer
        self._place = place
        self._units: dict[str, str] = {}

    def build(self, parts: Sequence[Extraction], notes: Sequence[Note]) -> Records:
        """All rows. `parts` are the files as read, `notes` are those of the load beside the extraction's own."""
        self._districts()
        self._document(parts, notes)
        for ordinal, (task, item) in enumerate(self._ordered(), start=1):
            self._task(task, item, ordinal)
        return self.records

    def _ordered(self) -> list[tuple[MergedTask, MergedTask | None]]:
        return [pair for item in self._merged.items for pair in [(item, None), *((row, item) for row in item.rows)]]

    def _districts(self) -> None:
        """Province, city, district and town as far as printed, each part of the next above."""
        place = self._place
        above, above_id = "", ""
        names = {"province": place.province, "city": place.city, "district": place.district and place.area, "town": place.town}
        for level, name in names.items():
            if not name:
                continue
            number = district_id(level, name, above if level == "town" else "")
            code = place.code if level == "district" else ""
            row: Row = {"id": number, "name": name, "code": code, "level": level, "parent": above, "caption": name}
            self.records.node("District", row)
            if above_id:
                self._edge("PART_OF", "District", "District", number, above_id)
            above, above_id = name, number

    def _document(self, parts: Sequence[Extraction], notes: Sequence[Note]) -> None:
        info, whole, place = self._whole.document, self._whole, self._place
        said = [{"code": n.code, "message": n.message, "hint": n.hint, "span": n.span, "fields": n.fields} for n in (*whole.notes, *notes)]
        row: Row = {
            "id": self._number,
            "title": info.title or "",
            "stem": self._stem,
            "doc_no": info.doc_no or "",
            "issuer": info.issuer or "",
            "district": place.area,
            "town": place.town,
            "year": info.year,
            "date": info.date,
            "kind": info.kind or "",
            "sha256": info.sha256,
            "path": info.path,
            "format": info.format,
            "completeness": completeness(parts),
            "text": whole.text,
            "pages": _json(whole.pages),
            "coverage": whole.coverage.read,
            "chars": whole.coverage.chars,
            "notes": _json(said),
            "layouts": list(whole.layouts),
            "statements": _json([pack(part) for part in parts]),
            "addressees": list(info.addressees),
            "copied": list(info.copied),
            "reports_to": list(dict.fromkeys(r.unit for r in info.reports)),
            "caption": document_caption(place.town or place.area, info.year, info.kind or "", info.title or self._stem),
        }
        self.records.node("Document", row)
        if info.issuer:
            issuer = self._gazetteer.resolve(info.issuer, district=place.area or None, town=place.town or None)
            self._edge("ISSUED_BY", "Document", "Unit", self._number, self._unit(issuer.name))

    def _task(self, task: MergedTask, item: MergedTask | None, ordinal: int) -> None:
        number = self._task_id(task)
        info, place = self._whole.document, self._place
        row: Row = {
            "id": number,
            "number": task.number,
            "item": task.item,
            "level": task.level,
            "part": task.part,
            "title": task.title or "",
            "content": task.content,
            "section": list(task.section),
            "year": info.year,
            "district": place.area,
            "town": place.town,
            "document": self._number,
            "stem": self._stem,
            "due": task.due,
            "due_text": task.due_text or "",
            "due_kind": task.due_kind,
            "deadlines": _json([_deadline(one, task, info.date) for one in task.deadlines]),
            "themes": [hit.theme for hit in task.themes],
            "page": task.page,
            "span_start": task.span[0],
            "span_end": task.span[1],
            "ordinal": ordinal,
            "sources": _json([_task_source(one) for one in task.sources]),
            "reports_to": list(dict.fromkeys(r.unit for one in task.sources for r in one.reports)),
            "caption": task_caption(place.town or place.area, info.year, task.number, task.title or task.content),
        }
        self.records.node("Task", row)
        self._edge("STATED_IN", "Task", "Document", number, self._number)
        if item is not None:
            self._edge("PART_OF", "Task", "Task", number, self._task_id(item))
        for position, duty in enumerate(task.duties):
            self._duty(duty, number, position)
        self._themes(task, number)
        self._targets(task, number)

    def _duty(self, duty: Duty, task: str, position: int) -> None:
        unit = self._unit(duty.unit, duty.group)
        row: Row = {
            "id": edge_id("duty", unit, task),
            "start": unit,
            "end": task,
            "mention": duty.mention,
            "basis": duty.fix or duty.basis,
            "evidence": duty.evidence,
            "part": duty.part,
            "page": duty.page,
            "span_start": duty.span[0],
            "span_end": duty.span[1],
            "position": position,
            "due": duty.due,
            "due_text": duty.due_text,
            "possible": duty.possible,
            "sources": _json([_duty_source(one) for one in duty.statements]),
        }
        self.records.edge(duty.role, ("Unit", "Task"), row)

    def _themes(self, task: MergedTask, number: str) -> None:
        for position, hit in enumerate(task.themes):
            theme = theme_id(hit.theme)
            row: Row = {"id": theme, "name": hit.theme, "description": "", "synonyms": [], "caption": hit.theme}
            self.records.node("Theme", row)
            edge: Row = {"score": hit.score, "rule": hit.rule, "evidence": hit.text, "position": position}
            self._edge("ABOUT", "Task", "Theme", number, theme, edge)

    def _targets(self, task: MergedTask, number: str) -> None:
        for position, target in enumerate(task.targets):
            row: Row = {
                "id": target_id(number, position),
                "text": target.text,
                "metric": target.metric,
                "comparator": target.comparator,
                "value": float(target.value),
                "unit": target.unit,
                "subject": target.subject or "",
                "period": target.period or "",
                "caption": target.text,
            }
            self.records.node("Target", row)
            self._edge("HAS_TARGET", "Task", "Target", number, target_id(number, position))

    def _unit(self, name: str, group: bool = False) -> str:
        """The id of a unit; its node is added when it is first met."""
        if name not in self._units:
            self._units[name] = self._new_unit(name, group)
        return self._units[name]

    def _new_unit(self, name: str, group: bool) -> str:
        place = self._place
        known = self._gazetteer.resolve(name, district=place.area or None, town=place.town or None)
        town = town_of(name, COLLECTIVE if group or known.group else known.kind, place.town)
        row = unit_row(name, place.area, town, self._gazetteer, group=group)
        self.records.node("Unit", row)
        if place.area:
            self.records.edge("IN_DISTRICT", ("Unit", "District"), home_edge(row, town_home(place.area, town) if town else place.home))
        return str(row["id"])

    def _task_id(self, task: MergedTask) -> str:
        number = task.number if task.occurrence == 1 else f"{task.number}~{task.occurrence}"
        return task_id(self._place.area, self._whole.document.year, self._number, task.part, number)

    def _edge(self, kind: str, start: str, end: str, start_id: str, end_id: str, more: Mapping[str, Value] | None = None) -> None:
        row: Row = {"id": edge_id(kind, start_id, end_id), "start": start_id, "end": end_id, **(more or {})}
        self.records.edge(kind, (start, end), row)


def _deadline(one: Deadline, task: MergedTask, issued: date | None) -> dict[str, object]:
    """A deadline of the task; `claimed` tells that the clause of some body states it, so it binds none of the others, and
    `reckoned` that its day is worked out from the day on which the document was issued."""
    names = ("text", "kind", "start", "end", "subject", "span")
    kept = {**{name: getattr(one, name) for name in names}, "claimed": one.text in {duty.due_text for duty in task.duties}}
    day = last_day(one, issued)
    return kept if day == one.end else {**kept, "kind": "point", "end": day, "reckoned": True}


def _task_source(task: object) -> dict[str, object]:
    names = {"part": "part", "number": "key", "page": "page", "title": "title", "content": "content", "span": "span"}
    return {name: getattr(task, attribute) for name, attribute in names.items()}


def _duty_source(statement: Statement) -> dict[str, object]:
    assignment, task = statement.assignment, statement.task
    return {
        "part": task.part,
        "number": task.key,
        "page": assignment.page if assignment.page is not None else task.page,
        "role": assignment.role,
        "quote": assignment.evidence,
        "mention": assignment.mention,
        "span": assignment.span,
        "spans": assignment.spans,
    }


def _json(value: object) -> str:
    """JSON as it is stored: no escapes for Chinese, ISO dates, the order of the record."""
    return json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))
