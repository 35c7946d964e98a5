"""The names in a question: places and units that are known, and places and bodies that are not."""

from __future__ import annotations

import re

from queries.ask.known_names import ONE_COLLECTIVE, Form, Known
from queries.ask.likeness import cuts_word, is_word
from queries.ask.linked import Linked, Search, Unit
from queries.ask.patterns import Patterns

UNKNOWN_PLACE = re.compile(r"(?:^|(?<=[,和与跟及、]))([^\W\da-z_个哪各每几全本我两三四五六有这那些的区]{2})[区县](?=[有谁哪要由在什多几牵今政<]|的(?:任务|要点|文件|计划|政务)|20\d\d|$)")
COUNTED_KIND = re.compile(
    r"(多少|几|哪|哪些|哪几)(个|家)?$|最[多少忙闲]的$"
)  # 哪个街镇 asks for one of them, it names no collective
RIGHT_BEHIND = re.compile(r"<D>(20\d\d年度?)?的?$")  # 宝山区2025年教育局: the unit is that of the place before it
END_OF_BODY = re.compile(
    r"(?:局|委员会|委(?!宣传部|组织部|统战部|政法委|网信办|编办|办公室|老干部局|党校|巡察办)|办公室|办|支队|大队|法院|检察院|总队|管委会|集团|公司|银行|大学|联合会|工会|妇联|团区委|政协|人大|组织部|宣传部|统战部|纪委监委|纪委|社|中心)"
)
ABOVE_ITSELF = re.compile(r"(?:市)?(?:人民)?政府|市级|级|[谁哪有的各]|牵头|负责")
SURE_BODY = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}派出所|[\u4e00-\u9fff]{2,8}(?:局|委员会|管委会|支队|大队|法院|检察院|集团|公司|联合会))"
)
POINTED_STREETS = re.compile(r"(?<![\u4e00-\u9fff])(?:我们?)?(?:街道|街镇|镇里|镇上|乡镇|基层街镇)(?:这边|那边|这头|那头|这一级|层面)")
SHORT_COLLECTIVE = re.compile(r"((?:部门|街镇|街道|各镇|园区)[”\"』」]?(?:[、,和与及跟“\"『「]|以及)+)(园区|街道)(?![办镇0-9])")


def short_collectives(text: str, search: Search) -> str:
    """各部门和街道, “各街镇”“园区”, 街道这边: beside another collective or so pointed at these words are collectives too."""
    forms = search.known.forms
    streets = next((name for name in ("各街镇", "各街道") if name in forms), "")
    if streets:
        text = POINTED_STREETS.sub(streets, text)
    for short, full in (("园区", "各园区"), ("街道", "各街道")):
        if full in forms:
            text = SHORT_COLLECTIVE.sub(lambda match, short=short, full=full: match[1] + full if match[2] == short else match[0], text)  # type: ignore[misc]
    return text


def names(text: str, search: Search) -> str:
    """Names that are known as marks, the longest first."""
    known, patterns = search.known, search.patterns
    out, at, here, above = "", 0, "", ""
    while at < len(text):
        hit = known.at(text, at) if text[at] != "<" else None
        hit = hit if hit and _stands(hit[0], text, at, hit[1], patterns) else None
        if hit and hit[0].kind == "above":
            hit = _above(hit, text, known)
        if hit is None:
            out, at = out + text[at], at + 1
            continue
        place = here if RIGHT_BEHIND.search(out) else ""
        form, words = hit[0], text[at : hit[1]]
        if form.kind == "above":  # 上海普陀区: of several 普陀区 that of 上海市
            above = form.names[0]
        elif form.kind == "district" and above:
            form = Form("district", tuple(name for name in form.names if name.startswith(above)) or form.names)
        out += _take(form, words, search.found, place)
        here = form.names[0] if form.kind == "district" else here
        at = hit[1] + (form.kind == "above" and text.startswith("的", hit[1]))
    return out


def _above(hit: tuple[Form, int], text: str, known: Known) -> tuple[Form, int] | None:
    """上海市 in 上海市宝山区 says nothing more, in 上海市政府 it is a place of its own, elsewhere it is no name at all."""
    after = text[hit[1] :]
    following = known.at(text, hit[1] + after.startswith("的"))  # 上海的宝山区
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
        if len(form.names) > 1:
            found.namesakes.append(form)
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


def unknown_places(text: str, search: Search) -> str:
    """A name shaped like that of a district which no list of places has: 澜江区 is no district of ours, whatever it is."""

    def mark(match: re.Match[str]) -> str:
        if is_word(match[1]) or is_word(match[0]):
            return match[0]
        search.found.elsewhere.append(match[0])
        search.found.mentions.append(match[0])
        return "<D>"

    return UNKNOWN_PLACE.sub(mark, text)


def other_bodies(text: str, search: Search) -> str:
    """Bodies that no document here names: known to the gazetteer, or plainly shaped like one."""
    known, found = search.known, search.found
    text = _ends_of_names(text, known, found)
    for match in END_OF_BODY.finditer(text):
        for start in range(max(0, match.end() - 12), match.end() - 1):
            piece = text[start : match.end()]
            if "<" in piece or ">" in piece or len(piece) < 2:
                continue
            unit = known.gazetteer.resolve(piece)
            if cuts_word(text, start) or piece.startswith(("还是", "是")):
                continue
            if not unit.known or unit.group or (len(piece) < 3 and piece[-1] not in "局委"):
                continue
            if any(unit.name in group for group in ONE_COLLECTIVE):
                continue
            form = known.forms.get(unit.name)
            found.units.append(Unit(form.names if form and form.kind == "unit" else (), piece))
            return other_bodies(text[:start] + "<U>" + text[match.end() :], search)
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
