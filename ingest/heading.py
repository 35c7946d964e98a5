"""Which lines of a head are the heading of the plan, and which the title of the notice that sends it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line
from ingest.mapped import Mapped
from ingest.metadata import page_line
from ingest.numerals import YEAR
from ingest.parts import DATE, SIGNED, is_day, is_org
from ingest.words import Words

_L, _R = "〔[【（〈<＜《{｛", "〕]】）〉>＞》}｝"
DOC_NO = re.compile(rf"[\u4e00-\u9fff]{{1,14}}(?:字)?[{re.escape(_L)}](20\d\d)[{re.escape(_R)}]第?\d{{1,4}}号")
_NOTICE = re.compile(r"(?:关于印发|关于转发|关于做好|关于开展|关于进一步|关于公布|关于下发|关于报送|印发)")
_NOTICE_END = re.compile(r"的?(?:通知|函|意见|公告|通告)$")
_PLAIN_NOTICE_END = re.compile(r"的(?:通知|函|公告|通告|通报|决定)$")
_ITS_NUMBER = re.compile(rf"（[^（）]*?{DOC_NO.pattern}）$")
_ASIDE = re.compile(r"（(?:20\d\d年?度?(?:[-—～至]+20\d\d年?度?)?|试行|暂行|修订|.{0,6}稿|.{0,6}版)）")
_DATED = re.compile(rf"^[^。；，：！？]{{0,30}}{YEAR}年度?[^。；！？：]{{4,40}}(?<![，、])$")
_FINAL = ("表", "方案", "要点", "计划")
_SENT = "(?:印发|转发|公布|下发|发布)"
_TABLE = re.compile(
    r"^(?:重点|主要|工作|任务|责任|目标|措施|项目|落实|推进|事项|公开|及|和|分解|分工|细化){0,5}(?:分解|分工|清单|一览|安排|任务|计划|责任|推进|明细|事项)表$|^(?:任务|责任|工作)+清单$"
)


def title_pattern(words: Words) -> re.Pattern[str]:
    """What the heading of a plan looks like: it ends with a word for its kind."""
    kinds = "|".join(sorted(words.kinds, key=len, reverse=True))
    return re.compile(rf"^[^。；！]{{4,80}}(?:{kinds}|要求|任务书)(?:（[^）]{{1,20}}）|的?表|一览表)?$")


def sent_title(notice: str) -> tuple[int, int] | None:
    """Where the title of what a notice sends stands in its text; None if it names none."""
    inner = re.search(rf"{_SENT}《(.+)》的?(?:通知|函)$", notice) or re.search(rf"{_SENT}([^《].*?)的?(?:通知|函)$", notice)
    inner = inner or re.search(r"《(.+)》", notice)
    return inner.span(1) if inner else None


def page_title(text: str, words: Words) -> str | None:
    """The title of a plan in what a web page calls itself (…_某区人民政府网站); None if there is none."""
    pattern = title_pattern(words)
    for piece in re.split(r"[_|｜]|\s*[-—–]+\s+|\s+[-—–]+\s*|(?<=[\u4e00-\u9fff）])[-–](?=[\u4e00-\u9fff])|\s{2,}", text):
        plain = re.sub(r"\s+", "", piece)
        if sent := _NOTICE.search(plain) and _NOTICE_END.search(plain) and sent_title(plain):
            return plain[slice(*sent)]
        if pattern.match(plain) or _PLAIN_NOTICE_END.search(plain):
            return plain
    return None


class Headings:
    """The headings among the lines of a head; `extra` are heading lines that a layout found in the matter, `labelled` the lines
    that say something of the file in labels, `attached` the first lines of what is attached. `used` are the lines that made up a heading, `above` the body that stands on a
    line of its own over the title."""

    def __init__(self, head: Sequence[Line], extra: Sequence[Mapped], labelled: Sequence[Mapped], words: Words, attached: Sequence[Mapped] = ()) -> None:
        self.head, self.extra, self.labelled, self.attached = head, extra, labelled, attached
        self.pattern = title_pattern(words)
        self.used: list[Mapped] = []
        self.above: Mapped | None = None

    def letterhead(self, i: int) -> bool:
        """True if the line is a letterhead: the document number comes right below it."""
        return i + 1 < len(self.head) and bool(DOC_NO.search(self.head[i + 1].text))

    def notice(self) -> Mapped | None:
        """The title of the notice (…关于印发…的通知), joined over lines, without a number in brackets behind it."""
        for begins, ends in ((_NOTICE, _NOTICE_END), (re.compile("关于"), _PLAIN_NOTICE_END)):
            for i, line in enumerate(self.head[:25]):
                if begins.search(line.text) and "：" not in line.text[:8] and not line.text.endswith("："):
                    found = self._notice_at(i, ends)
                    if found is not None:
                        self.used.append(found)
                        return found
        return None

    def _notice_at(self, i: int, ends: re.Pattern[str]) -> Mapped | None:
        first = i
        while first and i - first < 2 and (is_org(self.head[first - 1].text) or self.head[first - 1].text.endswith("关于")) and not self.letterhead(first - 1):
            first -= 1
        joined = self.head[first].body
        if glued := re.match(rf"{DOC_NO.pattern}(?=.{{0,30}}关于)", joined.text):  # the number of the document right before its title
            joined = joined[glued.end() :]
        for follow in [None, *self.head[first + 1 : i + 5]]:
            joined = joined + follow.body if follow else joined
            number = _ITS_NUMBER.search(joined.text)
            whole = joined[: number.start()] if number else joined
            if ends.search(whole.text):
                return whole if len(whole) <= 120 and "。" not in whole.text else None
        return None

    def title(self, notice: Mapped | None) -> Mapped | None:
        """The heading of the plan itself, joined over lines; else the text in 《》 of the notice; else the notice."""
        lines = [line.body for line in self.head] or list(self.extra)
        covered = {at for text in (*([notice] if notice else []), *self.labelled) for at in text.at}
        usable = [self._may_be_title(lines, i) and not covered & set(line.at) for i, line in enumerate(lines)]
        for i in range(len(lines)):
            joined = self._joined(lines, i, usable)
            if joined is not None:
                self.used.append(joined)
                return self._without_body(joined, lines[i])
        if notice is None:
            return self._dated(lines, usable)
        inner = sent_title(notice.text)
        if inner is None:
            return notice
        return self._attached_title(notice.text[slice(*inner)]) or notice[inner[0] : inner[1]]

    def _attached_title(self, sent: str) -> Mapped | None:
        """The heading of what is attached, where it is what the notice says to send; None if none is."""
        for i, line in enumerate(self.attached):
            label = re.match(r"附件\d?：?", line.text)
            whole = line[label.end() :] if label else line
            if not whole or page_line(whole.text) or whole.text[0] == "（":
                continue
            for follow in (None, *self.attached[i + 1 : i + 3]):
                whole = whole + follow if follow else whole
                if len(whole) >= 8 and self.pattern.match(whole.text) and whole.text.endswith(sent):
                    self.used.append(whole)
                    return whole
        return None

    def _without_body(self, title: Mapped, first: Mapped) -> Mapped:
        """The title without the name of a body on a line of its own above it: parted by an empty line or a cell, or where the
        next line begins with the place again. A name that the title goes on from is part of it."""
        rest = title[len(first) :]
        if not is_org(first.text) or not rest:
            return title
        self.above = first
        between = title.whole.origin[first.span[1] : rest.span[0]]
        again = re.search(r"^(?:中共)?([\u4e00-\u9fff]{2,6}?[区县市旗镇乡])", first.text)
        apart = not self.head or between.count("\n") > 1 or (again is not None and again[1] in rest.text[:20])
        return rest if apart and self.pattern.match(rest.text) else title

    def _dated(self, lines: Sequence[Mapped], usable: Sequence[bool]) -> Mapped | None:
        """The first line that names a year and reads like a heading, where none names a kind of plan."""
        for line, fits in zip(lines[:12], usable, strict=False):
            if fits and _DATED.match(line.text) and not DATE.match(line.text) and not SIGNED.match(line.text) and not is_org(line.text):
                self.used.append(line)
                return line
        return None

    @staticmethod
    def _may_be_title(lines: Sequence[Mapped], i: int) -> bool:
        """False for lines of the page, of the notice, of signature and number."""
        text = lines[i].text
        above = lines[i - 1].text if i else ""
        both = SIGNED.match(text)
        signs = (both and is_org(both[1])) or is_day(text, above) or re.fullmatch(r"[\d\-/.年月日：]+", text) or (is_org(text) and i + 1 < len(lines) and is_day(lines[i + 1].text, text))
        other = page_line(text) or re.search("印发|转发", text) or DOC_NO.search(text) or re.match(r"附件|现将|根据|为(?!民)|《[^》]*》?$|\d{1,2}[.、]", text)
        return not (signs or other or "。" in text or text.endswith("："))

    def _joined(self, lines: Sequence[Mapped], first: int, usable: Sequence[bool]) -> Mapped | None:
        """The heading that begins with a line and may go on over up to four more; None if there is none."""
        if not usable[first]:
            return None
        joined = lines[first]
        for n in range(first + 1, min(first + 5, len(lines)) + 1):
            after = lines[n].text if n < len(lines) and usable[n] else ""
            if self.pattern.match(joined.text):
                goes_on = 0 < len(after) <= 12 and self.pattern.match(joined.text + after) and not joined.text.endswith(_FINAL)
                if _ASIDE.fullmatch(after):
                    return joined + lines[n]
                if not _TABLE.match(after) and not goes_on:
                    return joined
            if not after or re.fullmatch("（.*）", after):
                return None
            joined = joined + lines[n]
        return None
