"""Small extractions of an invented district, built by hand, loaded with the real names and themes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.load import ForgetReport, LoadReport, forget, load
from graph.model import Assignment, Coverage, Deadline, DocumentInfo, Extraction, Part, Role, Target, Task, ThemeHit
from graph.names.gazetteer import Gazetteer, load_gazetteer
from graph.names.themes import load_themes
from graph.store import Store

ROLE_OF: dict[str, Role] = {"牵头": "LEAD", "责任": "RESPONSIBLE", "配合": "COOPERATE"}
DISTRICT = "云川区"
TITLE = "2024年云川区政务公开工作要点"


@lru_cache(maxsize=1)
def names() -> Gazetteer:
    """The shipped names and those of the invented district."""
    return load_gazetteer(Path(__file__).with_name("yunchuan.yaml"))


def assignment(mention: str, role: Role = "RESPONSIBLE", **more: Any) -> Assignment:
    """One printed name with its role; canonical name and group as the names tell."""
    known = names().resolve(mention, district=DISTRICT)
    values: dict[str, Any] = {"mention": mention, "unit": known.name, "role": role, "group": known.group, "basis": "column"}
    values |= {"evidence": f"责任单位：{mention}", "span": (0, len(mention))}
    return Assignment(**(values | more))


def assignments(text: str) -> tuple[Assignment, ...]:
    """牵头:区教育局;责任:区司法局、各街镇 -> three assignments; without a role word all are responsible."""
    found = []
    for piece in filter(None, text.split(";")):
        word, _, mentions = piece.rpartition(":")
        found += [assignment(mention, ROLE_OF.get(word, "RESPONSIBLE")) for mention in mentions.split("、")]
    return tuple(found)


def task(key: str, title: str | None, content: str, units: str = "", part: Part = "body", **more: Any) -> Task:
    """One printed task; N.M belongs to N unless `parent` says otherwise."""
    values: dict[str, Any] = {
        "key": key,
        "parent": key.rpartition(".")[0] or None,
        "part": part,
        "title": title,
        "content": content,
        "section": ("一、做好公开",),
        "assignments": assignments(units),
        "due_text": None,
        "due": None,
        "deadlines": (),
        "targets": (),
        "themes": (ThemeHit("政策解读", "cue", "解读", 0.8),),
        "span": (0, len(content)),
        "page": 1,
    }
    return Task(**(values | more))


def whole_year(year: int = 2024) -> dict[str, Any]:
    """The deadline 全年, as fields of a task."""
    deadline = Deadline("全年", "year", None, None, None, (0, 2))
    return {"due_text": "全年", "due": date(year, 12, 31), "deadlines": (deadline,)}


def may(year: int = 2024) -> dict[str, Any]:
    """The deadline 5月底前, as fields of a task."""
    deadline = Deadline("5月底前", "point", None, date(year, 5, 31), None, (0, 5))
    return {"due_text": "5月底前", "due": date(year, 5, 31), "deadlines": (deadline,)}


def target(text: str, value: float, unit: str) -> Target:
    """At least `value` of something."""
    return Target(text, "活动", ">=", value, unit, None, None, (0, 3))


def extraction(tasks: Sequence[Task], **more: Any) -> Extraction:
    """A document of the district with these tasks; `more` are particulars of DocumentInfo, or `text`."""
    text = str(more.pop("text", "".join(task.content for task in tasks)))
    info: dict[str, Any] = {
        "path": "docs/yunchuan-2024.txt",
        "sha256": hashlib.sha256((text + str(more)).encode()).hexdigest(),
        "format": "txt",
        "title": TITLE,
        "doc_no": "云府办〔2024〕9号",
        "issuer": "云川区人民政府办公室",
        "province": None,
        "city": "澜江市",
        "district": DISTRICT,
        "code": None,
        "town": None,
        "year": 2024,
        "date": date(2024, 4, 18),
        "kind": "要点",
    }
    return Extraction(DocumentInfo(**(info | more)), tuple(tasks), (), Coverage(len(text), 0.9), text)


def annex_file(tasks: Sequence[Task], **more: Any) -> Extraction:
    """The annex of the same plan, in a file of its own that prints neither number nor issuer."""
    alone: dict[str, Any] = {"path": "docs/fenjie.xlsx", "format": "xlsx", "doc_no": None, "issuer": None, "date": None}
    return extraction(tasks, **(alone | {"title": TITLE + "任务分解表", "kind": "分解表"} | more))


def put(store: Store, what: Extraction) -> LoadReport:
    """Load with the names of the invented district."""
    return load(store, what, gazetteer=names(), themes=load_themes())


def drop(store: Store, doc: str) -> ForgetReport:
    """Forget with the names of the invented district."""
    return forget(store, doc, gazetteer=names(), themes=load_themes())


def dump(store: Store) -> list[str]:
    """The whole graph as sorted lines, to compare two of them."""
    nodes = store.read("MATCH (n) RETURN n").rows
    edges = store.read("MATCH (a)-[e]->(b) RETURN a.id, e, b.id").rows
    return sorted(str(row) for row in (*nodes, *edges))
