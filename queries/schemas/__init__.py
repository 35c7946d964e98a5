"""JSON Schemas (2020-12) of what other programs read: the answer of every question, and what `zeren extract` prints."""

from __future__ import annotations

from typing import Any

from graph.errors import UsageError
from queries.registry import QUERIES
from queries.schemas.answers import answer_schema, parameters_schema
from queries.schemas.records import extraction_schema

EXTRACT = "extract"

__all__ = ["EXTRACT", "answer_schema", "extraction_schema", "names", "parameters_schema", "schema", "schemas"]


def names() -> list[str]:
    """The questions in the order of the registry, then `extract`."""
    return [*(query.name for query in QUERIES), EXTRACT]


def schema(name: str) -> dict[str, Any]:
    """The schema of one of `names()`. Raises UsageError."""
    if name == EXTRACT:
        return extraction_schema()
    query = next((query for query in QUERIES if query.name == name), None)
    if query is None:
        raise UsageError(f"没有 {name} 的结构说明", hint=f"可以是：{'、'.join(names())}")
    return answer_schema(query)


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its name."""
    return {name: schema(name) for name in names()}
