"""Compares years of one district, or two districts; without either, shows what the store covers."""

from __future__ import annotations

from graph.errors import UsageError
from queries import compare_districts, compare_years, grid
from queries.base import DISTRICT, TOWN, YEAR, Column, Example, Given, Parameter, Query, Result, Session
from queries.names import find_districts, find_towns
from queries.unit_sets import PATCH, patch_note, tasks_of

BY = ("theme", "function")


def run(session: Session, given: Given) -> Result:
    """Rows of the grid, of a district's years, or of two districts, as `mode` of the answer says."""
    districts = find_districts(session, given.texts("district"))
    years, towns = given.ints("year"), find_towns(session, given.texts("town"))
    own = tasks_of(session, districts)
    if len(districts) > 2 and not given.flag("grid"):
        raise UsageError("一次只比较两个区", hint="去掉多余的 --district，或者加 --grid 看覆盖情况")
    if given.flag("grid") or not districts:
        rows, notes = grid.grid(session, districts, years, own)
        return Result(session.say("grid_title"), rows, [*patch_note(session), *notes], {"mode": "grid", "a": None, "b": None}, columns=grid.COLUMNS)
    if len(districts) == 1:
        rows, notes = compare_years.over_years(session, districts[0], years, towns, own)
        notes = [*patch_note(session), *notes]
        title = session.say("years_title", district=session.say("joined").join(towns) or districts[0])
        return Result(title, _chosen(rows, given), notes, {"mode": "years", "a": None, "b": None}, columns=compare_years.COLUMNS)
    by = given.text("by")
    rows, notes = compare_districts.two_districts(session, districts, years, by, own)
    notes = [*patch_note(session), *notes]
    first, second = districts
    title = session.say("districts_title", first=first, second=second)
    columns = tuple(_named(session, column) for column in compare_districts.columns(first, second, by))
    return Result(title, _chosen(rows, given), notes, {"mode": "districts", "a": first, "b": second}, columns=columns)


def _named(session: Session, column: Column) -> Column:
    """The column under the name of its district and what it holds."""
    words = {"count": "side_count", "share": "side_share", "units": "side_units", "collectives": "side_collectives", "numbers": "side_numbers", "touched": "side_touched"}
    kind, _, side = column.name.rpartition("_")
    if kind not in words or side not in ("a", "b"):
        return column
    label = session.say(words[kind], district=column.label.rstrip("%·"))
    return Column(column.name, column.kind, column.shown, label)


def _chosen(rows: list[dict[str, object]], given: Given) -> list[dict[str, object]]:
    wanted = given.texts("only")
    return [row for row in rows if not wanted or row.get("change", row.get("side")) in wanted]


QUERY = Query(
    name="compare",
    title="比较",
    description="一个区：历年同类文件里任务的保留、新增、取消，责任单位和时限的变化；两个区：按主题或职能对照，甲有乙无、责任单位不同；不给区：各区文件的覆盖情况。",
    parameters=(
        DISTRICT,
        YEAR,
        Parameter("by", "choice", "两个区按什么对照：theme 主题，function 职能", default="theme", choices=BY),
        Parameter("only", "texts", "只列这一类；可以重复", choices=(*compare_years.CHANGES, *compare_districts.STATES)),
        Parameter("grid", "flag", "只看覆盖情况：区、年份、正文或附件、版式、写明单位的比例"),
        TOWN,
    ),
    columns=(),
    example=Example("云川区历年要点有什么变化", {"district": "云川区"}),
    run=run,
    cypher=(*grid.CYPHER, *compare_years.CYPHER, *compare_districts.CYPHER, *PATCH),
    takes_units=True,
    variants=(grid.COLUMNS, compare_years.COLUMNS, *(compare_districts.columns("甲区", "乙区", by) for by in BY)),
    extra={
        "mode": {"enum": ["grid", "years", "districts"], "description": "覆盖情况、历年比较或两区比较"},
        "a": {"type": ["string", "null"], "description": "第一个区"},
        "b": {"type": ["string", "null"], "description": "第二个区"},
    },
)
