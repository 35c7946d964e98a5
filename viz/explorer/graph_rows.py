"""The nodes and edges of the graph page as plain data: what each kind carries, and the texts that read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.store import Value
from queries.account import COUNTED
from queries.base import Session
from queries.render.cells import clipped
from viz.explorer.spec import Asked
from viz.explorer.urls import Urls
from viz.source import Row

ROLES = ("LEAD", "RESPONSIBLE", "COOPERATE")
LABEL = 40  # characters of a task that stand beside its node

UNIT = """u.id AS id, u.name AS name, u.kind AS unit_kind, u.district AS district, u.town AS town,
       COUNT { MATCH (u)-[:LEAD|RESPONSIBLE|COOPERATE]->(x:Task) } AS n"""
TASK = """t.id AS id, t.number AS number, t.title AS title, t.content AS content, t.district AS district, t.town AS town,
       t.year AS year, t.stem AS document, t.themes AS themes, t.ordinal AS ordinal"""
THEME = "h.id AS id, h.name AS name"
DOCUMENT = "d.id AS id, d.title AS title, d.stem AS document, d.district AS district, d.town AS town, d.year AS year"
IN_YEARS = "(size($years) = 0 OR t.year IN $years)"

DISTRICTS = "MATCH (p:District) RETURN p.id AS id, p.name AS name, p.level AS level, p.parent AS parent"
PLACES = f"""MATCH (t:Task)
WHERE {COUNTED} AND {IN_YEARS}
RETURN t.district AS district, t.town AS town, t.year AS year, count(t) AS n"""
KINDS = """MATCH (u:Unit)
RETURN u.district AS district, u.town AS town, u.kind AS unit_kind, count(u) AS n"""
THEMES = "MATCH (h:Theme) RETURN h.id AS id, h.name AS name"
DOCUMENTS = f"MATCH (d:Document) RETURN {DOCUMENT}"


@dataclass(slots=True)
class Picture:
    """Nodes and edges by id, in the order in which they are drawn; `arcs` bracket the sectors of a ring around the middle.

    `left` counts by kind what was left out for want of room, `grow` is the room of labels (viz/layout.py: Plan).
    """

    nodes: dict[str, Row] = field(default_factory=dict)
    edges: dict[str, Row] = field(default_factory=dict)
    arcs: list[Row] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    grow: float = 1.0

    def add(self, node: Row) -> str:
        """Keep a node, and give its id; one that is there already stays as it is."""
        self.nodes.setdefault(node["id"], node)
        return str(node["id"])

    def join(self, kind: str, source: str, target: str, **more: Any) -> None:
        """Keep an edge. `more` may hold role, reach, n, and `quiet` for one that is drawn only when an end of it is looked at."""
        role = more.get("role") or ""
        key = f"{source}>{target}>{kind}{'>' + role if role else ''}"
        plain = {name: value for name, value in more.items() if value not in (None, "", False)}
        self.edges.setdefault(key, {"id": key, "source": source, "target": target, "kind": kind, **plain})

    def to_json(self) -> Row:
        """Plain data; edges whose ends are not both there are left out."""
        edges = [edge for edge in self.edges.values() if edge["source"] in self.nodes and edge["target"] in self.nodes]
        return {"nodes": list(self.nodes.values()), "edges": edges, "arcs": self.arcs, "left": self.left, "grow": round(self.grow, 2)}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads records for one request, and makes nodes of them with the addresses of their pages."""

    asked: Asked

    @property
    def urls(self) -> Urls:
        """Addresses in the language of the request."""
        return self.asked.urls

    def read(self, text: str, **params: Value) -> list[Row]:
        """Records of a text. Raises StoreError."""
        return Session(self.asked.shelf.store(), lang=self.asked.lang).ask(text, **params)

    def unit(self, row: Mapping[str, Any]) -> Row:
        """A unit or a collective; `n` counts the duties printed for it."""
        kind = "collective" if row["unit_kind"] == "collective" else "unit"
        return {"id": row["id"], "kind": kind, "label": row["name"], **_place(row), "unit_kind": row["unit_kind"], "n": row["n"],
                "href": self.urls.unit({"unit": row["name"], "district": row["district"], "town": row["town"]})}  # fmt: skip

    def task(self, row: Mapping[str, Any]) -> Row:
        """A task with its number and the beginning of its words."""
        label = clipped(f"{row['number'] or ''} {row['title'] or row['content'] or ''}".strip(), LABEL)
        return {"id": row["id"], "kind": "task", "label": label, **_place(row), "year": row["year"], "document": row["document"],
                "themes": list(row["themes"] or ()), "href": self.urls.task({"task": row["id"]})}  # fmt: skip

    def theme(self, row: Mapping[str, Any], n: int = 0) -> Row:
        """A theme; `n` counts the tasks that it has in what was asked."""
        given = self.asked.given.echo()
        place = {"district": given.get("district"), "year": given.get("year")}
        return {"id": row["id"], "kind": "theme", "label": row["name"], "n": n, "href": self.urls.theme(row["name"], place)}

    def document(self, row: Mapping[str, Any], n: int = 0) -> Row:
        """A document; `n` counts its tasks."""
        return {"id": row["id"], "kind": "document", "label": row["title"] or row["document"], **_place(row), "year": row["year"],
                "document": row["document"], "n": n, "href": self.urls.document({"document": row["document"]})}  # fmt: skip

    def district(self, row: Mapping[str, Any], n: int = 0) -> Row:
        """A district, or a town that has a document of its own; `n` counts its tasks."""
        return {"id": row["id"], "kind": "district", "label": row["name"], "district": row["name"] if row["level"] == "district" else row["parent"],
                "n": n, "href": self.urls.district({"district": row["name"]}) if row["level"] == "district" else ""}  # fmt: skip

    def year(self, place: Place, year: int, n: int) -> Row:
        """The tasks of a district in one year."""
        label = self.asked.words["graph_year"].format(y=year, n=n)
        return {"id": f"year:{place.key}|{year}", "kind": "year", "label": label, "district": place.district, "year": year, "n": n,
                "href": self.urls.district({"district": place.district, "year": year}) if not place.town else ""}  # fmt: skip

    def group(self, place: Place, unit_kind: str, n: int) -> Row:
        """The units of a kind in a district."""
        label = self.asked.words["graph_group"].format(kind=self.asked.words[f"kind_{unit_kind or 'other'}"], n=n)
        return {"id": f"group:{place.key}|{unit_kind}", "kind": "group", "label": label, "district": place.district, "unit_kind": unit_kind, "n": n}


@dataclass(frozen=True, slots=True)
class Place:
    """A district, or a town of it with a document of its own ("" for none)."""

    district: str
    town: str

    @property
    def key(self) -> str:
        """What the ids of its years and groups hold."""
        return f"{self.district}|{self.town}"


def place_of(record: Mapping[str, Any]) -> Place:
    """The place that a record of DISTRICTS is."""
    return Place(record["parent"], record["name"]) if record["level"] == "town" else Place(record["name"], "")


def _place(row: Mapping[str, Any]) -> Row:
    return {name: row[name] for name in ("district", "town") if row.get(name)}


def themes_of(tasks: Iterable[Mapping[str, Any]]) -> list[str]:
    """The primary themes of tasks, those with most first; "" for tasks of none."""
    counts: dict[str, int] = {}
    for task in tasks:
        name = primary(task)
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def primary(task: Mapping[str, Any]) -> str:
    """The theme under which a task is filed; "" for none."""
    themes: Sequence[str] = task["themes"] or ()
    return themes[0] if themes else ""
