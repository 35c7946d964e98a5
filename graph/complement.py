"""Whom 其他部门 leaves out: the bodies that its item names, or, where it points back (上述领域以外的), those of its section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.names.bodies import UnitName
from graph.names.fields import fits
from graph.store.base import Transaction
from graph.store.rows import Value

_DUTY = "LEAD|RESPONSIBLE|COOPERATE"
_BACK = ("上述", "以上", "前述", "上列")  # the words reach back over the whole section


def covered(transaction: Transaction, collective: str, year: int, units: Mapping[str, UnitName]) -> frozenset[str]:
    """Ids of `units` that each task of this collective in this year leaves out."""
    text = f"MATCH (c:Unit)-[r:{_DUTY}]->(t:Task) WHERE c.id = $id AND t.year = $year RETURN t.id, t.document, t.item, t.section, r.evidence"
    tasks = transaction.run(text, {"id": collective, "year": year}).rows
    left_out: frozenset[str] | None = None
    for number, document, item, section, evidence in tasks:
        back = any(word in str(evidence) for word in _BACK)
        around = _around(transaction, str(document), str(item), section, back)
        found = frozenset(_named(transaction, around.keys())) | frozenset(_by_field(around, str(number), units) if back else ())
        left_out = found if left_out is None else left_out & found
    return left_out or frozenset()


def _around(transaction: Transaction, document: str, item: str, section: Value, back: bool) -> dict[str, tuple[str, str]]:
    """First theme and text by id of the tasks of the item, or of the outermost section."""
    text = "MATCH (t:Task) WHERE t.document = $document RETURN t.id, t.item, t.section, t.themes, t.title, t.content"
    home = list(section)[:1] if isinstance(section, list | tuple) else []
    found = {}
    for number, of, where, themes, title, content in transaction.run(text, {"document": document}).rows:
        here = list(where)[:1] if isinstance(where, list | tuple) else []
        if here == home if back else of == item:
            first = list(themes)[:1] if isinstance(themes, list | tuple) else []
            found[str(number)] = (str(first[0]) if first else "", f"{title}{content}")
    return found


def _named(transaction: Transaction, tasks: Iterable[str]) -> set[str]:
    text = f"MATCH (u:Unit)-[r:{_DUTY}]->(t:Task) WHERE t.id IN $tasks AND u.kind <> 'collective' RETURN DISTINCT u.id"
    return {str(number) for (number,) in transaction.run(text, {"tasks": list(tasks)}).rows}


def _by_field(around: Mapping[str, tuple[str, str]], own: str, units: Mapping[str, UnitName]) -> set[str]:
    """Bodies whose field is that of a task of the section."""
    fields = [about for number, about in around.items() if number != own and about[0]]
    return {number for number, known in units.items() if any(fits(theme, text, known.functions) for theme, text in fields)}
