"""How the names in a question are meant: asked about, set aside, only counted besides, one or the other, a town as a unit."""

from __future__ import annotations

import re
from dataclasses import replace

from queries.ask.linked import Linked, Unit

_BODIES = r"(?:<U>[、和与及以]*)+"
_KIND = r"(?:[“”]|名下|名义|头上|带到|捎到|布置|下达|承担|负责|一起(?=[领摊派分])|[领摊派分](?:到|给|来|了)?|的|一锅端|打包|笼统|这些|那些|这种|这类|这|那|之类|等|统称|集体|任务|部分|份|条目|活儿?|事儿?|写法|写着|都)*"
_COUNT = r"(?:算|加|计|包括|包含|统计|并|数|归)(?:上去|上|进去|进来|进|入|在内|在里面|在一起|下来|起来|拢|去|来|到一起|到(?:它|其|他|她|自己)?(?:名下|头上|里头|里))*"
# 把各街镇都算上, 连区政府各部门一起算, 各街镇的也计入, 算上各街镇: collectives that count besides the unit that is asked about.
BESIDES = re.compile(
    rf"(?:如果|要是|假如|倘若|若)?(?:把|将|连同?|按照?|照|用)(?:写着?|列着?|印着?|写了|写给|通过|经由?|给|要|以)?{_BODIES}{_KIND}"
    rf"(?:也|都|全|一起|一并|一块儿?|统统|通通|一同|要|得|给|来)*{_COUNT}(?:的话|在内)*"
    rf"|(?:算上|再?加上|连同|计入|包括|包含|外加|合并|算进|加进|并上)(?:挂在|记在|通过|经由?|写着?|列着?|[写印派分]给)?{_BODIES}{_KIND}(?:也|在内|一起|一并)*"
    rf"|{_BODIES}{_KIND}(?:也|都|一起|一并|全)+(?:要|得|给)?{_COUNT}(?:的话|在内)*"
)
LEFT_OUT = re.compile(
    r"(?:(?:不要|不用|不|别|甭|勿)(?:算|列|数)|不含|不包括|不计|除去|去掉|排除|不带|刨除|刨去)(?:上|进)?[^<，。]{0,6}(?:<U>[、和与及]?)+(?:的|在内|头上)*"
    r"|(?:不|别|不要|勿)(?:把|将)(?:<U>[、和与及]?)+(?:的|这些|这类|这种|统称|任务)*(?:算|计|加|数|包括)(?:进去|进来|进|在内|上|入)*"
    r"|(?:像|类似)?(?:<U>[、和与及]?)+(?:这种|这类|那种|那类|之类|等)?(?:的)?(?:统称|集体)?(?:名称)?(?:都|一律|请)?(?:先)?(?:不算|不计|不含|除外|除开|不数|排除|剔除|不管|不看|别管)(?:在外|掉)?"
    r"|(?:除了?|除去|除开)(?:<U>[、和与及]?)+(?:以外|之外|外)?[,]?"
)
DATED = re.compile(
    r"(?:有|带|写明|印了?|规定了?|给了?|明确|标了?|设了?|定了?|卡了?)(?:了|着|有)?(?:具体|明确|确切|确定)的?(?:完成)?(?:时限|时间|期限|日期|节点|日子|月份|截止|时间节点)"
)
# What is left of these when collectives are gone sets a body aside: 把府办放一边.
EITHER = re.compile(r"(?:是|由|归|该)*<U>([\u4e00-\u9fff]{0,4}?)还是(?:是|由|归|该)*<U>\1(?!(?:的)?(?:任务|活|事|更|多|忙))")
SET_ASIDE = re.compile(
    r"(?:不|别)把<U>(?:算|计|数|加)(?:进去|进来|在内|入|上|进)+[,]?"
    r"|把<U>(?:放一边|放在一边|放到一边|搁一边|撇开|排除|去掉|拿掉|扣掉|刨掉|除外)[,]?"
)
# 除了网信办，还有谁一起牵头: who else.
OTHERS = re.compile(r"(?:除了?|除去|除开)<U>(?:以外|之外|外)?[,]?(?=.{0,8}(?:还有?|另外?有?|其他|其余|别的).{0,4}(?:谁|哪|什么))")
_MOSTLY = re.compile(r"(?:多数|大多|大部分|都|主要).{0,6}<W>.{0,6}(?:剩下|其余|另外|别的|余下|只有)|<W>.{0,4}(?:以外|之外|除外)")
# 淞南镇在宝山区的要点里: the town as a unit of its district's document, not its own plan.
_AS_UNIT = (
    re.compile(r"<G>(?:镇|街道)?(?:,|在|按|照|从|依)+<D>(?:区)?(?:的)?(?:20\d\d年|<Y>)?(?:要点|文件|计划|分解表|政务公开|工作|任务|里|中)"),
    re.compile(r"<D>(?:区)?(?:的)?(?:20\d\d年|<Y>)?(?:要点|文件|分解表|工作要点)(?:里|中|上|对|给|要求|要|让|,|点名|安排|规定)*<G>"),
)


def as_meant(linked: Linked) -> Linked:
    """The question with its collectives understood: those it leaves out and those it only counts besides are no units of it."""
    found = _others(_counted_besides(_left_out(_either(_town_as_unit(_not_whole(linked))))))
    return replace(found, masked=SET_ASIDE.sub("除了<U>,", found.masked))


def _either(linked: Linked) -> Linked:
    """是审计局还是财政局牵头 asks who leads."""
    match = EITHER.search(linked.masked)
    if match is None:
        return linked
    first = linked.masked[: match.start()].count("<U>")
    units = linked.units[:first] + linked.units[first + 2 :]
    return replace(linked, masked=EITHER.sub(r"谁\1", linked.masked, count=1), units=units)


def _not_whole(linked: Linked) -> Linked:
    """Without a 全年 that is only named to be set aside: 多数是全年，剩下写了具体时间的."""
    if linked.when is None or not linked.when.whole or not DATED.search(linked.masked) or not _MOSTLY.search(linked.masked):
        return linked
    return replace(linked, masked=linked.masked.replace("<W>", "", 1), when=None)


def _left_out(linked: Linked) -> Linked:
    """Without the collectives that the question leaves out itself: 不算各部门 asks for what is printed under a name."""
    masked, units = linked.masked, list(linked.units)
    while match := LEFT_OUT.search(masked):
        first = masked[: match.start()].count("<U>")
        last = first + match[0].count("<U>")
        if not all(unit.collective for unit in units[first:last]):
            break
        masked = masked[: match.start()] + "只算直接点名" + masked[match.end() :]
        del units[first:last]
    return replace(linked, masked=masked, units=units)


def _others(linked: Linked) -> Linked:
    """Without the body beside which the others are asked for; `but` has it."""
    match = OTHERS.search(linked.masked)
    if match is None:
        return linked
    at = linked.masked[: match.start()].count("<U>")
    masked = linked.masked[: match.start()] + linked.masked[match.end() :]
    return replace(linked, masked=masked.strip(","), units=[*linked.units[:at], *linked.units[at + 1 :]], but=linked.units[at : at + 1])


def _counted_besides(linked: Linked) -> Linked:
    """Without the collectives that are only counted with another unit; `besides` has them."""
    for match in BESIDES.finditer(linked.masked):
        first = linked.masked[: match.start()].count("<U>")
        last = first + match[0].count("<U>")
        besides = linked.units[first:last]
        rest = linked.units[:first] + linked.units[last:]
        if all(unit.collective for unit in besides) and any(not unit.collective for unit in rest):
            masked = f"{linked.masked[: match.start()]}{linked.masked[match.end() :]},算上统称"
            return replace(linked, masked=masked, units=rest, besides=besides)
    return linked


def _town_as_unit(linked: Linked) -> Linked:
    """A town that is asked about in its district's document is a unit there."""
    match = next((found for one in _AS_UNIT if (found := one.search(linked.masked))), None)
    if len(linked.towns) != 1 or not linked.districts or match is None:
        return linked
    at = match.start() + match[0].index("<G>")
    before = linked.masked[:at].count("<U>")
    unit = Unit((linked.towns[0],), linked.towns[0])
    masked = linked.masked[:at] + "<U>" + linked.masked[at + 3 :]
    return replace(linked, masked=masked, towns=[], units=[*linked.units[:before], unit, *linked.units[before:]])
