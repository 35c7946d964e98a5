"""Questions that ask one thing of several subjects: A、B和C各由谁负责. Each subject is asked for itself, the answers are told together."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.names.themes import load_themes
from queries.ask.asked import Asked
from queries.ask.content import light, tagged, trimmed_ends
from queries.ask.reply import Reply
from queries.ask.topics import Topic
from queries.base import Row

ONE_BY_ONE = re.compile(r"(分别|又(?=是|要|有|为|由|归)|各自?(由|是|归|有|要|的)|各(?=谁|哪|几|多少|牵头|负责))")
LIKE_THESE = re.compile(r"(这类|这些|这种|之类|等)")
ACTS = frozenset("组织 开展 举办 举行 进行 召开 安排 邀请 发布 公布 公开 推进 完成 落实".split())  # no subject by themselves
AND = re.compile(r"(?<=[\u4e00-\u9fff\d]{2})(?:以及|还有|[、,，和与跟及比]|还是)(?=[\u4e00-\u9fff\d]{2})")


def subjects(asked: Asked, *, apart: bool = False) -> list[Topic]:
    """What is asked about, one by one, where there are several and each is found by itself; else none. `apart`: also where the
    question does not say 分别 and one task may print them all."""
    topic, linked = asked.topic, asked.linked
    if linked.numbers or not topic:
        return []
    if len(topic.quotes) > 1 and not topic.pieces:
        found = [Topic((), (quote,)) for quote in topic.quotes]
    elif topic.quotes:
        return []
    else:
        found = [Topic((piece,)) for piece in _split(asked)]
    if len(found) < 2 or not (apart or ONE_BY_ONE.search(linked.said or linked.masked)):
        return []
    there = [one for one in found if any(replace(asked, topic=one).meant(place).tasks for place in asked.places)]
    if asked.kind.subjects == "apart" and LIKE_THESE.search(linked.masked):
        return there if len(there) > 1 else []  # 防汛、燃气这类隐患: the last word sums up the others
    # Of a list in so many words what stands there is told, and of the rest that it does not.
    one_by_one = ONE_BY_ONE.search(linked.said or linked.masked) is not None
    listed = _listed(linked.masked, found, clauses=one_by_one or asked.kind.subjects != "listed")
    if len(there) == len(found) and (asked.kind.subjects != "listed" or one_by_one or listed):
        return found
    things = one_by_one or all(one.quotes or _names_thing(one.pieces[0]) for one in found)
    return found if there and things and listed else []


def _names_thing(piece: str) -> bool:
    """Whether the last word is a noun: 权责清单的公开和动态更新 are two acts on one thing."""
    return tagged(piece)[-1][1][:1] == "n"


def _listed(masked: str, found: list[Topic], *, clauses: bool) -> bool:
    """Whether the subjects stand one behind the other with nothing between them but 、 or 和, or (with `clauses`) a comma."""
    between = rf"”?(?:[、和与跟及{',' if clauses else ''}]|以及|还有)“?"
    return re.search(between.join(re.escape(one.words) for one in found), masked) is not None


def _split(asked: Asked) -> list[str]:
    """The pieces of the topic, cut at 和 and 与 where that is no part of a theme's name."""
    names = load_themes().names()
    found: list[str] = []
    for piece in asked.topic.pieces:
        parts = [piece] if piece in names else AND.split(piece)
        found += [trimmed_ends(part, asked.patterns.starts, asked.patterns.ends) for part in parts]
    found = [part.removeprefix("比").removesuffix("多") for part in found]
    generic = asked.patterns.generic
    return [part for part in dict.fromkeys(found) if len(part) > 1 and part not in ACTS and part not in generic and not light(part)]


def each(asked: Asked, found: list[Topic]) -> Reply:
    """The answers for the subjects; the value has all names, or is the one that all share."""
    replies = [asked.kind.answer(replace(asked, topic=one)) for one in found]
    known = [reply for reply in replies if reply.status == "answered"]
    if not known:
        return replies[0]
    rows: dict[tuple[object, ...], Row] = {}
    for row in (row for reply in known for row in reply.rows):
        rows.setdefault((row.get("task"), row.get("number"), row.get("unit"), row.get("text")), row)
    parts = [f"{one.words}：{reply.answer}" for one, reply in zip(found, replies, strict=True)]
    values = [reply.value for reply in (known if isinstance(known[0].value, list) else replies)]
    return Reply(asked.join(parts), asked.value(values), list(rows.values()), columns=known[0].columns)
