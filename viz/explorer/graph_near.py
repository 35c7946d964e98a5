"""What hangs on one node of the graph page: its neighbours of each kind, a page of them at a time, and what is printed about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import UnknownName, UsageError
from queries.base import DISTRICT, YEAR, Example, Parameter
from viz.explorer.graph_rows import DISTRICTS, DOCUMENT, IN_YEARS, TASK, THEME, UNIT, Picture, Place, Reader, place_of
from viz.explorer.pages import render
from viz.explorer.spec import Asked, Screen, crumbs
from viz.source import Row

PAGE = 12  # neighbours of a kind that come at once
MOST_AT_ONCE = 200  # nodes that are asked for by id

DUTY = "type(r) AS role, r.basis AS basis, r.possible AS governed, r.mention AS mention, r.evidence AS quote, r.page AS page, r.part AS part"
IN_PLACE = f"(size($districts) = 0 OR t.district IN $districts) AND {IN_YEARS}"
UNIT_TASKS = f"MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) WHERE u.id = $id AND {IN_YEARS} RETURN {TASK}, {DUTY}"
UNIT_GROUPS = f"MATCH (v:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(u:Unit) WHERE v.id = $id RETURN DISTINCT type(m) AS how, {UNIT}"
UNIT_MEMBERS = f"MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(v:Unit) WHERE v.id = $id RETURN DISTINCT type(m) AS how, {UNIT}"
UNIT_SAME = f"""MATCH (v:Unit)-[:SAME_BODY]->(u:Unit) WHERE v.id = $id RETURN {UNIT}
UNION ALL MATCH (u:Unit)-[:SAME_BODY]->(v:Unit) WHERE v.id = $id RETURN {UNIT}"""
UNIT_DISTRICT = """MATCH (u:Unit)-[:IN_DISTRICT]->(p:District) WHERE u.id = $id
RETURN p.id AS id, p.name AS name, p.level AS level, p.parent AS parent"""
UNIT_ISSUED = f"MATCH (d:Document)-[:ISSUED_BY]->(u:Unit) WHERE u.id = $id RETURN {DOCUMENT}"
TASK_UNITS = f"MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) WHERE t.id = $id RETURN {UNIT}, {DUTY}, r.position AS position"
TASK_THEMES = f"MATCH (t:Task)-[a:ABOUT]->(h:Theme) WHERE t.id = $id RETURN {THEME}, a.position AS position"
TASK_DOCUMENTS = f"MATCH (t:Task)-[:STATED_IN]->(d:Document) WHERE t.id = $id RETURN {DOCUMENT}"
TASK_ROWS = f"MATCH (t:Task)-[:PART_OF]->(x:Task) WHERE x.id = $id RETURN {TASK}"
TASK_ITEM = f"MATCH (x:Task)-[:PART_OF]->(t:Task) WHERE x.id = $id RETURN {TASK}"
TASK_FROM = f"MATCH (x:Task)-[:DERIVES_FROM]->(t:Task) WHERE x.id = $id RETURN {TASK}"
TASK_INTO = f"MATCH (t:Task)-[:DERIVES_FROM]->(x:Task) WHERE x.id = $id RETURN {TASK}"
THEME_TASKS = f"MATCH (t:Task)-[a:ABOUT]->(h:Theme) WHERE h.id = $id AND {IN_PLACE} RETURN {TASK}"
THEME_UNITS = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)-[:ABOUT]->(h:Theme) WHERE h.id = $id AND {IN_PLACE}
RETURN {UNIT}, type(r) AS role, count(DISTINCT t.id) AS shared"""
DOCUMENT_TASKS = f"MATCH (t:Task)-[:STATED_IN]->(d:Document) WHERE d.id = $id RETURN {TASK}"
DOCUMENT_ISSUER = f"MATCH (d:Document)-[:ISSUED_BY]->(u:Unit) WHERE d.id = $id RETURN {UNIT}"
PLACE_YEARS = "MATCH (t:Task) WHERE t.district = $district AND t.town = $town RETURN t.year AS year, count(t) AS n"
PLACE_KINDS = "MATCH (u:Unit) WHERE u.district = $district AND u.town = $town RETURN u.kind AS unit_kind, count(u) AS n"
PLACE_PARTS = """MATCH (p:District)-[:PART_OF]->(o:District) WHERE o.id = $id AND p.level IN ['district', 'town']
RETURN p.id AS id, p.name AS name, p.level AS level, p.parent AS parent"""
YEAR_DOCUMENTS = f"MATCH (d:Document) WHERE d.district = $district AND d.town = $town AND d.year = $year RETURN {DOCUMENT}"
YEAR_THEMES = f"""MATCH (t:Task)-[a:ABOUT]->(h:Theme) WHERE t.district = $district AND t.town = $town AND t.year = $year AND a.position = 0
RETURN {THEME}, count(t) AS shared"""
YEAR_UNITS = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) WHERE t.district = $district AND t.town = $town AND t.year = $year
RETURN {UNIT}, type(r) AS role, count(t) AS shared"""
GROUP_UNITS = f"MATCH (u:Unit) WHERE u.district = $district AND u.town = $town AND u.kind = $unit_kind RETURN {UNIT}"
ONE_UNIT = f"MATCH (u:Unit) WHERE u.id = $id RETURN {UNIT}, u.full_name AS full_name, u.aliases AS aliases, u.functions AS functions"
ONE_TASK = f"""MATCH (t:Task)-[:STATED_IN]->(d:Document) WHERE t.id = $id
RETURN {TASK}, t.part AS part, t.page AS page, t.section AS section, t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind,
       d.title AS document_title, d.doc_no AS doc_no, d.completeness AS completeness"""
ONE_THEME = f"MATCH (h:Theme) WHERE h.id = $id RETURN {THEME}, h.description AS description, h.synonyms AS synonyms"
ONE_DOCUMENT = f"""MATCH (d:Document) WHERE d.id = $id
RETURN {DOCUMENT}, d.doc_no AS doc_no, d.issuer AS issuer, d.date AS date, d.completeness AS completeness"""
SOME_UNITS = f"MATCH (u:Unit) WHERE u.id IN $ids RETURN {UNIT}"
SOME_TASKS = f"MATCH (t:Task) WHERE t.id IN $ids RETURN {TASK}"

Found = list[tuple[Row, list[Row]]]  # a neighbour, and its edges to the node


@dataclass(frozen=True, slots=True)
class Near:
    """Everything around a node: the node itself, what is printed about it, and its neighbours by kind, the nearest first."""

    node: Row
    details: Row
    kinds: dict[str, Found]


def near(reader: Reader, node: str) -> Near:
    """What hangs on a node, by its id. Raises UnknownName for an id that the graph does not have."""
    made = {"year": _year, "group": _group}
    stored = {"unit": _unit, "task": _task, "theme": _theme, "doc": _document, "district": _district}
    prefix = node.partition(":")[0]
    order = [made[prefix]] if prefix in made else [stored[kind] for kind in sorted(stored, key=lambda kind: kind != prefix)]
    found = next((one for read in order if (one := read(reader, node))), None)
    if found is None:
        raise UnknownName(f"图库里没有编号为“{node}”的节点", hint="文件重新读入后编号可能变了：回到关系图重新搜索")
    return Near(found.node, found.details, {kind: rows for kind, rows in found.kinds.items() if rows})


def _unit(reader: Reader, node: str) -> Near | None:
    record = _one(reader, ONE_UNIT, node)
    if record is None:
        return None
    tasks = sorted(reader.read(UNIT_TASKS, id=node, years=_years(reader)), key=_task_order)
    groups = [(reader.unit(row), [_edge("member", node, row["id"], **_reach(row))]) for row in _by_name(_sure(reader.read(UNIT_GROUPS, id=node)))]
    members = [(reader.unit(row), [_edge("member", row["id"], node, **_reach(row))]) for row in _by_duties(_sure(reader.read(UNIT_MEMBERS, id=node)))]
    same = [(reader.unit(row), [_edge("same", node, row["id"])]) for row in _by_name(reader.read(UNIT_SAME, id=node))]
    issued = [(reader.document(row), [_edge("issued", row["id"], node)]) for row in _by_name(reader.read(UNIT_ISSUED, id=node), "document")]
    places = [(reader.district(row), [_edge("in", node, row["id"])]) for row in reader.read(UNIT_DISTRICT, id=node)]
    details = {"full_name": record["full_name"], "aliases": list(record["aliases"] or ()), "functions": list(record["functions"] or ()), "tasks": len(tasks)}
    duties = [(reader.task(row), [_edge("duty", node, row["id"], **_said(row))]) for row in tasks]
    return Near(reader.unit(record), details, {"task": duties, "collective": groups, "unit": [*same, *members], "document": issued, "district": places})


def _task(reader: Reader, node: str) -> Near | None:
    record = _one(reader, ONE_TASK, node)
    if record is None:
        return None
    roles = ("LEAD", "RESPONSIBLE", "COOPERATE")
    records = sorted(reader.read(TASK_UNITS, id=node), key=lambda row: (roles.index(row["role"]), row["position"] or 0, row["name"]))
    units = [(reader.unit(row), [_edge("duty", row["id"], node, **_said(row))]) for row in records]
    themes = [(reader.theme(row), [_edge("about", node, row["id"])]) for row in sorted(reader.read(TASK_THEMES, id=node), key=lambda row: row["position"])]
    documents = [(reader.document(row), [_edge("stated", node, row["id"])]) for row in reader.read(TASK_DOCUMENTS, id=node)]
    kin: Found = []
    for text, kind, outward in ((TASK_ITEM, "part", True), (TASK_ROWS, "part", False), (TASK_FROM, "derives", True), (TASK_INTO, "derives", False)):
        for row in sorted(reader.read(text, id=node), key=_task_order):
            kin.append((reader.task(row), [_edge(kind, node, row["id"]) if outward else _edge(kind, row["id"], node)]))
    details = {name: record[name] for name in ("number", "title", "content", "part", "page", "document_title", "doc_no", "completeness")}
    details |= {"due": str(record["due"]) if record["due"] and record["due_kind"] != "year" else None, "due_text": record["due_text"] or None, "section": list(record["section"] or ()),
                "themes": list(record["themes"] or ()), "document_href": reader.urls.document(record)}  # fmt: skip
    details["who"] = [{"unit": row["name"], "id": row["id"], "kind": row["unit_kind"], **_said(row)} for row in records]
    return Near(reader.task(record), details, {"unit": units, "theme": themes, "document": documents, "task": kin})


def _theme(reader: Reader, node: str) -> Near | None:
    record = _one(reader, ONE_THEME, node)
    if record is None:
        return None
    scope: Any = {"districts": reader.asked.given.texts("district"), "years": _years(reader)}
    tasks = sorted(reader.read(THEME_TASKS, id=node, **scope), key=_task_order)
    details = {"description": record["description"], "synonyms": list(record["synonyms"] or ()), "tasks": len(tasks)}
    found = [(reader.task(row), [_edge("about", row["id"], node)]) for row in tasks]
    return Near(reader.theme(record, len(tasks)), details, {"unit": _shares(reader, node, reader.read(THEME_UNITS, id=node, **scope)), "task": found})


def _document(reader: Reader, node: str) -> Near | None:
    record = _one(reader, ONE_DOCUMENT, node)
    if record is None:
        return None
    tasks = sorted(reader.read(DOCUMENT_TASKS, id=node), key=_task_order)
    issuers = [(reader.unit(row), [_edge("issued", node, row["id"])]) for row in reader.read(DOCUMENT_ISSUER, id=node)]
    details = {"doc_no": record["doc_no"], "issuer": record["issuer"], "date": str(record["date"]) if record["date"] else None,
               "completeness": record["completeness"], "tasks": len(tasks)}  # fmt: skip
    found = [(reader.task(row), [_edge("stated", row["id"], node)]) for row in tasks]
    return Near(reader.document(record, len(tasks)), details, {"task": found, "unit": issuers})


def _district(reader: Reader, node: str) -> Near | None:
    record = next((row for row in reader.read(DISTRICTS) if row["id"] == node and row["level"] in ("district", "town")), None)
    if record is None:
        return None
    place = place_of(record)
    params: Any = {"district": place.district, "town": place.town}
    counts = sorted((row for row in reader.read(PLACE_YEARS, **params) if row["year"]), key=lambda row: -row["year"])
    years = [(reader.year(place, row["year"], row["n"]), [_edge("in", f"year:{place.key}|{row['year']}", node, n=row["n"])]) for row in counts]
    kinds = sorted(reader.read(PLACE_KINDS, **params), key=lambda row: (row["unit_kind"] == "collective", -row["n"], row["unit_kind"]))
    groups = [(reader.group(place, row["unit_kind"], row["n"]), [_edge("in", f"group:{place.key}|{row['unit_kind']}", node, n=row["n"])]) for row in kinds]
    parts = [(reader.district(row), [_edge("part", row["id"], node)]) for row in _by_name(reader.read(PLACE_PARTS, id=node))]
    total = sum(row["n"] for row in counts)
    return Near(reader.district(record, total), {"tasks": total}, {"year": years, "group": groups, "district": parts})


def _year(reader: Reader, node: str) -> Near | None:
    district, town, year = [*node.partition(":")[2].split("|"), "", ""][:3]
    if not year.isdigit():
        return None
    place = Place(district, town)
    params: Any = {"district": district, "town": town, "year": int(year[:4])}
    documents = [(reader.document(row), [_edge("in", row["id"], node)]) for row in _by_name(reader.read(YEAR_DOCUMENTS, **params), "document")]
    records = sorted(reader.read(YEAR_THEMES, **params), key=lambda row: (-row["shared"], row["name"]))
    if not documents and not records:
        return None
    themes = [(reader.theme(row, row["shared"]), [_edge("in", row["id"], node, n=row["shared"])]) for row in records]
    total = sum(row["n"] for row in reader.read(PLACE_YEARS, district=district, town=town) if row["year"] == params["year"])
    made = reader.year(place, int(year[:4]), total)
    return Near(made, {"tasks": total}, {"document": documents, "theme": themes, "unit": _shares(reader, node, reader.read(YEAR_UNITS, **params))})


def _group(reader: Reader, node: str) -> Near | None:
    district, town, kind = [*node.partition(":")[2].split("|"), "", ""][:3]
    records = _by_duties(reader.read(GROUP_UNITS, district=district, town=town, unit_kind=kind))
    if not records:
        return None
    units = [(reader.unit(row), [_edge("in", row["id"], node)]) for row in records]
    return Near(reader.group(Place(district, town), kind, len(units)), {}, {"unit": units})


def _shares(reader: Reader, node: str, records: Sequence[Row]) -> Found:
    """Units with an edge for each role that says for how many tasks; those with most first, collectives last."""
    by_unit: dict[str, list[Row]] = {}
    for row in sorted(records, key=lambda row: row["role"]):
        by_unit.setdefault(row["id"], []).append(row)
    order = sorted(by_unit.values(), key=lambda rows: (rows[0]["unit_kind"] == "collective", -sum(row["shared"] for row in rows), rows[0]["name"], rows[0]["id"]))
    return [(reader.unit(rows[0]), [_edge("share", row["id"], node, role=row["role"], n=row["shared"]) for row in rows]) for rows in order]


def _edge(kind: str, source: str, target: str, **more: Any) -> Row:
    picture = Picture()
    picture.join(kind, source, target, **more)
    return next(iter(picture.edges.values()))


def _said(row: Row) -> Row:
    """What an edge of a duty carries: role, how sure it is, and the printed words with their page."""
    reach = "inferred" if row["basis"] == "issuer" else "possible" if row["governed"] else "direct"
    return {"role": row["role"], "reach": reach, "mention": row["mention"], "quote": row["quote"], "page": row["page"], "part": row["part"]}


def _reach(row: Row) -> Row:
    return {"reach": "possible" if row["how"] == "MAY_BE_MEMBER_OF" else "collective"}


def _sure(rows: Sequence[Row]) -> list[Row]:
    """One row for each unit: sure where any year's roster says so."""
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row["how"] != "MEMBER_OF"):
        found.setdefault(row["id"], row)
    return list(found.values())


def _task_order(row: Row) -> tuple[Any, ...]:
    return -(row["year"] or 0), row["district"] or "", row["town"] or "", row["document"] or "", row["ordinal"] or 0, row["id"]


def _by_name(rows: Sequence[Row], name: str = "name") -> list[Row]:
    return sorted(rows, key=lambda row: (row[name] or "", row["id"]))


def _by_duties(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row["n"], row["name"], row["id"]))


def _one(reader: Reader, text: str, node: str) -> Row | None:
    return next(iter(reader.read(text, id=node)), None)


def _years(reader: Reader) -> list[int]:
    return reader.asked.given.ints("year")


def _number(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) < 9):
        raise UsageError(f"skip 应是数字：{text}", hint="例如 skip=12")
    return int(text or 0)


def data(asked: Asked) -> Row:
    """The node, what is printed about it, and of each kind of neighbour how many there are and one page of them."""
    node, wanted, skip = asked.given.text("node"), asked.given.text("kind"), _number(asked.given.text("skip"))
    key = ("near", node, tuple(asked.given.texts("district")), tuple(asked.given.ints("year")), asked.lang)
    make: Callable[[], Near] = lambda: near(Reader(asked), node)  # noqa: E731 - it needs its type
    found: Near = asked.shelf.kept(key, make, lambda made: sum(len(rows) for rows in made.kinds.values()))
    picture = Picture()
    counts = {}
    for kind, rows in found.kinds.items():
        counts[kind] = len(rows)
        if wanted in ("", kind):
            for neighbour, edges in rows[skip : skip + PAGE]:
                picture.add(neighbour)
                picture.edges.update((edge["id"], edge) for edge in edges)
    page = {"node": found.node, "details": found.details, "counts": counts, "page": PAGE, "skip": skip}
    return {"query": "neighbours", **page, "nodes": list(picture.nodes.values()), "edges": list(picture.edges.values())}


def some(asked: Asked) -> Row:
    """Units and tasks by their ids, in the order asked for; what the graph does not have is passed over."""
    reader, ids = Reader(asked), asked.given.texts("id")[:MOST_AT_ONCE]
    nodes = {row["id"]: reader.unit(row) for row in reader.read(SOME_UNITS, ids=ids)}
    nodes |= {row["id"]: reader.task(row) for row in reader.read(SOME_TASKS, ids=ids)}
    return {"query": "nodes", "nodes": [nodes[one] for one in dict.fromkeys(ids) if one in nodes]}


def page(asked: Asked, data: Row) -> str:
    """The nodes as a list; the graph page shows them as a picture."""
    title = asked.words["graph_near"].format(name=data["node"]["label"]) if "node" in data else asked.screen.title[asked.lang]
    return render("graph_near", asked.urls, title=title, here="", crumbs=crumbs(asked, (title, "")), plain=data["nodes"])


KINDS = ("unit", "collective", "task", "theme", "document", "district", "year", "group")
SKIP = Parameter("skip", "text", "从第几个开始，0 为第一个")

NEIGHBOURS = Screen(
    name="neighbours", title={"zh": "相邻节点", "en": "Neighbours"}, description="关系图里一个节点的相邻节点：每一类先给出一部分和总数，以及文件里怎么写的。",
    parameters=(
        Parameter("node", "text", "节点编号，例如 unit:…、task:…，见关系图的 JSON", positional=True, required=True),
        Parameter("kind", "choice", "只要这一类", choices=KINDS), SKIP, DISTRICT, YEAR,
    ),
    example=Example("云川区有哪些年份和单位", {"node": "year:云川区||2025"}), data=data, page=page,
)  # fmt: skip
NODES = Screen(
    name="nodes", title={"zh": "节点", "en": "Nodes"}, description="按编号取关系图里的单位和任务。",
    parameters=(Parameter("id", "texts", "单位或任务的编号，可以重复"),),
    example=Example("云川区教育局", {"id": "unit:eaf4ff1ed3452013254c"}), data=some, page=page,
)  # fmt: skip
