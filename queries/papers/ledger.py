"""The list of one unit: what it owes, in order of sureness and day, with who shares it, the printed words and a place for results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.model import ROLES
from graph.names.gazetteer import load_gazetteer
from queries.base import Row
from queries.duties import REACHES
from queries.names import called
from queries.papers.facts import SLOTS, Facts, fix_text, reach_text
from queries.papers.words import say
from queries.render.sheets import Book, Page, head

COLUMNS = (
    ("raci_number", 6), ("ledger_role", 7), ("ledger_reach", 11), ("raci_task", 46), ("raci_when", 13), ("raci_day", 11),
    ("raci_slot", 10), ("ledger_partners", 25), ("raci_source", 15), ("raci_quote", 28), ("ledger_done", 13),
)  # fmt: skip
KINDS = ("department", "office", "party", "street", "town", "park", "center", "enterprise", "collective")  # in this order everywhere
PARTNERS = 8  # names of those who share a task, before 等
SURE = ("direct", "collective", "inferred")


@dataclass(slots=True)
class Ledger:
    """The duties of one body, one for each task. `names` are all its names, the one with most duties first."""

    units: list[str]
    names: list[str]
    place: str
    called: str
    rows: list[Row] = field(default_factory=list)
    sheet: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.names[0]

    @property
    def sure(self) -> bool:
        """Whether it owes anything that is not only possible."""
        return any(row["reach"] in SURE for row in self.rows)

    def count(self, reach: str) -> int:
        """Tasks of this reach."""
        return sum(row["reach"] == reach for row in self.rows)


def ledgers(facts: Facts) -> list[Ledger]:
    """One for each body that any task reaches, collectives left out; by district, kind (in the order of KINDS), and within a kind as
    an office lists them: departments by sector, streets and towns in their official order; then by name."""
    groups: dict[str, list[Row]] = {}
    for row in facts.duties:
        if row["kind"] != "collective":
            groups.setdefault(facts.body(row["unit_id"]), []).append(row)
    found = [_ledger(facts, rows) for rows in groups.values()]
    sectors = load_gazetteer().function_order()
    return sorted(found, key=lambda one: (one.place, _kind(facts, one), _listed(facts.units[one.units[0]], sectors), one.name, one.units))


def _listed(unit: Row, sectors: Mapping[str, int]) -> int:
    """The place of a unit among those of its kind; the last one where no list has it."""
    if unit["kind"] in ("street", "town", "park"):
        towns = [town.name for town in load_gazetteer().towns(unit["district"] or "")]
        return towns.index(unit["name"]) if unit["name"] in towns else len(towns)
    return min((sectors.get(function, len(sectors)) for function in (unit["functions"] or ())[:1]), default=len(sectors))


def _kind(facts: Facts, one: Ledger) -> int:
    kind = facts.units[one.units[0]]["kind"]
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _ledger(facts: Facts, rows: list[Row]) -> Ledger:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["unit_id"]] = counts.get(row["unit_id"], 0) + (1000 if row["reach"] == "direct" else 1)
    units = sorted(counts, key=lambda unit: (-counts[unit], unit))
    first = facts.units[units[0]]
    place = f"{first['district']}·{first['town']}" if first["town"] else first["district"]
    one = Ledger(units, [facts.units[unit]["name"] for unit in units], place, called(first["name"], first["district"], first["town"]))
    best: dict[str, Row] = {}
    for row in sorted(rows, key=_strength):
        best.setdefault(row["task"], row)
    order = {task: place for place, task in enumerate(facts.tasks)}
    one.rows = sorted(best.values(), key=lambda row: (*by_day(row), order[row["task"]]))
    return one


def _strength(row: Row) -> tuple[object, ...]:
    return REACHES.index(row["reach"]), ROLES.index(row["role"]), row["position"], row["via"] or "", row["unit_id"]


def by_day(row: Row) -> tuple[object, ...]:
    """Newest year, surest reach, then days in order, all year, other deadlines, none."""
    day = row["day"].isoformat() if row["day"] else ""
    return -(row["year"] or 0), ("direct", "collective", "inferred", "possible").index(row["reach"]), SLOTS.index(row["slot"]), day


def partners(facts: Facts, row: Row, own: list[str], most: int = PARTNERS) -> str:
    """Who else is printed for the task, leads first: 牵头：甲；责任：乙、丙."""
    parts = []
    others = [one for one in facts.of_task(row["task"]) if one["unit_id"] not in own]
    left = most
    for role in ROLES:
        names = [one["unit"] + reach_text(one) for one in others if one["role"] == role]
        if names and left > 0:
            parts.append(f"{say(f'role_{role}')}：{'、'.join(names[:left])}" + (f"等 {len(names)} 个" if len(names) > left else ""))
            left -= len(names)
    return "；".join(parts)


def write_ledger(book: Book, facts: Facts, ledger: Ledger) -> str:
    """Add the sheet of a unit to a book; the name of the sheet."""
    short = ledger.place.replace("·", "")
    name = ledger.name if len({unit["district"] for unit in facts.documents.values()}) < 2 else f"{short[:2]}·{ledger.name}"
    title = say("ledger_title", unit=ledger.called)
    sheet = book.sheet(name, [width for _, width in COLUMNS], Page(title))
    sheet.put(0, title, "title")
    sheet.next(28)
    check = say("ledger_check") if ledger.count("possible") else ""
    sheet.put(0, say("ledger_count", check=check, **{reach: ledger.count(reach) for reach in REACHES}), "line")
    sheet.next()
    if len(ledger.names) > 1:
        sheet.put(0, say("ledger_also", names="、".join(ledger.names[1:])), "line")
        sheet.next()
    used = dict.fromkeys(row["document_id"] for row in ledger.rows)
    sheet.put(0, say("ledger_documents", titles="、".join(facts.title(number) for number in facts.documents if number in used)), "line")
    sheet.next()
    first = head(sheet, [say(key) for key, _ in COLUMNS])
    for row in ledger.rows:
        reach = say("reach_direct") if row["reach"] == "direct" else say(f"reach_{row['reach']}") + (f"“{row['via']}”" if row["via"] else "")
        text = f"{row['title']}：{row['content']}" if row["title"] else row["content"]
        values = (row["number"], say(f"role_{row['role']}") + say(f"sign_{row['reach']}"), reach + fix_text(row), text, row["when"] or say("not_printed"), row["day"],
                  say(f"slot_{row['slot']}"), partners(facts, row, ledger.units), facts.source(row, brief=len(used) < 2), row["quote"], None)  # fmt: skip
        for at, value in enumerate(values):
            sheet.put(at, value, f"{row['role']}.{row['reach']}" if at == 1 else "centre" if at in (0, 4, 6) else "grey" if at == 2 else "text")
        sheet.next()
    sheet.raw.autofilter(first, 0, max(sheet.row - 1, first), len(COLUMNS) - 1)
    return sheet.name
