"""The page of one theme: who leads it, who is responsible, in which documents, and until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graph.errors import UnknownName
from graph.names.suggest import nearest
from graph.store import Store
from viz.drawing import Plot, draw
from viz.facts import Facts, Note, Scope, gather
from viz.page import Head, first_year, linked, make_page, sentence
from viz.source import Row, Source, StoreSource
from viz.spec import DISTRICT, YEAR, Host, Page, View, ViewOptions, ViewParameter
from viz.words import labels

NAMED = 3  # leading units that the sentence names


def build(store: Store, options: ViewOptions) -> Page:
    """Build the page. Raises UnknownName for a theme that the list does not have, and StoreError."""
    return compose(StoreSource(store, options.lang), options)


def compose(source: Source, options: ViewOptions) -> Page:
    """The page from any source of rows."""
    years = [options.year] if options.year else []
    districts = [options.district] if options.district else []
    answer = source.ask("owners", about=options.subject, district=districts, year=years)
    theme = answer["theme"]
    if theme is None:
        names = [row["theme"] for row in source.ask("themes")["rows"]]
        near = nearest(options.subject, names)
        hint = (f"最接近的：{'、'.join(near)}；" if near else "") + "用 zeren themes 看全部主题"
        raise UnknownName(f"没有“{options.subject}”这个主题", hint=hint, nearest=near)
    facts = gather(source, Scope(districts, years, theme, towns=True))
    words = labels(options.lang)
    facts.notes = [*answer["counts"], *_open(answer, facts, words, options.host)]
    year = first_year(facts, options)
    title = f"{theme} · {words['brand']}" if not options.district else f"{theme} · {options.district} · {words['brand']}"
    head = Head(
        view="theme", title=title, heading=theme, focus={"name": theme},
        crumbs=[words["hit_theme"], *([options.district] if options.district else []), *([words["year"].format(y=year)] if year else []), theme],
        tabs=["units", "list", "graph", *(["years"] if len(facts.years) > 1 else [])],
        sentences={str(one): _sentence(facts, theme, one, words) for one in facts.years},
    )  # fmt: skip
    return make_page(head, facts, draw(facts, Plot(theme, _document, spokes=False, label=_places(facts).__getitem__)), options)


def _document(task: Row) -> str:
    return str(task["document"])


def _places(facts: Facts) -> dict[str, str]:
    """Stem -> what a document is called in the drawing: its town or district, with the stem where a year has several of it."""
    place = {task["document"]: (task["year"], task["town"] or task["district"] or task["document"]) for task in facts.tasks}
    often = Counter(place.values())
    return {stem: name if often[year, name] == 1 else f"{name} {stem}" for stem, (year, name) in place.items()}


def _open(answer: Row, facts: Facts, words: Mapping[str, str], host: Host | None) -> list[Note]:
    """What documents leave open; each is called by its place and year and leads to its page."""
    places = {stem: words["place_year"].format(place=record["town"] or record["district"] or "", year=record["year"] or "").strip() for stem, record in facts.documents.items()}
    often = Counter(places.values())  # several of one place and year are told by their titles
    called = {stem: name if often[name] == 1 else facts.documents[stem]["title"] or stem for stem, name in places.items()}

    def leads(kind: str, text: str, row: Row) -> tuple[str, str]:
        return text, host.link(kind, row) if host else ""

    papers = [leads("document", called.get(stem, stem), {"document": stem}) for stem in answer["no_lead"]]
    tasks = [leads("task", words["task_of"].format(document=called.get(one["document"], one["document"]), n=one["number"]), one) for one in answer["unassigned"]]
    return [linked(words[key], found, words) for key, found in (("no_lead_in", papers), ("unassigned_in", tasks)) if found]


def _sentence(facts: Facts, theme: str, year: int, words: dict[str, str]) -> Row:
    every = [task for task in facts.tasks if task["year"] == year]
    tasks = {task["i"]: task for task in every if not task["town"]}  # a town's own document is no part of the figures
    duties = [duty for duty in facts.named if duty["t"] in tasks]
    districts = sorted({task["district"] for task in tasks.values()})
    scope = words["several"].format(first=districts[0], n=len(districts)) if len(districts) > 1 else "".join(districts)
    text = words["theme_sentence"].format(scope=f"{scope} {words['year'].format(y=year)}", n=len(tasks), theme=theme)
    leads = Counter(facts.unit(duty["u"])["name"] for duty in duties if duty["role"] == "LEAD")
    led = len({duty["t"] for duty in duties if duty["role"] == "LEAD"})
    if 0 < len(leads) <= NAMED:
        text += words["theme_leads"].format(n=led, units=words["joined"].join(sorted(leads, key=lambda name: (-leads[name], name))))
    elif leads:
        unit, most = _most(leads)
        text += words["theme_lead"].format(n=led, unit=unit, most=most)
    else:
        text += words["theme_no_lead"]
        responsible = Counter(facts.unit(duty["u"])["name"] for duty in duties if duty["role"] == "RESPONSIBLE")
        if responsible:
            unit, most = _most(responsible)
            text += words["theme_resp"].format(unit=unit, most=most)
    missing = len(tasks) - len({duty["t"] for duty in duties})
    if missing:
        text += words["open_count"].format(n=missing)
    if len(every) > len(tasks):
        text += words["theme_towns"].format(n=len(every) - len(tasks))
    return sentence(text + words["full_stop"], [words["theme_how"]])


def _most(counts: Counter[str]) -> tuple[str, int]:
    return min(counts.items(), key=lambda item: (-item[1], item[0]))


VIEW = View(
    name="theme",
    title="一个主题的责任图谱",
    description="一个主题由谁牵头、谁负责、谁配合，涉及哪些文件和时限，做成一个可以离线打开和转发的网页。",
    parameters=(ViewParameter("subject", "主题名称，例如 政策解读", positional=True, required=True), DISTRICT, YEAR),
    example={"subject": "政策解读"},
    build=build,
)
