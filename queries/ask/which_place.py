"""Which places, or which documents, something is true of: 哪个区写了牵头单位, 哪份文件印发得最晚."""

from __future__ import annotations

import re
from collections.abc import Callable

from queries.ask.asked import Asked, Kind, always
from queries.ask.bodies import names_in
from queries.ask.facts import Place, items
from queries.ask.gaps import is_open
from queries.ask.known_names import LEVELS
from queries.ask.reply import COUNT_COLUMNS, TASK_COLUMNS, Reply, task_row, union
from queries.ask.sources import COLUMNS as DOCUMENT_COLUMNS
from queries.ask.sources import called
from queries.ask.topics import Found
from queries.ask.who import WANTED
from queries.base import Row

WHICH_PAPER = re.compile(
    r"(哪|何)(一|几)?(份|个文件|个计划|个要点)|(份|个)(文件|要点|计划|方案|通知|分解表).{0,12}(最|第一个).*(哪|何)"
)
ISSUING = re.compile(r"(印|发|出|公布|成文|落款|下发|制定)")
ISSUED = re.compile(r"<U>.{0,3}(印发|发布|制发|发的|下发|出台|印的)")
FIRST = re.compile(r"(最|第一个)(早|先)|第一个")
LAST = re.compile(r"最(晚|迟|后|新|近)")
SAYS = re.compile(r"(写|标|列|印|点|给|规定|明确|有|没|未|无|缺|注|定|设|留|填)")
KIND = re.compile(r"(牵头|挑头|带头|主办|配合|协办|责任|时限|时间|期限|截止|日期|节点)")
LACKS = re.compile(r"(?<!有)(没有?|未|无|不(?!仅|但|只|光|少于)|缺|漏)")
ALL_OF_THEM = re.compile(r"(每一?(项|条|个|件)|每项|所有|全部|全都|都|各项|一律|通通|逐项)")
GREATEST = re.compile(r"最(多|高|全)")
FEWEST = re.compile(r"最(少|低)")


def which(asked: Asked) -> Reply:
    """The places that fit; the titles of the documents where the question asks for those."""
    if (FIRST.search(asked.masked) or LAST.search(asked.masked)) and ISSUING.search(asked.masked):
        return _dated(asked)
    if asked.linked.units and ISSUED.search(asked.masked):
        return _issued(asked)
    if asked.linked.units:
        return _naming(asked)
    if KIND.search(asked.masked) and SAYS.search(asked.masked) and not asked.topic:
        return _stating(asked)
    if asked.topic:
        return _about(asked)
    return _chosen(asked, asked.places, []) if asked.linked.years else asked.unknown("not_understood")


def _dated(asked: Asked) -> Reply:
    """The document that was printed first or last; of those without a date nothing is said."""
    ids = {document for place in asked.places for document in place.documents}
    rows = [row for row in asked.known.documents if row["id"] in ids and row["date"]]
    if len(rows) < 2:
        return asked.unknown("compare_alone", places=asked.place_names())
    rows.sort(key=lambda row: str(row["date"]))
    day = rows[-1 if LAST.search(asked.masked) else 0]["date"]
    found = [row for row in rows if row["date"] == day]
    whole = bool(WHICH_PAPER.search(asked.masked))
    names = union([[row["title"] or row["document"]] if whole else [row["town"] or row["district"]] for row in found])
    told = asked.names(
        asked.say("source", document=called(row), field=asked.say("field_date"), value=row["date"]) for row in rows
    )
    shown = [{column.name: row[column.name] or None for column in DOCUMENT_COLUMNS} for row in rows]
    return Reply(asked.say("which_dated", told=told, names=asked.names(names)), names, shown, columns=DOCUMENT_COLUMNS)


def _issued(asked: Asked) -> Reply:
    """The documents whose issuer is the body."""
    ids = {document for place in asked.places for document in place.documents}
    wanted = {name[1:] if name[0] in LEVELS else name for unit in asked.linked.units for name in unit.names}
    rows = [row for row in asked.known.documents if row["id"] in ids and str(row["issuer"] or "").endswith(tuple(wanted))]
    names = union(
        [
            [row["title"] or row["document"]] if WHICH_PAPER.search(asked.masked) else [row["town"] or row["district"]]
            for row in rows
        ]
    )
    shown = [{column.name: row[column.name] or None for column in DOCUMENT_COLUMNS} for row in rows]
    return Reply(_said(asked, names), names, shown, columns=DOCUMENT_COLUMNS)


def _said(asked: Asked, names: list[str]) -> str:
    return asked.say("which", names=asked.names(names)) if names else asked.say("which_none")


def _stating(asked: Asked) -> Reply:
    """Places by whether their tasks print a lead, a cooperating body, any body or a deadline: 没写 are first those that never do."""
    kind = asked.detail("stated") or "unit"
    counts: dict[str, tuple[int, int]] = {}
    rows: list[Row] = []
    for place in asked.places:
        tasks = asked.facts.tasks(place)
        told = [task for task in tasks if not is_open(asked, task, kind)]
        counts[place.name] = (len(told), len(tasks))
        rows.append(_row(place, told))
    shown = asked.names(asked.say("which_stated", place=name, count=some, of=every) for name, (some, every) in counts.items())
    names = [place.name for place in _fitting(asked, counts)]
    listed = asked.names(names) or asked.say("none")
    return Reply(
        asked.say("which_stating", gap=asked.say(f"stated_{kind}"), told=shown, names=listed), names, rows, columns=COUNT_COLUMNS
    )


def _fitting(asked: Asked, counts: dict[str, tuple[int, int]]) -> list[Place]:
    """The places whose number of stating tasks, of all their tasks, is what the question asks for."""
    said = asked.masked
    if (best := GREATEST.search(said)) or FEWEST.search(said):
        wanted = (max if best else min)(some for some, _ in counts.values())
        return [place for place in asked.places if counts[place.name][0] == wanted]
    tests: list[Callable[[int, int], bool]] = [lambda some, every: some > 0]
    if LACKS.search(said):
        tests = [lambda some, every: some == 0, lambda some, every: some < every]
    elif ALL_OF_THEM.search(said):
        tests = [lambda some, every: some == every]
    for test in tests:
        if found := [place for place in asked.places if test(*counts[place.name])]:
            return found
    return []


def _naming(asked: Asked) -> Reply:
    """Places whose tasks name the body, in the role and on the topic of the question; with 没有 those that do not."""
    wanted = set(WANTED[asked.role or "ANY"]) if asked.role != "OWNER" else set(WANTED["ANY"])
    having: list[Place] = []
    rows: list[Row] = []
    for place in asked.places:
        bodies = {name for unit in asked.linked.units for name in names_in(asked, unit, place.district)}
        tasks = asked.meant(place).tasks
        kept = [
            task for task in tasks if any(row["unit"] in bodies and row["role"] in wanted for row in asked.facts.duties([task]))
        ]
        having += [place] if kept else []
        rows += [task_row(task) for task in kept]
    if not having and not any(unit.names for unit in asked.linked.units):
        return asked.unknown("unit_absent", unit=asked.linked.units[0].words, places=asked.place_names())
    lacking = bool(LACKS.search(asked.masked))
    return _chosen(asked, [place for place in asked.places if (place in having) != lacking], rows)


def _about(asked: Asked) -> Reply:
    """Places that have tasks about the topic, or that have none; with 最多 the one that has most."""
    found = {place.name: asked.meant(place) for place in asked.places}
    printed = [one for one in found.values() if one.tasks and one.pieces == asked.topic.pieces]
    if printed:  # beside a place that prints every word, one that prints some of them is not meant
        found = {name: one if one.pieces == asked.topic.pieces else Found() for name, one in found.items()}
    tasks = {name: one.tasks for name, one in found.items()}
    if not any(tasks.values()):
        return asked.unknown("no_topic", places=asked.place_names(), words=asked.topic.words)
    lacking = LACKS.search(asked.masked) is not None
    names = [name for name, found in tasks.items() if bool(found) != lacking]
    if GREATEST.search(asked.masked) or FEWEST.search(asked.masked):
        best = (max if GREATEST.search(asked.masked) else min)(len(found) for found in tasks.values() if found)
        names = [name for name, found in tasks.items() if len(found) == best]
    rows = [_row(place, tasks[place.name]) for place in asked.places]
    key = "places_without" if lacking else "places_with"
    return Reply(
        asked.say(key, words=asked.topic.words, names=asked.names(names) or asked.say("none")), names, rows, columns=COUNT_COLUMNS
    )


def _chosen(asked: Asked, places: list[Place], rows: list[Row]) -> Reply:
    """The places as names, or the titles of their documents."""
    names = union([[place.name] for place in places])
    if WHICH_PAPER.search(asked.masked):
        ids = {document for place in places for document in place.documents}
        names = union([[row["title"] or row["document"]] for row in asked.known.documents if row["id"] in ids])
    return Reply(_said(asked, names), names, rows, columns=TASK_COLUMNS)


def _row(place: Place, tasks: list[Row]) -> Row:
    return {
        "district": place.district,
        "town": place.town or None,
        "year": place.year,
        "unit": None,
        "count": len(tasks),
        "items": items(tasks),
    }


def _of_documents(asked: Asked) -> bool:
    """Whether it asks for documents, whatever place they are of."""
    return WHICH_PAPER.search(asked.masked) is not None and "区" not in asked.masked


WHICH = Kind("which", which, by_name=always, plans=_of_documents)
