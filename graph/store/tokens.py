"""Splits Cypher text into tokens, so that words inside strings, names and comments are not taken for clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.errors import UsageError

_HINT = "请检查引号、反引号和注释是否成对"
_SPACE = re.compile(r"(?:\s|//[^\r\n]*|/\*.*?\*/)+", re.DOTALL)
_PATTERNS = (
    ("string", re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)),
    ("name", re.compile(r"`(?:[^`]|``)+`")),
    ("word", re.compile(r"[^\W\d]\w*")),
    # A dot belongs to a number only if a digit follows, else 1..3 would be read as "1." and ".3".
    ("number", re.compile(r"0x[0-9a-fA-F]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")),
    ("sign", re.compile(r"[-+*/%^=<>~!?|&()\[\]{}.,:;$]")),
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is string, name (in backticks), word, number or sign; `start` is its offset in code points."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The word in upper case; empty for what is no bare word."""
        return self.text.upper() if self.kind == "word" else ""


def tokenize(text: str) -> list[Token]:
    """Tokens in order, without blanks and comments; raises UsageError for what is no token of Cypher."""
    # Neo4j resolves these before it looks for strings, so they can hide a quote.
    hidden = re.search(r"\\[uU]", text)
    if hidden:
        raise UsageError("查询语句里不允许出现 \\u 转义", hint="请直接写出该字符")
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        blank = _SPACE.match(text, place)
        if blank:
            place = blank.end()
            continue
        token = _next(text, place)
        tokens.append(token)
        place = token.start + len(token.text)
    return tokens


def _next(text: str, place: int) -> Token:
    if not text.startswith("/*", place):
        for kind, pattern in _PATTERNS:
            found = pattern.match(text, place)
            if found:
                return Token(kind, found.group(), place)
    raise UsageError(f"查询语句第 {place + 1} 个字符 {text[place]} 读不懂", hint=_HINT)
