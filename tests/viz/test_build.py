"""The finished HTML as text: its policy, its data, its bytes; and every view on the example documents."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

import queries
from graph.errors import DataFileError, UnknownName, UsageError
from graph.store import open_store
from tests.viz.conftest import SUBJECTS, made
from tests.viz.sample import Sample
from viz import VIEWS, ViewOptions, view
from viz.network import SCRIPTS, TEMPLATES, inert
from viz.words import labels, read_words

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def data_of(html: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("name", SUBJECTS)
def test_policy_lets_only_these_scripts_run(name: str) -> None:
    html = made(name).html
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    said = policy[1].replace("&#39;", "'")
    assert said.startswith("default-src 'none';")
    assert "unsafe" not in said
    assert "http" not in said
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    for text in (*INLINE.findall(html), *styles):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in said
    assert (len(INLINE.findall(html)), len(styles)) == (2, 1)


@pytest.mark.parametrize("name", SUBJECTS)
def test_page_names_no_other_file(name: str) -> None:
    html = made(name).html
    assert html.startswith("<!doctype html>")
    assert not re.search(r"<(link|img|iframe|object|embed)\b|\bsrc=|sourceMappingURL", INLINE.sub("", html))
    assert "sourceMappingURL" not in html
    assert not re.search(r"\son\w+=", INLINE.sub("", re.sub(r"<script type.*?</script>", "", html, flags=re.DOTALL)))


@pytest.mark.parametrize("name", SUBJECTS)
def test_same_rows_give_the_same_bytes(name: str) -> None:
    shuffled = Sample()
    shuffled.duty_rows.reverse()
    assert made(name).html == made(name).html
    assert data_of(made(name).html, "graph") == data_of(made(name, sample=shuffled).html, "graph")


@pytest.mark.parametrize("text", ["</script>", "<!--", "<script", "]]>", "&amp;", "\u2028"])
def test_inert_json_holds_no_markup(text: str) -> None:
    written = str(inert({"a": text}))
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {"a": text}


def test_drawing_has_places_and_no_loose_ends() -> None:
    for name in SUBJECTS:
        graph = data_of(made(name).html, "graph")
        ids = [node["id"] for node in graph["nodes"]]
        assert len(set(ids)) == len(ids)
        assert all({edge["from"], edge["to"]} <= set(ids) for edge in graph["edges"])
        edges = [edge["id"] for edge in graph["edges"]]
        assert len(set(edges)) == len(edges)
        assert all(isinstance(node["x"], int | float) and isinstance(node["y"], int | float) for node in graph["nodes"])


def test_width_of_an_edge_is_its_number_of_duties() -> None:
    graph = data_of(made("unit").html, "graph")
    data = data_of(made("unit").html, "data")
    mine = {row["t"] for row in data["mine"]}
    shared = sum(duty["t"] in mine and data["units"][int(duty["u"][1:])]["name"] != "区教育局" for duty in data["who"])
    assert sum(edge["n"] for edge in graph["edges"] if edge["kind"] in ("main", "minor")) == shared
    assert sum(edge["kind"] == "duty" for edge in graph["edges"]) == shared
    assert sum(edge["kind"] == "spoke" for edge in graph["edges"]) == len(mine)


def test_years_can_be_narrowed() -> None:
    data = data_of(made("unit", year=2024).html, "data")
    assert data["years"] == [2024]
    assert {task["year"] for task in data["tasks"]} == {2024}


def test_every_word_that_scripts_and_templates_ask_for_is_there() -> None:
    words = labels("zh")
    code = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS)
    asked = set(re.findall(r'say\("(\w+)"', code))
    asked |= set(re.findall(r"shell\.words\.(\w+)", (TEMPLATES / "page.html.j2").read_text(encoding="utf-8")))
    assert asked - set(words) == set()
    for start in re.findall(r"say\(`(\w+_)\$", code):
        assert [key for key in words if key.startswith(start)], start


def test_every_script_file_is_part_of_the_page() -> None:
    assert sorted(SCRIPTS) == sorted(path.name for path in TEMPLATES.glob("*.js"))


@pytest.mark.parametrize(
    ("text", "said"),
    [("labels: {a: {zh: x}}", "labels.a"), ("labels: {}\nmore: {}", "more"), ("labels: [", "读不出来"), ("labels: {a: {zh: x, en: 1}}", "labels.a")],
)
def test_broken_word_list_is_refused(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as raised:
        read_words(file)
    assert said in raised.value.message
    assert raised.value.hint


def test_wrong_names_are_refused_with_a_hint() -> None:
    with pytest.raises(UnknownName) as theme:
        made("theme", subject="政策解度")
    assert "政策解读" in theme.value.nearest
    with pytest.raises(UsageError) as unit:
        made("unit", subject="区气象局", sample=_without_account())
    assert unit.value.hint
    with pytest.raises(UsageError) as other:
        view("graph")
    assert "unit" in other.value.hint
    with pytest.raises(UsageError):
        made("unit", lang="fr")


def _without_account() -> Sample:
    class Bare(Sample):
        def ask_obligations(self, params: dict[str, Any], years: list[int]) -> dict[str, Any]:
            return {"rows": [], "account": [], "notes": []}

    return Bare()


@pytest.mark.parametrize("name", [one.name for one in VIEWS])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_example_builds_from_the_example_documents(name: str, lang: str, example_store: str) -> None:
    one = view(name)
    given: dict[str, Any] = dict(one.example)
    with open_store(example_store) as store:
        page = one.build(store, ViewOptions(lang=lang, **given))
        again = one.build(store, ViewOptions(lang=lang, **given))
    assert page.html == again.html
    data = data_of(page.html, "data")
    assert data["tasks"]
    assert data["who"]
    assert page.title in page.html


def test_only_a_roster_makes_a_member(example_store: str) -> None:
    with open_store(example_store) as store:
        known = {row["unit"]: row["collectives"] for row in queries.run("units", store, district="云川区").rows}
        vias = {source["via"] for row in queries.run("obligations", store, unit="区教育局", district="云川区").rows for source in row["sources"] if source.get("via")}
        shown = re.search(r'<p class="aka">([^<]*)<', view("unit").build(store, ViewOptions("区教育局", "云川区")).html)
    assert shown
    told = dict(part.split("：") for part in shown[1].split("　·　") if "属于：" in part)
    sure, perhaps = (set(re.sub(r"等 \d+ 个$", "", told.get(word, "")).split("、")) for word in ("属于", "可能属于"))
    assert sure == vias & set(known["区教育局"])
    assert perhaps <= vias - sure


@pytest.mark.parametrize("unit", ["区教育局", "区政府办公室", "区数据局", "柳溪镇"])
def test_account_of_the_page_is_that_of_the_answer(unit: str, example_store: str) -> None:
    with open_store(example_store) as store:
        data = data_of(view("unit").build(store, ViewOptions(unit, "云川区")).html, "data")
        account = queries.run("obligations", store, unit=unit, district="云川区").to_json()["account"]
    for year in data["years"]:
        records = [record for record in account if record["year"] == year]
        own = [row for row in data["mine"] if data["tasks"][int(row["t"][1:])]["year"] == year]
        assert sum(task["year"] == year for task in data["tasks"]) == sum(record["total"] for record in records)
        for reach in ("direct", "collective", "possible", "inferred"):
            assert sum(row["reach"] == reach for row in own) == sum(record[reach] for record in records), (year, reach)
