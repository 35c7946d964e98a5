"""Which first sentence of an item is a heading for the text that follows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.brackets import closing
from ingest.mapped import Mapped, join, nothing
from ingest.modals import MODAL

_LONGEST = 32
_DUTY = re.compile(rf"{MODAL}|(?:不少于|不低于|至少)|[\d一二三四五六七八九十]+(?:月|日|个工作日)|^(?:各|区|县|市|镇)[\u4e00-\u9fff]{1,12}(?:要|应|须)")
_ONLY_WHEN = re.compile(r"[^，；。]{0,14}(?:[前底内月]|季度|全年)(?:之前)?(?:完成|落实|办结|到位|报送)?。?(?:[（【].*)?$")  # 5月底前完成。
_ROWS = re.compile(r"(?:（1）|①|一是)")  # the first of several rows: what stands before it heads them all
_END = re.compile("[。！]")
_LAST_BRACKET = re.compile(r"。?(?:[（【〔\[]|——|责任单位：)[^。]*。?$")
_NAMED = re.compile(r"^[^（【]{4,}[（【](?:责任|牵头|配合|主办|承办)")  # a heading with a bracket of bodies, which may go on below
_NAMING = re.compile(r"[（【](?:责任|牵头|配合|主办|承办).*[）】]$")
_LABEL = re.compile(r"(?:责任|牵头|主办|承办|落实|实施|配合)(?:单位|部门|科室|股室|处室|站所)：")


def _lines_of_head(lines: Sequence[Mapped]) -> int:
    """How many lines a heading that ends with a bracket of bodies takes; 1 for others."""
    text = ""
    for count, line in enumerate(lines[:4], 1):
        text += line.text
        if not _NAMED.search(text) or re.search("。", text):
            return 1
        if _NAMING.search(text) and text.count("（") == text.count("）"):
            return count
    return 1


def _sentence(text: str) -> int:
    """Length of a first sentence short enough to be a heading, with its stop; 0 if there is none with text behind it."""
    row = _ROWS.search(text, 4, _LONGEST)
    if row and not re.search(r"[。！；，]", text[: row.start()]) and not _DUTY.search(text[: row.start()]):
        return row.start()
    stop = _END.search(text, 0, _LONGEST + 1)
    if stop is None or stop.end() >= len(text):
        return 0
    if text[stop.end()] in "（【〔[" and closing(text, stop.end())[0] >= len(text) - 1:
        return 0  # only the bracket of bodies follows: the sentence is the item itself
    if _LABEL.match(text, stop.end()):
        return 0
    if text.startswith("—", stop.end()) and not re.search("[。；：]", text[stop.end() :].rstrip("。；")):
        return 0
    head = text[: stop.start()]
    if _ONLY_WHEN.match(text, stop.end()):
        return 0
    return 0 if _DUTY.search(head) or head.count("，") > 1 or len(head) < 4 else stop.end()


def _taken_up(text: str, stop: int) -> bool:
    """True if the text behind the first sentence begins with its closing words (…片区图。片区图应标明…)."""
    head, rest = text[: stop - 1], text[stop : stop + 3]
    return len(rest) == 3 and "，" not in head and rest in head


class TitleRule:
    """Decides for all items of a part together, as headings are used throughout a section or not at all.

    `items` are, for each item, its lines, the mark of its first line, and which section it is in.
    """

    def __init__(self, items: Sequence[tuple[Sequence[Mapped], str, int]], width: int) -> None:
        self.items = items
        self.width = width
        self.heads = [_lines_of_head(lines) for lines, _, _ in items]
        self.line = [self._own_line(n) for n in range(len(items))]
        self.texts = ["".join([line.text for line in lines]) for lines, _, _ in items]
        self.sentence = [_sentence(text) for text in self.texts]
        self.lines_used = self._shares(self.line, [True] * len(items))
        several = ["。" in _LAST_BRACKET.sub("", text).rstrip("。") for text in self.texts]
        self.sentences_used = self._shares([bool(n) for n in self.sentence], several)
        self.few = sum(several) < 3

    def _own_line(self, n: int) -> bool:
        """True if the first line could be a heading that stands alone."""
        lines, mark, _ = self.items[n]
        if len(lines) <= self.heads[n] or not lines[0]:
            return False
        first = _NAMING.sub("", "".join(line.text for line in lines[: self.heads[n]])).rstrip("。：")
        if re.search(r"[。；]", first) or len(first) > 40 or first[-1] in "，、":
            return False
        return bool(mark) or (first.count("，") <= 1 and (not self.width or len(lines[0]) < self.width - 4))

    def _shares(self, flags: Sequence[bool], counted: Sequence[bool]) -> dict[int, float]:
        """Share of the counted items with a flag, by section; under 0 the share of the whole part."""
        counts: dict[int, list[bool]] = defaultdict(list)
        for (_, _, section), flag, count in zip(self.items, flags, counted, strict=True):
            if count:
                counts[section].append(flag)
                counts[0].append(flag)
        return {k: sum(v) / len(v) for k, v in counts.items()}

    def _used(self, shares: dict[int, float], n: int) -> bool:
        section, everywhere = shares.get(self.items[n][2], 0.0), shares.get(0, 0.0)
        return section >= 0.75 or (everywhere >= 0.6 and section >= 0.5)

    def _short(self, n: int) -> bool:
        """True where enough items tell the habit, or the sentence is too short to be a duty."""
        return not self.few or (self.sentence[n] <= 18 and "，" not in self.texts[n][: self.sentence[n]])

    def split(self, n: int, paragraphs: Sequence[Mapped]) -> tuple[Mapped | None, Mapped]:
        """Title (None if there is none) and text of item `n`, of which `paragraphs` are the text."""
        if not paragraphs:
            return None, nothing()
        whole = join(paragraphs, paragraphs[0].whole.origin)
        if self.line[n] and self._used(self.lines_used, n):
            cut = sum(map(len, self.items[n][0][: self.heads[n]]))
            return whole[:cut].strip("。："), whole[cut:]
        cut = self.sentence[n]
        if cut and _ROWS.match(whole.text, cut):
            return whole[:cut].strip("。：！"), whole[cut:]
        if cut and ((self._used(self.sentences_used, n) and self._short(n)) or _taken_up(whole.text, self.sentence[n])):
            return whole[:cut].strip("。：！"), whole[cut:]
        return None, whole
