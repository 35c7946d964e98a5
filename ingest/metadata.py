"""What a file says about itself in labels: 发文机关：…, the 索引号 table above a text, a list of such lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.model import Span
from ingest.mapped import Mapped, fold, join, mapped
from ingest.source import Source, Table

# Field of the header to the labels that name it, the surest first.
FIELDS = {
    "doc_no": ("发文字号", "发文文号", "文件编号", "文件字号", "公文字号", "公文文号", "文号", "字号"),
    "issuer": ("发文机关", "发文单位", "制发机关", "制发单位", "发文部门", "发文机构", "制定机关", "制定单位", "制定部门", "编制单位", "编制部门", "印发单位", "印发机关", "落款", "落款单位", "发布机构", "发布机关", "发布单位", "发布部门", "公开机构", "公开单位", "信息来源", "文件来源", "来源"),
    "date": ("成文日期", "成文时间", "发文日期", "发文时间", "制发日期", "生成日期", "签发日期", "落款日期", "落款时间", "制定日期", "制定时间", "编制日期", "编制时间"),
    "title": ("公文名称", "文件名称", "文件标题", "信息名称", "公文标题", "名称", "标题"),
}  # fmt: skip
_OTHERS = (
    "索引号", "统一编号", "主题分类", "分类", "主题词", "体裁", "体裁分类", "组配分类", "公文种类", "文种", "发布日期", "发布时间", "公布日期", "公开日期", "公开时间", "上网日期", "更新时间", "更新日期",
    "印发日期", "印发时间", "实施日期", "施行日期", "生效日期", "废止日期", "失效日期", "有效性", "时效", "效力状态", "有效期", "公开方式", "公开范围", "公开属性", "公开形式", "公开类型", "公开类别", "信息分类", "信息类别",
    "字体", "字体大小", "浏览次数", "浏览量", "阅读次数", "点击数", "点击量", "访问量", "责任编辑", "编辑", "作者", "关键词", "内容概述", "内容摘要", "打印", "分享", "分享到", "保存", "语种", "载体类型", "审核",
)  # fmt: skip
_NAMED = {label: field for field, labels in FIELDS.items() for label in labels}
_DAY = ("日期", "时间")  # of a signature where the label before it names who signs
_ANY = "|".join(sorted((fold(x) for x in (*_NAMED, *_OTHERS, *_DAY)), key=len, reverse=True))
_LABEL = re.compile(rf"(?P<open>[\[【（])?(?P<label>{_ANY})(?(open)[\]】）]：?|[：|])")
_MARK = re.compile("[：|\\]】）]")  # ends every label
_BARE = re.compile(rf"^(?:{_ANY})")
_BARE_LABEL = re.compile(rf"(?:{_ANY})")
_ALONE = re.compile(rf"^[\[【（]?(?P<label>{_ANY})[\]】）]?：?$")
# Labels that stand in no table of tasks.
_SURE = frozenset((*FIELDS["doc_no"][:-1], *FIELDS["issuer"][:20], *FIELDS["date"], "索引号", "发布日期", "发布时间", "主题分类", "有效性"))
_LONGEST = 200
_PAGE_LINE = re.compile(r"^(?:[·•●>›»|｜]|（(?:此件|公开|主动公开)|索引号|主题分类|发布日期|发布时间|公开日期|公文名称|来源|文号|发文字号|发文机关|发布机构|成文日期|生成日期|有效性|名称|浏览|字号|字体|标题|体裁|组配|信息来源|主题词|打印|分享|当前位置|首页|您现在|您当前|【|(?:时间|日期)：|(?:发文|制发|印发|制定|编制|成文|签发|落款)(?:单位|机关|部门|日期|时间|字号)：|落款：|主送：|责任编辑|阅读|点击)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and its value."""

    label: str
    value: Mapped


def page_line(text: str) -> bool:
    """True for a line that tells of the file or of the page: a label of its number or day, a tool, a path."""
    return bool(_PAGE_LINE.match(text))


def entries(lines: Sequence[Mapped]) -> tuple[list[Entry], list[Mapped]]:
    """The labelled values of the lines in order, and the lines that hold them. A label alone on its line names the next line."""
    out: list[Entry] = []
    used: list[Mapped] = []
    for i, line in enumerate(lines):
        if len(line) > _LONGEST or "。" in line.text:
            continue
        alone = _ALONE.match(line.text)
        below = lines[i + 1] if i + 1 < len(lines) else None
        if alone and below is not None and not _ALONE.match(below.text) and not _LABEL.match(below.text) and len(below) <= 80:
            out.append(Entry(alone["label"], below))
            used += [line, below] if _NAMED.get(alone["label"]) not in ("title", None) or alone["label"] in _SURE else [line]
            continue
        found = [m for m in _LABEL.finditer(line.text) if not m.start() or _apart(line, m.start())] if _MARK.search(line.text) else []
        if not found and (bare := _BARE.match(line.text)) and bare.end() < len(line) and line.spaced(bare.end()) and bare[0] in _SURE:
            out += _bare_entries(line)
            used.append(line)
            continue
        if not found or (found[0].start() and not line.spaced(found[0].start())):
            continue
        for match, following in zip(found, [*found[1:], None], strict=True):
            value = line[match.end() : following.start() if following else len(line)].strip("|｜；，·")
            if value:
                out.append(Entry(match["label"], value))
        used.append(line)
    return [_of_signature(before, entry) for before, entry in zip([None, *out], out, strict=False)], used


def _bare_entries(line: Mapped) -> list[Entry]:
    """The values of a line whose labels are parted from them by blanks: 发布机构 某区政府 成文日期 2025-04-18."""
    stretches = [0, *(i for i in line.gaps() if line.spaced(i)), len(line)]
    pieces = [line[a:b] for a, b in pairwise(stretches)]
    out: list[tuple[str, list[Mapped]]] = []
    for piece in pieces:
        if _BARE_LABEL.fullmatch(piece.text):
            out.append((piece.text, []))
        elif out:
            out[-1][1].append(piece)
    return [Entry(label, join(values, line.whole.origin)) for label, values in out if values]


def _of_signature(before: Entry | None, entry: Entry) -> Entry:
    """The entry; a bare 日期 behind the body that signs (not behind one that only publishes) is the day of signing."""
    signs = entry.label in _DAY and before is not None and before.label in FIELDS["issuer"] and not re.match("发布|公开|信息|文件来源|来源", before.label)
    return Entry("落款日期", entry.value) if signs else entry


def _apart(line: Mapped, at: int) -> bool:
    """True if a label at `at` inside a line is no end of a longer word (工作名称：, 任务来源：)."""
    return line.spaced(at) or line.text[at - 1] in "|；，】]）>" or line.text[at : at + 4] in _SURE


def value_of(field: str, found: Sequence[Entry]) -> Mapped | None:
    """The value of a field of the header: that of the surest label; None if no label names it."""
    for label in FIELDS[field]:
        for entry in found:
            if entry.label == label:
                return entry.value
    return None


def _cell(source: Source, spans: Sequence[Span]) -> Mapped:
    return join([mapped(source.text, a, b) for a, b in spans], source.text).strip("*_")


def from_table(source: Source, table: Table) -> list[Entry] | None:
    """The entries of a table that holds nothing but labels and values beside each other; None if it is another."""
    cells = {(c.row, c.column): (_cell(source, c.spans), c.columns) for c in table.cells if c.spans}
    labels = {at: m["label"] for at, (text, _) in cells.items() if (m := _ALONE.match(text.text))}
    rows = {row for row, _ in labels}
    if len(labels) < 2 or not any(label in _SURE for label in labels.values()) or len(rows) < 0.6 * len({r for r, _ in cells}):
        return None
    out = []
    for (row, column), label in labels.items():
        beside = cells.get((row, column + cells[row, column][1]))
        if beside and (row, column + cells[row, column][1]) not in labels:
            out.append(Entry(label, beside[0]))
    return out if len(out) >= 2 else None


def split_tables(source: Source) -> tuple[tuple[Table, ...], list[Entry], list[Span]]:
    """The tables of the file that are no metadata, what those say that are, and where these stand."""
    kept: list[Table] = []
    found: list[Entry] = []
    taken: list[Span] = []
    for table in source.tables:
        said = from_table(source, table) if len(table.cells) <= 80 else None
        if said is None:
            kept.append(table)
        else:
            found += said
            taken.append(table.span)
    return tuple(kept), found, taken
