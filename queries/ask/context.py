"""What is said around a question: who asks and what for (审计组想核一下：…), and how the answer is to be given (…，请分开说)."""

from __future__ import annotations

import re
from dataclasses import replace

from queries.ask.linked import Linked
from queries.ask.patterns import Patterns

_CUT = re.compile(r"([,:;。!?]|——|--)")
_ASKS = re.compile(r"谁|哪|什么|多少|(?<!好)几(?!乎)|何[时月日]|吗|[^那这]么$|是否|有没有|是不是|啥|咋|如何|怎|多久|多长")
_NAMES_PAPER = re.compile(r"要点|文件|任务|分解表|方案|通知|牵头|责任|配合|时限")
# Without one of these a clause is none that is only said: 主要领导听取工作汇报 is what a task says.
_TELLS = re.compile(
    r"我|咱|俺|本人|记者|审计|督查|督办|巡察|检查|调研|学生|老师|家长|市民|群众|居民|秘书|同事|主任|局长|科长|处长|书记|律师|朋友|有人|网友"
    r"|请|麻烦|帮|列|说|讲|写|查|看|核|翻|问|急|谢|马上|准备|刚|新来|对照|对比|分开|放一起|算总账|打算|想|理"
)
_STORY = re.compile(r"[了呢啊呀]$|我|咱|俺|娃|孩子|儿子|女儿|闺女|爸|妈|奶奶|爷爷|老人家|家里|邻居|朋友|同学|同事|单位里|听说|据说")
_SPEAKER = re.compile(r"我|咱|俺|本人|领导(?:要|让|问|想|说|叫|交代|安排)|马上|准备|要排|急|刚|新来|新到|<U>[^<]{1,6}(?:的|人|工作|上班)$")
_MARK = re.compile(r"<[A-Z]>")


def without_context(linked: Linked, patterns: Patterns) -> Linked:
    """The question without clauses that only tell its occasion. Names in them stay where the rest names none of their kind: 我是甲区
    教育局的，我们有哪些任务. A town or district that is only where the speaker works is none of the question's where that names another."""
    pieces = _CUT.split(linked.masked)
    clauses, marks = pieces[::2], [*pieces[1::2], ""]
    if len(clauses) < 2:
        return linked
    idle = [_is_idle(clause, patterns) for clause in clauses]
    rest = "".join(clause for clause, off in zip(clauses, idle, strict=True) if not off)
    if not any(idle) or len(rest) < 4:
        return linked
    masked, at_place = "", 0
    places = list(linked.mentions)
    for clause, mark, off in zip(clauses, marks, idle, strict=True):
        here = re.findall(r"<[DG]>", clause)
        if off:
            clause, mark = "".join(_MARK.findall(clause)), ""
            if re.search(r"<[DG]>", rest):
                clause = re.sub(r"<[DG]>", "", clause)
                del places[at_place : at_place + len(here)]
                here = []
        masked += clause + mark
        at_place += len(here)
    dropped = set(linked.mentions) - set(places)
    return replace(
        linked,
        masked=masked,
        mentions=places,
        districts=[name for name in linked.districts if name not in dropped],
        towns=[name for name in linked.towns if name not in dropped],
        elsewhere=[name for name in linked.elsewhere if name not in dropped],
    )


def without_story(linked: Linked, printed: str) -> Linked | None:
    """The question without clauses that tell a story of the asker's own (娃快上小学了) in words of which `printed` has none; None where it
    has no such clause, or nothing is left."""
    pieces = _CUT.split(linked.masked)
    clauses, marks = pieces[::2], [*pieces[1::2], ""]
    story = [_is_story(clause, printed) for clause in clauses]
    rest = "".join(clause + mark for clause, mark, off in zip(clauses, marks, story, strict=True) if not off)
    return replace(linked, masked=rest) if any(story) and len(rest) > 5 else None


def _is_story(clause: str, printed: str) -> bool:
    if len(clause) < 3 or _MARK.search(clause) or _ASKS.search(clause) or not _STORY.search(clause):
        return False
    return not any(clause[at : at + 3] in printed for at in range(len(clause) - 2))


def _is_idle(clause: str, patterns: Patterns) -> bool:
    """Whether a clause asks nothing and is made of names and of the words that `words.yaml` has as context."""
    bare = _MARK.sub("", clause)
    if len(bare) < 2 or _ASKS.search(bare) or _NAMES_PAPER.search(bare) or not (_TELLS.search(bare) or _SPEAKER.search(clause)):
        return False
    if re.search(r"<[UNWQ]>", clause) and not _SPEAKER.search(clause):
        return False
    return len(patterns.context.sub("", bare)) < (2 if len(bare) > 4 else 1)
