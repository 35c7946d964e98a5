"""Words that make a demand of their subject."""

from __future__ import annotations

# Each word with the compounds that only look like it: 响应, 重要, 需求 are no demands. What may not stand before a word is looked
# at behind it, as a search for a pattern that begins with a character is far faster.
MODAL = (
    r"(?:不得|不应|必须|应当|应该|务必|应(?<![响对回相适供理反]应)(?![用对急届答试变激诉邀聘税季战考援付])|须(?!知)|需(?<![急亟供]需)(?!求)要?"
    r"|要(?<![重主需必简纪摘概首]要)(?![求素点闻件义害领旨案约么])|负责(?!人|同志|制))"
)
