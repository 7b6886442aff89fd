"""A table drawn line by line: authors, pairs, pages."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from rich.cells import cell_len

from threadscope.safetext import show_line
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.paint import BOLD, DIM, PLAIN, UNDERLINED, author_style, fit

_GAP = "  "
_MOST = 32
"""Cells of the widest text column."""
_SAMPLED = 2000
"""Rows that decide how wide a column is."""


class TableView(Canvas):
    """Rows of a frame, sortable by any column; the first line names the columns."""

    def __init__(self, ident: str | None = None) -> None:
        super().__init__(ident)
        self.frame = pl.DataFrame()
        self.source: object = None
        self.sorted_by = ""
        self.descending = True
        self._widths: dict[str, int] = {}
        self._lit: dict[str, str] = {}

    def show_table(self, frame: pl.DataFrame, source: object = None) -> None:
        """Show a frame in its own order, and keep what it was counted from."""
        self.frame, self.source, self.sorted_by = frame, source, ""
        self._widths = {name: _width(frame[name], name) for name in frame.columns}
        self.repaint()

    def light(self, author: str | None, answered: str | None) -> None:
        """Make the rows of an author, or of a pair, stand out."""
        wanted = {"author": author, "answered": answered}
        self._lit = {
            name: value
            for name, value in wanted.items()
            if value is not None and name in self.frame.columns
        }
        self.repaint()

    def count(self) -> int:
        """Count the lines: the heading and the rows."""
        return self.frame.height + 1 if self.frame.width else 0

    def chosen_row(self) -> dict[str, Any] | None:
        """Give the row under the cursor; None on the heading."""
        return self.frame.row(self.cursor - 1, named=True) if self.cursor else None

    def sort_next(self) -> str:
        """Sort by the next column, biggest first; gives its name."""
        names = self.frame.columns
        at = names.index(self.sorted_by) + 1 if self.sorted_by in names else 0
        return self.sort_by(names[at % len(names)])

    def sort_by(self, name: str) -> str:
        """Sort by a column; by the same one again the other way round."""
        self.descending = not self.descending if name == self.sorted_by else name != "author"
        self.sorted_by = name
        self.frame = self.frame.sort(
            name, descending=self.descending, nulls_last=True, maintain_order=True
        )
        self.repaint()
        return name

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Draw the heading or a row."""
        if line == 0:
            return [
                (self._cell(name, name.replace("_", " ")) + _GAP, BOLD) for name in self._widths
            ]
        row = self.frame.row(line - 1, named=True)
        lit = bool(self._lit) and all(row[name] == value for name, value in self._lit.items())
        over = BOLD + UNDERLINED if lit else PLAIN
        return [
            (self._cell(name, written(row[name])) + _GAP, _style(name, row[name]) + over)
            for name in self._widths
        ]

    def _cell(self, name: str, text: str) -> str:
        wide = self._widths[name]
        if self.frame.schema[name].is_numeric():
            return text.rjust(wide)
        return fit(text, wide, self.glyphs.cut)

    def clicked(self, x: int, y: int) -> None:
        """Sort by the column whose name was clicked; else as any line."""
        if self.line_at(y) != 0:
            super().clicked(x, y)
            return
        start = 0
        for name, wide in self._widths.items():
            if start <= x < start + wide + len(_GAP):
                self.sort_by(name)
            start += wide + len(_GAP)


def written(value: Any) -> str:
    """Write a value of a table, safe to show."""
    match value:
        case None:
            return "-"
        case float():
            return f"{value:.2f}"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d %H:%M}"
    return show_line(str(value))


def _width(column: pl.Series, name: str) -> int:
    widest = max((cell_len(written(value)) for value in column.head(_SAMPLED)), default=0)
    return max(min(widest, _MOST), len(name))


def _style(name: str, value: Any) -> Any:
    if name in {"author", "answered"} and value is not None:
        return author_style(show_line(value))
    return DIM if value is None else PLAIN
