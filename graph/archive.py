"""An extraction as JSON and back, without its text.

A document keeps what was read from each of its files, because a body and an annex that come as files of their own are
merged anew whenever one of them is loaded, changed or forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from graph.model import (
    Assignment,
    Coverage,
    Deadline,
    DocumentInfo,
    Extraction,
    Note,
    Report,
    Span,
    Target,
    Task,
    ThemeHit,
)

Record = dict[str, Any]
_OFFSETS = ("span", "spans", "pages", "understood")


def pack(extraction: Extraction) -> Record:
    """Everything but the text, as JSON values; days are ISO dates, tuples lists."""
    record = asdict(extraction)
    record["chars"] = len(record.pop("text"))
    plain = _plain(record)
    assert isinstance(plain, dict)
    return plain


def unpack(record: Mapping[str, Any], text: str) -> Extraction:
    """The inverse of `pack`; `text` is the text that went with it."""
    return Extraction(
        document=_info(record["document"]),
        tasks=tuple(_task(task) for task in record["tasks"]),
        notes=tuple(Note(n["code"], n["message"], n["hint"], _span_or_none(n["span"]), n.get("fields", {})) for n in record["notes"]),
        coverage=Coverage(**record["coverage"]),
        text=text,
        pages=tuple(record["pages"]),
        layouts=tuple(record["layouts"]),
        understood=tuple(_span(one) for one in record["understood"]),
    )


def shift(extraction: Extraction, by: int) -> Extraction:
    """The same extraction with all offsets moved by `by` code points, as its text is put behind another one."""
    record = pack(extraction)
    return unpack(_moved(record, by), extraction.text) if by else extraction


def _moved(value: Any, by: int) -> Any:
    if isinstance(value, dict):
        return {key: (_moved_spans if key in _OFFSETS else _moved)(item, by) for key, item in value.items()}
    return [_moved(item, by) for item in value] if isinstance(value, list) else value


def _moved_spans(value: Any, by: int) -> Any:
    if isinstance(value, list):
        return [_moved_spans(item, by) for item in value]
    return value + by if isinstance(value, int) else value


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _info(record: Record) -> DocumentInfo:
    lists = {name: tuple(record[name]) for name in ("addressees", "copied")}
    return DocumentInfo(**{**record, **lists, "date": _day(record["date"]), "reports": _reports(record)})


def _task(record: Record) -> Task:
    return Task(
        **{
            **record,
            "section": tuple(record["section"]),
            "assignments": tuple(_assignment(one) for one in record["assignments"]),
            "due": _day(record["due"]),
            "deadlines": tuple(_deadline(one) for one in record["deadlines"]),
            "targets": tuple(Target(**{**one, "span": _span(one["span"])}) for one in record["targets"]),
            "themes": tuple(ThemeHit(**one) for one in record["themes"]),
            "span": _span(record["span"]),
            "reports": _reports(record),
        }
    )


def _reports(record: Record) -> tuple[Report, ...]:
    return tuple(Report(**{**one, "span": _span(one["span"])}) for one in record["reports"])


def _assignment(record: Record) -> Assignment:
    spans = tuple(_span(one) for one in record["spans"])
    return Assignment(**{**record, "span": _span(record["span"]), "due": _day(record["due"]), "spans": spans})


def _deadline(record: Record) -> Deadline:
    days = {name: _day(record[name]) for name in ("start", "end")}
    return Deadline(**{**record, **days, "span": _span(record["span"])})


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _span(value: list[int]) -> Span:
    return value[0], value[1]


def _span_or_none(value: list[int] | None) -> Span | None:
    return None if value is None else _span(value)
