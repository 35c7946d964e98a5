"""What became of each decision, as far as the graph shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.fixes.apply import FIXED, UNMATCHED
from graph.fixes.logbook import MARK, UNDO, Decision, fixes_path, read_fixes
from graph.fixes.names import fixed_names
from graph.names.gazetteer import Gazetteer
from graph.store.base import Params, Rows, Store

HOLDS, UNDONE, REPLACED, LOST, PENDING, RECORD = "有效", "已撤销", "已被取代", "没有找到对象", "尚未写入图库", "撤销"
Run = Callable[[str, Params], Rows]


class Found:
    """What the graph says of decisions; read once."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @cached_property
    def notes(self) -> Mapping[tuple[str, str], str]:
        """(code, id of a decision) -> the note's message."""
        found: dict[tuple[str, str], str] = {}
        for (text,) in self._run("MATCH (d:Document) RETURN d.notes", None).rows:
            for note in json.loads(str(text or "[]")):
                number = re.match(rf"{MARK} (F\d+)", note["message"])
                if note["code"] in (FIXED, UNMATCHED) and number:
                    found[note["code"], number[1]] = note["message"]
        return found

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The sources of SAME_BODY edges."""
        return frozenset(str(row[0]) for row in self._run("MATCH (a:Unit)-[e:SAME_BODY]->(b:Unit) RETURN e.source", None).rows)

    @cached_property
    def units(self) -> frozenset[tuple[str, str]]:
        """(district, name) of every unit."""
        rows = self._run("MATCH (u:Unit) RETURN u.district, u.name", None).rows
        return frozenset((str(district), str(name)) for district, name in rows)

    @cached_property
    def joined(self) -> frozenset[frozenset[str]]:
        """The names of every two units that a SAME_BODY edge joins."""
        rows = self._run("MATCH (a:Unit)-[e:SAME_BODY]->(b:Unit) RETURN a.name, b.name", None).rows
        return frozenset(frozenset(map(str, row)) for row in rows)


@dataclass(frozen=True, slots=True)
class State:
    """A decision, one of the words above, and what there is to say about it ("" for nothing)."""

    decision: Decision
    state: str
    detail: str = ""


def holds(found: Found, decision: Decision, names: Gazetteer) -> bool:
    """Whether the graph follows this decision."""
    if (FIXED, decision.id) in found.notes:
        return True
    if decision.kind == "same":
        return decision.mark() in found.pairs
    if decision.kind == "different":
        both = [names.resolve(word, district=decision.document).name for word in decision.words()]
        return all((decision.document, name) in found.units for name in both) and frozenset(both) not in found.joined
    return False


def unmatched(found: Found, decision: Decision) -> str:
    """Why a document could not follow a decision, "" where no document says so."""
    return found.notes.get((UNMATCHED, decision.id), "")


def states(store: Store, gazetteer: Gazetteer) -> tuple[State, ...]:
    """Every decision of the store's file in order with its state. Raises DataFileError, StoreError."""
    fixes = read_fixes(fixes_path(store.address))
    found = Found(store.read)
    names = fixed_names(gazetteer, fixes)
    active = {one.id: one for one in fixes.active()}
    last = {_subject(one): one.id for one in active.values()}
    undone = {one.what: one.id for one in fixes.decisions if one.kind == UNDO}
    rows = []
    for decision in fixes.decisions:
        if decision.id not in active:
            rows.append(_inactive(decision, undone, found))
        elif last[_subject(decision)] != decision.id:
            rows.append(State(decision, REPLACED, f"以后来的 {last[_subject(decision)]} 为准"))
        elif holds(found, decision, names):
            rows.append(State(decision, HOLDS))
        else:
            rows.append(State(decision, LOST, unmatched(found, decision) or _why(decision)))
    return tuple(rows)


def _inactive(decision: Decision, undone: Mapping[str, str], found: Found) -> State:
    if decision.kind == UNDO and decision.id not in undone:
        return State(decision, RECORD, f"撤销 {decision.what}")
    if decision.kind == UNDO:
        return State(decision, UNDONE, f"由 {undone[decision.id]} 撤销")
    pending = (FIXED, decision.id) in found.notes or decision.mark() in found.pairs
    by = f"由 {undone[decision.id]} 撤销"
    return State(decision, PENDING, f"{by}；用 zeren fixes --apply 写入图库") if pending else State(decision, UNDONE, by)


def _subject(decision: Decision) -> tuple[str, ...]:
    """What a later decision of the same subject takes the place of."""
    words = decision.words()
    if decision.kind == "alias":
        return "alias", decision.document, words[0]
    if decision.kind in ("same", "different"):
        return ("pair", decision.document, *sorted(words))
    if decision.kind in ("theme", "untheme"):
        return "theme", decision.document, decision.number, words[0]
    # A role may be decided for a body that another decision added, so both stand.
    return decision.kind, decision.document, decision.number, words[0]


def _why(decision: Decision) -> str:
    if decision.number:
        return f"图库里没有文件 {decision.document}，或还没有按更正记录写入（zeren fixes --apply）"
    return f"{decision.document}现有的文件没有用到，或还没有按更正记录写入（zeren fixes --apply）"
