"""Decisions that people made: what a document says is one thing, what is meant another, and who decided so is kept.

`logbook` is the file, `names` and `apply` make the graph follow it, `decide` takes a new decision, `states` says what became of each.
"""

from graph.fixes.logbook import ENVIRONMENT, KINDS, MARK, Decision, Fixes, fixes_path, read_fixes

__all__ = ["ENVIRONMENT", "KINDS", "MARK", "Decision", "Fixes", "fixes_path", "read_fixes"]
