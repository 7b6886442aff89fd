"""Moving through the tree: every key of the thread view."""

from functools import partial
from itertools import chain
from typing import ClassVar

import polars as pl
from textual.binding import BindingType

from threadscope.choice import UNSURE
from threadscope.outline import ROOT
from threadscope.tui.keys import TREE
from threadscope.tui.reading import Reading, Rows
from threadscope.tui.threads import ThreadList

_REMEMBERED = 200


class ThreadView(ThreadList):
    """The thread list with its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*TREE]

    def read(self, reading: Reading) -> None:
        """Show another reading; marks and history begin anew."""
        self._history: list[int] = []
        self._at = -1
        self.marks, self.seen, self.placing = frozenset(), set(), None
        super().read(reading)

    def turn(self, reading: Reading) -> None:
        """Show the same comments in another order; the reader's place, folds and marks go along."""
        before, history, at = self.reading, self._history, self._at
        here = [] if self.row is None else [self.row]
        placing = [] if self.placing is None else [self.placing]
        folded, marks, seen = self.outline.folded, self.marks, self.seen
        moved = partial(reading.moved_from, before)
        self.read(reading)
        self._history, self._at = moved(history), at
        self.outline.fold_set(moved(folded))
        self.marks, self.seen = frozenset(moved(marks)), set(moved(seen))
        self.placing = next(iter(moved(placing)), None)
        self.repaint()
        self.go(next(iter(moved(here)), None))

    def jump(self, row: int | None) -> None:
        """Go to a row, unfolding what hides it, and remember where it was left from."""
        if row is None or self.row is None or row == self.row:
            return
        if self._at < 0 or self._history[self._at] != self.row:
            self._remember(self.row)
        self._remember(row)
        self._land(row)

    def _remember(self, row: int) -> None:
        self._history = [*self._history[: self._at + 1], row][-_REMEMBERED:]
        self._at = len(self._history) - 1

    def _land(self, row: int) -> None:
        if self.outline.reveal(row):
            self.repaint()
        self.go(row)

    def action_out(self) -> None:
        """Fold the row; if it is folded or has no replies, go to its parent."""
        if (row := self.row) is None:
            return
        has_replies = self.reading.shape.end[row] > row + 1
        if has_replies and not self.outline.is_folded(row):
            self.outline.fold(row)
            self.changed(row)
        else:
            self.action_parent()

    def action_into(self) -> None:
        """Unfold the row; if it is open, go to its first reply."""
        if (row := self.row) is None:
            return
        if self.outline.is_folded(row):
            self.outline.unfold(row)
            self.changed(row)
        elif self.reading.shape.end[row] > row + 1:
            self.jump(row + 1)

    def action_switch(self) -> None:
        """Fold the row or unfold it."""
        if (row := self.row) is not None:
            self.outline.toggle(row)
            self.changed(row)

    def action_choose(self) -> None:
        """Fold or unfold, as a double click would; while a place is chosen, choose the row."""
        if self.placing is None:
            self.action_switch()
        else:
            super().action_choose()

    def clicked(self, x: int, y: int) -> None:
        """Fold or unfold where the sign of a row was clicked; else as any line."""
        line = self.line_at(y)
        if self.placing is None and 0 <= line < self.count() and self.is_sign(line, x):
            self.cursor = line
            self.action_switch()
        else:
            super().clicked(x, y)

    def action_sibling(self, step: int) -> None:
        """Go to the next sibling or the previous one."""
        if (row := self.row) is not None:
            shape = self.reading.shape
            self.jump(shape.next_sibling(row) if step > 0 else shape.previous_sibling(row))

    def action_parent(self) -> None:
        """Go to the parent."""
        if (row := self.row) is not None and (up := self.reading.shape.parent[row]) != ROOT:
            self.jump(up)

    def action_root(self) -> None:
        """Go to the top of the thread."""
        if (row := self.row) is not None:
            self.jump(self.reading.shape.root(row))

    def action_thread(self, step: int) -> None:
        """Go to the next thread, or to the top of this one and then the one before."""
        if (row := self.row) is None:
            return
        shape = self.reading.shape
        root = shape.root(row)
        if step > 0:
            self.jump(shape.next_sibling(root))
        else:
            self.jump(root if row != root else shape.previous_sibling(root))

    def action_same_author(self, step: int) -> None:
        """Go to the next comment of the same author."""
        if (row := self.row) is not None:
            author = self.reading.get(row, "author")
            same = pl.col("author").is_null() if author is None else pl.col("author") == author
            self.step_to(self.reading.rows_where(same), step)

    def action_unsure(self, step: int) -> None:
        """Go to the next place that is unsure, or a comment that stood there unmarked."""
        unsure = (pl.col("confidence") < UNSURE) | pl.col("marker").is_null()
        self.step_to(self.reading.rows_where(unsure), step)

    def place_from(self, row: int | None) -> None:
        """Begin to choose a place for a row's comment, or stop it."""
        self.placing = row
        self.repaint()

    def action_unread(self, step: int) -> None:
        """Go to the next comment that was never open."""
        if (row := self.row) is not None:
            after, before = range(row + 1, len(self.reading)), range(row)
            there = chain(after, before) if step > 0 else chain(before[::-1], after[::-1])
            self.jump(next((other for other in there if other not in self.seen), None))

    def see(self, row: int) -> None:
        """Take a comment for read."""
        self.seen.add(row)
        self.redraw(self.outline.place(row))

    def see_all(self, *, read: bool) -> None:
        """Take all comments for read, or for unread."""
        self.seen = set(range(len(self.reading))) if read else set()
        self.repaint()

    @property
    def unread(self) -> int:
        """The number of comments that were never open."""
        return len(self.reading) - len(self.seen)

    def step_to(self, rows: Rows, step: int) -> None:
        """Go to the next of some rows, round the end if need be."""
        if (row := self.row) is not None:
            self.jump(rows.beyond(row, step))

    def action_history(self, step: int) -> None:
        """Go back to where a jump left from, or forward again."""
        at = self._at + step
        if 0 <= at < len(self._history):
            self._at = at
            self._land(self._history[at])

    def action_siblings_fold(self, fold: bool) -> None:  # noqa: FBT001 - keys pass it by place
        """Fold or unfold the row and its siblings."""
        if (row := self.row) is None:
            return
        shape = self.reading.shape
        parent = shape.parent[row]
        sibling: int | None = 0 if parent == ROOT else parent + 1
        siblings: set[int] = set()
        while sibling is not None:
            siblings.add(sibling)
            sibling = shape.next_sibling(sibling)
        folded = set(self.outline.folded)
        self.outline.fold_set(folded | siblings if fold else folded - siblings)
        self.changed(row)

    def action_fold_to(self, depth: int) -> None:
        """Show rows down to a depth."""
        row = self.row
        self.outline.fold_from(depth)
        self.changed(row)

    def action_unfold_all(self) -> None:
        """Show every row."""
        row = self.row
        self.outline.unfold_all()
        self.changed(row)

    def action_fold_chain(self) -> None:
        """Fold the whole thread and go on to the next."""
        if (row := self.row) is not None:
            root = self.reading.shape.root(row)
            self.outline.fold(root)
            self.changed(root)
            self.jump(self.reading.shape.next_sibling(root))

    def action_mark(self) -> None:
        """Mark the row, or take its mark away."""
        if (row := self.row) is not None:
            self.marks = self.marks ^ {row}
            self.repaint()

    def action_next_mark(self) -> None:
        """Go to the next marked row."""
        self.step_to(Rows(pl.Series(sorted(self.marks), dtype=pl.UInt32)), 1)

    def action_clear_marks(self) -> None:
        """Take all marks away."""
        self.marks = frozenset()
        self.repaint()
