"""Finds what a Cypher text may not contain because the two engines read it differently. The list is in DESIGN.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from graph.store.tokens import Token, tokenize

# Everything else was either seen to differ or never tried; the parity test tries these.
FUNCTIONS = {"count", "collect", "coalesce", "size", "type", "left", "min", "max", "sum", "avg", "abs", "lower", "upper"}
CLAUSES = {"MATCH", "OPTIONAL", "UNWIND", "WITH", "WHERE", "RETURN", "MERGE", "CREATE", "SET", "DELETE", "DETACH", "UNION"}
REFUSED = {"CALL", "REMOVE", "FOREACH", "LOAD", "YIELD", "USE", "SHOW", "REDUCE"}
_BEFORE_BRACKET = {"IN", "AND", "OR", "NOT", "XOR", "WHEN", "THEN", "ELSE", "WHERE", "RETURN", "WITH", "BY", "ON", "CASE", "AS"}
_BEFORE_BRACKET |= {"MATCH", "MERGE", "CREATE", "DISTINCT", "DELETE", "SET", "UNWIND", "EXISTS", "STARTS", "CONTAINS"}
_HOLE = "Hole"  # stands for what an f-string fills in


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every Cypher text in a module; what an f-string fills in becomes one word."""
    tree = ast.parse(path.read_text("utf-8"))
    inner = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node
    }
    for node in ast.walk(tree):
        if id(node) in inner or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        text = _text(node)
        if re.search(r"\b(MATCH|UNWIND)\s+[($]", text):
            yield node.lineno, text


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values)


def faults(text: str) -> list[str]:
    """What in `text` is outside of the shared dialect, in the order of the rules."""
    tokens = tokenize(text)
    found = [*_words(tokens), *_brackets(tokens), *_order_in_with(tokens)]
    if tokens and tokens[0].word in CLAUSES:  # else it is a piece, whose variables get their labels elsewhere
        found += _patterns(tokens)
    return list(dict.fromkeys(found))


def _words(tokens: list[Token]) -> Iterator[str]:
    clause = ""
    for before, token, after, last in zip([None, *tokens], tokens, [*tokens[1:], None], [*tokens[2:], None, None], strict=False):
        behind = after.text if after is not None else ""
        if token.word in REFUSED and (before is None or before.text not in (".", ":", "$")):
            yield token.word
        if token.word and behind == "(" and token.word not in _BEFORE_BRACKET and token.text.lower() not in FUNCTIONS:
            yield f"{token.text}()"
        if token.text == "+" and behind == "=":
            yield "+="
        clause = token.word if token.word in CLAUSES else clause
        if token.word == "NULL" and before is not None and before.text in ("=", ">") and clause != "SET":
            yield "= null"
        if token.text == "$" and last is not None and last.word == "IS":
            yield "$parameter IS NULL"


def _brackets(tokens: list[Token]) -> Iterator[str]:
    """Constructs that show by what stands in brackets."""
    stack: list[tuple[str, str]] = []  # opening sign, text before it
    for place, token in enumerate(tokens):
        before = tokens[place - 1].text if place else ""
        following = [one.text for one in tokens[place + 1 : place + 4]]
        inside = stack[-1][0] if stack else ""
        if token.text in ("(", "[", "{"):
            stack.append((token.text, before))
            if token.text == "{" and following[:1] == ["."]:
                yield "map projection"
            if token.text == "[" and before not in ("-", "<") and following[1:2] and following[1].upper() == "IN":
                yield "list comprehension"
        elif token.text in (")", "]", "}"):
            stack.pop()
        elif token.text == "." and following and following[0].startswith(".") and inside == "[" and stack[-1][1] != "-":
            yield "list slice"
        elif token.word == "WHERE" and inside in ("(", "["):
            yield "inline WHERE"
        elif token.text == ":" and inside == "":
            yield "label predicate"


def _patterns(tokens: list[Token]) -> Iterator[str]:
    """Nodes without a label and edges without a type: the embedded engine would look into every table."""
    labelled: set[str] = set()
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        ahead = tokens[place + 1 : place + 4]
        if token.text == "(" and len(ahead) > 1 and _begins_pattern(before):
            if ahead[0].text == ")":
                yield "node without a label"
            elif ahead[1].text == ":":
                labelled.add(ahead[0].text)
            elif ahead[1].text in (")", "{") and ahead[0].kind == "word" and ahead[0].text not in labelled:
                yield "node without a label"
        if token.text == "[" and before is not None and before.text == "-" and ":" not in [one.text for one in ahead[:2]]:
            yield "edge without a type"
        if token.text == "-" and ahead and ahead[0].text in ("-", ">") and (before is None or before.text not in ("]", "-")):
            yield "edge without a type"


def _begins_pattern(before: Token | None) -> bool:
    return before is not None and (before.word in ("MATCH", "MERGE", "CREATE") or before.text in ("-", ">"))


def _order_in_with(tokens: list[Token]) -> Iterator[str]:
    clause, ordered = "", False
    for token in tokens:
        if token.word in CLAUSES:
            if ordered:
                yield "ORDER BY in WITH without LIMIT"
            clause, ordered = token.word, False
        elif token.word == "ORDER" and clause == "WITH":
            ordered = True
        elif token.word == "LIMIT":
            ordered = False
