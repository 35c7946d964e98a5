"""Words of a text, cut by jieba with a dictionary of our domain; and proposals of new cue words for maintainers."""

from __future__ import annotations

import logging
import math
import os
import re
import stat
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph.names.themes import Theme, Themes, load_themes

_CUTTABLE = re.compile(r"[\u4e00-\u9fd5A-Za-z0-9]{2,}")  # jieba cuts at every other character, whatever its dictionary says
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_SPACE = re.compile(r"[\s\u200b\u00ad\ufeff]+")
_LONGEST = 8  # characters of a proposed word
_QUIET = logging.CRITICAL + 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that is not a cue of `theme` yet and might become one. `inside` and `outside` count the texts of this theme
    and of the others that have it, `log_odds` (natural logarithm) says how much more usual it is inside; `example` is a
    text of the theme that has it."""

    theme: str
    word: str
    log_odds: float
    inside: int
    outside: int
    example: str


class Segmenter:
    """A jieba tokenizer of its own: nothing of jieba's global state is used or changed but its log level."""

    def __init__(self, words: Iterable[str]) -> None:
        self._tokenizer = _tokenizer()
        for word in sorted(set(words)):
            if _CUTTABLE.fullmatch(word):
                self._tokenizer.add_word(word)

    def segment(self, text: str) -> list[str]:
        """The words of the text in order, punctuation included, white space not; joined they are the text without it."""
        return [str(word) for word in self._tokenizer.lcut(_SPACE.sub("", text))]


@lru_cache(maxsize=4)
def load_segmenter(names: frozenset[str] = frozenset()) -> Segmenter:
    """The segmenter that knows the shipped theme words and `names` (of units and places), built once for each set."""
    return Segmenter({*theme_words(load_themes()), *names})


def segment(text: str, names: Iterable[str] = ()) -> list[str]:
    """The words of `text` in order; `names` are kept in one piece as the theme words are."""
    return load_segmenter(frozenset(names)).segment(text)


def theme_words(themes: Themes) -> set[str]:
    """Names, synonyms and cue words of all themes."""
    return {
        word
        for theme in themes.all()
        for words in ((theme.name,), theme.synonyms, theme.strong, theme.medium, theme.headings)
        for word in words
    }


def propose(
    texts: Iterable[tuple[str, str]],
    themes: Themes | None = None,
    *,
    names: Iterable[str] = (),
    least: int = 3,
    limit: int = 10,
) -> tuple[Proposal, ...]:
    """New cue words from (theme, text) pairs, whether labelled by hand or by `Themes.classify`.

    A word counts once for a text. At most `limit` words for each theme, those first that are most surely typical of it; a
    word must stand in at least `least` of its texts, must be no cue of it yet and no part of one. Themes in printed order.
    Only proposals: whether a word is the theme's or this district's is for a person to say.
    """
    themes = themes or load_themes()
    segmenter = load_segmenter(frozenset(names))
    counts: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for theme, text in texts:
        terms = _terms(segmenter.segment(text))
        counts.setdefault(theme, Counter()).update(terms)
        sizes[theme] += 1
        for term in terms:
            examples.setdefault((theme, term), text)
    everywhere: Counter[str] = Counter()
    for counter in counts.values():
        everywhere.update(counter)
    others = sum(sizes.values())
    found: list[Proposal] = []
    for theme_data in (theme for theme in themes.all() if theme.name in counts):
        name, known = theme_data.name, _known(theme_data)
        ranked = []
        for term, inside in counts[name].items():
            if inside < least or any(term in cue for cue in known):
                continue
            outside = everywhere[term] - inside
            odds, sure = _log_odds(inside, sizes[name], outside, others - sizes[name])
            if odds > 0:
                ranked.append(
                    (-sure, -len(term), term, Proposal(name, term, round(odds, 3), inside, outside, examples[name, term]))
                )
        found.extend(entry[3] for entry in sorted(ranked, key=lambda entry: entry[:3])[:limit])
    return tuple(found)


def _terms(words: list[str]) -> set[str]:
    """The Chinese words of two characters or more, and neighbours joined where they make up to eight: most cues are
    compounds that no general dictionary has."""
    terms = {word for word in words if _HAN.fullmatch(word)}
    terms.update(a + b for a, b in pairwise(words) if _HAN.fullmatch(a) and _HAN.fullmatch(b) and len(a + b) <= _LONGEST)
    return terms


def _known(theme: Theme) -> set[str]:
    return {*theme.strong, *theme.medium, *theme.weak, *theme.headings, *theme.negative, *theme.synonyms}


def _log_odds(inside: int, texts: int, outside: int, others: int) -> tuple[float, float]:
    """Logarithm of the odds ratio, and the same in standard errors, which holds rare words back. Each count is one half
    larger, so that words unseen elsewhere stay finite."""
    cells = (inside + 0.5, texts - inside + 0.5, outside + 0.5, others - outside + 0.5)
    odds = math.log(cells[0] / cells[1]) - math.log(cells[2] / cells[3])
    return odds, odds / math.sqrt(sum(1 / cell for cell in cells))


def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own source has escapes and imports that newer Pythons warn of
        import jieba

        jieba.setLogLevel(_QUIET)
        tokenizer = jieba.Tokenizer()
        with _private_folder() as folder:
            # By default jieba unmarshals a cache of a well-known name from the shared temporary folder, where any other
            # user of the machine may have put it.
            tokenizer.tmp_dir = str(folder)
            tokenizer.initialize()
    return tokenizer


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder that only this user can write: the one of this user's caches, or else one that goes when we are done."""
    folder = Path()
    try:
        ours = _cache_home() / "zeren"
        folder = ours / "jieba"
        ours.parent.mkdir(parents=True, exist_ok=True)
        for made in (ours, folder):
            made.mkdir(mode=0o700, exist_ok=True)
        usable = _is_private(ours) and _is_private(folder)
    except (OSError, RuntimeError):  # RuntimeError: the user has no home
        usable = False
    if usable:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="zeren-", ignore_cleanup_errors=True) as passing:
        yield Path(passing)


def _cache_home() -> Path:
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    # The base directory specification has relative paths ignored.
    return Path(named) if named and Path(named).is_absolute() else Path.home() / ".cache"


def _is_private(folder: Path) -> bool:
    """Whether it is a real folder of this user that no one else may write, and so is all that lies directly in it."""
    if sys.platform == "win32":
        return folder.is_dir()  # the profile folder is private by its access list
    for path in (folder, *folder.iterdir()):
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return False
    return os.access(folder, os.W_OK)
