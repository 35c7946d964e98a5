"""The pages that lay two texts side by side: years and districts, and where tasks come from; what differs is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from queries.base import Answer, Row
from viz.explorer.pictured import drawn
from viz.explorer.question import Look, known_places, screen_of
from viz.explorer.spec import Asked
from viz.explorer.tables import Cell, Layout, Shape
from viz.explorer.urls import Urls

SUGGESTED = 24
LOSSES = ("uncovered", "date_lost", "number_lost", "weaker_lost", "sentence_lost")  # kinds of loss, what matters most first


def _listed(name: str, sign: str) -> Shape:
    return lambda row, urls: Cell("、".join(row[name]), diffs=tuple((sign, one) for one in row[name]))


def _layout(asked: Asked, answer: Answer) -> Layout:
    mode = answer.extra.get("mode")
    if mode == "years":
        rows = sorted(answer.rows, key=lambda row: -row["year"])
        return Layout(rows=rows, group=_year_group(asked, answer), hide=frozenset({"change"}),
                      shapes={"gained": _listed("gained", "plus"), "lost": _listed("lost", "minus"), "number": _number})  # fmt: skip
    if mode == "districts":
        return Layout(group=_side_group(asked, answer), hide=frozenset({"side"}), bars=frozenset({"count_a", "count_b"}), together=True,
                      show=frozenset({"share_a", "share_b"}), shapes={"numbers_a": _tasks("a"), "numbers_b": _tasks("b")})  # fmt: skip
    return Layout(bars=frozenset({"share"}), shapes={"share": _share, "layout": _layout_word(asked)})


def _tasks(side: str) -> Shape:
    """The numbers behind a count, each leading to its task."""
    return lambda row, urls: Cell("、".join(row[f"numbers_{side}"]), links=tuple(
        (number, urls.task({"task": task})) for number, task in zip(row[f"numbers_{side}"], row[f"tasks_{side}"], strict=True)))  # fmt: skip


def _number(row: Row, urls: Urls) -> Cell:
    return Cell(row["number"] or "", href=urls.task(row) if row["number"] else "")


def _layout_word(asked: Asked) -> Shape:
    """A layout by its name rather than its code."""
    return lambda row, urls: Cell(asked.words.get(f"layout_{row['layout']}", row["layout"] or ""))


def _share(row: Row, urls: Urls) -> Cell:
    return Cell(f"{row['share']:.0%}", bar=row["share"], sort=f"{row['share']:.6f}")


def _year_group(asked: Asked, answer: Answer) -> Callable[[Row], str]:
    return lambda row: f"{asked.words['year'].format(y=row['year'])}　{asked.terms.value(row['change'])}"


def _side_group(asked: Asked, answer: Answer) -> Callable[[Row], str]:
    a, b = answer.extra["a"], answer.extra["b"]
    words = {"only": asked.words["only_one"], "mainly": asked.words["mainly_one"]}
    named = {f"{kind}_{side}": text.format(a=one, b=other) for kind, text in words.items() for side, one, other in (("a", a, b), ("b", b, a))}
    return lambda row: named.get(row["side"]) or asked.terms.value(row["side"])


def _more(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """What to choose from: the mode, two districts or two years."""
    known = known_places(asked)
    districts, years = asked.given.texts("district"), [str(year) for year in asked.given.ints("year")]
    urls = asked.urls
    first = districts[0] if districts else (known["district"] or [""])[0]
    second = districts[1] if len(districts) > 1 else next((one for one in known["district"] if one != first), "")
    mode = answer.extra.get("mode", "grid")
    modes = [(asked.words["mode_grid"], urls.page("compare"), mode == "grid"),
             (asked.words["mode_years"], urls.page("compare", district=districts[:1] or _with_years(asked)), mode == "years"),
             (asked.words["mode_districts"], urls.page("compare", district=[first, second]) if second else "", mode == "districts")]  # fmt: skip
    return {"mode": mode, "modes": modes, "known": known, "chosen": (first, second, years), "by": asked.given.text("by")}


def _with_years(asked: Asked) -> str:
    """The district with most years, which has something to compare."""
    years: dict[str, set[int]] = {}
    for row in asked.ask("documents").rows:
        if row["year"] and not row["town"]:
            years.setdefault(row["district"], set()).add(row["year"])
    return max(sorted(years), key=lambda name: len(years[name]), default="")


def _trace(asked: Asked, answer: Answer) -> Layout:
    if not any(name == "score" for name, _, _ in answer.columns):
        rows = sorted(answer.rows, key=lambda row: LOSSES.index(row["kind"]) if row["kind"] in LOSSES else len(LOSSES))
        return Layout(rows=rows, group=lambda row: asked.terms.value(row["kind"]), hide=frozenset({"kind"}), shapes={"to_title": _source})
    return Layout(group=lambda row: f"{row['document']} ← {row['to_document']}　{asked.terms.value(row['relation'])}",
                  hide=frozenset({"document", "to_document", "relation"}), shapes={"title": _title, "to_title": _source},
                  first=("number", "title", "differences", "to_number", "to_title", "score"))  # fmt: skip


def _title(row: Row, urls: Urls) -> Cell:
    return Cell(row["title"] or row["content"] or "", href=urls.task(row), small=row["content"] if row["title"] else "")


def _source(row: Row, urls: Urls) -> Cell:
    text, content = row.get("to_title") or "", row.get("to_content") or ""
    return Cell(text or content, href=urls.task({"task": row.get("to_task")}), small=content if text else "")


def _papers(asked: Asked) -> Sequence[tuple[str, str]]:
    """The documents, those of towns and of later years first: they derive from others."""
    rows = sorted(asked.ask("documents").rows, key=lambda row: (not row["town"], -(row["year"] or 0), row["document"]))
    return [(row["title"] or row["document"], asked.urls.page("trace", about=row["document"])) for row in rows[:SUGGESTED]]


def _ways(asked: Asked, answer: Answer) -> Mapping[str, Any]:
    """Between the pairs and what has no counterpart."""
    about, lost = asked.given.text("about"), asked.given.flag("uncovered")
    if not about:
        return {"ways": []}
    return {"ways": [(asked.words["trace_pairs"], asked.urls.page("trace", about=about), not lost),
                     (asked.words["trace_lost"], asked.urls.page("trace", about=about, uncovered=True), lost)]}  # fmt: skip


COMPARE = screen_of("compare", "Compare", look=Look(template="compare", below=drawn("comparison"), layout=_layout, more=_more))
TRACE = screen_of("trace", "Derivation", look=Look(template="trace", below=drawn("cascade"), layout=_trace, more=_ways, suggest=_papers))
