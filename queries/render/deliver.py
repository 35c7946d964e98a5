"""An answer to where it was asked for: the screen or a file, in the format that was asked for or that the file's name says."""

from __future__ import annotations

import sys
from pathlib import Path

from graph.errors import UsageError
from queries.base import Answer
from queries.render import FILES, render, render_file
from queries.render.output import save, screen_for, written

FORMAT_OF = {".json": "json", ".csv": "csv", ".md": "md", ".txt": "table", ".xlsx": "xlsx"}  # what -o FILE means without --format


def deliver(answer: Answer, form: str | None, output: Path | None) -> None:
    """Print or write an answer; `form` is one of FORMATS, FILES or "cypher", None for what fits. Raises UsageError."""
    chosen = form or (FORMAT_OF.get(output.suffix.lower(), "table") if output else "table")
    if chosen not in FILES:
        with written(output) as out:
            out.write(render(answer, chosen, screen_for(output)))
    elif output is None:
        raise UsageError(f"{chosen} 要写进文件", hint=f"加上 -o 文件名，例如 -o 结果.{chosen}")
    else:
        save(output, render_file(answer, chosen))
    if output is not None:
        sys.stderr.write(f"已写入 {output}\n")
