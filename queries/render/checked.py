"""What `zeren check` prints: the findings on each document by group; what is only counted comes as a number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from graph.model import Extraction, Finding
from queries.render.cells import clean


def render_checked(extraction: Extraction, findings: Sequence[Finding]) -> str:
    """The text for one document, its findings in the order given."""
    name = clean(PurePath(extraction.document.path).name)
    shown = [f for f in findings if not f.counted]
    lines = [f"{name}　{len(extraction.tasks)} 项任务，读懂 {extraction.coverage.read:.0%}，需要看的 {len(shown)} 处"]
    for layout in extraction.layouts:
        lines.append(f"  版式　{clean(layout)}")
    for group in dict.fromkeys(f.group for f in shown):
        lines.append(f"  {group}")
        for finding in (f for f in shown if f.group == group):
            lines.append(f"    · {clean(finding.message)}。{clean(finding.hint)}")
    counted = [f for f in findings if f.counted]
    if counted:
        groups = dict.fromkeys(f.group for f in counted)
        totals = "，".join(f"{group} {sum(f.group == group for f in counted)} 处" for group in groups)
        lines.append(f"  只计数　{totals}")
    if not findings:
        lines.append("  没有需要看的地方")
    return "\n".join(lines) + "\n"
