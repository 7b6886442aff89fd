"""Bars: how deep the comments stand, and how they are spread over the page."""

from collections.abc import Sequence

import polars as pl

from threadscope.metrics import depths
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.paint import BOLD, DIM, PLAIN, UNICODE, Glyphs, bar

_LABEL = 12
_PARTS = 24
"""Parts of a page without dates."""
_MONTHS = 90
"""Days from which on a bar is a month."""


class BarChart(Canvas):
    """One bar a line, the same length of bar for the same number."""

    def __init__(self, glyphs: Glyphs = UNICODE, ident: str | None = None) -> None:
        super().__init__(ident)
        self.glyphs = glyphs
        self.bars: list[tuple[str, int, str]] = []
        self.lit: str | None = None
        self._most = 1

    def show_bars(self, bars: Sequence[tuple[str, int, str]], lit: str | None = None) -> None:
        """Show bars: label, number, and a word about it; the lit one stands out."""
        self.bars, self.lit = list(bars), lit
        self._most = max((number for _, number, _ in bars), default=1)
        self.repaint()

    def count(self) -> int:
        """Count the bars."""
        return len(self.bars)

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Draw a bar."""
        label, number, words = self.bars[line]
        note = f" {number:,} {words}"
        room = max(width - _LABEL - len(note) - 2, 4)
        style = BOLD if label == self.lit else PLAIN
        return [
            (f"{label:>{_LABEL}} ", style),
            (bar(number / self._most, room, self.glyphs), style),
            (note, DIM),
        ]


def depth_bars(frame: pl.DataFrame) -> list[tuple[str, int, str]]:
    """Count comments by depth, as bars."""
    return [
        (str(depth), comments, f"comments, {authors} authors")
        for depth, comments, authors in depths(frame).rows()
    ]


def activity(frame: pl.DataFrame) -> list[tuple[str, int, str]]:
    """Count comments over time, or over the page where it gives no dates, as bars."""
    if frame["posted_at"].drop_nulls().is_empty():
        return _over_page(frame)
    every = frame.select((pl.col("posted_at").max() - pl.col("posted_at").min()).dt.total_days())
    step, form = ("1mo", "%Y-%m") if every.item() > _MONTHS else ("1d", "%Y-%m-%d")
    if every.item() < 1:
        step, form = "1h", "%m-%d %H:00"
    times = (
        frame.drop_nulls("posted_at")
        .group_by(time=pl.col("posted_at").dt.truncate(step))
        .agg(pl.len())
    )
    return [(f"{time:{form}}", count, "comments") for time, count in times.sort("time").rows()]


def _over_page(frame: pl.DataFrame) -> list[tuple[str, int, str]]:
    if frame.is_empty():
        return []
    step = max(frame.select(pl.col("last_line").max()).item() // _PARTS, 1)
    parts = frame.group_by(part=pl.col("first_line") // step * step).agg(pl.len()).sort("part")
    return [(f"line {part}", count, "comments") for part, count in parts.rows()]
