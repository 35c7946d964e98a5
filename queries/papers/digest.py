"""One page for a leader: where tasks gather, what is not settled, what is due in the coming days, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from graph.errors import UsageError
from graph.fixes.logbook import MARK
from graph.store import Store
from queries.base import DISTRICT, YEAR, Example, Given, Options, Parameter, Row
from queries.duties import MONTH_KINDS
from queries.names import called
from queries.papers.docxfile import HEADS, NOTE, TITLE, Piece, Style, Table
from queries.papers.docxfile import Paper as Word
from queries.papers.facts import UNITS_FILE, role_text
from queries.papers.spec import Export, Paper
from queries.papers.words import say
from queries.registry import run
from queries.render.cells import clipped
from queries.unit_sets import read_units

DAYS = 60
UNITS, OPEN, NODES = 5, 6, 9  # lines of each part: what one page holds
TEXT, NUMBERS = 30, 8  # characters of a task, numbers of a line
TOP = Style(18, TITLE, centre=True)
PART = Style(12, HEADS)
CELL, CELL_GREY = Style(9), Style(9, grey=True)
Ask = Callable[..., list[Row]]


class _Cited:
    """Documents by a short sign ([1]) where they are cited, with their titles at the foot of the page."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._signs: dict[str, str] = {}

    def sign(self, document: str) -> str:
        """[1] for the first document that is cited, and so on."""
        return self._signs.setdefault(document, f"[{len(self._signs) + 1}]")

    def all(self) -> str:
        """Every document that was cited, behind its sign."""
        return "　".join(f"{sign}《{self._titles.get(document, document)}》" for document, sign in self._signs.items())


def build(store: Store, given: Given) -> Paper:
    """Make the page. Raises UsageError, UnknownName and StoreError."""
    today = _today(given)
    units = read_units(Path(given.text("units"))) if given.text("units") else ()
    scope: dict[str, Any] = {"district": given.texts("district"), "year": given.ints("year")}
    cited = _Cited({row["document"]: row["title"] or row["document"] for row in run("documents", store, Options(limit=0), **scope).rows})

    def ask(name: str, **more: Any) -> list[Row]:
        rows = run(name, store, Options(limit=0, units=units), **scope, **more).rows
        return [row for row in rows if units or not row["town"]]  # a district's page is about its own documents

    word = Word(say("digest_title"), narrow=True)
    word.title(say("digest_title"), TOP)
    names = "、".join(units[:12]) + (f"等 {len(units)} 个单位" if len(units) > 12 else "")
    word.text(say("digest_scope", units=names or say("digest_all"), day=today.isoformat()), NOTE)
    counts = [_busy(word, ask), _open(word, ask, cited), _nodes(word, ask, cited, today)]
    word.text(say("digest_sources", titles=cited.all()), CELL_GREY)
    word.text(say("digest_foot"), CELL_GREY)
    return Paper(say("digest_title"), word.close(), tuple(counts))


def _today(given: Given) -> date:
    try:
        return date.fromisoformat(given.text("today")) if given.text("today") else date.today()
    except ValueError as error:
        raise UsageError(f"日期不对：{given.text('today')}", hint="请写成 2025-08-31 的样子") from error


def _part(word: Word, key: str, shown: int, total: int) -> str:
    """The heading of a part, which says how many lines there would be; the sentence for who asked."""
    heading = say(key) + (say("digest_more", shown=shown, total=total) if total > shown else "")
    word.text(heading, PART)
    return f"{say(key)}：{total}"


def _table(word: Word, widths: Sequence[float], keys: Iterable[str]) -> Table:
    return word.table(widths, [say(f"digest_{key}") for key in keys])


def _busy(word: Word, ask: Ask) -> str:
    rows = [row for row in ask("overload") if row["direct"] and not row["town"]]
    rows.sort(key=lambda row: (-(row["year"] or 0), -row["direct"], row["district"], row["unit"]))
    newest = [row for row in rows if row["year"] == rows[0]["year"]]
    told = _part(word, "digest_busy", min(len(newest), UNITS), len(newest))
    table = _table(word, (4.2, 9.6, 3.6), ("unit", "reason", "source"))
    for row in newest[:UNITS]:
        mark = say("digest_flag") if row["flag"] else ""
        source = say("digest_year", district=row["district"], year=row["year"])
        table.row([[Piece(called(row["unit"], row["district"], "") + mark, CELL)], [Piece(row["reason"], CELL)], [Piece(source, CELL_GREY)]])
    return told


def _open(word: Word, ask: Ask, cited: _Cited) -> str:
    rows = [row for row in ask("unsettled") if row["count"]]
    told = _part(word, "digest_open", min(len(rows), OPEN), len(rows))
    table = _table(word, (9.6, 6.0, 1.8), ("matter", "numbers", "source"))
    for row in rows[:OPEN]:
        shown = "、".join(row["numbers"][:NUMBERS]) + ("…" if len(row["numbers"]) > NUMBERS else "")
        if row["whole"]:
            count = say("digest_whole")
        else:  # themes that a document does not cover have no numbers
            count = say("digest_items", numbers=shown, count=row["count"]) if shown else say("digest_count", count=row["count"])
        table.row([[Piece(row["reason"], CELL)], [Piece(count, CELL)], [Piece(cited.sign(row["document"]), CELL_GREY)]])
    return told


def _nodes(word: Word, ask: Ask, cited: _Cited, today: date) -> str:
    """The coming days, each task and day once with all who have it."""
    last = today + timedelta(days=DAYS)
    found: dict[tuple[str, date], list[Row]] = {}
    for row in ask("due", after=today.isoformat(), before=last.isoformat(), today=today.isoformat()):
        if row["due_kind"] in MONTH_KINDS:
            found.setdefault((row["task"], row["due"]), []).append(row)
    nodes = sorted(found.values(), key=lambda rows: (rows[0]["due"], rows[0]["document"], rows[0]["ordinal"]))
    told = _part(word, "digest_nodes", min(len(nodes), NODES), len(nodes))
    table = _table(word, (4.2, 6.0, 4.4, 2.8), ("day", "task", "who", "source"))
    for rows in nodes[:NODES]:
        first = rows[0]
        prose = say("in_prose", text="") if first["stated"] == "prose" else ""
        who = "、".join(dict.fromkeys(f"{row['unit']}（{_role(row)}）" for row in rows if row["unit"])) or say("nobody")
        sure = any(row["reach"] == "direct" for row in rows)
        source = say("source", title=cited.sign(first["document"]), part=say(f"part_{first['part']}"), number=first["number"], page="")
        table.row([
            [Piece(f"{first['due']}（{first['due_text']}）{prose}", CELL)],
            [Piece(clipped(first["title"] or first["content"], TEXT), CELL)],
            [Piece(clipped(who, TEXT * 2), CELL if sure else CELL_GREY)],
            [Piece(source, CELL_GREY)],
        ])  # fmt: skip
    return told


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
