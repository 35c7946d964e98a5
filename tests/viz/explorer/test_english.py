"""English on every page: what it says about itself, its fields, and no label left in Chinese."""

from __future__ import annotations

import re

import pytest
from lxml import html as parser

from tests.viz.explorer.conftest import Served
from viz.explorer import english
from viz.explorer.registry import SCREENS
from viz.explorer.spec import Screen

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_page_and_field_has_its_words_and_none_is_left_over() -> None:
    assert english.known()["pages"] == {screen.name for screen in SCREENS}
    wanted = {(screen.name, one.name) for screen in SCREENS for one in screen.parameters}
    assert all(english.explain(page, field) for page, field in wanted)
    assert [key for key in english.known()["fields"] if key not in {field for _, field in wanted} | {f"{page}.{field}" for page, field in wanted}] == []


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen.name))
def test_a_page_speaks_english(served: Served, screen: Screen) -> None:
    """Menu, labels of the form, headings of columns and buttons; what documents say stays Chinese."""
    path = "/" if screen.name == "start" else f"/{screen.name}"
    blank = parser.fromstring(served.get(path, lang="en").text)
    full = parser.fromstring(served.get(path, **screen.example.params, lang="en").text)
    for page in (blank, full):
        shown = page.xpath("//nav[contains(@class, 'menu') or contains(@class, 'placebar')]//a | //form//label/text() | //form//*/@placeholder | //thead//button | //*[@class='take']/*")
        said = [one if isinstance(one, str) else one.text_content() for one in shown]
        examples = ("jyj", "such as", "for example", "task=")  # of names that documents have
        names = {"云川区", "柳溪镇", "中文", *(one.text_content() for one in page.xpath("//*[contains(@class, 'chip')]"))}
        assert [one for one in said if CHINESE.search(one) and one not in names and not any(word in one for word in examples)] == []
