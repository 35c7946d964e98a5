"""From a question as it was typed to one with a mark in the place of each name, number and time: one step behind the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from graph.names.themes import load_themes
from queries.ask.english_names import glossed, place_first, place_names
from queries.ask.known_names import Known
from queries.ask.linked import Linked, Search
from queries.ask.names import names, other_bodies, short_collectives, unknown_places
from queries.ask.numbers import NESTED, bare_numbers, document_numbers, numbers, years
from queries.ask.patterns import Patterns
from queries.ask.slips import heard, shaped
from queries.ask.when import dotted_days, find_time
from queries.ask.wording import QUOTED, behind, folded, language, last_clause, plainly, squeezed, translated, without_courtesy

Step = Callable[[str, Search], str]
ONE_QUOTED = re.compile(r"[“\"「『‘](\w)[”\"」』’]")  # “办”字
TITLES = re.compile(r"[《〈]([^《》〈〉]*)[》〉]")
LATIN = re.compile(r"[a-z]{3,}")  # also in the midst of Chinese: item 40什么时候完成
SLIP_OF_ITEM = re.compile(r"(?<=\d)[像向相象箱](?!关)")  # 第13像
SLIP_OF_END = re.compile(r"(?<=[\d一二三四五六七八九十]月)(?:低|抵|地)(?=前|之前|以前|[“”」,，。]|$)")  # 10月低前
LISTED = re.compile(r"[、,，和及与]")
ASKED_TIME = re.compile(r"^(?:完成)?(?:时限|时间|期限)[:是为](?=.)")
HEADING = re.compile(r"([一二三四五六七八九十]{1,2})、")
THEME_BEHIND = re.compile("(这一?个?|那个)?的?(主题|领域)")
ITEM_BEHIND = re.compile(r"(的|里|中|下|里面|下面)*(的)?第")


def link(question: str, known: Known, patterns: Patterns) -> Linked:
    """Find every name; nothing is looked up twice, the longest name wins, and slips of the pen are repaired last."""
    search = Search(known, patterns, Linked(language(question)))
    *_, (_, text) = steps(question, search)
    search.found.said = search.found.masked = text
    return search.found


def steps(question: str, search: Search) -> Iterator[tuple[str, str]]:
    """Each step's name with the text as it leaves it; where a name is not understood this shows which step took it apart."""
    text = question
    for name, step in STEPS:
        text = step(text, search)
        yield name, text


def _around(text: str, search: Search) -> str:
    """An English question with its place in front, a Chinese one without what is only said around it."""
    return place_first(text) if search.found.lang == "en" else without_courtesy(text, search.patterns)


def _in_chinese(text: str, search: Search) -> str:
    return translated(text, search.patterns) if LATIN.search(text) else text


def _quotes(text: str, search: Search) -> str:
    """Quoted words are searched as they are; a quoted name of a unit or place is only a name, one of a column (“配合单位”) only a word."""

    def mark(match: re.Match[str]) -> str:
        words = ASKED_TIME.sub("", squeezed(match[1]))
        if NESTED.fullmatch(words):
            return words  # “三、2”
        part = HEADING.match(words)
        if part and ITEM_BEHIND.match(match.string[match.end() :]):
            return f"第{part[1]}部分"  # “二、…”里的第3条: the heading of a part
        if words in load_themes().names() and THEME_BEHIND.match(match.string[match.end() :]):
            return words  # “政策推送”主题
        if words in search.patterns.talk or search.patterns.noise.fullmatch(words):
            return words
        time = find_time(words)
        if all(one in search.known.forms for one in LISTED.split(words)) or (time and time[1:] == (0, len(words))):
            return words
        search.found.quotes.append(words)
        return "<Q>"

    return QUOTED.sub(mark, ONE_QUOTED.sub(r"\1", text))


def _time(text: str, search: Search) -> str:
    """The first time as a mark; the same time again is marked too: 8月要报，完成时间在8月份的有哪些."""
    time = find_time(text)
    if time is None:
        return text
    when, start, end = time
    search.found.when = when
    search.found.years += [when.year] if when.year else []
    after = text[end:]
    again = find_time(after)
    if again is not None and again[0].last == when.last:
        after = after[: again[1]] + "<W>" + after[again[2] :]
    return text[:start] + "<W>" + after


# What is done to a question, in this order; behind each step stands why it comes where it does.
STEPS: tuple[tuple[str, Step], ...] = (
    ("titles", lambda text, _: TITLES.sub(r"\1", text)),  # 《…》 is no quotation: before quotes
    ("glosses", lambda text, search: glossed(text, search.known)),  # an English name is known by its capitals: before folding
    ("folded", lambda text, _: folded(text)),  # all below knows small letters and half-width digits only
    ("spelled", lambda text, search: place_names(text, search.known)),  # Putuo is no English word: before those are translated
    ("around", _around),  # an English question needs its place found; please and could you are cut off, not translated
    ("chinese", _in_chinese),  # all below is Chinese
    ("papers", document_numbers),  # 宝府办〔2023〕15号 holds no name, number or year of the question: before all three
    ("collectives", short_collectives),  # are known by the quotation marks around them, too: before quotes
    ("slips", lambda text, _: SLIP_OF_END.sub("底", SLIP_OF_ITEM.sub("项", text))),  # 第13像, 10月低前, also in a quotation: before quotes and numbers
    ("quotes", _quotes),  # what stands in them is searched as it is: before numbers, names and times
    ("squeezed", lambda text, _: behind(squeezed(text))),  # forms of speech know neither blanks nor brackets
    ("plain", lambda text, search: plainly(text, search.patterns)),  # 廿三, 二〇二五年: before numbers and times
    ("clause", lambda text, search: last_clause(text, search.known.places)),  # knows places by their words: before those are marks
    ("days", lambda text, _: dotted_days(text)),  # 9.30前 would be the number of a task: before numbers
    ("numbers", numbers),  # those that are said to be numbers: before years and bare numbers, which take other digits
    ("heard", heard),  # what sounds like a name has to be one: before names
    ("names", names),  # two digits between marks are a year: before years
    ("time", _time),  # 2025年5月20日, 2025年底: before the year in them is taken
    ("years", years),  # before bare numbers: 云川区25年
    ("bare", bare_numbers),  # digits that are none of these
    ("shaped", shaped),  # names with one wrong character, in what is left
    ("places", unknown_places),  # a known name with a slip is no other place: behind shaped
    ("bodies", other_bodies),  # what only looks like the name of a body: behind all that are known
)
