"""The Cypher of an answer, to be pasted elsewhere."""

from __future__ import annotations

import json

from queries.base import Answer
from queries.render.screen import Screen


def render(answer: Answer, screen: Screen) -> str:
    """Each statement with its parameters before it, in the order sent."""
    blocks = []
    for text, params in answer.statements:
        lines = [f"// ${name} = {json.dumps(value, ensure_ascii=False, default=str)}" for name, value in params.items()]
        blocks.append("\n".join([*lines, f"{text};"]))
    return "\n\n".join(blocks) + "\n"
