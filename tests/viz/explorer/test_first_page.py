"""What pages list is whole or says what it leaves out; what a number counts is a link to it; bars beside each other have one scale."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html as parser

from queries.base import Row
from tests.viz.explorer.conftest import Served
from viz.explorer.questions.gaps import _card
from viz.explorer.start import FEW, NAMED
from viz.explorer.urls import Urls
from viz.words import labels


def test_the_first_page_says_what_it_leaves_out(served: Served) -> None:
    page = parser.fromstring(served.get("/").text)
    data = served.json("/start.json")
    lists = dict(zip(("overload", "unsettled", "due"), page.xpath("//section[@class='card']/ul"), strict=True))
    for name, shown in lists.items():
        lines = [one for one in shown.xpath("./li") if one.xpath("./b")]
        assert len(lines) == len(data[name]) <= FEW
        left = [int(number) for one in shown.xpath("./li[@class='hint']") for number in re.findall(r"另有 (\d+) 条", one.text_content())]
        assert sum(left) == data["more"][name]
    loads = [row for row in served.json("/overload.json", flagged=1)["rows"] if not row["coordinating"]]
    assert len(data["overload"]) + data["more"]["overload"] == len(loads)
    for place in data["places"]:
        named = [row["unit"] for row in loads if (row["district"], row["year"]) == (place["district"], place["year"]) and not row["town"]]
        assert place["concentrated"] == named


def test_the_first_page_has_the_newest_year_of_every_district(served: Served) -> None:
    data = served.json("/start.json")
    documents = [row for row in served.json("/documents.json")["rows"] if not row["town"]]
    newest = {row["district"]: max(one["year"] for one in documents if one["district"] == row["district"]) for row in documents}
    told = [row for row in served.json("/unsettled.json")["rows"] if row["count"] and not row["town"] and row["year"] == newest[row["district"]]]
    assert len(data["unsettled"]) + data["more"]["unsettled"] == len(told)
    assert all(row["year"] == newest[row["district"]] for row in data["unsettled"])
    assert NAMED > FEW


def test_cards_count_themes_as_themes() -> None:
    asked: Any = SimpleNamespace(urls=Urls(), words=labels("zh"), terms=SimpleNamespace(value=str))
    row = {"district": "云川区", "town": "", "year": 2025, "reason": "", "items": None, "count": 3}
    card = _card(asked, "theme_gap", [row, {**row, "year": 2024}], {})
    assert (card["count"], [one[1] for one in card["papers"]]) == ("6 个主题", ["3 个主题"] * 2)
    assert _card(asked, "no_unit", [{**row, "items": 2}], {})["count"] == "2 项"


def test_counts_of_two_districts_have_one_scale_and_lead_to_tasks(served: Served) -> None:
    given = {"district": ["云川区", "松屏区"]}
    rows: list[Row] = served.json("/compare.json", **given)["rows"]
    page = parser.fromstring(served.get("/compare", **given).text)
    top = max(max(row["count_a"], row["count_b"]) for row in rows)
    for side in ("a", "b"):
        cells = page.xpath(f"//td[contains(@class,'col-count_{side}')]")
        assert len(cells) == len(rows)
        for cell in cells:
            count = int(cell.xpath("string(.//span[@class='measured']//span)"))
            assert float(cell.xpath("string(.//rect[@class='filled']/@width)")) == pytest.approx(64 * count / top, abs=0.06)
        links = [link for cell in page.xpath(f"//td[contains(@class,'col-numbers_{side}')]") for link in cell.xpath(".//a/@href")]
        assert links
        assert all("/task?" in link for link in links)
        assert all(len(row[f"numbers_{side}"]) == len(row[f"tasks_{side}"]) for row in rows)
        assert all(bool(row[f"numbers_{side}"]) == bool(row[f"count_{side}"]) for row in rows)


@pytest.mark.parametrize(("page", "columns"), [("overload", ("direct", "load", "themes", "partners")), ("network", ("partners", "count"))])
def test_numbers_are_links(page: str, columns: tuple[str, ...], served: Served) -> None:
    shown = parser.fromstring(served.get(f"/{page}", district="云川区", year=2025).text)
    for name in columns:
        cells = shown.xpath(f"//td[contains(concat(' ',@class,' '),' col-{name} ')]")
        told = [cell for cell in cells if cell.text_content().strip() not in ("", "0")]
        assert told
        assert all(cell.xpath(".//a/@href") for cell in told), name
