"""Cypher that comes from a user: only reading clauses pass, and it runs in a process that can be killed.

Opening a store read-only is not enough: both engines let a reading connection load files, call procedures and reach
the network. So the text is refused unless it consists of the clauses in CLAUSES.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import NoReturn

from graph.errors import StoreError, UsageError, ZerenError
from graph.store.base import Rows
from graph.store.rows import Value
from graph.store.tokens import Token, tokenize

CLAUSES = "MATCH、OPTIONAL MATCH、UNWIND、WITH、WHERE、RETURN、ORDER BY、SKIP、LIMIT、UNION"
_HINT = f"只允许查询语句：{CLAUSES}；一次一条"



def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STARTS = _words("MATCH OPTIONAL UNWIND WITH RETURN")
# Words with which an expression goes on or a clause begins. Any other word behind a finished expression is refused,
# so a clause that this list does not know cannot slip in.
_KEYWORDS = _STARTS | _words(
    "WHERE ORDER BY SKIP LIMIT UNION ALL DISTINCT AS AND OR XOR NOT IN IS STARTS ENDS CONTAINS CASE WHEN THEN ELSE END "
    "ASC DESC ASCENDING DESCENDING NULL TRUE FALSE EXISTS COUNT ANY NONE SINGLE"
)
_OPERANDS = _words("END ASC DESC ASCENDING DESCENDING NULL TRUE FALSE")  # keywords behind which a clause may begin
# Refused wherever they stand as a bare word: the second net below the first one.
_FORBIDDEN = _words(
    "CALL LOAD COPY ATTACH DETACH INSTALL UNINSTALL SET REMOVE CREATE MERGE DELETE DROP ALTER EXPORT IMPORT USE BEGIN COMMIT "
    "ROLLBACK CHECKPOINT FOREACH EXPLAIN PROFILE GRANT DENY REVOKE SHOW TERMINATE INSERT YIELD MACRO EXTENSION"
)
_READY = "ready"
_Answer = tuple[tuple[str, ...], tuple[tuple[Value, ...], ...], bool] | tuple[str, str]  # rows, or message and hint
_START_SECONDS = 10.0  # what starting a process and opening the store may take beyond the time of the query


def check_read_only(text: str) -> None:
    """Raise UsageError unless `text` is one statement made of reading clauses only."""
    tokens = tokenize(text)
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    if not tokens:
        raise UsageError("查询语句是空的", hint=_HINT)
    if tokens[0].word not in _STARTS:
        _refuse(tokens[0])
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        _check_token(token, before, after)
    _check_calls(tokens)


def _check_token(token: Token, before: Token | None, after: Token | None) -> None:
    if token.text == ";":
        raise UsageError("一次只能执行一条查询语句", hint=_HINT)
    if token.kind not in ("word", "name"):
        return
    if before is not None and before.text in (".", ":", "$"):
        return  # a property, a label or a parameter may have any name
    is_key = before is not None and before.text in ("{", ",") and after is not None and after.text == ":"
    if token.word in _FORBIDDEN and not is_key:
        _refuse(token)
    if before is None or is_key:
        return
    if before.text == "{" and token.word not in _STARTS:
        _refuse(token)
    if before.word == "OPTIONAL" and token.word != "MATCH":
        _refuse(token)
    if before.word == "UNION" and token.word not in _STARTS | {"ALL", "DISTINCT"}:
        _refuse(token)
    if _ends_operand(before) and token.word not in _KEYWORDS:
        _refuse(token)


def _ends_operand(token: Token) -> bool:
    """Whether an expression can be finished with this token."""
    if token.kind == "word":
        return token.word not in _KEYWORDS or token.word in _OPERANDS
    return token.kind in ("name", "number", "string") or token.text in (")", "]", "}", "*")


def _check_calls(tokens: list[Token]) -> None:
    """Functions of plug-ins have dotted names and may do anything; those of the engines have none."""
    for first, dot, second, bracket in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if first.kind in ("word", "name") and dot.text == "." and second.kind in ("word", "name") and bracket.text == "(":
            raise UsageError(f"不允许调用扩展函数 {first.text}.{second.text}", hint=_HINT)


def _refuse(token: Token) -> NoReturn:
    raise UsageError(f"查询语句里不允许出现 {token.text}（第 {token.start + 1} 个字符）", hint=_HINT)


def run_bounded(store_address: str, text: str, params: Mapping[str, Value] | None, limit: int, seconds: float) -> Rows:
    """Check and run a user's statement in a process of its own, which is killed when its time is over.

    Returns at most `limit` rows. Raises UsageError for a refused text, StoreError for a broken one or a timeout.
    """
    check_read_only(text)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_answer, args=(theirs, store_address, text, dict(params or {}), limit, seconds), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(_START_SECONDS) or ours.recv() != _READY:
            raise StoreError("查询进程没有启动", hint="请检查机器的内存和负载后再试")
        if not ours.poll(seconds):
            raise StoreError(f"查询超过 {seconds:g} 秒，已停止", hint="请缩小范围，或在语句中加 LIMIT")
        return _unpack(ours.recv())
    except EOFError as error:
        raise StoreError("查询进程意外退出", hint="查询可能用尽了内存：请缩小范围，或在语句中加 LIMIT") from error
    finally:
        child.kill()
        child.join()
        ours.close()


def _answer(pipe: Connection, address: str, text: str, params: dict[str, Value], limit: int, seconds: float) -> None:
    """The child: open, say ready, answer. Errors travel as text because exceptions of ours do not survive pickling."""
    from graph.store import open_store

    answer: _Answer
    try:
        store = open_store(address)
    except ZerenError as error:
        pipe.send(_READY)
        pipe.send((error.message, error.hint))
        return
    pipe.send(_READY)
    try:
        rows = store.read(text, params, limit=limit, seconds=seconds)
        answer = (rows.columns, rows.rows, rows.truncated)
    except ZerenError as error:
        answer = (error.message, error.hint)
    store.close()
    pipe.send(answer)


def _unpack(answer: _Answer) -> Rows:
    if len(answer) == 2:
        raise StoreError(answer[0], hint=answer[1])
    return Rows(*answer)
