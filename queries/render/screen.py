"""Where a table is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """`width` in columns, of which a Chinese character takes two; `colour` is false for files and pipes."""

    width: int = 160
    colour: bool = False
