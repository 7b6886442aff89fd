"""The original page, each line with what took it."""

from bisect import bisect_right
from collections.abc import Sequence

import polars as pl
from rich.style import Style

from threadscope.choice import Within
from threadscope.safetext import show_line
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.paint import BOLD, DIM, PLAIN, fit
from threadscope.tui.reading import Reading
from threadscope.tui.selection import Selection

_ROLES = {
    "article": ("article", DIM),
    "marker": ("marker", Style(color="green", bold=True)),
    "body": ("body", PLAIN),
    "noise": ("noise", Style(color="red", dim=True)),
    "blank": ("", DIM),
}
_RULE = 16
"""Cells of a rule's name."""
_NARROW = 60
"""Cells below which there is no room for the names of rules."""
_LONGEST = 2000
"""Characters of a line that are looked at for the screen."""


class PageView(Canvas):
    """Lines of a page with their number, role, rule and text."""

    def __init__(self, ident: str | None = None) -> None:
        super().__init__(ident)
        self.lines = pl.DataFrame()
        self._reading = Reading.empty()
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def show_lines(self, lines: pl.DataFrame | None) -> None:
        """Show EXPLAINED of one page, or nothing."""
        self.lines = pl.DataFrame() if lines is None else lines
        self.repaint()

    def light(self, selection: Selection, row: int) -> None:
        """Make the lines of the chosen comments stand out, or those of one if none is chosen."""
        self._reading = selection.reading
        frame = self._reading.frame.select("first_line", "last_line")
        rows = frame[row] if selection.lens.is_clear else frame.filter(selection.mask)
        ordered = rows.sort("first_line")
        self._firsts = ordered["first_line"].to_list()
        self._lasts = ordered["last_line"].to_list()
        self.repaint()

    def part(self, line: int) -> Within | None:
        """Give what choosing a line means: its comment; None if it is in none."""
        inside = (pl.col("first_line") <= line + 1) & (pl.col("last_line") > line)
        spans = self._reading.frame.filter(inside).select("first_line", "last_line").rows()
        return Within(*spans[0]) if spans else None

    def _is_lit(self, line: int) -> bool:
        at = bisect_right(self._firsts, line) - 1
        return at >= 0 and line <= self._lasts[at]

    def go_to(self, line: int) -> None:
        """Put the cursor on a line, 1-based."""
        if self.count():
            self.cursor = min(max(line - 1, 0), self.count() - 1)

    def count(self) -> int:
        """Count the lines."""
        return self.lines.height

    def _rule(self, width: int) -> int:
        return _RULE + 1 if width >= _NARROW else 0

    def kept(self, width: int) -> int:
        """Keep what is not the text of the page."""
        return 15 + self._rule(width)

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Draw a line of the page."""
        number, role, rule, text = self.lines.select("line", "role", "rule", "text").row(line)
        word, style = _ROLES[role]
        lit = self._is_lit(number)
        return [
            (f"{number:6}{self.glyphs.chosen if lit else ' '}", BOLD if lit else DIM),
            (f"{word:<8}", style),
            (fit(show_line(rule or ""), self._rule(width), self.glyphs.cut), DIM),
            (show_line(text[:_LONGEST]), style + BOLD if lit and role == "body" else style),
        ]
