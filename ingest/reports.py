"""To whom results go: 报区政府办公室政务公开科, 向区委网信办报送, 提交区司法局审核."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.model import Report
from ingest.draft import Context
from ingest.mapped import Mapped
from ingest.subjects import subject_at

_SENT = (
    r"(?:上报|报送|报告|报请|提请|呈报|呈送|抄报|抄送|反馈|提交|汇总(?=[至到])|送(?<![推赠配移播输传投呈护接运迎选]送)"
    r"|报(?<![汇申填简月年季日周快情海画公上呈预通播举晚党警]报)(?![告道名刊社考销表纸批酬警送请备]))(?:至|给|到|于)?"
)
_TO = re.compile(rf"{_SENT}(?=[\u4e00-\u9fff])")
_TOWARDS = re.compile(r"向(?=[\u4e00-\u9fff])")
_TOLD = re.compile(r"^(?:[^，。；]{0,12}?)(?:报送|报告|上报|反馈|提交|汇报|报备|备案)")
_ANY = re.compile("报|送|反馈|提交|提请|汇总")


def reports(text: Mapped, unit: Callable[[str], str], context: Context) -> tuple[Report, ...]:
    """The bodies that results are to be sent to, in printed order, each once; `unit` gives the canonical name of a printed one."""
    if not _ANY.search(text.text):
        return ()
    found: dict[str, Report] = {}
    for pattern in (_TO, _TOWARDS):
        for match in pattern.finditer(text.text):
            at = match.end()
            hit = subject_at(text.text[at : at + 60], context)
            if hit is None or (pattern is _TOWARDS and not _TOLD.match(text.text[at + hit[1] :])):
                continue
            quote = text[match.start() : at + hit[1]]
            for body in (text[at + a : at + b] for a, b in hit[0]):
                mention = body.printed
                found.setdefault(mention, Report(mention, unit(mention), quote.printed, body.span))
    return tuple(sorted(found.values(), key=lambda r: r.span))
