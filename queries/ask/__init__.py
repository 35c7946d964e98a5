"""Questions in words: `zeren ask`. No model: names are looked up, question patterns are data, answers come from the graph."""

from __future__ import annotations

from queries.ask.facts import CYPHER
from queries.ask.question import respond
from queries.ask.sources import ISSUERS
from queries.base import Example, Given, Parameter, Query, Result, Session
from queries.duties import DUTY_COLUMNS
from queries.obligations import DIRECT, THROUGH
from queries.workload import CYPHER as WORKLOAD

__all__ = ["QUERY"]


def run(session: Session, given: Given) -> Result:
    """The answer in a sentence with its value; the rows it rests on."""
    question = given.text("question")
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
    cypher=(*CYPHER, DIRECT, THROUGH, ISSUERS, *WORKLOAD),
)
