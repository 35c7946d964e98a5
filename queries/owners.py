"""Who is in charge: of a theme, or of the tasks whose text contains some words."""

from __future__ import annotations

from dataclasses import replace

from graph.model import ROLES
from queries.account import COUNTED
from queries.base import DISTRICT, YEAR, Column, Example, Given, Parameter, Query, Result, Row, Session
from queries.duties import DUTY_COLUMNS, FIELDS, ROLE, TASK_FILTER, differing_roles, duty, in_order, role_codes
from queries.names import find_districts, find_theme

_PLACE = f"(size($districts) = 0 OR t.district IN $districts) AND {TASK_FILTER}"
_TASK = """t.id AS task, t.district AS district, t.town AS town, t.year AS year, t.stem AS document, t.number AS number,
       t.ordinal AS ordinal"""

OF_THEME = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)-[a:ABOUT]->(h:Theme)
WHERE h.name = $theme AND {_PLACE}
RETURN u.name AS unit, u.kind AS kind, type(r) AS role, r.basis AS basis, r.possible AS governed, a.position AS position, {_TASK}"""
TASKS_OF_THEME = f"""MATCH (t:Task)-[a:ABOUT]->(h:Theme)
WHERE h.name = $theme AND {_PLACE} AND {COUNTED}
RETURN {_TASK}, EXISTS {{ MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t) }} AS assigned,
       EXISTS {{ MATCH (v:Unit)-[s:LEAD]->(t) }} AS led"""
OF_WORDS = f"""MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE (t.title CONTAINS $word OR t.content CONTAINS $word) AND {_PLACE}
RETURN u.kind AS kind, {FIELDS}"""
TASKS_OF_WORDS = f"""MATCH (t:Task)
WHERE (t.title CONTAINS $word OR t.content CONTAINS $word) AND {_PLACE} AND {COUNTED}
RETURN t.title AS title, t.content AS content, {_TASK},
       EXISTS {{ MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t) }} AS assigned,
       EXISTS {{ MATCH (v:Unit)-[s:LEAD]->(t) }} AS led"""
LED = """MATCH (u:Unit)-[r:LEAD]->(t:Task)
WHERE t.stem IN $documents
RETURN DISTINCT t.stem AS document"""

THEME_COLUMNS = (
    Column("district"),
    Column("town"),
    Column("year", "int"),
    Column("unit"),
    Column("kind"),
    Column("role"),
    Column("reach", shown=False),
    Column("tasks", "int"),
    Column("primary", "int", shown=False),
    Column("numbers", "strings"),
    Column("documents", "strings", shown=False, label="document"),
)


def run(session: Session, given: Given) -> Result:
    """For a theme one row for each unit, year and role; for words the duty rows."""
    about = given.text("about")
    scope: Row = {
        "districts": find_districts(session, given.texts("district")),
        "years": given.ints("year"),
        "towns": [],
    }
    roles = role_codes(given.texts("role"))
    theme = None if given.flag("words") else find_theme(session, about)
    if theme is not None:
        found = _of_theme(session, theme, scope, roles)
        meant = [] if about == theme else [session.say("owners_meant", words=about, theme=theme)]
        return replace(found, notes=[*meant, *found.notes])
    return _of_words(session, about.split(), scope, roles)


def _of_theme(session: Session, theme: str, scope: Row, roles: list[str]) -> Result:
    groups: dict[tuple[object, ...], list[Row]] = {}
    for record in session.ask(OF_THEME, theme=theme, **scope):
        if not roles or record["role"] in roles:
            place = (record["district"], record["town"], record["year"])
            key = (*place, record["unit"], record["role"], record["basis"] == "issuer", bool(record["governed"]))
            groups.setdefault(key, []).append(record)
    rows = [_theme_row(group) for group in groups.values()]
    rows.sort(key=_theme_order)
    tasks = session.ask(TASKS_OF_THEME, theme=theme, **scope)
    counts = _counts(session, rows, tasks)
    notes = [*counts, *_open_points(session, tasks)]
    return Result(session.say("owners_theme_title", theme=theme), rows, notes, {"theme": theme, "counts": counts, **_left_open(tasks)}, THEME_COLUMNS)


def _counts(session: Session, rows: list[Row], tasks: list[Row]) -> list[str]:
    """How many tasks and bodies there are: those of the districts' documents, then each town's own; the inferred are told apart."""
    notes = [session.say("owners_theme_note", **_figures([row for row in rows if not row["town"]], [task for task in tasks if not task["town"]]))]
    for district, town in sorted({(task["district"], task["town"]) for task in tasks if task["town"]}):
        own = sum((task["district"], task["town"]) == (district, town) for task in tasks)
        notes.append(session.say("owners_town_note", town=town, tasks=own))
    if inferred := sum(row["tasks"] for row in rows if row["reach"] == "inferred"):
        notes.append(session.say("owners_inferred", count=inferred))
    return notes


def _figures(rows: list[Row], tasks: list[Row]) -> dict[str, int]:
    """Tasks, and bodies that are printed in each role."""
    units = {role: {(row["district"], row["unit"]) for row in rows if row["role"] == role and row["reach"] != "inferred"} for role in ROLES}
    return {"tasks": len(tasks), "lead": len(units["LEAD"]), "responsible": len(units["RESPONSIBLE"]), "cooperate": len(units["COOPERATE"])}


def _theme_row(group: list[Row]) -> Row:
    """Numbers of several documents have the document's name in front."""
    group.sort(key=lambda record: (record["document"], record["ordinal"]))
    first = group[0]
    documents = list(dict.fromkeys(record["document"] for record in group))
    one = len(documents) == 1
    return {
        "district": first["district"],
        "town": first["town"] or None,
        "year": first["year"],
        "unit": first["unit"],
        "kind": first["kind"],
        "role": first["role"],
        "reach": "inferred" if first["basis"] == "issuer" else "possible" if first["governed"] else "direct",
        "tasks": len(group),
        "primary": sum(record["position"] == 0 for record in group),
        "numbers": [record["number"] if one else f"{record['document']} {record['number']}" for record in group],
        "documents": documents,
    }


def _theme_order(row: Row) -> tuple[object, ...]:
    place = (row["district"], -(row["year"] or 0), row["town"] or "")
    return (*place, ROLES.index(row["role"]), -row["tasks"], row["unit"])


def _of_words(session: Session, words: list[str], scope: Row, roles: list[str]) -> Result:
    """All of `words` have to be in the title or content of a task."""
    rows = [
        {**duty(record, "direct"), "kind": record["kind"]}
        for record in session.ask(OF_WORDS, word=words[0], **scope)
        if _says(record, words) and (not roles or record["role"] in roles)
    ]
    tasks = [task for task in session.ask(TASKS_OF_WORDS, word=words[0], **scope) if _says(task, words)]
    shown = " ".join(words)
    rows = in_order(rows)
    notes = _open_points(session, tasks) if tasks else [session.say("owners_no_task", words=shown)]
    notes = [*differing_roles(session, rows), *notes]
    return Result(session.say("owners_words_title", words=shown), rows, notes, {"theme": None, "counts": [], **_left_open(tasks)})


def _says(record: Row, words: list[str]) -> bool:
    text = (record["title"] or "") + "\n" + (record["content"] or "")
    return all(word in text for word in words)


def _left_open(tasks: list[Row]) -> Row:
    """Documents that print no lead for any of these tasks, and tasks that name no body."""
    led = {task["document"] for task in tasks if task["led"]}
    without = sorted({task["document"] for task in tasks if task["assigned"]} - led)
    ordered = sorted(tasks, key=lambda task: (task["document"], task["ordinal"]))  # the engines have orders of their own
    return {"no_lead": without, "unassigned": [{name: task[name] for name in ("task", "document", "number")} for task in ordered if not task["assigned"]]}


def _open_points(session: Session, tasks: list[Row]) -> list[str]:
    """What is left open, as sentences: of documents that print a lead elsewhere it is said only of these tasks."""
    found = _left_open(tasks)
    led = {row["document"] for row in session.ask(LED, documents=found["no_lead"])}
    notes = []
    for document in found["no_lead"]:
        numbers = [task["number"] for task in sorted(tasks, key=lambda task: task["ordinal"]) if task["document"] == document and task["assigned"]]
        said = "owners_no_lead" if document in led else "owners_no_lead_all"
        notes.append(session.say(said, document=document, count=len(numbers), numbers=session.say("joined").join(numbers)))
    missing = [f"{task['document']} {task['number']}" for task in found["unassigned"]]
    if missing:
        notes.append(session.say("owners_unassigned", count=len(missing), numbers=session.say("joined").join(missing)))
    return notes


QUERY = Query(
    name="owners",
    title="一个主题或一句话由谁负责",
    description="给出主题（例如 政策解读）时，列出牵头、责任、配合的单位和任务数；给出其他词语时，列出含有它们的任务由谁负责。",
    parameters=(
        Parameter("about", "text", "主题名称、同义词，或任务原文里的词语", positional=True, required=True),
        DISTRICT,
        YEAR,
        ROLE,
        Parameter("words", "flag", "不当作主题，只按原文词语查"),
    ),
    columns=DUTY_COLUMNS,
    example=Example("政策解读由谁负责", {"about": "政策解读"}),
    run=run,
    by_task=True,
    cypher=(OF_THEME, TASKS_OF_THEME, OF_WORDS, TASKS_OF_WORDS, LED),
    variants=(THEME_COLUMNS,),
    extra={
        "theme": {"type": ["string", "null"], "description": "认出的主题；按原文词语找时为空"},
        "counts": {"type": "array", "items": {"type": "string"}, "description": "任务数和单位数，街镇自己的文件另起一句；按原文词语找时为空"},
        "no_lead": {"type": "array", "items": {"type": "string"}, "description": "这些任务都没有写明牵头单位的文件；文件的其他任务可能写了"},
        "unassigned": {"type": "array", "items": {"type": "object"}, "description": "没有写明责任单位的任务：编号、文件、序号"},
    },
)
