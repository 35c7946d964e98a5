"""What the pages and their fields say about themselves in English (viz/explorer/english.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from graph.errors import DataFileError

SECTIONS = ("pages", "fields")


def describe(page: str) -> str:
    """The sentence under the title of a page; raises KeyError for a page that the list does not have."""
    return _read()["pages"][page]


def explain(page: str, field: str) -> str:
    """What a field of a page wants; raises KeyError for one that the list does not have."""
    fields = _read()["fields"]
    return fields.get(f"{page}.{field}") or fields[field]


def known() -> Mapping[str, frozenset[str]]:
    """The keys of both lists."""
    return {name: frozenset(texts) for name, texts in _read().items()}


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Mapping[str, str]]:
    path = Path(__file__).with_suffix(".yaml")
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(data, dict) or tuple(data) != SECTIONS or not all(isinstance(text, str) for texts in data.values() for text in texts.values()):
        raise DataFileError(f"{path.name} 的分组不对", hint=f"应有且只有 {'、'.join(SECTIONS)}，每个词条是一句英文")
    return data
