"""Which task comes from which: a town's from its district's, a district's from its city's, this year's from last year's."""

from graph.derive.likeness import Link, Piece, align
from graph.derive.update import plans_of, rederive, update, write_derivations

__all__ = ["Link", "Piece", "align", "plans_of", "rederive", "update", "write_derivations"]
