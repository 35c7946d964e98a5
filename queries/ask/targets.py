"""Required quantities: how many times, how much, within how many days."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from queries.ask.asked import Asked, Kind, nothing
from queries.ask.content import carrying, share, shortened, tagged, words_of
from queries.ask.facts import Place
from queries.ask.reply import TASK_COLUMNS, Reply, task_row
from queries.ask.topic_readings import only_talk
from queries.ask.topics import Topic, clauses, coverage, plain, reworded, sentences
from queries.ask.wording import number
from queries.base import Column, Row

PRINTED_ENOUGH = 0.45  # share of the asked words that the target's own clause prints
OFTEN = re.compile(r"(?:多久|多长时间|几天|几周|几个月)(?:要|必须|需要?|应当?|得)?(.{0,6}?)(?:一次|一回|一遍)")
DONE = ("", "开展", "举办", "组织", "进行", "召开", "搞", "办", "做", "来")  # verbs that fit anything
MEASURES_ASKED = (
    (re.compile(r"(几|多少)年"), ("年",)),
    (re.compile(r"(金额|限额|数额|多少钱|(多少|几)(万|亿)|万元|亿元|多少元)"), ("元", "万元", "亿元")),
    (re.compile(r"(比例|占比|比率|率|权重|百分|分值|%)"), ("%", "个百分点")),
    (re.compile(r"(几|多少)个?工作日"), ("个工作日", "工作日")),
    (re.compile(r"(几天|多少天|几日)"), ("天", "日", "个工作日", "工作日", "小时")),
    (re.compile(r"(多久|多长时间)"), ("天", "日", "个工作日", "工作日", "小时", "周", "年", "个月")),
    (re.compile(r"(几|多少)(次|遍|回)|次数|频次|频率"), ("次",)),
    (re.compile(r"(几|多少)场"), ("场", "次")),
    (re.compile(r"(几|多少)个"), ("个",)),
)
# What the question takes for the limit, and the sign of a requirement that it cannot ask about.
AT_MOST = re.compile(r"最高|至多|最多|上限|封顶|(?:不得?|不能|不可)(?:超过|高于|多于)")
AT_LEAST = re.compile(r"最低|至少|最少|起码|下限|底线|门槛|(?:不得?|不能|不可)(?:低于|少于)")
SITTINGS = re.compile(r"(?:召开|开)(?:的|了)?(?:多少|几)(?:次|场|回)")
TERM = re.compile(r"期限|时限|当[天日场]")
OF_THINGS = ("个", "家", "类", "种")
COLUMNS = (
    Column("district"),
    Column("town"),
    Column("year", "int"),
    Column("number"),
    Column("title"),
    Column("text"),
    Column("comparator"),
    Column("value", "float"),
    Column("unit"),
    Column("metric"),
    Column("subject"),
    Column("period"),
    Column("document", shown=False),
    Column("task", shown=False),
)


def target(asked: Asked) -> Reply:
    """The quantity that the documents require for what is asked about."""
    if OFTEN.search(asked.masked):
        return _often(asked)
    parts, rows = [], []
    met = False
    for place in asked.places:
        found = of_place(asked, place)
        met = met or bool(found) or bool(asked.topic and asked.meant(place).tasks)
        rows += [_row(one) for one in found]
        parts += [
            asked.say("target", place=asked.where(place), item=asked.number(one["of"]), text=_context(one)) for one in found
        ]
    if not rows and (told := stated(asked)):
        return told
    if not rows:
        return asked.unknown("no_target", places=asked.place_names(), words=asked.topic.words) if met else nothing(asked)
    return Reply(asked.join(parts), _plain_number(asked.value([row["value"] for row in rows])), rows, columns=COLUMNS)


def stated(asked: Asked, *, things: bool = False) -> Reply | None:
    """A quantity that is no requirement of its own (用两年, 1000万元以上的项目): the only one with the measure of the question in the
    sentences that say what is asked; None where there is none or more than one. `things`: how many there are of what the number stands
    right before (26个试点领域)."""
    wanted = OF_THINGS if things else next((units for pattern, units in MEASURES_ASKED if pattern.search(asked.masked)), None)
    words = tuple(word for word in words_of((*asked.topic.quotes, *asked.topic.pieces)) if not only_talk(word))
    if not wanted or not words:
        return None
    printed = re.compile(rf"(\d+(?:\.\d+)?|[一二两三四五六七八九十]+)({'|'.join(wanted)})(?!度|级|来)")
    told: list[tuple[tuple[float, bool], Place, Row, str, str]] = []
    for place in asked.places:
        tasks = asked.meant(place).tasks
        others = {(one["of"]["task"], str(one["text"])) for one in asked.facts.targets(tasks) if not _may_be(asked, one)}
        for task in tasks:
            for piece in sentences(task["content"].replace(" ", "")):
                if any(task["task"] == of and text in piece for of, text in others):
                    continue
                for found in printed.finditer(piece):
                    counted = piece.startswith(words, found.end())  # 26个试点领域
                    told.append(((share(words, task["title"] + piece), counted), place, task, piece, found[1]))
    best = max((one[0] for one in told), default=(0.0, False))
    if best[0] < 0.6 or (things and not best[1]):
        return None
    told = [one for one in told if one[0] == best]
    values = {float(one[4]) if one[4][0].isdecimal() else float(number(one[4]) or 0) for one in told}
    if len(values) != 1:
        return None
    parts = [asked.say("target", place=asked.where(place), item=asked.number(task), text=piece) for _, place, task, piece, _ in told]
    return Reply(asked.join(dict.fromkeys(parts)), _plain_number(values.pop()), [task_row(one[2]) for one in told], columns=TASK_COLUMNS)


def _plain_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _often(asked: Asked) -> Reply:
    """How often something has to be done: the clause with a recurring deadline (每周更新) that prints most of what is asked."""
    parts, rows = [], []
    words = words_of((*asked.topic.quotes, *asked.topic.pieces))
    found = OFTEN.search(asked.masked)
    act = found[1] if found else ""  # 多久更新一次: the clause has to say that it is updated
    for place in asked.places:
        for task in asked.meant(place).tasks:
            recurring = {str(one["text"]) for one in task["deadlines"] if one.get("kind") == "recurring"}
            told = [
                piece
                for piece in sentences(task["content"])
                for clause in clauses(piece)
                if any(text in clause for text in recurring)
                and (act in clause if act not in DONE else share(words, task["title"] + piece) == 1)
            ]
            rows += [task_row(task)] * bool(told)
            parts += [asked.say("target", place=asked.where(place), item=asked.number(task), text=piece) for piece in told]
    if not parts:
        return asked.unknown("no_target", places=asked.place_names(), words=asked.topic.words)
    return Reply(asked.join(parts), None, rows, columns=TASK_COLUMNS)


def of_place(asked: Asked, place: Place) -> list[Row]:
    """The targets of a place that are meant: those whose clause prints most of what is asked."""
    every = asked.facts.tasks(place)
    tasks = asked.meant(place).tasks if asked.linked.numbers else every
    listed = [one for one in asked.facts.targets(tasks) if _may_be(asked, one)]
    wanted = next((units for pattern, units in MEASURES_ASKED if pattern.search(asked.masked)), None)
    if wanted:
        listed = [one for one in listed if one["unit"] in wanted]
    if not listed or not asked.topic:
        return listed if asked.linked.numbers or _all(asked) else []
    # The words alone too: who asks 提个简单问题几天得回 says nothing as it is printed.
    words = Topic(tuple(word for word in words_of(asked.topic.pieces) if not only_talk(word)), asked.topic.quotes)
    for topic in (asked.topic, reworded(asked.topic), words):
        if topic and (found := _saying(topic, listed, every)):
            own = [one for one in found if not _said_elsewhere(words, one) and not _of_another(words, one, every)]
            return _of_unit(asked, _of_head(topic, own, every))
    return []


def _may_be(asked: Asked, one: Row) -> bool:
    """Whether the question may ask about a target: not for the most of what has a least, nor for a body where another one alone has to."""
    if one["comparator"] in (">=", "<="):
        other, same = (AT_MOST, AT_LEAST) if one["comparator"] == ">=" else (AT_LEAST, AT_MOST)
        if other.search(asked.masked) and not same.search(asked.masked):
            return False
    if SITTINGS.search(asked.masked) and "列席" in _sentence(one, 0):
        return False  # how often the meeting is held is another number
    subject = str(one["subject"] or "")
    groups = [unit for unit in asked.linked.units if unit.collective]
    if subject.endswith("单位") and not subject.startswith(("各", "全", "区")) and groups:
        return False  # of 窗口单位 alone, not of 各街镇
    body = next((unit for unit in asked.known.units if unit["name"] == subject and unit["kind"] != "collective"), None)
    return body is None or not asked.linked.units or any(subject in (*unit.names, unit.words) or subject in unit.words for unit in asked.linked.units)


def _of_unit(asked: Asked, found: list[Row]) -> list[Row]:
    """Of several quantities those whose clause prints the body that the question names, where some do: 区政府常务会议, not each body's own."""
    words = [unit.words for unit in asked.linked.units]
    kept = [one for one in found if any(word in _sentence(one, 0) for word in words)]
    return kept if len(found) > 1 and kept else found


def _of_head(topic: Topic, found: list[Row], every: list[Row]) -> list[Row]:
    """Of several quantities those whose clause prints what is asked about last: 网上咨询里的简单问题 asks about 简单问题; none
    where its last word stands elsewhere and in no sentence around them: 政务公开培训 is no 政务公开工作汇报."""
    heads = [*topic.quotes, *carrying(topic.pieces)[0]][-1:]
    kept = [one for one in found if all(plain(head) in plain(_sentence(one, 0)) for head in heads)]
    ends = {plain(head)[-2:] for head in heads if any(plain(head)[-2:] in task["title"] + task["content"] for task in every)}
    return kept or [one for one in found if all(end in plain(_sentence(one, 1)) for end in ends)]


def _saying(topic: Topic, listed: list[Row], every: list[Row]) -> list[Row]:
    """The targets whose clause prints most of the topic's words, where one prints enough of them."""
    pieces = [plain(piece) for piece in (*topic.quotes, *topic.pieces)]
    pool = [plain(task["title"] + task["content"]) for task in every]
    near = coverage(pieces, [plain(_sentence(one, 0)) for one in listed], pool)
    far = coverage(pieces, [plain(_sentence(one, 1)) for one in listed], pool)
    scores = [max(one, 0.8 * two) + 0.1 * one for one, two in zip(near, far, strict=True)]
    best = max(scores)
    if best < PRINTED_ENOUGH:
        return []
    return [one for one, score in zip(listed, scores, strict=True) if score > best - 0.02]


def _said_elsewhere(topic: Topic, one: Row) -> bool:
    """Whether another clause of the same task, one that sets a term without a number, prints of the question two words more than it lacks
    of those that the target's own clauses print: 网上信访要按法定期限回复 is not answered by the days for 网上咨询."""
    words = [plain(word) for word in (*topic.quotes, *topic.pieces)]
    pieces = [plain(piece) for piece in clauses(one["of"]["content"].replace(" ", ""))]
    own = plain(_sentence(one, 0))
    said = {word for word in words if word in own}
    rivals = [f"{before}{piece}" for before, piece in pairwise(["", *pieces]) if TERM.search(piece) and not re.search(r"\d|[一二两三四五六七八九十]+[次个家%天日年]", piece)]
    others = [{word for word in words if word in rival} for rival in rivals]
    return any(len(other - said) > len(said - other) + 1 for other in others)


def _of_another(topic: Topic, one: Row, every: list[Row]) -> bool:
    """Whether the question names a thing that this task does not print and another one does: 听取行业协会意见 beside 听取中小企业意见."""
    own = plain(one["of"]["title"] + one["of"]["content"])
    things = [plain(word) for piece in topic.pieces for word, flag in tagged(piece) if flag[0] == "n" and len(word) > 1]
    missing = [word for word in things if word not in own and not shortened(word, own)]
    return any(word in plain(task["title"] + task["content"]) for word in missing for task in every)


def _all(asked: Asked) -> bool:
    """Whether the question asks for every target of the places."""
    return re.search(r"(哪些|什么|全部|所有)(量化|指标|硬指标|定量|数量)", asked.masked) is not None


def _sentence(one: Row, wide: int) -> str:
    """The clause that prints a target with its metric and subject; `wide` adds the sentence around it and the title."""
    task = one["of"]
    words = str(one["text"])
    whole = task["content"].replace(" ", "")
    if not wide:
        pieces = clauses(whole)
        at = next((i for i, piece in enumerate(pieces) if words in piece), None)
        own = pieces[at] if at is not None else ""
        before = pieces[at - 1] if at and len(own) < len(words) + 8 else ""
        return f"{before}{own}{one['metric'] or ''}{one['subject'] or ''}{one['period'] or ''}"
    sentence = next((piece for piece in whole.split("。") if words in piece), "")
    return f"{task['title']}{sentence}{one['metric'] or ''}"


def _context(one: Row) -> str:
    """The printed clause that states the target."""
    whole = one["of"]["content"].replace(" ", "")
    pieces = clauses(whole)
    at = next((i for i, piece in enumerate(pieces) if str(one["text"]) in piece), None)
    if at is None:
        return f"{one['metric'] or ''}{one['text']}"
    own = pieces[at]
    return f"{pieces[at - 1]}，{own}" if at and len(own) < len(str(one["text"])) + 8 else own


def _row(one: Row) -> Row:
    task = one["of"]
    kept = {name: task[name] for name in ("district", "town", "year", "number", "title", "document", "task")}
    return {**kept, **{name: one[name] for name in ("text", "comparator", "value", "unit", "metric", "subject", "period")}}


TARGET = Kind("target", target, ("tasks", "targets"), subjects="listed", any_sort=True)
