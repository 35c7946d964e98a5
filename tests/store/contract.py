"""What every store must do. A store's own test module subclasses `StoreContract` and says how to make an empty store."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from graph.errors import StoreError
from graph.exchange.rows import MemoryRows, StoreRows, fingerprint
from graph.store import Store, Value, open_store
from graph.store.base import BATCH

Row = dict[str, Value]
BROKEN = (
    "THIS IS NOT CYPHER",  # does not parse
    "MATCH (t:Task) RETURN t.absent(",
    "MATCH (h:Theme) SET h.name = h.absent()",  # does not bind
    "UNWIND [1, 0] AS x RETURN 1 / x",  # fails while it runs
)
SLOW = "MATCH (a:Theme), (b:Theme), (c:Theme), (d:Theme) WHERE a.name + b.name <> c.name + d.name RETURN count(*) AS n"


def theme(number: int | str, name: str = "教育") -> Row:
    return {"id": str(number), "name": name, "description": "", "synonyms": [], "caption": name}


def about(number: int | str, start: str, end: str) -> Row:
    return {"id": str(number), "start": start, "end": end, "score": 0.5, "rule": "cue", "evidence": "", "position": None}


def small_graph(tasks: int = 3) -> MemoryRows:
    """Tasks in a row of themes, with values that files stumble over."""
    rows = MemoryRows()
    for number in range(tasks):
        lists: list[Value] = [[], [""], ["a", ""], ["a\x1fb"], ["'\"\\,\n"]]
        rows.add_node("Task", {"id": f"t{number}", "title": "", "section": lists[number % 5], "due": date(2024, 2, 29), "page": number})
        rows.add_node("Theme", theme(number, "引号'\"、反斜杠\\、逗号,换行\r\n和\U0001f600"))
        rows.add_edge("ABOUT", ("Task", "Theme"), about(f"e{number}", f"t{number}", str(number)))
    return rows


class BrokenGraph(MemoryRows):
    """Fails when its edges are asked for."""

    def edges(self, kind: str, ends: tuple[str, str]) -> Iterator[list[Mapping[str, Value]]]:
        raise ZeroDivisionError


class StoreContract:
    """The contract. A subclass has a fixture `address` that names a store which is empty at the start of each test."""

    @pytest.fixture
    def store(self, address: str) -> Iterator[Store]:
        with open_store(address, write=True) as store:
            yield store

    @staticmethod
    def value(store: Store, text: str, **params: Value) -> Any:
        return store.read(text, params).rows[0][0]

    def test_an_empty_store_answers_with_no_rows(self, store: Store) -> None:
        rows = store.read("MATCH (t:Task) RETURN t.id AS id, t.number AS number")
        assert (rows.columns, rows.rows, rows.truncated, rows.dicts()) == (("id", "number"), (), False, [])

    def test_nodes_are_created_and_updated_by_their_key(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(1), theme(2)])
            transaction.merge_nodes("Theme", [{"id": "2", "name": "住房"}])
        rows = store.read("MATCH (h:Theme) RETURN h.id AS id, h.name AS name, h.caption AS caption ORDER BY id").dicts()
        assert rows == [{"id": "1", "name": "教育", "caption": "教育"}, {"id": "2", "name": "住房", "caption": "教育"}]

    VALUES: tuple[tuple[str, str, Value], ...] = (
        ("Task", "year", 2024),
        ("Task", "year", None),
        ("Task", "due", date(2024, 2, 29)),
        ("Task", "due", None),
        ("Task", "section", ["一、", "（二）"]),
        ("Task", "section", []),
        ("Task", "title", ""),
        ("Task", "title", "引号'\"、反斜杠\\、$x、换行\n和\U0001f600"),
        ("Task", "sources", '[{"part":"body"}]'),
        ("Target", "value", 2.5),
        ("Unit", "known", False),
    )

    @pytest.mark.parametrize(("label", "name", "value"), VALUES)
    def test_values_come_back_as_they_were_written(self, store: Store, label: str, name: str, value: Value) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes(label, [{"id": "x", name: value}])
        found = self.value(store, f"MATCH (n:{label}) WHERE n.id = $id RETURN n.{name}", id="x")
        assert found == value
        assert type(found) is type(value)

    def test_many_rows_are_written_in_batches(self, store: Store) -> None:
        seen: list[int] = []
        store.on_statement = lambda text, params: seen.append(len(params["rows"]))  # type: ignore[arg-type]
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(number) for number in range(BATCH * 2 + 1)])
        assert seen == [BATCH, BATCH, 1]
        store.on_statement = None
        assert self.value(store, "MATCH (h:Theme) RETURN count(h)") == BATCH * 2 + 1

    def test_sums_of_integers_are_integers(self, store: Store) -> None:
        found = self.value(store, "UNWIND $numbers AS n RETURN sum(n)", numbers=[1, 2, 3])
        assert (found, type(found)) == (6, int)

    def test_edges_are_created_once_and_updated_by_their_id(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Task", [{"id": "t"}])
            transaction.merge_nodes("Theme", [theme("h")])
            for _ in range(2):
                transaction.merge_edges("ABOUT", "Task", "Theme", [about("e", "t", "h")])
            transaction.merge_edges("ABOUT", "Task", "Theme", [{**about("e", "t", "h"), "score": 0.9}])
        rows = store.read("MATCH (t:Task)-[r:ABOUT]->(h:Theme) RETURN t.id, r.score, r.position, type(r), h.id").rows
        assert rows == (("t", 0.9, None, "ABOUT", "h"),)

    def test_an_edge_without_its_ends_is_not_created(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Task", [{"id": "t"}])
            transaction.merge_edges("ABOUT", "Task", "Theme", [about("e", "t", "absent")])
        assert self.value(store, "MATCH (t:Task)-[r:ABOUT]->(h:Theme) RETURN count(r)") == 0

    def test_part_of_joins_tasks_and_districts(self, store: Store) -> None:
        with store.transaction() as transaction:
            for label in ("Task", "District"):
                transaction.merge_nodes(label, [{"id": label + "1"}, {"id": label + "2"}])
                transaction.merge_edges("PART_OF", label, label, [{"id": label, "start": label + "1", "end": label + "2"}])
        assert self.value(store, "MATCH (a:Task)-[r:PART_OF]->(b:Task) RETURN b.id") == "Task2"
        assert self.value(store, "MATCH (a:District)-[r:PART_OF]->(b:District) RETURN b.id") == "District2"

    def test_no_rows_are_no_work(self, store: Store) -> None:
        seen: list[str] = []
        store.on_statement = lambda text, params: seen.append(text)
        with store.transaction() as transaction:
            transaction.merge_nodes("Task", [])
            transaction.merge_edges("ABOUT", "Task", "Theme", [])
        assert seen == []

    REFUSED: tuple[tuple[str, str, Row], ...] = (
        ("Absent", "标签", {"id": "1"}),
        ("Theme", "属性", {"id": "1", "absent": 1}),
        ("Theme", "主键", {"name": "x"}),
        ("Theme", "属性", {"id": "1", "name`] DELETE n //": "x"}),
    )

    @pytest.mark.parametrize(("label", "word", "row"), REFUSED)
    def test_what_the_schema_does_not_have_is_refused(self, store: Store, label: str, word: str, row: Row) -> None:
        with pytest.raises(StoreError, match=word), store.transaction() as transaction:
            transaction.merge_nodes(label, [row])

    def test_edges_that_the_schema_does_not_have_are_refused(self, store: Store) -> None:
        for kind, start, end in (("ABSENT", "Task", "Theme"), ("ABOUT", "Theme", "Task"), ("ABOUT", "Absent", "Theme")):
            with pytest.raises(StoreError, match="关系"), store.transaction() as transaction:
                transaction.merge_edges(kind, start, end, [about("e", "t", "h")])
        with pytest.raises(StoreError, match="start"), store.transaction() as transaction:
            transaction.merge_edges("ABOUT", "Task", "Theme", [{"id": "e", "end": "h"}])

    def test_rows_of_one_batch_have_the_same_keys(self, store: Store) -> None:
        with pytest.raises(StoreError, match="caption"), store.transaction() as transaction:
            transaction.merge_nodes("Theme", [{"id": "1", "caption": "x"}, {"id": "2"}])

    def test_a_failed_transaction_leaves_nothing(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(1)])

        def fail() -> None:
            with store.transaction() as transaction:
                transaction.run("MATCH (h:Theme) DETACH DELETE h")
                transaction.merge_nodes("Theme", [theme(2), theme(3)])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert store.read("MATCH (h:Theme) RETURN h.id").rows == (("1",),)

    @pytest.mark.parametrize("text", BROKEN)
    def test_a_failed_statement_undoes_what_stood_before_it(self, store: Store, text: str) -> None:

        def fail() -> None:
            with store.transaction() as transaction:
                transaction.merge_nodes("Theme", [theme(1)])
                transaction.run(text)

        with pytest.raises(StoreError):
            fail()
        assert self.value(store, "MATCH (h:Theme) RETURN count(h)") == 0
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(2)])
        assert self.value(store, "MATCH (h:Theme) RETURN count(h)") == 1

    @pytest.mark.parametrize("text", BROKEN)
    def test_a_swallowed_failure_cannot_be_committed(self, store: Store, text: str) -> None:

        def fail() -> None:
            with store.transaction() as transaction:
                transaction.merge_nodes("Theme", [theme(1)])
                with pytest.raises(StoreError):
                    transaction.run(text)
                transaction.merge_nodes("Theme", [theme(2)])

        with pytest.raises(StoreError, match="撤销"):
            fail()
        assert self.value(store, "MATCH (h:Theme) RETURN count(h)") == 0

    def test_a_transaction_sees_its_own_writes(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(1)])
            assert transaction.run("MATCH (h:Theme) RETURN count(h) AS n").dicts() == [{"n": 1}]
            transaction.run("MATCH (h:Theme) WHERE h.id IN $ids DETACH DELETE h", {"ids": ["1"]})
            transaction.merge_nodes("Theme", [theme(1, "住房")])
        assert store.read("MATCH (h:Theme) RETURN h.name").rows == (("住房",),)

    def test_there_is_one_transaction_at_a_time(self, store: Store) -> None:
        with store.transaction(), pytest.raises(StoreError, match="事务"), store.transaction():
            pass

    @pytest.mark.parametrize(("limit", "count", "truncated"), [(2, 2, True), (3, 3, False), (4, 3, False), (None, 3, False)])
    def test_rows_are_limited_and_say_so(self, store: Store, limit: int | None, count: int, truncated: bool) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(number) for number in range(3)])
        rows = store.read("MATCH (h:Theme) RETURN h.id ORDER BY h.id", limit=limit)
        assert (len(rows.rows), rows.truncated) == (count, truncated)

    def test_a_statement_that_takes_too_long_is_stopped(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(number) for number in range(600)])
        began = time.monotonic()
        with pytest.raises(StoreError, match="1 秒"):
            store.read(SLOW, seconds=1)
        assert time.monotonic() - began < 10
        assert self.value(store, "MATCH (h:Theme) RETURN count(h)") == 600

    def test_nodes_and_edges_come_as_their_properties(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Task", [{"id": "t", "year": 2024, "due": None}])
            transaction.merge_nodes("Theme", [theme("h")])
            transaction.merge_edges("ABOUT", "Task", "Theme", [about("e", "t", "h")])
        ((node, edge, listed),) = store.read("MATCH (t:Task)-[r:ABOUT]->(h:Theme) RETURN t, r, collect(h)").rows
        assert node == {"_label": "Task", "id": "t", "year": 2024}
        assert edge == {"_type": "ABOUT", "id": "e", "score": 0.5, "rule": "cue", "evidence": ""}
        assert isinstance(listed, list)
        assert [dict(item)["id"] for item in listed if isinstance(item, Mapping)] == ["h"]

    def test_the_tracer_sees_every_statement_and_its_parameters(self, store: Store) -> None:
        seen: list[tuple[str, dict[str, Value]]] = []
        store.on_statement = lambda text, params: seen.append((text, dict(params)))
        store.read("RETURN $x AS x", {"x": 1})
        with store.transaction() as transaction:
            transaction.run("MATCH (h:Theme) RETURN h.id")
        assert seen == [("RETURN $x AS x", {"x": 1}), ("MATCH (h:Theme) RETURN h.id", {})]

    @pytest.mark.parametrize("text", ["MATCH (t:Task) RETRN t", "MATCH (t:Absent) RETURN t", ""])
    def test_a_broken_statement_is_one_clear_line(self, store: Store, text: str) -> None:
        with pytest.raises(StoreError) as caught:
            store.read(text)
        assert "\n" not in caught.value.message
        assert caught.value.hint

    def test_a_reading_store_does_not_write(self, store: Store, address: str) -> None:
        store.close()
        with open_store(address) as reader:
            with pytest.raises(StoreError, match="只读"), reader.transaction():
                pass
            with pytest.raises(StoreError):
                reader.read("CREATE (h:Theme {id: 'x'})")
            assert self.value(reader, "MATCH (h:Theme) RETURN count(h)") == 0

    def test_a_reader_sees_what_is_committed_while_it_is_open(self, store: Store, address: str) -> None:
        with open_store(address) as reader:
            for count in (1, 2, 3):
                with store.transaction() as transaction:
                    transaction.merge_nodes("Theme", [theme(count)])
                assert self.value(reader, "MATCH (h:Theme) RETURN count(h)") == count

    def test_the_revision_changes_with_every_commit_and_not_with_reading(self, store: Store, address: str) -> None:
        with open_store(address) as reader:
            for one in (store, reader):
                seen = [one.revision()]
                for number in range(3):
                    with store.transaction() as transaction:
                        transaction.merge_nodes("Theme", [theme(f"{number}")])
                    seen.append(one.revision())
                    one.read("MATCH (h:Theme) RETURN h.id")
                    assert one.revision() == seen[-1]
                assert len(set(seen)) == 4

    def test_the_revision_tells_of_other_writers_and_of_what_is_removed(self, store: Store, address: str) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(1)])
        store.close()
        with open_store(address) as reader:
            before = reader.revision()
            with open_store(address, write=True) as other, other.transaction() as transaction:
                transaction.run("MATCH (h:Theme) DETACH DELETE h")
            after = reader.revision()
            assert after != before
            assert self.value(reader, "MATCH (h:Theme) RETURN count(h)") == 0
        with open_store(address) as again:
            assert again.revision() == after

    def test_bulk_fills_an_empty_store(self, store: Store, address: str) -> None:
        graph = small_graph(2500)
        with open_store(address) as reader:
            assert self.value(reader, "MATCH (t:Task) RETURN count(t)") == 0
            store.bulk(graph)
            assert self.value(reader, "MATCH (t:Task)-[r:ABOUT]->(h:Theme) RETURN count(r)") == 2500
        expected = fingerprint(graph)
        assert fingerprint(StoreRows(store)).differences(expected) == []
        with pytest.raises(StoreError, match="不是空的"):
            store.bulk(graph)
        with store.transaction() as transaction:
            transaction.merge_nodes("Task", [{"id": "t1", "title": "new"}, {"id": "later", "title": ""}])
            transaction.merge_edges("ABOUT", "Task", "Theme", [about("e1", "t1", "1"), about("later", "later", "1")])
        store.close()
        with open_store(address, write=True) as again:
            assert self.value(again, "MATCH (t:Task) RETURN count(t)") == 2501
            assert self.value(again, "MATCH (t:Task)-[r:ABOUT]->(h:Theme) RETURN count(r)") == 2501
            assert self.value(again, "MATCH (t:Task) WHERE t.id = 't1' RETURN t.title") == "new"

    @pytest.mark.parametrize("wrong", ["node", "edge", "start", "end", "source"])
    def test_a_bulk_that_fails_leaves_an_empty_store(self, store: Store, wrong: str) -> None:
        graph = BrokenGraph() if wrong == "source" else small_graph()
        if wrong == "node":
            graph.add_node("Task", {"id": "t1"})
        ends = {"edge": ("e1", "t1", "1"), "start": ("e9", "absent", "1"), "end": ("e9", "t1", "absent")}
        if wrong in ends:
            graph.add_edge("ABOUT", ("Task", "Theme"), about(*ends[wrong]))
        with pytest.raises((StoreError, ZeroDivisionError)) as caught:
            store.bulk(graph)
        if isinstance(caught.value, StoreError):
            assert "编号" in caught.value.message or "一端" in caught.value.message
        assert set(fingerprint(StoreRows(store)).counts.values()) == {0}
        store.bulk(small_graph())
        assert self.value(store, "MATCH (t:Task) RETURN count(t)") == 3

    def test_bulk_is_for_an_open_writer_outside_of_a_transaction(self, store: Store, address: str) -> None:
        with open_store(address) as reader, pytest.raises(StoreError, match="只读"):
            reader.bulk(small_graph())
        with store.transaction(), pytest.raises(StoreError, match="事务"):
            store.bulk(small_graph())
        store.close()
        with pytest.raises(StoreError, match="关闭"):
            store.bulk(small_graph())

    def test_a_closed_store_says_so(self, store: Store) -> None:
        store.close()
        store.close()
        for act in (lambda: store.read("RETURN 1 AS x"), store.revision):
            with pytest.raises(StoreError, match="关闭"):
                act()

    def test_what_was_written_is_there_after_opening_anew(self, store: Store, address: str) -> None:
        with store.transaction() as transaction:
            transaction.merge_nodes("Theme", [theme(1)])
        store.close()
        with open_store(address, write=True) as again:
            assert self.value(again, "MATCH (h:Theme) RETURN count(h)") == 1
