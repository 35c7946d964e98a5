"""Questions in words: `zeren ask`. No model: names are looked up, question patterns are data, answers come from the graph."""

from __future__ import annotations

from graph.errors import UsageError
from queries.ask import compares, pairs, ranks, shared_by_places, sources, targets
from queries.ask.facts import CYPHER
from queries.ask.question import respond
from queries.ask.reply import COUNT_COLUMNS, TASK_COLUMNS
from queries.base import Example, Given, Parameter, Query, Result, Session
from queries.duties import DUTY_COLUMNS
from queries.obligations import DIRECT, THROUGH
from queries.uncovered import CYPHER as UNCOVERED
from queries.workload import CYPHER as WORKLOAD

__all__ = ["QUERY"]

LONGEST = 300  # characters of a question: more is a text, not a sentence
SHAPES = (
    *(TASK_COLUMNS, pairs.PARTNER_COLUMNS, pairs.THEME_COLUMNS, ranks.COLUMNS, targets.COLUMNS),
    *(shared_by_places.COLUMNS, COUNT_COLUMNS, compares.DIFFERENCE_COLUMNS, sources.COLUMNS, sources.LINK_COLUMNS),
)
_NAMES = {"type": "array", "items": {"type": "string"}}
EXTRA = {
    "question": {"type": "string"},
    "answer": {"type": "string", "minLength": 1, "description": "用问题的语言回答的一两句话"},
    "status": {
        "enum": ["answered", "unknown", "ambiguous"],
        "description": "unknown：文件没有写；ambiguous：名称可以指几个单位，见 choices",
    },
    "value": {
        "anyOf": [{"type": ["number", "boolean", "string", "null"]}, _NAMES],
        "description": "数字（50% 为 50）、日期、是否，或名称的列表；答案就是各行时为空",
    },
    "choices": _NAMES,
    "understood": {
        "type": "object",
        "description": "从问题里认出的名称",
        "properties": {
            "districts": _NAMES,
            "towns": _NAMES,
            "years": {"type": "array", "items": {"type": "integer"}},
            "numbers": _NAMES,
        },
    },
}


def run(session: Session, given: Given) -> Result:
    """The answer in a sentence with its value; the rows it rests on. Raises UsageError for what is no question but a text."""
    question = given.text("question")
    if len(question) > LONGEST:
        raise UsageError(f"问题有 {len(question)} 个字，最多 {LONGEST} 个", hint="一次只问一句话")
    reply, linked = respond(session, question)
    extra = {
        "question": question,
        "answer": reply.answer,
        "status": reply.status,
        "value": reply.value,
        "choices": list(reply.choices),
        "understood": {"districts": linked.districts, "towns": linked.towns, "years": linked.years, "numbers": linked.numbers},
    }
    return Result(reply.answer, reply.rows, [], extra, reply.columns)


QUERY = Query(
    name="ask",
    title="用一句话提问",
    description="用中文（或简单的英文）问一句话：谁牵头、谁负责、什么时候、多少项、谁最忙、有没有写明。文件里没有写的，会直说不知道。",
    parameters=(Parameter("question", "text", "一句话的问题，用引号括起来", positional=True, required=True),),
    columns=DUTY_COLUMNS,
    example=Example("云川区谁牵头政策解读", {"question": "云川区谁牵头政策解读？"}),
    run=run,
    cypher=(*CYPHER, DIRECT, THROUGH, *WORKLOAD, *UNCOVERED),
    variants=SHAPES,
    extra=EXTRA,
)
