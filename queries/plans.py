"""From what a person types to a document, or to one item of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.errors import UnknownName
from queries.base import Row, Session
from queries.coverage import need_documents
from queries.names import called_so, homes_of, place_named, unknown

DOCUMENTS = """MATCH (d:Document)
RETURN d.id AS id, d.stem AS stem, d.title AS title, d.doc_no AS doc_no, d.district AS district, d.town AS town, d.year AS year"""
TASK = """MATCH (t:Task)
WHERE t.id = $number OR t.number = $number OR t.caption = $name OR t.caption STARTS WITH $headed
RETURN t.id AS id, t.item AS item, t.number AS number, t.document AS document, t.caption AS caption"""


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
    """The document that `text` names by stem, title, number or id, or the newest one of a town or district; a task by its id,
    its caption, or a number behind its document.

    A lone number is enough where one document has it. Raises UnknownName.
    """
    documents = session.lookup(DOCUMENTS)
    found = _document(documents, text) or _newest(session, documents, text)
    if found is not None:
        return _paper(found)
    words = text.split()
    hits = session.lookup(TASK, name=text, number=words[-1], headed=f"{text} ")
    captioned = [hit for hit in hits if (hit["caption"] or "").startswith(text)]
    if captioned:
        hits = captioned
    elif len(words) > 1:
        of = _document(documents, " ".join(words[:-1]))
        hits = [hit for hit in hits if of is not None and hit["document"] == of["id"]]
    by_id = {row["id"]: row for row in documents}
    places = {(hit["document"], hit["item"] or hit["number"], hit["number"]) for hit in hits if hit["document"] in by_id}
    if len(places) > 1:
        near = tuple(sorted(f"{by_id[document]['stem']} {number}" for document, _, number in places))[:5]
        raise UnknownName(f"有几份文件都有第 {captioned[0]['number'] if captioned else words[-1]} 项", hint=f"请写明文件：{'、'.join(near)}", nearest=near)
    for document, item, number in places:
        return _paper(by_id[document], item, number)
    need_documents(session)
    if len(words) > 1 and _document(documents, " ".join(words[:-1])) is not None:
        return unknown("任务", text, (), "zeren owners 词语 或 zeren documents")
    return unknown("文件或任务", text, [row["stem"] for row in documents], "zeren documents")


def _document(documents: list[Row], text: str) -> Row | None:
    wanted = re.sub(r"\s+", "", text)
    for names in (("id", "stem"), ("doc_no",), ("title",)):
        hits = [row for row in documents if wanted in [re.sub(r"\s+", "", row[name] or "") for name in names]]
        if hits:
            return hits[0]
    return None


def _newest(session: Session, documents: list[Row], text: str) -> Row | None:
    """The newest document of a town, or of a district itself, with this name; None where there is none. Raises UnknownName
    where the newest year has several, or several districts have the name."""
    homes = homes_of(session)
    own = [
        row for row in documents
        if (place_named(row["town"], text) if row["town"] else called_so(row["district"] or "", homes.get(row["district"], ""), text))
    ]
    districts = sorted({row["district"] for row in own if not row["town"]})
    if len(districts) > 1:
        raise UnknownName(f"“{text}”可以指几个区", hint=f"请写明是哪一个：{'、'.join(districts)}", nearest=tuple(districts))
    newest = [row for row in own if row["year"] == max((one["year"] or 0 for one in own), default=0)] or own
    if len(newest) > 1:
        near = tuple(sorted(row["stem"] for row in newest))[:5]
        raise UnknownName(f"“{text}”这一年有几份文件", hint=f"请写明文件：{'、'.join(near)}", nearest=near)
    return newest[0] if newest else None


def _paper(row: Row, item: str = "", number: str = "") -> Paper:
    return Paper(row["id"], row["stem"], row["district"] or "", row["town"] or "", row["year"], item, number)
