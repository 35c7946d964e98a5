"""Run the explorer until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable

from graph.causes import cause
from graph.errors import UsageError
from viz.explorer.app import create_app
from viz.explorer.settings import Settings

CONCURRENT = 200  # requests at once; more are told to come back
LONGEST_HEAD = 16 * 1024  # bytes of the head of a request


def serve(settings: Settings, started: Callable[[str], None]) -> None:
    """Listen and answer; `started` gets the address to open, once it is reachable. Raises UsageError for a port in use."""
    import uvicorn

    app = create_app(settings)
    listener = _listen(settings)
    port = listener.getsockname()[1]
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, limit_concurrency=CONCURRENT, timeout_keep_alive=5,
        timeout_graceful_shutdown=3, h11_max_incomplete_event_size=LONGEST_HEAD, http="h11", lifespan="on",
    )  # fmt: skip
    started(_address(settings, port))
    uvicorn.Server(config).run(sockets=[listener])


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named, asyncio sends at once (TCP_NODELAY); without, every small answer waits 40 ms for the other side.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host.strip("[]"), settings.port))
    except OSError as error:
        listener.close()
        hint = "用 --port 换一个端口，例如 --port 0 自动选择"
        raise UsageError(f"{settings.host}:{settings.port} 不能使用：{cause(error)}", hint=hint) from error
    listener.listen(128)
    return listener


def _address(settings: Settings, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    token = f"?token={settings.token}" if settings.token else ""
    return f"http://{host}:{port}/{token}"
