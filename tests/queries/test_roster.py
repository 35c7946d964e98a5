"""Who belongs to a collective, as far as a roster says; and what a document leaves to its field alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.names.fields import fits, load_fields
from graph.names.gazetteer import load_gazetteer
from graph.names.themes import load_themes
from graph.store import Store
from queries import Options, run
from queries.render import render
from queries.words import LANGUAGES
from tests.queries.conftest import loaded


def standings(store: Store, **params: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in run("roster", store, **params).rows:
        found.setdefault(row["standing"], set()).add(row["unit"])
    return found


def test_members_of_the_examples(examples: Store, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_NAMES", str(root / "examples" / "names.yaml"))
    found = standings(examples, district="云川区", year=2025, collective="各部门")
    assert {"区教育局", "区民政局", "区国资委"} <= found["in"]  # the last one is on the roster only
    assert found["unsure"] == {"区税务局", "区城运中心"}
    assert "区公安分局" in found["unlisted"]
    answer = run("roster", examples, district="云川区", year=2025)
    rows = {row["unit"]: row for row in answer.rows}
    assert (rows["区融媒体中心"]["standing"], rows["区融媒体中心"]["basis"]) == ("out", "云编〔2023〕1号")
    assert rows["区教育局"]["basis"] == "名册：云编〔2023〕1号（沿用2023年名册）"
    (departments,) = [one for one in answer.extra["summary"] if one["collective"] == "各部门"]
    assert departments["checked"] is True
    assert departments["in"] == 21


def test_without_a_roster_members_are_possible_and_no_headcount(examples: Store) -> None:
    answer = run("roster", examples, district="松屏区", year=2024)
    assert {row["standing"] for row in answer.rows if row["collective"] == "区政府各部门"} == {"unlisted"}
    assert any(note.startswith("名录未核") and "区政府各部门" in note for note in answer.notes)
    duties = run("obligations", examples, unit="区教育局", district="松屏区", year=2024)
    assert not [row for row in duties.rows if row["reach"] == "collective" and row["via"] == "区政府各部门"]
    assert any("名录未核" in note for note in duties.notes)
    assert any("名录未核" in note for note in run("overload", examples, district="松屏区").notes)


def test_a_roster_of_an_earlier_year_is_said_wherever_it_counts(examples: Store) -> None:
    """That of 云川区 is of 2023: in 2025 it is carried on, in 2023 it is its own."""
    for name, params in (("overload", {}), ("obligations", {"unit": "区教育局"}), ("roster", {})):
        (said,) = [note for note in run(name, examples, district="云川区", year=2025, **params).notes if note.startswith("名册沿用")]
        assert "云川区2025年“各部门”" in said
        assert "2023 年的名册" in said
        assert not [note for note in run(name, examples, district="云川区", year=2023, **params).notes if note.startswith("名册沿用")]
    english = run("overload", examples, Options(lang="en"), district="云川区", year=2025).notes
    assert any(note.startswith("Rosters of earlier years") for note in english)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_command_writes_is_a_roster(examples: Store, tmp_path: Path, lang: str) -> None:
    """Unchanged it says what was said; answered by hand a line is confirmed, excluded or unsure."""
    answer = run("roster", examples, Options(limit=0, lang=lang), open=True)
    path = tmp_path / "名册.csv"
    path.write_text(render(answer, "csv"), encoding="utf-8", newline="")
    roster = load_gazetteer(path).roster
    answers = {"in": "yes", "unsure": "unsure", "out": "no"}
    told = [row for row in answer.rows if row["standing"] in answers and row["collective"] and not row["town"]]
    assert len({row["standing"] for row in told}) > 1
    for row in told:
        found = roster.answer((row["collective"],), row["unit"], district=row["district"], year=row["year"])
        assert found is not None
        assert (found.answer, ("名册：" if lang == "zh" else "roster: ") + found.source) == (answers[row["standing"]], row["basis"])


def test_a_line_filled_in_reaches_the_graph(tmp_path: Path, root: Path) -> None:
    files = [root / "examples" / "documents" / "songping-2024.txt"]
    with loaded(tmp_path / "before.lb", files) as store:
        text = render(run("roster", store, Options(limit=0), district="松屏区"), "csv")
    lines = [line for line in text.splitlines() if "区政府各部门,区教育局," in line]
    path = tmp_path / "名册.csv"
    path.write_text(text.replace(lines[0], lines[0].replace("名录未核", "是", 1)), encoding="utf-8")
    with loaded(tmp_path / "after.lb", files, path) as store:
        (row,) = [row for row in run("roster", store, collective="区政府各部门").rows if row["unit"] == "区教育局"]
        assert (row["standing"], row["basis"]) == ("in", "名册：名册.csv")
        assert "collective" in {row["reach"] for row in run("obligations", store, unit="区教育局", district="松屏区").rows}


def test_words_that_leave_open_who_is_meant_stand_apart(examples: Store) -> None:
    without = {row["collective"] for row in run("roster", examples, district="云川区").rows}
    with_open = {row["collective"] for row in run("roster", examples, district="云川区", open=True).rows}
    assert "相关街镇" in with_open - without


@pytest.mark.parametrize(
    ("theme", "text", "functions", "expected"),
    [
        ("教育", "公布招生范围", ["教育"], ("教育", "")),
        ("教育", "公布招生范围", ["民政"], None),
        ("财政与审计", "公开部门预算", ["财政"], ("财政", "预算")),
        ("财政与审计", "公开整改结果", ["财政"], None),
        ("政策解读", "解读教育政策", ["教育"], None),
    ],
)
def test_fields(theme: str, text: str, functions: list[str], expected: tuple[str, str] | None) -> None:
    assert fits(theme, text, functions) == expected


def test_fields_are_of_known_themes_and_functions() -> None:
    gazetteer, themes = load_gazetteer(), set(load_themes().names())
    known = {one for body in gazetteer.bodies.canonical.values() for one in body.functions}
    for field in load_fields():
        assert field.theme in themes
        assert set(field.functions) <= known, field


@pytest.mark.shared
def test_a_task_that_names_nobody_is_inferred_from_its_field(corpus: Store) -> None:
    answer = run("obligations", corpus, unit="区教育局", district="杨浦区")
    (row,) = [row for row in answer.rows if row["reach"] == "inferred"]
    assert (row["number"], row["role"], row["basis"], row["quote"]) == ("5.2", None, "field", None)
    assert "按领域推定" in row["why"]
    (account,) = answer.extra["account"]
    assert (account["inferred"], account["inferred_field"]) == (1, 1)
    assert any("按领域 1" in note for note in answer.notes)
    (load,) = [one for one in run("overload", corpus, district="杨浦区").rows if one["unit"] == "区教育局"]
    assert (load["direct"], load["inferred"], load["load"]) == (0, 0, 0.0)  # never in counts
    assert not [one for one in run("due", corpus, unit="区教育局", district="杨浦区", all_year=True).rows if one["number"] == "5.2"]


@pytest.mark.shared
def test_the_others_are_those_whom_nobody_else_covers(corpus: Store) -> None:
    """杨浦 5.x binds 其他部门 outside the fields of the items above it; education is one of them."""
    via = {row["via"] for row in run("obligations", corpus, unit="区教育局", district="杨浦区").rows}
    assert "其他部门" not in via
    assert "其他部门" in {row["via"] for row in run("obligations", corpus, unit="区体育局", district="杨浦区").rows}
