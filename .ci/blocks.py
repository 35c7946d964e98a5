"""What the READMEs print from the program itself: cog runs these in their blocks, and CI refuses stale text."""

from __future__ import annotations

import atexit
import os
import re
import shlex
import sys
import tempfile
from functools import cache
from pathlib import Path

from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def _say(text: str) -> None:
    """Into the block that cog is filling; the module is there only while it does."""
    import cog

    cog.outl(text)


@cache
def store() -> str:
    """A store that holds the example documents, gone when the process ends."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = str(Path(folder.name) / "zeren.lb")
    _run("ingest examples/documents", path)
    return path


def _run(arguments: str, address: str) -> str:
    from cli import main

    os.environ.update({"COLUMNS": "100", "ZEREN_STORE": address, "ZEREN_NAMES": str(ROOT / "examples" / "names.yaml")})
    done = CliRunner().invoke(main, shlex.split(arguments), prog_name="zeren")
    if done.exit_code:
        raise SystemExit(f"zeren {arguments} ended with {done.exit_code}: {done.output}")
    return done.stdout


def command(arguments: str) -> None:
    """The command and what it prints, as text."""
    _say(f"```console\n$ zeren {arguments}\n{_run(arguments, store()).rstrip()}\n```")


def ingest() -> None:
    """Reading the example documents into a new store: the table, without the doubtful points that follow it."""
    with tempfile.TemporaryDirectory() as folder:
        shown = _run("ingest examples/documents", str(Path(folder) / "zeren.lb"))
    lines = [line for line in shown.splitlines() if not line.startswith("存疑")]
    _say("```console\n$ zeren ingest examples/documents\n" + "\n".join(lines).rstrip() + "\n```")


def table(arguments: str) -> None:
    """The command and its answer, which is Markdown already; its heading becomes bold, so that it is no chapter here."""
    shown = re.sub(r"^#+ (.*)$", r"**\1**", _run(f"{arguments} --format md", store()).strip(), flags=re.M)
    _say(f"```console\n$ zeren {arguments} --format md\n```\n\n{shown}")


def queries(heads: str) -> None:
    """A row for each question of the registry, with its worked example; `heads` are four column heads."""
    from queries import QUERIES

    _table(heads, [(f"`{query.name}`", query.title, query.description, f"`{query.command_line()}`") for query in QUERIES])


def tools(heads: str) -> None:
    """A row for each tool of `zeren mcp` with its parameters, those that must be given first; three column heads."""
    from queries import QUERIES

    rows = []
    for query in QUERIES:
        ordered = sorted(query.parameters, key=lambda parameter: not parameter.required)
        named = [f"**{one.name}**" if one.required else one.name for one in ordered]
        rows.append((f"`{query.name}`", query.title, " ".join(named)))
    _table(heads, rows)


def schema(name: str) -> None:
    """The schema of a question's answer, as the command prints it."""
    _say(f"```json\n{_run(f'schema {name}', store()).rstrip()}\n```")


def views(heads: str) -> None:
    """A row for each page of the registry; three column heads."""
    from viz import VIEWS

    _table(heads, [(f"`view {view.name}`", view.title, view.description) for view in VIEWS])


def exports(heads: str) -> None:
    """A row for each paper of the registry, with its worked example; three column heads."""
    from queries.papers import EXPORTS
    from viz.pictures import PICTURES

    _table(heads, [(f"`export {one.name}`", one.description, f"`{one.command_line()}`") for one in (*EXPORTS, *PICTURES)])


def layouts(heads: str) -> None:
    """A row for each layout of the registry, in the order in which they are asked; two column heads."""
    from ingest.layouts import LAYOUTS

    _table(heads, [(layout.title, layout.description) for layout in LAYOUTS])


def formats() -> None:
    """The file name extensions that are read."""
    from ingest.readers import READERS

    _say(" ".join(f"`{suffix}`" for suffix in READERS))


def nodes(heads: str) -> None:
    """A row for each label of the graph with its properties, the key first; two column heads."""
    from graph.schema import load_schema

    _table(heads, [(f"`{label}`", " ".join(f"`{name}`" for name in node.properties)) for label, node in load_schema().nodes.items()])


def edges(heads: str) -> None:
    """A row for each relationship with the ends it may join and its properties; three column heads."""
    from graph.schema import load_schema

    _table(
        heads,
        [
            (f"`{kind}`", ", ".join(f"{a} → {b}" for a, b in edge.ends), " ".join(f"`{name}`" for name in edge.properties))
            for kind, edge in load_schema().edges.items()
        ],
    )


def _table(heads: str, rows: list[tuple[str, ...]]) -> None:
    columns = heads.split()
    lines = [columns, ["---"] * len(columns), *rows]
    _say("\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines))
