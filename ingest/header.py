"""What a document prints about itself: title, number, issuer, date, place, addressees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.names.gazetteer import Gazetteer, Place
from ingest.generic import any_body
from ingest.lines import Line
from ingest.mapped import Mapped, mapped
from ingest.metadata import FIELDS, Entry, entries, value_of
from ingest.numerals import number, year
from ingest.parts import DATE, SIGNED, Part, is_day, is_org
from ingest.source import Source
from ingest.unitlist import bodies
from ingest.words import Words

DOC_NO = re.compile(r"[\u4e00-\u9fff]{1,14}(?:字)?[〔\[【（]20\d\d[〕\]】）]第?\d{1,4}号")
_LETTERHEAD = re.compile(r"^([\u4e00-\u9fff（）]{4,40}?)文件$")
_NOTICE = re.compile(r"(?:关于印发|关于转发|关于做好|关于开展|关于进一步|关于公布|关于下发|关于报送|印发)")
_NOTICE_END = re.compile(r"的?(?:通知|函|意见|公告|通告)$")
_DATE_PARTS = re.compile(r"(20\d\d|二[〇零][〇零一二三四五六七八九]{2})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日")
_YEAR = re.compile(r"(20\d\d|二[〇零][〇零一二三四五六七八九]{2})(?:[-—～至到]+20\d\d)?年度?")
_ASIDE = re.compile(r"（(?:20\d\d年?度?(?:[-—～至]+20\d\d年?度?)?|试行|暂行|修订|.{0,6}稿|.{0,6}版)）")
_ADDRESSEES = re.compile(r"^[^。《]{2,200}：$")
_COPIED = re.compile(r"^(?:抄送|抄报|分送)：(.+)$")
_META = re.compile(r"^(?:[·•●>›»|｜]|（(?:此件|公开|主动公开)|索引号|主题分类|发布日期|发布时间|公开日期|公文名称|来源|文号|发文字号|发文机关|发布机构|成文日期|生成日期|有效性|名称|浏览|字号|字体|标题|体裁|组配|信息来源|主题词|打印|分享|当前位置|首页|您现在|您当前|【|时间：|责任编辑|阅读|点击)")
_DATED = re.compile(r"^[^。；，：！？]{0,30}(?:20\d\d|二[〇零][〇零一二三四五六七八九]{2})年度?[^。；！？：]{4,40}(?<![，、])$")
_FINAL = ("分解表", "方案", "要点", "计划")


@dataclass(frozen=True, slots=True)
class Header:
    """Fields as printed; None for what is not. `used` are the lines that they were read from."""

    title: str | None
    doc_no: str | None
    issuer: str | None
    place: Place | None
    year: int | None
    date: date | None
    kind: str | None
    addressees: tuple[str, ...]
    copied: tuple[str, ...]
    used: tuple[Mapped, ...]
    issuer_text: Mapped | None


def read_date(text: str) -> date | None:
    """The day in a text such as 2023年5月22日, 二〇二三年五月二十二日 or 2023-05-22; None if there is none."""
    match = _DATE_PARTS.search(text)
    if match:
        y, m, d = year(match[1]), number(match[2]), number(match[3])
    else:
        iso = re.search(r"(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})", text)
        if not iso:
            return None
        y, m, d = int(iso[1]), int(iso[2]), int(iso[3])
    try:
        return date(y, m, d) if y and m and d else None
    except ValueError:
        return None


def _title_pattern(words: Words) -> re.Pattern[str]:
    kinds = "|".join(sorted(words.kinds, key=len, reverse=True))
    return re.compile(rf"^[^。；！]{{4,80}}(?:{kinds}|要求|任务书)(?:（[^）]{{1,20}}）|的?表|一览表)?$")


class _Reader:
    def __init__(self, parts: Sequence[Part], source: Source, words: Words, extra: Sequence[Mapped], said: Sequence[Entry]) -> None:
        self.source, self.words, self.extra = source, words, extra
        self.pattern = _title_pattern(words)
        main = next((p for p in parts if p.name == "body"), parts[0] if parts else None)
        self.head: list[Line] = list(main.head) if main else []
        self.tail: list[Line] = [line for p in parts for line in p.tail] if main else []
        found, self.labelled = entries([*(line.body for line in (*self.head, *self.tail)), *extra])
        self.said = [*said, *found]
        self.used: list[Mapped] = [*self.labelled]

    def field(self, name: str) -> str | None:
        """A field that the file itself (the 索引号 table of a web page), a table of labels or a labelled line gives."""
        value = value_of(name, self.said)
        if value:
            return value.printed
        return next((re.sub(r"\s+", "", self.source.fields[key]) for key in FIELDS[name] if self.source.fields.get(key)), None)

    def notice(self) -> Mapped | None:
        """The title of the notice (…关于印发…的通知), joined over lines."""
        for i, line in enumerate(self.head[:25]):
            if not _NOTICE.search(line.text) or "：" in line.text[:8] or line.text.endswith("："):
                continue
            first = i
            while first and i - first < 2 and is_org(self.head[first - 1].text) and not self.letterhead(first - 1):
                first -= 1
            joined = self.head[first].body
            for follow in self.head[first + 1 : i + 5]:
                if _NOTICE_END.search(joined.text):
                    break
                joined = joined + follow.body
            if _NOTICE_END.search(joined.text) and len(joined) <= 120 and "。" not in joined.text:
                self.used.append(joined)
                return joined
        return None

    def letterhead(self, i: int) -> bool:
        """True if the line is a letterhead: the document number comes right below it."""
        return i + 1 < len(self.head) and bool(DOC_NO.search(self.head[i + 1].text))

    def title(self, notice: Mapped | None) -> Mapped | None:
        """The heading of the plan itself, joined over lines; else the text in 《》 of the notice; else the notice."""
        lines = [line.body for line in self.head] or list(self.extra)
        covered = {at for text in (*([notice] if notice else []), *self.labelled) for at in text.at}
        usable = [self._may_be_title(lines, i) and not covered & set(line.at) for i, line in enumerate(lines)]
        for i in range(len(lines)):
            joined = self._joined_title(lines, i, usable)
            if joined is not None:
                self.used.append(joined)
                return joined
        if notice is None:
            return self._dated_heading(lines, usable)
        sent = r"(?:印发|转发|公布|下发|发布)"
        inner = re.search(rf"{sent}《(.+)》的?(?:通知|函)$", notice.text) or re.search(rf"{sent}([^《].*?)的?(?:通知|函)$", notice.text)
        inner = inner or re.search(r"《(.+)》", notice.text)
        return notice[inner.start(1) : inner.end(1)] if inner else notice

    def _dated_heading(self, lines: Sequence[Mapped], usable: Sequence[bool]) -> Mapped | None:
        """The first line that names a year and reads like a heading, where none names a kind of plan."""
        for line, fits in zip(lines[:12], usable, strict=False):
            if fits and _DATED.match(line.text) and not read_date(line.text) and not is_org(line.text):
                self.used.append(line)
                return line
        return None

    def _may_be_title(self, lines: Sequence[Mapped], i: int) -> bool:
        """False for lines of the page, of the notice, of signature and number."""
        text = lines[i].text
        above = lines[i - 1].text if i else ""
        both = SIGNED.match(text)
        signs = (both and is_org(both[1])) or is_day(text, above) or re.fullmatch(r"[\d\-/.年月日：]+", text) or (is_org(text) and i + 1 < len(lines) and DATE.match(lines[i + 1].text))
        other = _META.match(text) or _NOTICE.search(text) or DOC_NO.search(text) or text.startswith(("附件", "现将", "《", "为", "根据")) or re.match(r"\d{1,2}[.、]", text)
        return not (signs or other or "。" in text or text.endswith("："))

    def _joined_title(self, lines: Sequence[Mapped], first: int, usable: Sequence[bool]) -> Mapped | None:
        """The heading that begins with a line and may go on over up to four more; None if there is none."""
        if not usable[first]:
            return None
        joined = lines[first]
        for n in range(first + 1, min(first + 5, len(lines)) + 1):
            after = lines[n].text if n < len(lines) and usable[n] else ""
            if self.pattern.match(joined.text):
                table = re.match(r"^(?:重点|主要|工作|任务|责任|目标|措施|项目|落实|推进|事项|公开|及|和|分解|分工|细化){0,5}(?:分解|分工|清单|一览|安排|任务|计划|责任|推进|明细|事项)表$|^(?:任务|责任|工作)+清单$", after)
                if _ASIDE.fullmatch(after):
                    return joined + lines[n]
                goes_on = 0 < len(after) <= 12 and self.pattern.match(joined.text + after) and not joined.text.endswith(_FINAL)
                if not table and not goes_on:
                    return joined
            if not after or re.fullmatch("（.*）", after):
                return None
            joined = joined + lines[n]
        return None

    def doc_no(self) -> str | None:
        for line in self.head[:30]:
            match = DOC_NO.search(line.text)
            apart = match is not None and not match.start() and (match.end() == len(line.text) or line.body.spaced(match.end()))
            if match and (apart or len(line.text) - len(match[0]) <= 16) and "《" not in line.text and "根据" not in line.text:
                self.used.append(line.body)
                return _number(line.body, match)
        value = self.field("doc_no")
        whole = mapped(value, 0, len(value)) if value else None
        found = DOC_NO.search(whole.text) if whole else None
        return _number(whole, found) if whole and found else None

    def signature(self) -> tuple[Mapped | None, date | None]:
        """Issuer and date of the signature: a line that is a date, below the name of a body."""
        for lines in (self.head, self.tail):
            for i, line in enumerate(lines):
                both = SIGNED.match(line.text)
                if both and is_org(both[1]):
                    self.used.append(line.body)
                    return line.body[: both.end(1)], read_date(line.text)
                if not is_day(line.text, lines[i - 1].text if i else "") or any(re.match(r"^(?:抄送|抄报)", x.text) for x in lines[:i]):
                    continue
                self.used.append(line.body)
                org = None
                j = i - 1
                while j >= 0 and i - j <= 3 and is_org(lines[j].text) and not (lines is self.head and self.letterhead(j)):
                    org, j = lines[j].body, j - 1
                if org is None and i + 1 < len(lines) and is_org(lines[i + 1].text):  # the day above the name
                    org = lines[i + 1].body
                if org is not None:
                    self.used.append(org)
                return org and _first_of(org), read_date(line.text)
        return None, None


def read_header(parts: Sequence[Part], source: Source, words: Words, gazetteer: Gazetteer, extra: Sequence[Mapped], said: Sequence[Entry] = ()) -> Header:
    """The fields of the document; `extra` are heading lines that a layout found in the matter of the first part,
    `said` what tables of labels say."""
    reader = _Reader(parts, source, words, extra, said)
    notice = reader.notice()
    title = reader.title(notice)
    signed, day = reader.signature()
    issuer = signed or _filled_in(extra, gazetteer)
    for above, text in zip((None, *extra), extra, strict=False):
        both = SIGNED.match(text.text)
        if day is None and both and is_org(both[1]):
            day, issuer = read_date(text.text), issuer or text[: both.end(1)]
        if day is None and DATE.match(text.text):
            day = read_date(text.text)
            issuer = issuer or (above if above is not None and is_org(above.text) else None)
    if issuer is None and notice is not None:
        prefix = re.match(r"^(.+?)(?=关于|印发)", notice.text)
        issuer = notice[: prefix.end()] if prefix and len(prefix[0]) <= 40 else None
    if issuer is None:
        for i, line in enumerate(reader.head[:6]):
            match = _LETTERHEAD.match(line.text)
            if match or (is_org(line.text) and reader.letterhead(i)):
                issuer = line.body[: match.end(1) if match else len(line.text)]
                reader.used.append(line.body)
                break
    issuer = _fullest(issuer, reader.head)
    issuer_name = _named_issuer(issuer, reader.field("issuer"), gazetteer)
    if day is None:
        value = reader.field("date")
        day = read_date(value) if value else None
    title_text = title.printed if title else reader.field("title")
    place = _place(gazetteer, issuer_name, title_text) if issuer_name or title_text else _first_place(gazetteer, reader.head)
    place = _county_city(place, source.text) if place else None
    found_year = _YEAR.search(title.text if title else title_text or "")
    doc_no = reader.doc_no()
    plan_year = year(found_year[1]) if found_year else _other_year(doc_no, day)
    kind = next((k for k in words.kinds if title_text and title_text.rstrip("）").endswith(k)), None)
    heads = [line for line in reader.head if _ADDRESSEES.match(line.text) and not _META.match(line.text)]
    copied = [line.body[m.start(1) :] for line in reader.tail if (m := _COPIED.match(line.text))]
    reader.used += [line.body for line in (*heads, *reader.tail, *(line for line in reader.head if _META.match(line.text)))]
    return Header(
        title_text, doc_no, issuer_name, place, plan_year, day, kind,
        tuple(x for line in heads[:1] for x in _listed(line.body, words, gazetteer)),
        tuple(x for text in copied for x in _listed(text, words, gazetteer)),
        tuple(reader.used), issuer,
    )  # fmt: skip


def _listed(text: Mapped, words: Words, gazetteer: Gazetteer) -> list[str]:
    """The bodies of an address or of a list of copies, as printed."""
    return [body.text.printed for body in bodies(text.strip("：。"), words, any_body(gazetteer.is_body))]


def _number(line: Mapped, match: re.Match[str]) -> str:
    """A document number with 〔〕 and plain digits, without a letterhead or label that stands before it on its line."""
    lead = match[0][: re.search(r"[〔\[【（]", match[0]).start()]  # type: ignore[union-attr]
    cut = max((m.end() for m in re.finditer(r"文件(?=.)|字号|文号", lead)), default=0)
    return re.sub(r"[\[【（](20\d\d)[\]】）]", r"〔\1〕", line[match.start() + cut : match.end()].text)


def _first_of(signed: Mapped) -> Mapped:
    """The first of several bodies that sign side by side."""
    for i in range(5, len(signed) - 4):
        if signed.spaced(i) and is_org(signed.text[:i]) and is_org(signed.text[i:]) and re.search(r"[区县市旗镇乡]|街道", signed.text[i : i + 8]):
            return signed[:i]
    return signed


def _named_issuer(issuer: Mapped | None, said: str | None, gazetteer: Gazetteer) -> str | None:
    """The issuer as signed, or as the metadata name it where nothing is signed or the signature leaves out the place."""
    if said is not None and not (is_org(said) or gazetteer.is_body(said)):
        said = None
    if issuer is None or said is None:
        return issuer.printed if issuer else said
    short = gazetteer.find_place(issuer.printed) is None and gazetteer.find_place(said) is not None
    return said if short and said[-2:] == issuer.text[-2:] else issuer.printed


_ABOVE_COUNTY = re.compile(r"各县|各区(?![直属级域])|各市县|区县|县区|市、区|（市、区）|（区、市）|县级人民政府")
_OF_COUNTY = re.compile(r"各(?:乡|镇|街道)|镇街|街镇|镇（街|镇人民政府")


def _county_city(place: Place, text: str) -> Place:
    """The place with its city as the district where towns, and no counties or districts, stand below that city."""
    county = place.city is not None and place.city.endswith("市") and place.district is None and place.code is None
    if not county or _ABOVE_COUNTY.search(text) or not _OF_COUNTY.search(text):
        return place
    return Place(place.province, None, place.city, None, place.town)


def _filled_in(lines: Sequence[Mapped], gazetteer: Gazetteer) -> Mapped | None:
    """The body that a sheet names above its heading (填报单位：…), if that is its full name with the place."""
    for line in lines:
        match = re.match(r"^(?:填报|制表|编制|发文|印发|制定)(?:单位|部门|机关)：(.{4,40})$", line.text)
        if match and gazetteer.find_place(match[1]):
            return line[match.start(1) :]
    return None


def _fullest(issuer: Mapped | None, head: Sequence[Line]) -> Mapped | None:
    """The issuer as the letterhead prints it where the signature is only the end of that name."""
    if issuer is None:
        return None
    for line in head[:8]:
        match = re.match(r"^([\u4e00-\u9fff（）]{4,40}?)(?:文件|关于.*)?$", line.text)
        if match and match[1].endswith(issuer.text) and len(match[1]) > len(issuer):
            return line.body[: match.end(1)]
    return issuer


def _place(gazetteer: Gazetteer, issuer: str | None, title: str | None) -> Place | None:
    """The place that the issuer's name prints, completed or replaced by that of the title."""
    first = gazetteer.find_place(issuer) if issuer else None
    second = gazetteer.find_place(_YEAR.sub("", title)) if title else None
    if first is None or second is None:
        return first or second
    if first.district is None and second.district is not None:
        return second
    if first.town is None and second.town is not None and second.district in (None, first.district) and second.town != first.district:
        return Place(first.province, first.city, first.district, first.code, second.town if _town_issues(issuer or "", second.town) else None)
    return first


def _first_place(gazetteer: Gazetteer, head: Sequence[Line]) -> Place | None:
    """The place that the first lines print, for a text without title and issuer."""
    found = (gazetteer.find_place(_YEAR.sub("", line.text)) for line in head[:5] if len(line.text) <= 60)
    return next((place for place in found if place), None)


def _town_issues(issuer: str, town: str) -> bool:
    return town[:2] in issuer


def _other_year(doc_no: str | None, day: date | None) -> int | None:
    match = re.search(r"〔(20\d\d)〕", doc_no or "")
    return int(match[1]) if match else day.year if day else None
