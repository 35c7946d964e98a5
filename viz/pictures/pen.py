"""The pen of the pictures, and the only module that imports drawsvg: shapes and text as SVG, looks by class, never by style.

drawsvg escapes text but no attribute; here every attribute is escaped and every text is cleaned of what XML cannot hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import drawsvg
from markupsafe import Markup

from queries.render.cells import clean

SMALL, PLAIN, STRONG = 11, 12, 13  # font sizes
WIDE, NARROW = 1.0, 0.56  # widths of a Chinese and of a Latin character in parts of the font size


class _Link(drawsvg.DrawingParentElement):  # type: ignore[misc]
    TAG_NAME = "a"


class _Words(drawsvg.DrawingParentElement):  # type: ignore[misc]
    """`<desc>`: drawsvg has a class for `<title>` only. Its text is escaped like any other."""

    TAG_NAME = "desc"

    def __init__(self, text: str) -> None:
        super().__init__(children=[drawsvg.Raw(escape(clean(text)))])


class Sheet:
    """A drawing under way; what is drawn later lies above. Lengths are CSS pixels, y grows downwards.

    Shapes go into the group on top of `_open`: the picture itself, or the link that was opened last.
    """

    def __init__(self, title: str, says: str) -> None:
        """`title` is what it shows, `says` the same in a sentence for who cannot see it."""
        self.title, self.says = clean(title), clean(says)
        self._top = drawsvg.Group()
        self._open: list[Any] = [self._top]

    def text(self, x: float, y: float, words: str, kind: str = "", *, anchor: str = "start", size: float = PLAIN, turn: float = 0) -> None:
        """One line of text on the base line y; `turn` is in degrees, against the clock where negative."""
        more = {"transform": f"rotate({turn:g} {_n(x)} {_n(y)})"} if turn else {}
        made = drawsvg.Text(clean(words), size, _n(x), _n(y), **_safe({"class": kind or None, "text_anchor": anchor if anchor != "start" else None, **more}))
        self._open[-1].append(made)

    def rect(self, box: tuple[float, float, float, float], kind: str, *, round_: float = 0, tip: str = "") -> None:
        """A rectangle; `box` is left, top, width, height."""
        x, y, width, height = map(_n, box)
        self._put(drawsvg.Rectangle(x, y, width, height, **_safe({"class": kind, "rx": _n(round_) or None})), tip)

    def circle(self, x: float, y: float, radius: float, kind: str, *, tip: str = "") -> None:
        """A circle around a point."""
        self._put(drawsvg.Circle(_n(x), _n(y), _n(radius), **_safe({"class": kind})), tip)

    def line(self, start: tuple[float, float], end: tuple[float, float], kind: str, *, width: float = 1, tip: str = "") -> None:
        """A straight line."""
        self._put(drawsvg.Line(*map(_n, start), *map(_n, end), **_safe({"class": kind, "stroke_width": _n(width)})), tip)

    def curve(self, start: tuple[float, float], end: tuple[float, float], kind: str, *, width: float = 1, tip: str = "") -> None:
        """A line that leaves and arrives level."""
        (x, y), (u, v) = start, end
        middle = _n((x + u) / 2)
        path = f"M{_n(x)},{_n(y)} C{middle},{_n(y)} {middle},{_n(v)} {_n(u)},{_n(v)}"
        self._put(drawsvg.Path(d=path, **_safe({"class": kind, "stroke_width": _n(width)})), tip)

    def shape(self, points: list[tuple[float, float]], kind: str, *, tip: str = "") -> None:
        """A closed shape with straight sides."""
        path = "M" + " L".join(f"{_n(x)},{_n(y)}" for x, y in points) + " Z"
        self._put(drawsvg.Path(d=path, **_safe({"class": kind})), tip)

    def open(self, href: str, tip: str = "", *, still: bool = False) -> None:
        """Begin what leads to `href`, or only belongs together where that is ""; `still` keeps it out of the order of the Tab key."""
        group = _Link(**_safe({"href": href, "tabindex": "-1" if still else None})) if href else drawsvg.Group()
        if tip:
            group.append_title(clean(tip))
        self._open[-1].append(group)
        self._open.append(group)

    def close(self) -> None:
        """End what was begun last."""
        self._open.pop()

    def markup(self, width: float, height: float, *, linked: bool = True) -> Markup:
        """The finished picture. One with links is a group, as an image may have nothing inside that can be chosen."""
        drawing = drawsvg.Drawing(_n(width), _n(height), **_safe({"class": "pic", "role": "group" if linked else "img", "aria_label": self.title}))
        drawing.append(drawsvg.Title(self.title))
        drawing.append(_Words(self.says))
        drawing.append(self._top)
        return Markup(drawing.as_svg(header="").replace("<defs>\n</defs>\n", ""))

    def _put(self, element: Any, tip: str) -> None:
        if tip:
            element.append_title(clean(tip))
        self._open[-1].append(element)


def _safe(attributes: Mapping[str, Any]) -> dict[str, Any]:
    quotes = {'"': "&quot;", "'": "&#39;"}
    return {name: escape(clean(value), quotes) if isinstance(value, str) else value for name, value in attributes.items() if value is not None}


def _n(value: float) -> float | int:
    """At most two digits, so that the same picture has the same bytes everywhere."""
    short = round(float(value), 2)
    return int(short) if short == int(short) else short


def width_of(text: str, size: float = PLAIN) -> float:
    """About how wide a text is; the fonts are those of the reader's machine."""
    return size * sum(WIDE if unicodedata.east_asian_width(sign) in "WFA" else NARROW for sign in text)


def fit(text: str, room: float, size: float = PLAIN) -> str:
    """The text, cut with … where it is wider than the room."""
    text = clean(text)
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text + "…"
