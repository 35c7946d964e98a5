"""What a reader makes of a file: its text, its pages and its tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.model import Span


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. `spans` are the stretches of the text that it holds, in reading order; none if it is empty.

    `row` and `column` count from 0; a merged cell stands once, with the rows and columns it covers.
    """

    row: int
    column: int
    rows: int
    columns: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in reading order. `span` is the stretch of text that they take up, `page` counts from 1 (None: no pages).

    `drawn` is true for a table drawn with bars or tabs, which cannot show what is merged."""

    cells: tuple[Cell, ...]
    span: Span
    page: int | None = None
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file, read. `text` is the decoded text (of binary formats: what `zeren text` prints); offsets count its code points.

    `pages` are the offsets at which pages start, empty where the format has none. `fields` are what the file tells about
    itself outside the running text (the 索引号 table of a web page), names as printed. `encoding` names the one used.
    `recognised` are the numbers of scanned pages whose characters were recognised, `pictures` those that were left unread.
    """

    path: str
    sha256: str
    format: str
    text: str
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    recognised: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """Number of the page, from 1, on which the character at `offset` stands; None for files without pages."""
        if not self.pages:
            return None
        return max(1, sum(1 for start in self.pages if start <= offset))
