"""What a unit owes, on the made graph and against the gold of real documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UnknownName, UsageError
from graph.store import Store
from queries import run
from queries.base import Options
from queries.render.cells import brief
from queries.words import load_words

EDU = {
    "1": ("LEAD", "direct", None),
    "4": ("RESPONSIBLE", "direct", None),
    "7.1": ("RESPONSIBLE", "direct", None),
    "9": ("COOPERATE", "direct", None),
    "2": ("RESPONSIBLE", "collective", "各部门"),
    "10": ("COOPERATE", "collective", "各部门"),  # sure membership goes before the stronger role that is only possible
    "3": ("COOPERATE", "possible", "相关部门"),
}
CIVIL = {
    "4": ("COOPERATE", "direct", None),
    "7.2": ("RESPONSIBLE", "direct", None),
    "1": ("RESPONSIBLE", "collective", "各部门"),
    "2": ("RESPONSIBLE", "collective", "各部门"),
    "10": ("COOPERATE", "collective", "各部门"),
    "3": ("COOPERATE", "possible", "相关部门"),
}
HEALTH = {
    "5": ("RESPONSIBLE", "direct", None),  # under its former name
    "1": ("RESPONSIBLE", "collective", "各部门"),
    "2": ("RESPONSIBLE", "collective", "各部门"),
    "10": ("COOPERATE", "collective", "各部门"),
    "3": ("COOPERATE", "possible", "相关部门"),
}
TOWN = {"8": ("RESPONSIBLE", "collective", "各街镇")}
CASES = [
    ("区教育局", {"district": "云川区"}, EDU),
    ("教育局", {"district": "云川"}, EDU),
    ("区教委", {"district": "云川"}, EDU),
    ("云川区教育局", {}, EDU),
    ("jyj", {"district": "云川区"}, EDU),
    ("区民政局", {}, CIVIL),
    ("卫健委", {}, HEALTH),
    ("区卫生计生委", {}, HEALTH),
    ("区教育局", {"district": "云川区", "direct_only": True}, {n: v for n, v in EDU.items() if v[1] == "direct"}),
    ("区教育局", {"district": "云川区", "role": "牵头"}, {"1": EDU["1"]}),
    ("区教育局", {"district": "云川区", "role": ["LEAD", "配合"]}, {n: v for n, v in EDU.items() if v[0] != "RESPONSIBLE"}),
    (
        "各部门",
        {},
        {"1": ("RESPONSIBLE", "direct", None), "2": (*EDU["2"][:1], "direct", None), "10": ("COOPERATE", "direct", None)},
    ),
    ("柳溪镇", {"town": "柳溪镇"}, {"1": ("RESPONSIBLE", "inferred", None), "2": ("RESPONSIBLE", "inferred", None)}),
]


@pytest.mark.parametrize(("unit", "options", "expected"), CASES)
def test_rows(small: Store, unit: str, options: dict[str, Any], expected: dict[str, tuple[str, str, str | None]]) -> None:
    answer = run("obligations", small, unit=unit, **options)
    assert {row["number"]: (row["role"], row["reach"], row["via"]) for row in answer.rows} == expected
    assert answer.total == len(expected)
    assert not answer.truncated


def test_direct_and_through_a_collective_is_one_row_with_both_sources(small: Store) -> None:
    answer = run("obligations", small, unit="区教育局", district="云川区")
    (row,) = [row for row in answer.rows if row["number"] == "1"]
    assert [(source["role"], source.get("via")) for source in row["sources"]] == [("LEAD", None), ("RESPONSIBLE", "各部门")]
    assert row["quote"] == "单位：区教育局"


def test_rows_have_the_fields_of_a_duty(small: Store) -> None:
    (row,) = run("obligations", small, unit="区教育局", district="澜江区").rows
    shown = {
        name: row[name] for name in ("district", "town", "year", "unit", "mention", "role", "reach", "via", "task", "document")
    }
    assert shown == {
        "district": "澜江区", "town": None, "year": 2025, "unit": "区教育局", "mention": "区教育局", "role": "RESPONSIBLE",
        "reach": "direct", "via": None, "task": "j1", "document": "lanjiang",
    }  # fmt: skip
    assert (row["part"], row["number"], row["item"], row["title"], row["page"]) == ("body", "1", "1", "招生", None)
    assert row["themes"] == ["教育"]
    assert (str(row["due"]), row["due_text"], row["due_kind"]) == ("2025-04-30", "4月底前", "point")  # its clause's own


def test_each_district_is_answered(small: Store) -> None:
    answer = run("obligations", small, unit="教育局")
    assert {row["district"] for row in answer.rows} == {"云川区", "澜江区"}
    assert any("2 个区" in note for note in answer.notes)
    assert [(one["document"], one["total"]) for one in answer.extra["account"]] == [("yunchuan", 11), ("lanjiang", 1)]
    assert any("仅有附件" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("区教育局", {"direct": 4, "collective": 2, "possible": 1, "inferred": 0, "none": 4, "total": 11}),
        ("区民政局", {"direct": 2, "collective": 3, "possible": 1, "inferred": 0, "none": 5, "total": 11}),
        ("区政府办公室", {"direct": 1, "collective": 3, "possible": 0, "inferred": 0, "none": 7, "total": 11}),
    ],
)
def test_the_account_sums_up(small: Store, unit: str, expected: dict[str, int]) -> None:
    """11 tasks: 1 to 10 without the item 7, which its two rows replace."""
    for options in ({}, {"role": "牵头"}, {"direct_only": True}):  # a filter of rows leaves the account alone
        (account,) = run("obligations", small, unit=unit, district="云川区", **options).extra["account"]
        assert {name: account[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("part", "numbers"),
    [
        ("direct", ["1", "4", "7.1", "9"]),
        ("经统称", ["2", "10"]),
        ("可能涉及", ["3"]),
        ("none", ["5", "6", "7.2", "8"]),
        (["direct", "none"], ["1", "4", "7.1", "9", "5", "6", "7.2", "8"]),
    ],
)
def test_each_part_of_the_account_opens_its_list(small: Store, part: str | list[str], numbers: list[str]) -> None:
    answer = run("obligations", small, unit="区教育局", district="云川区", part=part)
    assert [row["number"] for row in answer.rows] == numbers
    (account,) = answer.extra["account"]
    shown = [row for row in answer.rows if row["reach"] in account["tasks"]]
    assert [row["task"] for row in shown] == [task for name in account["tasks"] for task in account["tasks"][name] if any(
        row["task"] == task for row in shown)]  # fmt: skip
    assert sum(account[name] for name in ("direct", "collective", "possible", "inferred", "none")) == account["total"]
    assert {name: len(tasks) for name, tasks in account["tasks"].items()} == {name: account[name] for name in account["tasks"]}


def test_a_towns_own_document_stands_beside(small: Store) -> None:
    answer = run("obligations", small, unit="柳溪镇")
    account = {one["document"]: one for one in answer.extra["account"]}
    assert (account["yunchuan"]["collective"], account["yunchuan"]["total"]) == (1, 11)
    assert (account["liuxi"]["inferred"], account["liuxi"]["none"]) == (2, 0)
    assert any("推定" in note for note in answer.notes)
    assert "liuxi" not in {one["document"] for one in run("obligations", small, unit="区民政局").extra["account"]}


@pytest.mark.parametrize(
    ("options", "error", "near"),
    [
        ({"unit": "区教于局"}, UnknownName, "区教育局"),
        ({"unit": "区教育局", "district": "云州区"}, UnknownName, "云川区"),
        ({"unit": "区教育局", "town": "柳河镇"}, UnknownName, "柳溪镇"),
    ],
)
def test_unknown_names_have_the_nearest(small: Store, options: dict[str, str], error: type[UnknownName], near: str) -> None:
    with pytest.raises(error) as caught:
        run("obligations", small, **options)
    assert near in caught.value.nearest
    assert near in caught.value.hint


@pytest.mark.parametrize(
    "options", [{}, {"unit": " "}, {"unit": "区教育局", "colour": "red"}, {"unit": "区教育局", "year": "去年"}]
)
def test_wrong_use(small: Store, options: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        run("obligations", small, **options)


def gold_duties(path: Path) -> tuple[dict[str, Any], dict[str, set[tuple[str, str, str]]]]:
    """Where the document is from, and for each printed name its (part, number, role)."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    duties: dict[str, set[tuple[str, str, str]]] = {}
    for task in gold["tasks"]:
        for one in task["assignments"]:
            duties.setdefault(one["unit"], set()).add((task["part"], task["key"], one["role"]))
    place = {name: gold["document"][name] for name in ("district", "year", "town")}
    return {name: value for name, value in place.items() if value is not None}, duties


def stated(store: Store, path: Path, mention: str, place: dict[str, Any]) -> set[tuple[str, str, str]]:
    """What the answer says of a printed name in one document: (part, number, role) of its own statements."""
    rows = run("obligations", store, unit=mention, **place).rows
    sources = [source for row in rows if row["document"] == path.stem for source in row["sources"] if not source.get("via")]
    return {(one["part"], one["number"], one["role"]) for one in sources if one["mention"] == mention}


EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples" / "gold").glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_direct_duties_are_those_of_the_example_gold(examples: Store, path: Path) -> None:
    """Every printed name, collectives included, owes exactly what the gold says."""
    place, duties = gold_duties(path)
    wrong = {mention: expected for mention, expected in duties.items() if stated(examples, path, mention, place) != expected}
    assert not wrong


@pytest.mark.shared
@pytest.mark.parametrize("name", ["jiading-2023", "putuo-2025"])
def test_direct_duties_are_those_of_the_gold(corpus: Store, shared: Path, name: str) -> None:
    path = shared / "gold" / f"{name}.json"
    place, duties = gold_duties(path)
    wrong = {mention: expected for mention, expected in duties.items() if stated(corpus, path, mention, place) != expected}
    assert not wrong


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "unit", "collective"), [("jiading-2023", "区教育局", "区政府各部门"), ("putuo-2025", "区教育局", "各部门")]
)
def test_members_inherit_what_the_gold_gives_their_collective(
    corpus: Store, shared: Path, name: str, unit: str, collective: str
) -> None:
    place, duties = gold_duties(shared / "gold" / f"{name}.json")
    rows = run("obligations", corpus, unit=unit, **place).rows
    through = {row["number"] for row in rows if any(source.get("via") == collective for source in row["sources"])}
    assert through == {number for _, number, _ in duties[collective]}


def days(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["due"].isoformat(), one["due_text"], one["stated"]) for one in row["days"]]


def test_every_deadline_of_a_duty_is_told(examples: Store) -> None:
    """The column's own stays in `due`; a screen, a sheet and the rows tell all."""
    answer = run("obligations", examples, Options(limit=0), unit="区政府办公室", district="云川区", year=2025)
    (row,) = [row for row in answer.rows if row["number"] == "25" and row["document"] == "yunchuan-2025"]
    assert sorted(day for day, _, _ in days(row)) == ["2025-05-31", "2025-09-30"]
    assert brief(load_words("zh"), "due", "date", row) == "2025-05-31、2025-09-30"
    due = {(one["number"], one["due"], one["due_text"]) for one in
           run("due", examples, Options(limit=0), unit="区政府办公室", district="云川区", year=2025, all_year=True).rows}  # fmt: skip
    assert {(one["number"], day["due"], day["due_text"]) for one in answer.rows for day in one["days"]} == due


@pytest.mark.shared
@pytest.mark.parametrize(
    ("unit", "district", "number", "due_text", "expected", "shown"),
    [
        ("区商务委", "宝山区", "29", "全年", [("2023-12-31", "全年", "cell"), ("2023-03-31", "3月底前", "prose")], "全年；3月底前（正文表述）"),
        ("区教育局", "杨浦区", "3.3", None, [("2021-08-31", "8月", "prose")], "8月（正文表述）"),
    ],
)
def test_a_day_of_the_text_is_told(corpus: Store, unit: str, district: str, number: str, due_text: str | None, expected: list[Any], shown: str) -> None:
    (row,) = [row for row in run("obligations", corpus, Options(limit=0), unit=unit, district=district).rows if row["number"] == number]
    assert (row["due_text"], days(row)) == (due_text, expected)
    assert brief(load_words("zh"), "due_text", "str", row) == shown
