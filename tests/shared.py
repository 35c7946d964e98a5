"""Where the corpus and its gold are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_dir() -> Path:
    """The folder with corpus and gold: ZEREN_SHARED, else ../shared. A test that needs it skips where there is none."""
    folder = Path(os.environ.get("ZEREN_SHARED") or Path(__file__).parents[2] / "shared")
    if not (folder / "corpus").is_dir():
        pytest.skip("no corpus: set ZEREN_SHARED")
    return folder
