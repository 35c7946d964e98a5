"""Lists of bodies as they stand in cells, brackets and lines, and in short clauses (X牵头，Y配合)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.model import Role
from ingest.mapped import Mapped, plain
from ingest.words import Words, role_word

_STOPS = "、，；/。\\|"
_AND = re.compile(r"以及|及其|[及和与]")
_ETC = re.compile(r"(?:(?<![中高初])等|等(?!专业|职业|学校|院校|教育|学院|师范|技术))(?P<rest>.*)$")  # not that of 中等专业学校
_LEADING = re.compile(r"^(?:由|请|以|各有关部门包括|主要包括|其中|以及|及|和|与)")
_BY_DUTY = re.compile(r"(?:按照?|依据|根据)?(?:各自)?(?:职责|职能|分工|任务)+(?:分工)?(?:分别)?$|分别$|共同$|联合$|具体$|等?(?:为|是)$")
_ON_DUTY = re.compile(r"(?<=.)(?:按照?|根据|依据)(?:各自)?(?:职责|职能|任务)(?:分工)?$")
_COUNTED = re.compile(r"（\d{1,2}）|[\u2460-\u2473]|(?<!\d)\d{1,2}[.、](?!\d)")  # numbers before the bodies of a list
_OPEN, _CLOSE = "（[【《“", "）]】》”"
_MARKS = re.compile("[" + re.escape(_STOPS + _OPEN + _CLOSE) + "]")
_FIELDS = re.compile(r"(?:等(?:重点|相关)?(?:领域|行业|条线|方面)?|领域|行业|条线)(?:的?(?:各|区|县|市|行业|业务|行政))*(?:主管|监管|执法|相关|有关)(?:部门|单位|机关)$")
_OF_FIELDS = re.compile("(?:主管|监管|执法|相关|有关)(?:部门|单位|机关)")
_SHORT = frozenset("委办局室部科股处站所线")  # 各委、办、局: parts of one name that cannot stand alone
_LEVELS = re.compile(r"各[县区市旗乡镇](?:、[县区市旗乡镇])*(?:、[县区市旗乡镇](?:级?人民政府|政府|级))")  # 各县、区人民政府 is one
_EDGES = "，、；。：·.- 　\"'"
_JOINT = re.compile(r"(.+?)会同(.+)$")
_DONE = re.compile(r"(?:落实|实施|负责|办理|推进|做好|完成|抓好|开展|工作|）)*")
_LEADS = re.compile(r"(牵头|配合)(?:单位|部门)?(?!：)(?=[区县市各镇乡局])")
_ROLE_ASIDE = re.compile(r"（(牵头|主办|主责|配合|协办|参与|负责|责任)(?:单位|部门)?）$")
_GOES_ON = frozenset("局委办部处科股室厅院会所站队")  # what begins so goes on with the name above
_DIVISION = frozenset("科股处室所站队")  # how a body ends that has no office of its own
_MERE_END = re.compile("管委会|管理委员会|办事处|居委会|村委会|党工委|工作委员会")
_INNER = re.compile(  # an office of the party committee or of the government that is named before it
    "办|组织|宣传|统战|政法|编|网信|党校|巡察|老干部|社会工作|史志|党史|机关|督查|研究室|政研|档案|直属|政务|外事|金融|国资|信访|应急|合作|参事|台|侨|农|改革|财经|法制|法治|政策"
)
_LEVEL = re.compile(r"[区县市各镇乡州旗省街]|相关|有关|其他")  # how the name of a body begins


_FIRST_LEADS = re.compile(
    r"(?:(?:列|排|名列|排名|位列|排序)在?(?:第一位?|首位|最前面?|首个|之首)者?|第一(?:个|位|家|列名)?者?|首个|首位|列首)的?(?:责任)?(?:单位|部门|科室)?(?:均|即)?(?:为|是|系)(?:第一)?(?:牵头|主办|主责)"
)
_SAYS_LEADS = re.compile("(?:为|是|系)(?:第一)?(?:牵头|主办|主责)")  # both end so
_FROM_HERE = re.compile(rf"（[^（）]*(?:下同|{_SAYS_LEADS.pattern})[^（）]*）$")  # said with the last body of a list, of all lists
LEAD_MARKS = "*＊★▲△☆●◆※#"
_MARKED_LEADS = re.compile(rf"(?:标|带|加|注|打|有)[^，。；、]{{0,4}}?([{LEAD_MARKS}])[”\"号]*的?(?:责任)?(?:单位|部门|科室)?(?:均|即)?(?:为|是|系)(?:牵头|主办|主责)")


def said_leads(text: str) -> str:
    """Which bodies of a list lead by what the document says: "first", a mark that they bear, or "" where it says nothing.

    责任单位中列第一位的为牵头单位; 标★的为牵头单位.
    """
    folded = plain(text).folded
    if not _SAYS_LEADS.search(folded):
        return ""
    marked = _MARKED_LEADS.search(folded)
    return "first" if _FIRST_LEADS.search(folded) else marked[1] if marked else ""


@dataclass(slots=True, unsafe_hash=True)
class Body:
    """One printed body. `role` is None where the list says nothing of its own."""

    text: Mapped
    role: Role | None


IsBody = Callable[[str], bool]


def _closed(text: Mapped) -> Mapped:
    """A labelled stretch without the stops around it, and without half of a bracket that only holds a label (…、区民政局（完成时限：…）)."""
    text = text.strip("，；。、 ")
    if text.text.endswith("（") or (text.text.endswith("）") and "（" not in text.text):
        text = text[:-1]
    return text.strip("，；。、 ")


def segments(text: Mapped, words: Words) -> Iterator[tuple[str, str, Mapped, Mapped]]:
    """Labelled stretches of `text`, as (kind, role or word, the label with its text, the text alone).

    Kind is "units" (with its role), "due" or "other"; what stands before the first label comes first, as kind "".
    """
    labels = list(words.labels(text.text))
    if not labels:
        if text:
            yield "", "", text, text.strip("，、；。 ")
        return
    first = labels[0].start()
    if first:
        yield "", "", text[:first], text[:first].strip("，、；。 ")
    for match, end in zip(labels, [*(m.start() for m in labels), len(text)][1:], strict=True):
        value, whole = _closed(text[match.end() : end]), _closed(text[match.start() : end])
        if match["due"]:
            yield "due", match["due"], whole, value
        elif match["other"]:
            yield "other", match["other"], whole, value
        else:
            yield "units", role_word(match["named"]) if match["named"] else words.role_of[match["role"] or match["bare"]], whole, value


def _pieces(text: Mapped, is_body: IsBody) -> Iterator[tuple[Mapped, str]]:
    """Stretches between separators outside of brackets, each with the separator that ends it ("" at the end).

    What only together names a collective stays one: 区政府各委、办、局; 教育、卫生健康等主管部门.
    """
    parts = list(_parted(text, is_body))
    composed = bool(_OF_FIELDS.search(text.text) or _LEVELS.search(text.text)) or any(text.text[a:b] in _SHORT for a, b, _ in parts)
    i = 0
    while i < len(parts):
        last = _whole_name(text.text, parts, i, is_body) if composed else i
        yield text[parts[i][0] : parts[last][1]], parts[last][2]
        i = last + 1


def _uncounted(text: Mapped, is_body: IsBody) -> Iterator[tuple[Mapped, str]]:
    """As `_pieces`, where bodies may have numbers before them, which part them: （1）区绿化局（2）区城管局."""
    marks = list(_COUNTED.finditer(text.text)) if _COUNTED.match(text.text) else []
    if len(marks) < 2:
        yield from _pieces(text, is_body)
        return
    for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(text)], strict=True):
        yield from _pieces(text[mark.end() : end].strip("，、；。"), is_body)


def _whole_name(text: str, parts: list[tuple[int, int, str]], first: int, is_body: IsBody) -> int:
    """Index of the last piece of the one name that begins with piece `first`; `first` itself where it is a name of its own."""
    start = parts[first][0]
    for i in range(first + 1, min(first + 6, len(parts))):
        if parts[i - 1][2] != "、":
            break
        piece = text[parts[i][0] : parts[i][1]]
        if _LEVELS.fullmatch(text[start : parts[i][1]]):
            return i
        more = parts[i][2] == "、" and text[parts[i + 1][0] : parts[i + 1][1]] in _SHORT
        if piece in _SHORT and not more:
            return i if is_body(text[start : parts[i][1]]) else first
        if _FIELDS.search(piece):
            alone = any(is_body(text[a:b]) for a, b, _ in parts[first:i])
            return i if not alone and is_body(text[start : parts[i][1]]) else first
    return first


def _parted(text: Mapped, is_body: IsBody) -> Iterator[tuple[int, int, str]]:
    """Start and end of the stretches between separators outside of brackets, with the separator behind ("" at the end)."""
    depth = start = 0
    places = [m.start() for m in _MARKS.finditer(text.text)]
    gaps = text.gaps()
    for i in sorted({*places, *gaps}) if gaps else places:
        char = text.text[i]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in _STOPS:
            yield start, i, char
            start = i + 1
        elif depth == 0 and i > start and i in gaps and (text.spaced(i) or text.broken(i)) and _parts(text[start:], i - start, is_body):
            yield start, i, " "
            start = i
    yield start, len(text), ""


def _parts(text: Mapped, at: int, is_body: IsBody) -> bool:
    """True if white space at `at` parts two bodies rather than standing inside a name."""
    left = text.text[:at]
    if not is_body(left):
        return False
    for stop in range(at + 1, len(text) + 1):  # the right one may itself be broken
        over = stop == len(text) or text.text[stop] in _STOPS
        if not (over or text.spaced(stop) or text.broken(stop)):
            continue
        right = text.text[at:stop]
        if is_body(right) and not _one_name(left, right, is_body):
            inner = left.endswith(("政府", "委", "街道")) and (_INNER.match(right) or len(left) <= 2)
            alone = not re.search("[、，；]", text.text) and not inner and (right[0] not in _GOES_ON or left[-1] in _DIVISION)
            return bool(_LEVEL.match(right)) or alone
        if over or stop - at > 24 or not (_LEVEL.match(right) or text.spaced(at)):
            return False
    return False


def _one_name(left: str, right: str, is_body: IsBody) -> bool:
    """True if two halves that could stand alone are one name: 市生态环境局|某某分局, 各乡|镇人民政府, 经开区|管委会."""
    branch = left.endswith("局") and right.endswith("分局") and not _LEVEL.match(right)
    towns = left.startswith("各") and len(left) <= 3 and right[0] in "乡镇街"
    return (branch or towns or bool(_MERE_END.fullmatch(right))) and is_body(left + right)


def _conjoined(piece: Mapped, is_body: IsBody) -> Iterator[Mapped]:
    """The piece cut at 和, 及, 以及 where bodies stand on both sides (not inside 住房和城乡建设局)."""
    depth = 0
    for match in _AND.finditer(piece.text):
        depth = piece.text[: match.start()].count("（") - piece.text[: match.start()].count("）")
        if depth > 0 or not match.start() or (piece.text[match.end() :] in ("单位", "部门", "机构") and is_body(piece.text)):
            continue
        left, right = piece[: match.start()], piece[match.end() :]
        plain = _ETC.sub("", left.text)
        head = re.split(r"[及和与]", right.text, maxsplit=1)[0]
        if is_body(plain) and (is_body(right.text) or is_body(head) or is_body(_ETC.sub("", right.text))) and not is_body_whole(piece.text, plain, is_body):
            yield left
            yield from _conjoined(right, is_body)
            return
    yield piece


def is_body_whole(text: str, left: str, is_body: IsBody) -> bool:
    """True if the text is one name although its left part could stand alone (区委和区政府信访办)."""
    return is_body(text) and not left.endswith(("局", "委", "办", "办公室", "部", "中心", "街道", "镇", "乡", "部门", "单位", "园区", "院", "公司", "队", "站", "社", "园", "会", "所", "股", "科", "室", "处", "组", "校", "企业", "馆", "场", "厂", "台", "）"))


def _etc(piece: Mapped, is_body: IsBody) -> Iterator[Mapped]:
    """The piece with its 等 dropped, or parted from a collective of its own (等相关部门, whose mention keeps the 等)."""
    match = _ETC.search(piece.text)
    if match and match.start() and _FIELDS.search(piece.text) and not is_body(piece.text[: match.start()]) and is_body(piece.text):
        yield piece
        return
    if match is None or ("（" in piece.text[: match.start()] and "）" not in piece.text[: match.start()]):
        yield piece
        return
    if match.start():
        yield piece[: match.start()]
    rest = match["rest"]
    if (rest and not re.fullmatch(r"[\d一二三四五六七八九十]+(?:个|家)?(?:部门|单位)?", rest)) or rest.endswith(("部门", "单位")):
        yield piece[match.start() :]


def _verb(piece: Mapped, words: Words) -> tuple[Mapped, Role | None, bool]:
    """The piece without the verb that gives its role (区教育局牵头), that role, and whether it was at the end."""
    aside = _ROLE_ASIDE.search(piece.text)
    if aside and aside.start():
        return piece[: aside.start()], words.role_of[aside[1]], False
    for match in words.role_verb.finditer(piece.text):
        tail = piece.text[match.end() :]
        if match.start() and (not tail or _DONE.fullmatch(tail)):
            bare = piece[: match.start()]
            cut = _BY_DUTY.search(bare.text)
            while cut:
                bare = bare[: cut.start()]
                cut = _BY_DUTY.search(bare.text) if bare else None
            return bare, words.role_of[match[0]], True
    lead = _LEADS.match(piece.text)
    if lead:
        return piece[lead.end() :], words.role_of[lead[1]], False
    return piece, None, False


def bodies(text: Mapped, words: Words, is_body: IsBody) -> list[Body]:
    """The bodies of a list in printed order; a role verb gives its role to the bodies since the last one or since a ；.

    What is no body (a bare 等, an empty piece) is left out; the caller sees from the spans what was not taken.
    """
    out: list[Body] = []
    waiting = 0  # index of the first body whose role verb may still come
    for piece, stop in _uncounted(text, is_body):
        if not words.in_list.search(piece.text):  # a name and nothing else, as most pieces are
            out.append(Body(piece.strip(_EDGES), None))
            waiting = len(out) if stop in "；。" else waiting
            continue
        if said := _FROM_HERE.search(piece.text):
            piece = piece[: said.start()]
        lead = _LEADING.match(piece.text)
        if lead and not is_body(piece.text):
            piece = piece[lead.end() :]
        joint = _JOINT.match(piece.text)
        if joint:
            left, right = piece[: len(joint[1])], piece[len(joint[1]) + 2 :]
            out += [Body(b, None) for half in (left, right) for b in _split(half, is_body)]
            continue
        bare, role, after = _verb(piece, words)
        if alone := _ON_DUTY.search(bare.text):
            bare = bare[: alone.start()]
        out += [Body(b, role if not after else None) for b in _split(bare, is_body)]
        if role and after:
            out[waiting:] = [Body(b.text, b.role or role) for b in out[waiting:]]
        if role or stop in "；。":
            waiting = len(out)
    return [b for b in out if b.text.text]


def _split(piece: Mapped, is_body: IsBody) -> Iterator[Mapped]:
    for part in _conjoined(piece, is_body):
        for body in _etc(part, is_body):
            yield body.strip(_EDGES)
