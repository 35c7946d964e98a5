"""分工调整测算: what the workload of units would be if duties were moved from one unit to another. Nothing is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.errors import UsageError
from queries.base import Column, Result, Row, Session
from queries.figures import plain_number
from queries.moves import CYPHER as MOVES
from queries.moves import Board, Key, Move, Moved, apply, changes, members_of, read
from queries.names import called, find_bodies
from queries.peers import aside, compare, groups
from queries.plans import find_paper
from queries.workload import UNITS, row_of

_HINT = '写成 任务=甲>乙，例如 --what-if "yunchuan-2025 8=区民政局>区教育局"'
CYPHER = (*MOVES, UNITS)
_COUNTS = ("direct", "items", "lead", "responsible", "cooperate", "inherited", "possible")  # the last is never sure
_MEASURES = ("load", "ratio", "score", "rank", "flag")
_THROUGH = ("inherited_before", "inherited_after")  # only worth a column where they change
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
    Column("inherited_before", "int"),
    Column("inherited_after", "int"),
    Column("possible_before", "int", shown=False),
    Column("possible", "int", shown=False),
    Column("load_before", "float"),
    Column("load", "float", label="load_after"),
    Column("peer_median", "float", shown=False),
    Column("ratio_before", "float", shown=False),
    Column("ratio", "float", shown=False),
    Column("score_before", "float"),
    Column("score", "float", label="score_after"),
    Column("rank_before", "int", shown=False),
    Column("rank", "int", shown=False),
    Column("flag_before", "bool"),
    Column("flag", "bool", label="flag_after"),
)


def suppose(session: Session, moves: Sequence[str], rows: list[Row]) -> Result:
    """One row for each unit whose own figures or flag would change, those that give or take first, with the figures before
    and after. A collective has no row: what it gives or takes changes what its members have through it.

    `rows` are those of `overload` for everything that is compared; loads, scores and flags are worked out anew. Raises
    UsageError for a move that cannot be: the giver does not have the task, or is the taker.
    """
    parsed = [_parse(session, text) for text in moves]
    board = read(session, parsed)
    units = {record["unit"]: record for record in session.ask(UNITS, districts=sorted({move.paper.district for move in parsed}))}
    if session.dry:
        return Result(session.say("what_if_title"), [], [], columns=COLUMNS)
    printed = {task: dict(named) for task, named in board.named.items()}
    notes = [note for move in parsed for note in _told(session, move, apply(board, move))]
    changed = changes(board, printed)
    after = _counted(rows, changed, units)
    compare(session, after)
    before = {_key(row): row for row in rows}
    both = [_both(row, before.get(_key(row))) for row in after]
    bodies = {unit for move in parsed for unit in (*move.giver.ids, *move.taker.ids)}
    shown = sorted((row for row in both if _differs(row)), key=lambda row: (row["unit_id"] not in bodies, -row["load"], row["unit"]))
    notes += _collectives(session, parsed, board, changed)
    notes += _flags(session, rows, both) + _peers(session, rows, both)
    if not shown:
        notes.append(session.say("what_if_none"))
    through = any(row["inherited"] != row["inherited_before"] for row in shown)
    columns = tuple(replace(column, shown=column.shown and (through or column.name not in _THROUGH)) for column in COLUMNS)
    return Result(session.say("what_if_title"), shown, [*notes, session.say("what_if_how")], columns=columns)


def _parse(session: Session, text: str) -> Move:
    found = re.fullmatch(r"(.+?)[=＝](.+?)[>＞](.+)", text.strip())
    if found is None:
        raise UsageError(f"看不懂调整：{text}", hint=_HINT)
    paper = find_paper(session, found[1].strip())
    if not paper.number:
        raise UsageError(f"没有写明是哪一项任务：{found[1].strip()}", hint=_HINT)
    towns = [paper.town] if paper.town else []
    giver, taker = (find_bodies(session, name.strip(), [paper.district], towns)[0] for name in (found[2], found[3]))
    return Move(paper, giver, taker)


def _told(session: Session, move: Move, moved: Moved) -> list[str]:
    """What was moved, and what the taker had already: there one duty less remains."""
    joined = session.say("joined")
    names = {"document": move.paper.stem, "giver": move.giver.called, "taker": move.taker.called}
    notes = [session.say("what_if_move", numbers=joined.join(moved.numbers), **names)]
    roles: dict[tuple[str, str], list[str]] = {}
    for number, old, role in moved.had:
        roles.setdefault((old, role), []).append(number)
    for (old, role), numbers in roles.items():
        words = {"old": session.words.value(old), "role": session.words.value(role)}
        key = "what_if_had" if old == role else "what_if_had_stronger"
        notes.append(session.say(key, numbers=joined.join(numbers), count=len(numbers), **names, **words))
    return notes


def _counted(rows: list[Row], changed: Mapping[Key, Counter[str]], units: Mapping[str, Row]) -> list[Row]:
    """Copies of the rows with the figures that change; a unit that had nothing gets a row, where what it gets is sure."""
    after = [dict(row) for row in rows]
    by_key = {_key(row): row for row in after}
    for key, counts in changed.items():
        row = by_key.get(key)
        if row is None and any(counts[name] for name in ("direct", "inherited")) and key[0] in units:
            unit, year, town = units[key[0]], int(key[1] or 0), key[2]
            empty = dict.fromkeys((*_COUNTS, "inferred", "themes", "partners"), 0)
            row = {**row_of(unit, (key[0], year, town), empty, Counter()), "also": [], "sole_themes": []}
            place = (row["district"], row["year"], row["town"])
            near: Row = next((one for one in rows if (one["district"], one["year"], one["town"]) == place), {})
            row |= {name: near.get(name, 0) for name in ("document_tasks", "document_items")}
            after.append(row)
        if row is not None:
            row.update({name: row[name] + counts[name] for name in _COUNTS})
    return after


def _key(row: Row) -> Key:
    return row["unit_id"], row["year"], row["town"] or ""


def _both(row: Row, before: Row | None) -> Row:
    none: Row = {**dict.fromkeys(_COUNTS, 0), "load": 0.0, "ratio": 0.0, "score": None, "rank": None, "flag": False}
    old = before or none
    then = {"inherited_after": row["inherited"]}
    return {**row, **then, **{f"{name}_before": old[name] for name in (*_COUNTS, *_MEASURES)}}


def _differs(row: Row) -> bool:
    """Whether what the unit surely owes changes, or its flag; not where only the others moved around it."""
    return any(row[name] != row[f"{name}_before"] for name in (*_COUNTS[:-1], "flag"))


def _collectives(session: Session, moves: Sequence[Move], board: Board, changed: Mapping[Key, Counter[str]]) -> list[str]:
    """What happens to the members of the collectives that give or take."""
    notes = []
    for move in moves:
        for body in (move.giver, move.taker):
            if body.kind != "collective":
                continue
            sure, possible = members_of(board, body.ids[0], move.paper.year)
            other = {unit for (unit, _, _), counts in changed.items() if counts["inherited"]}
            fields = {"collective": body.called, "sure": len(sure), "count": len(other & set(sure)), "possible": len(possible)}
            notes.append(session.say("what_if_collective" if sure else "what_if_unchecked", **fields))
    return list(dict.fromkeys(notes))


def _flags(session: Session, rows: list[Row], both: Sequence[Row]) -> list[str]:
    """Who is flagged now and was not, and the reverse: because of its own tasks, or because of those of its peers."""
    found: dict[str, dict[str, list[str]]] = {}
    causes = _causes(session, rows, both)
    for row in both:
        if row["flag"] != row["flag_before"]:
            own = row["load"] > row["load_before"] if row["flag"] else row["load"] < row["load_before"]
            key = f"what_if_flag_{'on' if row['flag'] else 'off'}{'' if own else '_peers'}"
            cause = "" if own else causes.get(_group(row), "")
            found.setdefault(key, {}).setdefault(cause, []).append(called(row["unit"], row["district"], row["town"] or ""))
    return [session.say(key, units=session.listed(names), cause=cause) for key, of in sorted(found.items()) for cause, names in of.items()]


def _peers(session: Session, rows: list[Row], both: Sequence[Row]) -> list[str]:
    """That others only moved in score or rank, and by what measure that changed."""
    only = [row for row in both if not _differs(row) and (row["score"], row["rank"]) != (row["score_before"], row["rank_before"])]
    if not only:
        return []
    causes = _causes(session, rows, both)
    named = dict.fromkeys(_group(row) for row in only)
    told = [
        session.say("what_if_group", place=town or district, kind=session.words.code("kind", kind), cause=causes[district, town, year, kind])
        for district, town, year, kind in named
        if (district, town, year, kind) in causes
    ]
    return [session.say("what_if_others", count=len(only), causes=session.listed(told) or session.say("what_if_ranks"))]


def _group(row: Row) -> tuple[str, str | None, int | None, str]:
    return row["district"], row["town"], row["year"], row["kind"]


def _causes(session: Session, rows: list[Row], both: Sequence[Row]) -> dict[tuple[str, str | None, int | None, str], str]:
    """For each group of peers whose measures change, how: the median and the MAD of their loads, how many they are."""
    found = {}
    old = groups(rows)
    for group, now in groups(both).items():
        one, other = (next((row for row in part if not aside(row)), None) for part in (old.get(group, []), now))
        if one is None or other is None:
            continue
        parts = [
            session.say(f"what_if_{name}", before=plain_number(one[name]), after=plain_number(other[name]))
            for name in ("load_median", "load_mad", "peers")
            if one[name] != other[name]
        ]
        if parts:
            found[group] = session.listed(parts)
    return found
