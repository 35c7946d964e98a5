"""The page of one district: units by themes first, then the workload of its units, the list, and the drawing."""

from __future__ import annotations

from graph.errors import UsageError
from graph.store import Store
from queries.weights import method
from queries.words import load_words
from viz.drawing import Plot, by_theme, draw
from viz.facts import Facts, Scope, gather
from viz.page import Head, first_year, make_page, sentence
from viz.source import Row, Source, StoreSource
from viz.spec import YEAR, Page, View, ViewOptions, ViewParameter
from viz.words import labels

NAMED = 3  # flagged units that the sentence names


def build(store: Store, options: ViewOptions) -> Page:
    """Build the page. Raises UnknownName for a district that the store does not have, and StoreError."""
    return compose(StoreSource(store, options.lang), options)


def compose(source: Source, options: ViewOptions) -> Page:
    """The page from any source of rows."""
    years = [options.year] if options.year else []
    answer = source.ask("overload", district=[options.subject], year=years)
    districts = sorted({row["district"] for row in answer["rows"]}) or [options.subject]
    if len(districts) > 1:
        raise UsageError(f"“{options.subject}”是 {len(districts)} 个区的名称：{'、'.join(districts)}", hint="写出区的全名")
    district = districts[0]
    facts = gather(source, Scope([district], years))
    facts.loads = [row for row in answer["rows"] if not row["town"]]
    facts.notes = list(answer["notes"])
    words = labels(options.lang)
    year = first_year(facts, options)
    head = Head(
        view="district", title=f"{district} · {words['brand']}", heading=district, focus={"name": district, "district": district},
        crumbs=[district, *([words["year"].format(y=year)] if year else [])],
        tabs=["matrix", "loads", "list", "graph", *(["years"] if len(facts.years) > 1 else [])],
        sentences={str(one): _sentence(facts, one, options.lang) for one in facts.years},
    )  # fmt: skip
    return make_page(head, facts, draw(facts, Plot(district, by_theme, deep=True, spokes=False)), options)


def _sentence(facts: Facts, year: int, lang: str) -> Row:
    words = labels(lang)
    tasks = {task["i"] for task in facts.tasks if task["year"] == year}
    duties = [duty for duty in facts.named if duty["t"] in tasks]
    kinds = {duty["u"]: facts.unit(duty["u"])["kind"] for duty in duties}
    groups = sum(kind == "collective" for kind in kinds.values())
    text = words["district_sentence"].format(year=year, n=len(tasks), units=len(kinds) - groups, groups=groups)
    flagged = sorted((row for row in facts.loads if row["year"] == year and row.get("flag")), key=lambda row: (-row["direct"], row["unit"]))
    if flagged:
        names = words["joined"].join(row["unit"] for row in flagged[:NAMED])
        text += words["district_flags"].format(names=names if len(flagged) <= NAMED else words["and_others"].format(names=names, n=len(flagged)))
    missing = len(tasks) - len({duty["t"] for duty in duties})
    if missing:
        text += words["open_count"].format(n=missing)
    return sentence(text + words["full_stop"], [words["district_how"], method(load_words(lang))])


VIEW = View(
    name="district",
    title="一个区的责任图谱",
    description="一个区各单位在各主题上的任务分布、任务量和关系图，做成一个可以离线打开和转发的网页。",
    parameters=(ViewParameter("subject", "区的名称，例如 宝山区", positional=True, required=True), YEAR),
    example={"subject": "云川区"},
    build=build,
)
