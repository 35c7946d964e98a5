"""What `zeren fixes` prints: every decision with its state."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.fixes.states import LOST, PENDING, State
from queries.render.cells import clean
from queries.render.screen import Screen

HEADINGS = ("编号", "时间", "决定人", "文件或地区", "更正", "原值", "理由", "状态")


def render_fixes(found: Sequence[State], screen: Screen | None = None, renewed: int | None = None) -> str:
    """The text, in the order of the file; what no longer has an object is said again below the table, with the reason.
    `renewed` is how many documents were written anew, None if that was not asked for."""
    done = f"已按现在的更正记录、名称文件和名册重新写入 {renewed} 份文件。\n" if renewed is not None else ""
    if not found:
        return done + "还没有更正记录。用 zeren fix --help 查看怎样更正。\n"
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for one in found:
        decision = one.decision
        cells = (decision.id, decision.when[:16].replace("T", " "), decision.who, decision.document, decision.says(), decision.old)
        table.add_row(*(Text(clean(cell)) for cell in (*cells, decision.reason, one.state)))
    out = io.StringIO()
    Console(file=out, width=(screen or Screen()).width, highlight=False, markup=False, emoji=False).print(table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    lines += [f"· {one.decision.id} {one.state}：{clean(one.detail)}" for one in found if one.detail and one.state in (LOST, PENDING)]
    return done + "\n".join(lines) + "\n"
