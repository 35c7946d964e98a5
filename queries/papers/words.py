"""The words of the papers: `words.yaml` beside this module, in Chinese, which is what offices forward."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from graph.errors import DataFileError

_HINT = "每个词条都是一行文字；带空白的句子用引号括起来"


def default_path() -> Path:
    """The word list that belongs to this program."""
    return Path(__file__).parent / "words.yaml"


@lru_cache(maxsize=1)
def load() -> Mapping[str, str]:
    """Key -> text, read once per process."""
    return read(default_path())


def read(path: Path) -> dict[str, str]:
    """Read a word list. Raises DataFileError that names file and key."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name} 读不出来：{error}", hint=_HINT) from error
    if not isinstance(data, dict):
        raise DataFileError(f"{path.name} 应是键值表", hint=_HINT)
    for key, text in data.items():
        if not isinstance(key, str) or not isinstance(text, str):
            raise DataFileError(f"{path.name}：{key} 应是文字", hint=_HINT)
    return data


def say(key: str, **fields: Any) -> str:
    """The text with its blanks filled; raises KeyError for a key that the list does not have."""
    return load()[key].format(**fields)
