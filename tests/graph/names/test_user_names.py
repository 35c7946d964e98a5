"""The user's own names, and what a broken line says."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import DataFileError
from graph.names.datafile import read_tsv, read_yaml
from graph.names.gazetteer import load_gazetteer

OWN = """
bodies:
- {name: 教育局, short: [教育办]}
- {name: 江岸办, full: 江岸开发办公室, functions: [滨江开发], kind: office, nature: 临时机构}
terms:
  养犬管理: [养犬管理]
collectives:
- {pattern: 各片区, name: 各片区, members: [park]}
districts:
- {code: '', name: 云川区}
towns:
- {district: 云川区, name: 柳溪镇, kind: town, in_towns: 'yes', aliases: [柳溪新镇]}
same_bodies:
- {district: 云川区, name: 江岸办, other: 江岸管委会, since: 2021, relation: renamed, source: 云府〔2021〕2号}
rosters:
- {district: 云川区, unit: 江岸办, collective: 各部门, member: 'yes', source: 云府〔2024〕3号}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_names(tmp_path: Path) -> None:
    gazetteer = load_gazetteer(written(tmp_path, OWN))
    assert gazetteer.resolve("区教育办", district="云川区").name == "区教育局"
    assert gazetteer.resolve("区教委", district="云川区").name == "区教育局"
    own = gazetteer.resolve("区江岸办", district="云川区")
    assert (own.full_name, own.functions, own.known) == ("云川区江岸开发办公室", ("滨江开发",), True)
    assert gazetteer.resolve("柳溪新镇", district="云川区").name == "柳溪镇"
    assert [t.name for t in gazetteer.towns("云川区")] == ["柳溪镇"]
    assert ("区江岸办", "区江岸管委会", 2021) in [(s.name, s.other, s.since) for s in gazetteer.same_bodies("云川区")]
    assert gazetteer.is_group("各片区")
    collective = gazetteer.collective("各部门")
    assert collective is not None
    listed = gazetteer.roster.answer(("各部门",), "区江岸办", district="云川区", year=2025)
    assert listed is not None
    assert listed.answer == "yes"
    assert not load_gazetteer().resolve("区教育办", district="云川区").known


@pytest.mark.parametrize(("text", "says"), [
    ("bodies:\n- {name: 教育局, shortt: [教育办]}\n", "第 2 行"),
    ("bodies:\n\n- {short: [教育办]}\n", "第 3 行"),
    ("bodies:\n- {name: 教育局, short: 教育办}\n", "第 2 行"),
    ("bodies:\n- {name: 甲局, kind: bureau}\n", "bureau"),
    ("bodies:\n- {name: 甲局, name: 乙局}\n", "两次"),
    ("body:\n- {name: 教育局}\n", "body"),
    ("bodies: 教育局\n", "第 1 行"),
    ("bodies:\n- {name: 教育局, short: [教育办}\n", "第 2 行"),
    ("- 教育局\n", "第 1 行"),
    ("towns:\n- {district: 云川区, name: 柳溪镇, kind: village}\n", "village"),
    ("districts:\n- {code: 31x, name: 云川区}\n", "第 2 行"),
    ("same_bodies:\n- {name: 甲局}\n", "第 2 行"),
    ("same_bodies:\n- {name: 甲局, other: 乙局, since: 去年}\n", "since"),
    ("collectives:\n- {pattern: '各(', members: [town]}\n", "第 2 行"),
    ("collectives:\n- {pattern: 各片, members: [hamlet]}\n", "hamlet"),
    ("rosters:\n- {district: 云川区, unit: 区教育局}\n", "collective"),
    ("rosters:\n- {district: 云川区, unit: 区教育局, collective: 各步门}\n", "各步门"),
])
def test_broken_lines_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(DataFileError) as caught:
        load_gazetteer(written(tmp_path, text))
    assert says in caught.value.message
    assert "own.yaml" in caught.value.message
    assert caught.value.hint


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataFileError):
        read_yaml(tmp_path / "none.yaml", {"bodies": ("name",)})


@pytest.mark.parametrize(("text", "says"), [("a\tc\n", "表头"), ("a\tb\n1\t2\t3\n", "第 2 行"), ("a\tb\tc\n", "表头")])
def test_tables_name_the_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "t.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=says):
        read_tsv(path, ("a", "b"))


def test_the_environment_names_a_file_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "names.yaml"
    own.write_text("bodies:\n- {name: 教育局, short: [教育办]}\n", "utf-8")
    monkeypatch.setenv("ZEREN_NAMES", str(own))
    assert load_gazetteer().resolve("区教育办", district="云川区").name == "区教育局"
    monkeypatch.delenv("ZEREN_NAMES")
    assert load_gazetteer().resolve("区教育办", district="云川区").name != "区教育局"
