"""How soon the graph page can be used, beside pyvis's own page of the same graph in the same run.

    python benchmarks/drawing.py [NODES …]

An invented plan of work is loaded into a store of its own; its document is opened in the explorer once (warm start) and then
measured in Chromium without GPU. The same nodes and edges go through `pyvis.network.Network` as it comes. "Usable" is the end of
the last task longer than 50 ms that keeps the page from answering, counted from the start of the navigation, where two quiet
seconds follow. Machines differ and are noisy: compare the ratios, not the times.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from graph.ids import district_id, document_id, edge_id, task_id, theme_id, unit_id
from graph.schema import load_schema
from graph.store import Transaction, open_store
from viz.explorer import Settings, create_app
from viz.explorer.graph import MOST

DISTRICT, YEAR, STEM = "云川区", 2025, "yunchuan-2025"
RUNS = 5
QUIET = 2000  # milliseconds without a long task after which a page counts as usable
LONGEST = 60_000  # milliseconds that a page is waited for
THEMES = ("教育", "就业", "政策解读", "卫生健康", "市场监管", "行政执法", "公众参与", "财政与审计", "生态环境与碳达峰", "住房与城市更新")
# Long tasks as the browser reports them; `frames` says whether it still answers at all.
WATCH = """window.__long = [];
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.__long.push(one.startTime + one.duration); }).observe({ type: "longtask", buffered: true });"""


EMPTY: dict[str, Any] = {"string": "", "int": None, "float": 0.0, "bool": False, "date": None, "strings": [], "json": "[]"}


def fill(address: str, nodes: int) -> None:
    """A document with as many tasks as make, with their themes and units, this many nodes; the same each time."""
    dice = random.Random(nodes)
    names = [f"第{at}处" for at in range(nodes * 4 // 25)]
    units = [unit_id(name, DISTRICT, "") for name in names]
    document = document_id("云府办〔2025〕1号", "云川区2025年工作要点", "")
    place = {"district": DISTRICT, "year": YEAR}
    tasks: list[dict[str, Any]] = []
    for at in range(1, nodes - len(units) - len(THEMES)):
        row = {"id": task_id(DISTRICT, YEAR, document, "body", str(at)), "number": str(at), "item": str(at), "level": "item", "part": "body",
               "title": f"事项{at}", "content": f"公布第{at}项清单，按季更新。", "themes": [dice.choice(THEMES)], "ordinal": at}  # fmt: skip
        tasks.append({**row, **place, "document": document, "stem": STEM})
    duties: dict[str, list[dict[str, Any]]] = {"LEAD": [], "RESPONSIBLE": [], "COOPERATE": []}
    for task in tasks:
        for at, unit in enumerate(dice.sample(units, dice.randint(1, 3))):
            kind = tuple(duties)[at]
            duties[kind].append({"id": edge_id(kind, unit, task["id"]), "start": unit, "end": task["id"], "basis": "bracket", "part": "body"})
    stated = [{"id": edge_id("STATED_IN", task["id"], document), "start": task["id"], "end": document} for task in tasks]
    with open_store(address, write=True) as store, store.transaction() as work:
        _nodes(work, "District", [{"id": district_id("district", DISTRICT, ""), "name": DISTRICT, "level": "district"}])
        _nodes(work, "Unit", [{"id": unit, "name": name, "kind": "department", "district": DISTRICT} for unit, name in zip(units, names, strict=True)])
        _nodes(work, "Theme", [{"id": theme_id(name), "name": name} for name in THEMES])
        _nodes(work, "Document", [{"id": document, "title": "云川区2025年工作要点", "stem": STEM, **place}])
        _nodes(work, "Task", tasks)
        for kind, rows in duties.items():
            _edges(work, kind, ("Unit", "Task"), rows)
        _edges(work, "STATED_IN", ("Task", "Document"), stated)


def _nodes(work: Transaction, label: str, rows: Sequence[dict[str, Any]]) -> None:
    empty = {name: EMPTY[kind] for name, kind in load_schema().nodes[label].properties.items()}
    work.merge_nodes(label, [{**empty, **row} for row in rows])


def _edges(work: Transaction, kind: str, ends: tuple[str, str], rows: Sequence[dict[str, Any]]) -> None:
    empty = {name: EMPTY[type_] for name, type_ in load_schema().edges[kind].properties.items()}
    work.merge_edges(kind, *ends, [{**empty, **row} for row in rows])


def usable(context: BrowserContext, address: str) -> tuple[float, float | None]:
    """Seconds from the start of the navigation until the page answers for good (LONGEST where it never does), and seconds of
    work of its thread: what it would have taken on a machine that has nothing else to do; None where it could not be asked."""
    tab = context.new_page()
    probe = context.new_cdp_session(tab)
    probe.send("Performance.enable", {"timeDomain": "threadTicks"})
    tab.add_init_script(WATCH)
    try:
        tab.goto(address, wait_until="load", timeout=LONGEST)
    except TookTooLong:
        tab.close()
        return LONGEST / 1000, None
    script = f"""() => new Promise((done) => {{ const look = () => {{
      const last = Math.max(...window.__long, performance.getEntriesByName("first-contentful-paint")[0]?.startTime || 0, window.__drawn || 0);
      if (performance.now() - last > {QUIET} || performance.now() > {LONGEST}) done(Math.min(last, {LONGEST})); else setTimeout(look, 100); }}; look(); }})"""
    found = float(tab.evaluate(script)) / 1000
    work = next(one["value"] for one in probe.send("Performance.getMetrics")["metrics"] if one["name"] == "ThreadTime")
    tab.close()
    return found, float(work)


def through_pyvis(picture: dict[str, Any], folder: Path) -> Path:
    """The same nodes and edges on the page that pyvis makes of itself, its scripts inside as here nothing is fetched."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for node in picture["nodes"]:
        network.add_node(node["id"], label=node["label"])
    for edge in picture["edges"]:
        network.add_edge(edge["source"], edge["target"])
    path = folder / "pyvis.html"
    path.write_text(network.generate_html(), encoding="utf-8")
    return path


def measure(browser: Browser, nodes: int) -> None:
    """Both pages, the explorer's several times and that of pyvis once: it takes minutes."""
    folder = Path(tempfile.mkdtemp(prefix="zeren-drawing-"))
    fill(str(folder / "plan.lb"), nodes)
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(str(folder / "plan.lb"), today=date(YEAR, 5, 20))), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    most = next(most for most in MOST if int(most) >= nodes * 5 // 4 or most == MOST[-1])
    start = time.perf_counter()
    picture = httpx.get(f"{base}/graph.json", params={"document": STEM, "most": most}, timeout=120).json()
    first = time.perf_counter() - start
    address = f"{base}/graph?document={STEM}&most={most}"
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    usable(context, address)  # the browser's own caches are warm, too
    times = [usable(context, address) for _ in range(RUNS)]
    plain = usable(context, through_pyvis(picture, folder).as_uri())
    ours, work = statistics.median(one[0] for one in times), statistics.median(one[1] or 0.0 for one in times)
    sizes = f"{len(picture['nodes'])} nodes, {len(picture['edges'])} edges"
    mark = "at least " if plain[0] >= LONGEST / 1000 else ""
    print(f"{sizes}: usable in {ours:.2f} s, {work:.2f} s of it work of the page; the very first answer of the server took {first:.1f} s")
    busy = "work not known, as it never loaded" if plain[1] is None else f"{plain[1]:.1f} s of work, {plain[1] / work:.0f} times ours"
    print(f"  pyvis's page, once: {mark}{plain[0]:.1f} s, {mark}{plain[0] / ours:.0f} times as long; {busy}")
    server.should_exit = True
    thread.join(10)
    shutil.rmtree(folder)


def main(arguments: Sequence[str]) -> None:
    """Both pages for each size."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for nodes in map(int, arguments or ("1000", "3000")):
            measure(browser, nodes)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
