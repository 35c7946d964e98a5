"""Of which places and years documents were read: a year without any is said to be missing, and never answered with a zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.errors import UnknownName
from queries.base import Row, Session

READ = "MATCH (d:Document) RETURN DISTINCT d.district AS district, d.town AS town, d.year AS year"


def read_of(session: Session, districts: Sequence[str] = (), towns: Sequence[str] = ()) -> list[Row]:
    """Place and year (district, town, year) of every document that was read, in no order; empty lists restrict nothing."""
    rows = session.lookup(READ)
    return [row for row in rows if (not districts or row["district"] in districts) and (not towns or row["town"] in towns)]


def is_empty(session: Session) -> bool:
    """Whether no document has been read into the store yet."""
    return not session.lookup(READ)


def need_documents(session: Session) -> None:
    """Raise UnknownName for a store into which nothing has been read: there is no name to know."""
    if is_empty(session):
        raise UnknownName("图库里还没有文件", hint="用 zeren ingest 文件夹 读入文件")


def need_years(session: Session, years: Sequence[int], districts: Sequence[str], towns: Sequence[str]) -> list[str]:
    """Sentences about the years, and the districts in a year, of which no document was read; [] where all are there.

    Raises UnknownName where not one document is of these places and years. Says nothing of a store that is empty.
    """
    read = read_of(session, districts, towns)
    if not years or not session.lookup(READ):
        return []
    there = {(row["district"], row["year"]) for row in read}
    if not any(year in years for _, year in there):
        raise missing(session, years, districts, towns)
    found = {year for _, year in there}
    notes = [
        session.say("years_missing", place=_called(session, districts, towns), year=year) for year in years if year not in found
    ]
    for year in [year for year in years if year in found and len(districts) > 1]:
        notes += without(session, [district for district in districts if (district, year) not in there], [year])
    return notes


def without(session: Session, districts: Sequence[str], years: Sequence[int]) -> list[str]:
    """The sentence that no document of these districts and years was read; [] for no district."""
    joined = session.say("joined")
    return [session.say("years_missing", place=joined.join(districts), year=joined.join(map(str, years)))] if districts else []


def missing(session: Session, years: Sequence[int], districts: Sequence[str], towns: Sequence[str]) -> UnknownName:
    """The error that says of which years there are documents instead."""
    known = sorted({str(row["year"]) for row in read_of(session, districts, towns) if row["year"]})
    place, asked = _joined(towns or districts), _joined(map(str, years))
    said = f"图库没有{place}的{asked}年文件" if place else f"图库没有{asked}年的文件"
    hint = f"已读入的年份：{_joined(known)}" if known else "用 zeren ingest 文件夹 读入文件"
    return UnknownName(said, hint=hint, nearest=tuple(known))


def _joined(words: Iterable[str]) -> str:
    return "、".join(words)


def _called(session: Session, districts: Sequence[str], towns: Sequence[str]) -> str:
    return session.listed(towns or districts)
