"""The command `zeren`: parse options, open the store, call one function, print. The only module that knows click,
and the only one that handles errors."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from graph import exchange, load
from graph.errors import SkipItem, UsageError, ZerenError
from graph.errors_en import english_asked, two_lines
from graph.fixes import states
from graph.fixes.decide import Request, apply_all, decide
from graph.fixes.logbook import current_user, fix_help
from graph.names import known_names
from graph.store import DEFAULT_PATH, ENVIRONMENT, open_store
from graph.usage import help_in_chinese, in_chinese, option_in_chinese
from queries import schemas
from queries.base import DEFAULT_LIMIT, Options
from queries.mcp import serve as serve_assistants
from queries.registry import QUERIES, run
from queries.render import FILES, FORMATS
from queries.render.deliver import deliver
from queries.render.fixes import render_fixes
from queries.render.output import save, screen_for, utf8_streams, written
from queries.unit_sets import read_units
from queries.words import LANGUAGES
from viz import VIEWS

store_option = click.option("--store", metavar="地址", help=f"图库：文件路径或 bolt:// 地址；默认 {DEFAULT_PATH}，也可用环境变量 {ENVIRONMENT}。")
LANG = click.option("--lang", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="标签的语言。")
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def answer_options(command: Any) -> Any:
    """What every question has: `--store --format --units --limit --lang --show-cypher -o`."""
    place, most = click.Path(dir_okay=False, path_type=Path), click.IntRange(min=0)
    options = (
        click.option("-o", "--output", type=place, help="写入文件；按扩展名选择格式。"),
        click.option("--show-cypher", is_flag=True, help="只显示要运行的 Cypher 和参数，不运行。"),
        click.option("--lang", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="表头和说明的语言。"),
        click.option("--limit", type=most, default=DEFAULT_LIMIT, show_default=True, help="最多几行，0 为不限。"),
        click.option("--units", type=place, metavar="文件", help="只看这个文件里列出的单位（分管名单），每行一个。"),
        click.option("--format", "form", type=click.Choice((*FORMATS, *FILES)), help="输出格式；默认 table。"),
        store_option,
    )
    for option in options:
        command = option(command)
    return command


class Formatter(click.HelpFormatter):
    """Help whose frame is Chinese as well (graph/usage.yaml)."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, in_chinese(args), prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{in_chinese(heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(option_in_chinese(name), help_in_chinese(says)) for name, says in rows], col_max, col_spacing)


class Listed(click.Group):
    """One command for each entry of a registry, then those below: `entries` loads it, `make` makes the command of an entry."""

    def __init__(self, *args: Any, entries: Callable[[], Sequence[Any]], make: Callable[[Any], click.Command], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.entries, self.make = entries, make

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [one.name for one in self.entries()] + sorted(super().list_commands(ctx))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = next((one for one in self.entries() if one.name == cmd_name), None)
        return self.make(entry) if entry else super().get_command(ctx, cmd_name)


class Zeren(Listed):
    """The group of all commands."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line and end the process with its status; every error ends in `status_of`."""
        utf8_streams()
        click.Context.formatter_class = Formatter  # of every command: a class of contexts would have to be named at each
        extra |= {"prog_name": extra.get("prog_name") or "zeren", "standalone_mode": False}
        english = english_asked([*args, extra.get("args")][0] or sys.argv[1:])
        sys.exit(status_of(lambda: super(Zeren, self).main(*args, **extra), english))


@click.group(cls=Zeren, entries=lambda: QUERIES, make=lambda query: query_command(query), context_settings=SETTINGS)
@click.version_option(package_name="zeren", prog_name="zeren", message="%(prog)s %(version)s")
def main() -> None:
    """责任图谱：把政务公开工作文件读成“区—单位—任务—主题”的责任图谱，回答谁负责什么。"""


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="文件…", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="写入文件，默认打印到屏幕。")
def extract(paths: tuple[Path, ...], output: Path | None) -> None:
    """读出文件写明的内容，每份文件一行 JSON，不动图库。"""
    from ingest import batch
    from ingest.emit import to_json

    skipped: list[SkipItem] = []
    with written(output) as out:
        for extraction in batch.extractions(batch.files(paths, skipped), skipped):
            out.write(json.dumps(to_json(extraction), ensure_ascii=False) + "\n")
    _end(skipped)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="文件…", type=click.Path(path_type=Path))
@click.option("--html", "page", metavar="网页", type=click.Path(path_type=Path), help="另写成网页：原文和读出的每一处；几份文件写进文件夹。")
@LANG
def check(paths: tuple[Path, ...], page: Path | None, lang: str) -> None:
    """在分发前核对文件：没有写明的单位、前后不一致的时限和名称等；有要看的地方时退出码为 1。"""
    from ingest import batch
    from ingest.check import check as findings_of
    from queries.render.checked import render_checked
    from viz.checked import checked_files

    skipped: list[SkipItem] = []
    doubtful, read = False, []
    for extraction in batch.extractions(batch.files(paths, skipped), skipped):
        findings = findings_of(extraction)
        doubtful = doubtful or any(not finding.counted for finding in findings)
        click.echo(render_checked(extraction, findings, lang), nl=False)
        read += [(extraction, findings)] if page else []
    if page and read:
        save(page, checked_files(read, lang))
    _end(skipped, doubtful)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="文件或文件夹…", type=click.Path(path_type=Path))
@LANG
@store_option
def ingest(paths: tuple[Path, ...], store: str | None, lang: str) -> None:
    """把文件读进图库；同一份文件再读一次不会重复。"""
    from ingest import batch
    from queries.render.ingested import render_ingested

    skipped: list[SkipItem] = []
    found = list(batch.files(paths, skipped))
    with open_store(store, write=True) as graph:
        loaded = batch.load_all(graph, found, skipped)
    click.echo(render_ingested(loaded, lang=lang, screen=screen_for()), nl=False)
    _end(skipped)


@main.command()
@click.argument("document", metavar="文件")
@store_option
def forget(document: str, store: str | None) -> None:
    """从图库里去掉一份文件（文件名、文号、标题或编号）。"""
    with open_store(store, write=True) as graph:
        report = load.forget(graph, document, **known_names())
    click.echo(f"已去掉《{report.title or report.stem}》（{report.stem}），共 {report.tasks} 项任务。")


@main.command()
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
def text(path: Path) -> None:
    """打印一份文件解码后的文字；摘录位置都按它计数。"""
    from ingest.extract import text_of

    click.echo(text_of(path), nl=False)


@main.command()
@click.argument("name", required=False, metavar="查询")
def schema(name: str | None) -> None:
    """打印查询结果的 JSON Schema；不写查询名则打印全部，extract 是 zeren extract 的。"""
    click.echo(json.dumps(schemas.schema(name) if name else schemas.schemas(), ensure_ascii=False, indent=2))


@main.command()
@store_option
def mcp(store: str | None) -> None:
    """供智能助手只读地查询图谱（MCP，标准输入输出）；接法见 docs/mcp.md。"""
    serve_assistants(store)


@main.command()
@click.argument("source", metavar="从")
@click.argument("target", metavar="到")
def copy(source: str, target: str) -> None:
    """把整个图谱从一个图库，或 zeren export 写出的文件，复制到另一个空的图库，并核对数量和校验和。"""
    done = exchange.transfer(source, target)
    click.echo(f"已复制：节点和关系共 {sum(done.counts.values())} 个，数量和校验和一致。")


def _end(skipped: list[SkipItem], doubtful: bool = False) -> None:
    """List what was skipped; the status is 1 if there is any, or something to look at."""
    english = click.get_current_context().params.get("lang") == "en"
    for error in skipped:
        click.echo(two_lines(error.message, error.hint, english, skipped=True), err=True)
    if skipped or doubtful:
        sys.exit(SkipItem.exit_code)


def _say_written(output: Path, made: Any) -> None:
    click.echo("\n".join([f"已写入 {output}：{made.title}", *(f"· {note}" for note in made.notes)]))


@main.command(help=fix_help())
@click.argument("words", nargs=-1, metavar="类别 词…")
@click.option("--undo", metavar="编号", help="撤销这一项更正。")
@click.option("--reason", default="", help="为什么这样更正。")
@click.option("--who", default=current_user, show_default="当前用户", help="谁作的决定。")
@store_option
def fix(words: tuple[str, ...], undo: str | None, reason: str, who: str, store: str | None) -> None:
    kind, *rest = ("undo", undo, *words) if undo else words or ("",)
    with open_store(store, write=True) as graph:
        done = decide(graph, Request(kind, tuple(rest), who, reason), **known_names())
    click.echo(f"已记下 {done.decision.mark()}：{done.decision.says()}；{done.documents} 份文件已更新。撤销：zeren fix --undo {done.decision.id}")


@main.command()
@click.option("--apply", "anew", is_flag=True, help="先让全部文件按现在的更正记录、名称文件和名册重新写入图库（它们改过以后用）。")
@store_option
def fixes(anew: bool, store: str | None) -> None:
    """列出全部人工更正及其状态；有更正找不到对象时退出码为 1。"""
    with open_store(store, write=anew) as graph:
        renewed = apply_all(graph, **known_names()) if anew else None
        found = states.states(graph, known_names()["gazetteer"])
    click.echo(render_fixes(found, screen_for(), renewed), nl=False)
    _end([], any(one.state == states.LOST for one in found))


def query_command(query: Any) -> click.Command:
    """The command of a question: options and help come from its specification."""

    def ask(store: str | None, form: str | None, output: Path | None, **params: Any) -> None:
        show_cypher, units = params.pop("show_cypher"), read_units(params.pop("units"))
        options = Options(params.pop("limit"), params.pop("lang"), show_cypher, units)
        with open_store(store) as graph:
            answer = run(query.name, graph, options, **params)
        deliver(answer, "cypher" if show_cypher else form, output)

    command = click.command(query.name, help=_help(query), short_help=query.title, context_settings=SETTINGS)
    return command(answer_options(_with_parameters(query.parameters, ask)))


def _help(query: Any) -> str:
    return f"{query.description}\n\n\b\n例：{query.example.says}\n  {query.command_line()}"


def _with_parameters(parameters: Sequence[Any], function: Callable[..., None]) -> Callable[..., None]:
    """Options and arguments in the order of the specification. A lone argument may be several words; `Given` says what is missing."""
    several = -1 if sum(parameter.positional for parameter in parameters) == 1 else 1
    for parameter in reversed(tuple(parameters)):
        if parameter.positional:
            shape: dict[str, Any] = {"nargs": several, "required": parameter.required and several == 1, "metavar": parameter.name.upper()}
            function = click.argument(parameter.name, callback=lambda ctx, one, value: " ".join(value) if one.nargs < 0 else value, **shape)(function)
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
    return {"metavar": None if choices else "文件" if parameter.name == "units" else "词", **shown, "multiple": kind in ("texts", "ints")}


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="地址", help="监听的地址；不是本机的地址要有口令。")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="端口，0 为自动选择。")
@click.option("--token", envvar="ZEREN_TOKEN", default="", help="打开时要有的口令；也可用环境变量 ZEREN_TOKEN。")
@click.option("--writable", is_flag=True, help="允许在网页上读入文件。")
@store_option
def serve(host: str, port: int, token: str, writable: bool, store: str | None) -> None:
    """在浏览器里查看图谱：只在本机打开，不连网，按 Ctrl-C 停止。"""
    from ingest import batch
    from ingest.check import check
    from viz.explorer import Settings, run_server
    settings = Settings(store, host, port, token, check=check, ingest=batch.load_path if writable else None)
    run_server(settings, lambda address: click.echo(f"用浏览器打开 {address}\n按 Ctrl-C 停止。"))


@main.command()
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@LANG
@store_option
def site(folder: Path, lang: str, store: str | None) -> None:
    """写出一个网页文件夹：双击打开，不用服务器、不连网，可以搜索，拷到 U 盘带走。"""
    from ingest.check import check
    from viz.explorer import Settings, write_site

    _say_written(folder, write_site(folder, Settings(store, check=check), lang))


def view_command(one: Any) -> click.Command:
    """The command of a page: options and help come from its specification."""

    def build(store: str | None, output: Path, lang: str, **params: Any) -> None:
        from viz.spec import ViewOptions

        subject = next((params.pop(p.name) for p in one.parameters if p.positional), "")
        with open_store(store) as graph:
            page = one.build(graph, ViewOptions(subject=subject, lang=lang, **params))
        save(output, page.html.encode("utf-8"))
        _say_written(output, page)

    place = click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到这个网页文件。")
    command = click.command(one.name, help=one.description, short_help=one.title, context_settings=SETTINGS)
    return command(_with_parameters(one.parameters, store_option(place(LANG(build)))))


@main.group(cls=Listed, entries=lambda: VIEWS, make=view_command, context_settings=SETTINGS)
def view() -> None:
    """生成网页：一个文件，不连网，用浏览器打开。"""


def _exports() -> Sequence[Any]:
    from queries.papers import EXPORTS  # loading them takes as long as all the rest
    from viz.pictures import PICTURES
    return (*EXPORTS, *PICTURES)


def export_command(one: Any) -> click.Command:
    """The command of a paper or picture: the last argument is the file, or the folder, to write."""

    def make(store: str | None, output: Path, **params: Any) -> None:
        one.check(output)
        with open_store(store) as graph:
            paper = one.build(graph, one.given(params))
        save(output, paper.content)
        _say_written(output, paper)

    place = click.argument("output", metavar=one.output, type=click.Path(path_type=Path))
    command = click.command(one.name, help=_help(one), short_help=one.title, context_settings=SETTINGS)
    return command(_with_parameters(one.parameters, place(store_option(make))))


def graph_command(form: str, says: str) -> click.Command:
    """The command that writes the whole graph in another shape."""

    def make(store: str | None, output: Path) -> None:
        with open_store(store) as graph:
            click.echo(f"已写入 {output}：节点和关系共 {exchange.export(graph, form, output)} 个")

    place = click.argument("output", metavar="位置", type=click.Path(path_type=Path))
    return click.command(form, help=f"整个图谱：{says}。", short_help="整个图谱", context_settings=SETTINGS)(place(store_option(make)))


@main.group(cls=Listed, entries=_exports, make=export_command, context_settings=SETTINGS,
            commands={form: graph_command(form, says) for form, says in exchange.FORMATS.items()})  # fmt: skip
def export() -> None:
    """生成可以转发的文件：责任矩阵、单位清单、任务分解表、日历、数据集、图片；或写出整个图谱。"""


def status_of(command: Callable[[], object], english: bool) -> int:
    """Run `command`; the exit status of the process. The only handler of errors: each ends as two lines."""
    try:
        return result if isinstance(result := command(), int) else 0
    except ZerenError as error:
        return _fail(english, error.message, error.hint, error.exit_code)
    except click.ClickException as error:
        said, path = error.format_message(), getattr(getattr(error, "ctx", None), "command_path", "zeren")
        if type(error).__name__ == "NoArgsIsHelpError":  # zeren or zeren view alone: what is said is the help
            click.echo(said)
            return UsageError.exit_code
        return _fail(english, said if english else in_chinese(said), f"用 {path} --help 查看用法", UsageError.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _fail(english, "已中断", "图库停在最后一份完整读入的文件，可以重新运行", 130)
    except BrokenPipeError:  # the reader (head, less) has gone: nothing more to say, and nothing to flush into it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    except Exception as error:
        if os.environ.get("ZEREN_DEBUG"):
            traceback.print_exc()
        return _fail(english, f"程序出错：{type(error).__name__}：{error}", "设置环境变量 ZEREN_DEBUG=1 再运行一次，把显示的内容一并报告", ZerenError.exit_code)


def _fail(english: bool, message: str, hint: str, status: int) -> int:
    click.echo(two_lines(message, hint, english), err=True)
    return status


if __name__ == "__main__":
    main()
