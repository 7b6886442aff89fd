"""The original page, each line with what took it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import polars as pl
from rich.style import Style

from threadscope.safetext import show_line
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.paint import BOLD, DIM, PLAIN, fit

_ROLES = {
    "article": ("article", DIM),
    "marker": ("marker", Style(color="green", bold=True)),
    "body": ("body", PLAIN),
    "noise": ("noise", Style(color="red", dim=True)),
    "blank": ("", DIM),
}
_RULE = 16
"""Cells of a rule's name."""
_LONGEST = 2000
"""Characters of a line that are looked at for the screen."""


class PageView(Canvas):
    """Lines of a page with their number, role, rule and text."""

    def __init__(self, ident: str | None = None) -> None:
        super().__init__(ident)
        self.lines = pl.DataFrame()
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def show_lines(self, lines: pl.DataFrame | None) -> None:
        """Show EXPLAINED of one page, or nothing."""
        self.lines = pl.DataFrame() if lines is None else lines
        self.repaint()

    def light(self, spans: Iterable[tuple[int, int]]) -> None:
        """Make the lines of some comments stand out; first and last, 1-based, inclusive."""
        ordered = sorted(spans)
        self._firsts = [first for first, _ in ordered]
        self._lasts = [last for _, last in ordered]
        self.repaint()

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

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Draw a line of the page."""
        number, role, rule, text = self.lines.select("line", "role", "rule", "text").row(line)
        word, style = _ROLES[role]
        lit = self._is_lit(number)
        return [
            (f"{number:6} ", BOLD if lit else DIM),
            (f"{word:<8}", style),
            (fit(show_line(rule or ""), _RULE, self.glyphs.cut) + " ", DIM),
            (show_line(text[:_LONGEST]), style + BOLD if lit and role == "body" else style),
        ]
