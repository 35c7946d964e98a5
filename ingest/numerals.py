"""Chinese and Arabic numerals."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10}

YEAR = r"(?:20\d\d|二[〇零0O][〇零0O一二三四五六七八九]{2})"  # a year in digits or in Chinese figures, also with a zero for the circle
_FIRSTS = ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x2776, 10), (0x3220, 10), (0x2160, 12), (65, 26), (97, 26))  # ① ⑴ ⒈ ❶ ㈠ Ⅰ A a
_SINGLE = {chr(first + i): i + 1 for first, count in _FIRSTS for i in range(count)}
_ROMAN = {text: i for i, text in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"), 1)}


def number(text: str) -> int | None:
    """Value of a numeral: 12, 十二, 二十, 一百零五, ③, IV; None if `text` is none."""
    if text in _SINGLE or text in _ROMAN:
        return _ROMAN.get(text) or _SINGLE[text]
    if text.isascii() and text.isdigit():
        return int(text)
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _DIGITS:
            digit = digit * 10 + _DIGITS[char] if digit and not total else _DIGITS[char]
        else:
            return None
    return total + digit if text else None


def year(text: str) -> int | None:
    """A year in digits or in Chinese figures (二〇二三, 二零二三); None if `text` is none."""
    if re.fullmatch(r"\d{4}", text):
        return int(text)
    if re.fullmatch(r"[〇零0O一二三四五六七八九]{4}", text):
        return int("".join(str(_DIGITS.get(c, 0)) for c in text))
    return None
