"""What a unit owes: directly, through the collectives it belongs to, and possibly."""

from __future__ import annotations

from queries.account import TASKS_OF_DOCUMENTS, accounts, document_notes
from queries.base import DISTRICT, TOWN, YEAR, Example, Given, Parameter, Query, Result, Row, Session
from queries.duties import DUTY_COLUMNS, FIELDS, ROLE, TASK_FILTER, duty, in_order, one_per_task, role_codes
from queries.names import Body, find_bodies, find_districts, find_towns

DIRECT = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE u.id IN $units AND {TASK_FILTER}
RETURN {FIELDS}"""

# The years are gathered before the tasks are looked at: five times faster than comparing them on every path.
THROUGH = f"""MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)
WHERE u.id IN $units
WITH u, c, type(m) AS membership, collect(DISTINCT m.year) AS member_years
MATCH (c)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE t.year IN member_years AND {TASK_FILTER}
RETURN c.name AS via, membership, {FIELDS}"""


def run(session: Session, given: Given) -> Result:
    """One row for each unit and task; `account` sums up every document of the unit's district."""
    towns = find_towns(session, given.texts("town"))
    bodies = find_bodies(session, given.text("unit"), find_districts(session, given.texts("district")), towns)
    years = given.ints("year")
    every = collect(session, bodies, years, towns)
    documents = session.ask(TASKS_OF_DOCUMENTS, districts=sorted({body.district for body in bodies}), years=years, towns=towns)
    account = accounts(bodies, every, documents)
    roles = role_codes(given.texts("role"))
    direct_only = given.flag("direct_only")
    rows = [row for row in every if (not roles or row["role"] in roles) and (not direct_only or row["reach"] == "direct")]
    notes = _notes(session, bodies, every, given) + [session.say("filtered", shown=len(rows))] * bool(roles)
    notes += document_notes(session, account, documents)
    captions = "、".join(dict.fromkeys(body.called for body in bodies))
    return Result(session.say("obligations_title", units=captions), rows, notes, {"account": account})


def collect(session: Session, bodies: list[Body], years: list[int], towns: list[str]) -> list[Row]:
    """The duty rows of some bodies in order; a body with several names is one. Lists that are empty restrict nothing."""
    units = sorted({unit for body in bodies for unit in body.ids})
    rows = [duty(record, "direct") for record in session.ask(DIRECT, units=units, years=years, towns=towns)]
    for record in session.ask(THROUGH, units=units, years=years, towns=towns):
        reach = "collective" if record["membership"] == "MEMBER_OF" else "possible"
        rows.append(duty(record, reach, record["via"]))
    key = {unit: body.ids[0] for body in bodies for unit in body.ids}
    return in_order(one_per_task({**row, "unit_id": key[row["unit_id"]]} for row in rows))


def _notes(session: Session, bodies: list[Body], rows: list[Row], given: Given) -> list[str]:
    notes = []
    districts = {body.district for body in bodies}
    if len(districts) > 1:
        notes.append(session.say("several_districts", count=len(districts)))
    if any(body.guessed for body in bodies):
        names = "、".join(dict.fromkeys(body.name for body in bodies))
        notes.append(session.say("by_function", text=given.text("unit"), units=names))
    for body in bodies:
        own = [row for row in rows if row["unit_id"] == body.ids[0]]
        reach = {name: sum(row["reach"] == name for row in own) for name in ("direct", "collective", "possible", "inferred")}
        notes.append(session.say("obligations_note", unit=body.called, **reach))
        if reach["inferred"]:
            notes.append(session.say("inferred_note", unit=body.called, inferred=reach["inferred"]))
        notes += [session.say("other_names", unit=body.called, other=other) for other in body.others]
        for town in sorted({row["town"] for row in own if row["town"] and not body.town}):
            notes.append(session.say("town_note", count=sum(row["town"] == town for row in own), town=town))
    if given.flag("direct_only"):
        notes.append(session.say("direct_only"))
    return notes


QUERY = Query(
    name="obligations",
    title="一个单位的全部任务",
    description="列出一个单位的每一项任务：直接点名的、经“各街镇”等统称明确的、可能涉及的，并按文件核对总数。",
    parameters=(
        Parameter("unit", "text", "单位名称、简称或拼音首字母，例如 教育局、卫健委、jyj", positional=True, required=True),
        DISTRICT,
        YEAR,
        ROLE,
        Parameter("direct_only", "flag", "只列直接点名的任务"),
        TOWN,
    ),
    columns=DUTY_COLUMNS,
    example=Example("教育局有哪些任务", {"unit": "教育局"}),
    run=run,
    cypher=(DIRECT, THROUGH, TASKS_OF_DOCUMENTS),
    extra={"account": {"type": "array", "items": {"type": "object"}, "description": "每份文件的全部任务按与单位的关系分类，各类之和等于总数"}},
)
