"""The graph page: it starts from what is asked, opens neighbours on a click, and never moves what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from queries.base import DISTRICT, YEAR, Example, Parameter, Session
from queries.coverage import need_years
from queries.names import find_districts, find_theme, unknown
from viz.explorer.graph_near import near
from viz.explorer.graph_rows import DISTRICTS, DOCUMENTS, THEMES, Picture, Place, Reader, place_of
from viz.explorer.graph_start import around, by_document, by_theme, of_district, of_task, overview
from viz.explorer.pages import render
from viz.explorer.spec import Asked, Screen, crumbs
from viz.source import Row
from viz.unit import the_unit

MOST = ("100", "300", "1000", "3000")  # nodes of a first picture; more are no picture any longer
USUAL = "300"
PLAIN = 300  # rows of the list for readers without script
SUBJECTS = ("unit", "theme", "document", "task")


def data(asked: Asked) -> Row:
    """Nodes with their places, edges, and a sentence about them; made once for each state of the store."""
    key = ("graph", repr(asked.echo()), asked.lang)
    made: Row = asked.shelf.kept(key, lambda: _made(asked), lambda row: len(row["nodes"]) + len(row["edges"]))
    return made


def _made(asked: Asked) -> Row:
    reader = Reader(asked)
    need_years(Session(asked.shelf.store(), lang=asked.lang), asked.given.ints("year"), _districts(reader), [])
    subject = next((name for name in SUBJECTS if asked.given.text(name)), "")
    start: Mapping[str, Callable[[Reader], tuple[Picture, str]]] = {
        "unit": _of_unit, "theme": _of_theme, "document": _of_document, "task": _of_task, "": _of_place,
    }  # fmt: skip
    picture, says = start[subject](reader)
    middle = next((node["label"] for node in picture.nodes.values() if node.get("middle")), "") if subject or asked.given.texts("district") else ""
    title = asked.words["graph_title"].format(name=middle) if middle else asked.words["graph_all"]
    plain = picture.to_json()
    left = asked.words["joined"].join(asked.words[f"graph_left_{kind}"].format(n=count) for kind, count in picture.left.items())
    wider = next((most for most in MOST if int(most) > int(asked.given.text("most"))), "") if left else ""
    return {"query": "graph", "title": title, "params": asked.echo(), "says": says, "left_says": left, "wider": wider, **plain}


def _of_unit(reader: Reader) -> tuple[Picture, str]:
    asked = reader.asked
    source, given = asked.source(), asked.given
    answer = source.ask("obligations", unit=given.text("unit"), district=_districts(reader), year=given.ints("year"))
    name, district = the_unit(answer, given.text("unit"))
    own = {row["task"]: row for row in answer["rows"]}
    names = {name, *(row["unit"] for row in answer["rows"])}
    records = [row for row in source.ask("units", district=[district])["rows"] if row["unit"] == name]
    middle = near(reader, sorted(records, key=lambda row: row["town"] or "")[0]["id"]).node
    known = {row["task"]: row for row in source.tasks([district], given.ints("year"))}
    tasks = [known.get(task) or row for task, row in own.items()]
    printed = [row for row in source.printed([district], given.ints("year")) if row["unit"] not in names]
    picture = around(reader, middle, _surest(tasks, own), printed, by_theme(reader), own, _most(asked))
    direct = sum(row["reach"] == "direct" for row in own.values())
    partners = sum(node["kind"] in ("unit", "collective") for node in picture.nodes.values()) - 1
    return picture, asked.words["graph_says_unit"].format(name=name, direct=direct, other=len(own) - direct, partners=partners)


def _surest(tasks: list[Row], own: Mapping[str, Row]) -> list[Row]:
    """Named tasks before those that come through a collective, else as they were."""
    reaches = ("direct", "inferred", "collective", "possible")
    return sorted(tasks, key=lambda task: reaches.index(own[task["task"]]["reach"]))


def _of_theme(reader: Reader) -> tuple[Picture, str]:
    asked = reader.asked
    session = Session(asked.shelf.store(), lang=asked.lang)
    name = find_theme(session, asked.given.text("theme"))
    records = {row["name"]: row for row in reader.read(THEMES)}
    if name is None:
        unknown("主题", asked.given.text("theme"), records, "zeren themes")
    scope: Any = (_districts(reader), asked.given.ints("year"), name)
    tasks, printed = asked.source().tasks(*scope), asked.source().printed(*scope)
    picture = around(reader, reader.theme(records[name], len(tasks)), _in_order(tasks), printed, by_document(reader), {}, _most(asked))
    return picture, _counted(asked, picture, name, len(tasks))


def _of_document(reader: Reader) -> tuple[Picture, str]:
    asked, wanted = reader.asked, reader.asked.given.text("document")
    records = [row for row in reader.read(DOCUMENTS) if wanted in (row["document"], row["title"], row["id"])]
    if not records:
        unknown("文件", wanted, [row["document"] for row in reader.read(DOCUMENTS)], "zeren documents")
    record = records[0]
    scope = ([record["district"]] if record["district"] else [], [record["year"]] if record["year"] else [])
    tasks = [row for row in asked.source().tasks(*scope) if row["document"] == record["document"]]
    printed = [row for row in asked.source().printed(*scope) if row["document"] == record["document"]]
    picture = around(reader, reader.document(record, len(tasks)), _in_order(tasks), printed, by_theme(reader), {}, _most(asked))
    return picture, _counted(asked, picture, record["title"] or record["document"], len(tasks))


def _of_task(reader: Reader) -> tuple[Picture, str]:
    shown = reader.asked.ask("show", task=reader.asked.given.text("task"))
    found = near(reader, shown.extra["tasks"][0]["task"])
    picture = of_task(found.node, [one for rows in found.kinds.values() for one in rows], _most(reader.asked))
    named = len(found.kinds.get("unit", ()))
    return picture, reader.asked.words["graph_says_task"].format(name=found.node["label"], n=named)


def _of_place(reader: Reader) -> tuple[Picture, str]:
    asked = reader.asked
    districts, years = _districts(reader), asked.given.ints("year")
    if len(districts) != 1:
        picture = overview(reader, districts)
        counts = {kind: sum(node["kind"] == kind for node in picture.nodes.values()) for kind in ("district", "year")}
        tasks = sum(node["n"] for node in picture.nodes.values() if node["kind"] == "year")
        return picture, asked.words["graph_says_all"].format(districts=counts["district"], years=counts["year"], tasks=tasks)
    (district,) = districts
    tasks = [row for row in asked.source().tasks(districts, years) if not row["town"]]
    printed = [row for row in asked.source().printed(districts, years) if not row["town"]]
    middle = reader.year(Place(district, ""), years[0], len(tasks)) if len(years) == 1 else _district(reader, district, len(tasks))
    if len(years) == 1:
        middle["label"] = asked.words["graph_place_year"].format(place=district, year=years[0])
    picture = of_district(reader, middle, tasks, printed, _most(asked))
    return picture, _counted(asked, picture, middle["label"], len(tasks))


def _district(reader: Reader, name: str, tasks: int) -> Row:
    records = [row for row in reader.read(DISTRICTS) if place_of(row) == Place(name, "")]
    return reader.district(records[0], tasks)


def _districts(reader: Reader) -> list[str]:
    asked = reader.asked
    return find_districts(Session(asked.shelf.store(), lang=asked.lang), asked.given.texts("district"))


def _in_order(tasks: Iterable[Row]) -> list[Row]:
    return sorted(tasks, key=lambda row: (-(row["year"] or 0), row["district"] or "", row["document"] or "", row["ordinal"] or 0, row["task"]))


def _most(asked: Asked) -> int:
    return int(asked.given.text("most"))


def _counted(asked: Asked, picture: Picture, name: str, tasks: int) -> str:
    units = sum(node["kind"] == "unit" for node in picture.nodes.values())
    groups = sum(node["kind"] == "collective" for node in picture.nodes.values())
    return asked.words["graph_says"].format(name=name, tasks=tasks, units=units, groups=groups)


def page(asked: Asked, data: Row) -> str:
    """The page around the picture; the list of what is drawn stands in it for readers without script, too."""
    urls, given = asked.urls, asked.echo()
    scope = {name: given.get(name) for name in ("district", "year")}
    links = {
        "near": urls.file("neighbours", "json", **scope), "path": urls.file("path", "json"), "nodes": urls.file("nodes", "json"), "search": urls.search(),
        "pathPage": urls.page("path"), "graph": urls.page("graph"),
    }  # fmt: skip
    wider = urls.page("graph", **{**given, "most": data["wider"]}) if data["wider"] else ""
    return render(
        "graph", urls, title=data["title"], here="graph", crumbs=crumbs(asked, (data["title"], "")), picture={**data, "edges": _packed(data)}, links=links, wider=wider,
        says=data["says"], left=data["left_says"], plain=data["nodes"][:PLAIN], json_href=urls.file("graph", "json", **given), example=None,
    )  # fmt: skip


def _packed(data: Row) -> list[list[Any]]:
    """Edges as [place of source, place of target, kind, role, reach, n, quiet]: ids are long, and edges many."""
    place = {node["id"]: at for at, node in enumerate(data["nodes"])}
    return [[place[edge["source"]], place[edge["target"]], *(edge.get(name, 0) for name in ("kind", "role", "reach", "n")), int(edge.get("quiet", False))]
            for edge in data["edges"]]  # fmt: skip


GRAPH = Screen(
    name="graph", title={"zh": "关系图", "en": "Graph"},
    description="区、单位、任务、主题和文件的关系图：从所问的对象开始，点开一个节点看与它相连的，筛选、找两个单位之间的路径、存成图片。",
    parameters=(
        Parameter("unit", "text", "从这个单位开始：名称、简称或拼音首字母"), Parameter("theme", "text", "从这个主题开始，例如 政策解读"),
        Parameter("document", "text", "从这份文件开始：文件名或标题"), Parameter("task", "text", "从这项任务开始：任务编号，或“文件名 序号”"),
        DISTRICT, YEAR, Parameter("most", "choice", "一开始最多画多少个节点", default=USUAL, choices=MOST),
    ),
    example=Example("区教育局的关系图", {"unit": "区教育局", "district": "云川区", "year": 2025}), data=data, page=page,
)  # fmt: skip
