"""Numbered items: with brackets or lines that name their bodies, or as prose whose subjects carry the duty."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.model import Span
from graph.remarks import reason
from ingest.brackets import Found, bodies_first, brackets, labelled
from ingest.cards import card
from ingest.draft import Claim, Context, Draft, Statement, no_duty
from ingest.layouts.titles import TitleRule
from ingest.lines import Line, parts_paragraph
from ingest.mapped import Mapped, join
from ingest.outline import ITEM_RANK, Node, outline
from ingest.parts import Part
from ingest.prose import has_subject
from ingest.source import Table

ROW = re.compile(r"^(?:（\d{1,2}）|[\u2460-\u2487]|[\u2776-\u277f]|[●•◆◇■□▲△○◎★☆◦▪]|[一二三四五六七八九十]是)[、.]?")
_NAMING = re.compile(r"[（【](?:责任|牵头|配合|主办|承办)[^）】]*[）】]?$")  # a bracket that names bodies, at the end of a heading
_FIRST_ROW = re.compile(r"(?<=[。；：])(?:（1）|①|一是)[、.]?")  # what stands before it only leads in


def keys(leaves: Sequence[Node]) -> dict[int, str]:
    """Key of each leaf by its id(): its own number, behind the ordinals of those levels at which the numbers start anew."""
    paths: dict[int, tuple[str, ...]] = {id(leaf): (leaf.label,) if "." in leaf.label else (str(leaf.ordinal),) for leaf in leaves}
    if all("." in leaf.label for leaf in leaves):
        return {k: p[0] for k, p in paths.items()}
    ranks = sorted({a.rank for leaf in leaves for a in leaf.ancestors()}, reverse=True)
    for rank in ranks:
        seen: dict[tuple[object, ...], set[int]] = defaultdict(set)
        for leaf in leaves:
            outer = tuple(id(a) for a in leaf.ancestors() if a.rank < rank)
            here = next((id(a) for a in leaf.ancestors() if a.rank == rank), 0)
            seen[(leaf.rank, outer, paths[id(leaf)])].add(here)
        if any(len(places) > 1 for places in seen.values()):
            for leaf in leaves:
                at = next((a for a in leaf.ancestors() if a.rank == rank), None)
                if at is not None:
                    paths[id(leaf)] = (str(at.ordinal), *paths[id(leaf)])
    return {k: ".".join(p) for k, p in paths.items()}


def heading(node: Node) -> str:
    """A section heading as printed: its first line up to a full stop, without brackets that name bodies."""
    text = node.first.printed
    stop = text.find("。")
    if stop > 0 and (len(text) > 40 or stop == len(text) - 1):
        text = text[:stop]
    return node.mark.printed + _NAMING.sub("", text)


@dataclass(slots=True)
class _Chunk:
    """Paragraphs (each its lines) and the labelled lines below them."""

    paragraphs: list[list[Mapped]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)


class _Item:
    """A leaf with its text in paragraphs and what its labelled lines say.

    `chunks` are the stretches of text, each closed by labelled lines; there is one, unless the pieces of the item carry
    bodies of their own. `behind` counts the paragraphs after the last labelled line.
    """

    def __init__(self, node: Node, context: Context, width: int) -> None:
        self.node = node
        texts: list[Mapped] = []
        breaks: list[bool] = []
        for member in node.walk():
            for n, line in enumerate(member.lines):
                texts.append(member.first if member is node and n == 0 else line.body)
                breaks.append(n == 0 or parts_paragraph(member.lines[n - 1], line, width))
        self.first_mark = node.lines[0].mark if node.lines else ""
        stretches = self._chunks(texts, breaks, context)
        self.behind = len(stretches[-1].paragraphs) if len(stretches) > 1 and not stretches[-1].found else 0
        self.chunks = self._together(stretches)
        self.found = [found for chunk in self.chunks for found in chunk.found]
        self.lines = [line for chunk in self.chunks for paragraph in chunk.paragraphs for line in paragraph]
        self.paragraphs = [join(lines, context.source.text) for chunk in self.chunks for lines in chunk.paragraphs]

    @staticmethod
    def _chunks(texts: list[Mapped], breaks: list[bool], context: Context) -> list[_Chunk]:
        out = [_Chunk()]
        i = 0
        while i < len(texts):
            label = labelled(texts, i, context) if texts[i].text else None
            if label and not (out[-1].paragraphs and _open(out[-1].paragraphs[-1])):
                out[-1].found.append(label[0])
                i = label[1]
                continue
            if texts[i].text:
                if any(found.statements for found in out[-1].found):
                    out.append(_Chunk())
                if breaks[i] or not out[-1].paragraphs:
                    out[-1].paragraphs.append([texts[i]])
                else:
                    out[-1].paragraphs[-1].append(texts[i])
            i += 1
        return out

    @staticmethod
    def _together(out: list[_Chunk]) -> list[_Chunk]:
        """The stretches apart where several name bodies of their own, else as one."""
        named = [chunk for chunk in out if any(found.statements for found in chunk.found)]
        if len(named) > 1 and all(sum(map(len, (line for p in chunk.paragraphs for line in p))) for chunk in named):
            return out
        return [_Chunk([p for chunk in out for p in chunk.paragraphs], [f for chunk in out for f in chunk.found])]


def _open(lines: Sequence[Mapped]) -> bool:
    """True if a bracket is open at the end of the lines: what follows is inside it, even if it begins like a labelled line."""
    text = "".join(line.text for line in lines)[-200:]
    return sum(text.count(c) for c in "（【[〔") > sum(text.count(c) for c in "）】]〕")


class Numbered:
    """Items under running numbers."""

    name = "numbered"
    title = "编号事项"
    description = "一、（一）1. 编号的事项：括号、单独一行的“责任单位：”，或正文中“要/应/由…会同…”的主语说明谁负责。"
    example = "1. 制作入学问答图解。（责任单位：区教育局，完成时限：8月15日前）"
    matter = "lines"
    tabular = False
    surest = 0.6

    def claim(self, part: Part, context: Context) -> Claim | None:
        """Claims a part with at least two numbered items, or with one that names its bodies."""
        lines = part.lines
        if not lines:
            return None
        root = outline(lines)
        over_tables = {id(a) for a, b in pairwise(part.blocks) if isinstance(b, Table) and isinstance(a, Line)}
        leaves = _leaves(root, context, over_tables)
        if not leaves or (len(leaves) == 1 and not any(_labelled(line, context) for node in leaves[0].walk() for line in node.lines)):
            return None
        count = sum(_labelled(line, context) for line in lines if "：" in line.text)
        why = reason("why_numbered_labels" if count else "why_numbered_prose", items=len(leaves), labels=count)
        return Claim(self.surest, why, lambda: _read(root, leaves, part, context))


def _labelled(line: Line, context: Context) -> bool:
    return any(True for _ in context.words.labels(line.text))


def _leaves(root: Node, context: Context, over_tables: set[int]) -> list[Node]:
    """The items: numbered nodes without numbered headings below them; general requirements are none."""
    out = []
    numbered = [node for node in root.walk() if node.rank >= 0]
    inner = max(ITEM_RANK, min((node.rank for node in numbered), default=0))
    general: set[int] = set()  # id() of each node that is no item, nor is what stands below it
    for node in numbered:
        if id(node.parent) in general or context.words.preamble.match(node.first.text):
            general.add(id(node))
        elif id(node.lines[0] if node.lines else None) in over_tables and len(node.lines) == 1 and not node.children:
            continue  # a heading of the table below it
        elif node.rank <= inner and not any(c.rank <= inner for c in node.children):
            out.append(node)
    return out


def _read(root: Node, leaves: Sequence[Node], part: Part, context: Context) -> list[Draft]:
    items = [_Item(leaf, context, part.width) for leaf in leaves]
    names = keys(leaves)
    extra = _closing_paragraphs(items, context)
    rule = TitleRule([(i.lines, i.first_mark, id(i.node.parent)) for i in items], part.width)
    shared = _shared(root, context) | _below_last(items, context)
    out: list[Draft] = []
    above: dict[int, tuple[tuple[str, ...], list[Span]]] = {}  # headings over the items below a node, by its id(), and where they stand
    for n, item in enumerate(items):
        key = names[id(item.node)]
        if id(item.node.parent) not in above:
            over = item.node.ancestors()
            above[id(item.node.parent)] = tuple(heading(a) for a in over), [text.span for a in over for text in (a.first, a.mark)]
        section, headings = above[id(item.node.parent)]
        own = _drafts(item, key, section, card(item.lines) or rule.split(n, item.paragraphs), context)
        if not any(d.statements for d in own) and id(item.node.parent) in shared:
            for draft in own:
                draft.statements += shared[id(item.node.parent)].statements
                draft.due = draft.due or list(shared[id(item.node.parent)].due)
        for draft in own:
            draft.used += [item.node.mark.span, *headings]
        out += own
        if n in extra:
            outer = key.rsplit(".", 1)[0] if "." in key else str((item.node.parent or item.node).ordinal or key)
            for k, paragraph in enumerate(extra[n], 1):
                out.append(Draft(f"{outer}.x" + (str(k) if k > 1 else ""), None, None, paragraph, section, layout="numbered"))
    return out


def _below_last(items: Sequence[_Item], context: Context) -> dict[int, Found]:
    """Labelled lines below the last item of a section in which no other item names anybody: they hold for the section."""
    sections: dict[int, list[_Item]] = defaultdict(list)
    for item in items:
        sections[id(item.node.parent)].append(item)
    out = {}
    for number, members in sections.items():
        statements = [found for found in members[-1].found if found.statements]
        if len(members) > 1 and statements and not any(_names_somebody(item, context) for item in members[:-1]):
            first = statements[0]
            whole = tuple(s for found in members[-1].found for s in found.statements)
            out[number] = Found(first.whole, 0, 0, whole, tuple(d for found in members[-1].found for d in found.due), ())
    return out


def _names_somebody(item: _Item, context: Context) -> bool:
    return bool(item.found) or any(True for paragraph in item.paragraphs for _ in brackets(paragraph, context))


def _by_bodies(root: Node, context: Context) -> dict[int, Found]:
    """Sections that are headed by nothing but the bodies whose tasks they list, by the id() of their nodes."""
    sections = [node for node in root.children if node.children]
    heads = [node.first.strip("：。") for node in sections]
    if len(sections) < 2 or not all(context.is_body(head.text) for head in heads) or all(re.search("(?:单位|部门|机关)$", head.text) for head in heads):
        return {}
    return {id(node): Found(head, 0, 0, (Statement("RESPONSIBLE", head, head, "line"),), (), ()) for node, head in zip(sections, heads, strict=True)}


def _shared(root: Node, context: Context) -> dict[int, Found]:
    """Lists of bodies in the heading of a section, which hold for all of it, by the id() of its node."""
    out: dict[int, Found] = _by_bodies(root, context)
    for node in root.walk():
        if node.rank < 0 or not node.children:
            continue
        head = [line.body for line in node.lines]
        head[0] = node.first
        for i, text in enumerate(head):
            hit = labelled(head, i, context)
            for found in [hit[0]] if hit else list(brackets(text, context)):
                if found.statements or (found.due and id(node) in out):
                    known = out.get(id(node))
                    both = (*(known.statements if known else ()), *found.statements), (*(known.due if known else ()), *found.due)
                    out[id(node)] = Found(found.whole, 0, 0, *both, ())
    return out


def _closing_paragraphs(items: Sequence[_Item], context: Context) -> dict[int, list[Mapped]]:
    """Unnumbered paragraphs at the end of a section that state a duty with a subject, taken out of the item before them."""
    out: dict[int, list[Mapped]] = {}
    for n, item in enumerate(items):
        last = n + 1 == len(items) or items[n + 1].node.parent is not item.node.parent
        if not last or item.node.children or any(len(i.paragraphs) > 2 for i in items if i is not item and i.node.parent is item.node.parent):
            continue
        while len(item.paragraphs) > 1 and has_subject(item.paragraphs[-1], context) and (item.behind or _whole(item.paragraphs[:-1])):
            if list(brackets(item.paragraphs[-1], context)):
                break
            out.setdefault(n, []).insert(0, item.paragraphs.pop())
            item.behind = max(0, item.behind - 1)
    return out


def _whole(paragraphs: Sequence[Mapped]) -> bool:
    """True if the paragraphs hold more than a heading."""
    return sum(len(p) for p in paragraphs) > 60 or paragraphs[-1].text.count("。") > 1


def _drafts(item: _Item, key: str, section: tuple[str, ...], split: tuple[Mapped | None, Mapped], context: Context) -> list[Draft]:
    """The item as one draft, or as rows where its pieces carry bodies of their own."""
    title, text = split
    if len(item.chunks) > 1:
        return _chunk_rows(item, key, section, title, context)
    hits = list(brackets(text, context))
    if title is not None and (inside := list(brackets(title, context))):
        hits_in_title = inside
        title = without(title, inside)
    else:
        hits_in_title = []
    naming = [h for h in hits if h.statements]
    rows = _rows(text, naming) if len(naming) > 1 else []
    if len(rows) > 1:
        out = []
        for k, (piece, hit) in enumerate(rows, 1):
            draft = Draft(f"{key}.{k}", key, title, piece, section, list(hit.statements), list(hit.due), layout="numbered")
            draft.notes += [no_duty(words) for words in hit.other]
            draft.used.append(hit.whole.span)
            out.append(draft)
        return out
    first = bodies_first(text, context) if not hits and not item.found else None
    draft = Draft(key, None, title, text[first[1] :] if first else without(text, hits), section, layout="numbered")
    if first:
        draft.statements.append(first[0])
        draft.used.append(first[0].whole.span)
    for hit in (*hits_in_title, *hits, *item.found):
        draft.statements += hit.statements
        draft.due += hit.due
        draft.notes += [no_duty(words) for words in hit.other]
        draft.used.append(hit.whole.span)
    if not draft.content and title is not None:
        draft.content, draft.title = title, None
    return [draft]


def _chunk_rows(item: _Item, key: str, section: tuple[str, ...], title: Mapped | None, context: Context) -> list[Draft]:
    """Rows of an item whose pieces are each followed by labelled lines of their own."""
    out: list[Draft] = []
    for k, chunk in enumerate(item.chunks, 1):
        text = join([line for paragraph in chunk.paragraphs for line in paragraph], context.source.text)
        if k == 1 and title is not None and text.text.startswith(title.text):
            text = text[len(title) :]
            text = text[1:] if text.text.startswith(("。", "：")) else text
        row = ROW.match(text.text) or (_FIRST_ROW.search(text.text) if k == 1 else None)
        text = text[row.end() :] if row else text
        if not chunk.found and out:
            out[-1].content = out[-1].content + text
            continue
        draft = Draft(f"{key}.{k}", key, title, text, section, layout="numbered")
        for found in chunk.found:
            draft.statements += found.statements
            draft.due += found.due
            draft.notes += [no_duty(words) for words in found.other]
            draft.used.append(found.whole.span)
        out.append(draft)
    return out


def without(text: Mapped, hits: Sequence[Found]) -> Mapped:
    """The text without its brackets; a full stop behind the last goes with it."""
    out = text[:0]
    at = 0
    for hit in hits:
        out = out + text[at : hit.start]
        at = hit.end
    rest = text[at:]
    if out and rest.text in ("。", "；", "．", "."):
        rest = rest[:0]
    return out + rest


def _rows(text: Mapped, hits: Sequence[Found]) -> list[tuple[Mapped, Found]]:
    """Pieces of the text, each with the bracket that closes it."""
    out: list[tuple[Mapped, Found]] = []
    at = 0
    for hit in hits:
        piece = text[at : hit.start].strip("；。") if not text.text[at : hit.start].endswith("。") else text[at : hit.start]
        if piece.text.startswith(("。", "；")):
            piece = piece[1:]
        row = ROW.match(piece.text) or (None if out else _FIRST_ROW.search(piece.text))
        out.append((piece[row.end() :] if row else piece, hit))
        at = hit.end
    rest = text[at:].strip("。；")
    if rest and out:
        out[-1] = (out[-1][0] + text[at:], out[-1][1])
    return [(p, h) for p, h in out if p]


