"""Automatic numbering of DOCX turned into the numbers that Word prints."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CN = "〇一二三四五六七八九"


def chinese(value: int) -> str:
    """A number below 1,000 in Chinese counting figures; digits beyond."""
    if not 0 < value < 1000:
        return str(value)
    if value >= 100:
        hundreds, rest = divmod(value, 100)
        between = "" if not rest else "零" if rest < 10 else "一" if rest < 20 else ""
        return _CN[hundreds] + "百" + between + (chinese(rest) if rest else "")
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _CN[tens] + "十") + (_CN[ones] if ones else "")


def _roman(value: int) -> str:
    out = ""
    for size, sign in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= size:
            out, value = out + sign, value - size
    return out


def _figure(value: int, kind: str) -> str:
    if kind in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographTraditional", "chineseLegalSimplified"):
        return chinese(value)
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < value <= 20:
        return chr(0x245F + value)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(c)) for c in str(value))
    if kind in ("upperLetter", "lowerLetter") and 0 < value <= 26:
        return chr((64 if kind == "upperLetter" else 96) + value)
    if kind in ("upperRoman", "lowerRoman") and 0 < value < 400:
        return _roman(value) if kind == "upperRoman" else _roman(value).lower()
    if kind == "decimalZero":
        return f"{value:02}"
    return "" if kind in ("bullet", "none") else str(value)


@dataclass(frozen=True, slots=True)
class _Level:
    """`restart`: the level, from 1, behind which it begins anew; 0 never, None behind each higher one. `plain`: all its figures are
    decimal (isLgl)."""

    start: int
    kind: str
    text: str
    restart: int | None
    plain: bool


def _level(element: etree._Element) -> _Level:
    restart = _val(element, "lvlRestart", "")
    plain = element.find(W + "isLgl") is not None
    return _Level(
        _int(_val(element, "start", "1"), 1), _val(element, "numFmt", "decimal"), _val(element, "lvlText", ""), _int(restart, 0) if restart else None, plain
    )


class Numbers:
    """Counts the numbered paragraphs of a document in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._changed: dict[str, dict[int, _Level]] = {}  # number -> levels of its own
        self._starts: dict[str, dict[int, int]] = {}  # number -> where a level begins when the number is first used
        self._counts: dict[str, dict[int, int]] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, numbering: etree._Element) -> None:
        links: dict[str, str] = {}
        styled: dict[str, dict[int, _Level]] = {}
        for abstract in numbering.iterfind(W + "abstractNum"):
            name = abstract.get(W + "abstractNumId", "")
            self._levels[name] = {_int(level.get(W + "ilvl", "0"), 0): _level(level) for level in abstract.iterfind(W + "lvl")}
            if link := _val(abstract, "numStyleLink", ""):
                links[name] = link
            styled[_val(abstract, "styleLink", "")] = self._levels[name]
        for name, link in links.items():
            self._levels[name] = self._levels[name] or styled.get(link, {})
        for num in numbering.iterfind(W + "num"):
            name = num.get(W + "numId", "")
            self._abstract_of[name] = _val(num, "abstractNumId", "")
            for override in num.iterfind(W + "lvlOverride"):
                index = _int(override.get(W + "ilvl", "0"), 0)
                if (level := override.find(W + "lvl")) is not None:
                    self._changed.setdefault(name, {})[index] = _level(level)
                if start := _val(override, "startOverride", ""):
                    self._starts.setdefault(name, {})[index] = _int(start, 1)

    def _read_styles(self, styles: etree._Element) -> None:
        based: dict[str, str] = {}
        for style in styles.iterfind(W + "style"):
            name = style.get(W + "styleId", "")
            based[name] = _val(style, "basedOn", "")
            number = style.find(f"{W}pPr/{W}numPr")
            if number is not None and _val(number, "numId", ""):
                self._of_style[name] = (_val(number, "numId", ""), _int(_val(number, "ilvl", "0"), 0))
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
            num, level = _val(number, "numId", ""), _int(_val(number, "ilvl", "0"), 0)
        else:
            num, level = self._of_style.get(_val(properties, "pStyle", ""), ("", 0))
        abstract = self._abstract_of.get(num, "")
        levels = self._levels.get(abstract, {}) | self._changed.get(num, {})
        if num in ("", "0") or level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        begins = self._starts.get(num, {}).pop(level, None)
        counts[level] = begins if begins is not None else counts.get(level, levels[level].start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counts[deeper]

        def figure(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            kind = "decimal" if index not in levels or levels[level].plain else levels[index].kind
            return _figure(counts.get(index, levels[index].start if index in levels else 1), kind)

        return "" if levels[level].kind in ("bullet", "none") else re.sub(r"%(\d)", figure, levels[level].text)


def _int(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default


def _val(element: etree._Element, child: str, default: str) -> str:
    found = element.find(W + child)
    return found.get(W + "val", default) if found is not None else default
