"""Who belongs to the collectives of a district: confirmed by a roster, unsure, or named by a document and on no roster."""

from __future__ import annotations

from graph.names.gazetteer import load_gazetteer
from graph.names.rosters import CLASSES
from graph.remarks import reason_in
from queries.base import DISTRICT, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.membership import CYPHER, collectives, roster_notes
from queries.names import called, find_districts

NAMED = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE u.kind <> 'collective' AND t.town = '' AND u.town = '' AND r.basis <> 'issuer'
      AND (size($districts) = 0 OR t.district IN $districts) AND (size($years) = 0 OR t.year IN $years)
RETURN u.id AS unit_id, u.name AS unit, u.kind AS kind, u.district AS district, t.year AS year, count(DISTINCT t.id) AS tasks"""
_SUMMARY = ("district", "town", "year", "collective", "tasks", "in", "unsure", "unlisted", "checked", "open")


def run(session: Session, given: Given) -> Result:
    """One row for each collective, year and member, those confirmed first; then what documents name and no roster lists."""
    districts, years = find_districts(session, given.texts("district")), given.ints("year")
    found = collectives(session, districts, years)
    named = session.ask(NAMED, districts=districts, years=years)
    tasks = {(row["unit_id"], row["year"]): row["tasks"] for row in named}
    wanted = given.texts("collective")
    chosen = [row for row in found if row["collective"] in wanted or (not wanted and (not row["open"] or given.flag("open")))]
    lang = session.words.lang
    rows = [{**_row(row, member, tasks), "basis": reason_in(member["basis"], lang)} for row in chosen for member in row["members"]]
    if not wanted:
        rows += _unlisted(named, found)
    order = {name: place for place, name in enumerate(("in", "unsure", "unlisted", "out", "named"))}
    rows.sort(key=lambda row: (row["district"], -(row["year"] or 0), row["town"] or "", row["collective"] or "~",
                               order[row["standing"]], -row["tasks"], row["unit"]))  # fmt: skip
    notes = [session.say("roster_count", place=row["town"] or row["district"], **row) for row in chosen if row["checked"]]
    notes += roster_notes(session, chosen)
    if not wanted and (lacking := _lacking(rows)):  # of one collective nothing can be said of all rosters
        notes.append(session.say("roster_lacking", count=len(lacking), names=session.listed(lacking)))
    summary = [{**{name: row[name] for name in _SUMMARY}, "town": row["town"] or None} for row in found]
    return Result(session.say("roster_title"), rows, [*notes, session.say("roster_how")], {"summary": summary})


def _lacking(rows: list[Row]) -> list[str]:
    """Units that documents name and no roster lists, each once, with their place where there are several."""
    listed = {(row["unit_id"], row["year"]) for row in rows if row["standing"] in ("in", "unsure", "out")}
    found = [row for row in rows if row["tasks"] and row["unit_id"] and (row["unit_id"], row["year"]) not in listed]
    several = len({row["district"] for row in found}) > 1
    return list(dict.fromkeys(called(row["unit"], row["district"], "") if several else row["unit"] for row in found))


def _row(collective: Row, member: Row, tasks: dict[tuple[str, int], int]) -> Row:
    place = {"district": collective["district"], "town": collective["town"] or None, "year": collective["year"]}
    counted = {"tasks": tasks.get((member["unit_id"], collective["year"]), 0)}
    return {**place, "collective": collective["collective"], **counted, **{
        name: member[name] for name in ("unit", "kind", "standing", "basis", "unit_id")
    }}  # fmt: skip


def _unlisted(named: list[Row], found: list[Row]) -> list[Row]:
    """Bodies that a document names and that are no member of any collective, not even by their kind; what a roster says
    of them, if it excludes them."""
    roster = load_gazetteer().roster
    members = {(member["unit_id"], row["year"]) for row in found if not row["open"] for member in row["members"]}
    rows = []
    for row in named:
        if (row["unit_id"], row["year"]) in members:
            continue
        listed = roster.answer(CLASSES, row["unit"], district=row["district"], year=row["year"] or 0)
        out = listed is not None and listed.answer == "no"
        basis = listed.source if out and listed else None
        rows.append({**row, "town": None, "collective": None, "standing": "out" if out else "named", "basis": basis})
    return rows


QUERY = Query(
    name="roster",
    title="统称的成员名册",
    description="列出“各部门”“各街镇”等统称的成员：名册确认的、说不准的、文件点名而名册没有的，以及依据。",
    parameters=(
        DISTRICT,
        YEAR,
        Parameter("collective", "texts", "只看这个统称，例如 各部门；可以重复"),
        Parameter("open", "flag", "连同“相关部门”等没有说清是谁的统称"),
    ),
    columns=(
        Column("district"),
        Column("town"),
        Column("year", "int"),
        Column("collective"),
        Column("unit"),
        Column("kind"),
        Column("standing"),
        Column("tasks", "int", label="direct"),
        Column("basis"),
    ),
    example=Example("云川区的统称各有哪些成员", {"district": "云川区"}),
    run=run,
    cypher=(*CYPHER, NAMED),
    extra={"summary": {"type": "array", "items": {"type": "object"}, "description": "每个统称的名录情况"}},
)
