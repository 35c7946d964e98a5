"""What a document prints about itself: title, number, issuer, date, place, addressees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.names.gazetteer import Gazetteer, Place
from ingest.addressed import addressed, copies
from ingest.generic import any_body
from ingest.heading import DOC_NO, Headings, page_title, sent_title
from ingest.lines import Line
from ingest.mapped import Mapped, mapped
from ingest.metadata import FIELDS, Entry, entries, page_line, value_of
from ingest.numerals import YEAR, number, year
from ingest.parts import DATE, SIGNED, Part, is_day, is_org, unsealed
from ingest.source import Source
from ingest.unitlist import bodies
from ingest.words import Words

_LETTERHEAD = re.compile(r"^([\u4e00-\u9fff（）]{4,40}?)文件$")
_DATE_PARTS = re.compile(rf"({YEAR})年(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日")
_YEAR = re.compile(rf"({YEAR})(?P<to>年?[-—～至到]+20\d\d)?年度?")


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


class _Reader:
    def __init__(self, parts: Sequence[Part], source: Source, words: Words, extra: Sequence[Mapped], said: Sequence[Entry]) -> None:
        self.source, self.words = source, words
        main = next((p for p in parts if p.name == "body"), parts[0] if parts else None)
        self.head: list[Line] = list(main.head) if main else []
        self.tail: list[Line] = [line for p in parts for line in p.tail] if main else []
        found, self.labelled = entries([*(line.body for line in (*self.head, *self.tail)), *extra])
        self.said = [*said, *found]
        self.used: list[Mapped] = [*self.labelled]
        attached = [line.body for p in parts if p is not main for line in p.head[:6]]
        self.headings = Headings(self.head, extra, self.labelled, words, attached)
        self.letterhead = self.headings.letterhead

    def field(self, name: str) -> str | None:
        """A field that the file itself (the 索引号 table of a web page), a table of labels or a labelled line gives."""
        value = value_of(name, self.said)
        if value:
            return value.printed
        return next((re.sub(r"\s+", "", self.source.fields[key]) for key in FIELDS[name] if self.source.fields.get(key)), None)

    def doc_no(self) -> str | None:
        for line in self.head[:30]:
            match = DOC_NO.search(line.text)
            apart = match is not None and not match.start() and (match.end() == len(line.text) or line.body.spaced(match.end()))
            alone = match is not None and (apart or len(line.text) - len(match[0]) <= 16) and "《" not in line.text[: match.start()]
            behind = match is not None and re.search(r"的(?:通知|函|意见)（[^（）]*$", line.text[: match.start()]) and line.text.endswith("）")
            before = match is not None and not match.start() and re.match("[^。]{0,30}关于", line.text[match.end() :])
            if match and (alone or behind or before) and "根据" not in line.text:
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
                    return unsealed(line.body[both.start(1) : both.end(1)]), read_date(line.text)
                if not is_day(line.text, lines[i - 1].text if i else "") or any(re.match(r"^(?:抄送|抄报)", x.text) for x in lines[:i]):
                    continue
                self.used.append(line.body)
                org = None
                j = i - 1
                while j >= 0 and i - j <= 3 and is_org(lines[j].text) and not (lines is self.head and self.letterhead(j)):
                    org, j = unsealed(lines[j].body), j - 1
                if org is None and i + 1 < len(lines) and is_org(lines[i + 1].text):  # the day above the name
                    org = unsealed(lines[i + 1].body)
                if org is not None:
                    self.used.append(org)
                return org and _first_of(org), read_date(line.text)
        return None, None


def read_header(parts: Sequence[Part], source: Source, words: Words, gazetteer: Gazetteer, extra: Sequence[Mapped], said: Sequence[Entry] = ()) -> Header:
    """The fields of the document; `extra` are heading lines that a layout found in the matter of the first part,
    `said` what tables of labels say."""
    reader = _Reader(parts, source, words, extra, said)
    notice = reader.headings.notice()
    title = reader.headings.title(notice)
    signed, day = reader.signature()
    issuer = signed or _filled_in(extra, gazetteer)
    for above, text in zip((None, *extra), extra, strict=False):
        both = SIGNED.match(text.text)
        if day is None and both and is_org(both[1]):
            day, issuer = read_date(text.text), issuer or unsealed(text[both.start(1) : both.end(1)])
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
    issuer = _fullest(issuer or reader.headings.above, reader.head)
    issuer_name = _named_issuer(issuer, reader.field("issuer"), gazetteer)
    if day is None:
        value = reader.field("date")
        day = read_date(value) if value else None
    title_text = title.printed if title else _said_title(reader)
    place = _place(gazetteer, issuer_name, title_text) if issuer_name or title_text else _first_place(gazetteer, reader.head)
    place = _county_city(place, source.text) if place else None
    doc_no = reader.doc_no()
    plan_year = _year_of(title.text if title else title_text or "") or _other_year(doc_no, day)
    kind = next((k for k in words.kinds if title_text and title_text.rstrip("）").endswith(k)), None)
    to, copied = addressed(reader.head, any_body(gazetteer.is_body)), copies(reader.tail, any_body(gazetteer.is_body))
    reader.used += [*reader.headings.used, *to, *(line.body for line in (*reader.tail, *(line for line in reader.head if page_line(line.text))))]
    return Header(
        title_text, doc_no, issuer_name, place, plan_year, day, kind,
        tuple(x for text in to[:1] for x in _listed(text, words, gazetteer)),
        tuple(x for text in copied for x in _listed(text, words, gazetteer)),
        tuple(reader.used), issuer,
    )  # fmt: skip


def _listed(text: Mapped, words: Words, gazetteer: Gazetteer) -> list[str]:
    """The bodies of an address or of a list of copies, as printed."""
    return [body.text.printed for body in bodies(text.strip("：。"), words, any_body(gazetteer.is_body))]


def _number(line: Mapped, match: re.Match[str]) -> str:
    """A document number with 〔〕 and plain digits, without a letterhead or label that stands before it on its line."""
    lead = match[0][: match.start(1) - 1 - match.start()]
    cut = max((m.end() for m in re.finditer(r"文件(?=.)|字号|文号", lead)), default=0)
    text = line[match.start() + cut : match.end()].text
    at = match.start(1) - match.start() - cut
    return f"{text[: at - 1]}〔{match[1]}〕{text[at + 5 :]}"


def _first_of(signed: Mapped) -> Mapped:
    """The first of several bodies that sign side by side."""
    for i in range(5, len(signed) - 4):
        if signed.spaced(i) and is_org(signed.text[:i]) and is_org(signed.text[i:]) and re.search(r"[区县市旗镇乡]|街道", signed.text[i : i + 8]):
            return signed[:i]
    return signed


def _named_issuer(issuer: Mapped | None, said: str | None, gazetteer: Gazetteer) -> str | None:
    """The issuer as signed, or as the metadata name it where nothing is signed or the signature leaves out the place."""
    if said is not None and (re.search("融媒体中心$|报社$", said) or not (is_org(said) or gazetteer.is_body(said))):
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
    second = (gazetteer.find_place(_YEAR.sub("", title)) or gazetteer.find_place(title)) if title else None
    if first is None or second is None:
        return first or second
    if first.district is None and second.district is not None:
        return second
    if first.city is None and second.city is not None and first.district == second.district:
        return Place(first.province or second.province, second.city, first.district, first.code or second.code, first.town)
    if first.town is None and second.town is not None and second.district in (None, first.district) and second.town != first.district:
        return Place(first.province, first.city, first.district, first.code, second.town if _town_issues(issuer or "", second.town) else None)
    return first


def _first_place(gazetteer: Gazetteer, head: Sequence[Line]) -> Place | None:
    """The place that the first lines print, for a text without title and issuer."""
    found = (gazetteer.find_place(_YEAR.sub("", line.text)) for line in head[:5] if len(line.text) <= 60)
    return next((place for place in found if place), None)


def _said_title(reader: _Reader) -> str | None:
    """The title that the metadata or the name of a web page give: of what a notice sends, where they name the notice."""
    said = reader.field("title")
    if said:
        inner = sent_title(said) if re.search("印发|转发", said) else None
        return said[slice(*inner)] if inner else said
    page = reader.source.fields.get("title")
    return page_title(page, reader.words) if page else None


def _year_of(title: str) -> int | None:
    """The year of the plan by its title: one of its own before one that is quoted in 《》, a single one before a span of years."""
    for text in (re.sub(r"[《〈][^》〉]*[》〉]", "", title), title):
        found = list(_YEAR.finditer(text))
        if found:
            return year(next((m for m in found if not m["to"]), found[0])[1])
    return None


def _town_issues(issuer: str, town: str) -> bool:
    return town[:2] in issuer


def _other_year(doc_no: str | None, day: date | None) -> int | None:
    match = re.search(r"〔(20\d\d)〕", doc_no or "")
    return int(match[1]) if match else day.year if day else None
