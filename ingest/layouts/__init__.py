"""Layouts: how the duties of a part are printed; one module each, one line in `LAYOUTS`."""

from __future__ import annotations

from ingest.draft import Layout
from ingest.layouts.cell_lines import CellLines
from ingest.layouts.numbered import Numbered
from ingest.layouts.running_table import RunningTable
from ingest.layouts.table import NativeTables
from ingest.layouts.unnumbered import Unnumbered

LAYOUTS: tuple[Layout, ...] = (
    NativeTables(),
    CellLines(),
    RunningTable(),
    Numbered(),
    Unnumbered(),
)
