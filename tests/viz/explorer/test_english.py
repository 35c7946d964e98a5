"""English on every page: what it says about itself, its fields, and no label left in Chinese."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as parser

from graph.schema import load_schema
from graph.store import open_store
from ingest import batch
from ingest.check import check
from queries.base import Options
from queries.names import called
from queries.registry import QUERIES, run
from queries.render import render
from queries.render.checked import render_checked
from tests.conftest import ROOT
from tests.viz.explorer.conftest import Served
from viz.checked import checked_page
from viz.explorer import english
from viz.explorer.registry import SCREENS
from viz.explorer.spec import Screen

EXAMPLES, DATA = ROOT / "examples" / "documents", ROOT / "graph" / "names" / "data"
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


# Every page and every answer in English, beside what documents print

RUN = re.compile(r"[\u4e00-\u9fff]+")
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-label")
# Pages beside the example of each: all that is asked of the whole store, and every document.
MORE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/overload", {"district": "云川区", "year": 2025}), ("/overload", {"flagged": True}), ("/unsettled", {"each": True}), ("/roster", {"open": True}),
    ("/compare", {"district": "云川区"}), ("/compare", {"district": ["云川区", "松屏区"]}), ("/compare", {"grid": True}), ("/due", {"all_year": True}),
    ("/trace", {"about": "liuxi-2025", "uncovered": True}), ("/obligations", {"unit": "区教育局", "district": "云川区", "year": 2025}),
    ("/unit", {"unit": "区教育局", "district": "云川区", "year": 2025}), ("/task", {"task": "yunchuan-2023 6"}), ("/graph", {"document": "yunchuan-2025"}),
    ("/ask", {"question": "Who leads 教育?"}), ("/ask", {"question": "What is the budget of 云川区?"}),
)  # fmt: skip
SAYS_CHINESE = {"中文"}  # the way back to the other language


@pytest.fixture(scope="module")
def printed(example_store: str) -> str:
    """Everything that documents, names and their data files say, without what this program says of them."""
    own = {"notes", "layouts", "statements", "basis"}

    def texts(value: Any, name: str = "") -> Iterator[str]:
        if isinstance(value, str) and name not in own:
            yield value
        elif isinstance(value, dict | list):
            for key, one in value.items() if isinstance(value, dict) else ((name, one) for one in value):
                yield from texts(one, key)

    with open_store(example_store) as store:
        nodes = [store.read(f"MATCH (n:{label}) RETURN n").rows for label in load_schema().nodes]
        edges = [store.read(f"MATCH ()-[r:{kind}]->() RETURN r").rows for kind in load_schema().edges]
        units = store.read("MATCH (u:Unit) RETURN u.name, u.district, u.town").rows
    found = [text for rows in (*nodes, *edges) for (row,) in rows for text in texts(row)]
    found += [called(str(name), str(district), str(town)) for name, district, town in units]
    found += [path.read_text(encoding="utf-8") for path in sorted(DATA.rglob("*")) if path.suffix in (".yaml", ".tsv", ".txt")]
    found.append((ROOT / "examples" / "names.yaml").read_text(encoding="utf-8"))
    return "\n".join((*found, *(re.sub(r"[\W_]+", "", text) for text in found)))  # wording is compared without marks


def chinese(texts: Iterable[str], printed: str) -> list[str]:
    """Stretches of Chinese that stand in no document or name."""
    return list(dict.fromkeys(run for text in texts for run in RUN.findall(text) if run not in printed and run not in SAYS_CHINESE))


def shown(page: Any) -> Iterator[str]:
    """Every text that a page shows, those of its scripts' data too."""
    for element in page.iter():
        if element.tag == "style" or (element.tag == "script" and element.get("type") != "application/json"):
            continue
        if element.tag == "script":
            yield from strings(json.loads(element.text or "null"))
        elif isinstance(element.tag, str):
            yield from (element.text or "", *(element.get(name, "") for name in ATTRIBUTES))
        yield element.tail or ""


def strings(value: Any) -> Iterator[str]:
    """The texts inside of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def pages() -> list[tuple[str, dict[str, Any]]]:
    own = [("/" if one.name == "start" else f"/{one.name}", params) for one in SCREENS for params in ({}, dict(one.example.params))]
    asked = [(path, params) for path, params in own if path != "/ask" or not params]  # a question in Chinese is answered in Chinese
    return [*asked, *MORE, *(("/document", {"document": path.stem}) for path in sorted(EXAMPLES.iterdir()))]


@pytest.mark.parametrize(("path", "params"), pages(), ids=str)
def test_no_sentence_of_a_page_stays_chinese(served: Served, printed: str, path: str, params: dict[str, Any]) -> None:
    answer = served.get(path, **params, lang="en")
    assert answer.status_code == 200, answer.text
    assert chinese(shown(parser.fromstring(answer.text)), printed) == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: str(query.name))
def test_no_sentence_of_an_answer_stays_chinese(example_store: str, printed: str, query: Any) -> None:
    params = {"question": "Who leads 教育?"} if query.name == "ask" else query.example.params
    with open_store(example_store) as store:
        answer = run(query.name, store, Options(limit=0, lang="en"), **params)
    assert chinese(strings(answer.to_json()), printed) == []
    assert chinese([render(answer, "md")], printed) == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: str(path.name))
def test_a_check_speaks_english(printed: str, path: Path) -> None:
    (extraction,) = batch.extractions([path], [])
    findings = check(extraction)
    texts = [render_checked(extraction, findings, "en"), *shown(parser.fromstring(checked_page(extraction, findings, "en").html))]
    assert chinese(texts, printed) == []


@pytest.mark.parametrize(("path", "params", "status"), [("/nothing", {}, 404), ("/units", {"limit": "x"}, 422)], ids=str)
def test_what_is_wrong_with_an_address_is_said_in_english(served: Served, printed: str, path: str, params: dict[str, Any], status: int) -> None:
    answer = served.get(path, **params, lang="en")
    assert answer.status_code == status
    assert chinese(shown(parser.fromstring(answer.text)), printed) == []
