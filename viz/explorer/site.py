"""The explorer as a folder of pages that a double click opens: no server, no network, searched by a script beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from graph.errors import UsageError, ZerenError
from graph.names.initials import initials
from queries.base import DEFAULT_LIMIT, Options
from queries.papers.registry import find as find_paper
from queries.render import render_file
from viz.explorer import assets
from viz.explorer.names import safe_name
from viz.explorer.pages import render
from viz.explorer.reading import reading_of
from viz.explorer.registry import SCREENS
from viz.explorer.settings import Settings
from viz.explorer.shelf import Shelf
from viz.explorer.site_folder import check_place, replacing
from viz.explorer.site_urls import INDEX, Plan, SiteUrls, file_of, key_of
from viz.explorer.spec import Asked, crumbs
from viz.explorer.task import Cards, heading
from viz.explorer.urls import given
from viz.network import inert
from viz.source import Row
from viz.spec import Page
from viz.words import labels

LISTS = ("units", "themes", "overload", "matrix", "due", "unsettled", "compare", "documents")  # questions that have pages
BY_DISTRICT = ("units", "overload", "matrix", "due", "unsettled", "documents")
BY_YEAR = ("overload", "matrix", "due", "unsettled", "documents")
SHEETS = ("overload", "due", "unsettled", "documents", "compare")  # questions that have a spreadsheet too
PAPERS = ("raci", "breakdown", "calendar", "digest")
TOGETHER = 40  # tasks of one document on a page
PAIRED = 6  # districts that are compared two by two: more would be more pages than anybody opens
_BYTES = 1024 * 1024


def write_site(folder: Path, settings: Settings, lang: str = "zh") -> Page:
    """Write the folder; what was there of ours is replaced as a whole. Its `html` is the first page.

    Raises UsageError for a folder that holds something else, and StoreError.
    """
    check_place(folder)
    with closing(Shelf(settings.store)) as shelf, replacing(folder) as part:
        shelf.refresh()
        maker = _Maker(shelf, settings, lang, part)
        maker.write()
        size = sum(one.stat().st_size for one in part.rglob("*") if one.is_file())
        words = labels(lang)
        said = words["site_says"].format(pages=len(maker.plan.pages) + len(maker.chunks), files=len(maker.made), size=f"{size / _BYTES:.1f}")
        return Page((part / "index.html").read_text(encoding="utf-8"), words["site_title"], (said, words["site_open"], *maker.notes))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the index (viz/templates/offline.js): `sub` tells it from its namesakes, `names` are its other names."""

    kind: str
    name: str
    sub: str
    file: str
    names: Iterable[str] = ()
    initials: str = ""
    text: str = ""
    tasks: int = 0

    def row(self) -> list[Any]:
        """As the script reads it."""
        return [self.kind, self.name, self.sub, self.file, [one for one in self.names if one], self.initials, self.text, self.tasks]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A page of some tasks of a document, `at` from 0; `of` is how many such pages the document has."""

    document: Row
    tasks: Sequence[Row]
    file: str
    at: int
    of: int


class _Maker:
    """One folder at work."""

    def __init__(self, shelf: Shelf, settings: Settings, lang: str, folder: Path) -> None:
        self.shelf, self.settings, self.lang, self.folder = shelf, settings, lang, folder
        self.today = settings.today or date.today()
        self.plan = Plan(self.take)
        self.made: dict[tuple[str, str, Any], str] = {}
        self.chunks: list[_Chunk] = []
        self.notes: list[str] = []
        self._entries: list[_Entry] = []
        self._screens = {screen.name: screen for screen in SCREENS}
        self._names: set[str] = set()

    def write(self) -> None:
        """Plan every page, then write them with what they need."""
        self._plan()
        written: set[Any] = set()
        while pending := [key for key in self.plan.pages if key not in written]:  # a page may want further ones
            for key in _shown(pending, labels(self.lang)["site_writing"]):
                self._page(key)
            written.update(pending)
        for chunk in self.chunks:
            self._put(chunk.file, self._tasks(chunk))
        self._put(INDEX, f"window.zerenIndex={inert([one.row() for one in self._entries])};\n")
        for name, text in self.plan.shared.items():
            self._put(name, text)
        for name in sorted(self.plan.assets):
            self._put(f"static/{name}", assets.content(name))

    def take(self, name: str, form: str, params: Mapping[str, Any]) -> str:
        """A file to take away; "" for one that the folder does not have."""
        wanted = {key: value for key, value in params.items() if value not in (None, "", [], False)}
        if not form:
            self._complete(wanted)
        sheet = form == "xlsx" and name in SHEETS and not set(wanted) - {"district", "year"}
        if not sheet and (form or name not in PAPERS or "unit" in wanted):
            return ""
        key = (name, form, tuple(sorted(given(wanted))))
        if key not in self.made:
            self.made[key] = self._make(name, form, wanted)
        return self.made[key]

    def _complete(self, wanted: dict[str, Any]) -> None:
        """A district of which there is one year only is that year: a paper about both is one file."""
        places = [value for name, value in given(wanted) if name == "district"]
        years = {row["year"] for row in self._rows("documents") if row["district"] in places}
        if len(places) == 1 and len(years) == 1 and "year" not in wanted and None not in years:
            wanted["year"] = list(years)

    def _make(self, name: str, form: str, params: Mapping[str, Any]) -> str:
        try:
            if form:
                answer = self.shelf.answer(name, params, Options(limit=DEFAULT_LIMIT, lang=self.lang))
                return self._keep(_named(answer.title, params), f".{form}", render_file(answer, form))
            export = find_paper(name)
            paper = export.build(self.shelf.store(), export.given(params))
        except UsageError:  # there is nothing to put into it
            return ""
        return self._keep(_named(paper.title, params), export.suffix, paper.content) if isinstance(paper.content, bytes) else ""

    def _keep(self, title: str, ending: str, content: bytes) -> str:
        file = self._free(f"files/{safe_name(title)}", ending)
        self._put(file, content)
        return file

    def _free(self, stem: str, ending: str) -> str:
        """A name that no other file has, whatever the case of its letters."""
        name, again = stem + ending, 1
        while name.casefold() in self._names:
            again += 1
            name = f"{stem}-{again}{ending}"
        self._names.add(name.casefold())
        return name

    def _plan(self) -> None:
        self.plan.add("start")
        self.plan.add("search")
        for name in LISTS:
            self._plan_list(name)
        documents = self._rows("documents")
        places = sorted({(row["district"], row["year"]) for row in documents if row["district"]}, key=lambda place: (place[0], place[1] or 0))
        districts = list(dict.fromkeys(district for district, _ in places))
        for district in districts:
            self._entries.append(_Entry("district", district, "", self.plan.add("district", district=district), initials=initials(district)))
            for name in (*BY_DISTRICT, "compare"):
                self._plan_list(name, district=district)
        for district, year in places:
            for name in BY_YEAR if year else ():
                self._plan_list(name, district=district, year=year)
        for pair in combinations(districts, 2) if len(districts) <= PAIRED else ():
            self._plan_list("compare", district=list(pair))
        self._plan_units()
        for row in self._rows("themes"):
            if row["tasks"] or row["of_towns"]:
                file = self.plan.add("theme", theme=row["theme"])
                self._entries.append(_Entry("theme", row["theme"], "", file, names=row.get("synonyms") or (), initials=initials(row["theme"]), tasks=row["tasks"]))
        for row in documents:
            self._plan_document(row)

    def _plan_list(self, name: str, **params: Any) -> None:
        """The page of a question, where it has an answer: one district has no two years to compare, for instance."""
        try:
            self._asked(name, params, "").ask(name, **params)
        except UsageError:
            return
        self.plan.add(name, **params)

    def _plan_units(self) -> None:
        """Bodies that the page of a unit can be made for: most have duties, and a name of several bodies may be too unclear."""
        source = self._asked("start", {}, "").source()
        for row in self._rows("units"):
            key = (row["district"] or "", row["unit"])
            if key not in self.plan.units:
                try:
                    answer = source.ask("obligations", unit=row["unit"], district=row["district"])
                except ZerenError:
                    continue
                if not answer["rows"]:
                    continue
                params = {"unit": row["unit"], "district": row["district"]}
                self.plan.units[key] = self.plan.add("unit", **params)
            place = "　".join(filter(None, (row["district"], row["town"], "、".join(row["aliases"][:3]))))
            self._entries.append(_Entry("unit", row["unit"], place, self.plan.units[key], names=row["aliases"], initials=row["initials"] or "", tasks=row["tasks"]))

    def _plan_document(self, row: Row) -> None:
        stem = row["document"]
        self._entries.append(_Entry("document", row["title"] or stem, row["doc_no"] or stem, self.plan.add("document", document=stem), names=(stem, row["doc_no"] or "")))
        tasks = reading_of(self._asked("document", {"document": stem}, ""), stem).tasks
        pieces = [tasks[at : at + TOGETHER] for at in range(0, len(tasks), TOGETHER)]
        base = file_of(key_of("tasks", {"document": stem})).removesuffix(".html")
        for at, piece in enumerate(pieces):
            chunk = _Chunk(row, piece, f"{base}-{at + 1}.html", at, len(pieces))
            self.chunks.append(chunk)
            for task in piece:
                file = f"{chunk.file}#t{task['task'].rpartition(':')[2]}"
                self.plan.tasks[task["task"]] = file
                place = f"{row['town'] or row['district']} {row['year'] or ''} {task['number']}　{task['content'] if task['title'] else ''}"
                self._entries.append(_Entry("task", heading(task), place[:120], file, text=f"{task['title'] or ''} {task['content'] or ''}"))


    def _rows(self, name: str) -> list[Row]:
        return self.shelf.answer(name, {}, Options(limit=0, lang=self.lang)).rows

    def _asked(self, name: str, params: Mapping[str, Any], root: str) -> Asked:
        screen = self._screens[name]
        return Asked(screen, screen.check(params), self.shelf, self.settings, SiteUrls(self.plan, root, self.lang), self.lang, self.today, DEFAULT_LIMIT)

    def _page(self, key: Any) -> None:
        name, file = key[0], self.plan.pages[key]
        params = self._params(key)
        asked = self._asked("start" if name == "search" else name, params, "../" if "/" in file else "")
        if name == "search":  # the index answers
            words = labels(self.lang)
            html = render("site_search", asked.urls, title=words["site_search_title"], here="search", crumbs=crumbs(asked, (words["site_search_title"], "")))
        else:
            html = asked.screen.page(asked, asked.screen.data(asked))
        self._put(file, html)

    def _params(self, key: Any) -> dict[str, Any]:
        """The parameters of a key again."""
        kinds = {one.name: one.kind for one in self._screens[key[0]].parameters}
        params: dict[str, Any] = {}
        for name, value in key[1]:
            params[name] = [*params.get(name, []), value] if kinds[name] in ("texts", "ints") else value
        return params

    def _tasks(self, chunk: _Chunk) -> str:
        """The cards of some tasks of a document."""
        asked = self._asked("document", {"document": chunk.document["document"]}, "../")
        urls, words, record = asked.urls, asked.words, chunk.document
        maker = Cards(asked, reading_of(asked, record["document"]))
        turn = [one.file for one in self.chunks if one.document is record]
        steps = ((record["district"], urls.district(record)), (record["document"], urls.document(record)), (words["hit_task"], ""))
        title = words["site_tasks"].format(title=record["title"] or record["document"], first=chunk.tasks[0]["number"], last=chunk.tasks[-1]["number"])
        return render(
            "site_tasks", urls, here="task", title=title, crumbs=crumbs(asked, *(step for step in steps if step[0])), aka=maker.aka(),
            cards=[maker.card(task) for task in chunk.tasks], before="../" + turn[chunk.at - 1] if chunk.at else "",
            after="../" + turn[chunk.at + 1] if chunk.at + 1 < chunk.of else "", today=self.today.isoformat(),
        )  # fmt: skip

    def _put(self, file: str, content: str | bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def _named(title: str, params: Mapping[str, Any]) -> str:
    """What a file is called: its title with the place and year that it is for."""
    places = [str(value) for _, value in given({name: params[name] for name in ("district", "year") if name in params})]
    return "-".join([title, *(place for place in places if place not in title)])


def _shown(keys: Sequence[Any], says: str) -> Iterable[Any]:
    """The pages, with a bar on a terminal."""
    if not sys.stderr.isatty():
        return keys
    from rich.console import Console
    from rich.progress import track

    return track(keys, description=says, console=Console(stderr=True), transient=True)
