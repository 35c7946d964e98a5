"""Grades an extraction against a gold file: the tasks, what each says, and the fields of the document."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.model import Extraction, Task

FIELDS = ("title", "doc_no", "issuer", "district", "town", "year", "date")


def norm(text: object) -> str:
    """Text as graded: width and white space do not matter."""
    if text is None:
        return ""
    folded = unicodedata.normalize("NFKC", str(text))
    return re.sub(r"[\s\u200b\u00ad\ufeff]+", "", folded).replace("﹝", "〔").replace("﹞", "〕")


@dataclass(slots=True)
class Grade:
    """Counts of what is right and what there is, and a line for each difference."""

    tasks: int = 0
    found: int = 0
    extra: int = 0
    duties: int = 0
    duties_found: int = 0
    duties_extra: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def duty_f1(self) -> float:
        """F1 of (task, printed unit, role)."""
        wrong = self.duties - self.duties_found + self.duties_extra
        return 2 * self.duties_found / (2 * self.duties_found + wrong) if self.duties or self.duties_extra else 1.0


def _match(gold: dict[str, Any], task: Task) -> bool:
    whole = norm(task.title) + norm(task.content)
    return norm(gold["starts"]) in whole and (norm(task.key) == norm(gold["key"]) or task.part != gold["part"])


def _pairs(gold: list[dict[str, Any]], tasks: list[Task]) -> dict[int, int]:
    left = list(range(len(tasks)))
    out: dict[int, int] = {}
    for g, item in enumerate(gold):
        same = [i for i in left if tasks[i].part == item["part"] and tasks[i].key == item["key"] and _match(item, tasks[i])]
        if same:
            out[g] = same[0]
            left.remove(same[0])
    return out


def _compare(item: dict[str, Any], task: Task, grade: Grade) -> None:
    want = {(norm(a["unit"]), a["role"]) for a in item["assignments"]}
    have = {(norm(a.mention), a.role) for a in task.assignments if a.basis != "issuer"}
    grade.duties += len(want)
    grade.duties_found += len(want & have)
    grade.duties_extra += len(have - want)
    where = f"{item['part']} {item['key']}"
    if want != have:
        grade.differences.append(f"{where}: missing {sorted(want - have)} extra {sorted(have - want)}")
    content = norm(task.content)
    if not content.startswith(norm(item["starts"])) or not content.endswith(norm(item["ends"])):
        grade.differences.append(f"{where}: bounds {content[:20]} … {content[-20:]}")
    if norm(item.get("title")) != norm(task.title):
        grade.differences.append(f"{where}: title {task.title} instead of {item.get('title')}")
    due = task.due.isoformat() if task.due else None
    if item.get("due") != due:
        grade.differences.append(f"{where}: due {due} instead of {item.get('due')}")
    flags = {norm(a.mention): a.group for a in task.assignments}
    wrong = [a["unit"] for a in item["assignments"] if norm(a["unit"]) in flags and flags[norm(a["unit"])] != a["group"]]
    if wrong:
        grade.differences.append(f"{where}: collective or not: {wrong}")


def grade(extraction: Extraction, gold_file: Path) -> Grade:
    """The grade of an extraction by a gold file."""
    gold = json.loads(gold_file.read_text("utf-8"))
    tasks = list(extraction.tasks)
    pairs = _pairs(gold["tasks"], tasks)
    out = Grade(tasks=len(gold["tasks"]), found=len(pairs), extra=len(tasks) - len(pairs))
    for g, item in enumerate(gold["tasks"]):
        if g in pairs:
            _compare(item, tasks[pairs[g]], out)
        else:
            out.differences.append(f"{item['part']} {item['key']}: not found")
    used = set(pairs.values())
    out.differences += [f"{t.part} {t.key}: no such task in the gold" for i, t in enumerate(tasks) if i not in used]
    for name in FIELDS:
        if name in gold["document"]:
            have = getattr(extraction.document, name)
            value = have.isoformat() if name == "date" and have else have
            if norm(value) != norm(gold["document"][name]):
                out.differences.append(f"{name}: {value} instead of {gold['document'][name]}")
    return out
