"""The figures of `overload` beside counts that are made in another way: by the gold, by hand, by `due` and `obligations`."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from graph.names.gazetteer import load_gazetteer
from graph.store import Store
from queries import run
from queries.base import Options


def rows_of(store: Store, **params: Any) -> list[dict[str, Any]]:
    return run("overload", store, **params).rows


def gold_counts(folder: Path) -> dict[tuple[str, int, str, str], Counter[str]]:
    """Tasks of each named unit by its strongest role, counted from hand-made gold alone: body and annex are one where they
    say the same, and where the annex splits an item its rows decide."""
    counts: dict[tuple[str, int, str, str], Counter[str]] = defaultdict(Counter)
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        place = (gold["document"]["district"], gold["document"]["year"], gold["document"]["town"] or "")
        annex = [task for task in gold["tasks"] if task["part"] == "annex"]
        owed: dict[tuple[str, str], set[str]] = defaultdict(set)

        def called(one: dict[str, Any], place: tuple[str, int, str] = place) -> str:
            return load_gazetteer().resolve(one["unit"], district=place[0], town=place[2] or None).name

        for task in gold["tasks"]:
            named = [
                (called(one), one["role"]) for one in task["assignments"] if not one["group"] and one.get("basis") != "issuer"
            ]
            rows = [one for one in annex if task["part"] == "body" and task["key"] in (one["key"], one["parent"])]
            same = [one for one in rows if one["title"] == task["title"] or one["starts"] == task["starts"]]
            whole = [one for one in same if one["key"] == task["key"]]
            there = {called(one) for row in same for one in row["assignments"]}
            for unit, role in named:
                if whole or not same or unit not in there:
                    owed[unit, f"{'annex' if whole else task['part']} {task['key']}"].add(role)
        for (unit, _), roles in owed.items():
            counts[*place, unit][min(roles, key=("LEAD", "RESPONSIBLE", "COOPERATE").index)] += 1
    return counts


def check_against_gold(store: Store, folder: Path) -> int:
    """Compare every row of the places that have gold; the number of rows compared."""
    gold = gold_counts(folder)
    places = {key[:3] for key in gold}
    rows = [one for one in rows_of(store) if (one["district"], one["year"], one["town"] or "") in places]
    found = {
        (one["district"], one["year"], one["town"] or "", one["unit"]): (one["lead"], one["responsible"], one["cooperate"])
        for one in rows
        if one["direct"]
    }
    assert found == {key: tuple(one[role] for role in ("LEAD", "RESPONSIBLE", "COOPERATE")) for key, one in gold.items()}
    assert all(one["direct"] == one["lead"] + one["responsible"] + one["cooperate"] for one in rows)
    return len(found)


def test_counts_equal_those_of_the_gold(examples: Store, root: Path) -> None:
    assert check_against_gold(examples, root / "examples" / "gold") > 100


@pytest.mark.shared
def test_counts_equal_those_of_the_gold_of_real_documents(corpus: Store, shared: Path) -> None:
    assert check_against_gold(corpus, shared / "gold") > 50


def check_months(store: Store) -> int:
    """The months of every unit are those of its own dated rows in `due`, which are the same for a unit alone and for all; the
    number of units with any."""
    rows = [row for row in rows_of(store) if not row["also"]]
    told: dict[tuple[Any, ...], set[tuple[str, int]]] = defaultdict(set)
    for one in run("due", store, Options(limit=0), today="2025-01-01").rows:
        if one["reach"] == "direct" and one["due"].year == one["year"]:
            told[one["district"], one["town"], one["year"], one["unit"]].add((one["task"], one["due"].month))
    for row in rows:
        own = told[row["district"], row["town"], row["year"], row["unit"]]
        assert Counter({int(month): count for month, count in row["months"].items()}) == Counter(month for _, month in own), row[
            "unit"
        ]
    for row in sorted(rows, key=lambda row: -len(row["months"]))[:4]:
        place = {
            "unit": row["unit"],
            "district": row["district"],
            "year": row["year"],
            **({"town": row["town"]} if row["town"] else {}),
        }
        alone = [
            one
            for one in run("due", store, today="2025-01-01", **place).rows
            if one["reach"] == "direct" and one["town"] == row["town"]
        ]
        months = {(one["task"], one["due"].month) for one in alone if one["due"].year == row["year"]}
        assert months == told[row["district"], row["town"], row["year"], row["unit"]]
    return sum(bool(row["months"]) for row in rows)


def test_months_are_the_dated_rows_of_due(examples: Store) -> None:
    assert check_months(examples) > 60


@pytest.mark.shared
def test_months_of_real_documents(corpus: Store) -> None:
    assert check_months(corpus) > 5
    months = {(row["district"], row["unit"]): row["months"] for row in rows_of(corpus) if not row["town"]}
    assert months["宝山区", "区政府办公室"] == {
        "3": 1,
        "4": 1,
        "5": 1,
        "8": 1,
        "10": 3,
        "12": 1,
    }  # 次年第一季度 is no March of this plan
    assert months["嘉定区", "区政府办公室"] == {"4": 1, "8": 2, "11": 1}
    assert months["嘉定区", "区教育局"] == {"4": 1}


def by_hand(store: Store) -> dict[tuple[str, int, str, str], dict[str, Any]]:
    """Figures counted in Python from the bare edges, keyed by district, year, town and unit."""
    edges = store.read(
        """MATCH (u:Unit)-[r:LEAD|RESPONSIBLE|COOPERATE]->(t:Task)
        RETURN u.id AS unit, type(r) AS role, r.basis AS basis, r.possible AS governed, t.id AS task, t.themes AS themes, t.due_kind AS kind,
               t.due AS due, t.district AS district, t.year AS year, t.town AS town, t.document AS document, t.item AS item,
               t.title AS title, t.part AS part, t.level AS level"""
    ).dicts()
    units = {row["id"]: row for row in store.read("MATCH (u:Unit) RETURN u.id AS id, u.name AS name, u.kind AS kind").dicts()}
    members = store.read(
        """MATCH (u:Unit)-[m:MEMBER_OF|MAY_BE_MEMBER_OF]->(c:Unit)
        RETURN u.id AS unit, c.id AS collective, m.year AS year, type(m) AS sure"""
    ).dicts()
    tasks = {edge["task"]: edge for edge in edges}
    owed: dict[str, set[str]] = defaultdict(set)
    direct: dict[str, list[Any]] = defaultdict(list)
    governed = {
        (str(edge["unit"]), str(edge["task"])) for edge in edges if edge["governed"]
    }  # 相关 stands before it: its members are possible
    named: dict[str, set[str]] = defaultdict(set)  # item -> who is named for it or for a row of it
    for edge in edges:
        owed[str(edge["unit"])].add(str(edge["task"]))
        if edge["basis"] != "issuer":
            direct[str(edge["unit"])].append(edge)
            named[_item(edge)].add(str(edge["unit"]))
    figures: dict[tuple[str, int, str, str], dict[str, Any]] = defaultdict(lambda: defaultdict(set))
    for unit, found in direct.items():
        for edge in found:
            row = figures[_key(edge, units[unit]["name"])]
            row["direct"].add(edge["task"])
            row[str(edge["role"])].add(edge["task"])
            row["themes"] |= set(edge["themes"] or ())
            row["partners"] |= {u for u in named[_item(edge)] if u != unit and units[u]["kind"] != "collective"}
    for sure in ("MEMBER_OF", "MAY_BE_MEMBER_OF"):
        for member in members:
            for task in owed[str(member["collective"])]:
                if sure != ("MAY_BE_MEMBER_OF" if (str(member["collective"]), task) in governed else member["sure"]):
                    continue
                row = figures[_key(tasks[task], units[member["unit"]]["name"])]
                if (
                    tasks[task]["year"] == member["year"]
                    and task not in owed[str(member["unit"])]
                    and task not in row["inherited"]
                ):
                    row["inherited" if sure == "MEMBER_OF" else "possible"].add(task)
    return figures


def _item(task: Any) -> str:
    titled = task["part"] == "annex" and task["level"] == "item" and task["title"]
    return f"{task['document']}#{task['title'] if titled else task['item']}"


def _key(task: Any, unit: Any) -> tuple[str, int, str, str]:
    return task["district"], task["year"], task["town"], unit


@pytest.mark.shared
def test_counts_equal_an_independent_count(corpus: Store) -> None:
    expected = by_hand(corpus)
    rows = rows_of(corpus)
    assert len(rows) > 100
    for row in rows:
        counted = expected[row["district"], row["year"], row["town"] or "", row["unit"]]
        for name, key in (
            ("direct", "direct"), ("lead", "LEAD"), ("responsible", "RESPONSIBLE"), ("cooperate", "COOPERATE"),
            ("inherited", "inherited"), ("possible", "possible"), ("themes", "themes"), ("partners", "partners"),
        ):  # fmt: skip
            assert row[name] == len(counted[key]), (row["district"], row["unit"], name)


@pytest.mark.shared
def test_the_median_is_that_of_the_rows(corpus: Store) -> None:
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(corpus):
        groups[row["district"], row["year"], row["town"], row["kind"]].append(row)
    for group in groups.values():
        for row in group:
            compared = [one["direct"] for one in group if not one["coordinating"] and not one["government"]]
            assert row["peers"] == len(compared)
            assert row["peer_median"] == (median(compared) if compared else 0)


@pytest.mark.shared
def test_overload_and_obligations_agree(corpus: Store) -> None:
    for row in rows_of(corpus, district="宝山区"):
        if row["town"] is None:
            (account, *_) = [
                one
                for one in run("obligations", corpus, unit=row["unit"], district="宝山区").extra["account"]
                if one["town"] is None
            ]
            assert (account["direct"], account["collective"], account["possible"]) == (
                row["direct"], row["inherited"], row["possible"],
            ), row["unit"]  # fmt: skip
