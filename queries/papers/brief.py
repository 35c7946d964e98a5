"""What one unit owes, as a paper for its head: by role and deadline, each with its source and the printed words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.model import ROLES
from graph.store import Store
from queries.base import Example, Given, Parameter, Row, Session
from queries.inferred import by_field
from queries.names import Body, find_bodies, find_districts, find_towns
from queries.papers.docxfile import CELL, CELL_CENTRE, CELL_GREY, NOTE, Piece
from queries.papers.docxfile import Paper as Word
from queries.papers.facts import PLACE, SLOTS, Facts, gather, reach_text, role_text
from queries.papers.ledger import by_day, partners
from queries.papers.spec import Export, Paper
from queries.papers.words import say

WIDTHS = (1.3, 7.4, 2.6, 2.9, 3.2)
SUGGESTED = (1.3, 7.4, 2.6, 3.5, 2.6)
COLUMNS = ("raci_number", "brief_col_task", "brief_col_when", "brief_col_with", "brief_col_source")
VIA = 2  # collectives that the first sentence names
ORDINALS = "一二三四五六七八九十"


def build(store: Store, given: Given) -> Paper:
    """Make the paper; bodies of several districts follow each other. Raises UnknownName and StoreError."""
    session = Session(store, limit=0)
    session.years = tuple(given.ints("year"))
    towns = find_towns(session, given.texts("town"))
    bodies = find_bodies(session, given.text("unit"), find_districts(session, given.texts("district")), towns)
    facts = gather(session, sorted({body.district for body in bodies}), given.ints("year"), towns)
    title = say("brief_title", unit="、".join(dict.fromkeys(body.called for body in bodies)))
    word = Word(title, narrow=True)
    notes = list(session.remarks)
    for at, body in enumerate(bodies):
        if at:
            word.page_break()
        field = by_field(session, [body], given.ints("year"), towns, {(body.ids[0], row["task"]) for row in duties_of(facts, body)})
        notes.append(_body(word, facts, body, field))
    return Paper(title, word.close(), tuple(notes))


def duties_of(facts: Facts, body: Body) -> list[Row]:
    """The duties of a body under all its names, one for each task; by year, reach and day."""
    best: dict[str, Row] = {}
    reaches = ("direct", "inferred", "collective", "possible")
    own = [row for row in facts.duties if row["unit_id"] in body.ids]
    for row in sorted(own, key=lambda row: (reaches.index(row["reach"]), ROLES.index(row["role"]), row["position"])):
        best.setdefault(row["task"], row)
    order = {task: place for place, task in enumerate(facts.tasks)}
    return sorted(best.values(), key=lambda row: (*by_day(row), order[row["task"]]))


def _body(word: Word, facts: Facts, body: Body, field: Sequence[Row]) -> str:
    """One body; the sentence that sums it up. `field` are the tasks that only its field suggests: they are in no count."""
    rows = duties_of(facts, body)
    word.title(say("brief_title", unit=body.called))
    summary = _summary(facts, rows)
    word.text(summary)
    slots = Counter(row["slot"] for row in rows)
    if days := [say(f"brief_days_{slot}", count=slots[slot]) for slot in SLOTS if slots[slot]]:
        word.text("，".join(days) + "。")
    if body.others:
        word.text(say("ledger_also", names="、".join(body.others)))
    direct = [row for row in rows if row["reach"] == "direct"]
    groups = [(say(f"brief_role_{role}"), [row for row in direct if row["role"] == role]) for role in ROLES]
    groups += [(say(f"brief_{reach}"), [row for row in rows if row["reach"] == reach]) for reach in ("collective", "inferred", "possible")]
    groups = [group for group in groups if group[1]]
    for place, (title, own) in enumerate(groups):
        word.heading(f"{ORDINALS[place]}、" + say("brief_count", title=title, count=len(own)))
        _table(word, facts, body, own)
    if field:
        word.heading(f"{ORDINALS[len(groups)]}、" + say("brief_count", title=say("brief_field"), count=len(field)))
        _suggested(word, facts, field)
    dated = [row for row in rows if row["slot"] == "dated"]
    if dated:
        word.heading(f"{ORDINALS[len(groups) + bool(field)]}、" + say("brief_count", title=say("brief_calendar"), count=len(dated)))
        _days(word, dated)
    for correction in facts.corrections(*dict.fromkeys(row["document_id"] for row in rows)) if rows else ():
        word.text(say("breakdown_note_fix", text=correction), NOTE)
    word.text(say("brief_foot"), NOTE)
    told = say("brief_field_note", count=len(field)) if field else ""
    return f"{body.called}：{summary}{told}"


def _summary(facts: Facts, rows: Sequence[Row]) -> str:
    """The sentence that sums a body up; what there is none of is not said."""
    reach = Counter(row["reach"] for row in rows)
    role = Counter(row["role"] for row in rows if row["reach"] == "direct")
    used = dict.fromkeys(row["document_id"] for row in rows)
    titles = "".join(facts.title(one) for one in facts.documents if one in used)
    roles = "、".join(say("brief_of_role", role=say(f"role_{name}"), count=role[name]) for name in ROLES if role[name])
    via = list(dict.fromkeys(f"“{row['via']}”" for row in rows if row["reach"] == "collective"))
    parts = [say("brief_direct", count=reach["direct"], roles=f"（{roles}）")] if reach["direct"] else []
    parts += [say(f"brief_of_{name}", count=reach[name], via="".join(via[:VIA])) for name in ("collective", "inferred", "possible") if reach[name]]
    told = "：" + "，".join(parts) if parts else ""
    return say("brief_intro", documents=titles or say("not_printed"), total=len(rows), parts=told)


def _table(word: Word, facts: Facts, body: Body, rows: Iterable[Row]) -> None:
    """A table of duties. Those that are not direct say so in every row, beside the role."""
    table = word.table(WIDTHS, [say(key) for key in COLUMNS])
    # One document is named above; of several, each row names its own.
    one = len({row["document_id"] for row in facts.duties if row["unit_id"] in body.ids}) < 2
    for row in rows:
        look = CELL if row["reach"] == "direct" else CELL_GREY
        task = [Piece(row["title"], look)] if row["title"] else []
        task.append(Piece(row["content"], look))
        if row["reach"] != "direct" or row["fix"]:
            task.append(Piece(role_text(row), CELL_GREY))
        source = [Piece(facts.source(row, brief=one), CELL_GREY), *([Piece(f"“{row['quote']}”", CELL_GREY)] if row["quote"] else [])]
        when = [Piece(row["when"] or say("not_printed"), look if row["when"] else CELL_GREY)]
        if row["day"]:
            when.append(Piece(row["day"].isoformat(), CELL_GREY))
        table.row([[Piece(row["number"], CELL_CENTRE)], task, when, [Piece(partners(facts, row, list(body.ids)), look)], source])


def _suggested(word: Word, facts: Facts, field: Iterable[Row]) -> None:
    """A table of the tasks that only the body's field suggests, each with its reason."""
    table = word.table(SUGGESTED, [say(key) for key in ("raci_number", "brief_col_task", "brief_col_when", "brief_col_why", "raci_source")])
    order = {task: place for place, task in enumerate(facts.tasks)}
    for row in sorted(field, key=lambda row: order[row["task"]]):
        task = facts.tasks[row["task"]]
        words = [Piece(text, CELL_GREY) for text in (task["title"], task["content"], say("brief_field_mark")) if text]
        source = Piece(facts.source({**task, "sources": None}), CELL_GREY)
        when = Piece(task["when"] or say("not_printed"), CELL_GREY)
        table.row([[Piece(row["number"], CELL_CENTRE)], words, [when], [Piece(row["why"], CELL_GREY)], [source]])


def _days(word: Word, rows: Iterable[Row]) -> None:
    """The days in order, a line each, under their months; one task may have several."""
    entries = [(one["due"], row, one["due_text"]) for row in rows for one in row["days"] if one["due_kind"] != "year"]
    month = ""
    for day, row, text in sorted(entries, key=lambda entry: (entry[0], entry[1]["ordinal"])):
        here = say("brief_month", year=day.year, month=day.month)
        if here != month:
            word.text(here, CELL)
            month = here
        name = f"{row['number']} {row['title'] or row['content']}"
        role = say(f"role_{row['role']}") + reach_text(row)
        word.text("　　" + say("brief_entry", when=f"{day.isoformat()}（{text}）", title=name, role=role), CELL if row["reach"] == "direct" else CELL_GREY)


EXPORT = Export(
    name="brief",
    title="单位任务清单",
    description="一个单位的任务清单（Word）：按角色和时限排列，写明共同承担单位、出处和原文，经统称、推定和可能涉及的分开列并逐条注明。",
    suffix=".docx",
    parameters=(
        Parameter("unit", "text", "单位名称、简称或拼音首字母，例如 教育局、卫健委、jyj", positional=True, required=True),
        *PLACE,
    ),
    example=Example("云川区教育局 2025 年的任务清单", {"unit": "教育局", "district": "云川区", "year": 2025}),
    build=build,
)
