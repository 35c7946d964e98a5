"""The graph in other shapes, each a round trip: what comes back has the fingerprint of what went out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import networkx
import pytest

from graph.errors import DataFileError, StoreError, UsageError, ZerenError
from graph.exchange import FORMATS, Fingerprint, MemoryRows, StoreRows, copy, export, fingerprint, put, read_file, transfer
from graph.exchange.networks import from_networkx, to_networkx
from graph.store import Store, Value, open_store
from tests.queries.small import fill as fill_small

FILES = tuple(name for name in FORMATS if name != "neo4j-admin")
FOLDER = "neo4j-admin"
# What formats stumble over.
TEXT = "引号'\"、反斜杠\\、<b>&amp;</b>、逗号,\t换行\n和\U0001f600 "


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The made graph of the questions' tests with a task that has every kind of value."""
    with open_store(str(tmp_path_factory.mktemp("exchange") / "small.lb"), write=True) as store:
        fill_small(store)
        with store.transaction() as work:
            task: dict[str, Value] = {
                "id": "odd",
                "content": TEXT,
                "title": "",
                "section": [TEXT, ""],
                "year": 2025,
                "due": date(2024, 2, 29),
            }
            work.merge_nodes("Task", [task, {**dict.fromkeys(task), "id": "bare", "section": []}])
            work.merge_nodes("Target", [{"id": "target", "value": 3.0, "unit": "%"}, {"id": "half", "value": 0.1, "unit": ""}])
            edge = {"id": "edge", "start": "odd", "end": "target"}
            work.merge_edges("HAS_TARGET", "Task", "Target", [edge, {**edge, "id": "edge2"}])
        yield store


@pytest.fixture(scope="module")
def expected(store: Store) -> Fingerprint:
    return fingerprint(StoreRows(store))


def test_the_fingerprint_counts(store: Store, expected: Fingerprint) -> None:
    for name in ("Task", "Unit"):
        assert store.read(f"MATCH (n:{name}) RETURN count(n)").rows == ((expected.counts[name],),)
    assert expected.counts["HAS_TARGET"] == 2
    assert expected.counts["DERIVES_FROM"] == 0


@pytest.mark.parametrize(("column", "value"), [("title", "x"), ("due", None), ("section", []), ("year", 2024)])
def test_the_fingerprint_sees_every_value(expected: Fingerprint, store: Store, column: str, value: object) -> None:
    rows = MemoryRows()
    for page in StoreRows(store).nodes("Task"):
        for row in page:
            rows.add_node("Task", {**row, column: value} if row["id"] == "odd" else row)  # type: ignore[dict-item]
    assert any(line.startswith("Task ") for line in expected.differences(fingerprint(rows)))


@pytest.mark.parametrize("form", FORMATS)
def test_files_are_round_trips(store: Store, expected: Fingerprint, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph.{form}"
    written = export(store, form, path)
    assert written == sum(expected.counts.values())
    assert fingerprint(read_file(form, path)) == expected
    with open_store(str(tmp_path / "again.lb"), write=True) as again:
        assert put(read_file(form, path), again) == expected
        assert fingerprint(StoreRows(again)) == expected
        with pytest.raises(StoreError, match="不是空的"):
            put(read_file(form, path), again)


@pytest.mark.parametrize("name", ["graph.jsonl", "图谱.JSONL", "graph.graphml", "graph.gexf", "folder"])
def test_what_was_exported_is_copied_by_its_name(store: Store, expected: Fingerprint, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    export(store, path.suffix[1:].lower() or FOLDER, path)
    assert transfer(str(path), str(tmp_path / "again.lb")) == expected
    assert transfer(str(tmp_path / "again.lb"), str(tmp_path / "third.lb")) == expected


def test_parts_of_a_file_can_be_asked_for_in_any_order(store: Store, tmp_path: Path) -> None:
    export(store, "jsonl", tmp_path / "graph.jsonl")
    rows = read_file("jsonl", tmp_path / "graph.jsonl")
    for label in ("Unit", "Task", "District", "Task", "Task"):
        assert sum(map(len, rows.nodes(label))) == store.read(f"MATCH (n:{label}) RETURN count(n)").rows[0][0]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_bytes(store: Store, form: str, tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        place = tmp_path / name
        export(store, form, place)
        files = sorted(place.iterdir()) if place.is_dir() else [place]
        texts = {path.name if place.is_dir() else "": path.read_bytes() for path in files}
        # networkx writes the day on which it wrote.
        found.append({name: text.replace(date.today().isoformat().encode(), b"") for name, text in texts.items()})
    assert found[0] == found[1]


def test_networkx(store: Store, expected: Fingerprint) -> None:
    graph = to_networkx(store)
    assert isinstance(graph, networkx.MultiDiGraph)
    assert graph.nodes["odd"]["due"] == date(2024, 2, 29)
    assert graph.nodes["odd"]["_label"] == "Task"
    assert "due" not in graph.nodes["bare"]
    assert {data["_type"] for _, _, data in graph.out_edges("edu", data=True)} >= {"LEAD", "COOPERATE", "MEMBER_OF"}
    assert graph.number_of_edges("odd", "target") == 2
    assert fingerprint(from_networkx(graph)) == expected


def test_jsonl_is_one_record_a_line(store: Store, tmp_path: Path) -> None:
    export(store, "jsonl", tmp_path / "graph.jsonl")
    head, *lines, end = [json.loads(line) for line in (tmp_path / "graph.jsonl").read_text("utf-8").splitlines()]
    assert head["format"] == "zeren-graph"
    assert end == {"type": "end", "count": len(lines)}
    assert {line["type"] for line in lines} == {"node", "relationship"}
    edge = next(line for line in lines if line["id"] == "edge")
    assert (edge["label"], edge["start"]["labels"], edge["end"]["id"]) == ("HAS_TARGET", ["Task"], "target")


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_characters_that_xml_forbids_are_replaced(form: str, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "odd.lb"), write=True) as store:
        with store.transaction() as work:
            work.merge_nodes("Task", [{"id": "t", "title": "a\x0bb", "section": ["\x01"]}])
        export(store, form, tmp_path / "graph")
    ((row,),) = read_file(form, tmp_path / "graph").nodes("Task")
    assert (row["title"], row["section"]) == ("a\ufffdb", ["\x01"])


def break_first(text: str) -> str:
    return text[: len(text) // 2]


def another_version(text: str) -> str:
    return text.replace('"schema": "', '"schema": "x', 1)


def another_label(text: str) -> str:
    return text.replace('"Task"', '"Absent"').replace(">Task<", ">Absent<").replace('value="Task"', 'value="Absent"')


def nothing(text: str) -> str:
    return ""


def cut_between_lines(text: str) -> str:
    return "".join(text.splitlines(keepends=True)[:9])


def without_a_line(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(lines[:9] + lines[10:])


def another_order(text: str) -> str:
    head, *lines, end = text.splitlines(keepends=True)
    return "".join([head, *reversed(lines), end])


BROKEN: list[tuple[str, Callable[[str], str]]] = [
    *((form, change) for form in FILES for change in (break_first, another_label, nothing)),
    *(("jsonl", change) for change in (another_version, cut_between_lines, without_a_line, another_order)),
]


@pytest.mark.parametrize(("form", "change"), BROKEN)
def test_broken_files_are_refused(store: Store, form: str, change: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "graph"
    export(store, form, path)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(DataFileError) as caught:
        fingerprint(read_file(form, path))
    assert "graph" in caught.value.message
    assert "\n" not in caught.value.message
    with pytest.raises(DataFileError), open_store(str(tmp_path / "new.lb"), write=True) as new:
        put(read_file(form, path), new)
    with open_store(str(tmp_path / "new.lb")) as new:
        assert set(fingerprint(StoreRows(new)).counts.values()) == {0}


# File of the folder, what is replaced in it, by what, and a word of what is said.
SPOILED = [
    ("ZerenStore.csv", '"schema","', '"schema","x', "另一个版本"),
    ("Task-header.csv", "number:string", "no:string", "列"),
    ("Task.csv", '"t1"', '"t1', "引号"),
    ("Task.csv", '"t1",', '"t1",,', "24 列"),
    ("Task.csv", "2025-08-20", "2025-08-32", "读不懂"),
    ("Task.csv", '"t2"', '"t1"', "重复的编号"),
    ("Task.csv", '"t2"', "", "空的"),
    ("Unit.csv", ",true,", ",yes,", "读不懂"),
    ("LEAD-Unit-Task.csv", '"t1"', '"absent"', "缺少一端"),
    ("MEMBER_OF-Unit-Unit.csv", '"edu"', '"absent"', "缺少一端"),
    ("MEMBER_OF-Unit-Unit.csv", '"MEMBER_OF:civil:all"', '"MEMBER_OF:edu:all"', "重复的编号"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), SPOILED)
def test_spoiled_folders_are_refused(store: Store, name: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    export(store, FOLDER, tmp_path / "csv")
    text = (tmp_path / "csv" / name).read_text("utf-8")
    assert old in text
    (tmp_path / "csv" / name).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises((DataFileError, StoreError), match=said), open_store(str(tmp_path / "new.lb"), write=True) as target:
        put(read_file(FOLDER, tmp_path / "csv"), target)
    with open_store(str(tmp_path / "new.lb"), write=True) as target:
        put(StoreRows(store), target)


def test_lists_that_a_csv_cannot_hold_lose_what_it_cannot(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "odd.lb"), write=True) as store:
        with store.transaction() as work:
            work.merge_nodes("Task", [{"id": "a", "section": [""]}, {"id": "b", "section": ["x\x1fy"]}])
        export(store, FOLDER, tmp_path / "csv")
        ((one, two),) = read_file(FOLDER, tmp_path / "csv").nodes("Task")
        assert (one["section"], two["section"]) == ([], ["x\ufffdy"])
        with open_store(str(tmp_path / "copy.lb"), write=True) as other:
            assert copy(store, other) == fingerprint(StoreRows(store))


@pytest.mark.parametrize("form", FORMATS)
def test_absent_files_are_refused(form: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="absent"):
        read_file(form, tmp_path / "absent")


def test_unknown_formats_and_places_are_refused(store: Store, tmp_path: Path) -> None:
    for act in (lambda: export(store, "xml", tmp_path / "x"), lambda: read_file("xml", tmp_path / "x")):
        with pytest.raises(UsageError, match="不支持") as caught:
            act()
        assert "graphml" in caught.value.hint
    for form in FILES:
        with pytest.raises(StoreError, match="写不了"):
            export(store, form, tmp_path / "no" / "such" / "folder")


REFUSED: list[tuple[Callable[[MemoryRows], None], str]] = [
    (lambda rows: rows.add_node("Absent", {}), "标签"),
    (lambda rows: rows.add_node("Task", {"id": "1", "absent": 1}), "属性"),
    (lambda rows: rows.add_edge("ABSENT", ("Task", "Task"), {}), "关系"),
    (lambda rows: rows.add_edge("LEAD", ("Task", "Unit"), {}), "关系"),
]


@pytest.mark.parametrize(("add", "word"), REFUSED)
def test_rows_that_the_schema_does_not_have_are_refused(add: Callable[[MemoryRows], None], word: str) -> None:
    with pytest.raises(ZerenError, match=word):
        add(MemoryRows())


def test_copy_moves_everything_and_only_into_an_empty_store(store: Store, expected: Fingerprint, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "copy.lb"), write=True) as target:
        assert copy(store, target) == expected
        with pytest.raises(StoreError, match="不是空的"):
            copy(store, target)
    with open_store(str(tmp_path / "copy.lb")) as target:
        assert fingerprint(StoreRows(target)) == expected


def test_copy_says_when_the_source_changed_meanwhile(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "a.lb"), write=True) as source, open_store(str(tmp_path / "b.lb"), write=True) as target:
        fill_small(source)

        def interfere(text: str, params: object) -> None:
            if "COPY `SAME_BODY`" in text:
                with source.transaction() as work:
                    work.merge_nodes("Theme", [{"id": "late", "name": "late"}])

        target.on_statement = interfere
        with pytest.raises(StoreError, match="不一致：Theme"):
            copy(source, target)
