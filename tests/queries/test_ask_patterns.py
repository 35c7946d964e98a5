"""The data files of ask: every expression has a question that needs it, and entries that can do nothing are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.errors import DataFileError
from graph.store import Store
from queries.ask import patterns
from queries.ask.context import without_context
from queries.ask.known_names import Form, Kind, load_known
from queries.ask.link import STEPS, link
from queries.ask.names_meant import as_meant
from queries.ask.patterns import Rule, load_patterns
from queries.ask.topics import topic_of
from queries.ask.wording import rephrased
from queries.base import Session

HERE = Path(__file__).parent
# The places of the real documents, which are not read here, but named in the questions about them.
PLACES: dict[str, Kind] = {"宝山区": "district", "嘉定区": "district", "普陀区": "district", "杨浦区": "district", "淞南镇": "town"}
Use = tuple[int, str, str]  # number of the rule in its list, field, expression


def questions() -> Iterator[str]:
    """All questions of the tables, those first that were written for an expression."""
    tables = [yaml.load((HERE / f"ask_{name}.yaml").read_text("utf-8"), yaml.CSafeLoader) for name in ("questions", "corpus_questions", "forms")]
    for case in (*reversed(tables[0]), *reversed(tables[1])):
        yield case["question"]
    for case in tables[2]:
        yield from (case["plain"], *case["forms"])


def used(rules: tuple[Rule, ...], text: str, kinds: tuple[str, ...]) -> Iterator[Use]:
    """The expressions that have a say in what a masked question is: those of the rule that fits, and those that keep others from it."""
    for number, rule in enumerate(rules):
        if not all(need in kinds for need in rule.needs) or any(kind in kinds for kind in rule.lacks):
            continue
        found = [one.pattern for one in rule.any if one.search(text)]
        if (rule.any and not found) or not all(one.search(text) for one in rule.all):
            continue
        against = [one.pattern for one in rule.none if one.search(text)]
        yield from ((number, "none", one) for one in against)
        if not against:
            yield from ((number, "any", one) for one in found)
            return


def test_every_expression_is_matched_by_a_question(examples_embedded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes an expression writes a question with it; one that no question reaches goes. Slips of the pen are not mended here:
    that takes half of the time."""
    monkeypatch.setattr("queries.ask.link.STEPS", tuple(step for step in STEPS if step[0] != "heard"))
    data = load_patterns()
    known = load_known(Session(examples_embedded), data)
    for place, kind in PLACES.items():
        known.forms[place] = known.forms[place[:-1]] = Form(kind, (place,))
    lists = {"unsaid": data.unsaid, "frames": data.frames} | data.details
    left = {
        (name, number, field, one.pattern)
        for name, rules in lists.items()
        for number, rule in enumerate(rules)
        for field, ones in (("any", rule.any), ("none", rule.none))
        for one in ones
    }
    for question in questions():
        linked = without_context(link(question, known, data), data)
        linked = as_meant(replace(linked, masked=rephrased(linked.masked, data)))
        kinds = (*linked.kinds(), *(["topic"] if topic_of(linked.masked, linked.quotes, data) else []))
        fitting = next((rule.name for rule in data.frames if rule.fits(linked.masked, kinds)), "")
        for name in ("unsaid", "frames", *({fitting} & data.details.keys())):
            left -= {(name, *use) for use in used(lists[name], linked.masked, kinds if name != "unsaid" else ())}
        if not left:
            break
    assert sorted(f"{name} {lists[name][number].name} {field}: {one}" for name, number, field, one in left) == []


@pytest.mark.parametrize(
    ("group", "change", "says"),
    [
        ("talk", lambda talk: talk.append("任务"), "talk 的条目重复：任务"),
        ("noise", lambda noise: noise.append("外"), "noise 的条目只有一个字：外"),
        ("generic", lambda generic: generic.append(""), "generic 的条目空"),
        ("nicknames", lambda names: names.update({"财政": ""}), "nicknames 的条目没有意思：财政"),
        ("thesaurus", lambda words: words.update({"托育": "托育"}), "thesaurus 的条目没有意思：托育"),
        ("talk", lambda talk: talk.append("主要(?!领导)"), "talk 的条目不是词"),
        ("asked_for", lambda nouns: nouns.append("任务"), "asked_for 的条目已在 talk 里：任务"),
        ("rephrase", lambda pairs: pairs.append(pairs[0]), "rephrase 的条目重复"),
        ("frames", lambda frames: frames[0]["any"].append(frames[0]["any"][0]), "frames.which.any 的条目重复"),
        ("frames", lambda frames: frames[0]["any"].append("{nobody}"), "没有名称 nobody"),
        ("words", lambda words: words.update(spare=["甲", "乙"]), "没有用到的名称 spare"),
        ("words", lambda words: words.update(body=["单位", "单位"]), "body 的条目重复：单位"),
        ("words", lambda words: words.update(body="单位"), "body 不是一组说法"),
        ("english_words", lambda words: words.update(spare=["one", "two"]), "没有用到的名称 spare"),
    ],
)
def test_entries_without_effect_are_refused(monkeypatch: pytest.MonkeyPatch, group: str, change: Callable[[Any], Any], says: str) -> None:
    read = patterns._read

    def changed(path: Path, groups: set[str]) -> dict[str, Any]:
        data = read(path, groups)
        if group in data:
            change(data[group])
        return data

    monkeypatch.setattr(patterns, "_read", changed)
    with pytest.raises(DataFileError) as refused:
        load_patterns.__wrapped__()
    assert says in str(refused.value)


def test_lines_are_short_and_sections_say_what_they_are_for() -> None:
    for file in patterns._FILES:
        lines = (Path(patterns.__file__).parent / file).read_text("utf-8").splitlines()
        assert [line for line in lines if len(line) > 200] == []
        groups = [number for number, line in enumerate(lines) if line[:1].isalpha()]
        assert [lines[number] for number in groups if not lines[number - 1].startswith("#")] == []
