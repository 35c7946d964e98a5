"""Every paper: its registry entry, its worked example twice, its command, and what hostile documents do to it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from graph.errors import DataFileError, UnknownName, UsageError
from graph.store import Store, open_store
from queries.papers import EXPORTS, Export, Paper, export, find
from queries.papers.dataset import codebook, read_codebook
from queries.papers.words import load, read, say
from queries.render.output import save
from tests.guards.test_words import forbidden
from tests.queries.hostile import fill_hostile

ids = [pytest.param(one, id=one.name) for one in EXPORTS]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A graph whose names are attacks."""
    address = str(tmp_path_factory.mktemp("hostile") / "hostile.lb")
    with open_store(address, write=True) as store:
        fill_hostile(store)
    with open_store(address) as store:
        yield store


def texts(paper: Paper) -> str:
    """Everything that a reader of a paper sees."""
    if not isinstance(paper.content, bytes):
        return "".join(content.decode("utf-8-sig") for content in paper.content.values())
    if paper.content[:2] != b"PK":
        return str(Calendar.from_ical(paper.content).to_ical().decode("utf-8").replace("\r\n ", ""))
    with ZipFile(io.BytesIO(paper.content)) as archive:
        return "".join(archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("one", ids)
def test_entry_says_what_it_is(one: Export) -> None:
    assert find(one.name) is one
    assert len(one.description) > len(one.title) > 2
    assert all(parameter.help.strip() for parameter in one.parameters)
    assert set(one.example.params) <= {parameter.name for parameter in one.parameters}
    assert one.command_line().startswith(f"zeren export {one.name} ")


@pytest.mark.parametrize("one", ids)
def test_example_twice_gives_the_same_bytes(one: Export, examples: Store, root: Path) -> None:
    first, second = (export(one.name, examples, **one.example.params) for _ in range(2))
    assert first == second
    assert first.title
    shown = first.title + "".join(first.notes) + texts(first)
    assert not [word for word in forbidden() if word in shown]
    assert str(root) not in texts(first)


@pytest.mark.parametrize("one", ids)
def test_command(one: Export, example_store: str, tmp_path: Path) -> None:
    from cli import main

    output = tmp_path / f"out{one.suffix}"
    words = one.command_line().split()[1:-1]
    done = CliRunner().invoke(main, [*words, str(output), "--store", example_store])
    assert done.exit_code == 0, done.output
    assert output.exists()
    assert "已写入" in done.output
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in EXPORTS if one.suffix])
def test_wrong_ending_is_refused_before_work(one: Export) -> None:
    with pytest.raises(UsageError) as raised:
        one.check(Path("out.txt"))
    assert one.suffix in raised.value.hint


def test_a_data_set_needs_a_folder(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        find("dataset").check(taken)
    with pytest.raises(UsageError):
        save(taken, {"a.csv": b""})


@pytest.mark.parametrize("one", ids)
def test_hostile_names(one: Export, hostile: Store, tmp_path: Path) -> None:
    params = {"brief": {"unit": "怪名局"}, "breakdown": {"document": "lanjiang"}}.get(one.name, {})
    paper = export(one.name, hostile, **params)
    shown = texts(paper)
    assert "\x07" not in shown
    assert "\u202e" not in shown
    if one.suffix == ".xlsx" and isinstance(paper.content, bytes):
        book = load_workbook(io.BytesIO(paper.content))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        assert any(str(cell.value).startswith("=cmd") for cell in cells)
        assert all(len(sheet.title) <= 31 for sheet in book.worksheets)
    elif one.suffix == ".docx" and isinstance(paper.content, bytes):
        Document(io.BytesIO(paper.content))
        assert "cmd|" in shown
    elif isinstance(paper.content, bytes):
        assert Calendar.from_ical(paper.content).walk("VEVENT")
    else:
        rows = list(csv.reader(io.StringIO(paper.content["duties.csv"].decode("utf-8-sig"))))
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
        assert any(cell.startswith("'=cmd") for row in rows for cell in row)
    save(tmp_path / "out", paper.content)


def test_unknown_things() -> None:
    with pytest.raises(UsageError):
        find("poem")
    with pytest.raises(UsageError):
        find("raci").given({"colour": "red"})
    with pytest.raises(UsageError):
        find("brief").given({})


def test_unknown_document_and_unit(examples: Store) -> None:
    with pytest.raises(UnknownName) as raised:
        export("breakdown", examples, document="yunchuan-2052")
    assert "yunchuan-2025" in raised.value.hint
    with pytest.raises(UnknownName):
        export("brief", examples, unit="区火星局")
    with pytest.raises(UsageError):
        export("calendar", examples, remind="明天")


def test_words_are_used_and_well_formed(tmp_path: Path, root: Path) -> None:
    source = "".join(path.read_text("utf-8") for path in (root / "queries" / "papers").glob("*.py"))
    # Keys that the modules put together from a stem and a code.
    stems = "role_ mark_ sign_ reach_ slot_ part_ raci_ index_ brief_ legend_ breakdown_ about_ digest_".split()
    assert not [key for key in load() if key not in source and not key.startswith(tuple(stems))]
    assert say("page", page=3) == "，第3页"
    bad = tmp_path / "words.yaml"
    for text in ("- 1", "a: 1", "a: [", "a: {b: c}"):
        bad.write_text(text, encoding="utf-8")
        with pytest.raises(DataFileError):
            read(bad)


def test_codebook_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    assert codebook()
    bad = tmp_path / "codebook.tsv"
    for line in ("people\tname\tstring\t姓名\t名称\tname", "duties\tname\tstring", "duties\t\tstring\t姓名\t名称\tname"):
        bad.write_text(line, encoding="utf-8")
        with pytest.raises(DataFileError) as raised:
            read_codebook(bad)
        assert "1" in raised.value.message


def test_manifest(examples: Store) -> None:
    content = export("dataset", examples).content
    assert not isinstance(content, bytes)
    about = json.loads(content["manifest.json"])
    assert set(about["files"]) == set(content) - {"manifest.json"}
    assert all(len(value) == 64 for part in ("files", "data_files", "documents") for value in about[part].values())
    assert "graph/names/data/themes.yaml" in about["data_files"]
    assert about["documents"].keys() == {path.stem for path in Path("examples/documents").iterdir()}
