"""A file in its parts: the plan itself and what is attached to it, each with its head and its tail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from graph.model import Part as PartName
from ingest.cards import is_field
from ingest.lines import Flow, Line
from ingest.mapped import Mapped
from ingest.numerals import YEAR
from ingest.outline import ITEM_RANK, line_mark
from ingest.source import Table

_ANNEX = re.compile(r"^附(?:件|表)(?:\d{1,2}|[一二三四五六])?：?$")
_ANNEX_TITLED = re.compile(r"^附(?:件|表)(?:\d{1,2}|[一二三四五六])?[：、\s]?(?=.{4,40}(?:表|清单|要点|计划|方案|分工|分解)$)")
DATE = re.compile(rf"^[（]?{YEAR}年(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日[）]?$")
_SEAL = re.compile(r"（(?:加盖|盖|公|签|印|代)?(?:印|公)?(?:章|印|代)）$")  # behind the name of a body that signs
SIGNED = re.compile(rf"^（?([\u4e00-\u9fff]{{2}}[\u4e00-\u9fff（）]{{2,28}}?)（?{YEAR}年[^年月日]{{1,3}}月[^年月日]{{1,3}}日）?$")  # body and day on one line
_ANNEX_LIST = re.compile(r"^附(?:件|表)：(?:$|\d{1,2}[.、]|《|.{4,50}$)")
_LISTED = re.compile(r"^(?:\d{1,2}[.、]|《)[^。；]{3,}$")
_OWNED = re.compile(r"(?:^|[（【\[])(?:责任|牵头|主办|承办|落实|实施)(?:单位|部门|科室|股室|处室|站所)：")
_TABLE_TITLE = re.compile(r"^[^。；：！]{4,60}(?:表|清单)(?:（[^）]{1,12}）)?$")
_TAIL = re.compile(
    r"^(?:落款：|(?:发文|制发|印发|制定|成文|签发|落款)(?:单位|机关|部门|日期|时间|字号)：|（?联系(?:人|电话|方式)|抄送|抄报|主送|报送|发送|分送|印发机关|信息公开(?:属性|选项)|公开属性|公开方式|（此件|（公开|（主动公开|（信息公开"
    r"|此件(?:公开|主动)|特此通知|主动公开$|打印本页|关闭(?:窗口|本页)|上一篇|下一篇|分享到|扫一扫|责任编辑|版权所有|主办(?:单位)?：|承办(?:单位)?：|技术支持|网站标识码|网站地图|关于我们|联系我们|.{0,12}ICP备|.{0,4}公网安备|附件(?:\d|[一二三四])?：(?!$)|附件下载|相关(?:附件|文档|链接|稿件)|【?(?:字体|打印)"
    r"|.{0,40}印发$|（共印\d+份）|政策解读：|解读链接|相关(?:政策)?解读|一图读懂|图解：|(?:本|该)(?:实施)?(?:方案|要点|计划|办法|意见|通知|细则|规定|制度)自.{1,12}(?:施行|实施|执行|生效))"
)
_ORG = re.compile(
    r"^[\u4e00-\u9fff（）]{4,40}(?:办公室|人民政府|委员会|办事处|管委会|管理处|局|厅|街道|镇|乡|政府|领导小组|联席会议|指挥部|工作组|专班|中心|[党工纪区县市镇乡团]委|党组|支队|大队|总队"
    r"|总工会|联合会|工商联|妇联|残联|法院|检察院|[总分]?公司|集团|学校|学院|医院)$"
)
_DAY = re.compile(rf"^[（]?20\d\d(?P<part>[-/.])(?:0?[1-9]|1[0-2])(?P=part)(?:0?[1-9]|[12]\d|3[01])[）]?$|^{YEAR}年[\d一二三四五六七八九十]{{1,3}}月$")  # 2025.4.18, 2025年4月: a day or month only below a body


@dataclass(frozen=True)
class Part:
    """`head` are the lines before the first item or table, `blocks` the matter, `tail` signature, copies and the like.

    `name` is body or annex, `index` counts annexes from 1 (0 for the body).
    """

    name: PartName
    index: int
    head: tuple[Line, ...]
    blocks: tuple[Line | Table, ...]
    tail: tuple[Line, ...]
    width: int

    @cached_property
    def lines(self) -> list[Line]:
        return [b for b in self.blocks if isinstance(b, Line)]

    @cached_property
    def tables(self) -> list[Table]:
        return [b for b in self.blocks if isinstance(b, Table)]


def is_org(text: str) -> bool:
    """True for a line that can be the signature of an issuing body."""
    if text.endswith("）"):
        text = _SEAL.sub("", text)
    return bool(_ORG.match(text)) and "关于" not in text


def unsealed(body: Mapped) -> Mapped:
    """The name of a body that signs without the （印章） behind it."""
    seal = _SEAL.search(body.text)
    return body[: seal.start()] if seal else body


def is_day(text: str, above: str) -> bool:
    """True for a line that is the day of a signature; `above` is the line over it, which numbers alone need as a body."""
    return bool(DATE.match(text)) or (bool(_DAY.match(text)) and is_org(above))


def _dated(text: str) -> bool:
    """True for the last line of a signature: a day, alone or behind the name of a body."""
    signed = SIGNED.match(text)
    return bool(DATE.match(text)) or bool(signed and is_org(signed[1]))


def _annex_list(blocks: Sequence[Line | Table]) -> set[int]:
    """Indices of the lines that only say what is attached: 附件：1.某某表 and the numbered lines below it."""
    out: set[int] = set()
    for i, block in enumerate(blocks):
        if not isinstance(block, Line) or not block.text.startswith("附") or not _ANNEX_LIST.match(block.text):
            continue
        listed = [i]
        for j in range(i + 1, min(i + 12, len(blocks))):
            below = blocks[j]
            if not isinstance(below, Line) or not _LISTED.match(below.text) or len(below.text) > 60:
                break
            listed.append(j)
        if len(block.text) > 4 or len(listed) > 1:
            out |= set(listed)
    return out


def _titled_table(blocks: Sequence[Line | Table], at: int) -> int | None:
    """Index of the heading of the table at `at` where it stands behind a signature: an annex without the word 附件.

    Without a heading, the table itself, where items stand before the signature.
    """
    above = blocks[at - 1] if at else None
    if isinstance(above, Line) and _dated(above.text) and _first_matter(blocks[: at - 1], _annex_list(blocks[: at - 1])) < at - 1:
        return at
    for start in range(max(1, at - 4), at):
        heading = blocks[start:at]
        if not all(isinstance(b, Line) and len(b.text) <= 40 for b in heading):
            continue
        joined = "".join(b.text for b in heading if isinstance(b, Line))
        before = blocks[start - 1]
        if _TABLE_TITLE.match(joined) and isinstance(before, Line) and (_dated(before.text) or _TAIL.match(before.text)):
            return start
    return None


def _cuts(blocks: Sequence[Line | Table]) -> list[int]:
    """Indices at which an annex starts: a line 附件 of its own that is not a mere list of annexes, or the heading of a table
    behind a signature."""
    out: list[int] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            titled = _titled_table(blocks, i)
            if titled is not None:
                out.append(titled)
            continue
        if not block.text.startswith("附"):
            continue
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        if _ANNEX.match(block.text):
            listed = isinstance(following, Line) and re.match(r"^(?:\d[.、]|关于|《)", following.text) and block.text.endswith("：")
            if following is not None and not listed:
                out.append(i)
        elif _ANNEX_TITLED.match(block.text) and (isinstance(following, Table) or (i == 0 and following is not None)):
            out.append(i)
    return out


def _first_matter(blocks: Sequence[Line | Table], listed: set[int]) -> int:
    """Index of the first numbered line or table; the number of blocks if there is none. `listed` are lines that are neither."""
    inner = None  # 一是, （1）: items where no outer numbers are used
    for i, block in enumerate(blocks):
        if i in listed:
            continue
        if isinstance(block, Table):
            rows, columns = max((c.row for c in block.cells), default=0), max((c.column for c in block.cells), default=0)
            if rows >= 2 or columns >= 3:  # fewer rows of fewer columns lay out the page
                return i
            continue
        mark = line_mark(block)
        if mark and (len(block.text) > mark[2] or mark[0] == 2):
            if mark[0] <= ITEM_RANK:
                return i
            inner = i if inner is None and mark[1] == 1 else inner
    return len(blocks) if inner is None else inner


def _first_alone(blocks: Sequence[Line | Table], attached: bool) -> int:
    """Index of the first running number that has a line of its own; the number of blocks if there is none."""
    alone = [i for i, b in enumerate(blocks) if isinstance(b, Line) and b.text.isdigit() and len(b.text) <= 3]
    return alone[0] if alone and (attached or [blocks[i].text for i in alone[:2]] == ["1", "2"]) else len(blocks)  # type: ignore[union-attr]


def _first_owned(blocks: Sequence[Line | Table]) -> int:
    """Index of the first paragraph without number that names its bodies, where several do; the number of blocks if none does."""
    owned = [i for i, b in enumerate(blocks) if isinstance(b, Line) and _OWNED.search(b.text)]
    if len(owned) < 2:
        return len(blocks)
    i = owned[0]
    own_line = bool(_OWNED.match(blocks[i].text))  # type: ignore[union-attr]
    i -= own_line and i > 0
    while i and isinstance(above := blocks[i - 1], Line) and is_field(above.text):
        i -= 1
    while i and isinstance(above := blocks[i - 1], Line) and len(above.text) >= 25 and above.text[-1] not in "。；：）】":
        i -= 1
    return i


def _is_matter(block: Line | Table) -> bool:
    return isinstance(block, Table) or block.text.isdigit() or ((mark := line_mark(block)) is not None and mark[0] <= ITEM_RANK)


def _tail_start(blocks: Sequence[Line | Table], first: int, listed: set[int]) -> int:
    """Index at which the tail starts: after it stands no numbered line and no table."""
    last = next((i for i in range(len(blocks) - 1, first, -1) if i not in listed and _is_matter(blocks[i])), first)
    for i in range(last, len(blocks)):
        block = blocks[i]
        if i == last or not isinstance(block, Line):
            continue
        above = blocks[i - 1]
        dated = is_day(block.text, above.text if isinstance(above, Line) and i - 1 > last else "")
        if not (i in listed or dated or _dated(block.text) or (_TAIL.match(block.text) and len(block.text) < 120)):
            continue
        start = i
        while dated and start - 1 > last and isinstance(above := blocks[start - 1], Line) and is_org(above.text):
            start -= 1
        return start
    return len(blocks)


def split(flow: Flow) -> list[Part]:
    """The parts in order.

    What stands before the first 附件 is the body; where that is a mere notice without items, the first attached text is the
    body if it consists of items, and an annex if it is a table.
    """
    blocks = flow.blocks
    cuts = _cuts(blocks)
    edges = [0, *cuts, len(blocks)]
    pieces = [blocks[a:b] for a, b in pairwise(edges) if a < b]
    parts: list[Part] = []
    annexes = 0
    pending: tuple[Line, ...] = ()
    for n, piece in enumerate(pieces):
        attached = bool(cuts) and (n > 0 or cuts[0] == 0)
        listed = _annex_list(piece)
        first = _first_matter(piece, listed)
        if first == len(piece):  # a flattened table: its numbers stand alone
            first = min(_first_alone(piece, attached), _first_owned(piece))
        end = _tail_start(piece, first, listed) if first < len(piece) else len(piece)
        head = tuple(b for b in piece[:first] if isinstance(b, Line))
        tail = tuple(b for b in piece[end:] if isinstance(b, Line))
        if first == len(piece) and not attached and len(pieces) > 1:
            pending = head  # a notice: its lines tell about the document
            continue
        tabular = any(isinstance(b, Table) for b in piece)
        has_body = any(p.name == "body" for p in parts)
        sheet = bool(re.search(r"(?:表|清单)$", _title_of(head) if attached else head[-1].text if head else ""))
        name: PartName = "annex" if (attached and (has_body or tabular or sheet)) or (tabular and sheet) else "body"
        annexes += name == "annex"
        parts.append(Part(name, annexes if name == "annex" else 0, pending + head, piece[first:end], tail, flow.width))
        pending = ()
    return parts


def _title_of(head: Sequence[Line]) -> str:
    """The text of the heading lines of an attached part, without the column names that may follow."""
    texts = [line.text for line in head if not _ANNEX.match(line.text)][:3]
    for n in range(len(texts), 0, -1):
        joined = "".join(texts[:n])
        if re.search(r"(?:表|清单|要点|计划|方案)$", joined):
            return joined
    return "".join(texts[:1])
