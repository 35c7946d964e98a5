"""Reading documents in from the page: each file in turn, and what was found in it; only for an explorer that may write."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from python_multipart.multipart import parse_options_header
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from graph.errors import SkipItem, ZerenError
from graph.errors_en import in_english
from graph.load import LoadReport
from graph.model import Extraction
from graph.remarks import told
from queries.base import Example, Options
from viz.explorer.names import safe_file
from viz.explorer.pages import render
from viz.explorer.settings import LARGEST_UPLOAD, Settings
from viz.explorer.shelf import Shelf
from viz.explorer.spec import Asked, Screen, crumbs
from viz.explorer.urls import Urls
from viz.source import Row
from viz.words import labels

MOST_FILES = 100  # in one request: a form without script sends them all at once
FEW = 5  # findings that are told at once; the page of the document has all
_MEGABYTE = 1024 * 1024


def data(asked: Asked) -> Row:
    """Whether this explorer may write, and how large a file may be."""
    return {"query": "upload", "title": asked.screen.title[asked.lang], "writable": asked.settings.ingest is not None, "largest": LARGEST_UPLOAD}


def page(asked: Asked, data: Row) -> str:
    """The form; where nothing can be written, how to start an explorer that can."""
    return _page(asked.urls, data["writable"], (), way=crumbs(asked, (data["title"], "")))


def _page(urls: Urls, writable: bool, files: Sequence[Row], way: Any) -> str:
    words = labels(urls.lang)
    return render("upload", urls, here="upload", title=words["upload_title"], crumbs=way, writable=writable, files=files,
                  action=urls.page("upload"), largest=LARGEST_UPLOAD, megabytes=LARGEST_UPLOAD // _MEGABYTE)  # fmt: skip


def add_upload(app: Starlette, shelf: Shelf, settings: Settings) -> None:
    """The address that takes files. One is read at a time; a document is written whole or not at all."""
    desk = Desk(shelf, settings)

    async def take(request: Request) -> Response:
        lang = "en" if request.query_params.get("lang") == "en" else "zh"
        urls, words = Urls(lang), labels(lang)
        plain = "application/json" in request.headers.get("accept", "")
        if settings.ingest is None:
            return _refused(plain, urls, 403, words["upload_closed"], words["upload_closed_next"])
        if parse_options_header(request.headers.get("content-type"))[0] != b"multipart/form-data":
            return _refused(plain, urls, 415, words["upload_none"], words["upload_none_next"])
        try:
            async with request.form(max_files=MOST_FILES, max_fields=MOST_FILES) as form:
                given = [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]
                files = [await run_in_threadpool(desk.read, one.filename or "", one.file, urls) for one in given]
        except ClientDisconnect:
            return _refused(plain, urls, 413, words["upload_large"].format(n=LARGEST_UPLOAD // _MEGABYTE), words["upload_large_next"])
        if not files:
            return _refused(plain, urls, 400, words["upload_none"], words["upload_none_next"])
        return JSONResponse({"files": files}) if plain else HTMLResponse(_page(urls, True, files, ()))

    app.add_route("/upload", take, methods=["POST"], include_in_schema=False)


def _refused(plain: bool, urls: Urls, status: int, message: str, hint: str) -> Response:
    if plain:
        return JSONResponse({"error": message, "hint": hint, "nearest": []}, status)
    return HTMLResponse(render("error", urls, title=message, message=message, hint=hint, links=()), status)


class Desk:
    """Reads files into the store of an explorer, one after the other."""

    def __init__(self, shelf: Shelf, settings: Settings) -> None:
        self._shelf, self._settings = shelf, settings
        self._one = threading.Lock()

    def read(self, name: str, content: IO[bytes], urls: Urls) -> Row:
        """What became of a file: its `documents`, and `refused`, the lines that say why something was not read."""
        skipped: list[SkipItem] = []
        loaded: Sequence[tuple[Extraction, LoadReport]] = ()
        refused: list[tuple[str, str]] = []
        assert self._settings.ingest is not None
        with tempfile.TemporaryDirectory(prefix="zeren-") as folder:
            path = Path(folder, safe_file(name))
            with path.open("wb") as file:
                shutil.copyfileobj(content, file)
            try:
                with self._one:
                    loaded = self._settings.ingest(self._settings.store, path, skipped)
            except ZerenError as error:
                refused.append((error.message, error.hint))
            refused += [(error.message.replace(f"{folder}/", "").replace(f"{folder}\\", ""), error.hint) for error in skipped]
        if urls.lang == "en":
            refused = [(in_english(message), in_english(hint)) for message, hint in refused]
        if loaded:
            self._shelf.refresh()
        documents = [self._report(extraction, report, urls) for extraction, report in loaded]
        return {"name": name, "documents": documents, "refused": [{"message": message, "hint": hint} for message, hint in refused]}

    def _report(self, extraction: Extraction, report: LoadReport, urls: Urls) -> Row:
        rows = self._shelf.answer("documents", {}, Options(limit=0, lang=urls.lang)).rows
        stem = next((row["document"] for row in rows if row["id"] == report.document_id), "")
        found = [one for one in self._settings.check(extraction) if not one.counted] if self._settings.check else []
        stop = "。" if urls.lang == "zh" else ". "
        state = "new" if report.new else "replaced" if report.replaced else "unchanged"
        return {
            "document": stem, "title": extraction.document.title or stem, "href": urls.document({"document": stem}), "state": state,
            "tasks": report.tasks, "duties": report.duties, "inferred": report.inferred, "units": report.units, "coverage": extraction.coverage.read,
            "notes": [stop.join(told(note, urls.lang)) for note in report.notes], "doubts": len(found), "findings": [told(one, urls.lang)[0] for one in found[:FEW]],
        }  # fmt: skip


UPLOAD = Screen(
    name="upload", title={"zh": "读入文件", "en": "Read documents"},
    description="把文件读进图库：拖进来或选择文件，逐份读取，读完给出核对结果；只在启动时允许写入才能用。",
    parameters=(), example=Example("打开读入文件的页面", {}), data=data, page=page, needs_store=False,
)  # fmt: skip
