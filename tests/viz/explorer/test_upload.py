"""Reading documents in from the page: what is told, what is refused, and that others read on meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.store import embedded, open_store
from ingest import batch
from ingest.check import check
from tests.viz.explorer.conftest import TODAY, Served, Visit, running
from tests.viz.explorer.samples import PLAN, TABLE
from viz.explorer import Settings, guard
from viz.explorer.names import safe_file

CHOSEN: Any = {"name": "要点.txt", "mimeType": "text/plain", "buffer": PLAN.encode()}
JSON = {"accept": "application/json"}
OLDER = PLAN.replace("2025", "2024").replace("〔2024〕9号", "〔2024〕7号")


@pytest.fixture
def open_for_writing(tmp_path: Path) -> Iterator[Served]:
    """An explorer that may write, over a store that is not there yet."""
    settings = Settings(str(tmp_path / "new" / "zeren.lb"), today=TODAY, check=check, ingest=batch.load_path)
    with running(settings) as served:
        yield served


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An explorer that may write, for tests of what is refused: to the end nothing is written, and no store is made."""
    store = tmp_path_factory.mktemp("untouched") / "new" / "zeren.lb"
    with running(Settings(str(store), today=TODAY, check=check, ingest=batch.load_path)) as served:
        yield served
    assert not store.exists()


def send(served: Served, *files: tuple[str, str | bytes], headers: dict[str, str] | None = None) -> httpx.Response:
    """Send files by name as a form does."""
    parts = [("file", (name, text.encode() if isinstance(text, str) else text)) for name, text in files]
    return httpx.post(f"{served.base}/upload", files=parts, headers=headers if headers is not None else JSON, timeout=60)


def read(served: Served, name: str, text: str | bytes) -> Any:
    """What became of one file."""
    answer = send(served, (name, text))
    assert answer.status_code == 200, answer.text
    return answer.json()["files"][0]


def test_the_page_is_there_before_anything_was_read(untouched: Served) -> None:
    assert untouched.get("/upload").status_code == 200
    assert untouched.json("/upload.json")["writable"] is True
    assert "/upload" in untouched.get("/").text


def test_a_document_is_read_and_the_same_again_changes_nothing(open_for_writing: Served) -> None:
    assert open_for_writing.get("/").status_code == 503
    [document] = read(open_for_writing, "要点.txt", PLAN)["documents"]
    assert (document["document"], document["state"], document["tasks"]) == ("要点", "new", 3)
    assert document["doubts"] == len([one for one in open_for_writing.json("/document.json", document="要点")["findings"] if not one["counted"]])
    assert open_for_writing.get("/document", document="要点").status_code == 200
    again = read(open_for_writing, "要点.txt", PLAN)["documents"][0]
    assert again["state"] == "unchanged"
    changed = read(open_for_writing, "要点.txt", PLAN.replace("5月底前", "6月底前"))["documents"][0]
    assert changed["state"] == "replaced"
    assert open_for_writing.json("/documents.json")["total"] == 1
    assert "6月底前" in str(open_for_writing.json("/task.json", task="要点 1")["tasks"])


def test_what_was_read_on_the_command_line_is_the_same_document(tmp_path: Path) -> None:
    """Only the folder differs, and that is no change."""
    address, path = str(tmp_path / "zeren.lb"), tmp_path / "documents" / "要点.txt"
    path.parent.mkdir()
    path.write_text(PLAN, encoding="utf-8")
    with open_store(address, write=True) as store:
        batch.load_all(store, [path], [])
    with running(Settings(address, check=check, ingest=batch.load_path)) as served:
        assert read(served, "要点.txt", PLAN)["documents"][0]["state"] == "unchanged"


def test_an_annex_joins_its_body(open_for_writing: Served) -> None:
    read(open_for_writing, "要点.txt", PLAN)
    read(open_for_writing, "分解表.md", TABLE)
    [row] = open_for_writing.json("/documents.json")["rows"]
    assert row["completeness"] == "both"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("表.toml", "x = 1", "不认识的文件格式"),
        ("空.txt", "", "文件是空的"),
        ("假.docx", "不是 Word", "文件损坏或没有下载完整"),
        ("坏.pdf", b"%PDF-1.4 broken", ""),
        ("没有扩展名", "x", "不认识的文件格式"),
    ],
)
def test_a_refused_file_is_one_clear_line(untouched: Served, name: str, content: str | bytes, says: str) -> None:
    found = read(untouched, name, content)
    assert found["documents"] == []
    [line] = found["refused"]
    assert says in line["message"]
    assert line["hint"]
    assert "\n" not in line["message"]
    assert "zeren-" not in line["message"], "the folder that it was put into is nobody's business"
    assert not Path(str(untouched.settings.store)).exists(), "nothing was written"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("要点.txt", "要点.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\要点.docx", "要点.docx"),
        ("/etc/cron.d/x.md", "x.md"),
        ("CON.txt", "_CON.txt"),
        ("com¹.PDF", "_com¹.pdf"),
        ("a:b|c?.txt", "a_b_c.txt"),
        ("..", "_"),
        ("", "_"),
        ("名" * 300 + ".docx", "名" * 60 + ".docx"),
        ("x\x00y\u202e.txt", "x_y.txt"),
        ("结尾. . .txt", "结尾.txt"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_file(given) == kept


def test_a_name_is_never_a_path(open_for_writing: Served, tmp_path: Path) -> None:
    before = set(tmp_path.parent.rglob("*.txt"))
    found = read(open_for_writing, "../../../出去.txt", PLAN)
    assert found["documents"][0]["document"] == "出去"
    assert set(tmp_path.parent.rglob("*.txt")) == before
    assert open_for_writing.json("/document.json", document="出去")["document"]["path"] == "出去.txt"


def test_several_at_once_and_one_of_them_bad(open_for_writing: Served) -> None:
    files = send(open_for_writing, ("a.txt", PLAN), ("b.bin", b"\x00"), ("c.txt", OLDER)).json()["files"]
    assert [len(one["documents"]) for one in files] == [1, 0, 1]
    assert open_for_writing.json("/documents.json")["total"] == 2


def test_a_reading_explorer_takes_nothing(served: Served) -> None:
    before = served.json("/documents.json")["total"]
    assert send(served, ("a.txt", PLAN)).status_code == 403
    page = send(served, ("a.txt", PLAN), headers={})
    assert page.status_code == 403
    assert "--writable" in page.text
    assert "zeren serve --writable" in served.get("/upload").text
    assert "type=\"file\"" not in served.get("/upload").text
    assert served.json("/upload.json")["writable"] is False
    assert served.json("/documents.json")["total"] == before


@pytest.mark.parametrize("headers", [{"origin": "http://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}])
def test_only_its_own_pages_may_send(untouched: Served, headers: dict[str, str]) -> None:
    assert send(untouched, ("a.txt", PLAN), headers={**JSON, **headers}).status_code == 403
    assert not Path(str(untouched.settings.store)).exists()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_ways_are_closed(untouched: Served, method: str) -> None:
    assert httpx.request(method, f"{untouched.base}/upload", content=b"x").status_code == 405


@pytest.mark.parametrize("told", [True, False])
def test_too_large_is_refused_whatever_its_length_is_said_to_be(untouched: Served, monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    monkeypatch.setattr(guard, "LARGEST_UPLOAD", 100_000)
    body = b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n" + b"x" * 400_000 + b"\r\n--x--\r\n"
    headers = {**JSON, "content-type": "multipart/form-data; boundary=x"}
    answer = httpx.post(f"{untouched.base}/upload", content=body if told else iter([body[at : at + 50_000] for at in range(0, len(body), 50_000)]), headers=headers)
    assert answer.status_code == 413
    assert not Path(str(untouched.settings.store)).exists()


@pytest.mark.parametrize("content", [b"", b"--x--\r\n", b"nonsense"])
def test_a_form_without_files(untouched: Served, content: bytes) -> None:
    answer = httpx.post(f"{untouched.base}/upload", content=content, headers={**JSON, "content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400


def test_others_read_on_while_documents_come_in(open_for_writing: Served) -> None:
    """Every answer is of a whole state: no error, and never fewer documents than before."""
    read(open_for_writing, "a.txt", PLAN)
    totals: list[int] = []
    wrong: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            answer = httpx.get(f"{open_for_writing.base}/documents.json", timeout=60)
            if answer.status_code == 200:
                totals.append(answer.json()["total"])
            else:
                wrong.append(answer.text)

    looking = threading.Thread(target=look)
    looking.start()
    for year in (2021, 2022, 2023, 2024):
        found = read(open_for_writing, f"{year}.txt", PLAN.replace("2025", str(year)))
        assert found["documents"][0]["state"] == "new"
    done.set()
    looking.join()
    assert wrong == []
    assert totals == sorted(totals)
    assert open_for_writing.json("/documents.json")["total"] == 5


def test_a_store_that_somebody_else_writes(open_for_writing: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    read(open_for_writing, "a.txt", PLAN)
    monkeypatch.setattr(embedded, "WRITER_WAIT", 0.2)
    with open_store(open_for_writing.settings.store, write=True):
        found = read(open_for_writing, "b.txt", OLDER)
    assert "正在被另一个 zeren 写入" in found["refused"][0]["message"]
    assert open_for_writing.json("/documents.json")["total"] == 1
    assert read(open_for_writing, "b.txt", OLDER)["documents"][0]["state"] == "new"


@pytest.mark.browser
def test_choosing_files_on_the_page(open_for_writing: Served, visit: Visit) -> None:
    page = visit(open_for_writing.address("/upload"))
    assert page.tab.locator(".drop button").is_hidden()
    page.tab.set_input_files("input[type=file]", [CHOSEN, {**CHOSEN, "name": "表.toml"}])
    page.tab.locator("#queue li", has_text="没有读入").wait_for(timeout=30_000)
    assert "已读入" in page.text("#queue > li:first-child")
    page.tab.set_input_files("input[type=file]", [CHOSEN])
    page.tab.locator("#queue li", has_text="没有变化").wait_for(timeout=30_000)
    assert (page.complaints, page.beyond) == ([], [])
    assert page.overflow() <= 0
    page.tab.locator("#queue a").first.click()
    page.tab.wait_for_url("**/document?*")
    assert "招生信息公开" in page.text("#text")


@pytest.mark.browser
def test_dropping_a_file(open_for_writing: Served, visit: Visit) -> None:
    page = visit(open_for_writing.address("/upload"), width=390)
    page.tab.evaluate(
        """text => { const given = new DataTransfer(); given.items.add(new File([text], "<b>要点.txt", { type: "text/plain" }));
           document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true })); }""", PLAN)  # fmt: skip
    page.tab.locator("#queue li", has_text="已读入").wait_for(timeout=30_000)
    assert "<b>要点.txt" in page.text("#queue")
    assert page.overflow() <= 0


@pytest.mark.browser
def test_without_script_a_form_does_it(open_for_writing: Served, visit: Visit) -> None:
    page = visit(open_for_writing.address("/upload"), script=False)
    page.tab.set_input_files("input[type=file]", [CHOSEN])
    page.tab.locator(".drop button").click()
    page.tab.wait_for_selector("#queue li", timeout=30_000)
    assert "已读入" in page.text("#queue")
    page.tab.locator("#queue a").first.click()
    page.tab.wait_for_url("**/document?*")
