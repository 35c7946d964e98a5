"""Questions: one module each, a Cypher text and a typed result."""

from queries.base import Answer, Options, Query
from queries.registry import QUERIES, find, run

__all__ = ["QUERIES", "Answer", "Options", "Query", "find", "run"]
