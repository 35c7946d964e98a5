"""The page of a document as it was read: its own words, every mark, everything that was not understood, and nothing that acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

import cli
from graph.model import Extraction, Finding
from ingest.check import check
from ingest.extract import extract_file
from tests.viz.conftest import Opened
from tests.viz.explorer.samples import NASTY, PLAN, hostile
from viz.checked import checked_files, checked_page
from viz.marked import BADGES, locate, marks, unread

HOSTILE = hostile(NASTY + "\u0007\x1b[31m")


def read(folder: Path, text: str = PLAN, name: str = "要点.txt") -> tuple[Extraction, Sequence[Finding]]:
    path = folder / name
    path.write_text(text, "utf-8")
    extraction = extract_file(path)
    return extraction, check(extraction)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1024, True), (390, False)])
def test_opens_quietly(open_page: Callable[..., Opened], tmp_path: Path, width: int, dark: bool) -> None:
    page = open_page(checked_page(*read(tmp_path)), width=width, dark=dark)
    assert (page.asked, page.complaints) == ([], [])
    assert page.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.text("h1") == "2025年云川区政务公开工作要点"
    assert page.tab.evaluate("getComputedStyle(document.querySelector('.original')).whiteSpace") == "pre-wrap"  # its style is let in


@pytest.mark.browser
def test_without_script_it_is_the_same(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    made = checked_page(*read(tmp_path))
    assert "<script" not in made.html
    assert "script-src ;" in made.html
    page = open_page(made, script=False)
    expect(page.tab.locator(".original")).to_contain_text("区教育局")
    assert page.text(".original").count("区教育局") == 1


@pytest.mark.browser
def test_the_text_is_the_documents_own(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    """What was added stands in attributes: copying gives the printed words and nothing else."""
    page = open_page(checked_page(*read(tmp_path)))
    assert page.tab.evaluate("document.getElementById('text').textContent") == PLAN


@pytest.mark.browser
def test_every_mark_is_on_its_words(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    extraction, findings = read(tmp_path)
    page = open_page(checked_page(extraction, findings))

    def words(selector: str) -> list[str]:
        return page.tab.locator(f"#text {selector}").all_inner_texts()

    assert words(".m-unit.l") == ["区教育局"]
    assert words(".m-unit.r:not(.group)") == ["区住房保障房屋管理局", "区财政局"]
    assert words(".m-unit.c.group") == ["各街镇"]
    assert words(".m-title") == ["招生信息公开", "住房信息公开", "数据开放"]
    assert words(".m-num") == ["1.", "2.", "3."]
    assert words(".m-due") == ["5月底前", "全年", "3月底前"]
    assert words(".m-goal") == ["不少于4次"]
    assert words(".m-field") == ["云川区人民政府办公室", "2025年云川区政务公开工作要点", "云府办〔2025〕9号"]
    assert [one.get_attribute("data-m") for one in page.tab.locator("#text .m-unit").all()] == ["牵", "配", "责", "责"]
    assert [one.get_attribute("data-m") for one in page.tab.locator("#text .m-task").all()] == ["1", "2", "3"]
    shown = page.tab.evaluate("getComputedStyle(document.querySelector('#text .m-unit.l'), '::before').content")
    assert shown == '"牵"'


@pytest.mark.browser
def test_what_was_not_understood_is_seen_and_listed(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    extraction, findings = read(tmp_path)
    missed = [extraction.text[start:end] for start, end in unread(extraction)]
    assert any("没有读懂它" in text for text in missed)
    page = open_page(checked_page(extraction, findings))
    assert "".join(page.tab.locator("#text .m-unread").all_inner_texts()) == "".join(missed)
    assert f"没有读懂的 {len(missed)} 段" in page.text(".sentence")
    assert page.tab.locator(".missed a").count() == len(missed)
    page.tab.locator(".missed a").last.click()
    assert page.tab.url.endswith(f"#u{len(missed)}")
    assert page.tab.locator(".overview .miss").count() == len(missed)


@pytest.mark.browser
def test_a_finding_leads_to_its_place_and_back(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    extraction, findings = read(tmp_path)
    shown = [one for one in findings if not one.counted]
    page = open_page(checked_page(extraction, findings))
    assert page.tab.locator(".findings .no").all_inner_texts() == [str(number) for number in range(1, len(shown) + 1)]
    at = next(number for number, one in enumerate(shown, 1) if one.code == "due-before-issue")
    page.tab.locator(f"#n{at} a").click()
    assert page.tab.evaluate("document.querySelector(':target').id") == f"f{at}"
    assert page.tab.locator(f"#f{at}").is_visible()
    page.tab.locator(f"#f{at}").click()
    assert page.tab.url.endswith(f"#n{at}")


@pytest.mark.browser
def test_hostile_text_stays_text(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    extraction, findings = read(tmp_path, HOSTILE, "a<b>&\"c'.txt")
    page = open_page(checked_page(extraction, findings))
    page.tab.locator(".original").hover()
    assert (page.asked, page.complaints) == ([], [])
    assert page.tab.locator("script, img, [onmouseover]").count() == 0
    shown = page.tab.evaluate("document.getElementById('text').textContent")
    assert shown == extraction.text.translate({0x202E: "·", 7: "·", 0x1B: "·"})


def test_locate_looks_over_white_space() -> None:
    assert locate("甲 乙\n丙丁", "乙丙", 0, 6) == (2, 5)
    assert locate("甲乙", "丙", 0, 2) is None
    assert locate("甲乙", "", 0, 2) is None
    assert locate("甲乙丙", "丙", 0, 2) is None


def test_rows_under_one_cell_begin_at_their_own_words(tmp_path: Path) -> None:
    rows = "| 序号 | 任务 | 工作内容 | 责任单位 |\n| --- | --- | --- | --- |\n| 1 | 招生 | 公布招生办法。 | 区教育局 |\n| 2 | 住房 | 公布房源。 | 区财政局 |\n"
    extraction, _ = read(tmp_path, "# 2025年云川区政务公开任务分解表\n\n" + rows, "表.md")
    html = checked_page(extraction, ()).html
    assert html.count('class="m-task"') == len(extraction.tasks) == 2


def test_a_document_of_nothing_but_findings_stays_small(tmp_path: Path) -> None:
    extraction, _ = read(tmp_path)
    many = [Finding("x", "文字", f"第{n}处", "看一看", None, (n % 50, n % 50 + 1)) for n in range(20_000)]
    html = checked_page(extraction, many).html
    assert html.count('class="m-badge"') == BADGES
    assert f"另有 {20_000 - BADGES} 处" in html


def test_spans_out_of_the_text_do_no_harm(tmp_path: Path) -> None:
    extraction, findings = read(tmp_path)
    short = replace(extraction, text=extraction.text[:80], understood=((0, 20), (10, 500)))
    assert all(mark.span[1] <= 80 for mark in marks(short))
    assert checked_page(short, findings).html


def test_an_empty_finding_list_says_so(tmp_path: Path) -> None:
    extraction, _ = read(tmp_path)
    assert "没有需要看的地方" in checked_page(replace(extraction, understood=((0, len(PLAN)),)), ()).html


def test_several_documents_are_several_pages(tmp_path: Path) -> None:
    one = read(tmp_path)
    assert isinstance(checked_files([one]), bytes)
    pages = checked_files([one, one, read(tmp_path, name="b.txt")])
    assert isinstance(pages, dict)
    assert list(pages) == ["要点.txt.html", "要点.txt~2.html", "b.txt.html"]


def test_the_command_writes_it(tmp_path: Path) -> None:
    read(tmp_path)
    done = CliRunner().invoke(cli.main, ["check", "--html", str(tmp_path / "看.html"), str(tmp_path / "要点.txt")], prog_name="zeren")
    assert done.exit_code == 1
    assert "第1项" in done.stdout or "第3项" in done.stdout
    made = (tmp_path / "看.html").read_text("utf-8")
    assert made.startswith("<!doctype html>")
    assert "工作要点" in made
