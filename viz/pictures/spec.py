"""What a picture is: a name, words about itself, the question whose answer it draws, and the function that draws it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from markupsafe import Markup

from graph.errors import UsageError
from graph.store import Store
from queries.base import Answer, Example, Given, Options, Parameter, Row
from queries.papers.spec import Paper
from queries.registry import find, run
from queries.words import Words, load_words
from viz.network import TEMPLATES
from viz.words import labels

Say = Mapping[str, str]


class Links(Protocol):
    """Where the marks of a picture lead; every address may be "" for none (viz/explorer/urls.py)."""

    def page(self, name: str, **params: Any) -> str:
        """The page of a question."""
        ...

    def unit(self, row: Row) -> str:
        """The page of the unit that a row names."""
        ...

    def task(self, row: Row) -> str:
        """The page of the task of a row."""
        ...

    def theme(self, name: str, row: Row) -> str:
        """The page of a theme."""
        ...


class NoLinks:
    """For a picture in a file of its own: nothing leads anywhere."""

    def page(self, name: str, **params: Any) -> str:
        """None."""
        return ""

    def unit(self, row: Row) -> str:
        """None."""
        return ""

    def task(self, row: Row) -> str:
        """None."""
        return ""

    def theme(self, name: str, row: Row) -> str:
        """None."""
        return ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a picture is drawn with: labels of the pages, words of the answers, and where marks lead."""

    words: Say
    terms: Words
    links: Links = field(default_factory=NoLinks)

    @property
    def linked(self) -> bool:
        """Whether its marks lead somewhere."""
        return not isinstance(self.links, NoLinks)


@dataclass(frozen=True, slots=True)
class Picture:
    """One kind of picture, which can be a file of its own too (`zeren export NAME out.svg`).

    `question` is the question of the registry whose answer it draws, `asks` are parameters that it always asks with;
    `example` what the example documents give; a test draws it. `draw` gives "" for an answer that has nothing to draw.
    """

    name: str
    title: str
    description: str
    question: str
    example: Example
    draw: Callable[[Answer, Scene], Markup]
    asks: Mapping[str, Any] = field(default_factory=dict)
    suffix: str = ".svg"

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Those of its question that it does not set itself."""
        return tuple(one for one in find(self.question).parameters if one.name not in self.asks)

    @property
    def output(self) -> str:
        """What the last argument of the command is called."""
        return f"文件{self.suffix}"

    def command_line(self) -> str:
        """The worked example as one types it."""
        words = ["zeren", "export", self.name]
        for parameter in self.parameters:
            value = self.example.params.get(parameter.name)
            if value is not None:
                words += [str(value)] if parameter.positional else [f"--{parameter.name.replace('_', '-')}", str(value)]
        return " ".join([*words, f"out{self.suffix}"])

    def check(self, output: Path) -> None:
        """Refuse a place that does not fit before any work is done. Raises UsageError."""
        if output.suffix.lower() != self.suffix:
            raise UsageError(f"{output} 的扩展名不对", hint=f"{self.name} 写成 {self.suffix} 文件，例如 {output.stem}{self.suffix}")

    def given(self, values: Mapping[str, Any]) -> Given:
        """The parameters, checked. Raises UsageError."""
        return Given(find(self.question), {**values, **self.asks})

    def build(self, store: Store, given: Given, lang: str = "zh") -> Paper:
        """The picture as a file of its own. Raises UsageError where there is nothing to draw."""
        answer = run(self.question, store, Options(limit=0, lang=lang), **given.echo())
        drawn = self.draw(answer, Scene(labels(lang), load_words(lang)))
        if not drawn:
            raise UsageError(f"没有可以画的内容：{answer.title}", hint="换一个区、年份或文件再试")
        return Paper(answer.title, alone(drawn), tuple(answer.notes[:3]))


def alone(drawn: Markup) -> bytes:
    """A picture as a file that stands for itself: its looks inside, on white paper, with plain colours that Word and WPS read."""
    style = f"<style>{plain_style()}</style>\n"
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + re.sub(r"(<svg[^>]*>\n)", lambda found: found[1] + style, str(drawn), count=1) + "\n").encode()


def plain_style() -> str:
    """The style sheet of the pictures with every colour written out, as it is in light."""
    colours = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", (TEMPLATES / "page.css").read_text("utf-8").partition("}")[0]))
    sheet = (TEMPLATES / "pictures.css").read_text("utf-8").partition("/* On a page only. */")[0]
    return re.sub(r"var\((--[\w-]+)\)", lambda found: colours[found[1]], re.sub(r"/\*.*?\*/\s*", "", sheet))
