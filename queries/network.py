"""Who must work together, as a network of units: brokers by betweenness, clusters by modularity."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from queries.base import DISTRICT, TOWN, YEAR, Column, Example, Given, Query, Result, Row, Session
from queries.names import find_districts, find_towns
from queries.partners import ROWS
from queries.together import DUTIES, SAME, Work, work

if TYPE_CHECKING:
    import networkx

BROKERS = 3  # units that a note names
DIGITS = 4  # of a betweenness


def run(session: Session, given: Given) -> Result:
    """One row for each unit of a district's network, the greatest broker first; `edges` holds the network itself."""
    districts, towns = find_districts(session, given.texts("district")), find_towns(session, given.texts("town"))
    done = work(session, districts, given.ints("year"), towns, rows=given.flag("rows"))
    rows: list[Row] = []
    edges: list[Row] = []
    notes: list[str] = []
    for place in sorted({(one["district"], one["town"]) for one in done.printed.values()}):
        if place[1] and not towns:
            continue  # a town's own document is no part of the district's figures
        graph = _graph(done, place)
        own = _measured(session, graph, done, place)
        _add_opens(own, given)
        rows += own
        edges += _edges(graph, done, place)
        notes += _notes(session, own, place)
    scope = session.listed(districts) or session.say("overload_scope_all")
    notes.append(session.say("network_how_rows" if given.flag("rows") else "network_how"))
    return Result(session.say("network_title", scope=scope), rows, notes, {"edges": edges})


def _graph(done: Work, place: tuple[str, str]) -> networkx.Graph[str]:
    """Units that are named for the same things in the documents of a place; `count` on an edge says for how many."""
    import networkx as nx  # a quarter of a second: only this question needs it

    counts: dict[tuple[str, str], int] = {}
    graph: networkx.Graph[str] = nx.Graph()
    for key, named in done.of.items():
        printed = done.printed[key]
        if (printed["district"], printed["town"]) != place:
            continue
        units = sorted(unit for unit in named if done.units[unit]["kind"] != "collective")
        graph.add_nodes_from(units)
        for pair in combinations(units, 2):
            counts[pair] = counts.get(pair, 0) + 1
    # Measures break ties by the order of nodes and edges: it must not depend on the order of documents.
    ordered: networkx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(graph.nodes))
    for (first, second), count in sorted(counts.items()):
        ordered.add_edge(first, second, count=count, distance=1.0 / count)
    return ordered


def _edges(graph: networkx.Graph[str], done: Work, place: tuple[str, str]) -> list[Row]:
    """The network as rows: two units and how much they share."""
    rows: list[Row] = []
    for first, second in graph.edges:
        names = {"unit": done.units[first]["unit"], "partner": done.units[second]["unit"]}
        ids = {"unit_id": first, "partner_id": second}
        rows.append({"district": place[0], "town": place[1] or None, **names, "count": graph[first][second]["count"], **ids})
    return rows


def _measured(session: Session, graph: networkx.Graph[str], done: Work, place: tuple[str, str]) -> list[Row]:
    import networkx as nx

    between: Mapping[str, float] = nx.betweenness_centrality(graph, weight="distance")
    clusters = _clusters(graph, done)
    rows = []
    for unit in graph.nodes:
        others = graph[unit]
        cluster, centre = clusters[unit]
        strongest = sorted(others, key=lambda other: (-others[other]["count"], done.units[other]["unit"]))[:3]
        row: dict[str, Any] = {
            "district": place[0],
            "town": place[1] or None,
            "unit": done.units[unit]["unit"],
            "kind": done.units[unit]["kind"],
            "partners": len(others),
            "count": sum(others[other]["count"] for other in others),
            "betweenness": round(between[unit], DIGITS),
            "cluster": cluster,
            "cluster_of": centre,
            "closest": [done.units[other]["unit"] + session.say("bracketed", text=others[other]["count"]) for other in strongest],
            "unit_id": unit,
        }
        rows.append(row)
    rows.sort(key=lambda row: (-row["betweenness"], -row["partners"], -row["count"], row["unit"]))
    for row in rows:
        row["rank"] = 1 + sum(other["betweenness"] > row["betweenness"] for other in rows)
    return rows


def _add_opens(rows: list[Row], given: Given) -> None:
    """Add to each row, in `opens`, the question that lists its partners and what is shared: {figure: {"query", "params"}}."""
    for row in rows:
        params: Row = {"unit": row["unit"], "district": [row["district"]], "year": given.ints("year"), "town": [row["town"] or ""], "rows": given.flag("rows")}
        told = {"query": "partners", "params": {name: value for name, value in params.items() if value not in ([], [""], False)}}
        row["opens"] = {name: told for name in ("partners", "count") if row[name]}


def _clusters(graph: networkx.Graph[str], done: Work) -> dict[str, tuple[int, str]]:
    """For each unit the number of its cluster, 1 for the largest, and the name of the unit with most in common inside it."""
    from networkx.algorithms.community import greedy_modularity_communities

    groups = [sorted(group) for group in greedy_modularity_communities(graph, weight="count")] if graph.edges else []
    groups += [[unit] for unit in graph.nodes if not any(unit in group for group in groups)]
    found: dict[str, tuple[int, str]] = {}
    for number, group in enumerate(sorted(groups, key=lambda group: (-len(group), group)), start=1):
        strength = {unit: sum(graph[unit][other]["count"] for other in graph[unit] if other in group) for unit in group}
        centre = min(group, key=lambda unit: (-strength[unit], done.units[unit]["unit"]))
        found |= dict.fromkeys(group, (number, done.units[centre]["unit"]))
    return found


def _notes(session: Session, rows: list[Row], place: tuple[str, str]) -> list[str]:
    called = place[1] or place[0]
    brokers = [row["unit"] for row in rows[:BROKERS] if row["betweenness"] > 0]
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["cluster"], []).append(row)
    real = [group for _, group in sorted(groups.items()) if len(group) > 1]
    alone = sum(len(group) == 1 for group in groups.values())
    if not rows:
        return []
    notes = [session.say("network_count", place=called, units=len(rows), clusters=len(real), alone=alone)]
    if brokers:
        notes.append(session.say("network_brokers", place=called, brokers=session.listed(brokers)))
    return notes


QUERY = Query(
    name="network",
    title="协作网络",
    description="把同一事项中一起点名的单位连成网络：每个单位的协作单位数、居间程度（介数）和所在群组；统称不参加。",
    parameters=(DISTRICT, YEAR, ROWS, TOWN),
    columns=(
        Column("district"),
        Column("town", shown=False),
        Column("unit"),
        Column("kind"),
        Column("partners", "int"),
        Column("count", "int", label="joint"),
        Column("betweenness", "float"),
        Column("rank", "int"),
        Column("cluster", "int"),
        Column("cluster_of"),
        Column("closest", "strings"),
    ),
    example=Example("云川区 2025 年哪些单位要协作", {"district": "云川区", "year": 2025}),
    run=run,
    cypher=(SAME, DUTIES),
    extra={"edges": {"type": "array", "items": {"type": "object"}, "description": "两个单位同时被点名的事项数"}},
)
