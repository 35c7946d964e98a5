"""The answer as JSON; the web page and the Python function give the same rows."""

from __future__ import annotations

import json

from queries.base import Answer
from queries.render.screen import Screen


def render(answer: Answer, screen: Screen) -> str:
    """Indented JSON with Chinese as it is."""
    return json.dumps(answer.to_json(), ensure_ascii=False, indent=2) + "\n"
