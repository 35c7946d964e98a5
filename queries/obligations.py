"""What a unit owes: directly, through the collectives it belongs to, possibly, and by inference; and what is left of a document."""

from __future__ import annotations

from collections import Counter

from graph.errors import UsageError
from queries.account import EVERY_TASK, PART_WORDS, PARTS, REACHED, TASKS_OF_DOCUMENTS, accounts, document_notes, untouched
from queries.base import DISTRICT, TOWN, YEAR, Example, Given, Parameter, Query, Result, Row, Session
from queries.duties import (
    DUTY_COLUMNS,
    FIELDS,
    ROLE,
    TASK_FILTER,
    differing_roles,
    duty,
    in_order,
    one_per_task,
    reach_of,
    role_codes,
)
from queries.inferred import CYPHER as INFERRED
from queries.inferred import FIELD, by_field
from queries.membership import CYPHER as MEMBERSHIP
from queries.membership import collectives, roster_notes
from queries.names import Body, find_bodies, find_districts, find_towns

NAMED = 2  # collectives that a note names
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
    parts = [PART_WORDS.get(part, part) for part in given.texts("part")]
    if given.flag("direct_only") and set(parts) - {"direct"}:
        raise UsageError("--direct-only 只列直接点名的任务，不能和其他的 --part 一起用", hint="去掉 --direct-only，或者去掉 --part")
    towns = find_towns(session, given.texts("town"))
    bodies = find_bodies(session, given.text("unit"), find_districts(session, given.texts("district")), towns)
    years = given.ints("year")
    every = collect(session, bodies, years, towns)
    owed = {(row["unit_id"], row["task"]) for row in every}
    every = in_order([*every, *by_field(session, bodies, years, towns, owed)])
    places = sorted({body.district for body in bodies})
    documents = session.ask(TASKS_OF_DOCUMENTS, districts=places, years=years, towns=towns)
    account = accounts(bodies, every, documents)
    rows = _chosen(every, parts, given)
    if "none" in parts:
        rows += untouched(account, bodies, every, session.ask(EVERY_TASK, districts=places, years=years, towns=towns))
    notes = _notes(session, bodies, every, given)
    if given.texts("role") or parts:
        notes.append(session.say("filtered", shown=len(rows)))
    notes += differing_roles(session, rows) + document_notes(session, account, documents) + _rosters(session, every, places, years)
    captions = session.listed(dict.fromkeys(body.called for body in bodies))
    return Result(session.say("obligations_title", units=captions), rows, notes, {"account": account})


def _chosen(rows: list[Row], parts: list[str], given: Given) -> list[Row]:
    """The rows of these parts and roles; empty lists restrict nothing."""
    roles = role_codes(given.texts("role"))
    if given.flag("direct_only"):
        parts = ["direct"]
    return [row for row in rows if (not roles or row["role"] in roles) and (not parts or row["reach"] in parts)]


def _rosters(session: Session, rows: list[Row], places: list[str], years: list[int]) -> list[str]:
    """That no roster confirms the collectives through which duties of these rows come, or one of an earlier year, if so."""
    via = {(row["district"], row["via"], row["year"]) for row in rows if row["via"]}
    return roster_notes(session, collectives(session, places, years), via)


def collect(session: Session, bodies: list[Body], years: list[int], towns: list[str]) -> list[Row]:
    """The duty rows of some bodies in order; a body with several names is one. Lists that are empty restrict nothing."""
    units = sorted({unit for body in bodies for unit in body.ids})
    rows = [duty(record, "direct") for record in session.ask(DIRECT, units=units, years=years, towns=towns)]
    for record in session.ask(THROUGH, units=units, years=years, towns=towns):
        rows.append(duty(record, reach_of(record["membership"], record), record["via"]))
    key = {unit: body.ids[0] for body in bodies for unit in body.ids}
    return in_order(one_per_task({**row, "unit_id": key[row["unit_id"]]} for row in rows))


def via_of(session: Session, rows: list[Row]) -> str:
    """The collectives through which most of these duties come, as the note names them; "" where none does."""
    counts = Counter(row["via"] for row in rows if row["reach"] == "collective")
    names = [name for name, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:NAMED]]
    return session.say("obligations_via", names=session.say("obligations_via_next").join(names)) if names else ""


def _notes(session: Session, bodies: list[Body], rows: list[Row], given: Given) -> list[str]:
    notes = []
    districts = {body.district for body in bodies}
    if len(districts) > 1:
        notes.append(session.say("several_districts", count=len(districts)))
    if any(body.guessed for body in bodies):
        names = session.listed(dict.fromkeys(body.name for body in bodies))
        notes.append(session.say("by_function", text=given.text("unit"), units=names))
    for body in bodies:
        own = [row for row in rows if row["unit_id"] == body.ids[0]]
        reach = {name: sum(row["reach"] == name for row in own) for name in REACHED}
        notes.append(session.say("obligations_note", unit=body.called, via=via_of(session, own), **reach))
        field = [row for row in own if row["basis"] == FIELD]
        if reach["inferred"] > len(field):
            notes.append(session.say("inferred_note", unit=body.called, inferred=reach["inferred"] - len(field)))
        if field:
            where = session.listed(f"{row['document']} {row['number']}" + session.say("bracketed", text=row["why"]) for row in field)
            notes.append(session.say("inferred_field_note", unit=body.called, count=len(field), where=where))
        notes += [session.say("other_names", unit=body.called, other=other) for other in body.others]
        for town in sorted({row["town"] for row in own if row["town"] and not body.town}):
            notes.append(session.say("town_note", count=sum(row["town"] == town for row in own), town=town))
    if given.flag("direct_only"):
        notes.append(session.say("direct_only"))
    return notes


QUERY = Query(
    name="obligations",
    title="一个单位的全部任务",
    description="列出一个单位的每一项任务：直接点名的、经“各街镇”等统称明确的、可能涉及的、按发文机关或领域推定的，并按文件核对总数。",
    parameters=(
        Parameter("unit", "text", "单位名称、简称或拼音首字母，例如 教育局、卫健委、jyj", positional=True, required=True),
        DISTRICT,
        YEAR,
        ROLE,
        Parameter("direct_only", "flag", "只列直接点名的任务"),
        Parameter(
            "part",
            "texts",
            "只列核对中的这一部分：direct 直接、collective 经统称、possible 可能涉及、inferred 推定、none 不涉及；可以重复",
            choices=(*PARTS, *PART_WORDS),
        ),
        TOWN,
    ),
    columns=DUTY_COLUMNS,
    example=Example("教育局有哪些任务", {"unit": "教育局"}),
    run=run,
    cypher=(DIRECT, THROUGH, *INFERRED, TASKS_OF_DOCUMENTS, EVERY_TASK, *MEMBERSHIP),
    extra={"account": {"type": "array", "items": {"type": "object"}, "description": "每份文件的全部任务按与单位的关系分类，各类之和等于总数"}},
)
