"""分工调整测算: what the workload of units would be if duties were moved from one unit to another. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import UsageError
from graph.model import ROLES
from queries.account import ITEM
from queries.base import Column, Result, Row, Session
from queries.names import Body, find_bodies
from queries.peers import compare
from queries.plans import Paper, find_paper

DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE u.id IN $units AND r.basis <> 'issuer'
RETURN u.id AS unit, t.id AS task, t.document AS document_id, t.number AS number, t.item AS item_number, {ITEM} AS item,
       t.district AS district, t.town AS town, t.year AS year, type(r) AS role"""
_HINT = '写成 任务=甲>乙，例如 --what-if "yunchuan-2025 8=区民政局>区教育局"'
_COUNTS = ("direct", "items", "lead", "responsible", "cooperate")
COLUMNS = (
    Column("district"),
    Column("town", shown=False),
    Column("year", "int"),
    Column("unit"),
    Column("kind"),
    Column("direct_before", "int"),
    Column("direct", "int", label="direct_after"),
    Column("items_before", "int", shown=False),
    Column("items", "int", shown=False),
    Column("lead_before", "int", shown=False),
    Column("lead", "int", shown=False),
    Column("load_before", "float"),
    Column("load", "float", label="load_after"),
    Column("peer_median", "float", shown=False),
    Column("ratio_before", "float", shown=False),
    Column("ratio", "float", shown=False),
    Column("score_before", "float"),
    Column("score", "float", label="score_after"),
    Column("rank_before", "int", shown=False),
    Column("rank", "int"),
    Column("flag_before", "bool", shown=False),
    Column("flag", "bool"),
)


@dataclass(frozen=True, slots=True)
class _Move:
    """A duty that goes from one body to another, both of the document's district."""

    paper: Paper
    giver: Body
    taker: Body


def suppose(session: Session, moves: Sequence[str], rows: list[Row]) -> Result:
    """One row for each unit whose figures would change, those concerned first, with the figures before and after.

    `rows` are those of `overload` for everything that is compared; loads, scores and flags are worked out anew. Raises
    UsageError for a move that cannot be: the giver does not have the task.
    """
    parsed = [_parse(session, text) for text in moves]
    units = sorted({move.giver.ids[0] for move in parsed} | {move.taker.ids[0] for move in parsed})
    duties = session.ask(DUTIES, units=units)
    if session.dry:
        return Result(session.say("what_if_title"), [], [], columns=COLUMNS)
    held = {(duty["unit"], duty["task"]): duty for duty in duties}
    notes: list[str] = []
    for move in parsed:
        notes.append(_apply(session, move, held))
    after = [dict(row) for row in rows]
    touched = {
        (unit, move.paper.year, move.paper.town): body
        for move in parsed
        for unit, body in ((move.giver.ids[0], move.giver), (move.taker.ids[0], move.taker))
    }
    for key, body in touched.items():
        _recount(after, key, body, list(held.values()))
    compare(session, after)
    before = {(row["unit_id"], row["year"], row["town"]): row for row in rows}
    changed = [_both(row, before.get((row["unit_id"], row["year"], row["town"]))) for row in after]
    shown = [row for row in changed if _differs(row)]
    names = {(unit, year, town or None) for unit, year, town in touched}
    shown.sort(key=lambda row: ((row["unit_id"], row["year"], row["town"]) not in names, -row["load"], row["unit"]))
    return Result(session.say("what_if_title"), shown, [*notes, session.say("what_if_how")], columns=COLUMNS)


def _parse(session: Session, text: str) -> _Move:
    found = re.fullmatch(r"(.+?)[=＝](.+?)[>＞](.+)", text.strip())
    if found is None:
        raise UsageError(f"看不懂调整：{text}", hint=_HINT)
    paper = find_paper(session, found[1].strip())
    if not paper.number:
        raise UsageError(f"没有写明是哪一项任务：{found[1].strip()}", hint=_HINT)
    towns = [paper.town] if paper.town else []
    giver, taker = (find_bodies(session, name.strip(), [paper.district], towns)[0] for name in (found[2], found[3]))
    return _Move(paper, giver, taker)


def _apply(session: Session, move: _Move, held: dict[tuple[str, str], Row]) -> str:
    """Move the duty among `held`; the sentence that says so. A duty that the taker has already keeps the stronger role."""
    taker = move.taker.ids[0]
    mine = [
        duty
        for (unit, _), duty in held.items()
        if unit in move.giver.ids and duty["document_id"] == move.paper.id
        and (duty["number"] == move.paper.number or duty["item_number"] == move.paper.number)
    ]  # fmt: skip
    called = f"{move.paper.stem} {move.paper.number}"
    if not mine:
        raise UsageError(f"{move.giver.called}没有直接点名的任务 {called}", hint=f'用 zeren show "{called}" 看这一项写了谁')
    for duty in mine:
        del held[duty["unit"], duty["task"]]
        old = held.get((taker, duty["task"]))
        role = min((duty["role"], *([old["role"]] if old else [])), key=ROLES.index)
        held[taker, duty["task"]] = {**duty, "unit": taker, "role": role}
    numbers = "、".join(duty["number"] for duty in mine)
    return session.say(
        "what_if_move", document=move.paper.stem, numbers=numbers, giver=move.giver.called, taker=move.taker.called
    )


def _recount(rows: list[Row], key: tuple[str, int | None, str], body: Body, duties: Sequence[Row]) -> None:
    """Write the counts of one body anew; a body that had nothing gets a row."""
    unit, year, town = key
    own = [duty for duty in duties if (duty["unit"], duty["year"], duty["town"]) == key]
    counts = {
        "direct": len(own),
        "items": len({duty["item"] for duty in own}),
        **{role.lower(): sum(duty["role"] == role for duty in own) for role in ROLES},
    }
    for row in rows:
        if (row["unit_id"], row["year"], row["town"] or "") == key:
            row.update(counts)
            return
    empty = dict.fromkeys(("inferred", "inherited", "possible", "themes", "partners", "busiest_count"), 0)
    near = next((row for row in rows if (row["district"], row["year"], row["town"] or "") == (body.district, year, town)), {})
    totals = {name: near.get(name, 0) for name in ("document_tasks", "document_items")}
    place = {"district": body.district, "town": town or None, "year": year, "unit": body.name, "kind": body.kind, "unit_id": unit}
    none: Row = {"busiest_month": None, "months": {}, "coordinating": False, "government": False, "also": [], "sole_themes": []}
    rows.append({**place, **empty, **totals, **counts, **none})


def _both(row: Row, before: Row | None) -> Row:
    old = before or {**dict.fromkeys(_COUNTS, 0), "load": 0.0, "ratio": 0.0, "score": None, "rank": None, "flag": False}
    return {**row, **{f"{name}_before": old[name] for name in (*_COUNTS, "load", "ratio", "score", "rank", "flag")}}


def _differs(row: Row) -> bool:
    return any(row[name] != row[f"{name}_before"] for name in (*_COUNTS, "load", "score", "rank", "flag"))
