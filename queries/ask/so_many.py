"""Is it so many? A number in a question, compared with the one that the documents give."""

from __future__ import annotations

import re
from dataclasses import replace

from queries.ask.asked import WHETHER, Asked, Kind
from queries.ask.counts import count
from queries.ask.reply import Reply
from queries.ask.targets import target
from queries.ask.topics import topic_of
from queries.ask.wording import number

NUMBER = re.compile(
    r"(超过|多于|大于|高于|不足|少于|低于|不到|至少|不少于|不低于|不超过|不多于)?(是|有|为)?(\d+(?:\.\d+)?|[一二两三四五六七八九十]+)"
    r"(%|次|场|期|项|条|件|个工作日|工作日|天|家|个(?:单位|部门|事项|任务|主题|牵头单位|责任单位)?)(?!以)"
)
OF_TASKS_AND_BODIES = ("项", "条", "件", "家")  # of tasks and bodies; the others are required quantities
MORE, LESS = ("超过", "多于", "大于", "高于"), ("不足", "少于", "低于", "不到")
OR_MORE, OR_LESS = ("至少", "不少于", "不低于"), ("不超过", "不多于")


def measured(asked: Asked) -> Reply:
    """True or false, where the documents give a number; what they say where they give none or several."""
    found = NUMBER.search(asked.masked)
    if found is None:
        return asked.unknown("not_understood")
    printed, unit = found[3], found[4]
    wanted = float(printed) if re.match(r"\d", printed) else float(number(printed) or 0)
    # The same question without its number: 任务超过90项吗 becomes 任务多少项.
    plain = WHETHER.sub("", asked.masked.replace(found[0], f"多少{unit}" if unit != "%" else "比例是多少", 1))
    linked = replace(asked.linked, masked=plain)
    again = replace(asked, linked=linked, topic=topic_of(plain, linked.quotes, asked.patterns))
    reply = count(again) if unit in OF_TASKS_AND_BODIES or (unit.startswith("个") and "工作日" not in unit) else target(again)
    if isinstance(reply.value, bool) or not isinstance(reply.value, int | float):
        return reply if reply.status != "answered" else asked.unknown("uncounted")
    truth = _holds(found[1] or "", float(reply.value), wanted)
    key = "measured_yes" if truth else "measured_no"
    return Reply(asked.say(key, told=reply.answer), truth, reply.rows, columns=reply.columns)


def _holds(word: str, value: float, wanted: float) -> bool:
    """Whether the number of the documents stands to that of the question as the word says; without one they are equal."""
    if word in MORE:
        return value > wanted
    if word in LESS:
        return value < wanted
    if word in OR_MORE and value != wanted:
        return value >= wanted
    if word in OR_LESS and value != wanted:
        return value <= wanted
    return value == wanted


MEASURED = Kind("measured", measured)
