"""The word list that users see, in Chinese and English: labels, marks and sentences of `render/words.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from graph.errors import DataFileError, UsageError

LANGUAGES = ("zh", "en")
SECTIONS = ("columns", "values", "marks", "sentences")
_SINGULAR = {"bodies": "body", "duties": "duty"}
_VERBS = {" name": " names", " run": " runs", " are": " is", " have": " has"}
_ONE = re.compile(  # a count of one before what is counted, an adjective between
    r"(?<![\w.,%–-])(1 (?:(?:direct|other|doubtful|cooperating|supposed|named|distinct|more) )?)(tasks|items|points|units|documents|rows|districts|towns|themes|years|times|bodies|duties|members|peers|deadlines|collectives|partners|clusters|steps|ways|columns|weightings)\b( (?:name|run|are|have)\b)?"
)
_HINT = "每个词条都要有 zh 和 en；分组只能是 " + "、".join(SECTIONS)


@dataclass(frozen=True, slots=True)
class Words:
    """The word list in one language; each mapping is key -> text."""

    lang: str
    columns: Mapping[str, str]
    values: Mapping[str, str]
    marks: Mapping[str, str]
    sentences: Mapping[str, str]

    def column(self, name: str) -> str:
        """The heading of a column; its own name where the list has none (columns of a user's Cypher)."""
        return self.columns.get(name, name)

    def value(self, name: str) -> str:
        """The word for a code (LEAD, direct, department …); the code itself where the list has none."""
        return self.values.get(name, name)

    def code(self, column: str, value: str) -> str:
        """The word for a code in a column: one code may mean two things (a unit of the kind collective, the way by a collective)."""
        return self.values.get(f"{column}_{value}") or self.value(value)

    def say(self, key: str, **fields: Any) -> str:
        """The sentence with its blanks filled; raises KeyError for a key that the list does not have."""
        said = self.sentences[key].format(**fields)
        return _ONE.sub(_singular, said) if self.lang == "en" else said

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other, as the language puts signs between them: every list that a sentence holds is made here."""
        return self.sentences["joined"].join(names)


def _singular(found: re.Match[str]) -> str:
    """One of a counted thing: 1 tasks -> 1 task."""
    what, verb = found[2], found[3] or ""
    return f"{found[1]}{_SINGULAR.get(what, what[:-1])}{_VERBS.get(verb, verb)}"


def default_path() -> Path:
    """The word list that belongs to this program."""
    return Path(__file__).parent / "render" / "words.yaml"


@lru_cache(maxsize=4)
def load_words(lang: str) -> Words:
    """The word list in one of LANGUAGES, read once per process."""
    return read_words(default_path(), lang)


def read_words(path: Path, lang: str) -> Words:
    """Read a word list. Raises UsageError for an unknown language, DataFileError that names file and key for a broken list."""
    if lang not in LANGUAGES:
        raise UsageError(f"没有语言 {lang}", hint=f"可以是：{'、'.join(LANGUAGES)}")
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name} 读不出来：{error}", hint=_HINT) from error
    if not isinstance(data, dict) or set(data) != set(SECTIONS):
        raise DataFileError(f"{path.name} 的分组不对：{'、'.join(map(str, data or ()))}", hint=_HINT)
    return Words(lang, *(_section(path, name, data[name], lang) for name in SECTIONS))


def _section(path: Path, section: str, entries: object, lang: str) -> dict[str, str]:
    if not isinstance(entries, dict):
        raise DataFileError(f"{path.name}：{section} 应是键值表", hint=_HINT)
    found = {}
    for key, texts in entries.items():
        if not isinstance(texts, dict) or set(texts) != set(LANGUAGES):
            raise DataFileError(f"{path.name}：{section}.{key} 应有且只有 zh、en", hint=_HINT)
        if not isinstance(key, str):  # a bare yes or no is read as true or false, and nobody would find it
            raise DataFileError(f"{path.name}：{section} 的键 {key} 不是文字", hint="加上引号，例如 \"yes\"")
        found[key] = str(texts[lang])
    return found
