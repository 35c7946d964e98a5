"""Duties in running text: the body that is the subject of a demand carries it.

The rules are those of the extraction format: the subject of 要, 应, 须, 负责 … or of the bare verb of a clause is responsible;
由X会同Y makes X lead and Y cooperate; X牵头 leads; 配合X makes the subject cooperate. A subject holds to the end of its
sentence. Sites, windows and platforms are no bodies; what is urged, asked or trained is no subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.model import Role
from ingest.deadlines import times
from ingest.draft import Context
from ingest.generic import reads_like_sentence
from ingest.mapped import Mapped
from ingest.modals import MODAL

_OPEN, _CLOSE = "（《“【〔「『", "）》”】〕」』"
_DEMAND = re.compile(MODAL)
_ADJACENT = re.compile(
    rf"^(?:(?:也|还|均|都|同时|同步|原则上|一律|分别|共同|联合|具体|今年|继续|按照?职责(?:分工)?|根据职责(?:分工)?|一般|每年|各自|并|则|就|又)*)(?:{MODAL}|将(?![来近]))"
)
_QUANTITY = re.compile(r"(?:至少|不少于|不得少于|不低于|不得低于|不超过|确保|达到)")
_LEAD_IN = re.compile(
    r"^(?:凡是?|同时|此外|另外|其中|并且|并|还|也|且|同步|原则上|后续|下一步|为此|对此|今年|本年度|另|而|即|一是|二是|三是|四是|五是|六是|七是|——|第?[一二三四五六七八九]是"
    r"|（\d{1,2}）|[\u2460-\u2473]|\d[.、]|[，：、])+"
)
_PREPOSED = re.compile(
    r"^(?:请|希望|望(?=[各全有相])|对(?![外口台])于?|在(?!线)|将(?![军乐])|把|向(?![阳化])|为了?|以|从(?![江化])|按照?|根据|结合|督促|推动|指导|组织(?!人事|干部|部|科|办|委员)|要求|鼓励|支持|引导|邀请|通过|围绕|依托|除"
    r"|如(?![皋东])|若(?!羌)|经(?![济信发开贸管科营合侨])|借助|加强|强化|提升|推进(?!办|中心|科)|协调(?!办|科|处)|配合(?!(?:部门|单位)(?:[、，要应须负]|$))|协助|会同|参与|与|和(?![平田顺静龙县])"
    r"|听取|征求|报送?(?!社)|送|接受|发挥|建立|完善|健全|打造|做好|落实|提高|优化(?!营商环境办|办)|促进(?!中心|会|科)|明确|加大|深化|规范(?!办|科)|开展|发布|公开(?!办|科)|确保|探索|积极|主动|进一步"
    r"|切实|着力|持续|委托|依据|针对|统筹(?!办|科|发展)|严格)"
)
_HEADS = re.compile(
    r"(?:部门|单位|机关|办公室|人民政府|政府|街道办事处|办事处|街道|街镇|镇街|街乡|镇办|镇场|乡镇|园区|中心|科室|处室|股室|委员会|管委会|居委会|村委会|工作组|专班|领导小组|公司|集团|国有企业|学校|党校|学院|医院|机构(?![改建编设])|支队|大队|工作站|社区|居民区|村居"
    r"|局(?![部面长限])|委(?![托派员任])|办(?![理好公结事法学])|镇(?!级)|乡(?!村)|科(?![学技普研])|所(?![有属在需])|站(?!点)|院|处(?![理置])|室|社(?![会保])|队|厅"
    r"|企业|中小学校?|小学(?!校)|中学|大学|银行|海关|馆|电视台|气象台|村(?![级民规容务居庄镇里头口落史])|会(?![同议商])|联(?![系合动网络办通])|部(?![署分])|园|区(?![域级内])|县(?!级))(?:（[^（）]{1,20}）)?"
)
_VERB = re.compile(
    r"^(?:负责|委托|邀请|组织|开展|统筹|制定|制订|建立|健全|加强|推进|完成|落实|指导|定期|按照?|结合|根据|做好|公开|发布|编制|更新|报送|明确|安排|召开|举办|印发|研究|汇总|梳理|收集|审核|监督|协调"
    r"|牵头|会同|在|对|通过|以|向|围绕|每|于|至少|积极|认真|切实|及时|主动|分别|共同|全面|严格|依法|依托|具体|继续|进一步|持续|原则上|公布|公示|通报|发放|维护|受理|办理|答复|回应|检查|督查|培训|评估|考核|运营|管理|复核|审查|把关|对接|联系|征集|听取|邀请|抓好|承担|履行|提供|配备|确定|设立|设置|参照|对照|把|将|同步|统一|联合|适时|随时|集中|一律|均(?![衡等])"
    r"|开设|设计|推出|上线|推行|推动|整理|归集|编写|编印|制作|拍摄|录制|汇编|举行|选派|选取|选定|确认|核实|核对|核查|跟踪|督促|督办|调度|指派|提出|拟定|拟订|起草|修订|完善|优化|改造|升级|建设|建成|建好|打造|搭建|运用|利用|使用"
    r"|采用|采取|实施|执行|贯彻|宣传|宣讲|解读|讲解|走访|摸排|排查|整治|治理|清理|关停|注销|备案|登记|归档|移交|接收|接听|转办|交办|分办|处理|处置|回复|反馈|通知|告知|提醒|约谈|问责|表扬|兑现|拨付|发送|推送|投放|张贴|摆放|展示"
    r"|公告|刊登|刊发|播放|直播|评选|评定|认定|验收|抽查|巡查|检测|监测|统计|分析|研判|预警|应对|化解|调解|审批|审定|批准|核定|核发|增设|增加|扩大|压减|缩短|取消|下放|承接|引进|引入|招引|启用|试行|推广|总结|培养|选树|轮训|带头"
    r"|予以|给予|启动|呈报|提请|签订|签署|谋划|策划|新增|力争|确保|延伸|拓展|降低|消除|杜绝|防范|查处|打击|关注|聚焦|突出|深入|广泛|大力|分类|分批|分期|动态|按时|按期|按月|按季|提前|深化|强化|提升|提高|支持"
    r"|下沉|入户|进驻|值守|组建|成立|配齐|细化|量化|分解|压实|保障|扶持|帮扶|协助|对标|参加|出台|更换|修缮|改建|新建|扩建|重点|全程|全力|逐一|逐项|逐步|常态化)"
    r"(?!工作(?:水平|能力|质量|成效|机制)|(?:工作|情况|能力|水平|质量|结果|成果|成效|机制|制度|进度|比例|办法|方式|标准|体系)(?:[，。；的由为是]|$))"
)
_LEADERS = re.compile(r"^(?:的?(?:党政)?(?:主要|分管|有关|相关)?(?:负责人|负责同志|领导同志|领导干部|领导|班子成员))+")
_ALONE = re.compile(r"统筹|指导|审核|把关|督办|督导|监督|协调|落实|实施|起草|汇总|公布|公开|发布|审批|会签|备案|运维|管理|承办|组织|总抓|具体抓")
_ATTRIBUTE = re.compile(r"^(?:牵头|负责|主导|统筹|组织|主办|参加|组成)[^，]{0,4}的(?!$)")  # 由X牵头的机制: inside a modifier
_ROLE_STOP = re.compile(r"(?<=牵头)、|(?<=主办)、|(?<=负责)、")
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}，；：。！？]")
_TWO = re.compile(r"(?:局|委|办|办公室|部门|单位)(?=[区县市各])")  # two names side by side
_PLACE = re.compile(
    r"^(?:门户)?(?:新闻|办公会|全会|网站|平台|专区|系统|热线|公众号|官网|频道|栏目|客户端|窗口|网页|信箱|公报|会议|常务会议|文件|系统内|工作报告|网|网络|新媒体|服务|大厅|规章|规定|决定|领导下)"
)
_SITE_END = re.compile(r"(?:网站|平台|专区|系统|窗口|热线|门户|栏目|客户端|移动端|信箱|频道|专栏|公报|查阅点|热线电话)$")
_JOIN = re.compile(r"、|以及|或者|[和及或与]")
_GROUPS = re.compile(r"(?:部门|单位|机构|机关|企业|科室|处室|股室|站所|办公室|街道|街镇|乡镇|镇街|园区|[科股处室办所站局])$")
_UNSURE = re.compile("[（）和及或与]")  # where a piece begins takes a closer look
_MAY = re.compile(r"^(?:均|也|还|都)?(?:可|可以|可结合|自愿|自行决定)")


@dataclass(slots=True)
class Duty:
    """A body in a role. `evidence` is the stretch from the subject to the next subject or full stop, `when` a deadline in it."""

    mention: Mapped
    role: Role
    evidence: Mapped
    rule: str
    when: Mapped | None = None


@dataclass(slots=True)
class _Subject:
    """Subjects of a stretch of a sentence: `start` in the sentence, the bodies with their roles, and the rule."""

    start: int
    bodies: list[tuple[Mapped, Role, str]]
    plain: bool = False
    joint: bool = False  # 牵头, 配合: shares its deadline with the next
    end: int = 0
    extra: list[tuple[Mapped, Role, str]] = field(default_factory=list)


def _split(text: Mapped, stops: str) -> Iterator[tuple[int, Mapped]]:
    """Stretches between stops outside of brackets and quotes, with their start."""
    depth = start = 0
    for match in _MARKS.finditer(text.text):
        i, char = match.start(), match[0]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in stops and (depth == 0 or char == "。"):
            if i > start:
                yield start, text[start:i]
            start = i + 1
            depth = 0 if char == "。" else depth
    if start < len(text):
        yield start, text[start:]


def _is_body(text: str, context: Context) -> bool:
    return not (reads_like_sentence(text) or _SITE_END.search(text) or _TWO.search(text)) and context.is_body(text)


def _may_end(text: str, context: Context) -> bool:
    """False where the last coordinated piece is surely no body, which spares the rest of the work for most texts."""
    tail = text[text.rfind("、") + 1 :]
    return bool(_UNSURE.search(tail)) or _is_body(tail, context)


def body_list(text: Mapped, context: Context) -> list[Mapped]:
    """The bodies of a coordinated subject, one mention each; a list of fields before 部门 or 单位 is one; [] if it is none."""
    if not text or len(text) > 70 or not _may_end(text.text, context):
        return []
    pieces: list[Mapped] = []
    at = 0
    depth = 0
    for match in _JOIN.finditer(text.text):
        depth = text.text[: match.start()].count("（") - text.text[: match.start()].count("）")
        left = text.text[at : match.start()]
        if depth == 0 and left and match.start() >= at and (match[0] == "、" or _is_body(left, context)):
            pieces.append(text[at : match.start()])
            at = match.end()
    pieces.append(text[at:])
    if all(_is_body(p.text, context) for p in pieces):
        return [part for p in pieces for part in _etc(p, context)]
    first = next((i for i, p in enumerate(pieces) if not _is_body(p.text, context)), 0)
    if _is_body(pieces[-1].text, context) and re.search(r"(?:部门|单位|企业)(?:（[^）]*）)?$", text.text):
        rest_start = text.text.index(pieces[first].text, 0)
        rest = text[rest_start:]
        if all(len(p) <= 9 and not re.search(r"[要应须将把对在了是]", p.text) for p in pieces[first:]):
            return [*pieces[:first], rest]
    return []


def _etc(piece: Mapped, context: Context) -> list[Mapped]:
    """X等Y部门 as two: the body, and the collective whose mention keeps the 等."""
    at = piece.text.find("等")
    if at > 0 and _GROUPS.search(piece.text) and _is_body(piece.text[:at], context):
        return [piece[:at], piece[at:]]
    return [piece]


def subject_at(text: Mapped, context: Context) -> tuple[list[Mapped], int] | None:
    """The longest coordinated subject that begins the text, and its length."""
    if not text or _PREPOSED.match(text.text):
        return None
    ends = set()
    for head in _HEADS.finditer(text.text, 0, 75):
        ends.add(head.end())
        if "（" in head[0]:
            ends.add(head.start() + head[0].index("（"))
    for end in sorted(ends, reverse=True):
        found = body_list(text[:end], context)
        if found:
            return found, end
    return None


def _lead_in(clause: Mapped, year: int | None) -> int:
    """Length of connectives and time words before the subject."""
    at = 0
    while True:
        match = _LEAD_IN.match(clause.text[at:])
        if match and match.end():
            at += match.end()
            continue
        early = [t for t in times(clause.text[at : at + 14], year or 2000) if t.start <= 1]
        if early:
            at += early[0].end
            continue
        return at


def _modifier(clause: Mapped, at: int, context: Context) -> int:
    """Index after a modifier with 的 before the subject (涉及…的区相关部门); `at` where there is none."""
    if _PREPOSED.match(clause.text[at:]) or clause.text[at:].startswith("有条件"):
        return at
    for match in re.finditer("的", clause.text[at : at + 60]):
        after = at + match.end()
        found = subject_at(clause[after:], context)
        if found and match.start() >= 3 and not _DEMAND.search(clause.text[at : at + match.start()]):
            follows = clause.text[after + found[1] :]
            if _ADJACENT.match(follows) or re.match(r"(?:年内|至少|不得)", follows):
                return after
    return at


def _by(clause: Mapped, context: Context) -> _Subject | None:
    """由X会同Y…, 由X牵头, 由X负责."""
    for match in re.finditer("由", clause.text):
        found = subject_at(clause[match.end() :], context)
        if not found or (match.start() and clause.text[match.start() - 1] in "理自缘事经"):
            continue
        bodies, length = found
        rest = clause[match.end() + length :]
        if _ATTRIBUTE.match(rest.text):
            continue
        return _joint(bodies, rest, match.start(), context) or _Subject(match.start(), [(b, "RESPONSIBLE", "由") for b in bodies], plain=True)
    return None


def _joint(bodies: list[Mapped], rest: Mapped, start: int, context: Context) -> _Subject | None:
    """X会同Y, X牵头(，), X配合: what follows the subject says the roles."""
    with_others = re.match(r"^(?:要|应|负责|牵头)?(?:会同|联合|商)", rest.text)
    if with_others:
        others = subject_at(rest[with_others.end() :], context)
        if others:
            partners: list[tuple[Mapped, Role, str]] = [(b, "COOPERATE", "会同") for b in others[0]]
            return _Subject(start, [*((b, "LEAD", "会同") for b in bodies), *partners], joint=True)
    if re.match(r"^(?:要|应当?|须|负责|具体|共同|分别|联合|各自|总)*牵头", rest.text):
        return _Subject(start, [(b, "LEAD", "牵头") for b in bodies], joint=True)
    helped = re.match(r"^(?:要|应当?|须|需|负责|积极|主动|密切|共同|协同|做好|予以|给予|等|分别|按职责(?:分工)?|协助|协同)*(?:配合|协办|参与(?=.{0,6}$))", rest.text)
    if helped:
        subject = _Subject(start, [(b, "COOPERATE", "配合") for b in bodies], joint=True)
        subject.extra = _leading(rest[helped.end() :], context)
        return subject
    return None


def _leading(whom: Mapped, context: Context) -> list[tuple[Mapped, Role, str]]:
    """The bodies behind 配合 that are called the leading ones."""
    found = subject_at(whom, context)
    return [(b, "LEAD", "配合牵头部门") for b in found[0] if "牵头" in b.text] if found else []


def _clause(clause: Mapped, context: Context, year: int | None, conditional: bool) -> _Subject | None:
    """The subject that a clause brings in, or None."""
    by = _by(clause, context)
    if by:
        return by
    lead = _lead_in(clause, year)
    at = _modifier(clause, lead, context)
    found = subject_at(clause[at:], context)
    if not found:
        return None
    bodies, length = found
    rest = clause[at + length :]
    leaders = _LEADERS.match(rest.text)  # what its leaders must do the body must
    rest = rest[leaders.end() :] if leaders else rest
    if _PLACE.match(rest.text) or _MAY.match(rest.text):
        return None
    early = [t for t in times(rest.text[:26], year or 2000) if t.start <= 1]
    after = rest[early[0].end :] if early else rest
    joint = _joint(bodies, after, at, context)
    if joint:
        return joint
    rule = "负责人" if leaders and re.match("[是为作]", rest.text) else _rule(rest, after, conditional)
    plain = [(b, "RESPONSIBLE", rule) for b in bodies] if rule else []
    return _Subject(at, plain, plain=True) if plain else None  # type: ignore[arg-type]


def _rule(rest: Mapped, after: Mapped, conditional: bool) -> str:
    """Why a body at the head of a clause is its subject; "" if it is not."""
    if _ADJACENT.match(after.text):
        return "要"
    demand = _DEMAND.search(rest.text)
    quantity = _QUANTITY.search(rest.text)
    if demand and not _SITE_END.search(rest.text[: demand.start()].rstrip("均都还也")):
        return "所属"
    if quantity and not _SITE_END.search(rest.text[: quantity.start()]):
        return "数量"
    if conditional:
        return "的，应"
    if len(after) < len(rest):
        return "时间"  # a time word right behind the body: 区政府年内邀请…
    verb = _VERB.match(after.text)
    if verb and not re.match(r"^.{1,8}的(?![\d一二三四五六七八九十])", after.text) and (len(after) > 3 or _ALONE.fullmatch(after.text)):
        return "动词"
    return ""


def _conditional(clauses: list[tuple[int, Mapped]], n: int) -> bool:
    """True if clause n only says who or when, and the next is a demand without a subject (X报请…发文的，应…; X是责任主体，须…)."""
    if n + 1 >= len(clauses) or not (clauses[n][1].text.endswith("的") or re.search("(?:是|作为)[^，]{2,14}$", clauses[n][1].text)):
        return False
    following = clauses[n + 1 :]
    return any(re.match(rf"^(?:[^，]{{0,14}}?)(?:{MODAL})", c.text) for _, c in following[:2])


def _by_roles(start: int, clause: Mapped, context: Context) -> Iterator[tuple[int, Mapped]]:
    """A clause cut where 、 stands for the comma behind a role (X牵头、Y配合) or before another demand (X应…、Y应…)."""
    at = 0
    if "、" in clause.text:
        stops = {stop.start() for stop in _ROLE_STOP.finditer(clause.text)}
        demands = [m.start() for m in _DEMAND.finditer(clause.text)]
        if len(demands) > 1:
            stops |= {m.start() for m in re.finditer("、", clause.text) if demands[0] < m.start() < demands[-1] and _demanded(clause[m.end() :], context)}
        for stop in sorted(stops):
            yield start + at, clause[at:stop]
            at = stop + 1
    yield start + at, clause[at:]


def _demanded(text: Mapped, context: Context) -> bool:
    """True if the text begins with bodies of which something is demanded at once."""
    found = subject_at(text, context)
    return bool(found) and bool(_ADJACENT.match(text.text[found[1] :]))  # type: ignore[index]


def _sentence(sentence: Mapped, context: Context, year: int | None) -> list[Duty]:
    clauses = [part for clause in _split(sentence, "，；：") for part in _by_roles(*clause, context)]
    subjects: list[_Subject] = []
    begin: list[int] = []
    waiting: list[tuple[int, Mapped]] = []  # a clause that is nothing but bodies: its verb comes with the next subject
    for n, (start, clause) in enumerate(clauses):
        found = _clause(clause, context, year, _conditional(clauses, n))
        listed = [] if found else body_list(clause[_lead_in(clause, year) :], context)
        if listed:
            waiting += [(start, b) for b in listed]
            continue
        if found:
            found.start += start
            if waiting and found.plain and found.start == start:
                found.bodies[:0] = [(b, "RESPONSIBLE", found.bodies[0][2]) for _, b in waiting]
                start = waiting[0][0]
            waiting = []
            subjects.append(found)
            before = clauses[n - 1] if n else None
            alone = before is not None and _lead_in(before[1], year) == len(before[1])
            begin.append(before[0] if alone and before else start)
        elif subjects and (helps := re.match(r"^(?:并|还|同时)*(?:积极|主动)*配合", clause.text)) and subjects[-1].plain:
            subjects[-1].extra += [(b, "COOPERATE", "配合") for b, _, _ in subjects[-1].bodies]
            subjects[-1].extra += _leading(clause[helps.end() :], context)
        elif subjects and subjects[-1].joint and (joins := re.match(r"^(?:并)?(?:会同|联合|商)", clause.text)):
            partners = subject_at(clause[joins.end() :], context)
            subjects[-1].extra += [(b, "COOPERATE", "会同") for b in partners[0]] if partners else []
        elif subjects and subjects[-1].joint and _demands(clause) and all(r == "COOPERATE" for _, r, _ in subjects[-1].bodies):
            subjects[-1].extra += [(b, "RESPONSIBLE", "要") for b, _, _ in subjects[-1].bodies]
    out: list[Duty] = []
    for i, subject in enumerate(subjects):
        end = begin[i + 1] if i + 1 < len(subjects) else len(sentence)
        first, after = i, i + 1
        if subject.joint:  # 由X牵头，Y配合 share what is printed before and behind them
            while first and subjects[first - 1].joint:
                first -= 1
            while after < len(subjects) and subjects[after].joint:
                after += 1
        evidence = sentence[begin[i] : end].strip("，；、")
        when = _when(sentence[begin[first] : begin[after] if after < len(subjects) else len(sentence)], year)
        for mention, role, rule in (*subject.bodies, *subject.extra):
            out.append(Duty(mention, role, evidence, rule, when))
    return out


def _demands(clause: Mapped) -> bool:
    return bool(re.match(rf"^(?:并|还|同时|也)*{MODAL}(?!.{{0,4}}配合)", clause.text))


def _when(text: Mapped, year: int | None) -> Mapped | None:
    """The deadline that a stretch prints: the first with a calendar day, else the first."""
    found = times(text.text, year)
    best = next((t for t in found if t.last), found[0] if found else None)
    return text[best.start : best.end] if best else None


def duties(text: Mapped, context: Context, year: int | None) -> list[Duty]:
    """The duties that a text states, in printed order; one for each mention and role."""
    out: dict[tuple[str, Role], Duty] = {}
    for _, sentence in _split(text, "。！？"):
        for duty in _sentence(sentence, context, year):
            known = out.get((duty.mention.text, duty.role))
            if known is None:
                out[(duty.mention.text, duty.role)] = duty
            elif known.when is None and duty.when is not None:
                out[(duty.mention.text, duty.role)] = Duty(known.mention, known.role, known.evidence, known.rule, duty.when)
    return list(out.values())


def has_subject(text: Mapped, context: Context) -> bool:
    """True if the text states a duty with a subject."""
    return bool(duties(text, context, None))
