"""To whom a document goes: 主送 above its text, 抄送 below it, each also over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line
from ingest.mapped import Mapped
from ingest.metadata import page_line
from ingest.parts import is_day, is_org
from ingest.unitlist import IsBody

_ADDRESSEES = re.compile(r"^[^。《]{2,200}：$")
_SENT_TO = re.compile(r"^主送(?:单位|机关)?：(?=.)")
_COPIED = re.compile(r"^(?:抄送|抄报|分送)(?:单位|机关)?：(?=.)")
_OTHER = re.compile(r"^(?:[^，、。]{2,12}：|（|\d|.{0,40}印发$|共印)")
_STOPS = re.compile("[、，；]")
_MOST = 6  # lines over which a list goes on


def addressed(head: Sequence[Line], is_body: IsBody) -> list[Mapped]:
    """The lists of addressees, without the label: 主送：…, or what stands before a colon, with the lines over it on which it begins."""
    out: list[Mapped] = []
    for i, line in enumerate(head):
        label = _SENT_TO.match(line.text)
        if label:
            out.append(_onwards(head, i, is_body)[label.end() :])
        elif _ADDRESSEES.match(line.text) and not page_line(line.text):
            whole = line.body
            above = i - 1
            while above >= 0 and i - above < _MOST and _leads_to(head[above].text, whole.text, is_body):
                whole = head[above].body + whole
                above -= 1
            out.append(whole)
    return out


def copies(tail: Sequence[Line], is_body: IsBody) -> list[Mapped]:
    """The lists of those who get a copy, without the label."""
    return [_onwards(tail, i, is_body)[label.end() :] for i, line in enumerate(tail) if (label := _COPIED.match(line.text))]


def _leads_to(above: str, below: str, is_body: IsBody) -> bool:
    """True if a line is the beginning of a list of bodies that goes on below it."""
    if not _STOPS.search(above) or re.search(r"[。：《]", above):
        return False
    *whole, last = list(_STOPS.split(above))
    return all(map(is_body, whole)) and (not last or is_body(last) or is_body(last + _STOPS.split(below.rstrip("："))[0]))


def _onwards(lines: Sequence[Line], i: int, is_body: IsBody) -> Mapped:
    """The list that begins on line i, with the lines on which it goes on."""
    whole = lines[i].body
    for n in range(i + 1, min(i + _MOST, len(lines))):
        text = lines[n].text
        if whole.text[-1] in "。：" or _OTHER.match(text) or is_day(text, lines[n - 1].text):
            break
        open_end = whole.text[-1] in "，、；"
        last = _STOPS.split(whole.text)[-1].split("：")[-1]
        broken = not is_org(text) and (text.endswith("。") or bool(_STOPS.search(text))) and is_body(last + _STOPS.split(text.rstrip("。"))[0])
        if not (open_end or broken):
            break
        whole = whole + lines[n].body
    return whole
