"""When tasks are due, and what is due when."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from queries.ask.asked import Asked, Kind, nothing
from queries.ask.bodies import in_time, literally_due
from queries.ask.content import carries, carrying, share, words_of
from queries.ask.facts import Place, day_of, prose_days, prose_deadlines
from queries.ask.reply import TASK_COLUMNS, Reply, task_row
from queries.ask.topics import clauses, sentences
from queries.ask.who import who
from queries.base import Row

# The cell of an item, not a day that its text has besides: 考核评估这一项的完成时间.
CELL = re.compile(r"(这|那|该)(一)?(项|条|行|件)[^<]{0,6}(时间|时限|期限|节点|日期)")

WHO_TOO = re.compile(r"(谁|哪个?单位|哪些单位|哪个部门|哪些部门|(责任|牵头|配合)单位)")
WHEN_TOO = re.compile(r"(什么时候|何时|啥时|哪天|几月|几号|时限|期限|截止|时间)")

DAY_OF_MONTH = re.compile(r"<W>(份)?(里|的|内|中)?(具体)?(是|在)?(哪一?天|几号|几日|哪一?日)")

OWN_SHARE = 0.5  # share of the asked words that the sentence with the day has to print, where another sentence prints them all

# An event's own day, which "within the year" does not tell.
EVENT_DAY = re.compile(r"^(?!.*(?:截止|截至|[时期]限|完成|最[晚迟后]|到期|节点|日期|时间)).*(?:是|放|定|安排)(?:在)?(?:哪一?天|几号|几日|几月几[日号])(?:的)?$")


def due(asked: Asked) -> Reply:
    """The day of the tasks that are meant; where the question asks who, too, both are said, and the value is that of what is asked first."""
    when = _when(asked)
    body, time = WHO_TOO.search(asked.masked), WHEN_TOO.search(asked.masked)
    if body is None or when.status != "answered":
        return when
    owners = who(asked)
    if owners.status != "answered":
        return when
    one, two = (owners, when) if time is not None and body.start() < time.start() else (when, owners)
    return replace(one, answer=asked.join([one.answer, two.answer]))


def _when(asked: Asked) -> Reply:
    """The day of the tasks that are meant; None where they differ, with the rows."""
    parts, rows, days = [], [], []
    for place in asked.places:
        stated = _stated(asked, place)
        if not stated:
            continue
        rows += [{**task_row(task), "due": day, "due_text": text} for task, day, text, _ in stated]
        days += [day for _, day, _, _ in stated]
        told = [asked.say("due_one", item=asked.number(task), day=asked.day(day, text)) for task, day, text, _ in stated[:8]]
        parts.append(asked.say("due", place=asked.where(place), told=asked.names(told)))
    if not parts:
        return nothing(asked)
    if (DAY_OF_MONTH.search(asked.masked) or EVENT_DAY.search(asked.masked)) and not any(re.search(r"\d[日号]", row["due_text"] or "") for row in rows):
        return asked.unknown("unsaid_detail")  # 8月的哪一天: only the month is printed
    value = asked.value([day.isoformat() if day else None for day in days])
    return Reply(asked.join(parts), value, rows, columns=TASK_COLUMNS)


def _stated(asked: Asked, place: Place) -> list[tuple[Row, date | None, str | None, str | None]]:
    """The tasks that are meant with day, words and kind of their deadline; only those with a day of their own, where some have one."""
    tasks = [task for task in _of_units(asked, place, asked.meant(place).tasks) if not _of_other_sentence(asked, task)]
    stated = [(task, *_deadline(asked, task)) for task in tasks]
    dated = [one for one in stated if one[3] != "year"]
    if stated and not any(one[1] for one in dated) and not asked.linked.numbers:
        # 向社会公开 stands in several rows of an item: the one that says when is meant.
        dated = [(task, *_deadline(asked, task)) for task in _beside(asked, place, tasks)]
        dated = [one for one in dated if one[3] != "year"]
    if not asked.linked.numbers and any(one[1] for one in dated):
        return [one for one in dated if one[1]]
    return stated


def _of_other_sentence(asked: Asked, task: Row) -> bool:
    """Whether the day of a task stands in one sentence of its text, and all that is asked about in another one."""
    words = words_of((*carrying(asked.topic.pieces)[0], *asked.topic.quotes))
    said = sentences(task["content"].replace(" ", ""))
    day = str(task["due_text"] or next((one["text"] for one in prose_days(task)), ""))
    own = "".join(piece for piece in said if day in piece)
    others = [piece for piece in said if day not in piece]
    return bool(words and own) and share(words, task["title"] + own) < OWN_SHARE and any(share(words, piece) == 1 for piece in others)


def _beside(asked: Asked, place: Place, tasks: list[Row]) -> list[Row]:
    """Other rows of the same items that print every word of the question."""
    words = words_of(asked.topic.pieces)
    items = {task["counted_item"] for task in tasks}
    known = {task["task"] for task in tasks}
    rows = [task for task in asked.facts.tasks(place) if task["counted_item"] in items and task["task"] not in known]
    return [task for task in rows if words and share(words, task["content"]) == 1]


def stated_days(asked: Asked, place: Place) -> list[tuple[date | None, str | None]]:
    """Day and words of the deadlines of the tasks that are meant."""
    return [(day, text) for _, day, text, _ in _stated(asked, place)]


def _of_units(asked: Asked, place: Place, tasks: list[Row]) -> list[Row]:
    """Tasks of the units that the question names, where any of those are meant."""
    names = {name for unit in asked.linked.units for name in unit.names}
    owed = {row["task"] for row in asked.facts.duties(tasks) if row["unit"] in names}
    if asked.linked.units and not asked.topic and not asked.linked.numbers:
        return [task for task in tasks if task["task"] in owed]
    return [task for task in tasks if task["task"] in owed] or tasks


def _deadline(asked: Asked, task: Row) -> tuple[date | None, str | None, str | None]:
    """Day, words and kind: the clause that says what is asked about, else the task's own, else the only one in its text."""
    prose = prose_days(task)
    pieces = (*asked.topic.pieces, *asked.topic.quotes)
    if task["due_text"] and CELL.search(asked.masked):
        return task["due"], task["due_text"], task["due_kind"]
    if pieces and (stated := _said_of(task, pieces)) is not None:
        return stated["end"], str(stated["text"]), str(stated["kind"])
    if task["due_text"] or not prose:
        return task["due"], task["due_text"], task["due_kind"]
    first = prose[0]
    return first["end"], str(first["text"]), str(first["kind"])


def _said_of(task: Row, pieces: tuple[str, ...]) -> Row | None:
    """The deadline in the text of a task whose clause says more of what is asked about than the title does."""
    wanted = words_of(pieces)
    title = share(wanted, task["title"])
    best, best_share = None, max(title, 0.5)
    # 年内 in the text says no more than the cell beside it.
    for deadline in prose_days(task) if task["due_text"] else prose_deadlines(task):
        clause = share(wanted, "".join(_around(task["content"], str(deadline["text"]))))
        if clause > best_share or (best is None and clause == best_share == 0.5 > title):
            best, best_share = deadline, clause
    return best


def _around(content: str, words: str) -> list[str]:
    """The clause that prints a deadline; the one after it too where the clause is nothing but the deadline."""
    pieces = clauses(content)
    for at, piece in enumerate(pieces):
        if words in piece.replace(" ", ""):
            return pieces[at : at + 2] if len(piece) <= len(words) + 3 else [piece]
    return []


def calendar(asked: Asked) -> Reply:
    """Tasks whose deadline falls into the time of the question, by day."""
    parts, rows = [], []
    if EVENT_DAY.search(asked.masked):
        return asked.unknown("unsaid_detail")  # 8月的开放日定在几号
    if asked.topic and carries(asked.topic.pieces) and not any(asked.meant(place).tasks for place in asked.places):
        return nothing(asked)
    for place in asked.places:
        tasks = asked.meant(place).tasks if carries(asked.topic.pieces) or not asked.topic else asked.facts.tasks(place)
        fitting, besides = fitting_tasks(asked, tasks)
        rows += [task_row(task) for task in fitting]
        listed = asked.names(
            asked.say("due_one", item=asked.number(task), day=asked.day(task["due"], task["due_text"])) for task in fitting
        )
        key = "calendar" if fitting else "calendar_none"
        words = asked.linked.when.words if asked.linked.when else ""
        text = asked.say(key, place=asked.where(place), when=words, count=len(fitting), told=listed)
        if besides:
            told = asked.names(asked.say("due_one", item=asked.number(task), day=task["due_text"]) for task in besides[:4])
            text += asked.say("calendar_prose", told=told)
        if fitting or besides or len(asked.places) == 1:
            parts.append(text)
    if not parts:
        parts = [asked.say("calendar_none", place=asked.place_names(), when=asked.linked.when.words if asked.linked.when else "")]
    rows.sort(key=lambda row: (row["district"], row["due"] or date.max))
    return Reply(asked.join(parts), None, rows, columns=TASK_COLUMNS)


def fitting_tasks(asked: Asked, tasks: list[Row]) -> tuple[list[Row], list[Row]]:
    """Tasks due in the time of the question by their own deadline, and those where only a sentence says such a day.

    Where a task has no deadline of its own, the day in its text is the task's.
    """
    when = asked.linked.when
    if literal := literally_due(asked, tasks):
        return literal, []
    fitting: list[Row] = []
    besides: list[Row] = []
    for task in tasks:
        if in_time(asked, task):
            fitting.append(task)
            continue
        held = [
            one for one in prose_days(task) if when and not when.whole and when.holds(one["end"], task["year"] or one["end"].year)
        ]
        if held:
            seen = {**task, "due": held[0]["end"], "due_text": held[0]["text"], "due_kind": held[0]["kind"]}
            (besides if task["due_text"] else fitting).append(seen)
    fitting.sort(key=lambda task: (day_of(task) or task["due"] or date.max, task["ordinal"] or 0))
    return fitting, besides


DUE = Kind("due", due, ("tasks",), subjects="each")
CALENDAR = Kind("calendar", calendar, ("tasks",), lists=True)
