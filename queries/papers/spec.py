"""What a paper is: a name, words about itself, its parameters, a worked example, and the function that makes the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from graph.errors import UsageError
from graph.store import Store
from queries.base import Example, Given, Parameter, Query


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper: the bytes of one file, or those of several by name for a folder; `notes` are for who asked."""

    title: str
    content: bytes | Mapping[str, bytes]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of paper. `suffix` is that of its file, "" for a folder; `example` is what a test makes."""

    name: str
    title: str
    description: str
    suffix: str
    parameters: tuple[Parameter, ...]
    example: Example
    build: Callable[[Store, Given], Paper]

    @property
    def output(self) -> str:
        """What the last argument of the command is called."""
        return f"文件{self.suffix}" if self.suffix else "文件夹"

    def command_line(self) -> str:
        """The worked example as one types it."""
        words = ["zeren", "export", self.name]
        for parameter in self.parameters:
            value = self.example.params.get(parameter.name)
            if value is None or value is False:
                continue
            if not parameter.positional:
                words.append(f"--{parameter.name.replace('_', '-')}")
            if value is not True:
                words.append(str(value))
        return " ".join([*words, f"out{self.suffix}"])

    def check(self, output: Path) -> None:
        """Refuse a place that does not fit before any work is done. Raises UsageError."""
        if self.suffix and output.suffix.lower() != self.suffix:
            raise UsageError(f"{output} 的扩展名不对", hint=f"{self.name} 写成 {self.suffix} 文件，例如 {output.stem}{self.suffix}")
        if not self.suffix and output.exists() and not output.is_dir():
            raise UsageError(f"{output} 不是文件夹", hint=f"{self.name} 写到一个文件夹里，请另给一个名称")

    def given(self, values: Mapping[str, Any]) -> Given:
        """The parameters, checked. Raises UsageError."""
        return Given(cast("Query", self), values)  # it reads name and parameters, which both have
