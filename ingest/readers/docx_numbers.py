"""Automatic numbering of DOCX turned into the numbers that Word prints."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CN = "〇一二三四五六七八九"


def chinese(value: int) -> str:
    """A number below 100 in Chinese counting figures; digits beyond."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _CN[tens] + "十") + (_CN[ones] if ones else "")


def _figure(value: int, kind: str) -> str:
    if kind in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographTraditional", "chineseLegalSimplified"):
        return chinese(value)
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < value <= 20:
        return chr(0x245F + value)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(c)) for c in str(value))
    if kind in ("upperLetter", "lowerLetter") and 0 < value <= 26:
        return chr((64 if kind == "upperLetter" else 96) + value)
    return "" if kind in ("bullet", "none") else str(value)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    text: str


class Numbers:
    """Counts the numbered paragraphs of a document in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, numbering: etree._Element) -> None:
        for abstract in numbering.iterfind(W + "abstractNum"):
            levels = {}
            for level in abstract.iterfind(W + "lvl"):
                index = int(level.get(W + "ilvl", "0"))
                levels[index] = _Level(int(_val(level, "start", "1")), _val(level, "numFmt", "decimal"), _val(level, "lvlText", ""))
            self._levels[abstract.get(W + "abstractNumId", "")] = levels
        for num in numbering.iterfind(W + "num"):
            self._abstract_of[num.get(W + "numId", "")] = _val(num, "abstractNumId", "")

    def _read_styles(self, styles: etree._Element) -> None:
        based: dict[str, str] = {}
        for style in styles.iterfind(W + "style"):
            name = style.get(W + "styleId", "")
            based[name] = _val(style, "basedOn", "")
            number = style.find(f"{W}pPr/{W}numPr")
            if number is not None and _val(number, "numId", ""):
                self._of_style[name] = (_val(number, "numId", ""), int(_val(number, "ilvl", "0")))
        for name in based:
            parent, seen = based[name], {name}
            while name not in self._of_style and parent and parent not in seen:
                seen.add(parent)
                if parent in self._of_style:
                    self._of_style[name] = self._of_style[parent]
                parent = based.get(parent, "")

    def printed(self, paragraph: etree._Element) -> str:
        """The number that Word prints before a paragraph, "" if it is not numbered. Counts it."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return ""
        number = properties.find(W + "numPr")
        if number is not None:
            num, level = _val(number, "numId", ""), int(_val(number, "ilvl", "0"))
        else:
            num, level = self._of_style.get(_val(properties, "pStyle", ""), ("", 0))
        abstract = self._abstract_of.get(num, "")
        levels = self._levels.get(abstract, {})
        if num in ("", "0") or level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]

        def figure(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            return _figure(counts.get(index, levels[index].start if index in levels else 1), levels[index].kind if index in levels else "decimal")

        return "" if levels[level].kind in ("bullet", "none") else re.sub(r"%(\d)", figure, levels[level].text)


def _val(element: etree._Element, child: str, default: str) -> str:
    found = element.find(W + child)
    return found.get(W + "val", default) if found is not None else default
