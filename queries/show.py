"""One task: its text, who owes it, what it is counted by, and where it is printed."""

from __future__ import annotations

from dataclasses import replace

from graph.differences import DISAGREEMENTS
from graph.errors import UnknownName
from graph.remarks import retold
from queries.base import Example, Given, Parameter, Query, Result, Row, Session
from queries.duties import DUTY_COLUMNS, FIELDS, differing_roles, duty, in_order, parsed
from queries.names import unknown

# The text of the task stands below the table, once; here the printed words that say who owes it.
_SHOWN = ("district", "year", "unit", "role", "reach", "number", "quote", "part", "page", "due_text", "due", "document")
COLUMNS = tuple(replace(column, shown=column.name in _SHOWN) for column in DUTY_COLUMNS)

FIND = """MATCH (t:Task)
WHERE t.id = $name OR t.number = $number OR t.caption = $name OR t.caption STARTS WITH $headed
RETURN t.id AS task, t.number AS number, t.stem AS document, t.document AS document_id, t.caption AS caption"""
DOCUMENTS = "MATCH (d:Document) RETURN d.stem AS stem, d.id AS id, d.title AS title"
TASK = """MATCH (t:Task)
WHERE t.id IN $tasks
RETURN t.id AS task, t.number AS number, t.item AS item, t.level AS level, t.part AS part, t.title AS title,
       t.content AS content, t.section AS section, t.year AS year, t.district AS district, t.town AS town,
       t.stem AS document, t.document AS document_id, t.due AS due, t.due_text AS due_text, t.due_kind AS due_kind, t.deadlines AS deadlines,
       t.themes AS themes, t.page AS page, t.span_start AS span_start, t.span_end AS span_end, t.sources AS sources,
       t.caption AS caption, t.ordinal AS ordinal"""
ROWS = """MATCH (x:Task)-[:PART_OF]->(t:Task)
WHERE t.id IN $tasks
RETURN x.id AS task, x.number AS number, t.id AS of, x.ordinal AS ordinal
ORDER BY ordinal"""
# What the load noted of the documents: where their own statements do not agree, the reader of a task is told.
NOTES = """MATCH (d:Document)
WHERE d.id IN $documents
RETURN d.id AS document_id, d.notes AS notes"""
DUTIES = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE t.id IN $tasks
RETURN u.kind AS kind, {FIELDS}"""
TARGETS = """MATCH (t:Task)-[:HAS_TARGET]->(g:Target)
WHERE t.id IN $tasks
RETURN t.id AS task, g.text AS text, g.metric AS metric, g.comparator AS comparator, g.value AS value, g.unit AS unit,
       g.subject AS subject, g.period AS period
ORDER BY task, text"""


def run(session: Session, given: Given) -> Result:
    """The duty rows of a task, those of its rows included; `tasks` holds the tasks themselves."""
    found = _find(session, given.text("task"), given.text("document"))
    rows_of = session.lookup(ROWS, tasks=found)
    tasks = [*found, *(row["task"] for row in rows_of)]
    session.ask(ROWS, tasks=found)
    records = sorted(session.ask(TASK, tasks=tasks), key=lambda record: (record["document"], record["ordinal"]))
    targets = session.ask(TARGETS, tasks=tasks)
    duties = [{**duty(record, "direct"), "kind": record["kind"]} for record in session.ask(DUTIES, tasks=tasks)]
    details = [_detail(record, [target for target in targets if target["task"] == record["task"]]) for record in records]
    title = session.say("show_title", caption="；".join(record["caption"] for record in records if record["task"] in found))
    by_task = in_order(duties)
    by_task.sort(key=lambda row: (row["ordinal"], row["position"]))
    notes = [*_notes(session, details, duties, found), *_disagreements(session, records)]
    return Result(title, by_task, notes, {"tasks": details})


def _find(session: Session, name: str, document: str) -> list[str]:
    """Ids of the task that `name` means: an id, its caption, a number with its document before it or in `document`, or a
    lone number."""
    words = name.split()
    number = words[-1]
    stem = document or " ".join(words[:-1])
    hits = session.lookup(FIND, name=name, number=number, headed=f"{name} ")
    exact = [hit["task"] for hit in hits if hit["task"] == name]
    if exact:
        return exact
    captioned = [hit for hit in hits if (hit["caption"] or "").startswith(name)]
    if captioned:
        hits = captioned
    elif stem:
        wanted = _document(session, stem)
        hits = [hit for hit in hits if hit["document_id"] == wanted]
    if not hits:
        unknown("任务", name, (), "zeren owners 词语 或 zeren documents")
    if len({hit["document_id"] for hit in hits}) > 1:
        near = tuple(sorted({f"{hit['document']} {hit['number']}" for hit in hits}))[:5]
        raise UnknownName(f"有几份文件都有第 {hits[0]['number']} 项", hint=f"请写明文件：{'、'.join(near)}", nearest=near)
    return [hit["task"] for hit in hits]


def _document(session: Session, name: str) -> str:
    documents = session.lookup(DOCUMENTS)
    found = [str(row["id"]) for row in documents if name in (row["id"], row["stem"], row["title"])]
    return found[0] if found else unknown("文件", name, [row["stem"] for row in documents], "zeren documents")


def _detail(record: Row, targets: list[Row]) -> Row:
    return {
        **{name: value for name, value in record.items() if name != "document_id"},
        "town": record["town"] or None,
        "title": record["title"] or None,
        "due_text": record["due_text"] or None,
        "due_kind": record["due_kind"] or None,
        "deadlines": parsed(record["deadlines"]),
        "sources": parsed(record["sources"]),
        "targets": [{key: value for key, value in target.items() if key != "task"} for target in targets],
    }


def _place(session: Session, source: Row) -> str:
    page = session.say("page", page=source["page"]) if source.get("page") is not None else ""
    return session.say("show_place", part=session.words.value(source["part"]), number=source["number"], page=page)


def _notes(session: Session, details: list[Row], duties: list[Row], found: list[str]) -> list[str]:
    notes = []
    owed = {row["task"] for row in duties}
    rows = [detail["number"] for detail in details if detail["task"] not in found]
    for detail in details:
        if detail["task"] in found:
            text = session.say("apart").join(filter(None, (detail["title"], detail["content"])))
            notes.append(session.say("show_text", number=detail["number"], text=text))
            if detail["level"] == "row":
                notes.append(session.say("show_row_of", item=detail["item"]))
            if rows:
                notes.append(session.say("show_rows", numbers=session.listed(rows)))
        notes += [session.say("show_source", place=_place(session, source)) for source in detail["sources"]]
        notes += differing_roles(session, [row for row in duties if row["task"] == detail["task"]])
        if detail["task"] not in owed and not (rows and detail["task"] in found):
            notes.append(session.say("show_none"))
        notes += [session.say("show_target", text=target["text"]) for target in detail["targets"]]
        notes += [
            session.say("show_reckoned", text=deadline["text"], day=deadline["end"])
            if deadline.get("reckoned")
            else session.say("show_deadline", text=deadline["text"], kind=session.words.value(deadline["kind"]))
            for deadline in detail["deadlines"]
            if deadline["text"] != detail["due_text"]
        ]
    return notes


def _disagreements(session: Session, records: list[Row]) -> list[str]:
    """What the document says twice and not alike about these items; roles are told with the duties."""
    stored = session.ask(NOTES, documents=sorted({record["document_id"] for record in records}))
    items = {(record["document_id"], number) for record in records for number in (record["item"], record["number"])}
    found = []
    for row in stored:
        for note in parsed(row["notes"]):
            numbers = {str(note.get("fields", {}).get(name)) for name in ("number", "body", "annex")}
            if note.get("code") in DISAGREEMENTS and any((row["document_id"], number) in items for number in numbers):
                found.append(session.say("show_check", message=retold(note, session.words.lang)["message"]))
    return found


QUERY = Query(
    name="show",
    title="一项任务",
    description="显示一项任务的原文、责任单位、时限、指标和出处；分解成几行的事项连同各行一起显示。",
    parameters=(
        Parameter("task", "text", "任务编号（task:…）、题注（云川2025-2）、“文件名 序号”，或只写序号", positional=True, required=True),
        Parameter("document", "text", "文件名（不带扩展名）、文件编号或标题"),
    ),
    columns=COLUMNS,
    example=Example("云川区 2025 年要点的第 2 项", {"task": "yunchuan-2025 2"}),
    run=run,
    by_task=True,
    cypher=(TASK, ROWS, DUTIES, TARGETS, NOTES),
    extra={"tasks": {"type": "array", "items": {"type": "object"}, "description": "任务本身：原文、时限、指标、主题"}},
)
