"""Pages: one module per view, each a single file that opens without a network."""

from viz.registry import VIEWS, view
from viz.spec import Page, View, ViewOptions

__all__ = ["VIEWS", "Page", "View", "ViewOptions", "view"]
