"""The words of a question in one form: folded, without marks, English turned into the Chinese words that the patterns know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from queries.ask.english import turned
from queries.ask.patterns import Patterns

ENGLISH_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
QUOTED = re.compile(r"[“\"「『‘《]([^“”\"「」『』‘’《》]{2,60})[”\"」』’》]")
_END = re.compile(r"[?!。.~\s]+$")
_ASIDE = re.compile(r"\(([^()]{3,40})\)")
_POINTS = re.compile(r"那(个|家|边|一?块)$")  # 新城推进办（嘉定那个）: only says which one is meant
_POINTS_BACK = re.compile(r"对应|相应|对得上|它|其(?!他|余|中)|这一?[条项句个]|那一?[条项句个]|此[条项]|该[条项]")
_STATES = re.compile(r"(是|为|有|要|定|写|不少于|至少)[^,]{0,8}(\d|(?!一[条项个句处])[一二两三四五六七八九十])")
_ASKS = re.compile(r"(谁|哪|什么|多少|几|何|吗|啥|多久|是否|有没有)")
_ENGLISH = re.compile(r"\s*(?:[a-z]+[\s,.']+){3}|\s*(who|whom|whose|which|what|when|where|how|is|are|does|do|did|has|have|list|show|until|by|in|name)\s", re.IGNORECASE)
_YEAR = re.compile(r"(?:20|二[〇零○])([〇零○一二三四五六七八九]{2})(?=年)")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")


def folded(text: str) -> str:
    """Full-width letters and digits as ASCII, lower case; Chinese quotation marks and 、 stay, and stand around quoted Chinese words."""
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    return re.sub(r"'([\u4e00-\u9fff][^']*)'", r"“\1”", plain)


def language(text: str) -> str:
    """ "en" for a question that begins as an English one or has hardly a Chinese word outside of quotation marks, else "zh"."""
    bare = QUOTED.sub("", text)
    han = len(re.findall(r"[\u4e00-\u9fff]", bare))
    latin = len(re.findall(r"[A-Za-z]+", bare))
    return "en" if latin > 1 and (latin >= han or _ENGLISH.match(bare)) else "zh"


def squeezed(text: str) -> str:
    """Without white space and closing marks."""
    return _SPACE.sub("", _END.sub("", text))


def behind(text: str) -> str:
    """What stands in brackets comes behind the question: 单位（统称除外）有多少个 asks 单位有多少个，统称除外."""
    asides = [aside for aside in _ASIDE.findall(text) if len(aside) > 2]
    for aside in asides:
        text = text.replace(f"({aside})", "", 1)
    return ",".join((text, *(aside for aside in asides if not _POINTS.search(aside))))


def last_clause(text: str, places: Collection[str]) -> str:
    """The last clause where it asks about a place of its own, and what is said before states a number: 云川是4次，松屏是几次."""
    before, _, last = text.rpartition(",")
    if not _STATES.search(before) or _ASKS.search(before) or not _ASKS.search(last):
        return text
    if _POINTS_BACK.search(last):
        return text
    own = [place for place in places if place in last]
    said = [place for place in places if place in before]
    return last if own and said and len(last) > 8 and not set(own) & set(said) else text


def without_courtesy(text: str, patterns: Patterns) -> str:
    """Without what is only said around a question: 麻烦帮我查一下, 谢谢; as it was where nothing else is in it."""
    text = _END.sub("", text)
    for _ in range(3):
        shorter = patterns.courtesy.sub("", text)
        if shorter == text or len(shorter) < 3:
            break
        text = shorter
    return text


def plainly(text: str, patterns: Patterns) -> str:
    """A question in plain words: without forms of speech that are formal, spoken or of Shanghai (plain.yaml), years in figures."""
    text = _YEAR.sub(lambda match: "20" + "".join(str(DIGITS.get(figure, 0)) for figure in match[1]), text)
    for pattern, becomes in patterns.speech:
        text = pattern.sub(becomes, text)
    return text.strip(",;:。、") or text


def rephrased(masked: str, patterns: Patterns) -> str:
    """A masked question with its sentence forms made plain: 以<U>为牵头单位的 is <U>牵头的. Marks stay as many, in their order."""
    for pattern, becomes in patterns.rephrase:
        masked = pattern.sub(becomes, masked)
    return masked


def translated(text: str, patterns: Patterns) -> str:
    """An English question as the Chinese words that it stands for; words that are not known stay."""
    text = _turned(turned(text, patterns.vocabulary.phrases), patterns.english)
    return _turned(turned(text, patterns.vocabulary.words), patterns.last)


def _turned(text: str, rules: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for pattern, becomes in rules:
        text = pattern.sub(lambda match, becomes=becomes: f" {_filled(match, becomes)} ", text)  # type: ignore[misc]
        text = re.sub(" {2,}", " ", text)
    return text


def _filled(match: re.Match[str], becomes: str) -> str:
    """Named groups go into the blanks; `n2`, `month3` … fill the blank of the name without its digit."""
    for name, value in match.groupdict().items():
        if value:
            word = f"{ENGLISH_MONTHS.index(value) + 1}月" if value in ENGLISH_MONTHS else value.rstrip(".").strip()
            becomes = becomes.replace("{" + name.rstrip("0123456789") + "}", word)
    return re.sub(r"\{[a-z]+\}", "", becomes)


def number(text: str) -> int | None:
    """12 or 十二 as a number, None for anything else; up to 999 in Chinese."""
    if text.isdecimal():
        return int(text)
    hundreds, mark, rest = text.partition("百")
    if mark:
        below = number(rest.lstrip("零〇")) if rest else 0
        return None if hundreds not in DIGITS or below is None else DIGITS[hundreds] * 100 + below
    tens, mark, ones = text.partition("十")
    if not mark:
        return DIGITS.get(text)
    if (tens and tens not in DIGITS) or (ones and ones not in DIGITS):
        return None
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
