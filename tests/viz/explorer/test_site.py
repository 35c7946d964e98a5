"""A folder of pages that opens from disk: every link is there, it is searched there, nothing is asked of any network."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from lxml import html as parser

import cli
from graph.errors import StoreError, UsageError
from ingest import batch
from ingest.check import check
from tests.viz.conftest import Opened, listen
from tests.viz.explorer.conftest import TODAY
from tests.viz.explorer.samples import HOSTILE, NASTY, PLAN, store_of
from tests.viz.tabs import Tabs
from viz.explorer import Settings
from viz.explorer.names import LONGEST, safe_name
from viz.explorer.site import write_site
from viz.explorer.site_folder import MANIFEST

DOCUMENTS = ("yunchuan-2025.txt", "yunchuan-2024.txt", "liuxi-2025.txt", "songping-2024.txt")
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of four of the example documents: two districts, two years, a town."""
    base = tmp_path_factory.mktemp("site")
    address = str(base / "zeren.lb")
    for name in DOCUMENTS:
        assert batch.load_path(address, Path("examples/documents") / name, [])
    made = write_site(base / "网页", Settings(address, today=TODAY, check=check))
    assert "个网页" in made.notes[0]
    return base / "网页"


@pytest.fixture
def open_file(tabs: Tabs) -> Iterator[Callable[..., Opened]]:
    """Open a file of a folder: `open_file(path, width=390, more="#x")`. There is no network; what is asked for is written down."""
    with tabs.lent() as lent:

        def opened(path: Path, *, width: int = 1440, dark: bool = False, more: str = "", script: bool = True) -> Opened:
            used = lent.tab(width=width, dark=dark, script=script, offline=True)
            found = Opened(used.tab)
            used.on("request", lambda asked: found.asked.append(asked.url))
            listen(used, found.complaints)
            found.tab.goto(path.as_uri() + more)
            return found

        yield opened


def beyond(page: Opened) -> list[str]:
    """What was asked for beside files."""
    return [address for address in page.asked if not address.startswith(("file:", "blob:", "data:"))]


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def leads(path: Path) -> list[str]:
    """Every address on a page: in its markup and in its data."""
    text = path.read_text(encoding="utf-8")
    tree = parser.fromstring(text)
    found = [str(value) for name in ("href", "src", "action") for value in tree.xpath(f"//@{name}")]
    return found + [json.loads(f'"{one}"') for one in re.findall(r'"(?:href|index)":"([^"]*)"', text) if one]


def test_every_link_leads_to_a_file_that_is_there(folder: Path) -> None:
    wrong: Counter[str] = Counter()
    for path in pages(folder):
        for address in leads(path):
            file, _, _ = address.partition("#")[0].partition("?")
            if address == "" or re.match(r"[a-z]+:|//|/", address) or (file and not (path.parent / unquote(file)).is_file()):
                wrong[f"{path.relative_to(folder)} -> {address or '(empty)'}"] += 1
    assert not wrong, wrong.most_common(5)
    shared = [json.loads(f'"{one}"') for path in folder.glob("data/*.js") for one in re.findall(r'"href":"([^"]+)"', path.read_text("utf-8"))]
    assert shared
    assert [address for address in shared if not (folder / "pages" / unquote(address.partition("#")[0])).is_file()] == []


def test_every_place_within_a_page_is_there(folder: Path) -> None:
    ids = {path: set(map(str, parser.fromstring(path.read_text("utf-8")).xpath("//@id"))) for path in pages(folder)}
    wrong = []
    for path in pages(folder):
        for address in leads(path):
            file, hash_, anchor = address.partition("#")
            if hash_ and re.fullmatch(r"[a-z]+[0-9a-f]*", anchor):
                target = (path.parent / unquote(file)).resolve() if file else path
                if anchor not in ids[target]:
                    wrong.append(f"{path.name} -> {address}")
    assert wrong == []


def test_everything_is_in_it(folder: Path) -> None:
    kinds = Counter(path.name.partition("-")[0].partition(".")[0] for path in pages(folder))
    assert kinds["document"] == len(DOCUMENTS)
    assert kinds["district"] == 2
    assert all(kinds[name] for name in ("index", "search", "unit", "theme", "tasks", "overload", "due", "unsettled", "units", "themes", "documents", "compare"))
    index = json.loads((folder / "static/index.js").read_text("utf-8").partition("=")[2].rstrip(";\n"))
    assert Counter(entry[0] for entry in index)["task"] == sum(len(re.findall('class="task-card"', path.read_text("utf-8"))) for path in folder.glob("pages/tasks-*"))
    assert [entry[3] for entry in index if not (folder / entry[3].partition("#")[0]).is_file()] == []
    names = [path.name for path in (folder / "files").iterdir()]
    assert any(name.endswith("责任矩阵-2025.xlsx") for name in names)
    assert any(name.endswith("任务量.xlsx") for name in names)
    assert all(path.read_bytes()[:2] == b"PK" for path in (folder / "files").glob("*.xlsx"))


def test_names_of_files_suit_every_system(folder: Path) -> None:
    found = [path.relative_to(folder) for path in folder.rglob("*")]
    assert len({str(path).casefold() for path in found}) == len(found)
    for path in found:
        assert not re.search(r'[\\:*?"<>|\x00-\x1f]', path.name), path
        assert not RESERVED.match(path.name), path
        assert path.name == path.name.strip(" .")
        assert len(path.name.encode()) <= 200
        assert len(str(path)) < 120, "a folder on a stick has a path of its own before it"


def test_each_page_says_what_it_may_load(folder: Path) -> None:
    for path in pages(folder):
        text = path.read_text("utf-8")
        [policy] = parser.fromstring(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        assert "connect-src 'none'" in policy
        assert "unsafe" not in policy
        assert text.index("Content-Security-Policy") < text.index("<link"), "said before anything is loaded"
        assert not re.search(r"(?i)<script(?![^>]*(src=|application/json))|\son[a-z]+=\"|<style|\sstyle=", text.partition('id="data"')[0])


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1024, True), (390, False)])
def test_it_opens_from_disk(folder: Path, open_file: Callable[..., Opened], width: int, dark: bool) -> None:
    """One page of each kind: nothing is asked of a network, nothing complains, nothing is cut off."""
    kinds: dict[str, Path] = {}
    for path in sorted(pages(folder), key=lambda path: -path.stat().st_size):
        kinds.setdefault(path.name.partition("-")[0], path)
    page = open_file(folder / "index.html", width=width, dark=dark)
    for path in kinds.values():
        page.tab.goto(path.as_uri())
        page.tab.wait_for_selector("html.ready")
        assert beyond(page) == [], path.name
        assert page.complaints == [], path.name
        assert page.tab.evaluate("document.scrollingElement.scrollWidth <= document.documentElement.clientWidth"), path.name
        assert page.text("h1").strip()


@pytest.mark.browser
def test_the_search_box_finds_units_by_initials(folder: Path, open_file: Callable[..., Opened]) -> None:
    page = open_file(folder / "index.html")
    page.tab.fill("#search", "jyj")
    page.tab.locator("#hits li.far", has_text="云川区").first.click()
    page.tab.wait_for_url("**/pages/unit-*.html*")
    assert page.text("h1") == "云川区教育局"
    assert page.tab.locator("#list tr[data-t]").count() > 3
    page.tab.fill("#search", "lxz")  # and from there to somewhere else
    page.tab.locator("#hits li.far", has_text="柳溪镇").first.click()
    page.tab.locator("h1", has_text="柳溪镇").wait_for()
    assert (beyond(page), page.complaints) == ([], [])


@pytest.mark.browser
def test_the_page_of_a_search_finds_printed_words(folder: Path, open_file: Callable[..., Opened]) -> None:
    page = open_file(folder / "index.html")
    page.tab.fill(".big-search input[name=words]", "政策 解读")
    page.tab.locator(".big-search button").click()
    page.tab.wait_for_url("**/search.html?words=*")
    page.tab.locator("#found a").first.wait_for()
    tasks = page.tab.locator("#found section", has_text="任务").locator("a")
    assert tasks.count() > 0
    tasks.first.click()
    page.tab.wait_for_url("**/pages/tasks-*.html#t*")
    assert page.tab.locator(".task-card:target").is_visible()
    assert "解读" in page.text(".task-card:target")
    assert "政策" in page.text(".task-card:target")
    assert page.complaints == []


@pytest.mark.browser
def test_what_a_search_finds_is_what_the_command_finds(folder: Path, open_file: Callable[..., Opened]) -> None:
    """The same units and tasks, whatever their order."""
    store = str(folder.parent / "zeren.lb")
    for words in ("jyj", "政府开放", "培训", "没有这个词"):
        shown = CliRunner().invoke(cli.main, ["search", words, "--store", store, "--format", "json"], prog_name="zeren")
        rows = json.loads(shown.stdout)["rows"]
        page = open_file(folder / "search.html", more=f"?words={words}")
        page.tab.wait_for_selector("#found section, #found .empty")
        found = Counter(page.tab.locator("#found li > a").all_inner_texts())
        wanted = Counter(row["name"] for row in rows if row["hit"] in ("unit", "theme", "document", "district"))
        assert wanted <= found, words
        assert sum(row["hit"] == "task" for row in rows) == page.tab.locator("#found a[href*='tasks-']").count(), words


@pytest.mark.browser
def test_the_way_through_it_and_a_script_that_is_none_of_ours(folder: Path, open_file: Callable[..., Opened]) -> None:
    page = open_file(folder / "index.html")
    page.tab.locator("nav.menu a", has_text="文件").click()
    page.tab.wait_for_url("**/pages/documents.html")
    page.tab.locator("td a", has_text="2025年云川区").first.click()
    page.tab.wait_for_url("**/pages/document-*.html*")
    page.tab.locator("#text a.m-unit").first.click()
    page.tab.wait_for_url("**/pages/unit-*.html*")
    assert page.complaints == []
    page.tab.evaluate("() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1'; document.head.append(one); }")
    assert page.tab.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in page.complaints)


@pytest.mark.browser
def test_files_are_taken_away(folder: Path, open_file: Callable[..., Opened]) -> None:
    page = open_file(folder / "pages/overload.html")
    with page.tab.expect_download() as saved:
        page.tab.locator(".take a", has_text="Excel").click()
    assert Path(saved.value.path()).read_bytes()[:2] == b"PK"


@pytest.mark.browser
def test_hostile_names_stay_names(tmp_path: Path, open_file: Callable[..., Opened]) -> None:
    files = {"CON.txt": HOSTILE, "nul.x.txt": PLAN.replace("2025", "2024"), "a'<b>&#%.txt": PLAN.replace("2025", "2023").replace("区教育局", "区教育局../../x"),
             "名" * 70 + ".txt": PLAN.replace("2025", "2022")}  # fmt: skip
    write_site(tmp_path / "out", Settings(store_of(tmp_path, files), today=TODAY, check=check))
    assert not (tmp_path / "x").exists()
    test_every_link_leads_to_a_file_that_is_there(tmp_path / "out")
    test_names_of_files_suit_every_system(tmp_path / "out")
    page = open_file(tmp_path / "out" / "index.html")
    for path in (tmp_path / "out" / "index.html", *sorted((tmp_path / "out" / "pages").glob("document-*")), *sorted((tmp_path / "out" / "pages").glob("tasks-*"))):
        page.tab.goto(path.as_uri())
        page.tab.wait_for_selector("html.ready")
        assert (page.complaints, beyond(page)) == ([], []), path.name
        assert page.tab.locator("main script, main img, [onmouseover]").count() == 0
    assert any(NASTY[:20] in path.read_text("utf-8").replace("&lt;", "<").replace("&gt;", ">") for path in (tmp_path / "out" / "pages").glob("document-*"))


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    """A store of one document."""
    return Settings(store_of(tmp_path, {"要点.txt": PLAN}), today=TODAY, check=check)


def test_again_it_is_the_same(small: Settings, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_site(out, small)
    first = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    write_site(out, small)
    assert {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()} == first
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith(".")) == [], "nothing is left beside it"


@pytest.mark.parametrize("name", ["论文.docx", "index.html", "pages/mine.html"])
def test_a_folder_of_somebody_else_is_left_alone(small: Settings, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        write_site(out, small)
    assert name in refused.value.message
    assert [path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()] == [name]
    assert (out / name).read_text("utf-8") == "mine"


def test_what_somebody_put_into_our_folder_is_not_lost(small: Settings, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_site(out, small)
    (out / "笔记.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"笔记\.txt"):
        write_site(out, small)
    (out / "笔记.txt").unlink()
    (out / "pages" / "old.html").write_text("old", encoding="utf-8")
    manifest = (out / MANIFEST).read_text("utf-8")
    (out / MANIFEST).write_text(manifest + "pages/old.html\n", encoding="utf-8")
    write_site(out, small)
    assert not (out / "pages" / "old.html").exists(), "a page that is no more is gone"


def test_what_fails_leaves_the_old_folder(small: Settings, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_site(out, small)
    before = sorted(out.rglob("*"))
    with pytest.raises(StoreError):
        write_site(out, Settings(str(tmp_path / "missing.lb"), today=TODAY))
    assert sorted(out.rglob("*")) == before
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        write_site(tmp_path / "file", small)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_the_command(small: Settings, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.main, ["site", str(tmp_path / "en"), "--lang", "en", "--store", str(small.store)], prog_name="zeren")
    assert done.exit_code == 0, done.output
    assert "index.html" in done.stdout
    assert '<html lang="en">' in (tmp_path / "en" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "name"),
    [("区教育局", "区教育局"), ("../x", "x"), ("CON", "_CON"), ("con.表", "_con.表"), ("a/b\\c:d", "a_b_c_d"), ("...", "_"), ("", "_"), ("a" * 500, "a" * LONGEST), ("<script>", "script"), ("甲 乙", "甲_乙")],
)
def test_safe_name(text: str, name: str) -> None:
    found = safe_name(text)
    assert found == name
    assert len(found) <= LONGEST + 1
    assert not RESERVED.match(found)
