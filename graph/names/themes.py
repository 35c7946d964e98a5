"""The taxonomy of `data/themes.yaml`, and which of its themes a task belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from graph.errors import DataFileError
from graph.model import ThemeHit
from graph.names.datafile import own_file
from graph.names.theme_scoring import Evidence, Grammar, Reading, Scorer

_SHIPPED = "graph/names/data/themes.yaml"
_TIERS = ("strong", "medium", "weak")
_TOP = {"weights", "fallback", "title_tails", "openers", "purposes", "verbs", "bodies", "themes", "precedence"}
_USER_TOP = {"themes", "precedence"}
_THEME = {"name", "description", "synonyms", "headings", "negative", *_TIERS}
_RULE = {"name", "first", "second", "words", "heading", "not_heading"}
_HINT = "请对照 docs/themes.md 中的格式修正"

MOST = 4  # themes of one task, the primary included
_OWN_SENTENCE = 0.6  # certainty from which a sentence or main clause is about a theme
_SHARE = 0.3  # of the primary's total that a further theme needs
_FALLBACK_SCORE = 0.05


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. The tuples hold words in printed order; `negative` words hide cues inside them."""

    name: str
    description: str
    synonyms: tuple[str, ...]
    strong: tuple[str, ...]
    medium: tuple[str, ...]
    weak: tuple[str, ...]
    headings: tuple[str, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precedence:
    """Where two themes claim a task `first` gets it. Of each tuple in `words` one must stand in title or content; of
    `heading` one in title or section, of `not_heading` none. `second` is None when only the first is due."""

    name: str
    first: str
    second: str | None
    words: tuple[tuple[str, ...], ...]
    heading: tuple[str, ...]
    not_heading: tuple[str, ...]

    def fits(self, head: str, text: str) -> bool:
        """Whether the words stand where they must; `head` is title and headings, `text` title and content."""
        return (
            all(any(word in text for word in either) for either in self.words)
            and (not self.heading or any(word in head for word in self.heading))
            and not any(word in head for word in self.not_heading)
        )


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """What the data files say, checked."""

    themes: tuple[Theme, ...]
    precedence: tuple[Precedence, ...]
    weights: dict[str, float]
    fallback: str
    title_tails: tuple[str, ...]
    openers: tuple[str, ...]
    purposes: tuple[str, ...]
    verbs: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(slots=True)
class Themes:
    """The themes in printed order, and the reading of tasks against them."""

    taxonomy: Taxonomy
    _scorer: Scorer = field(init=False, repr=False)
    _names: dict[str, str] = field(init=False, repr=False)
    _order: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._scorer = _scorer(self.taxonomy)
        self._order = {theme.name: number for number, theme in enumerate(self.taxonomy.themes)}
        self._names = {}
        called = [(theme.name, theme.name) for theme in self.taxonomy.themes]
        called += [(word, theme.name) for theme in self.taxonomy.themes for word in theme.synonyms]
        for word, name in called:
            self._names.setdefault(_folded(word), name)

    def all(self) -> tuple[Theme, ...]:
        """Every theme in printed order."""
        return self.taxonomy.themes

    def names(self) -> tuple[str, ...]:
        """The name of every theme in printed order."""
        return tuple(theme.name for theme in self.taxonomy.themes)

    def find(self, words: str) -> str | None:
        """The theme that is called so, by name or synonym; endings such as 信息公开, 工作 and 领域 do not matter.
        None if there is none."""
        wanted = _folded(words)
        while wanted:
            if wanted in self._names:
                return self._names[wanted]
            tail = next((t for t in self.taxonomy.title_tails if wanted.endswith(t) and wanted != t), None)
            if tail is None:
                return None
            wanted = wanted.removesuffix(tail).removesuffix("的")
        return None

    def classify(self, title: str | None, content: str, section: Sequence[str]) -> tuple[ThemeHit, ...]:
        """The themes of a task, the primary first, 1 to MOST of them. `section` runs from the outermost heading inwards.
        Each hit tells its rule (heading, title, sentence, cue, precedence or fallback), the matched text and a score."""
        reading = self._scorer.read(title, content, section)
        ranked = sorted(reading.themes(), key=lambda name: (-reading.total(name), self._order[name]))
        if not ranked:
            return (ThemeHit(self.taxonomy.fallback, "fallback", (title or content)[:20], _FALLBACK_SCORE),)
        best = reading.total(ranked[0])
        chosen = [ranked[0], *(n for n in ranked[1:] if _own(reading, n) and reading.total(n) >= _SHARE * best)]
        ruled = self._ruled(chosen[0], title, content, section)
        if ruled is not None:
            chosen = list(dict.fromkeys([ruled.first, *([ruled.second] if ruled.second else []), *chosen]))
        return tuple(
            _hit(reading, name, ruled if ruled and name in (ruled.first, ruled.second) else None, title or content)
            for name in chosen[:MOST]
        )

    def touched(self, text: str) -> frozenset[str]:
        """The themes of which a strong or medium cue word stands anywhere in `text`: only the others may be told as absent."""
        return self._scorer.touched(text)

    def _ruled(self, primary: str, title: str | None, content: str, section: Sequence[str]) -> Precedence | None:
        """The first rule of precedence that fits a task whose words alone give it to `primary`."""
        first_sentence = re.split(r"[。；]", content, maxsplit=1)[0]
        head, text = "\n".join([title or first_sentence, *section]), f"{title or ''}\n{content}"
        for rule in self.taxonomy.precedence:
            if primary in (rule.first, rule.second) and rule.fits(head, text):
                return rule
        return None


def _own(reading: Reading, name: str) -> bool:
    """Whether a whole sentence, a main clause, or the title with some echo in the text, is about this theme rather than
    about any other."""
    title = reading.title if not reading.sentences or name in reading.body else {}
    for place in (*reading.sentences, *reading.clauses, title):
        evidence = place.get(name)
        if evidence and evidence.score >= _OWN_SENTENCE and evidence.score >= max(e.score for e in place.values()):
            return True
    return False


def _hit(reading: Reading, name: str, rule: Precedence | None, text: str) -> ThemeHit:
    """One hit with the place that spoke loudest for it; the places are tried in the order of how binding they are."""
    score = round(min(1.0, reading.total(name) / reading.available()), 3)
    found: list[tuple[float, str, Evidence]] = []
    for place, evidences in reading.places():
        evidence = evidences.get(name)
        if evidence:
            kind = {"title": "title", "section": "heading"}.get(place, "sentence" if evidence.score >= _OWN_SENTENCE else "cue")
            found.append((evidence.score if place != "section" else evidence.score / 10, kind, evidence))
    if not found:
        return ThemeHit(name, "precedence", text[:20], score)
    _, kind, evidence = max(found, key=lambda item: item[0])
    return ThemeHit(name, "precedence" if rule else kind, evidence.word, score)


def _scorer(taxonomy: Taxonomy) -> Scorer:
    cues: dict[str, list[tuple[str, float]]] = {}
    headings: dict[str, list[tuple[str, float]]] = {}
    denied: dict[str, set[str]] = {}
    for theme in taxonomy.themes:
        for word in theme.negative:
            denied.setdefault(word, set()).add(theme.name)
        for word in theme.headings:
            headings.setdefault(word, []).append((theme.name, taxonomy.weights["strong"]))
        for tier in _TIERS:
            for word in getattr(theme, tier):
                cues.setdefault(word, []).append((theme.name, taxonomy.weights[tier]))
    grammar = Grammar(
        opener=re.compile(_either(taxonomy.openers)),
        purpose=re.compile(_either(taxonomy.purposes)),
        verb=re.compile(_either(taxonomy.verbs)),
        body=re.compile(_either(taxonomy.bodies)),
        tail=re.compile(rf"{_either(taxonomy.title_tails)}$"),
    )
    return Scorer(cues, headings, denied, grammar)


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def _folded(words: str) -> str:
    return re.sub(r"[\s“”\"'‘’「」（）()、，]+", "", words).lower()


def load_themes(user_file: Path | None = None) -> Themes:
    """The shipped taxonomy, with the themes, cue words and rules of `user_file` added where there is one; without it the
    environment variable ZEREN_THEMES names it. Raises DataFileError, naming file and key, for what does not fit."""
    return _load(user_file or own_file("ZEREN_THEMES"))


@lru_cache(maxsize=8)
def _load(user_file: Path | None) -> Themes:
    shipped = _parsed(files("graph.names").joinpath("data/themes.yaml").read_text("utf-8"), _SHIPPED)
    _only(shipped, _TOP, _SHIPPED, "文件", every=True)
    entries, rules = _entries(shipped, _SHIPPED), _rules(shipped, _SHIPPED)
    if user_file is not None:
        where = str(user_file)
        try:
            own = _parsed(user_file.read_text("utf-8"), where)
        except (OSError, UnicodeDecodeError) as error:
            raise DataFileError(f"{where} 读不出来：{error}", hint=_HINT) from error
        _only(own, _USER_TOP, where, "文件")
        entries, rules = _joined(entries, _entries(own, where)), (*_rules(own, where), *rules)
    return Themes(_checked(shipped, entries, rules))


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # ten times as fast where it is built
    except yaml.YAMLError as error:
        raise DataFileError(f"{where} 不是合格的 YAML：{error}", hint=_HINT) from error
    if not isinstance(data, dict):
        raise DataFileError(f"{where} 应是键值表", hint=_HINT)
    return data


def _only(entry: object, keys: set[str], where: str, place: str, every: bool = False) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise DataFileError(f"{where}：{place} 应是键值表", hint=_HINT)
    unknown = sorted(str(key) for key in entry if key not in keys)
    if unknown:
        raise DataFileError(f"{where}：{place} 有不认识的键 {'、'.join(unknown)}", hint=f"可用的键是 {'、'.join(sorted(keys))}")
    missing = sorted(keys - set(entry)) if every else []
    if missing:
        raise DataFileError(f"{where}：{place} 缺少 {'、'.join(missing)}", hint=_HINT)
    return entry


def _words(entry: dict[str, Any], key: str, where: str, place: str, shortest: int = 1) -> tuple[str, ...]:
    """The words under `key`, of `shortest` characters or more: the matcher looks words up by their first two."""
    words = entry.get(key) or []
    if not isinstance(words, list) or not all(isinstance(word, str) and len(word) >= shortest for word in words):
        raise DataFileError(f"{where}：{place} 的 {key} 应是一列词语，每个至少 {shortest} 个字", hint=_HINT)
    _distinct(words, where, f"{place} 的 {key}")
    return tuple(words)


def _distinct(words: Sequence[str], where: str, place: str) -> None:
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise DataFileError(f"{where}：{place} 有重复：{'、'.join(twice)}", hint=_HINT)


def _listed(data: dict[str, Any], key: str, where: str) -> list[Any]:
    entries = data.get(key) or []
    if not isinstance(entries, list):
        raise DataFileError(f"{where}：{key} 应是一列", hint=_HINT)
    return entries


def _named(entry: dict[str, Any], where: str, place: str) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not name:
        raise DataFileError(f"{where}：{place} 缺少 name", hint=_HINT)
    return name


def _entries(data: dict[str, Any], where: str) -> tuple[Theme, ...]:
    found = []
    for number, raw in enumerate(_listed(data, "themes", where), 1):
        entry = _only(raw, _THEME, where, f"themes 第 {number} 项")
        name = _named(entry, where, f"themes 第 {number} 项")
        lists = {key: _words(entry, key, where, name, 2) for key in (*_TIERS, "headings", "negative")}
        _distinct([word for tier in _TIERS for word in lists[tier]], where, f"{name} 的三档线索词")
        found.append(Theme(name, str(entry.get("description") or "").strip(), _words(entry, "synonyms", where, name), **lists))
    _distinct([theme.name for theme in found], where, "themes")
    return tuple(found)


def _rules(data: dict[str, Any], where: str) -> tuple[Precedence, ...]:
    found = []
    for number, raw in enumerate(_listed(data, "precedence", where), 1):
        entry = _only(raw, _RULE, where, f"precedence 第 {number} 项")
        name = _named(entry, where, f"precedence 第 {number} 项")
        groups = _listed(entry, "words", where)
        words = tuple(_words({"words": group}, "words", where, name) for group in groups)
        second = entry.get("second")
        found.append(
            Precedence(
                name,
                str(entry.get("first") or ""),
                None if second is None else str(second),
                words,
                _words(entry, "heading", where, name),
                _words(entry, "not_heading", where, name),
            )
        )
    return tuple(found)


def _joined(shipped: tuple[Theme, ...], own: tuple[Theme, ...]) -> tuple[Theme, ...]:
    """A theme of the user that we have too adds its words to ours; its other words move to the tier the user gives them."""
    joined = {theme.name: theme for theme in shipped}
    for theme in own:
        base = joined.get(theme.name)
        joined[theme.name] = theme if base is None else _extended(base, theme)
    return tuple(joined.values())


def _extended(base: Theme, own: Theme) -> Theme:
    moved = {*own.strong, *own.medium, *own.weak}
    tiers = {tier: (*(w for w in getattr(base, tier) if w not in moved), *getattr(own, tier)) for tier in _TIERS}
    kept = ("synonyms", "headings", "negative")
    others = {key: tuple(dict.fromkeys((*getattr(base, key), *getattr(own, key)))) for key in kept}
    return Theme(name=base.name, description=own.description or base.description, **tiers, **others)


def _checked(data: dict[str, Any], themes: tuple[Theme, ...], rules: tuple[Precedence, ...]) -> Taxonomy:
    names = [theme.name for theme in themes]
    weights = _only(data["weights"], set(_TIERS), _SHIPPED, "weights", every=True)
    meant = [("fallback", data["fallback"]), *((rule.name, rule.first) for rule in rules)]
    meant += [(rule.name, rule.second) for rule in rules if rule.second is not None]
    for place, name in meant:
        if name not in names:
            raise DataFileError(f"themes.yaml：{place} 提到没有的主题 {name}", hint=_HINT)
    undescribed = [theme.name for theme in themes if not theme.description]
    if undescribed:
        raise DataFileError(f"主题 {'、'.join(undescribed)} 没有 description", hint=_HINT)
    lists = {key: _words(data, key, _SHIPPED, key) for key in ("title_tails", "openers", "purposes", "verbs", "bodies")}
    return Taxonomy(themes, rules, {tier: float(weights[tier]) for tier in _TIERS}, str(data["fallback"]), **lists)
