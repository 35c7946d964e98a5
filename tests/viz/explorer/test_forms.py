"""Forms speak the language of the page: no label and no choice is a code."""

from __future__ import annotations

import re

import pytest

from queries.words import LANGUAGES, load_words
from viz.explorer.registry import SCREENS
from viz.explorer.spec import Screen
from viz.words import labels


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen.name))
def test_every_field_and_choice_has_a_word(screen: Screen) -> None:
    for lang in LANGUAGES:
        terms, words = load_words(lang), labels(lang)
        for one in screen.parameters:
            label = words.get(f"param_{one.name}") or terms.columns.get(one.name, "")
            assert label, (lang, one.name)
            choices = {choice: terms.values.get(choice, "") for choice in one.choices if choice.isascii() and not choice.isdigit()}
            assert all(choices.values()), (lang, one.name, choices)
            if lang == "zh":
                assert not re.search("[A-Za-z]{3}", label + "".join(choices.values())), (label, choices)
