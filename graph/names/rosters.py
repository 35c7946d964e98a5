"""Rosters: which unit of which district and year belongs to which collective, as someone has confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.names.bodies import ANSWERS
from graph.names.datafile import DATA, Row, read_tsv

ROSTER_COLUMNS = ("district", "year", "unit", "nature")
FOLDER = DATA / "rosters"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a roster says of a unit and a collective: yes | no | unsure, and where that is known from."""

    answer: str
    source: str


class Roster:
    """Answers by collective, unit, district and year; later rows win over earlier ones."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str, str, int], Listed] = {}

    def add(self, collective: str, unit: str, listed: Listed, *, district: str = "", year: int = 0) -> None:
        """Note an answer; district "" and year 0 mean any."""
        self._answers[collective, unit, district, year] = listed

    def answer(self, collective: str, unit: str, *, district: str = "", year: int = 0) -> Listed | None:
        """The most particular answer for a district and year, None if no roster lists the unit for this collective."""
        for where, when in ((district, year), (district, 0), ("", year), ("", 0)):
            found = self._answers.get((collective, unit, where, when))
            if found:
                return found
        return None

    def units(self, collective: str, *, district: str, year: int = 0) -> tuple[str, ...]:
        """Names that a roster of the district lists for a collective with yes or unsure, in file order."""
        return tuple(dict.fromkeys(
            unit for (name, unit, where, when), listed in self._answers.items()
            if name == collective and where == district and when in (0, year) and listed.answer != "no"))

    def read(self, rows: Iterable[Row]) -> None:
        """Add the rows of a roster file: a column for each collective (yes | no | unsure | empty), and `source`."""
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
                answer = row.choice(column, (*ANSWERS, ""), "")
                if answer:
                    self.add(column, row.text("unit"), Listed(answer, row.text("source")),
                             district=row.text("district"), year=int(year or 0))


def read_rosters(roster: Roster, folder: Path = FOLDER) -> None:
    """Add every .tsv file of a folder, by name; raises DataFileError."""
    for path in sorted(folder.glob("*.tsv")):
        roster.read(read_tsv(path, ROSTER_COLUMNS, extra=True))
