"""Subjects in running text: which bodies stand at the beginning of a clause."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.draft import Context
from ingest.generic import reads_like_sentence

PREPOSED = re.compile(
    r"^(?:请|希望|望(?=[各全有相])|对(?![外口台])于?|在(?!线)|将(?![军乐])|把|向(?![阳化])|为了?|以|从(?![江化])|按照?|根据|结合|督促|推动|指导|组织(?!人事|干部|部|科|办|委员)|要求|鼓励|支持|引导|邀请|通过|围绕|依托|除"
    r"|如(?![皋东])|若(?!羌)|经(?![济信发开贸管科营合侨])|借助|加强|强化|提升|推进(?!办|中心|科)|协调(?!办|科|处)|配合(?!(?:部门|单位)(?:[、，要应须负]|$))|协助|会同|参与|与|和(?![平田顺静龙县])"
    r"|听取|征求|报送?(?!社)|送|接受|发挥|建立|完善|健全|打造|做好|落实|提高|优化(?!营商环境办|办)|促进(?!中心|会|科)|明确|加大|深化|规范(?!办|科)|开展|发布|公开(?!办|科)|确保|探索|积极|主动|进一步"
    r"|切实|着力|持续|委托|依据|针对|统筹(?!办|科|发展)|严格)"
)
HEADS = re.compile(
    r"(?:部门|单位|机关|办公室|人民政府|政府|街道办事处|办事处|街道|街镇|镇街|街乡|镇办|镇场|乡镇|园区|中心|科室|处室|股室|委员会|管委会|居委会|村委会|工作组|专班|领导小组|公司|集团|国有企业|学校|党校|学院|医院|机构(?![改建编设])|支队|大队|工作站|社区|居民区|村居"
    r"|局(?![部面长限])|委(?![托派员任])|办(?![理好公结事法学])|镇(?!级)|乡(?!村)|科(?![学技普研])|所(?![有属在需])|站(?!点)|院|处(?![理置])|室|社(?![会保])|队|厅"
    r"|企业|中小学校?|小学(?!校)|中学|大学|银行|海关|馆|电视台|气象台|村(?![级民规容务居庄镇里头口落史])|会(?![同议商])|联(?![系合动网络办通])|部(?![署分])|园|区(?![域级内])|县(?!级))(?:（[^（）]{1,20}）)?"
)
_TWO = re.compile(r"(?:局|委|办|办公室|部门|单位)(?=[区县市各])")  # two names side by side
SITE_END = re.compile(r"(?:网站|平台|专区|系统|窗口|热线|门户|栏目|客户端|移动端|信箱|频道|专栏|公报|查阅点|热线电话)$")
_JOIN = re.compile(r"、|以及|或者|[和及或与]")
_GROUPS = re.compile(r"(?:部门|单位|机构|机关|企业|科室|处室|股室|站所|办公室|街道|街镇|乡镇|镇街|园区|[科股处室办所站局])$")
_UNSURE = re.compile("[（）和及或与]")  # where a piece begins takes a closer look
_GROUP_END = re.compile(r"(?:部门|单位|企业)(?:（[^）]*）)?$")
_ACTS = re.compile("[要应须将把对在了是]")
Place = tuple[int, int]  # start and end in the text that is looked at


@lru_cache(maxsize=65536)
def _no_name(text: str) -> bool:
    """True for what no body is called in running text, whatever a list of names says."""
    return reads_like_sentence(text) or bool(SITE_END.search(text)) or bool(_TWO.search(text))


def _is_body(text: str, context: Context) -> bool:
    return context.is_body(text) and not _no_name(text)


def _may_end(text: str, context: Context) -> bool:
    """False where the last coordinated piece is surely no body, which spares the rest of the work for most texts."""
    tail = text[text.rfind("、") + 1 :]
    return _is_body(tail, context) or bool(_UNSURE.search(tail))


def body_list(text: str, context: Context) -> list[Place]:
    """The bodies of a coordinated subject, one mention each; a list of fields before 部门 or 单位 is one; [] if it is none."""
    if not text or len(text) > 70 or not _may_end(text, context):
        return []
    pieces: list[Place] = []
    at = 0
    for match in _JOIN.finditer(text):
        stop = match.start()
        if at < stop and text.count("（", 0, stop) == text.count("）", 0, stop) and (match[0] == "、" or _is_body(text[at:stop], context)):
            pieces.append((at, stop))
            at = match.end()
    pieces.append((at, len(text)))
    named = [_is_body(text[a:b], context) for a, b in pieces]
    if all(named):
        return [part for a, b in pieces for part in _etc(text, a, b, context)]
    first = named.index(False)
    if named[-1] and _GROUP_END.search(text) and all(b - a <= 9 and not _ACTS.search(text, a, b) for a, b in pieces[first:]):
        return [*pieces[:first], (text.index(text[slice(*pieces[first])]), len(text))]
    return []


def _etc(text: str, start: int, end: int, context: Context) -> list[Place]:
    """X等Y部门 as two: the body, and the collective whose mention keeps the 等."""
    at = text.find("等", start, end)
    if at > start and _GROUPS.search(text, start, end) and _is_body(text[start:at], context):
        return [(start, at), (at, end)]
    return [(start, end)]


def subject_at(text: str, context: Context) -> tuple[list[Place], int] | None:
    """The longest coordinated subject that begins the text, and its length."""
    if not text or PREPOSED.match(text):
        return None
    ends = set()
    for head in HEADS.finditer(text, 0, 75):
        ends.add(head.end())
        if "（" in head[0]:
            ends.add(head.start() + head[0].index("（"))
    for end in sorted(ends, reverse=True):
        found = body_list(text[:end], context)
        if found:
            return found, end
    return None
