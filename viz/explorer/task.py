"""The page of a task: its printed words, who owes it, until when, where it stands, what it comes from and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from graph.model import ROLES
from queries.due import status_of
from queries.duties import is_printed
from queries.reading import Reading
from queries.registry import find
from viz.explorer.pages import render
from viz.explorer.reading import alike_of, doubts, reading_of, trace_of, unit_row
from viz.explorer.spec import Asked, Screen, crumbs
from viz.explorer.urls import Urls
from viz.source import Row
from viz.underline import beside, underlined

_QUERY = find("show")
CLASSES: Mapping[str, str] = {"LEAD": "l", "RESPONSIBLE": "r", "COOPERATE": "c"}
SOON = 60  # days within which a deadline is counted down
FEW = 8  # other districts that are named for a theme


def data(asked: Asked) -> Row:
    """The rows of `zeren show`; `members` are those of its collectives, `cascade` the pairs of `zeren trace`, `alike` the themes elsewhere."""
    answer = asked.ask("show", **asked.echo()).to_json()
    reading, found = _found(asked, answer)
    chosen = {task["task"] for task in found}
    trace = [row for row in trace_of(asked, reading.record["document"]) if row["task"] in chosen or row["to_task"] in chosen]
    return answer | {
        "document": {name: _plain(value) for name, value in reading.record.items() if name not in ("text", "statements", "notes")},
        "members": [{"task": row["task"], "collective": row["unit"], "role": row["role"], **member} for task in found for row in task["duties"] for member in row["members"]],
        "about": [row for task in found for row in task["about"]], "doubtful": [note for task in found for note in doubts(task, reading.record["notes"], asked.lang)],
        "cascade": [{name: _plain(value) for name, value in row.items()} for row in trace],
    }  # fmt: skip


def page(asked: Asked, data: Row) -> str:
    """The page; where a number stands for several tasks of a document, each of them."""
    reading, found = _found(asked, data)
    first, record, urls = found[0], reading.record, asked.urls
    maker = Cards(asked, reading)
    steps = (record["district"], urls.district(record)), (record["document"], urls.document(record))
    return render(
        "task", urls, here="task", title=heading(first), crumbs=crumbs(asked, *steps, (asked.words["item"].format(n=first["number"]), "")),
        aka=maker.aka(), cards=[maker.card(task) for task in found], alone=True, today=asked.today.isoformat(),
        take=[(asked.words["graph_here"], urls.page("graph", task=first["task"])), (asked.words["take_json"], urls.file("task", "json", **asked.echo())), (asked.words["task_in_text"], place(urls, first))],
    )  # fmt: skip


def _found(asked: Asked, answer: Row) -> tuple[Reading, list[Row]]:
    """The document, and the tasks that were meant; their rows are left to their cards."""
    ids = {task["task"] for task in answer["tasks"]}
    reading = reading_of(asked, answer["tasks"][0]["task"])
    listed = [task for task in reading.tasks if task["task"] in ids]
    name = asked.given.text("task")
    meant = [task for task in listed if task["task"] == name] or [task for task in listed if task["number"] == name.split()[-1]]
    return reading, meant or listed[:1]


def heading(task: Row) -> str:
    """What a task is called: its title, else the beginning of its words."""
    content = task["content"] or ""
    return str(task["title"] or (content if len(content) <= 40 else content[:38] + "…"))


def place(urls: Urls, task: Row, start: int | None = None) -> str:
    """The address of a task's words in its document; "" where there is no such page."""
    at = task["span_start"] if start is None else start
    base = urls.document(task)
    return f"{base}#p{at}" if base and at is not None else base


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class Cards:
    """Makes the variables of `task_card.html.j2` for the tasks of one document."""

    def __init__(self, asked: Asked, reading: Reading) -> None:
        self.asked, self.reading, self.urls, self.words = asked, reading, asked.urls, asked.words
        self._by_id = {task["task"]: (at, task) for at, task in enumerate(reading.tasks)}
        self._sources: dict[str, list[Row]] = {}
        self._heirs: dict[str, list[Row]] = {}
        for row in trace_of(asked, reading.record["document"]):
            if row["task"] in self._by_id:
                self._sources.setdefault(row["task"], []).append(row)
            if row["to_task"] in self._by_id:
                self._heirs.setdefault(row["to_task"], []).append(row)
        self._alike: dict[str, list[Row]] = {}
        for row in alike_of(asked):
            self._alike.setdefault(row["theme"], []).append(row)

    def aka(self) -> str:
        """The document in a line."""
        record = self.reading.record
        day = record["date"].isoformat() if record["date"] else ""
        return "　·　".join(filter(None, (record["title"] or record["document"], record["doc_no"], record["issuer"], day)))

    def card(self, task: Row) -> Row:
        """Everything about one task."""
        urls, at = self.urls, self._by_id[task["task"]][0]
        rows = [one for one in self.reading.tasks if one["item"] == task["number"] and one["level"] == "row"] if task["level"] == "item" else []
        item = next((one for one in self.reading.tasks if one["level"] == "item" and one["number"] == task["item"]), None) if task["level"] == "row" else None
        known = _known(task)
        return {
            "id": task["task"].rpartition(":")[2], "task": task, "heading": heading(task), "href": urls.task(task),
            "title": underlined(task["title"] or "", known), "content": underlined(task["content"] or "", known), "ends": (task["title"] or "")[-1:] in "。：:；;，,！？!?",
            "said": [{**one, "pieces": underlined(one["quote"], known)} for one in _statements(task)], "who": self._who(task),
            "due": self._due(task["due_text"], task["due_kind"], task["due"]), "dues": self._dues(task), "themes": self._themes(task),
            "rows": [self._line(one) for one in rows], "rows_owe": any(one["duties"] for one in rows), "rows_due": any(one["due_text"] for one in rows), "item": self._line(item) if item else None, "places": self._places(task),
            "doubts": doubts(task, self.reading.record["notes"], self.asked.lang), "sources": [self._pair(row, "to_") for row in self._sources.get(task["task"], ())],
            "heirs": [self._pair(row, "") for row in self._heirs.get(task["task"], ())], "alike": self._elsewhere(task),
            "before": self._line(self.reading.tasks[at - 1]) if at else None, "after": self._line(self.reading.tasks[at + 1]) if at + 1 < len(self.reading.tasks) else None,
        }  # fmt: skip

    def _line(self, task: Row) -> Row:
        """A task in a line: address, number, name, who."""
        who = [(role, [row["unit"] for row in task["duties"] if row["role"] == role]) for role in ROLES]
        return {"href": self.urls.task(task), "number": task["number"], "heading": heading(task), "who": [one for one in who if one[1]],
                "due": task["due"].isoformat() if task["due"] and task["due_kind"] != "year" else task["due_text"] or ""}  # fmt: skip

    def _who(self, task: Row) -> list[Row]:
        """The duties by role, each with those whom a collective reaches."""
        made = []
        for row in sorted(task["duties"], key=lambda row: (ROLES.index(row["role"]), row["position"])):
            members = [{**one, "href": self.urls.unit({**one, "year": row["year"]})} for one in row["members"]]
            made.append({
                "role": row["role"], "reach": row["reach"], "unit": row["unit"], "href": self.urls.unit(unit_row(row)), "collective": row["kind"] == "collective",
                "mention": row["mention"] if row["mention"] != row["unit"] else "", "due": self._due(row["due_text"], row["due_kind"], row["due"]) if row["due_text"] != task["due_text"] else None,
                "members": [(reach, [one for one in members if one["reach"] == reach]) for reach in ("collective", "possible") if any(one["reach"] == reach for one in members)],
            })  # fmt: skip
        return made

    def _due(self, text: str | None, kind: str | None, day: date | None) -> Row | None:
        """Printed words, day, kind, and how it stands to today; None for a task without a deadline."""
        if not text and day is None:
            return None
        today, value = self.asked.today, self.asked.terms.value
        status = status_of(kind or "", day, self.reading.record["date"], today)
        ahead = (day - today).days if day and status == "ahead" else None
        says = "" if ahead is None or ahead > SOON else self.words["due_today"] if ahead == 0 else self.words["due_in"].format(n=ahead)
        return {"text": text or "", "day": day.isoformat() if day and kind != "year" else "", "kind": value(kind) if kind else "",
                "state": value(status) if status in ("before_issue", "passed") else says, "soon": bool(says)}  # fmt: skip

    def _dues(self, task: Row) -> list[Row]:
        """The other deadlines that its text states."""
        others = [one for one in task["deadlines"] if one["text"] != task["due_text"]]
        made = [(one, self._due(one["text"], one["kind"], date.fromisoformat(one["end"]) if one["end"] else None)) for one in others]
        return [{**due, "kind": self.asked.terms.value("reckoned")} if one.get("reckoned") else due for one, due in made if due]

    def _themes(self, task: Row) -> list[Row]:
        return [{"name": row["theme"], "href": self.urls.theme(row["theme"], task), "why": row["evidence"], "rule": row["rule"]} for row in task["about"]]

    def _places(self, task: Row) -> list[Row]:
        """Every place where the task is printed, the deciding one first."""
        printed = task["sources"] or [{"part": task["part"], "number": task["number"], "page": task["page"], "span": [task["span_start"]]}]
        return [{"part": self.words[one["part"]], "number": one["number"], "page": one["page"], "href": place(self.urls, task, one["span"][0])} for one in printed]

    def _pair(self, row: Row, side: str) -> Row:
        """The other end of a pair: "to_" the source of this task, "" what was made of it."""
        new, old = beside(_text(row, ""), _text(row, "to_"))
        other = {name: row[f"{side}{name}"] for name in ("task", "document", "number", "title")}
        return {**other, "href": self.urls.task(other), "relation": self.asked.terms.value(row["relation"]), "score": row["score"],
                "differences": row["differences"], "new": new, "old": old}  # fmt: skip

    def _elsewhere(self, task: Row) -> list[Row]:
        """The first theme in other districts, the newest year of each."""
        theme = task["themes"][0] if task["themes"] else ""
        newest: dict[str, Row] = {}
        for row in self._alike.get(theme, ()):
            if row["district"] and row["district"] != task["district"]:
                newest.setdefault(row["district"], row)
        return [{**row, "href": self.urls.theme(theme, row)} for row in newest.values()][:FEW]


def _text(row: Row, side: str) -> str:
    return "。".join(filter(None, (row[f"{side}title"], row[f"{side}content"])))


def _known(task: Row) -> list[tuple[str, str]]:
    """The words that are underlined in a task: bodies in the colours of their roles, deadlines, quantities."""
    words = [(row["mention"] or "", CLASSES[row["role"]] + (" group" if row["kind"] == "collective" else "")) for row in task["duties"] if is_printed(row)]
    days = [task["due_text"], *(row["due_text"] for row in task["duties"]), *(one["text"] for one in task["deadlines"])]
    return [*((one["text"], "q") for one in task["targets"]), *((text, "d") for text in days if text), *words]


def _statements(task: Row) -> list[Row]:
    """The printed statements of who owes it, each once, as far as its own text does not hold them."""
    said: set[tuple[str, str]] = set()
    found = []
    for row in task["duties"]:
        for source in row["sources"] if is_printed(row) else ():  # nobody printed what is inferred
            quote, key = source.get("quote") or "", (source["part"], source.get("quote") or "")
            if not quote or key in said or (quote in (task["content"] or "") and source["part"] == task["part"]):
                continue
            said.add(key)
            elsewhere = (source["part"], source["number"]) != (task["part"], task["number"])
            found.append({"quote": quote, "part": source["part"] if elsewhere else "", "number": source["number"]})
    return found


TASK = Screen(
    name="task", title={"zh": "任务", "en": "Task"}, description=_QUERY.description, parameters=_QUERY.parameters, example=_QUERY.example,
    data=data, page=page,
)  # fmt: skip
