"""From a question to its answer: find the names, decide of which kind it is and what it is about, and let its kind answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from graph.names.themes import load_themes
from queries.ask.asked import Asked, Kind, absent, nothing
from queries.ask.context import without_context, without_story
from queries.ask.facts import Facts
from queries.ask.known_names import Known, load_known
from queries.ask.link import link
from queries.ask.linked import Linked
from queries.ask.names_meant import as_meant
from queries.ask.patterns import Patterns, load_patterns
from queries.ask.placing import placed, plan_not_read
from queries.ask.registry import KINDS
from queries.ask.reply import Reply
from queries.ask.several import each, subjects
from queries.ask.topic_readings import only_talk, stands_nowhere
from queries.ask.topics import Topic, topic_of
from queries.ask.untold import never_told, stands_in_none, unprinted
from queries.ask.wording import rephrased
from queries.base import Session

NOT_UNDERSTOOD = Kind("", lambda asked: asked.unknown("not_understood"))
EXCEPT = re.compile(r"(除了?|除去|除开|不算|撇开|去掉|排除)<U>")
# 由谁牵头，责任单位又是谁: both are asked for.
SEVERAL_ROLES = re.compile(
    r"(谁|哪).*(责任|配合).{0,8}(谁|哪|什么)|(牵头|责任|配合)(单位|部门|方)?(、|和|与|及|以及|跟)(牵头|责任|配合)(单位|部门|方)?|(责任|配合).{0,6}(谁|哪).*牵头.{0,4}(谁|哪)"
)
PAPER_WORDS = ("任务", "要点", "计划", "关于")
BARE = re.compile(r"^(那个|这个|某)?([\u4e00-\u9fff]{1,6}?)(的|有|要|负责|牵头|都|在|是)?(哪|什么|多少|几|任务)")


def respond(session: Session, question: str) -> tuple[Reply, Linked]:
    """Answer a question; what was found in it comes back too."""
    patterns = load_patterns()
    known = load_known(session, patterns)
    linked = without_context(link(question, known, patterns), patterns)
    asked, reply = _replied(_asked(session, known, patterns, linked))
    if reply.status == "unknown" and asked.topic and asked.places:
        printed = "\n".join(task["title"] + task["content"] for task in asked.facts.tasks())
        shorter = without_story(linked, printed)
        if shorter is not None:
            again, second = _replied(_asked(session, known, patterns, shorter))
            if second.status == "answered" and (again.topic or again.linked.units or again.linked.numbers):
                asked, reply = again, second
    return _with_notes(asked, reply), asked.linked


def _asked(session: Session, known: Known, patterns: Patterns, linked: Linked) -> Asked:
    """A question whose names have been found, before it is decided of which kind it is and which documents it is about."""
    linked = as_meant(replace(linked, masked=rephrased(linked.masked, patterns)))
    topic = topic_of(linked.masked, linked.quotes, patterns)
    return Asked(session, known, patterns, linked, NOT_UNDERSTOOD, [], Facts(session, []), topic)


def _replied(asked: Asked) -> tuple[Asked, Reply]:
    """The question as far as it was read, and the reply in which reading ended, else the answer of its kind."""
    for step in READING:
        found = step(asked)
        if isinstance(found, Reply):
            return asked, found
        asked = found
    return asked, _answer(asked)


def _answer(asked: Asked) -> Reply:
    """The answer of the kind; subject by subject where the question asks so, or where none fits them all."""
    kind = asked.kind
    if kind.subjects and (found := subjects(asked, apart=kind.subjects == "apart")):
        return each(asked, found)
    elsewhere = kind.found and asked.topic and not any(asked.meant(place).tasks for place in asked.places)
    reply = nothing(asked) if elsewhere else kind.answer(asked)
    if reply.status == "unknown" and kind.subjects and (found := subjects(asked, apart=True)):
        return each(asked, found)
    return reply


def _of_kind(asked: Asked) -> Asked | Reply:
    """With its kind, its role and its documents: the first kind that a frame says and that it is when the documents are known."""
    for kind in (*_fitting(asked), NOT_UNDERSTOOD):
        if kind.of_unit and EXCEPT.search(asked.masked):
            kind = NOT_UNDERSTOOD  # what is left out of a ranking is not what is asked about
        of_kind = replace(asked, kind=kind)
        found = placed(replace(of_kind, role=_role(of_kind)))
        if isinstance(found, Reply) or not kind.unless(found):
            break
    return found


def _fitting(asked: Asked) -> list[Kind]:
    """The kinds whose frames fit, in the order of the frames."""
    named = {kind.name: kind for kind in KINDS}
    present = asked.present()
    return [named[rule.name] for rule in asked.patterns.frames if rule.fits(asked.masked, present)]


def _role(asked: Asked) -> str | None:
    """The role that the question names; none where it asks a unit for two (牵头的是哪项，配合的又是哪项)."""
    said = [rule.name for rule in asked.patterns.roles if rule.fits(asked.masked)]
    if asked.kind.two_roles == "both" and said[:1] == ["LEAD"] and SEVERAL_ROLES.search(asked.masked):
        both = "ANY" if "责任" in asked.masked else "LEAD_COOPERATE"
        return both if "COOPERATE" in said else "OWNER" if "RESPONSIBLE" in said else "LEAD"
    if asked.kind.two_roles == "neither" and {"LEAD", "COOPERATE"} <= set(said):
        return None
    return said[0] if said else None


def _clear(asked: Asked) -> Asked | Reply:
    """Not with a word that is the end of several units' names (中心) and names none of them."""
    if not asked.kind.of_unit:
        return asked
    absent = [unit.words for unit in asked.linked.units if not unit.names]
    match = BARE.match(re.sub(r"<[A-Z]>", "", asked.masked))
    words = absent[0] if absent else match[2] if match and not asked.linked.units else ""
    if len(words) < 2 or words in PAPER_WORDS:
        return asked
    districts = {place.district for place in asked.places}
    names: set[str] = set()
    for unit in asked.known.units:
        if unit["district"] in districts and unit["kind"] != "collective":
            names |= {
                unit["name"] for name in (unit["name"], *unit["aliases"]) if name.endswith(words) and len(name) > len(words) + 1
            }
    if len(names) < 2:
        return asked
    choices = tuple(sorted(names))
    return Reply(asked.say("ambiguous", words=words, choices=asked.names(choices, 8)), None, [], "ambiguous", choices=choices)


def _understood(asked: Asked) -> Asked | Reply:
    return NOT_UNDERSTOOD.answer(asked) if asked.kind is NOT_UNDERSTOOD else asked


def _of_whole(asked: Asked) -> Asked:
    """A question about whole documents is narrowed by quoted words only, and some by themes that are named in full."""
    if asked.kind.narrowed_by == "words":
        return asked
    themes = load_themes().names() if asked.kind.narrowed_by == "themes" else ()
    return replace(asked, topic=Topic(tuple(piece for piece in asked.topic.pieces if piece in themes), asked.topic.quotes))


def _without_talk(asked: Asked) -> Asked:
    """Without pieces of the topic that are mere talk, where the question still names something else. Where the question names what
    its answer is made of, verbs that stand nowhere are talk too (绑得紧)."""
    topic, kind = asked.topic, asked.kind
    kept = [piece for piece in topic.pieces if not only_talk(piece)]
    if kind.lists and kept:
        idle = unprinted(asked, lambda text: [piece for piece in kept if stands_nowhere(piece, text)])
        kept = [piece for piece in kept if piece not in idle]
    if kept or asked.linked.numbers or topic.quotes or kind.lists or kind.by_name(asked):
        return replace(asked, topic=Topic(tuple(kept), topic.quotes))
    return asked


def _noted(asked: Asked) -> Asked:
    """In a dry run, with a note of what its kind reads in any case."""
    if asked.session.dry:
        asked.facts.note(asked.kind.reads)
    return asked


# What is done to a question before its kind answers it: each gives the question read further, or the reply in which reading ends.
READING: tuple[Callable[[Asked], Asked | Reply], ...] = (
    never_told,  # before anything is looked up
    _of_kind,
    plan_not_read,
    _clear,
    _understood,
    _of_whole,
    _without_talk,
    _noted,
    stands_in_none,  # of words that are no talk
)


def _with_notes(asked: Asked, reply: Reply) -> Reply:
    """Say which words were read as something else, which numbers are not there, and which year is compared where the question has none."""
    answer = reply.answer
    if asked.newest and reply.status == "answered":
        answer += asked.say("newest", places=asked.names(f"{place.name}{place.year}年" for place in asked.places))
    if reply.status == "answered" and not asked.kind.of_papers and (missing := absent(asked)):
        answer += asked.say("no_number", places=asked.place_names(), number="、".join(missing))  # beside those that are there
    if asked.linked.repaired:
        said = asked.names(asked.say("repaired", typed=typed, meant=meant) for typed, meant in asked.linked.repaired)
        answer += asked.say("repairs", said=said)
    return replace(reply, answer=answer)
