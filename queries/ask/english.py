"""English words and phrases as the Chinese words that such documents print: any number, British or American spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WORDS = 7  # words of a phrase
_WORD = re.compile(r"[a-z0-9]+")
_GAP = re.compile(r"(?:\s*['’]s?\s+|[\s&-]+|)(?:(?:the|a|an|its|their|his|our)\s+)?")
_POSSESSIVE = re.compile(r"['’]s?(?![a-z])")
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{2})ies$"), "y"),
    (re.compile(r"(?<=ch|sh|ss)es$|(?<=[xz])es$|(?<=[a-z]{2}[^su])(?<!^new)s$"), ""),
    (re.compile(r"is(?=(e|ed|er|ing|ation|ational)$)"), "iz"),
    (re.compile(r"our"), "or"),
    (re.compile(r"tre$"), "ter"),
    (re.compile(r"mme$"), "m"),
    (re.compile(r"gue$"), "g"),
    (re.compile(r"ll"), "l"),
    (re.compile(r"e$"), ""),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`phrases` and `words`: normal forms of the English words -> Chinese words, "" for words that say nothing."""

    phrases: Mapping[tuple[str, ...], str]
    words: Mapping[tuple[str, ...], str]


def normal(word: str) -> str:
    """One spelling of a word for singular and plural, British and American English; no word itself."""
    for ending, becomes in _ENDINGS:
        word = ending.sub(becomes, word)
    return word


def vocabulary(words: Mapping[str, str], bodies: Mapping[str, str], heads: Iterable[str]) -> Vocabulary:
    """`words`: Chinese -> English phrases between semicolons; a verb that ends in ~ stands in all its forms, one in + in all but its
    past. `bodies`: Chinese name -> what the body deals with, read before and behind each head: education bureau, bureau of education.
    What is named first is kept."""
    found: dict[tuple[str, ...], str] = {}
    for chinese, fields in bodies.items():
        for field in _split(fields):
            for head in heads:
                found.setdefault(_key(f"{field} {head}"), chinese)
                found.setdefault(_key(f"{head} of {field}"), chinese)
                found.setdefault(_key(f"{head} for {field}"), chinese)
    for chinese, english in words.items():
        for phrase in _split(english):
            for form in _forms(phrase):
                found.setdefault(_key(form), chinese)
    phrases = {key: chinese for key, chinese in found.items() if len(key) > 1}
    return Vocabulary(phrases, {key: chinese for key, chinese in found.items() if len(key) == 1})


def turned(text: str, words: Mapping[tuple[str, ...], str]) -> str:
    """The text with each known phrase as its Chinese words, the longest first; what is not known stays."""
    out, at = "", 0
    while match := _WORD.search(text, at):
        out += text[at : match.start()]
        end, chinese = _longest(text, match, words)
        out += text[match.start() : end] if chinese is None else f" {chinese} "
        at = end
    return re.sub(" {2,}", " ", out + text[at:])


def _longest(text: str, first: re.Match[str], words: Mapping[tuple[str, ...], str]) -> tuple[int, str | None]:
    """The end of the longest phrase that begins with this word, and what it becomes; None where there is none."""
    key: tuple[str, ...] = ()
    best: tuple[int, str | None] = (first.end(), None)
    match: re.Match[str] | None = first
    for _ in range(WORDS):
        if match is None:
            break
        key += (normal(match[0]),)
        if key in words:
            own = _POSSESSIVE.match(text, match.end())
            best = (own.end() if own else match.end(), words[key])
        gap = _GAP.match(text, match.end())
        match = _WORD.match(text, gap.end()) if gap and gap.end() > match.end() else None
    return best


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(normal(word) for word in _WORD.findall(phrase.lower()) if word not in ("the", "a", "an", "its", "their"))


def _split(phrases: str) -> list[str]:
    return [phrase.strip() for phrase in phrases.split(";")]


def _forms(phrase: str) -> list[str]:
    """A verb with ~ at its end in all its forms, with + in all but the past: what has been done is not what is to be done."""
    verb, mark = phrase[:-1], phrase[-1]
    if mark not in "~+":
        return [phrase]
    stem = verb.removesuffix("e")
    past = f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in "aeo" else f"{stem}ed"
    return [verb, f"{verb}s", f"{stem}ing", *([past] if mark == "~" else [])]
