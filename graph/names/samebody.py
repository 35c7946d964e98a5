"""One body with two plates, or under a former name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.names.datafile import Row

SAME_COLUMNS = ("district", "name", "other", "since", "until", "relation", "source")
RELATIONS = ("renamed", "plates", "merged")


@dataclass(frozen=True, slots=True)
class SameBody:
    """`other` is another name of `name` from year `since` to `until` (inclusive; None: open). `district` "": everywhere.

    relation: renamed | plates (two plates) | merged (other became part of name).
    """

    district: str
    name: str
    other: str
    since: int | None
    until: int | None
    relation: str
    source: str

    def at(self, level: str) -> SameBody:
        """The same with a level (区, 县) in front of both names."""
        return replace(self, name=level + self.name, other=level + self.other)


def read_same_bodies(rows: Iterable[Row]) -> tuple[SameBody, ...]:
    """Pairs in file order. Raises DataFileError for a missing name, a wrong year or relation."""
    out = []
    for row in rows:
        if not row.text("name") or not row.text("other"):
            raise row.error("缺少 name 或 other", "两个名称都要写")
        years = [row.text(k) for k in ("since", "until")]
        if any(y and not y.isdigit() for y in years):
            raise row.error("since、until 应是年份", "写四位数字或留空")
        since, until = (int(y) if y else None for y in years)
        out.append(SameBody(row.text("district"), row.text("name"), row.text("other"), since, until,
                            row.choice("relation", RELATIONS, "plates"), row.text("source") or row.path.name))
    return tuple(out)
