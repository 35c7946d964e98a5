"""How much each unit owes, beside the median of its peers. The method is described in docs/overload.md."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Any

from queries.account import ITEM
from queries.base import DISTRICT, TOWN, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.duties import MONTH_KINDS, TASK_FILTER, own_deadline
from queries.figures import concentrated, plain_number, rank, ratio
from queries.names import called, find_districts, find_towns
from queries.what_if import COLUMNS as SUPPOSED_COLUMNS
from queries.what_if import DUTIES as SUPPOSED
from queries.what_if import suppose

COORDINATING = "政府办公"  # the function of the office that coordinates open government for the whole district
TOLD = 10  # reasons that are printed below a table; every row has its own in `reason`
RANKED_KINDS = ("department", "office", "street", "town", "park", "center", "enterprise", "party")

_SCOPE = f"""u.kind <> 'collective' AND (size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER}"""
_KEY = "u.id AS unit, t.year AS year, t.town AS town"
_DUTY = "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)"

UNITS = """MATCH (u:Unit)
WHERE u.kind <> 'collective' AND (size($districts) = 0 OR u.district IN $districts)
RETURN u.id AS unit, u.name AS name, u.kind AS kind, u.district AS district, u.functions AS functions"""
DIRECT = f"""{_DUTY}
WHERE r.basis <> 'issuer' AND {_SCOPE}
RETURN {_KEY}, count(CASE WHEN type(r) = 'LEAD' THEN 1 END) AS lead,
       count(CASE WHEN type(r) = 'RESPONSIBLE' THEN 1 END) AS responsible,
       count(CASE WHEN type(r) = 'COOPERATE' THEN 1 END) AS cooperate,
       count(DISTINCT t.id) AS direct, count(DISTINCT {ITEM}) AS items"""
INFERRED = f"""{_DUTY}
WHERE r.basis = 'issuer' AND {_SCOPE}
RETURN {_KEY}, count(DISTINCT t.id) AS inferred"""
INHERITED = f"""MATCH (u:Unit)-[m:MEMBER_OF]->(c:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE m.year = t.year AND NOT EXISTS {{ MATCH (u)-[d:LEAD|RESPONSIBLE|COOPERATE]->(t) }} AND {_SCOPE}
RETURN {_KEY}, count(DISTINCT t.id) AS inherited"""
# What is possible is the rest of this: a pattern that excludes the sure ones itself takes seconds on a large graph.
REACHED = INHERITED.replace(":MEMBER_OF]", ":MEMBER_OF|MAY_BE_MEMBER_OF]").replace("AS inherited", "AS reached")
THEMES = f"""{_DUTY} MATCH (t)-[a:ABOUT]->(h:Theme)
WHERE r.basis <> 'issuer' AND {_SCOPE}
RETURN {_KEY}, count(DISTINCT h.id) AS themes"""
PARTNERS = f"""{_DUTY} MATCH (v:Unit)-[s:LEAD|RESPONSIBLE|COOPERATE]->(t)
WHERE v.id <> u.id AND v.kind <> 'collective' AND r.basis <> 'issuer' AND {_SCOPE}
RETURN {_KEY}, count(DISTINCT v.id) AS partners"""
DEADLINES = f"""{_DUTY}
WHERE r.due IS NOT NULL AND r.basis <> 'issuer' AND {_SCOPE}
RETURN {_KEY}, r.due AS own_due, r.due_text AS own_due_text, t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind,
       CASE WHEN r.due_text = t.due_text THEN '' ELSE t.deadlines END AS deadlines, count(DISTINCT t.id) AS tasks"""
SAME = """MATCH (a:Unit)-[s:SAME_BODY]->(b:Unit)
WHERE size($districts) = 0 OR a.district IN $districts
RETURN a.id AS first, b.id AS second"""
CYPHER = (UNITS, SAME, DIRECT, INFERRED, INHERITED, REACHED, THEMES, PARTNERS, DEADLINES)

_COUNTS = ("lead", "responsible", "cooperate", "direct", "items", "inferred", "inherited", "possible", "themes", "partners")
_SURE = ("direct", "inferred", "inherited")  # what is only possible makes no unit a peer of a year
Key = tuple[str, int, str]  # unit, year, town of the documents


def run(session: Session, given: Given) -> Result:
    """One row for each unit, year and (for a town's own documents) town; the greatest ratio first."""
    districts = find_districts(session, given.texts("district"))
    rows = workload(session, districts, given.ints("year"), find_towns(session, given.texts("town")))
    if moves := given.texts("what_if"):
        return suppose(session, moves, rows, _compare)
    kinds = given.texts("kind")
    chosen = [row for row in rows if (not kinds or row["kind"] in kinds) and (row["flag"] or not given.flag("flagged"))]
    years = "、".join(f"{year}年" for year in given.ints("year"))
    scope = ("、".join(districts) or session.say("overload_scope_all")) + years
    told = [row for row in chosen if row["flag"] or row["coordinating"]][:TOLD]
    several = len({row["year"] for row in chosen}) > 1
    notes = [session.say("overload_row", unit=_called(row, several), reason=row["reason"]) for row in told]
    notes += [session.say("overload_how"), session.say("overload_town")]
    return Result(session.say("overload_title", scope=scope), chosen, notes)


def _called(row: Row, several_years: bool) -> str:
    name = called(row["unit"], row["district"], row["town"] or "")
    return f"{name}（{row['year']}）" if several_years else name


def workload(session: Session, districts: list[str], years: list[int], towns: list[str]) -> list[Row]:
    """Figures of every unit that surely owes anything, with those of its peers; sorted by ratio."""
    scope: dict[str, Any] = {"districts": districts, "years": years, "towns": towns}
    units = {record["unit"]: record for record in session.ask(UNITS, districts=districts)}
    figures: dict[Key, Row] = {}
    for text in (DIRECT, INFERRED, INHERITED, REACHED, THEMES, PARTNERS):
        for record in session.ask(text, **scope):
            key = (record.pop("unit"), record.pop("year"), record.pop("town"))
            figures.setdefault(key, dict.fromkeys((*_COUNTS, "reached"), 0)).update(record)
    for counts in figures.values():
        counts["possible"] = counts.pop("reached") - counts["inherited"]
    months = _months(session.ask(DEADLINES, **scope))
    sure = {key: counts for key, counts in figures.items() if any(counts[name] for name in _SURE) and key[0] in units}
    rows = [_row(units[key[0]], key, counts, months.get(key, Counter())) for key, counts in sure.items()]
    _join_names(rows, session.ask(SAME, districts=districts))
    _compare(session, rows)
    return sorted(rows, key=_order)


def _months(records: list[Row]) -> dict[Key, Counter[int]]:
    """Tasks for each month of the year, from deadlines with a day of their own."""
    months: dict[Key, Counter[int]] = {}
    for record in records:
        due, _, kind = own_deadline(record)
        if due is not None and kind in MONTH_KINDS:
            months.setdefault((record["unit"], record["year"], record["town"]), Counter())[due.month] += record["tasks"]
    return months


def _row(unit: Row, key: Key, counts: Row, months: Counter[int]) -> Row:
    busiest = min(months, key=lambda month: (-months[month], month)) if months else None
    return {
        "district": unit["district"],
        "town": key[2] or None,
        "year": key[1],
        "unit": unit["name"],
        "kind": unit["kind"],
        **counts,
        "busiest_month": busiest,
        "busiest_count": months[busiest] if busiest is not None else 0,
        "coordinating": COORDINATING in (unit["functions"] or ()),
        "unit_id": key[0],
    }


def _join_names(rows: list[Row], pairs: list[Row]) -> None:
    """Add to each row in `also` the other names under which the same body has tasks in that year."""
    for row in rows:
        row["also"] = []
    by_unit = {(row["unit_id"], row["year"], row["town"]): row for row in rows}
    for row in rows:
        for pair in pairs:
            if pair["first"] == row["unit_id"]:
                other = by_unit.get((pair["second"], row["year"], row["town"]))
                if other is not None:
                    row["also"].append(other["unit"])
                    other["also"].append(row["unit"])


def _compare(session: Session, rows: list[Row]) -> None:
    """Add peers, median, score, rank, flag and reason to every row."""
    groups: dict[tuple[str, str | None, int, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["district"], row["town"], row["year"], row["kind"]), []).append(row)
    for group in groups.values():
        values = [row["direct"] for row in group]
        middle = float(median(values))
        for row in group:
            row["peers"] = len(group)
            row["peer_median"] = middle
            row["score"] = ratio(row["direct"], middle)
            row["rank"] = rank(row["direct"], values)
            row["flag"] = len(group) > 1 and not row["coordinating"] and concentrated(row["direct"], values)
            row["reason"] = _reason(session, row)


def _reason(session: Session, row: Row) -> str:
    key = "reason_single" if row["peers"] < 2 else "reason_main" if row["peer_median"] >= 1 else "reason_zero"
    fields = {**row, "district": row["town"] or row["district"], "kind": session.words.value(row["kind"])}
    fields |= {"median": plain_number(row["peer_median"]), "score": plain_number(row["score"])}
    text = session.say("reason_coordinating") if row["coordinating"] else ""
    text += session.say(key, **fields)
    if row["busiest_count"] > 1:
        text += session.say("reason_month", month=row["busiest_month"], count=row["busiest_count"])
    if row["inherited"]:
        text += session.say("reason_inherited", inherited=row["inherited"])
    if row["also"]:
        text += session.say("reason_also", others="、".join(row["also"]))
    return text


def _order(row: Row) -> tuple[object, ...]:
    return -row["score"], -row["direct"], -row["inherited"], row["district"], -(row["year"] or 0), row["town"] or "", row["unit"]


QUERY = Query(
    name="overload",
    title="各单位任务量",
    description="统计每个单位的牵头、责任、配合任务和经统称明确的任务，与同区、同年、同类单位的中位数比较，列出任务相对集中的单位。",
    parameters=(
        DISTRICT,
        YEAR,
        Parameter("kind", "texts", "只列这类单位；可以重复", choices=RANKED_KINDS),
        TOWN,
        Parameter("flagged", "flag", "只列任务相对集中的单位"),
        Parameter("what_if", "texts", '分工调整测算：任务=甲>乙，例如 "yunchuan-2025 8=区民政局>区教育局"；可以重复'),
    ),
    columns=(
        Column("district"),
        Column("town"),
        Column("year", "int"),
        Column("unit"),
        Column("kind"),
        Column("lead", "int"),
        Column("responsible", "int"),
        Column("cooperate", "int"),
        Column("direct", "int"),
        Column("items", "int"),
        Column("inherited", "int"),
        Column("possible", "int"),
        Column("inferred", "int", shown=False),
        Column("themes", "int", shown=False, label="theme_count"),
        Column("partners", "int", shown=False),
        Column("busiest_month", "int", shown=False),
        Column("busiest_count", "int", shown=False),
        Column("peers", "int", shown=False),
        Column("peer_median", "float"),
        Column("rank", "int", shown=False),
        Column("score", "float"),
        Column("flag", "bool"),
        Column("coordinating", "bool", shown=False),
        Column("also", "strings", shown=False),
        Column("reason", shown=False),
    ),
    example=Example("任务最集中的单位", {}),
    run=run,
    cypher=(*CYPHER, SUPPOSED),
    variants=(SUPPOSED_COLUMNS,),
)
