"""The word list of the pages: labels in Chinese and English."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from graph.errors import DataFileError, UsageError

LANGUAGES = ("zh", "en")
_SECTIONS = {"labels"}
_HINT = "labels 的每个词条都要有 zh 和 en"


def default_path() -> Path:
    """The word list that belongs to this program."""
    return Path(__file__).parent / "words.yaml"


@lru_cache(maxsize=4)
def labels(lang: str) -> dict[str, str]:
    """Key -> text in one of LANGUAGES. Raises UsageError for another language."""
    if lang not in LANGUAGES:
        raise UsageError(f"没有语言 {lang}", hint=f"可以是：{'、'.join(LANGUAGES)}")
    return {key: texts[lang] for key, texts in read_words(default_path())["labels"].items()}


def read_words(path: Path) -> dict[str, dict[str, Any]]:
    """Read a word list. Raises DataFileError that names file and key."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name} 读不出来：{error}", hint=_HINT) from error
    if not isinstance(data, dict) or set(data) != _SECTIONS:
        raise DataFileError(f"{path.name} 的分组不对：{'、'.join(map(str, data or ()))}", hint=_HINT)
    for key, texts in data["labels"].items():
        if not isinstance(texts, dict) or set(texts) != set(LANGUAGES) or not all(isinstance(text, str) for text in texts.values()):
            raise DataFileError(f"{path.name}：labels.{key} 应有且只有 zh、en", hint=_HINT)
    return data
