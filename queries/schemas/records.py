"""The schema of what `zeren extract` prints for a document, made from the records of `graph.model`."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from graph import model
from queries.schemas.answers import DIALECT

PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
}
SPAN = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
    "description": "在解码文字中的位置：起，止（不含）",
}
NOT_PRINTED = ("text", "pages", "understood")  # of an extraction: what it is made with
PRINTED_AS = {"reports": "reports_to"}  # field of a record -> its name in the JSON, where they differ
TEXTS = {"type": "array", "items": {"type": "string"}}


def extraction_schema() -> dict[str, Any]:
    """One line of `zeren extract`. More fields than those named may be there."""
    notes = _list(_record(model.Note, skipped=("fields",)))  # what a message was made from is for saying it in another language
    whole = _record(model.Extraction, skipped=(*NOT_PRINTED, "layouts", "notes"), more={"notes": notes})
    whole["properties"]["document"] = _record(model.DocumentInfo, more={"layouts": TEXTS})
    # A task prints the names of its themes; why it has them stands beside them.
    more = {"themes": TEXTS, "theme_reasons": _list(_record(model.ThemeHit))}
    whole["properties"]["tasks"] = _list(_record(model.Task, more=more))
    title, says = "一份文件写明的内容", "zeren extract 每份文件打印一行，每行一个这样的对象"
    return {"$schema": DIALECT, "$id": "urn:zeren:extract", "title": title, "description": says, **whole}


def _record(kind: type[Any], skipped: tuple[str, ...] = (), more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The object of a record; a field that is printed only where there is something in it is not required."""
    hints = get_type_hints(kind)
    kept: list[Field[Any]] = [one for one in fields(kind) if one.name not in skipped]
    properties = {PRINTED_AS.get(one.name, one.name): _shape(hints[one.name]) for one in kept} | dict(more or {})
    optional = {one.name for one in kept if one.name in ("spans", "possible") and one.default is not MISSING}
    return {"type": "object", "properties": properties, "required": [name for name in properties if name not in optional]}


def _shape(hint: Any) -> dict[str, Any]:
    """The schema of a type: a plain one, one of few words, a span, several of a kind, a record, or None besides."""
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if hint == model.Span:
        return dict(SPAN)
    kind, inner = get_origin(hint), get_args(hint)
    if kind is Literal:
        return {"enum": list(inner)}
    if kind in (Union, types.UnionType):
        return {"anyOf": [_shape(one) for one in inner if one is not type(None)] + [{"type": "null"}]}
    if kind is tuple:
        return _list(_shape(inner[0]))
    return _record(hint)


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}
