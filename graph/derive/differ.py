"""What became of a text in another that was made from it: words changed, sentences dropped or new, duties made weaker. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from graph.derive.sentences import covered, flat, grams, sentences

KEPT = 0.4  # share of a sentence's words that must stand in the other text, else it was dropped
SAME_RUN = 2  # characters: shorter stretches in common inside a change are chance
STRONG = ("必须", "应当", "不得", "不少于", "不低于", "至少", "全量", "全部", "严格", "确保", "及时", "定期")
WEAK = ("鼓励", "探索", "视情", "可以", "适时", "逐步", "原则上", "力争")
_CLAUSE = re.compile("[，,]")
_UNITS = "%|％|‰|个?工作日|[年月日天时周季次场个项件条篇期处人家册份倍万亿元米号]+"
_PIECE = re.compile(rf"(?:\d+(?:[.,]\d+)*|[一二三四五六七八九十百千两]+)(?:{_UNITS})|百分之[一二三四五六七八九十百]+|\d+(?:[.,]\d+)*|[A-Za-z]+|.", re.DOTALL)
_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|上旬|中旬|下旬|底|份)?前?|[一二三四]季度|[上下]半年|年内|年底前|\d+个?(?:工作日|天|小时)内?"
)
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?(?:%|％|[次场个项件条篇期处人册份倍万元]+)|百分之[一二三四五六七八九十百]+|[两一二三四五六七八九十]+[次场]"
)


@dataclass(frozen=True, slots=True)
class Matched:
    """A sentence of the new text ("" for none) with those of the old one that it took up, in order; none for a new one."""

    new: str
    old: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that the old text says and the new one does not. `kind` is number, date, weaker, or sentence (a clause that
    binds and was not taken up at all); `what` the words; `old` and `new` the sentences they were or would be in."""

    kind: str
    what: str
    old: str
    new: str


def match_sentences(new: str, old: str) -> list[Matched]:
    """The sentences of the new text in order with their old ones; then, each alone, the old ones that were dropped."""
    news = sentences(new)
    taken: dict[int, list[str]] = {}
    dropped: list[str] = []
    within = [set(grams(flat(one))) for one in news]
    for sentence in sentences(old):
        shares = [covered(flat(sentence), one, {}) for one in within]
        # A short sentence of the new text may sum up a long old one: then most of the new one stands in it.
        own = set(grams(flat(sentence)))
        shares = [max(share, covered(flat(news[at]), own, {})) for at, share in enumerate(shares)]
        # A heading stands in its own first sentence as wholly as that sentence does: then the longer one is meant.
        best = max(range(len(news)), key=lambda at: (shares[at], len(within[at] & own), -at), default=-1)
        if best < 0 or shares[best] < KEPT:
            dropped.append(sentence)
        else:
            taken.setdefault(best, []).append(sentence)
    found = [Matched(sentence, tuple(taken.get(at, ()))) for at, sentence in enumerate(news)]
    return found + [Matched("", (sentence,)) for sentence in dropped]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside two texts and explains their differences: other old texts that the new one also took up, and
    other new texts that also took up the old one. A title is a sentence of its own; "" for none."""

    new_title: str = ""
    old_title: str = ""
    other_olds: tuple[str, ...] = ()
    other_news: tuple[str, ...] = ()


def differences(new: str, old: str, beside: Beside | None = None) -> list[str]:
    """What differs, in the order of the new text: "旧→新" for changed words, "+新", "−旧" for what came in or fell out."""
    about = beside or Beside()
    found = changes(about.old_title, about.new_title) if about.new_title and about.old_title else []
    for pair in match_sentences(new, old):
        if not pair.old:
            found += [f"+{sentence}" for sentence in dropped([about.old_title, *about.other_olds], pair.new)]
        elif not pair.new:
            found += [f"−{sentence}" for sentence in dropped([about.new_title, *about.other_news], pair.old[0])]
        else:
            found += changes("，".join(pair.old), pair.new)
    return list(dict.fromkeys(found))


def changes(old: str, new: str) -> list[str]:
    """The changed words between two sentences, punctuation left aside."""
    found: list[str] = []
    for before, after in _spans(old, new):
        first, second = before.strip("，、,：: “”（）()"), after.strip("，、,：: “”（）()")
        if flat(first) == flat(second):
            continue
        found.append(f"{first}→{second}" if first and second else f"−{first}" if first else f"+{second}")
    return found


def _spans(old: str, new: str) -> Iterable[tuple[str, str]]:
    """(old, new) stretches that differ, never cut inside a number with its unit or a foreign word (50%→60%); stretches that only
    chance keeps apart are one."""
    olds, news = _PIECE.findall(old), _PIECE.findall(new)
    blocks = SequenceMatcher(None, olds, news, autojunk=False).get_matching_blocks()
    at, to = 0, 0
    for block in blocks:
        if 0 < sum(map(len, olds[block.a : block.a + block.size])) < SAME_RUN:
            continue
        if block.a > at or block.b > to:
            yield "".join(olds[at : block.a]), "".join(news[to : block.b])
        at, to = block.a + block.size, block.b + block.size


def losses(new: str, old: str, ours: Callable[[str], bool] = lambda clause: True) -> list[Loss]:
    """Numbers, dates and binding words of sentences that were taken up, and that the new text lost; in the order of the new.

    `ours` tells whether what a clause demands is demanded of those who wrote the new text; quantities and binding words of
    others' clauses are no losses. A time may stand in front of several clauses: it counts wherever it stands.
    """
    found: list[Loss] = []
    whole = flat(new)
    for pair in match_sentences(new, old):
        if not pair.new:
            continue
        for sentence in pair.old:
            found += [Loss("date", text, sentence, pair.new) for text in _missing(_DATE, sentence, whole)]
            own = [clause for clause in _CLAUSE.split(sentence) if ours(clause)]
            found += [Loss("number", text, sentence, pair.new) for text in _missing(_NUMBER, "，".join(own), whole)]
            gone = [clause for clause in own if _binding(clause, whole) and _left_out(clause, whole)]
            found += [Loss("sentence", clause.strip(), sentence, pair.new) for clause in gone]
            softer = _softer("，".join(clause for clause in own if clause not in gone), pair.new, whole)
            found += [Loss("weaker", "、".join(softer), sentence, pair.new)] if softer else []
    return found


def _left_out(clause: str, whole: str) -> bool:
    """Whether a clause as such is not in a flat text: then no word of it was made weaker. A quantity or time is told as such."""
    return not _NUMBER.search(clause) and not _DATE.search(clause) and covered(flat(clause), set(grams(whole)), {}) < KEPT


def _binding(clause: str, whole: str) -> list[str]:
    """The binding words of a clause that a flat text lost."""
    return [word for word in STRONG if word in clause and word not in whole]


def _missing(pattern: re.Pattern[str], sentence: str, whole: str) -> list[str]:
    texts = dict.fromkeys(found.group() for found in pattern.finditer(re.sub(r"\s+", "", sentence)))
    return [text for text in texts if flat(text) not in whole]


def _softer(old: str, new: str, whole: str) -> list[str]:
    """Binding words that fell out of the text, and loose ones that came in."""
    gone = [f"−{word}" for word in _binding(old, whole)]
    return gone + [f"+{word}" for word in WEAK if word in new and word not in old]


def dropped(texts: Sequence[str], old: str) -> list[str]:
    """The sentences of the old text that none of the new texts has, in order."""
    within = {piece for text in texts for piece in grams(flat(text))}
    single = [flat(sentence) for text in texts for sentence in sentences(text)]
    found = []
    for sentence in sentences(old):
        own = set(grams(flat(sentence)))
        if covered(flat(sentence), within, {}) < KEPT and not any(covered(one, own, {}) >= KEPT for one in single):
            found.append(sentence)
    return found
