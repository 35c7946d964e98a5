"""With whom a unit must work: the units that are named for the same items."""

from __future__ import annotations

from queries.base import DISTRICT, TOWN, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.names import Body, find_bodies, find_districts, find_towns
from queries.together import DUTIES, SAME, Work, work

ROWS = Parameter("rows", "flag", "按具体要求（行）计：只算在同一行里一起点名的；不给则按事项计")


def run(session: Session, given: Given) -> Result:
    """One row for each unit and partner, the most frequent partner first."""
    towns = find_towns(session, given.texts("town"))
    bodies = find_bodies(session, given.text("unit"), find_districts(session, given.texts("district")), towns)
    places = sorted({body.district for body in bodies})
    done = work(session, places, given.ints("year"), towns, rows=given.flag("rows"))
    collectives = given.flag("collectives")
    rows = [row for body in bodies for row in _partners(body, done, collectives, rows_only=given.flag("rows"))]
    notes = _notes(session, given, bodies, done)
    title = session.say("partners_title", units=session.listed(dict.fromkeys(body.called for body in bodies)))
    return Result(title, rows, notes)


def _partners(body: Body, done: Work, collectives: bool, *, rows_only: bool) -> list[Row]:
    mine = done.bodies.get(body.ids[0], body.ids[0])
    shared: dict[str, list[str]] = {}
    for key, named in done.of.items():
        if mine in named:
            for other in named:
                shared.setdefault(other, []).append(key)
    total = len(shared.pop(mine, []))
    field = "number" if rows_only else "item_number"
    rows = []
    for other, keys in shared.items():
        unit = done.units[other]
        if unit["kind"] == "collective" and not collectives:
            continue
        # One place for each item; two where its rows name the two apart (第85、87项), which rows of one number (12.1, 12.2) share.
        cited = [done.naming(key, mine, other) for key in keys]
        printed = [one for places in cited for one in places]
        rows.append(
            {
                "district": body.district,
                "unit": body.name,
                "partner": unit["unit"],
                "kind": unit["kind"],
                "count": len(keys),
                "of": total,
                "led": sum("LEAD" in done.of[key][mine] for key in keys),
                "leads": sum("LEAD" in done.of[key][other] for key in keys),
                "numbers": [f"{document} {number}" for places in cited for document, number in dict.fromkeys((one["document"], one[field]) for one in places)],
                "years": sorted({one["year"] for one in printed if one["year"]}),
                "tasks": [one["task"] for one in printed],
                "unit_id": mine,
                "partner_id": other,
            }
        )
    return sorted(rows, key=lambda row: (-row["count"], row["partner"]))


def _notes(session: Session, given: Given, bodies: list[Body], done: Work) -> list[str]:
    notes = []
    for body in bodies:
        mine = done.bodies.get(body.ids[0], body.ids[0])
        named = [units for units in done.of.values() if mine in units]
        alone = sum(not any(done.units[unit]["kind"] != "collective" for unit in units if unit != mine) for units in named)
        fields = {"unit": body.called, "total": len(named), "alone": alone}
        notes.append(session.say("partners_count_rows" if given.flag("rows") else "partners_count", **fields))
    if not given.flag("collectives"):
        notes.append(session.say("partners_collectives"))
    return notes


QUERY = Query(
    name="partners",
    title="协作单位",
    description="列出与一个单位在同一事项中一起点名的单位和次数；默认按事项计，--rows 按具体要求（行）计。",
    parameters=(
        Parameter("unit", "text", "单位名称、简称或拼音首字母", positional=True, required=True),
        DISTRICT,
        YEAR,
        ROWS,
        Parameter("collectives", "flag", "把“各街镇”“各部门”等统称也列出来"),
        TOWN,
    ),
    columns=(
        Column("district"),
        Column("unit"),
        Column("partner"),
        Column("kind"),
        Column("count", "int", label="shared"),
        Column("of", "int", shown=False, label="shared_of"),
        Column("led", "int", label="led"),
        Column("leads", "int", label="partner_leads"),
        Column("numbers", "strings"),
        Column("tasks", "strings", shown=False, label="task"),
    ),
    example=Example("区教育局和哪些单位一起做事", {"unit": "区教育局", "district": "云川区"}),
    run=run,
    cypher=(SAME, DUTIES),
)
