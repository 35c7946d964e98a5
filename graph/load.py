"""Puts extractions into a store, and takes documents out again. One document is one transaction.

Loading the same file twice leaves the same graph; a changed one replaces what it stated before. The order in which
files come does not matter.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from graph.counted import COUNTED, items_of, tasks_of
from graph.derive import plans_of, rederive
from graph.differences import text_notes
from graph.errors import UnknownName, UsageError
from graph.fixes.apply import About, correct, keys_of, rename
from graph.fixes.logbook import Fixes, fixes_path, read_fixes
from graph.fixes.names import fixed_names
from graph.identity import Plan, Stored, combine, completeness, own_id, plan, split
from graph.ids import theme_id
from graph.merge import merge
from graph.model import Extraction, Note
from graph.names.gazetteer import Gazetteer
from graph.names.themes import Themes
from graph.place import Place, forget_city, lonely, place_of, placed
from graph.reckoned import note_later
from graph.records import DocumentRecords, Records, stem_of
from graph.remarks import note
from graph.settle import settle
from graph.store.base import Store, Transaction
from graph.store.rows import Value

DERIVED = "DERIVES_FROM"
_OF_THE_LOAD = ("same-title", "same-document", "annex-known")  # notes that only the load itself can know


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load did.

    `new` is true for a file whose document the store did not have, `replaced` when the store's statements changed;
    neither for the same file again. `items` and `tasks` are as in `graph.counted`, `duties` counts bodies in tasks that are printed there,
    `inferred` those for which only the issuer stands, `units` the bodies that the document names. `notes` are those of
    the load, not the extraction's own.
    """

    document_id: str
    new: bool
    replaced: bool
    items: int
    tasks: int
    duties: int
    inferred: int
    units: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """What was taken out: the document and the number of its tasks (`graph.counted`)."""

    document_id: str
    title: str
    stem: str
    tasks: int


def load(store: Store, extraction: Extraction, *, gazetteer: Gazetteer, themes: Themes, fixes: Fixes | None = None) -> LoadReport:
    """Load one file's extraction in one transaction. Raises StoreError; then the store is as it was before.

    `fixes` are the decisions to follow; None means those of the file that belongs to the store.
    """
    decided = read_fixes(fixes_path(store.address)) if fixes is None else fixes
    gazetteer = fixed_names(gazetteer, decided)
    with store.transaction() as transaction:
        place, namesakes = placed(transaction, extraction.document)
        forget_city(transaction, namesakes)
        reload(transaction, namesakes, gazetteer=gazetteer, themes=themes, fixes=decided, apart=True)
        stored = _stored(transaction, extraction, place)
        found = plan(extraction, stored)
        before = [document.parts for document in stored if document.id in (found.id, *found.remove)]
        changed = not found.new and before != [found.parts]
        report = _write(transaction, found, place, gazetteer, themes, decided, changed=changed)
        _without_namesakes(transaction, {document.area for document in stored}, gazetteer, themes, decided)
        return report


def reload(
    transaction: Transaction,
    places: Collection[str],
    *,
    gazetteer: Gazetteer,
    themes: Themes,
    fixes: Fixes,
    apart: bool | None = None,
) -> int:
    """Write documents anew from what the store keeps of their files, following `fixes`; returns how many they are.

    `places` are ids of documents, or districts, cities and towns, whose documents are all meant; `apart` says whether their
    district has its city in front from now on, None that it is called as before.
    """
    names = fixed_names(gazetteer, fixes)
    where = "d.id IN $places OR d.district IN $places OR d.town IN $places"
    params: dict[str, Value] = {"places": list(places)}
    stored = _read(transaction, where, params)
    notes = {
        str(row[0]): row[1] for row in transaction.run(f"MATCH (d:Document) WHERE {where} RETURN d.id, d.notes", params).rows
    }
    for document in stored:
        said = [one for one in json.loads(str(notes[document.id])) if one["code"] in _OF_THE_LOAD]
        kept = tuple(Note(one["code"], one["message"], one["hint"], fields=one.get("fields", {})) for one in said)
        again = Plan(document.id, document.parts, (), document.stem, False, False, kept)
        place = place_of(document.parts[0].document, document.area)
        place = place if apart is None else replace(place, apart=apart and place.full != "")
        _write(transaction, again, place, names, themes, fixes, changed=True)
    return len(stored)


def forget(store: Store, doc: str, *, gazetteer: Gazetteer, themes: Themes, fixes: Fixes | None = None) -> ForgetReport:
    """Take a document out, by id, stem, number or title. An annex from a file of its own may be named by that file's stem.

    Raises UnknownName with the nearest stems and titles, UsageError when several documents have this title.
    """
    decided = read_fixes(fixes_path(store.address)) if fixes is None else fixes
    gazetteer = fixed_names(gazetteer, decided)
    with store.transaction() as transaction:
        number, stem, title = find_document(transaction, doc)
        stored = next(document for document in _read(transaction, "d.id = $id", {"id": number}) if document.id == number)
        rest = tuple(part for part in stored.parts if stem_of(part.document.path) != doc or doc == stem)
        tasks = _count(transaction, number)
        if rest and len(rest) < len(stored.parts):
            kept = Plan(own_id(rest[0]), rest, (number,), stem, False, False, ())
            place = place_of(rest[0].document, stored.area)
            tasks -= _write(transaction, kept, place, gazetteer, themes, decided, changed=True).tasks
        else:
            plans = plans_of(transaction, [number])
            areas = _remove(transaction, [number])
            settle(transaction, areas, gazetteer, [theme.name for theme in themes.all()])
            rederive(transaction, plans)
            _without_namesakes(transaction, areas, gazetteer, themes, decided)
        return ForgetReport(number, title, stem, tasks)


def _without_namesakes(transaction: Transaction, areas: Collection[str], gazetteer: Gazetteer, themes: Themes, fixes: Fixes) -> None:
    """Call districts by their names alone where the other city's district of this name is gone."""
    for district in sorted({gazetteer.bare(area) for area in areas}):
        reload(transaction, lonely(transaction, district), gazetteer=gazetteer, themes=themes, fixes=fixes, apart=False)


def _write(
    transaction: Transaction, found: Plan, place: Place, gazetteer: Gazetteer, themes: Themes, fixes: Fixes, *, changed: bool
) -> LoadReport:
    whole, renamed = rename(combine(found.parts), gazetteer, place.area)
    stem = _stem(transaction, stem_of(whole.document.path), found)
    keys = keys_of(found.id, found.parts, [stem_of(part.document.path) for part in found.parts])
    about = About(keys, place.area, place.town, gazetteer, frozenset(theme.name for theme in themes.all()))
    merged, corrected = correct(merge(whole.tasks), fixes, about)
    # Order and punctuation leave a task as it is; where body and annex say something else altogether, that is noted already.
    apart = {one.fields.get("number") for one in merged.notes if one.code == "body-annex-differs"}
    texts = [one for one in text_notes(whole.tasks) if one.code == "body-annex-text" and one.fields["number"] not in apart]
    notes = (*found.notes, *merged.notes, *texts, *note_later(merged, whole.document.date), *_annex_only(found.parts), *renamed, *corrected)
    builder = DocumentRecords(found.id, stem, place, whole, merged, gazetteer)
    records = builder.build(found.parts, notes)
    derived = _derivations(transaction, found.id)
    plans = plans_of(transaction, [found.id, *found.remove])
    areas = _remove(transaction, [found.id, *found.remove])
    _merge_themes(transaction, themes)
    _merge_records(transaction, records)
    transaction.merge_edges(DERIVED, "Task", "Task", derived)
    settle(transaction, areas | {place.area}, gazetteer, [theme.name for theme in themes.all()])
    rederive(transaction, plans | {(place.area, place.town, whole.document.year)})
    issuer = [(duty.fix or duty.basis) == "issuer" for task in merged.tasks() for duty in task.duties]
    units = len(records.nodes.get("Unit", {}))
    figures = (items_of(merged), tasks_of(merged), issuer.count(False), issuer.count(True), units)
    return LoadReport(found.id, found.new, changed, *figures, notes)


def _merge_themes(transaction: Transaction, themes: Themes) -> None:
    rows: list[dict[str, Value]] = [
        {
            "id": theme_id(theme.name),
            "name": theme.name,
            "description": theme.description,
            "synonyms": list(theme.synonyms),
            "caption": theme.name,
        }
        for theme in themes.all()
    ]
    transaction.merge_nodes("Theme", rows)


def _merge_records(transaction: Transaction, records: Records) -> None:
    for label, nodes in records.nodes.items():
        rows = list(nodes.values())
        if label in ("Unit", "Theme", "District"):
            # What several documents share is only added here, and a code where there was none; `settle` then writes what all of
            # them say together.
            text = f"MATCH (n:{label}) WHERE n.id IN $ids RETURN n.id"
            known = {row[0] for row in transaction.run(text, {"ids": list(nodes)}).rows}
            rows = [row for row in rows if row["id"] not in known or row.get("code")]
        transaction.merge_nodes(label, rows)
    for (kind, start, end), edges in records.edges.items():
        transaction.merge_edges(kind, start, end, edges)


def _stored(transaction: Transaction, extraction: Extraction, place: Place) -> list[Stored]:
    """The documents that `extraction` may belong to."""
    info = extraction.document
    where = "d.id = $id OR d.path = $path OR (d.district = $district AND d.town = $town AND d.year = $year)"
    params: dict[str, Value] = {
        "id": own_id(extraction),
        "path": info.path,
        "district": place.area,
        "town": info.town or "",
        "year": info.year if info.year is not None else -1,
    }
    return _read(transaction, where, params)


def _read(transaction: Transaction, where: str, params: dict[str, Value]) -> list[Stored]:
    text = f"MATCH (d:Document) WHERE {where} RETURN d.id AS id, d.stem AS stem, d.district AS area, d.text AS text, d.statements AS parts"
    found = []
    for row in transaction.run(text, params).dicts():
        parts = split(json.loads(str(row["parts"])), str(row["text"]))
        found.append(Stored(str(row["id"]), str(row["stem"]), str(row["area"]), parts))
    return sorted(found, key=lambda document: document.id)


def _derivations(transaction: Transaction, document: str) -> list[dict[str, Value]]:
    """Edges between this document's tasks and others: a task that comes back under its id keeps them."""
    rows: list[dict[str, Value]] = []
    for side in ("a", "b"):
        text = (
            f"MATCH (a:Task)-[e:{DERIVED}]->(b:Task) WHERE {side}.document = $id "
            "RETURN e.id AS id, a.id AS start, b.id AS stop, e.score AS score, e.method AS method"
        )
        for row in transaction.run(text, {"id": document}).dicts():
            rows.append({**{key: row[key] for key in ("id", "start", "score", "method")}, "end": row["stop"]})
    unique = {str(row["id"]): row for row in rows}
    return [unique[key] for key in sorted(unique)]


def _remove(transaction: Transaction, documents: Sequence[str]) -> set[str]:
    """Delete documents with their tasks and targets; returns the districts they were of."""
    params: dict[str, Value] = {"ids": list(documents)}
    areas = {str(row[0]) for row in transaction.run("MATCH (d:Document) WHERE d.id IN $ids RETURN d.district", params).rows}
    if areas:
        transaction.run("MATCH (t:Task)-[:HAS_TARGET]->(g:Target) WHERE t.document IN $ids DETACH DELETE g", params)
        transaction.run("MATCH (t:Task) WHERE t.document IN $ids DETACH DELETE t", params)
        transaction.run("MATCH (d:Document) WHERE d.id IN $ids DETACH DELETE d", params)
    return areas


def _annex_only(parts: Sequence[Extraction]) -> list[Note]:
    if completeness(parts) != "annex":
        return []
    return [note("annex-only")]


def _stem(transaction: Transaction, stem: str, found: Plan) -> str:
    """The file's stem, with ~2, ~3 … behind it where other documents have it; a known document keeps the one it has."""
    if found.stem is not None and found.stem.rpartition("~")[0] in (stem, "") and found.stem.startswith(stem):
        return found.stem
    text = "MATCH (d:Document) WHERE d.id <> $id AND d.stem STARTS WITH $stem RETURN d.stem"
    taken = {row[0] for row in transaction.run(text, {"id": found.id, "stem": stem}).rows}
    again, free = 1, stem
    while free in taken:
        again += 1
        free = f"{stem}~{again}"
    return free


def _count(transaction: Transaction, document: str) -> int:
    text = f"MATCH (t:Task) WHERE t.document = $id AND {COUNTED} RETURN count(t)"
    return int(str(transaction.run(text, {"id": document}).rows[0][0]))


def find_document(transaction: Transaction, doc: str) -> tuple[str, str, str]:
    """Id, stem and title of the document that `doc` names. Raises UnknownName, UsageError when several have this title."""
    text = "MATCH (d:Document) RETURN d.id AS id, d.stem AS stem, d.title AS title, d.doc_no AS doc_no, d.statements AS parts"
    rows = [{key: str(value) for key, value in row.items()} for row in transaction.run(text).dicts()]
    wanted = re.sub(r"\s+", "", doc)
    for names in (("id", "stem"), ("doc_no",), ("title",)):
        hits = [row for row in rows if wanted in [re.sub(r"\s+", "", row[name]) for name in names]]
        if len(hits) > 1:
            stems = "、".join(sorted(row["stem"] for row in hits))
            raise UsageError(f"有 {len(hits)} 份文件叫 {doc}", hint=f"请用文件名指定：{stems}")
        if hits:
            return hits[0]["id"], hits[0]["stem"], hits[0]["title"]
    for row in rows:
        if wanted in {stem_of(part["document"]["path"]) for part in json.loads(row["parts"])}:
            return row["id"], row["stem"], row["title"]
    names_known = [name for row in rows for name in (row["stem"], row["title"], row["doc_no"]) if name]
    nearest = tuple(difflib.get_close_matches(doc, names_known, n=5, cutoff=0.3))
    raise UnknownName(f"图库里没有文件 {doc}", hint="用 zeren documents 查看已有的文件", nearest=nearest)
