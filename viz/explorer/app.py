"""The web application: one address for each page and its data, the papers to take away, and errors as one clear line."""

from __future__ import annotations

import inspect
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BeforeValidator, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graph.errors import StoreError, UnknownName, UsageError, ZerenError
from graph.errors_en import in_english
from queries.base import DEFAULT_LIMIT, FETCH, Options, Parameter
from queries.papers.facts import UNITS_FILE
from queries.papers.registry import EXPORTS
from queries.papers.spec import Export
from queries.registry import QUERIES
from queries.render import render_file
from queries.render.zipped import stable
from viz.explorer import assets
from viz.explorer.guard import Guard
from viz.explorer.pages import error_page
from viz.explorer.pictured import picture_file
from viz.explorer.question import blank
from viz.explorer.registry import SCREENS
from viz.explorer.settings import Settings
from viz.explorer.shelf import Shelf
from viz.explorer.spec import Asked, Screen
from viz.explorer.start import empty
from viz.explorer.upload import add_upload
from viz.explorer.urls import Urls
from viz.explorer.warm import warm
from viz.pictures import PICTURES
from viz.words import labels

LONGEST_TEXT = 2_000  # characters of one value
LETTERS_OF_A_ROW = 500  # of a finished page, where what is kept is measured in rows
FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ics": "text/calendar; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    "": "application/zip",
}
JSON = "application/json"
PROBLEM = {JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
WRONG = (400, 404, 422, 503)  # what a request may end with beside its answer
Lang = Annotated[Literal["zh", "en"], Query(description="标签和说明的语言")]
Limit = Annotated[int, Query(ge=0, le=FETCH, description="最多几行，0 为不限")]


def create_app(settings: Settings) -> FastAPI:
    """The application for one store. Raises UsageError for settings that would leave it open to everyone."""
    settings.check_open()
    shelf = Shelf(settings.store)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=warm, daemon=True).start()
        yield
        shelf.close()

    app = FastAPI(title="zeren 责任图谱", version="1", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.add_middleware(Guard, settings=settings)
    for screen in SCREENS:
        _add_screen(app, screen, shelf, settings)
    for query in QUERIES:
        for form in ("xlsx", "csv", "md"):
            _add(app, f"/{query.name}.{form}", query.parameters, _file_of(query.name, form, shelf), query.description, FILES[form])
    for export in EXPORTS:
        # A list of units is a file of the user's on the command line; over the web it would be any file of this machine.
        open_ones = [one for one in export.parameters if one is not UNITS_FILE]
        _add(app, f"/export/{export.name}", open_ones, _paper_of(export, shelf), export.description, FILES[export.suffix], options=False)
    for one in PICTURES:
        _add(app, f"/picture/{one.name}.svg", one.parameters, picture_file(one, shelf), one.description, "image/svg+xml")
    add_upload(app, shelf, settings)
    app.add_api_route("/static/{name}", _asset, methods=["GET", "HEAD"], include_in_schema=False)
    _add_errors(app)
    _add_problem_schema(app)
    return app


def _add_screen(app: FastAPI, screen: Screen, shelf: Shelf, settings: Settings) -> None:
    def asked(one: Screen, lang: str, limit: int, values: Mapping[str, Any]) -> Asked:
        given = _filled(values)
        return Asked(one, one.check(given), shelf, settings, Urls(lang, (one.name, given)), lang, settings.today or date.today(), limit)

    def show(lang: str, limit: int, **values: Any) -> Response:
        missing = [one for one in screen.parameters if one.required and not values[one.name]]
        one = asked(screen.open() if missing else screen, lang, limit, values)
        try:
            if screen.needs_store:
                shelf.refresh()
            return HTMLResponse((screen.blank or blank)(one, missing) if missing else _page(one))
        except StoreError as error:
            if screen.name != "start":
                raise
            return HTMLResponse(empty(one, error), 503)

    def data(lang: str, limit: int, **values: Any) -> Response:
        one = asked(screen, lang, limit, values)
        if screen.needs_store:
            shelf.refresh()
        return JSONResponse(screen.data(one))

    path = "/" if screen.name == "start" else f"/{screen.name}"
    _add(app, path, screen.parameters, show, screen.description, "text/html")
    _add(app, f"/{screen.name}.json", screen.parameters, data, screen.description, JSON)


def _page(asked: Asked) -> str:
    """The finished page, kept until the store or the day changes."""
    screen = asked.screen
    key = ("page", screen.name, repr(asked.echo()), asked.lang, asked.limit, asked.today)
    html: str = asked.shelf.kept(key, lambda: screen.page(asked, screen.data(asked)), lambda text: len(text) // LETTERS_OF_A_ROW)
    return html


def _add(app: FastAPI, path: str, parameters: Sequence[Parameter], answer: Callable[..., Response], says: str, kind: str, *,
         options: bool = True) -> None:  # fmt: skip
    """A route whose parameters are those of a specification and whose answer is of a `kind`; it runs in a thread, as stores block.

    Pages are for people and stand in no description.
    """

    async def endpoint(**values: Any) -> Response:
        return await run_in_threadpool(answer, **values)

    kept = [_parameter(one) for one in parameters]
    if options:
        kept += [_keyword("lang", Lang, "zh"), _keyword("limit", Limit, DEFAULT_LIMIT)]
    endpoint.__signature__ = inspect.Signature(kept)  # type: ignore[attr-defined]
    wrong = PROBLEM if kind == JSON else {"text/plain": {"schema": {"type": "string"}}}
    responses: dict[int | str, dict[str, Any]] = {code: {"description": "一行说明和下一步", "content": wrong} for code in WRONG}
    responses[200] = {"description": "回答", "content": {kind: {}}}
    app.add_api_route(path, endpoint, methods=["GET"], description=says, include_in_schema=kind != "text/html", responses=responses,
                      response_class=Response, name=path, operation_id=path.strip("/") or "start")  # fmt: skip


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was given: a form sends its empty fields too."""
    return {name: value for name, value in values.items() if value not in ("", [], False)}


def _no_blanks(value: Any) -> Any:
    return [one for one in value if one != ""] if isinstance(value, list) else value


def _keyword(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _parameter(one: Parameter) -> inspect.Parameter:
    says = one.help
    if one.kind == "flag":
        return _keyword(one.name, Annotated[bool, BeforeValidator(lambda value: value or False), Query(description=says)], False)
    if one.kind == "ints":
        number = Annotated[int, Field(ge=0, le=9999)]
        return _keyword(one.name, Annotated[list[number], BeforeValidator(_no_blanks), Query(description=says)], [])
    if one.kind == "texts":
        text = Annotated[str, Field(max_length=LONGEST_TEXT)]
        return _keyword(one.name, Annotated[list[text], BeforeValidator(_no_blanks), Query(description=says)], [])
    return _keyword(one.name, Annotated[str, Query(description=says, max_length=LONGEST_TEXT)], "")


def _file_of(name: str, form: str, shelf: Shelf) -> Callable[..., Response]:
    def make(lang: str, limit: int, **values: Any) -> Response:
        shelf.refresh()
        answer = shelf.answer(name, _filled(values), Options(limit=limit, lang=lang))
        return _attachment(render_file(answer, form), f"{answer.title}.{form}", FILES[form])

    return make


def _paper_of(export: Export, shelf: Shelf) -> Callable[..., Response]:
    def make(**values: Any) -> Response:
        shelf.refresh()
        paper = export.build(shelf.store(), export.given(_filled(values)))
        content = paper.content if isinstance(paper.content, bytes) else _folder(paper.content)
        return _attachment(content, paper.title + (export.suffix or ".zip"), FILES[export.suffix])

    return make


def _folder(files: Mapping[str, bytes]) -> bytes:
    """The files of a folder as one ZIP, the same bytes each time."""
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stable(buffer.getvalue())


def _attachment(content: bytes, name: str, kind: str) -> Response:
    """A file to keep. Its name is what the answer is called, without what a file system or header cannot hold."""
    plain = "".join(" " if sign in '\\/:*?"<>|' or ord(sign) < 32 else sign for sign in name).strip() or "zeren"
    return Response(content, media_type=kind, headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(plain)}"})


async def _asset(name: str, request: Request) -> Response:
    if name not in assets.ASSETS:
        raise HTTPException(404)
    kept = "public, max-age=31536000, immutable" if request.query_params.get("v") == assets.version(name) else "no-cache"
    return Response(assets.content(name), media_type=assets.media_type(name), headers={"cache-control": kept})


def _add_errors(app: FastAPI) -> None:
    """Every failure ends as a line that says what is wrong and what to do next: JSON for data, a page for people."""

    @app.exception_handler(ZerenError)
    async def expected(request: Request, error: ZerenError) -> Response:
        return _problem(request, _status(error), error.message, error.hint, getattr(error, "nearest", ()))

    @app.exception_handler(RequestValidationError)
    async def unfit(request: Request, error: RequestValidationError) -> Response:
        names = "、".join(dict.fromkeys(str(one["loc"][1]) for one in error.errors() if len(one["loc"]) > 1))
        return _said(request, 422, "unfit", names=names)

    @app.exception_handler(404)
    async def missing(request: Request, _: Exception) -> Response:
        return _said(request, 404, "missing")

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        return _said(request, 500, "unexpected", kind=type(error).__name__)


def _status(error: ZerenError) -> int:
    if isinstance(error, UnknownName):
        return 404
    return 400 if isinstance(error, UsageError) else 503 if isinstance(error, StoreError) else 500


def _lang(request: Request) -> str:
    return "en" if request.query_params.get("lang") == "en" else "zh"


def _said(request: Request, status: int, name: str, **fields: str) -> Response:
    """A problem of the explorer itself, in words of viz/words.yaml."""
    words = labels(_lang(request))
    return _problem(request, status, words[f"problem_{name}"].format(**fields), words[f"problem_{name}_next"])


def _problem(request: Request, status: int, message: str, hint: str, nearest: Sequence[str] = ()) -> Response:
    path, lang = request.url.path, _lang(request)
    if lang == "en":
        message, hint = in_english(message), in_english(hint)
    if path.endswith(".json"):
        return JSONResponse({"error": message, "hint": hint, "nearest": list(nearest)}, status)
    if path.startswith(("/export/", "/static/", "/picture/")) or path.rpartition(".")[2] in FILES:
        return PlainTextResponse(f"{message}\n{hint}\n", status)
    return HTMLResponse(error_page(Urls(lang), lang, message, hint, nearest), status)


def _add_problem_schema(app: FastAPI) -> None:
    """What an error looks like, for programs that read /openapi.json."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        text = {"type": "string"}
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = {
            "type": "object", "required": ["error", "hint"],
            "properties": {"error": text, "hint": text, "nearest": {"type": "array", "items": text}},
        }  # fmt: skip
        return schema

    app.openapi = described  # type: ignore[method-assign]
