"""Units × themes: how many tasks each unit has under each theme. A task counts once, under its first theme."""

from __future__ import annotations

from typing import Any

from queries.base import DISTRICT, TOWN, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.duties import DUTY_COLUMNS, FIELDS, TASK_FILTER, duty, in_order, one_per_task
from queries.names import THEMES, find_bodies, find_districts, find_theme, find_towns, unknown

DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE r.basis <> 'issuer' AND (size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER}
RETURN u.kind AS kind, {FIELDS}"""
NO_THEME = "none"  # what one gives for the tasks without a theme
ROLES = {"lead": "LEAD", "responsible": "RESPONSIBLE", "cooperate": "COOPERATE"}


def run(session: Session, given: Given) -> Result:
    """One row for each unit, year and theme; with `each`, the duties themselves."""
    districts, towns = find_districts(session, given.texts("district")), find_towns(session, given.texts("town"))
    bodies = find_bodies(session, given.text("unit"), districts, towns) if given.text("unit") else []
    theme = _theme(session, given.text("theme"))
    records = session.ask(DUTIES, districts=districts, years=given.ints("year"), towns=towns)
    duties = one_per_task({**duty(record, "direct"), "kind": record["kind"]} for record in records)
    wanted = [
        row
        for row in duties
        if (towns or not row["town"])  # a town's own document is no part of the district's figures
        and (not bodies or any(row["unit_id"] == body.ids[0] for body in bodies))
        and (not given.text("theme") or first_theme(row) == theme)
    ]
    if given.flag("each"):
        return Result(session.say("matrix_each"), in_order(wanted), [session.say("matrix_how")], columns=DUTY_COLUMNS)
    years = session.listed(session.say("scope_year", year=year) for year in given.ints("year"))
    scope = (session.listed(districts) or session.say("overload_scope_all")) + years
    return Result(session.say("matrix_title", scope=scope), _cells(wanted), [session.say("matrix_how")])


def _theme(session: Session, text: str) -> str | None:
    """The theme that a person means; None for the tasks that have none. Raises UnknownName."""
    if text in ("", NO_THEME):
        return None
    found = find_theme(session, text)
    if found is None:
        unknown("主题", text, [row["name"] for row in session.lookup(THEMES)], "zeren themes")
    return found


def first_theme(row: Row) -> str | None:
    """The theme under which a task counts; None for one without any."""
    return row["themes"][0] if row["themes"] else None


def _cells(duties: list[Row]) -> list[Row]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in duties:
        groups.setdefault((row["district"], row["year"], row["town"], row["unit_id"], first_theme(row)), []).append(row)
    rows = []
    for (district, year, town, unit_id, theme), group in groups.items():
        group.sort(key=lambda row: (row["document"], row["ordinal"]))
        several = len({row["document"] for row in group}) > 1
        rows.append(
            {
                "district": district,
                "town": town,
                "year": year,
                "unit": group[0]["unit"],
                "kind": group[0]["kind"],
                "theme": theme,
                "count": len(group),
                **{name: sum(row["role"] == role for row in group) for name, role in ROLES.items()},
                "numbers": [f"{row['document']} {row['number']}" if several else row["number"] for row in group],
                "document": None if several else group[0]["document"],
                "tasks": [row["task"] for row in group],
                "unit_id": unit_id,
            }
        )
    return sorted(rows, key=_order)


def _order(row: Row) -> tuple[object, ...]:
    return row["district"], -(row["year"] or 0), row["town"] or "", -row["count"], row["unit"], row["theme"] or ""


QUERY = Query(
    name="matrix",
    title="单位 × 主题",
    description="每个单位在每个主题下有多少项直接任务：每项任务只按首要主题计一次；--each 列出任务本身。",
    parameters=(
        DISTRICT,
        YEAR,
        Parameter("unit", "text", "只看这个单位"),
        Parameter("theme", "text", "只看这个首要主题；none 为没有归入主题的任务"),
        Parameter("each", "flag", "逐项列出任务"),
        TOWN,
    ),
    columns=(
        Column("district"),
        Column("town", shown=False),
        Column("year", "int"),
        Column("unit"),
        Column("kind"),
        Column("theme"),
        Column("count", "int", label="tasks"),
        Column("lead", "int"),
        Column("responsible", "int"),
        Column("cooperate", "int"),
        Column("numbers", "strings"),
        Column("document", shown=False),
        Column("tasks", "strings", shown=False, label="task"),
    ),
    example=Example("云川区 2025 年各单位的任务分在哪些主题", {"district": "云川区", "year": 2025}),
    run=run,
    cypher=(DUTIES,),
    variants=(DUTY_COLUMNS,),
)
