"""Pinyin initials of Chinese names, so that jyj finds 区教育局."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# pypinyin takes these for another word; one letter for each character.
READINGS = {
    "行政": "xz", "长宁": "cn", "长江": "cj", "长征": "cz", "长寿": "cs", "长白": "cb", "长海": "ch",
    "长桥": "cq", "长风": "cf", "长兴": "cx", "长沙": "cs", "会计": "kj", "六安": "la", "乐清": "yq",
    "莘庄": "xz", "殷行": "yh", "庄行": "zh", "闵行": "mh", "高行": "gh", "徐行": "xh", "庙行": "mh",
    "杨行": "yh", "外冈": "wg", "市长": "sz", "重庆": "cq", "朝阳": "cy", "厦门": "xm",
}


@lru_cache(maxsize=1)
def _pieces() -> re.Pattern[str]:
    """Pairs with a reading of their own, runs of other Han characters, single letters and digits."""
    pairs = "|".join(READINGS)
    return re.compile(f"({pairs})|((?:(?!{pairs})[\u4e00-\u9fff])+)|([A-Za-z0-9])")


@lru_cache(maxsize=16384)
def initials(text: str) -> str:
    """The lower-case first letter of each Han character; letters and digits stay, all else is dropped: 区教育局 -> qjyj."""
    from pypinyin import lazy_pinyin  # its dictionaries take half of the time that a command needs to start

    out: list[str] = []
    for pair, run, letter in _pieces().findall(text):
        out.append(READINGS[pair] if pair else letter.lower() or "".join(s[:1] for s in lazy_pinyin(run)))
    return "".join(out)


def initials_of(names: Iterable[str]) -> str:
    """Initials of several names, each once and in the order given, separated by blanks."""
    return " ".join(dict.fromkeys(i for i in (initials(n) for n in names) if i))
