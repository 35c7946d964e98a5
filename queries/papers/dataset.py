"""The data set for researchers: long CSV files, a codebook, and hashes of tool, data files and documents."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from graph.errors import DataFileError
from graph.store import Store
from queries.base import Example, Given, Row
from queries.duties import MONTH_KINDS, is_printed
from queries.papers.facts import PLACE, Facts, asked
from queries.papers.spec import Export, Paper
from queries.papers.words import say
from queries.render.cells import clean
from queries.render.csvfile import BOM, guarded

FILES = ("duties", "tasks", "documents")
FORMAT = 3  # of the data set; a change of columns changes it
CODE, DATA = (".py",), (".yaml", ".tsv", ".txt")
PARTS = ("graph", "ingest", "queries")  # what decides the content of a data set
READERS = ("jieba", "ladybug", "lxml", "pdfplumber", "pypdfium2", "pypinyin", "python-calamine", "pyyaml")
_FIELDS = 7
_HINT = "每行应是：文件、列名、类型、名称、说明、英文说明、取值，用制表符分开；取值可以不写"


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of a file of the data set."""

    file: str
    name: str
    type: str
    label: str
    meaning: str
    meaning_en: str
    values: str = ""


@lru_cache(maxsize=1)
def codebook() -> tuple[Variable, ...]:
    """The columns of all files in their order."""
    return read_codebook(Path(__file__).parent / "codebook.tsv")


def read_codebook(path: Path) -> tuple[Variable, ...]:
    """Read a codebook. Raises DataFileError that names file and line."""
    found = []
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        parts = line.split("\t")
        if not _FIELDS - 1 <= len(parts) <= _FIELDS or not all(parts[: _FIELDS - 1]) or parts[0] not in FILES:
            raise DataFileError(f"{path.name} 第 {at} 行不对：{line[:40]}", hint=_HINT)
        found.append(Variable(*parts))
    return tuple(found)


def build(store: Store, given: Given) -> Paper:
    """Make the files. Raises UnknownName and StoreError."""
    _, facts = asked(store, given)
    tables = {"duties": list(_duties(facts)), "tasks": list(_tasks(facts)), "documents": list(_documents(facts))}
    files = {f"{name}.csv": _csv(name, rows) for name, rows in tables.items()}
    files["codebook.csv"] = _codebook_csv()
    files["README.md"] = _readme(tables).encode("utf-8")
    files["manifest.json"] = _manifest(facts, files)
    counts = say("dataset_count", **{name: len(rows) for name, rows in tables.items()})
    return Paper(say("dataset_title"), files, (counts,))


def _duties(facts: Facts) -> Iterator[Row]:
    for row in facts.duties:
        unit = facts.units[row["unit_id"]]
        number = hashlib.sha256(f"{row['unit_id']}\n{row['task']}".encode()).hexdigest()[:20]
        yield {
            **row, "when": row["every"], "days": _days(row), "duty_id": f"duty:{number}", "task_id": row["task"], "unit_kind": row["kind"], "functions": unit["functions"],
            "statements": len(row["sources"]),
        }  # fmt: skip


def _tasks(facts: Facts) -> Iterator[Row]:
    for row in facts.tasks.values():
        direct = [one for one in facts.of_task(row["task"]) if is_printed(one)]
        groups = sum(one["kind"] == "collective" for one in direct)
        yield {**row, "when": row["every"], "days": _days(row), "task_id": row["task"], "direct_units": len(direct) - groups, "collectives": groups}


def _days(row: Row) -> list[str]:
    """The days, or last days of periods, of a task or duty in order, ISO; none for the whole year."""
    return sorted({one["due"].isoformat() for one in row["days"] if one["due_kind"] in MONTH_KINDS})


def _documents(facts: Facts) -> Iterator[Row]:
    for number, row in facts.documents.items():
        yield {**row, "tasks": sum(task["document_id"] == number for task in facts.tasks.values())}


def _csv(name: str, rows: Sequence[Row]) -> bytes:
    """A file of the data set: UTF-8 with a byte order mark, CR LF, text that no spreadsheet takes for a formula."""
    columns = [one for one in codebook() if one.file == name]
    lines = [[one.name for one in columns]]
    for row in rows:
        lines.append([_text(one, row[one.name]) for one in columns])
    return _written(lines)


def _text(variable: Variable, value: Any) -> str:
    if value is None:
        return ""
    if variable.type in ("int", "float"):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return guarded(clean("、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)))


def _written(lines: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return (BOM + out.getvalue()).encode("utf-8")


def _codebook_csv() -> bytes:
    lines = [["file", "name", "type", "label", "meaning", "meaning_en", "values"]]
    lines += [[f"{one.file}.csv", one.name, one.type, one.label, one.meaning, one.meaning_en, one.values] for one in codebook()]
    return _written(lines)


def _manifest(facts: Facts, files: dict[str, bytes]) -> bytes:
    """What made the data set, out of what: hashes without a path or a moment, so that the same input gives the same bytes."""
    code, data = _hashes(CODE), _hashes(DATA)
    about = {
        "format": FORMAT,
        "tool": {"name": "zeren", "version": _version("zeren"), "sha256": _digest(json.dumps(code).encode()), "modules": len(code)},
        "packages": {name: _version(name) for name in READERS},
        "data_files": data,
        "documents": {row["document"]: row["sha256"] for row in facts.documents.values()},
        "files": {name: _digest(content) for name, content in files.items()},
    }
    return (json.dumps(about, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8")


@lru_cache(maxsize=2)
def _hashes(suffixes: tuple[str, ...]) -> dict[str, str]:
    """Path inside the program -> SHA-256 of the text, with line feeds on every system."""
    root = Path(__file__).parents[2]
    paths = sorted(path for part in PARTS for path in (root / part).rglob("*") if path.suffix in suffixes)
    return {path.relative_to(root).as_posix(): _digest(path.read_bytes().replace(b"\r\n", b"\n")) for path in paths}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _readme(tables: dict[str, list[Row]]) -> str:
    rows = "\n".join(f"| `{name}.csv` | {len(rows)} |" for name, rows in tables.items())
    return say("dataset_readme", rows=rows)


EXPORT = Export(
    name="dataset",
    title="数据集",
    description="研究用的数据集（一个文件夹）：关系、任务、文件三张长表（CSV），逐列说明的编码本，以及程序、名录和文件的校验值；同样的图库得到同样的字节。",
    suffix="",
    parameters=PLACE,
    example=Example("全部文件的数据集", {}),
    build=build,
)
