"""Errors in English: a finished Chinese text is known again by the template of `errors.yaml` that it was made from.

Not in the list: why a fix matches nothing (pieces of `remarks.yaml`), and what other programs say inside of a message. These stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from graph.errors import DataFileError

_HINT = "每个词条是一句中文和它的英文，{0}、{1} 等在两边都要有"


def in_english(text: str) -> str:
    """A message or hint in English; a text that none of our templates makes comes back unchanged."""
    return _said(text, _templates())


def _said(text: str, templates: Sequence[tuple[re.Pattern[str], str]]) -> str:
    for pattern, other in templates:
        if match := pattern.fullmatch(text):
            return _FILLING.vformat(other, [_filled(match, number) for number in range(1, pattern.groups + 1)], {})
    return text


def english_asked(words: Sequence[str]) -> bool:
    """Whether a command line asks for English; the last `--lang` counts."""
    given = [after if word == "--lang" else word[7:] for word, after in pairwise((*words, "")) if word[:7] in ("--lang", "--lang=")]
    return given[-1:] == ["en"]


def two_lines(message: str, hint: str, english: bool, skipped: bool = False) -> str:
    """How an error ends on a terminal: what is wrong and the next step; `skipped` where a file was left out and the others go on."""
    if english:
        return f"{'Skipped' if skipped else 'Error'}: {in_english(message)}\nNext: {in_english(hint)}"
    return f"{'跳过' if skipped else '错误'}：{message}\n建议：{hint}"


def templates() -> Mapping[str, str]:
    """The whole list: Chinese -> English."""
    return _read()


def _filled(match: re.Match[str], group: int) -> str:
    """What stands in a hole. In quotation marks it is a name, which is never translated."""
    found, before = match[group], match.start(group) - 1
    return found if before >= 0 and match.string[before] in "“\"" else _said(found, _worded())


class _Filling(Formatter):
    """Fills a sentence; {0:,} is a list, joined in English by commas."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return ", ".join(_said(one, _worded()) for one in str(value).split("、")) if format_spec == "," else str(value)


_FILLING = _Filling()


@lru_cache(maxsize=1)
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Pattern of the Chinese and the English; those with the most text of their own first, as they say more."""
    made = []
    for chinese, english in _read().items():
        parts = [(before, name is not None) for before, name, _, _ in Formatter().parse(chinese)]
        pattern = "".join(re.escape(before) + ("(.+?)" if hole else "") for before, hole in parts)
        made.append((sum(len(before) for before, _ in parts), re.compile(pattern, re.DOTALL), english))
    return tuple((pattern, english) for _, pattern, english in sorted(made, key=lambda one: -one[0]))


@lru_cache(maxsize=1)
def _worded() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those with words of their own: a name with a colon in it is not taken for "{0}：{1}"."""
    return tuple((pattern, english) for pattern, english in _templates() if re.search("[\u4e00-\u9fff]", pattern.pattern))


@lru_cache(maxsize=1)
def _read() -> Mapping[str, str]:
    return read_errors(Path(__file__).with_name("errors.yaml"))


def read_errors(path: Path) -> Mapping[str, str]:
    """Read a list. Raises DataFileError that names file and entry."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for chinese, english in data.items():
        if not isinstance(english, str) or _holes(chinese) != _holes(english):
            raise DataFileError(f"{path.name}：{chinese} 应是文字", hint=_HINT)
    return dict(data)


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
