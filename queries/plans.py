"""From what a person types to a document, or to one item of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.errors import UnknownName
from queries.base import Row, Session
from queries.names import unknown

DOCUMENTS = """MATCH (d:Document)
RETURN d.id AS id, d.stem AS stem, d.title AS title, d.doc_no AS doc_no, d.district AS district, d.town AS town, d.year AS year"""
TASK = "MATCH (t:Task) WHERE t.id = $name OR t.number = $name RETURN t.id AS id, t.item AS item, t.number AS number, t.document AS document"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document; `number` is the one task that is meant and `item` the item that it belongs to, "" for
    the whole document."""

    id: str
    stem: str
    district: str
    town: str
    year: int | None
    item: str = ""
    number: str = ""


def find_paper(session: Session, text: str) -> Paper:
    """The document that `text` names by stem, title, number or id; a task by its id, or a number behind its document.

    A lone number is enough where one document has it. Raises UnknownName.
    """
    documents = session.lookup(DOCUMENTS)
    found = _document(documents, text)
    if found is not None:
        return _paper(found)
    words = text.split()
    hits = session.lookup(TASK, name=words[-1])
    if len(words) > 1:
        of = _document(documents, " ".join(words[:-1]))
        hits = [hit for hit in hits if of is not None and hit["document"] == of["id"]]
    by_id = {row["id"]: row for row in documents}
    places = {(hit["document"], hit["item"] or hit["number"], hit["number"]) for hit in hits if hit["document"] in by_id}
    if len(places) > 1:
        near = tuple(sorted(f"{by_id[document]['stem']} {words[-1]}" for document, _, _ in places))[:5]
        raise UnknownName(f"有几份文件都有第 {words[-1]} 项", hint=f"请写明文件：{'、'.join(near)}", nearest=near)
    for document, item, number in places:
        return _paper(by_id[document], item, number)
    return unknown("文件或任务", text, [row["stem"] for row in documents], "zeren documents")


def _document(documents: list[Row], text: str) -> Row | None:
    wanted = re.sub(r"\s+", "", text)
    for names in (("id", "stem"), ("doc_no",), ("title",)):
        hits = [row for row in documents if wanted in [re.sub(r"\s+", "", row[name] or "") for name in names]]
        if hits:
            return hits[0]
    return None


def _paper(row: Row, item: str = "", number: str = "") -> Paper:
    return Paper(row["id"], row["stem"], row["district"] or "", row["town"] or "", row["year"], item, number)
