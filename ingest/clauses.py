"""What the clauses of a sentence demand, and of whom: the subject that a clause brings in, and its role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.model import Role
from ingest.deadlines import times
from ingest.draft import Context
from ingest.modals import MODAL
from ingest.subjects import HEADS, PREPOSED, SITE_END, Place, body_list, subject_at

_DEMAND = re.compile(MODAL)
_ADJACENT = re.compile(
    rf"^(?:(?:也|还|均|都|同时|同步|原则上|一律|分别|共同|联合|具体|今年|继续|按照?职责(?:分工)?|根据职责(?:分工)?|一般|每年|各自|并|则|就|又)*)(?:{MODAL}|将(?![来近]))"
)
_QUANTITY = re.compile(r"(?:至少|不少于|不得少于|不低于|不得低于|不超过|确保|达到)")
_LEAD_IN = re.compile(
    r"^(?:凡是?|同时|此外|另外|其中|并且|并|还|也|且|同步|原则上|后续|下一步|为此|对此|今年|本年度|另|而|即|一是|二是|三是|四是|五是|六是|七是|——|第?[一二三四五六七八九]是"
    r"|（\d{1,2}）|[\u2460-\u2473]|\d[.、]|[，：、])+"
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
_CHARGE = "负责[^，]{2,8}的(?:受理|办理|审核|审查|编制|发布|更新|维护|管理|收集|汇总|整理|报送|登记|转办|答复|日常|具体|培训)"  # 负责工单的受理和派发
_ATTRIBUTE = re.compile(rf"^(?!{_CHARGE}(?:[^的]{{0,8}}[，。；]|[^的]{{0,8}}$))(?:牵头|负责|主导|统筹|组织|主办|参加|组成)[^，]{{0,4}}的(?!$)")  # 由X牵头的机制: inside a modifier
_ROLE_STOP = re.compile(r"、(?<=牵头、|主办、|负责、)")
_PLACE = re.compile(
    r"^(?:门户)?(?:新闻|办公会|全会|网站|平台|专区|系统|热线|公众号|官网|频道|栏目|客户端|窗口|网页|信箱|公报|会议|常务会议|文件|系统内|工作报告|网|网络|新媒体|服务|大厅|规章|规定|决定|领导下)"
)
_MAY = re.compile(r"^(?:均|也|还|都)?(?:可|可以|可结合|自愿|自行决定)")
_OF = re.compile("的")
_BOUND = re.compile("年内|至少|不得")
_WITH = re.compile(r"(?:要|应|负责|牵头)?(?:会同|联合|商)")
_LEADS = re.compile(r"(?:要|应当?|须|负责|具体|共同|分别|联合|各自|总)*牵头")
_HELPS = re.compile(r"(?:要|应当?|须|需|负责|积极|主动|密切|共同|协同|做好|予以|给予|等|分别|按职责(?:分工)?|协助|协同)*(?:配合|协办|参与(?=.{0,6}$))")
_ALSO_HELPS = re.compile(r"(?:并|还|同时)*(?:积极|主动)*配合")
_ALSO_WITH = re.compile(r"并?(?:会同|联合|商)")
_DEMANDS = re.compile(rf"(?:并|还|同时|也)*{MODAL}(?!.{{0,4}}配合)")
_QUALIFIES = re.compile(r".{1,8}的(?![\d一二三四五六七八九十])")
_IS = re.compile("(?:是|作为)[^，]{2,14}$")
_SOON = re.compile(rf"[^，]{{0,14}}?{MODAL}")
_Role = tuple[Place, Role, str]  # a body, its role, and the rule that says so


@dataclass(slots=True)
class Subject:
    """Subjects of a stretch of a sentence: `start` in it, the bodies with their roles."""

    start: int
    bodies: list[_Role]
    plain: bool = False
    joint: bool = False  # 牵头, 配合: shares its deadline with the next
    extra: list[_Role] = field(default_factory=list)

    def move(self, by: int) -> None:
        """Counts all places from `by` characters before."""
        self.start += by
        self.bodies, self.extra = _shifted(self.bodies, by), _shifted(self.extra, by)


Clauses = list[tuple[int, str]]  # of a sentence: where each begins in it, and its text


def _roles(bodies: list[Place], at: int, role: Role, rule: str) -> list[_Role]:
    """The bodies in a role; `at` is added to their places."""
    return [((a + at, b + at), role, rule) for a, b in bodies]


def _lead_in(clause: str, year: int | None) -> int:
    """Length of connectives and time words before the subject."""
    at = 0
    while True:
        match = _LEAD_IN.match(clause[at:])
        if match and match.end():
            at += match.end()
            continue
        early = _early(clause[at : at + 14], year)
        if not early:
            return at
        at += early


def _early(text: str, year: int | None) -> int:
    """Length of a text up to the end of the time with which it begins; 0 if it begins with none."""
    return next((t.end for t in times(text, year or 2000) if t.start <= 1), 0)


def _modifier(clause: str, at: int, context: Context) -> int:
    """Index after a modifier with 的 before the subject (涉及…的区相关部门); `at` where there is none."""
    if "的" not in clause or PREPOSED.match(clause[at:]) or clause.startswith("有条件", at):
        return at
    for match in _OF.finditer(clause[at : at + 60]):
        after = at + match.end()
        found = subject_at(clause[after:], context)
        if found and match.start() >= 3 and not _DEMAND.search(clause[at : at + match.start()]):
            follows = clause[after + found[1] :]
            if _ADJACENT.match(follows) or _BOUND.match(follows):
                return after
    return at


def _by(clause: str, context: Context) -> Subject | None:
    """由X会同Y…, 由X牵头, 由X负责."""
    at = -1
    while (at := clause.find("由", at + 1)) >= 0:
        found = None if at and clause[at - 1] in "理自缘事经" else subject_at(clause[at + 1 :], context)
        if not found:
            continue
        bodies, length = found
        behind = at + 1 + length
        if _ATTRIBUTE.match(clause[behind:]):
            continue
        return _joint(_roles(bodies, at + 1, "RESPONSIBLE", "由"), clause, behind, at, context) or Subject(at, _roles(bodies, at + 1, "RESPONSIBLE", "由"), plain=True)
    return None


def _as(bodies: list[_Role], role: Role, rule: str) -> list[_Role]:
    """The same bodies in another role."""
    return [(place, role, rule) for place, _, _ in bodies]


def _joint(bodies: list[_Role], clause: str, behind: int, start: int, context: Context) -> Subject | None:
    """X会同Y, X牵头(，), X配合: what follows the subject, from `behind`, says the roles."""
    rest = clause[behind:]
    with_others = _WITH.match(rest)
    if with_others:
        others = subject_at(rest[with_others.end() :], context)
        if others:
            return Subject(start, [*_as(bodies, "LEAD", "会同"), *_roles(others[0], behind + with_others.end(), "COOPERATE", "会同")], joint=True)
    if _LEADS.match(rest):
        return Subject(start, _as(bodies, "LEAD", "牵头"), joint=True)
    helped = _HELPS.match(rest)
    if helped:
        return Subject(start, _as(bodies, "COOPERATE", "配合"), joint=True, extra=_leading(clause, behind + helped.end(), context))
    return None


def _leading(clause: str, at: int, context: Context) -> list[_Role]:
    """The bodies at `at`, behind 配合, that are called the leading ones."""
    found = subject_at(clause[at:], context)
    return _roles([(a, b) for a, b in found[0] if "牵头" in clause[at + a : at + b]], at, "LEAD", "配合牵头部门") if found else []


def _clause(clauses: Clauses, n: int, lead: int, context: Context, year: int | None) -> Subject | None:
    """The subject that clause n brings in behind what leads in to it, or None."""
    clause = clauses[n][1]
    by = _by(clause, context) if "由" in clause else None
    if by:
        return by
    at = _modifier(clause, lead, context)
    found = subject_at(clause[at:], context)
    if not found:
        return None
    bodies, length = found
    behind = at + length
    leaders = _LEADERS.match(clause[behind:])  # what its leaders must do the body must
    behind += leaders.end() if leaders else 0
    rest = clause[behind:]
    if _PLACE.match(rest) or _MAY.match(rest):
        return None
    early = _early(rest[:26], year)
    joint = _joint(_roles(bodies, at, "RESPONSIBLE", ""), clause, behind + early, at, context)
    if joint:
        return joint
    rule = "负责人" if leaders and rest.startswith(("是", "为", "作")) else _rule(rest, rest[early:]) or (_conditional(clauses, n) and "的，应") or _acting(rest, rest[early:])
    return Subject(at, _roles(bodies, at, "RESPONSIBLE", rule), plain=True) if rule else None


def _rule(rest: str, after: str) -> str:
    """By which demand behind it a body at the head of a clause is its subject; "" if by none. `after` is `rest` without a time."""
    if _ADJACENT.match(after):
        return "要"
    demand = _DEMAND.search(rest)
    quantity = _QUANTITY.search(rest)
    if demand and not SITE_END.search(rest[: demand.start()].rstrip("均都还也")):
        return "所属"
    if quantity and not SITE_END.search(rest[: quantity.start()]):
        return "数量"
    return ""


def _acting(rest: str, after: str) -> str:
    """By which time or verb behind it a body at the head of a clause is its subject; "" if by none."""
    if len(after) < len(rest):
        return "时间"  # a time word right behind the body: 区政府年内邀请…
    verb = _VERB.match(after)
    if verb and not _QUALIFIES.match(after) and (len(after) > 3 or _ALONE.fullmatch(after)):
        return "动词"
    return ""


def _conditional(clauses: Clauses, n: int) -> bool:
    """True if clause n only says who or when, and the next is a demand without a subject (X报请…发文的，应…; X是责任主体，须…)."""
    if n + 1 >= len(clauses) or not (clauses[n][1].endswith("的") or _IS.search(clauses[n][1])):
        return False
    return any(_SOON.match(text) for _, text in clauses[n + 1 : n + 3])


def by_roles(start: int, clause: str, context: Context) -> Iterator[tuple[int, str]]:
    """A clause cut where 、 stands for the comma behind a role (X牵头、Y配合) or before another demand (X应…、Y应…)."""
    at = 0
    if "、" in clause:
        stops = {stop.start() for stop in _ROLE_STOP.finditer(clause)}
        demands = [m.start() for m in _DEMAND.finditer(clause)]
        if len(demands) > 1:
            places = (i for i, char in enumerate(clause) if char == "、" and demands[0] < i < demands[-1])
            stops |= {i for i in places if _demanded(clause[i + 1 :], context)}
        for stop in sorted(stops):
            yield start + at, clause[at:stop]
            at = stop + 1
    yield start + at, clause[at:] if at else clause


def _demanded(text: str, context: Context) -> bool:
    """True if the text begins with bodies of which something is demanded at once."""
    found = subject_at(text, context)
    return bool(found) and bool(_ADJACENT.match(text[found[1] :]))  # type: ignore[index]


def _shifted(bodies: list[_Role], by: int) -> list[_Role]:
    return [((a + by, b + by), role, rule) for (a, b), role, rule in bodies]


def subjects(clauses: Clauses, context: Context, year: int | None) -> Iterator[tuple[int, Subject]]:
    """The subjects of a sentence, all places counted in it, each with the start of the stretch that it governs."""
    last: Subject | None = None
    waiting: list[Place] = []  # clauses that are nothing but bodies: their verb comes with the next subject
    first = 0  # where they begin
    for n, (start, text) in enumerate(clauses):
        found, listed, lead = None, [], 0
        if HEADS.search(text):
            lead = _lead_in(text, year)
            found = _clause(clauses, n, lead, context, year)
            listed = [] if found else body_list(text[lead:], context)
        if found is None:
            if listed:
                first = first if waiting else start
                waiting += [(a + start + lead, b + start + lead) for a, b in listed]
            elif last is not None:
                _go_on(last, start, text, context)
            continue
        begin = start
        found.move(start)
        if waiting and found.plain and found.start == start:
            found.bodies[:0] = [(place, "RESPONSIBLE", found.bodies[0][2]) for place in waiting]
            begin = first
        waiting = []
        if n and _lead_in(clauses[n - 1][1], year) == len(clauses[n - 1][1]):
            begin = clauses[n - 1][0]
        last = found
        yield begin, found


def _go_on(subject: Subject, start: int, text: str, context: Context) -> None:
    """Adds what a clause without a subject of its own, beginning at `start`, says of the last one: 配合…, 会同…, or a demand."""
    if subject.plain and (helps := _ALSO_HELPS.match(text)):
        subject.extra += _as(subject.bodies, "COOPERATE", "配合")
        subject.extra += _shifted(_leading(text, helps.end(), context), start)
    elif subject.joint and (joins := _ALSO_WITH.match(text)):
        partners = subject_at(text[joins.end() :], context)
        subject.extra += _roles(partners[0], start + joins.end(), "COOPERATE", "会同") if partners else []
    elif subject.joint and _DEMANDS.match(text) and all(role == "COOPERATE" for _, role, _ in subject.bodies):
        subject.extra += _as(subject.bodies, "RESPONSIBLE", "要")
