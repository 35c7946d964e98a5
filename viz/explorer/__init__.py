"""The explorer: the graph as a web application on this machine, read-only unless it is told otherwise."""

from viz.explorer.app import create_app
from viz.explorer.serve import serve as run_server
from viz.explorer.settings import Settings
from viz.explorer.site import write_site

__all__ = ["Settings", "create_app", "run_server", "write_site"]
