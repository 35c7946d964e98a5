"""The names, numbers and times in a question, and the question with a mark in the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from queries.ask.known import ALIKE, Form, Known
from queries.ask.patterns import Patterns
from queries.ask.repairs import heard, is_known_body, replaced
from queries.ask.spelled import glossed, place_first, place_names, short_collectives
from queries.ask.typos import by_shape, cuts_word, is_word
from queries.ask.when import When, find_time
from queries.ask.wording import (
    QUOTED,
    behind,
    folded,
    language,
    last_clause,
    number,
    plainly,
    squeezed,
    translated,
    without_courtesy,
)

TITLES = re.compile(r"[《〈]([^《》〈〉]*)[》〉]")
LATIN = re.compile(r"[a-z]{3,}")  # also in the midst of Chinese: item 40什么时候完成
YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年度|年|(?!\d))|(?<!\d)(\d\d)年(?!级)")
NUMBERED = re.compile(
    r"第?(\d{1,2}(?:\.\d{1,2})+|\d\.x)(?:项|条|款|号|行)?(?:任务|事项)?|第([\d一二三四五六七八九十]{1,3})(?:项|条|款|号|行|个|点)(?:任务|事项)?"
    r"|(?:no\.?|#)(\d{1,3})(?!\d)|(?:序号|编号|任务|事项)(?:为|是|第)?(\d{1,3})(?!\d|年|月|个|项)|(?<![\d.])(\d{1,3})号(?:任务|事项)"
)
UNKNOWN_PLACE = re.compile(r"(?:^|(?<=[,和与跟及、]))([^\W\da-z_个哪各每几全本我两三四五六有这那些的区]{2})[区县](?=[有谁哪要由在什多几牵今政<]|的(?:任务|要点|文件|计划|政务)|20\d\d|$)")
_N = r"(\d{1,2}|[一二三四五六七八九十]{1,2})"
PART = re.compile(rf"第{_N}(?:部分|大项|章|大块|大类)(?:的|里|中|里面|下面?|当中)*")
# 排在第14位的那项 is 第14项.
PLACED = re.compile(r"(?:排|列|(?<!单)位)(?:在|于)?第(\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|个|名)?的?(?:那|这)?一?(?:项|条|个任务|个事项)")
# 第12、16、23项: a list of numbers with one measure word.
LIST_OF_NUMBERS = re.compile(r"第?((?<!\d)\d{1,3}(?:(?:项|条|号)?[、,，和与及]+第?\d{1,3})+)(?:项|条|号)(?!工作日)")
# 第二部分第3条, 二（一）: the number of a task whose numbers restart in every part.
NESTED = re.compile(
    rf"第?{_N}(?:部分|大项|章|大块|大类|大点|大条)(?:(?:的|里|中|里面|下面?|当中|开头|最前面)*第|)[(]?{_N}[)]?(?:条|项|点|款|小项|小点|小条)"
    rf"|第?{_N}(?:项|条)(?:的|里|中)?(?:的)?第{_N}(?:行|小项|款|小条|点)"
    rf"|第?{_N}(?:部分|大项|章|大块|大类|、)?(?:的|里|中)?[(]{_N}[)](?:条|项|点|款)?|([一二三四五六七八九十])[.．·、](\d{{1,2}})(?:条|项|点|款)?"
)
# 宝山27项谁牵头: a bare number behind the name of a place or a document.
BARE_NUMBER = re.compile(
    r"(?<=>)(\d{1,3})$|(?:(?<=[>表点划案件])|(?<=>,))(\d{1,3})(?:项|条|款|号|行)(?!任务|事项|工作|要求|内容|中|里|当中|都|以|之|的?任务)"
)
COUNTED_KIND = re.compile(
    r"(多少|几|哪|哪些|哪几)(个|家)?$|最[多少忙闲]的$"
)  # 哪个街镇 asks for one of them, it names no collective
RIGHT_BEHIND = re.compile(r"<D>(20\d\d年度?)?的?$")  # 宝山区2025年教育局: the unit is that of the place before it
LISTED = re.compile(r"[、,，和及与]")
BODY = re.compile(
    r"(?:局|委员会|委(?!宣传部|组织部|统战部|政法委|网信办|编办|办公室|老干部局|党校|巡察办)|办公室|办|支队|大队|法院|检察院|总队|管委会|集团|公司|银行|大学|联合会|工会|妇联|团区委|政协|人大|组织部|宣传部|统战部|纪委监委|纪委|社|中心)"
)
ABOVE_ITSELF = re.compile(r"(?:市)?(?:人民)?政府|市级|级|[谁哪有的各]|牵头|负责")
SURE_BODY = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}派出所|[\u4e00-\u9fff]{2,8}(?:局|委员会|管委会|支队|大队|法院|检察院|集团|公司|联合会))"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that the question names. `names` are canonical; none where the graph does not have it. `words`: as typed."""

    names: tuple[str, ...]
    words: str
    collective: bool = False
    district: str = ""  # printed right before it: 宝山区教育局


@dataclass(slots=True)
class Linked:
    """What a question names. `masked` has <D> for a district, <G> town, <U> unit, <N> number, <Y> year, <Q> quoted, <W> time.
    `said` is the same before its sentence forms were made plain; `mentions` has the district or town of each such mark in order;
    `besides`: collectives that only count with the units that are asked about."""

    lang: str
    masked: str = ""
    districts: list[str] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    when: When | None = None
    elsewhere: list[str] = field(default_factory=list)
    repaired: list[tuple[str, str]] = field(default_factory=list)
    besides: list[Unit] = field(default_factory=list)
    said: str = ""
    mentions: list[str] = field(default_factory=list)

    def numbers_of(self, place: str) -> list[str]:
        """The numbers of tasks in this place: those right behind its name where each stands behind one, else all."""
        marks = re.findall(r"<([DGN])>", self.masked)
        if marks != ["D", "N"] * len(self.numbers) or len(self.mentions) != len(self.numbers) or len(self.numbers) < 2:
            return self.numbers
        return [number for where, number in zip(self.mentions, self.numbers, strict=True) if where == place]

    def kinds(self) -> set[str]:
        """The kinds of names in it, as patterns ask for them."""
        tests = {
            "unit": bool(self.units),
            "units2": len(self.units) > 1,
            "number": bool(self.numbers),
            "time": self.when is not None,
            "town": bool(self.towns),
            "quote": bool(self.quotes),
            "place2": len(self.districts) + len(self.towns) > 1 or len(self.years) > 1,
        }
        return {kind for kind, true in tests.items() if true}


def link(question: str, known: Known, patterns: Patterns) -> Linked:
    """Find every name; nothing is looked up twice, the longest name wins, and slips of the pen are repaired last."""
    found = Linked(language(question))
    text = folded(glossed(TITLES.sub(r"\1", question), known))
    text = place_first(place_names(text, known)) if found.lang == "en" else without_courtesy(place_names(text, known), patterns)
    if LATIN.search(text):
        text = translated(text, patterns)
    text = _document_numbers(text, known, found)
    text = short_collectives(text, known)
    text = re.sub(r"(?<=\d)[像向相象箱](?!关)", "项", text)  # 第13像
    text = QUOTED.sub(lambda match: _quote(match, known, patterns, found), text)
    text = last_clause(plainly(behind(squeezed(text)), patterns), known.places)
    text = _numbers(text, found)
    text = heard(text, known, patterns, found.repaired)
    text = _names(text, known, patterns, found)
    time = find_time(text)
    if time is not None:
        found.when = time[0]
        after = text[time[2] :]
        again = find_time(after)  # 8月要报，完成时间在8月份的有哪些: the same time is named twice
        if again is not None and again[0].last == time[0].last:
            after = after[: again[1]] + "<W>" + after[again[2] :]
        text = text[: time[1]] + "<W>" + after
        if time[0].year:
            found.years.append(time[0].year)
    text = _years(text, found)
    text = BARE_NUMBER.sub(lambda match: _bare(match, found), text)
    text = _repair(text, known, patterns, found)
    text = UNKNOWN_PLACE.sub(lambda match: _unknown_place(match, found), text)
    found.said = found.masked = _other_bodies(text, known, found)
    return found


def _unknown_place(match: re.Match[str], found: Linked) -> str:
    """A name shaped like that of a district which no list of places has: 澜江区 is no district of ours, whatever it is."""
    if is_word(match[1]) or is_word(match[0]):
        return match[0]
    found.elsewhere.append(match[0])
    found.mentions.append(match[0])
    return "<D>"


def _document_numbers(text: str, known: Known, found: Linked) -> str:
    """A document's own number (宝府办〔2023〕15号) names its place and year."""
    for row in known.documents:
        parts = re.findall(r"[\u4e00-\u9fff]+|\d+", row["doc_no"] or "")
        if len(parts) < 3:
            continue
        pattern = r"[^\u4e00-\u9fff\d]{0,2}".join(map(re.escape, parts))
        if not re.search(pattern, text):
            pattern = rf"{parts[0]}第?{parts[2]}号"  # 宝府办15号, without its year
        if not re.search(pattern, text):
            continue
        text = re.sub(pattern, row["town"] or row["district"], text)
        if row["year"]:
            found.years.append(row["year"])
    return text


def _quote(match: re.Match[str], known: Known, patterns: Patterns, found: Linked) -> str:
    """Quoted words are searched as they are; a quoted name of a unit or place is only a name, one of a column (“配合单位”) only a word."""
    words = re.sub(r"^(?:完成)?(?:时限|时间|期限)[:是为](?=.)", "", squeezed(match[1]))
    time = find_time(words)
    if NESTED.fullmatch(words):
        return words  # “三、2”
    part = re.match(r"([一二三四五六七八九十]{1,2})、", words)
    if part and re.match(r"(的|里|中|下|里面|下面)*(的)?第", match.string[match.end() :]):
        return f"第{part[1]}部分"  # “二、…”里的第3条: the heading of a part
    if words in patterns.talk or patterns.noise.fullmatch(words):
        return words
    if all(one in known.forms for one in LISTED.split(words)) or (time and time[1:] == (0, len(words))):
        return words
    found.quotes.append(words)
    return "<Q>"


def _numbers(text: str, found: Linked) -> str:
    def mark(match: re.Match[str]) -> str:
        printed = next(group for group in match.groups() if group)
        plain = printed if "." in printed else str(number(printed) or "")
        if not plain:
            return match[0]
        found.numbers.append(plain)
        return "<N>"

    def nested(match: re.Match[str]) -> str:
        found.numbers.append(".".join(str(number(group)) for group in match.groups() if group))
        return "<N>"

    def part(match: re.Match[str]) -> str:
        found.numbers.append(f"{number(match[1])}.")
        return "<N>"

    text = LIST_OF_NUMBERS.sub(lambda match: "、".join(f"第{one}项" for one in re.findall(r"\d+", match[1])), text)
    text = PLACED.sub(r"第\1项", text)
    text = PART.sub(part, NESTED.sub(nested, text))
    # A day such as 2025.8.1 is no number of a task.
    return re.sub(NUMBERED, lambda match: match[0] if re.match(r"20\d\d", match[0]) else mark(match), text)


def _bare(match: re.Match[str], found: Linked) -> str:
    found.numbers.append(match[1] or match[2])
    return "<N>"


def _years(text: str, found: Linked) -> str:
    def mark(match: re.Match[str]) -> str:
        year = int(match[1]) if match[1] else 2000 + int(match[2])
        found.years.append(year)
        return "<Y>"

    return YEAR.sub(mark, text)


def _names(text: str, known: Known, patterns: Patterns, found: Linked) -> str:
    out, at, here = "", 0, ""
    while at < len(text):
        hit = known.at(text, at) if text[at] != "<" else None
        hit = hit if hit and _stands(hit[0], text, at, hit[1], patterns) else None
        if hit and hit[0].kind == "above":
            hit = _above(hit, text, known)
        if hit is None:
            out, at = out + text[at], at + 1
            continue
        place = here if RIGHT_BEHIND.search(out) else ""
        out += _take(hit[0], text[at : hit[1]], found, place)
        here = hit[0].names[0] if hit[0].kind == "district" else here
        at = hit[1]
    return out


def _above(hit: tuple[Form, int], text: str, known: Known) -> tuple[Form, int] | None:
    """上海市 in 上海市宝山区 says nothing more, in 上海市政府 it is a place of its own, elsewhere it is no name at all."""
    after = text[hit[1] :]
    following = known.at(text, hit[1])
    if following and following[0].kind in ("district", "town", "elsewhere"):
        return hit
    body = following is not None and following[0].kind == "unit"
    alone = not any(form.kind == "district" and words in text for words, form in known.forms.items())
    itself = ABOVE_ITSELF.match(after) or (alone and after[:2] in ("20", "政务", "要点"))
    return (Form("elsewhere", hit[0].names), hit[1]) if body or itself else None


def _stands(form: Form, text: str, start: int, end: int, patterns: Patterns) -> bool:
    """Whether a name means itself here: 区政府 in 区政府开放月 does not, nor 园区 in 产业园区."""
    words, after, before = text[start:end], text[end:], text[:start]
    for name in (words, *form.names):
        if any(after.startswith(word) for word in patterns.not_after.get(name, ())) and (name == words or len(words) < len(name)):
            return False
    if form.kind == "collective" and COUNTED_KIND.search(before):
        return False
    if form.kind == "collective" and before.endswith(patterns.no_unit_before):
        return False
    if len(words) == 2 and form.kind == "unit" and before and cuts_word(text, start):
        return False  # 体委 in 具体委办局
    if len(words) < 4 and form.kind == "unit" and _misspelled(form, words, text[start:]):
        return False  # 融媒休中心 is repaired as a whole
    return not (
        form.kind in ("district", "elsewhere") and after.startswith(("路", "街", "站")) and not words.endswith(("区", "县", "市"))
    )


def _misspelled(form: Form, words: str, text: str) -> bool:
    """Whether a short name begins a longer one of the same body that is written with one wrong character."""
    for name in form.names:
        full = name[1:] if name[0] in "区县市" else name
        piece = text[: len(full)]
        wrong = sum(one != two for one, two in zip(piece, full, strict=False))
        if len(piece) == len(full) > len(words) + 1 and full.startswith(words) and wrong == 1 and piece[-1] == full[-1]:
            return True
    return False


def _take(form: Form, words: str, found: Linked, place: str) -> str:
    if form.kind in ("district", "town", "elsewhere"):
        found.mentions.append(form.names[0])
    if form.kind == "district":
        if form.names[0] not in found.districts:
            found.districts.append(form.names[0])
        return "<D>"
    if form.kind == "town":
        if form.names[0] not in found.towns:
            found.towns.append(form.names[0])
        return "<G>"
    if form.kind == "elsewhere":
        found.elsewhere.append(form.names[0])
        return "<D>"
    if form.kind == "above":
        return ""  # 上海市宝山区: the place above says nothing more
    found.units.append(Unit(form.names, words, form.kind == "collective", place))
    return "<U>"


def _repair(text: str, known: Known, patterns: Patterns, found: Linked) -> str:
    """Names with one wrong character."""
    names = [words for words, form in known.forms.items() if form.kind in ("district", "town", "unit") and len(words) >= 3]
    for _ in range(2):
        shape = by_shape(text, names)
        if shape is None or is_known_body(text[shape[1] : shape[2]], known):
            break
        meant = {known.forms[name].names for name in shape[0]}
        if len(meant) != 1:
            break
        text = _names(replaced(text, shape[1], shape[2], min(shape[0]), found.repaired), known, patterns, found)
    return text


def _other_bodies(text: str, known: Known, found: Linked) -> str:
    """Bodies that no document here names: known to the gazetteer, or plainly shaped like one."""
    text = _ends_of_names(text, known, found)
    for match in BODY.finditer(text):
        for start in range(max(0, match.end() - 12), match.end() - 1):
            piece = text[start : match.end()]
            if "<" in piece or ">" in piece or len(piece) < 2:
                continue
            unit = known.gazetteer.resolve(piece)
            if cuts_word(text, start) or piece.startswith(("还是", "是")):
                continue
            if not unit.known or unit.group or (len(piece) < 3 and piece[-1] not in "局委"):
                continue
            if any(unit.name in group for group in ALIKE):
                continue
            form = known.forms.get(unit.name)
            found.units.append(Unit(form.names if form and form.kind == "unit" else (), piece))
            return _other_bodies(text[:start] + "<U>" + text[match.end() :], known, found)
    shaped = SURE_BODY.search(text)
    if shaped and not re.search(r"(哪|什么|几|多少|谁|各|啥|最|委办局|我|咱|现任|前任)", shaped[0]):
        found.units.append(Unit((), shaped[0]))
        text = text[: shaped.start()] + "<U>" + text[shaped.end() :]
    return text


def _ends_of_names(text: str, known: Known, found: Linked) -> str:
    """网站管理中心 for 区门户网站管理中心: words that are the end of one unit's name only."""
    for unit in known.units:
        name = unit["name"]
        if unit["kind"] == "collective" or unit["district"] not in (found.districts or [unit["district"]]):
            continue
        for size in range(len(name) - 1, 3, -1):
            words = name[-size:]
            if words in text and sum(other["name"].endswith(words) for other in known.units if other["name"] != name) == 0:
                found.units.append(Unit((name,), words))
                return text.replace(words, "<U>", 1)
    return text
