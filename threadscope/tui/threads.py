"""The thread view: rows that scroll below their ancestors, beside an edge that stands for all."""

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from threadscope.tui.canvas import Piece
from threadscope.tui.gutter import edge, ticks
from threadscope.tui.paint import BOLD, DIM, HIT, PLAIN, UNICODE, WARN, Glyphs
from threadscope.tui.reading import Reading
from threadscope.tui.rows import ThreadRows

_PINNED = 3
"""Most ancestors that stay on top while scrolling."""


class ThreadList(ThreadRows):
    """The rows with a cursor on one comment, and a gutter that stands for all of them."""

    DEFAULT_CSS = "ThreadList { scrollbar-size-vertical: 0; }"
    edge = 1

    class Picked(Message):
        """The cursor stands on another comment."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(
        self, reading: Reading, glyphs: Glyphs = UNICODE, ident: str | None = None
    ) -> None:
        self._epoch = 0
        self._ticks: tuple[tuple[int, int], dict[int, Piece]] = ((-1, -1), {})
        self._pinned: list[int] = []
        self._edge: list[Piece] = []
        super().__init__(reading, glyphs, ident)

    @property
    def row(self) -> int | None:
        """The row under the cursor; None if there are none."""
        rows = self.outline.rows
        return rows[min(self.cursor, len(rows) - 1)] if len(rows) else None

    def go(self, row: int | None) -> None:
        """Put the cursor on a row, or on the row that hides it."""
        if row is not None:
            self.cursor = self.outline.place(row)

    def changed(self, row: int | None) -> None:
        """Draw anew after folding or filtering; the row stays where it was on the screen."""
        before = self.cursor - self.scroll_offset.y
        self.repaint()
        if row is None or not len(self.outline):
            return
        place = self.outline.place(row)
        self.scroll_to(y=max(place - before, 0), animate=False, force=True)
        self.cursor = place
        self.post_message(self.Picked(self.outline.rows[place]))

    def watch_cursor(self, before: int, now: int) -> None:
        """Tell which comment the cursor stands on."""
        super().watch_cursor(before, now)
        if (row := self.row) is not None:
            self.post_message(self.Picked(row))

    def _found(self, height: int) -> dict[int, Piece]:
        """Find what the edge has to show: a hit outshines a mark, a mark an unsure place."""
        if self._ticks[0] != (height, self._epoch):
            kinds = (
                (self.reading.unsure, (self.glyphs.unsure, DIM)),
                (sorted(self.marks), (self.glyphs.mark, WARN)),
                (self.hits, (self.glyphs.hit, HIT)),
            )
            self._ticks = ((height, self._epoch), ticks(self.outline, kinds, height))
        return self._ticks[1]

    def pinned(self) -> list[int]:
        """List the ancestors of the topmost rows that have scrolled out, outermost first."""
        rows, top = self.outline.rows, self.scroll_offset.y
        found: list[int] = []
        if not rows or top <= 0:
            return found
        limit = min(_PINNED, self.size.height // 4)
        for _ in range(limit + 1):
            place = min(top + len(found), len(rows) - 1)
            above: list[int] = []
            for up in self.reading.shape.ancestors(rows[place]):
                if len(above) == limit:
                    break
                above.append(up)
            if len(above) < len(found):
                break
            settled = len(above) == len(found)
            found = above[::-1]
            if settled:
                break
        return found

    def top_margin(self) -> int:
        """Keep the cursor out from under the pinned ancestors."""
        return min(_PINNED, self.size.height // 4) if self.scroll_offset.y else 0

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw a part of the window, below the same ancestors and beside the same edge."""
        height, window = self.size.height, (self.scroll_offset.y, len(self.outline))
        self._pinned = self.pinned()
        self._edge = edge(self._found(height), window, height, self.glyphs)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window, a pinned ancestor or a row."""
        if y < len(self._pinned):
            strip = self._draw_row(self._pinned[y], self.line_width).apply_style(DIM + BOLD)
        else:
            strip = super().render_line(y)
        sign, style = self._edge[y] if y < len(self._edge) else (" ", PLAIN)
        return Strip([*strip, Segment(sign, self.base + style)])

    def repaint(self) -> None:
        """Draw everything anew, the gutter too."""
        self._epoch += 1
        super().repaint()

    def clicked(self, x: int, y: int) -> None:
        """Go where the gutter was clicked; else as any line."""
        if x < self.line_width:
            super().clicked(x, y)
        elif len(self.outline):
            self.cursor = min(y * len(self.outline) // self.size.height, self.count() - 1)

    def line_at(self, y: int) -> int:
        """Give the line at a place of the window; a pinned ancestor's own line."""
        pinned = self.pinned()
        if y < len(pinned):
            return self.outline.place(pinned[y])
        return super().line_at(y)

    def _draw_row(self, row: int, width: int) -> Strip:
        place = self.outline.place(row)
        return self._draw(place, width, lit=False)
