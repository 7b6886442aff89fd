"""A table drawn line by line: authors, pairs, pages."""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import Any

import polars as pl
from rich.cells import cell_len

from threadscope.choice import Part
from threadscope.safetext import show_line
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.paint import BOLD, DIM, PLAIN, UNDERLINED, author_style, fit, fit_end

_GAP = "  "
_MOST = 32
"""Cells of the widest text column, where there is no room for all columns."""
_LONGEST = 120
"""Cells of the widest text column, however much room there is."""
_SAMPLED = 50
"""Values that decide how wide a column is."""


class TableView(Canvas):
    """Rows of a frame, sortable by any column; the first line names the columns."""

    def __init__(
        self,
        ident: str | None = None,
        key: Sequence[str] = (),
        part_of: Callable[..., Part] | None = None,
        drawn: Container[str] = (),
    ) -> None:
        """Begin without rows.

        Args:
            ident: the widget's id.
            key: the columns that tell a row from all others.
            part_of: makes of a row's key what choosing the row means.
            drawn: columns that are drawings, which nothing is sorted by.
        """
        super().__init__(ident)
        self._key = tuple(key)
        self._part_of = part_of
        self._drawn = drawn
        self.frame = pl.DataFrame()
        self.sorted_by = ""
        self.descending = True
        self._widths: dict[str, int] = {}
        self._numeric: set[str] = set()
        self._lit: frozenset[Part] = frozenset()

    def show_table(self, frame: pl.DataFrame, lit: Iterable[Part] = ()) -> None:
        """Show other rows, sorted as before, with those of the lit parts standing out.

        The cursor stays on its row if that is still there.
        """
        before = self._chosen_at(self.cursor)
        self.frame, self._lit = frame, frozenset(lit)
        self._widths = {name: _width(frame[name], name) for name in frame.columns}
        self._numeric = {name for name, dtype in frame.schema.items() if dtype.is_numeric()}
        self._sort()
        self.repaint()
        if before:
            same = [pl.col(n).eq_missing(pl.lit(v)) for n, v in zip(self._key, before, strict=True)]
            places = self.frame.select(pl.arg_where(pl.all_horizontal(same))).to_series()
            self.cursor = places[0] + 1 if len(places) else self.cursor

    def _chosen_at(self, line: int) -> tuple[Any, ...]:
        """Give what tells the row on a line from others; nothing on the heading."""
        if not 0 < line <= self.frame.height:
            return ()
        return tuple(self.frame[name][line - 1] for name in self._key)

    def part(self, line: int) -> Part | None:
        """Give what choosing a row means; None on the heading."""
        key = self._chosen_at(line)
        return self._part_of(*key) if key and self._part_of else None

    def count(self) -> int:
        """Count the lines: the heading and the rows."""
        return self.frame.height + 1 if self.frame.width else 0

    def chosen_row(self) -> dict[str, Any] | None:
        """Give the row under the cursor; None on the heading."""
        return self.frame.row(self.cursor - 1, named=True) if self.cursor else None

    def sort_next(self) -> str:
        """Sort by the next column, big numbers and early letters first; gives its name."""
        names = [name for name in self.frame.columns if name not in self._drawn]
        at = names.index(self.sorted_by) + 1 if self.sorted_by in names else 0
        return self.sort_by(names[at % len(names)])

    def sort_by(self, name: str) -> str:
        """Sort by a column; by the same one again the other way round."""
        again = name == self.sorted_by
        self.descending = not self.descending if again else name in self._numeric
        self.sorted_by = name
        self._sort()
        self.repaint()
        return name

    def _sort(self) -> None:
        if self.sorted_by in self.frame.columns:
            self.frame = self.frame.sort(
                self.sorted_by, descending=self.descending, nulls_last=True, maintain_order=True
            )

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Draw the heading or a row."""
        columns = self._columns(width)
        if line == 0:
            names = (
                self._cell(name, name.replace("_", " "), wide) + self._sorted(name)
                for name, wide in columns.items()
            )
            return [(" ", BOLD), *((name, BOLD) for name in names)]
        row = self.frame.row(line - 1, named=True)
        lit = self.part(line) in self._lit
        over = BOLD + UNDERLINED if lit else PLAIN
        return [
            (self.glyphs.chosen if lit else " ", over),
            *(
                (self._cell(name, written(row[name]), wide) + _GAP, _style(name, row[name]) + over)
                for name, wide in columns.items()
            ),
        ]

    def _columns(self, width: int) -> dict[str, int]:
        """Give the cells of each column; where they have no room, texts stand back."""
        if sum(self._widths.values()) + len(_GAP) * len(self._widths) < width:
            return self._widths
        return {
            name: wide if name in self._numeric else min(wide, max(_MOST, len(name)))
            for name, wide in self._widths.items()
        }

    def _sorted(self, name: str) -> str:
        """Fill the gap behind a column's name: is it the one that is sorted by?"""
        if name != self.sorted_by:
            return _GAP
        return (self.glyphs.open if self.descending else self.glyphs.rising).ljust(len(_GAP))

    def _cell(self, name: str, text: str, wide: int) -> str:
        if name in self._numeric:
            return text.rjust(wide)
        return (fit_end if name == "page" else fit)(text, wide, self.glyphs.cut)

    def kept(self, width: int) -> int:
        """Keep the first column."""
        first = next(iter(self._columns(width).values()), 0)
        return min(1 + first + len(_GAP), width // 2)

    def clicked(self, x: int, y: int) -> None:
        """Sort by the column whose name was clicked; else as any line."""
        if self.line_at(y) != 0:
            super().clicked(x, y)
            return
        width = self.line_width
        x += self.shift if x >= self.kept(width) else 0
        start = 1
        for name, wide in self._columns(width).items():
            if start <= x < start + wide + len(_GAP) and name not in self._drawn:
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
    values = column.head(_SAMPLED)
    if column.dtype.is_numeric():
        values = pl.Series([column.min(), column.max()])
    elif column.dtype == pl.String:
        longest = column.str.len_chars().arg_sort(descending=True, nulls_last=True)
        values = column.gather(longest.head(_SAMPLED))
    widest = max((cell_len(written(value)) for value in values), default=0)
    return max(min(widest, _LONGEST), len(name))


def _style(name: str, value: Any) -> Any:
    if name in {"author", "answered"} and value is not None:
        return author_style(show_line(value))
    return DIM if value is None else PLAIN
