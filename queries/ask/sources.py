"""Facts about the documents themselves, and where a plan comes from."""

from __future__ import annotations

import re
from datetime import date

from queries.ask.asked import Asked, Kind, always, nothing
from queries.ask.content import carrying
from queries.ask.facts import LINKS, TASKS, Facts, Place, places_of
from queries.ask.reply import TASK_COLUMNS, Reply, Value, task_row, union
from queries.ask.wording import number
from queries.base import Column, Row
from queries.plans import Paper
from queries.uncovered import lost

_NUMBER = r"[\d一二三四五六七八九十百]+"
# What only the text prints: what it is, and where it stands.
IN_THE_TEXT = {
    "copies": re.compile(rf"印(?:发|制)?\s*({_NUMBER})\s*份"),
    "meeting": re.compile(rf"([\u4e00-\u9fff]{{0,8}}第\s*{_NUMBER}\s*次[\u4e00-\u9fff]{{0,8}}会(?:议)?)[\u4e00-\u9fff]{{0,6}}通过"),
    "passed": re.compile(r"(20\d\d年\d{1,2}月\d{1,2}日)[^。，；\n]{0,24}会[^。，；\n]{0,8}通过"),
}
ORDINAL = re.compile(r"第几(次|届|回)")
WITHOUT_SOURCE = re.compile(r"<G>.{0,16}(找不到|没有|无|缺)(对应|承接|来源|依据|出处)|<G>.{0,16}(不是|并非)(从|来自|源自|照着?|出自)")
# 哪些<G>计划里没有对应: the district's items that the town does not take up.
DROPPED = re.compile(
    r"(哪|什么).{0,12}<G>.{0,12}(找不到|不到|没有?|未|无|不)(被)?(对应|承接|落实|写|体现|包含|列入|覆盖)"
    r"|<G>.{0,6}比.{0,6}(少|缺|漏)(了|掉)?(哪些|什么)"
    r"|<G>.{0,10}(没有?|未|漏)(了)?(承接|落实|体现|覆盖|写进?|掉)(了)?.{0,10}(<D>|区里?).{0,8}(哪|什么)"
)
PAPER = re.compile(r"(哪|什么|啥)(一?[份个])?(文件|要点|通知|方案|文$)")
PAPERS = re.compile(r"(文件|要点|计划|通知|分解表|方案|文号|字号|发文|印发)")
WRITES = re.compile(r"(谁|哪个?(单位|部门|机关)).{0,4}(制定|发布|出台|颁布|制发)")
# 淞南镇2023年的政务公开工作计划由谁发布 is about the document, whatever task has the words too.
OF_PLACE = re.compile(r"<[DG]>(<Y>|的|年度?|政务公开|信息公开|工作|这份|那份)*(要点|计划|文件|通知|分解表|方案)(是|由|是由)*(谁|哪)")
FIELDS = ("copies", "passed", "meeting", "doc_no", "documents", "year", "district", "copied", "addressees", "issuer", "title", "date")
ALSO = ("doc_no", "date")  # what a question may ask for besides
COLUMNS = (
    Column("district"),
    Column("town"),
    Column("year", "int"),
    Column("document"),
    Column("title", label="document_title"),
    Column("doc_no"),
    Column("issuer"),
    Column("date", "date"),
)
LINK_COLUMNS = (
    Column("document"),
    Column("number"),
    Column("title"),
    Column("to_document"),
    Column("to_number"),
    Column("to_title"),
    Column("score", "float"),
    Column("method"),
)


def source(asked: Asked) -> Reply:
    """Number, date, issuer, title, recipients of the documents; empty where a document does not print it."""
    asked_for = asked.details("source") or ["issuer"]
    wanted = asked_for[0]
    chosen = {document for place in asked.places for document in place.documents}
    documents = [row for row in asked.known.documents if row["id"] in chosen]
    documents.sort(key=lambda row: (row["district"], row["town"], -(row["year"] or 0), row["document"]))
    rows = [{column.name: row[column.name] or None for column in COLUMNS} for row in documents]
    if wanted == "documents":
        if asked.how_many:
            text = asked.say("count_documents", count=len(documents))
            return Reply(asked.join([text]), len(documents), rows, columns=COLUMNS)
        titles = [str(row["title"] or row["document"]) for row in documents]
        return Reply(asked.say("documents", count=len(titles), names=asked.names(titles)), titles, rows, columns=COLUMNS)
    also = [name for name in ALSO if name in asked_for[1:] and wanted != "year"]
    if wanted in IN_THE_TEXT:
        return _in_text(asked, wanted, documents, rows)
    fields = [wanted, *also]
    parts, values = [], []
    for row in documents:
        for name in fields:
            found, shown = _printed(row, name)
            values.append(found)
            key = "source" if found else "source_missing"
            parts.append(asked.say(key, document=called(row), field=asked.say(f"field_{name}"), value=shown))
    listed = union(values)
    if fields == ["year"]:
        return Reply(asked.join(parts), int(listed[0]) if len(listed) == 1 else None, rows, columns=COLUMNS)
    if fields == ["date"]:
        return Reply(asked.join(parts), listed[0] if len(listed) == 1 else None, rows, columns=COLUMNS)
    return Reply(asked.join(parts), listed, rows, columns=COLUMNS)


def _in_text(asked: Asked, wanted: str, documents: list[Row], rows: list[Row]) -> Reply:
    """What the text of a document prints about itself: how many copies (a number), which meeting passed it (第几次: its number, else
    its name), on which day (ISO date)."""
    texts = asked.facts.texts()
    parts: list[str] = []
    values: list[Value] = []
    field = asked.say(f"field_{wanted}")
    for row in documents:
        found = IN_THE_TEXT[wanted].search(texts.get(row["id"], "").replace(" ", ""))
        if found is None:
            parts.append(asked.say("source_missing", document=called(row), field=field))
            continue
        shown = re.sub(r"^.*?(?:已经|经|由|日)(?=.)", "", found[1])
        digits = re.search(_NUMBER, shown)
        value: Value = [shown]
        if wanted == "passed":
            value = _day(shown)
        elif digits and (wanted == "copies" or ORDINAL.search(asked.masked)):
            value = int(digits[0]) if digits[0].isdecimal() else number(digits[0])
        values.append(value)
        parts.append(asked.say("source", document=called(row), field=field, value=shown))
    if not values:
        return asked.unknown("unsaid_detail")
    return Reply(asked.join(parts), asked.value(values), rows, columns=COLUMNS)


def _day(printed: str) -> str | None:
    """A printed day as ISO date; None where there is no such day."""
    year, month, day = map(int, re.findall(r"\d+", printed))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def called(row: Row) -> str:
    """A document by its title, else by its file name."""
    return f"《{row['title']}》" if row["title"] else str(row["document"])


def _printed(row: Row, wanted: str) -> tuple[list[str], str]:
    """The value as names, and as it is shown."""
    if wanted == "issuer":
        if not row["issuer"]:
            return [], ""
        return [str(row["issuer"])], str(row["issuer"])
    value = row[wanted]
    if isinstance(value, date):
        return [value.isoformat()], value.isoformat()
    listed = [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
    return listed, "、".join(listed)


def derive(asked: Asked) -> Reply:
    """The district's items that a town's item comes from, or the town's items that come from a district's."""
    wide = [row for row in asked.known.documents if row["town"] in asked.linked.towns]
    if not wide:
        return asked.unknown("no_town_plan", places=asked.place_names())
    towns = places_of(wide)
    links = _links(asked, [document for place in towns for document in place.documents])
    if DROPPED.search(asked.masked) and not asked.linked.numbers:
        return _dropped(asked, wide)
    if WITHOUT_SOURCE.search(asked.masked) and not asked.linked.numbers and not asked.linked.districts[1:]:
        return _without_source(asked, towns, links)
    if PAPER.search(asked.masked) and not asked.linked.numbers and links:
        return _papers(asked, links)
    if asked.linked.numbers:
        down = re.search(r"(<D>|区)区?的?[^<]{0,4}<N>", asked.masked) is not None
        links = [link for link in links if any(_is_end(link, down, number) for number in asked.linked.numbers)]
    elif asked.topic:
        kept = {task["task"] for place in asked.places for task in asked.meant(place).tasks}
        if not kept:
            return nothing(asked)
        links = [link for link in links if link["task"] in kept or link["to_task"] in kept]
    if asked.yes and asked.linked.numbers and not links and (wanted := _district_tasks(asked)):
        return Reply(asked.join([asked.say("derive_no")]), False, [task_row(task) for task in wanted], columns=TASK_COLUMNS)
    if not links:
        return asked.unknown("no_links", places=asked.names(asked.linked.towns)) if not asked.linked.numbers else _alone(asked)
    told: dict[str, list[str]] = {}
    for link in links:
        title = f"（{link['to_title']}）" if link["to_title"] else ""
        told.setdefault(link["number"], []).append(asked.say("item", number=link["to_number"], title=title))
    parts = [
        asked.say(
            "derive", town=asked.names(asked.linked.towns), number=number, where=links[0]["to_district"], names=asked.names(names)
        )
        for number, names in list(told.items())[:8]
    ]
    value = True if asked.yes else None
    return Reply(asked.join([asked.say("derive_yes"), *parts] if value else parts), value, links, columns=LINK_COLUMNS)


def _papers(asked: Asked, links: list[Row]) -> Reply:
    """The documents that a plan comes from, with how many of its tasks each is behind."""
    behind: dict[str, set[str]] = {}
    for link in links:
        behind.setdefault(link["to_document"], set()).add(link["task"])
    titles = {row["document"]: called(row) for row in asked.known.documents}
    parts = [
        asked.say("derive_paper", town=asked.names(asked.linked.towns), document=titles.get(one, one), count=len(tasks))
        for one, tasks in behind.items()
    ]
    return Reply(asked.join(parts), [titles.get(one, one).strip("《》") for one in behind], links, columns=LINK_COLUMNS)


def _is_end(link: Row, down: bool, number: str) -> bool:
    """Whether the link is one of the item with this number, or of the part whose number ends in a full stop."""
    return number in _ends(link, down) or (number[-1:] == "." and str(link["number"]).startswith(number))


def _district_tasks(asked: Asked) -> list[Row]:
    """The district's own tasks with the numbers that are asked about."""
    districts = asked.linked.districts or [row["district"] for row in asked.known.documents if row["town"] in asked.linked.towns]
    own = [place for place in places_of(asked.known.documents) if place.district in districts and not place.town]
    tasks = Facts(asked.session, own).tasks() if own else []
    return [task for task in tasks if set(asked.linked.numbers) & {task["number"], task["item"]}]


def _dropped(asked: Asked, documents: list[Row]) -> Reply:
    """Items that bind the town and have no counterpart in its plan; not those that only may bind it."""
    parts, rows = [], []
    for row in documents:
        paper = Paper(row["id"], row["document"], row["district"] or "", row["town"] or "", row["year"])
        found = [one for one in lost(asked.session, paper)[0] if one["kind"] == "uncovered" and one["reach"] != "possible"]
        wanted = {(one["to_document"], one["to_number"]) for one in found}
        own = [place for place in places_of(asked.known.documents) if place.district == row["district"] and not place.town]
        tasks = [task for task in Facts(asked.session, own).tasks() if (task["document"], task["item"]) in wanted]
        rows += [task_row(task) for task in tasks]
        numbers = asked.names((one["to_number"] for one in found), 40) or asked.say("none")
        parts.append(asked.say("derive_dropped", town=row["town"], count=len(found), numbers=numbers))
    return Reply(asked.join(parts), None, rows, columns=TASK_COLUMNS)


def _without_source(asked: Asked, towns: list[Place], links: list[Row]) -> Reply:
    """Tasks of the towns that come from no item of the district."""
    found = {link["task"] for link in links}
    alone = [task for task in Facts(asked.session, towns).tasks() if task["task"] not in found]
    numbers = asked.names((task["number"] for task in alone), 40) or asked.say("none")
    text = asked.say("derive_alone", town=asked.names(asked.linked.towns), count=len(alone), numbers=numbers)
    return Reply(asked.join([text]), len(alone) if asked.how_many else None, [task_row(task) for task in alone], columns=TASK_COLUMNS)


def _ends(link: Row, down: bool) -> tuple[str, str]:
    return (link["to_number"], link["to_item"]) if down else (link["number"], link["item"])


def _alone(asked: Asked) -> Reply:
    """The task is there and has no source."""
    if not any(asked.meant(place).tasks for place in asked.places):
        return nothing(asked)
    return Reply(asked.say("derive_none", town=asked.names(asked.linked.towns), number="、".join(asked.linked.numbers)), None, [])


def _links(asked: Asked, documents: list[str]) -> list[Row]:
    """Links of these documents with the number and title of the task itself, in printed order."""
    tasks = {row["task"]: row for row in asked.session.ask(TASKS, documents=sorted(documents))}
    found = []
    for link in asked.session.ask(LINKS, documents=sorted(documents)):
        own = tasks.get(link["task"])
        if own is not None:
            kept = {name: own[name] for name in ("number", "item", "title", "document", "ordinal")}
            found.append({**link, **kept})
    return sorted(found, key=lambda link: (link["document"], link["ordinal"] or 0, -(link["score"] or 0), link["to_number"]))


def _of_task(asked: Asked) -> bool:
    """Whether what reads like a question about a document is one about a task: its words name no document, or a task prints them."""
    if asked.topic and not PAPERS.search(asked.masked):
        return True
    needed = carrying(asked.topic.pieces)[0] if not asked.topic.quotes else ()
    if not needed or not WRITES.search(asked.masked) or OF_PLACE.search(asked.masked):
        return False
    return any(asked.meant(place).how in ("title", "words") for place in asked.places)


SOURCE = Kind("source", source, narrowed_by="quotes", by_name=always, details=FIELDS, any_sort=True, of_papers=True, unless=_of_task, plans=always)
DERIVE = Kind("derive", derive, of_papers=True)
