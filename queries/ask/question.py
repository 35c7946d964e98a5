"""From a question to its answer: find the names, decide which question it is, and let its module answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from queries.ask import (
    beside,
    compares,
    counts,
    due,
    duty,
    gaps,
    measured,
    pairs,
    ranks,
    sets,
    several,
    sources,
    targets,
    unnamed,
    which,
    who,
)
from queries.ask.alien import alien, asked_for
from queries.ask.content import carrying
from queries.ask.context import without_context, without_story
from queries.ask.facts import Facts, Place, places_of, side_by_side
from queries.ask.frame import framed
from queries.ask.known import Known, load_known
from queries.ask.link import Linked, link
from queries.ask.patterns import Patterns, load_patterns
from queries.ask.readings import only_talk, stands_nowhere
from queries.ask.reply import Asked, Reply, absent, nothing
from queries.ask.topics import Topic, plain, topic_of
from queries.ask.wording import rephrased
from queries.base import Session

T = TypeVar("T", str, list[str])
HANDLERS: dict[str, Callable[[Asked], Reply]] = {
    "who": who.who,
    "duties": duty.duties,
    "reported": duty.reported,
    "reports": duty.reports,
    "listing": duty.listing,
    "show": duty.show,
    "due": due.due,
    "calendar": due.calendar,
    "count": counts.count,
    "yesno": counts.yesno,
    "measured": measured.measured,
    "busiest": ranks.busiest,
    "busymonth": ranks.busymonth,
    "unnamed": unnamed.unnamed,
    "which": which.which,
    "pair": pairs.pair,
    "partners": pairs.partners,
    "themes": pairs.themes,
    "compare": compares.compare,
    "weigh": compares.weigh,
    "alike": beside.alike,
    "earlier": beside.earlier,
    "higher": beside.higher,
    "differ": beside.differ,
    "sets": sets.sets,
    "target": targets.target,
    "source": sources.source,
    "derive": sources.derive,
    "gaps": gaps.gaps,
    "stated": gaps.stated,
}
# What is read for them in any case, so that a dry run can say so.
READS = {
    "who": ("tasks", "duties"),
    "gaps": ("tasks", "duties"),
    "stated": ("tasks", "duties"),
    "partners": ("tasks", "duties"),
    "alike": ("tasks", "duties"),
    "earlier": ("tasks",),
    "differ": ("tasks", "duties"),
    "sets": ("tasks", "duties"),
    "target": ("tasks", "targets"),
    "higher": ("tasks", "targets"),
    **dict.fromkeys(("listing", "show", "due", "calendar", "compare", "busymonth", "reported", "reports"), ("tasks",)),
}
# These set districts or units beside each other; without a year in the question, of one year each.
COMPARING = ("compare", "weigh", "alike", "earlier", "higher", "differ", "sets")
OVER_YEARS = re.compile(r"哪一?[年份]|[历各每逐]年|年年|几年|今年|去年|往年|上一?年|前年|同比")
# These questions are about whole documents, or name what they need: other words in them do not narrow anything.
WHOLE = ("source", "gaps", "stated")
# Here words that stand nowhere mean that the question is about something else.
NARROWED = ("duties", "count", "pair", "partners", "themes", "busiest", "compare")
# Here a verb that stands in no document is how people talk.
LISTS = ("duties", "pair", "partners", "themes", "busiest", "busymonth", "compare", "calendar", "count")
PAPER = re.compile(r"(文件|要点|计划|通知|分解表|方案|文号|字号|发文|印发)")
OWN_PLAN = re.compile(
    r"<U>(?:自己|有没有|有无|是否|出台|制定|编制|发布|印发|出|了|过|他们|她们|发的|印发的|制定的|出台的|编的|写的|定的|该镇|该街道|的|镇|街道|人民|政府|今年|本年度?|当年|去年|<Y>|20\d\d年|年度|\(?<D>\)?|[,]|政务公开|信息公开|公开|工作|这份|那份)*(计划|要点|方案|文件)"
)
WRITES = re.compile(r"(谁|哪个?(单位|部门|机关)).{0,4}(制定|发布|出台|颁布|制发)")
# 淞南镇2023年的政务公开工作计划由谁发布 is about the document, whatever task has the words too.
OF_PLACE = re.compile(r"<[DG]>(<Y>|的|年度?|政务公开|信息公开|工作|这份|那份)*(要点|计划|文件|通知|分解表|方案)(是|由|是由)*(谁|哪)")
EXCEPT = re.compile(r"(除了?|除去|除开|不算|撇开|去掉|排除)<U>")
WHO_TOO = re.compile(r"(谁|哪个?单位|哪些单位|哪个部门|哪些部门|(责任|牵头|配合)单位)")
WHEN_TOO = re.compile(r"(什么时候|何时|啥时|哪天|几月|几号|时限|期限|截止|时间)")
# 由谁牵头，责任单位又是谁: both are asked for.
SEVERAL_ROLES = re.compile(
    r"(谁|哪).*(责任|配合).{0,8}(谁|哪|什么)|(牵头|责任|配合)(单位|部门|方)?(、|和|与|及|以及|跟)(牵头|责任|配合)(单位|部门|方)?|(责任|配合).{0,6}(谁|哪).*牵头.{0,4}(谁|哪)"
)
ANNEX = re.compile(r"附件|附表|附页")
VAGUE = re.compile(r"^.{0,4}(相关|有关|其他).{1,8}$")
MEMBERS = re.compile(r"(<[UQ]>|单位|部门|街镇)[,]?(里|中|里面)?(没(有)?(点|列|写|提)(到|明|出)?(名|名字)?的)?(具体|到底|究竟|分别|又|都|里|中)*(是)?(指|指的是|指的|包括|包含|含|指代|是)(了)?(哪|谁|什么|几)")
WHO_IS_IN = re.compile(r"<U>[,]?(具体|到底|究竟|分别|又|都|里|中)*(是)?(指|包括|包含|含|指代|有)(的|了|着)?(是)?(哪|谁|什么|几)(些|几)?(个|家)?(单位|部门|镇|街道|局|街镇|委办局|$)")
IS_IN = re.compile(r"(算不算|属不属于|是不是属于|是否属于|包不包括|在不在|算(是|作|在)).{0,6}(里面?|其中|在内|之内|之列|一员|$)")
PAPER_WORDS = ("任务", "要点", "计划", "关于")
BARE = re.compile(r"^(那个|这个|某)?([\u4e00-\u9fff]{1,6}?)(的|有|要|负责|牵头|都|在|是)?(哪|什么|多少|几|任务)")


def respond(session: Session, question: str) -> tuple[Reply, Linked]:
    """Answer a question; what was found in it comes back too."""
    patterns = load_patterns()
    known = load_known(session, patterns)
    linked = without_context(link(question, known, patterns), patterns)
    asked, reply = _read(session, known, patterns, linked)
    if reply.status == "unknown" and asked.topic and asked.places:
        printed = "\n".join(task["title"] + task["content"] for task in asked.facts.tasks())
        shorter = without_story(linked, printed)
        if shorter is not None:
            again, second = _read(session, known, patterns, shorter)
            if second.status == "answered" and (again.topic or again.linked.units or again.linked.numbers):
                asked, reply = again, second
    return _with_repairs(asked, reply), asked.linked


def _read(session: Session, known: Known, patterns: Patterns, linked: Linked) -> tuple[Asked, Reply]:
    """Answer a question whose names have been found."""
    linked = framed(replace(linked, masked=rephrased(linked.masked, patterns)))
    topic = topic_of(linked.masked, linked.quotes, patterns)
    asked = Asked(session, known, patterns, linked, _intent(linked, patterns, topic), [], Facts(session, []), topic)
    intent = asked.intent
    asked.role = _role(asked)
    if EXCEPT.search(linked.masked) and intent in ("duties", "count", "who", "listing"):
        intent = asked.intent = ""  # what is left out of a ranking is not what is asked about
    reply = _unsaid(asked) or _placed(asked) or _no_plan(asked) or _unclear(asked)
    if reply is None and asked.intent == "source":
        asked.intent = _of_task(asked)
    if reply is None:
        intent = asked.intent
        asked.topic = _without_talk(asked)
        if intent in WHOLE:
            asked.topic = _quoted_only(asked)
        nothing_there = _about_nothing(asked)
        if session.dry:
            asked.facts.note(READS.get(intent, ()))
        reply = nothing_there or _answer(asked)
        if intent == "due" and WHO_TOO.search(asked.masked):
            reply = _both(asked, reply)
    return asked, reply


def _answer(asked: Asked) -> Reply:
    """The answer of the module for the intent; subject by subject where the question asks so, or where none fits them all."""
    if not asked.intent:
        return asked.unknown("not_understood")
    handler = HANDLERS[asked.intent]
    if asked.intent not in several.INTENTS:
        return _narrowed(asked) or handler(asked)
    if found := several.subjects(asked, apart=asked.intent in ("duties", "listing")):
        return several.each(asked, handler, found)
    reply = _narrowed(asked) or handler(asked)
    if reply.status == "unknown" and (found := several.subjects(asked, apart=True)):
        return several.each(asked, handler, found)
    return reply


def _narrowed(asked: Asked) -> Reply | None:
    """Where the words of the question stand nowhere it is about something else."""
    if asked.intent in NARROWED and asked.topic and not any(asked.meant(place).tasks for place in asked.places):
        return nothing(asked)
    return None


def _role(asked: Asked) -> str | None:
    """The role that the question names; none where it asks a unit for two (牵头的是哪项，配合的又是哪项)."""
    said = [rule.name for rule in asked.patterns.roles if rule.fits(asked.masked)]
    if asked.intent == "who" and said[:1] == ["LEAD"] and SEVERAL_ROLES.search(asked.masked):
        both = "ANY" if "责任" in asked.masked else "LEAD_COOPERATE"
        return both if "COOPERATE" in said else "OWNER" if "RESPONSIBLE" in said else "LEAD"
    if asked.intent == "duties" and {"LEAD", "COOPERATE"} <= set(said):
        return None
    return said[0] if said else None


def _both(asked: Asked, when: Reply) -> Reply:
    """Who and when in one question: both are said, the value is that of what is asked first."""
    owners = who.who(asked)
    if "answered" not in (owners.status, when.status) or owners.status != when.status:
        return when
    first = WHO_TOO.search(asked.masked)
    other = WHEN_TOO.search(asked.masked)
    ahead = first is not None and other is not None and first.start() < other.start()
    one, two = (owners, when) if ahead else (when, owners)
    return Reply(asked.join([one.answer, two.answer]), one.value, one.rows, one.status, one.columns)


def _intent(linked: Linked, patterns: Patterns, topic: Topic) -> str:
    """Which question it is; what is asked of a document is asked of a task where the words name no document."""
    fitting = [rule.name for rule in patterns.frames if rule.fits(linked.masked, linked.kinds())]
    if fitting[:1] == ["source"] and topic and not PAPER.search(linked.masked):
        fitting = [name for name in fitting if name != "source"]
    return fitting[0] if fitting else ""


def _of_task(asked: Asked) -> str:
    """What reads like a question about a document is one about a task where its words are printed in a task."""
    if not WRITES.search(asked.masked) or OF_PLACE.search(asked.masked):
        return "source"
    needed, _ = carrying(asked.topic.pieces)
    printed = (
        [asked.meant(place).how in ("title", "words") for place in asked.places] if needed and not asked.topic.quotes else []
    )
    if not any(printed):
        return "source"
    kinds = asked.linked.kinds()
    names = [rule.name for rule in asked.patterns.frames if rule.fits(asked.masked, kinds)]
    return next((name for name in names if name not in ("source", "derive")), "who")


def _unsaid(asked: Asked) -> Reply | None:
    """What documents of this kind never tell."""
    linked = asked.linked
    rule = next((rule for rule in asked.patterns.unsaid if rule.fits(asked.masked)), None)
    if rule:
        return asked.unknown(f"unsaid_{rule.name}")
    groups = [unit.words for unit in linked.units if unit.collective]
    vague = any(map(VAGUE.search, (*groups, *linked.quotes))) and MEMBERS.search(asked.masked)
    if vague or (groups and (WHO_IS_IN.search(asked.masked) or (len(linked.units) > 1 and IS_IN.search(asked.masked)))):
        return asked.unknown("unsaid_members")  # 相关街镇具体是哪几个
    return None


def _placed(asked: Asked) -> Reply | None:
    """Decide which documents the question is about; a reply where there are none."""
    linked, known = asked.linked, asked.known
    if linked.elsewhere:
        return asked.unknown("elsewhere", places=asked.names(linked.elsewhere), known=asked.names(known.districts))
    chosen = [place for place in places_of(known.documents) if _wanted(asked, place)]
    if not chosen:
        return asked.unknown("no_documents")
    if linked.years:
        every = chosen
        own = linked.years_of()
        chosen = [place for place in chosen if place.year in own.get(place.name, linked.years)]
        if not chosen:
            printed = asked.names(f"{place.name}{place.year}" for place in every)
            return asked.unknown("no_year", years=asked.names(map(str, linked.years)), known=printed)
        absent = [year for year in linked.years if year not in {place.year for place in chosen}]
        if absent:
            return asked.unknown(
                "no_year", years=asked.names(map(str, absent)), known=asked.names(f"{p.name}{p.year}" for p in every)
            )
    elif _one_year(asked, chosen):
        every, chosen = chosen, side_by_side(chosen)
        asked.newest = len(chosen) < len(every)
    asked.places = chosen
    asked.facts = Facts(asked.session, chosen, ANNEX.search(linked.masked) is not None)
    return None


def _one_year(asked: Asked, places: list[Place]) -> bool:
    """Whether places or units are compared, not the years of one: 云川区和松屏区, 教育局和民政局; where it asks for a year it is about years."""
    if asked.intent not in COMPARING or OVER_YEARS.search(asked.masked):
        return False
    several = len({(place.district, place.town) for place in places}) > 1
    return several or asked.intent == "weigh" or len(asked.linked.units) > 1


def _wanted(asked: Asked, place: Place) -> bool:
    """A town's own plan is meant only where the question names the town; a comparison has the district beside it."""
    linked = asked.linked
    if linked.towns:
        beside = asked.intent in ("compare", "alike", "earlier", "higher") and place.district in linked.districts and not place.town
        return place.town in linked.towns or beside
    if linked.districts:
        return place.district in linked.districts and not place.town
    papers = asked.intent == "which" and which.DOCUMENTS.search(asked.masked) and "区" not in asked.masked
    return not place.town or asked.intent == "source" or bool(papers)


def _no_plan(asked: Asked) -> Reply | None:
    """A question about the plan of a body whose plan has not been read."""
    if not asked.linked.units or not OWN_PLAN.search(asked.masked):
        return None
    kinds = {unit["kind"] for unit in asked.known.units if unit["name"] in asked.linked.units[0].names}
    if not kinds & {"town", "street", "park"}:
        return None
    return asked.unknown("no_plan", unit=asked.linked.units[0].words)


def _unclear(asked: Asked) -> Reply | None:
    """A word that is the end of several units' names (中心) and names none of them."""
    if asked.intent not in ("duties", "listing", "count", "who"):
        return None
    absent = [unit.words for unit in asked.linked.units if not unit.names]
    match = BARE.match(re.sub(r"<[A-Z]>", "", asked.masked))
    words = absent[0] if absent else match[2] if match and not asked.linked.units else ""
    if len(words) < 2 or words in PAPER_WORDS:
        return None
    districts = {place.district for place in asked.places}
    names: set[str] = set()
    for unit in asked.known.units:
        if unit["district"] in districts and unit["kind"] != "collective":
            names |= {
                unit["name"] for name in (unit["name"], *unit["aliases"]) if name.endswith(words) and len(name) > len(words) + 1
            }
    if len(names) < 2:
        return None
    choices = tuple(sorted(names))
    return Reply(asked.say("ambiguous", words=words, choices=asked.names(choices, 8)), None, [], "ambiguous", choices=choices)


def _without_talk(asked: Asked) -> Topic:
    """The topic without pieces that are mere talk, where the question still names something else. Where the question names what
    its answer is made of, verbs that stand nowhere are talk too (绑得紧)."""
    topic = asked.topic
    kept = [piece for piece in topic.pieces if not only_talk(piece)]
    if asked.intent in LISTS and kept:
        idle = _unprinted(asked, lambda text: [piece for piece in kept if stands_nowhere(piece, text)])
        kept = [piece for piece in kept if piece not in idle]
    linked = asked.linked
    by_name = (
        asked.intent in (*LISTS, *WHOLE, "which", "reported")
        or (asked.intent == "who" and linked.units)
        or (asked.intent == "yesno" and counts.BODIES.search(asked.masked))
    )
    named = linked.numbers or topic.quotes or by_name
    return Topic(tuple(kept), topic.quotes) if kept or named else topic


def _about_nothing(asked: Asked) -> Reply | None:
    """Where the clause that asks names a thing of which no document read in says anything, it is about something else."""
    if asked.intent not in ("", "source", "target", "higher") and (kind := asked_for(asked.masked, asked.patterns)):
        counted = targets.stated(asked, things=True) if asked.intent == "count" and asked.topic else None
        return counted or asked.unknown("unsaid_kind", words=kind)
    if not asked.intent or not asked.topic.pieces:
        return None
    if asked.intent in several.INTENTS and several.subjects(asked):
        return None  # each is looked for by itself
    acts = asked.intent == "yesno"
    word = _unprinted(asked, lambda text: alien(asked.topic.pieces, asked.masked, text, asked.patterns, acts=acts))
    return asked.unknown("no_topic", places=asked.place_names(), words=word) if word else None


def _unprinted(asked: Asked, missing: Callable[[str], T]) -> T:
    """What no document has, where `missing` tells what a text lacks: the more text, the less. The documents that the question is about
    come first; all the others are read only for what is not there. Nothing is said to be missing where they are too many to be read."""
    near = missing(_printed(asked, asked.facts))
    if not near:
        return near
    if asked.everywhere is None:
        session, cut = asked.session, asked.session.truncated
        text = _printed(asked, Facts(session, places_of(asked.known.documents)))
        asked.everywhere = "" if session.truncated else text
        session.truncated = cut  # the rows of the answer are all there
    return missing(asked.everywhere) if asked.everywhere else near[:0]


def _printed(asked: Asked, facts: Facts) -> str:
    """The text of tasks and the names of all bodies, as they are compared."""
    tasks = [plain(" ".join((task["title"], task["content"], *task["section"]))) for task in facts.tasks()]
    return "\n".join((*tasks, *(unit["name"] for unit in asked.known.units)))


def _quoted_only(asked: Asked) -> Topic:
    """What narrows a question about whole documents: quoted words and themes that are named in full."""
    from graph.names.themes import load_themes

    pieces = tuple(piece for piece in asked.topic.pieces if piece in load_themes().names())
    return Topic(pieces if asked.intent == "gaps" else (), asked.topic.quotes)


def _with_repairs(asked: Asked, reply: Reply) -> Reply:
    """Say which words were read as something else, which numbers are not there, and which year is compared where the question has none."""
    answer = reply.answer
    if asked.newest and reply.status == "answered":
        answer += asked.say("newest", places=asked.names(f"{place.name}{place.year}年" for place in asked.places))
    if reply.status == "answered" and asked.intent not in ("source", "derive") and (missing := absent(asked)):
        answer += asked.say("no_number", places=asked.place_names(), number="、".join(missing))  # beside those that are there
    if asked.linked.repaired:
        said = asked.names(asked.say("repaired", typed=typed, meant=meant) for typed, meant in asked.linked.repaired)
        answer += asked.say("repairs", said=said)
    return replace(reply, answer=answer)
