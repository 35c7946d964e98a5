"""From a figure of the workload to its rows: the ids of the tasks behind it, and the question that lists them."""

from __future__ import annotations

from typing import Any

from queries.base import Row, Session
from queries.duties import months_of, reach_of
from queries.workload import IDS, REACHED_IDS

COUNTED = ("lead", "responsible", "cooperate", "direct", "inherited", "possible", "busiest")

DERIVED = ("items", "themes", "load", "share")  # figures that are worked out from the direct tasks


def add_opens(rows: list[Row]) -> None:
    """Add to each row, in `opens`, the question behind each figure that is not 0: {figure: {"query", "params"}}."""
    for row in rows:
        base: Row = {"unit": row["unit"], "district": [row["district"]], "year": [row["year"]]}
        if row["town"]:
            base["town"] = [row["town"]]
        asked: dict[str, Row] = {role: {"role": [role.upper()], "part": ["direct"]} for role in COUNTED[:3]}
        asked |= {"direct": {"part": ["direct"]}, "inherited": {"part": ["collective"]}, "possible": {"part": ["possible"]}}
        asked |= {name: {"part": ["direct"]} for name in DERIVED}
        row["opens"] = {name: {"query": "obligations", "params": base | more} for name, more in asked.items() if row[name]}
        if row["partners"]:
            row["opens"]["partners"] = {"query": "partners", "params": base}
        if row["rank"]:
            peers = {"kind": [row["kind"]], **{name: value for name, value in base.items() if name != "unit"}}
            row["opens"] |= {name: {"query": "overload", "params": peers} for name in ("rank", "peers")}
        if row["busiest_count"]:
            row["opens"]["busiest"] = {"query": "due", "params": base | {"month": str(row["busiest_month"])}}


def add_tasks(session: Session, rows: list[Row], years: list[int], towns: list[str]) -> None:
    """Add to each row, in `task_ids`, the ids of the tasks behind each figure of COUNTED, in printed order."""
    scope: dict[str, Any] = {"units": sorted({row["unit_id"] for row in rows}), "years": years, "towns": towns}
    found: dict[tuple[str, int | None, str], dict[str, list[str]]] = {}

    def note(record: Row, *names: str) -> None:
        lists = found.setdefault((record["unit"], record["year"], record["town"]), {name: [] for name in COUNTED})
        for name in names:
            lists[name].append(record["task"])

    busiest = {(row["unit_id"], row["year"], row["town"] or ""): row["busiest_month"] for row in rows}
    for record in sorted(session.ask(IDS, **scope), key=_printed):
        full = busiest.get((record["unit"], record["year"], record["town"])) in months_of(record)
        note(record, record["role"].lower(), "direct", *(("busiest",) if full else ()))
    reached = sorted(session.ask(REACHED_IDS, **scope), key=_printed)
    sure = {(one["unit"], one["task"]) for one in reached if reach_of(one["membership"], one) == "collective"}
    seen: set[tuple[str, str]] = set()
    for record in reached:
        if (key := (record["unit"], record["task"])) not in seen:
            seen.add(key)
            note(record, "inherited" if key in sure else "possible")
    for row in rows:
        row["task_ids"] = found.get((row["unit_id"], row["year"], row["town"] or ""), {name: [] for name in COUNTED})


def _printed(record: Row) -> tuple[object, ...]:
    return record["document"], record["ordinal"] or 0, record["task"]
