"""Tables written as HTML inside Markdown, and names that readers of pages must find."""

from __future__ import annotations

from ingest.readers.tagged import tagged

TEXT = "# 标题\n\n<table>\n<tr><th>序号</th><th>任务</th></tr>\n<tr><td rowspan='2'>1</td><td>公布<b>目录</b></td></tr>\n<tr><td>公布<br>清单</td></tr></table>\n"


def test_cells_stand_where_they_are_printed() -> None:
    (table,) = tagged(TEXT)
    cells = [(c.row, c.column, c.rows, "".join(TEXT[a:b] for a, b in c.spans)) for c in table.cells]
    assert cells == [(0, 0, 1, "序号"), (0, 1, 1, "任务"), (1, 0, 2, "1"), (1, 1, 1, "公布目录"), (2, 1, 1, "公布清单")]
    assert not table.drawn


def test_a_table_without_end_is_none() -> None:
    assert tagged("<table><tr><td>1</td>" * 2000) == ()
