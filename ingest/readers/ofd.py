"""OFD (GB/T 33190): text by its place on the page, ruled tables from the lines that are drawn around it."""

from __future__ import annotations

import posixpath
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from graph.errors import SkipItem
from ingest.readers.builder import Builder, Piece
from ingest.readers.package import open_package, xml_part
from ingest.source import Source

MAX_PAGES = 2000
MAX_RUNS = 100_000  # pieces of text of one page
MAX_RULES = 20_000  # lines drawn on it
MAX_XML = 256 * 1024 * 1024  # bytes of all pages, unpacked
MAX_SQUARES = 20_000  # of a page's grid: an ordinary page has a few hundred
_NEAR = 0.8  # millimetres within which two lines are one
_HINT = "请用 OFD 阅读器打开后另存为 PDF 或 DOCX 后重试"
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_STEP = re.compile(rf"([MLCBQAS])|({_NUMBER})")
_ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "C": 0, "A": 7}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text: from where to where it reaches, its base line, its size; millimetres from the left and the top."""

    left: float
    right: float
    base: float
    size: float
    text: str

    @property
    def middle(self) -> float:
        """Height of the middle of its signs."""
        return self.base - self.size / 3


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, level (`upright` false) or upright, at `at`, from `start` to `end`."""

    upright: bool
    at: float
    start: float
    end: float


def read(path: str, data: bytes, sha256: str) -> Source:
    """The document. Raises `SkipItem` where it is broken, encrypted, too long, or pictures without text."""
    package = open_package(data, path)
    root = xml_part(package, "OFD.xml", path)
    place = _text(root, "DocRoot") if root is not None else ""
    document = xml_part(package, place.lstrip("/"), path) if place else None
    if document is None:
        raise SkipItem(f"{path}：不是 OFD 文件，或加了密", hint=_HINT)
    folder = posixpath.dirname(place.lstrip("/"))
    builder, total = Builder(), 0
    for number, page in enumerate(_pages(document, path), 1):
        builder.page()
        parts = [part for part in _parts(package, document, page, folder) if part]
        total += sum(package.getinfo(part).file_size for part in parts)
        if total > MAX_XML:
            raise SkipItem(f"{path}：解压后过大", hint="请确认文件来源；正常公文远小于此")
        runs: list[Run] = []
        rules: list[Rule] = []
        for part in parts:
            _page(xml_part(package, part, path), runs, rules)
        _write(builder, runs, rules, number)
    found = builder.source(path, sha256, "ofd")
    if not found.text.strip():
        raise SkipItem(f"{path}：没有可读的文字（可能是扫描件）", hint="扫描件请先做文字识别（OCR），再读入识别后的文件")
    return found


def _pages(document: etree._Element, shown: str) -> list[etree._Element]:
    pages = [one for one in document.iter() if _name(one) == "Page" and _name(one.getparent()) == "Pages"]
    if len(pages) > MAX_PAGES:
        raise SkipItem(f"{shown}：共 {len(pages)} 页，超过 {MAX_PAGES} 页上限", hint="请只保留公文正文和附件的页面后重试")
    return pages


def _parts(package: zipfile.ZipFile, document: etree._Element, page: etree._Element, folder: str) -> Iterator[str]:
    """Names of the parts that make up a page: its own, and those of the templates it is printed on."""
    names = set(package.namelist())
    own = _found(names, folder, page.get("BaseLoc") or "")
    yield own
    if own and package.getinfo(own).file_size < 16 * 1024 * 1024:
        templates = {one.get("ID"): one.get("BaseLoc") or "" for one in document.iter() if _name(one) == "TemplatePage"}
        wanted = set(re.findall(rb'TemplateID\s*=\s*"(\w{1,12})"', package.open(own).read(65536)))
        for number in sorted(wanted):
            yield _found(names, folder, templates.get(number.decode(), ""))


def _found(names: set[str], folder: str, place: str) -> str:
    """The part that a place means, which counts from the document's folder or from the root; "" if there is none."""
    tried = (posixpath.normpath(posixpath.join(folder, place)), place) if not place.startswith("/") else (place[1:],)
    return next((name for name in tried if name in names), "")


def _name(element: etree._Element | None) -> str:
    return etree.QName(element).localname if element is not None and isinstance(element.tag, str) else ""


def _text(root: etree._Element, name: str) -> str:
    return next(((one.text or "").strip() for one in root.iter() if _name(one) == name), "")


def _page(root: etree._Element | None, runs: list[Run], rules: list[Rule]) -> None:
    for element in root.iter() if root is not None else ():
        if (element.get("Visible") or "").lower() == "false" or len(runs) > MAX_RUNS or len(rules) > MAX_RULES:
            continue
        if _name(element) == "TextObject":
            runs += _runs(element)
        elif _name(element) == "PathObject":
            rules += _rules(element)


def _numbers(text: str | None) -> list[float]:
    """The numbers of an attribute, none where one of them is nonsense."""
    found = [float(one) for one in re.findall(_NUMBER, text or "")]
    return found if all(abs(one) < 1e6 for one in found) else []


def _runs(element: etree._Element) -> Iterator[Run]:
    box, matrix = _numbers(element.get("Boundary")), _numbers(element.get("CTM")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    if len(box) != 4 or len(matrix) != 6:
        return
    size = (_numbers(element.get("Size")) or [4.0])[0]
    across, down = abs(matrix[0]) or 1.0, abs(matrix[3]) or 1.0
    x, y = 0.0, 0.0
    for code in element:
        if _name(code) != "TextCode" or not code.text:
            continue
        x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
        text = code.text.replace("\n", "").replace("\t", " ")
        left = box[0] + matrix[0] * x + matrix[2] * y + matrix[4]
        width = sum(_steps(code.get("DeltaX"), len(text) - 1)) or size * max(0, len(text) - 1)
        yield Run(left, left + (width + size) * across, box[1] + matrix[1] * x + matrix[3] * y + matrix[5], size * down, text)


def _steps(text: str | None, count: int) -> list[float]:
    """Distances from sign to sign; `g 3 5.1` stands for three times 5.1."""
    out: list[float] = []
    words = (text or "").split()
    at = 0
    while at < len(words) and len(out) < count:
        if words[at] == "g" and at + 2 < len(words):
            times, step = _numbers(words[at + 1]), _numbers(words[at + 2])
            out += (step or [0.0]) * min(count - len(out), int(times[0]) if times and times[0] > 0 else 0)
            at += 3
        else:
            out += _numbers(words[at])[:1]
            at += 1
    return out


def _rules(element: etree._Element) -> Iterator[Rule]:
    box, matrix = _numbers(element.get("Boundary")), _numbers(element.get("CTM")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    data = next((one.text or "" for one in element if _name(one) == "AbbreviatedData"), "")
    if len(box) != 4 or len(matrix) != 6 or len(data) > 100_000:
        return
    before: tuple[float, float] | None = None
    first = before
    for command, values in _path(data):
        point = first
        if command != "C":
            x, y = values[-2:]
            point = (box[0] + matrix[0] * x + matrix[2] * y + matrix[4], box[1] + matrix[1] * x + matrix[3] * y + matrix[5])
        if command in "MS":
            first = point
        elif command in "LC" and before and point:
            yield from _rule(before, point)
        before = point


def _path(data: str) -> Iterator[tuple[str, list[float]]]:
    """Commands with their numbers; what lacks some is left out."""
    command, values = "", [0.0][:0]
    for letter, number in _STEP.findall(data):
        if letter:
            command, values = letter, []
            if letter == "C":
                yield "C", []
        elif command:
            values.append(float(number))
            if len(values) == _ARGUMENTS[command]:
                yield command, values
                values = []


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Rule]:
    across, down = abs(start[0] - end[0]), abs(start[1] - end[1])
    if across < _NEAR and down > 2:
        yield Rule(True, (start[0] + end[0]) / 2, min(start[1], end[1]), max(start[1], end[1]))
    elif down < _NEAR and across > 2:
        yield Rule(False, (start[1] + end[1]) / 2, min(start[0], end[0]), max(start[0], end[0]))


def _write(builder: Builder, runs: Sequence[Run], rules: Sequence[Rule], page: int) -> None:
    """Lines above the table, the table, lines below it; a page without table is lines."""
    xs, ys = (_places(rule.at for rule in rules if rule.upright == upright) for upright in (True, False))
    ruled = len(xs) >= 3 and len(ys) >= 3 and len(xs) * len(ys) <= MAX_SQUARES
    inside = [run for run in runs if ruled and ys[0] < run.middle < ys[-1] and xs[0] - 1 < run.left < xs[-1]]
    within = set(map(id, inside))
    outside = [run for run in runs if id(run) not in within]
    if len(inside) < 2:
        outside, inside = list(runs), []
    for line in _lines(run for run in outside if not inside or run.middle <= ys[0]):
        builder.line(line)
    if inside:
        builder.table(_cells(inside, rules, xs, ys), page)
        for line in _lines(run for run in outside if run.middle > ys[0]):
            builder.line(line)


def _places(values: Iterator[float]) -> list[float]:
    """Sorted, those nearer than _NEAR as one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _cells(runs: Sequence[Run], rules: Sequence[Rule], xs: list[float], ys: list[float]) -> list[Piece]:
    """Squares of the grid between which no line is drawn are one cell, as far as they make up a rectangle."""
    walls = _walls(rules, xs, ys)
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    pieces: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in owner:
                continue
            right = column
            while right + 1 < len(xs) - 1 and (True, right + 1, row) not in walls and (row, right + 1) not in owner:
                right += 1
            low = row
            while low + 1 < len(ys) - 1 and all((False, low + 1, one) not in walls for one in range(column, right + 1)):
                low += 1
            pieces[row, column] = (low - row + 1, right - column + 1)
            owner |= {(r, c): (row, column) for r in range(row, low + 1) for c in range(column, right + 1)}
    texts: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        square = (bisect_right(ys, run.middle) - 1, max(0, min(len(xs) - 2, bisect_right(xs, run.left + run.size / 4) - 1)))
        texts.setdefault(owner[square], []).append(run)
    return [Piece(*place, *size, "\n".join(_lines(texts.get(place, ())))) for place, size in pieces.items()]


def _walls(rules: Sequence[Rule], xs: list[float], ys: list[float]) -> set[tuple[bool, int, int]]:
    """(upright, number of the place, number of the square along it) of every stretch that is drawn."""
    found: set[tuple[bool, int, int]] = set()
    for rule in rules:
        places, along = (xs, ys) if rule.upright else (ys, xs)
        at = min(range(len(places)), key=lambda one: abs(places[one] - rule.at))
        found |= {(rule.upright, at, one) for one in range(len(along) - 1) if rule.start <= (along[one] + along[one + 1]) / 2 <= rule.end}
    return found


def _lines(runs: Iterator[Run] | Sequence[Run]) -> list[str]:
    """Runs as lines from top to bottom, each from left to right; a wide gap becomes a tab."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (one.base, one.left)):
        if lines and abs(lines[-1][0].base - run.base) < 0.5 * max(run.size, lines[-1][0].size):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [_joined(sorted(line, key=lambda one: one.left)) for line in lines]


def _joined(line: Sequence[Run]) -> str:
    out, reached = "", line[0].left
    for run in line:
        gap = (run.left - reached) / (run.size or 1.0)
        word = bool(out) and out[-1].isascii() and out[-1].isalnum() and run.text[:1].isascii() and run.text[:1].isalnum()
        out += ("\t" if gap > 1.5 and out else " " if word and gap > 0.2 else "") + run.text
        reached = max(reached, run.right)
    return out
