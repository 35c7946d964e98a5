"""An extraction as the JSON of the extraction format."""

from __future__ import annotations

from datetime import date
from typing import Any

from graph.model import Assignment, Extraction, Report, Task


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _assignment(a: Assignment) -> dict[str, Any]:
    out: dict[str, Any] = {
        "mention": a.mention, "unit": a.unit, "role": a.role, "group": a.group, "basis": a.basis, "evidence": a.evidence,
        "span": list(a.span), "page": a.page, "due_text": a.due_text, "due": _day(a.due), "rule": a.rule,
    }  # fmt: skip
    if a.spans:
        out["spans"] = [list(s) for s in a.spans]
    if a.possible:
        out["possible"] = True
    return out


def _task(t: Task) -> dict[str, Any]:
    return {
        "key": t.key, "parent": t.parent, "part": t.part, "title": t.title, "content": t.content, "section": list(t.section),
        "assignments": [_assignment(a) for a in t.assignments], "due_text": t.due_text, "due": _day(t.due),
        "deadlines": [{"text": d.text, "kind": d.kind, "start": _day(d.start), "end": _day(d.end), "subject": d.subject, "span": list(d.span)} for d in t.deadlines],
        "targets": [{"text": x.text, "metric": x.metric, "comparator": x.comparator, "value": x.value, "unit": x.unit, "subject": x.subject, "period": x.period, "span": list(x.span)} for x in t.targets],
        "themes": [h.theme for h in t.themes],
        "theme_reasons": [{"theme": h.theme, "rule": h.rule, "text": h.text, "score": h.score} for h in t.themes],
        "reports_to": [_report(r) for r in t.reports], "span": list(t.span), "page": t.page, "layout": t.layout,
    }  # fmt: skip


def _report(r: Report) -> dict[str, Any]:
    return {"mention": r.mention, "unit": r.unit, "text": r.text, "span": list(r.span)}


def to_json(extraction: Extraction) -> dict[str, Any]:
    """The object that `zeren extract` prints for a document; JSON-ready."""
    d = extraction.document
    return {
        "document": {
            "path": d.path, "sha256": d.sha256, "format": d.format, "title": d.title, "doc_no": d.doc_no, "issuer": d.issuer,
            "province": d.province, "city": d.city, "district": d.district, "code": d.code, "town": d.town, "year": d.year,
            "date": _day(d.date), "kind": d.kind, "addressees": list(d.addressees), "copied": list(d.copied),
            "reports_to": [_report(r) for r in d.reports], "layouts": list(extraction.layouts),
        },
        "tasks": [_task(t) for t in extraction.tasks],
        "notes": [{"code": n.code, "message": n.message, "span": list(n.span) if n.span else None, "hint": n.hint} for n in extraction.notes],
        "coverage": {"chars": extraction.coverage.chars, "read": extraction.coverage.read},
    }  # fmt: skip
