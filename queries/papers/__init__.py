"""Papers that an office forwards: matrices, lists of duties, breakdown tables, calendars, and a data set for researchers."""

from queries.papers.registry import EXPORTS, export, find
from queries.papers.spec import Export, Paper

__all__ = ["EXPORTS", "Export", "Paper", "export", "find"]
