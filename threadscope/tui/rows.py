"""A row of the thread view: how sure, guides, author, first words, what is folded away."""

from collections.abc import Sequence

import polars as pl
from rich.cells import cell_len
from rich.style import Style

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

_SIGNS = 7
"""Cells in front of the guides: how sure, chosen, marked, unread."""
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


class ThreadRows(Canvas):
    """The rows of an outline over a reading, drawn line by line."""

    def __init__(
        self, reading: Reading, glyphs: Glyphs = UNICODE, ident: str | None = None
    ) -> None:
        super().__init__(ident)
        self.glyphs = glyphs
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
        self.nothing = "no comment is like that (Esc lets go)" if len(reading) else ""
        self.repaint()

    def count(self) -> int:
        """Count the rows that show."""
        return len(self.outline)

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

    def is_sign(self, line: int, x: int) -> bool:
        """Tell whether the sign that folds a row, or the cell behind it, stands at a place."""
        row = self.outline.rows[line]
        start = _SIGNS + cell_len(self._guides(row, self.line_width)) - self.shift
        return self.reading.get(row, "descendants") > 0 and start <= x < start + _GUIDE

    def _named(self, author: str, width: int) -> str:
        """Give an author's name, as far as there is room for it."""
        name, room = author or "(unknown)", min(_AUTHOR, width // _SHARE)
        return name if cell_len(name) <= room else fit(name, room, self.glyphs.cut)

    def _chosen(self, row: int) -> str:
        """Give the sign of a row that was chosen; nothing if all are, or none."""
        return self.glyphs.chosen if self.lit is not None and self.lit[row] else " "

    def _lit(self, words: str, row: int, style: Style) -> list[Piece]:
        """Light up what is searched for."""
        at = words.lower().find(self.needle.lower()) if self.needle and row in self.hits else -1
        if at < 0:
            return [(words, style)]
        end = at + len(self.needle)
        return [(words[:at], style), (words[at:end], HIT), (words[end:], style)]

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
