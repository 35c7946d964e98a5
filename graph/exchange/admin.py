"""The folder for `neo4j-admin database import full`, the quick way into an empty Neo4j."""

from __future__ import annotations

from pathlib import Path

from graph.store.csvfolder import ARRAY, MARK, stem, write_folder
from graph.store.rows import GraphRows

ARGUMENTS = "import.args"  # `neo4j-admin database import full @import.args`


def write_admin(rows: GraphRows, folder: Path) -> int:
    """Write the CSV files and the file of arguments; returns the number of nodes and relationships."""
    counts = write_folder(rows, folder)
    lines = [
        "--multiline-fields=true",
        f"--array-delimiter=U+{ord(ARRAY):04X}",
        "--id-type=string",
        f"--nodes={MARK}={MARK}.csv",
    ]
    for name, ends in counts:
        option, file = "--nodes" if ends is None else "--relationships", stem(name, ends)
        lines.append(f"{option}={name}={file}-header.csv,{file}.csv")
    (folder / ARGUMENTS).write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    return sum(counts.values())
