"""Pictures of answers as SVG: on the pages of the explorer, and as files of their own."""

from viz.pictures.registry import PICTURES

__all__ = ["PICTURES"]
