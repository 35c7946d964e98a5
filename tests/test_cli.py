"""The command line: thin commands, options from the specifications, one handler of errors."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import cli
from graph.errors import DataFileError, SkipItem, StoreError, UnknownName
from queries import QUERIES

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "examples" / "documents"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store that holds two example documents."""
    address = str(tmp_path_factory.mktemp("cli") / "zeren.lb")
    done = zeren("ingest", DOCUMENTS / "yunchuan-2025.txt", DOCUMENTS / "yunchuan-2024.txt", "--store", address)
    assert done.exit_code == 0, done.output
    return address


def zeren(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments], prog_name="zeren")


def test_help_lists_every_command() -> None:
    shown = zeren("--help").stdout
    names = [query.name for query in QUERIES] + ["extract", "check", "ingest", "forget", "text", "view"]
    for name in names:
        assert f"\n  {name} " in shown
    assert zeren("-h").exit_code == 0


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_command_follows_from_its_specification(query: Any) -> None:
    shown = "".join(zeren(query.name, "--help").stdout.split())
    for parameter in query.parameters:
        assert "".join(parameter.help.split()) in shown or parameter.positional
        assert (parameter.name.upper() if parameter.positional else f"--{parameter.name.replace('_', '-')}") in shown
    for option in ("--store", "--format", "--limit", "--lang", "--show-cypher", "--output"):
        assert shown.count(option) == 1
    assert "".join(query.command_line().split()) in shown


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_question_in_every_format(store: str, query: Any, form: str) -> None:
    words = [word.strip('"') for word in query.command_line().split()[1:]]
    if query.name == "cypher":
        words = ["cypher", query.example.params["statement"]]
    done = zeren(*words, "--store", store, "--format", form)
    assert done.exit_code == 0, done.output
    assert done.stdout.strip()
    if form == "json":
        assert json.loads(done.stdout)["query"] == query.name
    if form == "csv":
        assert len(list(csv.reader(io.StringIO(done.stdout)))) > 1


def test_the_python_function_gives_the_same(store: str) -> None:
    from graph.store import open_store
    from queries import run

    shown = json.loads(zeren("obligations", "教育局", "--district", "云川", "--store", store, "--format", "json").stdout)
    with open_store(store) as graph:
        assert run("obligations", graph, unit="教育局", district="云川").to_json() == shown


@pytest.mark.parametrize(
    ("name", "begins"), [("a.json", "{"), ("a.csv", "\ufeff"), ("a.md", "## "), ("a.txt", "云川区"), ("a", "云川区")]
)
def test_the_name_of_the_file_chooses_the_format(store: str, tmp_path: Path, name: str, begins: str) -> None:
    done = zeren("obligations", "教育局", "--store", store, "-o", tmp_path / name)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert (tmp_path / name).read_bytes().decode("utf-8").startswith(begins)
    assert [path.name for path in tmp_path.iterdir()] == [name]  # nothing half written stays behind


def test_cypher_is_shown_and_not_run(store: str) -> None:
    done = zeren("overload", "--district", "云川", "--show-cypher", "--store", store)
    assert done.exit_code == 0
    assert '// $districts = ["云川区"]' in done.stdout
    assert done.stdout.count("MATCH (u:Unit)") >= 5


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["obligations", "教于局"], UnknownName.exit_code, "是不是：区教育局"),
        (["obligations"], 2, "UNIT"),
        (["obligations", "教育局", "--year", "去年"], 2, "去年"),
        (["obligations", "教育局", "--role", "监督"], 2, "监督"),
        (["nothing"], 2, "nothing"),
        (["show", "999"], 2, "没有找到任务"),
        (["cypher", "MATCH (n) DETACH DELETE n"], 2, "DETACH"),
        (["cypher", "MATCH (n:Nothing) RETURN n"], 3, "Nothing"),
        (["forget", "没有这份"], 2, "没有这份"),
        (["overload", "--district", "火星区"], 2, "火星区"),
        (["stats", "-o", "/没有/这个/a.json"], 2, "写不进去"),
    ],
)
def test_errors_are_two_lines_and_a_status(store: str, arguments: list[str], status: int, says: str) -> None:
    done = zeren(*arguments, *([] if arguments[0] == "nothing" else ["--store", store]))
    assert done.exit_code == status
    assert says in done.stderr
    error, hint = done.stderr.strip().splitlines()
    assert error.startswith("错误：")
    assert hint.startswith("建议：")
    assert len(hint) > 4


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    done = zeren("stats", "--store", tmp_path / "no.lb")
    assert done.exit_code == StoreError.exit_code
    assert "zeren ingest" in done.stderr
    assert not list(tmp_path.iterdir())


def test_extract_prints_one_object_per_document(tmp_path: Path) -> None:
    paths = [DOCUMENTS / "yunchuan-2025.txt", DOCUMENTS / "yunchuan-2024.txt"]
    done = zeren("extract", *paths)
    assert done.exit_code == 0
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(record["document"]["path"]).stem for record in records] == [path.stem for path in paths]
    assert zeren("extract", *paths).stdout == done.stdout
    assert zeren("extract", *paths, "-o", tmp_path / "out.jsonl").stdout == ""
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize("command", ["extract", "check", "ingest"])
def test_a_bad_file_is_skipped_and_the_others_go_on(tmp_path: Path, command: str) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK nothing")
    good = DOCUMENTS / "yunchuan-2025.txt"
    paths = [tmp_path / "empty.txt", good, tmp_path / "broken.docx", tmp_path / "missing.txt"]
    done = zeren(command, *paths, *(["--store", tmp_path / "z.lb"] if command == "ingest" else []))
    assert done.exit_code == SkipItem.exit_code
    assert done.stderr.count("跳过：") == 3
    assert done.stderr.count("建议：") == 3
    assert "yunchuan-2025" in done.stdout


def test_check_says_what_to_look_at(tmp_path: Path) -> None:
    done = zeren("check", DOCUMENTS / "yunchuan-2025.txt")
    assert done.exit_code == 1
    assert "第28项没有写明责任单位" in done.stdout
    plain = "云川区2025年政务公开工作要点\n\n一、工作\n\n1.公布招生范围。（责任单位：区教育局，完成时限：全年）\n"
    (tmp_path / "plain.txt").write_text(plain, encoding="utf-8")
    assert "plain.txt" in zeren("check", tmp_path / "plain.txt").stdout
    english = zeren("check", DOCUMENTS / "yunchuan-2025.txt", "--lang", "en")
    assert (english.exit_code, "Item 28 names no responsible body" in english.stdout, "没有写明" in english.stdout) == (1, True, False)


def test_ingest_again_changes_nothing_and_forget_takes_out(tmp_path: Path) -> None:
    address = tmp_path / "z.lb"
    path = DOCUMENTS / "yunchuan-2025.txt"
    assert "新增" in zeren("ingest", path, "--store", address).stdout
    first = zeren("stats", "--store", address, "--format", "json").stdout
    assert "没有变化" in zeren("ingest", path, "--store", address).stdout
    assert zeren("stats", "--store", address, "--format", "json").stdout == first
    done = zeren("forget", "yunchuan-2025", "--store", address)
    assert done.exit_code == 0
    assert "已去掉" in done.stdout
    assert "还没有文件" in zeren("stats", "--store", address).stdout


@pytest.mark.parametrize("form", ["jsonl", "graphml", "gexf", "neo4j-admin"])
def test_what_export_writes_copy_reads(tmp_path: Path, example_store: str, form: str) -> None:
    place, again = tmp_path / f"图谱.{form}", tmp_path / "again.lb"
    done = zeren("export", form, place, "--store", example_store)
    assert done.exit_code == 0
    count = re.search(r"共 (\d+) 个", done.stdout)
    assert count is not None
    done = zeren("copy", place, again)
    assert f"共 {count[1]} 个，数量和校验和一致" in done.stdout
    shown = [zeren("overload", "--format", "json", "--store", store).stdout for store in (example_store, again)]
    assert shown[0] == shown[1] != ""
    done = zeren("copy", place, again)
    assert done.exit_code == 3
    assert "不是空的" in done.stderr


def test_copy_says_what_is_wrong_with_a_file(tmp_path: Path, example_store: str) -> None:
    place = tmp_path / "graph.jsonl"
    zeren("export", "jsonl", place, "--store", example_store)
    lines = place.read_text("utf-8").splitlines(keepends=True)
    place.write_text("".join(lines[:-1]), "utf-8")
    done = zeren("copy", place, tmp_path / "again.lb")
    assert done.exit_code == DataFileError.exit_code
    assert done.stderr.startswith("错误：graph.jsonl 不完整")
    assert "建议：" in done.stderr
    assert zeren("copy", tmp_path / "absent.jsonl", tmp_path / "again.lb").exit_code == DataFileError.exit_code
    (tmp_path / "folder").mkdir()
    assert "CSV 文件夹" in zeren("copy", tmp_path / "folder", tmp_path / "again.lb").stderr


def test_text_is_what_spans_count(tmp_path: Path) -> None:
    path = DOCUMENTS / "yunchuan-2025.txt"
    shown = zeren("text", path).stdout
    record = json.loads(zeren("extract", path).stdout)
    for task in record["tasks"]:
        for one in task["assignments"]:
            start, end = one["span"]
            assert shown[start:end].replace("\n", "").replace(" ", "") == one["mention"]


def test_one_document_of_a_run_that_is_cut_off_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import graph.load

    real, calls = graph.load.load, []

    def load(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    monkeypatch.setattr(graph.load, "load", load)
    address = tmp_path / "z.lb"
    done = zeren("ingest", DOCUMENTS / "yunchuan-2025.txt", DOCUMENTS / "yunchuan-2024.txt", "--store", address)
    assert done.exit_code == 130
    assert "已中断" in done.stderr
    figures = json.loads(zeren("stats", "--store", address, "--format", "json").stdout)["rows"]
    assert {row["code"]: row["value"] for row in figures}["documents"] == 1


def test_an_unexpected_error_is_two_lines(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError("内部")

    monkeypatch.setattr("queries.registry.answer", broken)
    monkeypatch.delenv("ZEREN_DEBUG", raising=False)
    done = zeren("stats", "--store", store)
    assert done.exit_code == 3
    assert "Traceback" not in done.stderr
    assert "RuntimeError：内部" in done.stderr
    monkeypatch.setenv("ZEREN_DEBUG", "1")
    assert "Traceback" in zeren("stats", "--store", store).stderr


def test_a_reader_that_goes_away_is_no_error(store: str) -> None:
    """`zeren … | head -1` ends quietly, with UTF-8 whatever the console's own encoding is."""
    command = f'"{sys.executable}" "{ROOT / "cli.py"}" units --store "{store}" --format json | head -c 20'
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(command, shell=True, capture_output=True, env=environment, cwd=ROOT, check=False)
    assert done.stderr == b""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "units", "--store", store],
        capture_output=True,
        env=environment,
        cwd=ROOT,
        check=False,
    )
    assert "单位名录" in done.stdout.decode("utf-8")


def test_commands_are_thin() -> None:
    """A command opens, calls and prints: its body has at most 15 lines."""
    tree = ast.parse((ROOT / "cli.py").read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    commands = [node for node in functions if any("main.command" in ast.unparse(one) for one in node.decorator_list)]
    commands += [node for node in functions if node.name in ("ask", "build")]
    assert len(commands) >= 6
    for node in commands:
        first = node.body[1] if isinstance(node.body[0], ast.Expr) and len(node.body) > 1 else node.body[0]
        assert (node.end_lineno or 0) - first.lineno < 15, node.name


def test_shared_options_are_defined_once() -> None:
    source = (ROOT / "cli.py").read_text(encoding="utf-8")
    for option in ('"--store"', '"--format"', '"--limit"', '"--show-cypher"'):
        assert source.count(option) == 1, option


def test_options_have_help() -> None:
    context = click.Context(cli.main)
    for name in cli.main.list_commands(context):
        command = cli.main.get_command(context, name)
        assert command is not None
        assert command.help, name
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, f"{name} {parameter.name}"
