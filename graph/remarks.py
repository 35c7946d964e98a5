"""What notes and findings say, in Chinese and English: the sentences of `remarks.yaml`, filled with the fields of a note.

A note keeps its Chinese sentence, which is what the graph and `zeren extract` show, and beside it the fields that it was made
from, so that it can be said in another language. Reasons that the graph keeps as a finished sentence (why a body belongs to a
collective) are known again by the Chinese that they were made from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from graph.errors import DataFileError
from graph.model import Finding, Note, Span

SECTIONS = ("words", "notes", "pieces", "reasons")
LANGUAGES = {"zh", "en"}
_HINT = "每个词条都要有 zh 和 en；notes 的词条是 message 和 hint；分组只能是 " + "、".join(SECTIONS)
Fields = Mapping[str, Any]  # texts, numbers, and lists of texts or of pieces: {"piece": its name, its own fields}


def note(code: str, span: Span | None = None, *, form: str = "", **fields: Any) -> Note:
    """The note of a code; `form` is the entry of the list where it is said in several ways."""
    kept = {**fields, "form": form} if form else fields
    message, hint = said(code, kept)
    return Note(code, message, hint, span, kept)


def said(code: str, fields: Fields, lang: str = "zh") -> tuple[str, str]:
    """Message and hint of a note or finding. Raises KeyError for a code or field that is not there."""
    entry = _read()["notes"][fields.get("form") or code]
    filling = _Filling(lang)
    return filling.vformat(entry["message"][lang], (), fields), filling.vformat(entry["hint"][lang], (), fields)


def told(one: Note | Finding, lang: str) -> tuple[str, str]:
    """Message and hint in a language; what was kept without its fields, by an earlier version, stays Chinese."""
    return _told(one.code, one.fields, (one.message, one.hint), lang)


def retold(note: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """A note as the graph keeps it, in a language and without its fields."""
    message, hint = _told(note["code"], note.get("fields", {}), (note["message"], note.get("hint", "")), lang)
    return {**{name: value for name, value in note.items() if name != "fields"}, "message": message, "hint": hint}


def _told(code: str, fields: Fields, chinese: tuple[str, str], lang: str) -> tuple[str, str]:
    if lang == "zh":
        return chinese
    try:
        return said(code, fields, lang)
    except KeyError:
        return chinese


def piece(name: str, **fields: Any) -> dict[str, Any]:
    """A part of a message, to be put into a list of fields."""
    return {"piece": name, **fields}


def piece_text(one: Fields, lang: str = "zh") -> str:
    """A part of a message in words."""
    return _Filling(lang).vformat(_read()["pieces"][one["piece"]][lang], (), one)


def word(code: str, lang: str) -> str:
    """The word for a code (a part, a role, a group of findings)."""
    return str(_read()["words"][code][lang])


def reason(name: str, **fields: Any) -> str:
    """A reason in Chinese, as the graph keeps it."""
    return str(_read()["reasons"][name]["zh"]).format(**fields)


def reason_in(text: str, lang: str) -> str:
    """A kept reason in a language; text that is none of ours stays as it is."""
    for pattern, other in _reasons() if lang != "zh" else ():
        if match := pattern.fullmatch(text):
            return other.format(**match.groupdict())
    return text


def reason_fields(name: str, text: str) -> dict[str, str] | None:
    """What a kept reason was made from, as texts; None if it is another reason."""
    match = _pattern(str(_read()["reasons"][name]["zh"])).fullmatch(text)
    return match.groupdict() if match else None


def layout_in(text: str, lang: str) -> str:
    """A kept layout, "body：numbered（why）", with its reason in a language."""
    head, bracket, why = text.partition("（")
    return text if lang == "zh" or not bracket else f"{head.replace('：', ': ')} ({reason_in(why.removesuffix('）'), lang)})"


def entries() -> Mapping[str, Mapping[str, Any]]:
    """The whole list: section -> key -> its texts."""
    return _read()


class _Filling(Formatter):
    """Fills a sentence: {x!w} is a word for a code, {xs:、} a list with what joins it."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion != "w":
            return super().convert_field(value, conversion)
        return word(value, self.lang) if isinstance(value, str) else [word(one, self.lang) for one in value]

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str) or not isinstance(value, Sequence):
            return str(value)
        return format_spec.join(piece_text(one, self.lang) if isinstance(one, Mapping) else str(one) for one in value)


@lru_cache(maxsize=1)
def _reasons() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The Chinese of each reason as a pattern with a group for each field, and its English, in the order of the list."""
    return tuple((_pattern(texts["zh"]), texts["en"]) for texts in _read()["reasons"].values())


def _pattern(chinese: str) -> re.Pattern[str]:
    parts = [re.escape(before) + (f"(?P<{name}>.+)" if name else "") for before, name, _, _ in Formatter().parse(chinese)]
    return re.compile("".join(parts))


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Mapping[str, Any]]:
    return read_remarks(Path(__file__).with_suffix(".yaml"))


def read_remarks(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """Read a list. Raises DataFileError that names file and key."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(data, dict) or tuple(data) != SECTIONS:
        raise DataFileError(f"{path.name} 的分组不对：{'、'.join(map(str, data or ()))}", hint=_HINT)
    for section, found in data.items():
        for key, texts in found.items():
            if section == "notes" and (not isinstance(texts, dict) or set(texts) != {"message", "hint"}):
                raise DataFileError(f"{path.name}：{section}.{key} 应有且只有 message、hint", hint=_HINT)
            for one in texts.values() if section == "notes" else (texts,):
                if not isinstance(one, dict) or set(one) != LANGUAGES or not all(isinstance(text, str) for text in one.values()):
                    raise DataFileError(f"{path.name}：{section}.{key} 应有且只有 zh、en", hint=_HINT)
    return data
