"""The page of one unit: what it owes, with whom, until when, and where that is printed."""

from __future__ import annotations

from graph.errors import UsageError
from graph.store import Store
from queries.duties import is_printed
from queries.weights import method
from queries.words import load_words
from viz.drawing import Plot, by_theme, draw
from viz.facts import Facts, Scope, gather
from viz.page import Head, first_year, make_page, sentence
from viz.source import Row, Source, StoreSource
from viz.spec import DISTRICT, YEAR, Page, View, ViewOptions, ViewParameter
from viz.words import labels

NAMED = 4  # names in a row above the figures


def build(store: Store, options: ViewOptions) -> Page:
    """Build the page. Raises UsageError (UnknownName with the nearest names; several districts) and StoreError."""
    return compose(StoreSource(store, options.lang), options)


def compose(source: Source, options: ViewOptions) -> Page:
    """The page from any source of rows."""
    years = [options.year] if options.year else []
    answer = source.ask("obligations", unit=options.subject, district=options.district, year=years)
    unit, district = the_unit(answer, options.subject)
    names = frozenset({unit, *(row["unit"] for row in answer["rows"])})
    facts = gather(source, Scope([district], years, plans=frozenset(record["document"] for record in answer["account"])), answer["rows"])
    facts.notes = list(answer["notes"])
    facts.loads = _loads(source.ask("overload", district=[district], year=years)["rows"], names)
    records = [row for row in source.ask("units", district=[district])["rows"] if row["unit"] == unit]
    record: Row = records[0] if records else {}
    words = labels(options.lang)
    year = first_year(facts, options)
    head = Head(
        view="unit", title=f"{unit} · {district} · {words['brand']}", heading=_full(unit, district),
        focus={"name": unit, "names": sorted(names), "district": district, "kind": record.get("kind") or ""},
        crumbs=[district, *([words["year"].format(y=year)] if year else []), unit],
        tabs=["list", "matrix", "units", "graph", *(["years"] if len(facts.years) > 1 else [])],
        aka=_aka(answer["rows"], record, unit, words), sentences=_sentences(facts, names, options.lang),
    )  # fmt: skip
    return make_page(head, facts, draw(facts, Plot(unit, by_theme, left_out=names)), options)


def the_unit(answer: Row, subject: str) -> tuple[str, str]:
    """The one unit and district that the page is about; the account names a body by its first name.

    Raises UsageError where what was asked for is several or none.
    """
    found = sorted({(row["district"], row["unit"]) for row in answer["account"] or answer["rows"]})
    districts = sorted({district for district, _ in found})
    if len(districts) > 1:
        raise UsageError(f"{len(districts)} 个区都有“{subject}”：{'、'.join(districts)}", hint=f"加上 --district {districts[0]}")
    if len(found) > 1:
        units = "、".join(unit for _, unit in found)
        raise UsageError(f"“{subject}”可以指 {len(found)} 个单位：{units}", hint=f"写出全名，例如 {found[0][1]}")
    if not found:
        raise UsageError(f"“{subject}”在图库里没有任务，也没有文件可以核对", hint="先用 zeren ingest 读入文件，或用 zeren units 看有哪些单位")
    return found[0][1], found[0][0]


def _loads(rows: list[Row], names: frozenset[str]) -> list[Row]:
    """The workload of the district's units; for a body that only a town's own plan names, of that town's."""
    towns = [row["town"] for row in rows if row["unit"] in names]
    town = None if None in towns or not towns else towns[0]
    return [row for row in rows if row["town"] == town]


def _full(unit: str, district: str) -> str:
    """区教育局 of 云川区 is headed 云川区教育局; a name that does not begin with 区, 县 or 市 keeps its own form."""
    return district + unit[1:] if unit[:1] in "区县市" and district[-1:] == unit[:1] else unit


def _aka(mine: list[Row], record: Row, unit: str, words: dict[str, str]) -> str:
    printed = sorted({row["mention"] for row in mine if is_printed(row) and row["mention"]})
    others = [name for name in record.get("aliases") or () if name not in printed and name != unit]
    via = {source["via"] for row in mine for source in row["sources"] if source.get("via")}
    sure = via & set(record.get("collectives") or ())  # those that a roster confirms
    parts = [
        ("printed_as", printed), ("also_known", others), ("functions", list(record.get("functions") or ())),
        ("member_of", sorted(sure)), ("may_be_member_of", sorted(via - sure)),
    ]  # fmt: skip
    return "　·　".join(words[key].format(names=_some(names, words)) for key, names in parts if names)


def _some(names: list[str], words: dict[str, str]) -> str:
    shown = words["joined"].join(names[:NAMED])
    return shown if len(names) <= NAMED else words["and_others"].format(names=shown, n=len(names))


def _sentences(facts: Facts, names: frozenset[str], lang: str) -> dict[str, Row]:
    words = labels(lang)
    said = {}
    for year in facts.years:
        counts = dict.fromkeys(("direct", "collective", "possible"), 0)
        for row in facts.mine:
            if facts.task(row["t"])["year"] == year and row["reach"] in counts:
                counts[row["reach"]] += 1
        groups = [row["via"] for row in facts.mine if facts.task(row["t"])["year"] == year and row["reach"] == "collective"]
        via = words["unit_via"].format(name=max(sorted(set(groups)), key=groups.count)) if groups else ""
        load = next((row for row in facts.loads if row["unit"] in names and row["year"] == year), None)
        plain = words["unit_sentence"].format(**counts, via=via)
        if load is None or not load.get("reason"):
            said[str(year)] = sentence(plain, [words["unit_how"]])
            continue
        text = str(load["reason"]).rstrip("。.") + words["full_stop"]
        flag = words["flag"] if load.get("flag") else ""
        said[str(year)] = sentence(text, [plain, words["unit_how"], method(load_words(lang))], flag=flag, kind=load["kind"], peers=True)
    return said


VIEW = View(
    name="unit",
    title="一个单位的责任图谱",
    description="一个单位的全部任务、原文出处、共同承担单位和关系图，做成一个可以离线打开和转发的网页。",
    parameters=(ViewParameter("subject", "单位名称、简称或拼音首字母，例如 区教育局、jyj", positional=True, required=True), DISTRICT, YEAR),
    example={"subject": "区教育局", "district": "云川区"},
    build=build,
)
