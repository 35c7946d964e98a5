"""The numbers of tasks, the years and the documents' own numbers in a question."""

from __future__ import annotations

import re

from queries.ask.linked import Search
from queries.ask.wording import DIGITS, number

# 25年 is a year, 10年内, 近10年 and 楼龄30年以上 are spans of time.
YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?:年度|年|(?!\d))"
    r"|(?<![\d近满约超过每达这前头龄足])(\d\d)年(?![级期来间]|以[上下]|[之以]?内|左右|多(?!少)|[房楼]龄|的?(?:时间|历史))"
)
YEARS_NEAR = 5  # of two digits, by which a year may lie beside those that have been read
NUMBERED = re.compile(
    r"第?(\d{1,2}(?:\.\d{1,2})+|\d\.x)(?:项|条|款|号|行)?(?:任务|事项)?|第(\d+|[〇零一二两三四五六七八九十百千万]+)(?:项|条|款|号|行|个|点)(?:任务|事项)?"
    r"|(?:no\.?|#)(\d+)|(?:序号|编号|任务|事项)(?:为|是|第)?(?!20\d\d(?!\d))(\d+)(?!\d|年|月|个|项)|(?<![\d.])(\d+)号(?:任务|事项)"
)
_N = r"(\d{1,2}|[一二三四五六七八九十]{1,2})"
PART = re.compile(rf"第{_N}(?:部分|大项|章|大块|大类)(?:的|里|中|里面|下面?|当中)*")
# 排在第14位的那项 is 第14项.
PLACED = re.compile(r"(?:排|列|(?<!单)位)(?:在|于)?第(\d+|[一二三四五六七八九十]{1,3})(?:位|个|名)?的?(?:那|这)?一?(?:项|条|个任务|个事项)")
# 第12、16、23项: a list of numbers with one measure word.
LIST_OF_NUMBERS = re.compile(r"第?((?<!\d)(?!20\d\d(?!\d))\d+(?:(?:项|条|号)?[、,，和与及]+第?\d+)+)(?:项|条|号)(?!工作日)")
# 第二部分第3条, 二（一）: the number of a task whose numbers restart in every part.
NESTED = re.compile(
    rf"第?{_N}(?:部分|大项|章|大块|大类|大点|大条)(?:(?:的|里|中|里面|下面?|当中|开头|最前面)*第|)[(]?(\d+|[一二三四五六七八九十]{{1,2}})[)]?(?:条|项|点|款|小项|小点|小条)"
    rf"|第?{_N}(?:项|条)(?:的|里|中)?(?:的)?第{_N}(?:行|小项|款|小条|点)"
    rf"|第?{_N}(?:部分|大项|章|大块|大类|、)?(?:的|里|中)?[(]{_N}[)](?:条|项|点|款)?|([一二三四五六七八九十])[.．·、](\d{{1,2}})(?:条|项|点|款)?"
)
# 宝山27项谁牵头: a bare number behind the name of a place or a document.
BARE_NUMBER = re.compile(
    r"(?<=>)(\d{1,3})$|(?:(?<=[>表点划案件])|(?<=>,))(\d{1,3})(?:项|条|款|号|行)(?!任务|事项|工作|要求|内容|中|里|当中|都|以|之|的?任务)"
)


def document_numbers(text: str, search: Search) -> str:
    """A document's own number (宝府办〔2023〕15号) names its place and year."""
    for row in search.known.documents:
        parts = re.findall(r"[\u4e00-\u9fff]+|\d+", row["doc_no"] or "")
        if len(parts) < 3:
            continue
        pattern = r"[^\u4e00-\u9fff\d]{0,2}".join(map(re.escape, parts))
        if not re.search(pattern, text):
            pattern = rf"{parts[0]}第?{parts[2]}号"  # 宝府办15号, without its year
        if not re.search(pattern, text):
            continue
        text = re.sub(pattern, row["town"] or row["district"], text)
        if row["year"]:
            search.found.years.append(row["year"])
    return text


def numbers(text: str, search: Search) -> str:
    """Numbers of items, parts and rows as marks."""
    found = search.found

    def mark(match: re.Match[str]) -> str:
        printed = next(group for group in match.groups() if group)
        plain = [printed] if "." in printed else _each(printed)
        found.numbers += plain
        return "、".join(["<N>"] * len(plain))

    def nested(match: re.Match[str]) -> str:
        plain = (_each(group) for group in match.groups() if group)
        found.numbers.append(".".join(one[0] if len(one) == 1 else "、".join(one) for one in plain))
        return "<N>"

    def part(match: re.Match[str]) -> str:
        plain = _each(match[1])
        found.numbers += [f"{one}." for one in plain]
        return "、".join(["<N>"] * len(plain))

    text = LIST_OF_NUMBERS.sub(lambda match: "、".join(f"第{one}项" for one in re.findall(r"\d+", match[1])), text)
    text = PLACED.sub(r"第\1项", text)
    text = PART.sub(part, NESTED.sub(nested, text))
    # A day such as 2025.8.1 is no number of a task.
    return re.sub(NUMBERED, lambda match: match[0] if re.match(r"20\d\d", match[0]) else mark(match), text)


def _each(printed: str) -> list[str]:
    """The numbers that are meant by a printed one, in digits: 十二 is 12, 一二 is 1 and 2. What is no number of ours stays as it is
    printed (第一千项): no task has it, and the answer says so."""
    value = number(printed) if len(printed) < 10 else None
    if value is None and len(printed) > 1 and all(digit in DIGITS for digit in printed):
        return [str(DIGITS[digit]) for digit in printed]
    return [printed if value is None else str(value)]


def bare_numbers(text: str, search: Search) -> str:
    """A number alone behind the name of a place or a document is that of a task."""

    def mark(match: re.Match[str]) -> str:
        search.found.numbers.append(match[1] or match[2])
        return "<N>"

    return BARE_NUMBER.sub(mark, text)


def years(text: str, search: Search) -> str:
    """Years as marks."""
    read = [row["year"] for row in search.known.documents if row["year"]]

    def mark(match: re.Match[str]) -> str:
        year = int(match[1]) if match[1] else 2000 + int(match[2])
        near = any(abs(year - one) <= YEARS_NEAR for one in read) or text[: match.start()].endswith(">")
        if match[2] and match.start() and not near:
            return match[0]  # 30年 in the midst of words
        search.found.years.append(year)
        return "<Y>"

    return YEAR.sub(mark, text)
