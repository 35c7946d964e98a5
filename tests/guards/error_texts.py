"""The Chinese templates of every error, read off the sources: literal texts with a hole for each part that is not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from tests.guards.test_errors import families
from tests.guards.tree import parsed, program

CHINESE = re.compile("[\u2018-\u201d\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_HAN = re.compile("[\u4e00-\u9fff]")
_HOLE = "\0"
SAYING = ("what", "why", "message", "hint", "where", "place", "command")  # parameters that carry a text of ours; the others are names and numbers
TELLING = ("cause",)  # functions that put the cause of an error into words
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Call = tuple[ast.Module, tuple[ast.AST, ...], ast.Call]


@cache
def templates() -> frozenset[str]:
    """Every template with Chinese in it, its holes numbered: "没有格式 {0}"."""
    found: set[str] = set()
    passed: set[tuple[str, str, int]] = set()  # functions that pass on a text: name, parameter, its place among the arguments
    ours = families()
    for module, around, call in _calls():
        if _name(call.func) == "_fail":  # the handler's own: language, message, hint
            for given in call.args[1:3]:
                found |= _texts(given, module, around, passed)
        if _name(call.func) in ours:
            for given in (*call.args[:1], *(one.value for one in call.keywords if one.arg == "hint")):
                found |= _texts(given, module, around, passed)
    found |= _returned(passed)
    done: set[tuple[str, str, int]] = set()
    while passed - done:
        name, parameter, place = (passed - done).pop()
        done.add((name, parameter, place))
        for module, around, call in _calls():
            if _name(call.func) == name:
                named = [one.value for one in call.keywords if one.arg == parameter]
                for given in named or call.args[place : place + 1]:
                    found |= _texts(given, module, around, passed)
    return frozenset(_numbered(text) for text in found if CHINESE.search(text))


def _returned(passed: set[tuple[str, str, int]]) -> set[str]:
    """The texts of functions that put a cause into words."""
    found: set[str] = set()
    for module in map(parsed, program()):
        for function in (one for one in module.body if isinstance(one, ast.FunctionDef) and one.name in TELLING):
            for node in ast.walk(function):
                if isinstance(node, ast.JoinedStr):
                    found |= _texts(node, module, (function,), passed)
                elif isinstance(node, ast.Name):
                    found |= {text for value in _values(node.id, module, (), passed) for text in _constants(value)}
    return found


@cache
def _calls() -> tuple[_Call, ...]:
    """Every call of the program with its module and the functions around it, innermost first."""
    return tuple(found for path in program() for found in _within(parsed(path), parsed(path), ()))


def _within(node: ast.AST, module: ast.Module, around: tuple[ast.AST, ...]) -> Iterator[_Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield module, around, child
        yield from _within(child, module, (child, *around) if isinstance(child, _Function) else around)


def _texts(node: ast.expr, module: ast.Module, around: tuple[ast.AST, ...], passed: set[tuple[str, str, int]]) -> set[str]:
    """The texts that an expression can be, and those Chinese ones that can stand in its holes."""
    pieces: set[str] = set()
    busy: set[str] = set()  # names that are being looked up: `name = name or other` does not go on for ever

    def named(name: str) -> set[str]:
        if name in busy:
            return set()
        busy.add(name)
        found = set().union(*(of(value) for value in _values(name, module, around, passed)))
        busy.discard(name)
        return found or {_HOLE}

    def of(one: ast.AST) -> set[str]:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            return {one.value}
        if isinstance(one, ast.JoinedStr):
            return {"".join(parts) for parts in product(*(of(value) for value in one.values))}
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add):
            return {left + right for left in of(one.left) for right in of(one.right)}
        if isinstance(one, ast.IfExp):
            return of(one.body) | of(one.orelse)
        if isinstance(one, ast.BoolOp):
            return set().union(*(of(value) for value in one.values))
        if isinstance(one, ast.Name):
            return named(one.id)
        if isinstance(one, ast.FormattedValue):
            pieces.update(text for text in of(one.value) if _HAN.search(text))
        elif isinstance(one, ast.Subscript) and isinstance(one.value, ast.Name):
            pieces.update(*(_constants(value) for value in _values(one.value.id, module, around, passed)))
        else:
            pieces.update(_constants(one))
        return {_HOLE}

    return of(node) | pieces


def _constants(node: ast.AST) -> set[str]:
    if isinstance(node, ast.JoinedStr):
        return set()
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) and _HAN.search(node.value) else set()
    return set().union(*(_constants(one) for one in ast.iter_child_nodes(node)))


def _values(name: str, module: ast.Module, around: tuple[ast.AST, ...], passed: set[tuple[str, str, int]]) -> list[ast.expr]:
    """What is assigned to a name in the functions around it, else in the module; a parameter is noted as passed on."""
    for scope in (*around, module):
        found = [
            node.value
            for node in (ast.walk(scope) if scope is not module else module.body)
            if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
        ]
        if found:
            return found
        if isinstance(scope, _Function):
            names = [one.arg for one in (*scope.args.posonlyargs, *scope.args.args) if one.arg not in ("self", "cls")]
            if name in names or name in [one.arg for one in scope.args.kwonlyargs]:
                if name in SAYING:
                    passed.add((scope.name, name, names.index(name) if name in names else 99))
                return []
    return []


def _numbered(text: str) -> str:
    first, *rest = text.replace("{", "{{").replace("}", "}}").split(_HOLE)
    return first + "".join(f"{{{number}}}{part}" for number, part in enumerate(rest))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
