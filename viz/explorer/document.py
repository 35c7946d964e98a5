"""The page of a document: its own text with every recognised span marked and linked, what is doubtful beside it, its tasks."""

from __future__ import annotations

from graph.model import ROLES, Finding
from graph.remarks import reason_in, retold, told, word
from queries.base import Example, Parameter
from queries.reading import Reading
from viz.explorer.pages import render
from viz.explorer.reading import GraphLinks, Read, read_again, reading_of, unit_row
from viz.explorer.spec import Asked, Screen, crumbs
from viz.explorer.task import heading
from viz.marked import marked, visible
from viz.source import Row
from viz.words import labels

_PLAIN = ("document", "title", "doc_no", "issuer", "district", "town", "year", "date", "document_kind", "path", "format", "completeness", "coverage",
          "chars", "layouts", "addressees", "copied")  # fmt: skip


def data(asked: Asked) -> Row:
    """The document's particulars, its text, its tasks as rows, and what was found doubtful in it."""
    reading, read = _read(asked)
    record = {name: reading.record[name] for name in _PLAIN} | {"notes": [retold(note, asked.lang) for note in reading.record["notes"]]}
    record["date"] = record["date"].isoformat() if record["date"] else None
    names = ("task", "number", "item", "level", "part", "title", "content", "due_text", "themes", "page", "span_start", "span_end")
    rows = [{**{name: task[name] for name in names}, "due": task["due"].isoformat() if task["due"] else None,
             "units": [{"unit": row["unit"], "role": row["role"], "reach": row["reach"]} for row in task["duties"]]} for task in reading.tasks]  # fmt: skip
    found = [_finding(one, asked.lang) for one in read.findings]
    return {
        "query": "document", "title": record["title"] or record["document"], "document": record, "rows": rows, "total": len(rows), "findings": found,
        "text": read.whole.text, "files": [{"name": name, "part": part, "start": start} for name, part, start in read.files],
    }  # fmt: skip


def _finding(one: Finding, lang: str) -> Row:
    message, hint = told(one, lang)
    return {"code": one.code, "group": word(one.group, lang), "message": message, "hint": hint, "span": one.span, "counted": one.counted}


def _read(asked: Asked) -> tuple[Reading, Read]:
    reading = reading_of(asked, asked.given.text("document"))
    key = ("read", reading.record["id"])
    read: Read = asked.shelf.kept(key, lambda: read_again(reading, asked.settings), lambda one: len(one.whole.tasks))
    return reading, read


def page(asked: Asked, data: Row) -> str:
    """The page."""
    reading, read = _read(asked)
    record, words, urls = reading.record, asked.words, asked.urls
    title = visible(record["title"] or record["document"])
    steps = ((record["district"], urls.district(record)), (words["documents"], urls.page("documents", district=record["district"])), (title, ""))
    scope = {"district": [record["district"]], "year": [record["year"]] if record["year"] else []} if record["district"] else {}
    return render(
        "document", urls, here="documents", title=title, crumbs=crumbs(asked, *(step for step in steps if step[0])), facts=_facts(asked, reading, read),
        reading=marked(read.whole, read.findings, asked.lang, GraphLinks(reading, urls)), tasks=[_line(asked, task) for task in reading.tasks],
        notes=[retold(note, asked.lang) for note in record["notes"] if not note.get("span") and note["code"] != "annex-only"], annex_only=record["completeness"] == "annex",
        take=[(words["graph_here"], urls.page("graph", document=record["document"])), (words["take_breakdown"], urls.paper("breakdown", document=record["document"])), (words["take_raci"], urls.paper("raci", **scope) if scope else ""),
              (words["take_json"], urls.file("document", "json", document=record["document"]))],
    )  # fmt: skip


def _facts(asked: Asked, reading: Reading, read: Read) -> list[tuple[str, str]]:
    """What is printed about the document itself; what it does not print is said to be missing."""
    words, record, value = asked.words, reading.record, asked.terms.value
    none = words["not_printed"]
    place = "　".join(filter(None, (record["district"], record["town"])))
    files = words["semicolon"].join(visible(name) + words["bracketed"].format(text=value(part)) for name, part, _ in read.files)
    lists = [(words["f_addressees"], words["joined"].join(record["addressees"] or ())), (words["f_copied"], words["joined"].join(record["copied"] or ()))]
    return [
        (words["f_doc_no"], record["doc_no"] or none), (words["f_issued_by"], record["issuer"] or none),
        (words["f_issued_on"], record["date"].isoformat() if record["date"] else none), (words["col_district"], place), (words["col_year"], str(record["year"] or none)),
        (words["f_completeness"], value(record["completeness"])), (words["f_coverage"], f"{record['coverage']:.0%}"),
        (words["f_chars"], f"{record['chars']:,}"), (words["f_files"], files), *(pair for pair in lists if pair[1]),
        (words["f_layouts"], words["semicolon"].join(_layout(one, asked.lang) for one in record["layouts"] or ())),
    ]  # fmt: skip


def _layout(text: str, lang: str) -> str:
    """"body：numbered（why）" in words."""
    words = labels(lang)
    part, _, rest = text.partition("：")
    name, bracket, why = rest.partition("（")
    said = words["layout_of"].format(part=words.get(part, part), layout=words.get(f"layout_{name}", name))
    return said + words["bracketed"].format(text=reason_in(why.removesuffix("）"), lang)) if bracket else str(said)


def _line(asked: Asked, task: Row) -> Row:
    """A row of the task list."""
    who = [(role, [(row["unit"], asked.urls.unit(unit_row(row)), row["reach"]) for row in task["duties"] if row["role"] == role]) for role in ROLES]
    return {
        "number": task["number"], "href": asked.urls.task(task), "place": f"#p{task['span_start']}", "heading": heading(task), "row": task["level"] == "row",
        "who": [one for one in who if one[1]], "due": task["due_text"] or "", "day": task["due"].isoformat() if task["due"] else "",
        "theme": task["themes"][0] if task["themes"] else "", "theme_href": asked.urls.theme(task["themes"][0], task) if task["themes"] else "",
    }  # fmt: skip


DOCUMENT = Screen(
    name="document", title={"zh": "文件原文", "en": "Document"},
    description="一份文件的原文：读出的序号、单位、时限、量化要求逐处标出并可以点开，没有读懂的文字用斜线标出，需要看的地方列在旁边；附任务清单和文号、发文机关、日期等。",
    parameters=(Parameter("document", "text", "文件名（不带扩展名）、文号或标题", positional=True, required=True),),
    example=Example("云川区 2025 年要点的原文", {"document": "yunchuan-2025"}), data=data, page=page,
)  # fmt: skip
