"""The graph page: its data are the store's, what stands is never moved, and the address gives the same picture again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from graph.store import open_store
from tests.queries.hostile import BAD_NAME, BAD_TITLE, fill_hostile
from tests.viz.explorer.conftest import TODAY, Served, Visit, Visited, running
from viz.explorer import Settings

UNIT = {"unit": "区教育局", "district": "云川区", "year": 2025}
PICTURES: dict[str, dict[str, Any]] = {
    "everything": {}, "district": {"district": "云川区"}, "year": {"district": "云川区", "year": 2025}, "unit": UNIT,
    "theme": {"theme": "政策解读"}, "document": {"document": "yunchuan-2025"}, "task": {"task": "yunchuan-2025 4"},
}  # fmt: skip
DUTIES = """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
WHERE t.stem = $document
RETURN u.id AS unit, t.id AS task, type(r) AS role"""


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_holds_together(served: Served, name: str) -> None:
    data = served.json("/graph.json", **PICTURES[name])
    ids = [node["id"] for node in data["nodes"]]
    assert len(ids) == len(set(ids)) > 3
    assert {end for edge in data["edges"] for end in (edge["source"], edge["target"])} <= set(ids)
    assert len({edge["id"] for edge in data["edges"]}) == len(data["edges"])
    places = [(node["x"], node["y"]) for node in data["nodes"]]
    assert min(math.dist(one, other) for at, one in enumerate(places) for other in places[at + 1 :]) > 18, "nodes lie on each other"
    assert data["says"]
    assert data == served.json("/graph.json", **PICTURES[name])


def test_duties_are_those_of_the_store(served: Served, example_store: str) -> None:
    with open_store(example_store) as store:
        printed = {(row["unit"], row["task"], row["role"]) for row in store.read(DUTIES, {"document": "yunchuan-2025"}).dicts()}
    data = served.json("/graph.json", document="yunchuan-2025")
    assert {(edge["source"], edge["target"], edge["role"]) for edge in data["edges"] if edge["kind"] == "duty"} == printed
    for node in data["nodes"]:
        if node["kind"] in ("unit", "collective"):
            found = every_neighbour(served, node["id"])
            own = {(edge["source"], edge["target"], edge["role"]) for edge in found["edges"] if edge["kind"] == "duty"}
            assert {duty for duty in printed if duty[0] == node["id"]} <= own


def every_neighbour(served: Served, node: str) -> dict[str, Any]:
    """All pages of all kinds of neighbours."""
    first = served.json("/neighbours.json", node=node)
    nodes: dict[str, Any] = {}
    edges: dict[str, Any] = {}
    for kind, count in first["counts"].items():
        had = 0
        for skip in range(0, count, first["page"]):
            page = served.json("/neighbours.json", node=node, kind=kind, skip=skip)
            had += len(page["nodes"])
            nodes |= {one["id"]: one for one in page["nodes"]}
            edges |= {one["id"]: one for one in page["edges"]}
        assert had == count
    return {"nodes": list(nodes.values()), "edges": list(edges.values())}


def test_few_nodes_say_what_is_left_out(served: Served) -> None:
    whole, few = (served.json("/graph.json", document="yunchuan-2025", most=most) for most in (300, 100))
    assert whole["left"] == {}
    assert len(few["nodes"]) <= 100
    many = served.json("/graph.json", theme="政策解读", most=100)
    assert len(many["nodes"]) <= 130


@pytest.mark.parametrize("node", ["task:nothing", "unit:nothing", "nothing", "year:云川区||1999", "group:云川区||", "year:", "district:x"])
def test_an_unknown_node_is_said_to_be_unknown(served: Served, node: str) -> None:
    answer = served.get("/neighbours.json", node=node)
    assert answer.status_code == 404
    assert answer.json()["hint"]


@pytest.mark.parametrize("params", [{"unit": "没有这个局"}, {"theme": "没有这个主题"}, {"document": "没有"}, {"task": "没有"}, {"district": "没有"}])
def test_an_unknown_beginning_is_said_to_be_unknown(served: Served, params: dict[str, Any]) -> None:
    assert served.get("/graph", **params).status_code == 404


def test_a_node_can_be_found_by_search(served: Served) -> None:
    rows = served.json("/search.json", words="教育局")["rows"]
    unit = next(row for row in rows if row["hit"] == "unit" and row["district"] == "云川区")
    assert served.json("/neighbours.json", node=unit["id"])["node"]["label"] == "区教育局"
    (place,) = (row for row in served.json("/search.json", words="云川区")["rows"] if row["hit"] == "district")
    assert served.json("/neighbours.json", node=place["id"])["node"]["kind"] == "district"


# In a real browser, from here on.
browser = pytest.mark.browser


def ready(page: Visited) -> Visited:
    """The page when all steps of its address were taken."""
    page.tab.wait_for_selector("body[data-graph=ready]")
    page.tab.wait_for_selector("#rows tr[data-node]")
    return page


def places(page: Visited) -> dict[str, str]:
    """Node -> where it stands, from the list under the drawing."""
    settle(page)
    pairs: list[tuple[str, str]] = page.tab.locator("#rows tr[data-node]").evaluate_all("lines => lines.map(line => [line.dataset.node, line.dataset.at])")
    return dict(pairs)


def settle(page: Visited) -> None:
    """Wait for the list, which follows the drawing a moment later."""
    expect(page.tab.locator("#rows")).to_have_attribute("data-change", page.tab.get_attribute("#canvas", "data-change") or "")


def pick(page: Visited, words: str) -> None:
    """Select a node by its row."""
    page.tab.locator("#rows tr[data-node]", has_text=words).first.click()
    page.tab.wait_for_selector("#panel .acts")


def expand(page: Visited, words: str) -> None:
    """Select a node and open it by the button of the panel."""
    pick(page, words)
    page.tab.locator("#panel .acts .primary").click()
    ready(page)


@pytest.fixture
def unit(served: Served, visit: Visit) -> Visited:
    return ready(visit(served.address("/graph", **UNIT)))


@browser
def test_what_stands_is_never_moved(unit: Visited) -> None:
    began = places(unit)
    expand(unit, "区政府办公室")
    grown = places(unit)
    assert len(grown) > len(began)
    assert began.items() <= grown.items()
    assert unit.text("#trail").count("×") == 1
    pick(unit, "区政府办公室")
    unit.tab.locator("#panel .acts .primary").click()
    assert places(unit) == began
    assert unit.complaints == []


@browser
def test_more_neighbours_come_page_by_page(served: Served, visit: Visit) -> None:
    page = ready(visit(served.address("/graph")))
    group = next(node for node in served.json("/graph.json")["nodes"] if node["id"] == "group:云川区||department")
    every = {node["id"] for node in every_neighbour(served, group["id"])["nodes"]}
    assert len(every) == group["n"] > 12
    page.tab.locator(f'#rows tr[data-node="{group["id"]}"]').click()
    page.tab.wait_for_selector("#panel .acts")
    page.tab.locator("#panel .acts .primary").click()
    page.tab.wait_for_selector("#panel .more")
    assert len(every & set(places(page))) == 12
    assert page.text("#panel .more") == f"还有 {len(every) - 12} 个单位"
    while page.tab.locator("#panel .more").count():
        before = places(page)
        page.tab.locator("#panel .more").click()
        expect(page.tab.locator("#rows tr[data-node]")).not_to_have_count(len(before))
        assert before.items() <= places(page).items()
    assert every <= set(places(page))
    again = ready(visit(page.tab.url))
    assert places(again) == places(page)


@browser
def test_the_address_gives_the_same_picture(unit: Visited, served: Served, visit: Visit) -> None:
    expand(unit, "区司法局")
    expand(unit, "政策解读")
    pick(unit, "区司法局")
    unit.tab.locator("#panel .acts .primary").click()  # closed again: what came later stays where it stood
    unit.tab.locator('[data-facet="role"][data-value="LEAD"]').click()
    pick(unit, "区教育局")
    seen, panel = places(unit), unit.text("#panel h2")
    again = ready(visit(unit.tab.url))
    assert places(again) == seen
    assert again.text("#panel h2") == panel
    assert again.tab.locator('[data-facet="role"][data-value="LEAD"]').get_attribute("aria-pressed") == "true"
    assert again.tab.url == unit.tab.url


@browser
def test_a_filter_leaves_what_it_counts(unit: Visited) -> None:
    unit.tab.locator("#tab-edges").click()
    option = unit.tab.locator('[data-facet="role"][data-value="LEAD"]')
    count = int(option.locator("i").inner_text())
    option.click()
    settle(unit)
    assert unit.tab.locator("#rows tbody tr .role.l").count() == count
    assert unit.tab.locator("#rows tbody tr .role.r").count() == 0
    unit.tab.click(".chip.clear")
    settle(unit)
    assert unit.tab.locator("#rows tbody tr .role.r").count() > 0


@browser
def test_the_panel_shows_what_is_printed(unit: Visited) -> None:
    unit.tab.locator("#rows tr[data-node]", has_text="任务").filter(has=unit.tab.locator(".role")).first.click()
    unit.tab.wait_for_selector("#panel blockquote")
    assert unit.tab.locator("#panel blockquote mark").count() > 0
    assert unit.tab.locator("#panel dl a").first.get_attribute("href") == "/document?document=yunchuan-2025"
    assert unit.tab.locator("#panel .acts a", has_text="打开单独的页面").count() == 1


@browser
def test_keyboard(unit: Visited) -> None:
    unit.tab.focus("#canvas")
    unit.tab.keyboard.press("ArrowRight")
    unit.tab.wait_for_selector("#panel .acts")
    name = unit.text("#panel h2")
    assert name
    unit.tab.keyboard.press("Enter")
    unit.tab.wait_for_selector("#trail button")
    ready(unit)
    unit.tab.keyboard.press("Escape")  # closes what it opened
    assert unit.tab.locator("#trail button").count() == 0
    unit.tab.keyboard.press("Escape")  # lets go of the node
    assert unit.tab.locator("#panel .acts").count() == 0
    unit.tab.keyboard.press("/")
    assert unit.tab.evaluate("document.activeElement.id") == "add"
    unit.tab.keyboard.type("审计局")
    unit.tab.wait_for_selector("#add-hits li[role=option]")
    unit.tab.keyboard.press("Enter")
    unit.tab.locator("#panel h2", has_text="审计局").wait_for()
    assert "#add=unit" in unit.tab.url


def screen_place(page: Visited, node: str) -> tuple[float, float]:
    """Where a node lies in the window."""
    x, y = map(float, places(page)[node].split(","))
    scale, left, top = map(float, (page.tab.get_attribute("#canvas", "data-view") or "").split(","))
    box = page.tab.locator("#canvas").bounding_box()
    assert box is not None
    return box["x"] + left + x * scale, box["y"] + top + y * scale


def names_drawn(page: Visited) -> set[str]:
    """The nodes whose names the sheet shows."""
    return set((page.tab.get_attribute("#canvas", "data-named") or "").split("\n"))


@browser
def test_a_double_click_opens_a_node_where_it_lies(unit: Visited, served: Served) -> None:
    node = next(one for one in served.json("/graph.json", **UNIT)["nodes"] if one["label"] == "区政府办公室")
    x, y = screen_place(unit, node["id"])
    unit.tab.mouse.click(x, y)
    unit.tab.wait_for_selector("#panel .acts")
    assert "区政府办公室" in unit.text("#panel h2")
    before = len(places(unit))
    unit.tab.mouse.dblclick(x, y)
    unit.tab.wait_for_selector("#trail button")
    ready(unit)
    assert len(places(unit)) > before


@browser
def test_a_way_is_drawn_and_told(served: Served, visit: Visit) -> None:
    page = ready(visit(served.address("/graph", district="云川区", year=2025)))
    for end, words in (("from", "民政局"), ("to", "应急管理局")):
        page.tab.fill(f"#way-{end}", words)
        page.tab.locator(f"#way-{end}-hits li[role=option]", has_text="云川区").first.click()
    page.tab.wait_for_selector("#told .sentence")
    answer = served.json("/path.json", unit="区民政局", other="区应急管理局", district="云川区")
    assert answer["notes"][0] in page.text("#told")
    assert page.tab.locator("#panel .way-rows li").count() == sum(row["path"] == 1 for row in answer["rows"])
    on = places(page)
    assert {row["task"] for row in answer["rows"] if row["path"] == 1} <= set(on)
    assert set(answer["paths"][0]["units"]) <= set(on)
    again = ready(visit(page.tab.url))
    assert places(again) == on
    assert again.text("#told") == page.text("#told")
    again.tab.keyboard.press("Escape")
    assert not again.tab.locator("#told").is_visible()


@browser
def test_the_picture_is_saved(unit: Visited, tmp_path: Path) -> None:
    with unit.tab.expect_download() as download:
        unit.tab.click("#png")
    download.value.save_as(tmp_path / "graph.png")
    content = (tmp_path / "graph.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert "区教育局" in download.value.suggested_filename
    assert int.from_bytes(content[20:24], "big") > 500  # the sheet and the legend under it


@browser
@pytest.mark.parametrize(("width", "dark"), [(1440, True), (1024, False), (390, False)])
@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_cut_off(served: Served, visit: Visit, name: str, width: int, dark: bool) -> None:
    page = ready(visit(served.address("/graph", **PICTURES[name]), width=width, dark=dark))
    assert page.overflow() <= 0
    assert page.complaints == []
    assert page.beyond == []
    drawn = page.tab.evaluate("""() => { const canvas = document.querySelector("#canvas canvas"), pen = canvas.getContext("2d");
      const at = pen.getImageData(0, 0, canvas.width, canvas.height).data; let inked = 0;
      for (let one = 3; one < at.length; one += 4) if (at[one]) inked++; return inked; }""")
    assert drawn > 500, "nothing is drawn"


@browser
def test_a_telephone_shows_whom_it_is_about(served: Served, visit: Visit) -> None:
    """On a narrow sheet the picture fills it, the units of most tasks have their names, and a tap beside a node means it."""
    page = ready(visit(served.address("/graph", district="云川区", year=2025), width=390))
    nodes = served.json("/graph.json", district="云川区", year=2025)["nodes"]
    units = sorted((one for one in nodes if one["kind"] in ("unit", "collective")), key=lambda one: -(one["n"] or 0))
    named = names_drawn(page)
    assert {one["id"] for one in units[:6]} <= named
    assert len(named) >= 0.6 * len(nodes)
    box = page.tab.locator("#canvas").bounding_box()
    at = {one["id"]: screen_place(page, one["id"]) for one in nodes}
    assert box is not None
    assert max(y for _, y in at.values()) - min(y for _, y in at.values()) > 0.7 * box["height"]
    alone = max(units, key=lambda one: min(math.dist(at[one["id"]], place) for other, place in at.items() if other != one["id"]))
    x, y = at[alone["id"]]
    page.tab.mouse.click(x, y + 9)  # beside its circle
    page.tab.wait_for_selector("#panel .acts")
    assert alone["label"] in page.text("#panel h2")
    pick(page, units[0]["label"])
    edges = served.json("/graph.json", district="云川区", year=2025)["edges"]
    beside = {one["source"] for one in edges if one["target"] == units[0]["id"]} | {one["target"] for one in edges if one["source"] == units[0]["id"]}
    page.tab.wait_for_timeout(200)
    assert len(beside & names_drawn(page)) >= 0.7 * len(beside)


@browser
def test_english(served: Served, visit: Visit) -> None:
    page = ready(visit(served.address("/graph", **UNIT, lang="en")))
    assert "Expand" not in page.text("#panel")
    pick(page, "区政府办公室")
    assert "Expand" in page.text("#panel .acts")
    assert page.text("#tab-nodes").startswith("Nodes")


def test_without_script_the_nodes_can_be_read(served: Served) -> None:
    text = served.get("/graph", **UNIT).text
    assert "<noscript>" in text
    assert "区政府办公室" in text.partition("<noscript>")[2].partition("</noscript>")[0]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    address = str(tmp_path_factory.mktemp("hostile") / "hostile.lb")
    with open_store(address, write=True) as store:
        fill_hostile(store)
    with running(Settings(address, today=TODAY)) as found:
        yield found


@browser
def test_hostile_names_stay_text(hostile: Served, visit: Visit) -> None:
    page = ready(visit(hostile.address("/graph", document="lanjiang")))
    rows = page.text("#rows")
    assert BAD_NAME[:30] in rows
    pick(page, BAD_NAME[:12])
    assert BAD_NAME[:30] in page.text("#panel h2")
    task = page.tab.locator("#rows tr[data-node]", has_text=BAD_TITLE[:6]).first
    task.click()
    page.tab.wait_for_selector("#panel blockquote")
    assert page.tab.locator("main img, main iframe, #panel script").count() == 0
    assert page.complaints == []
    assert page.beyond == []
