"""Every picture is well-formed, says what the rows say, leads to pages that are there, and keeps whatever a name holds as text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from graph.errors import UsageError
from graph.store import open_store
from queries import Options, run
from queries.base import Answer
from queries.words import LANGUAGES, load_words
from tests.viz.explorer.conftest import Served, Visit
from viz.explorer.urls import Urls
from viz.pictures import PICTURES
from viz.pictures.registry import picture
from viz.pictures.spec import Picture, Scene
from viz.words import labels

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'&\x07]]>"


def answer_of(one: Picture, address: str, **params: Any) -> Answer:
    with open_store(address) as store:
        return run(one.question, store, Options(limit=0), **{**(params or one.example.params), **{k: v for k, v in one.asks.items() if v}})


def drawn(one: Picture, answer: Answer, *, linked: bool = True, lang: str = "zh") -> ElementTree.Element:
    links = {"links": Urls(lang)} if linked else {}
    return ElementTree.fromstring(str(one.draw(answer, Scene(labels(lang), load_words(lang), **links))))


def texts(svg: ElementTree.Element) -> list[str]:
    """Everything that is written in the picture itself."""
    return [node.text or "" for node in svg.iter(f"{SVG}text")]


def tips(svg: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in svg.iter(f"{SVG}title")]


EVERY = pytest.mark.parametrize("one", PICTURES, ids=lambda one: str(one.name))


@EVERY
@pytest.mark.parametrize("lang", LANGUAGES)
def test_well_formed_and_quiet(one: Picture, lang: str, example_store: str) -> None:
    """No style attribute, no script, no event, nothing from elsewhere; a name and a description for who cannot see it."""
    svg = drawn(one, answer_of(one, example_store), lang=lang)
    assert svg.tag == f"{SVG}svg"
    first, second = list(svg)[:2]
    assert (first.tag, second.tag) == (f"{SVG}title", f"{SVG}desc")
    assert first.text
    assert second.text
    assert svg.get("aria-label") == first.text
    for node in svg.iter():
        assert node.tag.removeprefix(SVG) in {"svg", "g", "a", "title", "desc", "text", "rect", "circle", "line", "path"}, node.tag
        assert not {name for name in node.attrib if name == "style" or name.startswith("on")}
        assert not urlsplit(node.get("href", "")).netloc


@EVERY
def test_a_file_of_its_own(one: Picture, example_store: str) -> None:
    """The same bytes twice; an image without links, with its looks inside and no variable that Word does not know."""
    with open_store(example_store) as store:
        first, second = (one.build(store, one.given(one.example.params)).content for _ in range(2))
    assert first == second
    assert isinstance(first, bytes)
    svg = ElementTree.fromstring(first)
    assert svg.get("role") == "img"
    assert not list(svg.iter(f"{SVG}a"))
    (style,) = svg.iter(f"{SVG}style")
    assert "var(" not in (style.text or "")
    used = {name for node in svg.iter() for name in node.get("class", "").split()} - {"pic"}
    defined = set(re.findall(r"\.([\w-]+)", style.text or ""))
    assert used <= defined | {"other", "own", "group", "flagged", "office"}, used - defined


@EVERY
def test_links_lead_to_pages(one: Picture, served: Served, example_store: str) -> None:
    from viz.explorer.registry import SCREENS

    known = {screen.name for screen in SCREENS}
    svg = drawn(one, answer_of(one, example_store))
    found = {node.get("href", "").partition("#")[0] for node in svg.iter(f"{SVG}a")}
    assert found
    pages = {address for address in found if urlsplit(address).path.strip("/") in known}
    sample = sorted(pages)[:: max(1, len(pages) // 12)]
    assert [address for address in sample if served.get(address).status_code != 200] == []


def test_heat_map_has_the_numbers_of_the_rows(example_store: str) -> None:
    one = picture("heatmap")
    answer = answer_of(one, example_store)
    svg = drawn(one, answer)
    wanted = sorted(f"{row['unit']} · {row['theme']}：{row['count']} 项" for row in answer.rows if row["theme"])
    assert sorted(tip for tip in tips(svg) if " · " in tip and tip != svg.get("aria-label")) == wanted
    cells = [node for node in svg.iter(f"{SVG}a") if "each=1" in node.get("href", "")]
    assert sum(int(next(cell.iter(f"{SVG}text")).text or 0) for cell in cells) == sum(row["count"] for row in answer.rows)


def test_a_cell_opens_its_rows(served: Served, example_store: str) -> None:
    one = picture("heatmap")
    svg = drawn(one, answer_of(one, example_store))
    for node in [node for node in svg.iter(f"{SVG}a") if "each=1" in node.get("href", "")][::9]:
        path, _, asked = node.get("href", "").partition("?")
        assert len(served.json(f"{path}.json?{asked}")["rows"]) == int(next(node.iter(f"{SVG}text")).text or 0), node.get("href")


def test_strips_have_a_dot_for_every_unit_of_a_kind(example_store: str) -> None:
    one = picture("strips")
    answer = answer_of(one, example_store)
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for row in answer.rows:
        if not row["town"]:
            kinds.setdefault(row["kind"], []).append(row)
    peers = [rows for rows in kinds.values() if len(rows) >= 3]
    svg = drawn(one, answer)
    dots = [node for node in svg.iter(f"{SVG}a") if list(node.iter(f"{SVG}circle"))]
    own = [node for node in dots if "town=" not in node.get("href", "")]
    assert len(own) == sum(len(rows) for rows in peers)
    assert sorted(next(node.iter(f"{SVG}title")).text or "" for node in own) == sorted(f"{row['unit']} {row['direct']} 项" for rows in peers for row in rows)
    assert {f"中位数 {rows[0]['peer_median']:g}" for rows in peers} <= set(texts(svg))


def test_bars_have_the_figures_of_the_rows(example_store: str) -> None:
    one = picture("workload")
    answer = answer_of(one, example_store)
    svg = drawn(one, answer)
    rows = {row["unit"]: row for row in answer.rows if not row["town"]}
    shown = [(tip.split()[0], tip.split()[1], int(tip.split()[2])) for tip in tips(svg) if re.fullmatch(r"\S+ (牵头|责任|配合) \d+ 项", tip)]
    fields = {"牵头": "lead", "责任": "responsible", "配合": "cooperate"}
    assert len(shown) > 10
    assert all(rows[unit][fields[role]] == count for unit, role, count in shown if unit in rows)
    assert next(text for text in texts(svg) if text in rows) == next(row["unit"] for row in answer.rows if row["coordinating"]), "the coordinating office stands first"


def test_the_calendar_counts_tasks_by_day(served: Served, example_store: str) -> None:
    one = picture("deadlines")
    answer = answer_of(one, example_store)
    days: dict[str, set[str]] = {}
    rows = [row for row in answer.rows if not row["town"]]  # documents of towns stand apart, in the list too
    assert len(rows) < len(answer.rows), "the examples have some"
    for row in rows:
        if row["status"] != "all_year":
            days.setdefault(row["due"].isoformat(), set()).add(row["task"])
    svg = drawn(one, answer)
    shown = {}
    for node in svg.iter(f"{SVG}a"):
        if found := re.search(r"after=([\d-]+)&before=\1", node.get("href", "")):
            shown[found[1]] = int(next(node.iter(f"{SVG}text")).text or 0)
            path, _, asked = node.get("href", "").partition("?")
            assert len({row["task"] for row in served.json(f"{path}.json?{asked}")["rows"] if not row["town"]}) == shown[found[1]]
    assert shown == {day: len(tasks) for day, tasks in days.items()}
    whole = {row["task"] for row in rows if row["status"] == "all_year"}
    assert f"{len(whole)} 项" in texts(svg)
    assert "全年" in texts(svg)


def test_the_cascade_has_a_line_for_every_pair(example_store: str) -> None:
    """That of the example documents, and made ones: two items of one source, one item of two sources."""
    one = picture("cascade")
    answer = answer_of(one, example_store)
    (row,) = answer.rows
    made = [{**row, "number": number, "task": f"task:{number}", "to_number": source, "to_task": f"task:to{source}", "score": score}
            for number, source, score in (("1", "3", 0.9), ("2", "3", 0.4), ("10", "4", 0.7), ("10", "12", 0.7))]  # fmt: skip
    for rows in (answer.rows, made):
        svg = drawn(one, dataclasses.replace(answer, rows=rows))
        lines = [node for node in svg.iter(f"{SVG}path") if "tie" in node.get("class", "") and " C" in node.get("d", "")]  # those of the legend are straight
        assert len(lines) == len(rows)
        assert sum("other" in node.get("class", "") for node in lines) == sum(row["score"] < 0.6 for row in rows)
        said = [text for text in texts(svg) if re.fullmatch(r"[\d.]+", text)]
        assert said == [*dict.fromkeys(row["number"] for row in rows), *dict.fromkeys(row["to_number"] for row in rows)], "in printed order, each once"


@pytest.mark.parametrize("params", [{"district": "云川区"}, {"district": ["云川区", "松屏区"]}, {}], ids=["years", "districts", "grid"])
def test_comparison(params: dict[str, Any], example_store: str) -> None:
    one = picture("comparison")
    with open_store(example_store) as store:
        answer = run("compare", store, Options(limit=0), **params)
    said = texts(drawn(one, answer))
    if answer.extra["mode"] == "years":
        latest = [row for row in answer.rows if row["year"] == max(row["year"] for row in answer.rows)]
        assert {f"新增 {sum(row['change'] == 'new' for row in latest)}", f"取消 {sum(row['change'] == 'dropped' for row in latest)}"} <= set(said)
        assert said.count("+") == 1 + sum(row["change"] == "new" for row in latest), "the mark of each and of the legend"
    elif answer.extra["mode"] == "districts":
        assert {row["theme"] for row in answer.rows} <= set(said)
        assert sum(int(text) for text in said if text.isdigit()) == sum(row["count_a"] + row["count_b"] for row in answer.rows)
    else:
        assert sum(f"{row['named']}/{row['tasks']}" in text for row in answer.rows for text in said) >= len(answer.rows)


def test_clusters_and_partners(example_store: str) -> None:
    one = picture("clusters")
    answer = answer_of(one, example_store)
    groups = {row["cluster"] for row in answer.rows if sum(other["cluster"] == row["cluster"] for other in answer.rows) > 1}
    assert sum("为核心" in text for text in texts(drawn(one, answer))) == len(groups)
    one = picture("circle")
    answer = answer_of(one, example_store)
    assert [str(row["count"]) for row in answer.rows] == [text for text in texts(drawn(one, answer)) if text.isdigit()][: len(answer.rows)]


@EVERY
def test_a_hostile_name_stays_text(one: Picture, example_store: str) -> None:
    answer = answer_of(one, example_store)
    spoilt = {"unit", "partner", "theme", "title", "to_title", "content", "to_content", "reason", "cluster_of", "district"}

    def spoil(row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: f"{value}{HOSTILE}" if name in spoilt and isinstance(value, str) else [HOSTILE] if name == "differences" else value for name, value in row.items()}

    extra = {**answer.extra, "edges": [spoil(edge) for edge in answer.extra.get("edges", ())]} if "edges" in answer.extra else answer.extra
    bad = dataclasses.replace(answer, rows=[spoil(row) for row in answer.rows], title=answer.title + HOSTILE, extra=extra)
    svg = drawn(one, bad)
    assert not list(svg.iter(f"{SVG}script"))
    assert not list(svg.iter("script"))
    assert all(not name.startswith("on") for node in svg.iter() for name in node.attrib)
    assert "<script" in "".join(svg.itertext()) or "<script" in (svg.get("aria-label") or "")


@EVERY
def test_nothing_to_draw_is_nothing(one: Picture, example_store: str) -> None:
    answer = answer_of(one, example_store)
    assert one.draw(dataclasses.replace(answer, rows=[]), Scene(labels("zh"), load_words("zh"))) == ""


def test_marks_differ_without_colour() -> None:
    """Roles have a letter and a shape of their own; hollow, filled and diamond stand for the states of a day."""
    from viz.pictures.spec import plain_style

    style = plain_style()
    rule = {name: re.search(rf"\.pic \.{name} {{([^}}]*)}}", style) for name in ("lead", "responsible", "cooperate", "point", "past")}
    fills = {name: re.search(r"fill: ([^;]+);", found[1])[1] for name, found in rule.items() if found}  # type: ignore[index]
    light = {name: sum(int(colour[at : at + 2], 16) for at in (1, 3, 5)) / 3 if len(colour) == 7 else 255 for name, colour in fills.items()}
    assert light["lead"] + 60 < light["responsible"] < light["cooperate"]
    assert light["point"] + 100 < light["past"]


def test_the_command_writes_one(example_store: str, tmp_path: Path) -> None:
    from cli import main

    out = tmp_path / "heat.svg"
    with pytest.raises(SystemExit) as ended:
        main(["export", "heatmap", "--store", example_store, "--district", "云川区", "--year", "2025", str(out)])
    assert not ended.value.code
    assert ElementTree.fromstring(out.read_bytes()).get("role") == "img"
    with pytest.raises(UsageError):
        picture("heatmap").check(tmp_path / "heat.png")
    with pytest.raises(UsageError, match="没有图"):
        picture("nothing")


@EVERY
def test_it_can_be_fetched(one: Picture, served: Served) -> None:
    answer = served.get(f"/picture/{one.name}.svg", **one.example.params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "style-src 'sha256-" in answer.headers["content-security-policy"]


@pytest.mark.browser
def test_a_fetched_picture_has_its_looks(served: Served, visit: Visit) -> None:
    """Its own policy lets its style sheet in, and nothing else."""
    page = visit(served.address("/picture/workload.svg", district="云川区", year=2025))
    assert page.complaints == []
    assert page.tab.evaluate("getComputedStyle(document.querySelector('.lead')).fill") == "rgb(164, 50, 31)"
