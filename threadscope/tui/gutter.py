"""The right edge of a list, one cell a line: where the window is among all rows, what is where."""

from collections.abc import Iterable, Sequence

from threadscope.outline import Outline
from threadscope.tui.canvas import Piece
from threadscope.tui.paint import CURSOR, DIM, PLAIN, Glyphs

Kind = tuple[Sequence[int], Piece]
"""Some rows, ascending, and the sign that stands for one of them."""

_TICKS = 2000
"""Most places of a kind that are looked up."""


def ticks(outline: Outline, kinds: Iterable[Kind], height: int) -> dict[int, Piece]:
    """Find the lines of the edge that have something to show; of two kinds the later one shows."""
    rows = len(outline)
    if rows <= height:
        return {}
    return {
        outline.place(row) * height // rows: piece
        for found, piece in kinds
        for row in found[:: max(len(found) // _TICKS, 1)]
    }


def edge(
    found: dict[int, Piece], window: tuple[int, int], height: int, glyphs: Glyphs
) -> list[Piece]:
    """Draw the edge; in the window, signs are turned round and unsure places give way to it.

    Args:
        found: the lines that have something to show.
        window: the first row in the window, and how many rows there are.
        height: how many lines there are.
        glyphs: the signs to draw with.
    """
    first, rows = window
    top = first * height // max(rows, 1)
    end = max((first + height) * height // max(rows, 1), top + 1)
    shown = {
        y: (sign, style + CURSOR) for y, (sign, style) in found.items() if sign != glyphs.unsure
    }
    thumb, track = (glyphs.thumb, PLAIN), (glyphs.track, DIM)
    return [shown.get(y, thumb) if top <= y < end else found.get(y, track) for y in range(height)]
