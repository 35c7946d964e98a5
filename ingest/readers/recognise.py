"""Text of a scanned page by character recognition; only where the optional extra `zeren[ocr]` is installed.

The models come inside the package, so that no network is needed. Everything read so is marked as such.
"""

from __future__ import annotations

import logging
import math
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from ingest.readers.pdf_columns import Word

MAX_PAGES = 60  # a page takes seconds
_DOTS = 180.0  # resolution at which pages are drawn, dots an inch
_MOST = 16_000_000  # pixels of a page
_LEAST = 0.5  # below this score a recognised line is noise of the paper


def available() -> bool:
    """True where the extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(params={"Global.log_level": "critical"})


def recognise(page: Any) -> list[Word]:
    """What a page (a pypdfium2 page) shows, as lines or pieces of lines in no order."""
    width, height = page.get_size()
    scale = min(_DOTS / 72, math.sqrt(_MOST / max(1.0, width * height)))
    image = page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3]
    found = _engine()(image)
    words: list[Word] = []
    for box, text, score in zip(found.boxes if found.boxes is not None else (), found.txts or (), found.scores or (), strict=False):
        if score < _LEAST or not text.strip():
            continue
        xs, ys = [float(x) / scale for x, _ in box], [float(y) / scale for _, y in box]
        words.append(Word(text, min(xs), max(xs), min(ys), max(ys)))
    return words


def lines(words: list[Word]) -> list[str]:
    """The words as printed lines from the top; one set in by about two characters begins with two blanks."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.middle):
        if rows and abs(word.middle - rows[-1][0].middle) <= 0.5 * (word.bottom - word.top):
            rows[-1].append(word)
        else:
            rows.append([word])
    margin = min((w.x0 for row in rows for w in row if len(w.text) >= 15), default=0.0)
    out = []
    for row in rows:
        row.sort(key=lambda w: w.x0)
        size = row[0].bottom - row[0].top
        indent = "\u3000\u3000" if 1.0 * size <= row[0].x0 - margin <= 2.8 * size else ""
        out.append(indent + " ".join(w.text for w in row))
    return out
