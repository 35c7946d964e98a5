"""Bodies without a name of their own: 各文件起草单位, 各乡镇（街道）人民政府, 街道, 承办科室."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_GENERIC = re.compile(
    r"(?:各|全体|所有|各级各类|相关|有关|属地|[区县市镇]属)?(?:民办|公办|公立|民营|中心|直属)?(?:学校|中小学校?|高等院校|高校|幼儿园|医院|医疗(?:卫生)?机构|养老机构|公共企事业单位)"
    r"|(?:各|相关|有关)(?:卫生院|派出所|司法所|财政所|税务所)"
    r"|属地[\u4e00-\u9fff]{1,8}(?:站|所|[支大中]队|分?局|街道|镇|乡|政府|中心|社区|村|园区|居委会|村委会)"
    r"|(?:属地|所在|辖区|包保|包联)(?:社区|村|村居|村社|园区|居委会|村委会|企业)"
    r"|各[\u4e00-\u9fff]{1,8}(?:所|站|股|科|室|院|校|学|中心|企业|公司|集团|[大中支]队|分局|窗口单位|协会|片区?|网格|党支部|党组织|线办|办公室|运营商|物业)"
    r"|各(?:片区?|网格|线办|办公室|工作片)|[区县市镇]属国企|三大(?:通信)?运营商|(?:项目)?所在地?(?:乡镇|镇街|街镇|街道|社区|镇|乡|村)(?:（[^（）]{1,6}）)?|城区各?(?:街道|镇街|街镇)"
    r"|各(?:镇|乡镇?|街道|社区|村|区|县)[\u4e00-\u9fff]{0,6}(?:院|校|学|所|站|中心|党委|党组织)"
    r"|[\u4e00-\u9fff（）]{0,12}(?:部门|单位|机关|科室|处室|股室|站所|窗口单位)(?:（[^（）]{1,6}）)?"
    r"|各(?:办|所|站|中心|科|室|股|组|线|村|条线)(?:[、（][\u4e00-\u9fff、]{1,12}）?)?"
    r"|(?:各|全体|所有|全镇各|全区各|相关|有关)?(?:苏木镇|苏木乡镇|苏木|嘎查|乡镇|镇|乡|街道|街镇|镇街|社区|村|村居|居民区|园区|开发区|县区|区县|市县|区属|市属|县属)"
    r"(?:（[^（）]{1,6}）)?(?:人民政府|政府|办事处|党工委|管委会|居委会|村委会|国有企业|企业)?"
)
# What no name of a body holds: a demand, a verb of asking or doing, a time word.
_SENTENCE = re.compile(
    r"[要应须将把对在的了是每拟]|报(?=[区县市省镇乡州])|^涉及(?!的?(?:各|相关|有关)?(?:部门|单位|街|镇|乡|园))|(?<=[^各相])涉及|(?<=.)[及和与]各|可以|鼓励|有条件|会同|报请|(?:牵头|配合|负责|指导|组织|协助|采用|进行|开展)(?!部门|单位)|委托|邀请|督促|适时|定期|及时|年内"
)
_ONE_OFFICE = re.compile(r"[区县市镇乡旗州](?:委|纪委|纪委监委|人大|人大常委会|政协|政府|法院|检察院)机关")
_TWICE = re.compile(r"(?:部门|单位|机关|科室)(?!所属|下属|直属|主管)[^、和及与或（）]+(?:部门|单位|机关|科室)")  # 各部门公布部门…: a sentence
# Words that hold one of these and stand in names all the same: 应急管理局, 要素保障办, 组织部.
_HARMLESS = re.compile(
    r"应急|应用|供应|对应|对外|对口|对台|要素|重要|在线|将军|把关|未来|开展览"
    r"|组织(?=部|人事|宣传|科|办|处|委员)|指导(?=中心|站|科|所|处|委员会|办)|协助(?=中心)|委托(?=中心)"
)


@lru_cache(maxsize=65536)
def is_generic(text: str) -> bool:
    """True for a whole text that means bodies by what they are."""
    return len(text) <= 24 and bool(_GENERIC.fullmatch(text)) and not _ONE_OFFICE.fullmatch(text) and not reads_like_sentence(text)


@lru_cache(maxsize=65536)
def reads_like_sentence(text: str) -> bool:
    """True if a text holds a word that no name of a body has."""
    return bool(_TWICE.search(text)) or (bool(_SENTENCE.search(text)) and bool(_SENTENCE.search(_HARMLESS.sub("", text))))


@lru_cache(maxsize=8)
def any_body(named: Callable[[str], bool]) -> Callable[[str], bool]:
    """A test for bodies: those that `named` knows, and those without a name. It remembers what it was asked."""

    @lru_cache(maxsize=65536)
    def is_body(text: str) -> bool:
        return named(text) or text == "办公室" or (text.startswith("办公室（") and named(text[4:-1])) or is_generic(text) or bool(_ONE_OFFICE.fullmatch(text))

    return is_body
