"""One page for a leader: where tasks gather, what is not settled, what is due in the coming days, each with its source."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from graph.errors import UsageError
from graph.fixes.logbook import MARK
from graph.store import Store
from queries.base import DISTRICT, YEAR, Example, Given, Options, Parameter, Row, Session
from queries.coverage import need_documents
from queries.duties import MONTH_KINDS
from queries.names import called
from queries.papers.docxfile import HEADS, NOTE, TITLE, Piece, Style
from queries.papers.docxfile import Paper as Word
from queries.papers.facts import UNITS_FILE, cited, placed, role_text
from queries.papers.spec import Export, Paper
from queries.papers.words import say
from queries.peers import aside
from queries.registry import run
from queries.render.cells import clipped, runs
from queries.render.sheets import width_of
from queries.unit_sets import read_units
from queries.unsettled import grave
from queries.words import load_words

DAYS = 60
MOST = {"busy": 5, "open": 8, "nodes": 12}  # lines of each part, if the page holds them
LEAST = 2  # lines of a part that the others do not push off the page
MATTER, NUMBERS, TEXT, WHO = 110, 60, 30, 80  # characters of a cell: what is open, its numbers, a task, who has it
WIDTHS = {"busy": (3.8, 9.2, 4.4), "open": (10.0, 5.8, 1.6), "nodes": (3.9, 4.8, 6.0, 2.7)}
HEADS_OF = {"busy": ("unit", "reason", "source"), "open": ("matter", "numbers", "source"), "nodes": ("day", "task", "who", "source")}
# The page in points. Lines have a height of their own: with that of the font, another machine's font would need a second page.
ROOM, LINE, PAD, HALF = 735.0, 12.5, 6.5, 4.6  # all between the margins; a line, what a row adds, half a Chinese character
FIXED = 42.0 + 3 * 47.0 + 2 * LINE  # the title, headings and heads of the three parts, the line at the foot
TOP = Style(18, TITLE, centre=True, pitch=28)
PART = Style(12, HEADS, pitch=17)
CELL, CELL_GREY = Style(9, pitch=LINE), Style(9, grey=True, pitch=LINE)
SCOPE = Style(10.5, pitch=16)
ITEMS = """MATCH (t:Task)
WHERE t.id IN $tasks
RETURN t.stem AS document, t.item AS item, t.ordinal AS ordinal"""
_PIECES = re.compile(r"(?:[\d.][\d.、]*|[A-Za-z]+|.)[，；。：、）》”\]]*", re.DOTALL)
Ask = Callable[..., list[Row]]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a part: its cells without the last, and the sources that the last names: what it says of each, with {sign}
    for the document, and which that is."""

    cells: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    grey: int = -1  # the cell that does not stand in the document as such
    stays: bool = False  # it stands apart from the order of the others, and does not give way to them

    def source(self, signs: Mapping[str, str]) -> str:
        """The last cell, with the signs of the documents."""
        return "；".join(text.format(sign=signs[document]) for text, document in self.sources)

    def height(self, widths: Sequence[float]) -> float:
        """Points that the row takes, estimated."""
        source = self.source({document: "[99]" for _, document in self.sources})
        texts = zip((*self.cells, source), widths, strict=True)
        return PAD + LINE * max(lines(text, width) for text, width in texts)


def lines(text: str, width: float) -> int:
    """Lines that a text of 9 points takes in a cell of so many cm, estimated: numbers joined by 、 are not torn, nor are signs
    that close a phrase put in front of a line."""
    room = (width * 28.35 - 8.5) / (HALF * 1.05)
    count, used = 1, 0.0
    for piece in _PIECES.findall(text):
        wide = width_of(piece)
        if used and used + wide > room:
            count, used = count + 1, 0.0
        used += wide
        if used > room:  # a piece longer than a line
            count, used = count + math.ceil(used / room) - 1, used % room
    return count


def build(store: Store, given: Given) -> Paper:
    """Make the page. Raises UsageError, UnknownName and StoreError."""
    need_documents(Session(store))
    today = _today(given)
    units = read_units(Path(given.text("units"))) if given.text("units") else ()
    asked: dict[str, Any] = {"district": given.texts("district"), "year": given.ints("year")}
    documents = run("documents", store, Options(limit=0), **asked).rows
    towns = bool(units) or all(row["town"] for row in documents)  # a district's page is about its own documents, where there are any
    left = sum(bool(row["town"]) for row in documents) if not towns else 0
    documents = [row for row in documents if towns or not row["town"]]
    titles = {row["document"]: cited(row) for row in documents}

    def ask(name: str, **more: Any) -> list[Row]:
        rows = run(name, store, Options(limit=0, units=units), **asked, **more).rows
        return [row for row in rows if towns or not row["town"]]

    def items(tasks: Sequence[str]) -> list[Row]:
        return Session(store, limit=0).ask(ITEMS, tasks=list(tasks))

    found = {"busy": _busy(ask, items), "open": _open(ask), "nodes": _nodes(ask, today)}
    title = say("digest_title", **_place(documents, given))
    names = "、".join(units[:12]) + (f"等 {len(units)} 个单位" if len(units) > 12 else "")
    place = "".join(f"{part}，" for part in _place(documents, given, whole=True).values() if part)
    scope = say("digest_scope", place=place, units=names or say("digest_all"), day=today.isoformat())
    scope += say("digest_towns", count=left) if left else ""
    shown = fitting(found, titles, lines(scope, sum(WIDTHS["busy"]) * CELL.size / SCOPE.size) * SCOPE.pitch)
    word = Word(title, narrow=True)
    word.title(title, TOP)
    word.text(scope, SCOPE)
    signs: dict[str, str] = {}
    counts = []
    for name, own in shown.items():
        counts.append(_write(word, name, own, len(found[name]), signs))
    word.text(say("digest_sources", titles=_cited(signs, titles)), CELL_GREY)
    word.text(say("digest_foot"), CELL_GREY)
    return Paper(title, word.close(), tuple(counts))


def _place(documents: Sequence[Row], given: Given, *, whole: bool = False) -> Row:
    """District and year as the title names them: those that were asked for, or the only one there is; all of them if `whole`."""
    only = all(row["town"] for row in documents)
    districts = list(dict.fromkeys(row["district"] + (row["town"] if only else "") for row in documents if row["district"]))
    years = [str(year) for year in sorted({row["year"] for row in documents if row["year"]})]
    told = whole or bool(given.texts("district")) or len(districts) == 1
    dated = whole or bool(given.ints("year")) or len(years) == 1
    return {
        "district": "、".join(districts) if told else "",
        "year": say("digest_of_year", year="、".join(years)) if dated and years else "",
    }


def fitting(found: Mapping[str, Sequence[_Line]], titles: Mapping[str, str], above: float = 0) -> dict[str, list[_Line]]:
    """What of each part one page holds below so many points of text: the first lines, and those that stay; the longest part gives
    way first, down to LEAST lines."""
    shown = {name: _first(own, MOST[name]) for name, own in found.items()}
    while _height(shown, titles) + above > ROOM:
        longest = max(shown, key=lambda name: sum(line.height(WIDTHS[name]) for line in shown[name]) * (len(shown[name]) > LEAST))
        if len(shown[longest]) <= LEAST:
            break
        shown[longest] = _first(shown[longest], sum(not line.stays for line in shown[longest]) - 1)
    return shown


def _first(own: Sequence[_Line], count: int) -> list[_Line]:
    """The first lines, so many of them, and behind them those that stay."""
    return [line for line in own if not line.stays][: max(count, 0)] + [line for line in own if line.stays]


def _height(shown: Mapping[str, Sequence[_Line]], titles: Mapping[str, str]) -> float:
    cited = dict.fromkeys((document for own in shown.values() for line in own for _, document in line.sources), "[99]")
    foot = lines(_cited(cited, titles), sum(WIDTHS["busy"])) * LINE
    return FIXED + foot + sum(line.height(WIDTHS[name]) for name, own in shown.items() for line in own)


def _cited(signs: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Every document that was cited, behind its sign."""
    return "　".join(sign + titles.get(document, f"《{document}》") for document, sign in signs.items())


def _today(given: Given) -> date:
    try:
        return date.fromisoformat(given.text("today")) if given.text("today") else date.today()
    except ValueError as error:
        raise UsageError(f"日期不对：{given.text('today')}", hint="请写成 2025-08-31 的样子") from error


def _write(word: Word, name: str, shown: Sequence[_Line], total: int, signs: dict[str, str]) -> str:
    """One part; its heading says how many lines there would be, as does the sentence for who asked."""
    heading = say(f"digest_{name}")
    word.text(heading + (say(f"digest_more_{name}", shown=len(shown), total=total) if total > len(shown) else ""), PART)
    if not shown:
        word.text(say("digest_none"), NOTE)
        return f"{heading}：{total}"
    table = word.table(WIDTHS[name], [say(f"digest_{key}") for key in HEADS_OF[name]])
    for line in shown:
        for _, document in line.sources:
            signs.setdefault(document, f"[{len(signs) + 1}]")
        cells = [[Piece(text, CELL_GREY if at == line.grey else CELL)] for at, text in enumerate(line.cells)]
        table.row([*cells, [Piece(line.source(signs), CELL_GREY)]])
    return f"{heading}：{total}"


def _busy(ask: Ask, items: Callable[[Sequence[str]], list[Row]]) -> list[_Line]:
    """The units of the newest year of each district: those that are flagged first, then by load; the one with most tasks of
    those that stand on a line of their own last, in any case. Only lines that may be shown have their sources."""
    rows = [row for row in ask("overload", ids=True) if row["direct"]]
    rows = [row for row in rows if not row["town"]] or rows
    newest: dict[str, int] = {}
    for row in rows:
        newest[row["district"]] = max(newest.get(row["district"], 0), row["year"] or 0)
    rows = [row for row in rows if (row["year"] or 0) == newest[row["district"]]]
    rows.sort(key=lambda row: (aside(row), not row["flag"], -row["load"], row["district"], row["unit"]))
    apart = max((row for row in rows if aside(row)), key=lambda row: row["load"], default=None)
    may = {row["unit_id"] for row in rows[: MOST["busy"]]} | ({apart["unit_id"]} if apart else set())
    return [_unit(row, items(row["task_ids"]["direct"]) if row["unit_id"] in may else [], stays=row is apart) for row in rows]


def _unit(row: Row, printed: Sequence[Row], *, stays: bool) -> _Line:
    mark = say("digest_flag") if row["flag"] else ""
    kind = load_words("zh").value(row["kind"])
    fields = {**row, "kind": kind, "median": f"{row['peer_median'] or 0:g}", "share": f"{row['share']:.1%}"}
    place = "aside" if aside(row) else "alone" if row["peers"] < 2 else "rank"
    reason = say("digest_duties", **fields) + say(f"digest_{place}", **fields)
    reason += say("digest_inherited", **fields) if row["inherited"] else ""
    items: dict[str, dict[str, None]] = {}
    for one in sorted(printed, key=lambda one: (one["document"], one["ordinal"] or 0)):
        items.setdefault(one["document"], {})[one["item"]] = None
    found = tuple((say("digest_of", numbers=clipped(runs(list(own)), NUMBERS)), document) for document, own in items.items())
    return _Line((called(row["unit"], row["district"], row["town"] or "") + mark, reason), found, stays=stays)


def _open(ask: Ask) -> list[_Line]:
    """What is not settled, the gravest kind first whatever the district, in a kind what concerns most items; of several districts
    or years each line names its own."""
    found = []
    rows = [row for row in ask("unsettled") if row["count"]]
    rows.sort(key=grave)
    several = len({(row["district"], row["town"], row["year"]) for row in rows}) > 1
    for row in rows:
        if row["whole"]:
            count = say("digest_whole")
        else:  # themes that a document does not cover have no numbers
            count = say("digest_items" if row["numbers"] else "digest_count", numbers=clipped(runs(row["numbers"]), NUMBERS), count=row["count"])
        place = say("digest_place", place=f"{row['district']}{row['town'] or ''}", year=row["year"] or "") if several else ""
        found.append(_Line((place + clipped(row["reason"], MATTER - len(place)), count), (("{sign}", row["document"]),)))
    return found


def _nodes(ask: Ask, today: date) -> list[_Line]:
    """The coming days, each task and day once with all who have it."""
    last = today + timedelta(days=DAYS)
    found: dict[tuple[str, date], list[Row]] = {}
    for row in ask("due", after=today.isoformat(), before=last.isoformat(), today=today.isoformat()):
        if row["due_kind"] in MONTH_KINDS:
            found.setdefault((row["task"], row["due"]), []).append(row)
    return [_node(rows) for rows in sorted(found.values(), key=lambda rows: (rows[0]["due"], rows[0]["document"], rows[0]["ordinal"]))]


def _node(rows: Sequence[Row]) -> _Line:
    first = rows[0]
    prose = placed(first, "")
    roles: dict[str, dict[str, None]] = {}
    for row in rows:
        if row["unit"]:
            roles.setdefault(_role(row), {})[row["unit"]] = None
    who = "；".join(f"{role}：{'、'.join(names)}" for role, names in roles.items()) or say("nobody")
    cells = (
        f"{first['due']}（{first['due_text']}）{prose}", clipped(first["title"] or first["content"], TEXT), clipped(who, WHO),
    )  # fmt: skip
    source = say("source", title="{sign}", part=say(f"part_{first['part']}"), number=first["number"], page="")
    return _Line(cells, ((source, first["document"]),), -1 if any(row["reach"] == "direct" for row in rows) else 2)


def _role(row: Row) -> str:
    return role_text({**row, "fix": row["basis"] if str(row["basis"]).startswith(MARK) else ""})


EXPORT = Export(
    name="digest",
    title="一页要览",
    description="给分管领导的一页 A4（Word）：任务最集中的单位、责任待明确事项、近 60 天节点，条条有出处；用 --units 限定分管单位。",
    suffix=".docx",
    parameters=(DISTRICT, YEAR, UNITS_FILE, Parameter("today", "text", "从这一天算起，默认是电脑上的日期，例如 2025-06-01")),
    example=Example("云川区 2025 年 6 月 1 日的一页要览", {"district": "云川区", "year": 2025, "today": "2025-06-01"}),
    build=build,
)
