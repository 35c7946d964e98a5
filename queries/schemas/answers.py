"""The schema of an answer, made from the specification of its question: parameters, columns and what it adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.model import ROLES
from queries.account import PARTS
from queries.base import Column, Parameter, Query
from queries.words import load_words

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXTS = {"type": "array", "items": {"type": "string"}}
DAY = {"type": ["string", "null"], "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
# What a cell may be, by the kind of its column. Null: the document does not print it, or it does not apply.
CELLS: Mapping[str, Mapping[str, Any]] = {
    "string": {"type": ["string", "null"]},
    "int": {"type": ["integer", "null"]},
    "float": {"type": ["number", "null"]},
    "bool": {"type": ["boolean", "null"]},
    "date": DAY,
    "strings": TEXTS,
    "json": {},
}
CODES: Mapping[str, Sequence[str]] = {"role": ROLES, "reach": PARTS}  # columns that hold one of few codes
PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "choice": {"type": "string"},
    "texts": TEXTS,
    "ints": {"type": "array", "items": {"type": "integer"}},
    "flag": {"type": "boolean"},
}
KINDS = (*CELLS,)


def answer_schema(query: Query) -> dict[str, Any]:
    """What `to_json` of the question's answer gives. More fields than those named may be there, in it and in its rows."""
    properties: dict[str, Any] = {
        "query": {"const": query.name},
        "title": {"type": "string"},
        "params": {"type": "object", "description": "查询所用的参数"},
        "columns": {"type": "array", "items": _columns()},
        "rows": {"type": "array", "items": _rows(query)},
        "total": {"type": "integer", "minimum": 0, "description": "全部行数，不受行数上限影响"},
        "truncated": {"type": "boolean", "description": "结果没有给全"},
        "notes": TEXTS,
        "cypher": TEXTS,
        "cypher_params": {"type": "array", "items": {"type": "object"}},
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:zeren:answer:{query.name}",
        "title": query.title,
        "description": query.description,
        "type": "object",
        "properties": {**properties, **{name: _plain(shape) for name, shape in query.extra.items()}},
        "required": [*properties, *(name for name, shape in query.extra.items() if not shape.get("optional"))],
    }


def _plain(shape: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in shape.items() if key != "optional"}


def parameters_schema(query: Query) -> dict[str, Any]:
    """What a question may be asked with; a parameter that is not named is refused."""
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {parameter.name: _parameter(parameter) for parameter in query.parameters},
        "required": [parameter.name for parameter in query.parameters if parameter.required],
        "additionalProperties": False,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    shape = dict(PARAMETERS[parameter.kind])
    if parameter.choices:
        one = {"type": "string", "enum": list(parameter.choices)}
        shape = {"type": "array", "items": one} if parameter.kind == "texts" else one
    if parameter.default is not None:
        shape["default"] = parameter.default
    return {"description": parameter.help, **shape}


def _columns() -> dict[str, Any]:
    fields = {"name": {"type": "string"}, "label": {"type": "string"}, "type": {"enum": list(KINDS)}}
    return {"type": "object", "properties": fields, "required": [*fields]}


def _rows(query: Query) -> dict[str, Any]:
    """One shape, or any of several where the columns depend on what was asked; no columns: any object."""
    shapes = [_row(columns) for columns in (query.columns, *query.variants) if columns]
    if not shapes:
        return {"type": "object"}
    return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}


def _row(columns: Sequence[Column]) -> dict[str, Any]:
    words = load_words("zh")
    properties = {column.name: _cell(column, words.column(column.label or column.name)) for column in columns}
    return {"type": "object", "properties": properties, "required": [*properties]}


def _cell(column: Column, label: str) -> dict[str, Any]:
    codes = CODES.get(column.name)
    shape = {"enum": [*codes, None]} if codes else dict(CELLS[column.kind])
    return {"description": label, **shape}
