"""Web pages of government sites: the article with its tables; navigation, footers and tools are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from graph.errors import SkipItem
from ingest.readers.builder import Builder, Piece
from ingest.readers.text import decode
from ingest.source import Source

_DROPPED = {"script", "style", "noscript", "nav", "footer", "aside", "form", "button", "select", "iframe", "svg", "head", "template", "object", "video", "audio"}
_CHROME = re.compile(r"(?:^|[-_ ])(?:nav|navbar|menu|footer|foot|breadcrumb|crumbs?|position|sidebar|side|share|toolbar|tools?|related|pagination|copyright|banner|topbar|search|qrcode|ewm|fontsize|links?)(?:$|[-_ \d])", re.I)
_BLOCK = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "section", "article", "main", "header", "tr", "table", "dd", "dt", "dl", "blockquote", "pre", "center", "body", "td", "th", "address", "figure", "hr", "fieldset", "details", "summary", "caption", "thead", "tbody", "tfoot"}  # fmt: skip
_META = re.compile(r"^[\[【（(]?(索引号|主题分类|发文机关|发文单位|制发机关|发布机构|发布机关|公开机构|发文部门|制发单位|成文日期|成文时间|发文日期|发文时间|生成日期|制发日期|发布日期|发布时间|公开日期|发文字号|发文文号|文件字号|文件编号|文号|公文名称|文件名称|信息名称|名称|标题|主题词|有效性|体裁|组配分类|公开方式|公开范围|信息来源|废止日期|实施日期)[\]】）)]?[：:\s]*(.*)$", re.S)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_DEEPEST = 400


def _decode(data: bytes, shown: str) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared:
        name = declared[1].decode("ascii").lower()
        for encoding in ("gb18030" if name in ("gb2312", "gbk", "gb18030") else name, "utf-8"):
            try:
                return data.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(data, shown)[0]


def _size(element: HtmlElement) -> int:
    return len(re.sub(r"\s+", "", element.text_content()))


def _prune(root: HtmlElement) -> None:
    """Takes out what is no article: by tag, and by class or id where it holds a small share of the text."""
    whole = max(1, _size(root))
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            element.drop_tree() if element.getparent() is not None else None
            continue
        if element is root or element.getparent() is None:
            continue
        hidden = "display:none" in re.sub(r"\s", "", element.get("style", "").lower()) or element.get("hidden") is not None
        names = f"{element.get('class', '')} {element.get('id', '')}"
        chrome = element.tag not in ("body", "main", "article") and _CHROME.search(names) and _size(element) < 0.2 * whole
        if element.tag in _DROPPED or hidden or chrome:
            element.drop_tree()


def _text(element: HtmlElement) -> Iterator[str]:
    """Text with line ends at blocks."""
    if element.tag == "br":
        yield "\n"  # (as a carriage return written &#13; is one)
    block = element.tag in _BLOCK
    if block:
        yield "\n"
    yield _flat(element.text) if element.tag != "pre" else element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _text(child)
        yield _flat(child.tail)
    if block:
        yield "\n"


def _flat(text: str | None) -> str:
    """Text with its white space folded; a carriage return, which only &#13; can have put there, stays as a line end."""
    return re.sub(r"[ \t\n]+", " ", text or "")


def _plain(element: HtmlElement) -> str:
    return "\n".join(line.strip() for line in re.split(r"[\r\n]", "".join(_text(element))) if line.strip())


def _rows(table: HtmlElement) -> list[HtmlElement]:
    """Rows of a table itself, not of tables inside it."""
    return [tr for tr in table.iter("tr") if next(tr.iterancestors("table"), None) is table]


def _number(value: str | None) -> int:
    match = re.match(r"\s*(\d{1,3})", value or "")
    return max(1, int(match[1])) if match else 1


def _pieces(table: HtmlElement) -> list[Piece]:
    """Cells placed by rowspan and colspan."""
    taken: set[tuple[int, int]] = set()
    out: list[Piece] = []
    rows = _rows(table)
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (r, column) in taken:
                column += 1
            high, wide = min(_number(cell.get("rowspan")), len(rows) - r), _number(cell.get("colspan"))
            taken |= {(a, b) for a in range(r, r + high) for b in range(column, column + wide)}
            out.append(Piece(r, column, high, wide, _plain(cell)))
            column += wide
    return out


class _Page:
    def __init__(self) -> None:
        self.builder = Builder()
        self.fields: dict[str, str] = {}
        self._line: list[str] = []

    def flush(self) -> None:
        """Ends the open line."""
        text = "".join(self._line).strip()
        self._line = []
        if not text:
            return
        meta = _META.match(text)
        if meta and meta[2].strip() and len(text) < 120:
            self.fields.setdefault(meta[1], meta[2].strip())
        self.builder.line(text)

    def _text(self, text: str | None) -> None:
        for n, line in enumerate(_flat(text).split("\r")):
            if n:
                self.flush()
            self._line.append(line)

    def walk(self, element: HtmlElement) -> None:
        """The element in reading order."""
        if element.tag == "table" and self._table(element):
            return
        block = element.tag in _BLOCK
        if block:
            self.flush()
        if element.tag == "br":
            self.flush()
        self._text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.walk(child)
            self._text(child.tail)
        if block:
            self.flush()

    def _table(self, element: HtmlElement) -> bool:
        """Takes a table; False for one that only lays out the page."""
        if element.find(".//table") is not None:
            return False
        pieces = _pieces(element)
        if not pieces or max(p.column for p in pieces) == 0:
            return False
        if self._meta(pieces):
            return True
        if any(len(p.text) > 4000 for p in pieces):
            return False
        self.flush()
        self.builder.table(pieces)
        return True

    def _meta(self, pieces: list[Piece]) -> bool:
        """Reads the 索引号 table: labels and values beside each other."""
        labels = [p for p in pieces if (m := _META.match(re.sub(r"\s", "", p.text))) and not m[2]]
        if len(labels) < 2:
            return False
        self.flush()
        for label in labels:
            value = next((p.text for p in pieces if p.row == label.row and p.column == label.column + label.columns), "")
            key = re.sub(r"[\s：:]", "", label.text)
            if value and not _META.match(value):
                self.fields.setdefault(key, value)
                self.builder.line(f"{key}：{value}")
        return True


def read(path: str, data: bytes, sha256: str) -> Source:
    """The article of the page. Raises `SkipItem` where the page holds no text or is nested without end."""
    text = re.sub(r"\r\n?", "\n", _decode(data, path))
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (ValueError, html.etree.ParserError) as error:
        raise SkipItem(f"{path}：网页里没有内容", hint="请在浏览器中打开网页，另存为“网页，仅 HTML”后重试") from error
    if any(depth > _DEEPEST for depth in _depths(root)):
        raise SkipItem(f"{path}：网页结构嵌套过深", hint="请把正文复制到文本文件后重试")
    told = _told(root)
    _prune(root)
    page = _Page()
    body = root.find("body")
    page.walk(body if body is not None else root)
    page.flush()
    for key, value in told.items():
        page.fields.setdefault(key, value)
    source = page.builder.source(path, sha256, "html", page.fields)
    if not source.text.strip():
        raise SkipItem(f"{path}：网页里没有文字", hint="请在浏览器中打开网页，另存为“网页，仅 HTML”后重试")
    return source


_TOLD = {"articletitle": "title", "og:title": "title", "contentsource": "来源"}


def _told(root: HtmlElement) -> dict[str, str]:
    """What the head of the page tells of it: "title" (the article's own, else the page's) and 来源."""
    out: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = _TOLD.get((meta.get("name") or meta.get("property") or "").lower())
        if key and (meta.get("content") or "").strip():
            out.setdefault(key, meta.get("content").strip()[:200])
    title = root.find(".//head/title")
    if title is not None and title.text_content().strip():
        out.setdefault("title", re.sub(r"\s+", " ", title.text_content()).strip()[:200])
    return out


def _depths(root: HtmlElement) -> Iterator[int]:
    """Depth of every element, found without recursion."""
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        yield depth
        stack += [(child, depth + 1) for child in element]
