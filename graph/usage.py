"""What the reader of the command line says in English, in Chinese: finished texts are known again by the list in `usage.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter

import yaml

from graph.errors import DataFileError

_HINT = "每个词条是一句英文和它的中文，空位要是英文里有的"
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_SPACED = re.compile(r" ?(“[^”]*”) ?")
_BRACKETS = re.compile(r"(.*?)\[([^\[\]]+)\]", re.DOTALL)


def in_chinese(text: str) -> str:
    """A message in Chinese; names stand in Chinese quotation marks, options and choices in none. What the list lacks comes back unchanged."""
    for pattern, chinese in _patterns():
        if match := pattern.fullmatch(text):
            return _SPACED.sub(r"\1", chinese.format(*(_filled(part) for part in match.groups())))
    return text


def help_in_chinese(text: str) -> str:
    """A help text with what the reader adds in brackets at its end, [default: zh], said in Chinese."""
    match = _BRACKETS.fullmatch(text)
    if match is None:
        return in_chinese(text)
    return match[1] + "[" + "；".join(in_chinese(part) for part in match[2].split("; ")) + "]"


def option_in_chinese(text: str) -> str:
    """An option with the kind of its value: --output FILE."""
    name, _, kind = text.rpartition(" ")
    if name.endswith("INTEGER"):
        name, kind = name.removesuffix("INTEGER").rstrip(), f"INTEGER {kind}"
    return f"{name} {in_chinese(kind)}" if name else text


def _filled(text: str) -> str:
    """What stands in a hole: a sentence of the list, or names, each in quotation marks of its own."""
    if (said := in_chinese(text)) != text:
        return said
    found = [one[1] or one[2] or "" for one in _QUOTED.finditer(text)]
    if not found or _QUOTED.sub("", text).strip(" ,/"):
        return text
    plain = len(found) > 1 or found[0].startswith("-") or found[0].isupper()
    return (" / " if " / " in text else "、").join(one if plain else f"“{one}”" for one in found)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Pattern of the English and the Chinese; those with the most text of their own first, as they say more."""
    made = []
    for english, chinese in read_usage(Path(__file__).with_name("usage.yaml")).items():
        parts = [(before, name is not None) for before, name, _, _ in Formatter().parse(english)]
        pattern = "".join(re.escape(before) + ("(.+?)" if hole else "") for before, hole in parts)
        made.append((sum(len(before) for before, _ in parts), re.compile(pattern, re.DOTALL), chinese))
    return tuple((pattern, chinese) for _, pattern, chinese in sorted(made, key=lambda one: -one[0]))


def read_usage(path: Path) -> Mapping[str, str]:
    """Read a list. Raises DataFileError that names file and entry."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for english, chinese in data.items():
        if not isinstance(chinese, str) or not _holes(chinese) <= _holes(english):
            raise DataFileError(f"{path.name}：{english} 应是文字", hint=_HINT)
    return dict(data)


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
