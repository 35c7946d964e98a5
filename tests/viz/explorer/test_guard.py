"""What the explorer refuses: strange hosts, other sites, long and large requests, everyone without the token."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection

import httpx
import pytest

from graph.errors import UsageError
from queries.ask import LONGEST
from tests.viz.explorer.conftest import TODAY, Served, running
from viz.explorer import Settings, create_app
from viz.explorer.guard import COOKIE, HEADERS, LONGEST_ADDRESS
from viz.explorer.settings import LARGEST_UPLOAD, is_loopback

TOKEN = "一个口令-7f3a"


@pytest.fixture(scope="module")
def locked(example_store: str) -> Iterator[Served]:
    with running(Settings(example_store, token=TOKEN, today=TODAY)) as found:
        yield found


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.", "[::2]", "0"])
def test_a_strange_host_is_refused(served: Served, host: str) -> None:
    """A page elsewhere whose name is pointed at this machine reaches nothing."""
    answer = httpx.get(served.base + "/", headers={"host": host})
    assert answer.status_code == 421
    assert "Host" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:1", "[::1]:8000"])
def test_its_own_names_are_known(served: Served, host: str) -> None:
    assert httpx.get(served.base + "/static/icon.svg", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/overload", "/overload.json", "/nothing", "/static/page.js", "/static/nothing.js", "/unit", "/unit?unit=xx"])
def test_every_answer_carries_the_policy(served: Served, path: str) -> None:
    answer = httpx.get(served.base + path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "http:" not in policy


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_methods(served: Served, method: str) -> None:
    assert httpx.request(method, served.base + "/overload").status_code == 405


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}])
def test_another_site_cannot_post(served: Served, headers: dict[str, str]) -> None:
    assert httpx.post(served.base + "/upload", headers=headers, content=b"x").status_code == 403


def test_long_and_large(served: Served) -> None:
    assert httpx.get(served.base + "/search", params={"words": "x" * LONGEST_ADDRESS}).status_code == 414
    assert httpx.get(served.base + "/search", params={"words": "教" * (LONGEST + 1)}).status_code == 200  # searched for, not asked
    assert httpx.get(served.base + "/ask", params={"question": "教" * (LONGEST + 1)}).status_code == 400
    connection = HTTPConnection(served.base.removeprefix("http://"), timeout=10)
    connection.putrequest("POST", "/upload")
    connection.putheader("content-length", str(LARGEST_UPLOAD * 2))
    connection.endheaders()
    assert connection.getresponse().status == 413


def test_a_token_is_asked_for_once(locked: Served) -> None:
    assert locked.get("/").status_code == 401
    assert locked.get("/", token="falsch").status_code == 401
    first = locked.get("/overload", token=TOKEN, district="云川区")
    assert first.status_code == 303
    assert "token" not in first.headers["location"]
    assert "district" in first.headers["location"]
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    with httpx.Client(base_url=locked.base) as client:
        client.get("/", params={"token": TOKEN})
        assert client.cookies.get(COOKIE)
        assert client.get("/overload.json").status_code == 200
    assert httpx.get(locked.base + "/overload.json", headers=[(b"authorization", f"Bearer {TOKEN}".encode())]).status_code == 200


@pytest.mark.parametrize(("host", "own"), [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("example.com", False)])
def test_only_loopback_goes_without_a_token(host: str, own: bool) -> None:
    assert is_loopback(host) is own
    if not own:
        with pytest.raises(UsageError):
            create_app(Settings(host=host))
        create_app(Settings(host=host, token="x"))


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nothing", 404, "没有这个页面"),
        ("/unit?unit=区教遇局", 404, "区教育局"),
        ("/unit?unit=区教遇局&lang=en", 404, "区教育局"),
        ("/unit?unit=区教遇局&lang=en", 404, "no unit “区教遇局” found"),
        ("/obligations.json?lang=en", 400, "obligations lacks the parameter UNIT"),
        ("/due?month=13&lang=en", 400, "the month is wrong: 13"),
        ("/overload?year=abc", 422, "year"),
        ("/overload?year=99999999999999999999999", 422, "year"),
        ("/due?month=13", 400, "13"),
        ("/matrix?year=1999", 404, "已读入的年份：2023、2024、2025"),
        ("/unsettled?year=1999", 404, "图库没有1999年的文件"),
        ("/documents.json?year=1999", 404, "2024"),
        ("/due?town=柳溪镇&year=2024", 404, "图库没有柳溪镇的2024年文件"),
        ("/show", 200, "还要填写"),
        ("/cypher?statement=CREATE (n:Unit)", 400, "只"),
        ("/overload.json?kind=xx", 400, "kind"),
        ("/obligations.json", 400, "UNIT"),
        ("/show.json?task=%00", 404, ""),
        ("/overload?district=&year=&flagged=", 200, "各单位任务量"),
        ("/unit?unit=教育局", 200, "松屏区"),
    ],
)
def test_a_wrong_request_gets_one_clear_line(served: Served, path: str, status: int, said: str) -> None:
    answer = httpx.get(served.base + path)
    assert answer.status_code == status, answer.text
    assert said in answer.text
    assert "Traceback" not in answer.text
    if path.partition("?")[0].endswith(".json"):
        assert {"error", "hint", "nearest"} <= set(answer.json())
