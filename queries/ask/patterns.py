"""What `patterns.yaml`, `words.yaml`, `plain.yaml` and `english.yaml` say, checked: which questions there are and how people word them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from graph.errors import DataFileError
from queries.ask.english import Vocabulary, vocabulary

SPEECH = ("choices", "dialect", "formal", "spoken", "columns", "orders")  # groups of plain.yaml in the order in which they are tried
NEEDS = ("unit", "units2", "number", "time", "town", "place2", "quote", "topic")
ASKS = {"any", "all", "none", "needs", "lacks"}  # what a frame or a detail may ask of a question
ROLES = ("LEAD", "RESPONSIBLE", "COOPERATE", "OWNER", "ANY")
_FILES = {
    "patterns.yaml": {"unsaid", "frames", "details", "roles", "rephrase"},
    "words.yaml": {
        *("courtesy", "talk", "noise", "starts", "ends", "thesaurus", "nicknames"),
        *("generic", "typed", "terms", "asked_for", "no_unit_before", "not_after", "context"),
    },
    "english.yaml": {"english", "last", "vocabulary", "bodies", "heads"},
    "plain.yaml": {*SPEECH},
}
_HINT = "请对照文件开头的说明修正"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern. `name` is the intent, reason or role; the tuples hold compiled expressions or kinds of names."""

    name: str
    any: tuple[re.Pattern[str], ...] = ()
    all: tuple[re.Pattern[str], ...] = ()
    none: tuple[re.Pattern[str], ...] = ()
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    def fits(self, text: str, present: Iterable[str] = ()) -> bool:
        """Whether the masked question and the kinds of names in it fit."""
        kinds = set(present)
        return (
            all(need in kinds for need in self.needs)
            and not any(kind in kinds for kind in self.lacks)
            and (not self.any or any(one.search(text) for one in self.any))
            and all(one.search(text) for one in self.all)
            and not any(one.search(text) for one in self.none)
        )


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the files in `_FILES` say, each list in the order of its file where nothing else is said."""

    # patterns.yaml: the first rule that fits decides
    unsaid: tuple[Rule, ...]  # what documents of this kind never tell
    frames: tuple[Rule, ...]  # kinds of questions
    details: dict[str, tuple[Rule, ...]]  # kind of question -> what is asked for within it
    roles: tuple[Rule, ...]
    rephrase: tuple[tuple[re.Pattern[str], str], ...]  # (sentence form, plain form)
    # plain.yaml, by the groups of SPEECH: (form of speech, plain words), for a question whose names have not been looked up
    speech: tuple[tuple[re.Pattern[str], str], ...]
    # words.yaml
    courtesy: re.Pattern[str]  # what is said around a question
    context: re.Pattern[str]  # the words of clauses that only tell who asks and what for
    noise: re.Pattern[str]  # words that are no part of what is asked about
    whole: re.Pattern[str]  # words of the thesaurus, of which noise must not take a part
    talk: frozenset[str]  # words that alone narrow nothing
    generic: tuple[str, ...]  # words that go with anything: left out only where others have been found
    starts: str  # characters that are none at the start of a piece
    ends: str  # and at its end
    nicknames: dict[str, str]  # what people call a unit -> its name
    thesaurus: dict[str, str]  # everyday words -> those that documents print
    typed: tuple[str, ...]  # words of a question that are put right where they sound right
    terms: tuple[str, ...]  # nouns that a segmenter does not know
    asked_for: frozenset[str]  # nouns that may stand behind a question word
    no_unit_before: tuple[str, ...]  # words behind which the name of a collective is none
    not_after: dict[str, tuple[str, ...]]  # a name -> words that make it none where they follow it
    # english.yaml: (pattern, becomes); `last` come behind the single words of `vocabulary`
    english: tuple[tuple[re.Pattern[str], str], ...]
    last: tuple[tuple[re.Pattern[str], str], ...]
    vocabulary: Vocabulary


@lru_cache(maxsize=1)
def load_patterns() -> Patterns:
    """The patterns, read once per process. Raises DataFileError naming file and entry."""
    data: dict[str, Any] = {}
    for file, groups in _FILES.items():
        data |= _read(Path(__file__).parent / file, groups)
    noise = sorted((str(word) for word in data["noise"]), key=lambda word: (word[0] != "[", len(word)), reverse=True)
    name, words = "patterns.yaml", "words.yaml"
    dropped = _compiled(words, "noise", "|".join(word for word in noise if len(word) > 1))
    whole = sorted((key for key in map(str, data["thesaurus"]) if len(key) > 2), key=len, reverse=True)
    return Patterns(
        unsaid=tuple(_rule(name, "unsaid", entry, "reason", {"any", "unless"}) for entry in data["unsaid"]),
        frames=tuple(_rule(name, "frames", entry, "intent", ASKS) for entry in data["frames"]),
        details=_details(name, data["details"]),
        roles=tuple(_rule(name, "roles", entry, "role", {"any"}) for entry in data["roles"]),
        speech=tuple((_compiled("plain.yaml", group, pair[0]), str(pair[1])) for group in SPEECH for pair in data[group]),
        rephrase=tuple((_compiled(name, "rephrase", pair[0]), str(pair[1])) for pair in data["rephrase"]),
        courtesy=_compiled(words, "courtesy", "|".join(map(str, data["courtesy"]))),
        talk=frozenset(map(str, data["talk"])),
        noise=dropped,
        whole=_compiled(words, "thesaurus", "|".join(map(re.escape, whole)) or "(?!)"),
        starts=str(data["starts"]),
        ends=str(data["ends"]),
        nicknames={str(key): str(value) for key, value in data["nicknames"].items() if value},
        thesaurus={str(key): str(value) for key, value in data["thesaurus"].items()},
        context=_compiled(words, "context", "|".join(sorted(map(str, data["context"]), key=len, reverse=True))),
        typed=tuple(map(str, data["typed"])),
        terms=tuple(map(str, data["terms"])),
        asked_for=frozenset(map(str, data["asked_for"])),
        generic=tuple(map(str, data["generic"])),
        no_unit_before=tuple(map(str, data["no_unit_before"])),
        not_after={str(key): tuple(map(str, words)) for key, words in data["not_after"].items()},
        english=tuple((_english("english.yaml", pair[0]), str(pair[1])) for pair in data["english"]),
        last=tuple((_english("english.yaml", pair[0]), str(pair[1])) for pair in data["last"]),
        vocabulary=vocabulary(data["vocabulary"], data["bodies"], data["heads"]),
    )


def _read(path: Path, groups: set[str]) -> dict[str, Any]:
    """One file; it has to have these groups and no others."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name} 读不出来：{error}", hint=_HINT) from error
    if not isinstance(data, dict) or set(data) != groups:
        wrong = sorted(set(data) ^ groups) if isinstance(data, dict) else []
        raise DataFileError(f"{path.name} 的分组不对：{'、'.join(map(str, wrong))}", hint=_HINT)
    return data


def _rule(file: str, section: str, entry: Any, key: str, allowed: set[str]) -> Rule:
    if not isinstance(entry, dict) or key not in entry or not set(entry) <= {key, *allowed}:
        raise DataFileError(f"{file}：{section} 有不认识的条目 {entry}", hint=_HINT)
    name = str(entry[key])
    place = f"{section}.{name}"
    if section == "roles" and name not in ROLES:
        raise DataFileError(f"{file}：{place} 不是角色", hint=f"可以是：{'、'.join(ROLES)}")
    kinds = (*entry.get("needs", ()), *entry.get("lacks", ()))
    if unknown := [kind for kind in kinds if kind not in NEEDS]:
        raise DataFileError(f"{file}：{place} 有不认识的名称种类 {'、'.join(unknown)}", hint=f"可以是：{'、'.join(NEEDS)}")
    found = {
        field: tuple(_compiled(file, place, one) for one in entry.get(field, ())) for field in ("any", "all", "none", "unless")
    }
    return Rule(
        name,
        found["any"],
        found["all"],
        (*found["none"], *found["unless"]),
        tuple(entry.get("needs", ())),
        tuple(entry.get("lacks", ())),
    )


def _details(file: str, entries: Iterable[Any]) -> dict[str, tuple[Rule, ...]]:
    """The rules of each kind of question, in their order."""
    found: dict[str, tuple[Rule, ...]] = {}
    for entry in entries:
        rule = _rule(file, "details", entry, "detail", {"of", *ASKS})
        if "of" not in entry:
            raise DataFileError(f"{file}：details.{rule.name} 没有 of", hint=_HINT)
        kind = str(entry["of"])
        found[kind] = (*found.get(kind, ()), rule)
    return found


def _compiled(file: str, place: str, text: Any) -> re.Pattern[str]:
    try:
        return re.compile(str(text))
    except re.error as error:
        raise DataFileError(f"{file}：{place} 的表达式 {text} 不对：{error}", hint=_HINT) from error


def _english(file: str, text: Any) -> re.Pattern[str]:
    return _compiled(file, "english", rf"(?<![a-z0-9])(?:{text})(?![a-z0-9])")
