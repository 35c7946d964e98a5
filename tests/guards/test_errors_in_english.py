"""Every error can be said in English: each template of the sources is in `graph/errors.yaml`, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import DataFileError
from graph.errors_en import english_asked, in_english, read_errors, templates
from queries.registry import QUERIES
from tests.guards import error_texts


def helps() -> set[str]:
    """What is shown as the hint where a parameter is missing or no number."""
    return {one.help for query in QUERIES for one in query.parameters if one.positional or one.kind == "ints"}


def test_every_template_of_the_sources_has_its_english() -> None:
    made = error_texts.templates()
    assert len(made) > 400
    missing = sorted((made | helps()) - set(templates()))
    assert not missing, "graph/errors.yaml lacks:\n" + "\n".join(missing)


def test_no_entry_is_stale() -> None:
    stale = sorted(set(templates()) - error_texts.templates() - helps())
    assert not stale, "no error says any more:\n" + "\n".join(stale)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("图库 区.lb 不存在", "the graph 区.lb does not exist"),
        ("没有找到单位“已中断”", "no unit “已中断” found"),
        ("可以是：table、json", "it can be: table, json"),
        ("a：b.pdf：文件加了密码", "a：b.pdf: the file is protected with a password"),
        ("x.jsonl 第 3 行：图谱结构里没有标签 甲", "x.jsonl line 3: the structure of the graph has no label 甲"),
        ("查询超过 5 秒，已停止", "the query took more than 5 seconds and was stopped"),
        ("a.pdf：打不开（没有读取权限）", "a.pdf: cannot be opened (no permission to read)"),
        ("这不是我们的话", "这不是我们的话"),
    ],
)
def test_a_finished_text_is_known_again(chinese: str, english: str) -> None:
    assert in_english(chinese) == english


@pytest.mark.parametrize(
    ("words", "english"),
    [(["--lang", "en"], True), (["--lang=en"], True), (["--lang"], False), (["--lang=en", "--lang", "zh"], False), (["--language", "en"], False), ([], False)],
)
def test_a_command_line_asks_for_english(words: list[str], english: bool) -> None:
    assert english_asked(words) is english


def test_an_entry_that_loses_a_hole_is_refused(tmp_path: Path) -> None:
    (tmp_path / "errors.yaml").write_text('"没有 {0}": "there is none"\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"errors\.yaml"):
        read_errors(tmp_path / "errors.yaml")
