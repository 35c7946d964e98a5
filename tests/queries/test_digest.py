"""The one-page digest: what it is about, its sources, and that it stays one page."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document

from graph.store import Store
from queries.base import Options
from queries.papers.digest import LEAST, ROOM, WHO, _height, _Line, fitting, lines
from queries.registry import run
from queries.render.cells import runs
from queries.unsettled import GRAVITY, KINDS, grave
from tests.queries.conftest import loaded
from tests.queries.test_papers_content import content, tables


def test_digest_is_one_page_of_sources(examples: Store, tmp_path: Path) -> None:
    listed = tmp_path / "分管.txt"
    listed.write_text("区教育局\n区民政局\n", encoding="utf-8")
    data = content("digest", examples, district="云川区", year=2025, today="2025-06-01", units=str(listed))
    busy, unsettled, nodes = tables(data)
    assert {row[0].removesuffix("（任务相对集中）") for row in busy[1:]} == {"云川区教育局", "云川区民政局"}
    assert all(re.search(r"\[\d+\]第[\d.至、]+项", row[-1]) for row in busy[1:])
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    cited = set(re.findall(r"\[\d+\]", "".join(row[-1] for table in (busy, unsettled, nodes) for row in table)))
    assert cited
    assert all(f"{sign}《" in text for sign in cited)
    told = run("due", examples, Options(units=("区教育局", "区民政局")), district="云川区", year=2025,
               after="2025-06-01", before="2025-07-31", today="2025-06-01").rows  # fmt: skip
    assert 3 <= len(nodes) - 1 <= len({(row["task"], row["due"]) for row in told})
    for table in (busy, unsettled, nodes):
        assert all(row[-1] for row in table)


def test_a_digest_says_what_it_is_about_and_sets_the_office_apart(examples: Store) -> None:
    """The office has most tasks of all: no list of the busiest may leave it out, nor rank it."""
    data = content("digest", examples, district="云川", year=2025, today="2025-06-01")
    busy, _, _ = tables(data)
    title, scope, heading, *_ = [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]
    assert (title, scope) == ("云川区2025年政务公开任务要览", "范围：云川区，2025年，全部单位。节点从 2025-06-01 起 60 天。街镇自己的文件 4 份不在内。")
    told = [row for row in run("overload", examples, Options(limit=0), district="云川区", year=2025).rows if row["direct"] and not row["town"]]
    assert f"有直接任务的单位共 {len(told)} 个，这里列 {len(busy) - 1} 个" in heading
    assert busy[-1][0] == "云川区政府办公室"
    assert "单列，不排位" in busy[-1][1]
    rows = run("obligations", examples, unit="区政府办公室", district="云川区", year=2025, part="direct").rows
    assert busy[-1][2].endswith(f"第{runs(list(dict.fromkeys(row['item'] for row in rows)))}项")


def test_a_digest_of_several_districts_names_them_in_its_scope(examples: Store) -> None:
    title, scope, *_ = [paragraph.text for paragraph in Document(io.BytesIO(content("digest", examples, today="2025-06-01"))).paragraphs]
    assert title == "政务公开任务要览"
    assert all(name in scope for name in ("云川区", "松屏区", "2023、2024、2025年"))


def test_the_parts_of_a_digest_give_way_to_each_other() -> None:
    """However long the words, the estimate stays within the page; no part goes below two lines, and its first stay."""
    titles = {"one": "题" * 40, "two": "目" * 40}
    for length in (1, 30, 60, 90):
        found = {
            "busy": [_Line((f"甲{at}", "字" * length), (("{sign}第1项", "one"), ("{sign}第2项", "two")), stays=at == 39) for at in range(40)],
            "open": [_Line((f"乙{at}" + "字" * length, "1、2"), (("{sign}", "one"),)) for at in range(40)],
            "nodes": [_Line((f"丙{at}", "字", "字" * min(length, WHO)), (("{sign}", "two"),)) for at in range(40)],
        }
        shown = fitting(found, titles)
        assert _height(shown, titles) <= ROOM
        assert shown["busy"].pop() == found["busy"][-1]  # the one that stays
        assert all(own == found[name][: len(own)] and len(own) >= LEAST - 1 for name, own in shown.items())
    few = {"busy": found["busy"][:1], "open": [], "nodes": []}
    assert fitting(few, titles) == few


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (["45", "46", "47", "49", "50", "62"], "45至47、49、50、62"),
        (["1.1", "1.2", "3", "4", "5"], "1.1、1.2、3至5"),
        (["1.1", "1.2", "1.3", "2.1", "4.x", "5"], "1.1至1.3、2.1、4.x、5"),
        ([], ""),
    ],
)
def test_runs(numbers: list[str], said: str) -> None:
    assert runs(numbers) == said


@pytest.mark.shared
def test_a_digest_of_a_towns_document_alone_is_about_it(shared: Path, tmp_path: Path) -> None:
    with loaded(tmp_path / "town.lb", [shared / "corpus" / "songnan-2023.txt"]) as store:
        data = content("digest", store, today="2023-06-01")
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    assert "宝山区淞南镇2023年" in text
    (unsettled,) = tables(data)
    assert len(unsettled) == 3
    assert "[1]《" in text


def test_the_gravest_of_several_districts_come_first(examples: Store) -> None:
    """In the order of what is grave, not of districts; each line names its own, and the documents are cited with their numbers."""
    data = content("digest", examples, today="2025-06-01")
    _, unsettled, _ = tables(data)
    asked = [row for row in run("unsettled", examples, Options(limit=0)).rows if row["count"] and not row["town"]]
    printed = list(asked)
    asked.sort(key=grave)
    assert asked != printed
    assert sorted(GRAVITY) == sorted(KINDS)
    for line, row in zip(unsettled[1:], asked, strict=False):
        assert line[0].startswith(f"{row['district']} {row['year']}：{row['reason'][:12]}")
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    numbers = [row["doc_no"] for row in run("documents", examples).rows if row["doc_no"] and f"《{row['title']}》" in text]
    assert numbers
    assert all(f"（{number}）" in text for number in numbers)
    assert "街镇自己的文件" in text
    (alone,) = {row[0] for row in tables(content("digest", examples, district="云川区", year=2025, today="2025-06-01"))[1][1:2]}
    assert not alone.startswith("云川区")


def test_lines_are_counted_as_words_break() -> None:
    """Numbers joined by 、 stay together, signs that close stay with what they close; a long piece takes what it takes."""
    assert lines("甲" * 10, 4.0) == 1
    assert lines("第1至9、11、13、15、17、19至22项", 2.5) == 4
    assert lines("1、" * 60, 2.5) > lines("甲" * 60, 2.5)
