"""Duties that are moved from one body to another in thought: who then owes a task by name, and who through a collective."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import UsageError
from graph.model import ROLES
from queries.account import ITEM
from queries.base import Row, Session
from queries.names import Body
from queries.plans import Paper

HELD = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE u.id IN $units AND r.basis <> 'issuer'
RETURN u.id AS unit, t.id AS task, t.document AS document_id, t.number AS number, t.item AS item_number, {ITEM} AS item,
       t.town AS town, t.year AS year, t.ordinal AS ordinal"""
NAMED = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE t.id IN $tasks
RETURN u.id AS unit, u.kind AS kind, t.id AS task, type(r) AS role, r.basis AS basis"""
MEMBERS = """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)
WHERE c.id IN $collectives
RETURN c.id AS collective, u.id AS unit, m.year AS year, type(m) AS membership"""
CYPHER = (HELD, NAMED, MEMBERS)

Key = tuple[str, int | None, str]  # unit, year, town of the documents
_ISSUER = ""  # instead of a role, where only the issuer suggests the unit


@dataclass(frozen=True, slots=True)
class Move:
    """A duty that goes from one body to another, both of the document's district."""

    paper: Paper
    giver: Body
    taker: Body

    def holds(self, duty: Row) -> bool:
        """Whether a duty is on what the move is about: the task itself or a row of the item."""
        return duty["document_id"] == self.paper.id and self.paper.number in (duty["number"], duty["item_number"])


@dataclass(slots=True)
class Board:
    """The tasks that are moved. `tasks` is what is known of each by id, in printed order; `named` who is named for it with
    which role; `collectives` those concerned, `members` theirs by year, with whether that is sure; `held` everything that
    the bodies that give or take are named for, by unit and task."""

    tasks: dict[str, Row] = field(default_factory=dict)
    named: dict[str, dict[str, str]] = field(default_factory=dict)
    collectives: set[str] = field(default_factory=set)
    members: dict[tuple[str, int | None], dict[str, bool]] = field(default_factory=dict)
    held: dict[str, dict[str, Row]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: the numbers in printed order, and those that the taker had already with its role before and now."""

    numbers: tuple[str, ...]
    had: tuple[tuple[str, str, str], ...]


def read(session: Session, moves: Sequence[Move]) -> Board:
    """Everything about the tasks that the moves are about, as the documents print it."""
    bodies = [body for move in moves for body in (move.giver, move.taker)]
    units = sorted({unit for body in bodies for unit in body.ids})
    held = session.ask(HELD, units=units)
    board = Board(held={unit: {} for unit in units}, collectives={body.ids[0] for body in bodies if body.kind == "collective"})
    for duty in sorted(held, key=lambda one: (one["document_id"], one["ordinal"] or 0, one["task"])):
        board.held[duty["unit"]][duty["task"]] = duty
        if any(move.holds(duty) for move in moves):
            board.tasks.setdefault(duty["task"], duty)
    for duty in session.ask(NAMED, tasks=list(board.tasks)):
        board.named.setdefault(duty["task"], {})[duty["unit"]] = _ISSUER if duty["basis"] == "issuer" else duty["role"]
        if duty["kind"] == "collective":
            board.collectives.add(duty["unit"])
    for one in session.ask(MEMBERS, collectives=sorted(board.collectives)):
        members = board.members.setdefault((one["collective"], one["year"]), {})
        members[one["unit"]] = members.get(one["unit"], False) or one["membership"] == "MEMBER_OF"
    return board


def apply(board: Board, move: Move) -> Moved:
    """Move the duty on the board. What the taker has already stays one duty, of the stronger role.

    Raises UsageError where giver and taker are one body, or the giver is not named for the task.
    """
    called = f"{move.paper.stem} {move.paper.number}"
    if set(move.giver.ids) & set(move.taker.ids):
        raise UsageError(f"{move.giver.called}和{move.taker.called}是同一个单位，没有可以调整的", hint="在 > 的后面写另一个单位")
    numbers: list[str] = []
    had: list[tuple[str, str, str]] = []
    for task, known in board.tasks.items():
        named = board.named[task]
        role = _role(named, move.giver)
        if not move.holds(known) or role is None:
            continue
        old = _role(named, move.taker)
        for unit in move.giver.ids:
            named.pop(unit, None)
        holder = next((unit for unit in move.taker.ids if named.get(unit)), move.taker.ids[0])
        named[holder] = min(filter(None, (role, old)), key=ROLES.index)
        numbers.append(known["number"])
        if old is not None:
            had.append((known["number"], old, named[holder]))
    if not numbers:
        raise UsageError(f"{move.giver.called}没有直接点名的任务 {called}", hint=f'用 zeren show "{called}" 看这一项写了谁')
    return Moved(tuple(numbers), tuple(had))


def _role(named: Mapping[str, str], body: Body) -> str | None:
    """The strongest role of a body under any of its names; None where no document names it."""
    return min((named[unit] for unit in body.ids if named.get(unit)), key=ROLES.index, default=None)


def changes(board: Board, before: Mapping[str, Mapping[str, str]]) -> dict[Key, Counter[str]]:
    """By how much the figures of each unit differ from those `before`; collectives have none."""
    found: dict[Key, Counter[str]] = {}
    for task, known in board.tasks.items():
        for sign, named in ((-1, before[task]), (1, board.named[task])):
            for unit, name in _owed(board, named, known["year"]):
                counts = found.setdefault((unit, known["year"], known["town"]), Counter())
                counts[name] += sign
                if name not in ("inherited", "possible"):
                    counts["direct"] += sign
    for (unit, year, town), counts in found.items():
        if unit in board.held:  # nobody else gives or takes an item
            counts["items"] += _items(board, unit, (year, town))
    return {key: counts for key, counts in found.items() if any(counts.values())}


def _owed(board: Board, named: Mapping[str, str], year: int | None) -> Iterator[tuple[str, str]]:
    """(unit, figure that counts it) for everyone but collectives whom a task concerns."""
    reached: dict[str, bool] = {}
    for unit, role in named.items():
        if unit not in board.collectives and role:
            yield unit, role.lower()
        for member, sure in board.members.get((unit, year), {}).items():
            reached[member] = reached.get(member, False) or sure
    for member, sure in reached.items():
        if member not in named:
            yield member, "inherited" if sure else "possible"


def _items(board: Board, unit: str, place: tuple[int | None, str]) -> int:
    """How many items more a unit is named for: an item stays while one of its rows does."""
    own = {task: duty["item"] for task, duty in board.held[unit].items() if (duty["year"], duty["town"]) == place}
    then = {task: item for task, item in own.items() if task not in board.tasks}
    here = (task for task, known in board.tasks.items() if (known["year"], known["town"]) == place)
    then |= {task: board.tasks[task]["item"] for task in here if board.named[task].get(unit)}
    return len(set(then.values())) - len(set(own.values()))


def members_of(board: Board, collective: str, year: int | None) -> tuple[list[str], list[str]]:
    """The members of a collective in a year: those that are sure, and those that are only possible."""
    members = board.members.get((collective, year), {})
    return [unit for unit, sure in members.items() if sure], [unit for unit, sure in members.items() if not sure]
