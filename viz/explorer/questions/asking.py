"""The page on which one asks in words, and the page on which one asks in Cypher."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from typing import Any

from graph.schema import load_schema
from queries.base import Answer, Row
from viz.explorer.question import Look, screen_of
from viz.explorer.questions import duties
from viz.explorer.spec import Asked

# Families of questions: each has a name and, as question_…, a sentence with names to fill in (viz/words.yaml).
FAMILIES = ("try_unit", "try_who", "try_due", "try_count", "try_most", "try_open", "try_shared", "try_themes", "try_compare", "try_source", "try_paper")
PLANS = 2  # town plans that are looked at for one that derives from its district's
# Word in viz/words.yaml, statement.
STATEMENTS = (
    ("begin_roles", "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)\nRETURN type(r) AS role, count(r) AS duties ORDER BY role"),
    ("begin_units", "MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)\nWHERE u.kind <> 'collective'\nRETURN u.district AS district, u.name AS unit, count(t) AS tasks ORDER BY tasks DESC, unit LIMIT 20"),
    ("begin_nobody", "MATCH (t:Task)\nWHERE t.level = 'item' AND NOT EXISTS { MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t) }\n  AND NOT EXISTS { MATCH (x:Task)-[p:PART_OF]->(t) }\nRETURN t.stem AS document, t.number AS number, t.title AS title ORDER BY document, number"),
    ("begin_members", "MATCH (u:Unit)-[m:MEMBER_OF]->(c:Unit)\nRETURN c.district AS district, c.name AS collective, m.year AS year, count(u) AS members ORDER BY members DESC, district, collective, year"),
    ("begin_theme", "MATCH (t:Task)-[a:ABOUT]->(h:Theme)\nWHERE h.name = '政策解读'\nRETURN t.stem AS document, t.number AS number, t.title AS title, a.score AS score ORDER BY document, number"),
)  # fmt: skip


def _ask(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """The reply as it is said; examples to click, and the choices where a name means several."""
    question = asked.given.text("question") if asked.given.text("question") else ""
    extra = answer.extra
    shared: dict[str, Any] = {"question": question, "examples": examples(asked), "title": asked.screen.title[asked.lang], "full": not question}
    if not question:
        return {**shared, "reply": None}
    choices = [(one, asked.urls.page("ask", question=_chosen(question, one))) for one in extra["choices"]]
    stems = list(dict.fromkeys(row["document"] for row in answer.rows if row.get("document")))
    titles = {row["document"]: row["title"] for row in asked.ask("documents").rows} if stems else {}
    reply = {"answer": extra["answer"], "status": extra["status"], "value": _value(extra["value"], asked), "choices": choices,
             "sources": [(titles.get(one) or one, asked.urls.document({"document": one})) for one in stems], "understood": _understood(asked, extra["understood"])}  # fmt: skip
    return {**shared, "reply": reply}


def _chosen(question: str, name: str) -> str:
    """The question with one of the names that its word may mean in the place of that word: the longest that they share."""
    pieces = (question[at : at + length] for length in range(len(name), 0, -1) for at in range(len(question) - length + 1))
    shared = next((piece for piece in pieces if piece in name), "")
    return question.replace(shared, name, 1) if shared else f"{name} {question}"


def _value(value: Any, asked: Asked) -> list[str]:
    """The value as one sees it: a number, a day, yes or no, names."""
    if value is None or value == []:
        return []
    if isinstance(value, bool):
        return [asked.terms.value("yes" if value else "no")]
    return [str(one) for one in value] if isinstance(value, list | tuple) else [f"{value:g}" if isinstance(value, int | float) else str(value)]


def _understood(asked: Asked, found: Row) -> list[str]:
    """What names the question was understood to have."""
    named = [*found["districts"], *found["towns"], *(asked.words["year"].format(y=year) for year in found["years"])]
    return [*named, *(asked.words["item"].format(n=number) for number in found["numbers"])]


def examples(asked: Asked) -> list[tuple[str, str, str]]:
    """(family, question, address) for every family that the graph has names for; what it does not have is left out."""
    names = _names(asked)
    made = []
    for family in FAMILIES:
        try:
            question = asked.words[family.replace("try_", "question_")].format(**names)
        except KeyError:
            continue
        made.append((asked.words[family], question, asked.urls.page("ask", question=question)))
    return made


def _names(asked: Asked) -> dict[str, str]:
    """Names of this graph to ask about: the newest document of a district, its busiest department but one, its first theme."""
    papers = asked.ask("documents").rows
    own = sorted((row for row in papers if row["district"] and row["year"] and not row["town"]), key=lambda row: (-row["year"], not row["doc_no"], -row["tasks"]))
    if not own:
        return {}
    district, year = own[0]["district"], own[0]["year"]
    names = {"district": district, "year": str(year)}
    others = [one["district"] for one in own if one["district"] != district]
    units = sorted((row for row in asked.ask("units", district=district, kind="department").rows if row["tasks"]), key=lambda row: (-row["tasks"], row["unit"]))
    themes = [row["theme"] for row in asked.ask("themes", district=district, year=year).rows if row["tasks"]]
    for name, found in (("other", others), ("unit", [row["unit"].removeprefix("区") for row in units[1:] or units]), ("theme", themes)):
        if found:
            names[name] = found[0]
    days = [row["due"].month for row in asked.ask("due", district=district, year=year).rows if row["due"].year == year]
    if days:
        month = max(sorted(set(days)), key=days.count)
        names |= {"month": str(month), "month_name": month_name[month]}
    for row in [row for row in papers if row["town"]][:PLANS]:
        if pairs := asked.ask("trace", about=row["document"]).rows:
            return {**names, "town": row["town"], "number": str(pairs[0]["number"])}
    return names


def _cypher(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """The schema beside the box, and statements to begin with."""
    schema, words = load_schema(), asked.words
    nodes = [(name, words[f"graph_of_{name}"], "", _typed(node.properties, words)) for name, node in schema.nodes.items()]
    edges = [(kind, words[f"graph_of_{kind}"], " ".join(f"({a})→({b})" for a, b in edge.ends), _typed(edge.properties, words)) for kind, edge in schema.edges.items()]
    begin = [(asked.words[name], asked.urls.page("cypher", statement=text)) for name, text in STATEMENTS]
    return {"schema": (("schema_nodes", nodes), ("schema_edges", edges)), "begin": begin, "statement": asked.given.text("statement")}


def _typed(properties: Mapping[str, str], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The properties of a label or relationship with their types in words."""
    return [(name, words[f"type_{kind}"]) for name, kind in properties.items()]


ASK = screen_of("ask", "Ask", look=Look(template="ask", layout=duties.layout, more=_ask))
CYPHER = screen_of("cypher", "Cypher", look=Look(template="cypher", more=_cypher))
