"""One thing has one number: the sentence, the figures and the tables of a page are what the answers of the questions say."""

from __future__ import annotations

import re

import pytest

from tests.viz.explorer.conftest import Served, Visit, Visited

pytestmark = pytest.mark.browser
UNITS = ({"unit": "区教育局", "year": 2025}, {"unit": "区司法局", "year": 2023}, {"unit": "望江街道", "year": 2025}, {"unit": "区政府办公室", "year": 2024})


def figures(page: Visited) -> dict[str, int]:
    """Label -> number, of the figures of a page."""
    found = page.tab.locator("#figures .fig")
    return {one.locator("span").inner_text(): int(one.locator("b").inner_text()) for one in found.all()}


@pytest.mark.parametrize("asked", UNITS, ids=lambda asked: f"{asked['unit']}-{asked['year']}")
def test_a_unit_has_the_partners_and_themes_of_the_answers(asked: dict[str, str], served: Served, visit: Visit) -> None:
    params = {**asked, "district": "云川区"}
    partners = served.json("/partners.json", **params)["rows"]
    loads = served.json("/overload.json", district="云川区", year=params["year"])["rows"]
    load = next(row for row in loads if row["unit"] == asked["unit"] and not row["town"])
    page = visit(served.address("/unit", **params))
    page.tab.wait_for_selector("html.ready")
    said = figures(page)
    assert (said["直接任务的主题"], said["经统称明确"]) == (load["themes"], load["inherited"])
    assert [said[word] for word in ("牵头", "责任", "配合")] == [load["lead"], load["responsible"], load["cooperate"]]
    assert int(page.text("#tab-units i") or 0) == load["partners"] == len(partners)

    page.tab.click("#tab-units")
    groups: dict[str, dict[str, int]] = {}
    for line in page.tab.locator("#view tbody tr").all():
        if "group" in (line.get_attribute("class") or ""):
            own = groups.setdefault(line.inner_text(), {})
        else:
            own[line.locator(".ttl").inner_text()] = int(line.locator("td.num").first.inner_text())
    named = [own for title, own in groups.items() if title.startswith("与本单位一起直接点名的单位")]
    assert (named[0] if named else {}) == {row["partner"]: row["count"] for row in partners}
    assert all("不计入协作单位" in title for title, own in groups.items() if own not in named)

    page.tab.click("#figures .fig:has-text('直接任务的主题')")
    lines = page.tab.locator("#view table.count tbody th button").all_inner_texts()
    assert len(lines) == load["themes"]


def test_a_district_has_the_figures_of_stats(served: Served, visit: Visit) -> None:
    district = "松屏区"  # no town's document; stats are of all years
    counts = {row["code"]: row["value"] for row in served.json("/stats.json", district=district)["rows"]}
    page = visit(served.address("/district", district=district))
    page.tab.wait_for_selector("html.ready")
    page.tab.click('.chip[data-year="null"]')
    said = figures(page)
    assert (said["项任务"], said["涉及主题"], said["没有写明责任单位"]) == (counts["tasks"], counts["themes"], counts["unassigned"])
    heads = page.tab.locator("#view table.count thead th.upright").count()
    primary = re.search(r"首要主题 (\d+) 个", page.text("#view .lead-in"))
    assert primary
    assert int(primary[1]) == heads
