"""Which tasks a question is about: by theme, by title, by printed words, or by how much of the wording they share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from graph.names.themes import load_themes
from queries.ask import topic_readings
from queries.ask.content import carries, carrying, light, nouns_of, share, shortened, trimmed_ends, words_of
from queries.ask.likeness import slip_in
from queries.ask.patterns import Patterns, load_patterns
from queries.base import Row

ENOUGH = 0.6  # share of the asked words that a task has to print
KEPT = 0.4  # share of the asked characters that a reading keeps
FEW = 5  # so many tasks at most are meant by words that a question does not say itself
CLOSE = 0.04  # tasks that are this near to the best one are meant too
_MARK = re.compile(r"<[A-Z]>")
_TAIL = re.compile(r"(信息|情况|工作|发布|公开|公示|建设|进展|信息公开|的信息公开|这块|这边)+$")
_MARKS = "“”\"'《》、，,;；:：!-"
_SPARED = 0xE000  # signs that no question has (private use), one for each word that is spared
_BLANK = re.compile(r"\s+")
_PLAIN = re.compile(r"[^\w]+")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Topic:
    """What is left of a question when names and question words are gone. `quotes` have to stand in the text as they are."""

    pieces: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pieces or self.quotes)

    @property
    def words(self) -> str:
        """As it is shown to the person who asks."""
        return "、".join((*(f"“{quote}”" for quote in self.quotes), *self.pieces))


@dataclass(frozen=True, slots=True)
class Found:
    """Tasks that are meant, in printed order; `how` is theme, title, words or near; `theme` where one was named; `pieces` are the
    words as they were read."""

    tasks: list[Row] = field(default_factory=list)
    how: str = ""
    theme: str = ""
    pieces: tuple[str, ...] = ()


def topic_of(masked: str, quotes: Sequence[str], patterns: Patterns) -> Topic:
    """Take names and question words out of a masked question."""
    text = masked
    name = _theme_in(text)
    kept: list[str] = []
    whole: list[str] = []  # words that noise has no part in: 养老机构 is no 机构

    def spare(match: re.Match[str]) -> str:
        whole.append(match[0])
        return chr(_SPARED + len(whole) - 1)

    if name:
        text = text.replace(name, " \0 ", 1)
    text = patterns.whole.sub(spare, text)
    text = _MARK.sub(" ", patterns.noise.sub(" ", text))
    for place, word in enumerate(whole):
        text = text.replace(chr(_SPARED + place), word)
    for piece in re.split(r"[\s的、，,；;：:。（）()/?!]+", text.replace("\0", name or " ")):
        if piece == name or piece in patterns.thesaurus:
            kept.append(piece)
            continue
        trimmed = trimmed_ends(piece.strip(_MARKS), patterns.starts, patterns.ends)
        if len(trimmed) > 1 and not light(trimmed):
            kept.append(trimmed)
    return Topic(tuple(dict.fromkeys(kept)), tuple(quotes))


def _theme_in(text: str) -> str | None:
    """The longest name of a theme that stands in the question."""
    names = [name for name in load_themes().names() if len(name) > 3 and name in text]
    return max(names, key=len, default=None)


def reworded(topic: Topic) -> Topic:
    """The topic in the words that such documents print: 报警器 as 报警装置; the same where the thesaurus has none of its words."""
    return Topic(topic_readings.reworded(topic.pieces), topic.quotes)


def find_tasks(topic: Topic, tasks: Sequence[Row], others: Sequence[Row] = ()) -> Found:
    """The tasks among `tasks` that the topic means, by its most literal reading that names some; none where it is not there.

    `others` only tell which words are printed, and how rare they are.
    """
    if topic.quotes:
        return _quoted(topic, tasks)
    printed = "\n".join(_text(task) for task in (others or tasks))
    for pieces in topic_readings.readings(topic.pieces, printed):
        if len(pieces) < len(topic.pieces) and not carries(pieces):
            continue  # 停车难谁来解决: what is left without 停车难 names nothing
        if len(topic.pieces) == 1 and max(map(len, pieces)) < 3 and sum(map(len, pieces)) < KEPT * sum(map(len, topic.pieces)):
            continue  # 权力清单公开: 权力 alone is another matter
        found = _exact(pieces, tasks)
        # Words that many tasks print (公开) say nothing when the others have been read away.
        if found.theme or (found.tasks and (pieces == topic.pieces or len(found.tasks) <= max(FEW, 0.15 * len(tasks)))):
            return replace(found, pieces=pieces)
    for pieces in dict.fromkeys((topic_readings.reworded(topic.pieces), topic.pieces, topic_readings.repaired(topic.pieces, printed))):
        near = _nearest(pieces, tasks, [*tasks, *others])
        if near:
            return Found(near, "near")
    return Found()


def _exact(pieces: tuple[str, ...], tasks: Sequence[Row]) -> Found:
    """Tasks that print the pieces as they stand, or without the empty words at their ends."""
    found = _found(pieces, tasks)
    needed, doing = carrying(pieces)
    if found.how == "words" and needed and doing:
        # What names a title is about its rows, however often another task prints the words.
        titled = _found(needed, tasks)
        if titled.how == "title":
            return Found(_doing(doing, titled.tasks), titled.how, titled.theme)
    if found.tasks or not needed:
        return found
    found = _found(needed, tasks)
    return Found(_doing(doing, found.tasks), found.how, found.theme)


def _nearest(pieces: tuple[str, ...], tasks: Sequence[Row], every: Sequence[Row]) -> list[Row]:
    """Tasks that print most of the wording, or all of its words in one sentence."""
    needed, doing = carrying(pieces)
    if not needed:
        return []
    shorter = tuple(_TAIL.sub("", piece) or piece for piece in needed)
    near = _near([plain(piece) for piece in (*needed, *doing)], tasks, every)
    return near or _doing(doing, _together(needed, tasks) or _together(shorter, tasks))


def _together(pieces: tuple[str, ...], tasks: Sequence[Row]) -> list[Row]:
    """Tasks that print every word of the pieces, two at least, in one sentence or between their title and a sentence."""
    words = words_of(pieces)
    if len(words) < 2:
        return []
    texts = {task["task"]: [task["title"] + piece for piece in sentences(task["content"])] for task in tasks}
    whole = [task for task in tasks if any(share(words, text) == 1 for text in texts[task["task"]])]
    return whole or [task for task in tasks if any(all(shortened(word, text) for word in words) for text in texts[task["task"]])]


def _doing(doing: Sequence[str], tasks: list[Row]) -> list[Row]:
    """Of several tasks those that also say what is done, where some do."""
    if not doing or len(tasks) < 2:
        return tasks
    scores = coverage([plain(word) for word in doing], [_text(task) for task in tasks])
    best = max(scores)
    return [task for task, score in zip(tasks, scores, strict=True) if best < 0.5 or score >= best - CLOSE]


def _found(asked: Sequence[str], tasks: Sequence[Row]) -> Found:
    """Tasks that the pieces name as theme, title or printed words."""
    if len(asked) == 1:
        named = _by_name(asked[0], tasks)
        if named.tasks:
            return named
    pieces = [plain(piece) for piece in asked]
    titled = [task for task in tasks if all(piece in plain(task["title"]) for piece in pieces)]
    if titled:
        return Found(_narrowed(titled, pieces), "title")
    printed = [task for task in tasks if all(piece in _text(task) for piece in pieces)]
    theme = _theme_of("".join(asked))
    if theme and not printed and _TAIL.sub("", asked[-1]) not in ("", asked[-1]):
        shorter = plain(_TAIL.sub("", "".join(asked)))
        printed = [task for task in tasks if len(shorter) > 1 and shorter in _text(task)]
        pieces = [shorter]
    if theme:
        fitting = [task for task in printed if theme in task["themes"]]
        early = [task for task in printed if len(pieces[0]) > 2 and _text(task).find(pieces[0]) < 0.5 * len(_text(task))]
        if fitting or early:
            return Found(_narrowed(fitting or early, pieces), "words", theme)
        return _saying(asked, theme, _of_theme(theme, tasks))
    if printed:
        return Found(_single(printed, pieces), "words")
    return Found()


def _theme_of(words: str) -> str | None:
    """The theme that the words name, also without its 与 and 和: 财政审计."""
    themes = load_themes()
    return themes.find(words) or next((name for name in themes.names() if re.sub("[与和]", "", name) == words), None)


def _by_name(piece: str, tasks: Sequence[Row]) -> Found:
    """Tasks filed under the theme of this name, and those that have it in their title."""
    if piece not in load_themes().names():
        return Found()
    return _of_theme(piece, tasks)


def _of_theme(theme: str, tasks: Sequence[Row]) -> Found:
    if not any(theme in task["themes"] for task in tasks):
        return Found([], "theme", theme)
    first = [task for task in tasks if task["themes"][:1] == [theme] or (theme in task["title"] and theme in task["themes"])]
    return Found(first or [task for task in tasks if theme in task["themes"]], "theme", theme)


def _saying(asked: Sequence[str], theme: str, found: Found) -> Found:
    """Of a theme's tasks those that print most of the words, where its synonym was asked for: 预决算 is not all of 财政与审计. A synonym
    of which they print half at most, and that is no part of the theme's name, is another matter: 乡村振兴 beside 美丽乡村."""
    words = [word for word in words_of(tuple(asked)) if word not in load_patterns().generic]
    counts = [sum(shortened(word, _text(task)) for word in words) for task in found.tasks]
    best = max(counts, default=0)
    kept = [task for task, number in zip(found.tasks, counts, strict=True) if number == best]
    if best <= len(words) / 2 and not any(piece in theme for piece in asked):
        return Found()
    return Found(kept, found.how, found.theme) if best else found


def _quoted(topic: Topic, tasks: Sequence[Row]) -> Found:
    """Tasks that print every quoted word; what stands beside the quotation only chooses among them."""
    printed = "\n".join(map(_text, tasks))
    plain_quotes = [plain(quote) for quote in topic.quotes]
    quotes = [quote if quote in printed else slip_in(quote, printed) or quote for quote in plain_quotes]
    found = [task for task in tasks if all(quote in _text(task) for quote in quotes)]
    # With its marks, where a task prints it so: “政府+” is more than 政府.
    whole = [_BLANK.sub("", quote).lower() for quote in topic.quotes]
    found = [task for task in found if all(quote in _BLANK.sub("", task["title"] + task["content"]).lower() for quote in whole)] or found
    if not _fits_besides(topic.pieces, found):
        return Found()
    titled = [task for task in found if all(quote in plain(task["title"]) for quote in quotes)]
    if titled:
        found = _narrowed(titled, quotes)
    if len(found) > 1 and topic.pieces:
        pieces = [plain(piece) for piece in topic.pieces]
        scores = coverage(pieces, [_text(task) for task in found], [_text(task) for task in tasks])
        if max(scores) >= 0.5:
            found = [task for task, score in zip(found, scores, strict=True) if score >= max(scores) - CLOSE]
        found = [task for task in found if all(piece in _text(task) for piece in pieces)] or found
    return Found(found, "words")


def _fits_besides(pieces: tuple[str, ...], tasks: list[Row]) -> bool:
    """Whether the words beside a quotation stand in one of the tasks too: “一网通办”专区 is not where only 一网通办 is printed."""
    wanted = tuple(noun for noun in nouns_of(pieces) if noun not in load_patterns().generic)
    return not wanted or any(share(wanted, task["title"] + task["content"]) >= 0.5 for task in tasks)


def _narrowed(tasks: list[Row], pieces: Sequence[str]) -> list[Row]:
    """Of the rows under one title those that say the words again, where some do."""
    groups: dict[str, list[Row]] = {}
    for task in tasks:
        groups.setdefault(task["counted_item"], []).append(task)
    kept: list[Row] = []
    for group in groups.values():
        saying = [task for task in group if all(piece in plain(task["content"]) for piece in pieces)]
        words = words_of(tuple(pieces))
        if not saying and len(words) > 1:
            saying = [task for task in group if share(words, task["content"]) == 1]
        kept += saying or group
    return kept


def _single(tasks: list[Row], pieces: Sequence[str]) -> list[Row]:
    """Tasks that say the words more than once are about them; without such, all that say them."""
    counts = {task["task"]: sum(_text(task).count(piece) for piece in pieces) for task in tasks}
    first = [task for task in tasks if any(piece in plain(task["content"])[:24] for piece in pieces)]
    if len(tasks) > 3 and first:
        return first
    best = max(counts.values())
    return [task for task in tasks if counts[task["task"]] == best] if best > 2 else tasks


def _near(pieces: Sequence[str], tasks: Sequence[Row], every: Sequence[Row]) -> list[Row]:
    scores = coverage(pieces, [_text(task) for task in tasks], [_text(task) for task in every])
    best = max(scores, default=0.0)
    if best < ENOUGH:
        return []
    near = [task for task, score in zip(tasks, scores, strict=True) if score >= best - CLOSE]
    return near


def coverage(pieces: Sequence[str], texts: Sequence[str], every: Iterable[str] = ()) -> list[float]:
    """For each text the share, in 0..1, of the pieces' pairs of characters that it prints; rare pairs weigh more."""
    counts: Counter[str] = Counter()
    size = 0
    for text in every or texts:
        counts.update({text[i : i + 2] for i in range(len(text) - 1)})
        size += 1
    weights: list[tuple[str, float]] = []
    for piece in pieces:
        weights += [(piece[i : i + 2], math.log(1 + (size + 1) / (1 + counts[piece[i : i + 2]]))) for i in range(len(piece) - 1)]
    total = sum(weight for _, weight in weights)
    if not total:
        return [0.0] * len(texts)
    return [sum(weight for pair, weight in weights if pair in text) / total for text in texts]


def plain(text: str) -> str:
    """Without marks and white space, folded: what is compared."""
    return _PLAIN.sub("", text).lower()


def _text(task: Row) -> str:
    return _searched(task["title"], task["content"])


@lru_cache(maxsize=4096)
def _searched(title: str, content: str) -> str:
    """Title and content as they are compared; what has brackets in it also without them: 千人（企）千面 is 千人千面 too."""
    without = _BRACKETS.sub("", content)
    whole = f"{plain(title)}\n{plain(content)}"
    if without == content:
        return whole
    spared = [plain(clause) for clause in clauses(without) if plain(clause) not in whole]
    return "\n".join((whole, *spared))


def sentences(content: str) -> list[str]:
    """A task's text cut at full stops and semicolons."""
    return [piece for piece in re.split(r"[。；！？;]", content) if piece]


def clauses(content: str) -> list[str]:
    """A task's text cut at commas and full stops."""
    return [piece for piece in re.split(r"[，。；！？,;]", content) if piece]
