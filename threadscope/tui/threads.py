"""The thread view: comments as rows of a tree, drawn line by line."""

from collections.abc import Sequence

import polars as pl
from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from threadscope.outline import ROOT, Outline
from threadscope.tui.canvas import Canvas, Piece
from threadscope.tui.paint import (
    BOLD,
    DIM,
    HIT,
    PLAIN,
    UNICODE,
    WARN,
    Glyphs,
    author_style,
    fit,
    sure,
)
from threadscope.tui.reading import NO_ROWS, Reading

_PINNED = 3
"""Most ancestors that stay on top while scrolling."""
_GUIDE = 2
"""Cells of one level."""
_TEXT = 24
"""Cells that the words of a comment keep at least, however deep it stands."""
_AUTHOR = 20
"""Cells of an author's name."""
_SHARE = 3
"""What part of the line words and name may keep, where that is less."""
_GAP = "  "
"""Between the name and the words, if there are any."""
_TICKS = 2000
"""Most places of a kind that are looked up for the gutter."""


class ThreadList(Canvas):
    """The rows of an outline over a reading, with a gutter that stands for all of them."""

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
        super().__init__(ident)
        self.glyphs = glyphs
        self._epoch = 0
        self._ticks: tuple[tuple[int, int], dict[int, Piece]] = ((-1, -1), {})
        self.marks: frozenset[int] = frozenset()
        self.seen: set[int] = set()
        self.placing: int | None = None
        self.hits = NO_ROWS
        self.needle = ""
        self.read(reading)

    def read(self, reading: Reading) -> None:
        """Show another reading, all of it unfolded."""
        self.reading = reading
        self.lit: pl.Series | None = None
        self.outline = Outline(reading.shape)
        self.repaint()

    @property
    def row(self) -> int | None:
        """The row under the cursor; None if there are none."""
        rows = self.outline.rows
        return rows[min(self.cursor, len(rows) - 1)] if len(rows) else None

    def count(self) -> int:
        """Count the rows that show."""
        return len(self.outline)

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

    def watch_cursor(self) -> None:
        """Tell which comment the cursor stands on."""
        super().watch_cursor()
        if (row := self.row) is not None:
            self.post_message(self.Picked(row))

    def edge_signs(self) -> list[Piece]:
        """Draw the right edge, one cell a line of the window: where it is, and what is where.

        A hit outshines a mark, a mark an unsure place.
        """
        height, rows = self.size.height, max(len(self.outline), 1)
        if self._ticks[0] != (height, self._epoch):
            self._ticks = ((height, self._epoch), self._tick(height))
        top = self.scroll_offset.y * height // rows
        end = max((self.scroll_offset.y + height) * height // rows, top + 1)
        ticks = self._ticks[1]
        thumb, track = (self.glyphs.thumb, DIM), (self.glyphs.track, DIM)
        return [ticks.get(y, thumb if top <= y < end else track) for y in range(height)]

    def _tick(self, height: int) -> dict[int, Piece]:
        """Find the lines of the gutter that have something to show."""
        outline, rows = self.outline, len(self.outline)
        if rows <= height:
            return {}
        kinds = (
            (self.reading.unsure, (self.glyphs.unsure, DIM)),
            (sorted(self.marks), (self.glyphs.mark, WARN)),
            (self.hits, (self.glyphs.hit, HIT)),
        )
        return {
            outline.place(row) * height // rows: piece
            for found, piece in kinds
            for row in found[:: max(len(found) // _TICKS, 1)]
        }

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

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window, a pinned ancestor or a row."""
        pinned = self.pinned()
        if y < len(pinned):
            strip = self._draw_row(pinned[y], self.line_width).apply_style(DIM + BOLD)
        else:
            strip = super().render_line(y)
        sign, style = self.edge_signs()[y] if y < self.size.height else (" ", PLAIN)
        return Strip([*strip, Segment(sign, self.rich_style + style)])

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

    def pieces(self, line: int, width: int) -> Sequence[Piece]:
        """Draw a row: how sure, guides, fold sign, author, first words, what is folded away."""
        reading, glyphs = self.reading, self.glyphs
        row = self.outline.rows[line]
        certain, confidence = reading.get(row, "certain"), reading.get(row, "confidence")
        orphan, repost = reading.get(row, "orphan"), reading.get(row, "repeats") is not None
        below = reading.get(row, "descendants")
        folded = self.outline.is_folded(row)
        sign = glyphs.folded if folded else glyphs.open if below else glyphs.leaf
        author = reading.author(row)
        tail = f" +{below}" if folded else ""
        mark = glyphs.mark if row in self.marks else glyphs.orphan if orphan else " "
        mark = glyphs.moved if row == self.placing else mark
        unread = row not in self.seen
        text = PLAIN + (DIM if repost else PLAIN)
        head: list[Piece] = [
            (sure(confidence, certain=certain), DIM),
            (self._chosen(row), BOLD),
            (mark, PLAIN if mark == " " else WARN),
            (glyphs.unread if unread else " ", BOLD),
            (self._guides(row, width), DIM),
            (f"{sign} ", BOLD if folded else DIM),
            (self._named(author, width), author_style(author) + (BOLD if unread else PLAIN)),
            (_GAP, PLAIN),
        ]
        if repost:
            head.append((f"{glyphs.repost} ", DIM))
        words = reading.first_words(row)
        room = width - sum(cell_len(piece) for piece, _ in head) - cell_len(tail)
        if cell_len(words) > room:
            words = fit(words, room, glyphs.cut)
        if room < 0:
            head = [piece for piece in head if piece[0] != _GAP]
        return [*head, *self._lit(words, row, text), (tail, BOLD)]

    def _named(self, author: str, width: int) -> str:
        """Give an author's name, as far as there is room for it."""
        name, room = author or "(unknown)", min(_AUTHOR, width // _SHARE)
        return name if cell_len(name) <= room else fit(name, room, self.glyphs.cut)

    def _chosen(self, row: int) -> str:
        """Give the sign of a row that was chosen; nothing if all are, or none."""
        return self.glyphs.chosen if self.lit is not None and self.lit[row] else " "

    def _lit(self, words: str, row: int, style: object) -> list[Piece]:
        """Light up what is searched for."""
        at = words.lower().find(self.needle.lower()) if self.needle and row in self.hits else -1
        if at < 0:
            return [(words, style)]  # type: ignore[list-item]
        end = at + len(self.needle)
        return [(words[:at], style), (words[at:end], HIT), (words[end:], style)]  # type: ignore[list-item]

    def _guides(self, row: int, width: int) -> str:
        """Draw the lines that lead to a row; levels that there is no room for become a number."""
        shape, glyphs = self.reading.shape, self.glyphs
        depth = shape.depth[row]
        if not depth:
            return ""
        text = min(_TEXT, width // _SHARE) + min(_AUTHOR, width // _SHARE)
        room = max((width - text) // _GUIDE - 2, 1)
        certain = self.reading.get(row, "certain")
        last = shape.is_last(row)
        if certain:
            parts = [glyphs.corner if last else glyphs.tee]
        else:
            parts = [glyphs.guess_corner if last else glyphs.guess_tee]
        for up in shape.ancestors(row):
            if shape.parent[up] == ROOT or len(parts) >= room:
                break
            parts.append("  " if shape.is_last(up) else glyphs.through)
        hidden = depth - len(parts)
        number = f"{glyphs.deeper}{hidden} " if hidden else ""
        return number + "".join(reversed(parts))
