"""The shipped data files agree with each other and with the schema."""

from __future__ import annotations

from graph.names.bodies import KINDS
from graph.names.datafile import DATA
from graph.names.gazetteer import load_gazetteer
from graph.names.rosters import Listed, Roster


def test_every_file_names_its_source() -> None:
    for path in (*DATA.glob("*.tsv"), DATA / "functions.yaml", DATA / "collectives.yaml", DATA / "shapes.yaml"):
        assert "Source:" in path.read_text(encoding="utf-8").splitlines()[0], path.name


def test_bodies_are_complete() -> None:
    bodies = load_gazetteer().bodies.canonical.values()
    assert len(bodies) > 500
    for body in bodies:
        assert body.kind in KINDS, body.name
        assert body.functions or body.nature in ("政府", "党委"), body.name
        assert not (body.departments == "yes" and body.kind == "enterprise"), body.name


def test_same_bodies_speak_of_known_bodies() -> None:
    gazetteer = load_gazetteer()
    for pair in gazetteer.same_bodies("嘉定区"):
        for name in (pair.name, pair.other):
            assert gazetteer.bodies.find(name[1:], below_city=False) or name[1:] == "教委", name
        assert pair.name != pair.other
        assert pair.since is None or pair.until is None or pair.since <= pair.until


def test_towns_belong_to_districts_of_shanghai() -> None:
    gazetteer = load_gazetteer()
    for town in gazetteer.places.towns:
        assert gazetteer.places.names[town.district][-1] == "区"
        assert town.in_towns == "yes" or town.kind == "park", town.name


def test_words_for_a_segmenter() -> None:
    words = list(load_gazetteer().words())
    assert {"区教育局", "教育局", "淞南镇", "嘉定区", "区发改委"} <= set(words)
    assert len(words) == len(set(words))


def test_roster_answers_the_most_particular_line() -> None:
    roster = Roster()
    roster.add("各部门", "区教育局", Listed("yes", "甲"))
    roster.add("各部门", "区教育局", Listed("no", "乙"), district="云川区", year=2025)
    answers = [roster.answer(("各部门",), "区教育局", district=d, year=y) for d, y in (("云川区", 2025), ("云川区", 2024), ("澜江区", 2025))]
    assert [a.source for a in answers if a] == ["乙", "甲", "甲"]
    assert roster.answer(("各部门",), "区民政局") is None
