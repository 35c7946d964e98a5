"""How two units are connected: the shortest ways over tasks (or items) that name two of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING, Any

from graph.model import ROLES
from queries.account import ITEM
from queries.base import DISTRICT, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.names import Body, find_bodies, find_districts
from queries.together import SAME, same_bodies

if TYPE_CHECKING:
    import networkx

MOST_PATHS = 5  # ways of the same length that are told
LOOKED_AT = 500  # ways of the same length among which the strongest are looked for
MOST_TASKS = 3  # tasks of a step between units that are not the two asked for

DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE r.basis <> 'issuer' AND t.district IN $districts AND (size($years) = 0 OR t.year IN $years)
RETURN u.id AS unit_id, u.name AS unit, u.kind AS kind, type(r) AS role, r.evidence AS quote, r.page AS page, t.id AS task,
       {ITEM} AS item, t.district AS district, t.town AS town, t.year AS year, t.stem AS document, t.number AS number, t.title AS title,
       t.content AS content, t.ordinal AS ordinal, t.page AS task_page"""


class _Shared:
    """Who is named with whom: the bodies by id, and for each pair of them the tasks (the items, if `by` says so), in printed
    order."""

    def __init__(self, records: Sequence[Row], same: dict[str, str], collectives: bool, by: str = "task") -> None:
        self.names: dict[str, str] = {}
        self.by = by
        self.named: dict[str, dict[str, list[Row]]] = {}  # task or item -> body -> its records, in printed order, the strongest of a task first
        self.graph = self._graph(records, same, collectives)

    def _graph(self, records: Sequence[Row], same: dict[str, str], collectives: bool) -> networkx.Graph[str]:
        import networkx as nx  # a quarter of a second: only this question needs it

        order = sorted(records, key=lambda one: (one["document"], one["ordinal"] or 0, one["task"], ROLES.index(one["role"]), one["unit_id"]))
        for record in order:
            if record["kind"] == "collective" and not collectives:
                continue
            unit = str(record["unit_id"])
            body = same.get(unit, unit)
            if unit == body or body not in self.names:
                self.names[body] = record["unit"]
            self.named.setdefault(record[self.by], {}).setdefault(body, []).append(record)
        pairs: dict[tuple[str, str], list[str]] = {}
        for task, bodies in self.named.items():
            for pair in combinations(sorted(bodies), 2):
                pairs.setdefault(pair, []).append(task)
        graph: networkx.Graph[str] = nx.Graph()
        graph.add_nodes_from(sorted(self.names))
        for (first, second), tasks in sorted(pairs.items()):
            graph.add_edge(first, second, tasks=tasks)
        return graph

    def tasks(self, first: str, second: str) -> list[str]:
        """What both are named for; tasks that one of them leads come first."""
        found: list[str] = self.graph[first][second]["tasks"]
        return sorted(found, key=lambda task: "LEAD" not in (one["role"] for one in self.printed(task, first, second)))

    def printed(self, task: str, first: str, second: str) -> tuple[Row, Row]:
        """How two bodies are named for a task; for an item in a row that names both, if there is one, else in the first of each."""
        ours, theirs = self.named[task][first], self.named[task][second]
        both = [(one, other) for one in ours for other in theirs if one["task"] == other["task"]]
        return both[0] if both else (ours[0], theirs[0])

    def strength(self, way: Sequence[str]) -> tuple[int, int]:
        """The fewest tasks that a step of a way shares, and all of them."""
        counts = [len(self.graph[first][second]["tasks"]) for first, second in _steps(way)]
        return min(counts), sum(counts)


def run(session: Session, given: Given) -> Result:
    """One row for each way, step and task; `paths` holds the ways as lists of unit ids, `found` how many there are."""
    districts = find_districts(session, given.texts("district"))
    firsts = find_bodies(session, given.text("unit"), districts, [])
    others = find_bodies(session, given.text("other"), districts, [])
    title = session.say("path_title", unit=given.text("unit"), other=given.text("other"))
    pairs = [(one, other) for one in firsts for other in others if one.district == other.district and not set(one.ids) & set(other.ids)]
    if not pairs:
        alike = any(set(one.ids) & set(other.ids) for one in firsts for other in others)
        return Result(title, [], [session.say("path_same" if alike else "path_apart")], {"paths": []})
    places = sorted({one.district for one, _ in pairs})
    same = same_bodies(session.ask(SAME, districts=places))
    records = session.ask(DUTIES, districts=places, years=given.ints("year"))
    rows: list[Row] = []
    notes: list[str] = []
    paths: list[Row] = []
    for place in places:
        own = [record for record in records if record["district"] == place]
        shared = _Shared(own, same, given.flag("collectives"), "item" if given.flag("items") else "task")
        for one, other in pairs:
            if one.district == place:
                _answer(session, shared, (one, other), same, (rows, notes, paths))
    notes.append(session.say("path_how_items" if given.flag("items") else "path_how"))
    notes.append(session.say("path_collectives" if given.flag("collectives") else "path_named"))
    return Result(title, rows, notes, {"paths": paths})


def _answer(session: Session, shared: _Shared, pair: tuple[Body, Body], same: dict[str, str], into: tuple[list[Row], list[str], list[Row]]) -> None:
    """The ways between two bodies of one district, as rows, a sentence, and lists of ids."""
    rows, notes, paths = into
    first, last = (same.get(body.ids[0], body.ids[0]) for body in pair)
    ways, more = _ways(shared, first, last)
    names = {"unit": pair[0].called, "other": pair[1].called}
    if not ways:
        notes.append(session.say("path_none_items" if shared.by == "item" else "path_none", **names))
        return
    for way in ways:
        number = len(paths) + 1
        paths.append({"path": number, "units": way, "names": [shared.names[unit] for unit in way]})
        rows += _rows(shared, way, number)
    tasks = len(shared.tasks(*ways[0])) if len(ways[0]) == 2 else 0
    said = "path_together" if tasks else "path_steps_more" if more else "path_steps"
    what = session.say("path_items" if shared.by == "item" else "path_tasks")
    notes.append(session.say(said, **names, what=what, tasks=tasks, steps=len(ways[0]) - 1, ways=len(ways)))
    if not tasks:
        notes += [session.say("path_way", path=one["path"], way=" → ".join(one["names"])) for one in paths[-len(ways) :]]


def _ways(shared: _Shared, first: str, last: str) -> tuple[list[list[str]], bool]:
    """The strongest of the shortest ways, best first, and whether there are more of this length."""
    import networkx as nx

    if first not in shared.graph or last not in shared.graph or not nx.has_path(shared.graph, first, last):
        return [], False
    found = list(islice(nx.all_shortest_paths(shared.graph, first, last), LOOKED_AT))
    found.sort(key=lambda way: ([-one for one in shared.strength(way)], [shared.names[unit] for unit in way], way))
    return found[:MOST_PATHS], len(found) > MOST_PATHS


def _rows(shared: _Shared, way: Sequence[str], number: int) -> Iterator[Row]:
    for step, (first, second) in enumerate(_steps(way), start=1):
        tasks = shared.tasks(first, second)
        for task in tasks if len(way) == 2 else tasks[:MOST_TASKS]:
            one, other = shared.printed(task, first, second)
            yield {
                "path": number, "step": step, "district": one["district"], "town": one["town"] or None, "year": one["year"],
                "unit": shared.names[first], "role": one["role"], "partner": shared.names[second], "partner_role": other["role"],
                "count": len(tasks), "number": one["number"], "partner_number": other["number"], "title": one["title"] or None, "content": one["content"],
                "quote": one["quote"], "partner_quote": other["quote"], "document": one["document"],
                "page": one["page"] if one["page"] is not None else one["task_page"], "task": one["task"], "partner_task": other["task"],
                "unit_id": first, "partner_id": second,
            }  # fmt: skip


def _steps(way: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(way))


def _parameter(name: str, says: str) -> Parameter:
    return Parameter(name, "text", says, positional=True, required=True)


_EXAMPLE: dict[str, Any] = {"unit": "区教育局", "other": "区融媒体中心", "district": "云川区"}

QUERY = Query(
    name="path",
    title="两个单位之间的联系",
    description="两个单位怎样通过共同的任务连在一起：有共同任务的列出任务，没有的列出经过的单位最少的几条路径和每一步的任务、出处。",
    parameters=(
        _parameter("unit", "一个单位的名称、简称或拼音首字母"),
        _parameter("other", "另一个单位的名称、简称或拼音首字母"),
        DISTRICT,
        YEAR,
        Parameter("items", "flag", "按事项计：同一事项的不同行分别点名的也算一起点名；不给则按具体要求（行）计"),
        Parameter("collectives", "flag", "“各街镇”“各部门”等统称也可以作为中间的一环"),
    ),
    columns=(
        Column("path", "int"),
        Column("step", "int"),
        Column("district", shown=False),
        Column("town", shown=False),
        Column("year", "int"),
        Column("unit"),
        Column("role"),
        Column("partner"),
        Column("partner_role"),
        Column("count", "int", label="shared_tasks"),
        Column("number"),
        Column("partner_number", shown=False),
        Column("title", shown=False),
        Column("content"),
        Column("quote", shown=False),
        Column("partner_quote", shown=False),
        Column("document"),
        Column("page", "int"),
        Column("task", shown=False),
        Column("partner_task", shown=False),
    ),
    example=Example("区教育局和区融媒体中心怎样连在一起", _EXAMPLE),
    run=run,
    cypher=(SAME, DUTIES),
    extra={"paths": {"type": "array", "description": "每条路径经过的单位"}},
)
