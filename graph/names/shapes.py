"""What a body's name looks like: its last word, and the words that no name contains."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.names.datafile import Row

LEVELS = "区县市省州盟旗镇乡"
SECTIONS = {"tails": ("*",), "kind_tails": ("*",), "words": ("*",)}
WORDS = ("start", "sentence", "harmless", "refused", "labels", "not_alone", "no_district", "no_town")
NAMED_TOWN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:镇|乡|街道|街道办|街道办事处)")
# 区域中心 is no body of a 区.
FALSE_LEVEL = re.compile(r"(?:市场主体|市民|区域|区块|区位|县域|镇域|乡村|乡镇|街镇|省级|市级|区级|县级|镇级|区间|市值)")
WITH_LEVEL = ("中心", "站", "所", "院", "小组")
JOINED = ("局", "委", "委员会", "办", "办公室", "中心", "处", "科", "厅")


class Shapes:
    """The word lists of shapes.yaml, compiled."""

    def __init__(self, rows: dict[str, list[Row]]) -> None:
        self._any = re.compile("(?:" + "|".join(_values(rows["tails"], "any")) + ")$")
        self._kind = re.compile("|".join(f"(?:{'|'.join(r.many('values'))}){r.text('key')}$" for r in rows["kind_tails"]))
        tails = [*_values(rows["tails"], "any"), *(r.text("key") for r in rows["kind_tails"])]
        self.last = frozenset(t[-1] for t in tails) | {"组", "）"}
        for row in rows["words"]:
            if row.text("key") not in WORDS:
                raise row.error(f"不认识的词表“{row.text('key')}”", "可以用 " + "、".join(WORDS))
        words = {name: _values(rows["words"], name) for name in WORDS}
        self._start, self._sentence, self._harmless, self._refused, self.no_district, self.no_town = (
            re.compile("|".join(words[name])) for name in ("start", "sentence", "harmless", "refused", "no_district", "no_town"))
        self.labels = frozenset(words["labels"])
        self.not_alone = frozenset(words["not_alone"])

    def fits(self, text: str) -> bool:
        """Whether `text` has the shape of a complete name of a body: a telling last word, 3 to 24 characters, no words of a
        sentence.
        """
        if not 3 <= len(text) <= 24 or text[-1] not in self.last:
            return False
        if not (self._any.search(text) or self._kind.search(text)):
            levelled = text[0] in LEVELS and text.endswith(WITH_LEVEL) and len(text) > 4 and not text.endswith("网站")
            if not levelled or FALSE_LEVEL.match(text):
                return False
        if text.endswith(("镇", "乡", "街道")) and not NAMED_TOWN.fullmatch(text):
            return False
        if self._start.match(text) or self._refused.fullmatch(text):
            return False
        if self._sentence.search(self._harmless.sub("", text)):
            return False
        if "和" in text and (not text.endswith(JOINED) or text[text.index("和") - 1] in "局委办院部"):
            return False
        return not FALSE_LEVEL.match(text) or len(text) > 5


def _values(rows: Iterable[Row], key: str) -> tuple[str, ...]:
    return tuple(v for row in rows if row.text("key") == key for v in row.many("values"))
