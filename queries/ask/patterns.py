"""What `patterns.yaml`, `words.yaml`, `plain.yaml` and `english.yaml` say, checked: which questions there are, how people word them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
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
    "patterns.yaml": {"words", "unsaid", "frames", "details", "roles", "rephrase"},
    "words.yaml": {
        *("courtesy", "talk", "noise", "starts", "ends", "thesaurus", "nicknames"),
        *("generic", "typed", "terms", "asked_for", "no_unit_before", "not_after", "context"),
    },
    "english.yaml": {"english_words", "english", "last", "vocabulary", "bodies", "heads"},
    "plain.yaml": {*SPEECH},
}
# Lists of words.yaml, and those of them in which one character alone may stand.
_LISTS = ("courtesy", "talk", "noise", "generic", "typed", "terms", "asked_for", "no_unit_before", "context")
_SHORT = ("talk", "context")
_NAME = re.compile(r"\{([a-z_]+)\}")
_SPACE = re.compile(r"\s+")
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
    _check_lists(data)
    named, english = _Named("patterns.yaml", data["words"]), _Named("english.yaml", data["english_words"], spaced=True)
    noise = sorted((str(word) for word in data["noise"]), key=lambda word: (word[0] != "[", len(word)), reverse=True)
    name, words = "patterns.yaml", "words.yaml"
    dropped = _compiled(words, "noise", "|".join(noise))
    whole = sorted((key for key in map(str, data["thesaurus"]) if len(key) > 2), key=len, reverse=True)
    found = Patterns(
        unsaid=tuple(_rule(named, "unsaid", entry, "reason", {"any", "unless"}) for entry in data["unsaid"]),
        frames=tuple(_rule(named, "frames", entry, "intent", ASKS) for entry in data["frames"]),
        details=_details(named, data["details"]),
        roles=tuple(_rule(named, "roles", entry, "role", {"any"}) for entry in data["roles"]),
        speech=tuple((_compiled("plain.yaml", group, named.expand(pair[0])), str(pair[1])) for group in SPEECH for pair in data[group]),
        rephrase=tuple((_compiled(name, "rephrase", named.expand(pair[0])), str(pair[1])) for pair in data["rephrase"]),
        courtesy=_compiled(words, "courtesy", "|".join(map(named.expand, data["courtesy"]))),
        talk=frozenset(map(str, data["talk"])),
        noise=dropped,
        whole=_compiled(words, "thesaurus", "|".join(map(re.escape, whole)) or "(?!)"),
        starts=str(data["starts"]),
        ends=str(data["ends"]),
        nicknames={str(key): str(value) for key, value in data["nicknames"].items()},
        thesaurus={str(key): str(value) for key, value in data["thesaurus"].items()},
        context=_compiled(words, "context", "|".join(sorted(map(str, data["context"]), key=len, reverse=True))),
        typed=tuple(map(str, data["typed"])),
        terms=tuple(map(str, data["terms"])),
        asked_for=frozenset(map(str, data["asked_for"])),
        generic=tuple(map(str, data["generic"])),
        no_unit_before=tuple(map(str, data["no_unit_before"])),
        not_after={str(key): tuple(map(str, words)) for key, words in data["not_after"].items()},
        english=tuple((_english(english.expand(pair[0])), str(pair[1])) for pair in data["english"]),
        last=tuple((_english(english.expand(pair[0])), str(pair[1])) for pair in data["last"]),
        vocabulary=vocabulary(data["vocabulary"], data["bodies"], data["heads"]),
    )
    for one in (named, english):
        one.check_used()
    return found


class _Named:
    """Named lists of alternatives: {name} in an expression stands for one of them; they may hold names of lists before them.
    White space in an expression counts where it is `spaced`."""

    def __init__(self, file: str, words: Mapping[Any, Any], *, spaced: bool = False) -> None:
        self.file, self.spaced, self.words, self.used = file, spaced, dict[str, str](), set[str]()
        for name, alternatives in words.items():
            if not isinstance(name, str) or not isinstance(alternatives, list) or len(alternatives) < 2:
                raise DataFileError(f"{file}：{name} 不是一组说法", hint=_HINT)
            _refuse(f"{file}：{name}", "重复", _doubled(alternatives))
            self.words[name] = f"(?:{'|'.join(map(self.expand, alternatives))})"
            _compiled(file, name, self.words[name])

    def expand(self, text: Any) -> str:
        """An expression with its names filled in. Raises DataFileError for a name that is none."""
        return _NAME.sub(self._word, str(text) if self.spaced else _SPACE.sub("", str(text)))

    def check_used(self) -> None:
        """Raises DataFileError where no expression holds one of the names."""
        if idle := set(self.words) - self.used:
            raise DataFileError(f"{self.file}：没有用到的名称 {'、'.join(sorted(idle))}", hint=_HINT)

    def _word(self, match: re.Match[str]) -> str:
        if match[1] not in self.words:
            raise DataFileError(f"{self.file}：没有名称 {match[1]}", hint=f"可以是：{'、'.join(self.words)}")
        self.used.add(match[1])
        return self.words[match[1]]


def _check_lists(data: Mapping[str, Any]) -> None:
    """Refuse entries that can have no effect. Raises DataFileError naming list and entry."""
    for name in _LISTS:
        words = [str(word) for word in data[name]]
        place = f"words.yaml：{name}"
        _refuse(place, "重复", _doubled(words))
        _refuse(name, "空", (word for word in words if not word.strip()))
        _refuse(name, "只有一个字", (word for word in words if len(word) < 2 and name not in _SHORT))
    for name in ("thesaurus", "nicknames"):
        _refuse(name, "只有一个字", (str(key) for key in data[name] if len(str(key)) < 2))
        _refuse(name, "没有意思", (str(key) for key, value in data[name].items() if not value or str(key) == str(value)))
    talk = frozenset(map(str, data["talk"]))
    _refuse("words.yaml：talk", "不是词", (word for word in talk if not word.isalnum()))
    _refuse("words.yaml：asked_for", "已在 talk 里", (word for word in map(str, data["asked_for"]) if word in talk))
    for name in ("rephrase", *SPEECH, "english", "last"):
        _refuse(name, "重复", _doubled(pair[0] for pair in data[name]))
        _refuse(name, "没有意思", (str(text) for text, becomes in data[name] if str(text) == str(becomes)))


def _doubled(words: Iterable[Any]) -> list[str]:
    return [str(word) for word, count in Counter(words).items() if count > 1]


def _refuse(name: str, why: str, words: Iterable[str]) -> None:
    if found := sorted(words):
        raise DataFileError(f"{name} 的条目{why}：{'、'.join(found)}", hint=_HINT)


def _read(path: Path, groups: set[str]) -> dict[str, Any]:
    """One file; it has to have these groups and no others."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name} 读不出来：{error}", hint=_HINT) from error
    if not isinstance(data, dict) or set(data) != groups:
        wrong = sorted(set(data) ^ groups) if isinstance(data, dict) else []
        raise DataFileError(f"{path.name} 的分组不对：{'、'.join(map(str, wrong))}", hint=_HINT)
    return data


def _rule(named: _Named, section: str, entry: Any, key: str, allowed: set[str]) -> Rule:
    file = named.file
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
        field: tuple(_compiled(file, place, named.expand(one)) for one in entry.get(field, ()))
        for field in ("any", "all", "none", "unless")
    }
    for field in found:
        _refuse(f"{place}.{field}", "重复", _doubled(entry.get(field, ())))
    return Rule(
        name,
        found["any"],
        found["all"],
        (*found["none"], *found["unless"]),
        tuple(entry.get("needs", ())),
        tuple(entry.get("lacks", ())),
    )


def _details(named: _Named, entries: Iterable[Any]) -> dict[str, tuple[Rule, ...]]:
    """The rules of each kind of question, in their order."""
    found: dict[str, tuple[Rule, ...]] = {}
    for entry in entries:
        rule = _rule(named, "details", entry, "detail", {"of", *ASKS})
        if "of" not in entry:
            raise DataFileError(f"{named.file}：details.{rule.name} 没有 of", hint=_HINT)
        kind = str(entry["of"])
        found[kind] = (*found.get(kind, ()), rule)
    return found


def _compiled(file: str, place: str, text: Any) -> re.Pattern[str]:
    try:
        return re.compile(str(text))
    except re.error as error:
        raise DataFileError(f"{file}：{place} 的表达式 {text} 不对：{error}", hint=_HINT) from error


def _english(text: str) -> re.Pattern[str]:
    return _compiled("english.yaml", "english", rf"(?<![a-z0-9])(?:{text})(?![a-z0-9])")
