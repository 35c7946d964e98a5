"""The explorer: the graph as a web application on this machine, read-only unless it is told otherwise."""

from viz.explorer.app import create_app
from viz.explorer.settings import Settings

__all__ = ["Settings", "create_app"]
