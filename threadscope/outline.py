"""Which rows of a tree show, given what is folded: pure, over flat arrays.

Rows are places in pre-order. A row's subtree is the run of rows up to its `end`, so that folding
takes a slice out and unfolding puts one back: no recursion, and no work for rows that stay.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from operator import add

import numpy as np
from numpy.typing import NDArray

ROOT = -1
"""Parent of a row that has none."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A forest in pre-order."""

    depth: array[int]
    """Depth of each row, a root's is 0."""
    parent: array[int]
    """Row of each row's parent, or `ROOT`."""
    end: array[int]
    """Row behind each row's subtree."""

    @classmethod
    def of(cls, depth: Iterable[int], descendants: Iterable[int]) -> Shape:
        """Make a shape from two columns in pre-order."""
        depths = array("q", depth)
        ends = array("q", map(add, count(1), descendants))
        parents = array("q", bytes(8 * len(depths)))
        last = [ROOT] * (max(depths, default=0) + 2)
        for row, level in enumerate(depths):
            parents[row] = last[level]
            last[level + 1] = row
        return cls(depths, parents, ends)

    def moved(self, rows: NDArray[np.int64]) -> Shape:
        """Give the shape after whole trees have changed places.

        Args:
            rows: for each new row the one that it was.
        """
        columns = (self.depth, self.parent, self.end)
        depth, parent, end = (np.frombuffer(each, np.int64)[rows] for each in columns)
        shift = np.arange(len(rows)) - rows
        return Shape(*map(_array, (depth, np.where(parent < 0, ROOT, parent + shift), end + shift)))

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.depth)

    def ancestors(self, row: int) -> Iterator[int]:
        """Walk from a row's parent up to its root."""
        while (row := self.parent[row]) != ROOT:
            yield row

    def root(self, row: int) -> int:
        """Give the root a row hangs under."""
        return next((up for up in self.ancestors(row) if self.parent[up] == ROOT), row)

    def is_last(self, row: int) -> bool:
        """Tell whether no sibling stands below a row."""
        parent = self.parent[row]
        return self.end[row] == (len(self) if parent == ROOT else self.end[parent])

    def next_sibling(self, row: int) -> int | None:
        """Give the sibling below, if there is one."""
        return None if self.is_last(row) else self.end[row]

    def previous_sibling(self, row: int) -> int | None:
        """Give the sibling above, if there is one."""
        parent = self.parent[row]
        above = row - 1
        if above == parent or above < 0:
            return None
        while self.parent[above] != parent:
            above = self.parent[above]
        return above


class Outline:
    """The rows that show, kept while rows are folded and unfolded.

    `rows` holds them in order. A filter leaves only some rows in play (`shown`); what is folded
    stays folded through it.
    """

    def __init__(self, shape: Shape, shown: Sequence[int] | None = None) -> None:
        self.shape = shape
        self._folded: list[int] = []
        self._all: Sequence[int] = range(len(shape)) if shown is None else array("q", shown)
        self.rows: array[int] = array("q", self._all)

    def __len__(self) -> int:
        """Count the rows that show."""
        return len(self.rows)

    def filter(self, shown: Sequence[int] | None) -> None:
        """Leave only these rows in play, ascending; None = all of them."""
        if shown is not None or not isinstance(self._all, range):
            self._all = range(len(self.shape)) if shown is None else array("q", shown)
            self.rows = self._open(0, len(self.shape))

    def is_folded(self, row: int) -> bool:
        """Tell whether a row hides its subtree."""
        at = bisect_left(self._folded, row)
        return at < len(self._folded) and self._folded[at] == row

    @property
    def folded(self) -> tuple[int, ...]:
        """The folded rows, ascending."""
        return tuple(self._folded)

    def place(self, row: int) -> int:
        """Give where a row shows, or where the row that hides it does."""
        at = bisect_left(self.rows, row)
        if at < len(self.rows) and self.rows[at] == row:
            return at
        return max(at - 1, 0)

    def shows(self, row: int) -> bool:
        """Tell whether a row is among those that show."""
        at = bisect_left(self.rows, row)
        return at < len(self.rows) and self.rows[at] == row

    def _is_hidden(self, row: int) -> bool:
        return any(self.is_folded(up) for up in self.shape.ancestors(row))

    def fold(self, row: int) -> None:
        """Hide the subtree of a row."""
        if self.shape.end[row] == row + 1 or self.is_folded(row):
            return
        insort(self._folded, row)
        del self.rows[bisect_left(self.rows, row + 1) : bisect_left(self.rows, self.shape.end[row])]

    def unfold(self, row: int) -> None:
        """Show the subtree of a row again, save what is folded inside it."""
        if not self.is_folded(row):
            return
        self._folded.pop(bisect_left(self._folded, row))
        if self.shows(row) or not self._is_hidden(row):
            at = bisect_left(self.rows, row + 1)
            self.rows[at:at] = self._open(row + 1, self.shape.end[row])

    def toggle(self, row: int) -> None:
        """Fold a row, or unfold it."""
        if self.is_folded(row):
            self.unfold(row)
        else:
            self.fold(row)

    def reveal(self, row: int) -> list[int]:
        """Unfold what hides a row; gives the rows unfolded, so that they can be folded again."""
        hiding = (
            [up for up in self.shape.ancestors(row) if self.is_folded(up)] if self._folded else []
        )
        for up in reversed(hiding):
            self.unfold(up)
        return hiding

    def fold_from(self, depth: int) -> None:
        """Fold so that rows down to a depth show and none below; what was folded before is not."""
        end = self.shape.end
        levels = enumerate(self.shape.depth)
        self._folded = [row for row, level in levels if level == depth and end[row] > row + 1]
        self.rows = self._open(0, len(self.shape))

    def unfold_all(self) -> None:
        """Show everything in play."""
        self._folded = []
        self.rows = array("q", self._all)

    def fold_set(self, rows: Iterable[int]) -> None:
        """Fold exactly these rows."""
        end = self.shape.end
        folded = sorted(row for row in set(rows) if end[row] > row + 1)
        if folded != self._folded:
            self._folded = folded
            self.rows = self._open(0, len(self.shape))

    def _open(self, start: int, stop: int) -> array[int]:
        """List the rows in play between two rows that no fold inside hides."""
        rows: array[int] = array("q")
        at = start
        for folded in self._folded[bisect_left(self._folded, start) :]:
            if folded >= stop:
                break
            if folded >= at:
                rows.extend(self._between(at, folded + 1))
                at = self.shape.end[folded]
        rows.extend(self._between(at, stop))
        return rows

    def _between(self, start: int, stop: int) -> array[int]:
        low, high = bisect_left(self._all, start), bisect_left(self._all, stop)
        return array("q", self._all[low:high])


def _array(numbers: NDArray[np.int64]) -> array[int]:
    made: array[int] = array("q")
    made.frombytes(numbers.tobytes())
    return made
