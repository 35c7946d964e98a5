"""Names in a question that were typed wrongly: put right by their sound before names are looked up, by their shape in what is left."""

from __future__ import annotations

import re

from graph.names.themes import load_themes
from queries.ask.known_names import Known
from queries.ask.likeness import by_shape, by_sound, is_word
from queries.ask.linked import Search
from queries.ask.names import names
from queries.ask.patterns import Patterns

_PLACE_LIKE = re.compile(r"(?:^|(?<=[,和与跟及、]))([\u4e00-\u9fff]{2})(?=区(?:[^间域别分]|$)|镇(?:[^长静定]|$)|20\d\d|\d\d年|哪边|哪个|谁|两边|相比)")


def heard(text: str, search: Search) -> str:
    """Names and key words that sound right but are written wrong."""
    known, patterns = search.known, search.patterns
    for word in patterns.typed:
        if word not in text and (hit := by_sound(text, (word,), 2)) and text[: hit[1]][-1:] not in ("还", "另"):  # 还有谁负责
            text = search.repaired(text, hit[1], hit[2], word)
    short = [words for words, form in known.forms.items() if form.kind in ("district", "town") and len(words) == 2]
    start = by_sound(text[:2], short, 2, lambda piece: _is_fine(piece, search), alike=True)
    if start is not None and known.at(text, 0) is None and not _is_place(text[:2], known):
        text = search.repaired(text, 0, 2, start[0])
    text = _near_place(text, search)
    whole = _whole_names(known)
    for _ in range(3):
        hit = by_sound(text, whole, 3, lambda piece: _is_fine(piece, search)) or by_sound(text, _terms(patterns), 4)
        if hit is None:
            break
        text = search.repaired(text, hit[1], hit[2], hit[0])
    return text


def shaped(text: str, search: Search) -> str:
    """Names with one wrong character, as marks."""
    known = search.known
    for _ in range(2):
        shape = by_shape(text, _whole_names(known))
        if shape is None or _is_known_body(text[shape[1] : shape[2]], known):
            break
        if len({known.forms[name].names for name in shape[0]}) != 1:
            break
        text = names(search.repaired(text, shape[1], shape[2], min(shape[0])), search)
    return text


def _whole_names(known: Known) -> list[str]:
    """Names that are long enough to be known by their sound or shape."""
    return [words for words, form in known.forms.items() if form.kind in ("district", "town", "unit") and len(words) >= 3]


def _near_place(text: str, search: Search) -> str:
    """杨甫区, 杨甫2021年: a short name of a place with one wrong character, where two characters that are no word stand for a place."""
    known = search.known
    for match in _PLACE_LIKE.finditer(text):
        words = match[1]
        kinds = {"区": ("district",), "镇": ("town",)}.get(text[match.end() : match.end() + 1], ("district", "town"))
        short = [name for name, form in known.forms.items() if form.kind in kinds and len(name) == 2]
        near = [name for name in short if sum(one == two for one, two in zip(words, name, strict=True)) == 1]
        if len(near) == 1 and words not in known.forms and not is_word(words) and not _is_place(words, known):
            return search.repaired(text, match.start(1), match.end(1), near[0])
    return text


def _is_place(words: str, known: Known) -> bool:
    return any(words + level in known.gazetteer.places.codes for level in ("省", "市", "县", "区", "新区", "镇"))


def _terms(patterns: Patterns) -> list[str]:
    """Terms of the field that are long enough to be heard: names of themes, and what the thesaurus leads to."""
    return sorted({term for term in (*load_themes().names(), *patterns.thesaurus.values()) if len(term) > 3})


def _is_fine(piece: str, search: Search) -> bool:
    """Whether a piece begins or ends inside a mark, or is a name itself."""
    common = piece[1:] in search.patterns.talk  # 区时间 is no 区市监
    return common or "<" in piece or ">" in piece or piece in search.known.forms or _is_known_body(piece, search.known)


def _is_known_body(words: str, known: Known) -> bool:
    """Whether the gazetteer knows the words, so that they are no slip: 税务局 is no 水务局."""
    return known.gazetteer.resolve(words).known or words in known.gazetteer.places.codes
