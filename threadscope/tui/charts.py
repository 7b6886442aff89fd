"""Bars, and how deep the comments stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl
from rich.style import Style

from threadscope.choice import At, Part
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.paint import BOLD, DIM, PLAIN, UNICODE, Glyphs, bar
from threadscope.tui.selection import Selection

_LABEL = 12
"""Cells of a label at least, so that the bars of two charts begin at the same place."""
_BAR = Style(reverse=False)
"""The cursor lights up the words beside a bar: a bar turned round would say the opposite."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Some comments, and how many of them are chosen."""

    part: Part
    """Which comments: what choosing the bar means."""
    label: str
    whole: int
    """How many there are."""
    chosen: int
    """How many of them are chosen, in other views."""
    words: str = ""
    """What stands behind the numbers."""

    @property
    def note(self) -> str:
        """The numbers in words."""
        if not self.whole:
            return "none"
        share = "" if self.chosen == self.whole else f"{self.chosen:,} of "
        return f"{share}{self.whole:,} comment{'s' * (self.whole != 1)}{self.words}"


class BarChart(Canvas):
    """One bar a line, the same length of bar for the same number; the chosen share is filled."""

    def __init__(self, glyphs: Glyphs = UNICODE, ident: str | None = None) -> None:
        super().__init__(ident)
        self.glyphs = glyphs
        self.bars: list[Bar] = []
        self._lit: frozenset[Part] = frozenset()
        self._most = 1
        self._note = 0
        self._label = 0

    def show_bars(self, bars: Iterable[Bar], lit: Iterable[Part] = ()) -> None:
        """Show bars; those of the lit parts stand out."""
        self.bars, self._lit = list(bars), frozenset(lit)
        self._most = max((each.whole for each in self.bars), default=1)
        self._note = max((len(each.note) for each in self.bars), default=0)
        self._label = max((len(each.label) for each in self.bars), default=0)
        self.repaint()

    def part(self, line: int) -> Part:
        """Give what choosing a bar means."""
        return self.bars[line].part

    def count(self) -> int:
        """Count the bars."""
        return len(self.bars)

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Draw a bar: what is chosen filled, the rest of the whole as a track."""
        each = self.bars[line]
        label = max(self._label, _LABEL)
        room = max(width - label - self._note - 4, 4)
        lit = each.part in self._lit
        style = BOLD if lit else PLAIN
        whole = bar(each.whole / self._most, room, self.glyphs)
        filled = bar(each.chosen / self._most, room, self.glyphs).rstrip()
        rest = len(whole.rstrip()) - len(filled)
        return [
            (f"{self.glyphs.mark if lit else ' '}{each.label:>{label}}", style),
            (" ", _BAR),
            (filled, style + _BAR),
            (self.glyphs.rest * rest, DIM + _BAR),
            (" " * (room - len(filled) - max(rest, 0)), _BAR),
            (f" {each.note}", BOLD if lit else DIM),
        ]


def depth_bars(selection: Selection) -> list[Bar]:
    """Count comments by depth, and what is chosen of them elsewhere."""
    counts = counted(selection.beside(At), pl.col("depth"))
    return [
        Bar(At(depth), f"depth {depth}", whole, chosen, f", {authors} author{'s' * (authors != 1)}")
        for depth, whole, chosen, authors in counts.rows()
    ]


def counted(selection: Selection, key: pl.Expr) -> pl.DataFrame:
    """Count comments by a key: `key`, `whole`, `chosen` and the known `authors` of these."""
    frame = selection.reading.frame.select("author", key=key, chosen=selection.mask)
    return (
        frame.group_by("key")
        .agg(
            whole=pl.len(),
            chosen=pl.col("chosen").sum(),
            authors=pl.col("author").filter("chosen").drop_nulls().n_unique(),
        )
        .sort("key")
    )
