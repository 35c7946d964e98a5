"""Takes a decision: looks up what it concerns, lets the graph follow it, writes it down; all of it or nothing."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from graph.errors import UnknownName, UsageError
from graph.fixes.apply import beginning
from graph.fixes.logbook import KINDS, ROLES, UNDO, Decision, Fixes, append, fixes_path, one_line, read_fixes
from graph.fixes.names import fixed_names
from graph.fixes.states import Found, holds, unmatched
from graph.load import find_document, reload
from graph.names.gazetteer import Gazetteer
from graph.names.themes import Themes
from graph.store.base import Store, Transaction
from graph.store.rows import Value

_TASKS = (
    "MATCH (t:Task) WHERE t.document = $id RETURN t.id AS id, t.number AS number, t.part AS part, t.title AS title, "
    "t.content AS content, t.themes AS themes, t.ordinal AS ordinal"
)
_ROLE = "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task) WHERE t.id = $task AND u.name = $unit RETURN type(r)"
_PARTS = {"正文": "body", "附件": "annex"}


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for: a kind of KINDS with its words in order, or `undo` with an id as only word."""

    kind: str
    words: tuple[str, ...]
    who: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was written down, and how many documents follow it."""

    decision: Decision
    documents: int


def decide(store: Store, request: Request, *, gazetteer: Gazetteer, themes: Themes) -> Decided:
    """Take one decision. `store` is open for writing.

    Raises UsageError or UnknownName when it concerns nothing, DataFileError for a broken file, StoreError; then neither
    graph nor file have changed.
    """
    fixes = read_fixes(fixes_path(store.address))
    with store.transaction() as transaction:
        decision, places = _made(transaction, request, fixes, gazetteer, themes)
        more = fixes.plus(decision)
        documents = reload(transaction, places, gazetteer=gazetteer, themes=themes, fixes=more)
        if decision.kind != UNDO and not holds(Found(transaction.run), decision, fixed_names(gazetteer, more)):
            why = unmatched(Found(transaction.run), decision) or f"{decision.says()}：没有任务涉及"
            raise UsageError(why, hint="请对照 zeren show 或 zeren units 的结果核对文件、序号和名称")
        # Last of all, inside of the transaction: a line that cannot be written undoes the graph.
        append(fixes.path, decision)
    return Decided(decision, documents)


def apply_all(store: Store, *, gazetteer: Gazetteer, themes: Themes) -> int:
    """Let every document follow the file as it is now, for a file that was changed elsewhere; returns how many there are."""
    fixes = read_fixes(fixes_path(store.address))
    with store.transaction() as transaction:
        ids = [str(row[0]) for row in transaction.run("MATCH (d:Document) RETURN d.id").rows]
        return reload(transaction, ids, gazetteer=gazetteer, themes=themes, fixes=fixes)


def _made(
    transaction: Transaction, request: Request, fixes: Fixes, gazetteer: Gazetteer, themes: Themes
) -> tuple[Decision, list[str]]:
    """The decision, and the places or documents that must follow it."""
    words = tuple("".join(one_line(word).split()) for word in request.words)
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    blank = Decision(fixes.next_id(), when, one_line(request.who), request.kind, "", "", "", "", "", one_line(request.reason))
    if request.kind == UNDO:
        return _undo(transaction, blank, words, fixes)
    kind = KINDS.get(request.kind)
    if kind is None or len(words) != len(kind.words) or not all(words) or any("=" in word for word in words):
        shown = f"zeren fix {request.kind} {' '.join(kind.words)}" if kind else f"类别可以是：{'、'.join(KINDS)}"
        raise UsageError(f"不明白这项更正：{' '.join((request.kind, *words))}", hint=shown)
    if "角色" in kind.words and words[-1] not in ROLES:
        raise UsageError(f"没有角色“{words[-1]}”", hint=f"可以是：{'、'.join(ROLES)}")
    if kind.task:
        return _about_task(transaction, blank, words, fixed_names(gazetteer, fixes), themes)
    return _about_names(transaction, blank, words, fixed_names(gazetteer, fixes))


def _undo(transaction: Transaction, blank: Decision, words: Sequence[str], fixes: Fixes) -> tuple[Decision, list[str]]:
    """An undo; what it takes back may be an undo itself."""
    target = fixes.find(words[0]) if len(words) == 1 else None
    if target is None:
        raise UnknownName(f"没有编号为 {' '.join(words)} 的更正", hint="用 zeren fixes 查看全部更正及编号")
    if target.id in fixes.undone():
        raise UsageError(f"{target.id} 已经撤销", hint="用 zeren fixes 查看；要恢复，撤销那次撤销")
    first = target
    while first.kind == UNDO and (earlier := fixes.find(first.what)):
        first = earlier
    decision = replace(blank, kind=UNDO, document=target.document, number=target.number, what=target.id, old=target.what)
    if not first.number:
        return decision, [first.document]
    try:
        return decision, [find_document(transaction, first.document)[0]]
    except UnknownName:
        return decision, []  # its document was taken out; the decision can be taken back all the same


def _about_names(transaction: Transaction, blank: Decision, words: Sequence[str], names: Gazetteer) -> tuple[Decision, list[str]]:
    place, first, second = words
    places = {str(name) for row in transaction.run("MATCH (d:Document) RETURN DISTINCT d.district, d.town").rows for name in row if name}
    if place not in places:
        hint = "用 zeren documents 查看已有的文件和地区"
        raise UnknownName(f"图库里没有{place}的文件", hint=hint, nearest=_near(place, places))
    if first == second:
        raise UsageError("两个名称相同", hint="写出两个不同的名称")
    known = names.resolve(second, district=place)
    if blank.kind == "alias":
        printed = transaction.run("MATCH (u:Unit) WHERE u.district = $place OR u.town = $place RETURN u.name", {"place": place}).rows
        if not known.known and known.name not in {str(row[0]) for row in printed}:
            nearest = _near(second, {str(row[0]) for row in printed})
            raise UnknownName(f"{place}没有单位“{second}”", hint="用 zeren units 查看单位名录", nearest=nearest)
        old = names.resolve(first, district=place).name
        return replace(blank, document=place, what=f"{first}={known.name}", old=old), [place]
    pairs = {frozenset((one.name, one.other)) for one in names.same_bodies(place)}
    met = {names.resolve(word, district=place).name for word in (first, second)}
    old = "同一机构" if len(met) == 1 or frozenset(met) in pairs else "不是同一机构"
    return replace(blank, document=place, what=f"{first}={second}", old=old), [place]


def _about_task(
    transaction: Transaction, blank: Decision, words: Sequence[str], names: Gazetteer, themes: Themes
) -> tuple[Decision, list[str]]:
    number, stem, _ = find_document(transaction, words[0])
    task = _task(transaction, number, stem, words[1])
    info = transaction.run("MATCH (d:Document) WHERE d.id = $id RETURN d.district, d.town, d.doc_no", {"id": number}).rows[0]
    district, town, doc_no = (str(value or "") for value in info)
    made = replace(blank, document=_called(transaction, number, stem, doc_no), number=_plain(words[1]))
    made = replace(made, title=beginning(str(task["title"] or ""), str(task["content"] or "")))
    if blank.kind in ("theme", "untheme"):
        known = {theme.name for theme in themes.all()}
        if words[2] not in known:
            hint = "用 zeren themes 查看全部主题"
            raise UnknownName(f"没有主题“{words[2]}”", hint=hint, nearest=_near(words[2], known))
        listed = task["themes"]
        old = "、".join(map(str, listed)) if isinstance(listed, list) else ""
        return replace(made, what=words[2], old=old), [number]
    unit = names.resolve(words[2], district=district or None, town=town or None)
    if blank.kind == "owner" and not unit.known and not transaction.run("MATCH (u:Unit) WHERE u.name = $name RETURN u.id", {"name": unit.name}).rows:
        raise UnknownName(f"{town or district}没有单位“{words[2]}”", hint="用 zeren units 查看单位名录；名称无误的，可先加入自己的名称文件")
    before = transaction.run(_ROLE, {"task": str(task["id"]), "unit": unit.name}).rows
    old = next((word for word, code in ROLES.items() if before and code == before[0][0]), "")
    return replace(made, what="=".join((unit.name, *words[3:])), old=old), [number]


def _plain(number: str) -> str:
    return number.removeprefix("第").removesuffix("项")


def _task(transaction: Transaction, document: str, stem: str, number: str) -> dict[str, Value]:
    """The task that a number means; the words about it come from the graph."""
    rows = [dict(row) for row in transaction.run(_TASKS, {"id": document}).dicts()]
    rows.sort(key=lambda row: int(str(row["ordinal"] or 0)))
    wanted, _, again = _plain(number).partition("~")
    part = next((code for word, code in _PARTS.items() if wanted.startswith(word)), None)
    wanted = wanted[2:] if part else wanted
    found = [row for row in rows if row["number"] == wanted and part in (None, row["part"])]
    if again.isdigit():
        found = found[int(again) - 1 : int(again)]
    if not found:
        numbers = {str(row["number"]) for row in rows}
        raise UnknownName(f"{stem} 没有第{number}项", hint=f"用 zeren show 序号 --document {stem} 核对", nearest=_near(wanted, numbers))
    if len(found) > 1:
        raise UsageError(f"{stem} 有 {len(found)} 项的序号是 {number}", hint=f"写成 正文{wanted}、附件{wanted}，或 {wanted}~2（第二个）")
    return found[0]


def _called(transaction: Transaction, number: str, stem: str, doc_no: str) -> str:
    """How the file names a document: by its number, else its file name, else its id; the first that no other one has."""
    rows = transaction.run("MATCH (d:Document) RETURN d.id, d.stem, d.doc_no").rows
    others = {str(value).partition("~")[0] for row in rows if row[0] != number for value in row[1:]}
    return next((name for name in (doc_no, stem) if name and "~" not in name and name not in others), number)


def _near(word: str, known: set[str]) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(word, sorted(known), n=5, cutoff=0.4))
