"""What stands before every request: who may ask, how much, and what a browser may do with the answer."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from viz.explorer.settings import LARGEST_UPLOAD, Settings

COOKIE = "zeren_token"
LONGEST_ADDRESS = 8_000  # bytes of path and query
SPARE = 64 * 1024  # bytes that the frame of an upload adds to its file
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Refuses what does not come from this explorer's own pages, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer.setdefault(name, value)
                answer.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, dressed)
            return
        await self.app(scope, _Bounded(receive, LARGEST_UPLOAD + SPARE), dressed)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that goes no further; None for one that may."""
        if _host(headers.get("host", "")) not in self.settings.names():
            return PlainTextResponse("请用启动时显示的地址打开（Host 不在允许之列）。", 421)
        if len(scope["raw_path"] if scope.get("raw_path") else b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return PlainTextResponse("地址太长。", 414)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("只支持读取。", 405, {"allow": "GET, HEAD, POST"})
        if scope["method"] == "POST" and not _own(headers):
            return PlainTextResponse("只接受本程序自己的页面提交的内容。", 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_UPLOAD + SPARE:
            return PlainTextResponse(f"文件太大，最多 {LARGEST_UPLOAD // 1024 // 1024} MB。", 413)
        # Our own scripts and styles are no secret, and the health check of a container asks for one of them.
        open_to_all = not self.settings.token or scope["path"].startswith("/static/")
        return None if open_to_all else self._token_refusal(scope, headers)

    def _token_refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """A browser shows the token once, in the address, and has it in a cookie from then on; a program in a header."""
        wanted = self.settings.token
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        shown = [value for name, value in pairs if name == "token"]
        if shown and _same(shown[0], wanted):
            rest = urlencode([pair for pair in pairs if pair[0] != "token"])
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, _mark(wanted), httponly=True, samesite="strict")
            return answer
        said = headers.get("authorization", "").removeprefix("Bearer ").encode("latin-1").decode("utf-8", "replace")
        if _same(said, wanted) or _same(_cookie(headers), _mark(wanted)):
            return None
        return PlainTextResponse("需要口令：请用启动时显示的完整地址打开。", 401, {"www-authenticate": "Bearer"})


class _Bounded:
    """A body that ends when it grows beyond what was allowed, whatever its length was said to be."""

    def __init__(self, receive: Receive, most: int) -> None:
        self.receive, self.left = receive, most

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.left < 0 else message


def _host(header: str) -> str:
    """The name in a Host header, without its port, in lower case."""
    host = header.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _own(headers: Headers) -> bool:
    """Whether a form or script of this explorer sends it: another site's page cannot set these."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _cookie(headers: Headers) -> str:
    return cookie_parser(headers.get("cookie", "")).get(COOKIE, "")


def _mark(token: str) -> str:
    """What the cookie holds: letters that a header may carry, whatever the token is."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8"), wanted.encode("utf-8"))
