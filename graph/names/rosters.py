"""Rosters: which unit of which district and year belongs to which collectives, as someone has confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.names.bodies import ANSWERS
from graph.names.datafile import DATA, Row, read_tsv

CLASSES = ("各街镇", "园区", "各部门", "执法部门")  # columns that answer for every collective of that sort, however it is printed
ROSTER_COLUMNS = ("district", "year", "unit", "nature")
FOLDER = DATA / "rosters"
CARRIED = 3  # years for which a list of an earlier year is still taken to hold
Canonical = Callable[[str, str], str]  # unit and district to the canonical name of the unit


@dataclass(frozen=True, slots=True)
class Listed:
    """What a roster says of a unit: yes | no | unsure, where that is known from, and of which year the list is (0: any)."""

    answer: str
    source: str
    year: int = 0


class Roster:
    """Answers by column, unit, district and year; later rows win over earlier ones.

    A column is one of CLASSES or the canonical name of a collective, which goes before its class.
    """

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str, str], dict[int, Listed]] = {}

    def add(self, column: str, unit: str, listed: Listed, *, district: str = "", year: int = 0) -> None:
        """Note an answer; district "" and year 0 mean any. One for any year takes the place of what was said before."""
        said = self._answers.setdefault((column, unit, district), {})
        if not year:
            said.clear()
        said[year] = Listed(listed.answer, listed.source, year)

    def answer(self, columns: Sequence[str], unit: str, *, district: str = "", year: int = 0) -> Listed | None:
        """The most particular answer: the first column that has one; of a district before that of any; of the year before
        that of the nearest of the CARRIED years before it, before that of any year. None where no roster lists the unit."""
        for column in columns:
            for where in dict.fromkeys((district, "")):
                found = self._answers.get((column, unit, where), {})
                for when in (*range(year, year - CARRIED - 1, -1), 0) if year else (0,):
                    if when in found:
                        return found[when]
        return None

    def units(self, columns: Sequence[str], *, district: str, year: int = 0) -> tuple[str, ...]:
        """Names that a roster of the district lists in one of the columns with yes or unsure, each once, in file order."""
        names = dict.fromkeys(
            unit for (column, unit, where) in self._answers if column in columns and where == district)
        listed = ((name, self.answer(columns, name, district=district, year=year)) for name in names)
        return tuple(name for name, found in listed if found is not None and found.answer != "no")

    def read(self, rows: Iterable[Row], canonical: Canonical, known: Callable[[str], bool]) -> None:
        """Add the rows of a roster file: a column for each of CLASSES or for a collective that is `known`, whose cells are
        yes | no | unsure | empty, and `source`. Raises DataFileError."""
        for row in rows:
            year = row.text("year")
            if year and not year.isdigit():
                raise row.error(f"年份“{year}”不是数字", "写四位年份，或留空表示各年")
            if not row.text("unit"):
                raise row.error("没有 unit", "写机构简称，如 区教育局")
            if not row.text("source"):
                raise row.error("没有 source", "写明依据，如某年某号文")
            for column in row.values:
                if column in (*ROSTER_COLUMNS, "source"):
                    continue
                if column not in CLASSES and not known(column):
                    raise row.error(f"不认识的列“{column}”", "可以是 " + "、".join(CLASSES) + "，或一个统称的规范名")
                answer = row.choice(column, (*ANSWERS, ""), "")
                if answer:
                    unit = canonical(row.text("unit"), row.text("district"))
                    self.add(column, unit, Listed(answer, row.text("source")), district=row.text("district"), year=int(year or 0))


def read_rosters(roster: Roster, canonical: Canonical, known: Callable[[str], bool], folder: Path = FOLDER) -> None:
    """Add every .tsv file of a folder, by name; raises DataFileError."""
    for path in sorted(folder.glob("*.tsv")):
        roster.read(read_tsv(path, ROSTER_COLUMNS, extra=True), canonical, known)
