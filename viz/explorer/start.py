"""The first page: the search box, what the graph holds by district and year, and what needs attention."""

from __future__ import annotations

from datetime import timedelta

from graph.errors import StoreError
from graph.errors_en import in_english
from queries.base import Example
from queries.unsettled import grave
from viz.explorer.pages import render
from viz.explorer.spec import Asked, Screen
from viz.source import Row

AHEAD = 60  # days that count as soon
FEW = 6  # rows of each list
NAMED = 8  # concentrated units that a place names


def data(asked: Asked) -> Row:
    """The figures of the graph, its districts and years, and the first rows of three questions: overload, unsettled (the newest
    year of every district, the gravest first) and due; `more` says how many each has besides."""
    stats = {row["code"]: row["value"] for row in asked.ask("stats").rows}
    documents = asked.ask("documents").rows
    loads = [row for row in asked.ask("overload", flagged=True).rows if not row.get("coordinating")]
    gaps = asked.ask("unsettled").rows
    until = asked.today + timedelta(days=AHEAD)
    due = asked.ask("due", after=asked.today.isoformat(), before=until.isoformat(), today=asked.today.isoformat()).to_json()["rows"]
    newest: dict[str, int] = {}
    for row in documents:
        newest[row["district"]] = max(newest.get(row["district"], 0), row["year"] or 0)
    latest = sorted((row for row in gaps if row["count"] and (row["year"] or 0) == newest[row["district"]] and not row["town"]), key=grave)
    return {
        "query": "start", "title": asked.words["start_title"], "stats": stats, "places": _places(documents, loads, gaps), "documents": len(documents),
        "overload": sorted(loads, key=lambda row: (-(row["year"] or 0), -row["direct"]))[:FEW],
        "unsettled": latest[:FEW], "due": due[:FEW], "today": asked.today.isoformat(),
        "more": {"overload": max(len(loads) - FEW, 0), "unsettled": max(len(latest) - FEW, 0), "due": max(len(due) - FEW, 0)},
    }  # fmt: skip


def _places(documents: list[Row], loads: list[Row], gaps: list[Row]) -> list[Row]:
    """One row for each district and year, newest first: documents, tasks, concentrated units, how many kinds of open points."""
    found: dict[tuple[str, int], Row] = {}
    for row in documents:
        key = (row["district"] or "", row["year"] or 0)
        place = found.setdefault(key, {"district": key[0], "year": key[1], "documents": 0, "towns": [], "tasks": 0, "items": 0, "stems": []})
        place["documents"] += 1
        place["stems"].append(row["document"])
        if row["town"]:
            place["towns"].append(row["town"])
        else:
            place |= {"tasks": place["tasks"] + row["tasks"], "items": place["items"] + row["items"]}
    for (district, year), place in found.items():
        own = [row for row in loads if (row["district"], row["year"]) == (district, year) and not row["town"]]
        place["concentrated"] = [row["unit"] for row in own]
        place["open"] = len([row for row in gaps if (row["district"], row["year"]) == (district, year) and not row["town"]])
    return sorted(found.values(), key=lambda place: (place["district"], -place["year"]))


def page(asked: Asked, data: Row) -> str:
    """The page; where there is no document yet it says how to read one."""
    words, urls = asked.words, asked.urls
    stats = data["stats"]
    says = words["start_says"].format(
        districts=stats.get("districts", 0), documents=data["documents"], tasks=stats.get("tasks", 0), units=stats.get("units", 0)
    )
    return render(
        "start", urls, title=words["start_title"], here="start", says=says, data=data, ahead=AHEAD, named=NAMED, tries=_tries(asked, data), rich=asked.terms.value,
        upload=urls.page("upload") if asked.settings.ingest else "", today=data["today"],
    )  # fmt: skip


def _tries(asked: Asked, data: Row) -> list[tuple[str, str]]:
    """One way into each of the three main uses, in words of this graph."""
    urls = asked.urls
    tries: list[tuple[str, str]] = []
    units = sorted((row for row in asked.ask("units").rows if row["kind"] == "department"), key=lambda row: -row["tasks"])
    if units:
        row = units[min(1, len(units) - 1)]
        tries.append((asked.words["try_tasks_of"].format(place=row["district"], unit=row["unit"].removeprefix("区")), urls.unit(row)))
    themes = asked.ask("themes").rows
    if themes and themes[0]["tasks"]:
        question = asked.words["try_who_leads"].format(theme=themes[0]["theme"])
        tries.append((question, urls.page("ask", question=question)))
    tries.append((asked.words["try_loads"], urls.page("overload", flagged=True)))
    tries.append((asked.words["try_graph"], urls.page("graph")))
    return [one for one in tries if one[1]]


def empty(asked: Asked, error: StoreError) -> str:
    """The page of an explorer whose store is not there yet."""
    cause = error.message if asked.lang == "zh" else in_english(error.message)
    return render("empty", asked.urls, title=asked.words["start_empty"], here="start", hint=asked.words["start_empty_next"],
                  upload=asked.urls.page("upload") if asked.settings.ingest else "", cause=cause)  # fmt: skip


START = Screen(
    name="start", title={"zh": "首页", "en": "Start"}, description="搜索框、各区各年的概况，以及请关注的事项：任务相对集中的单位、责任待明确事项、近期节点。",
    parameters=(), example=Example("打开首页", {}), data=data, page=page,
)  # fmt: skip
