"""What click says in English, in Chinese: the mistakes of a command line, and the frame of the help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from graph.errors import DataFileError
from graph.usage import read_usage

MISTAKES = (  # the command line, what is said, the next step
    ("show", "show 缺少参数 TASK", "题注"),
    ("trace", "trace 缺少参数 ABOUT", "文件名"),
    ("path 区教育局", "缺少参数 OTHER", "zeren path --help"),
    ("export raci", "缺少参数“文件.xlsx”", "zeren export raci --help"),
    ("view unit 教育局", "缺少选项 -o / --output", "zeren view unit --help"),
    ("obligations 教育局 --role 主办", "--role 的值不对：“主办”，可以是：LEAD、RESPONSIBLE、COOPERATE、牵头、责任、配合", "zeren obligations --help"),
    ("compare --by foo", "--by 的值不对：“foo”，可以是：theme、function", "zeren compare --help"),
    ("stats --limit -1", "--limit 的值不对：-1，最小是 0", "zeren stats --help"),
    ("serve --port 99999", "--port 的值不对：99999，应在 0 到 65535 之间", "zeren serve --help"),
    ("overload --year 去年", "--year 的值不对：“去年”不是整数", "zeren overload --help"),
    ("nothing", "没有命令“nothing”", "zeren --help"),
    ("export nothing x", "没有命令“nothing”", "zeren export --help"),
    ("stats --nosuch", "没有选项 --nosuch", "zeren stats --help"),
    ("stats --lan en", "没有选项 --lan，是不是 --lang？", "zeren stats --help"),
    ("stats --format", "选项 --format 后面要写值", "--help"),
    ("stats --show-cypher=1", "选项 --show-cypher 不带值", "--help"),
    ("stats a b", "多出了：a b", "zeren stats --help"),
    ("stats -o .", "-o / --output 的值不对：“.”是文件夹，不是文件", "zeren stats --help"),
    ("stats -o none/a.csv", "none/a.csv 写不进去：没有这个文件夹", "文件夹是否存在"),
)


@pytest.mark.parametrize(("line", "says", "hint"), MISTAKES, ids=[case[0] for case in MISTAKES])
def test_a_mistake_is_told_in_chinese(line: str, says: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if line in ("show", "trace", "stats -o none/a.csv"):  # told only where there is a store
        document = Path(cli.__file__).parent / "examples" / "documents" / "liuxi-2025.txt"
        assert CliRunner().invoke(cli.main, ["ingest", str(document)]).exit_code == 0
    done = CliRunner().invoke(cli.main, line.split(), prog_name="zeren")
    assert done.exit_code == 2
    error, step = done.stderr.strip().splitlines()
    assert error == f"错误：{says}"
    assert step.startswith("建议：")
    assert hint in step


@pytest.mark.parametrize("line", ["", "obligations", "stats", "view", "view unit", "export", "export raci", "serve", "ingest", "fix"])
def test_the_frame_of_the_help_is_chinese(line: str) -> None:
    shown = CliRunner().invoke(cli.main, [*line.split(), "--help"], prog_name="zeren").stdout
    assert shown.startswith("用法：zeren")
    assert "显示这份用法说明。" in shown
    assert not re.search(r"Usage|Options|Commands|OPTIONS|ARGS|Show|default|required|INTEGER|FILE|<=", shown)


def test_a_group_alone_shows_its_help() -> None:
    done = CliRunner().invoke(cli.main, ["view"], prog_name="zeren")
    assert done.exit_code == 2
    assert done.output.startswith("用法：zeren view")


def test_an_entry_with_a_hole_of_its_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "usage.yaml").write_text('"No such option {0}.": "没有 {1}"\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"usage\.yaml"):
        read_usage(tmp_path / "usage.yaml")
