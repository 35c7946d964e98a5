"""A page from facts: the data for the script, the variables of the template, and the finished HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.names.initials import initials
from viz.drawing import Drawing
from viz.facts import Facts, Note
from viz.source import Row
from viz.spec import Host, Page, ViewOptions
from viz.words import labels

PLAIN_COLUMNS = ("role", "number", "title", "who", "due", "source")
KEYS = (("/", "key_search"), ("↑ ↓", "key_arrows"), ("Enter", "key_enter"), ("Esc", "key_escape"), ("?", "key_help"))


@dataclass(slots=True)
class Head:
    """What stands above the rows. `sentences` are by year; `tabs` in order, the first is shown."""

    view: str
    title: str
    heading: str
    crumbs: list[str]
    tabs: list[str]
    focus: Row
    aka: str = ""
    sentences: dict[str, Row] = field(default_factory=dict)


def sentence(text: str, how: Sequence[str] = (), *, flag: str = "", kind: str = "", peers: bool = False) -> Row:
    """One sentence of a year: `flag` stands before it, `how` explains it, `kind` picks the peers of the strip of dots."""
    return {"text": text, "how": list(how), "flag": flag, "kind": kind, "peers": peers}


def make_page(head: Head, facts: Facts, drawing: Drawing, options: ViewOptions) -> Page:
    """Put the page together."""
    from viz.network import render

    words = labels(options.lang)
    payload, parts = _payload(head, facts, options, words), list[str]()
    if options.host:
        _link(payload, head, options.host)
        payload, parts = options.host.share(payload)
    html = render(drawing, payload, {**_shell(head, facts, options, words), "parts": parts}, options.host)
    return Page(html, head.title, tuple(note if isinstance(note, str) else "".join(text for text, _ in note) for note in facts.notes))


def linked(says: str, names: Sequence[tuple[str, str]], words: Mapping[str, str]) -> Note:
    """A sentence with {names}, each of which (text, address) leads to its page, and {n}, how many they are."""
    before, _, after = says.replace("{n}", str(len(names))).partition("{names}")
    pieces = [piece for name in names for piece in ((words["joined"], ""), name)][1:]
    return ((before, ""), *pieces, (after, ""))


def _link(payload: Row, head: Head, host: Host) -> None:
    """Give everything that the page names its address in the explorer."""
    district = head.focus.get("district")
    payload["ask"] = host.header["ask"]
    payload["units"] = [{**unit, "href": host.link("unit", {**unit, "unit": unit["name"]})} for unit in payload["units"]]
    payload["tasks"] = [{**task, "href": host.link("task", {"task": task["id"]})} for task in payload["tasks"]]
    payload["documents"] = {stem: {**record, "href": host.link("document", {"document": stem})} for stem, record in payload["documents"].items()}
    payload["themes"] = [{**theme, "href": host.link("theme", {"theme": theme["name"], "district": district})} for theme in payload["themes"]]


def first_year(facts: Facts, options: ViewOptions) -> int | None:
    """The year that is shown first."""
    return options.year if options.year in facts.years else facts.year


def _payload(head: Head, facts: Facts, options: ViewOptions, words: Mapping[str, str]) -> Row:
    loads: dict[str, list[Row]] = {}
    for row in facts.loads:
        loads.setdefault(str(row["year"]), []).append({name: value for name, value in row.items() if name != "opens"})
    themes = sorted({theme for task in facts.tasks for theme in task["themes"]})
    return {
        "view": head.view, "lang": options.lang, "title": head.title, "words": dict(words), "focus": head.focus,
        "today": options.today.isoformat() if options.today else None,
        "year": first_year(facts, options), "years": list(facts.years), "tabs": head.tabs, "sentences": head.sentences,
        "manyDistricts": len({task["district"] for task in facts.tasks}) > 1,
        "documents": facts.documents, "tasks": facts.tasks, "units": facts.units, "who": facts.who, "mine": facts.mine,
        "themes": [{"name": name, "py": initials(name)} for name in themes], "loads": loads,
    }  # fmt: skip


def _shell(head: Head, facts: Facts, options: ViewOptions, words: Mapping[str, str]) -> Row:
    year = first_year(facts, options)
    said = head.sentences.get(str(year), {})
    tabs = [{"id": tab, "label": words.get(f"tab_{tab}_{head.view}", words.get(f"tab_{tab}", tab))} for tab in head.tabs]
    return {
        "lang": options.lang, "view": head.view, "title": head.title, "heading": head.heading, "crumbs": _way(head, options.host),
        "header": options.host.header if options.host else None, "take": options.host.take if options.host else [],
        "aka": head.aka, "words": words, "tabs": tabs, "notes": facts.notes, "sentence": f"{said.get('flag', '')} {said.get('text', '')}".strip(),
        "shortcuts": [(key, words[name]) for key, name in KEYS],
        "columns": [words[f"col_{name}"] for name in PLAIN_COLUMNS], "rows": _plain_rows(facts, year, words),
    }  # fmt: skip


def _way(head: Head, host: Host | None) -> list[tuple[str, str]]:
    """The steps to the page, (label, address); in a file of its own nothing leads anywhere."""
    if host is None:
        return [(step, "") for step in head.crumbs]
    district = str(head.focus.get("district") or "")
    return [(host.header["first"], host.header["home"]), *((step, host.crumb(step, district) if at < len(head.crumbs) - 1 else "") for at, step in enumerate(head.crumbs))]


def _plain_rows(facts: Facts, year: int | None, words: Mapping[str, str]) -> list[list[Any]]:
    """The list for a reader without script: the page's own rows of the first year."""
    who: dict[str, list[str]] = {}
    for duty in facts.who:
        sign = words.get(f"sign_{duty['reach']}", "")
        who.setdefault(duty["t"], []).append(f"{words[duty['role']]} {facts.unit(duty['u'])['name']}{sign}")
    mine = {row["t"]: row for row in facts.mine}
    rows = []
    for task in facts.tasks:
        own = mine.get(task["i"])
        if task["year"] != year or (facts.mine and own is None):
            continue
        role = words[own["role"]] + words["bracketed"].format(text=words["reach_" + own["reach"]]) if own and own["role"] else words["reach_" + own["reach"]] if own else ""
        document = (facts.documents.get(task["document"]) or {}).get("title") or task["document"]
        rows.append([role, task["number"], f"{task['title'] or ''} {task['content'] or ''}".strip(), words["semicolon"].join(who.get(task["i"], [])),
                     _when(own or task, words), document])  # fmt: skip
    return rows


def _when(row: Row, words: Mapping[str, str]) -> str:
    """The printed words of every deadline of a task or duty, the column's first; its day where no words are kept."""
    return words["semicolon"].join(dict.fromkeys(text for text in (row["due_text"], *(one["due_text"] for one in row["days"] or ())) if text)) or row["due"] or ""
