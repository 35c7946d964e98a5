"""How much each unit owes, beside its peers. The method is described in docs/overload.md."""

from __future__ import annotations

from dataclasses import replace

from queries.base import DISTRICT, TOWN, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.figures import plain_number
from queries.membership import CYPHER as MEMBERSHIP
from queries.membership import collectives, roster_notes
from queries.names import Body, called, find_districts, find_towns
from queries.peers import aside, sensitivity
from queries.unit_sets import bodies_of
from queries.weights import load_weights, method
from queries.what_if import COLUMNS as SUPPOSED_COLUMNS
from queries.what_if import CYPHER as SUPPOSED
from queries.what_if import suppose
from queries.workload import CYPHER, IDS, REACHED_IDS, workload
from queries.workload_rows import add_opens, add_tasks

TOLD = 10  # reasons that are printed below a table; every row has its own in `reason`
NAMED_IN_NOTE = 30  # units that a note lists
WEIGHED = 2_000  # rows up to which the sensitivity to the weights is worked out
RANKED_KINDS = ("department", "office", "street", "town", "park", "center", "enterprise", "party")


def run(session: Session, given: Given) -> Result:
    """One row for each unit, year and (for a town's own documents) town; the greatest load first, those set aside last."""
    districts, years = find_districts(session, given.texts("district")), given.ints("year")
    towns = find_towns(session, given.texts("town"))
    rows = workload(session, districts, years, towns)
    listed = bodies_of(session, session.units, districts)
    if moves := given.texts("what_if"):
        return _listed(session, suppose(session, moves, rows), listed)
    chosen = [row for row in rows if _wanted(row, given) and (not listed or _of(row, listed))]
    places = {(row["district"], row["town"] or "", row["year"]) for row in (chosen if listed else rows)}
    known = [one for one in collectives(session, districts, years) if (one["district"], one["town"], one["year"]) in places]
    chosen.sort(key=aside)  # the sort is stable: within both parts the order stays
    add_opens(chosen)
    if given.flag("ids"):
        add_tasks(session, chosen, years, towns)
    steady = sensitivity(rows) if len(rows) <= WEIGHED else []
    spelled = session.say("joined").join(session.say("scope_year", year=year) for year in years)
    scope = (session.listed(districts) or session.say("overload_scope_all")) + spelled
    told = _patch(session, listed, chosen, len(rows)) if listed else _told(session, chosen)
    notes = [*told, *_found(session, chosen), *_method(session, steady), *roster_notes(session, known)]
    return Result(session.say("overload_title", scope=scope), chosen, notes, _extra(chosen, steady))


def _wanted(row: Row, given: Given) -> bool:
    kinds = given.texts("kind")
    if kinds and row["kind"] not in kinds:
        return False
    return (row["flag"] or not given.flag("flagged")) and (not row["direct"] or not given.flag("idle"))


def _of(row: Row, listed: list[Body]) -> bool:
    return any(row["unit_id"] in body.ids for body in listed)


def _listed(session: Session, result: Result, listed: list[Body]) -> Result:
    """An answer with the rows of the listed units only (all, without a list); what is said of moves stays whole."""
    if not listed:
        return result
    rows = [row for row in result.rows if _of(row, listed)]
    note = session.say("units_chosen", shown=len(rows), total=len(result.rows))
    return replace(result, rows=rows, notes=[note, *result.notes])


def _patch(session: Session, listed: list[Body], rows: list[Row], total: int) -> list[str]:
    """How each unit of the list stands among its peers, flagged or not, and which of them have no row."""
    several = len({row["year"] for row in rows}) > 1
    notes = [session.say("overload_patch", shown=len(rows), total=total)]
    for row in rows[:NAMED_IN_NOTE]:
        key = "overload_row" if aside(row) or row["score"] is None else "overload_row_flag" if row["flag"] else "overload_row_plain"
        notes.append(session.say(key, unit=_called(session, row, several), reason=row["reason"]))
    without = [body for body in listed if not any(_of(row, [body]) for row in rows)]
    for key, own in (("collective", True), ("none", False)):
        if names := [body.called for body in without if (body.kind == "collective") is own]:
            notes.append(session.say(f"overload_patch_{key}", names=session.listed(names)))
    return notes


def _called(session: Session, row: Row, several_years: bool) -> str:
    name = called(row["unit"], row["district"], row["town"] or "")
    return name + session.say("bracketed", text=row["year"]) if several_years else name


def _told(session: Session, rows: list[Row]) -> list[str]:
    """The reasons of flagged units, of those that stand on a line of their own, of those whose tasks are all inferred."""
    several = len({row["year"] for row in rows}) > 1
    told = [row for row in rows if row["flag"]][:TOLD] + [row for row in rows if aside(row)][:TOLD]
    told += [row for row in rows if row["inferred"] and not row["direct"] and not aside(row)][:TOLD]
    return [session.say("overload_row", unit=_called(session, row, several), reason=row["reason"]) for row in told]


def _found(session: Session, rows: list[Row]) -> list[str]:
    """Who carries nothing by name, and who alone leads a theme."""
    several = len({(row["district"], row["year"]) for row in rows}) > 1
    notes = []
    idle: dict[int | None, list[str]] = {}
    for row in rows:
        if not row["direct"] and not row["town"]:
            idle.setdefault(row["year"], []).append(_called(session, row, False) if several else row["unit"])
    for year, names in sorted(idle.items(), key=lambda one: -(one[0] or 0)):
        more = session.say("overload_more", count=len(names) - NAMED_IN_NOTE) if len(names) > NAMED_IN_NOTE else ""
        when = session.say("overload_in_year", year=year) if several and year else ""
        notes.append(session.say("overload_idle", when=when, count=len(names), names=session.listed(names[:NAMED_IN_NOTE]) + more))
    for row in [row for row in rows if row["sole_themes"] and not row["town"]][:TOLD]:
        notes.append(session.say("overload_sole", unit=_called(session, row, several), themes=session.listed(row["sole_themes"])))
    return notes


def _method(session: Session, steady: list[Row]) -> list[str]:
    notes = [method(session.words)]
    if steady:
        taus = [one["tau"] for one in steady if one["tau"] is not None]
        kept, top = sum(one["kept"] for one in steady), sum(one["top"] for one in steady)
        lowest = plain_number(min(taus)) if taus else "—"
        notes.append(session.say("overload_steady", count=len(load_weights().others), tau=lowest, kept=f"{kept / top:.0%}" if top else "—"))
    return [*notes, session.say("overload_town"), session.say("overload_unknown")]


def _extra(rows: list[Row], steady: list[Row]) -> Row:
    """What a page shows beside the rows: weights, sensitivity, who alone leads a theme, who carries nothing by name."""
    limits = load_weights()
    place = ("district", "town", "year", "unit")
    return {
        "weights": dict(limits.weights),
        "limits": {"z": limits.z, "times": limits.times, "least": limits.least, "peers": limits.peers},
        "sensitivity": steady,
        "sole_leads": [{**{name: row[name] for name in place}, "theme": theme} for row in rows for theme in row["sole_themes"]],
        "idle": [{name: row[name] for name in place} for row in rows if not row["direct"]],
    }


QUERY = Query(
    name="overload",
    title="各单位任务量",
    description="按角色加权统计每个单位的任务量，与同区、同年、同类单位比较，列出任务相对集中的、没有点名任务的和单一牵头的单位。",
    parameters=(
        DISTRICT,
        YEAR,
        Parameter("kind", "texts", "只列这类单位；可以重复", choices=RANKED_KINDS),
        TOWN,
        Parameter("flagged", "flag", "只列任务相对集中的单位"),
        Parameter("idle", "flag", "只列没有直接点名任务的单位"),
        Parameter("ids", "flag", "在 JSON 的 task_ids 里列出每个数字对应的任务编号"),
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
        Column("items", "int", shown=False),
        Column("inherited", "int"),
        Column("possible", "int", shown=False),
        Column("inferred", "int", shown=False),
        Column("load", "float"),
        Column("weighted", "float", shown=False),
        Column("share", "float"),
        Column("document_share", "float", shown=False),
        Column("per_item", "float", shown=False),
        Column("themes", "int", label="theme_count"),
        Column("partners", "int"),
        Column("busiest_month", "int", shown=False),
        Column("busiest_count", "int", shown=False),
        Column("peers", "int", shown=False),
        Column("peer_median", "float", shown=False),
        Column("load_median", "float", shown=False),
        Column("load_mad", "float", shown=False),
        Column("rank", "int"),
        Column("rank_best", "int", shown=False),
        Column("rank_worst", "int", shown=False),
        Column("ratio", "float", shown=False),
        Column("score", "float"),
        Column("flag", "bool"),
        Column("coordinating", "bool", shown=False),
        Column("sole_themes", "strings", shown=False),
        Column("also", "strings", shown=False),
        Column("reason", shown=False),
    ),
    example=Example("任务最集中的单位", {}),
    run=run,
    takes_units=True,
    cypher=tuple(dict.fromkeys((*CYPHER, IDS, REACHED_IDS, *SUPPOSED, *MEMBERSHIP))),
    variants=(SUPPOSED_COLUMNS,),
    extra={
        "weights": {"type": "object", "description": "各种责任的权重", "optional": True},
        "limits": {"type": "object", "description": "判断任务相对集中的界限", "optional": True},
        "sensitivity": {"type": "array", "items": {"type": "object"}, "description": "权重改变时名次的变化", "optional": True},
        "sole_leads": {"type": "array", "items": {"type": "object"}, "description": "单一牵头的主题", "optional": True},
        "idle": {"type": "array", "items": {"type": "object"}, "description": "没有直接点名的任务的单位", "optional": True},
    },
)
