"""Read the text data files of names: refuse unknown keys and broken lines, naming file and line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from graph.errors import DataFileError

DATA = Path(__file__).parent / "data"
Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a data file; every value is text as written (`yes` stays yes), lists are tuples in the order given."""

    path: Path
    line: int
    values: Mapping[str, Value]

    def text(self, key: str, default: str = "") -> str:
        """The value of `key`; DataFileError if a list stands there."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.error(f"“{key}” 应是一个词，这里是一个列表", "去掉方括号")
        return value

    def many(self, key: str) -> tuple[str, ...]:
        """The values of `key`, () when absent; DataFileError if a single word stands there."""
        value = self.values.get(key, ())
        if isinstance(value, str):
            raise self.error(f"“{key}” 应是一个列表", f"写成 {key}: [{value}]")
        return value

    def choice(self, key: str, allowed: Sequence[str], default: str) -> str:
        """The value of `key`, which must be one of `allowed`."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(f"“{key}” 不能是“{value}”", "只能是 " + " | ".join(allowed))
        return value

    def error(self, what: str, hint: str) -> DataFileError:
        """An error that names this file and line."""
        return DataFileError(f"{self.path.name} 第 {self.line} 行：{what}", hint=hint)


def read_tsv(path: Path, columns: Sequence[str], extra: bool = False) -> list[Row]:
    """Rows of a tab-separated file. Lines that start with # and empty ones are skipped, the first other line is the header.

    The header must be `columns`; with `extra` further columns may follow. Raises DataFileError.
    """
    header: list[str] | None = None
    rows: list[Row] = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        here = Row(path, number, {})
        if header is None:
            header = cells
            if cells[:len(columns)] != list(columns) or (len(cells) > len(columns) and not extra):
                raise here.error("表头不对：" + " ".join(cells), "表头应是（以制表符分隔）：" + " ".join(columns))
            continue
        if len(cells) > len(header):
            raise here.error(f"有 {len(cells)} 列，表头只有 {len(header)} 列", "检查多出的制表符")
        rows.append(Row(path, number, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))))
    return rows


def read_yaml(path: Path, sections: Mapping[str, Sequence[str]]) -> dict[str, list[Row]]:
    """Rows of each section of a YAML file whose top level maps a section to a list of mappings.

    `sections` names the keys that rows of a section may have; "*" as the only key allows a section that is itself a
    mapping of free keys to lists, read as one row for each key with the values `key` and `values`. Raises DataFileError.
    """
    try:
        root = yaml.compose(_text(path), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as err:
        mark = getattr(err, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DataFileError(f"{path.name} 第 {line} 行：不是正确的 YAML", hint="检查这一行的括号、引号、冒号和缩进") from err
    out: dict[str, list[Row]] = {name: [] for name in sections}
    if root is None:
        return out
    if not isinstance(root, yaml.MappingNode):
        raise DataFileError(f"{path.name} 第 1 行：最外层应是“节名: 列表”", hint="节名可以是 " + "、".join(sections))
    for key, node in root.value:
        here = Row(path, key.start_mark.line + 1, {})
        if key.value not in sections:
            raise here.error(f"不认识的节“{key.value}”", "节名可以是 " + "、".join(sections))
        allowed = sections[key.value]
        if list(allowed) == ["*"]:
            out[key.value] += [Row(path, k.start_mark.line + 1, {"key": k.value, "values": v})
                               for k, v in _mapping(here, node).items()]
        else:
            out[key.value] += _records(here, node, allowed)
    return out


def _records(here: Row, node: yaml.Node, allowed: Sequence[str]) -> list[Row]:
    if not isinstance(node, yaml.SequenceNode):
        raise here.error("这一节应是一个列表", "每行以 “- {” 开头")
    rows: list[Row] = []
    for item in node.value:
        row = Row(here.path, item.start_mark.line + 1, {})
        values: dict[str, Value] = {}
        for key, value in _mapping(row, item).items():
            if key.value not in allowed:
                raise Row(here.path, key.start_mark.line + 1, {}).error(
                    f"不认识的键“{key.value}”", "可以用的键：" + "、".join(allowed))
            values[key.value] = value
        rows.append(Row(here.path, row.line, values))
    return rows


def _mapping(here: Row, node: yaml.Node) -> dict[yaml.ScalarNode, Value]:
    """Keys (as nodes, for their lines) and plain values of a mapping node; null becomes ""."""
    if not isinstance(node, yaml.MappingNode):
        raise here.error("应是“键: 值”", "写成 {键: 值, …}")
    out: dict[yaml.ScalarNode, Value] = {}
    seen: set[str] = set()
    for key, value in node.value:
        at = Row(here.path, key.start_mark.line + 1, {})
        if key.value in seen:
            raise at.error(f"键“{key.value}”写了两次", "删去一个")
        seen.add(key.value)
        if isinstance(value, yaml.SequenceNode):
            if not all(isinstance(v, yaml.ScalarNode) for v in value.value):
                raise at.error(f"“{key.value}”的列表里只能是词", "去掉里层的括号")
            out[key] = tuple(v.value for v in value.value)
        elif isinstance(value, yaml.ScalarNode):
            out[key] = "" if value.tag == "tag:yaml.org,2002:null" else value.value
        else:
            raise at.error(f"“{key.value}”的值应是一个词或一个列表", "写成 键: 词 或 键: [词, 词]")
    return out


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise DataFileError(f"{path.name} 第 1 行：读不出来（{err.__class__.__name__}）", hint="检查路径，文件须是 UTF-8 编码") from err


def own_file(variable: str) -> Path | None:
    """The user's own data file that an environment variable names; None where it is not set."""
    value = os.environ.get(variable)
    return Path(value) if value else None
