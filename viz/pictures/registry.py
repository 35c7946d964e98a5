"""Every picture. A new one is a module and a line here; the command, the address, the READMEs' row and the tests follow."""

from __future__ import annotations

from graph.errors import UsageError
from viz.pictures import cascade, comparison, deadlines, heatmap, ties, workload
from viz.pictures.spec import Picture

PICTURES: tuple[Picture, ...] = (
    heatmap.PICTURE,
    workload.STRIPS,
    workload.PICTURE,
    deadlines.PICTURE,
    cascade.PICTURE,
    comparison.PICTURE,
    ties.CLUSTERS,
    ties.CIRCLE,
)


def picture(name: str) -> Picture:
    """The picture of this name. Raises UsageError for another."""
    for one in PICTURES:
        if one.name == name:
            return one
    raise UsageError(f"没有图 {name}", hint=f"可以是：{'、'.join(one.name for one in PICTURES)}")
