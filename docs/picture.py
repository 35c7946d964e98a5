"""Make docs/page.png, the picture of the README, from the example documents: `python docs/picture.py`.

Needs the package `playwright` and a chromium. The day is fixed, so that the same documents give the same picture.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

DAY = date(2025, 8, 6)
SUBJECT, DISTRICT = "区教育局", "云川区"
WIDE, HIGH = 1440, 900
GAP = 24
SHEET = """<!doctype html><meta charset="utf-8"><body style="margin:0;background:#f7f7f5">
<img src="data:image/png;base64,{first}" style="display:block;width:{wide}px"><div style="height:{gap}px"></div>
<img src="data:image/png;base64,{second}" style="display:block;width:{wide}px">"""


def build(folder: Path) -> Path:
    """Read the example documents into a store in `folder` and write the page of one unit beside it."""
    from cli import main
    from graph.store import open_store
    from viz import ViewOptions, view

    address = str(folder / "picture.lb")
    try:
        main(["ingest", str(ROOT / "examples" / "documents"), "--store", address])
    except SystemExit as ended:
        if ended.code:
            raise
    with open_store(address) as store:
        page = view("unit").build(store, ViewOptions(SUBJECT, DISTRICT, today=DAY))
    file = folder / "page.html"
    file.write_text(page.html, encoding="utf-8", newline="")
    return file


def photograph(file: Path, target: Path) -> None:
    """Two looks at the page, the list and the drawing, on one sheet."""
    from playwright.sync_api import sync_playwright

    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": WIDE, "height": HIGH})
        tab.goto(file.as_uri())
        first = tab.screenshot()
        tab.click("#tab-graph")
        box = tab.locator("#drawing").bounding_box()
        top = tab.locator(".tabs").bounding_box()
        if box is None or top is None:
            raise SystemExit("the page has no drawing")
        height = box["y"] + box["height"] - top["y"] + GAP
        second = tab.screenshot(clip={"x": 0, "y": top["y"], "width": WIDE, "height": min(height, HIGH - top["y"])})
        shots = {name: base64.b64encode(shot).decode("ascii") for name, shot in (("first", first), ("second", second))}
        tab = browser.new_page(viewport={"width": WIDE, "height": HIGH})  # the page itself forbids what the sheet needs
        tab.set_content(SHEET.format(wide=WIDE, gap=GAP, **shots))
        tab.screenshot(path=target, full_page=True)
        browser.close()


def main() -> None:
    """Write docs/page.png."""
    target = ROOT / "docs" / "page.png"
    with tempfile.TemporaryDirectory() as folder:
        photograph(build(Path(folder)), target)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
