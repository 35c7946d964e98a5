"""The command `zeren`: parse options, open the store, call one function, print. The only module that knows click,
and the only one that handles errors."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from graph.errors import SkipItem, UsageError, ZerenError
from graph.store import DEFAULT_PATH, ENVIRONMENT, Store, open_store
from queries.render.screen import Screen

Command = TypeVar("Command", bound=Callable[..., Any])
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FORMAT_OF = {".json": "json", ".csv": "csv", ".md": "md", ".txt": "table"}  # what -o FILE means without --format


def store_option(command: Command) -> Command:
    """`--store`, for every command that opens the graph."""
    text = f"图库：文件路径或 bolt:// 地址；默认 {DEFAULT_PATH}，也可用环境变量 {ENVIRONMENT}。"
    return click.option("--store", metavar="ADDRESS", help=text)(command)


def answer_options(command: Command) -> Command:
    """What every question has: `--store --format --limit --lang --show-cypher -o`."""
    from queries.base import DEFAULT_LIMIT
    from queries.render import FORMATS
    from queries.words import LANGUAGES

    options = (
        click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="写入文件；按扩展名选择格式。"),
        click.option("--show-cypher", is_flag=True, help="只显示要运行的 Cypher 和参数，不运行。"),
        click.option("--lang", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="表头和说明的语言。"),
        click.option(
            "--limit", type=click.IntRange(min=0), default=DEFAULT_LIMIT, show_default=True, help="最多几行，0 为不限。"
        ),
        click.option("--format", "form", type=click.Choice(FORMATS), help="输出格式；默认 table。"),
        store_option,
    )
    for option in options:
        command = option(command)
    return command


class Zeren(click.Group):
    """The group of all commands: those below, and one for each entry of `QUERIES`, made when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from queries.registry import QUERIES

        return [query.name for query in QUERIES] + sorted(super().list_commands(ctx))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from queries.registry import QUERIES

        query = next((query for query in QUERIES if query.name == cmd_name), None)
        return query_command(query) if query else super().get_command(ctx, cmd_name)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line and end the process with its status; every error ends in `status_of`."""
        _utf8()
        extra = {"prog_name": "zeren", **extra, "standalone_mode": False}
        sys.exit(status_of(lambda: super(Zeren, self).main(*args, **extra)))


@click.group(cls=Zeren, context_settings=SETTINGS)
@click.version_option(package_name="zeren", prog_name="zeren", message="%(prog)s %(version)s")
def main() -> None:
    """责任图谱：把政务公开工作文件读成“区—单位—任务—主题”的责任图谱，回答谁负责什么。"""


# --- reading documents -------------------------------------------------------------------------------------------------


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="文件…", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="写入文件，默认打印到屏幕。")
def extract(paths: tuple[Path, ...], output: Path | None) -> None:
    """读出文件写明的内容，每份文件一行 JSON，不动图库。"""
    from ingest.emit import to_json
    from ingest.extract import extract_file

    skipped: list[SkipItem] = []
    with written(output) as out:
        for path in _files(paths, skipped):
            with _skipping(skipped):
                line = json.dumps(to_json(extract_file(path)), ensure_ascii=False)
                out.write(line + "\n")
    _end(skipped)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="文件…", type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """在分发前核对文件：没有写明的单位、前后不一致的时限和名称等；有要看的地方时退出码为 1。"""
    from ingest.check import check as findings_of
    from ingest.extract import extract_file
    from queries.render.checked import render_checked

    skipped: list[SkipItem] = []
    doubtful = False
    for path in _files(paths, skipped):
        with _skipping(skipped):
            extraction = extract_file(path)
            findings = findings_of(extraction)
            doubtful = doubtful or any(not finding.counted for finding in findings)
            click.echo(render_checked(extraction, findings), nl=False)
    _end(skipped, doubtful)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="文件或文件夹…", type=click.Path(path_type=Path))
@store_option
def ingest(paths: tuple[Path, ...], store: str | None) -> None:
    """把文件读进图库；同一份文件再读一次不会重复。"""
    from queries.render.ingested import render_ingested

    skipped: list[SkipItem] = []
    files = list(_files(paths, skipped))
    with open_store(store, write=True) as graph:
        loaded = list(_load_all(graph, files, skipped))
    click.echo(render_ingested(loaded, screen=_screen()), nl=False)
    _end(skipped)


@main.command()
@click.argument("document", metavar="文件")
@store_option
def forget(document: str, store: str | None) -> None:
    """从图库里去掉一份文件（文件名、文号、标题或编号）。"""
    from graph import load
    from graph.names.gazetteer import load_gazetteer
    from graph.names.themes import load_themes

    with open_store(store, write=True) as graph:
        report = load.forget(graph, document, gazetteer=load_gazetteer(), themes=load_themes())
    click.echo(f"已去掉《{report.title or report.stem}》（{report.stem}），共 {report.tasks} 项任务。")


@main.command()
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
def text(path: Path) -> None:
    """打印一份文件解码后的文字；摘录位置都按它计数。"""
    from ingest.extract import text_of

    click.echo(text_of(path), nl=False)


def _files(paths: Iterable[Path], skipped: list[SkipItem]) -> Iterator[Path]:
    """The files that are meant, in order; paths that do not exist go to `skipped`."""
    from ingest.files import find

    for path in paths:
        with _skipping(skipped):
            yield from find([path])


@contextmanager
def _skipping(skipped: list[SkipItem]) -> Iterator[None]:
    """Note a file that cannot be used and go on with the next."""
    try:
        yield
    except SkipItem as error:
        skipped.append(error)


def _load_all(graph: Store, files: Sequence[Path], skipped: list[SkipItem]) -> Iterator[tuple[Any, Any]]:
    """(extraction, report) of each file that could be read; a bar on a terminal, nothing in a pipe."""
    from graph.load import load
    from graph.names.gazetteer import load_gazetteer
    from graph.names.themes import load_themes
    from ingest.extract import extract_file

    gazetteer, themes = load_gazetteer(), load_themes()
    with _progress(files) as shown:
        for path in shown:
            with _skipping(skipped):
                extraction = extract_file(path)
                yield extraction, load(graph, extraction, gazetteer=gazetteer, themes=themes)


@contextmanager
def _progress(files: Sequence[Path]) -> Iterator[Iterable[Path]]:
    """The files, with a bar on a terminal."""
    if not sys.stderr.isatty():
        yield files
        return
    with click.progressbar(files, label="读入", file=sys.stderr, item_show_func=lambda path: path.name if path else "") as bar:
        yield bar


def _end(skipped: list[SkipItem], doubtful: bool = False) -> None:
    """List what was skipped; the status is 1 if there is any, or something to look at."""
    for error in skipped:
        click.echo(f"跳过：{error.message}\n建议：{error.hint}", err=True)
    if skipped or doubtful:
        sys.exit(SkipItem.exit_code)


# --- questions: one command for each entry of the registry ---------------------------------------------------------------


def query_command(query: Any) -> click.Command:
    """The command of a question: options and help come from its specification."""
    command = click.command(query.name, help=_help(query), short_help=query.title, context_settings=SETTINGS)
    return command(answer_options(_with_parameters(query.parameters, _asker(query))))


def _help(query: Any) -> str:
    return f"{query.description}\n\n\b\n例：{query.example.says}\n  {query.command_line()}"


def _with_parameters(parameters: Iterable[Any], function: Callable[..., None]) -> Callable[..., None]:
    """Options and arguments in the order of the specification."""
    for parameter in reversed(tuple(parameters)):
        if parameter.positional:
            shown = parameter.name.upper()
            function = click.argument(parameter.name, nargs=-1, required=parameter.required, metavar=shown)(function)
        else:
            function = click.option(f"--{parameter.name.replace('_', '-')}", parameter.name, **_option(parameter))(function)
    return function


def _option(parameter: Any) -> dict[str, Any]:
    kind = getattr(parameter, "kind", "text")  # a view's parameters are all single words, but for the year
    shown: dict[str, Any] = {"help": parameter.help + "。"}
    if kind == "flag":
        return {**shown, "is_flag": True}
    if choices := getattr(parameter, "choices", ()):
        shown["type"] = click.Choice(choices)
    elif kind == "ints" or parameter.name == "year":
        shown |= {"type": click.INT, "metavar": "N"}
    return {"metavar": "词" if not choices else None, **shown, "multiple": kind in ("texts", "ints")}


def _asker(query: Any) -> Callable[..., None]:
    words = {parameter.name for parameter in query.parameters if parameter.positional}

    def ask(
        store: str | None, form: str | None, limit: int, lang: str, show_cypher: bool, output: Path | None, **params: Any
    ) -> None:
        from queries.base import Options
        from queries.registry import run

        given = {name: " ".join(value) if name in words else value for name, value in params.items()}
        with open_store(store) as graph:
            answer = run(query.name, graph, Options(limit, lang, show_cypher), **given)
        show(answer, form, output, show_cypher)

    return ask


def show(answer: Any, form: str | None, output: Path | None, only_cypher: bool) -> None:
    """Print or write an answer, or the Cypher that it needs."""
    from queries.render import render

    chosen = form or (FORMAT_OF.get(output.suffix.lower(), "table") if output else "table")
    with written(output) as out:
        out.write(render(answer, "cypher" if only_cypher else chosen, _screen(output)))
    if output is not None:
        click.echo(f"已写入 {output}", err=True)


# --- pages: one command for each entry of the registry ---------------------------------------------------------------------


class Views(click.Group):
    """One command for each entry of `VIEWS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from viz import VIEWS

        return [one.name for one in VIEWS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from viz import VIEWS

        return next((view_command(one) for one in VIEWS if one.name == cmd_name), None)


@main.group(cls=Views, context_settings=SETTINGS)
def view() -> None:
    """生成网页：一个文件，不连网，用浏览器打开。"""


def view_command(one: Any) -> click.Command:
    """The command of a page: options and help come from its specification."""
    from queries.words import LANGUAGES

    function = click.option("--lang", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="标签的语言。")(
        _viewer(one)
    )
    place = click.Path(dir_okay=False, path_type=Path)
    function = click.option("-o", "--output", required=True, type=place, help="写到这个网页文件。")(function)
    command = click.command(one.name, help=one.description, short_help=one.title, context_settings=SETTINGS)
    return command(_with_parameters(one.parameters, store_option(function)))


def _viewer(one: Any) -> Callable[..., None]:
    def build(store: str | None, output: Path, lang: str, **params: Any) -> None:
        from viz.spec import ViewOptions

        subject = next((" ".join(params.pop(p.name)) for p in one.parameters if p.positional), "")
        with open_store(store) as graph:
            page = one.build(graph, ViewOptions(subject=subject, lang=lang, **params))
        with written(output) as out:
            out.write(page.html)
        click.echo(f"已写入 {output}：{page.title}")
        for note in page.notes:
            click.echo(f"· {note}")

    return build


# --- printing, and the only handler of errors --------------------------------------------------------------------------------


@contextmanager
def written(output: Path | None) -> Iterator[Any]:
    """A text stream to `output` (UTF-8, line ends as they are; the file appears only when all is written), or to the screen."""
    if output is None:
        yield sys.stdout
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
        part.replace(output)
    except OSError as error:
        raise UsageError(
            f"{output} 写不进去：{error.strerror}", hint="请检查文件夹是否存在、是否有写入权限，文件是否正被打开"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _screen(output: Path | None = None) -> Screen:
    """The terminal; in a file or a pipe a wide one without colour, unless COLUMNS says how wide."""
    if output is None and sys.stdout.isatty():
        # An old Windows console prints colour codes as they are.
        colour = "NO_COLOR" not in os.environ and (os.name != "nt" or "WT_SESSION" in os.environ)
        return Screen(shutil.get_terminal_size().columns, colour)
    columns = os.environ.get("COLUMNS", "")
    return Screen(int(columns)) if columns.isdigit() and output is None else Screen()


def _utf8() -> None:
    """A Chinese Windows console is GBK by default and would stop at the first character that it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="replace")


def status_of(command: Callable[[], object]) -> int:
    """Run `command`; the exit status of the process. The only handler of errors: each ends as two lines."""
    try:
        result = command()
        return result if isinstance(result, int) else 0
    except ZerenError as error:
        return _fail(error.message, error.hint, error.exit_code)
    except click.ClickException as error:
        return _fail(error.format_message(), "用 zeren --help 或 zeren 命令 --help 查看用法", UsageError.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _fail("已中断", "图库停在最后一份完整读入的文件，可以重新运行", 130)
    except BrokenPipeError:
        # The reader (head, less) has gone: nothing more to say, and nothing to flush into it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    except Exception as error:
        if os.environ.get("ZEREN_DEBUG"):
            traceback.print_exc()
        hint = "设置环境变量 ZEREN_DEBUG=1 再运行一次，把显示的内容一并报告"
        return _fail(f"程序出错：{type(error).__name__}：{error}", hint, ZerenError.exit_code)


def _fail(message: str, hint: str, status: int) -> int:
    click.echo(f"错误：{message}\n建议：{hint}", err=True)
    return status


if __name__ == "__main__":
    main()
