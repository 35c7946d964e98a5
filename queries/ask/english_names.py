"""Names in an English question: places as they are spelled, and Chinese names in brackets behind English ones."""

from __future__ import annotations

import re

from queries.ask.known_names import Known
from queries.ask.likeness import sounds

GLOSSED = re.compile(r"((?:(?:[A-Z][\w&'’-]*|and|of|for|the)\s+)+)[（(]([\u4e00-\u9fff]+)[)）]")
# The same of what is asked about: the rate of diversified interpretation (多元化解读率).
GLOSSED_WORDS = re.compile(r"\b(of|for|on|the|an?|about|to|with|is|are|covers?|covering)\s+(?:(?!(?:of|for|on|the|an?|about|to|with|is|are|in|by|through|via|from|at)\b)[A-Za-z][\w&'’-]*\s+){1,8}[（(]([\u4e00-\u9fff]{3,})[)）]", re.IGNORECASE)
GLOSSED_QUOTE = re.compile(r"['\"“‘][A-Za-z][\w\s&-]*['\"”’]\s*[（(]([\u4e00-\u9fff]{3,})[)）]")
HAN = re.compile(r"[\u4e00-\u9fff]+")
YES_NO = re.compile(r"(?:does|do|did|is|are|was|were|has|have|must|should|can|will)\b")
IN_PLACE = re.compile(r"(?:\b(?:in|of|at|for|from|by)\s+)?[\u4e00-\u9fff]+(?:\s+district|(?<=镇)\s+town)?(?:['’]s)?")


def glossed(text: str, known: Known) -> str:
    """Chinese names and words in brackets behind English ones alone: Water Authority (区水务局) is 区水务局."""
    text = GLOSSED_QUOTE.sub(lambda match: f" {match[1]} ", text)
    text = GLOSSED.sub(lambda match: _gloss(match, known), text)
    return GLOSSED_WORDS.sub(lambda match: match[0] if match[2] in known.forms else f"{match[1]} {match[2]}", text)


def _gloss(match: re.Match[str], known: Known) -> str:
    """Water Authority (区水务局): the Chinese name alone; words before it that are spelled places stay."""
    if match[2] not in known.forms:
        return match[0]
    kept = [word for word in match[1].split() if HAN.search(place_names(word.lower().removesuffix("'s"), known))]
    return f"{' '.join(kept)} {match[2]}"


def place_names(text: str, known: Known) -> str:
    """baoshan -> 宝山区, also for places that have no document here."""
    if not re.search(r"[a-z]{4,}", text):
        return text
    text = re.sub(r"(?<=[gni])['’](?=(?:an|en|ou|ai|er)(?![a-z]))", "", text)  # jing'an
    spelled: dict[str, str] = {}
    for words, form in known.forms.items():
        if form.kind in ("district", "town", "elsewhere", "above") and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", words):
            order = 0 if form.kind != "elsewhere" else 1
            spelled.setdefault("".join(sounds(words)), form.names[0]) if order else spelled.update(
                {"".join(sounds(words)): form.names[0]}
            )
    return re.sub(r"[a-z]{4,}", lambda match: spelled.get(match[0], match[0]), text)


def place_first(text: str) -> str:
    """An English question with its place in front as a Chinese one has it, or behind where it asks for yes or no; as it was where it names several."""
    found = HAN.findall(text)
    if len(set(found)) != 1:
        return text
    rest = re.sub(r"\s+", " ", IN_PLACE.sub(" ", text)).strip(" ?")
    return f"{rest} {found[0]}" if YES_NO.match(rest) else f"{found[0]} {rest}"
