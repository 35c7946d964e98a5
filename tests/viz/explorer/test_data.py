"""Every page has its data beside it, and the data are the rows of the command line."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from graph.store import open_store
from queries import QUERIES, Options, run
from queries.papers.registry import EXPORTS
from tests.viz.explorer.conftest import TODAY, Served, running
from viz.explorer import Settings
from viz.explorer.menu import MENU
from viz.explorer.registry import SCREENS
from viz.explorer.spec import Screen

FREE = {"today", "units"}  # a day of its own, a file of the user's machine


def plain(answer: Any) -> Any:
    """As JSON gives it back."""
    return json.loads(json.dumps(answer, ensure_ascii=False))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: str(query.name))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_are_those_of_the_command_line(served: Served, example_store: str, query: Any, lang: str) -> None:
    with open_store(example_store) as store:
        answer = plain(run(query.name, store, Options(lang=lang), **query.example.params).to_json())
    found = served.json(f"/{query.name}.json", **{**query.example.params, **({"lang": lang} if lang != "zh" else {})})
    own = [{name: value for name, value in row.items() if name in answer["rows"][0]} for row in found["rows"]] if answer["rows"] else []
    assert own == answer["rows"]
    assert {name: value for name, value in found.items() if name in answer and name != "rows"} == {k: v for k, v in answer.items() if k != "rows"}


def test_every_question_has_a_page() -> None:
    assert {query.name for query in QUERIES} <= {screen.name for screen in SCREENS}
    assert set(MENU) <= {screen.name for screen in SCREENS}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen.name))
def test_every_page_has_its_data(served: Served, screen: Screen) -> None:
    path = "" if screen.name == "start" else screen.name
    page = served.get(f"/{path}", **screen.example.params)
    assert page.status_code == 200, page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert isinstance(served.json(f"/{screen.name}.json", **screen.example.params), dict)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: str(query.name))
def test_files_to_take_away(served: Served, query: Any) -> None:
    book = served.get(f"/{query.name}.xlsx", **query.example.params)
    assert book.status_code == 200, book.text
    assert book.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert sheet.max_row > 1
    for form in ("csv", "md"):
        assert served.get(f"/{query.name}.{form}", **query.example.params).text.strip()


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: str(export.name))
def test_papers(served: Served, export: Any) -> None:
    params = {name: value for name, value in export.example.params.items() if name not in FREE}
    paper = served.get(f"/export/{export.name}", **params)
    assert paper.status_code == 200, paper.text
    if not export.suffix:
        assert zipfile.ZipFile(io.BytesIO(paper.content)).namelist()
    assert len(paper.content) > 200


@pytest.mark.parametrize("path", ["/etc/passwd", "pyproject.toml"])
def test_no_paper_reads_a_file_of_this_machine(served: Served, path: str) -> None:
    """The list of units of a paper is a file on the command line, and no parameter on the web."""
    answer = served.get("/export/digest", units=path, district="云川区", year=2025)
    assert answer.status_code in (200, 422)
    assert answer.content == served.get("/export/digest", district="云川区", year=2025).content or answer.status_code == 422


def test_a_limit_cuts_and_says_so(served: Served) -> None:
    found = served.json("/obligations.json", unit="区教育局", district="云川区", limit=2)
    assert len(found["rows"]) == 2
    assert found["truncated"]
    assert found["total"] > 2


def test_a_page_follows_a_commit(tmp_path: Path, root: Path) -> None:
    """A document that another process reads in is there at the next request."""
    from cli import main

    address = str(tmp_path / "own.lb")

    def read(name: str) -> None:
        with pytest.raises(SystemExit):
            main(["ingest", str(root / "examples" / "documents" / name), "--store", address])

    with running(Settings(address, today=TODAY)) as served:
        first = served.get("/")
        assert first.status_code == 503
        assert "zeren ingest" in first.text
        read("yunchuan-2025.txt")
        assert [row["document"] for row in served.json("/documents.json")["rows"]] == ["yunchuan-2025"]
        assert served.get("/").status_code == 200
        read("yunchuan-2024.txt")
        assert len(served.json("/documents.json")["rows"]) == 2


def test_answers_are_the_same_many_times_over(served: Served) -> None:
    """Several at once, from several threads: no answer mixes with another."""
    from concurrent.futures import ThreadPoolExecutor

    asked = [("/overload.json", {"district": "云川区"}), ("/search.json", {"words": "jyj"}), ("/due.json", {"district": "云川区"})] * 8
    want = {path: served.json(path, **params) for path, params in asked[:3]}
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda one: (one[0], served.json(one[0], **one[1])), asked))
    assert all(answer == want[path] for path, answer in found)


def test_openapi_names_every_address(served: Served) -> None:
    paths = served.json("/openapi.json")["paths"]
    assert {f"/{screen.name}.json" for screen in SCREENS} | {f"/export/{one.name}" for one in EXPORTS} <= set(paths)
    assert httpx.get(served.base + "/docs").status_code == 404
